package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// AbuseOrder is an order of the evidence as far as the reader may open it.
type AbuseOrder struct{ ID, Number, Day, Title string }

// AbuseLine is one word in the course of a record.
type AbuseLine struct{ At, By, Verb, Words string }

// AbuseView is a record about a caller who disturbs the hotline, without his number (Art. 13).
type AbuseView struct {
	ID                          string
	Stage                       office.AbuseStage
	Behaviour                   office.Behaviour
	Unit, By, At, Facts         string
	Masked                      string // 138****5678; empty for a unit
	First, Last                 string
	Calls                       int
	Orders                      []AbuseOrder
	Warnings                    []AbuseLine
	Decided, Ended              *AbuseLine
	Until                       string // the last day of the hint
	Number, To, Basis, HandedAt string // of the letter
	HandedBy                    string
	Receipt, Result             *AbuseLine
	Outcome                     string
	MayWarn, MayDecide, MayHand bool
	MayReceive, MayConclude     bool
	MayEnd, MayReveal           bool
	LacksWarning                bool // approved, but nobody has warned the caller
	Own                         bool // proposed by this reader: another head decides
	Basics                      string
	Seen                        []Seen // who looked at the number, for the head
	Made                        time.Time
}

// AbusePage is a page of them.
type AbusePage struct {
	Items []AbuseView
	Next  string
	Whole bool // the desk: all records
}

// AbuseWish is the form.
type AbuseWish struct {
	Behaviour   office.Behaviour
	Phone       string // the desk alone
	Numbers     string // of orders, parted by anything
	Calls       int
	First, Last string
	Facts       string
}

// AbuseHint is what an operator reads about a number: a hint, never an obstacle.
type AbuseHint struct{ ID, Behaviour, Until string }

// Words are those of the hint.
func (h AbuseHint) Words() string {
	return "这个号码有恶意占用记录（" + h.Behaviour + "），提示至" + h.Until + "。可以照常受理：有正当诉求的照常登记、转办，不得因此不受理（第十三条）。"
}

func (s *Service) abuse(ctx context.Context, id string) (office.Abuse, error) {
	var a office.Abuse
	recs, err := s.store.Load(ctx, store.AbuseStream(id))
	if err != nil {
		return a, fmt.Errorf("load abuse record %s: %w", id, err)
	}
	for _, rec := range recs {
		if a, err = store.FoldAbuse(a, rec); err != nil {
			return a, err
		}
	}
	return a, nil
}

// abuseHint is the hint that runs now about a number, for the desk; nil where there is none. It is read where a request is written and by no rule.
func (r *Reader) abuseHint(ctx context.Context, number string) (*AbuseHint, error) {
	if k := r.actor.Post.Kind; number == "" || k.InUnit() || !access.May(k, access.Abuse) {
		return nil, nil
	}
	now := r.s.now()
	id, err := r.s.store.AbuseOf(ctx, r.s.vault.PhoneIndex(number), now)
	if errors.Is(err, store.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	a, err := r.s.abuse(ctx, id)
	if err != nil || a.Stage(now) != office.AbuseHints {
		return nil, err
	}
	return &AbuseHint{ID: a.ID, Behaviour: a.Proposed.Evidence.Behaviour.Name(), Until: lastDay(a.Decided.Until)}, nil
}

func lastDay(until time.Time) string { return calendar.LastDay(until).Chinese() }

// Abuses lists records: the desk all of a stage, a unit its own.
func (r *Reader) Abuses(ctx context.Context, stage office.AbuseStage, before time.Time) (AbusePage, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Abuse) {
		return AbusePage{}, ErrForbidden
	}
	out := AbusePage{Whole: !k.InUnit()}
	ask := store.AbuseAsk{Stage: stage, Now: r.s.now(), Before: before, Limit: pageSize + 1}
	if !out.Whole {
		ask.Unit = r.actor.Post.Unit
	}
	ids, err := r.s.store.Abuses(ctx, ask)
	if err != nil {
		return out, fmt.Errorf("list abuse records: %w", err)
	}
	var last time.Time
	for i, id := range ids {
		if i == pageSize {
			out.Next = fmt.Sprint(last.UnixMilli())
			break
		}
		a, err := r.s.abuse(ctx, id)
		if err != nil {
			return out, err
		}
		last = a.Proposed.At
		if sees, err := r.seesAbuse(ctx, a); err != nil || !sees {
			if err != nil {
				return out, err
			}
			continue
		}
		v, err := r.abuseView(ctx, a)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}

// CountAbuses counts, for the head, what waits for his word.
func (r *Reader) CountAbuses(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.AbuseHeading) {
		return 0, nil
	}
	return r.s.store.CountAbuses(ctx)
}

// Abuse is one. A stranger's and none answer alike.
func (r *Reader) Abuse(ctx context.Context, id string) (AbuseView, error) {
	a, err := r.s.abuse(ctx, id)
	if err != nil {
		return AbuseView{}, err
	}
	if sees, err := r.seesAbuse(ctx, a); err != nil || !sees {
		return AbuseView{}, orNotFound(err)
	}
	return r.abuseView(ctx, a)
}

// seesAbuse reports whether the record is there for the reader: one whose evidence is an order that reports him or his unit goes from a unit's view with that order,
// or the unit would read from the gap in it that it was reported (Art. 23(6)).
func (r *Reader) seesAbuse(ctx context.Context, a office.Abuse) (bool, error) {
	if !a.Sees(r.actor) {
		return false, nil
	}
	if !r.actor.Post.Kind.InUnit() {
		return true, nil
	}
	for _, id := range a.Proposed.Evidence.Orders {
		l, err := r.s.load(ctx, id)
		if err != nil {
			return false, err
		}
		if l.state.Recuses(r.actor) {
			return false, nil
		}
	}
	return true, nil
}

// orNotFound is the error, or that there is no such thing.
func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return ErrNotFound
}

func (r *Reader) abuseView(ctx context.Context, a office.Abuse) (AbuseView, error) {
	p, now, k := a.Proposed, r.s.now(), r.actor.Post.Kind
	stage := a.Stage(now)
	v := AbuseView{ID: a.ID, Stage: stage, Behaviour: p.Evidence.Behaviour, Unit: r.dir.UnitName(p.Unit), By: r.account(p.Account), At: clockTime(p.At), Calls: p.Evidence.Calls,
		First: dayOf(p.Evidence.First), Last: dayOf(p.Evidence.Last), Basics: office.AbuseBasis(p.Evidence.Behaviour), Own: p.Account == r.actor.Account, Made: p.At}
	desk, do, head := !k.InUnit(), access.May(k, access.AbuseOffice), access.May(k, access.AbuseHeading)
	hints := stage == office.AbuseHints
	v.MayWarn = a.Handed == nil && (stage == office.AbuseWaits || hints)
	v.MayDecide, v.MayEnd, v.MayReveal = head && stage == office.AbuseWaits, head && hints, do
	v.MayHand, v.LacksWarning = do && hints && a.MayHand(), hints && a.Handed == nil && !a.MayHand()
	v.MayReceive, v.MayConclude = do && a.Handed != nil && a.Received == nil, do && a.Received != nil && a.Result == nil
	refs := []string{p.Facts.Ref}
	if desk {
		refs = append(refs, p.Number.Ref)
	}
	for _, w := range a.Warnings {
		refs = append(refs, w.Words.Ref)
	}
	if a.Decided != nil {
		refs = append(refs, a.Decided.Words.Ref)
	}
	if a.Received != nil && desk {
		refs = append(refs, a.Received.Words.Ref)
	}
	if a.Result != nil {
		refs = append(refs, a.Result.Words.Ref)
	}
	if a.Ended != nil {
		refs = append(refs, a.Ended.Words.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	v.Facts = open[p.Facts.Ref]
	if n := open[p.Number.Ref]; n != "" {
		v.Masked = text.MaskPhone(n)
	}
	for _, w := range a.Warnings {
		v.Warnings = append(v.Warnings, AbuseLine{At: clockTime(w.When), By: r.dir.UnitName(w.Unit) + " " + r.account(w.Account), Words: open[w.Words.Ref]})
	}
	if e := a.Decided; e != nil {
		v.Decided = &AbuseLine{At: clockTime(e.At), By: r.account(e.Account), Verb: "批准", Words: open[e.Words.Ref]}
		if !e.Approved {
			v.Decided.Verb = "不批准"
		} else {
			v.Until = lastDay(e.Until)
		}
	}
	if e := a.Handed; e != nil {
		v.Number, v.To, v.Basis, v.HandedAt, v.HandedBy = e.Number, r.dir.UnitName(e.To), e.Basis, clockTime(e.At), r.account(e.Account)
	}
	if e := a.Received; e != nil {
		v.Receipt = &AbuseLine{At: dayOf(e.Day), By: r.account(e.Account), Words: open[e.Words.Ref]}
	}
	if e := a.Result; e != nil {
		v.Outcome, v.Result = e.Outcome.Name(), &AbuseLine{At: dayOf(e.Day), By: r.account(e.Account), Verb: e.Outcome.Name(), Words: open[e.Words.Ref]}
	}
	if e := a.Ended; e != nil {
		v.Ended = &AbuseLine{At: clockTime(e.At), By: r.account(e.Account), Words: open[e.Words.Ref]}
	}
	for _, id := range p.Evidence.Orders {
		x, there, err := r.abuseOrder(ctx, id)
		if err != nil {
			return v, err
		}
		if there {
			v.Orders = append(v.Orders, x)
		}
	}
	if head {
		v.Seen, err = r.sawAbuse(ctx, a.ID)
	}
	return v, err
}

func dayOf(s string) string {
	d, err := calendar.ParseDate(s)
	if err != nil {
		return ""
	}
	return d.Chinese()
}

// abuseOrder is an order of the evidence; one that reports the reader is not there for him.
func (r *Reader) abuseOrder(ctx context.Context, id string) (AbuseOrder, bool, error) {
	l, err := r.s.load(ctx, id)
	if err != nil || l.state.Recuses(r.actor) {
		return AbuseOrder{}, false, err
	}
	x := AbuseOrder{Day: DayWords(l.state.RegisteredAt), Title: "保密件"}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		x.Title = "不在您查看范围内的一件"
		return x, true, nil
	}
	x.ID, x.Number = id, l.state.Number
	if l.state.Request.Secrecy == order.Ordinary {
		x.Title = l.state.Request.Title
	}
	return x, true, nil
}

func (r *Reader) sawAbuse(ctx context.Context, id string) ([]Seen, error) {
	recs, err := r.s.store.Load(ctx, accessStream)
	if err != nil {
		return nil, fmt.Errorf("load reveals: %w", err)
	}
	var out []Seen
	for _, rec := range recs {
		var e revealEvent
		if rec.Kind == "revealed" && json.Unmarshal(rec.Body, &e) == nil && e.Abuse == id {
			out = append(out, Seen{At: e.At, Who: r.who(rec.Actor, org.PostID(rec.Post)), Field: e.Field, Reason: access.Reason(e.Reason)})
		}
	}
	return out, nil
}
