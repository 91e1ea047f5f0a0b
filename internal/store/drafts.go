package store

import (
	"context"
	"fmt"
	"time"
)

// Draft is a form that somebody is still writing. Ciphertext is sealed under the vault's own key for drafts.
type Draft struct {
	ID, Account string
	Rev         int64 // 0 = not yet kept; each keeping adds one
	Ciphertext  []byte
	Saved       time.Time
}

// PutDraft keeps a draft over the revision that its writer had, and says whether it did: not, where another place has kept a later one, or where the
// form was sent meanwhile on the route. It is no event: a draft is nobody's word yet.
func (s *Store) PutDraft(ctx context.Context, d Draft, route string) (bool, error) {
	query, args := "draft_set", []any{d.ID, d.Account, d.Rev, d.Ciphertext, ms(d.Saved)}
	if d.Rev == 0 {
		query, args = "draft_put", []any{d.ID, d.Account, d.Ciphertext, ms(d.Saved), route}
	}
	r, err := s.db.Write.ExecContext(ctx, s.db.Q(query), args...)
	if err != nil {
		return false, fmt.Errorf("put draft: %w", err)
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

func scanDraft(scan func(...any) error) (Draft, error) {
	var d Draft
	var at int64
	err := scan(&d.ID, &d.Rev, &d.Ciphertext, &at)
	d.Saved = time.UnixMilli(at).UTC()
	return d, err
}

// Draft reads one's own draft, ErrNone when there is none.
func (s *Store) Draft(ctx context.Context, id, account string) (Draft, error) {
	d, err := scanDraft(s.db.Read.QueryRowContext(ctx, s.db.Q("draft_get"), id, account).Scan)
	return d, none(err)
}

// Drafts lists an account's drafts, the newest first.
func (s *Store) Drafts(ctx context.Context, account string) ([]Draft, error) {
	return rows(ctx, s.db.Read, s.db.Q("drafts_of"), scanDraft, account)
}

// DropDraft throws a draft away.
func (s *Store) DropDraft(ctx context.Context, id, account string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("draft_drop"), id, account); err != nil {
		return fmt.Errorf("drop draft: %w", err)
	}
	return nil
}

// SweepDrafts throws away what was last kept before a time.
func (s *Store) SweepDrafts(ctx context.Context, before time.Time) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("draft_sweep"), ms(before)); err != nil {
		return fmt.Errorf("sweep drafts: %w", err)
	}
	return nil
}

// Alike is an order of the same category and township, of late.
type Alike struct {
	ID, Number, Title, Place, Status string
	Open                             bool
	DueMS, RegisteredMS              int64
}

// OrdersAlike lists orders of a category in a township registered since a time, the newest first, at most fifty: those that one account registered, or
// everybody's where it is empty, and none that does not exist for whoever has one of the marks.
func (s *Store) OrdersAlike(ctx context.Context, category, town string, since time.Time, account string, marks []string) ([]Alike, error) {
	text, args := s.sparing("orders_alike", marks, category, town, ms(since), account)
	return rows(ctx, s.db.Read, text, func(scan func(...any) error) (Alike, error) {
		var a Alike
		err := scan(&a.ID, &a.Number, &a.Title, &a.Place, &a.Status, &a.Open, &a.DueMS, &a.RegisteredMS)
		return a, err
	}, args...)
}

// Taught lists the newest titles with the category that a person chose: what a suggester learns from. Titles hold no identity.
func (s *Store) Taught(ctx context.Context) ([][2]string, error) {
	return rows(ctx, s.db.Read, s.db.Q("orders_taught"), func(scan func(...any) error) ([2]string, error) {
		var x [2]string
		err := scan(&x[0], &x[1])
		return x, err
	})
}

// Used lists category, township and place of the orders that an account registered last, the newest first.
func (s *Store) Used(ctx context.Context, account string) ([][3]string, error) {
	return rows(ctx, s.db.Read, s.db.Q("orders_used"), func(scan func(...any) error) ([3]string, error) {
		var x [3]string
		err := scan(&x[0], &x[1], &x[2])
		return x, err
	}, account)
}
