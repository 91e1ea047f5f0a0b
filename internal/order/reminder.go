package order

import (
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// Reminder is a message that a clock owes before or after its limit. It is derived from the state like a timer: who fires it asks again by Remind,
// and an early, late, double or stale one says nothing.
type Reminder struct {
	Limit LimitKind  `json:"limit"`
	Step  string     `json:"step"`          // soon, wd-2, wd-1, today, wd+1, half, full, gather, cancel-n
	Due   time.Time  `json:"due"`           // of the clock it belongs to
	Co    org.UnitID `json:"co,omitempty"`  // the co-unit whose request it belongs to
	From  time.Time  `json:"from,omitzero"` // of a signer's clock: the next signer's may end on the same day and is another
	At    time.Time  `json:"-"`
	until time.Time  // from then on it is stale
}

// Key tells the reminders of one order apart.
func (r Reminder) Key() string {
	key := fmt.Sprintf("%s/%s/%d", r.Limit, r.Step, r.Due.UnixMilli())
	if r.Co != "" {
		key += "/" + string(r.Co)
	}
	if !r.From.IsZero() {
		key += fmt.Sprintf("/%d", r.From.UnixMilli())
	}
	return key
}

// The steps.
const (
	stepSoon  = "soon"
	stepMid   = "mid"
	stepTwo   = "wd-2"
	stepOne   = "wd-1"
	stepToday = "today"
	stepLate  = "wd+1"
	stepHalf  = "half"
	stepFull  = "full"

	stepGather = "gather"
	stepCancel = "cancel"
)

// While the city's receipt is missing the unit's clock stands: the office is reminded on the last day, then every five working days for half a year.
const (
	cancelEveryWD   = 5
	cancelReminders = 25
)

// morning is ten minutes before the first digest, so that the digest finds what is due that day.
func morning(d calendar.Date) time.Time { return d.Midnight().Add(8*time.Hour + 20*time.Minute) }

// Reminders are all that the running clocks owe, those of the past too. Nothing is reminded of before its clock has begun.
func Reminders(s State, p policy.Policy) []Reminder {
	var out []Reminder
	add := func(c Clock, step string, at, until time.Time) {
		if at.After(c.From) {
			r := Reminder{Limit: c.Kind, Step: step, Due: c.Due, At: at, until: until}
			if c.Kind == LimitSigner {
				r.From = c.From
			}
			out = append(out, r)
		}
	}
	for _, k := range []LimitKind{LimitSign, LimitContact, LimitReturnReview, LimitRelay, LimitProgress} {
		if c := s.Clocks.Get(k); s.counts(k) {
			add(c, stepSoon, c.Due.Add(-4*time.Hour), c.Due)
		}
	}
	if c := s.Clocks.Get(LimitResult); s.counts(LimitResult) {
		if last, err := calendar.ParseDate(c.LastDay); err == nil {
			two, one := back(p.Calendar, last, 2), back(p.Calendar, last, 1)
			add(c, stepTwo, morning(two), morning(one))
			add(c, stepOne, morning(one), morning(last))
			add(c, stepToday, morning(last), c.Due)
			late := p.Calendar.AddWorkdays(last, 2)
			add(c, stepLate, morning(late), p.Calendar.AddWorkdays(late, 1).Midnight())
		}
	}
	if c := s.Clocks.Get(LimitTermBatch); s.counts(LimitTermBatch) {
		if last, err := calendar.ParseDate(c.LastDay); err == nil {
			add(c, stepGather, morning(last), c.Due)
		}
	}
	if c := s.Clocks.Get(LimitCancel); s.counts(LimitCancel) {
		if day, err := calendar.ParseDate(c.LastDay); err == nil {
			for i := range cancelReminders {
				next := p.Calendar.AddWorkdays(day, cancelEveryWD)
				add(c, fmt.Sprintf("%s-%d", stepCancel, i), morning(day), morning(next))
				day = next
			}
		}
	}
	if c := s.Clocks.Get(LimitSigner); s.counts(LimitSigner) {
		half := p.Calendar.HalfWorkday(c.From)
		full := p.Calendar.HalfWorkday(half)
		add(c, stepHalf, half, full)
		add(c, stepFull, full, p.Calendar.AddWorkdays(calendar.DateOf(full), 1).Midnight())
	}
	return append(out, coReminders(s, p)...)
}

// coReminders are those of the requests to co-units: four hours before the end of the first working day, at half time, the day before and on the day.
func coReminders(s State, p policy.Policy) []Reminder {
	if !s.Status.AtUnit() {
		return nil
	}
	var out []Reminder
	for _, x := range s.CoOpen() {
		add := func(c Clock, step string, at, until time.Time) {
			if at.After(c.From) && at.Before(until) {
				out = append(out, Reminder{Limit: c.Kind, Step: step, Due: c.Due, Co: x.Unit, At: at, until: until})
			}
		}
		if x.Status == CoWaiting && x.Sign.On {
			add(x.Sign, stepSoon, x.Sign.Due.Add(-4*time.Hour), x.Sign.Due)
		}
		last, err := calendar.ParseDate(x.Limit.LastDay)
		if err != nil || !x.Limit.On || x.Status == CoDisputed {
			continue
		}
		one := back(p.Calendar, last, 1)
		add(x.Limit, stepMid, morning(p.Calendar.AddWorkdays(calendar.DateOf(x.Limit.From), x.Limit.Days/2)), morning(one))
		add(x.Limit, stepOne, morning(one), morning(last))
		add(x.Limit, stepToday, morning(last), x.Limit.Due)
	}
	return out
}

// Remind says whether a reminder is owed at now: its clock runs, has the same limit, and the next step has not come.
func Remind(s State, key string, p policy.Policy, now time.Time) (Reminder, bool) {
	for _, r := range Reminders(s, p) {
		if r.Key() == key {
			return r, !now.Before(r.At) && now.Before(r.until)
		}
	}
	return Reminder{}, false
}

// Notices says whom a reminder concerns; at is when it was written.
func (r Reminder) Notices(s State, at time.Time) []Notice {
	n := notices{s: s, at: at}
	if r.Co != "" {
		n.lead(r.Co)
		n.s.Handler = "" // the lead's
	}
	switch r.Step {
	case stepMid:
		n.add(NoticeCoHalf, r.Limit, r.Due, n.handler())
	case stepGather:
		n.add(NoticeTermGather, r.Limit, r.Due, ToPost(org.PostOfficeHead))
	case stepSoon:
		to := n.handler()
		switch r.Limit {
		case LimitReturnReview:
			to = n.desk(org.Dispatcher)
		case LimitRelay:
			to = n.desk(org.Visitor)
		}
		n.add(NoticeSoon, r.Limit, r.Due, to)
	case stepTwo:
		n.times(2).add(NoticeDays, r.Limit, r.Due, n.handler())
	case stepOne:
		n.times(1).add(NoticeDays, r.Limit, r.Due, n.handler(), n.unit(org.UnitDeputy))
	case stepToday:
		n.add(NoticeToday, r.Limit, r.Due, n.handler(), n.unit(org.UnitPrincipal), n.desk(org.Supervisor))
	case stepLate:
		n.times(1).add(NoticeOverdue, r.Limit, r.Due, n.unit(org.UnitPrincipal))
	case stepHalf, stepFull:
		for _, a := range asked(s) {
			n.add(NoticeStillSign, r.Limit, r.Due, ToPost(a.post))
		}
	}
	if r.Limit == LimitCancel {
		n.add(NoticeCancelDue, r.Limit, time.Time{}, n.desk(org.Dispatcher), ToPost(org.PostOfficeHead))
	}
	return n.out
}
