package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// TrialHead is a trial in the list.
type TrialHead struct {
	ID, Name, Draft, From, To, By, At string
	Pos                               int64
	Total, Done                       int
	Running                           bool
	Sum                               string // SHA-256 of the result
	Again                             int
}

// TrialSum is a line of the sums: a limit or a unit.
type TrialSum struct {
	Name          string
	N, Was, Would int
}

// TrialWho is who signs, how often it was and would be.
type TrialWho struct {
	Step, Who  string
	Was, Would int
}

// TrialLine is a limit that would have been kept or missed otherwise, or a signature that another would have given.
type TrialLine struct {
	Order, Number, Title, Unit string
	What                       string // 办结; 办理结果签批
	Was, Would, Met            string
	Late                       bool // it would be late and was not
	Sign                       bool
	Hidden                     bool // an order that the reader may not see
}

// TrialView is a trial with its result.
type TrialView struct {
	TrialHead
	Changed []policy.Change
	Orders  int
	Limits  []TrialSum
	Units   []TrialSum
	Signs   []TrialWho
	Lines   []TrialLine
	First   int // number of the first line shown, from 1
	Of      int // lines in all
	Left    int // lines that were not kept
	Next    int // where the next page begins, 0 where this is the last
}

func (r *Reader) trialHead(t store.Trial) TrialHead {
	return TrialHead{ID: t.ID, Name: t.Name, Draft: t.Draft, From: t.From, To: t.To, By: r.account(t.Account), At: clockTime(t.Asked), Pos: t.Pos, Total: t.Total, Done: t.Done,
		Running: t.State == "running", Sum: t.Digest, Again: t.Again}
}

// mostTrials is how many the list shows.
const mostTrials = 50

// Trials lists what was run, the newest first.
func (r *Reader) Trials(ctx context.Context) ([]TrialHead, error) {
	if !access.May(r.actor.Post.Kind, access.RuleDrafting) {
		return nil, ErrForbidden
	}
	all, err := r.s.store.Trials(ctx, mostTrials)
	if err != nil {
		return nil, err
	}
	var out []TrialHead
	for _, t := range all {
		out = append(out, r.trialHead(t))
	}
	return out, nil
}

// Trial reads one with a page of its lines, beginning with line from (0 is the first).
func (r *Reader) Trial(ctx context.Context, id string, from int) (TrialView, error) {
	var v TrialView
	if !access.May(r.actor.Post.Kind, access.RuleDrafting) {
		return v, ErrForbidden
	}
	t, err := r.s.store.Trial(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return v, ErrNotFound
	}
	if err != nil {
		return v, err
	}
	v.TrialHead = r.trialHead(t)
	rules, err := policy.Restore(t.File)
	if err != nil {
		return v, err
	}
	base, err := r.s.policyAt(ctx, 0, 0, t.Asked)
	if err != nil {
		return v, err
	}
	v.Changed = policy.Compare(base, rules)
	var res trialResult
	if t.Result != "" {
		if err := json.Unmarshal([]byte(t.Result), &res); err != nil {
			return v, fmt.Errorf("read trial %s: %w", id, err)
		}
	}
	v.Orders, v.Left = res.Orders, res.Left
	for _, x := range res.Limits {
		v.Limits = append(v.Limits, TrialSum{x.Kind.Name(), x.N, x.Was, x.Would})
	}
	for _, x := range res.Units {
		v.Units = append(v.Units, TrialSum{cmp.Or(r.dir.UnitName(x.Unit), "县热线办"), x.N, x.Was, x.Would})
	}
	slices.SortStableFunc(v.Units, func(a, b TrialSum) int { return cmp.Compare(b.Would-b.Was, a.Would-a.Was) })
	for _, x := range res.Signs {
		v.Signs = append(v.Signs, TrialWho{stepName(x.Result), x.Who, x.Was, x.Would})
	}
	slices.SortStableFunc(v.Signs, func(a, b TrialWho) int { return cmp.Compare(a.Step, b.Step) })
	v.Of = len(res.Lines) + len(res.Other)
	from = max(min(from, v.Of), 0)
	v.First = from + 1
	for i := from; i < v.Of && i < from+trialPage; i++ {
		var l TrialLine
		if i < len(res.Lines) {
			l, err = r.trialLine(ctx, res.Lines[i])
		} else {
			l, err = r.trialSignLine(ctx, res.Other[i-len(res.Lines)])
		}
		if err != nil {
			return v, err
		}
		v.Lines = append(v.Lines, l)
	}
	if from+trialPage < v.Of {
		v.Next = from + trialPage
	}
	return v, nil
}

func stepName(result bool) string {
	if result {
		return "办理结果签批"
	}
	return "转办前签批"
}

// trialOrder names an order as far as the reader may see it.
func (r *Reader) trialOrder(ctx context.Context, id string, l *TrialLine) error {
	x, err := r.s.load(ctx, id)
	if err != nil {
		return err
	}
	if Relate(r.actor, x.state, r.s.now()) == access.Stranger {
		l.Hidden = true
		return nil
	}
	l.Order, l.Number, l.Title = id, x.state.Number, x.state.Request.Title
	return nil
}

func (r *Reader) trialLine(ctx context.Context, t trialLine) (TrialLine, error) {
	day := func(ms int64) string { return endOfDay(time.UnixMilli(ms)) }
	l := TrialLine{Unit: r.dir.UnitName(t.Unit), What: order.LimitKind(t.Kind).Name(), Was: day(t.Was), Would: day(t.Would), Met: "还没有办", Late: t.Late}
	if t.Met > 0 {
		l.Met = clockTime(time.UnixMilli(t.Met))
	}
	err := r.trialOrder(ctx, t.Order, &l)
	if l.Hidden {
		l.Unit = ""
	}
	return l, err
}

func (r *Reader) trialSignLine(ctx context.Context, t trialSign) (TrialLine, error) {
	l := TrialLine{What: stepName(t.Result), Was: t.Was[0], Would: t.Would[0], Sign: true}
	return l, r.trialOrder(ctx, t.Order, &l)
}
