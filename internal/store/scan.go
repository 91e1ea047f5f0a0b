package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// HoldBlob keeps a file shut until a scanner has cleared it.
func (s *Store) HoldBlob(ctx context.Context, address string, at time.Time) error {
	return s.scanning(ctx, "held_blob_put", address, ms(at))
}

// HeldBlob is "waits", "bad", or empty for a file with nothing against it.
func (s *Store) HeldBlob(ctx context.Context, address string) (string, error) {
	var state string
	err := none(s.db.Read.QueryRowContext(ctx, s.db.Q("held_blob_state"), address).Scan(&state))
	if errors.Is(err, ErrNone) {
		return "", nil
	}
	return state, err
}

// HeldBlobs lists files that wait, the longest untried first.
func (s *Store) HeldBlobs(ctx context.Context, most int) ([]string, error) {
	return rows(ctx, s.db.Read, s.db.Q("held_blob_waits"), func(scan func(...any) error) (string, error) {
		var a string
		err := scan(&a)
		return a, err
	}, most)
}

// ClearBlob opens a held file.
func (s *Store) ClearBlob(ctx context.Context, address string) error {
	return s.scanning(ctx, "held_blob_clean", address)
}

// TriedBlob says that a held file was looked at: it waits on, or is bad.
func (s *Store) TriedBlob(ctx context.Context, address, state string, at time.Time) error {
	return s.scanning(ctx, "held_blob_tried", address, state, ms(at))
}

func (s *Store) scanning(ctx context.Context, query string, args ...any) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q(query), args...); err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}
