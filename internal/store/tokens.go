package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/org"
)

// APIToken is a token of the JSON interface: an account in one post. The token itself is nowhere; it is found by its hash.
type APIToken struct {
	ID       string
	Account  org.AccountID
	Post     org.PostID
	Label    string
	ReadOnly bool
	Created  time.Time
	Expires  time.Time
	Revoked  time.Time // zero while it is in force
	LastUse  time.Time // zero until it is used; kept to the minute
}

func scanToken(scan func(...any) error) (APIToken, error) {
	var t APIToken
	var account, post string
	var created, expires, revoked, used int64
	err := scan(&t.ID, &account, &post, &t.Label, &t.ReadOnly, &created, &expires, &revoked, &used)
	t.Account, t.Post = org.AccountID(account), org.PostID(post)
	for _, x := range []struct {
		to *time.Time
		ms int64
	}{{&t.Created, created}, {&t.Expires, expires}, {&t.Revoked, revoked}, {&t.LastUse, used}} {
		if x.ms > 0 {
			*x.to = time.UnixMilli(x.ms).UTC()
		}
	}
	return t, err
}

// NewAPIToken is the row of a new token, to be written in the append that puts its making on record.
func NewAPIToken(t APIToken, hash string) Exec {
	return Exec{Query: "token_put_new", Args: []any{t.ID, hash, string(t.Account), string(t.Post), t.Label, t.ReadOnly, ms(t.Created), ms(t.Expires)}}
}

// RevokeAPIToken ends a token, in the append that puts it on record. A token that has ended already keeps its first end.
func RevokeAPIToken(id string, at time.Time) Exec {
	return Exec{Query: "token_revoke", Args: []any{id, ms(at)}}
}

// APIToken finds a token by its hash, ErrNone when there is none. Whether it is still in force is the caller's to ask.
func (s *Store) APIToken(ctx context.Context, hash string) (APIToken, error) {
	t, err := scanToken(s.db.Read.QueryRowContext(ctx, s.db.Q("token_by_hash"), hash).Scan)
	return t, none(err)
}

// APITokens lists all tokens, the oldest first.
func (s *Store) APITokens(ctx context.Context) ([]APIToken, error) {
	all, err := rows(ctx, s.db.Read, s.db.Q("token_all"), scanToken)
	if err != nil {
		return nil, fmt.Errorf("list tokens: %w", err)
	}
	return all, nil
}

// UsedAPIToken notes the last use.
func (s *Store) UsedAPIToken(ctx context.Context, id string, at time.Time) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("token_used"), id, ms(at)); err != nil {
		return fmt.Errorf("note use of token: %w", err)
	}
	return nil
}
