package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/org"
)

// Trial is a run of draft rules over the real history (试算, Art. 29), with its result as far as it has come.
type Trial struct {
	ID       string
	Account  org.AccountID
	Name     string // of the rules
	Draft    string // id of the draft, "" for numbers of the moment
	File     string // the whole policy file that was run
	From, To string // days of registration, both counted
	Pos      int64  // position of the log up to which history was looked at
	Asked    time.Time
	Total    int
	Done     int
	Cursor   string // after which order it goes on: milliseconds and id
	State    string // running, done
	Result   string // JSON
	Digest   string // SHA-256 of a finished result; while it is computed again, of the earlier one
	Again    int    // how often it was computed again with the same bytes; below 0: with others
}

// TrialRow writes it.
func TrialRow(t Trial) Exec {
	return Exec{Query: "trial_put", Args: []any{t.ID, string(t.Account), t.Name, t.Draft, t.File, t.From, t.To, t.Pos, ms(t.Asked), t.Total, t.Done, t.Cursor, t.State, t.Result, t.Digest, t.Again}}
}

func scanTrial(scan func(...any) error) (Trial, error) {
	var t Trial
	var account string
	var asked int64
	err := scan(&t.ID, &account, &t.Name, &t.Draft, &t.File, &t.From, &t.To, &t.Pos, &asked, &t.Total, &t.Done, &t.Cursor, &t.State, &t.Result, &t.Digest, &t.Again)
	t.Account, t.Asked = org.AccountID(account), time.UnixMilli(asked).UTC()
	return t, err
}

// Trial reads one, or ErrNone.
func (s *Store) Trial(ctx context.Context, id string) (Trial, error) {
	t, err := scanTrial(s.db.Read.QueryRowContext(ctx, s.db.Q("trial_get"), id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return t, ErrNone
	}
	if err != nil {
		return t, fmt.Errorf("read trial %s: %w", id, err)
	}
	return t, nil
}

// Trials lists them without file and result, the newest first.
func (s *Store) Trials(ctx context.Context, limit int) ([]Trial, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("trial_page"), scanTrial, limit)
	if err != nil {
		return nil, fmt.Errorf("list trials: %w", err)
	}
	return out, nil
}

// RegisteredBetween lists orders registered from an instant and before another, in that order, after a cursor; next is the cursor behind the last.
func (s *Store) RegisteredBetween(ctx context.Context, from, before time.Time, cursor string, limit int) (ids []string, next string, err error) {
	after, id, _ := strings.Cut(cursor, " ")
	since, _ := strconv.ParseInt(after, 10, 64)
	start := max(ms(from), since)
	type row struct {
		id string
		at int64
	}
	all, err := rows(ctx, s.db.Read, s.db.Q("trial_orders"), func(scan func(...any) error) (row, error) {
		var r row
		err := scan(&r.id, &r.at)
		return r, err
	}, start, ms(before), since, id, limit)
	if err != nil {
		return nil, "", fmt.Errorf("list orders of a trial: %w", err)
	}
	for _, r := range all {
		ids, next = append(ids, r.id), strconv.FormatInt(r.at, 10)+" "+r.id
	}
	return ids, next, nil
}

// CountRegistered counts orders registered from an instant and before another.
func (s *Store) CountRegistered(ctx context.Context, from, before time.Time) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("trial_orders_count"), ms(from), ms(before)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count orders of a trial: %w", err)
	}
	return n, nil
}
