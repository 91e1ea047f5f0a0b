package ops

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// hands play the people of the demo county for the figures: invented texts, every step through the desk.
type hands struct {
	s            *server.Server
	units        []org.Unit
	towns        []string
	dir          org.Directory
	seal         order.Attachment[order.Private]
	n            atomic.Int64 // orders made
	seat, intake *seat        // a dispatcher and an operator, logged in
}

func newHands(ctx context.Context, s *server.Server) (*hands, error) {
	h := &hands{s: s, dir: sample.County().Directory()}
	for _, u := range h.dir.Units() {
		_, handler := h.dir.Post(org.PostOf(u.ID, org.UnitHandler))
		_, principal := h.dir.Post(org.PostOf(u.ID, org.UnitPrincipal))
		if u.Group != org.County && u.Group != org.Township && handler && principal && u.Deputy != "" {
			h.units = append(h.units, u)
		}
		if u.Group == org.Township {
			h.towns = append(h.towns, string(u.ID))
		}
	}
	if len(h.units) == 0 {
		return nil, fmt.Errorf("prepare figures: the county has no unit")
	}
	var err error
	h.seal, err = s.Desk.Keep(ctx, desk.Upload{Name: "盖章件.jpg", Bytes: sealedSheet()}, "seal")
	return h, err
}

func (h *hands) actor(post org.PostID) org.Actor {
	p, _ := h.dir.Post(post)
	return org.Actor{Account: org.AccountID("bench-" + string(post)), Post: p}
}

var (
	benchPlaces = []string{"北城社区", "仁和小区", "东关路", "漆园大道", "庄子大道", "南华路", "鲲鹏社区", "望月小区", "西城菜场", "王集路口", "三义路", "安驰大道"}
	benchThings = []string{"路灯", "下水道", "窨井盖", "垃圾箱", "人行道", "消防栓", "公交站台", "健身器材", "行道树", "围挡", "信号灯", "健康步道"}
	benchFaults = []string{"坏了半个月没有人修", "反复堵塞污水漫上路面", "被车撞坏留下尖角", "夜里噪声很大不能休息", "长期占道影响通行", "积水结冰老人摔倒"}
	benchRare   = []rune("梧桐槐柳榆杨松柏梅兰竹菊荷桂枫樱桃李杏梨枣柿榴橘柚橙茶麻稻麦黍粟豆薯芋姜葱蒜韭芹菠苋萝瓜瓢葵莲藕菱芡茭蒲苇芦荻蓼")
)

// benchAbout is the place, the thing and the fault of the i-th order.
func benchAbout(i int64) (place, thing, fault string) {
	return benchPlaces[i%12], benchThings[(i/12)%12], benchFaults[(i/144)%6]
}

// benchCaller is who calls again and again: every fiftieth order is his.
const benchCaller = "13900000001"

func benchPhone(i int64) string {
	if i%50 == 0 {
		return benchCaller
	}
	return fmt.Sprintf("139%08d", (i*7919+13)%100_000_000)
}

// benchLeaf is its category: one of the nine of 城市管理.
func benchLeaf(i int64) string { return fmt.Sprintf("020%d", 1+i%9) }

// town is its township. With the category it spreads the calls as those of a county are: what comes together is looked for by both.
func (h *hands) town(i int64) string { return h.towns[(i/9)%int64(len(h.towns))] }

func benchWords(i int64) (title, place, letter, mark string) {
	r := func(k int64) string { return string(benchRare[(i/k)%int64(len(benchRare))]) }
	place, thing, fault := benchAbout(i)
	mark = r(1) + r(53) + r(2809) + r(7)
	title = place + thing + fault
	letter = fmt.Sprintf("您好，我住在%s，门口的%s%s，孩子上学和老人买菜都要绕路，附近的%s商店也受影响。去年也反映过一次，修好不久又这样，希望这次查清原因，不要修了又坏。", place, thing, fault, mark)
	return title, place, letter, mark
}

// day is when the i-th order begins: a Monday morning of the last months, so that all its steps lie in the past and in time.
func day(i int64) time.Time {
	d, err := calendar.ParseDate("2026-03-02")
	if err != nil {
		panic(err)
	}
	return d.AddDays(int(i%28) * 7).Midnight().Add(9*time.Hour + time.Duration(i%180)*time.Minute)
}

func sealedText(s string) order.Private { return order.Private{Text: s} }

func (h *hands) register(i int64, at time.Time) (order.Register, order.By) {
	op := order.By{Actor: h.actor("hotline/operator")}
	title, place, letter, _ := benchWords(i)
	return h.s.Desk.NewRegister(order.Register{By: op, Request: order.Request[order.Private]{Channel: "D1", TakenAt: at.Add(-5 * time.Minute), Type: order.Complaint, Category: benchLeaf(i),
		Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: h.town(i), Place: place, Title: title, CallerKind: order.Person, Sex: "f",
		Name: sealedText("测" + string(benchRare[i%50]) + string(benchRare[(i/50)%50])), Phone: sealedText(benchPhone(i)), Words: sealedText(letter), Ask: sealedText("请尽快修好，并告知结果。")}}), op
}

// life takes one order from the call to the archive and answers how many submissions that took.
func (h *hands) life(ctx context.Context) (int64, error) {
	i := h.n.Add(1)
	return h.road(ctx, i, true)
}

// road plays an order up to its dispatch, or to its end.
func (h *hands) road(ctx context.Context, i int64, toTheEnd bool) (int64, error) {
	at := day(i)
	u := h.units[i%int64(len(h.units))]
	reg, op := h.register(i, at)
	id, steps := reg.ID, int64(0)
	by := func(post org.PostID) order.By { return order.By{Actor: h.actor(post)} }
	unit := func(k org.Kind) order.By { return by(org.PostOf(u.ID, k)) }
	var failed error
	do := func(later time.Duration, who order.By, cs ...order.Command) {
		if failed != nil {
			return
		}
		steps++
		if _, err := h.s.Desk.Do(ctx, desk.Ask{Actor: who.Actor, Order: id, Route: "bench", Key: fmt.Sprint(id, "-", steps), Commands: cs, At: at.Add(later)}); err != nil {
			failed = fmt.Errorf("step %d of order %d (%T): %w", steps, i, cs[0], err)
		}
	}
	const d = 24 * time.Hour
	dispatcher, handler, principal, visitor := by("hotline/dispatcher"), unit(org.UnitHandler), unit(org.UnitPrincipal), by("hotline/visitor")
	title, _, _, _ := benchWords(i)
	do(0, op, reg, order.SubmitForDispatch{By: op, ChainID: id + "-c1", Deputy: u.Deputy, Proposal: order.Proposal{Unit: u.ID}})
	do(time.Hour, dispatcher, order.Dispatch{By: dispatcher, To: order.Target{Unit: u.ID, Deputy: u.Deputy}, Requirements: "查清原因，尽快处理", Text: "来电反映" + title + "，请到现场核实处理。"})
	if !toTheEnd {
		return steps, failed
	}
	do(2*time.Hour, handler, order.SignFor{By: handler})
	do(3*time.Hour, principal, order.AssignInUnit{By: principal, Lead: org.UnitDeputy, Handler: handler.Actor.Account, Opinion: sealedText("请尽快办理")})
	do(4*time.Hour, handler, order.RecordContact{By: handler, At: at.Add(4 * time.Hour), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	do(2*d, handler, order.SubmitReply{By: handler, Files: []order.Attachment[order.Private]{{ID: id + "-photo", Name: sealedText("现场.jpg"), Purpose: "handling", Blob: h.seal.Blob, MIME: h.seal.MIME, Size: h.seal.Size}},
		Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes,
			Investigation: sealedText("到现场查看，情况属实"), Measures: sealedText("当日修复并清运"), Opinion: sealedText("诉求人认可"), Contact: "办公室", ContactPhone: "0558-9990-200",
			Public: "经查，" + title + "情况属实，我单位已组织人员到现场修复，并安排每周巡查一次，防止再次发生。依据《安徽省市政设施管理条例》办理。"}})
	do(2*d+time.Hour, principal, order.SignReply{By: principal, Seal: h.seal.Blob}, order.Attach{By: principal, Files: []order.Attachment[order.Private]{{ID: id + "-seal",
		Name: sealedText("盖章件.jpg"), Purpose: "seal", Blob: h.seal.Blob, MIME: h.seal.MIME, Size: h.seal.Size}}})
	do(3*d, dispatcher, order.PassReply{By: dispatcher, ChainID: id + "-c2"})
	do(3*d+time.Hour, visitor, order.GiveFeedback{By: visitor, At: at.Add(3*d + time.Hour), Means: "phone"})
	do(3*d+2*time.Hour, handler, order.RecordUnitVisit{By: handler, At: at.Add(3*d + 2*time.Hour), Reached: true, Satisfaction: order.Satisfied})
	do(4*d, visitor, order.RecordVisit{By: visitor, At: at.Add(4 * d), Reached: true, Contacted: "yes", Solved: order.SolvedYes, Satisfaction: order.Satisfied, Manner: order.Satisfied})
	do(11*d, dispatcher, order.Archive{By: dispatcher})
	return steps, failed
}

// direct registers an order that was answered on the spot: one append, closed.
func (h *hands) direct(ctx context.Context, i int64) error {
	at := day(i)
	reg, op := h.register(i, at)
	reg.Request.Type = order.Consult
	_, err := h.s.Desk.Do(ctx, desk.Ask{Actor: op.Actor, Order: reg.ID, Route: "bench", Key: reg.ID, At: at, Commands: []order.Command{reg,
		order.AnswerDirectly{By: op, Knowledge: "K1", Answer: sealedText("可以到政务服务中心窗口办理，带身份证和房产证，当场办结。")}}})
	if err != nil {
		return fmt.Errorf("answer order %d: %w", i, err)
	}
	return nil
}

// benchOpen is how many orders stay open in a county: as many at every size, since only done ones pile up.
const benchOpen = 400

// seed fills the archive up to n orders: open ones as in every county, one in twenty a whole life, the rest answered on the spot.
func (h *hands) seed(ctx context.Context, n int) error {
	first := h.n.Load() < benchOpen*2 && n > benchOpen
	if first {
		if _, err := together(16, benchOpen, func(int) (int64, error) { return h.road(ctx, h.n.Add(1), false) }); err != nil {
			return err
		}
	}
	_, err := together(32, n-int(h.n.Load()), func(k int) (int64, error) {
		i := h.n.Add(1)
		if k%20 == 0 {
			return h.road(ctx, i, true)
		}
		return 1, h.direct(ctx, i)
	})
	return err
}
