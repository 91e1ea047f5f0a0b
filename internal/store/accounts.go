package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/sqldb"
)

// Account is a person's account. Title is what pages print; the hash never leaves the desk.
type Account struct {
	ID        org.AccountID
	Login     string
	Title     string
	Hash      string
	Disabled  bool
	Failures  int
	ShutUntil time.Time
	Posts     []org.PostID
	Days      map[org.PostID][2]org.Day // first and last day of those posts that have days
}

// PostsOn are the posts that the account holds on a day.
func (a Account) PostsOn(day org.Day) []org.PostID {
	var out []org.PostID
	for _, p := range a.Posts {
		d := a.Days[p]
		if day >= d[0] && (d[1] == "" || day <= d[1]) {
			out = append(out, p)
		}
	}
	return out
}

// ErrTaken says that a login is in use.
var ErrTaken = errors.New("login is taken")

func scanAccount(scan func(...any) error) (Account, error) {
	var a Account
	var id string
	var shut int64
	err := scan(&id, &a.Login, &a.Title, &a.Hash, &a.Disabled, &a.Failures, &shut)
	a.ID = org.AccountID(id)
	if shut > 0 {
		a.ShutUntil = time.UnixMilli(shut).UTC()
	}
	return a, err
}

// PutAccount adds or changes an account with its posts. A post that it had keeps its days.
func (s *Store) PutAccount(ctx context.Context, a Account) error {
	had, err := s.posts(ctx)
	if err != nil {
		return err
	}
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("put account %s: %w", a.Login, err)
	}
	_, err = tx.ExecContext(ctx, s.db.Q("account_put"), string(a.ID), a.Login, a.Title, a.Hash, a.Disabled)
	if sqldb.Unique(err) {
		return errors.Join(ErrTaken, tx.Rollback())
	}
	for _, p := range had[a.ID].posts {
		if err == nil && !slices.Contains(a.Posts, p) {
			_, err = tx.ExecContext(ctx, s.db.Q("account_post_drop"), string(a.ID), string(p))
		}
	}
	for _, p := range a.Posts {
		if err == nil {
			_, err = tx.ExecContext(ctx, s.db.Q("account_post_put"), string(a.ID), string(p))
		}
	}
	if err != nil {
		return errors.Join(fmt.Errorf("put account %s: %w", a.Login, err), tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("put account %s: %w", a.Login, err)
	}
	return nil
}

// AccountByLogin finds an account, ErrNone when there is none.
func (s *Store) AccountByLogin(ctx context.Context, login string) (Account, error) {
	return s.account(ctx, "account_by_login", login)
}

// AccountByID finds an account, ErrNone when there is none.
func (s *Store) AccountByID(ctx context.Context, id org.AccountID) (Account, error) {
	return s.account(ctx, "account_by_id", string(id))
}

func (s *Store) account(ctx context.Context, query, arg string) (Account, error) {
	a, err := scanAccount(s.db.Read.QueryRowContext(ctx, s.db.Q(query), arg).Scan)
	if err != nil {
		return a, none(err)
	}
	posts, err := s.posts(ctx)
	a.Posts, a.Days = posts[a.ID].posts, posts[a.ID].days
	return a, err
}

// Accounts lists all accounts by login.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	all, err := rows(ctx, s.db.Read, s.db.Q("account_all"), scanAccount)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	posts, err := s.posts(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		p := posts[all[i].ID]
		all[i].Posts, all[i].Days = p.posts, p.days
	}
	return all, nil
}

// held are an account's posts with their days.
type held struct {
	posts []org.PostID
	days  map[org.PostID][2]org.Day
}

func (s *Store) posts(ctx context.Context) (map[org.AccountID]held, error) {
	out := map[org.AccountID]held{}
	_, err := rows(ctx, s.db.Read, s.db.Q("account_posts"), func(scan func(...any) error) (struct{}, error) {
		var account, post, from, until string
		err := scan(&account, &post, &from, &until)
		h := out[org.AccountID(account)]
		h.posts = append(h.posts, org.PostID(post))
		if from != "" || until != "" {
			if h.days == nil {
				h.days = map[org.PostID][2]org.Day{}
			}
			h.days[org.PostID(post)] = [2]org.Day{org.Day(from), org.Day(until)}
		}
		out[org.AccountID(account)] = h
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("list posts of accounts: %w", err)
	}
	return out, nil
}

// SetFailures remembers failed log-ins.
func (s *Store) SetFailures(ctx context.Context, id org.AccountID, n int, shut time.Time) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("account_failures"), string(id), n, ms(shut)); err != nil {
		return fmt.Errorf("count failures: %w", err)
	}
	return nil
}

// PutSession, Session, DropSession and SweepSessions keep sessions under the hash of their token.
func (s *Store) PutSession(ctx context.Context, token string, data []byte, expires time.Time) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("session_put"), token, data, ms(expires)); err != nil {
		return fmt.Errorf("put session: %w", err)
	}
	return nil
}

// Session reads a session that has not expired at now, ErrNone when there is none.
func (s *Store) Session(ctx context.Context, token string, now time.Time) ([]byte, error) {
	var b []byte
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("session_get"), token, ms(now)).Scan(&b)
	return b, none(err)
}

// DropSession ends a session.
func (s *Store) DropSession(ctx context.Context, token string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("session_drop"), token); err != nil {
		return fmt.Errorf("drop session: %w", err)
	}
	return nil
}

// SweepSessions drops sessions that have expired at now.
func (s *Store) SweepSessions(ctx context.Context, now time.Time) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("session_sweep"), ms(now)); err != nil {
		return fmt.Errorf("sweep sessions: %w", err)
	}
	return nil
}
