package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
)

func (s *Service) lead(ctx context.Context, id string) (oversight.Lead, error) {
	var l oversight.Lead
	recs, err := s.store.Load(ctx, store.LeadStream(id))
	if err != nil {
		return l, fmt.Errorf("load lead %s: %w", id, err)
	}
	for _, rec := range recs {
		if l, _, err = store.FoldLead(l, rec); err != nil {
			return l, err
		}
	}
	return l, nil
}

// leadOrder is the order of a lead, empty where it speaks of none. One that does not exist for the reader hides the lead, too.
func (r *Reader) leadOrder(ctx context.Context, id string) (order.State, error) {
	if id == "" {
		return order.State{}, nil
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return order.State{}, err
	}
	if l.state.Recuses(r.actor) {
		return order.State{}, ErrNotFound
	}
	return l.state, nil
}

// loadLead reads a lead with its order; a stranger's and none answer alike.
func (r *Reader) loadLead(ctx context.Context, id string) (oversight.Lead, order.State, error) {
	if !access.May(r.actor.Post.Kind, access.LeadReading) {
		return oversight.Lead{}, order.State{}, ErrNotFound
	}
	l, err := r.s.lead(ctx, id)
	if err != nil {
		return l, order.State{}, err
	}
	if l.State == "" || l.Recuses(r.actor) {
		return l, order.State{}, ErrNotFound
	}
	st, err := r.leadOrder(ctx, l.Order)
	return l, st, err
}

// Lead is one.
func (r *Reader) Lead(ctx context.Context, id string) (LeadView, error) {
	l, st, err := r.loadLead(ctx, id)
	if err != nil {
		return LeadView{}, err
	}
	return r.leadView(ctx, l, st)
}

// cursorOf reads where a page begins.
func cursorOf(s string) (ms int64, id string, err error) {
	if s == "" {
		return 0, "", nil
	}
	a, id, ok := strings.Cut(s, "-")
	ms, err = strconv.ParseInt(a, 10, 64)
	if !ok || err != nil {
		return 0, "", ErrNotFound
	}
	return ms, id, nil
}

// Leads reads a page, the newest first.
func (r *Reader) Leads(ctx context.Context, f LeadFilter) (LeadPage, error) {
	k := r.actor.Post.Kind
	out := LeadPage{MayNew: access.May(k, access.Leading)}
	if !access.May(k, access.LeadReading) {
		return out, ErrForbidden
	}
	ms, id, err := cursorOf(f.Before)
	if err != nil {
		return out, err
	}
	refs, err := r.s.store.Leads(ctx, store.LeadAsk{Open: !f.Ended, State: f.State, Fault: f.Fault, Unit: f.Unit, BeforeMS: ms, BeforeID: id, Limit: pageSize + 1, Marks: r.actor.Marks()})
	if err != nil {
		return out, err
	}
	if len(refs) > pageSize {
		refs = refs[:pageSize]
		out.Next = fmt.Sprintf("%d-%s", refs[pageSize-1].MadeMS, refs[pageSize-1].ID)
	}
	if out.Items, err = r.leadViews(ctx, refs); err != nil {
		return out, err
	}
	if out.States, err = r.s.store.LeadStates(ctx, r.actor.Marks()); err != nil {
		return out, err
	}
	if out.MayNew {
		out.Hints, err = r.s.store.CountHints(ctx, r.actor.Marks())
	}
	return out, err
}

func (r *Reader) leadViews(ctx context.Context, refs []store.LeadRef) ([]LeadView, error) {
	var out []LeadView
	for _, x := range refs {
		v, err := r.Lead(ctx, x.ID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// LeadsOf lists the leads on an order, for its page. Whoever may not read leads gets none.
func (r *Reader) LeadsOf(ctx context.Context, orderID string) ([]LeadView, error) {
	if !access.May(r.actor.Post.Kind, access.LeadReading) {
		return nil, nil
	}
	refs, err := r.s.store.LeadsOf(ctx, orderID, 20, r.actor.Marks())
	if err != nil {
		return nil, err
	}
	return r.leadViews(ctx, refs)
}

// CountLeads counts what the reader owes: the head his decisions, the office its next steps and suggestions.
func (r *Reader) CountLeads(ctx context.Context) (int, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.LeadReading) {
		return 0, nil
	}
	n, err := r.s.store.LeadStates(ctx, r.actor.Marks())
	if err != nil || access.May(k, access.LeadDeciding) {
		return n[oversight.LeadWaits], err
	}
	hints, err := r.s.store.CountHints(ctx, r.actor.Marks())
	return n[oversight.LeadDraft] + n[oversight.LeadApproved] + hints, err
}

// LeadHints reads a page of suggestions, for whoever may take them up.
func (r *Reader) LeadHints(ctx context.Context, before string) (HintPage, error) {
	var out HintPage
	if !access.May(r.actor.Post.Kind, access.Leading) {
		return out, ErrForbidden
	}
	ms, id, err := cursorOf(before)
	if err != nil {
		return out, err
	}
	all, err := r.s.store.Hints(ctx, ms, id, pageSize+1, r.actor.Marks())
	if err != nil {
		return out, err
	}
	if len(all) > pageSize {
		all = all[:pageSize]
		out.Next = fmt.Sprintf("%d-%s", all[pageSize-1].At.UnixMilli(), all[pageSize-1].ID)
	}
	for _, h := range all {
		v, err := r.hintView(ctx, h)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}

// LeadHint is one suggestion that still waits.
func (r *Reader) LeadHint(ctx context.Context, id string) (HintView, error) {
	if !access.May(r.actor.Post.Kind, access.Leading) {
		return HintView{}, ErrForbidden
	}
	h, err := r.hint(ctx, id)
	if err != nil {
		return HintView{}, err
	}
	l, err := r.s.lead(ctx, id)
	if err != nil {
		return HintView{}, err
	}
	if l.State != "" {
		return HintView{}, ErrNotFound
	}
	return r.hintView(ctx, h)
}

func (r *Reader) hint(ctx context.Context, id string) (oversight.Hint, error) {
	h, err := r.s.store.Hint(ctx, id)
	if errors.Is(err, store.ErrNone) || err == nil && slices.Contains(r.actor.Marks(), org.UnitMark(h.Unit)) {
		return h, ErrNotFound
	}
	return h, err
}

func (r *Reader) hintView(ctx context.Context, h oversight.Hint) (HintView, error) {
	st, err := r.leadOrder(ctx, h.Order)
	if err != nil {
		return HintView{}, err
	}
	v := HintView{ID: h.ID, Clause: h.Fault.Clause().String(), Name: h.Fault.Name(), Fault: int(h.Fault), Unit: r.dir.UnitName(h.Unit), UnitID: h.Unit, Source: oversight.HintSource(h.Source), Words: h.Words(), At: clockTime(h.At), AtMS: h.At.UnixMilli()}
	v.Order, v.Number, v.Title = r.leadTitle(st)
	return v, nil
}

// leadTitle names the order to whoever may open it.
func (r *Reader) leadTitle(st order.State) (id, number, title string) {
	switch {
	case st.ID == "":
		return "", "", ""
	case Relate(r.actor, st, r.s.now()) == access.Stranger:
		return "", st.Number, "保密件"
	}
	return st.ID, st.Number, st.Request.Title
}

func (r *Reader) leadView(ctx context.Context, l oversight.Lead, st order.State) (LeadView, error) {
	k, f := r.actor.Post.Kind, l.Filed
	v := LeadView{ID: l.ID, Fault: int(l.Fault), Clause: l.Fault.Clause().String(), Name: l.Fault.Name(), Unit: r.dir.UnitName(l.Unit), UnitID: l.Unit, State: l.State, StateName: l.State.Name(), Source: oversight.HintSource(f.Source),
		At: clockTime(l.Began()), MadeMS: l.Began().UnixMilli()}
	v.Order, v.Number, v.Title = r.leadTitle(st)
	var refs []string
	for _, w := range []order.Kept{f.Facts, f.Proof, f.Handling} {
		refs = append(refs, w.Ref)
	}
	add := func(w order.Kept) { refs = append(refs, w.Ref) }
	if l.Back != nil {
		add(l.Back.Reason)
	}
	if l.Decided != nil {
		add(l.Decided.Opinion)
	}
	if l.Received != nil {
		add(l.Received.Who)
	}
	if l.Concluded != nil {
		add(l.Concluded.Words)
	}
	if l.Dropped != nil {
		add(l.Dropped.Reason)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	v.Facts, v.Proof, v.Handling = open[f.Facts.Ref], open[f.Proof.Ref], open[f.Handling.Ref]
	for _, p := range f.Posts {
		v.Posts = append(v.Posts, p.KindOf().Name())
	}
	for _, e := range f.Evidence {
		v.Evidence = append(v.Evidence, CaseLine{At: clockTime(e.At), Text: e.Words()})
	}
	r.leadCourse(&v, l, open)
	may := func(p access.Permission, states ...oversight.LeadState) bool {
		return access.May(k, p) && slices.Contains(states, l.State)
	}
	v.MaySubmit, v.MayTakeBack = may(access.Leading, oversight.LeadDraft), may(access.Leading, oversight.LeadDraft, oversight.LeadWaits)
	v.MayDecide = may(access.LeadDeciding, oversight.LeadWaits) && f.Account != r.actor.Account && (l.Submitted == nil || l.Submitted.Account != r.actor.Account)
	v.MayHand, v.MayReceive, v.MayConclude = may(access.Leading, oversight.LeadApproved), may(access.Leading, oversight.LeadAway), may(access.Leading, oversight.LeadTaken)
	return v, nil
}

func dayShort(s string) string {
	if d, err := calendar.ParseDate(s); err == nil {
		return d.ChineseShort()
	}
	return s
}

// leadCourse tells the steps.
func (r *Reader) leadCourse(v *LeadView, l oversight.Lead, open map[string]string) {
	say := func(at time.Time, by org.AccountID, text, words string) {
		v.Course = append(v.Course, CaseLine{At: clockTime(at), By: r.account(by), Text: text, Words: words})
	}
	if x := l.Dropped; x != nil {
		v.By, v.Source = r.account(x.Account), oversight.HintSource(x.Source)
		say(x.At, x.Account, "提示不采用", open[x.Reason.Ref])
		return
	}
	v.By = r.account(l.Filed.Account)
	say(l.Filed.At, l.Filed.Account, "提出线索", "")
	if x := l.Submitted; x != nil {
		say(x.At, x.Account, "报县政府办负责人", "")
	}
	if x := l.Back; x != nil {
		say(x.At, x.Account, "撤回", open[x.Reason.Ref])
	}
	if x := l.Decided; x != nil {
		word := "不批准"
		if x.Approved {
			word = "批准移送"
		}
		v.Approver, v.Opinion, v.Day = r.dir.Title(x.Post), open[x.Opinion.Ref], DayWords(x.At)
		say(x.At, x.Account, word, v.Opinion)
	}
	if x := l.Handed; x != nil {
		v.Letter, v.To, v.HandedAt = x.Number, x.To.Name(), DayWords(x.At)
		say(x.At, x.Account, "移送"+v.To, x.Number)
	}
	if x := l.Received; x != nil {
		say(x.At, x.Account, dayShort(x.On)+"已接收", "接收人："+open[x.Who.Ref])
	}
	if x := l.Concluded; x != nil {
		v.Finding = x.Finding.Name()
		say(x.At, x.Account, dayShort(x.On)+"结果："+v.Finding, open[x.Words.Ref])
	}
}
