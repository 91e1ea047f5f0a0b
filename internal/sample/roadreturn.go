package sample

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// returned reports whether the story is one of returning an order (Art. 16).
func (s Story) returned() bool {
	switch s.Fate {
	case FateReturnReview, FateReturned, FateReturnRefused, FateCoordination, FateDesignated:
		return true
	}
	return false
}

// returns plays a return from the first unit on; false where the story has none.
func (r *road) returns(first org.UnitID, level policy.Level) bool {
	s := r.story
	if !s.returned() {
		return false
	}
	r.wait(25)
	r.askReturn(first, s.Unit)
	if s.Fate == FateReturnReview {
		return true
	}
	r.wait(35)
	r.decideReturn(s.Fate != FateReturnRefused)
	if s.Fate == FateReturnRefused {
		return true
	}
	r.wait(10)
	r.dispatchTo(s.Unit, level)
	if s.Fate == FateReturned {
		return true
	}
	r.wait(30)
	r.askReturn(s.Unit, first)
	r.wait(20)
	r.decideReturn(true)
	if s.Fate == FateCoordination {
		return true
	}
	r.wait(40)
	unit, _ := r.dir.Unit(s.Unit)
	r.do(org.PostOfficeHead, func(h Hand) order.Command {
		return order.Designate{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-designate", To: order.Target{Unit: s.Unit, Deputy: unit.Deputy}, Participants: "县热线办、县委编办、两家承办单位分管负责人",
			Grounds: s.Answer, Minutes: private("两家单位说明了各自职责，县委编办解释了三定方案，一致同意指定。"), Requirements: s.Requirements, Text: s.Text, Names: []string{s.Name}}
	})
	return true
}

func (r *road) askReturn(from, right org.UnitID) {
	s := r.story
	r.do(org.PostOf(from, org.UnitHandler), func(h Hand) order.Command {
		return order.AskReturn{By: order.By{Actor: h.Actor}, Reason: private(s.Note), Basis: "县委编办三定方案", Right: right}
	})
}

func (r *road) decideReturn(yes bool) {
	r.do(desk(org.Dispatcher), func(h Hand) order.Command {
		c := order.DecideReturn{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-returned", Accept: yes}
		if !yes {
			c.Note = private("三定方案明确由本单位牵头，涉及其他单位的请按首接责任牵头协调。")
		}
		return c
	})
}
