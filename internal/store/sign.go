package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/office"
)

// weekMS is a week in milliseconds.
const weekMS = office.TrendDays * 24 * 60 * 60 * 1000

// FirstContact is when the first request was heard; the zero time where there is none.
func (s *Store) FirstContact(ctx context.Context) (time.Time, error) {
	var at int64
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("contact_first")).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read the first request: %w", err)
	}
	return time.UnixMilli(at).UTC(), nil
}

// RequestWeeks counts the requests of a leaf category in a township, or in the whole county where town is empty, by weeks that end at an instant: the last of them
// first. What does not exist for whoever has one of the marks is not counted. Praise and what the old platform handled are none.
func (s *Store) RequestWeeks(ctx context.Context, category, town string, end time.Time, weeks int, marks []string) ([]int, error) {
	text, args := s.sparing("contact_weeks", marks, ms(end), category, town, ms(end)-int64(weeks)*weekMS)
	out := make([]int, weeks)
	_, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (struct{}, error) {
		var back, n int
		err := scan(&back, &n)
		if err == nil && back >= 0 && back < weeks {
			out[back] = n
		}
		return struct{}{}, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("count requests by week: %w", err)
	}
	return out, nil
}

// OrdersWithFact lists the orders that have a fact of a kind between two days, both included, as far as they exist for whoever has the marks.
func (s *Store) OrdersWithFact(ctx context.Context, kind, from, to string, limit int, marks []string) ([]string, error) {
	text, args := s.sparing("fact_orders", marks, kind, from, to, limit)
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (string, error) {
		var id string
		err := scan(&id)
		return id, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list orders with %s: %w", kind, err)
	}
	return out, nil
}

// RequestRef is a request and when it was registered.
type RequestRef struct {
	Order string
	At    time.Time
}

// Requests lists just those that RequestWeeks counts between two instants, the newest first, from a place in the list on.
func (s *Store) Requests(ctx context.Context, category, town string, from time.Time, beforeMS int64, beforeID string, limit int, marks []string) ([]RequestRef, error) {
	text, args := s.sparing("contact_listed", marks, category, town, ms(from), beforeMS, beforeID, limit)
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (RequestRef, error) {
		var x RequestRef
		var at int64
		err := scan(&x.Order, &at)
		x.At = time.UnixMilli(at).UTC()
		return x, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list requests: %w", err)
	}
	return out, nil
}
