package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/org"
)

// PIN is a person's signing secret as the archive keeps it.
type PIN struct {
	Hash      string
	Failures  int
	ShutUntil time.Time
}

func scanPIN(scan func(...any) error) (PIN, error) {
	var p PIN
	var shut int64
	err := scan(&p.Hash, &p.Failures, &shut)
	if shut > 0 {
		p.ShutUntil = time.UnixMilli(shut).UTC()
	}
	return p, err
}

// PutPIN sets a person's PIN and forgives what went wrong before.
func (s *Store) PutPIN(ctx context.Context, id org.AccountID, hash string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("pin_put"), string(id), hash); err != nil {
		return fmt.Errorf("put pin: %w", err)
	}
	return nil
}

// PIN reads a person's PIN, ErrNone where none is set.
func (s *Store) PIN(ctx context.Context, id org.AccountID) (PIN, error) {
	p, err := scanPIN(s.db.Read.QueryRowContext(ctx, s.db.Q("pin_get"), string(id)).Scan)
	return p, none(err)
}

// TryPIN counts a try before it is checked, so that tries side by side cannot outrun the count; every most-th shuts the PIN until shut. ErrNone
// says that there is no PIN or that it is shut at now.
func (s *Store) TryPIN(ctx context.Context, id org.AccountID, most int, shut, now time.Time) (PIN, error) {
	p, err := scanPIN(s.db.Write.QueryRowContext(ctx, s.db.Q("pin_try"), string(id), most, ms(shut), ms(now)).Scan)
	return p, none(err)
}

// RightPIN forgives the tries after a right one.
func (s *Store) RightPIN(ctx context.Context, id org.AccountID, hash string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("pin_right"), string(id), hash); err != nil {
		return fmt.Errorf("forgive tries: %w", err)
	}
	return nil
}
