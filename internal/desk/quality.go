package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// QualityView is a sheet of points as its operator and the checkers see it. Of the order it shows what its reader may open anyway (Art. 23(6)).
type QualityView struct {
	ID, Month, Stage    string
	Operator            string
	Order               AbuseOrder // without id and number where the reader may not open it
	Refused             bool
	Points              office.Points // those that count
	Scored              bool
	Sum                 int
	First               *office.Points // of the first word, where an appeal changed them
	By, At, Remark      string
	Until               string // last day of the appeal
	Appeal, Decided     *AbuseLine
	Open                bool
	MayScore, MayAppeal bool
	MayDecide           bool
	Own                 bool // the reader's own work
}

// QualityPage is the page: a checker's by stage, with the month's averages; an operator's own.
type QualityPage struct {
	Items    []QualityView
	Next     string
	Whole    bool // a checker's
	Open     int  // sheets that wait
	Averages []QualityAverage
	Month    string   // of the averages, 2026-02
	Months   []string // that may be drawn, the newest first
}

// QualityAverage is what an operator's sheets of a month come to.
type QualityAverage struct {
	Name          string
	Sheets, Waits int
	Tenths        int // average of a hundred, in tenths; -1 while nothing is scored
}

// DrawQuality draws a month's sample and makes its sheets; who draws again finds the same ones. It answers how many are new.
func (r *Reader) DrawQuality(ctx context.Context, month, key string) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Checking) {
		return 0, ErrForbidden
	}
	s := r.s
	now := s.now()
	if err := office.DrawQuality(r.actor, month, now); err != nil {
		return 0, err
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return 0, err
	}
	from, _ := calendar.ParseDate(month + "-01")
	y, m, _ := from.Parts()
	to := calendar.NewDate(y, m+1, 1)
	all, err := s.store.HandledIn(ctx, from.Midnight(), to.Midnight())
	if err != nil {
		return 0, err
	}
	all = slices.DeleteFunc(all, func(h office.Handled) bool { return h.Operator == "" }) // taken over from the old platform
	w := store.Append{At: now}
	for _, h := range office.Draw(month, all, p.Service.QualitySamplePercent.Value, p.Service.QualityRefusalPercent.Value) {
		id := s.vault.Token("quality " + month + " " + h.Order)
		if _, _, _, err := record[office.Quality](ctx, s, office.QualityRecord, id); !errors.Is(err, ErrNotFound) {
			if err != nil {
				return 0, err
			}
			continue
		}
		e := office.QualityDrawn{At: now, Account: r.actor.Account, Month: month, Order: h.Order, Operator: h.Operator, Refused: h.Refused}
		ev, err := store.RecordEvent(e)
		if err != nil {
			return 0, err
		}
		w.Writes = append(w.Writes, store.StreamWrite{Stream: store.RecordStream(office.QualityRecord, id), Expect: 0, Events: []store.NewEvent{ev}})
		w.Rows = append(w.Rows, store.RecordRow(office.QualityRecord, id, office.EvolveRecord(office.Quality{}, e), 1))
	}
	if len(w.Writes) == 0 {
		return 0, nil
	}
	n := len(w.Writes)
	if _, err := s.finishOwn(ctx, r.actor, w, &store.CommandKey{Actor: string(r.actor.Account), Route: "quality_draw", Key: key, Digest: s.vault.Digest(month)}, month); err != nil {
		var lost *store.ErrConflict
		if errors.As(err, &lost) {
			return 0, &Conflict{What: []string{"另一人刚刚抽过这个月，请刷新页面"}}
		}
		return 0, err
	}
	return n, nil
}

// Qualities lists sheets: a checker's that wait or are over, anybody's own.
func (r *Reader) Qualities(ctx context.Context, over, own bool, before time.Time) (QualityPage, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.QualityReading) {
		return QualityPage{}, ErrForbidden
	}
	out := QualityPage{Whole: access.May(k, access.Checking)}
	ask := store.RecordAsk{Kind: office.QualityRecord, Open: !over, Before: before}
	if own || !out.Whole {
		ask.Person = r.actor.Account
	}
	var err error
	out.Items, out.Next, err = recordPage(ctx, r, ask, func(id string) (QualityView, time.Time, error) {
		q, _, _, err := record[office.Quality](ctx, r.s, office.QualityRecord, id)
		if err != nil {
			return QualityView{}, time.Time{}, err
		}
		v, err := r.qualityView(ctx, id, q)
		return v, q.Drawn.At, err
	})
	if err != nil || !out.Whole {
		return out, err
	}
	if out.Open, err = r.s.store.CountRecords(ctx, office.QualityRecord); err != nil {
		return out, err
	}
	first := calendar.DateOf(r.s.now())
	y, m, _ := first.Parts()
	for i := 1; i <= 6; i++ {
		out.Months = append(out.Months, calendar.NewDate(y, m-time.Month(i), 1).String()[:7])
	}
	out.Month = out.Months[0]
	out.Averages, err = r.qualityAverages(ctx, out.Month)
	return out, err
}

// qualityAverages adds a month's sheets up by operator.
func (r *Reader) qualityAverages(ctx context.Context, month string) ([]QualityAverage, error) {
	type sum struct{ sheets, waits, points, scored int }
	by := map[org.AccountID]sum{}
	for _, open := range []bool{true, false} {
		ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.QualityRecord, Open: open, Limit: 1000})
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			q, _, _, err := record[office.Quality](ctx, r.s, office.QualityRecord, id)
			if err != nil {
				return nil, err
			}
			if q.Drawn.Month != month {
				continue
			}
			x := by[q.Drawn.Operator]
			x.sheets++
			if q.Row().Open {
				x.waits++
			}
			if p, ok := q.Points(); ok {
				x.points += p.Sum()
				x.scored++
			}
			by[q.Drawn.Operator] = x
		}
	}
	var out []QualityAverage
	for id, x := range by {
		a := QualityAverage{Name: r.account(id), Sheets: x.sheets, Waits: x.waits, Tenths: -1}
		if x.scored > 0 {
			a.Tenths = (x.points*10 + x.scored/2) / x.scored
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b QualityAverage) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out, nil
}

// Quality is one sheet. A stranger's and none answer alike.
func (r *Reader) Quality(ctx context.Context, id string) (QualityView, error) {
	if !access.May(r.actor.Post.Kind, access.QualityReading) {
		return QualityView{}, ErrForbidden
	}
	q, _, _, err := record[office.Quality](ctx, r.s, office.QualityRecord, id)
	if err != nil {
		return QualityView{}, err
	}
	if !q.Sees(r.actor) {
		return QualityView{}, ErrNotFound
	}
	return r.qualityView(ctx, id, q)
}

func (r *Reader) qualityView(ctx context.Context, id string, q office.Quality) (QualityView, error) {
	me, check, now := r.actor.Account, access.May(r.actor.Post.Kind, access.Checking), r.s.now()
	v := QualityView{ID: id, Month: q.Drawn.Month, Stage: q.Stage(), Operator: r.account(q.Drawn.Operator), Refused: q.Drawn.Refused, Open: q.Row().Open, Own: q.Drawn.Operator == me}
	var there bool
	var err error
	if v.Order, there, err = r.abuseOrder(ctx, q.Drawn.Order); err != nil {
		return v, err
	}
	if !there {
		if !check { // an operator whom the caller reports reads it from no sheet either (Art. 23(6))
			return QualityView{}, ErrNotFound
		}
		v.Order.Title = "不在您查看范围内的一件"
	}
	v.Points, v.Scored = q.Points()
	v.Sum = v.Points.Sum()
	v.MayScore = check && q.Scored == nil && !v.Own
	v.MayAppeal = v.Own && q.Scored != nil && q.Appeal == nil && now.Before(q.Scored.Until)
	var refs []string
	if q.Scored != nil {
		refs = append(refs, q.Scored.Remark.Ref)
		v.By, v.At, v.Until = r.account(q.Scored.Account), clockTime(q.Scored.At), lastDay(q.Scored.Until)
	}
	if q.Appeal != nil {
		refs = append(refs, q.Appeal.Words.Ref)
		v.MayDecide = check && q.Decided == nil && !v.Own && q.Scored.Account != me
	}
	if q.Decided != nil {
		refs = append(refs, q.Decided.Words.Ref)
		if q.Scored.Points != q.Decided.Points {
			v.First = &q.Scored.Points
		}
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	if q.Scored != nil {
		v.Remark = open[q.Scored.Remark.Ref]
	}
	if e := q.Appeal; e != nil {
		v.Appeal = &AbuseLine{At: clockTime(e.At), By: r.account(e.Account), Words: open[e.Words.Ref]}
	}
	if e := q.Decided; e != nil {
		v.Decided = &AbuseLine{At: clockTime(e.At), By: r.account(e.Account), Words: open[e.Words.Ref]}
	}
	return v, nil
}

// ScoreQuality is the checker's word; the operator is told that it is there.
func (r *Reader) ScoreQuality(ctx context.Context, id string, p office.Points, remark, key string) error {
	pol, err := r.s.Policy(ctx)
	if err != nil {
		return err
	}
	now := r.s.now()
	until := pol.Calendar.AddWorkdays(calendar.DateOf(now), pol.Service.QualityAppealWD.Value).Next().Midnight()
	_, err = doRecord(ctx, r, recordDeed[office.Quality]{kind: office.QualityRecord, id: id, key: key, need: access.Checking, digest: fmt.Sprint("score", p), words: []string{remark}, sees: r.seesQuality,
		decide: func(q office.Quality, w []office.Words, now time.Time) (any, error) {
			e, err := q.Score(r.actor, p, remark, until, now)
			e.Remark = w[0]
			return e, err
		}, told: func(id string, q office.Quality) *store.ToldBody {
			return toldPerson(id, order.NoticeQuality, q.Drawn.Operator, "/quality/"+id)
		}})
	return err
}

func toldPerson(id string, code order.NoticeCode, who org.AccountID, page string) *store.ToldBody {
	return &store.ToldBody{About: id, Lines: []store.ToldLine{{Code: code, To: order.ToAccount(who), Page: page}}}
}

func (r *Reader) seesQuality(q office.Quality) bool { return q.Sees(r.actor) }

// AppealQuality is the operator's, against his own sheet.
func (r *Reader) AppealQuality(ctx context.Context, id, words, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Quality]{kind: office.QualityRecord, id: id, key: key, need: access.QualityReading, digest: "appeal", words: []string{words}, sees: r.seesQuality,
		decide: func(q office.Quality, w []office.Words, now time.Time) (any, error) {
			e, err := q.Contest(r.actor, words, now)
			e.Words = w[0]
			return e, err
		}, told: func(id string, _ office.Quality) *store.ToldBody {
			return &store.ToldBody{About: id, Lines: []store.ToldLine{{Code: order.NoticeQualityAppeal, To: order.ToPost(org.PostOfficeHead), Page: "/quality/" + id}}}
		}})
	return err
}

// DecideQuality answers the appeal, by another than who scored.
func (r *Reader) DecideQuality(ctx context.Context, id string, p office.Points, words, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Quality]{kind: office.QualityRecord, id: id, key: key, need: access.Checking, digest: fmt.Sprint("decide", p), words: []string{words}, sees: r.seesQuality,
		decide: func(q office.Quality, w []office.Words, now time.Time) (any, error) {
			e, err := q.Decide(r.actor, p, words, now)
			e.Words = w[0]
			return e, err
		}, told: func(id string, q office.Quality) *store.ToldBody {
			return toldPerson(id, order.NoticeQualityDecided, q.Drawn.Operator, "/quality/"+id)
		}})
	return err
}

// CountQuality counts what waits for a checker.
func (r *Reader) CountQuality(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Checking) {
		return 0, nil
	}
	return r.s.store.CountRecords(ctx, office.QualityRecord)
}

// TrainingView is a training.
type TrainingView struct {
	ID, Day, Topic, Teacher string
	Minutes                 int
	People                  []string
	By, At, Struck          string // why it does not count
	MayStrike               bool
}

// TrainingPage is the log with each person's sum of the year.
type TrainingPage struct {
	Items []TrainingView
	Next  string
	Year  string
	Sums  []TrainingSum // a checker's: everybody; else the reader's own
	Whole bool
	Staff []Staff
}

// TrainingSum is how much somebody learnt in a year.
type TrainingSum struct {
	Name           string
	Times, Minutes int
}

// Trainings reads the log: a checker's whole, anybody's own.
func (r *Reader) Trainings(ctx context.Context, before time.Time) (TrainingPage, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.QualityReading) {
		return TrainingPage{}, ErrForbidden
	}
	out := TrainingPage{Whole: access.May(k, access.Checking), Year: office.MonthOf(r.s.now())[:4]}
	type sum struct{ times, minutes int }
	by := map[org.AccountID]sum{}
	var all []TrainingView
	for _, open := range []bool{true, false} {
		ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.TrainingRecord, Open: open, Before: before, Limit: 500})
		if err != nil {
			return out, err
		}
		for _, id := range ids {
			t, _, recs, err := record[office.Training](ctx, r.s, office.TrainingRecord, id)
			if err != nil {
				return out, err
			}
			if !out.Whole && !slices.Contains(t.Held.People, r.actor.Account) {
				continue
			}
			if t.Struck == nil && t.Held.Day[:4] == out.Year {
				for _, p := range t.Held.People {
					x := by[p]
					by[p] = sum{x.times + 1, x.minutes + t.Held.Minutes}
				}
			}
			v, err := r.trainingView(ctx, id, t, recs, out.Whole)
			if err != nil {
				return out, err
			}
			all = append(all, v)
		}
	}
	slices.SortStableFunc(all, func(a, b TrainingView) int {
		if a.Day > b.Day {
			return -1
		}
		if a.Day < b.Day {
			return 1
		}
		return 0
	})
	out.Items = all
	for p, x := range by {
		if out.Whole || p == r.actor.Account {
			out.Sums = append(out.Sums, TrainingSum{r.account(p), x.times, x.minutes})
		}
	}
	slices.SortFunc(out.Sums, func(a, b TrainingSum) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	var err error
	if out.Whole {
		out.Staff, err = r.staffOf(ctx)
	}
	return out, err
}

func (r *Reader) trainingView(ctx context.Context, id string, t office.Training, recs []ledger.Record, whole bool) (TrainingView, error) {
	v := TrainingView{ID: id, Day: t.Held.Day, Topic: t.Held.Topic, Minutes: t.Held.Minutes, By: r.account(t.Held.Account), At: clockTime(recs[0].At()), MayStrike: whole && t.Struck == nil}
	open, err := r.s.unseal(ctx, []string{t.Held.Teacher.Ref})
	if err != nil {
		return v, err
	}
	v.Teacher = open[t.Held.Teacher.Ref]
	if t.Struck != nil {
		v.Struck = t.Struck.Reason
	}
	for _, p := range t.Held.People {
		if whole || p == r.actor.Account {
			v.People = append(v.People, r.account(p))
		}
	}
	return v, nil
}

// HoldTraining puts a training on record.
func (r *Reader) HoldTraining(ctx context.Context, day, topic, teacher string, minutes int, people []org.AccountID, key string) (string, error) {
	staff, err := r.staffOf(ctx)
	if err != nil {
		return "", err
	}
	known := func(id org.AccountID) bool {
		return slices.ContainsFunc(staff, func(s Staff) bool { return s.ID == id })
	}
	return doRecord(ctx, r, recordDeed[office.Training]{kind: office.TrainingRecord, key: key, need: access.Checking, digest: fmt.Sprint(day, topic, minutes, people), words: []string{teacher},
		decide: func(_ office.Training, w []office.Words, now time.Time) (any, error) {
			e, err := office.HoldTraining(r.actor, day, topic, teacher, minutes, people, known, now)
			e.Teacher = w[0]
			return e, err
		}})
}

// StrikeTraining takes a wrong entry out of the sums.
func (r *Reader) StrikeTraining(ctx context.Context, id, reason, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Training]{kind: office.TrainingRecord, id: id, key: key, need: access.Checking, digest: "strike" + reason,
		decide: func(t office.Training, _ []office.Words, now time.Time) (any, error) {
			return t.Strike(r.actor, reason, now)
		}})
	return err
}
