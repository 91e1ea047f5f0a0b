package desk_test

import (
	"strings"
	"testing"

	"huiyin/internal/testkit"
)

func TestPreferencesAreSmallAndEachAccountsOwn(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		if err := w.Desk.SetPreference(ctx, "u1", "columns.open", []string{"number", "title"}); err != nil {
			t.Fatal(err)
		}
		var cols []string
		if found, err := w.Desk.Preference(ctx, "u1", "columns.open", &cols); err != nil || !found || strings.Join(cols, " ") != "number title" {
			t.Errorf("got %v %v %v", cols, found, err)
		}
		if found, err := w.Desk.Preference(ctx, "u2", "columns.open", &cols); err != nil || found {
			t.Errorf("another account sees them: %v %v", found, err)
		}
		var wrong map[string]int
		if found, err := w.Desk.Preference(ctx, "u1", "columns.open", &wrong); err != nil || found {
			t.Errorf("a value that does not fit got %v %v", found, err)
		}
		for name, v := range map[string]any{"Bad Name": 1, "": 1, "big": strings.Repeat("字", 6000)} {
			if err := w.Desk.SetPreference(ctx, "u1", name, v); err == nil {
				t.Errorf("preference %q was kept", name)
			}
		}
		if err := w.Desk.SetPreference(ctx, "", "text", 1); err == nil {
			t.Error("nobody's preference was kept")
		}
		if err := w.Desk.SetPreference(ctx, "u1", "columns.open", nil); err != nil {
			t.Fatal(err)
		}
		if found, err := w.Desk.Preference(ctx, "u1", "columns.open", &cols); err != nil || found {
			t.Errorf("a forgotten one is still there: %v %v", found, err)
		}
	})
}
