package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// TryAtDoor counts a try under a name before it is looked at, so that tries side by side cannot outrun the count, and answers how many there were since from. The
// most-th shuts the name until shut; ErrNone says that it is shut now. A shut name that has opened again begins anew.
func (s *Store) TryAtDoor(ctx context.Context, name string, most int, from, shut, now time.Time) (int, error) {
	var n int
	err := s.db.Write.QueryRowContext(ctx, s.db.Q("portal_try"), name, ms(now), ms(from), most, ms(shut)).Scan(&n)
	return n, none(err)
}

// RightAtDoor forgives a name's tries.
func (s *Store) RightAtDoor(ctx context.Context, name string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("portal_right"), name); err != nil {
		return fmt.Errorf("forgive tries at the door: %w", err)
	}
	return nil
}

// TriesAtDoor is how many tries a name has, 0 for an unknown one.
func (s *Store) TriesAtDoor(ctx context.Context, name string) (int, error) {
	var n int
	err := none(s.db.Read.QueryRowContext(ctx, s.db.Q("portal_count"), name).Scan(&n))
	if errors.Is(err, ErrNone) {
		return 0, nil
	}
	return n, err
}

// SweepDoor forgets tries before a time.
func (s *Store) SweepDoor(ctx context.Context, before time.Time) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("portal_sweep"), ms(before)); err != nil {
		return fmt.Errorf("sweep tries at the door: %w", err)
	}
	return nil
}

// DraftsBefore lists a few of an account's drafts that were last kept before a time, the oldest first.
func (s *Store) DraftsBefore(ctx context.Context, account string, before time.Time) ([]Draft, error) {
	return rows(ctx, s.db.Read, s.db.Q("drafts_before"), scanDraft, account, ms(before))
}

// Outcome is what a submission came to, ErrNone where its key never came.
func (s *Store) Outcome(ctx context.Context, actor, route, key string) ([]byte, error) {
	var digest, outcome string
	err := none(s.db.Read.QueryRowContext(ctx, s.db.Q("command_get"), actor, route, key).Scan(&digest, &outcome))
	return []byte(outcome), err
}
