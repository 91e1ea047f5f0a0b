package order

import (
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// 外勤联系单: somebody without an account – a village official, a contractor's man – is sent out for one order with a slip that names him. Who gives it
// answers for it (Art. 17); what it shows of the caller is a disclosure on record (Art. 23(6); domain.md §13.26). See adr/0033.
type (
	// GiveSlip gives one. ID and Hash come from outside: Hash is what is kept of the address that opens it.
	GiveSlip struct {
		By
		ID, Hash string
		Name     Private   `seal:"note"` // who goes out
		Body     Private   `seal:"note"` // his village or firm
		Purpose  Private   `seal:"note"`
		Until    time.Time // the first instant at which it opens nothing
		Contact  bool      // he may record that he spoke with the caller
		Progress bool      // he may leave word and photographs
		Number   bool      // he may see the caller's number
	}
	// UseSlip is what its holder does with it. Nobody is logged in: the slip itself is who acts.
	UseSlip struct {
		By
		Slip string
		What SlipUse

		At                 time.Time // of a contact
		Means              string
		Reached            bool
		ToldTaken, ToldHow bool
		Text               Private `seal:"note"`
		Files              []Attachment[Private]
	}
	// RevokeSlip takes it back before its day.
	RevokeSlip struct {
		By
		Slip   string
		Reason Private `seal:"note"`
	}
)

// SlipUse is what a slip is used for.
type SlipUse string

// The uses.
const (
	SlipOpened   SlipUse = "opened"   // 打开
	SlipNumber   SlipUse = "number"   // 查看号码
	SlipContact  SlipUse = "contact"  // 登记联系
	SlipProgress SlipUse = "progress" // 留进展、照片
)

// Slip is a slip as it was given.
type Slip[T any] struct {
	ID       string        `json:"id"`
	Hash     string        `json:"hash"`
	At       time.Time     `json:"at"`
	Account  org.AccountID `json:"account,omitempty"`
	Unit     org.UnitID    `json:"unit"`
	Receipt  time.Time     `json:"receipt"` // of the order by the unit: the slip ends with this assignment
	Until    time.Time     `json:"until"`
	Name     T             `json:"name" seal:"note"`
	Body     T             `json:"body" seal:"note"`
	Purpose  T             `json:"purpose" seal:"note"`
	Contact  bool          `json:"contact,omitempty"`
	Progress bool          `json:"progress,omitempty"`
	Number   bool          `json:"number,omitempty"`
}

// SlipNote is a slip with what has come of it.
type SlipNote struct {
	Slip[Kept]
	RevokedAt time.Time
	Uses      int
	LastUse   time.Time
}

type (
	// SlipGiven is a slip that somebody holds now.
	SlipGiven struct {
		Slip Slip[Kept] `json:"slip"`
	}
	// SlipUsed is an opening, or a look at the number. What the holder leaves is a Contacted or a Progressed of its own, with the slip's id.
	SlipUsed struct {
		At   time.Time  `json:"at"`
		Slip string     `json:"slip"`
		Unit org.UnitID `json:"unit"`
		What SlipUse    `json:"what"`
	}
	// SlipRevoked ends one.
	SlipRevoked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Slip    string        `json:"slip"`
		Unit    org.UnitID    `json:"unit"`
		Reason  Kept          `json:"reason"`
	}
)

func (SlipGiven) kind() string   { return "slip_given" }
func (SlipUsed) kind() string    { return "slip_used" }
func (SlipRevoked) kind() string { return "slip_revoked" }

func (e SlipGiven) apply(s State) State {
	s.Slips = append(slices.Clip(s.Slips), SlipNote{Slip: e.Slip})
	return s
}

func (e SlipUsed) apply(s State) State { return s.slipUsed(e.Slip, e.At) }

func (e SlipRevoked) apply(s State) State {
	return s.slipNoted(e.Slip, func(n *SlipNote) { n.RevokedAt = e.At })
}

func (s State) slipUsed(id string, at time.Time) State {
	return s.slipNoted(id, func(n *SlipNote) { n.Uses, n.LastUse = n.Uses+1, at })
}

func (s State) slipNoted(id string, note func(*SlipNote)) State {
	i := slices.IndexFunc(s.Slips, func(n SlipNote) bool { return n.ID == id })
	if id == "" || i < 0 {
		return s
	}
	s.Slips = slices.Clone(s.Slips)
	note(&s.Slips[i])
	return s
}

// FindSlip finds a slip of the order by its id.
func (s State) FindSlip(id string) (SlipNote, bool) {
	for _, n := range s.Slips {
		if n.ID == id {
			return n, true
		}
	}
	return SlipNote{}, false
}

// SlipEnd is why a slip opens nothing: "" while it does.
type SlipEnd string

// The ends.
const (
	SlipRuns    SlipEnd = ""
	SlipBack    SlipEnd = "revoked" // 已收回
	SlipExpired SlipEnd = "expired" // 已过期
	SlipOver    SlipEnd = "over"    // 工单已报送、撤回或改派
)

// SlipEnded says whether a slip still opens the order: until its hour, while the assignment lasts for which it was given and the unit works on it.
func (s State) SlipEnded(n SlipNote, now time.Time) SlipEnd {
	switch {
	case !n.RevokedAt.IsZero():
		return SlipBack
	case !n.Receipt.Equal(s.ReceivedAt) || n.Unit != s.Lead || s.Status != UnitAssigning && s.Status != InProgress:
		return SlipOver
	case !now.Before(n.Until):
		return SlipExpired
	}
	return SlipRuns
}

// SlipShowsNumber reports whether a slip shows the number as things stand: an order may have become secret since.
func (s State) SlipShowsNumber(n SlipNote) bool {
	return n.Number && s.Reachable() && s.Request.Secrecy == Ordinary
}

// MayGiveNumber reports whether an actor may let a slip show the caller's number: only who may see it himself and answers for the call, the named
// handler of the unit or the office (trust.md B2).
func (s State) MayGiveNumber(a org.Actor) bool {
	if !s.Reachable() || s.Request.Secrecy != Ordinary {
		return false
	}
	return slices.Contains(slipDesk, a.Post.Kind) || a.Post.Kind == org.UnitHandler && a.Post.Unit == s.Lead && (s.Handler == "" || s.Handler == a.Account)
}

const (
	slipsMost = 5               // slips of an order that open it at the same time
	sameVisit = 5 * time.Minute // an opening so soon after the last use is the same visit
)

var slipDesk = []org.Kind{org.Dispatcher, org.Reviewer, org.OfficeHead}

// maySlip refuses whoever neither holds the order nor answers for it in the office.
func maySlip(s State, c Command) error {
	if slices.Contains(slipDesk, c.actor().Post.Kind) {
		return nil
	}
	return mustBeUnit(s, c, regulation.Art17, unitKinds...)
}

func giveSlip(s State, c GiveSlip, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != UnitAssigning && s.Status != InProgress {
		return nil, s.wrongState(regulation.Art17, "给外勤联系单")
	}
	if err := maySlip(s, c); err != nil {
		return nil, err
	}
	most := p.Contact.SlipDays.Value
	running := 0
	for _, n := range s.Slips {
		if s.SlipEnded(n, now) == SlipRuns {
			running++
		}
	}
	switch {
	case c.ID == "" || c.Hash == "":
		return nil, regulation.RefuseState(regulation.Art17, "no_token", "联系单没有生成，请重新提交。")
	case running >= slipsMost:
		return nil, regulation.RefuseState(regulation.Art17, "too_many_slips", "这件已有%d张有效的外勤联系单，请先收回不用的。", running)
	case !c.Until.After(now):
		return nil, regulation.RefuseField(regulation.Art17, "bad_until", "days", "有效期没有选择或已经过去，请重选。")
	case c.Until.After(calendar.DateOf(now).AddDays(most + 1).Midnight()):
		return nil, regulation.RefuseField(regulation.Art17, "too_long", "days", "外勤联系单最长有效%d天，请重选。", most)
	case c.Number && !c.Contact:
		return nil, regulation.RefuseField(regulation.Art23_6, "number_unused", "number", "查看号码只为联系诉求人，请同时允许登记联系。")
	case c.Number && s.Request.Secrecy != Ordinary:
		return nil, regulation.RefuseField(regulation.Art23_6, "slip_secret", "number", "保密、匿名的工单，外勤联系单不能显示号码。")
	case c.Number && !s.Reachable():
		return nil, regulation.RefuseField(regulation.Art15, "nobody_to_call", "number", "没有诉求人的联系方式，不用允许查看号码。")
	case c.Number && !s.MayGiveNumber(c.Actor):
		return nil, regulation.RefuseField(regulation.Art23_6, "number_not_yours", "number", "只有这件的具办人员和县热线办可以允许外勤人员查看号码。")
	}
	if err := requireText(regulation.Art17, "name", "外勤人员姓名", c.Name.Text); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art17, "body", "外勤人员所在村、单位", c.Body.Text); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art17, "purpose", "交办事由", c.Purpose.Text); err != nil {
		return nil, err
	}
	return []Event{SlipGiven{Slip: Slip[Kept]{ID: c.ID, Hash: c.Hash, At: now, Account: c.Actor.Account, Unit: s.Lead, Receipt: s.ReceivedAt, Until: c.Until, Name: c.Name.Keep(),
		Body: c.Body.Keep(), Purpose: c.Purpose.Keep(), Contact: c.Contact, Progress: c.Progress, Number: c.Number}}}, nil
}

func useSlip(s State, c UseSlip, p policy.Policy, now time.Time) ([]Event, error) {
	n, ok := s.FindSlip(c.Slip)
	if !ok || s.SlipEnded(n, now) != SlipRuns {
		return nil, regulation.RefuseState(regulation.Art17, "no_slip", "没有这张外勤联系单，或已失效。")
	}
	used := SlipUsed{At: now, Slip: n.ID, Unit: s.Lead, What: c.What}
	switch c.What {
	case SlipOpened:
		if n.Uses > 0 && now.Sub(n.LastUse) < sameVisit {
			return nil, nil
		}
		return []Event{used}, nil
	case SlipNumber:
		if !s.SlipShowsNumber(n) {
			return nil, regulation.RefuseState(regulation.Art23_6, "no_number", "这张联系单不能查看号码。")
		}
		return []Event{used}, nil
	case SlipContact:
		if !n.Contact {
			return nil, notOnSlip("登记联系")
		}
		out, err := recordContact(s, RecordContact{At: c.At, Means: c.Means, Reached: c.Reached, ToldTaken: c.ToldTaken, ToldHow: c.ToldHow, Note: c.Text, Attachment: c.Files}, p, now)
		if err != nil {
			return nil, err
		}
		e := out[0].(Contacted) // the unit has signed for it, or there were no slip
		e.Slip = n.ID
		return []Event{e}, nil
	case SlipProgress:
		if !n.Progress {
			return nil, notOnSlip("留进展和照片")
		}
		if len(c.Files) == 0 {
			if err := requireText(regulation.Art18, "text", "现场情况（或选照片）", c.Text.Text); err != nil {
				return nil, err
			}
		}
		return []Event{Progressed{At: now, Unit: s.Lead, Slip: n.ID, Text: c.Text.Keep(), Files: keepFiles(c.Files)}}, nil
	}
	return nil, notOnSlip("这样使用")
}

func notOnSlip(what string) error {
	return regulation.RefuseState(regulation.Art17, "not_on_slip", "这张联系单不能%s。", what)
}

func revokeSlip(s State, c RevokeSlip, now time.Time) ([]Event, error) {
	if err := maySlip(s, c); err != nil {
		return nil, err
	}
	n, ok := s.FindSlip(c.Slip)
	if !ok {
		return nil, regulation.RefuseField(regulation.Art17, "no_slip", "slip", "没有选择要收回的联系单。")
	}
	if end := s.SlipEnded(n, now); end != SlipRuns {
		return nil, regulation.RefuseField(regulation.Art17, "slip_ended", "slip", "这张联系单已经失效，不用收回。")
	}
	return []Event{SlipRevoked{At: now, Account: c.Actor.Account, Slip: n.ID, Unit: s.Lead, Reason: c.Reason.Keep()}}, nil
}
