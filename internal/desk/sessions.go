package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"huiyin/internal/store"
)

// Sessions keeps sessions in the archive under the hash of their token, in the shape that the session manager asks for.
type Sessions struct{ s *Service }

// Sessions is the archive's session store.
func (s *Service) Sessions() Sessions { return Sessions{s} }

func tokenHash(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

// FindCtx reads a session.
func (x Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	b, err := x.s.store.Session(ctx, tokenHash(token), x.s.now())
	if errors.Is(err, store.ErrNone) {
		return nil, false, nil
	}
	return b, err == nil, err
}

// CommitCtx writes a session.
func (x Sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	return x.s.store.PutSession(ctx, tokenHash(token), b, expiry)
}

// DeleteCtx ends a session.
func (x Sessions) DeleteCtx(ctx context.Context, token string) error {
	return x.s.store.DropSession(ctx, tokenHash(token))
}

// Find, Commit and Delete are the same without a context.
func (x Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit writes a session.
func (x Sessions) Commit(token string, b []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, b, expiry)
}

// Delete ends a session.
func (x Sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }
