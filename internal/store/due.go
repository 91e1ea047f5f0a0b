package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"huiyin/internal/jobs"
)

// Queue is the due table as the job engine needs it.
type Queue struct{ s *Store }

// Queue is the archive's due table.
func (s *Store) Queue() Queue { return Queue{s} }

// Claim takes up to limit due items under a lease. The condition stands outside the subquery as well: without it PostgreSQL hands rows out twice.
func (q Queue) Claim(ctx context.Context, now time.Time, limit int, lease time.Duration) ([]jobs.Item, error) {
	if err := q.s.trial(BeforeClaim); err != nil {
		return nil, err
	}
	token := rand.Text()
	items, err := rows(ctx, q.s.db.Write, q.s.db.Q("due_claim"), func(scan func(...any) error) (jobs.Item, error) {
		var it jobs.Item
		var at int64
		err := scan(&it.ID, &it.Kind, &it.Stream, &it.Payload, &at, &it.Attempts)
		it.At, it.Token = time.UnixMilli(at).UTC(), token
		return it, err
	}, now.UnixMilli(), limit, now.Add(lease).UnixMilli(), token)
	if err != nil {
		return nil, fmt.Errorf("claim due: %w", err)
	}
	return items, nil
}

// Retry gives an item back for a later time; dead puts it aside for a person.
func (q Queue) Retry(ctx context.Context, it jobs.Item, at time.Time, dead bool, why string) error {
	if err := q.s.trial(BeforeRetry); err != nil {
		return err
	}
	if _, err := q.s.db.Write.ExecContext(ctx, q.s.db.Q("due_retry"), it.ID, it.Token, at.UnixMilli(), dead, why); err != nil {
		return fmt.Errorf("retry %s: %w", it.ID, err)
	}
	return nil
}

// Next is when the next item is due, the zero time when none is.
func (q Queue) Next(ctx context.Context, now time.Time) (time.Time, error) {
	var at int64
	if err := q.s.db.Read.QueryRowContext(ctx, q.s.db.Q("due_next"), now.UnixMilli()).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("read next due: %w", err)
	}
	if at == 0 {
		return time.Time{}, nil
	}
	return time.UnixMilli(at).UTC(), nil
}

// Dead lists items put aside.
func (q Queue) Dead(ctx context.Context) ([]Due, error) { return q.s.dues(ctx, "due_dead") }

func (s *Store) dues(ctx context.Context, query string) ([]Due, error) {
	return rows(ctx, s.db.Read, s.db.Q(query), func(scan func(...any) error) (Due, error) {
		var d Due
		var at int64
		err := scan(&d.Key, &d.Kind, &d.Stream, &d.Payload, &at, &d.Attempts)
		d.At = time.UnixMilli(at).UTC()
		return d, err
	})
}
