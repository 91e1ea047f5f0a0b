package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

var preferenceName = regexp.MustCompile(`^[a-z][a-z0-9_.-]{0,60}$`)

// preferenceMost is the most bytes that one preference may hold.
const preferenceMost = 16 << 10

// Preference reads how an account likes something into out, a pointer; found is false when it never said, and out stays as it is. A value of an older
// program that no longer fits counts as never said.
func (s *Service) Preference(ctx context.Context, account org.AccountID, name string, out any) (found bool, err error) {
	v, err := s.store.Preference(ctx, account, name)
	if errors.Is(err, store.ErrNone) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read preference %s: %w", name, err)
	}
	return json.Unmarshal([]byte(v), out) == nil, nil
}

// SetPreference keeps a small value for an account: columns, saved views, open tabs, text size. Names are lower-case words with dots; nothing about a
// caller may stand in a value, for it is stored in clear. nil forgets.
func (s *Service) SetPreference(ctx context.Context, account org.AccountID, name string, value any) error {
	if account == "" || !preferenceName.MatchString(name) {
		return fmt.Errorf("set preference %q: not a name", name)
	}
	if value == nil {
		return s.store.SetPreference(ctx, account, name, "")
	}
	b, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode preference %s: %w", name, err)
	}
	if len(b) > preferenceMost {
		return invalid(name, "保存的内容太多，请删去一些再试。")
	}
	return s.store.SetPreference(ctx, account, name, string(b))
}

// Preference reads how the reader's account likes something; see [Service.Preference].
func (r *Reader) Preference(ctx context.Context, name string, out any) (bool, error) {
	return r.s.Preference(ctx, r.actor.Account, name, out)
}

// SetPreference keeps a small value for the reader's account; see [Service.SetPreference].
func (r *Reader) SetPreference(ctx context.Context, name string, value any) error {
	return r.s.SetPreference(ctx, r.actor.Account, name, value)
}

// Identifies is what in a label would identify a person, "" for nothing: labels of preferences stand in clear.
func Identifies(label string) string {
	for _, f := range text.FindIdentity(label) {
		return f.Text
	}
	return ""
}
