package desk_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
)

type dayOff struct {
	Name string `json:"name"`
	Date string `json:"date"`
	Rest bool   `json:"isOffDay"`
}

// notice2027 is a year file as an administrator would load it: an invented notice, with a longer rest at New Year than the statute alone gives.
func notice2027(t *testing.T) []byte {
	t.Helper()
	days := []dayOff{{"元旦", "2027-01-01", true}, {"元旦", "2027-01-02", true}, {"元旦", "2027-01-03", true}, {"元旦", "2027-01-04", true}, {"元旦", "2027-01-09", false},
		{"劳动节", "2027-05-01", true}, {"劳动节", "2027-05-02", true}, {"国庆节", "2027-10-01", true}, {"国庆节", "2027-10-02", true}, {"国庆节", "2027-10-03", true}}
	for d := 5; d <= 11; d++ {
		days = append(days, dayOff{"春节", time.Date(2027, 2, d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), true})
	}
	return yearFile(t, 2027, []string{"https://example.invalid/notice"}, days)
}

func yearFile(t *testing.T, year int, papers []string, days []dayOff) []byte {
	t.Helper()
	b, err := json.Marshal(map[string]any{"year": year, "papers": papers, "days": days})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func calendarOf(t *testing.T, w *testkit.World) desk.CalendarState {
	t.Helper()
	r, err := w.Desk.Reader(t.Context(), testkit.As("hotline/office_head"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.Calendar(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func banner(t *testing.T, w *testkit.World) string {
	t.Helper()
	r, err := w.Desk.Reader(t.Context(), testkit.As("cgj/handler"))
	if err != nil {
		t.Fatal(err)
	}
	return r.Banner(t.Context())
}

// limits prints every clock of an order: what a person reads.
func limits(w *testkit.World, id string) string {
	var out []string
	for _, c := range w.Order("hotline/office_head", id).Clocks {
		p := ""
		if c.Provisional {
			p = " 暂定"
		}
		out = append(out, c.Name+" "+c.Last+p)
	}
	return strings.Join(out, "；")
}

func TestAYearNotAnnouncedIsProvisionalUntilItIsAdopted(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-10-30 09:00")
		if b := banner(t, w); b != "" {
			t.Errorf("in October the banner says %q", b)
		}
		w.Clock.Set("2026-12-30 10:00")
		var ids []string
		for _, title := range []string{"一号路口", "二号路口", "三号路口"} {
			ids = append(ids, dispatched(t, w, title))
		}
		if b := banner(t, w); !strings.Contains(b, "2027年") {
			t.Errorf("banner = %q", b)
		}
		v := calendarOf(t, w)
		if len(v.Affected) != 3 || len(v.Missing) != 1 || v.Missing[0] != 2027 || !v.CanChange || !strings.Contains(v.Banner, "暂定") {
			t.Fatalf("calendar = %+v", v)
		}
		for _, a := range v.Affected {
			if !a.Provisional || len(a.Moves) != 0 {
				t.Errorf("affected = %+v", a)
			}
		}
		before := map[string]string{}
		for _, id := range ids {
			if before[id] = limits(w, id); !strings.Contains(before[id], "暂定") {
				t.Errorf("limits = %s", before[id])
			}
		}
		head, err := w.Store.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}

		version, err := w.Desk.LoadYear(t.Context(), testkit.As("hotline/office_head"), notice2027(t))
		if err != nil || version != v.Version+1 {
			t.Fatalf("load = version %d, %v", version, err)
		}
		if now, err := w.Store.Head(t.Context()); err != nil || now != head+1 {
			t.Errorf("loading a year wrote %d events, %v", now-head, err)
		}
		for _, id := range ids {
			if got := limits(w, id); got != before[id] {
				t.Errorf("loading moved %s to %s", before[id], got)
			}
		}
		if b := banner(t, w); b != "" {
			t.Errorf("after loading the banner says %q", b)
		}
		v = calendarOf(t, w)
		if len(v.Affected) != 3 || len(v.Missing) != 0 {
			t.Fatalf("calendar = %+v", v)
		}
		for _, a := range v.Affected {
			if !strings.Contains(strings.Join(a.Moves, "；"), "→") {
				t.Errorf("%s would not move: %v", a.Title, a.Moves)
			}
		}

		n, err := w.Desk.AdoptCalendar(t.Context(), testkit.As("hotline/office_head"), ids[:2])
		if err != nil || n != 2 {
			t.Fatalf("adopt = %d, %v", n, err)
		}
		for _, id := range ids[:2] {
			if got := limits(w, id); got == before[id] || strings.Contains(got, "暂定") {
				t.Errorf("adopted: %s", got)
			}
		}
		if got := limits(w, ids[2]); got != before[ids[2]] {
			t.Errorf("an order not chosen moved from %s to %s", before[ids[2]], got)
		}
		if n, err := w.Desk.AdoptCalendar(t.Context(), testkit.As("hotline/office_head"), ids[:2]); err != nil || n != 0 {
			t.Errorf("adopted again: %d, %v", n, err)
		}
		adopted := logged(t, w.Store, "calendar_adopted")
		if len(adopted) != 2 || adopted[ids[0]] != 1 || adopted[ids[1]] != 1 {
			t.Errorf("adoptions in the log = %v", adopted)
		}
		if v = calendarOf(t, w); len(v.Affected) != 1 || v.Affected[0].ID != ids[2] {
			t.Errorf("still affected: %+v", v.Affected)
		}
		if bad, err := w.Store.CheckProjections(t.Context()); err != nil || len(bad) != 0 {
			t.Errorf("lists = %v, %v", bad, err)
		}
	})
}

func TestABadYearFileIsRefusedInChineseAndLeavesNothing(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	head, err := w.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	paper := []string{"https://example.invalid/notice"}
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"no JSON":           {[]byte("年,月\n"), "JSON"},
		"not UTF-8":         {[]byte{0xc4, 0xea}, "UTF-8"},
		"not announced":     {yearFile(t, 2027, nil, nil), "尚未公布"},
		"cut off":           {yearFile(t, 2027, paper, []dayOff{{"元旦", "2027-01-01", true}}), "没有列为放假"},
		"make-up on Monday": {yearFile(t, 2027, paper, []dayOff{{"元旦", "2027-01-04", false}}), "本来就上班"},
		"other year":        {yearFile(t, 2027, paper, []dayOff{{"元旦", "2028-01-01", true}}), "不属于2027年"},
		"impossible date":   {yearFile(t, 2027, paper, []dayOff{{"元旦", "2027-02-30", true}}), "第1项"},
	} {
		var bad *desk.Invalid
		if _, err := w.Desk.LoadYear(t.Context(), testkit.As("hotline/office_head"), c.file); !errors.As(err, &bad) || !strings.Contains(bad.Reason, c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	for _, post := range []org.PostID{"hotline/operator", "cgj/principal", "hotline/system_admin"} {
		if _, err := w.Desk.LoadYear(t.Context(), testkit.As(post), notice2027(t)); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("%s loads a year: %v", post, err)
		}
	}
	if now, err := w.Store.Head(t.Context()); err != nil || now != head {
		t.Errorf("refused files wrote %d events, %v", now-head, err)
	}
	if v := calendarOf(t, w); v.Version != 1 {
		t.Errorf("version %d", v.Version)
	}
}

func TestACountyDayOffMovesOnlyWhatIsConfirmed(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞")
		before := limits(w, id)
		head := testkit.As("hotline/office_head")
		day := calendar.SpecialDay{Date: calendar.NewDate(2026, time.March, 3), Rest: true, Reason: "暴雪停工（县政府通知）"}
		if _, err := w.Desk.AddSpecial(t.Context(), testkit.As("hotline/reviewer"), day); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the reviewer adds a day: %v", err)
		}
		bare := day
		bare.Reason = " "
		var bad *desk.Invalid
		if _, err := w.Desk.AddSpecial(t.Context(), head, bare); !errors.As(err, &bad) {
			t.Errorf("a day without a reason: %v", err)
		}
		version, err := w.Desk.AddSpecial(t.Context(), head, day)
		if err != nil || version != 2 {
			t.Fatalf("version %d, %v", version, err)
		}
		if got := limits(w, id); got != before {
			t.Errorf("adding a day moved %s to %s", before, got)
		}
		v := calendarOf(t, w)
		if len(v.Specials) != 1 || v.Specials[0].Reason != day.Reason || len(v.Affected) != 1 || !strings.Contains(strings.Join(v.Affected[0].Moves, ""), "3月3日 周二 24:00 → 3月4日 周三 24:00") {
			t.Fatalf("calendar = %+v", v)
		}
		if _, err := w.Desk.AdoptCalendar(t.Context(), testkit.As("hotline/dispatcher"), []string{id}); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the dispatcher moves limits: %v", err)
		}
		if n, err := w.Desk.AdoptCalendar(t.Context(), head, []string{id}); err != nil || n != 1 {
			t.Fatalf("adopt = %d, %v", n, err)
		}
		w.Clock.Set("2026-03-04 00:00") // the old limit: nothing happens any more
		w.Tick()
		if w.Order("hotline/dispatcher", id).AutoAccepted {
			t.Error("taken on by silence on the day off")
		}
		w.Clock.Set("2026-03-05 00:00")
		w.Tick()
		if !w.Order("hotline/dispatcher", id).AutoAccepted {
			t.Error("not taken on after the moved limit")
		}
		if fresh := dispatched(t, w, "另一路口"); calendarVersion(t, w, fresh) != version {
			t.Error("a new order is not read by the newest calendar")
		}
	})
}

// calendarVersion is the version an order was registered under.
func calendarVersion(t *testing.T, w *testkit.World, id string) int {
	t.Helper()
	recs, err := w.Store.Load(t.Context(), store.Stream{Type: "order", ID: id})
	if err != nil || len(recs) == 0 {
		t.Fatal(err)
	}
	var e struct {
		Calendar int `json:"calendar"`
	}
	if err := json.Unmarshal(recs[0].Body, &e); err != nil {
		t.Fatal(err)
	}
	return e.Calendar
}
