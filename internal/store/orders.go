package store

import (
	"time"

	"huiyin/internal/order"
)

// OrderRow is one order as lists know it: nothing in it identifies a person.
type OrderRow struct {
	ID, Number                                    string
	Version                                       int64
	Status                                        order.Status
	Open                                          bool
	Matter, Channel, OuterNo                      string
	OuterDueMS                                    int64
	Type                                          order.Type
	Category, Town, Place, Title                  string
	Urgency                                       order.Urgency
	Secrecy                                       order.Secrecy
	Key                                           bool
	Level, Appeals, Assigns, Keys, Urges, Reworks int64
	Lead, Deputy, Handler, RegisteredBy           string
	RegisteredMS, ReceivedMS, ClosedMS            int64
	DueMS                                         int64
	DueKind                                       order.LimitKind
	ResultDueMS                                   int64
	Paused, Provisional, Late                     bool
	Satisfaction                                  order.Satisfaction
	Calendar                                      int64
	OldPlatform                                   bool
	Waits                                         bool // an application for a later limit waits (domain.md §13.4)
	Members                                       int64
	LedBy                                         string // id of the order it is merged under
	CoLate                                        int64  // co-units of the present lead that were late (Art. 14)
}

// RowOf is the row of an order's state at a version of its stream.
func RowOf(s order.State, version int64) OrderRow {
	r := OrderRow{ID: s.ID, Number: s.Number, Version: version, Status: s.Status, Open: !s.Status.Done(), Matter: s.MatterID, Channel: s.Request.Channel,
		OuterNo: s.Request.OuterNo, Type: s.Request.Type, Category: s.Request.Category, Town: s.Request.Town, Place: s.Request.Place, Title: s.Request.Title,
		Urgency: s.Request.Urgency, Secrecy: s.Request.Secrecy, Key: s.Key, Level: int64(s.Level), Appeals: int64(s.Appeals()), Assigns: int64(s.Matter.Assigns()),
		Keys: int64(s.Keys()), Urges: int64(s.Urges), Reworks: int64(s.Reworks), Lead: string(s.Lead), Deputy: string(s.Deputy), Handler: string(s.Handler),
		RegisteredBy: string(s.RegisteredBy), RegisteredMS: ms(s.RegisteredAt), ReceivedMS: ms(s.ReceivedAt), ClosedMS: ms(s.ClosedAt),
		Late: s.ReplyLate, Satisfaction: s.Satisfaction, Calendar: int64(s.Calendar), OldPlatform: s.OldNo != "", Waits: s.Waiting(), Members: int64(len(s.Members)), CoLate: coLate(s)}
	if s.Merged != nil {
		r.LedBy = s.Merged.Leader
	}
	if s.Request.OuterDue != nil {
		r.OuterDueMS = ms(*s.Request.OuterDue)
	}
	if c, ok := s.Limit(); ok {
		r.DueMS, r.DueKind = ms(c.Due), c.Kind
	}
	result := s.Clocks.Get(order.LimitResult)
	if result.On {
		r.ResultDueMS, r.Paused = ms(result.Due), result.Paused()
	}
	for _, t := range order.Timers(s) {
		r.Provisional = r.Provisional || s.Clock(t).Provisional
	}
	return r
}

// OrderRows writes the row of an order, who must act on it, and its matter's counters.
func OrderRows(s order.State, version, matterVersion int64) []Exec {
	r := RowOf(s, version)
	out := []Exec{
		{Query: "order_put", Args: []any{r.ID, r.Number, r.Version, string(r.Status), r.Open, r.Matter, r.Channel, r.OuterNo, r.OuterDueMS, string(r.Type),
			r.Category, r.Town, r.Place, r.Title, string(r.Urgency), string(r.Secrecy), r.Key, r.Level, r.Appeals, r.Assigns, r.Keys, r.Urges, r.Reworks,
			r.Lead, r.Deputy, r.Handler, r.RegisteredBy, r.RegisteredMS, r.ReceivedMS, r.ClosedMS, r.DueMS, string(r.DueKind), r.ResultDueMS, r.Paused,
			r.Provisional, r.Late, string(r.Satisfaction), r.Calendar, r.OldPlatform, r.Waits, r.Members, r.LedBy, r.CoLate}},
		{Query: "todo_clear", Args: []any{r.ID}},
	}
	if s.OwedBack() {
		out = append(out, backfillExec(s))
	}
	if !s.DesignatedAt.IsZero() {
		out = append(out, directoryExec(s))
	}
	out = append(out, slipExecs(s)...)
	out = append(out, recusedRows(s)...)
	out = append(out, contactRows(s)...)
	for _, d := range order.Duties(s) {
		out = append(out, Exec{Query: "todo_put", Args: []any{string(d.Post), r.ID, string(d.Act), ms(d.Due(s))}})
	}
	return append(out, matterExec(s.Matter, matterVersion))
}

func matterExec(m order.Matter, version int64) Exec {
	return Exec{Query: "matter_put", Args: []any{m.ID, m.Number, version, int64(m.Appeals()), int64(m.Assigns()), int64(m.Keys()), int64(len(m.Rounds))}}
}

// TookPart remembers that an account acted on an order (已办).
func TookPart(account, orderID string, at time.Time) Exec {
	return Exec{Query: "took_part_put", Args: []any{account, orderID, ms(at)}}
}
