package storetest

import (
	"errors"
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/store"
)

// preferences: the last value holds, each account has its own, an empty value forgets, and they outlive the process.
func preferences(t *testing.T, where string) {
	s := open(t, where)
	ctx := t.Context()
	for _, p := range [][3]string{{"u1", "text", `"large"`}, {"u1", "columns.open", `["number"]`}, {"u2", "text", `"normal"`}, {"u1", "text", `"elder"`}} {
		if err := s.SetPreference(ctx, org.AccountID(p[0]), p[1], p[2]); err != nil {
			t.Fatal(err)
		}
	}
	again := open(t, where)
	if v, err := again.Preference(ctx, "u1", "text"); err != nil || v != `"elder"` {
		t.Errorf("u1's text is %s, %v", v, err)
	}
	if v, err := again.Preference(ctx, "u2", "text"); err != nil || v != `"normal"` {
		t.Errorf("u2's text is %s, %v", v, err)
	}
	if all, err := again.Preferences(ctx, "u1"); err != nil || len(all) != 2 || all["columns.open"] != `["number"]` {
		t.Errorf("u1's preferences are %v, %v", all, err)
	}
	if err := s.SetPreference(ctx, "u1", "text", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := again.Preference(ctx, "u1", "text"); !errors.Is(err, store.ErrNone) {
		t.Errorf("a forgotten preference answers %v", err)
	}
}
