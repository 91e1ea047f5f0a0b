package desk

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/store"
)

// OverviewSpan is how far back the overview looks.
type OverviewSpan string

// The spans.
const (
	Last30  OverviewSpan = "30"
	Quarter OverviewSpan = "quarter"
	Year    OverviewSpan = "year"
)

// OverviewSpans lists them with their names.
func OverviewSpans() [][2]string {
	return [][2]string{{string(Last30), "近30天"}, {string(Quarter), "本季度"}, {string(Year), "本年"}}
}

// OverviewView is the county at a glance with what lists say now. Each number of Now equals the list behind it.
type OverviewView struct {
	bulletin.Overview
	At       string
	Span     OverviewSpan
	ToSend   int // 待转办
	Open     int // 在办
	Key      int // 重点在办
	Third    int // 三次以上诉求在办
	Cases    int // 督办未销号
	Sessions string
}

// overviewAge is how long an overview is shown before it is summed again.
const overviewAge = time.Minute

type overviewAt struct {
	at time.Time
	o  bulletin.Overview
}

func (s *Service) overview(ctx context.Context, span OverviewSpan) (bulletin.Overview, error) {
	now := s.now()
	s.mu.Lock()
	have, ok := s.overviews[span]
	s.mu.Unlock()
	if age := now.Sub(have.at); ok && age >= 0 && age < overviewAge && calendar.DateOf(have.at) == calendar.DateOf(now) {
		return have.o, nil
	}
	in, err := s.overviewInput(ctx, span)
	if err != nil {
		return bulletin.Overview{}, err
	}
	o := bulletin.Look(in)
	s.mu.Lock()
	if s.overviews == nil {
		s.overviews = map[OverviewSpan]overviewAt{}
	}
	s.overviews[span] = overviewAt{now, o}
	s.mu.Unlock()
	return o, nil
}

func (s *Service) overviewInput(ctx context.Context, span OverviewSpan) (bulletin.OverviewInput, error) {
	today := calendar.DateOf(s.now())
	in := bulletin.OverviewInput{Today: today, From: today.AddDays(-29)}
	switch span {
	case Quarter:
		in.From, _ = calendar.ParseDate(bulletin.PeriodOf(bulletin.Quarter, today).From)
	case Year:
		in.From, _ = calendar.ParseDate(bulletin.PeriodOf(bulletin.Year, today).From)
	}
	var err error
	if in.Pos, err = s.store.Head(ctx); err != nil {
		return in, err
	}
	n := int(today-in.From) + 1
	for _, x := range []struct {
		into     *[]bulletin.Sum
		of       func(context.Context, int64, string, string) ([]bulletin.Sum, error)
		from, to string
	}{
		{&in.Now, s.store.FigureSums, in.From.String(), today.String()},
		{&in.Before, s.store.FigureSums, in.From.AddDays(-n).String(), in.From.AddDays(-1).String()},
		{&in.Recent, s.store.FigureSums, today.AddDays(-13).String(), today.String()},
		{&in.Ever, s.store.DueSums, "0000-00-00", today.AddDays(-1).String()},
		{&in.DueToday, s.store.DueSums, today.String(), today.String()},
		{&in.After, s.store.DueSums, today.String(), "9999-99-99"},
	} {
		if *x.into, err = x.of(ctx, in.Pos, x.from, x.to); err != nil {
			return in, err
		}
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return in, err
	}
	pol, err := s.Policy(ctx)
	if err != nil {
		return in, err
	}
	in.Units = dir.Units()
	in.Channels, in.Types, in.Categories = names(pol)
	return in, nil
}

// Overview is the county at a glance, for the office and the leaders.
func (r *Reader) Overview(ctx context.Context, span OverviewSpan) (OverviewView, error) {
	v := OverviewView{Span: span}
	if !access.May(r.actor.Post.Kind, access.Figures) {
		return v, ErrForbidden
	}
	if span != Last30 && span != Quarter && span != Year {
		return v, ErrNotFound
	}
	var err error
	if v.Overview, err = r.s.overview(ctx, span); err != nil {
		return v, fmt.Errorf("look at the county: %w", err)
	}
	v.At = clockTime(r.s.now())
	yes := true
	for _, x := range []struct {
		into *int
		f    store.ListFilter
	}{
		{&v.Open, store.ListFilter{Open: &yes}},
		{&v.ToSend, store.ListFilter{Open: &yes, Statuses: []string{"pending_dispatch"}}},
		{&v.Key, store.ListFilter{Open: &yes, Key: true}},
		{&v.Third, store.ListFilter{Open: &yes, Times: 3}},
	} {
		if *x.into, err = r.counted(ctx, x.f, 0); err != nil {
			return v, err
		}
	}
	v.Cases, err = r.s.store.CountOpenCases(ctx)
	return v, err
}

// Wall is what a screen on the wall may show: no order, no person, and no cell of fewer than wallLeast (ux.md B1 to B4).
func (r *Reader) Wall(ctx context.Context) (OverviewView, error) {
	v, err := r.Overview(ctx, Last30)
	if err != nil {
		return v, err
	}
	v.Heat.Rows = append([]bulletin.HeatLine(nil), v.Heat.Rows...)
	for i, row := range v.Heat.Rows {
		n := append([]int64(nil), row.N...)
		for k := range n {
			if n[k] < WallLeast {
				n[k] = 0
			}
		}
		v.Heat.Rows[i].N = n
	}
	v.Hot, v.Red = nil, nil
	return v, nil
}

// WallLeast is the smallest number that a cell of the wall's screen shows.
const WallLeast = 5
