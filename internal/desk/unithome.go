package desk

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
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
	Signing []UnitRow // what waits for the principal
	Doing   int
	Waits   []Counter // 在等别人
	More    bool      // a list is longer than what is shown
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
	yes := true
	read := func(f store.ListFilter) ([]UnitRow, error) {
		f.Lead, f.Open, f.Limit = string(r.actor.Post.Unit), &yes, homeRows
		rows, err := r.s.store.List(ctx, f)
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
		if x.Light.Colour == "r" {
			h.Over = append(h.Over, x)
		} else {
			h.Today = append(h.Today, x)
		}
	}
	if h.Signing, err = read(store.ListFilter{Statuses: []string{string(order.UnitAssigning), string(order.UnitSigning)}}); err != nil {
		return h, err
	}
	doing, err := read(store.ListFilter{Statuses: atUnit[1:]})
	if err != nil {
		return h, err
	}
	h.Doing = len(doing)
	review, err := read(store.ListFilter{Statuses: []string{string(order.Submitted), string(order.CountySigning)}})
	if err != nil {
		return h, err
	}
	returned, err := read(store.ListFilter{Statuses: []string{string(order.ReturnReview), string(order.Coordination)}})
	if err != nil {
		return h, err
	}
	h.Waits = []Counter{{Name: "等主要负责人签批", N: len(h.Signing)}, {Name: "等热线办审核、县领导签批（暂停计时）", N: len(review)}, {Name: "退回申请等热线办审核、会商", N: len(returned)}}
	return h, nil
}

func (r *Reader) unitRow(p policy.Policy, l store.Listed, now time.Time) UnitRow {
	x := UnitRow{Row: r.row(p, ListOpen, l, now), What: "提交办理结果", Do: "reply", Result: dueWords(at(l.ResultDueMS))}
	x.Light = LightOf(p.Calendar, at(l.DueMS), now)
	switch {
	case l.Status == order.Dispatched:
		x.What, x.Do = "签收", "sign_for"
	case l.DueKind == order.LimitContact:
		x.What, x.Do = "联系诉求人", "contact"
	case l.Status == order.UnitAssigning:
		x.What, x.Do = "主要负责人签批分办", "assign"
	case l.Status == order.UnitSigning:
		x.What, x.Do = "主要负责人签字盖章", "sign_reply"
	}
	return x
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
	rows, err := r.s.store.List(ctx, store.ListFilter{Lead: string(r.actor.Post.Unit), Open: &no, Statuses: []string{string(order.Closed), string(order.Archived)}, Limit: answersLooked})
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
