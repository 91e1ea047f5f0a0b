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
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// SignOrder is an order that a sign speaks of.
type SignOrder struct {
	ID, Number, Title, Status, Unit, At string
	Open                                bool
	Light                               Light
}

// SignWeek is a week of a trend: just so many requests are behind it.
type SignWeek struct {
	Label string // 11月21日—11月27日
	Back  int    // weeks before the last
	N     int
}

// SignView is a sign (苗头线索) as its reader may see it.
type SignView struct {
	Kind           office.RecordKind
	ID             string
	Dangers        []string // of a threat
	Marked         bool
	Times          int // how often a threat was heard
	Order          SignOrder
	Category, Town string // of a trend: names
	CategoryCode   string
	TownCode       string
	Day            string     // 2026-11-27: with which its last week ends
	Weeks          []SignWeek // the last week first
	MeanTenths     int
	Found          string
	Open           bool
	Way            string // what became of it
	By, At, Reason string
	Case, Cluster  string
	Earlier        []CaseLine // what became of it before it was heard again
	MaySettle      bool
	Orders         []SignOrder   // that a trend may be listed with: open ones of its last week
	Clusters       []ClusterView // it may be taken to; one view alone
}

// Mean prints the mean of the past weeks.
func (v SignView) Mean() string {
	if v.MeanTenths%10 == 0 {
		return strconv.Itoa(v.MeanTenths / 10)
	}
	return fmt.Sprintf("%d.%d", v.MeanTenths/10, v.MeanTenths%10)
}

// SignPage are the signs that wait, or those that were settled; threats first.
type SignPage struct {
	Threats, Trends         []SignView
	NextThreats, NextTrends string
}

// Signs lists them: threats stand on top. For whom an order does not exist there is no threat of it (回避).
func (r *Reader) Signs(ctx context.Context, over bool, threats, trends time.Time) (SignPage, error) {
	var out SignPage
	if !access.May(r.actor.Post.Kind, access.Signs) {
		return out, ErrForbidden
	}
	list := func(k office.RecordKind, before time.Time) ([]SignView, string, error) {
		all, next, err := recordPage(ctx, r, store.RecordAsk{Kind: k, Open: !over, Before: before}, func(id string) (*SignView, time.Time, error) {
			x, _, _, err := record[office.Sign](ctx, r.s, k, id)
			if err != nil {
				return nil, time.Time{}, err
			}
			v, err := r.signView(ctx, k, id, x, false)
			if errors.Is(err, ErrNotFound) {
				return nil, x.First().At, nil
			}
			return &v, x.First().At, err
		})
		var seen []SignView
		for _, v := range all {
			if v != nil {
				seen = append(seen, *v)
			}
		}
		return seen, next, err
	}
	var err error
	if out.Threats, out.NextThreats, err = list(office.ThreatRecord, threats); err != nil {
		return out, err
	}
	out.Trends, out.NextTrends, err = list(office.TrendRecord, trends)
	return out, err
}

// CountSigns counts what waits on the first page of signs and media for whoever settles it.
func (r *Reader) CountSigns(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Signs) || !access.May(r.actor.Post.Kind, access.Supervising) {
		return 0, nil
	}
	p, err := r.Signs(ctx, false, time.Time{}, time.Time{})
	if err != nil {
		return 0, err
	}
	return len(p.Threats) + len(p.Trends), nil
}

// Sign is one.
func (r *Reader) Sign(ctx context.Context, k office.RecordKind, id string) (SignView, error) {
	if !access.May(r.actor.Post.Kind, access.Signs) {
		return SignView{}, ErrForbidden
	}
	if k != office.ThreatRecord && k != office.TrendRecord {
		return SignView{}, ErrNotFound
	}
	x, _, _, err := record[office.Sign](ctx, r.s, k, id)
	if err != nil {
		return SignView{}, err
	}
	return r.signView(ctx, k, id, x, true)
}

func (r *Reader) signView(ctx context.Context, k office.RecordKind, id string, x office.Sign, whole bool) (SignView, error) {
	first := x.First()
	v := SignView{Kind: k, ID: id, Found: clockTime(first.At), Open: x.Settled == nil, Times: len(x.Found)}
	v.MaySettle = v.Open && access.May(r.actor.Post.Kind, access.Supervising)
	p, err := r.s.Policy(ctx)
	if err != nil {
		return v, err
	}
	if k == office.ThreatRecord {
		for _, d := range x.Dangers() {
			v.Dangers = append(v.Dangers, d.Name())
		}
		v.Marked = slices.ContainsFunc(x.Found, func(f office.SignFound) bool { return f.Marked })
		if v.Order, err = r.signOrder(ctx, first.Order); err != nil {
			return v, err
		}
	} else if err := r.trendView(ctx, &v, x, p); err != nil {
		return v, err
	}
	if e := x.Settled; e != nil {
		v.Way, v.By, v.At, v.Case, v.Cluster = e.Way.Name(), r.account(e.Account), clockTime(e.At), e.Case, e.Cluster
	}
	if !whole {
		return v, nil
	}
	return v, r.wholeSign(ctx, &v, x)
}

// wholeSign adds what one view alone shows: the reasons, and what the sign may be taken to.
func (r *Reader) wholeSign(ctx context.Context, v *SignView, x office.Sign) error {
	var refs []string
	for _, e := range x.Past {
		refs = append(refs, e.Reason.Ref)
	}
	if x.Settled != nil {
		refs = append(refs, x.Settled.Reason.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return err
	}
	if x.Settled != nil {
		v.Reason = open[x.Settled.Reason.Ref]
	}
	for _, e := range x.Past {
		v.Earlier = append(v.Earlier, CaseLine{At: clockTime(e.At), By: r.account(e.Account), Text: e.Way.Name(), Words: open[e.Reason.Ref]})
	}
	if !v.MaySettle {
		return nil
	}
	if v.Kind == office.TrendRecord {
		all, err := r.Requested(ctx, v.CategoryCode, v.TownCode, v.Day, 0, "")
		if err != nil {
			return err
		}
		for _, o := range all.Items {
			if o.Open {
				v.Orders = append(v.Orders, o)
			}
		}
	}
	near, err := r.Clusters(ctx, "")
	if err != nil {
		return err
	}
	for _, c := range near.Items {
		if c.Runs && (v.Kind == office.ThreatRecord || c.Category == v.Category) {
			v.Clusters = append(v.Clusters, c)
		}
	}
	return nil
}

// trendView counts a trend anew: each number is just what stands behind it now, for this reader. A settled one ends with the day it was settled.
func (r *Reader) trendView(ctx context.Context, v *SignView, x office.Sign, p policy.Policy) error {
	first := x.First()
	v.CategoryCode, v.TownCode, v.Category, v.Town = first.Category, first.Town, first.Category, "全县"
	if c, ok := p.Category(first.Category); ok {
		v.Category = c.Label()
	}
	if first.Town != "" {
		v.Town = r.dir.UnitName(org.UnitID(first.Town))
	}
	day := calendar.DateOf(r.s.now())
	if x.Settled != nil {
		day = calendar.DateOf(x.Settled.At)
	}
	v.Day = day.String()
	began, err := r.s.store.FirstContact(ctx)
	if err != nil {
		return err
	}
	n := office.PastWeeks(day, calendar.DateOf(began), p)
	all, err := r.s.store.RequestWeeks(ctx, first.Category, first.Town, day.Next().Midnight(), n+1, r.actor.Marks())
	if err != nil {
		return err
	}
	for i, k := range all {
		v.Weeks = append(v.Weeks, SignWeek{Label: weekLabel(day, i), Back: i, N: k})
	}
	v.MeanTenths = office.Rise{Past: all[1:]}.MeanTenths()
	return nil
}

func weekLabel(day calendar.Date, back int) string {
	from, to := office.WeekOf(day, back)
	_, m, d := from.Parts()
	_, m2, d2 := to.Parts()
	return fmt.Sprintf("%d月%d日—%d月%d日", m, d, m2, d2)
}

// signOrder is an order as a sign shows it, ErrNotFound where it does not exist for the reader.
func (r *Reader) signOrder(ctx context.Context, id string) (SignOrder, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return SignOrder{}, err
	}
	st := l.state
	if Relate(r.actor, st, r.s.now()) == access.Stranger {
		return SignOrder{}, ErrNotFound
	}
	x := SignOrder{ID: id, Number: st.Number, Title: st.Request.Title, Status: st.Status.Name(), At: clockTime(st.RegisteredAt), Open: !st.Status.Done() && st.Status != order.Merged}
	if st.Lead != "" {
		x.Unit = r.dir.UnitName(st.Lead)
	}
	if lim, ok := st.Limit(); ok && x.Open {
		p, err := r.s.policyFor(ctx, st.Policy, st.Calendar)
		if err != nil {
			return x, err
		}
		x.Light = LightOf(p.Calendar, lim.Due, r.s.now())
	}
	return x, nil
}

// RequestPage are the requests behind a number.
type RequestPage struct {
	Items                 []SignOrder
	Next                  string
	Category, Town, Label string
	N                     int // how many there are in all: the number that was clicked
}

// requestPage is how many of them a page holds.
const requestPage = 50

// Requested lists just the requests that a number of a trend counts: a leaf category, a township or the whole county, and a week that ends with a day.
func (r *Reader) Requested(ctx context.Context, category, town, day string, back int, before string) (RequestPage, error) {
	var out RequestPage
	if !access.May(r.actor.Post.Kind, access.Signs) {
		return out, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	c, ok := p.Category(category)
	last, err := calendar.ParseDate(day)
	if _, known := r.dir.Unit(org.UnitID(town)); !ok || err != nil || back < 0 || back > 60 || town != "" && !known {
		return out, ErrNotFound
	}
	out.Category, out.Town, out.Label = c.Label(), "全县", weekLabel(last, back)
	if town != "" {
		out.Town = r.dir.UnitName(org.UnitID(town))
	}
	from, to := office.WeekOf(last, back)
	all, err := r.s.store.RequestWeeks(ctx, category, town, to.Next().Midnight(), 1, r.actor.Marks())
	if err != nil {
		return out, err
	}
	out.N = all[0]
	ms, id := to.Next().Midnight().UnixMilli(), ""
	if before != "" {
		cut, rest, ok := strings.Cut(before, "-")
		n, err := strconv.ParseInt(cut, 10, 64)
		if err != nil || !ok {
			return out, ErrNotFound
		}
		ms, id = n, rest
	}
	refs, err := r.s.store.Requests(ctx, category, town, from.Midnight(), ms, id, requestPage+1, r.actor.Marks())
	if err != nil {
		return out, err
	}
	for i, x := range refs {
		if i == requestPage {
			out.Next = fmt.Sprintf("%d-%s", refs[i-1].At.UnixMilli(), refs[i-1].Order)
			break
		}
		o, err := r.signOrder(ctx, x.Order)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, o)
	}
	return out, nil
}

// SignWish is what a person wants done about a sign.
type SignWish struct {
	Way            office.SignWay
	Order, Cluster string // of a trend: which order is listed; to which cluster it goes
	Reason         string
}

// SettleSign does it. What goes to the ledger gets a row of item 6 at the second level, unless the order has one that is open.
func (r *Reader) SettleSign(ctx context.Context, k office.RecordKind, id string, a SignWish, key string) error {
	v, err := r.Sign(ctx, k, id)
	if err != nil {
		return err
	}
	if !access.May(r.actor.Post.Kind, access.Supervising) {
		return ErrForbidden
	}
	if k == office.ThreatRecord {
		a.Order = v.Order.ID
	}
	x, _, _, err := record[office.Sign](ctx, r.s, k, id)
	if err != nil {
		return err
	}
	if a.Way == office.SignToCluster && !slices.ContainsFunc(v.Clusters, func(c ClusterView) bool { return c.ID == a.Cluster }) && x.Settled == nil {
		a.Cluster = ""
	}
	if k == office.TrendRecord && a.Way == office.SignToLedger && !slices.ContainsFunc(v.Orders, func(o SignOrder) bool { return o.ID == a.Order }) && x.Settled == nil {
		a.Order = ""
	}
	row := ""
	if a.Way == office.SignToLedger && a.Order != "" && x.Settled == nil {
		if _, err := x.Settle(r.actor, a.Way, a.Order, "", a.Reason, r.s.now()); err != nil {
			return err
		}
		if row, err = r.rowFor(ctx, a.Order, oversight.Item(6), signReason(v, a.Reason), key); err != nil {
			return err
		}
	}
	_, err = doRecord(ctx, r, recordDeed[office.Sign]{kind: k, id: id, key: key, need: access.Supervising, digest: fmt.Sprint("settle", a.Way, a.Order, a.Cluster), words: []string{a.Reason},
		decide: func(x office.Sign, w []office.Words, now time.Time) (any, error) {
			e, err := x.Settle(r.actor, a.Way, row, a.Cluster, a.Reason, now)
			e.Reason = w[0]
			return e, err
		}})
	return err
}

func signReason(v SignView, reason string) string {
	s := "苗头线索：" + strings.Join(v.Dangers, "、")
	if v.Kind == office.TrendRecord {
		s = fmt.Sprintf("苗头线索：%s %s最近七天%d件，以前平均每周%s件", v.Town, v.Category, v.Weeks[0].N, v.Mean())
	}
	if reason = strings.TrimSpace(reason); reason != "" {
		s += "。" + reason
	}
	return s
}

// rowFor is the open row of an order with an item of Art. 21, listed now at the second level where there is none.
func (r *Reader) rowFor(ctx context.Context, orderID string, item oversight.Item, reason, key string) (string, error) {
	w, err := r.s.watch(ctx, orderID)
	if err != nil {
		return "", err
	}
	for i := range w.Cases {
		if c := &w.Cases[i]; c.Item == item && c.Open() {
			return store.CaseID(orderID, c.N), nil
		}
	}
	if key != "" {
		key += "-" + orderID
	}
	return r.ListCase(ctx, orderID, item, oversight.LevelTwo, reason, key)
}
