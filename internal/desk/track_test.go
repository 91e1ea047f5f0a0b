package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// Five wrong codes shut a number for half an hour, one that never was just so (trust.md B5 #54).
func TestWrongCodesShutANumber(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		r := mailed(t, w, "t", aLetter())
		for _, number := range []string{r.Number, "MC209912310001"} {
			for i := range 5 {
				if _, err := w.Desk.OpenByCode(t.Context(), number, "0000000000"); !errors.Is(err, desk.ErrWrongCode) {
					t.Fatalf("%s, try %d: %v", number, i+1, err)
				}
			}
			if _, err := w.Desk.OpenByCode(t.Context(), number, r.Code); !errors.Is(err, desk.ErrShut) {
				t.Errorf("%s after five: %v", number, err)
			}
		}
		w.Clock.Add(29 * time.Minute)
		if _, err := w.Desk.OpenByCode(t.Context(), r.Number, r.Code); !errors.Is(err, desk.ErrShut) {
			t.Errorf("after 29 minutes: %v", err)
		}
		w.Clock.Add(2 * time.Minute)
		link, err := w.Desk.OpenByCode(t.Context(), strings.ToLower(r.Number), r.Code[:3]+" "+r.Code[3:6]+" "+r.Code[6:])
		if err != nil {
			t.Fatalf("after 31 minutes, with the right code: %v", err)
		}
		if _, err := w.Desk.Track(t.Context(), link); err != nil {
			t.Errorf("the link: %v", err)
		}
		// Four wrong and one right begin anew.
		for range 3 {
			for range 4 {
				_, _ = w.Desk.OpenByCode(t.Context(), r.Number, "1")
			}
			if _, err := w.Desk.OpenByCode(t.Context(), r.Number, r.Code); err != nil {
				t.Fatalf("the fifth try is right: %v", err)
			}
		}
		w.Clock.Add(3 * time.Hour)
		if _, err := w.Desk.Track(t.Context(), link); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a look of three hours ago: %v", err)
		}
		if _, err := w.Desk.Track(t.Context(), r.Link); err != nil {
			t.Errorf("the receipt's own link: %v", err)
		}
		flip := func(i int) string { // another sign there, whichever it was
			b := []byte(r.Link)
			b[i] = "0123456789abcdef"[(strings.IndexByte("0123456789abcdef", b[i])+1)%16]
			return string(b)
		}
		for _, forged := range []string{"", "x", r.Link + "0", flip(0), flip(31), flip(32), flip(41), flip(len(r.Link) - 1), r.Link[:32] + "00000000ff" + r.Link[42:]} {
			if _, err := w.Desk.Track(t.Context(), forged); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("forged link: %v", err)
			}
		}
	})
}

// The page of the caller tells in plain words where his order stands, and nothing of who he is; he may add, urge once a day, and judge (Art. 18, 21(6), 25).
func TestACallerFollowsAndJudges(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := w.Dispatched("cgj")
		link := w.Desk.LinkForTest(id)
		track := func() desk.Track {
			t.Helper()
			x, err := w.Desk.Track(t.Context(), link)
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		x := track()
		if x.Head == "" || x.Say == "" || len(x.Steps) < 3 || !x.MayAdd || x.MayJudge || x.Answer != nil {
			t.Fatalf("before the result: %+v", x)
		}
		text := ""
		for _, s := range x.Steps {
			text += s.Words + s.When + s.Text
		}
		if !strings.Contains(text, "已收到") || !strings.Contains(text, "县城市管理局") || strings.Contains(text, "1380000") || strings.Contains(text, "王秀兰") {
			t.Errorf("steps: %s", text)
		}
		if err := w.Desk.UrgeByCaller(t.Context(), link, "还没修", "k1"); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.UrgeByCaller(t.Context(), link, "还没修", "k1"); err != nil {
			t.Errorf("the same form again: %v", err)
		}
		var bad *desk.Invalid
		if err := w.Desk.UrgeByCaller(t.Context(), link, "还没修", "k2"); !errors.As(err, &bad) {
			t.Errorf("twice a day: %v", err)
		}
		if v := w.Order("hotline/dispatcher", id); v.Urges != 1 {
			t.Errorf("urges %d, want 1", v.Urges)
		}
		if err := w.Desk.AddByCaller(t.Context(), link, "昨晚又堵了，我的电话13800009999", []desk.Upload{{Name: "a.png", Bytes: testkit.PNG(t)}}, "k3"); err != nil {
			t.Fatal(err)
		}
		if logHas(t, w, "13800009999") {
			t.Error("what was added stands in the log in clear")
		}
		found := false
		for _, it := range w.Order("cgj/handler", id).Items {
			found = found || it.Verb == "补充情况" && strings.Contains(it.Quote, "昨晚又堵了") && !strings.Contains(it.Quote, "13800009999") && it.By == "诉求人"
		}
		if !found {
			t.Error("the unit does not see what was added, or sees the number")
		}
		var no *regulation.Refusal
		good := desk.Judgement{Contacted: "yes", Solved: order.SolvedYes, Satisfaction: order.Satisfied}
		if err := w.Desk.JudgeByCaller(t.Context(), link, good, "k4"); !errors.As(err, &no) {
			t.Errorf("judged before the result: %v", err)
		}
		id = w.Answered("cgj")
		link = w.Desk.LinkForTest(id)
		if x = track(); !x.MayJudge || x.Answer == nil || x.Answer.Text == "" {
			t.Fatalf("after the result: %+v", x)
		}
		bad2 := desk.Judgement{Contacted: "no", Solved: order.SolvedNo, Satisfaction: order.Dissatisfied, Reason: "H", Words: "没修好"}
		if err := w.Desk.JudgeByCaller(t.Context(), link, bad2, "k5"); !errors.As(err, &bad) {
			t.Errorf("a reason that only the office may give: %v", err)
		}
		bad2.Reason = "B"
		if err := w.Desk.JudgeByCaller(t.Context(), link, bad2, "k6"); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.JudgeByCaller(t.Context(), link, bad2, "k6"); err != nil {
			t.Errorf("the same judgement again: %v", err)
		}
		v := w.Order("hotline/dispatcher", id)
		if v.Rework != 1 || v.Status != order.UnitAssigning {
			t.Errorf("rework %d, %s", v.Rework, v.Status)
		}
		by := ""
		for _, it := range v.Items {
			if it.Verb == "回访" {
				by = it.By + it.Text
			}
		}
		if !strings.Contains(by, "诉求人网上评价") {
			t.Errorf("the visit is told as %q", by)
		}
		w.CheckArchive()
	})
}
