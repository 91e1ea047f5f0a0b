package desk

import (
	"context"
	"errors"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/text"
)

// Joinable is an order that may be merged under another: nobody has it yet, and it was said at the same place about the same.
type Joinable struct {
	RoundView
	Version int64
	Score   int // likeness of the words, 0–100
	At      string
}

// Gathering is a leading order with what may be merged under it.
type Gathering struct {
	ID, Number, Title, Status string
	Why                       string // why nothing can be merged under it, "" where it can
	All                       []Joinable
}

// Gather lists what may be merged under an order, the likeliest first. Errors: ErrForbidden, ErrNotFound.
func (r *Reader) Gather(ctx context.Context, id string) (Gathering, error) {
	var out Gathering
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return out, ErrForbidden
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return out, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return out, r.s.shut(ctx, r.actor, id, "gather")
	}
	st := l.state
	out.ID, out.Number, out.Title, out.Status = st.ID, st.Number, st.Request.Title, st.Status.Name()
	if out.Why = mayLead(st); out.Why != "" {
		return out, nil
	}
	mine, err := r.draftOf(ctx, st)
	if err != nil {
		return out, err
	}
	near, err := r.near(ctx, Draft{Town: mine.Town, Place: mine.Place, Category: mine.Category, Self: id}, leadersSpan)
	if err != nil {
		return out, err
	}
	for _, a := range near {
		if !a.Open || a.Status != string(order.Registered) && a.Status != string(order.PendingDispatch) {
			continue
		}
		x, err := r.joinable(ctx, a.ID, st, mine)
		if err != nil {
			return out, err
		}
		if x != nil {
			out.All = append(out.All, *x)
		}
	}
	slices.SortStableFunc(out.All, func(a, b Joinable) int { return b.Score - a.Score })
	return out, nil
}

// joinable is an order as one that may be merged, nil where the rules would refuse it.
func (r *Reader) joinable(ctx context.Context, id string, lead order.State, mine Draft) (*Joinable, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	st := l.state
	p, err := r.s.policyFor(ctx, st.Policy, st.Calendar)
	if err != nil {
		return nil, err
	}
	if Relate(r.actor, st, r.s.now()) == access.Stranger || st.MatterID == lead.MatterID || order.MayMerge(st, p) != nil {
		return nil, nil
	}
	d, err := r.draftOf(ctx, st)
	if err != nil {
		return nil, err
	}
	return &Joinable{RoundView: RoundView{ID: st.ID, Number: st.Number, Title: st.Request.Title, Status: st.Status.Name()}, Version: l.version, Score: text.Likeness(mine.Words, d.Words),
		At: clockTime(st.RegisteredAt)}, nil
}

// mayLead says in words why nothing can be merged under an order.
func mayLead(st order.State) string {
	switch {
	case st.Merged != nil:
		return "这件已并入" + st.Merged.Number + "，请打开主办工单再并。"
	case !st.Status.TakesMembers():
		return "这件是“" + st.Status.Name() + "”，不能再并入别的工单。"
	case st.RefusalAsk != nil:
		return "这件正在提请转不予受理，等决定以后再并入。"
	}
	return ""
}

// Gathered is one submission of the page: each ticked order is merged by itself, and one that is refused holds up none of the others.
type Gathered struct {
	Actor  org.Actor
	Leader string
	Key    string
	Items  []BatchItem
	Reason string // the same for all, may be empty
}

// DoGather merges what was ticked. Errors are of the submission as a whole; what one order meets stands in its outcome.
func (s *Service) DoGather(ctx context.Context, g Gathered) ([]BatchOutcome, error) {
	if len(g.Items) == 0 || len(g.Items) > batchMost {
		return nil, invalid("id", "请先勾选要并入的工单，一次最多100件。")
	}
	var out []BatchOutcome
	for _, it := range g.Items {
		o := BatchOutcome{ID: it.ID}
		l, err := s.load(ctx, it.ID)
		switch {
		case err == nil && Relate(g.Actor, l.state, s.now()) == access.Stranger:
			err = s.shut(ctx, g.Actor, it.ID, "gather")
		case err == nil:
			o.Number, o.Title = l.state.Number, l.state.Request.Title
			ask := Ask{Actor: g.Actor, Order: it.ID, Shown: it.Shown, Route: "gather",
				Commands: []order.Command{order.Merge{By: order.By{Actor: g.Actor}, Under: order.Leading{ID: g.Leader}, Reason: order.Private{Text: g.Reason}}}}
			if g.Key != "" {
				ask.Key, ask.Content = g.Key+"/"+it.ID, []byte(g.Leader+"\x00"+g.Reason)
			}
			_, err = s.Do(ctx, ask)
		}
		switch {
		case errors.Is(err, ErrForbidden):
			return nil, err
		case err != nil:
			if o.Why, o.Article = batchWhy(err); o.Why == "" {
				return out, err
			}
		default:
			o.OK = true
		}
		out = append(out, o)
	}
	return out, nil
}
