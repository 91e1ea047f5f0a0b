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
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// UnitRow is an order on a unit's first page, with what the unit owes it next.
type UnitRow struct {
	Row
	What, Do string // 提交办理结果, and the act that does it
	SignDue  Light
	Result   string // end of the limit of the result
}

// UnitHome is the first page of a unit: what to sign for, what ends today, what is over, what waits for others. Every number is the length of its list.
type UnitHome struct {
	Unit    string
	Day     string
	ToSign  []UnitRow
	Today   []UnitRow
	Over    []UnitRow
	Signing []UnitRow       // what waits for the principal
	Helping []UnitRow       // what other units asked of it (协办)
	Tasks   []DirectiveView // leaders' words that the unit has to carry out (Art. 6(4))
	Doing   int             // the list 在办
	Waits   []Counter       // 在等别人, each a narrowed list 在办
	More    bool            // a list is longer than what is shown
	Vacant  []string        // of the unit's three posts (Art. 5(2))
	StandIn bool            // the reader stands in for the handlers' empty post
	Absent  string          // the last working day, where nobody of the unit was here (Art. 14)
}

// homeRows is the most rows of one list on the page.
const homeRows = 100

// UnitHome is the first page of the reader's unit. ErrForbidden for anybody who is not of a member unit.
func (r *Reader) UnitHome(ctx context.Context) (UnitHome, error) {
	if !r.actor.Post.Kind.InUnit() {
		return UnitHome{}, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return UnitHome{}, err
	}
	now := r.s.now()
	today := calendar.DateOf(now)
	h := UnitHome{Unit: r.dir.UnitName(r.actor.Post.Unit), Day: today.Chinese() + " " + today.ChineseWeekday()}
	for _, k := range office.Threefold() {
		if q := org.PostOf(r.actor.Post.Unit, k); r.filled[r.actor.Post.ID] && !r.filled[q] {
			h.Vacant = append(h.Vacant, k.Name())
		}
	}
	h.StandIn = r.standsInFor() != ""
	if h.Absent, err = r.absentLately(ctx); err != nil {
		return h, err
	}
	yes := true
	read := func(f store.ListFilter) ([]UnitRow, error) {
		f.Lead, f.Open, f.Limit = string(r.actor.Post.Unit), &yes, homeRows
		rows, err := r.listed(ctx, f)
		if err != nil {
			return nil, fmt.Errorf("read a unit's first page: %w", err)
		}
		h.More = h.More || len(rows) == homeRows
		var out []UnitRow
		for _, l := range rows {
			out = append(out, r.unitRow(p, l, now))
		}
		return out, nil
	}
	atUnit := []string{string(order.Dispatched), string(order.UnitAssigning), string(order.InProgress), string(order.UnitSigning)}
	if h.ToSign, err = read(store.ListFilter{Statuses: atUnit[:1]}); err != nil {
		return h, err
	}
	no := false
	due, err := read(store.ListFilter{Statuses: atUnit, Paused: &no, DueBefore: today.Next().Midnight().UnixMilli() + 1})
	if err != nil {
		return h, err
	}
	for _, x := range due {
		switch x.Light.Colour { // past its limit and yellow: its extension waits for the word (domain.md §13.4), and stands among the Waits
		case "r":
			h.Over = append(h.Over, x)
		case "o":
			h.Today = append(h.Today, x)
		}
	}
	if h.Signing, err = read(store.ListFilter{Statuses: []string{string(order.UnitAssigning), string(order.UnitSigning)}}); err != nil {
		return h, err
	}
	open, err := r.filter(ListOpen, "", Narrow{}, now)
	if err != nil {
		return h, err
	}
	if h.Doing, err = r.counted(ctx, open, 0); err != nil {
		return h, err
	}
	if h.Helping, err = r.helping(ctx, p, now); err != nil {
		return h, err
	}
	if h.Tasks, err = r.openTasks(ctx); err != nil {
		return h, err
	}
	for _, w := range Waits() {
		f, err := r.filter(ListOpen, "", Narrow{Wait: w}, now)
		if err != nil {
			return h, err
		}
		n, err := r.counted(ctx, f, 0)
		if err != nil {
			return h, err
		}
		if n > 0 || w != WaitWord {
			h.Waits = append(h.Waits, Counter{Name: w.Name(), N: n, Wait: w})
		}
	}
	return h, nil
}

func (r *Reader) unitRow(p policy.Policy, l store.Listed, now time.Time) UnitRow {
	x := UnitRow{Row: r.row(p, ListOpen, l, now), What: "提交办理结果", Do: "reply", Result: dueWords(at(l.ResultDueMS))}
	x.Light = lightOfRow(p, l.OrderRow, at(l.DueMS), now)
	switch {
	case l.Status == order.Dispatched:
		x.What, x.Do = "签收", "sign_for"
	case l.DueKind == order.LimitContact && l.Secrecy == order.Secret:
		x.What, x.Do = "请热线办转达", "ask_relay"
	case l.DueKind == order.LimitContact:
		x.What, x.Do = "联系诉求人", "contact"
	case l.Status == order.UnitAssigning:
		x.What, x.Do = "主要负责人签批分办", "assign"
	case l.Status == order.UnitSigning:
		x.What, x.Do = "主要负责人签字盖章", "sign_reply"
	}
	return x
}

// helping are the requests to the unit that it owes a result on, by their limit: the list 协办.
func (r *Reader) helping(ctx context.Context, p policy.Policy, now time.Time) ([]UnitRow, error) {
	rows, err := r.listed(ctx, store.ListFilter{Co: string(r.actor.Post.Unit), CoOwes: true, Limit: homeRows})
	if err != nil {
		return nil, fmt.Errorf("read what a unit helps with: %w", err)
	}
	var out []UnitRow
	for _, l := range rows {
		x := UnitRow{Row: r.row(p, ListCo, l, now), What: "报送协办结果", Do: "report_co"}
		switch order.CoStatus(l.Act) {
		case order.CoWaiting:
			x.What, x.Do = "签收协办", "sign_co"
		case order.CoDisputed:
			x.What, x.Do = "等热线办决定异议", ""
		}
		out = append(out, x)
	}
	return out, nil
}

// LastAnswer is the unit's last published answer to a question of the same category, to start a new one from. Only what stands in clear is taken.
type LastAnswer struct {
	Number, Public, Basis string
}

// answersLooked is how many of the unit's last answers are looked through.
const answersLooked = 30

// LastAnswer finds it; the zero value where there is none.
func (r *Reader) LastAnswer(ctx context.Context, v OrderView) (LastAnswer, error) {
	if !r.actor.Post.Kind.InUnit() || v.TypeCode != string(order.Consult) {
		return LastAnswer{}, nil
	}
	no := false
	rows, err := r.listed(ctx, store.ListFilter{Lead: string(r.actor.Post.Unit), Open: &no, Statuses: []string{string(order.Closed), string(order.Archived)}, Limit: answersLooked})
	if err != nil {
		return LastAnswer{}, fmt.Errorf("read last answers: %w", err)
	}
	for _, l := range rows {
		if l.Type != order.Consult || l.Category != v.CategoryCode || l.ID == v.ID || l.Secrecy != order.Ordinary {
			continue
		}
		full, err := r.s.load(ctx, l.ID)
		if err != nil {
			return LastAnswer{}, err
		}
		if Relate(r.actor, full.state, r.s.now()) == access.Stranger || full.state.Reply == nil {
			continue
		}
		return LastAnswer{Number: l.Number, Public: full.state.Reply.Public, Basis: full.state.Reply.Basis}, nil
	}
	return LastAnswer{}, nil
}

// ContactField is which of the caller's numbers the unit calls: the one to be contacted at, or the one that called; empty where there is none to see.
func (v OrderView) ContactField() Masked {
	if v.Contact.Has {
		return v.Contact
	}
	return v.Phone
}

// SignForAll takes delivery of several orders, each on its own: what cannot be signed for is counted and the rest goes on. key makes it safe to send again.
func (s *Service) SignForAll(ctx context.Context, actor org.Actor, ids []string, key string) (done int, failed []error) {
	via := "button"
	if len(ids) > 1 {
		via = "batch"
	}
	for _, id := range ids {
		_, err := s.Do(ctx, Ask{Actor: actor, Order: id, Route: "console/sign_all", Key: key + ":" + id, Commands: []order.Command{order.SignFor{By: order.By{Actor: actor}, Via: via}}})
		if err != nil {
			failed = append(failed, err)
			continue
		}
		done++
	}
	return done, failed
}
