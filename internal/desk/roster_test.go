package desk_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestRoster: a unit fills its own week and nobody else's; names and numbers stand sealed; who is on duty now is found by it, else in the 通讯录; gaps are told on Monday
// to the unit and the office; a month adds up by person; a message to the duty post says who holds it; a replay finds the same (Art. 12).
func TestRoster(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 08:00")
		monday, _ := calendar.ParseDate("2026-03-02")
		unit := reader(t, w, "cgj/handler")
		if unit.RosterGaps(t.Context()) != 9 {
			t.Errorf("an empty week owes %d", unit.RosterGaps(t.Context()))
		}
		var all []office.ShiftEntry
		for i := range 7 {
			all = append(all, office.ShiftEntry{Day: monday.AddDays(i).String(), Shift: office.NightShift, Name: []string{"赵值班", "钱值班"}[i%2], Phone: "0558-7000299"})
		}
		for range 2 {
			if err := unit.FillRoster(t.Context(), monday, all, "7812345", "k1"); err != nil {
				t.Fatal(err)
			}
		}
		refusedWith(t, unit.FillRoster(t.Context(), monday, []office.ShiftEntry{{Day: "2026-03-02", Shift: office.NightShift, Name: "赵", Phone: "0558-7812345"}}, "7812345", "k2"), "hotline")
		for _, p := range []org.PostID{"hotline/operator", org.PostMagistrate} {
			if err := reader(t, w, p).FillRoster(t.Context(), monday, all, "", "k3"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s fills: %v", p, err)
			}
		}
		if n := unit.RosterGaps(t.Context()); n != 2 {
			t.Errorf("the weekend's days are owed, not %d", n)
		}
		if v, entries, err := unit.RosterForm(t.Context(), monday.AddDays(7), true); err != nil || len(entries) != 7 || entries[0].Day != "2026-03-09" || v.By != "" {
			t.Errorf("the week copied: %+v %v", entries, err)
		}
		on := func(p org.PostID, u org.UnitID) desk.OnDuty {
			t.Helper()
			page, err := reader(t, w, p).Roster(t.Context(), 0, "", false)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range page.Units {
				if x.Unit == u {
					return x
				}
			}
			return desk.OnDuty{}
		}
		if x := on("jyj/handler", "cgj"); x.Name != "" || x.Phone != "0558-7000201" || x.From != "通讯录" || x.Gaps != 2 {
			t.Errorf("by day: %+v", x)
		}
		w.Clock.Set("2026-03-03 02:00") // Monday's night
		if x := on("hotline/operator", "cgj"); x.Name != "赵值班" || x.Phone != "0558-7000299" || x.From != "夜班" {
			t.Errorf("at night: %+v", x)
		}
		if x, err := reader(t, w, "hotline/operator").DutyNumber(t.Context(), "cgj"); err != nil || x.Phone != "0558-7000299" {
			t.Errorf("where a message rings: %+v %v", x, err)
		}
		w.Clock.Set("2026-03-03 20:00")
		w.Dispatched("cgj")
		page, err := reader(t, w, "hotline/office_head").Outbox(t.Context(), false, "", "7812345")
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, o := range page.Rows {
			found = found || strings.Contains(o.To, "（夜班 钱值班）") && strings.Contains(o.Text, "夜间或紧急")
		}
		if !found {
			t.Errorf("the night's dispatch goes to nobody on duty: %+v", page.Rows)
		}
		sheet, err := unit.Shifts(t.Context(), "", "2026-03")
		if err != nil || len(sheet.Counts) != 2 || sheet.Counts[0] != (office.ShiftCount{Name: "赵值班", Nights: 4, Free: 1}) || len(sheet.Lines) != 7 {
			t.Errorf("the month: %+v %v", sheet.Counts, err)
		}
		var book bytes.Buffer
		if err := unit.ShiftBook(&book, sheet); err != nil || book.Len() == 0 {
			t.Errorf("the book: %v", err)
		}
		if _, err := unit.Shifts(t.Context(), "jyj", "2026-03"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another unit's month: %v", err)
		}
		if x, err := reader(t, w, "hotline/dispatcher").Shifts(t.Context(), "cgj", "2026-03"); err != nil || len(x.Counts) != 2 {
			t.Errorf("the office reads it: %v", err)
		}
		if _, err := reader(t, w, "hotline/operator").Shifts(t.Context(), "cgj", ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator reads a month: %v", err)
		}

		if err := w.Desk.PlanMonday(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set("2026-03-09 09:00")
		w.Tick()
		told := func(p org.PostID, words string) (n int) {
			t.Helper()
			m, err := reader(t, w, p).Messages(t.Context(), false, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range m.Rows {
				if strings.Contains(x.Text, words) {
					n++
				}
			}
			return n
		}
		if told("cgj/handler", "还有9个班没有人") != 1 || told("hotline/dispatcher", "有4个单位本周值班表不全") != 1 || told("hotline/operator", "值班表") != 0 {
			t.Error("who is told of the gaps on Monday")
		}
		rep, err := w.Desk.CheckPrivate(t.Context())
		if err != nil || len(rep.Faults) > 0 {
			t.Errorf("sealed words: %+v %v", rep, err)
		}
		w.CheckArchive()
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.CheckArchive()
		w.Clock.Set("2026-03-03 02:00")
		if x := on("hotline/operator", "cgj"); x.Name != "赵值班" {
			t.Errorf("after a replay: %+v", x)
		}
	})
}
