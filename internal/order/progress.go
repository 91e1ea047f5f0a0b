package order

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// What an urgent order and one with a limit of its own by law owe beside the result: a word on how it goes, told to the caller (Art. 18), and the
// telephone call with which a 特急 order goes to its unit (Art. 12; domain.md §3.1, §13.28).
type (
	// PhoneUnit records that the office has rung the unit up about a 特急 order.
	PhoneUnit struct {
		By
		At   time.Time
		Note Private `seal:"note"` // who answered, what was said
	}
	// UnitPhoned is that call.
	UnitPhoned struct {
		At       time.Time     `json:"at"`
		Recorded time.Time     `json:"recorded"`
		Account  org.AccountID `json:"account,omitempty"`
		Unit     org.UnitID    `json:"unit"`
		Late     bool          `json:"late,omitempty"`
		Note     Kept          `json:"note"`
	}
)

func (UnitPhoned) kind() string { return "unit_phoned" }

func (e UnitPhoned) apply(s State) State {
	s.Clocks.met(LimitPhone, e.At)
	return s
}

// pressing is what an order of this urgency owes from the moment at which it goes to a unit, or becomes as urgent there: nil where nothing.
func pressing(p policy.Policy, u Urgency, from time.Time) (progress, call *Limit) {
	if u != Urgent && u != Critical {
		return nil, nil
	}
	within := func(k LimitKind, d time.Duration, basis regulation.Clause) *Limit {
		due := from.Add(d)
		return &Limit{Kind: k, From: from, Due: due, LastDay: dateBefore(due), Basis: basis}
	}
	progress = within(LimitProgress, time.Duration(p.Limit.UrgentProgressH.Value)*time.Hour, p.Limit.UrgentProgressH.Clause())
	if u == Critical {
		call = within(LimitPhone, time.Duration(p.Limit.CriticalCallMin.Value)*time.Minute, p.Limit.CriticalCallMin.Clause())
	}
	return progress, call
}

// nextProgress is the next word that is owed under a limit by law longer than the ordinary one: every five working days, and at the ordinary limit; nil
// where the result itself comes first.
func nextProgress(p policy.Policy, s State, result Limit, now time.Time) *Limit {
	if s.Statute == nil || s.Reworking {
		return nil
	}
	days := ordinaryWD(p, s.Request.Type)
	if result.Days <= days {
		return nil
	}
	l := NewLimit(p, LimitProgress, now, p.Limit.ProgressEveryWD.Value, p.Limit.ProgressEveryWD.Clause())
	ordinary := NewLimit(p, LimitProgress, result.From, days, regulation.Art18)
	if today := calendar.DateOf(now).String(); ordinary.LastDay > today && ordinary.Due.Before(l.Due) {
		l.Due, l.LastDay, l.Days = ordinary.Due, ordinary.LastDay, p.Calendar.WorkdaysBetween(calendar.DateOf(now), calendar.DateOf(ordinary.Due.Add(-time.Second)))
	}
	if !l.Due.Before(result.Due) {
		return nil
	}
	return &l
}

// ordinaryWD is the ordinary limit of Art. 18 in working days.
func ordinaryWD(p policy.Policy, t Type) int {
	if t == Consult {
		return p.Limit.ConsultWD.Value
	}
	return p.Limit.OtherWD.Value
}

// sooner is the nearer of two limits, either of which may be missing.
func sooner(a, b *Limit) *Limit {
	if a == nil || b != nil && b.Due.Before(a.Due) {
		return b
	}
	return a
}

// startIf starts a clock where its limit is there.
func (c *Clocks) startIf(l *Limit) {
	if l != nil {
		c.start(*l)
	}
}

func phoneUnit(s State, c PhoneUnit, now time.Time) ([]Event, error) {
	clock := s.Clocks.Get(LimitPhone)
	if !s.Status.AtUnit() || !clock.On {
		return nil, s.wrongState(regulation.Art12, "登记电话通知")
	}
	if err := mustBe(c, regulation.Art12, deskKinds...); err != nil {
		return nil, err
	}
	if c.At.IsZero() || c.At.After(now) || c.At.Before(clock.From.Truncate(time.Minute)) {
		return nil, regulation.RefuseField(regulation.Art12, "bad_at", "at", "通知时间没有填写，或早于转办、晚于现在，请核对。")
	}
	if err := requireText(regulation.Art12, "note", "谁接的电话、怎么说的", c.Note.Text); err != nil {
		return nil, err
	}
	return []Event{UnitPhoned{At: c.At, Recorded: now, Account: c.Actor.Account, Unit: s.Lead, Late: clock.Late(c.At), Note: c.Note.Keep()}}, nil
}
