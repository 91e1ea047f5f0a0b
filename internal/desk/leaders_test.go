package desk_test

import (
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

func readerFor(t *testing.T, w *testkit.World, post org.PostID) *desk.Reader {
	t.Helper()
	r, err := w.Desk.Reader(t.Context(), testkit.As(post))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// asked is an order of 城管局 whose extension waits for the head's word (Art. 19).
func asked(t *testing.T, w *testkit.World) string {
	t.Helper()
	id := w.Do("hotline/operator", "", w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "d1", Proposal: order.Proposal{Unit: "cgj"}}).ID
	w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
	w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
	w.Do("cgj/principal", id, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: testkit.As("cgj/handler").Account})
	w.Do("cgj/handler", id, order.RecordContact{By: testkit.By("cgj/handler"), At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	w.Do("cgj/handler", id, order.AskExtension{By: testkit.By("cgj/handler"), ChainID: "x1", Days: 3, Done: order.Private{Text: "已开挖"}, Reason: order.Private{Text: "管段要定做"}, Seal: strings.Repeat("a", 64)})
	return id
}

// TestAnExtensionThatWaitsIsNotOverdue holds domain.md §13.4 in every list and number: past its limit the order waits for the word; refused, it is late.
func TestAnExtensionThatWaitsIsNotOverdue(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := asked(t, w)
		look := func(when, light, word string) {
			t.Helper()
			for post, kind := range map[org.PostID]desk.ListKind{"hotline/dispatcher": desk.ListOpen, "cgj/handler": desk.ListTodo} {
				r := readerFor(t, w, post)
				for _, l := range []string{"r", "o", "y", "g", "k"} {
					got, err := r.List(t.Context(), desk.ListAsk{Kind: kind, Act: map[desk.ListKind]order.Act{desk.ListTodo: order.ActReply}[kind], Narrow: desk.Narrow{Light: l}})
					if err != nil {
						t.Fatal(err)
					}
					if want := l == light; (len(got.Rows) == 1) != want {
						t.Errorf("%s: %s has %d rows of light %s", when, post, len(got.Rows), l)
					}
					for _, row := range got.Rows {
						if row.Light.Colour != light || word != "" && row.Light.Word != word {
							t.Errorf("%s: %s: %+v", when, post, row.Light)
						}
					}
					h, err := r.Home(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					for _, x := range h.Lights {
						if x.Light == l && (x.N == 1) != (l == light) {
							t.Errorf("%s: the first page of %s counts %d of light %s", when, post, x.N, l)
						}
					}
				}
			}
			u, err := readerFor(t, w, "cgj/handler").UnitHome(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if (len(u.Over) == 1) != (light == "r") || len(u.Today) != 0 {
				t.Errorf("%s: the unit's first page: %d over, %d today", when, len(u.Over), len(u.Today))
			}
		}
		look("within the limit", "g", "")
		w.Clock.Set("2026-03-18 10:00")
		w.Tick()
		look("past the limit, waiting", "y", "等审批")
		if v := w.Order("hotline/dispatcher", id); v.Late {
			t.Error("it counts as late while it waits")
		}
		w.Do(org.PostOfficeHead, id, order.DecideExtension{By: testkit.By(org.PostOfficeHead), Chain: "x1", Refuses: true, Opinion: order.Private{Text: "理由不充分"}})
		look("refused", "r", "")
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		look("replayed", "r", "")
	})
}

// TestTheHeadSignsAnExtensionOnThePhone: an application that waits for him stands among his cards, and among nobody else's (Art. 19).
func TestTheHeadSignsAnExtensionOnThePhone(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id := asked(t, w)
	cards, n, err := readerFor(t, w, org.PostOfficeHead).SignCards(t.Context())
	if err != nil || n != 1 || cards[0].Order.ID != id || cards[0].What != "延期审批" || !strings.Contains(cards[0].Summary, "管段要定做") || !strings.Contains(cards[0].Yes, "延期3个工作日") || cards[0].Light.Word == "" {
		t.Fatalf("%d cards, %v: %+v", n, err, cards)
	}
	for _, post := range []org.PostID{org.PostGovHead, org.PostMagistrate, "county/deputy.1"} {
		if _, n, err := readerFor(t, w, post).SignCards(t.Context()); err != nil || n != 0 {
			t.Errorf("%s has %d cards, %v", post, n, err)
		}
	}
}

// TestWhatBecameOfMyWords: a leader's word on an order is followed to its end, each by its own post; strangers have no such list.
func TestWhatBecameOfMyWords(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		c.Request.Channel, c.Request.OuterNo = "N1", "n-1"
		id := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "k1", Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: "cgj"}}).ID
		list := func(post org.PostID, done bool) desk.InstructedList {
			t.Helper()
			l, err := readerFor(t, w, post).Instructed(t.Context(), desk.InstructedAsk{Done: done})
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		if l := list(org.PostGovHead, false); len(l.Items) != 0 {
			t.Errorf("before any word: %+v", l)
		}
		w.Do(org.PostGovHead, id, order.SignStep{By: testkit.By(org.PostGovHead), Chain: "k1", Opinion: order.Private{Text: "速办并报结果。"}})
		if l := list(org.PostGovHead, false); len(l.Items) != 1 || l.Open.N != 1 || l.Items[0].Words != "速办并报结果。" || l.Items[0].On == "" {
			t.Fatalf("after the word: %+v", l)
		}
		w.Tick()
		w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
		w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		for _, when := range []string{"as written", "replayed"} {
			l := list(org.PostGovHead, false)
			if len(l.Items) != 1 || l.Items[0].Unit == "" || l.Items[0].Status != order.UnitAssigning.Name() || l.Items[0].Light.Word == "" || !strings.Contains(l.Items[0].Last, "签收") {
				t.Errorf("%s: %+v", when, l)
			}
			for _, post := range []org.PostID{org.PostMagistrate, org.PostHotlineDeputy, "county/deputy.1", "county/deputy.2"} {
				if l := list(post, false); len(l.Items) != 0 {
					t.Errorf("%s: %s follows another's word", when, post)
				}
			}
			for _, post := range []org.PostID{"cgj/principal", "hotline/dispatcher", "hotline/operator"} {
				if _, err := readerFor(t, w, post).Instructed(t.Context(), desk.InstructedAsk{}); !errors.Is(err, desk.ErrForbidden) {
					t.Errorf("%s: %v", post, err)
				}
			}
			if _, _, err := w.Store.Replay(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if l := list(org.PostGovHead, true); len(l.Items) != 0 || l.Open.N != 1 {
			t.Errorf("done: %+v", l)
		}
	})
}
