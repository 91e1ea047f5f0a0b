package sample

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// walk plays the whole story.
func (r *road) walk() error {
	s := r.story
	r.at = onDay(workdaysBack(r.p.Calendar, calendar.DateOf(r.now), s.DaysAgo), s.Clock)
	born := r.at
	r.register()
	r.wait(6)
	if !r.endAtDesk() {
		r.toDispatch()
	}
	r.urge(born)
	if !s.Fate.Status().Terminal() {
		r.timer()
	}
	return r.err
}

// operator is the one on duty when the story came in.
func (r *road) operator() string {
	if r.second {
		return "huawu02"
	}
	return "huawu01"
}

func (r *road) byOperator(make func(Hand) order.Command) {
	r.as(r.operator(), desk(org.Operator), make)
}

func (r *road) register() {
	s, at := r.story, r.at
	taken := squeeze(at.Add(-5*time.Minute), r.now)
	hung := squeeze(at.Add(-time.Minute), r.now)
	var outerDue *time.Time
	if s.OuterDue > 0 {
		due := r.p.Calendar.AddWorkdays(calendar.DateOf(at), s.OuterDue).Next().Midnight()
		outerDue = &due
	}
	ch, _ := r.p.Channel(s.Channel)
	r.byOperator(func(h Hand) order.Command {
		c := order.Register{By: order.By{Actor: h.Actor}, ID: h.ID, NewMatter: h.Matter, Request: order.Request[order.Private]{
			Channel: s.Channel, OuterNo: s.OuterNo, OuterDue: outerDue, TakenAt: taken, Type: s.Type, Category: s.Category, Urgency: s.Urgency,
			Secrecy: s.Secrecy, NeedReply: s.NeedReply, Persons: s.Persons, Town: string(s.Town), Place: s.Place, Occurred: s.Occurred, Flags: s.Flags,
			Title: s.Title, CallerKind: s.CallerKind, Sex: s.Sex, Name: private(s.Name), Phone: private(s.Phone), Home: private(s.Home),
			Address: private(s.Address), Words: private(s.Words), Ask: private(s.Ask), ReportedUnit: s.ReportedUnit, Reported: private(s.Reported)}}
		if ch.Medium == "phone" {
			c.Request.HungUpAt = &hung
		}
		if s.LinkTo != "" {
			c.NewMatter = ""
			c.Link = &order.Link{Matter: h.LinkMatter, Score: 92}
			if s.CountGuidance {
				c.Link.CountGuidance = h.LinkOrder
			}
		}
		if s.Instruction != nil {
			c.Instruction = &order.Instruction[order.Private]{Post: s.Instruction.Post, At: taken, Words: private(s.Instruction.Words)}
		}
		return c
	})
}

// endAtDesk plays the ends that no unit sees (Art. 8, 10(1)–(2)); false where the story goes on.
func (r *road) endAtDesk() bool {
	s := r.story
	switch s.Fate {
	case FateRegistered:
	case FateDirect:
		r.byOperator(func(h Hand) order.Command {
			return order.AnswerDirectly{By: order.By{Actor: h.Actor}, Knowledge: s.Knowledge, Answer: private(s.Answer)}
		})
	case FatePhone:
		r.byOperator(func(h Hand) order.Command {
			return order.TransferByPhone{By: order.By{Actor: h.Actor}, Unit: s.Unit, Body: s.Body, Phone: s.BodyPhone, Mode: "told", Note: private(s.Answer)}
		})
	case FateEmergency:
		at := squeeze(r.at, r.now)
		r.byOperator(func(h Hand) order.Command {
			return order.TransferEmergency{By: order.By{Actor: h.Actor}, Centre: s.Centre, At: at, Note: private(s.Answer)}
		})
	case FateLogged:
		r.byOperator(func(h Hand) order.Command {
			return order.CloseLogged{By: order.By{Actor: h.Actor}, Why: s.Why, Note: private(s.Answer)}
		})
	case FateRefused:
		at := squeeze(r.at, r.now)
		r.byOperator(func(h Hand) order.Command {
			return order.Refuse{By: order.By{Actor: h.Actor}, Ground: s.Ground, Told: private(s.Answer), Referral: s.Body, Phone: s.BodyPhone, Unknown: s.Body == "", At: at}
		})
	case FateReturnedUp:
		r.do(desk(org.Dispatcher), func(h Hand) order.Command {
			return order.SendUp{By: order.By{Actor: h.Actor}, Reason: private(s.Answer)}
		})
	case FateMerged:
		r.wait(8)
		r.do(desk(org.Dispatcher), func(h Hand) order.Command {
			return order.Merge{By: order.By{Actor: h.Actor}, Under: h.Lead, Reason: private(s.Note)}
		})
	case FateExplained:
		r.wait(40)
		r.do(org.PostOfficeHead, func(h Hand) order.Command {
			return order.Explain{By: order.By{Actor: h.Actor}, Told: private(s.Answer)}
		})
	case FateWithdrawn:
		if s.Unit != "" {
			return false
		}
		r.wait(90)
		r.withdraw()
	default:
		return false
	}
	return true
}

func (r *road) withdraw() {
	s, at := r.story, squeeze(r.at, r.now)
	r.byOperator(func(h Hand) order.Command {
		return order.Withdraw{By: order.By{Actor: h.Actor}, At: at, Means: "phone", Note: private(s.Note)}
	})
}

// level is M1's answer for the story: how often its matter was raised is counted over the links.
func (r *road) level() policy.Level {
	ch, _ := r.p.Channel(r.story.Channel)
	n := 1
	for s := r.story; s.LinkTo != ""; {
		before, ok := FindStory(r.all, s.LinkTo)
		if !ok {
			break
		}
		if before.Fate != FatePhone || s.CountGuidance {
			n++
		}
		s = before
	}
	keys := 0
	if ch.Key {
		keys = 1
	}
	return r.p.DispatchLevel(n, keys, ch.Key)
}

// toDispatch plays M1 (Art. 10(3)–(4)) and, beyond it, the unit's part.
func (r *road) toDispatch() {
	s := r.story
	first := s.Unit
	if s.WrongUnit != "" {
		first = s.WrongUnit
	}
	target, _ := r.dir.Unit(first)
	r.byOperator(func(h Hand) order.Command {
		return order.SubmitForDispatch{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-dispatch", Deputy: target.Deputy,
			Proposal: order.Proposal{Unit: first, Requirements: s.Requirements, Text: s.Text}}
	})
	if s.Fate == FatePendingApproval || s.Fate == FatePendingDispatch {
		return
	}
	level := r.level()
	r.wait(30)
	if s.Instruction == nil {
		switch level {
		case policy.ByGovHead:
			r.sign(org.PostGovHead, "-dispatch", 0, s.Opinion)
		case policy.ByDeputyChief:
			r.sign(org.PostHotlineDeputy, "-dispatch", 0, s.Opinion)
		}
	}
	r.dispatchTo(first, level)
	if s.WrongUnit != "" && !s.returned() {
		r.wait(70)
		r.do(desk(org.Dispatcher), func(h Hand) order.Command {
			return order.Recall{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-recall", Reason: private(s.Note)}
		})
		r.wait(10)
		r.dispatchTo(s.Unit, level)
	}
	if r.returns(first, level) {
		return
	}
	if s.Fate != FateDispatched && s.Fate != FateAutoAccepted {
		r.atUnit()
	}
}

// sign plays a signature on screen on one of the order's chains.
func (r *road) sign(post org.PostID, chain string, step int, opinion string) {
	r.do(post, func(h Hand) order.Command {
		return order.SignStep{By: order.By{Actor: h.Actor}, Chain: h.ID + chain, Step: step, Opinion: private(opinion)}
	})
	r.wait(30)
}

func (r *road) dispatchTo(u org.UnitID, level policy.Level) {
	s, post := r.story, desk(org.Dispatcher)
	if level == policy.ByOfficeHead {
		post = org.PostOfficeHead
	}
	unit, _ := r.dir.Unit(u)
	r.do(post, func(h Hand) order.Command {
		return order.Dispatch{By: order.By{Actor: h.Actor}, To: order.Target{Unit: u, Deputy: unit.Deputy}, Requirements: s.Requirements, Text: s.Text,
			Names: []string{s.Name}}
	})
}

// urge adds the callers' and the office's urges between the other steps.
func (r *road) urge(born time.Time) {
	for _, u := range r.story.Urges {
		r.at = born
		r.next(u.After, u.Clock)
		r.byOperator(func(h Hand) order.Command {
			return order.Urge{By: order.By{Actor: h.Actor}, Caller: !u.Office, Note: private(u.Note)}
		})
	}
}
