package oversight

import (
	"strings"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// Notices says whom an event of the ledger concerns. w is the watch after it, s the order then. The same event always gives the same notices, so a replay finds
// them again.
func Notices(w Watch, s order.State, e Event) []order.Notice {
	c := w.Case(CaseOf(e))
	if c == nil || s.Status == order.None {
		return nil
	}
	var out []order.Notice
	add := func(code order.NoticeCode, due time.Time, times int, to ...org.PostID) {
		for _, p := range to {
			out = append(out, order.Notice{Code: code, To: order.ToPost(p), Due: due, Times: times, Urgent: code.Wording().Class == order.AtOnce})
		}
	}
	unit := func(kinds ...org.Kind) []org.PostID {
		if c.Unit == "" {
			return nil
		}
		var all []org.PostID
		for _, k := range kinds {
			all = append(all, org.PostOf(c.Unit, k))
		}
		return all
	}
	supervisor := org.PostOf(org.HotlineOffice, org.Supervisor)
	staff := []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal}
	rises := func(l Level) {
		switch {
		case l == LevelOne && c.Item != 3: // the office presses itself to settle whose matter it is
			add(order.NoticeSupervised, time.Time{}, 0, unit(org.UnitHandler, org.UnitDeputy)...)
		case l == LevelTwo:
			add(order.NoticeSupervised, time.Time{}, 0, unit(staff...)...)
			add(order.NoticeToIssue, time.Time{}, 0, supervisor)
		case l == LevelThree:
			add(order.NoticeSupervised, time.Time{}, 0, unit(staff...)...)
			add(order.NoticeToIssue, time.Time{}, 0, supervisor, org.PostOfficeHead)
		}
	}
	switch e := e.(type) {
	case Opened:
		rises(e.Level)
		if e.Account != "" && (c.Item == 6 || c.Item == 7) { // an operator's mark has told the heads with the registration
			add(order.NoticeWatched, time.Time{}, 0, org.PostOfficeHead, org.PostGovHead)
		}
		if strings.HasPrefix(e.Cause, clusterCause) {
			add(order.NoticeGathered, time.Time{}, e.Evidence[0].N, org.PostOfficeHead, org.PostGovHead)
		}
	case Raised:
		rises(e.Level)
	case SheetIssued:
		add(order.NoticeSheet, e.Limit.Due, e.Sheet, unit(staff...)...)
		for _, u := range e.Joint {
			add(order.NoticeJoint, e.Limit.Due, 0, org.PostOf(u, org.JointBody))
		}
	case SheetMissed:
		add(order.NoticeSheetMissed, e.Due, 0, append(unit(org.UnitPrincipal), supervisor, org.PostOfficeHead)...)
	case SheetAnswered:
		add(order.NoticeSheetAnswered, time.Time{}, 0, supervisor)
	case Judged:
		if !e.Solved {
			add(order.NoticeSheetUnsolved, time.Time{}, e.Unsolved, unit(staff...)...)
		}
	}
	return out
}
