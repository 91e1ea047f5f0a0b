package sample

import (
	"cmp"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// assigns counts the assignments of the matter up to and with this story's dispatch (M3 asks for county leaders from the third on).
func (r *road) assigns() int {
	n := 1
	for s := r.story; s.LinkTo != ""; {
		before, ok := FindStory(r.all, s.LinkTo)
		if !ok {
			break
		}
		switch before.Fate {
		case FatePhone, FateExplained:
		case FateReworkedLate:
			n += 2
		default:
			n++
		}
		s = before
	}
	return n
}

// pass plays the reviewer's yes, the county leaders' signatures where M3 asks for them (Art. 24), feedback and visit (Art. 25).
func (r *road) pass() {
	s := r.story
	r.do(desk(org.Reviewer), func(h Hand) order.Command {
		return order.PassReply{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-result"}
	})
	ch, _ := r.p.Channel(s.Channel)
	if ch.Key || r.assigns() >= r.p.Approval.ResultFromAssignment.Value {
		if !r.leaders() {
			return
		}
	}
	if s.Fate == FateToFeedback || !r.answerable() && s.OuterNo == "" {
		r.archive()
		return
	}
	r.wait(50)
	r.feedback()
	if s.Fate == FateVisiting || !r.answerable() {
		r.archive()
		return
	}
	r.next(1, "10:20")
	r.unitVisit()
	r.visit()
	r.archive()
}

// leaders plays the signatures of Art. 24; false where the story stops among them.
func (r *road) leaders() bool {
	s := r.story
	unit, _ := r.dir.Unit(s.Unit)
	opinion := cmp.Or(s.Opinion, "同意反馈。")
	step := 0
	if unit.Deputy != "" {
		r.wait(60)
		r.sign(unit.Deputy, "-result", step, opinion)
		step++
	}
	switch s.Fate {
	case FateCountySigning:
		return false
	case FateCountyPaper:
		r.next(1, "09:20")
		on := r.at
		r.wait(90)
		r.as("fenban01", desk(org.Dispatcher), func(h Hand) order.Command {
			return order.RecordPaper{By: order.By{Actor: h.Actor}, Chain: h.ID + "-result", Step: step, On: squeeze(on, r.now), Opinion: private(opinion),
				Blob: h.Scan("县领导纸质签批页")}
		})
		return false
	}
	r.sign(org.PostHotlineDeputy, "-result", step, opinion)
	r.next(1, "08:50")
	r.sign(org.PostMagistrate, "-result", step+1, "同意反馈，请持续跟踪，防止反弹。")
	return true
}

func (r *road) feedback() {
	s, at := r.story, squeeze(r.at, r.now)
	means := "phone"
	if !r.answerable() {
		means = "outer"
	}
	r.do(desk(org.Visitor), func(h Hand) order.Command {
		return order.GiveFeedback{By: order.By{Actor: h.Actor}, At: at, Means: means, Outer: s.OuterNo != "", Note: private("已将办理结果告知诉求人。")}
	})
}

func (r *road) unitVisit() {
	if r.story.Secrecy == order.Secret {
		return // the office visits alone
	}
	at := squeeze(r.at, r.now)
	sat := order.Satisfied
	if r.story.Visit.Reason != "" {
		sat = order.Fairly
	}
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.RecordUnitVisit{By: order.By{Actor: h.Actor}, At: at, Reached: true, Satisfaction: sat, Note: private("电话回访，诉求人知晓办理结果。")}
	})
}

// visit plays the office's visits up to the end that the fate names.
func (r *road) visit() {
	s := r.story
	r.next(0, "15:30")
	visit := func(v order.RecordVisit) {
		v.At = squeeze(r.at, r.now)
		r.do(desk(org.Visitor), func(h Hand) order.Command {
			v.Actor = h.Actor
			return v
		})
	}
	switch s.Fate {
	case FateVisitTried, FateUnreachable:
		visit(order.RecordVisit{Words: private("无人接听。")})
		if s.Fate == FateUnreachable {
			r.next(1, "09:40")
			visit(order.RecordVisit{Words: private("无人接听。")})
			r.next(0, "16:20")
			visit(order.RecordVisit{Words: private("提示已关机。")})
		}
	case FateDeclined:
		visit(order.RecordVisit{Declined: true, Words: private(cmp.Or(s.Visit.Words, "诉求人表示事情已经知道，不用回访。"))})
	case FateFairly:
		visit(order.RecordVisit{Reached: true, Contacted: "yes", Solved: order.SolvedPartly, Satisfaction: order.Fairly, Manner: order.Satisfied, Words: private(s.Visit.Words)})
	case FateObjective, FateArchivedOther:
		visit(order.RecordVisit{Reached: true, Contacted: "yes", Solved: order.SolvedExplained, Satisfaction: order.Dissatisfied, Manner: order.Fairly,
			Reason: s.Visit.Reason, Words: private(s.Visit.Words)})
	case FateReworked, FateReworkedLate:
		visit(order.RecordVisit{Reached: true, Contacted: "yes", Solved: order.SolvedNo, Satisfaction: order.Dissatisfied, Manner: order.Fairly,
			Reason: s.Visit.Reason, Words: private(s.Visit.Words), Rework: private(s.Visit.Rework)})
		r.again()
	default:
		solved := order.SolvedYes
		if s.Type == order.Consult {
			solved = order.SolvedExplained
		}
		visit(order.RecordVisit{Reached: true, Contacted: "yes", Solved: solved, Satisfaction: order.Satisfied, Manner: order.Satisfied, Words: private(s.Visit.Words)})
	}
}

// again plays the rework (发回重办): the principal leads, the caller is contacted anew.
func (r *road) again() {
	s := r.story
	r.next(1, "09:00")
	r.assign(org.UnitPrincipal)
	r.wait(30)
	r.contact()
	if s.Fate == FateReworked {
		return
	}
	r.next(7, "16:00")
	r.answer(s.Reply.Again)
	r.seal()
	r.next(1, "09:30")
	r.do(desk(org.Reviewer), func(h Hand) order.Command {
		return order.PassReply{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-again"}
	})
	r.wait(50)
	r.feedback()
	r.next(1, "15:30")
	at := squeeze(r.at, r.now)
	r.do(desk(org.Visitor), func(h Hand) order.Command {
		return order.RecordVisit{By: order.By{Actor: h.Actor}, At: at, Reached: true, Contacted: "yes", Solved: order.SolvedYes, Satisfaction: order.Fairly,
			Manner: order.Satisfied, Words: private("这次是解决了，就是来回时间长了点。")}
	})
}

// archive closes the file by hand some days after the order was closed, where the fate says so.
func (r *road) archive() {
	if r.story.Fate != FateArchived && r.story.Fate != FateArchivedOther {
		return
	}
	r.next(6, "16:40")
	r.as("fenban02", desk(org.Dispatcher), func(h Hand) order.Command { return order.Archive{By: order.By{Actor: h.Actor}} })
}
