package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// DirectiveTaskView is what one unit shall do, with what it answered.
type DirectiveTaskView struct {
	Unit     org.UnitID
	UnitName string
	What     string
	Due      string // 3月6日 周五
	Last     string // 2026-03-06
	Light    Light
	Done     bool
	Mine     bool
	Lines    []DirectiveLine // answers and send-backs, the oldest first
}

// DirectiveLine is one word in the course of a task.
type DirectiveLine struct {
	At, By, Verb, Words string
	Late, Back          bool
}

// DirectiveView is a leader's word with what came of it, as far as its reader may see it.
type DirectiveView struct {
	ID, Leader, Day, Kind, Title, Source string
	Order, Number                        string // empty where the reader may not open it
	Words                                string
	Paper                                bool
	By, At                               string
	Tasks                                []DirectiveTaskView
	Open, Ready                          bool // every unit has answered: it may go back to the leader
	Report                               *DirectiveLine
	MayAnswer, MayManage                 bool
	Made                                 time.Time
}

// Left is how many units have not answered.
func (v DirectiveView) Left() int {
	n := 0
	for _, t := range v.Tasks {
		if !t.Done {
			n++
		}
	}
	return n
}

// DirectivePage is a page of them.
type DirectivePage struct {
	Items  []DirectiveView
	Next   string
	MayNew bool
}

// DirectiveWish is the office's form.
type DirectiveWish struct {
	Post   org.PostID
	Day    time.Time
	Kind   office.SubjectKind
	Number string // of the order
	Title  string
	Source string
	Words  string
	About  org.UnitID
	Tasks  []DirectiveTaskWish
	Scan   *Upload `json:"-"`
}

// DirectiveTaskWish is a line of it.
type DirectiveTaskWish struct {
	Unit org.UnitID
	What string
	Due  string
}

func (s *Service) directive(ctx context.Context, id string) (office.Directive, error) {
	var d office.Directive
	recs, err := s.store.Load(ctx, store.DirectiveStream(id))
	if err != nil {
		return d, fmt.Errorf("load directive %s: %w", id, err)
	}
	for _, rec := range recs {
		if d, err = store.FoldDirective(d, rec); err != nil {
			return d, err
		}
	}
	return d, nil
}

// mayReadDirective says who sees one: the office, the leader whose word it is, and a unit that has a task of it. For the unit it is about, it does not exist.
func (r *Reader) mayReadDirective(d office.Directive) bool {
	k := r.actor.Post.Kind
	switch {
	case d.ID == "" || d.Recuses(r.actor):
		return false
	case access.May(k, access.Instructing):
		return true
	case k.Leader():
		return d.Given.Post == r.actor.Post.ID
	}
	_, ok := d.Task(r.actor.Post.Unit)
	return ok && access.May(k, access.Answering)
}

// directiveFor is one that the reader may read. A word on an order that does not exist for him does not exist either, whoever has a task of it: who is reported
// may be found out later (Art. 23(6)). A stranger's and none answer alike.
func (r *Reader) directiveFor(ctx context.Context, id string) (office.Directive, error) {
	d, err := r.s.directive(ctx, id)
	if err != nil {
		return d, err
	}
	if !r.mayReadDirective(d) {
		return d, ErrNotFound
	}
	if o := d.Given.Subject.Order; o != "" {
		l, err := r.s.load(ctx, o)
		if err != nil {
			return d, err
		}
		if l.state.Recuses(r.actor) {
			return d, ErrNotFound
		}
	}
	return d, nil
}

// Directives lists those that concern the reader: the office all, a leader his own, a unit what it has to carry out.
func (r *Reader) Directives(ctx context.Context, done bool, before time.Time) (DirectivePage, error) {
	k := r.actor.Post.Kind
	out := DirectivePage{MayNew: access.May(k, access.Instructing)}
	if !access.May(k, access.Answering) {
		return out, ErrForbidden
	}
	ask := store.DirectiveAsk{Open: !done, Before: before, Limit: pageSize + 1}
	switch {
	case k.Leader():
		ask.Post = r.actor.Post.ID
	case !out.MayNew:
		ask.Unit = r.actor.Post.Unit
	}
	ids, err := r.s.store.Directives(ctx, ask)
	if err != nil {
		return out, fmt.Errorf("list directives: %w", err)
	}
	for i, id := range ids {
		if i == pageSize {
			out.Next = fmt.Sprint(out.Items[len(out.Items)-1].Made.UnixMilli())
			break
		}
		v, err := r.Directive(ctx, id)
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

// CountDirectives counts what the reader's unit has to answer, or what the office may give back to a leader.
func (r *Reader) CountDirectives(ctx context.Context) (int, error) {
	unit := r.actor.Post.Unit
	if access.May(r.actor.Post.Kind, access.Instructing) {
		unit = ""
	}
	return r.s.store.CountDirectives(ctx, unit, r.actor.Marks())
}

// Directive is one. A stranger's and none answer alike.
func (r *Reader) Directive(ctx context.Context, id string) (DirectiveView, error) {
	d, err := r.directiveFor(ctx, id)
	if err != nil {
		return DirectiveView{}, err
	}
	return r.directiveView(ctx, d)
}

// DirectivesOf lists the leaders' words on an order that the reader may open.
func (r *Reader) DirectivesOf(ctx context.Context, orderID string) ([]DirectiveView, error) {
	ids, err := r.s.store.DirectivesOf(ctx, orderID, 20)
	if err != nil {
		return nil, fmt.Errorf("list directives of order: %w", err)
	}
	var out []DirectiveView
	for _, id := range ids {
		v, err := r.Directive(ctx, id)
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

func (r *Reader) directiveView(ctx context.Context, d office.Directive) (DirectiveView, error) {
	g, now := d.Given, r.s.now()
	p, err := r.s.Policy(ctx)
	if err != nil {
		return DirectiveView{}, err
	}
	k := r.actor.Post.Kind
	v := DirectiveView{ID: d.ID, Leader: r.dir.Title(g.Post), Day: DayWords(g.Day), Kind: g.Subject.Kind.Name(), Title: g.Subject.Title, Source: g.Subject.Source, Paper: g.Paper != nil,
		By: r.account(g.Account), At: clockTime(g.At), Open: d.Open(), Ready: d.Open() && d.Answered(), MayManage: d.Open() && access.May(k, access.Instructing), Made: g.At}
	if err := r.directiveOrder(ctx, g.Subject, &v); err != nil {
		return v, err
	}
	whole := access.May(k, access.Instructing) || k.Leader()
	refs := []string{g.Words.Ref}
	for _, t := range d.Tasks {
		refs = append(refs, t.What.Ref)
		for _, a := range t.Answers {
			refs = append(refs, a.Words.Ref)
		}
		for _, b := range t.SentBack {
			refs = append(refs, b.Reason.Ref)
		}
		for _, u := range t.Urged {
			refs = append(refs, u.Words.Ref)
		}
	}
	if d.Reported != nil {
		refs = append(refs, d.Reported.Words.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	v.Words = open[g.Words.Ref]
	for _, t := range d.Tasks {
		mine := t.Unit == r.actor.Post.Unit
		if !whole && !mine {
			continue // what another unit shall do is its own
		}
		x := r.directiveTask(t, open, p.Calendar, now)
		x.Mine = mine
		v.MayAnswer = v.MayAnswer || mine && !t.Done && d.Open() && k.InUnit()
		v.Tasks = append(v.Tasks, x)
	}
	if e := d.Reported; e != nil && whole {
		v.Report = &DirectiveLine{At: clockTime(e.At), By: r.account(e.Account), Verb: office.ReportMeans()[e.Means], Words: open[e.Words.Ref], Late: e.Late}
	}
	return v, nil
}

// directiveOrder names the order that the word was written on: its number and way in for whoever may open it, its title for nobody else where it is secret.
func (r *Reader) directiveOrder(ctx context.Context, s office.Subject, v *DirectiveView) error {
	if s.Order == "" {
		return nil
	}
	l, err := r.s.load(ctx, s.Order)
	if err != nil {
		return err
	}
	v.Title = l.state.Request.Title
	if Relate(r.actor, l.state, r.s.now()) != access.Stranger {
		v.Order, v.Number = l.state.ID, l.state.Number
	} else if l.state.Request.Secrecy != order.Ordinary {
		v.Title = "保密件"
	}
	return nil
}

func (r *Reader) directiveTask(t office.TaskState, open map[string]string, cal *calendar.Calendar, now time.Time) DirectiveTaskView {
	x := DirectiveTaskView{Unit: t.Unit, UnitName: r.dir.UnitName(t.Unit), What: open[t.What.Ref], Done: t.Done, Due: t.Due, Last: t.Due}
	if d, err := calendar.ParseDate(t.Due); err == nil {
		x.Due = d.ChineseShort()
		if !t.Done {
			x.Light = LightOf(cal, d.Next().Midnight(), now)
		}
	}
	type dated struct {
		at time.Time
		l  DirectiveLine
	}
	var all []dated
	for _, a := range t.Answers {
		verb := "进展"
		if a.Done {
			verb = "报办结"
		}
		all = append(all, dated{a.At, DirectiveLine{At: clockTime(a.At), By: r.account(a.Account), Verb: verb, Words: open[a.Words.Ref], Late: a.Late}})
	}
	for _, b := range t.SentBack {
		all = append(all, dated{b.At, DirectiveLine{At: clockTime(b.At), By: r.account(b.Account), Verb: "退回补充", Words: open[b.Reason.Ref], Back: true}})
	}
	for _, u := range t.Urged {
		all = append(all, dated{u.At, DirectiveLine{At: clockTime(u.At), By: r.account(u.Account), Verb: fmt.Sprintf("催办%d", u.Count), Words: open[u.Words.Ref], Back: true}})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.at.Compare(b.at) })
	for _, l := range all {
		x.Lines = append(x.Lines, l.l)
	}
	return x
}

// DirectivePaper opens the scan of what the leader wrote.
func (r *Reader) DirectivePaper(ctx context.Context, id string) (mime string, b []byte, err error) {
	d, err := r.directiveFor(ctx, id)
	if err != nil {
		return "", nil, err
	}
	if d.Given.Paper == nil {
		return "", nil, ErrNotFound
	}
	b, err = r.s.openBlob(ctx, d.Given.Paper.Blob)
	return d.Given.Paper.MIME, b, err
}
