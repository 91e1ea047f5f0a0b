package simulate

import (
	"fmt"
	"math/rand/v2"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// planSessions: most weeks there is an answering day on Thursday (Art. 11), with the magistrate, a deputy or a department in turn; it is announced on Monday, a few people
// call, the leader decides on the spot and the department claims what is its own; minutes follow. Some weeks have none, some days are called off.
func planSessions(s *sim) {
	r := s.rand("sessions")
	n := 0
	for d := calendar.DateOf(s.now).Monday().AddDays(14); d < s.end; d = d.AddDays(7) {
		if chance(r, 12) {
			continue // the Monday warning
		}
		turn := n
		n++
		s.at(d.AddDays(-4).Midnight().Add(11*time.Hour), "session", func() { s.answeringDay(r, d.AddDays(3), turn) })
	}
}

func (s *sim) answeringDay(r *rand.Rand, day calendar.Date, turn int) {
	planner := s.holder(org.PostOf(org.HotlineOffice, org.Dispatcher))
	if planner == nil || !s.workday(day) {
		return
	}
	who := s.as(planner, org.PostOf(org.HotlineOffice, org.Dispatcher))
	plan := office.SessionPlan{Day: day.String(), From: "08:30", Until: "11:30", Place: "县长热线受理中心", Contact: "县热线办综合股 0558-7622345"}
	var claimant *unit
	switch open := s.county.open(); turn % 3 {
	case 0:
		plan.Kind, plan.Post = office.ByMagistrate, org.PostMagistrate
	case 1:
		plan.Kind, plan.Post = office.ByLeader, org.PostHotlineDeputy
	default:
		for range 20 {
			if u := one(r, open); u.Group == org.Department {
				claimant = u
			}
		}
		if claimant == nil {
			return
		}
		plan.Kind, plan.Unit = office.ByDepartment, claimant.ID
	}
	var id string
	if s.acts(who, "session", "plan", func(by *desk.Reader, key string) (err error) {
		id, err = by.PlanSession(s.ctx, plan, key)
		return err
	}) != nil {
		return
	}
	monday := day.Monday()
	s.at(monday.Midnight().Add(9*time.Hour+30*time.Minute), "session", func() {
		_ = s.acts(who, "session", "announce", func(by *desk.Reader, key string) error {
			return by.AnnounceSessions(s.ctx, []string{id}, "县政府网站、微信公众号", key)
		})
	})
	if chance(r, 8) {
		s.at(day.AddDays(-1).Midnight().Add(15*time.Hour), "session", func() {
			_ = s.acts(who, "session", "cancel", func(by *desk.Reader, key string) error {
				return by.CancelSession(s.ctx, id, "值班领导参加防汛会商，改期另行通知。", key)
			})
		})
		return
	}
	for range 1 + r.IntN(4) {
		s.at(day.Midnight().Add(8*time.Hour+35*time.Minute+minutes(r, 0, 170)), "session", func() { s.answersCall(r, id, plan, claimant) })
	}
	s.at(day.Midnight().Add(17*time.Hour+20*time.Minute), "session", func() {
		_ = s.acts(who, "session", "minutes", func(by *desk.Reader, key string) error {
			return by.MinuteSession(s.ctx, id, "接听顺利，来电均已当场分办或领办。", key)
		})
	})
}

// answersCall is one call of an answering day, registered at once with what was decided.
func (s *sim) answersCall(r *rand.Rand, session string, plan office.SessionPlan, claimant *unit) {
	op := s.onDuty(r)
	if op == nil {
		return
	}
	who := s.as(op, operatorPost)
	by, err := s.reader(who)
	if err != nil {
		return
	}
	c, t := s.county.newCaller(), newTopic(r)
	reg := s.newRequest(r, who, c, t)
	q := &reg.Request
	q.Channel, q.OuterNo, q.OuterDue, q.Urgency, q.Secrecy, q.NeedReply = plan.Kind.Channel(), "", nil, order.Routine, order.Ordinary, true
	q.Name, q.Phone, q.ReportedUnit, q.Reported, q.TakenAt = text(c.name), text(c.phone), "", order.Private{}, s.wall().Add(-time.Minute)
	if q.Type == order.Praise {
		q.Type = order.Complaint
	}
	reg.Instruction = nil
	if reg.Answering, err = by.TakenOn(s.ctx, session, q.Channel, q.TakenAt); err != nil {
		s.note("call of an answering day", err)
		return
	}
	h := hand{s: s, r: r, who: who}
	var then order.Command
	switch {
	case claimant != nil && !claimant.closed && chance(r, 75):
		then = order.Claim{By: order.By{Actor: who}, ChainID: s.newID(), To: h.target(claimant.ID), Requirements: "自行领办，按时限办结并答复诉求人。", Text: "反映" + t.title() + "，请核查处理。", Names: []string{c.name}}
	case claimant == nil:
		words := fmt.Sprintf("请承办单位%d日内处理，结果报我。", 3+r.IntN(5))
		reg.Instruction = &order.Instruction[order.Private]{Post: plan.Post, At: s.wall(), Words: text(words)}
		fallthrough
	default:
		x := h.target("")
		then = order.SubmitForDispatch{By: order.By{Actor: who}, ChainID: s.newID(), Deputy: x.Deputy, Above: x.Above, Names: []string{c.name}, Proposal: order.Proposal{Unit: x.Unit, Requirements: "现场核查，把结果告诉诉求人。", Text: "反映" + t.title() + "，请核查处理。"}}
	}
	done, err := s.submit(desk.Ask{Actor: who, Order: reg.ID, Route: "simulate", Key: s.newKey(), Commands: []order.Command{reg, then}})
	s.note("call of an answering day", err)
	if err == nil {
		s.whose[done.ID] = c.n + 1
		s.counted("registered", name(then), nil)
	}
}
