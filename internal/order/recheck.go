package order

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// A look-back (回头看, Art. 23(8); domain.md §6.2): some weeks after an order was closed the office looks whether what was answered still holds. It holds (属实), or the
// matter is back (反弹): then the order is reopened and handled again by the unit's principal, unless the office says why not. Which orders are looked back on is drawn by
// lot (oversight.Draw); any closed order may be named besides.

// RecheckMeans is how the office looked.
type RecheckMeans string

// The means.
const (
	RecheckSite   RecheckMeans = "site"   // 现场查看
	RecheckPhone  RecheckMeans = "phone"  // 电话核实
	RecheckPapers RecheckMeans = "papers" // 查阅资料
)

// RecheckMeansAll lists them in the order of the form.
func RecheckMeansAll() []RecheckMeans {
	return []RecheckMeans{RecheckSite, RecheckPhone, RecheckPapers}
}

// Name is the Chinese name, empty for what is none.
func (m RecheckMeans) Name() string {
	return map[RecheckMeans]string{RecheckSite: "现场查看", RecheckPhone: "电话核实", RecheckPapers: "查阅资料"}[m]
}

// RecheckResult is what the look-back found.
type RecheckResult string

// The results.
const (
	RecheckHolds   RecheckResult = "holds"   // 属实：答复的办理结果仍然成立
	RecheckRebound RecheckResult = "rebound" // 反弹：问题没有解决，或者又出现了
)

// Name is the Chinese name, empty for what is none.
func (r RecheckResult) Name() string {
	return map[RecheckResult]string{RecheckHolds: "属实", RecheckRebound: "反弹"}[r]
}

// RecheckNote is what the state remembers of a look-back.
type RecheckNote struct {
	Draw   int
	Result RecheckResult
	At     time.Time
}

type (
	// Recheck records a look-back. Draw is the draw that the order came out of, 0 where it was named; Why its reason there (key, supervised, sample). UnitGone says that the
	// unit takes no more orders.
	Recheck struct {
		By
		Draw     int
		Why      string
		On       time.Time
		Means    RecheckMeans
		Result   RecheckResult
		Rework   bool // of a rebound: the unit handles it again
		UnitGone bool
		Words    Private `seal:"words"` // what was seen or heard
		Note     Private `seal:"note"`  // of a rebound: what is to be done again, or why nothing is
		Files    []Attachment[Private]
	}
	// Rechecked is a look-back.
	Rechecked struct {
		At      time.Time          `json:"at"`
		Account org.AccountID      `json:"account,omitempty"`
		Draw    int                `json:"draw,omitempty"`
		Why     string             `json:"why,omitempty"`
		Unit    org.UnitID         `json:"unit"`
		On      time.Time          `json:"on"`
		Closed  time.Time          `json:"closed"` // when the order had been closed
		Means   RecheckMeans       `json:"means"`
		Result  RecheckResult      `json:"result"`
		Rework  bool               `json:"rework,omitempty"`
		Words   Kept               `json:"words"`
		Note    Kept               `json:"note"`
		Files   []Attachment[Kept] `json:"files,omitempty"`
	}
	// RoundReopened says that a round of the matter that was closed is open again.
	RoundReopened struct {
		Matter string    `json:"matter"`
		Order  string    `json:"order"`
		At     time.Time `json:"at"`
	}
)

func (Rechecked) kind() string     { return "rechecked" }
func (RoundReopened) kind() string { return "round_reopened" }

func (e Rechecked) apply(s State) State {
	s.Rechecks = append(slices.Clip(s.Rechecks), RecheckNote{Draw: e.Draw, Result: e.Result, At: e.At})
	s.Files = append(slices.Clip(s.Files), e.Files...)
	return s
}

// rebound is the reason of a rework that a look-back ordered.
const rebound = "rebound"

// recheckable says why an order cannot be looked back on, nil where it can: a unit answered it, it is closed or filed away, and its result is its own.
func recheckable(s State) error {
	a := regulation.Art23_8
	switch {
	case s.Status != Closed && s.Status != Archived:
		return s.wrongState(a, "登记回头看")
	case s.Merged != nil:
		return regulation.RefuseState(a, "merged", "这件随主办工单%s办理，请对主办工单回头看。", s.Merged.Number)
	case s.Lead == "":
		return regulation.RefuseState(a, "no_unit", "这件没有承办单位，不用回头看。")
	}
	return nil
}

// MayRecheck reports whether an order can be looked back on.
func MayRecheck(s State) bool { return recheckable(s) == nil }

func recheck(s State, c Recheck, p policy.Policy, now time.Time) ([]Event, error) {
	a := regulation.Art23_8
	if err := recheckable(s); err != nil {
		return nil, err
	}
	if err := mustBe(c, a, org.Supervisor, org.OfficeHead); err != nil {
		return nil, err
	}
	switch {
	case c.Actor.Account != "" && c.Actor.Account == s.Reviewer:
		return nil, regulation.Refuse(a, "reviewer_rechecks", "审核这件答复的人不能做它的回头看，请换一位督办员。")
	case c.Draw > 0 && slices.ContainsFunc(s.Rechecks, func(n RecheckNote) bool { return n.Draw == c.Draw }):
		return nil, regulation.RefuseState(a, "rechecked_already", "这次抽取的回头看已经登记过。")
	case c.On.IsZero() || c.On.After(now) || c.On.Before(s.ClosedAt.Truncate(time.Minute)):
		return nil, regulation.RefuseField(a, "bad_on", "on", "回头看的时间应在办结之后、现在之前，请核对。")
	case c.Means.Name() == "":
		return nil, regulation.RefuseField(a, "bad_means", "means", "请选择回头看的方式。")
	case c.Result.Name() == "":
		return nil, regulation.RefuseField(a, "bad_result", "result", "请选择回头看的结果：属实，或者反弹。")
	}
	if err := requireText(a, "words", "看到、听到的情况", c.Words.Text); err != nil {
		return nil, err
	}
	if c.Means == RecheckSite && len(c.Files) == 0 {
		return nil, regulation.RefuseField(a, "no_photo", "files", "现场查看要有照片，请上传。")
	}
	e := Rechecked{At: now, Account: c.Actor.Account, Draw: c.Draw, Why: c.Why, Unit: s.Lead, On: c.On, Closed: s.ClosedAt, Means: c.Means, Result: c.Result, Words: c.Words.Keep(), Files: keepFiles(c.Files)}
	if c.Result == RecheckHolds {
		return []Event{e}, nil
	}
	if c.Note.Text == "" {
		if c.Rework {
			return nil, regulation.RefuseField(a, "missing_note", "note", "反弹的要写明重办要求。")
		}
		return nil, regulation.RefuseField(a, "missing_note", "note", "反弹又不发回重办的，要写明理由。")
	}
	e.Rework, e.Note = c.Rework, c.Note.Keep()
	if !c.Rework {
		return []Event{e}, nil
	}
	switch {
	case c.UnitGone:
		return nil, regulation.RefuseField(a, "unit_gone", "rework", "%s", "承办单位已经撤并，不能发回重办；请选“不重办”，另行登记给承接单位。")
	case s.otherRoundOpen():
		return nil, regulation.RefuseField(a, "round_open", "rework", "%s", "同一事项又有诉求正在办理，不用再发回重办；请选“不重办”，在那一件上督办。")
	}
	out := []Event{e, RoundReopened{Matter: s.MatterID, Order: s.ID, At: now}}
	return append(out, reworked(s, c.Actor.Account, rebound, c.Note.Keep(), p, now)...), nil
}

// otherRoundOpen reports whether the caller's matter is being handled under another order now.
func (s State) otherRoundOpen() bool {
	return slices.ContainsFunc(s.Matter.Rounds, func(r Round) bool { return r.Order != s.ID && r.Counted && r.ClosedAt.IsZero() })
}
