package simulate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// hand gives one command on one order.
type hand struct {
	s   *sim
	r   *rand.Rand
	st  order.State
	who org.Actor
}

func (h hand) by() order.By           { return order.By{Actor: h.who} }
func (h hand) unit() org.UnitID       { return h.st.Lead }
func text(words string) order.Private { return order.Private{Text: words} }

// chainID names a chain of signatures.
func (h hand) chainID() string { return h.s.newID() }

// about is what the order is about, from what a unit may read.
func (h hand) about() string {
	return "反映" + h.st.Request.Title + "，请核查处理。"
}

// target is a unit as the desk's pages give it to the rules; "" is the one that a dispatcher would choose.
func (h hand) target(u org.UnitID) order.Target {
	if u == "" {
		u = h.rightUnit()
	}
	x, _ := h.s.county.dir.Unit(u)
	t := order.Target{Unit: u, Above: h.s.county.dir.Above(u), Deputy: x.Deputy}
	if c := h.s.county.unit(u); c != nil {
		t.Closed = c.closed
	}
	return t
}

// rightUnit is where the dispatcher sends the order: where its signer was told, else a department that has not had it and is not reported.
func (h hand) rightUnit() org.UnitID {
	if u := h.st.Proposal.Unit; u != "" && h.st.Designated {
		return u
	}
	open := h.s.county.open()
	fit := func(u *unit) bool {
		return u.Group != org.Township && !slices.Contains(h.st.PastLeads, u.ID) && !h.st.RecusesUnit(u.ID, h.s.county.dir.Above(u.ID))
	}
	var all []org.UnitID
	for _, u := range open {
		if fit(u) {
			all = append(all, u.ID)
		}
	}
	if len(all) == 0 {
		for _, u := range open {
			if !h.st.RecusesUnit(u.ID, h.s.county.dir.Above(u.ID)) {
				all = append(all, u.ID)
			}
		}
	}
	if len(all) == 0 {
		return open[0].ID
	}
	return one(h.r, all)
}

// names are what the desk knows of the caller, as its pages give it to the rules.
func (h hand) names() []string {
	return h.s.srv.Desk.Known(h.s.ctx, h.st.ID)
}

func (h hand) step() (chain string, step int) {
	for _, c := range h.st.OpenChains() {
		if i := c.OpenFor(h.who.Post.ID); i >= 0 {
			return c.ID, i
		}
	}
	for _, c := range h.st.OpenChains() {
		if open := c.Open(); len(open) > 0 {
			return c.ID, open[0]
		}
	}
	return "", 0
}

// file is an attachment for the order.
func (h hand) file(purpose string) []order.Attachment[order.Private] {
	a := h.s.county.scan
	a.ID, a.Purpose, a.Name = h.s.newID(), purpose, text("现场.png")
	return []order.Attachment[order.Private]{a}
}

// coUnit is the first unit that helps with the order in one of some states, "" where none does.
func (h hand) coUnit(in ...order.CoStatus) org.UnitID {
	for _, c := range h.st.CoOpen() {
		if len(in) == 0 || slices.Contains(in, c.Status) {
			return c.Unit
		}
	}
	return ""
}

// deed is one kind of command: who may give it, and how it is filled in.
type deed struct {
	kinds []org.Kind
	make  func(h hand) order.Command
}

var (
	intake   = []org.Kind{org.Operator, org.Dispatcher}
	dispatch = []org.Kind{org.Dispatcher}
	review   = []org.Kind{org.Reviewer}
	visiting = []org.Kind{org.Visitor}
	heads    = []org.Kind{org.OfficeHead}
	handler  = []org.Kind{org.UnitHandler}
	boss     = []org.Kind{org.UnitPrincipal}
	signers  = []org.Kind{org.GovOfficeHead, org.HotlineDeputy, org.Deputy, org.Magistrate, org.OfficeHead, org.Reviewer}
	program  []org.Kind // nobody's
)

// deeds is the registry: a new command is one entry.
var deeds = func() map[string]deed {
	m := map[string]deed{}
	for _, part := range []map[string]deed{deskDeeds(), unitDeeds(), officeDeeds(), coDeeds()} {
		for k, d := range part {
			m[k] = d
		}
	}
	return m
}()

func commandNames() []string {
	var out []string
	for k := range deeds {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// command fills in a command by its name.
func (s *sim) command(r *rand.Rand, name string, st order.State, who org.Actor) order.Command {
	return deeds[name].make(hand{s, r, st, who})
}

// do gives one command by its name.
func (s *sim) do(r *rand.Rand, name, id string, who org.Actor) error {
	c := s.command(r, name, s.world.state(id), who)
	if c == nil {
		return nil
	}
	was := s.world.state(id).Status
	_, err := s.give(who, id, c)
	if err == nil {
		s.probesAtOnce(id, was)
	}
	if err != nil {
		s.trace("%s by %s on %s (%s): %v", name, who.Post.ID, s.world.state(id).Number, s.world.state(id).Status, err)
	}
	return err
}

func deskDeeds() map[string]deed {
	return map[string]deed{
		"AnswerDirectly": {intake, func(h hand) order.Command {
			return order.AnswerDirectly{By: h.by(), Answer: text("办理时间为工作日上午8点到12点、下午2点半到5点半。")}
		}},
		"TransferByPhone": {intake, func(h hand) order.Command {
			u := h.target("")
			x, _ := h.s.county.dir.Unit(u.Unit)
			return order.TransferByPhone{By: h.by(), Unit: u.Unit, Body: x.Name, Phone: x.Phone, Mode: "told"}
		}},
		"TransferEmergency": {intake, func(h hand) order.Command {
			return order.TransferEmergency{By: h.by(), Centre: "120", At: h.s.wall()}
		}},
		"CloseLogged": {intake, func(h hand) order.Command {
			return order.CloseLogged{By: h.by(), Why: one(h.r, []string{"praise", "silent", "wrong_number", "dropped"})}
		}},
		"Refuse": {intake, func(h hand) order.Command {
			return order.Refuse{By: h.by(), Ground: "8-1", Told: text("这件事由邻县管辖，请向该县热线反映。"), Referral: "邻县12345热线", Phone: "0558-12345", At: h.s.wall()}
		}},
		"SendUp": {dispatch, func(h hand) order.Command { return order.SendUp{By: h.by(), Reason: text("不属本县管辖。")} }},
		"Explain": {heads, func(h hand) order.Command {
			return order.Explain{By: h.by(), Told: text("这件事已依法办结，没有新的情况。")}
		}},
		"SubmitForDispatch": {intake, func(h hand) order.Command {
			t := h.target("")
			c := order.SubmitForDispatch{By: h.by(), ChainID: h.chainID(), Deputy: t.Deputy, Above: t.Above, Names: h.names(), Proposal: order.Proposal{Unit: t.Unit, Requirements: "现场核查，把结果告诉诉求人。", Text: h.about()}}
			if h.st.Matter.Ended() != "" {
				c.NewFacts = text("来了新的检测报告。")
			}
			return c
		}},
		"Dispatch": {append(dispatch, org.OfficeHead), func(h hand) order.Command {
			u := org.UnitID("")
			if p := h.st.Proposal.Unit; p != "" && !slices.Contains(h.st.PastLeads, p) && !chance(h.r, 20) { // what is refused once goes elsewhere
				if c := h.s.county.unit(p); c == nil || !c.closed {
					u = p
				}
			}
			return order.Dispatch{By: h.by(), To: h.target(u), Requirements: "现场核查，查清原因，把结果告诉诉求人。", Text: h.about(), Names: h.names(), PushReason: "须由属地现场处理。"}
		}},
		"Recall": {dispatch, func(h hand) order.Command {
			return order.Recall{By: h.by(), ChainID: h.chainID(), Reason: text("管护单位已查明，是另一家。")}
		}},
		"ChangeDeputy": {heads, func(h hand) order.Command {
			return order.ChangeDeputy{By: h.by(), Deputy: one(h.r, []org.PostID{"county/deputy.1", "county/deputy.2", "county/deputy.3"})}
		}},
		"LinkMatter": {dispatch, func(h hand) order.Command {
			m, ok := h.anotherMatter()
			if !ok {
				return nil
			}
			return order.LinkMatter{By: h.by(), Target: m, Link: order.Link{Matter: m.ID, Score: 70, Reason: text("同一地址、同一件事。")}}
		}},
		"DeclineLink": {dispatch, func(h hand) order.Command {
			m, ok := h.anotherMatter()
			if !ok {
				return nil
			}
			return order.DeclineLink{By: h.by(), Decline: order.Decline{Matter: m.ID, Order: m.Rounds[0].Order, Score: 85, Reason: text("换了一处。")}}
		}},
		"Merge": {dispatch, func(h hand) order.Command {
			return order.Merge{By: h.by(), Under: h.another(func(x order.State) bool { return x.Status == order.PendingDispatch || x.Status == order.Dispatched }).Leads(), Reason: text("同一件事，几人反映。")}
		}},
		"Join": {dispatch, func(h hand) order.Command {
			under := h.another(func(x order.State) bool { return x.MatterID == h.st.MatterID && x.Joinable() })
			if under.ID == "" {
				under = h.another(func(x order.State) bool { return x.Joinable() })
			}
			return order.Join{By: h.by(), ChainID: h.chainID(), Under: under.Leads(), Reason: text("同一件事的来信。"), Ask: "请一并答复来信。", Names: h.names()}
		}},
		"SwitchKey": {heads, func(h hand) order.Command {
			return order.SwitchKey{By: h.by(), Key: !h.st.Key, ChainID: h.chainID(), Reason: text("经核实调整。")}
		}},
		"Claim": {intake, func(h hand) order.Command {
			return order.Claim{By: h.by(), ChainID: h.chainID(), To: h.target(""), Requirements: "自行领办，按时限办结并答复诉求人。", Text: h.about(), Names: h.names()}
		}},
		"Split": {dispatch, func(h hand) order.Command { return order.Split{By: h.by(), Reason: text("不是同一件事。")} }},
		"TakeMember": {program, func(h hand) order.Command {
			return nil // only ever the other side of a merge: probe
		}},
		"LoseMember": {program, func(h hand) order.Command { return order.LoseMember{Order: h.st.ID} }},
		"MoveMember": {program, func(h hand) order.Command {
			return order.MoveMember{By: h.by(), Order: h.st.ID, OuterDue: h.s.now.AddDate(0, 0, 3)}
		}},
		"Supplement": {program, func(h hand) order.Command {
			return order.Supplement{By: h.by(), Words: text("昨天又堵了。"), Clear: "昨天又堵了。", Files: h.file("request")}
		}},
		"ShareResult": {program, func(h hand) order.Command {
			lead := h.st
			if h.st.Merged != nil {
				lead = h.s.world.state(h.st.Merged.Leader)
			}
			return order.ShareResult{Under: lead.Leads()}
		}},
		"SignStep": {signers, func(h hand) order.Command {
			id, i := h.step()
			return order.SignStep{By: h.by(), Chain: id, Step: i, Refuses: chance(h.r, 6), Opinion: text("按程序办理。"), Confirmed: approval.ByPIN}
		}},
		"RecordPaper": {dispatch, func(h hand) order.Command {
			id, i := h.step()
			return order.RecordPaper{By: h.by(), Chain: id, Step: i, On: h.s.wall(), Opinion: text("同意。"), Blob: h.s.county.scan.Blob}
		}},
		"ConfirmPaper": {append(dispatch, org.Reviewer), func(h hand) order.Command {
			id, i := h.step()
			return order.ConfirmPaper{By: h.by(), Chain: id, Step: i, Reject: chance(h.r, 10)}
		}},
		"Register": {intake, func(h hand) order.Command {
			return h.s.newRequest(h.r, h.who, h.s.county.newCaller(), newTopic(h.r)) // of an order that is there already
		}},
		"TakeOver":   {heads, func(h hand) order.Command { return h.s.oldOrder(h.r, h.who) }},
		"TimerFired": {program, func(h hand) order.Command { return order.TimerFired{} }},
		"Succeed": {program, func(h hand) order.Command {
			open := h.s.county.open()
			return order.Succeed{ChainID: h.chainID(), From: "nobody", To: open[0].ID, Deputy: open[0].Deputy}
		}},
	}
}

// another is another order that lies in some way; an empty state where none does.
func (h hand) another(fit func(order.State) bool) order.State {
	all := h.s.world.orders
	for range 40 {
		x := h.s.world.state(one(h.r, all).id)
		if x.ID != h.st.ID && fit(x) {
			return x
		}
	}
	return order.State{}
}

func (h hand) anotherMatter() (order.Matter, bool) {
	x := h.another(func(x order.State) bool { return x.MatterID != h.st.MatterID && len(x.Matter.Rounds) > 0 })
	return x.Matter, x.ID != ""
}

// wall is the moment by the clock on the wall.
func (s *sim) wall() time.Time { return s.now.Add(s.clock) }

func unitDeeds() map[string]deed {
	return map[string]deed{
		"SignFor": {append(handler, org.UnitDuty), func(h hand) order.Command { return order.SignFor{By: h.by(), Via: "button"} }},
		"AskReturn": {handler, func(h hand) order.Command {
			return order.AskReturn{By: h.by(), Reason: text("由其他单位管护，不属于本单位职责。"), Basis: "《城市道路管理条例》第六条", Right: h.target("").Unit}
		}},
		"ObjectReturn": {handler, func(h hand) order.Command {
			return order.ObjectReturn{By: h.by(), Reason: text("三定方案里没有这项职责。")}
		}},
		"AssignInUnit": {boss, func(h hand) order.Command {
			lead := org.UnitDeputy
			if h.st.PrincipalOwn {
				lead = org.UnitPrincipal
			}
			c := order.AssignInUnit{By: h.by(), Lead: lead, Opinion: text("请抓紧办理。"), Confirmed: approval.ByPIN}
			if p := h.s.holder(org.PostOf(h.unit(), org.UnitHandler)); p != nil {
				c.Handler = p.id
			} else {
				c.Handler = h.who.Account
			}
			return c
		}},
		"RecordContact": {handler, func(h hand) order.Command {
			reached := !chance(h.r, 15)
			return order.RecordContact{By: h.by(), At: h.s.wall(), Means: "phone", Reached: reached, ToldTaken: reached, ToldHow: reached, Note: text("已说明受理情况和联系方式。")}
		}},
		"AskRelay": {handler, func(h hand) order.Command {
			return order.AskRelay{By: h.by(), Ask: text("请问什么时间最严重？")}
		}},
		"RecordRelay": {visiting, func(h hand) order.Command {
			return order.RecordRelay{By: h.by(), At: h.s.wall(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true, Answer: text("晚上七点以后最严重。"), Names: h.names()}
		}},
		"AskSight": {append(dispatch, org.Visitor), func(h hand) order.Command {
			return order.AskSight{By: h.by(), Field: "phone", Reason: "contact"}
		}},
		"DecideSight": {heads, func(h hand) order.Command {
			c := order.DecideSight{By: h.by(), Field: "phone", Refuses: chance(h.r, 30)}
			for _, x := range h.st.Sights {
				if x.Until.IsZero() {
					c.Asker, c.Field = x.Account, x.Field
				}
			}
			return c
		}},
		"RecordProgress": {handler, func(h hand) order.Command {
			return order.RecordProgress{By: h.by(), Text: text("已进场施工。"), Told: "phone"}
		}},
		"AskExtension": {handler, func(h hand) order.Command {
			return order.AskExtension{By: h.by(), ChainID: h.chainID(), Days: 1 + h.r.IntN(6), Done: text("已完成测绘和设计。"), Reason: text("管道需要定制，到货要几天。"), Seal: one(h.r, []string{h.s.county.seal.Blob, h.s.county.seal.Blob, ""})}
		}},
		"TellExtension": {handler, func(h hand) order.Command {
			return order.TellExtension{By: h.by(), At: h.s.wall(), Means: "phone", Note: text("已说明延期原因。")}
		}},
		"GiveSlip": {handler, func(h hand) order.Command {
			id := h.s.newID()
			return order.GiveSlip{By: h.by(), ID: id, Hash: h.s.newID(), Name: text("王大田"), Body: text("所在村"), Purpose: text("到现场核实。"), Until: calendar.DateOf(h.s.wall()).AddDays(3).Midnight(), Contact: true, Progress: true}
		}},
		"UseSlip": {program, func(h hand) order.Command {
			c := order.UseSlip{What: order.SlipProgress, At: h.s.wall(), Text: text("到现场看了，正在处理。")}
			if n := len(h.st.Slips); n > 0 {
				c.Slip = h.st.Slips[n-1].ID
			}
			return c
		}},
		"RevokeSlip": {handler, func(h hand) order.Command {
			c := order.RevokeSlip{By: h.by(), Reason: text("换人去。")}
			if n := len(h.st.Slips); n > 0 {
				c.Slip = h.st.Slips[n-1].ID
			}
			return c
		}},
		"AskTermination": {boss, func(h hand) order.Command {
			return order.AskTermination{By: h.by(), Ground: one(h.r, order.Unreasonables()), Basis: "《安徽省市政设施管理条例》第九条", Reason: text("要求超出改造范围，没有政策依据。"), Answers: text("两次书面答复。"),
				Persuasion: text("上门解释两次。"), Confirmed: approval.ByPIN}
		}},
		"WithdrawTermination": {handler, func(h hand) order.Command {
			return order.WithdrawTermination{By: h.by(), Reason: text("诉求里有合理部分，继续办理。")}
		}},
		"AskStatute": {handler, func(h hand) order.Command {
			return order.AskStatute{By: h.by(), ChainID: h.chainID(), Law: "《中华人民共和国行政许可法》", Clause: "第四十二条", Days: 20, Reason: text("须现场勘验和公示。")}
		}},
		"AskReclass": {handler, func(h hand) order.Command {
			t := order.Help
			if h.st.Request.Type == order.Help {
				t = order.Consult
			}
			return order.AskReclass{By: h.by(), Type: t, Reason: text("诉求人要的是这一类。")}
		}},
		"SubmitReply": {handler, func(h hand) order.Command {
			return order.SubmitReply{By: h.by(), Files: h.file("handling"), Known: h.names(), Reply: order.Reply[order.Private]{Finding: "yes", Solved: one(h.r, []order.Solved{order.SolvedYes, order.SolvedYes, order.SolvedPartly}),
				Investigation: text("已到现场查看。"), Measures: text("已处理。"), Basis: "《安徽省市政设施管理条例》", Unsolved: text("余下部分月底前完成。"), Opinion: text("诉求人认可。"), Contact: "管理所所长",
				ContactPhone: "0558-7622345", Public: goodAnswer}, CoNote: text("请过两次，没有报来。")}
		}},
		"SignReply": {boss, func(h hand) order.Command {
			return order.SignReply{By: h.by(), Seal: h.s.county.seal.Blob, Confirmed: approval.ByPIN}
		}},
		"SendBackReply": {boss, func(h hand) order.Command {
			return order.SendBackReply{By: h.by(), Reason: text("把整改时限写清楚。")}
		}},
		"RecordUnitVisit": {handler, func(h hand) order.Command {
			return order.RecordUnitVisit{By: h.by(), At: h.s.wall(), Reached: true, Satisfaction: order.Satisfied, Note: text("诉求人认可。")}
		}},
	}
}

func officeDeeds() map[string]deed {
	return map[string]deed{
		"DecideReturn": {dispatch, func(h hand) order.Command {
			return order.DecideReturn{By: h.by(), ChainID: h.chainID(), Accept: chance(h.r, 60), Note: text("管护单位已查明。")}
		}},
		"Designate": {heads, func(h hand) order.Command {
			return order.Designate{By: h.by(), ChainID: h.chainID(), To: h.target(""), Participants: "县热线办、县委编办和有关单位", Grounds: "三定方案明确由其管护。", Minutes: text("各单位一致同意。"),
				Requirements: "现场核查，处理完毕。", Text: h.about(), Names: h.names()}
		}},
		"PassReply": {review, func(h hand) order.Command {
			return order.PassReply{By: h.by(), ChainID: h.chainID(), Names: h.names()}
		}},
		"RejectReply": {review, func(h hand) order.Command {
			return order.RejectReply{By: h.by(), Code: one(h.r, []string{"Q1", "Q2", "Q3", "Q5"}), Note: text("没有写整改完成的时间。")}
		}},
		"GiveFeedback": {visiting, func(h hand) order.Command {
			return order.GiveFeedback{By: h.by(), At: h.s.wall(), Means: "phone", Outer: h.st.Outer}
		}},
		"RecordVisit": {visiting, func(h hand) order.Command { return h.visit() }},
		"Urge": {intake, func(h hand) order.Command {
			return order.Urge{By: h.by(), Caller: chance(h.r, 70), Note: text("诉求人问什么时候能办好。")}
		}},
		"Withdraw": {intake, func(h hand) order.Command {
			return order.Withdraw{By: h.by(), At: h.s.wall(), Means: "phone", Note: text("已经自己解决了。")}
		}},
		"DecideExtension": {append(review, org.OfficeHead), func(h hand) order.Command {
			id, _ := h.step()
			return order.DecideExtension{By: h.by(), Chain: id, Refuses: chance(h.r, 25), Opinion: text("按规定办理。"), Confirmed: approval.ByPIN}
		}},
		"ReviewTermination": {review, func(h hand) order.Command {
			return order.ReviewTermination{By: h.by(), Refuses: chance(h.r, 20), Note: text("材料齐全。")}
		}},
		"SubmitTermination": {heads, func(h hand) order.Command {
			return order.SubmitTermination{By: h.by(), ChainID: h.chainID(), Batch: h.s.newID(), Number: "no-" + h.s.newID(), Allot: true}
		}},
		"RecordCancellation": {dispatch, func(h hand) order.Command {
			return order.RecordCancellation{By: h.by(), Refuses: chance(h.r, 20), Receipt: fmt.Sprintf("BZXH-%04d", h.r.IntN(10000)), On: h.s.wall(), Note: text("市热线办已答复。")}
		}},
		"DecideReclass": {dispatch, func(h hand) order.Command {
			return order.DecideReclass{By: h.by(), Accept: chance(h.r, 50), Note: text("按登记的内容核对过。")}
		}},
		"PhoneUnit": {dispatch, func(h hand) order.Command {
			return order.PhoneUnit{By: h.by(), At: h.s.wall(), Note: text("值班室接听，已通知负责人。")}
		}},
		"RecordConsent": {heads, func(h hand) order.Command {
			return order.RecordConsent{By: h.by(), On: h.s.wall(), Note: text("市热线办电话同意。")}
		}},
		"AskExemption": {handler, func(h hand) order.Command {
			return order.AskExemption{By: h.by(), Ground: one(h.r, order.ExemptGrounds()), Reason: text("执法程序未结束。")}
		}},
		"Recheck": {[]org.Kind{org.Supervisor, org.OfficeHead}, func(h hand) order.Command {
			c := order.Recheck{By: h.by(), On: h.s.wall(), Means: one(h.r, order.RecheckMeansAll()), Result: order.RecheckHolds, Words: text("再次核实。"), Files: h.file("handling")}
			if chance(h.r, 30) {
				c.Result, c.Rework, c.Note = order.RecheckRebound, chance(h.r, 70), text("请查明原因，重新处理。")
			}
			return c
		}},
		"DecideExemption": {heads, func(h hand) order.Command {
			return order.DecideExemption{By: h.by(), Accept: chance(h.r, 50), Note: text("按材料核定。")}
		}},
		"AskRefusal": {dispatch, func(h hand) order.Command {
			return order.AskRefusal{By: h.by(), ChainID: h.chainID(), Ground: "8-2a", Told: text("这件事已由法院受理。"), Body: "县人民法院", Phone: "0558-7623456"}
		}},
		"Correct": {dispatch, func(h hand) order.Command {
			c := order.Correct{By: h.by(), Reason: text("登记时听错。"), ChainID: h.chainID(), LeadAbove: h.s.county.dir.Above(h.st.Lead)}
			switch h.r.IntN(4) {
			case 0:
				c.Category = one(h.r, cats)
			case 1:
				place := one(h.r, placesOf)
				c.Place = &place
			case 2:
				c.Type = one(h.r, []order.Type{order.Complaint, order.Help, order.Consult})
			default:
				c.Urgency = one(h.r, []order.Urgency{order.Routine, order.Urgent})
			}
			return c
		}},
		"LiftRecusal": {heads, func(h hand) order.Command {
			return order.LiftRecusal{By: h.by(), Reason: text("反映的是本单位职责内的工作。"), Paper: h.s.county.scan.Blob}
		}},
		"Instruct": {dispatch, func(h hand) order.Command {
			return order.Instruct{By: h.by(), ChainID: h.chainID(), Directive: h.s.newID(), Instruction: order.Instruction[order.Private]{Post: one(h.r, []org.PostID{org.PostMagistrate, org.PostHotlineDeputy, org.PostGovHead}), At: h.s.wall(), Words: text("请尽快办好。")}}
		}},
		"Attach":         {intake, func(h hand) order.Command { return order.Attach{By: h.by(), Files: h.file("request")} }},
		"AdoptCalendar":  {heads, func(h hand) order.Command { return order.AdoptCalendar{By: h.by()} }},
		"Archive":        {dispatch, func(h hand) order.Command { return order.Archive{By: h.by()} }},
		"MarkBackfilled": {visiting, func(h hand) order.Command { return order.MarkBackfilled{By: h.by(), At: h.s.wall()} }},
		"UpdateOuter": {dispatch, func(h hand) order.Command {
			return order.UpdateOuter{By: h.by(), Urges: h.st.OuterUrges + h.r.IntN(2)}
		}},
	}
}

// visit is what the caller says when the office asks.
func (h hand) visit() order.Command {
	c := order.RecordVisit{By: h.by(), ChainID: h.chainID(), At: h.s.wall(), Reached: true, Contacted: "yes", Solved: order.SolvedYes, Satisfaction: order.Satisfied, Manner: order.Satisfied}
	switch n := h.r.IntN(100); {
	case n < 10:
		return order.RecordVisit{By: h.by(), ChainID: h.chainID(), At: h.s.wall()}
	case n < 12:
		return order.RecordVisit{By: h.by(), ChainID: h.chainID(), At: h.s.wall(), Reached: true, Declined: true}
	case n < 22:
		c.Satisfaction = order.Fairly
	case n < 36:
		c.Satisfaction, c.Solved, c.Words, c.Rework = order.Dissatisfied, order.SolvedNo, text("下雨又这样了。"), text("重新处理。")
		c.Reason = one(h.r, []string{"A", "B", "B", "F", "H"})
		c.Subjective = chance(h.r, 50)
		if h.s.calm || h.st.Reworks > 2 {
			c.Reason = "F"
		}
	}
	return c
}

func coDeeds() map[string]deed {
	return map[string]deed{
		"AskCo": {append(handler, org.Dispatcher), func(h hand) order.Command {
			u := h.target("")
			return order.AskCo{By: h.by(), To: u, Task: "请核查产权和管护单位，提出整改办法。", Names: h.names()}
		}},
		"SignCo": {handler, func(h hand) order.Command { return order.SignCo{By: h.by()} }},
		"ObjectCo": {handler, func(h hand) order.Command {
			return order.ObjectCo{By: h.by(), Reason: text("没有移交本单位。")}
		}},
		"DecideCo": {dispatch, func(h hand) order.Command {
			c := order.DecideCo{By: h.by(), Unit: h.coUnit(order.CoDisputed), Outcome: one(h.r, []order.CoOutcome{order.CoStays, order.CoOther, order.CoFreed}), Note: text("三定方案明确。")}
			if c.Outcome == order.CoOther {
				c.To = h.target("")
			}
			return c
		}},
		"ReportCo": {handler, func(h hand) order.Command {
			return order.ReportCo{By: h.by(), Result: text("产权属业主共有，已会同物业处理。")}
		}},
		"SettleCo": {handler, func(h hand) order.Command {
			return order.SettleCo{By: h.by(), Unit: h.coUnit(order.CoHandedIn), Back: chance(h.r, 15), Note: text("请补充整改时间。")}
		}},
		"UrgeCo": {append(handler, org.Dispatcher), func(h hand) order.Command {
			return order.UrgeCo{By: h.by(), Unit: h.coUnit(order.CoWaiting, order.CoWorking), Note: text("请尽快报来。")}
		}},
		"WithdrawCo": {handler, func(h hand) order.Command {
			return order.WithdrawCo{By: h.by(), Unit: h.coUnit(), Reason: text("现场核实后不再需要。")}
		}},
		"CallOffice": {handler, func(h hand) order.Command {
			return order.CallOffice{By: h.by(), Reason: text("权属涉及几个单位，请热线办协调。")}
		}},
		"AnswerCall": {dispatch, func(h hand) order.Command {
			return order.AnswerCall{By: h.by(), Note: text("已商定，由其配合。")}
		}},
	}
}
