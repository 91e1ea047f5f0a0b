package sample

import (
	"cmp"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

func (r *road) unitPost(k org.Kind) org.PostID { return org.PostOf(r.story.Unit, k) }

// answerable reports whether there is a caller to be told.
func (r *road) answerable() bool {
	return r.story.NeedReply && r.story.Phone != "" && r.story.Secrecy != order.Anonymous
}

// atUnit plays what the unit does from delivery to the signed answer (Art. 14–17, 24), then the office's part.
func (r *road) atUnit() {
	s := r.story
	r.phoneUnit()
	r.wait(40)
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.SignFor{By: order.By{Actor: h.Actor}, Via: "button"}
	})
	if s.Fate == FateAssigning {
		return
	}
	if r.answerable() && s.Fate != FateNoContact {
		r.wait(25)
		r.contact()
	}
	if s.Fate == FateWithdrawn {
		r.next(1, "10:30")
		r.withdraw()
		return
	}
	r.wait(20)
	r.assign(org.UnitDeputy)
	if s.Progress != "" {
		r.next(1, map[bool]string{true: "09:05", false: "16:10"}[s.Urgency == order.Urgent || s.Urgency == order.Critical])
		r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
			return order.RecordProgress{By: order.By{Actor: h.Actor}, Text: private(s.Progress), Told: "phone"}
		})
	}
	if s.Slip != nil {
		r.slip(*s.Slip)
	}
	if s.Extend != nil {
		r.extend(*s.Extend)
	}
	for _, x := range s.Helps {
		r.help(x)
	}
	if s.Statute != nil {
		r.byLaw(*s.Statute)
	}
	if s.Reclass != nil {
		r.retype(*s.Reclass)
	}
	if s.Exempt != nil {
		r.exempt(*s.Exempt)
	}
	switch s.Fate {
	case FateInProgress, FateNoContact, FateOverdue, FateRecalled:
		return
	case FateRefusalAsked, FateRefusalDecided:
		r.refusal()
		return
	case FateTermAsked, FateTermGather, FateTermSigning, FateTermCancel, FateTermRefused, FateTerminated:
		r.terminate()
		return
	}
	days := s.Days
	if s.Progress != "" {
		days = max(1, days-1)
	}
	r.next(days, "15:20")
	r.answer(cmp.Or(s.Draft, s.Reply.Public))
	if s.Fate == FateUnitSigning {
		return
	}
	r.seal()
	if s.Fate == FateSubmitted {
		return
	}
	r.review()
}

func (r *road) contact() {
	if r.story.Secrecy == order.Secret {
		r.relay()
		return
	}
	s, at := r.story, squeeze(r.at, r.now)
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.RecordContact{By: order.By{Actor: h.Actor}, At: at, Means: "phone", Reached: true, ToldTaken: true, ToldHow: true,
			Note: private(cmp.Or(s.Contact, "已电话联系诉求人，告知已受理和本单位联系方式，核实了反映的情况。"))}
	})
}

// relay plays how the unit of a secret order reaches the caller through the office (Art. 15).
func (r *road) relay() {
	s := r.story
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.AskRelay{By: order.By{Actor: h.Actor}, Ask: private(s.RelayAsk)}
	})
	if s.RelayWaits {
		return
	}
	r.wait(35)
	at := squeeze(r.at, r.now)
	r.do(desk(org.Visitor), func(h Hand) order.Command {
		return order.RecordRelay{By: order.By{Actor: h.Actor}, At: at, Means: "phone", Reached: true, ToldTaken: true, ToldHow: true,
			Answer: private(cmp.Or(s.Contact, "已告知受理情况和承办单位电话，诉求人没有补充。"))}
	})
}

// assign plays the principal's signature; who leads is said by M2 (Art. 17), so a lead that M2 forbids is the principal.
func (r *road) assign(lead org.Kind) {
	ch, _ := r.p.Channel(r.story.Channel)
	if r.story.LinkTo != "" || ch.Key {
		lead = org.UnitPrincipal
	}
	handler := r.logins[r.unitPost(org.UnitHandler)]
	r.do(r.unitPost(org.UnitPrincipal), func(h Hand) order.Command {
		return order.AssignInUnit{By: order.By{Actor: h.Actor}, Lead: lead, Handler: h.Account(handler), Opinion: private("请按时限办理，先与诉求人联系，现场核实后据实答复。")}
	})
}

// refusal plays 转不予受理 after dispatch (domain.md §13.15).
func (r *road) refusal() {
	s := r.story
	r.next(1, "10:10")
	r.do(desk(org.Dispatcher), func(h Hand) order.Command {
		return order.AskRefusal{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-refusal", Ground: s.Ground, Told: private(s.Note), Body: s.Body, Phone: s.BodyPhone}
	})
	if s.Fate == FateRefusalDecided {
		r.wait(120)
		r.sign(org.PostOfficeHead, "-refusal", 0, "同意转不予受理，请向诉求人解释清楚法定途径。")
	}
}

// answer plays the submission of the reply for signature.
func (r *road) answer(public string) {
	s := r.story
	unit, _ := r.dir.Unit(s.Unit)
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		c := order.SubmitReply{By: order.By{Actor: h.Actor}, Known: []string{s.Name, s.Phone}, Reply: order.Reply[order.Private]{
			Finding: s.Reply.Finding, Solved: s.Reply.Solved, Investigation: private(s.Reply.Investigation), Measures: private(s.Reply.Measures),
			Basis: s.Reply.Basis, Unsolved: private(s.Reply.Unsolved), Opinion: private(s.Reply.Opinion), Contact: "具办人员", ContactPhone: unit.Phone, Public: public}}
		if s.Reply.Finding == "yes" {
			c.Files = []order.Attachment[order.Private]{h.File("办理现场照片.png")}
		}
		return c
	})
}

func (r *road) seal() {
	r.wait(70)
	r.do(r.unitPost(org.UnitPrincipal), func(h Hand) order.Command {
		return order.SignReply{By: order.By{Actor: h.Actor}, Seal: h.Scan("办理结果签字盖章件")}
	})
}

// review plays the office's look at the answer and what comes after.
func (r *road) review() {
	s := r.story
	r.next(1, "09:30")
	if s.Fate == FateRejected || s.Fate == FateMended {
		r.do(desk(org.Reviewer), func(h Hand) order.Command {
			return order.RejectReply{By: order.By{Actor: h.Actor}, Code: s.RejectCode, Note: private(s.Note)}
		})
		if s.Fate == FateRejected {
			return
		}
		r.next(1, "10:40")
		r.answer(s.Reply.Public)
		r.seal()
		r.next(1, "09:10")
	}
	r.pass()
}

// slip plays a slip for the field: given by the handler, opened and answered by its holder, who has no account.
func (r *road) slip(x Slip) {
	r.wait(15)
	id := ""
	until := calendar.DateOf(r.at).AddDays(r.p.Contact.SlipDays.Value + 1).Midnight()
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		c := order.GiveSlip{By: order.By{Actor: h.Actor}, Name: private(x.Name), Body: private(x.Body), Purpose: private(x.Purpose), Until: until, Contact: true, Progress: true, Number: x.Number}
		c.ID, c.Hash = h.Slip()
		id = c.ID
		return c
	})
	r.wait(70)
	r.as("", "", func(Hand) order.Command { return order.UseSlip{Slip: id, What: order.SlipOpened} })
	r.wait(20)
	r.as("", "", func(h Hand) order.Command {
		return order.UseSlip{Slip: id, What: order.SlipProgress, Text: private(x.Left), Files: []order.Attachment[order.Private]{h.File("现场.jpg")}}
	})
}

// extend plays the application for a later limit (Art. 19), its decision and that the caller is told.
func (r *road) extend(x Extend) {
	r.wait(25)
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		c := order.AskExtension{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-extension", Days: x.Days, Done: private(x.Done), Reason: private(x.Reason)}
		if x.Sealed {
			c.Seal = h.Scan("主要负责人签字盖章的延期申请")
		}
		return c
	})
	if x.Decision == "" {
		return
	}
	r.wait(45)
	decider := desk(org.Reviewer)
	if x.Sealed {
		decider = org.PostOfficeHead
	}
	r.do(decider, func(h Hand) order.Command {
		return order.DecideExtension{By: order.By{Actor: h.Actor}, Chain: h.ID + "-extension", Opinion: private(x.Opinion), Refuses: x.Decision == "no"}
	})
	if x.Decision == "yes" && r.answerable() {
		r.wait(30)
		at, teller := squeeze(r.at, r.now), r.unitPost(org.UnitHandler)
		if r.story.Secrecy == order.Secret {
			teller = desk(org.Visitor)
		}
		r.do(teller, func(h Hand) order.Command {
			return order.TellExtension{By: order.By{Actor: h.Actor}, At: at, Means: "phone", Note: private("电话说明了延期原因和新的时限，诉求人表示理解。")}
		})
	}
}
