package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// Reader reads for one actor. What it hands out is all that this actor may see; nothing else leaves the desk.
type Reader struct {
	s        *Service
	actor    org.Actor
	dir      org.Directory
	names    map[org.AccountID]string
	filled   map[org.PostID]bool // posts that somebody holds today
	house    org.House
	oldNames map[org.AccountID][]store.PastName // of accounts that were renamed

	guarded bool // identity only in masked form, see Guarded
	remind  int  // days before an article's last day, once read
}

// Reader makes a reader for an actor.
func (s *Service) Reader(ctx context.Context, actor org.Actor) (*Reader, error) {
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	if !actor.System() && len(actor.Circle) == 0 {
		actor = dir.Whole(actor)
	}
	house, err := s.House(ctx)
	if err != nil {
		return nil, err
	}
	oldNames, err := s.store.AccountNames(ctx)
	if err != nil {
		return nil, err
	}
	filled := map[org.PostID]bool{}
	for p := range holdersOn(all, s.today()) {
		filled[p] = true
	}
	return &Reader{s: s, actor: actor, dir: dir, names: titlesOf(all), filled: filled, house: house, oldNames: oldNames}, nil
}

// Directory is the county's units and posts.
func (r *Reader) Directory() org.Directory { return r.dir }

func (r *Reader) account(id org.AccountID) string {
	if n, ok := r.names[id]; ok {
		return n
	}
	if id == "" {
		return "未指定"
	}
	return "已注销账号"
}

// who names the doer: the account's title, with the post where a unit acts.
func (r *Reader) who(account string, post org.PostID) string {
	if account == "" {
		return "系统"
	}
	if n, ok := r.names[org.AccountID(account)]; ok {
		return n
	}
	return r.dir.Title(post)
}

// Order is one order as this reader may see it. A stranger's order and no order answer alike.
func (r *Reader) Order(ctx context.Context, id string) (OrderView, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return OrderView{}, err
	}
	now := r.s.now()
	rel := Relate(r.actor, l.state, now)
	if rel == access.Stranger {
		return OrderView{}, r.s.shut(ctx, r.actor, id, "order")
	}
	p, err := r.s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return OrderView{}, err
	}
	st := l.state
	grade := access.Grade(st.Request.Secrecy)
	sees := func(f access.Field) access.Sight {
		return r.guard(f, access.Sees(r.actor.Post.Kind, rel, grade, f))
	}
	if sees(access.Process) != access.Full {
		return OrderView{}, ErrNotFound
	}
	open, err := r.openTexts(ctx, l, rel, sees)
	if err != nil {
		return OrderView{}, err
	}
	at := r
	if st.Status.Done() { // an old order bears the names of its time
		at = r.then(l.records[len(l.records)-1].At())
	}
	v := at.facts(st, p)
	v.Version = l.version
	if sees(access.Text) == access.Full {
		v.DispatchText, v.Requirements, v.Proposal = st.DispatchText, st.Requirements, st.Proposal
	} else {
		v.Title = "（不在可见范围）"
	}
	r.people(&v, st, sees, open)
	r.clocks(&v, st, p, now)
	r.chains(&v, st)
	r.timeline(&v, l, rel, sees, open)
	if err := r.supervised(ctx, &v, st); err != nil {
		return OrderView{}, err
	}
	if err := r.alarmed(ctx, &v, st); err != nil {
		return OrderView{}, err
	}
	if err := r.rounds(ctx, &v, st, p, now); err != nil {
		return OrderView{}, err
	}
	r.files(&v, st, sees, open)
	r.reply(&v, st, sees, open)
	if sees(access.Handling) >= access.Full && !st.Objection.Empty() {
		v.Objected = open[st.Objection.Ref]
	}
	if st.Status == order.Registered || st.Status == order.PendingDispatch || st.Status == order.PendingApproval {
		v.DraftText = r.draftText(ctx, st)
	}
	if err := r.returning(ctx, &v, st, p, now, sees, open); err != nil {
		return OrderView{}, err
	}
	r.secrecy(&v, st, p, sees, open)
	if x, ok, err := r.RecheckOwed(ctx, st.ID); err != nil && !errors.Is(err, ErrNotFound) {
		return OrderView{}, err
	} else if ok {
		v.Recheck = &x
	}
	v.Acts = r.panels(&v, st, rel, p, now)
	r.slips(&v, st, p, now, sees, open)
	if err := r.markHeld(ctx, &v, st); err != nil {
		return OrderView{}, err
	}
	if r.actor.Post.Kind.Desk() {
		if v.Told, err = r.toldCaller(ctx, st.ID); err != nil {
			return OrderView{}, err
		}
	}
	r.extension(&v, st, p, now, sees, open)
	r.limits(&v, st, p, now, sees, open)
	r.exemption(&v, st, sees, open)
	if err := r.termination(ctx, &v, st, sees, open); err != nil {
		return OrderView{}, err
	}
	r.coUnits(&v, st, p, now, rel, sees, open)
	if rel == access.Helper {
		r.helped(&v, st, p, now)
	}
	if err := r.filed(ctx, &v, st); err != nil {
		return OrderView{}, err
	}
	if v.Case != nil && v.Case.Destroyed {
		v.Acts = nil
	}
	return v, nil
}

// openTexts decrypts the private texts this reader may see in full, and those of which he sees a masked form.
func (r *Reader) openTexts(ctx context.Context, l loaded, rel access.Relation, sees func(access.Field) access.Sight) (map[string]string, error) {
	var refs, notes []string
	for _, e := range l.events {
		if e == nil {
			continue
		}
		_, visited := e.(order.Visited)
		if _, back := e.(order.Rechecked); back {
			visited = true // what the caller says then is as private as what he says to the visitor
		}
		own := rel == access.Helper && r.actor.Post.Kind != org.UnitDuty && partOf(l.state, r.actor.Post.Unit, e)
		for ref, class := range keptIn(e) {
			f, sight := access.Handling, access.Never
			switch class {
			case "identity":
				f = access.Phone
				sight = max(sees(access.Name), sees(access.Phone))
			case "words":
				f = access.Words
				if visited {
					f = access.Visit
				}
				sight = sees(f)
			case "reported":
				sight = sees(access.Reported)
			default:
				sight = max(sees(access.Handling), sees(access.Visit))
			}
			if sight != access.Never || own {
				refs = append(refs, ref)
				if class == "note" || visited {
					notes = append(notes, ref)
				}
			}
		}
	}
	// File names are shown wherever the file is.
	for _, f := range l.state.Files {
		if !f.Name.Empty() {
			refs, notes = append(refs, f.Name.Ref), append(notes, f.Name.Ref)
		}
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return nil, err
	}
	return open, r.maskOwn(ctx, l, sees, open, notes)
}

func (r *Reader) facts(st order.State, p policy.Policy) OrderView {
	q := st.Request
	v := OrderView{ID: st.ID, Number: st.Number, OldNo: st.OldNo, Title: q.Title, Status: st.Status, StatusName: st.Status.Name(), Type: q.Type.Name(), TypeCode: string(q.Type),
		CategoryCode: q.Category, ChannelCode: q.Channel, OuterNo: q.OuterNo, Place: q.Place, Key: st.Key, Late: st.ReplyLate, AutoAccepted: st.AutoAccepted,
		Secrecy: q.Secrecy.Name(), Urgency: q.Urgency.Name(), UnitID: st.Lead, Taken: q.TakenAt, Registered: st.RegisteredAt, Received: st.ReceivedAt, TakenAt: clockTime(q.TakenAt), RegisteredAt: clockTime(st.RegisteredAt),
		NeedReply: q.NeedReply, Answerable: st.Answerable(), Public: q.Public, Persons: q.Persons, CallerKind: q.CallerKind.Name(), Matter: st.Matter.Number, Appeals: st.Appeals(),
		Assigns: st.Matter.Assigns(), Keys: st.Keys(), Urges: st.Urges, Rework: st.Reworks, Level: st.Level, PrincipalOwn: st.PrincipalOwn}
	if a := st.Answering; a != nil {
		v.Answering = &AnsweredView{Session: a.Session, Who: r.answeredBy(*a), Unit: a.Unit}
	}
	if c, ok := p.Category(q.Category); ok {
		v.Category = c.Label()
	}
	if c, ok := p.Channel(q.Channel); ok {
		v.Channel = c.Name
	}
	if q.Town != "" {
		v.Town = r.dir.UnitName(org.UnitID(q.Town))
	}
	if q.OuterDue != nil {
		v.OuterDue = dueWords(*q.OuterDue)
	}
	if st.Lead != "" {
		u, _ := r.dir.Unit(st.Lead)
		v.Unit, v.UnitPhone = u.Name, u.Phone
		if st.Deputy != "" {
			v.Deputy = r.dir.Title(st.Deputy)
		} else {
			v.DeputyMissing = true
		}
		v.ReceivedAt = clockTime(st.ReceivedAt)
	}
	if st.AssignedLead != "" {
		v.Lead = r.dir.Title(st.AssignedLead)
	}
	if st.Handler != "" {
		v.Handler = r.account(st.Handler)
	}
	switch {
	case st.Key:
		v.LevelWhy = fmt.Sprintf("第%d次重点交办，%s", v.Keys, p.DispatchLevel(v.Appeals, v.Keys, true).Name())
	case v.Appeals > 1:
		v.LevelWhy = fmt.Sprintf("第%d次诉求，%s", v.Appeals, p.DispatchLevel(v.Appeals, v.Keys, false).Name())
	}
	return v
}

// people fills in who called, each field as far as it may be seen.
func (r *Reader) people(v *OrderView, st order.State, sees func(access.Field) access.Sight, open map[string]string) {
	q := st.Request
	field := func(name string, k order.Kept, f access.Field, mask func(string) string) Masked {
		m := Masked{Field: name, Sight: sees(f), Has: !k.Empty()}
		if !m.Has {
			return m
		}
		full := open[k.Ref]
		switch m.Sight {
		case access.Full:
			m.Shown, m.Paper = full, mask(full)
		case access.Salutation:
			m.Shown = text.Salutation(full, q.Sex)
		case access.Masked:
			m.Shown = mask(full)
		case access.Reveal, access.RevealTwo:
			m.Shown, m.Reveal = mask(full), m.Sight == access.Reveal
			if q.Secrecy == order.Secret {
				m.Shown = "诉求人信息保密"
			}
		default:
			m.Shown = "不显示"
			if q.Secrecy == order.Secret {
				m.Shown = "诉求人信息保密"
			}
		}
		return m
	}
	hide := func(string) string { return "••••" }
	v.Name = field("name", q.Name, access.Name, text.MaskName)
	v.Phone = field("phone", q.Phone, access.Phone, text.MaskPhone)
	v.Contact = field("contact", q.Contact, access.Phone, text.MaskPhone)
	v.Home = field("home", q.Home, access.Phone, text.CoarseAddress)
	v.Address = field("address", q.Address, access.Phone, text.CoarseAddress)
	v.Email = field("email", q.Email, access.Phone, hide)
	v.Employer = field("employer", q.Employer, access.Phone, hide)
	v.Reported = field("reported", q.Reported, access.Reported, text.MaskName)
	v.ReportedTel = field("reported_tel", q.ReportedTel, access.Reported, text.MaskPhone)
	auto := func(s string) string { return text.AutoMask(s, open[q.Name.Ref]) }
	v.Words = field("words", q.Words, access.Words, auto)
	v.Ask = field("ask", q.Ask, access.Words, auto)
	if v.Words.Sight == access.Reveal {
		// The office reads the masked words without a reason; the full ones take one.
		v.Words.Shown, v.Ask.Shown = auto(open[q.Words.Ref]), auto(open[q.Ask.Ref])
	}
}

func (r *Reader) clocks(v *OrderView, st order.State, p policy.Policy, now time.Time) {
	for _, k := range []order.LimitKind{order.LimitResult, order.LimitContact, order.LimitSign, order.LimitAssign, order.LimitHandle, order.LimitSigner, order.LimitDispatch,
		order.LimitExtension, order.LimitProgress, order.LimitPhone, order.LimitStatute, order.LimitReclass, order.LimitTermReview, order.LimitTermBatch, order.LimitCancel, order.LimitReview, order.LimitFeedback, order.LimitUnitVisit, order.LimitVisit} {
		c := st.Clocks.Get(k)
		if c.Kind == "" {
			continue
		}
		cv := clockView(p, c, now)
		cv.Why += fmt.Sprintf("按第%d版工作日历计算。", p.Calendar.Version)
		if cv.Done && !slices.Contains([]order.LimitKind{order.LimitResult, order.LimitContact, order.LimitSign}, k) {
			continue
		}
		v.Clocks = append(v.Clocks, cv)
	}
	if c, ok := st.Limit(); ok {
		cv := clockView(p, c, now)
		v.Head = &cv
	}
	if c := st.Clocks.Get(order.LimitResult); c.On {
		cv := clockView(p, c, now)
		v.Head = &cv
	}
}

func (r *Reader) chains(v *OrderView, st order.State) {
	add := func(title string, c approval.Chain, why string) {
		if c.Empty() {
			return
		}
		cv := ChainView{ID: c.ID, Title: title, Article: c.Steps[0].Basis.String(), Why: why}
		open := c.Open()
		for i, s := range c.Steps {
			sv := StepView{Chain: c.ID, Index: i, Label: s.Label, State: "todo"}
			switch {
			case s.Done != nil:
				sv.State, sv.At, sv.Paper, sv.Refused = "done", s.Done.At.In(calendar.Beijing).Format("1月2日"), s.Done.Means == "paper", s.Done.Refuses
				if s.Done.Account != "" {
					sv.By = r.then(s.Done.At).account(s.Done.Account)
				}
				sv.By += underWords(s.Done.Under)
				if sv.Paper {
					sv.By, sv.Scan = r.account(s.Done.RecordedBy)+"登记", scanOf(st, s.Done.Blob)
				}
			case s.Pending != nil:
				sv.State, sv.Waits, sv.By = "now", true, r.account(s.Pending.RecordedBy)+"登记，待核对"
				sv.At, sv.Scan = s.Pending.At.In(calendar.Beijing).Format("1月2日"), scanOf(st, s.Pending.Blob)
			case slices.Contains(open, i):
				sv.State = "now"
			}
			cv.Steps = append(cv.Steps, sv)
		}
		v.Chains = append(v.Chains, cv)
	}
	add("转办签批", st.DispatchChain, "三次诉求事项和首次重点交办事项由县政府办负责人签批后转办；三次以上诉求事项和二次重点交办事项由县政府分管领导签批后转办。")
	add("办理结果签批", st.ResultChain, "三次以上交办工单和重点交办事项的办理结果，报分管承办单位的副县长和分管热线工作的副县长签批，并经县长同意后反馈。")
	if st.RefusalAsk != nil {
		add("转不予受理", st.RefusalAsk.Chain, "转办后不予受理，须县热线办负责人同意，并告知来电人依据。")
	}
	if st.Extension != nil {
		add("延期审批", st.Extension.Chain, "办理总时长不超过10个工作日的延期由县热线办审核员审批；超过10个工作日的和非咨询类的，凭主要负责人签字盖章的申请报县热线办负责人审批。")
	}
	if st.StatuteAsk != nil {
		add("法定时限审批", st.StatuteAsk.Chain, "法律法规规章等另有规定的从其规定：写明名称、条款和天数，由县热线办负责人审批。")
	}
	if st.Termination != nil {
		add("终结批示", st.Termination.Chain, "承办单位主要负责人签字、县热线办审核汇总后，呈县政府主要领导批示同意，再报市长热线办公室销号。")
	}
}

// scanOf is the attachment that holds a scan.
func scanOf(st order.State, blob string) string {
	for _, f := range st.Files {
		if f.Blob == blob {
			return f.ID
		}
	}
	return ""
}

func (r *Reader) timeline(v *OrderView, l loaded, rel access.Relation, sees func(access.Field) access.Sight, open map[string]string) {
	quote := func(ref string, f access.Field) string {
		if s := sees(f); ref == "" || s != access.Full && rel != access.Helper {
			return ""
		}
		return open[ref]
	}
	for i, e := range l.events {
		rec := l.records[i]
		if rel == access.Helper && !partOf(l.state, r.actor.Post.Unit, e) {
			continue
		}
		if e == nil {
			v.Items = append(v.Items, Item{At: rec.At(), Verb: "其他", Text: "由更新版本的程序写入（" + rec.Kind + "），请升级后查看"})
			continue
		}
		if it, ok := r.describe(rec, e, quote); ok {
			v.Items = append(v.Items, inField(it, l.state, e, quote))
		}
	}
	slices.Reverse(v.Items)
}

func (r *Reader) rounds(ctx context.Context, v *OrderView, st order.State, p policy.Policy, now time.Time) error {
	if len(st.Matter.Rounds) < 2 {
		return nil
	}
	n := st.Matter.BaseAppeals
	for _, round := range st.Matter.Rounds {
		rv := RoundView{ID: round.Order, Self: round.Order == st.ID, Guided: round.Guided}
		if round.Counted {
			n++
			rv.N = n
		}
		row, err := r.s.store.OrderRow(ctx, round.Order)
		if err != nil {
			return fmt.Errorf("read round %s: %w", round.Order, err)
		}
		if spared, err := r.s.store.Recused(ctx, round.Order, r.actor.Marks()); err != nil || spared {
			if err != nil {
				return err
			}
			continue // it reports the reader
		}
		// A unit sees of the matter only its own orders.
		if r.actor.Post.Kind.InUnit() && row.Lead != string(r.actor.Post.Unit) {
			continue
		}
		rv.Number, rv.Status = row.Number, row.Status.Name()
		if !round.ClosedAt.IsZero() {
			rv.Closed = round.ClosedAt.In(calendar.Beijing).Format("1月2日")
		} else {
			rv.Light, rv.Joins = LightOf(p.Calendar, at(row.DueMS), now), row.Status.TakesMembers()
		}
		v.Rounds = append(v.Rounds, rv)
	}
	return nil
}

func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func (r *Reader) files(v *OrderView, st order.State, sees func(access.Field) access.Sight, open map[string]string) {
	for _, f := range st.Files {
		need := access.Handling
		if f.Purpose == "request" {
			need = access.Files
		}
		if sees(need) != access.Full {
			continue
		}
		v.Files = append(v.Files, FileView{ID: f.ID, Name: open[f.Name.Ref], Purpose: f.Purpose, MIME: f.MIME, Size: sizeWords(f.Size)})
	}
}

func sizeWords(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

func (r *Reader) reply(v *OrderView, st order.State, sees func(access.Field) access.Sight, open map[string]string) {
	if st.Reply == nil {
		return
	}
	q := st.Reply
	rv := &ReplyView{Basis: q.Basis, Contact: q.Contact, ContactPhone: q.ContactPhone, Public: q.Public, Solved: q.Solved.Name(),
		Finding: map[string]string{"yes": "属实", "partly": "部分属实", "no": "不属实"}[q.Finding]}
	if sees(access.Handling) == access.Full {
		rv.Investigation, rv.Measures, rv.Unsolved, rv.Opinion = open[q.Investigation.Ref], open[q.Measures.Ref], open[q.Unsolved.Ref], open[q.Opinion.Ref]
		rv.Warnings = order.ReplyWarnings(order.Reply[order.Private]{Public: q.Public, Basis: q.Basis})
	}
	v.Reply = rv
}

// draftText is the dispatch text that the form starts from: the original words with automatic masking (domain.md §13.27).
func (r *Reader) draftText(ctx context.Context, st order.State) string {
	if st.Proposal.Text != "" {
		return st.Proposal.Text
	}
	open, err := r.s.unseal(ctx, []string{st.Request.Words.Ref, st.Request.Ask.Ref, st.Request.Name.Ref})
	if err != nil || st.Request.Secrecy != order.Ordinary {
		return st.Request.Title
	}
	words := open[st.Request.Words.Ref]
	if ask := open[st.Request.Ask.Ref]; ask != "" && !strings.Contains(words, ask) {
		words += "\n请求：" + ask
	}
	return text.AutoMask(words, open[st.Request.Name.Ref])
}
