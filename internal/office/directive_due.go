package office

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
)

// A task of a leader's word is spoken of on the working day before its last day, on the last day, on the first working day after it, and then on every third,
// until the unit has said that it is done (Art. 6(4), 21(1)).

// Nudge is what is said of a task at a moment.
type Nudge string

// The nudges.
const (
	NudgeSoon  Nudge = "soon"  // the last day is the next working day
	NudgeToday Nudge = "today" // it is today
	NudgeLate  Nudge = "late"  // it is over
)

// morning is when the day's reminders go.
const morning = 8*time.Hour + 30*time.Minute

// everyLate is how many working days lie between two words on a task that is over.
const everyLate = 3

// NextNudge is the first moment after an instant at which a task with that last day is spoken of.
func NextNudge(cal *calendar.Calendar, due calendar.Date, after time.Time) time.Time {
	eve := due.AddDays(-1)
	for !cal.IsWorkday(eve) {
		eve = eve.AddDays(-1)
	}
	for _, d := range []calendar.Date{eve, due} {
		if at := d.Midnight().Add(morning); at.After(after) {
			return at
		}
	}
	for d := cal.AddWorkdays(due, 1); ; d = cal.AddWorkdays(d, everyLate) {
		if at := d.Midnight().Add(morning); at.After(after) {
			return at
		}
	}
}

// NudgeOf is what is to be said of a unit's task now, with how many working days it is over; ok is false where nothing is: the task is done, the leader was told,
// or its last day lies further ahead.
func (d Directive) NudgeOf(u org.UnitID, cal *calendar.Calendar, now time.Time) (n Nudge, days int, ok bool) {
	t, mine := d.Task(u)
	due, err := calendar.ParseDate(t.Due)
	if !mine || err != nil || t.Done || !d.Open() {
		return "", 0, false
	}
	switch today := calendar.DateOf(now); {
	case today.After(due):
		return NudgeLate, max(cal.WorkdaysBetween(due, today), 1), true
	case today == due:
		return NudgeToday, 0, true
	case cal.WorkdaysBetween(today, due) <= 1:
		return NudgeSoon, 0, true
	}
	return "", 0, false
}
