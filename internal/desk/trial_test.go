package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

func trialOf(t *testing.T, w *testkit.World, by org.PostID, id string) desk.TrialView {
	t.Helper()
	v, err := reader(t, w, by).Trial(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func march(t *testing.T) desk.TrialWish {
	t.Helper()
	return desk.TrialWish{From: calendar.NewDate(2026, time.March, 1), To: calendar.NewDate(2026, time.March, 31), Values: map[string]string{}}
}

func TestATrialSaysWhoWouldHaveBeenLateAndWhoWouldHaveSigned(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := road(t, w) // received 2 March, answered 5 March; now it is 20 April
		head := testkit.As("hotline/office_head")
		wish := march(t)
		wish.Values["limit.other_wd"], wish.Values["approval.result_from_assignment"] = "2", "1"
		before := w.Order("hotline/office_head", id).Status
		trial, err := w.Desk.RunTrial(t.Context(), head, wish, "form-1")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.Desk.RunTrial(t.Context(), head, wish, "form-1"); err != nil || again != trial {
			t.Errorf("the same form again: %s, %v", again, err)
		}
		if v := trialOf(t, w, "hotline/office_head", trial); !v.Running || v.Total != 1 || v.Done != 0 {
			t.Errorf("asked: %+v", v.TrialHead)
		}
		w.Tick()
		v := trialOf(t, w, "hotline/office_head", trial)
		if v.Running || v.Orders != 1 || v.Done != 1 || len(v.Sum) != 64 || v.Of != 2 || len(v.Changed) != 2 {
			t.Fatalf("trial = %+v", v)
		}
		if l := v.Lines[0]; l.Order != id || l.What != "办结" || !l.Late || l.Would != "3月4日 24:00" || l.Was != "3月16日 24:00" || l.Met != "3月5日 15:00" || l.Unit != "县城市管理局" {
			t.Errorf("line = %+v", l)
		}
		if l := v.Lines[1]; !l.Sign || !strings.HasSuffix(l.Would, "县长") || !strings.Contains(l.Was, "不报县领导") {
			t.Errorf("sign = %+v", l)
		}
		for _, x := range v.Limits {
			want := 0
			if x.Name == "办结" {
				want = 1
			}
			if x.Would != want || x.Was != 0 || x.N != 1 {
				t.Errorf("%s: %+v", x.Name, x)
			}
		}
		if u := v.Units[0]; u.Name != "县城市管理局" || u.Would != 1 || u.Was != 0 {
			t.Errorf("units = %+v", v.Units)
		}
		if now := w.Order("hotline/office_head", id).Status; now != before {
			t.Errorf("the trial moved the order from %s to %s", before, now)
		}
		// Whatever happens afterwards, the same history gives the same bytes.
		w.Clock.Set("2026-03-31 10:00")
		dispatched(t, w, "后来的") // registered in the period, but after the trial's position of the log
		w.Clock.Set("2026-04-21 10:00")
		if err := w.Desk.AgainTrial(t.Context(), head, trial); err != nil {
			t.Fatal(err)
		}
		w.Tick()
		if x := trialOf(t, w, "hotline/office_head", trial); x.Again != 1 || x.Sum != v.Sum || x.Orders != 1 {
			t.Errorf("again: %d, %s", x.Again, x.Sum)
		}
		// A draft is run as it stands.
		draft := draftSeven(t, w, "2026-07-01")
		wish = march(t)
		wish.Draft = draft
		other, err := w.Desk.RunTrial(t.Context(), head, wish, "")
		if err != nil {
			t.Fatal(err)
		}
		w.Tick()
		// The open order of 31 March: with seven working days it is late by 21 April, with ten as well.
		if x := trialOf(t, w, org.PostGovHead, other); x.Of != 0 || x.Orders != 2 || x.Name != "七日办结试行" {
			t.Errorf("of a draft: %+v", x)
		}
		for _, by := range []org.PostID{"hotline/operator", "hotline/dispatcher", "cgj/principal", "county/magistrate", "hotline/system_admin"} {
			if _, err := w.Desk.RunTrial(t.Context(), testkit.As(by), wish, ""); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s runs a trial: %v", by, err)
			}
			if _, err := reader(t, w, by).Trial(t.Context(), trial, 0); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s reads a trial: %v", by, err)
			}
			if err := w.Desk.AgainTrial(t.Context(), testkit.As(by), trial); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s computes again: %v", by, err)
			}
		}
		if n := logged(t, w.Store, "trial_done"); n[trial] != 1 || n[other] != 1 {
			t.Errorf("results in the log = %v", n)
		}
		w.CheckArchive()
		if x := trialOf(t, w, "hotline/office_head", trial); x.Sum != v.Sum || len(x.Lines) != 2 {
			t.Error("a replay lost the result")
		}
	})
}

func TestATrialThatCannotBeIsRefusedInChinese(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	dispatched(t, w, "一号路口")
	head := testkit.As("hotline/office_head")
	before := w.Head()
	wish := func(change func(*desk.TrialWish)) desk.TrialWish {
		x := march(t)
		x.Values["limit.other_wd"] = "7"
		change(&x)
		return x
	}
	for name, c := range map[string]struct {
		wish desk.TrialWish
		says string
	}{
		"no day":    {wish(func(x *desk.TrialWish) { x.From = 0 }), "没有填写"},
		"backwards": {wish(func(x *desk.TrialWish) { x.To = calendar.NewDate(2026, time.February, 1) }), "早于"},
		"future":    {wish(func(x *desk.TrialWish) { x.From = calendar.NewDate(2026, time.March, 20) }), "以后"},
		"too long":  {wish(func(x *desk.TrialWish) { x.To = calendar.NewDate(2028, time.March, 1) }), "最多"},
		"nothing":   {wish(func(x *desk.TrialWish) { x.Values = nil }), "没有改动"},
		"no draft":  {wish(func(x *desk.TrialWish) { x.Draft = "nothing" }), "没有这份草案"},
		"no orders": {wish(func(x *desk.TrialWish) {
			x.From, x.To = calendar.NewDate(2026, time.January, 1), calendar.NewDate(2026, time.January, 2)
		}), "没有登记过"},
		"bad number": {wish(func(x *desk.TrialWish) { x.Values["limit.other_wd"] = "七" }), "整数"},
	} {
		if _, err := w.Desk.RunTrial(t.Context(), head, c.wish, ""); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s", name, err, c.says)
		}
	}
	if n := w.Head() - before; n != 0 {
		t.Errorf("refused trials wrote %d events", n)
	}
	if _, err := reader(t, w, "hotline/office_head").Trial(t.Context(), "nothing", 0); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("no such trial: %v", err)
	}
	if err := w.Desk.AgainTrial(t.Context(), head, "nothing"); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("no such trial again: %v", err)
	}
}

// For whom an order reports, it does not exist: not in a trial either (Art. 23(6)).
func TestATrialNamesNoOrderThatReportsTheReader(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	c := w.Complaint()
	c.Request.ReportedPosts = []org.PostID{"hotline/office_head"}
	id := w.Do("hotline/operator", "", c).ID
	w.Clock.Set("2026-03-20 09:00")
	wish := march(t)
	wish.Values["limit.handle_wd"] = "30"
	trial, err := w.Desk.RunTrial(t.Context(), testkit.As("hotline/office_head"), wish, "")
	if err != nil {
		t.Fatal(err)
	}
	w.Tick()
	v := trialOf(t, w, "hotline/office_head", trial)
	if len(v.Lines) != 1 || !v.Lines[0].Hidden || v.Lines[0].Order != "" || v.Lines[0].Title != "" {
		t.Errorf("the reported head sees %+v", v.Lines)
	}
	if x := trialOf(t, w, org.PostGovHead, trial); len(x.Lines) != 1 || x.Lines[0].Order != id {
		t.Errorf("another sees %+v", x.Lines)
	}
}
