package simulate

import (
	"fmt"
	"math/rand/v2"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// asked is a caller with what he asked for and the order that came of it.
type asked struct {
	c  *caller
	t  topic
	id string
}

// planCallers spreads the year's contacts over its days: more on working days, a storm of three times as many in one week, and once a month an event that
// several people report on one day.
func planCallers(s *sim) {
	r := s.rand("callers")
	var calls []asked
	mean := float64(s.o.Size.Contacts) / float64(s.o.Size.Days)
	storm := s.end.AddDays(-s.o.Size.Days + r.IntN(s.o.Size.Days))
	for d := calendar.DateOf(s.now); d < s.end; d = d.Next() {
		n := int(mean + r.Float64())
		if d >= storm && d < storm.AddDays(7) {
			n *= 3
		}
		for range n {
			s.at(d.Midnight().Add(timeOfDay(r)), "caller", func() { s.contact(r, &calls) })
		}
		if _, _, day := d.Parts(); day == 17 {
			t := newTopic(r)
			for range 3 + r.IntN(3) {
				s.at(d.Midnight().Add(9*time.Hour+minutes(r, 0, 400)), "crowd", func() { s.registers(r, s.county.newCaller(), t, &calls, nil) })
			}
			// A crowd: about one matter and place, by telephone, letter and page, over some days. Some of it calls twice (Art. 21(6)).
			var spoke []asked
			t = newTopic(r)
			for range 5 + r.IntN(5) {
				s.at(d.AddDays(1+r.IntN(5)).Midnight().Add(8*time.Hour+minutes(r, 0, 700)), "crowd", func() {
					if len(spoke) > 0 && chance(r, 15) {
						s.again(r, one(r, spoke), &spoke)
						return
					}
					s.registers(r, s.county.newCaller(), t, &spoke, nil)
				})
			}
		}
	}
}

// timeOfDay is when people call: mostly by day, sometimes at night.
func timeOfDay(r *rand.Rand) time.Duration {
	if chance(r, 8) {
		return minutes(r, 0, 24*60-1)
	}
	return 7*time.Hour + minutes(r, 0, 14*60)
}

// contact is one call or letter: a new caller, or one who calls again about the same.
func (s *sim) contact(r *rand.Rand, calls *[]asked) {
	if len(*calls) > 0 && chance(r, 22) {
		x := (*calls)[len(*calls)-1-r.IntN(min(len(*calls), 200))]
		s.again(r, x, calls)
		return
	}
	c := s.county.newCaller()
	s.registers(r, c, newTopic(r), calls, nil)
}

// again is somebody who calls about the same: while it is handled he urges or takes it back, afterwards it is his next appeal.
func (s *sim) again(r *rand.Rand, x asked, calls *[]asked) {
	op := s.onDuty(r)
	st := s.world.state(x.id)
	switch {
	case op == nil || st.ID == "":
	case !st.Status.Done() && chance(r, 8):
		_ = s.do(r, "Withdraw", x.id, s.as(op, operatorPost))
	case !st.Status.Done():
		_, err := s.give(s.as(op, operatorPost), x.id, order.Urge{By: order.By{Actor: s.as(op, operatorPost)}, Caller: true, Note: text(x.c.name + "又来电，问什么时候能办好。")})
		s.note("urge", err)
	default:
		m := s.world.matters[st.MatterID]
		for _, round := range m.Rounds {
			if round.ClosedAt.IsZero() {
				return
			}
		}
		link := &order.Link{Matter: m.ID, Score: 90}
		for _, round := range m.Rounds {
			if round.Guided && !round.Counted {
				link.CountGuidance = round.Order
			}
		}
		s.registers(r, x.c, x.t, calls, link)
	}
}

var operatorPost = org.PostOf(org.HotlineOffice, org.Operator)

// onDuty is the operator whose shift it is.
func (s *sim) onDuty(r *rand.Rand) *person {
	all := s.county.people[operatorPost]
	for range 3 {
		if p := one(r, all); !p.away {
			return p
		}
	}
	return s.holder(operatorPost)
}

// newRequest is a registration as an operator fills it in.
func (s *sim) newRequest(r *rand.Rand, who org.Actor, c *caller, t topic) order.Register {
	wall := s.wall()
	channel, typ := "D1", order.Complaint
	switch n := r.IntN(100); {
	case n < 12:
		channel = "D2"
	case n < 22:
		channel = "C1"
	case n < 25:
		channel = "N1"
	case n < 26:
		channel = "L1"
	case n < 27:
		channel = "P1"
	}
	switch n := r.IntN(100); {
	case n < 25:
		typ = order.Consult
	case n < 40:
		typ = order.Help
	case n < 43:
		typ = order.Praise
	}
	q := order.Request[order.Private]{Channel: channel, TakenAt: wall.Add(-4 * time.Minute), Type: typ, Category: t.category, Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: !chance(r, 8),
		Persons: 1, Town: t.town, Place: t.place, Title: t.title(), CallerKind: order.Person, Name: text(c.name), Phone: text(c.phone), Words: text(t.words(r, c)), Ask: text(one(r, asks))}
	if channel != "D1" && channel != "D2" && channel != "L1" {
		q.OuterNo = fmt.Sprintf("SJ%d", 100000+s.keys)
		if chance(r, 50) {
			due := calendar.DateOf(wall).AddDays(9 + r.IntN(14)).Midnight()
			q.OuterDue = &due
		}
	}
	switch n := r.IntN(100); {
	case n < 3:
		q.Secrecy = order.Secret
	case n < 5:
		q.Secrecy, q.NeedReply = order.Anonymous, false
		q.Name, q.Phone = order.Private{}, order.Private{}
		hidden := *c
		hidden.unnamed = true
		q.Words = text(t.words(r, &hidden))
	case n < 7:
		q.Urgency = one(r, []order.Urgency{order.Urgent, order.Critical})
	}
	if chance(r, 4) {
		q.Flags = []string{one(r, []string{"突发", "苗头", "趋势", "媒体", "扬言", "涉稳"})}
	}
	if chance(r, 2) {
		q.ReportedUnit, q.Reported = one(r, s.county.units).ID, text("该单位窗口人员")
	}
	reg := s.srv.Desk.NewRegister(order.Register{By: order.By{Actor: who}, Request: q})
	if channel == "L1" {
		reg.Instruction = &order.Instruction[order.Private]{Post: one(r, []org.PostID{org.PostMagistrate, org.PostHotlineDeputy}), At: wall, Words: text("请三日内办结。")}
	}
	return reg
}

// registers is a call taken down, and what the operator does with it at once.
func (s *sim) registers(r *rand.Rand, c *caller, t topic, calls *[]asked, link *order.Link) {
	op := s.onDuty(r)
	if op == nil {
		return
	}
	who := s.as(op, operatorPost)
	reg := s.newRequest(r, who, c, t)
	reg.Link = link
	done, err := s.submit(desk.Ask{Actor: who, Order: reg.ID, Route: "simulate", Key: s.newKey(), Commands: []order.Command{reg}})
	if err != nil {
		s.trace("register: %v", err)
		return
	}
	if reg.Request.Secrecy != order.Anonymous {
		s.whose[done.ID] = c.n + 1
		*calls = append(*calls, asked{c, t, done.ID})
	}
	s.disposes(r, done.ID, who)
}

// disposes is what becomes of a request in the same call (Art. 8, 10); some are left for later.
func (s *sim) disposes(r *rand.Rand, id string, who org.Actor) {
	st := s.world.state(id)
	deed := "SubmitForDispatch"
	n := r.IntN(100)
	switch {
	case n < 6:
		return
	case st.Request.Type == order.Praise:
		deed = "CloseLogged"
	case st.Outer:
	case n < 8:
		deed = "CloseLogged"
	case n < 10:
		deed = "Refuse"
	case n < 11:
		deed = "TransferEmergency"
	case st.Request.Type == order.Consult && n < 60:
		deed = "AnswerDirectly"
	case st.Request.Type == order.Consult && n < 80, n < 16:
		deed = "TransferByPhone"
	}
	_ = s.do(r, deed, id, who)
}

// oldOrder is an order of the platform before, running.
func (s *sim) oldOrder(r *rand.Rand, who org.Actor) order.Command {
	c, t := s.county.newCaller(), newTopic(r)
	reg := s.newRequest(r, who, c, t)
	reg.Request.ReportedUnit, reg.Request.Reported, reg.Request.Secrecy = "", order.Private{}, order.Ordinary
	reg.Request.Name, reg.Request.Phone = text(c.name), text(c.phone)
	reg.Request.Channel, reg.Request.OuterNo, reg.Request.OuterDue, reg.Request.Urgency = "D1", "", nil, order.Routine
	h := hand{s: s, r: r, who: who}
	return order.TakeOver{By: order.By{Actor: who}, ID: reg.ID, NewMatter: reg.NewMatter, NewMatterNo: reg.NewMatterNo, Number: fmt.Sprintf("2025%08d", s.names), Request: reg.Request, RegisteredAt: reg.Request.TakenAt,
		Status: order.InProgress, Unit: h.target(""), ReceivedAt: reg.Request.TakenAt, Appeals: 1, Assigns: 1, DispatchText: "反映" + t.title() + "。"}
}
