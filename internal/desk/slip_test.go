package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestSlipForTheField: an order opens to the holder of its slip alone, shows him what adr/0033 says and no more, takes what he leaves, and shuts with
// the same answer for every reason; each look at the number stands in the order's log and among who saw what. A replay finds the same.
func TestSlipForTheField(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		id := w.Do("hotline/operator", "", w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
		w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "疏通", Text: "下水道堵塞"})
		w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		give := func(post org.PostID, key string, number bool) string {
			t.Helper()
			by := testkit.By(post)
			a := w.Desk.NewSlip(by.Actor, id, key)
			if again := w.Desk.NewSlip(by.Actor, id, key); again != a {
				t.Fatal("the same form makes two addresses")
			}
			w.Do(post, id, order.GiveSlip{By: by, ID: a.ID, Hash: a.Hash, Name: order.Private{Text: "葛守田"}, Body: order.Private{Text: "北城社区"}, Purpose: order.Private{Text: "请到现场核实"},
				Until: w.Desk.SlipUntil(1), Contact: true, Progress: true, Number: number})
			return a.Token
		}
		token := give("cgj/handler", "k1", true)
		plain := give("cgj/principal", "k2", false)

		v, err := w.Desk.OpenSlip(t.Context(), token)
		if err != nil || v.Text != "下水道堵塞" || v.Name != "葛守田" || !v.Phone || !v.Contact {
			t.Fatalf("the slip does not open: %v %+v", err, v)
		}
		if s := strings.Join([]string{v.Caller, v.Text, v.Title, v.Place}, " "); strings.Contains(s, "秀兰") || strings.Contains(s, "1380000") {
			t.Errorf("the slip shows who called: %s", s)
		}
		if _, err := w.Desk.FieldNumber(t.Context(), plain); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a slip without the number shows it: %v", err)
		}
		shown, err := w.Desk.FieldNumber(t.Context(), token)
		if err != nil || !strings.HasPrefix(shown.Value, "138") {
			t.Fatalf("the number: %v %q", err, shown.Value)
		}
		seen, err := reader(t, w, "hotline/office_head").WhoSaw(t.Context(), id)
		if err != nil || len(seen) != 1 || seen[0].Who != "外勤 北城社区葛守田" || seen[0].Reason != access.ToContact {
			t.Errorf("who saw: %v %+v", err, seen)
		}
		if _, err := w.Desk.FieldKeep(t.Context(), token, desk.Upload{Name: "a.pdf", Bytes: []byte("%PDF-1.7 x")}); err == nil {
			t.Error("the field takes what is no picture")
		}
		pic, err := w.Desk.FieldKeep(t.Context(), token, desk.Upload{Name: "a.jpg", Bytes: photo(t)})
		if err != nil {
			t.Fatal(err)
		}
		said := order.UseSlip{What: order.SlipContact, At: w.Clock.Now(), Means: "visit", Reached: true, ToldTaken: true, ToldHow: true, Text: order.Private{Text: "王秀兰在家"}}
		for range 2 { // the same form twice
			if err := w.Desk.FieldLeft(t.Context(), token, "f1", said); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Desk.FieldLeft(t.Context(), token, "f2", order.UseSlip{What: order.SlipProgress, Files: []order.Attachment[order.Private]{pic}}); err != nil {
			t.Fatal(err)
		}
		page := w.Order("cgj/handler", id)
		verbs, contacts := "", 0
		for _, it := range page.Items {
			verbs += it.By + it.Verb + "；"
			if it.Verb == "联系" {
				contacts++
			}
		}
		if contacts != 1 || !strings.Contains(verbs, "外勤葛守田联系；") || !strings.Contains(verbs, "外勤葛守田办理；") || len(page.Files) != 1 {
			t.Errorf("the order's page: %s, %d files", verbs, len(page.Files))
		}
		if i := slices.IndexFunc(page.Clocks, func(k desk.ClockView) bool { return k.Kind == order.LimitContact }); i < 0 || !page.Clocks[i].Done {
			t.Error("the contact clock does not end with the holder's visit")
		}
		if len(page.Slips) != 2 || page.Slips[1].Uses != 4 || page.Slips[1].Name != "葛守田" {
			t.Errorf("the list of slips: %+v", page.Slips)
		}

		// What shuts it: all answers are one.
		shut := func(why, token string) {
			t.Helper()
			_, a := w.Desk.OpenSlip(t.Context(), token)
			_, b := w.Desk.FieldNumber(t.Context(), token)
			c := w.Desk.FieldLeft(t.Context(), token, "x"+why, order.UseSlip{What: order.SlipProgress, Text: order.Private{Text: "晚了"}})
			for _, err := range []error{a, b, c} {
				if !errors.Is(err, desk.ErrNotFound) {
					t.Errorf("%s: %v", why, err)
				}
			}
		}
		shut("unknown", strings.Repeat("0", 32))
		shut("empty", "")
		shut("long", strings.Repeat("a", 5000))
		shut("wrong case", strings.ToUpper(token))
		w.Do("cgj/principal", id, order.RevokeSlip{By: testkit.By("cgj/principal"), Slip: w.Desk.NewSlip(testkit.By("cgj/principal").Actor, id, "k2").ID})
		shut("revoked", plain)
		w.Clock.Set("2026-03-04 00:00")
		shut("expired", token)
		w.Clock.Set("2026-03-03 23:59")
		if _, err := w.Desk.OpenSlip(t.Context(), token); err != nil {
			t.Errorf("a minute before its end: %v", err)
		}
		w.Do("hotline/dispatcher", id, order.Recall{By: testkit.By("hotline/dispatcher"), ChainID: "c9", Reason: order.Private{Text: "误派"}})
		shut("recalled", token)

		// Strangers.
		for _, post := range []org.PostID{"jyj/handler", "hotline/operator", "hotline/visitor", "county/magistrate"} {
			by := testkit.By(post)
			if _, err := w.Try(post, id, order.GiveSlip{By: by, ID: "x", Hash: "x", Name: order.Private{Text: "x"}, Body: order.Private{Text: "x"}, Purpose: order.Private{Text: "x"}, Until: w.Desk.SlipUntil(1)}); err == nil {
				t.Errorf("%s gives a slip", post)
			}
			if _, err := w.Try(post, id, order.UseSlip{By: by, Slip: page.Slips[1].ID, What: order.SlipNumber}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s uses a slip by its id: %v", post, err)
			}
		}
		if faults, err := w.Store.CheckProjections(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if slip, of, err := w.Store.SlipOrder(t.Context(), "x"); err == nil {
			t.Errorf("a hash of nothing opens %s %s", slip, of)
		}
	})
}
