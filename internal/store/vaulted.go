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

// chunk is how many bytes of a blob one row holds.
const chunk = 256 << 10

// Chunks keeps blobs in the database, for several nodes that share it.
type Chunks struct{ s *Store }

// Chunks is the blob store in the database.
func (s *Store) Chunks() Chunks { return Chunks{s} }

// Put writes a ciphertext in one transaction.
func (c Chunks) Put(ctx context.Context, b []byte, address string) error {
	tx, err := c.s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("write blob %s: %w", address, err)
	}
	for n := 0; n*chunk < len(b) || n == 0; n++ {
		if _, err := tx.ExecContext(ctx, c.s.db.Q("blob_put"), address, n, b[n*chunk:min(len(b), (n+1)*chunk)]); err != nil {
			return errors.Join(fmt.Errorf("write blob %s: %w", address, err), tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write blob %s: %w", address, err)
	}
	return nil
}

// Get reads a ciphertext, ErrNone when it is not there.
func (c Chunks) Get(ctx context.Context, address string) ([]byte, error) {
	parts, err := rows(ctx, c.s.db.Read, c.s.db.Q("blob_get"), func(scan func(...any) error) ([]byte, error) {
		var b []byte
		err := scan(&b)
		return b, err
	}, address)
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", address, err)
	}
	if parts == nil {
		return nil, ErrNone
	}
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out, nil
}
