package desk_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// A letter's private words, so odd that they are found wherever they leak.
const (
	letterName  = "欧阳翠屏"
	letterPhone = "13855512345"
	letterWords = "紫藤巷口的路灯坏了半个月，我住紫藤巷7号2单元501，晚上接孩子看不见路。"
)

func aLetter() desk.Letter {
	return desk.Letter{Type: order.Complaint, Words: letterWords, Town: "341622001", Place: "漆园街道紫藤花园7号楼2单元501", Secrecy: order.Ordinary, Name: letterName, Phone: letterPhone}
}

// mailed writes a letter and sends it.
func mailed(t *testing.T, w *testkit.World, token string, l desk.Letter) desk.Receipt {
	t.Helper()
	if err := w.Desk.BeginLetter(t.Context(), token, desk.Letter{Type: l.Type}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Desk.ChangeLetter(t.Context(), token, func(x *desk.Letter) { *x = l }); err != nil {
		t.Fatal(err)
	}
	r, err := w.Desk.SendLetter(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// logHas reports whether a text stands anywhere in the log in clear.
func logHas(t *testing.T, w *testkit.World, s string) bool {
	t.Helper()
	recs, err := w.Store.LogFrom(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recs {
		if strings.Contains(string(r.Body), s) {
			return true
		}
	}
	return false
}

// A letter is an order like any other contact (Art. 2, 9), its private words nowhere in clear, and one order however often it is sent.
func TestALetterIsOneOrder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		if err := w.Desk.BeginLetter(t.Context(), "t1", aLetter()); err != nil {
			t.Fatal(err)
		}
		l, err := w.Desk.AddToLetter(t.Context(), "t1", []desk.Upload{{Name: "路灯.png", Bytes: testkit.PNG(t)}, {Name: "坏.exe", Bytes: []byte("MZ no picture")}})
		var bad *desk.Invalid
		if !errors.As(err, &bad) || len(l.Files) != 1 {
			t.Fatalf("a wrong file beside a good one: %v, %d kept", err, len(l.Files))
		}
		var got [4]desk.Receipt
		var errs [4]error
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i], errs[i] = w.Desk.SendLetter(t.Context(), "t1") })
		}
		all.Wait()
		for i := range got {
			if errs[i] != nil || got[i].Number != got[0].Number || got[i].Code != got[0].Code {
				t.Fatalf("tap %d: %+v, %v; the first %+v", i, got[i], errs[i], got[0])
			}
		}
		w.Clock.Add(time.Hour)
		again, err := w.Desk.SendLetter(t.Context(), "t1")
		if err != nil || again.ID != got[0].ID {
			t.Fatalf("an hour later: %+v, %v", again, err)
		}
		if len(got[0].Code) != 10 || got[0].First == "" {
			t.Errorf("receipt %+v", got[0])
		}
		v := w.Order("hotline/dispatcher", got[0].ID)
		if v.ChannelCode != "D2" || v.Type != "投诉" || v.Place != "漆园街道紫藤花园" || len(v.Files) != 1 || v.Status != order.Registered {
			t.Errorf("the order: channel %s, type %s, place %q, %d files, %s", v.ChannelCode, v.Type, v.Place, len(v.Files), v.Status)
		}
		if !strings.HasPrefix(v.Title, "紫藤巷口的路灯坏了半个月") || strings.Contains(v.Title, "501") {
			t.Errorf("title %q", v.Title)
		}
		for _, s := range []string{letterName, letterPhone, "晚上接孩子", "7号楼", "路灯.png", got[0].Code} {
			if logHas(t, w, s) {
				t.Errorf("%q stands in the log in clear", s)
			}
		}
		if _, err := w.Desk.Letter(t.Context(), "t1"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the draft stays: %v", err)
		}
		w.CheckArchive()
	})
}

// What is missing is told with its page; a letter without it is not sent.
func TestALetterSaysWhatIsMissing(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	for _, c := range []struct {
		name  string
		l     func(*desk.Letter)
		field string
	}{
		{"no kind", func(l *desk.Letter) { l.Type = "" }, "kind"},
		{"no words", func(l *desk.Letter) { l.Words = " " }, "words"},
		{"too many words", func(l *desk.Letter) { l.Words = strings.Repeat("路", desk.LetterWords+1) }, "words"},
		{"no place", func(l *desk.Letter) { l.Place = "" }, "place"},
		{"nobody is reported", func(l *desk.Letter) { l.Type = order.Report }, "party"},
		{"no secrecy", func(l *desk.Letter) { l.Secrecy = "" }, "secrecy"},
		{"no telephone", func(l *desk.Letter) { l.Phone = "" }, "phone"},
		{"a short telephone", func(l *desk.Letter) { l.Phone = "1385551234" }, "phone"},
	} {
		l := aLetter()
		c.l(&l)
		if err := w.Desk.BeginLetter(t.Context(), c.name, l); err != nil {
			t.Fatal(err)
		}
		_, err := w.Desk.SendLetter(t.Context(), c.name)
		var bad *desk.Invalid
		if !errors.As(err, &bad) || bad.Field != c.field {
			t.Errorf("%s: %v, want field %s", c.name, err, c.field)
		}
	}
	if n := w.Head(); logHas(t, w, `"channel":"D2"`) {
		t.Errorf("something was registered (%d)", n)
	}
}

// An anonymous letter keeps neither name nor number; one about staff has a title that names nobody, and its unit never sees it (Art. 23(6)).
func TestALetterKeepsItsPromise(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		l := aLetter()
		l.Secrecy = order.Anonymous
		r := mailed(t, w, "a", l)
		v := w.Order("hotline/office_head", r.ID)
		if v.Name.Has || v.Phone.Has || v.Address.Has || v.NeedReply || !r.Anonymous {
			t.Errorf("an anonymous letter keeps who wrote it: %+v %+v", v.Name, v.Phone)
		}
		l = aLetter()
		l.Type, l.Party, l.PartyUnit, l.Words, l.Secrecy = order.Report, "赵得财", "cgj", "城管局的赵得财收了摊贩的钱。", order.Secret
		r = mailed(t, w, "b", l)
		v = w.Order("hotline/dispatcher", r.ID)
		if strings.Contains(v.Title, "赵得财") || logHas(t, w, "赵得财") {
			t.Errorf("title %q names the party, or the log does", v.Title)
		}
		reader, err := w.Desk.Reader(t.Context(), testkit.As("cgj/principal"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reader.Order(t.Context(), r.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the unit it is about: %v", err)
		}
	})
}

// A letter that nobody came back to is gone after a week, with the bytes of its pictures.
func TestALetterIsForgottenAfterAWeek(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		if err := w.Desk.BeginLetter(t.Context(), "old", aLetter()); err != nil {
			t.Fatal(err)
		}
		l, err := w.Desk.AddToLetter(t.Context(), "old", []desk.Upload{{Name: "a.png", Bytes: testkit.PNG(t)}})
		if err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(8 * 24 * time.Hour)
		if _, err := w.Desk.Letter(t.Context(), "old"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("after eight days: %v", err)
		}
		if err := w.Desk.BeginLetter(t.Context(), "new", aLetter()); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Blobs.Get(t.Context(), l.Files[0].Blob); err == nil {
			t.Error("the picture of a forgotten letter is still there")
		}
	})
}

// One telephone writes ten letters a day and no more; nothing of the eleventh is lost.
func TestATelephoneWritesTenLettersADay(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	for i := range desk.LettersADay {
		mailed(t, w, string(rune('a'+i)), aLetter())
	}
	if err := w.Desk.BeginLetter(t.Context(), "eleven", aLetter()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Desk.SendLetter(t.Context(), "eleven"); !errors.Is(err, desk.ErrTooMany) {
		t.Fatalf("the eleventh: %v", err)
	}
	if l, err := w.Desk.Letter(t.Context(), "eleven"); err != nil || l.Words != letterWords {
		t.Errorf("what was written is gone: %v", err)
	}
	w.Clock.Add(24 * time.Hour)
	if _, err := w.Desk.SendLetter(t.Context(), "eleven"); err != nil {
		t.Errorf("the next day: %v", err)
	}
}
