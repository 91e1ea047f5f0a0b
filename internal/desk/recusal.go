package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// spare keeps orders that report the reader out of a filter (回避, Art. 23(6)). Every list and count of a reader goes through it; what is opened by its id goes
// through Relate, which asks the order itself.
func (r *Reader) spare(f store.ListFilter) store.ListFilter {
	f.Spare = r.actor.Marks()
	return f
}

func (r *Reader) listed(ctx context.Context, f store.ListFilter) ([]store.Listed, error) {
	return r.s.store.List(ctx, r.spare(f))
}

func (r *Reader) counted(ctx context.Context, f store.ListFilter, most int) (int, error) {
	return r.s.store.CountList(ctx, r.spare(f), most)
}

// whole fills in what ties an actor to units, where whoever made him has not: the units above his own.
func (s *Service) whole(ctx context.Context, a org.Actor) (org.Actor, error) {
	if a.System() || len(a.Circle) > 0 {
		return a, nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return a, err
	}
	return dir.Whole(a), nil
}

// informed fills into a command what only the desk knows: the units above a unit, who holds a reported post, and what of the caller the detector looks for. No
// way in can leave it out.
func (s *Service) informed(ctx context.Context, st order.State, c order.Command) (order.Command, error) {
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, err
	}
	switch x := c.(type) {
	case order.Register:
		p, err := s.partyOf(ctx, dir, x.Request.Party())
		if err != nil {
			return nil, err
		}
		if x.Link != nil {
			if err := s.linkTells(ctx, dir, order.State{Request: order.Request[order.Kept]{ReportedUnit: p.Unit, ReportedPosts: p.Posts}}, x.Link.Matter); err != nil {
				return nil, err
			}
		}
		x.Request.ReportedUnit, x.Request.ReportedPosts, x.Request.ReportedAccounts = p.Unit, p.Posts, p.Accounts
		return x, nil
	case order.Merge:
		x.Under, err = s.leading(ctx, x.Actor, x.Under.ID)
		return x, err
	case order.Join:
		if x.Under, err = s.leading(ctx, x.Actor, x.Under.ID); err != nil {
			return nil, err
		}
		if x.ChainID == "" {
			x.ChainID = s.newID()
		}
		x.Names, x.Clearing.Parts, err = s.caller(ctx, st)
		return x, err
	case order.SwitchKey:
		if x.ChainID == "" {
			x.ChainID = s.newID()
		}
		return x, nil
	case order.LinkMatter:
		return x, s.linkTells(ctx, dir, st, x.Link.Matter)
	case order.TakeOver:
		x.Unit.Above = dir.Above(x.Unit.Unit)
		return x, nil
	case order.Correct:
		x.LeadAbove, x.CoAbove = dir.Above(st.Lead), map[org.UnitID][]org.UnitID{}
		for _, c := range st.CoOpen() {
			x.CoAbove[c.Unit] = dir.Above(c.Unit)
		}
		if x.ChainID == "" {
			x.ChainID = s.newID()
		}
		if x.Party != nil {
			p, err := s.partyOf(ctx, dir, *x.Party)
			if err != nil {
				return nil, err
			}
			x.Party = &p
		}
		return x, nil
	case order.Recheck:
		return s.drawn(ctx, dir, st, x)
	case order.Succeed:
		x.Above = map[org.UnitID][]org.UnitID{x.To: dir.Above(x.To), st.Lead: dir.Above(st.Lead)}
		for _, c := range st.CoOpen() {
			x.Above[c.Unit] = dir.Above(c.Unit)
		}
		return x, nil
	case order.SubmitForDispatch:
		x.Above = dir.Above(x.Proposal.Unit)
		x.Names, x.Clearing.Parts, err = s.caller(ctx, st)
		return x, err
	case order.Claim:
		x.To.Above = dir.Above(x.To.Unit)
		x.Names, x.Clearing.Parts, err = s.caller(ctx, st)
		return x, err
	case order.Dispatch:
		x.To.Above = dir.Above(x.To.Unit)
		if err := s.roundTells(ctx, st, x.To); err != nil {
			return nil, err
		}
		x.Names, x.Clearing.Parts, err = s.caller(ctx, st)
		return x, err
	case order.Designate:
		x.To.Above = dir.Above(x.To.Unit)
		x.Names, x.Clearing.Parts, err = s.caller(ctx, st)
		return x, err
	case order.PassReply:
		x.Names, x.Clearing.Parts, err = s.caller(ctx, st)
		return x, err
	case order.RecordRelay:
		x.Names, x.Clearing.Parts, err = s.caller(ctx, st)
		return x, err
	}
	return c, nil
}

// linkTells keeps an order that reports a unit out of a matter whose orders that unit has had: it would read of another round in the count.
func (s *Service) linkTells(ctx context.Context, dir org.Directory, st order.State, matter string) error {
	if len(st.Recused()) == 0 {
		return nil
	}
	return s.rounds(ctx, matter, st.ID, func(y order.State) error {
		for _, u := range append(slices.Clone(y.PastLeads), y.Lead) {
			if st.RecusesUnit(u, dir.Above(u)) {
				return regulation.RefuseField(regulation.Art23_6, "matter_tells", "link", "以前的工单由被反映的单位承办过，并在一起它会从次数看出来；反映承办单位本身的，请另立事项。")
			}
		}
		return nil
	})
}

// roundTells keeps a further round of a matter from a unit that another order of the matter reports.
func (s *Service) roundTells(ctx context.Context, st order.State, to order.Target) error {
	if len(st.Matter.Rounds) < 2 {
		return nil
	}
	return s.rounds(ctx, st.MatterID, st.ID, func(y order.State) error {
		if y.RecusesUnit(to.Unit, to.Above) {
			return regulation.RefuseField(regulation.Art23_6, "conflict", "unit", "同一事项另有工单反映这个单位，须回避，不能转给它办理，请选择其上级主管单位或其他单位。")
		}
		return nil
	})
}

func (s *Service) rounds(ctx context.Context, matter, but string, look func(order.State) error) error {
	ids, err := s.store.OrdersOfMatter(ctx, matter)
	if err != nil {
		return fmt.Errorf("read the orders of a matter: %w", err)
	}
	for _, id := range ids {
		if id == but {
			continue
		}
		y, err := s.load(ctx, id)
		if err != nil {
			return err
		}
		if err := look(y.state); err != nil {
			return err
		}
	}
	return nil
}

// caller is what the desk knows of an order's caller, for the detector alone: names and numbers, and pieces of address and employer.
func (s *Service) caller(ctx context.Context, st order.State) (names, parts []string, err error) {
	q := st.Request
	open, err := s.unseal(ctx, []string{q.Name.Ref, q.Phone.Ref, q.Contact.Ref, q.Email.Ref, q.Home.Ref, q.Address.Ref, q.Employer.Ref})
	if err != nil {
		return nil, nil, err
	}
	for _, k := range []order.Kept{q.Name, q.Phone, q.Contact, q.Email} {
		if v := open[k.Ref]; v != "" {
			names = append(names, v)
		}
	}
	for _, k := range []order.Kept{q.Home, q.Address} {
		parts = append(parts, text.AddressParts(open[k.Ref])...)
	}
	if v := open[q.Employer.Ref]; v != "" {
		parts = append(parts, v)
	}
	return names, parts, nil
}

// partyOf is a reported party with who holds the posts now. A county leader or the head of the office is reported in all his posts: he signs in none.
func (s *Service) partyOf(ctx context.Context, dir org.Directory, p order.Party) (order.Party, error) {
	if p.Unit != "" {
		if u, ok := dir.Unit(p.Unit); !ok || u.Group == org.County {
			return p, regulation.RefuseField(regulation.Art23_6, "bad_reported_unit", "reported_unit", "没有这个成员单位；反映县热线办、县政府办或县领导的，请选被反映的岗位。")
		}
	}
	p.Accounts = nil
	if len(p.Posts) == 0 {
		return p, nil
	}
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return p, fmt.Errorf("read who holds a post: %w", err)
	}
	named := slices.Clone(p.Posts)
	for _, a := range all {
		if !slices.ContainsFunc(a.Posts, func(x org.PostID) bool { return slices.Contains(named, x) }) {
			continue
		}
		p.Accounts = append(p.Accounts, a.ID)
		for _, x := range a.Posts {
			if k := x.KindOf(); (k.Leader() || x == org.PostOfficeHead) && x != org.PostMagistrate && !slices.Contains(p.Posts, x) {
				p.Posts = append(p.Posts, x)
			}
		}
	}
	return p, nil
}

// PartyView is the party complained of as the office sees it.
type PartyView struct {
	Unit   string
	UnitID org.UnitID
	Posts  []string
	Homes  []string   // the units of people who are named, recused with them
	Post   org.PostID // the first one, for the form
	Lifted bool
	May    bool // the head may lift the guard
}

func (r *Reader) party(v *OrderView, st order.State) {
	if !r.actor.Post.Kind.Desk() && !r.actor.Post.Kind.Leader() {
		return
	}
	p := st.Request.Party()
	v.Party = PartyView{UnitID: p.Unit, Lifted: st.RecusalLifted, May: order.MayLift(st) == nil}
	if p.Unit != "" {
		v.Party.Unit = r.dir.UnitName(p.Unit)
	}
	for _, x := range p.Posts {
		if v.Party.Post == "" {
			v.Party.Post = x
		}
		v.Party.Posts = append(v.Party.Posts, r.dir.Title(x))
		if u := x.UnitOf(); x.KindOf().InUnit() && u != p.Unit && !slices.Contains(v.Party.Homes, r.dir.UnitName(u)) {
			v.Party.Homes = append(v.Party.Homes, r.dir.UnitName(u))
		}
	}
}

// MayReceive reports whether a unit may have an order: it is not reported in it, nor is a unit above it.
func (r *Reader) MayReceive(v OrderView, u org.UnitID) bool {
	return !slices.Contains(v.Barred, u)
}

// barred are the units of the directory that may not have the order.
func (r *Reader) barred(st order.State) []org.UnitID {
	if len(st.Recused()) == 0 {
		return nil
	}
	var out []org.UnitID
	for _, u := range r.dir.Units() {
		if st.RecusesUnit(u.ID, r.dir.Above(u.ID)) {
			out = append(out, u.ID)
		}
	}
	return out
}

// HitView is a place that the detector marks in what is about to leave.
type HitView struct {
	Code, Label, Kind, Text string
	Own                     bool // it must go; it cannot be cleared
}

// DispatchHits looks through a dispatch as it is typed, for whoever may propose or dispatch.
func (r *Reader) DispatchHits(ctx context.Context, id, requirements, dispatched string) ([]HitView, error) {
	return r.hits(ctx, id, access.Intake, func(st order.State, names, parts []string) []order.Hit {
		return order.DispatchHits(st, requirements, dispatched, names, parts)
	})
}

// ReplyHits looks through the public reply that waits for review.
func (r *Reader) ReplyHits(ctx context.Context, id string) ([]HitView, error) {
	return r.hits(ctx, id, access.Reviewing, order.ReplyHits)
}

// AnswerHits looks through what a caller answered by the relay.
func (r *Reader) AnswerHits(ctx context.Context, id, answer string) ([]HitView, error) {
	return r.hits(ctx, id, access.Relaying, func(_ order.State, names, parts []string) []order.Hit { return order.AnswerHits(answer, names, parts) })
}

func (r *Reader) hits(ctx context.Context, id string, need access.Permission, find func(order.State, []string, []string) []order.Hit) ([]HitView, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return nil, ErrNotFound
	}
	if !access.May(r.actor.Post.Kind, need) {
		return nil, ErrForbidden
	}
	if l.state.Request.Secrecy == order.Ordinary {
		return nil, nil
	}
	names, parts, err := r.s.caller(ctx, l.state)
	if err != nil {
		return nil, err
	}
	var out []HitView
	for _, h := range find(l.state, names, parts) {
		out = append(out, HitView{Code: h.Code, Label: h.Label, Kind: h.Kind.Label(), Text: h.Text, Own: h.Own})
	}
	return out, nil
}

// RelayView is where the relay of a secret order stands (Art. 15).
type RelayView struct {
	May   bool // the unit may ask
	Waits bool
	N     int
	At    string
	Ask   string
	Due   string
	Tries int
	First bool // it stands for what Art. 15 asks
}

// SightView is a wish to see a secret caller's identity that this reader decides.
type SightView struct {
	Asker        org.AccountID
	Who, Post    string
	Field, Label string
	Reason, At   string
}

var fieldLabels = map[string]string{"name": "姓名", "phone": "来电号码", "contact": "联系电话", "home": "住址", "address": "详细地址", "email": "邮箱", "employer": "单位", "words": "诉求原话", "ask": "请求"}

func (r *Reader) secrecy(v *OrderView, st order.State, p policy.Policy, sees func(access.Field) access.Sight, open map[string]string) {
	v.Secret = st.Request.Secrecy != order.Ordinary
	v.Barred = r.barred(st)
	r.party(v, st)
	if st.Relaying() {
		v.Relay = RelayView{May: order.MayRelay(st), N: st.Relays, First: st.Relays == 0}
		if q := st.Relay; q != nil && (sees(access.Handling) == access.Full || access.May(r.actor.Post.Kind, access.Relaying)) {
			v.Relay.Waits, v.Relay.N, v.Relay.At, v.Relay.Ask, v.Relay.Tries, v.Relay.First = true, q.N, clockTime(q.At), open[q.Ask.Ref], len(q.Tries), q.N == 1
			v.Relay.Due = dueWords(st.Clocks.Get(order.LimitRelay).Due)
		}
	}
	if x, ok := st.SightWaits(r.actor); ok {
		v.Sight = SightView{Asker: x.Account, Who: r.account(x.Account), Post: r.dir.Title(x.Post), Field: x.Field, Label: fieldLabels[x.Field], Reason: access.Reason(x.Reason).Name(), At: clockTime(x.At)}
	}
	now := r.s.now()
	for _, m := range []*Masked{&v.Name, &v.Phone, &v.Contact, &v.Home, &v.Address, &v.Email, &v.Employer, &v.Words, &v.Ask} {
		if m.Sight != access.RevealTwo || !m.Has {
			continue
		}
		if _, ok := st.Consented(r.actor.Account, m.Field, now); ok {
			m.Reveal = true
			continue
		}
		if access.May(r.actor.Post.Kind, access.Looking) && !st.Status.Done() &&
			!slices.ContainsFunc(st.Sights, func(x order.Sight) bool { return x.Account == r.actor.Account && x.Field == m.Field }) {
			v.MayLook = append(v.MayLook, LookChoice{m.Field, fieldLabels[m.Field]})
		}
	}
}

// LookChoice is a field that takes a second person's consent.
type LookChoice struct{ Field, Label string }

// secrecyItem tells the events of recusal, relay, detector and second person in the timeline.
func (r *Reader) secrecyItem(it Item, e order.Event, handling func(order.Kept) string) (Item, bool) {
	switch e := e.(type) {
	case order.SignersRecused:
		it.Verb, it.Text, it.Tag = "回避", "诉求反映的是签批人，改由上一级签批", "第二十三条（六）"
	case order.RecusalLifted:
		it.Verb, it.Text, it.Quote, it.Tag = "解除回避", "凭县政府办负责人签字的书面意见，可以转"+r.dir.UnitName(e.Unit)+"办理", handling(e.Reason), "第二十三条（六）"
	case order.TextCleared:
		it.Verb, it.Quote = "确认放行", handling(e.Reason)
		kinds := map[string]int{}
		var labels []string
		for _, h := range e.Hits {
			if kinds[h.Kind.Label()]++; kinds[h.Kind.Label()] == 1 {
				labels = append(labels, h.Kind.Label())
			}
		}
		for i, l := range labels {
			labels[i] = fmt.Sprintf("%s%d处", l, kinds[l])
		}
		it.Text = "逐处核对检测结果，确认不涉及诉求人：" + strings.Join(labels, "、")
	case order.RelayAsked:
		it.Verb, it.Quote, it.Tag = "请求转达", handling(e.Ask), "第十五条"
		it.Text = fmt.Sprintf("第%d次请县热线办转达，%s前转达", e.N, dayWords(e.Relay.LastDay))
		if e.N == 1 {
			it.Text += "；联系时限按此时间计算"
		}
		it.Bad = e.Late
	case order.Relayed:
		it.Verb, it.Quote = "转达", handling(e.Answer)
		it.Text = "县热线办已转达（" + contactMeans[e.Means] + "，" + clockTime(e.At) + "）"
		if !e.Reached {
			it.Text = "转达时没有联系上诉求人（" + contactMeans[e.Means] + "，" + clockTime(e.At) + "）"
		}
	case order.SightAsked:
		it.Verb, it.Text = "申请查看", "申请查看诉求人"+fieldLabels[e.Field]+"（"+access.Reason(e.Reason).Name()+"），等第二人同意"
	case order.SightDecided:
		it.Verb, it.Text = "同意查看", "同意"+r.account(e.Asker)+"查看诉求人"+fieldLabels[e.Field]+"，半小时内有效"
		if e.Refuses {
			it.Verb, it.Text = "不同意查看", "不同意"+r.account(e.Asker)+"查看诉求人"+fieldLabels[e.Field]
		}
	default:
		return it, false
	}
	return it, true
}
