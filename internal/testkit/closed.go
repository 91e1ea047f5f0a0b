package testkit

import (
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// Closed carries a complaint all the way, within the hour of the clock: dispatched, handled, answered, visited and closed.
func (w *World) Closed(unit org.UnitID) string {
	w.T.Helper()
	id := w.Answered(unit)
	w.Do("hotline/visitor", id, order.RecordVisit{By: By("hotline/visitor"), At: w.Clock.Now(), Reached: true, Contacted: "yes", Solved: order.SolvedYes, Satisfaction: order.Satisfied, Manner: order.Satisfied})
	return id
}

// Answered carries a complaint to where the caller has been told, and the office's visit is owed.
func (w *World) Answered(unit org.UnitID) string {
	w.T.Helper()
	id := w.Dispatched(unit)
	handler, principal := org.PostOf(unit, org.UnitHandler), org.PostOf(unit, org.UnitPrincipal)
	text := func(s string) order.Private { return order.Private{Text: s} }
	w.Do(handler, id, order.SignFor{By: By(handler)})
	w.Do(principal, id, order.AssignInUnit{By: By(principal), Lead: org.UnitDeputy, Handler: As(handler).Account, Opinion: text("请办理。")})
	w.Do(handler, id, order.RecordContact{By: By(handler), At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	keep := func(name, purpose string) order.Attachment[order.Private] {
		a, err := w.Desk.Keep(w.T.Context(), desk.Upload{Name: name, Bytes: PNG(w.T)}, purpose)
		if err != nil {
			w.T.Fatal(err)
		}
		return a
	}
	photo, seal := keep("疏通后.png", "handling"), keep("盖章件.png", "seal")
	w.Do(handler, id, order.SubmitReply{By: By(handler), Files: []order.Attachment[order.Private]{photo}, Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes,
		Investigation: text("到现场查看，主管网被建筑垃圾堵塞"), Measures: text("当日疏通并清运"), Opinion: text("诉求人认可"), Contact: "市政管理股", ContactPhone: "0558-7000201",
		Public: "经查，北城社区东侧路口下水道主管网被建筑垃圾堵塞，我局组织疏通并清运完毕，已加装防护网，今后每周巡查一次。依据《安徽省市政设施管理条例》办理。"}})
	w.Do(principal, id, order.SignReply{By: By(principal), Seal: seal.Blob}, order.Attach{By: By(principal), Files: []order.Attachment[order.Private]{seal}})
	w.Do("hotline/reviewer", id, order.PassReply{By: By("hotline/reviewer"), ChainID: "p"})
	w.Do("hotline/visitor", id, order.GiveFeedback{By: By("hotline/visitor"), At: w.Clock.Now(), Means: "phone"})
	return id
}
