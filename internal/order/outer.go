package order

import (
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

type (
	// MarkBackfilled says that the answer was typed into the upper platform (回填), or given to the editor of the programme that brought the request
	// (Art. 6(6)): who, when, and a picture of it where there is one.
	MarkBackfilled struct {
		By
		At    time.Time // zero: now
		Files []Attachment[Private]
	}
	// UpdateOuter carries what the upper platform's export says of an order that we hold: its limit, how often it urged, and whether it wants the answer
	// again. The same line twice changes nothing.
	UpdateOuter struct {
		By
		Due   *time.Time // first instant that is too late there; nil = the export has none
		Urges int
		State OuterState
	}
)

// OuterState is what the upper platform wants beside the answer.
type OuterState string

// The states.
const (
	OuterPlain  OuterState = ""
	OuterRework OuterState = "rework" // 重办
	OuterReturn OuterState = "return" // 退回答复
)

// Name is the Chinese name.
func (s OuterState) Name() string {
	return map[OuterState]string{OuterPlain: "", OuterRework: "上级要求重办", OuterReturn: "上级退回答复"}[s]
}

type (
	// Backfilled puts the answer's arrival at the upper platform on record.
	Backfilled struct {
		At      time.Time          `json:"at"`
		Account org.AccountID      `json:"account,omitempty"`
		Late    bool               `json:"late,omitempty"`   // after the platform's limit
		Editor  bool               `json:"editor,omitempty"` // told to a programme's editor (Art. 6(6))
		Again   bool               `json:"again,omitempty"`
		Files   []Attachment[Kept] `json:"files,omitempty"`
	}
	// OuterUpdated is what the upper platform changed.
	OuterUpdated struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Due     *time.Time    `json:"due,omitempty"` // the new limit
		OldDue  *time.Time    `json:"old_due,omitempty"`
		Urges   int           `json:"urges,omitempty"`
		State   OuterState    `json:"state,omitempty"`
	}
)

func (Backfilled) kind() string   { return "backfilled" }
func (OuterUpdated) kind() string { return "outer_updated" }

func (e Backfilled) apply(s State) State {
	s.BackfilledAt, s.BackfilledBy, s.OuterState = e.At, e.Account, OuterPlain
	if len(e.Files) > 0 {
		s = Attached{Files: e.Files}.apply(s)
	}
	return s
}

func (e OuterUpdated) apply(s State) State {
	if e.Due != nil {
		d := *e.Due
		s.Request.OuterDue = &d
	}
	s.OuterUrges = max(s.OuterUrges, e.Urges)
	if e.State != OuterPlain {
		s.OuterState, s.OuterAsk = e.State, outerAsk(e.State, s.Request.OuterDue)
		s.BackfilledAt, s.BackfilledBy = time.Time{}, ""
	}
	return s
}

// outerAsk tells one wish of the upper platform from the next: a fresh one comes with a fresh limit, an export repeats the old one for weeks.
func outerAsk(st OuterState, due *time.Time) string {
	if due == nil {
		return string(st)
	}
	return string(st) + "@" + due.UTC().Format(time.RFC3339)
}

// retold: a result that goes back to its unit after the upper platform had been given it is owed to the platform anew. What was backfilled for an earlier
// assignment stays.
func (s State) retold() State {
	if s.BackfilledAt.After(s.ReceivedAt) {
		s.BackfilledAt, s.BackfilledBy = time.Time{}, ""
	}
	return s
}

// OwedBack reports whether the result is owed to more than the caller: to the platform, or to the editor of the programme, that passed the request on.
func (s State) OwedBack() bool { return s.Outer || s.Programme }

// ToBackfill reports whether the upper platform or the editor waits for an answer that is ready here: the result has been approved (Art. 24).
func (s State) ToBackfill() bool {
	if !s.OwedBack() || s.Reply == nil && !s.Shared() || !s.BackfilledAt.IsZero() {
		return false
	}
	return s.Status == ToFeedback || s.Status == Visiting || s.Status == Closed
}

func markBackfilled(s State, c MarkBackfilled, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art24, org.Dispatcher, org.Visitor, org.Reviewer, org.Operator, org.OfficeHead); err != nil {
		return nil, err
	}
	if c.At.IsZero() {
		c.At = now
	}
	switch {
	case !s.OwedBack():
		return nil, regulation.RefuseState(regulation.Art24, "not_outer", "这件不是上级、留言平台或栏目来件，不用回填。")
	case !s.BackfilledAt.IsZero():
		return nil, regulation.RefuseState(regulation.Art24, "backfilled_already", "这件已经回填过。")
	case !s.ToBackfill():
		return nil, s.wrongState(regulation.Art24, "回填：办理结果获准后才能回填")
	case c.At.After(now) || c.At.Before(s.Clocks.Get(LimitFeedback).From.Truncate(time.Minute)):
		return nil, regulation.RefuseField(regulation.Art24, "bad_at", "at", "回填时间应在办理结果获准之后、现在之前，请核对。")
	}
	late := s.Request.OuterDue != nil && !c.At.Before(*s.Request.OuterDue)
	return []Event{Backfilled{At: c.At, Account: c.Actor.Account, Late: late, Again: s.OuterState != OuterPlain, Editor: s.Programme, Files: keepFiles(c.Files)}}, nil
}

func updateOuter(s State, c UpdateOuter, now time.Time) ([]Event, error) {
	if s.Status == None {
		return nil, s.wrongState(regulation.Art10_3, "更新")
	}
	if err := mustBe(c, regulation.Art10_3, org.Dispatcher, org.OfficeHead); err != nil {
		return nil, err
	}
	switch {
	case !s.Outer:
		return nil, regulation.RefuseState(regulation.Art10_3, "not_outer", "这件不是上级或留言平台来件。")
	case c.State != OuterPlain && c.State.Name() == "" || c.Urges < 0:
		return nil, regulation.RefuseField(regulation.Art10_3, "bad_state", "state", "上级平台的状态不认识，请核对。")
	case c.Due != nil && c.Due.Before(s.Request.TakenAt):
		return nil, regulation.RefuseField(regulation.Art10_3, "bad_due", "due", "上级截止早于来件时间，请核对。")
	}
	e := OuterUpdated{At: now, Account: c.Actor.Account, Urges: max(c.Urges, s.OuterUrges)}
	changed := e.Urges > s.OuterUrges
	due := s.Request.OuterDue
	if c.Due != nil && (due == nil || !due.Equal(*c.Due)) {
		d := *c.Due
		e.Due, e.OldDue, due, changed = &d, due, &d, true
	}
	if c.State != OuterPlain && outerAsk(c.State, due) != s.OuterAsk {
		e.State, changed = c.State, true
	}
	if !changed {
		return nil, nil
	}
	out := []Event{e}
	if e.Urges > s.OuterUrges && !s.Status.Done() {
		out = append(out, Urged{At: now, Account: c.Actor.Account, Unit: s.Lead, Count: s.Urges + 1})
	}
	return out, nil
}

// ShortReply fits a public reply into an upper platform's field: it ends with a whole sentence and says that the rest was told. cut reports that
// something was left out, which a person must look at.
func ShortReply(reply string, most int) (short string, cut bool) {
	reply = strings.TrimSpace(reply)
	if most <= 0 || utf8.RuneCountInString(reply) <= most {
		return reply, false
	}
	const rest = "详细情况已告知诉求人。"
	runes := []rune(reply)
	room := most - utf8.RuneCountInString(rest)
	if room < 10 {
		return string(runes[:max(most-1, 0)]) + "…", true
	}
	for i := room; i > room/2; i-- {
		if strings.ContainsRune("。！？；\n", runes[i-1]) {
			return strings.TrimRight(string(runes[:i]), "；\n") + endMark(runes[i-1]) + rest, true
		}
	}
	return string(runes[:room-1]) + "…" + rest, true
}

func endMark(r rune) string {
	if r == '；' || r == '\n' {
		return "。"
	}
	return ""
}
