package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// leading is an order under which another is to be merged, as the rules need it; empty where it does not exist for the actor, so that both answer alike.
func (s *Service) leading(ctx context.Context, who org.Actor, id string) (order.Leading, error) {
	if id == "" {
		return order.Leading{}, nil
	}
	l, err := s.load(ctx, id)
	if errors.Is(err, ErrNotFound) || err == nil && !who.System() && Relate(who, l.state, s.now()) == access.Stranger {
		return order.Leading{}, nil
	}
	return l.state.Leads(), err
}

// otherSide is what a merge, a split or a merged caller's urge does to the leading order.
func (s *Service) otherSide(ctx context.Context, a Ask, d decided) (*Ask, error) {
	leader := ""
	for _, e := range d.events {
		switch e := e.(type) {
		case order.MergedEvent:
			leader = e.Leader
		case order.SplitOff:
			leader = e.Leader
		case order.Urged, order.OuterUpdated:
			if d.before.Status == order.Merged {
				leader = d.before.Merged.Leader
			}
		}
	}
	if leader == "" {
		return nil, nil
	}
	l, err := s.load(ctx, leader)
	if err != nil {
		return nil, err
	}
	by := order.By{Actor: a.Actor}
	if l.state.Recuses(a.Actor) {
		by = order.By{} // the leading order does not exist for him: the program carries it on
	}
	out := &Ask{Order: leader, Route: a.Route, At: a.At}
	for _, e := range d.events {
		switch e := e.(type) {
		case order.MergedEvent:
			take := d.st.Joins(by)
			if e.Letter {
				x := d.st.AsLetter(d.p, e.Ask)
				take.Letter, take.OuterDue, take.ChainID = &x, nil, s.newID()
			}
			out.Commands = append(out.Commands, take)
		case order.SplitOff:
			if slices.ContainsFunc(l.state.Members, func(m order.Member) bool { return m.Order == d.st.ID }) && !l.state.Status.Terminal() {
				out.Commands = append(out.Commands, order.LoseMember{By: by, Order: d.st.ID})
			}
		case order.OuterUpdated:
			if e.Due != nil && d.before.Status == order.Merged && !l.state.Status.Done() {
				out.Commands = append(out.Commands, order.MoveMember{By: by, Order: d.st.ID, OuterDue: *e.Due})
			}
		case order.Urged:
			if !l.state.Status.Done() {
				out.Commands = append(out.Commands, order.Urge{By: by, Caller: e.Caller, Member: d.st.ID})
			}
		}
	}
	if len(out.Commands) == 0 {
		return nil, nil
	}
	return out, nil
}

// together adds the leading order's side to a write: both orders change in one append, or neither.
func (s *Service) together(ctx context.Context, w *store.Append, a Ask, d decided) error {
	other, err := s.otherSide(ctx, a, d)
	if err != nil || other == nil {
		return err
	}
	x, err := s.decide(ctx, *other)
	if err != nil {
		return err
	}
	if x.before.MatterID == d.st.MatterID { // a letter on the very matter: its row stands as the letter leaves it
		x.before.Matter = d.st.Matter
		for _, e := range d.events {
			if order.MatterOf(e) == d.st.MatterID {
				x.l.matterVersion++
			}
		}
	}
	more, err := s.writes(*other, x.l, x.before, x.events, false, d.now)
	if err != nil {
		return err
	}
	for _, r := range more.Rows {
		r.Args = slices.Clone(r.Args)
		for i, v := range r.Args {
			if p, ok := v.(store.PosOf); ok {
				p.Write += len(w.Writes)
				r.Args[i] = p
			}
		}
		w.Rows = append(w.Rows, r)
	}
	w.Writes = append(w.Writes, more.Writes...)
	for id, t := range more.ReplaceTimers {
		w.ReplaceTimers[id] = t
	}
	w.Jobs = append(w.Jobs, newReminders(x.before, x.st, x.p, d.now)...)
	return s.react(ctx, w, x, nil)
}

// sharing brings the result of a leading order to its members, as soon as it may be told. A leading order whose own caller is told nothing ends in the same
// write: its members are owed the result all the same.
func sharing(d decided) []store.Due {
	approved := slices.ContainsFunc(d.events, func(e order.Event) bool { _, ok := e.(order.ResultApproved); return ok })
	if len(d.st.Members) == 0 || !approved {
		return nil
	}
	return []store.Due{{Key: "share/" + d.st.ID + "/" + strconv.FormatInt(d.now.UnixMilli(), 10), Kind: "share", Stream: d.st.ID, At: d.now}}
}

// share may be interrupted and done again: a member that has the result says nothing.
func (s *Service) share(ctx context.Context, it jobs.Item) error {
	l, err := s.load(ctx, it.Stream)
	if err != nil {
		return err
	}
	under := l.state.Leads()
	for _, m := range under.Members {
		if _, err := s.Do(ctx, Ask{Order: m, Route: "share", Commands: []order.Command{order.ShareResult{Under: under}}}); err != nil {
			return err
		}
	}
	_, err = s.append(ctx, org.Actor{}, store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}})
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

// MergeView is the card of a merge: under what an order is handled, or what is handled under it. Of the members nothing but number and state is told, and to
// the hotline office alone; a unit learns how many there are.
type MergeView struct {
	Leader, LeaderNumber string
	Count                int
	Members              []RoundView
	Letters              []LetterView // key letters, beside the members
	Letter               bool         // the order is one itself
	Times, Persons       int          // contacts of all of them, and people (人次; Art. 21(6)): told to the office alone
	Unit, Answer         string       // of the leading order, once its result has reached this one: what its caller is told
	MayGather            bool         // others may be merged under it
}

// memberWords is a merged order in a sentence: its number for the hotline office alone.
func (r *Reader) memberWords(number string) string {
	if r.actor.Post.Kind.Desk() {
		return number
	}
	return "他人反映的1件"
}

// Merging says how an order is merged.
func (r *Reader) Merging(ctx context.Context, id string) (MergeView, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return MergeView{}, err
	}
	var v MergeView
	switch Relate(r.actor, l.state, r.s.now()) {
	case access.Stranger:
		return v, ErrNotFound
	case access.Helper: // a co-unit sees its own part (record 56)
		return v, nil
	}
	desk := r.actor.Post.Kind.Desk()
	if m := l.state.Merged; m != nil && desk {
		v.Leader, v.LeaderNumber, v.Letter = m.Leader, m.Number, m.Letter
	}
	if l.state.Shared() && desk {
		lead, err := r.s.load(ctx, l.state.Merged.Leader)
		if err != nil {
			return v, err
		}
		if lead.state.Reply != nil && Relate(r.actor, lead.state, r.s.now()) != access.Stranger {
			v.Unit, v.Answer = r.dir.UnitName(l.state.Merged.Unit), lead.state.Reply.Public
		}
	}
	v.MayGather = access.May(r.actor.Post.Kind, access.Intake) && mayLead(l.state) == ""
	spoken := [][]order.Spoken{order.SpokenIn(l.events)}
	for _, m := range l.state.Members {
		if m.Letter != nil {
			v.Letters = append(v.Letters, r.letter(m))
		} else {
			v.Count++
		}
		if !desk {
			continue
		}
		x, err := r.s.load(ctx, m.Order)
		if err != nil {
			return v, err
		}
		if Relate(r.actor, x.state, r.s.now()) == access.Stranger {
			continue
		}
		if m.Letter != nil {
			v.Letters[len(v.Letters)-1].Status = x.state.Status.Name()
			continue
		}
		v.Members = append(v.Members, RoundView{ID: m.Order, Number: m.Number, Title: x.state.Request.Title, Status: x.state.Status.Name()})
		spoken = append(spoken, order.SpokenIn(x.events))
	}
	if len(v.Members) > 0 {
		v.Times, v.Persons = order.Crowd(time.Time{}, spoken...)
	}
	return v, nil
}

// Leaders lists the open orders of others at the same place about the same, under which an order may be merged (domain.md §6.0), at most twelve.
func (r *Reader) Leaders(ctx context.Context, id string) ([]RoundView, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return nil, ErrNotFound
	}
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, nil
	}
	q := l.state.Request
	all, err := r.near(ctx, Draft{Town: q.Town, Place: q.Place, Category: q.Category, Self: id}, leadersSpan)
	if err != nil {
		return nil, err
	}
	var out []RoundView
	for _, a := range all {
		if a.Open && order.Status(a.Status).TakesMembers() && len(out) < 12 {
			out = append(out, RoundView{ID: a.ID, Number: a.Number, Title: a.Title, Status: order.Status(a.Status).Name()})
		}
	}
	return out, nil
}

// commonReply is the answer that an order's caller and its upper platform are owed: its own, or of a merged one the leading order's, as soon as the result has come.
func (r *Reader) commonReply(ctx context.Context, st order.State) (*order.Reply[order.Kept], error) {
	if st.Reply != nil || st.Merged == nil || st.Status == order.Merged {
		return st.Reply, nil
	}
	l, err := r.s.load(ctx, st.Merged.Leader)
	if err != nil {
		return nil, fmt.Errorf("load leading order of %s: %w", st.ID, err)
	}
	return l.state.Reply, nil
}

// leadersSpan is how old an order may be that is proposed to lead.
const leadersSpan = 30 * 24 * time.Hour
