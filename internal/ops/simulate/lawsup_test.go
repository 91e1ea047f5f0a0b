package simulate

import (
	"testing"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/regulation"
)

// press writes an event of supervision into a life as if it stood in the log.
func press(l *life, when string, post org.PostID, e oversight.Event) int {
	kind, _, err := oversight.Encode(e)
	if err != nil {
		panic(err)
	}
	l.sup = append(l.sup, supervised{rec: ledger.Record{Pos: int64(100 + len(l.sup)), Kind: kind, AtMS: at(when).UnixMilli(), Post: string(post)}, e: e, before: l.watch, order: len(l.log)})
	l.watch = oversight.Evolve(l.watch, e)
	return len(l.sup) - 1
}

// overdueLife is an order of cgj whose result was due at the end of 16 March 2026 and did not come.
func overdueLife(s *sim) *life {
	l := &life{id: "o1"}
	l.st.ID, l.st.Lead, l.st.Status = "o1", "cgj", order.InProgress
	s.world.by[l.id], s.world.orders = l, append(s.world.orders, l)
	tell(l, "2026-03-02 09:00", "hotline/dispatcher", order.DispatchedEvent{Unit: "cgj"}, order.PendingDispatch, order.Dispatched)
	tell(l, "2026-03-17 00:00", "", order.LimitMissed{Limit: order.LimitResult, Due: at("2026-03-17 00:00")}, order.InProgress, order.InProgress)
	return l
}

func openedOverdue() oversight.Opened {
	return oversight.Opened{At: at("2026-03-17 00:00"), Case: 1, Cause: "overdue/1", Clause: regulation.Art21_2, Level: oversight.LevelOne, Unit: "cgj", Due: at("2026-03-17 00:00")}
}

func TestSupervisionLawsFindWhatIsWrong(t *testing.T) {
	supervisor := org.PostID("hotline/supervisor")
	for name, wrong := range map[string]func(s *sim){
		"a cause opens two rows": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			again := openedOverdue()
			again.Case = 2
			s.checkSupervised(l, press(l, "2026-03-18 00:00", "", again))
		},
		"a row of which nothing had happened": func(s *sim) {
			l := overdueLife(s)
			e := openedOverdue()
			e.Due = at("2026-03-30 00:00")
			s.checkSupervised(l, press(l, "2026-03-17 00:00", "", e))
		},
		"a miss without a row": func(s *sim) { s.checkCauses(overdueLife(s)) },
		"a poor answer without a row": func(s *sim) {
			l := overdueLife(s)
			l.log = l.log[:1]
			tell(l, "2026-03-05 09:00", "hotline/reviewer", order.ReplyRejected{Code: "Q6"}, order.Submitted, order.InProgress)
			s.checkCauses(l)
		},
		"a row opened by a unit": func(s *sim) {
			l := overdueLife(s)
			s.checkSupervised(l, press(l, "2026-03-17 09:00", "cgj/handler", oversight.Opened{Account: "a", Case: 1, Cause: "hand/1", Clause: regulation.Art21_8}))
		},
		"raised a day too early": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			s.checkSupervised(l, press(l, "2026-03-19 00:00", "", oversight.Raised{Case: 1, Level: oversight.LevelTwo}))
		},
		"not raised for a week": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			s.now = at("2026-03-27 09:00")
			s.checkPressed(l)
		},
		"a gap in the numbers of sheets": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			s.checkSupervised(l, press(l, "2026-03-17 09:00", supervisor, sheetOn("蒙热督〔2026〕2号", "2026-03-21 00:00")))
		},
		"a sheet with a day too many": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			s.checkSupervised(l, press(l, "2026-03-17 09:00", supervisor, sheetOn("蒙热督〔2026〕1号", "2026-03-22 00:00")))
		},
		"another unit answers": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			press(l, "2026-03-17 09:00", supervisor, sheetOn("蒙热督〔2026〕1号", "2026-03-21 00:00"))
			s.checkSupervised(l, press(l, "2026-03-18 09:00", "jyj/principal", oversight.SheetAnswered{Case: 1, Sheet: 1}))
		},
		"a sheet that nobody answered and nobody missed": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			press(l, "2026-03-17 09:00", supervisor, sheetOn("蒙热督〔2026〕1号", "2026-03-21 00:00"))
			l.st.Status, s.now = order.Submitted, at("2026-03-21 09:00")
			s.checkPressed(l)
		},
		"judged unanswered before its limit": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			press(l, "2026-03-17 09:00", supervisor, sheetOn("蒙热督〔2026〕1号", "2026-03-21 00:00"))
			s.checkSupervised(l, press(l, "2026-03-18 09:00", supervisor, oversight.Judged{Case: 1, Sheet: 1}))
		},
		"closed while the result is owed": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			s.checkSupervised(l, press(l, "2026-03-18 09:00", supervisor, oversight.Closed{Account: "a", Case: 1, Outcome: oversight.Solved}))
		},
		"a row of item 2 that ends by itself": func(s *sim) {
			l := overdueLife(s)
			press(l, "2026-03-17 00:00", "", openedOverdue())
			s.checkSupervised(l, press(l, "2026-03-18 09:00", "", oversight.Closed{Case: 1, Outcome: oversight.WithOrder}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := told(t)
			wrong(s)
			broke(t, s, "I11")
		})
	}
}

func sheetOn(number, due string) oversight.SheetIssued {
	return oversight.SheetIssued{At: at("2026-03-17 09:00"), Account: "a", Case: 1, Sheet: 1, Number: number, Unit: "cgj", Limit: order.Limit{Kind: oversight.SheetLimit, Days: 3, Due: at(due)}}
}

// What is as it must be breaks nothing.
func TestSupervisionLawsPassWhatIsRight(t *testing.T) {
	s := told(t)
	l := overdueLife(s)
	s.checkSupervised(l, press(l, "2026-03-17 00:00", "", openedOverdue()))
	s.checkSupervised(l, press(l, "2026-03-17 09:00", "hotline/supervisor", sheetOn("蒙热督〔2026〕1号", "2026-03-21 00:00")))
	s.checkSupervised(l, press(l, "2026-03-20 00:00", "", oversight.Raised{Case: 1, Level: oversight.LevelTwo}))
	s.checkSupervised(l, press(l, "2026-03-19 09:00", "cgj/principal", oversight.SheetAnswered{Case: 1, Sheet: 1}))
	s.checkSupervised(l, press(l, "2026-03-19 10:00", "hotline/supervisor", oversight.Judged{Case: 1, Sheet: 1, Solved: true}))
	s.checkCauses(l)
	if len(s.report.Violations) > 0 {
		t.Error(s.report.Violations)
	}
}

// Five callers about one lamp within a week are a cluster, or the law is broken.
func TestClusterLawFindsWhatIsWrong(t *testing.T) {
	crowd := func(n int, apart time.Duration) *sim {
		s := told(t)
		for i := range n {
			l := &life{id: string(rune('a' + i))}
			l.st.ID, l.st.RegisteredAt = l.id, at("2026-03-02 09:00").Add(time.Duration(i)*apart)
			l.st.Request.Category, l.st.Request.Town, l.st.Request.Place = "0204", "341622001", "望月小区"
			s.world.by[l.id], s.world.orders = l, append(s.world.orders, l)
			tell(l, "2026-03-02 09:00", "hotline/operator", order.RegisteredEvent{}, order.None, order.Registered)
			s.whose[l.id] = i%3 + 1
		}
		return s
	}
	s := crowd(5, 24*time.Hour)
	s.checkPlace("0204.341622001", "望月小区")
	broke(t, s, "I11c")
	merged := crowd(4, time.Hour) // a merged caller's urge stands on his order and once more on the leading one: it is one contact of his own
	tell(merged.world.orders[0], "2026-03-02 15:00", "hotline/operator", order.Urged{Caller: true, Member: "b", At: at("2026-03-02 15:00")}, order.InProgress, order.InProgress)
	for _, fine := range []*sim{merged, crowd(4, time.Hour), crowd(5, 48*time.Hour)} {
		fine.checkPlace("0204.341622001", "望月小区")
		if len(fine.report.Violations) > 0 {
			t.Error(fine.report.Violations)
		}
	}
	s = crowd(5, 24*time.Hour)
	f := oversight.ClusterFormed{At: at("2026-03-06 09:00"), Cluster: "c", Place: "望月小区", Order: "e", Times: 5, Persons: 3}
	a := &area{last: map[string]time.Time{"c": f.At}, in: map[oversight.Heard]string{}}
	for _, l := range s.world.orders {
		h := oversight.Heard{Order: l.id, At: l.st.RegisteredAt}
		f.Contacts, a.in[inMS(h)] = append(f.Contacts, h), "c"
	}
	a.formed = []oversight.ClusterFormed{f}
	s.world.areas["0204.341622001"] = a
	s.checkPlace("0204.341622001", "望月小区")
	broke(t, s, "I11c") // it opened no row
	s.report.Violations, s.said = nil, map[string]bool{}
	s.world.by["e"].watch.Cases = []oversight.Case{{N: 1, Cause: "cluster/c"}}
	s.checkPlace("0204.341622001", "望月小区")
	if len(s.report.Violations) > 0 {
		t.Error(s.report.Violations)
	}
}

// An order of the day before keeps the old rules, one of the day takes the new.
func TestRuleLawFindsWhatIsWrong(t *testing.T) {
	hold := func(when string, version int) []Violation {
		s, l := told(t), &life{}
		s.rules[2] = announced{from: dayOf("2026-06-01"), days: map[order.LimitKind]int{order.LimitFeedback: 2}}
		i := tell(l, when, "hotline/operator", order.RegisteredEvent{Policy: version}, order.None, order.Registered)
		for _, x := range lawsOfRules() {
			x.event(s, l, i)
		}
		return s.report.Violations
	}
	for _, v := range []struct {
		when    string
		version int
		fine    bool
	}{{"2026-05-31 23:59", 1, true}, {"2026-05-31 23:59", 2, false}, {"2026-06-01 00:00", 2, true}, {"2026-06-01 00:00", 1, false}} {
		if got := hold(v.when, v.version); len(got) == 0 != v.fine {
			t.Errorf("%s with version %d: %v", v.when, v.version, got)
		}
	}
	s, l := told(t), &life{}
	s.rules[2] = announced{from: dayOf("2026-06-01"), days: map[order.LimitKind]int{order.LimitFeedback: 2}}
	i := tell(l, "2026-06-02 09:00", "hotline/reviewer", order.ResultApproved{}, order.Submitted, order.ToFeedback)
	x := order.Limit{Kind: order.LimitFeedback, From: at("2026-06-02 09:00"), Days: 2, LastDay: "2026-06-04", Due: at("2026-06-05 00:00")}
	l.st.Policy = 2
	if s.checkLimit(l, i, x); len(s.report.Violations) > 0 {
		t.Error(s.report.Violations)
	}
	l.st.Policy = 1
	s.checkLimit(l, i, x)
	broke(t, s, "I6")
	s.world.rules = append(s.world.rules, office.RulesApproved{Version: 3, From: "2026-07-01"})
	for _, x := range lawsOfRules() {
		x.rest(s, false)
	}
	broke(t, s, "I6r")
}

// The laws that had no made-up history until now.
func TestOtherLawsFindWhatIsWrong(t *testing.T) {
	ask := func(s *sim, name string, l *life, i int) {
		for _, x := range laws() {
			if x.name == name && x.event != nil {
				x.event(s, l, i)
			}
		}
	}
	t.Run("I2 a gap in the numbers", func(t *testing.T) {
		s, l := told(t), &life{}
		ask(s, "I2", l, tell(l, "2026-03-02 09:00", "hotline/operator", order.RegisteredEvent{Number: "MC202603020002"}, order.None, order.Registered))
		broke(t, s, "I2")
	})
	t.Run("I5 a miss before its time", func(t *testing.T) {
		s, l := told(t), &life{}
		ask(s, "I5", l, tell(l, "2026-03-02 09:00", "", order.LimitMissed{Limit: order.LimitSign, Due: at("2026-03-03 00:00")}, order.Dispatched, order.Dispatched))
		broke(t, s, "I5")
	})
	t.Run("I13 one person visits twice", func(t *testing.T) {
		s, l := told(t), &life{}
		tell(l, "2026-03-02 09:00", "cgj/handler", order.UnitVisited{Account: "a"}, order.Visiting, order.Visiting)
		ask(s, "I13", l, tell(l, "2026-03-03 09:00", "hotline/visitor", order.Visited{Account: "a"}, order.Visiting, order.Visiting))
		broke(t, s, "I13")
	})
	t.Run("I20 merged and forgotten", func(t *testing.T) {
		s, lead, l := told(t), &life{id: "lead"}, &life{id: "member"}
		lead.st.Status, lead.st.Number, l.st.Status, l.st.Number = order.Archived, "1", order.Merged, "2"
		s.world.by["lead"] = lead
		tell(l, "2026-03-02 09:00", "hotline/dispatcher", order.MergedEvent{Leader: "lead"}, order.Registered, order.Merged)
		s.checkMerged(l, false)
		broke(t, s, "I20")
	})
	t.Run("I14 an assignment too many", func(t *testing.T) {
		s, l := told(t), &life{}
		l.st.MatterID = "m"
		s.world.matters["m"] = order.Matter{ID: "m", BaseAssigns: 2}
		tell(l, "2026-03-02 09:00", "hotline/dispatcher", order.DispatchedEvent{Unit: "cgj"}, order.PendingDispatch, order.Dispatched)
		s.checkMatter("m", []*life{l})
		broke(t, s, "I14")
	})
	t.Run("I4 nobody owes anything", func(t *testing.T) {
		s, l := told(t), &life{}
		l.st.Status = order.InProgress
		s.orphan(l, l.st)
		broke(t, s, "I4")
	})
	t.Run("I1 acknowledged and not there", func(t *testing.T) {
		s := told(t)
		s.acks = []ack{{"gone", "MC202603020001", "…"}}
		for _, x := range lawsOfTheRecord() {
			if x.name == "I1" {
				x.rest(s, false)
			}
		}
		broke(t, s, "I1")
	})
}
