package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/org"
)

// OrgStream is the history of the county's organisation.
var OrgStream = Stream{Type: "org", ID: "county"}

// orgKinds are the names of the house's events in the log.
var orgKinds = map[string]any{"directory_saved": org.DirectorySaved{}, "unit_changed": org.UnitChanged{}, "unit_succeeded": org.UnitSucceeded{}, "post_taken": org.PostTaken{},
	"post_left": org.PostLeft{}, "post_proposed": org.PostProposed{}, "post_declined": org.PostDeclined{}, "delegated": org.Delegated{}, "delegation_ended": org.DelegationEnded{}, "deputy_mapped": org.DeputyMapped{}}

// OrgEvent makes an event of the organisation's stream.
func OrgEvent(e any) (NewEvent, error) {
	for kind, zero := range orgKinds {
		if reflect.TypeOf(zero) == reflect.TypeOf(e) {
			body, err := json.Marshal(e)
			return NewEvent{Kind: kind, V: 1, Body: body}, err
		}
	}
	return NewEvent{}, fmt.Errorf("encode %T: not an event of the organisation", e)
}

// FoldHouse adds a record of the organisation's stream. A kind of a newer program is passed over: it says nothing that this one could show.
func FoldHouse(h org.House, r ledger.Record) (org.House, error) {
	zero, ok := orgKinds[r.Kind]
	if !ok {
		return h, nil
	}
	e := reflect.New(reflect.TypeOf(zero))
	if err := json.Unmarshal(r.Body, e.Interface()); err != nil {
		return h, fmt.Errorf("read %s at %d: %w", r.Kind, r.Pos, err)
	}
	return h.With(e.Elem().Interface(), org.Day(r.LocalDate), org.AccountID(r.Actor)), nil
}

// TakePost and LeavePost are the rows of a post's days.
func TakePost(e org.PostTaken) Exec {
	return Exec{Query: "account_post_take", Args: []any{string(e.Account), string(e.Post), string(e.From)}}
}
func LeavePost(e org.PostLeft) Exec {
	return Exec{Query: "account_post_leave", Args: []any{string(e.Account), string(e.Post), string(e.Last)}}
}

// AccountRow adds or changes an account's own row; its posts have rows of their own.
func AccountRow(a Account) Exec {
	return Exec{Query: "account_put", Args: []any{string(a.ID), a.Login, a.Title, a.Hash, a.Disabled}}
}

// NameRow remembers what an account is called from an instant.
func NameRow(id org.AccountID, from time.Time, title string) Exec {
	return Exec{Query: "account_name_put", Args: []any{string(id), ms(from), title}}
}

// PastName is a name that an account bore from an instant.
type PastName struct {
	From  time.Time
	Title string
}

// AccountNames reads the names of accounts that were ever renamed, oldest first.
func (s *Store) AccountNames(ctx context.Context) (map[org.AccountID][]PastName, error) {
	out := map[org.AccountID][]PastName{}
	_, err := rows(ctx, s.db.Read, s.db.Q("account_names"), func(scan func(...any) error) (struct{}, error) {
		var id, title string
		var from int64
		err := scan(&id, &from, &title)
		out[org.AccountID(id)] = append(out[org.AccountID(id)], PastName{time.UnixMilli(from).UTC(), title})
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("read names of accounts: %w", err)
	}
	return out, nil
}

// UnitSeen puts on record that somebody of a unit was here on a day; the first one counts.
func (s *Store) UnitSeen(ctx context.Context, unit org.UnitID, at time.Time, account org.AccountID) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("unit_seen_put"), string(unit), calendar.DateOf(at).String(), ms(at), string(account)); err != nil {
		return fmt.Errorf("note the log-in of %s: %w", unit, err)
	}
	return nil
}

// SeenOn says which units were here on a day, and when first.
func (s *Store) SeenOn(ctx context.Context, day string) (map[org.UnitID]time.Time, error) {
	out := map[org.UnitID]time.Time{}
	_, err := rows(ctx, s.db.Read, s.db.Q("unit_seen_on"), func(scan func(...any) error) (struct{}, error) {
		var unit string
		var first int64
		err := scan(&unit, &first)
		out[org.UnitID(unit)] = time.UnixMilli(first).UTC()
		return struct{}{}, err
	}, day)
	if err != nil {
		return nil, fmt.Errorf("read log-ins of %s: %w", day, err)
	}
	return out, nil
}

// OrdersOfUnit lists the open orders of a unit and those that no unit holds yet: one of them may be proposed to it.
func (s *Store) OrdersOfUnit(ctx context.Context, unit org.UnitID) ([]string, error) {
	return s.ids(ctx, "orders_of_unit", string(unit))
}

// OpenByUnit counts the open orders of every unit.
func (s *Store) OpenByUnit(ctx context.Context) (map[org.UnitID]int, error) {
	out := map[org.UnitID]int{}
	_, err := rows(ctx, s.db.Read, s.db.Q("open_by_unit"), func(scan func(...any) error) (struct{}, error) {
		var unit string
		var n int
		err := scan(&unit, &n)
		out[org.UnitID(unit)] = n
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("count open orders by unit: %w", err)
	}
	return out, nil
}
