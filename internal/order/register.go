package order

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// Instruction is a county leader's word on the spot or on a letter (Art. 11, 6(4)); it stands for the signature up to that leader's level.
type Instruction[T any] struct {
	Post  org.PostID `json:"post"`
	At    time.Time  `json:"at"`
	Words T          `json:"words" seal:"note"`
	Blob  string     `json:"blob,omitempty"`
}

// Register writes a request down (Art. 9). State.Matter holds the earlier matter where the request is linked to one, else NewMatter names the
// matter to open.
type Register struct {
	By
	ID, Number             string // Number is allotted by the archive
	NewMatter, NewMatterNo string
	Link                   *Link
	Declined               *Decline // the likest matter, where a person found it to be another
	Request                Request[Private]
	Instruction            *Instruction[Private]
	Answering              *Answering // the answering day it was taken on
	LateReason             Private    // why it is entered later than taken (补录)
	Files                  []Attachment[Private]
	Plain                  bool // imported: the county's own checks of a conversation do not apply
}

// Link is a human's decision that a request belongs to an earlier matter, with the likeness the program proposed (domain.md §6.0).
type Link struct {
	Matter         string
	Score          int     // 0–100
	Reason         Private // mandatory when a high proposal is overridden or a low one is linked
	CountGuidance  string  // order whose earlier guidance by telephone counts as an appeal
	GuidanceReason Private // why it does not count, where it is not counted
}

// RegisteredEvent is the birth of an order. It freezes the versions of rules and calendar (Art. 29).
type RegisteredEvent struct {
	ID          string             `json:"id"`
	Number      string             `json:"number"`
	Matter      string             `json:"matter"`
	At          time.Time          `json:"at"`
	Account     org.AccountID      `json:"account,omitempty"`
	Policy      int                `json:"policy"`
	Calendar    int                `json:"calendar"`
	Key         bool               `json:"key,omitempty"`
	Outer       bool               `json:"outer,omitempty"`
	Programme   bool               `json:"programme,omitempty"` // brought by a programme with citizens (Art. 6(6))
	Late        bool               `json:"late,omitempty"`
	LateReason  Kept               `json:"late_reason"`
	Request     Request[Kept]      `json:"request"`
	Instruction *Instruction[Kept] `json:"instruction,omitempty"`
	Answering   *Answering         `json:"answering,omitempty"`
	Files       []Attachment[Kept] `json:"files,omitempty"`
	Score       int                `json:"score,omitempty"`
	LinkReason  Kept               `json:"link_reason"`
	Handle      Limit              `json:"handle"`
}

func (RegisteredEvent) kind() string { return "registered" }

func (e RegisteredEvent) apply(s State) State {
	m := s.Matter
	s = State{ID: e.ID, Number: e.Number, Status: Registered, Policy: e.Policy, Calendar: e.Calendar, Request: e.Request, RegisteredAt: e.At,
		RegisteredBy: e.Account, Late: e.Late, Key: e.Key, Outer: e.Outer, Programme: e.Programme, Instruction: e.Instruction, Answering: e.Answering, Files: e.Files, Matter: m, MatterID: e.Matter, EverReported: !e.Request.Party().Empty()}
	s.Clocks.start(e.Handle)
	return s
}

// lateEntry is how long after a call its entry is still an ordinary one.
const lateEntry = 2 * time.Hour

func register(s State, c Register, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != None {
		return nil, s.wrongState(regulation.Art9, "重新登记")
	}
	if err := mustBe(c, regulation.Art9, deskKinds...); err != nil {
		return nil, err
	}
	ch, err := checkRequest(c.Request, p, now)
	if err != nil {
		return nil, err
	}
	late := ch.Medium == "phone" && now.Sub(c.Request.TakenAt) > lateEntry
	if late && c.LateReason.Text == "" && !c.Plain {
		return nil, regulation.RefuseField(regulation.Art9, "late_reason", "late_reason", "来电时间比现在早2小时以上，属于补录，请写明补录原因（例如停电时记在纸上）。")
	}
	e := RegisteredEvent{ID: c.ID, Number: c.Number, At: now, Account: c.Actor.Account, Policy: p.Version, Calendar: p.Calendar.Version,
		Key: ch.Key, Outer: ch.Outer, Programme: ch.Programme, Late: late, LateReason: c.LateReason.Keep(), Request: keepRequest(c.Request), Files: keepFiles(c.Files),
		Handle: NewLimit(p, LimitHandle, now, p.Limit.HandleWD.Value, p.Limit.HandleWD.Clause())}
	if err := checkAnswering(c, ch); err != nil {
		return nil, err
	}
	e.Answering = c.Answering
	if in := c.Instruction; in != nil {
		if !ch.Leader {
			return nil, regulation.RefuseField(regulation.Art11, "instruction_channel", "instruction", "只有县领导接听或批办的来件才能登记当场意见，请核对来源渠道。")
		}
		if err := requireText(regulation.Art11, "instruction", "领导的意见", in.Words.Text); err != nil {
			return nil, err
		}
		if in.At.After(now) {
			return nil, regulation.RefuseField(regulation.Art11, "instruction_at", "instruction", "领导意见的日期晚于现在，请核对。")
		}
		e.Instruction = &Instruction[Kept]{Post: in.Post, At: in.At, Words: in.Words.Keep(), Blob: in.Blob}
	}
	var declined []Event
	if c.Declined != nil && !c.Plain && (c.Link == nil || c.Link.Matter != c.Declined.Matter) {
		d, err := decline(*c.Declined, c.Actor, p, now)
		if err != nil {
			return nil, err
		}
		declined = []Event{d}
	}
	if c.Link == nil {
		e.Matter = c.NewMatter
		return append([]Event{e, MatterOpened{Matter: c.NewMatter, Number: c.NewMatterNo}, RoundOpened{Matter: c.NewMatter, Order: c.ID, Key: e.Key, At: now}}, declined...), nil
	}
	if err := checkLink(s.Matter, *c.Link, e.Key || e.Instruction != nil, p); err != nil {
		return nil, err
	}
	e.Matter, e.Score, e.LinkReason = s.Matter.ID, c.Link.Score, c.Link.Reason.Keep()
	out := []Event{e}
	out = append(out, countGuidance(s.Matter, *c.Link)...)
	out = append(out, RoundOpened{Matter: s.Matter.ID, Order: c.ID, Key: e.Key, At: now})
	return append(out, declined...), nil
}

// checkRequest says what is wrong with what was written down: each field once, with its remedy.
func checkRequest(r Request[Private], p policy.Policy, now time.Time) (policy.Channel, error) {
	bad := func(field, reason string, args ...any) error {
		return regulation.RefuseField(regulation.Art9, "bad_"+field, field, reason, args...)
	}
	ch, ok := p.Channel(r.Channel)
	switch {
	case !ok:
		return ch, regulation.RefuseField(regulation.Art2, "bad_channel", "channel", "没有选择来源渠道，请从列表中选一个。")
	case !r.TakenAt.IsZero() && !ch.Open(calendar.DateOf(r.TakenAt).String()):
		return ch, regulation.RefuseField(regulation.Art2, "closed_channel", "channel", "来件那天“%s”没有启用，请选别的渠道，或核对来件时间。", ch.Name)
	case r.TakenAt.IsZero():
		return ch, bad("taken_at", "没有填写来电（来件）时间。")
	case r.TakenAt.After(now.Add(time.Minute)):
		return ch, bad("taken_at", "来电（来件）时间晚于现在，请核对。")
	case r.Type.Name() == "":
		return ch, bad("type", "没有选择诉求类型，请从列表中选一个。")
	case r.Secrecy.Name() == "":
		return ch, bad("secrecy", "没有选择保密级别，请选一般、保密或匿名。")
	case r.Urgency.Name() == "":
		return ch, bad("urgency", "没有选择紧急程度，请选平件、急件或特急。")
	case strings.TrimSpace(r.Words.Text) == "":
		return ch, bad("words", "没有填写诉求内容，请写下来电人说的事情。")
	case utf8.RuneCountInString(r.Words.Text) > 20000:
		return ch, bad("words", "诉求内容超过20000字，请把长材料作为附件上传，这里写要点。")
	case strings.TrimSpace(r.Title) == "":
		return ch, bad("title", "没有填写标题，请用一句话概括事情。")
	case utf8.RuneCountInString(r.Title) > 60:
		return ch, bad("title", "标题超过60个字，请缩短，细节写在诉求内容里。")
	case r.Persons < 0 || r.Persons > 100000:
		return ch, bad("persons", "涉及人数应在0到100000之间。")
	case ch.Outer && r.OuterNo == "":
		return ch, bad("outer_no", "“%s”的来件必须填写上级工单编号，以便对账和回填。", ch.Name)
	case ch.DueNeeded && r.OuterDue == nil:
		return ch, bad("outer_due", "“%s”的来件按对方的时限答复，请填写上级截止日期。", ch.Name)
	case r.OuterDue != nil && r.OuterDue.Before(r.TakenAt):
		return ch, bad("outer_due", "上级截止时间早于来件时间，请核对。")
	case r.Secrecy == Anonymous && (r.Name.Text != "" || r.Phone.Text != "" || r.Contact.Text != "" || r.Email.Text != "" || r.Home.Text != ""):
		return ch, bad("secrecy", "匿名件不保存姓名、电话和住址：请清空这些内容，或改选“保密”。")
	}
	if err := checkParty(r.Party()); err != nil {
		return ch, err
	}
	if r.Category != "" {
		if _, ok := p.Category(r.Category); !ok {
			return ch, bad("category", "没有这个诉求分类，请从列表中选一个。")
		}
	}
	for _, t := range []struct{ field, text string }{{"phone", r.Phone.Text}, {"contact", r.Contact.Text}, {"reported_tel", r.ReportedTel.Text}} {
		if t.text == "" {
			continue
		}
		if _, err := text.ParsePhone(t.text); err != nil {
			return ch, bad(t.field, "%s", err.Error())
		}
	}
	if e := r.Email.Text; e != "" && !email.MatchString(e) {
		return ch, bad("email", "邮箱格式不对，应像 name@example.com。")
	}
	// These three stand in the log in clear.
	for _, t := range []struct{ field, label, text string }{{"title", "标题", r.Title}, {"place", "村、社区", r.Place}, {"occurred", "发生时间", r.Occurred}} {
		if err := clearText(t.field, t.label, t.text, r.Name.Text); err != nil {
			return ch, err
		}
	}
	return ch, nil
}

var email = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)

// clearText refuses text that goes into the log in clear while something in it identifies a person.
func clearText(field, label, s string, names ...string) error {
	for _, f := range text.FindIdentity(s, names...) {
		return regulation.RefuseField(regulation.Art23_6, "identity_in_"+field, field, "%s里有“%s”，会暴露诉求人身份，请删去或用代称。", label, f.Text)
	}
	return nil
}

// checkLink says whether a request may become a round of a matter. While an earlier round is open, the caller's word is an urge on that order and no
// new round; only a key letter or a leader's instruction is an order of its own beside it (domain.md §6.0, §13.10).
func checkLink(m Matter, l Link, own bool, p policy.Policy) error {
	if m.ID == "" || m.ID != l.Matter {
		return regulation.RefuseField(regulation.Art10_4, "no_matter", "link", "没有找到要关联的事项，请重新选择。")
	}
	if !own && slices.ContainsFunc(m.Rounds, func(r Round) bool { return r.ClosedAt.IsZero() }) {
		return regulation.RefuseField(regulation.Art10_4, "round_open", "link", "这个事项还有工单没有办结，请在那件工单上登记催办，不另立新的一次诉求。")
	}
	if l.Score < p.Repeat.ProposeScore.Value && l.Reason.Text == "" {
		return regulation.RefuseField(regulation.Art10_4, "link_reason", "link_reason", "相似度不高（%d分），认定为同一事项请说明理由。", l.Score)
	}
	if l.CountGuidance != "" {
		if r, ok := m.Round(l.CountGuidance); !ok || !r.Guided {
			return regulation.RefuseField(regulation.Art10_2, "no_guidance", "count_guidance", "没有找到此前的电话引导记录，请重新选择。")
		}
	}
	return nil
}

func countGuidance(m Matter, l Link) []Event {
	if l.CountGuidance == "" {
		return nil
	}
	if r, ok := m.Round(l.CountGuidance); !ok || r.Counted {
		return nil
	}
	return []Event{RoundCounted{Matter: m.ID, Order: l.CountGuidance, Basis: regulation.Art10_2}}
}

// LinkMatter says, before the order is disposed of, that it belongs to an earlier matter. Target is that matter as loaded.
type LinkMatter struct {
	By
	Target Matter
	Link   Link
}

// Linked says that the order belongs to an earlier matter.
type Linked struct {
	Matter string `json:"matter"`
	From   string `json:"from"`
	Score  int    `json:"score,omitempty"`
	Reason Kept   `json:"reason"`

	target Matter // as loaded; the log keeps it in its own stream
}

func (Linked) kind() string { return "linked" }

func (e Linked) apply(s State) State {
	s.MatterID = e.Matter
	if e.target.ID != "" {
		s.Matter = e.target
	} else if s.Matter.ID != e.Matter {
		s.Matter = Matter{ID: e.Matter}
	}
	return s
}

func linkMatter(s State, c LinkMatter, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Registered {
		return nil, s.wrongState(regulation.Art10_4, "关联以前的诉求")
	}
	if err := mustBe(c, regulation.Art10_4, deskKinds...); err != nil {
		return nil, err
	}
	if c.Target.ID == s.MatterID {
		return nil, regulation.RefuseField(regulation.Art10_4, "same_matter", "link", "这件工单已经在这个事项里。")
	}
	if err := checkLink(c.Target, c.Link, s.Key || s.Instruction != nil, p); err != nil {
		return nil, err
	}
	out := []Event{RoundLeft{Matter: s.MatterID, Order: s.ID},
		Linked{Matter: c.Target.ID, From: s.MatterID, Score: c.Link.Score, Reason: c.Link.Reason.Keep(), target: c.Target}}
	out = append(out, countGuidance(c.Target, c.Link)...)
	return append(out, RoundOpened{Matter: c.Target.ID, Order: s.ID, Key: s.Key, At: now}), nil
}

func phoneField(field, s string) error {
	if field != "phone" && field != "contact" {
		return nil
	}
	if _, err := text.ParsePhone(s); err != nil {
		return regulation.RefuseField(regulation.Art9, "bad_"+field, field, "%s", err.Error())
	}
	return nil
}
