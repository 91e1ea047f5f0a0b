package simulate

import (
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
)

// announced is a version of the rules as this run brought it in: from which day, and the working days of the limits that it changes.
type announced struct {
	from calendar.Date
	days map[order.LimitKind]int
}

// planRules: in the middle of the year the head drafts other limits, the head of the county government office approves them a day later, and they take effect on a day
// three weeks on (Art. 29). What was registered before keeps what it was promised.
func planRules(s *sim) {
	r := s.rand("rules")
	day := calendar.DateOf(s.now).AddDays(s.o.Size.Days*2/5 + r.IntN(10))
	from := day.AddDays(10 + r.IntN(11))
	wish := desk.RulesWish{Name: "县长热线规则（调整时限）", Document: "蒙政办秘〔2026〕21号", From: from.String(), Reason: "单位回访和反馈的时限各放宽一些，便于当面说明。",
		Values: map[string]string{"limit.unit_visit_wd": "4", "limit.feedback_wd": "2", "limit.dispatch_wd": "2"}}
	s.at(day.Midnight().Add(10*time.Hour), "rules", func() {
		head := s.holder(headPost)
		if head == nil {
			return
		}
		key := s.newKey()
		var id string
		if s.deed("draft rules", func() (err error) {
			id, err = s.srv.Desk.DraftRules(s.ctx, s.as(head, headPost), wish, key)
			return err
		}) != nil {
			return
		}
		// Nobody approves what he drafted.
		if err := s.srv.Desk.ApproveRules(s.ctx, s.as(head, headPost), id, "同意。", s.shown(id), s.newKey()); err == nil {
			s.broken("I3", "rules", "the head approved his own draft")
		}
		s.at(day.Next().Midnight().Add(9*time.Hour), "rules", func() {
			second := s.holder(govPost)
			if second == nil {
				return
			}
			shown, key := s.shown(id), s.newKey()
			if s.deed("approve rules", func() error {
				return s.srv.Desk.ApproveRules(s.ctx, s.as(second, govPost), id, "同意，按期施行。", shown, key)
			}) == nil {
				s.rules[len(s.rules)+2] = announced{from, map[order.LimitKind]int{order.LimitUnitVisit: 4, order.LimitFeedback: 2, order.LimitDispatch: 2}}
			}
		})
	})
}

// shown is what the page of a draft's comparison was made from.
func (s *sim) shown(id string) int64 {
	p := s.holder(govPost)
	if p == nil {
		return 0
	}
	r, err := s.reader(s.as(p, govPost))
	if err != nil {
		return 0
	}
	v, err := r.RuleDraft(s.ctx, id)
	s.note("read draft", err)
	return v.Shown
}

// lawsOfRules are Art. 29: an order has the rules that held on the day on which it was registered, to its end.
func lawsOfRules() []law {
	return []law{{name: "I6r", says: "an order has the rules that held on the day of its registration (Art. 29)", event: func(s *sim, l *life, i int) {
		e, ok := l.log[i].e.(order.RegisteredEvent)
		if !ok {
			return
		}
		want, day := 1, calendar.DateOf(l.log[i].rec.At())
		for v, x := range s.rules {
			if !day.Before(x.from) {
				want = max(want, v)
			}
		}
		if e.Policy != want {
			s.broken("I6r", l.at(i), "was promised version %d of the rules, on that day %d held", e.Policy, want)
		}
	}, rest: func(s *sim, _ bool) {
		for _, x := range s.world.rules {
			if mine, ok := s.rules[x.Version]; !ok || mine.from.String() != x.From {
				s.broken("I6r", fmt.Sprint("version ", x.Version), "holds from %s, and nobody approved that", x.From)
			}
		}
	}}}
}

// daysOf are the working days that a limit has under a version of the rules; nil where the laws do not know them.
func (s *sim) daysOf(version int, k order.LimitKind) []int {
	if d, ok := s.rules[version].days[k]; ok {
		return []int{d}
	}
	return lawDays[k]
}
