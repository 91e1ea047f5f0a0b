package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
)

func searchAs(t *testing.T, w *testkit.World, by org.PostID, a desk.SearchAsk) (desk.Found, error) {
	t.Helper()
	r, err := w.Desk.Reader(t.Context(), testkit.As(by))
	if err != nil {
		t.Fatal(err)
	}
	return r.Search(t.Context(), a)
}

// finds answers the ids a post finds.
func finds(t *testing.T, w *testkit.World, by org.PostID, typed string) []string {
	t.Helper()
	f, err := searchAs(t, w, by, desk.SearchAsk{Typed: typed})
	if err != nil {
		t.Fatalf("%s looks for %q: %v", by, typed, err)
	}
	var out []string
	for _, h := range f.Hits {
		out = append(out, h.ID)
	}
	return out
}

func sent(t *testing.T, w *testkit.World, c order.Register) string {
	t.Helper()
	d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c" + c.ID, Proposal: order.Proposal{Unit: "cgj"}})
	w.Do("hotline/dispatcher", d.ID, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"},
		Requirements: "查清原因并疏通", Text: "漆园街道北城社区路口管网淤堵，请疏通。"})
	return d.ID
}

func TestASearchFindsByNumberPhoneNameWordsPlaceCategoryAndPinyin(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		c.Request.OuterNo, c.Request.Channel = "", "D1"
		id := sent(t, w, c)
		for what, typed := range map[string]string{"number": "mc202603020001", "number with blanks": " MC2026 0302 0001 ", "matter": "SX2026-000001",
			"whole phone": "138-0000-1234", "phone": "13800001234", "last four": "1234", "full-width": "１２３４",
			"one character of the words": "孩", "two": "绕路", "four": "人行道上", "title": "下水道堵塞", "one character of the title": "污",
			"dispatch text": "管网淤堵", "requirements": "查清原因", "place": "北城", "town": "漆园街道", "unit": "城管局", "pinyin of the title": "xsdds", "of the place": "bcsq",
			"of the town": "qyjd", "of the unit": "cgj", "two terms in two texts": "绕路 城管局", "caller's own name": "王秀兰"} {
			if got := finds(t, w, "hotline/operator", typed); len(got) != 1 || got[0] != id {
				t.Errorf("%s: %q finds %v, want %s", what, typed, got, id)
			}
		}
		for _, typed := range []string{"水下道", "绕路 不存在", "9999", "MC202603020002", "xqz", "疏堵"} {
			if got := finds(t, w, "hotline/operator", typed); len(got) != 0 {
				t.Errorf("%q finds %v", typed, got)
			}
		}
		// Corrected, it is found by the new title and no more by the old one.
		w.Do("hotline/operator", id, order.Correct{By: testkit.By("hotline/operator"), Title: "窨井盖破损", Reason: order.Private{Text: "来电人更正"}})
		if got := finds(t, w, "cgj/handler", "窨井"); len(got) != 1 {
			t.Errorf("the new title finds %v", got)
		}
		if got := finds(t, w, "cgj/handler", "堵塞"); len(got) != 0 {
			t.Errorf("the old title still finds %v", got)
		}
	})
}

func TestASearchFindsNothingThatTheReaderMayNotSee(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := sent(t, w, w.Complaint())
		secret := w.Complaint()
		secret.Request.Secrecy, secret.Request.Title = order.Secret, "反映窨井问题"
		sid := sent(t, w, secret)
		w.Clock.Set("2026-03-04 09:00") // no longer the operator's own call
		for _, c := range []struct {
			by    org.PostID
			typed string
			want  int
		}{
			{"jyj/handler", "路口", 0}, {"jyj/handler", "MC202603020001", 0}, // another unit's order does not exist
			{"cgj/handler", "路口", 2}, {"cgj/handler", "绕路", 0}, {"cgj/handler", "王秀兰", 0}, {"cgj/handler", "王", 0}, // units search no words, no names
			{"cgj/handler", "1234", 1},                                        // may reveal the ordinary one's number, not the secret one's
			{"hotline/dispatcher", "绕路", 1}, {"hotline/dispatcher", "王秀兰", 0}, // words masked; the name is masked for him
			{"hotline/dispatcher", "13800001234", 1},                         // the secret one needs a second person
			{"hotline/office_head", "王秀兰", 1}, {"hotline/operator", "绕路", 0}, // may reveal the name; no words of others
			{"county/deputy.1", "路口", 2}, {"county/deputy.2", "路口", 0}, {org.PostGovHead, "绕路", 0}, // leaders: portfolio; no words
			{"hotline/outsourced", "路口", 0}, // nothing but his own calls
		} {
			if got := finds(t, w, c.by, c.typed); len(got) != c.want {
				t.Errorf("%s looks for %s: %v, want %d (ordinary %s, secret %s)", c.by, c.typed, got, c.want, id, sid)
			}
		}
		var bad *desk.Invalid
		if _, err := searchAs(t, w, "county/deputy.1", desk.SearchAsk{Typed: "13800001234"}); !errors.As(err, &bad) {
			t.Errorf("a leader looks for a number: %v", err)
		}
		if _, err := searchAs(t, w, "hotline/system_admin", desk.SearchAsk{Typed: "路口"}); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the admin searches: %v", err)
		}
		// Marks show only what the page shows: the words masked, never the name or the number.
		f, err := searchAs(t, w, "hotline/dispatcher", desk.SearchAsk{Typed: "绕路"})
		if err != nil || len(f.Hits) != 1 {
			t.Fatalf("%+v, %v", f, err)
		}
		if shown := fmt.Sprint(f.Hits[0].Titled, f.Hits[0].Spots); strings.Contains(shown, "王秀兰") || strings.Contains(shown, "13800001234") || !strings.Contains(shown, "{绕路 true}") {
			t.Errorf("the hit shows %s", shown)
		}
	})
}

func TestASearchWithBadInputSaysWhy(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	for typed, want := range map[string]string{"": "请输入", "  ": "请输入", "！？": "没有可以查找的字", strings.Repeat("水", 101): "最多输入100个字",
		"一 二 三 四 五 六 七": "最多同时找6个词", "12345678901234567890": "没有这个编号"} {
		_, err := searchAs(t, w, "hotline/operator", desk.SearchAsk{Typed: typed})
		var bad *desk.Invalid
		if !errors.As(err, &bad) || !strings.Contains(bad.Reason, want) {
			t.Errorf("%q: %v, want %q", typed, err, want)
		}
	}
	for _, typed := range []string{`" OR words`, "'); DROP TABLE orders; --", "a* NEAR b", "%", "NOT 水", "😀水"} {
		if _, err := searchAs(t, w, "hotline/operator", desk.SearchAsk{Typed: typed}); err != nil {
			var bad *desk.Invalid
			if !errors.As(err, &bad) {
				t.Errorf("%q: %v", typed, err)
			}
		}
	}
	if _, err := searchAs(t, w, "hotline/operator", desk.SearchAsk{Typed: "水", After: "x"}); err == nil {
		t.Error("a page number that is none was taken")
	}
}

func TestASearchByPhoneIsOnRecordOnceAnHourWithoutTheNumber(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	sent(t, w, w.Complaint())
	count := func() (n int) {
		recs, err := w.Store.Load(t.Context(), store.Stream{Type: "access", ID: "county"})
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if rec.Kind == "searched" {
				n++
				if bytes.Contains(rec.Body, []byte("1234")) || rec.Actor != "a-hotline/operator" {
					t.Errorf("the record is %s by %s", rec.Body, rec.Actor)
				}
			}
		}
		return n
	}
	for range 3 {
		finds(t, w, "hotline/operator", "13800001234")
		finds(t, w, "hotline/operator", "1234")
	}
	finds(t, w, "hotline/operator", "下水道")
	if n := count(); n != 2 {
		t.Errorf("%d records, want one for whole numbers and one for last digits", n)
	}
	w.Clock.Add(61 * time.Minute)
	finds(t, w, "hotline/operator", "1234")
	if n := count(); n != 3 {
		t.Errorf("%d records an hour later", n)
	}
}

func TestPagesOfASearchShowEveryOrderOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		for range 45 {
			c := w.Complaint()
			c.Request.Phone.Text = fmt.Sprintf("139%08d", rand.IntN(100_000_000))
			w.Do("hotline/operator", "", c)
		}
		seen := map[string]bool{}
		ask := desk.SearchAsk{Typed: "下水道", Which: "open"}
		for page := range 4 {
			f, err := searchAs(t, w, "hotline/dispatcher", ask)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range f.Hits {
				if seen[h.ID] {
					t.Errorf("%s twice", h.Number)
				}
				seen[h.ID] = true
			}
			if ask.After = f.Next; f.Next == "" {
				if page != 2 {
					t.Errorf("%d pages", page+1)
				}
				break
			}
		}
		if len(seen) != 45 {
			t.Errorf("%d of 45 found", len(seen))
		}
		if f, err := searchAs(t, w, "hotline/dispatcher", desk.SearchAsk{Typed: "下水道", Which: "done"}); err != nil || len(f.Hits) != 0 {
			t.Errorf("done: %d, %v", len(f.Hits), err)
		}
	})
}

// TestEverySampleOfRealMessagesIsFound measures recall on citizens' messages: every piece of two and of four characters finds its own message.
func TestEverySampleOfRealMessagesIsFound(t *testing.T) {
	shared := os.Getenv("HUIYIN_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	file := filepath.Join(shared, "data", "messages", "labelled.tsv")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Skipf("skipped the real messages: %s is not there", file)
	}
	var messages []string
	for _, line := range strings.Split(string(b), "\n")[1:] {
		cells := strings.Split(line, "\t")
		m := strings.TrimSpace(cells[len(cells)-1])
		if n := len([]rune(m)); n >= 8 && n <= 500 {
			messages = append(messages, m)
		}
	}
	if len(messages) < 100 {
		t.Fatalf("only %d messages read", len(messages))
	}
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		rnd := rand.New(rand.NewPCG(1, 2))
		ids := map[string]string{}
		var chosen []string
		for _, i := range rnd.Perm(len(messages))[:120] {
			m := messages[i]
			c := w.Complaint()
			c.Request.Title, c.Request.Place, c.Request.Words.Text, c.Request.Ask.Text = "来信", "", m, ""
			c.Request.Name.Text, c.Request.Phone.Text = "", ""
			c.Request.Secrecy = order.Ordinary
			d, err := w.Try("hotline/operator", "", c)
			if err != nil {
				t.Fatalf("register a message: %v", err)
			}
			ids[m], chosen = d.ID, append(chosen, m)
		}
		asked := 0
		for _, m := range chosen {
			for _, n := range []int{2, 4} {
				for range 3 {
					r := []rune(m)
					at := rnd.IntN(len(r) - n + 1)
					piece := string(r[at : at+n])
					if strings.ContainsFunc(piece, func(c rune) bool { return c < 0x4e00 || c > 0x9fff }) {
						continue
					}
					asked++
					if !foundOn(t, w, piece, ids[m]) {
						t.Errorf("a piece of %d characters does not find its message", n)
					}
				}
			}
		}
		if asked < 300 {
			t.Errorf("only %d pieces asked", asked)
		}
		t.Logf("%d pieces of %d messages, each found its own", asked, len(chosen))
	})
}

func foundOn(t *testing.T, w *testkit.World, typed, id string) bool {
	t.Helper()
	ask := desk.SearchAsk{Typed: typed}
	for {
		f, err := searchAs(t, w, "hotline/operator", ask)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range f.Hits {
			if h.ID == id {
				return true
			}
		}
		if f.Next == "" {
			return false
		}
		ask.After = f.Next
	}
}

func TestTheSearchIsBuiltAnewFromLogAndVault(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := road(t, w)
		w.Clock.Set("2026-03-02 12:00")
		probe := []string{"绕路", "王秀兰", "1234", "疏通", "xsd", "城管局"}
		for _, p := range probe {
			if got := finds(t, w, "hotline/operator", p); len(got) != 1 || got[0] != id {
				t.Errorf("%s finds %v", p, got)
			}
		}
		if got := finds(t, w, "hotline/dispatcher", "防护网"); len(got) != 1 {
			t.Errorf("the public reply finds %v", got)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n, err := w.Desk.Reindex(t.Context()); err != nil || n != 1 {
			t.Fatalf("%d, %v", n, err)
		}
		for _, p := range probe {
			if got := finds(t, w, "hotline/operator", p); len(got) != 1 {
				t.Errorf("after replay %s finds %v", p, got)
			}
		}
		if bad, err := w.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
			t.Errorf("check: %v, %v", bad, err)
		}
		if err := w.Desk.ReindexOnce(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestASearchFindsNumbersOfOtherPlatforms: an upper platform's number in whatever form it has, typed as people type it, and the number that an order had
// on the platform before; both only within the reader's scope.
func TestASearchFindsNumbersOfOtherPlatforms(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		want := map[string]string{}
		for _, no := range []string{"HZ20260302-0017", "20260302345678901", "皖亳〔2026〕17号", "szrx/2026/031"} {
			c := w.Complaint()
			c.Request.Channel, c.Request.OuterNo = "C1", no
			want[no] = sent(t, w, c)
		}
		old := w.Complaint().Request
		d, err := w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("hotline/office_head"), Route: "test", Commands: []order.Command{order.TakeOver{By: testkit.By("hotline/office_head"), ID: "01a21983-8a70-77fc-97ba-2dd02e43e777",
			Number: "Old-2025/03001", NewMatter: "01a21983-8a70-77fc-97ba-2dd02e43e778", NewMatterNo: w.Complaint().NewMatterNo, Request: old, RegisteredAt: w.Clock.Now().Add(-48 * time.Hour), Status: order.InProgress, Unit: order.Target{Unit: "cgj"}, ReceivedAt: w.Clock.Now().Add(-47 * time.Hour), Appeals: 1}}})
		if err != nil {
			t.Fatal(err)
		}
		want["Old-2025/03001"] = d.ID
		for no, id := range want {
			typings := []string{no, " " + no + " ", string([]rune(no)[:4]) + " " + string([]rune(no)[4:])}
			if no != "Old-2025/03001" { // of mixed case: found as it was written
				typings = append(typings, strings.ToLower(no), strings.ToUpper(no))
			}
			for _, typed := range typings {
				if got := finds(t, w, "hotline/dispatcher", typed); len(got) != 1 || got[0] != id {
					t.Errorf("%q finds %v, want %s", typed, got, id)
				}
			}
			var bad *desk.Invalid // a long number is no telephone either
			if got, err := searchAs(t, w, "jyj/handler", desk.SearchAsk{Typed: no}); len(got.Hits) != 0 || err != nil && !errors.As(err, &bad) {
				t.Errorf("another unit finds %v by %s: %v", got.Hits, no, err)
			}
			f, err := searchAs(t, w, "hotline/dispatcher", desk.SearchAsk{Typed: no})
			if err != nil || len(f.Hits) != 1 || len(f.Hits[0].Spots) != 1 || !strings.HasSuffix(f.Hits[0].Spots[0].Label, "平台编号") {
				t.Errorf("%s says not where it was found: %+v %v", no, f.Hits, err)
			}
		}
		if got := finds(t, w, "hotline/dispatcher", "HZ20260302-0018"); len(got) != 0 {
			t.Errorf("a number that nobody has finds %v", got)
		}
	})
}
