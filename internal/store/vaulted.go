package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// ErrNone is a row that is not there.
var ErrNone = errors.New("no such row")

func none(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	return err
}

// SealedText reads one sealed text, ErrNone when it is not there.
func (s *Store) SealedText(ctx context.Context, ref string) (Sealed, error) {
	x := Sealed{Ref: ref}
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("sealed_get"), ref).Scan(&x.Subject, &x.Class, &x.Ciphertext)
	return x, none(err)
}

// WrappedKey reads a person's wrapped key, ErrNone when there is none or it was destroyed.
func (s *Store) WrappedKey(ctx context.Context, subject string) ([]byte, error) {
	var b []byte
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("person_key_get"), subject).Scan(&b)
	return b, none(err)
}

// DestroyKey erases a person: nothing sealed under the key opens again.
func (s *Store) DestroyKey(ctx context.Context, subject string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("person_key_drop"), subject); err != nil {
		return fmt.Errorf("destroy key: %w", err)
	}
	return nil
}

// OrdersByPhone finds the newest orders of a caller by the blind index of the number.
func (s *Store) OrdersByPhone(ctx context.Context, hash string, limit int) ([]string, error) {
	return s.ids(ctx, "orders_by_phone", hash, limit)
}

func (s *Store) ids(ctx context.Context, query string, args ...any) ([]string, error) {
	return rows(ctx, s.db.Read, s.db.Q(query), func(scan func(...any) error) (string, error) {
		var id string
		err := scan(&id)
		return id, err
	}, args...)
}
