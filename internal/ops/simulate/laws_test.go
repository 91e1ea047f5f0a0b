package simulate

import (
	"strings"
	"testing"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// Each law must be able to fail: histories that the program would never write are told to it.

func told(t *testing.T) *sim {
	t.Helper()
	s := &sim{o: Options{Size: Sizes()[0]}, world: newWorld(), said: map[string]bool{}, almanacs: map[int]almanac{}, probed: map[int64]bool{}, numbers: map[string]int{}, county: &county{canaries: canaries{}}, actors: map[keep]org.Actor{}, readers: map[keep]*desk.Reader{}, whose: map[string]int{}, rules: map[int]announced{}}
	s.report.Checks = map[string]int{}
	s.now = at("2026-12-01 09:00")
	return s
}

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Beijing)
	if err != nil {
		panic(err)
	}
	return t
}

// tell writes an event into a life as if it stood in the log.
func tell(l *life, when string, post org.PostID, e order.Event, was, is order.Status) int {
	kind, v, _, err := order.Encode(e)
	if err != nil {
		panic(err)
	}
	l.log = append(l.log, happened{rec: ledger.Record{Pos: int64(len(l.log) + 1), Kind: kind, V: v, AtMS: at(when).UnixMilli(), Post: string(post)}, e: e, was: was, is: is, calendar: 1, lead: "cgj"})
	return len(l.log) - 1
}

func broke(t *testing.T, s *sim, law string) {
	t.Helper()
	for _, v := range s.report.Violations {
		if v.Law == law {
			return
		}
	}
	t.Errorf("%s was not found broken: %v", law, s.report.Violations)
}

func TestLawsFindWhatIsWrong(t *testing.T) {
	dispatcher := org.PostID("hotline/dispatcher")
	t.Run("I3 a step outside the road", func(t *testing.T) {
		s, l := told(t), &life{}
		s.checkRoad(l, tell(l, "2026-03-02 09:00", "cgj/handler", order.FedBack{}, order.InProgress, order.Visiting))
		broke(t, s, "I3")
	})
	t.Run("I3 another unit", func(t *testing.T) {
		s, l := told(t), &life{}
		s.checkRoad(l, tell(l, "2026-03-02 09:00", "jyj/handler", order.SignedFor{}, order.Dispatched, order.UnitAssigning))
		broke(t, s, "I3")
	})
	t.Run("I6 a day too many", func(t *testing.T) {
		s, l := told(t), &life{}
		i := tell(l, "2026-09-30 09:00", dispatcher, order.DispatchedEvent{}, order.PendingDispatch, order.Dispatched)
		s.checkLimit(l, i, order.Limit{Kind: order.LimitSign, From: at("2026-09-30 09:00"), Days: 1, LastDay: "2026-10-09", Due: at("2026-10-10 00:00")})
		broke(t, s, "I6")
		if s.report.Violations = nil; true {
			s.checkLimit(l, i, order.Limit{Kind: order.LimitSign, From: at("2026-09-30 09:00"), Days: 1, LastDay: "2026-10-08", Due: at("2026-10-09 00:00")})
		}
		if len(s.report.Violations) > 0 {
			t.Error(s.report.Violations)
		}
	})
	t.Run("I7 a third appeal without a signature", func(t *testing.T) {
		s, l := told(t), &life{}
		tell(l, "2026-03-02 09:00", dispatcher, order.SubmittedForDispatch{Appeals: 3}, order.Registered, order.PendingApproval)
		s.checkDispatched(l, tell(l, "2026-03-02 10:00", dispatcher, order.DispatchedEvent{Unit: "cgj"}, order.PendingDispatch, order.Dispatched))
		broke(t, s, "I7")
	})
	t.Run("I8 silence accepts early", func(t *testing.T) {
		s, l := told(t), &life{}
		tell(l, "2026-03-02 09:00", dispatcher, order.DispatchedEvent{At: at("2026-03-02 09:00")}, order.PendingDispatch, order.Dispatched)
		s.checkFirstDay(l, tell(l, "2026-03-03 23:59", "", order.AutoAcceptedEvent{}, order.Dispatched, order.UnitAssigning))
		broke(t, s, "I8")
	})
	t.Run("I9 sixteen days", func(t *testing.T) {
		s, l := told(t), &life{}
		tell(l, "2026-03-02 09:00", "cgj/handler", order.ExtensionAsked{Ask: order.Extension[order.Kept]{Seal: "x"}}, order.InProgress, order.InProgress)
		s.checkCeiling(l, tell(l, "2026-03-03 09:00", "hotline/office_head", order.ExtensionGranted{Total: 16}, order.InProgress, order.InProgress))
		broke(t, s, "I9")
	})
	t.Run("I10 without the magistrate", func(t *testing.T) {
		s, l := told(t), &life{}
		tell(l, "2026-03-02 09:00", "cgj/principal", order.TerminationAsked{Ask: order.TerminationForm[order.Kept]{Appeals: 2}}, order.InProgress, order.Terminating)
		tell(l, "2026-03-02 10:00", "hotline/reviewer", order.TerminationReviewed{}, order.Terminating, order.Terminating)
		s.checkTerminated(l, tell(l, "2026-03-03 09:00", dispatcher, order.TerminatedEvent{Receipt: "1"}, order.AwaitingCancel, order.Terminated))
		broke(t, s, "I10")
	})
	t.Run("I12 told at the third assignment without the magistrate", func(t *testing.T) {
		s, l := told(t), &life{}
		tell(l, "2026-03-02 09:00", "cgj/principal", order.ReplySigned{Seal: "s"}, order.UnitSigning, order.Submitted)
		tell(l, "2026-03-02 10:00", "hotline/reviewer", order.ReplyPassed{Assigns: 3}, order.Submitted, order.CountySigning)
		tell(l, "2026-03-02 11:00", org.PostHotlineDeputy, order.StepSigned{Sign: approval.Signature{Post: org.PostHotlineDeputy, Means: approval.Screen}}, order.CountySigning, order.CountySigning)
		s.checkTold(l, tell(l, "2026-03-03 09:00", "hotline/visitor", order.FedBack{}, order.ToFeedback, order.Visiting))
		broke(t, s, "I12")
	})
	t.Run("I14 an urge counted twice", func(t *testing.T) {
		s, l := told(t), &life{}
		tell(l, "2026-03-02 09:00", "hotline/operator", order.Urged{Count: 2}, order.InProgress, order.InProgress)
		s.checkUrges(l)
		broke(t, s, "I14")
	})
	t.Run("a name on a page", func(t *testing.T) {
		s := told(t)
		c := s.county.newCaller()
		s.lookThrough("page", "/", []byte("<p>"+c.name+"来电</p>"))
		broke(t, s, "canary")
		s = told(t)
		c = s.county.newCaller()
		s.lookThrough("page", "/", []byte("tel="+c.phone+"&"))
		broke(t, s, "canary")
		s = told(t)
		c = s.county.newCaller()
		s.lookThrough("page", "/", []byte(strings.Join([]string{c.name[:3] + "先生", c.phone[:3] + "****" + c.phone[7:]}, " ")))
		if len(s.report.Violations) > 0 {
			t.Error(s.report.Violations)
		}
	})
}

// The reference counts days as domain.md §4.3 does.
func TestTheReferenceCountsWorkingDays(t *testing.T) {
	s := told(t)
	for _, v := range []struct {
		from string
		n    int
		want string
	}{{"2026-03-02", 10, "2026-03-16"}, {"2026-02-13", 1, "2026-02-14"}, {"2026-02-16", 3, "2026-02-26"}, {"2026-04-30", 15, "2026-05-25"}, {"2026-09-18", 1, "2026-09-20"}, {"2026-09-30", 3, "2026-10-10"}} {
		if got, ok := s.after(dayOf(v.from), v.n, 1); !ok || got != dayOf(v.want) {
			t.Errorf("%s and %d working days: %s, %v; want %s", v.from, v.n, got, ok, v.want)
		}
	}
	if _, ok := s.after(dayOf("2026-12-30"), 5, 1); ok {
		t.Error("2027 is not announced, and the reference claims to know it")
	}
}
