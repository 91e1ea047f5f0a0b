package order

import (
	"slices"
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Correct mends what was written down wrongly (更正): only what is set changes. A new type moves the limit, counted from the same day zero
// (domain.md, Art. 18).
type Correct struct {
	By
	Type     Type
	Category string
	Town     string
	Place    *string
	Title    string
	Urgency  Urgency
	Phone    Private `seal:"identity"`
	Contact  Private `seal:"identity"`
	Name     Private `seal:"identity"`
	Address  Private `seal:"identity"`
	Reason   Private `seal:"note"`

	Party       *Party  // the party complained of, anew as a whole
	Reported    Private `seal:"reported"`
	ReportedTel Private `seal:"reported"`
	ChainID     string
	LeadAbove   []org.UnitID                // the units over the one that holds the order
	CoAbove     map[org.UnitID][]org.UnitID // those over each co-unit
}

// Corrected says what was written anew. Empty fields did not change.
type Corrected struct {
	At          time.Time     `json:"at"`
	Account     org.AccountID `json:"account,omitempty"`
	Type        Type          `json:"type,omitempty"`
	Category    string        `json:"category,omitempty"`
	Town        string        `json:"town,omitempty"`
	Place       *string       `json:"place,omitempty"`
	Title       string        `json:"title,omitempty"`
	Urgency     Urgency       `json:"urgency,omitempty"`
	Phone       *Kept         `json:"phone,omitempty"`
	Contact     *Kept         `json:"contact,omitempty"`
	Name        *Kept         `json:"name,omitempty"`
	Address     *Kept         `json:"address,omitempty"`
	Reason      Kept          `json:"reason"`
	Result      *Limit        `json:"result,omitempty"`
	Party       *Party        `json:"party,omitempty"`
	Reported    *Kept         `json:"reported,omitempty"`
	ReportedTel *Kept         `json:"reported_tel,omitempty"`
	Progress    *Limit        `json:"progress,omitempty"` // of an order that becomes urgent at its unit
	Call        *Limit        `json:"call,omitempty"`
	// What stood before, so that figures can be recounted: only of fields in clear.
	OldType     Type   `json:"old_type,omitempty"`
	OldCategory string `json:"old_category,omitempty"`
	OldTown     string `json:"old_town,omitempty"`

	Eased bool `json:"eased,omitempty"` // no urgent order any more: the word by the hour is owed no more
}

func (Corrected) kind() string { return "corrected" }

func (e Corrected) apply(s State) State {
	r := &s.Request
	set(&r.Type, e.Type)
	set(&r.Category, e.Category)
	set(&r.Town, e.Town)
	set(&r.Title, e.Title)
	set(&r.Urgency, e.Urgency)
	setTo(&r.Place, e.Place)
	setTo(&r.Phone, e.Phone)
	setTo(&r.Contact, e.Contact)
	setTo(&r.Name, e.Name)
	setTo(&r.Address, e.Address)
	setTo(&r.Reported, e.Reported)
	setTo(&r.ReportedTel, e.ReportedTel)
	if e.Party != nil {
		s = s.reporting(*e.Party)
	}
	if e.Result != nil {
		s.Clocks.start(*e.Result)
	}
	if e.Urgency == Routine {
		s.Clocks.void(LimitPhone)
		if s.Statute == nil {
			s.Clocks.void(LimitProgress)
		}
	}
	if e.Urgency == Urgent {
		s.Clocks.void(LimitPhone)
	}
	if e.Eased {
		s.Clocks.void(LimitProgress)
	}
	s.Clocks.startIf(e.Progress)
	s.Clocks.startIf(e.Call)
	return s
}

func set[T ~string](to *T, v T) {
	if v != "" {
		*to = v
	}
}

func setTo[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

func correct(s State, c Correct, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art9, "更正")
	}
	if err := mustBe(c, regulation.Art9, org.Operator, org.Dispatcher, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art9, "reason", "更正的原因", c.Reason.Text); err != nil {
		return nil, err
	}
	e := Corrected{At: now, Account: c.Actor.Account, Title: c.Title, Town: c.Town, Place: c.Place, Reason: c.Reason.Keep(), OldCategory: s.Request.Category, OldTown: s.Request.Town}
	if c.Type != "" && c.Type != s.Request.Type {
		if c.Type.Name() == "" {
			return nil, regulation.RefuseField(regulation.Art9, "bad_type", "type", "没有这个诉求类型，请从列表中选一个。")
		}
		switch s.Status {
		case Registered, PendingApproval, PendingDispatch, Dispatched, UnitAssigning, InProgress, UnitSigning:
		default:
			return nil, regulation.RefuseState(regulation.Art18, "type_settled", "办理结果已经报送或正在终结审批，不能再更正诉求类型。")
		}
		if s.Extending() {
			return nil, regulation.RefuseState(regulation.Art19, "extension_waits", "有延期申请等待审批，延期的条件随诉求类型变化，请先审批延期再更正类型。")
		}
		e.Type, e.OldType = c.Type, s.Request.Type
	}
	if c.Category != "" && c.Category != s.Request.Category {
		if _, ok := p.Category(c.Category); !ok {
			return nil, regulation.RefuseField(regulation.Art9, "bad_category", "category", "没有这个诉求分类，请从列表中选一个。")
		}
		e.Category = c.Category
	}
	if c.Urgency != "" && c.Urgency != s.Request.Urgency {
		if c.Urgency.Name() == "" {
			return nil, regulation.RefuseField(regulation.Art9, "bad_urgency", "urgency", "没有这个紧急程度，请选平件、急件或特急。")
		}
		e.Urgency = c.Urgency
		if s.Status.AtUnit() {
			progress, call := pressing(p, c.Urgency, now)
			if s.Request.Urgency == Routine || s.Request.Urgency == "" {
				if was := s.Clocks.Get(LimitProgress); !was.On || progress != nil && progress.Due.Before(was.Due) {
					e.Progress = progress
				}
			}
			e.Call = call
			if c.Urgency == Routine {
				// The word by the hour is owed no more; the one that a limit by law asks for is, from here on (Art. 18).
				if was := s.Clocks.Get(LimitProgress); s.Statute != nil && was.On && was.Days == 0 {
					e.Eased, e.Progress = true, nextProgress(p, s, s.Clocks.Get(LimitResult).Limit, now)
				}
			}
		}
	}
	if err := clearText("title", "标题", c.Title); err != nil {
		return nil, err
	}
	if c.Place != nil {
		if err := clearText("place", "村、社区", *c.Place); err != nil {
			return nil, err
		}
	}
	if utf8.RuneCountInString(c.Title) > 60 {
		return nil, regulation.RefuseField(regulation.Art9, "bad_title", "title", "标题超过60个字，请缩短，细节写在诉求内容里。")
	}
	if err := correctParty(s, c, &e); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name string
		in   Private
		out  **Kept
	}{{"phone", c.Phone, &e.Phone}, {"contact", c.Contact, &e.Contact}, {"name", c.Name, &e.Name}, {"address", c.Address, &e.Address},
		{"reported", c.Reported, &e.Reported}, {"reported_tel", c.ReportedTel, &e.ReportedTel}} {
		if f.in.Text == "" {
			continue
		}
		if s.Request.Secrecy == Anonymous && f.out != &e.Reported && f.out != &e.ReportedTel {
			return nil, regulation.RefuseField(regulation.Art23_6, "anonymous", f.name, "匿名件不保存诉求人信息，不能补写。")
		}
		if err := phoneField(f.name, f.in.Text); err != nil {
			return nil, err
		}
		k := f.in.Keep()
		*f.out = &k
	}
	if e.Type == "" && e.Category == "" && e.Urgency == "" && c.Title == "" && c.Town == "" && c.Place == nil && e.Phone == nil && e.Contact == nil && e.Name == nil && e.Address == nil &&
		e.Party == nil && e.Reported == nil && e.ReportedTel == nil {
		return nil, regulation.Refuse(regulation.Art9, "nothing_changed", "没有改动任何内容，请先修改再保存。")
	}
	if e.Type != "" && s.Clocks.Get(LimitResult).On && !s.Reworking {
		l := retyped(p, s, e.Type)
		e.Result = &l
	}
	out := []Event{e}
	if e.Party != nil {
		after := e.apply(s)
		for _, x := range s.CoOpen() {
			if after.RecusesUnit(x.Unit, c.CoAbove[x.Unit]) {
				end := x.recused(after, c.Actor.Account, now)
				out, after = append(out, end), end.apply(after)
			}
		}
		out = append(out, after.withdrawn(c.ChainID, c.LeadAbove, c.Actor.Account, c.Reason.Keep(), p, now)...)
	}
	return out, nil
}

// correctParty checks another reported party. Whoever is left out of it may see the order from now on, so only the head of the office leaves anybody out.
func correctParty(s State, c Correct, e *Corrected) error {
	if c.Party == nil {
		return nil
	}
	if err := checkParty(*c.Party); err != nil {
		return err
	}
	was := s.Request.Party()
	if was.Unit == c.Party.Unit && slices.Equal(was.Posts, c.Party.Posts) {
		return nil
	}
	if s.narrower(*c.Party) && !c.Actor.System() && c.Actor.Post.Kind != org.OfficeHead {
		return regulation.RefuseState(regulation.Art23_6, "head_narrows", "去掉或换掉被反映方会让原来须回避的单位、人员看到工单，只能由县热线办负责人更正。")
	}
	e.Party = c.Party
	return nil
}
