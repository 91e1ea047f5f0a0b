package store

import (
	"context"
	"fmt"

	"huiyin/internal/org"
)

// Preference reads how an account likes something, ErrNone when it never said.
func (s *Store) Preference(ctx context.Context, account org.AccountID, name string) (string, error) {
	var v string
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("preference_get"), string(account), name).Scan(&v)
	return v, none(err)
}

// Preferences reads all that an account ever said, by name.
func (s *Store) Preferences(ctx context.Context, account org.AccountID) (map[string]string, error) {
	type pair struct{ name, value string }
	all, err := rows(ctx, s.db.Read, s.db.Q("preference_all"), func(scan func(...any) error) (pair, error) {
		var p pair
		err := scan(&p.name, &p.value)
		return p, err
	}, string(account))
	if err != nil {
		return nil, fmt.Errorf("list preferences: %w", err)
	}
	out := map[string]string{}
	for _, p := range all {
		out[p.name] = p.value
	}
	return out, nil
}

// SetPreference keeps a value; the last one said holds. An empty value forgets it.
func (s *Store) SetPreference(ctx context.Context, account org.AccountID, name, value string) error {
	var err error
	if value == "" {
		_, err = s.db.Write.ExecContext(ctx, s.db.Q("preference_drop"), string(account), name)
	} else {
		_, err = s.db.Write.ExecContext(ctx, s.db.Q("preference_put"), string(account), name, value)
	}
	if err != nil {
		return fmt.Errorf("set preference %s: %w", name, err)
	}
	return nil
}
