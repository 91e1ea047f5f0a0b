package desk_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/text"
)

// scanned is an order as the oracle knows it: what was written into it, and whose it is.
type scanned struct {
	id, title, place, letter, name, dispatch string
	unit                                     org.UnitID
	recent                                   bool // still the operator's own call
}

// texts are what a post reads of an order, in the plainest words of the table of sights; ok is false where the order does not exist for it. The first two are
// those that pinyin finds.
func (x scanned) texts(by org.PostID) (out []string, ok bool) {
	out = []string{x.title, x.place, x.dispatch}
	switch by {
	case "hotline/dispatcher": // reads letters, sees no names
		return append(out, x.letter), true
	case "hotline/office_head":
		return append(out, x.letter, x.name), true
	case "hotline/operator": // letters and names in his own calls alone
		if x.recent {
			out = append(out, x.letter, x.name)
		}
		return out, true
	case "cgj/handler", "jyj/handler":
		return out, x.unit == by.UnitOf()
	case "county/deputy.1":
		return out, x.unit == "cgj"
	}
	return nil, false
}

// Few characters, so that pieces of one text are often pieces of another, and pairs of characters lie in a text apart from each other.
var scanChars = []rune("桃李杏梨枣柿榴橘")

func scanText(rnd *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteRune(scanChars[rnd.IntN(len(scanChars))])
	}
	return b.String()
}

// TestEverySearchFindsWhatAPlainScanFinds holds what each post finds, page by page, against a scan over all that was written: one to four characters,
// several terms, first letters, names; over texts that were changed on the way.
func TestEverySearchFindsWhatAPlainScanFinds(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		rnd := rand.New(rand.NewPCG(3, 4))
		var all []scanned
		for i := range 110 {
			if i == 70 {
				w.Clock.Set("2026-03-04 10:00")
			}
			x := scanned{title: scanText(rnd, 3+rnd.IntN(5)), place: scanText(rnd, 2+rnd.IntN(2)), letter: scanText(rnd, 20), name: "王" + scanText(rnd, 2), recent: i >= 70}
			c := w.Complaint()
			c.Request.Title, c.Request.Place, c.Request.Words.Text, c.Request.Ask.Text, c.Request.Name.Text = x.title, x.place, x.letter, "", x.name
			c.Request.Phone.Text = fmt.Sprintf("139%08d", rnd.IntN(100_000_000))
			x.id = w.Do("hotline/operator", "", c).ID
			if x.unit = []org.UnitID{"", "cgj", "jyj"}[rnd.IntN(3)]; x.unit != "" {
				deputy := map[org.UnitID]org.PostID{"cgj": "county/deputy.1", "jyj": "county/deputy.2"}[x.unit]
				x.dispatch = scanText(rnd, 12)
				w.Do("hotline/operator", x.id, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c" + x.id, Proposal: order.Proposal{Unit: x.unit}})
				w.Do("hotline/dispatcher", x.id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: x.unit, Deputy: deputy}, Requirements: "查清", Text: x.dispatch})
			}
			if rnd.IntN(4) == 0 {
				x.title = scanText(rnd, 6)
				w.Do("hotline/operator", x.id, order.Correct{By: testkit.By("hotline/operator"), Title: x.title, Reason: order.Private{Text: "更正"}})
			}
			all = append(all, x)
		}
		posts := []org.PostID{"hotline/dispatcher", "hotline/office_head", "hotline/operator", "cgj/handler", "jyj/handler", "county/deputy.1"}
		total, pages, none := 0, 0, 0
		for round := range 90 {
			if round == 45 { // from here on with an index built anew
				if _, _, err := w.Store.Replay(t.Context()); err != nil {
					t.Fatal(err)
				}
				if n, err := w.Desk.Reindex(t.Context()); err != nil || n != len(all) {
					t.Fatalf("%d orders indexed anew: %v", n, err)
				}
			}
			by := posts[rnd.IntN(len(posts))]
			var terms []string
			for range 1 + rnd.IntN(2) {
				x := all[rnd.IntN(len(all))]
				from := []rune([]string{x.title, x.letter, x.name, scanText(rnd, 6), x.dispatch + "桃李杏梨"}[rnd.IntN(5)])
				n := min(1+rnd.IntN(4), len(from))
				at := rnd.IntN(len(from) - n + 1)
				terms = append(terms, string(from[at:at+n]))
			}
			if rnd.IntN(6) == 0 {
				_, terms[0] = text.Pinyin(scanText(rnd, 3))
			}
			var want []string
			for _, x := range slices.Backward(all) {
				texts, ok := x.texts(by)
				for _, term := range terms {
					ok = ok && slices.ContainsFunc(texts, func(s string) bool { return text.Contains(s, term) }) || ok && spelt(texts[:2], term)
				}
				if ok {
					want = append(want, x.id)
				}
			}
			ask, got := desk.SearchAsk{Typed: strings.Join(terms, " ")}, []string(nil)
			for {
				f, err := searchAs(t, w, by, ask)
				if err != nil {
					t.Fatalf("%s looks for %s: %v", by, ask.Typed, err)
				}
				for _, h := range f.Hits {
					got = append(got, h.ID)
				}
				if pages++; f.Next == "" {
					break
				}
				ask.After = f.Next
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s looks for %q: %d found, want %d\n got %v\nwant %v", by, ask.Typed, len(got), len(want), got, want)
			}
			if total += len(want); len(want) == 0 {
				none++
			}
		}
		if total < 500 || pages < 110 || none < 5 || none > 60 {
			t.Errorf("too tame: %d found on %d pages, %d searches found nothing", total, pages, none)
		}
	})
}

// spelt says whether letters are the first letters of a stretch of one of the texts.
func spelt(texts []string, letters string) bool {
	return len(text.InitialQuery(letters)) > 0 && slices.ContainsFunc(texts, func(s string) bool { _, ok := text.FindInitials(s, letters); return ok })
}

// TestAnIndexThatWasNotFinishedIsBuiltAtTheNextStart: of an archive of before, and of one whose building was cut off, nothing stays hidden.
func TestAnIndexThatWasNotFinishedIsBuiltAtTheNextStart(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		if err := w.Desk.ReindexOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		if built, err := w.Store.SearchBuilt(t.Context()); err != nil || !built {
			t.Fatalf("an empty archive counts as not indexed: %v", err)
		}
		id := sent(t, w, w.Complaint())
		if _, _, err := w.Store.Replay(t.Context()); err != nil { // the program dies before it has indexed anew
			t.Fatal(err)
		}
		if built, err := w.Store.SearchBuilt(t.Context()); err != nil || built {
			t.Fatalf("after a replay the index counts as built: %v", err)
		}
		if err := w.Desk.ReindexOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{"绕路", "下水道", "王秀兰", "管网淤堵", "xsd"} {
			if got := finds(t, w, "hotline/operator", typed); len(got) != 1 || got[0] != id {
				t.Errorf("%s finds %v", typed, got)
			}
		}
		if built, err := w.Store.SearchBuilt(t.Context()); err != nil || !built {
			t.Errorf("indexed anew, the index counts as not built: %v", err)
		}
	})
}

// TestASearchThatStopsSaysHowFarItCame: candidates that hold the pairs but not the word are opened and put out again; after so many the page says down to
// which day it has looked, and going on from there finds what lies below.
func TestASearchThatStopsSaysHowFarItCame(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		register := func(title string, i int) string {
			c := w.Complaint()
			c.Request.Title, c.Request.Phone.Text = title, fmt.Sprintf("139%08d", i)
			return w.Do("hotline/operator", "", c).ID
		}
		want := register("桃李杏", 0)
		w.Clock.Set("2026-03-04 10:00")
		for i := range 150 {
			register("桃李枣李杏", i+1)
		}
		f, err := searchAs(t, w, "hotline/dispatcher", desk.SearchAsk{Typed: "桃李杏"})
		if err != nil || len(f.Hits) != 0 || !f.More || f.Next == "" || f.Till != "2026年3月4日" {
			t.Fatalf("the first page is %+v, %v", f, err)
		}
		f, err = searchAs(t, w, "hotline/dispatcher", desk.SearchAsk{Typed: "桃李杏", After: f.Next})
		if err != nil || len(f.Hits) != 1 || f.Hits[0].ID != want || f.More || f.Next != "" {
			t.Fatalf("the second page is %+v, %v", f, err)
		}
	})
}
