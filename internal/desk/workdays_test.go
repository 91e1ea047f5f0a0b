package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
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

func TestAYearNotAnnouncedIsProvisionalUntilTwoPersonsAgree(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-10-30 09:00")
		if b := banner(t, w); b != "" {
			t.Errorf("in October the banner says %q", b)
		}
		w.Clock.Set("2026-11-01 00:00")
		if b := banner(t, w); !strings.Contains(b, "2027年") {
			t.Errorf("on 1 November the banner says %q", b)
		}
		w.Clock.Set("2026-12-30 10:00")
		var ids []string
		for _, title := range []string{"一号路口", "二号路口", "三号路口"} {
			ids = append(ids, dispatched(t, w, title))
		}
		v := calendarOf(t, w)
		if len(v.Provisional) != 3 || len(v.Missing) != 1 || v.Missing[0] != 2027 || !v.CanChange || !strings.Contains(v.Banner, "暂定") {
			t.Fatalf("calendar = %+v", v)
		}
		before := map[string]string{}
		for _, id := range ids {
			if before[id] = limits(w, id); !strings.Contains(before[id], "暂定") {
				t.Errorf("limits = %s", before[id])
			}
		}
		still := func(when string) {
			t.Helper()
			w.Tick()
			for _, id := range ids {
				if got := limits(w, id); got != before[id] {
					t.Errorf("%s moved %s to %s", when, before[id], got)
				}
			}
		}
		head := w.Head()
		change, err := w.Desk.ProposeYear(t.Context(), testkit.As("hotline/office_head"), notice2027(t), "国办发明电〔2026〕7号", "form-1")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.Desk.ProposeYear(t.Context(), testkit.As("hotline/office_head"), notice2027(t), "国办发明电〔2026〕7号", "form-1"); err != nil || again != change {
			t.Errorf("the same form again = %s, %v", again, err)
		}
		if n := w.Head() - head; n != 1 {
			t.Errorf("asking for a year wrote %d events", n)
		}
		still("asking")
		if b := banner(t, w); !strings.Contains(b, "2027年") {
			t.Errorf("while it waits the banner says %q", b)
		}

		// The second person sees every order and limit, and nobody else confirms.
		list := changeOf(t, w, org.PostGovHead, change)
		if len(list.List) != 3 || !list.CanConfirm || list.Orders != 3 || list.Limits == 0 {
			t.Fatalf("list = %+v", list)
		}
		for _, x := range list.List {
			if len(x.Moves) == 0 || x.Number == "" {
				t.Errorf("%+v", x)
			}
		}
		if own := changeOf(t, w, "hotline/office_head", change); own.CanConfirm || !own.IsOwn {
			t.Errorf("the proposer = %+v", own)
		}
		refused(t, "own_proposal", confirm(t, w, "hotline/office_head", change, list.Marks))
		for _, by := range []org.PostID{"hotline/dispatcher", "hotline/operator", "cgj/principal", "county/magistrate", "hotline/system_admin"} {
			if err := confirm(t, w, by, change, list.Marks); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s confirms: %v", by, err)
			}
			if _, err := reader(t, w, by).CalendarChange(t.Context(), change); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s reads the list: %v", by, err)
			}
		}
		// An order that came meanwhile was not on the list that was looked at.
		late := dispatched(t, w, "四号路口")
		refused(t, "stale_list", confirm(t, w, org.PostGovHead, change, list.Marks))
		still("a list grown old")
		// One that has ended since is no harm.
		fresh := changeOf(t, w, org.PostGovHead, change)
		w.Do("hotline/dispatcher", late, order.Withdraw{By: testkit.By("hotline/dispatcher"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "诉求人来电撤回"}})
		if err := confirm(t, w, org.PostGovHead, change, fresh.Marks); err != nil {
			t.Fatal(err)
		}
		// From the confirmation on new orders are counted by it; the open ones follow by the job.
		if v := calendarOf(t, w); v.Version != 2 || v.Left != 3 || v.Waiting != nil || len(v.History) != 1 {
			t.Errorf("calendar = %+v", v)
		}
		w.Tick()
		for _, id := range ids {
			if got := limits(w, id); got == before[id] || strings.Contains(got, "暂定") {
				t.Errorf("moved: %s", got)
			}
		}
		if v := calendarOf(t, w); v.Left != 0 || len(v.Provisional) != 0 || v.Banner != "" || v.History[0].Orders != 3 {
			t.Errorf("calendar = %+v", v)
		}
		adopted := logged(t, w.Store, "calendar_adopted")
		if len(adopted) != 3 {
			t.Errorf("adoptions in the log = %v", adopted)
		}
		var told string
		for _, it := range w.Order("hotline/office_head", ids[0]).Items {
			if it.Verb == "时限调整" {
				told = it.Text
			}
		}
		for _, want := range []string{"载入2027年放假安排（国办发明电〔2026〕7号）", "确认", "办结时限确定为"} {
			if !strings.Contains(told, want) {
				t.Errorf("the timeline says %q, want %s", told, want)
			}
		}
		w.CheckArchive()
	})
}

func changeOf(t *testing.T, w *testkit.World, by org.PostID, id string) desk.ChangeView {
	t.Helper()
	v, err := reader(t, w, by).CalendarChange(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func confirm(t *testing.T, w *testkit.World, by org.PostID, id, marks string) error {
	t.Helper()
	return reader(t, w, by).ConfirmCalendar(t.Context(), id, marks, "")
}

func refused(t *testing.T, code string, err error) {
	t.Helper()
	var no *regulation.Refusal
	if !errors.As(err, &no) || no.Code != code {
		t.Errorf("got %v, want a refusal %s", err, code)
	}
}

// Nobody moves the limits of an order but the program, after two persons have agreed.
func TestNobodyMovesLimitsAlone(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id := dispatched(t, w, "路口下水道堵塞")
	for _, by := range []org.PostID{"hotline/office_head", org.PostGovHead, "hotline/dispatcher"} {
		if _, err := w.Try(by, id, order.AdoptCalendar{By: testkit.By(by), Change: order.CalendarChange{Proposed: "a", Confirmed: "b"}}); err == nil {
			t.Errorf("%s moved the limits", by)
		}
	}
}

// The job is interrupted after one order: what is left is moved when it runs again, and each order once.
func TestMovingLimitsSurvivesACrash(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		var ids []string
		for _, title := range []string{"一号路口", "二号路口", "三号路口"} {
			ids = append(ids, dispatched(t, w, title))
		}
		change, err := w.Desk.ProposeDay(t.Context(), testkit.As("hotline/office_head"), snow, "蒙政办秘〔2026〕8号", "")
		if err != nil {
			t.Fatal(err)
		}
		if err := confirm(t, w, org.PostGovHead, change, changeOf(t, w, org.PostGovHead, change).Marks); err != nil {
			t.Fatal(err)
		}
		items, err := w.Store.Queue().Claim(t.Context(), w.Clock.Now(), 10, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(items, func(it jobs.Item) bool { return it.Kind == "calendar" })
		if at < 0 {
			t.Fatalf("no job among %+v", items)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := 0
		watched := store.Watched(ctx, func(q string, _ []any) {
			if strings.Contains(q, "event") && strings.Contains(q, "UNION ALL") {
				if done++; done == 2 {
					stop()
				}
			}
		})
		_ = w.Desk.Handle(watched, items[at]) // dies after the first order or so
		w.Clock.Add(2 * time.Minute)          // the lease runs out
		w.Tick()
		for _, id := range ids {
			if got := limits(w, id); !strings.Contains(got, "3月4日") {
				t.Errorf("%s: %s", id, got)
			}
		}
		for id, n := range logged(t, w.Store, "calendar_adopted") {
			if n != 1 {
				t.Errorf("order %s was moved %d times", id, n)
			}
		}
		if v := calendarOf(t, w); v.Left != 0 {
			t.Errorf("%d left", v.Left)
		}
		w.CheckArchive()
	})
}

var snow = calendar.SpecialDay{Date: calendar.NewDate(2026, time.March, 3), Rest: true, Reason: "暴雪停工（县政府通知）"}

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
		if _, err := w.Desk.ProposeYear(t.Context(), testkit.As("hotline/office_head"), c.file, "", ""); !errors.As(err, &bad) || !strings.Contains(bad.Reason, c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
	for _, post := range []org.PostID{"hotline/operator", "cgj/principal", "hotline/system_admin"} {
		if _, err := w.Desk.ProposeYear(t.Context(), testkit.As(post), notice2027(t), "", ""); !errors.Is(err, desk.ErrForbidden) {
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

func TestACountyDayOffMovesOnlyWhatTwoAgreedOn(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞")
		before := limits(w, id)
		head := testkit.As("hotline/office_head")
		if _, err := w.Desk.ProposeDay(t.Context(), testkit.As("hotline/reviewer"), snow, "蒙政办秘〔2026〕8号", ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the reviewer asks for a day: %v", err)
		}
		_, err := w.Desk.ProposeDay(t.Context(), head, snow, "", "")
		refused(t, "no_document", err)
		bare := snow
		bare.Reason = " "
		_, err = w.Desk.ProposeDay(t.Context(), head, bare, "蒙政办秘〔2026〕8号", "")
		refused(t, "missing_reason", err)
		change, err := w.Desk.ProposeDay(t.Context(), head, snow, "蒙政办秘〔2026〕8号", "")
		if err != nil {
			t.Fatal(err)
		}
		v := changeOf(t, w, org.PostGovHead, change)
		if len(v.Days) != 1 || !strings.Contains(v.Days[0], "上班 → 不上班") || len(v.List) != 1 {
			t.Fatalf("change = %+v", v)
		}
		var sign string
		for _, m := range v.List[0].Moves {
			if m.Name == "签收" {
				sign = m.Was + " → " + m.Now + " " + m.Way
			}
		}
		if sign != "3月3日 周二 24:00 → 3月4日 周三 24:00 延后" {
			t.Errorf("sign = %q of %+v", sign, v.List[0].Moves)
		}
		if got := limits(w, id); got != before {
			t.Errorf("asking for a day moved %s to %s", before, got)
		}
		if err := confirm(t, w, org.PostGovHead, change, v.Marks); err != nil {
			t.Fatal(err)
		}
		w.Tick()
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
		if fresh := dispatched(t, w, "另一路口"); calendarVersion(t, w, fresh) != 2 {
			t.Error("a new order is not read by the newest calendar")
		}
		// A change that is dropped leaves everything as it is.
		gone, err := w.Desk.ProposeDay(t.Context(), head, calendar.SpecialDay{Date: calendar.NewDate(2026, time.March, 10), Rest: true, Reason: "暴雪"}, "蒙政办秘〔2026〕9号", "")
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.DropCalendar(t.Context(), testkit.As(org.PostGovHead), gone, "雪停了", ""); err != nil {
			t.Fatal(err)
		}
		w.Tick()
		if v := calendarOf(t, w); v.Version != 2 || len(v.Specials) != 1 || len(v.History) != 2 {
			t.Errorf("calendar = %+v", v)
		}
		// Another process reads the same calendar from the log.
		other, err := desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: w.Blobs, Clock: w.Clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := other.Policy(t.Context()); err != nil || p.Calendar.Version != 2 {
			t.Errorf("another process: version %d, %v", p.Calendar.Version, err)
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
