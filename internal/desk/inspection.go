package desk

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// FindingView is something to mend, with what was said about it.
type FindingView struct {
	N                   int
	What, Due           string // Due: 3月12日 周四
	Late, Mended, Waits bool   // Waits: the unit has answered, the office has yet to judge
	Lines               []AbuseLine
	MayAnswer, MayJudge bool
}

// InspectionView is a visit of the office to a unit (Art. 6(5)).
type InspectionView struct {
	ID, UnitName          string
	Unit                  org.UnitID
	Day, Purpose          string
	PlannedBy, PlannedAt  string
	State                 string // 已计划, 已取消, 待整改, 已了结
	Cancelled             string
	Made                  bool
	By, MadeAt, Met, Seen string
	Findings              []FindingView
	Left                  int
	Open                  bool
	MayMake, MayCancel    bool
	Today                 string
}

// InspectionPage is a page of them.
type InspectionPage struct {
	Items []InspectionView
	Next  string
	Whole bool // the office's
	May   bool // may plan
}

// Inspections lists visits: the office's open ones or those that are over, a unit's own.
func (r *Reader) Inspections(ctx context.Context, over bool, before time.Time) (InspectionPage, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Inspections) {
		return InspectionPage{}, ErrForbidden
	}
	out := InspectionPage{Whole: !k.InUnit(), May: access.May(k, access.Checking)}
	ask := store.RecordAsk{Kind: office.InspectionRecord, Open: !over, Before: before}
	if !out.Whole {
		ask.Unit = r.actor.Post.Unit
	}
	var err error
	out.Items, out.Next, err = recordPage(ctx, r, ask, func(id string) (InspectionView, time.Time, error) {
		v, _, _, err := record[office.Inspection](ctx, r.s, office.InspectionRecord, id)
		if err != nil {
			return InspectionView{}, time.Time{}, err
		}
		x, err := r.inspectionView(ctx, id, v)
		return x, v.Plan.At, err
	})
	return out, err
}

// CountInspections counts what the reader owes: the office findings that a unit says are mended, a unit what it has to mend.
func (r *Reader) CountInspections(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Inspections) {
		return 0, nil
	}
	p, err := r.Inspections(ctx, false, time.Time{})
	if err != nil {
		return 0, err
	}
	n := 0
	for _, v := range p.Items {
		for _, f := range v.Findings {
			if f.MayAnswer || f.MayJudge && f.Waits {
				n++
			}
		}
	}
	return n, nil
}

// Inspection is one. Another unit's and none answer alike.
func (r *Reader) Inspection(ctx context.Context, id string) (InspectionView, error) {
	if !access.May(r.actor.Post.Kind, access.Inspections) {
		return InspectionView{}, ErrForbidden
	}
	v, _, _, err := record[office.Inspection](ctx, r.s, office.InspectionRecord, id)
	if err != nil {
		return InspectionView{}, err
	}
	if !v.Sees(r.actor) {
		return InspectionView{}, ErrNotFound
	}
	return r.inspectionView(ctx, id, v)
}

func shortDay(s string) string {
	d, err := calendar.ParseDate(s)
	if err != nil {
		return ""
	}
	return d.ChineseShort()
}

func (r *Reader) inspectionView(ctx context.Context, id string, x office.Inspection) (InspectionView, error) {
	k := r.actor.Post.Kind
	check, today := access.May(k, access.Checking), calendar.DateOf(r.s.now()).String()
	v := InspectionView{ID: id, Unit: x.Plan.Unit, UnitName: r.dir.UnitName(x.Plan.Unit), Day: dayOf(x.Plan.Day), Purpose: x.Plan.Purpose, PlannedBy: r.account(x.Plan.Account), PlannedAt: clockTime(x.Plan.At),
		Left: x.Left(), Open: x.Row().Open, Today: today}
	v.MayCancel = check && x.Made == nil && x.Cancelled == nil
	v.MayMake = v.MayCancel
	switch {
	case x.Cancelled != nil:
		v.State, v.Cancelled = "已取消", x.Cancelled.Reason
	case x.Made == nil:
		v.State = "已计划"
	case v.Left > 0:
		v.State = "待整改"
	default:
		v.State = "已了结"
	}
	if x.Made == nil {
		return v, nil
	}
	v.Made, v.By, v.MadeAt, v.Day = true, r.account(x.Made.Account), clockTime(x.Made.At), dayOf(x.Made.Day)
	refs := []string{x.Made.Met.Ref, x.Made.Seen.Ref}
	for _, f := range x.Findings {
		refs = append(refs, f.What.Ref)
		for _, l := range f.Lines {
			refs = append(refs, l.Words.Ref)
		}
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	v.Met, v.Seen = open[x.Made.Met.Ref], open[x.Made.Seen.Ref]
	own := k.InUnit() && x.Plan.Unit == r.actor.Post.Unit
	for _, f := range x.Findings {
		y := FindingView{N: f.N, What: open[f.What.Ref], Due: shortDay(f.Due), Late: !f.Mended && f.Due < today, Mended: f.Mended, Waits: f.Answered, MayAnswer: own && !f.Mended && !f.Answered, MayJudge: check && !f.Mended}
		for _, l := range f.Lines {
			line := AbuseLine{At: clockTime(l.At), By: r.account(l.Account), Words: open[l.Words.Ref], Verb: "报告整改"}
			switch {
			case l.Answered && l.Late:
				line.Verb = "报告整改（超期）"
			case !l.Answered && l.Mended:
				line.Verb = "认定已整改"
			case !l.Answered:
				line.Verb = "认定没有整改到位"
			}
			y.Lines = append(y.Lines, line)
		}
		v.Findings = append(v.Findings, y)
	}
	return v, nil
}

func (r *Reader) seesInspection(x office.Inspection) bool { return x.Sees(r.actor) }

// toldUnit tells a unit's handler and its principal.
func toldUnit(id string, code order.NoticeCode, u org.UnitID, times int) *store.ToldBody {
	b := &store.ToldBody{About: id}
	for _, k := range []org.Kind{org.UnitHandler, org.UnitPrincipal} {
		b.Lines = append(b.Lines, store.ToldLine{Code: code, To: order.ToPost(org.PostOf(u, k)), Times: times, Page: "/inspections/" + id})
	}
	return b
}

// PlanInspection plans a visit; the unit is told.
func (r *Reader) PlanInspection(ctx context.Context, unit org.UnitID, day, purpose, key string) (string, error) {
	if u, ok := r.dir.Unit(unit); !ok || u.Closed {
		unit = ""
	}
	return doRecord(ctx, r, recordDeed[office.Inspection]{kind: office.InspectionRecord, key: key, need: access.Checking, digest: fmt.Sprint(unit, day, purpose),
		decide: func(_ office.Inspection, _ []office.Words, now time.Time) (any, error) {
			return office.PlanInspection(r.actor, unit, day, purpose, now)
		}, told: func(id string, x office.Inspection) *store.ToldBody {
			if x.Plan.Day < calendar.DateOf(x.Plan.At).String() {
				return nil // it has been made already
			}
			return toldUnit(id, order.NoticeInspection, x.Plan.Unit, 0)
		}})
}

// CancelInspection ends a plan.
func (r *Reader) CancelInspection(ctx context.Context, id, reason, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Inspection]{kind: office.InspectionRecord, id: id, key: key, need: access.Checking, digest: "cancel" + reason, sees: r.seesInspection,
		decide: func(x office.Inspection, _ []office.Words, now time.Time) (any, error) {
			return x.Cancel(r.actor, reason, now)
		}})
	return err
}

// InspectionWish is the record of a visit as it was typed; empty findings are left out by the page.
type InspectionWish struct {
	Day, Met, Seen string
	What, Due      []string
}

// MakeInspection puts a visit on record; the unit is told what it has to mend.
func (r *Reader) MakeInspection(ctx context.Context, id string, a InspectionWish, key string) error {
	words := append([]string{a.Met, a.Seen}, a.What...)
	_, err := doRecord(ctx, r, recordDeed[office.Inspection]{kind: office.InspectionRecord, id: id, key: key, need: access.Checking, digest: fmt.Sprint("make", a.Day, a.Due), words: words, sees: r.seesInspection,
		decide: func(x office.Inspection, w []office.Words, now time.Time) (any, error) {
			e, err := x.Make(r.actor, a.Day, a.Met, a.Seen, a.What, a.Due, now)
			e.Met, e.Seen = w[0], w[1]
			for i := range e.Findings {
				e.Findings[i].What = w[2+i]
			}
			return e, err
		}, told: func(id string, x office.Inspection) *store.ToldBody {
			if len(x.Findings) == 0 {
				return nil
			}
			return toldUnit(id, order.NoticeFindings, x.Plan.Unit, len(x.Findings))
		}})
	return err
}

// AnswerFinding is the unit's: what it has mended.
func (r *Reader) AnswerFinding(ctx context.Context, id string, n int, words, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Inspection]{kind: office.InspectionRecord, id: id, key: key, need: access.Inspections, digest: fmt.Sprint("answer", n), words: []string{words}, sees: r.seesInspection,
		decide: func(x office.Inspection, w []office.Words, now time.Time) (any, error) {
			e, err := x.Answer(r.actor, n, words, now)
			e.Words = w[0]
			return e, err
		}, told: func(id string, _ office.Inspection) *store.ToldBody {
			return &store.ToldBody{About: id, Lines: []store.ToldLine{{Code: order.NoticeFindingSaid, To: order.ToPost(org.PostOf(org.HotlineOffice, org.Supervisor)), Page: "/inspections/" + id}}}
		}})
	return err
}

// JudgeFinding is the office's: mended, or not, with another day.
func (r *Reader) JudgeFinding(ctx context.Context, id string, n int, mended bool, due, words, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Inspection]{kind: office.InspectionRecord, id: id, key: key, need: access.Checking, digest: fmt.Sprint("judge", n, mended, due), words: []string{words}, sees: r.seesInspection,
		decide: func(x office.Inspection, w []office.Words, now time.Time) (any, error) {
			e, err := x.Judge(r.actor, n, mended, due, words, now)
			e.Words = w[0]
			return e, err
		}, told: func(id string, x office.Inspection) *store.ToldBody {
			if mended {
				return nil
			}
			return toldUnit(id, order.NoticeFindingAgain, x.Plan.Unit, 0)
		}})
	return err
}
