package sample

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// Exempt is an application not to count the order in the assessment (Art. 25). Decision is yes or no; empty while it waits.
type Exempt struct {
	Ground   order.ExemptGround
	Reason   string
	Decision string
	Note     string
}

// exempt plays the application and the head's answer.
func (r *road) exempt(x Exempt) {
	r.wait(25)
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.AskExemption{By: order.By{Actor: h.Actor}, Ground: x.Ground, Reason: private(x.Reason)}
	})
	if x.Decision == "" {
		return
	}
	r.wait(60)
	r.do(org.PostOfficeHead, func(h Hand) order.Command {
		return order.DecideExemption{By: order.By{Actor: h.Actor}, Accept: x.Decision == "yes", Note: private(x.Note)}
	})
}
