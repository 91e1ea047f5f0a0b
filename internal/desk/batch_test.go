package desk_test

import (
	"fmt"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// delivered are n orders on the desk of 城管局.
func delivered(w *testkit.World, n int) []desk.BatchItem {
	var out []desk.BatchItem
	for i := range n {
		c := w.Complaint()
		c.Request.Phone.Text = fmt.Sprintf("138 0000 %04d", i)
		id := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: fmt.Sprint("c", i), Proposal: order.Proposal{Unit: "cgj"}}).ID
		w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
		out = append(out, desk.BatchItem{ID: id, Shown: w.Order("cgj/handler", id).Version})
	}
	return out
}

func batch(t *testing.T, w *testkit.World, post org.PostID, b desk.Batch) []desk.BatchOutcome {
	t.Helper()
	b.Actor = testkit.As(post)
	out, err := w.Desk.DoBatch(t.Context(), b)
	if err != nil {
		t.Fatalf("%s: %v", b.Act, err)
	}
	return out
}

func TestABatchIsAsManyCommandsAsOrders(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		items := delivered(w, 6)
		// One is signed for by somebody else meanwhile, one is none of the unit's.
		w.Clock.Add(time.Minute)
		w.Do("cgj/handler", items[1].ID, order.SignFor{By: testkit.By("cgj/handler"), Via: "button"})
		items[2].ID = "00000000-0000-7000-8000-000000000000"
		ask := desk.Batch{Act: desk.BatchSignFor, Key: "batch-key-one", Items: items}
		out := batch(t, w, "cgj/handler", ask)
		for i, o := range out {
			if want := i != 1 && i != 2; o.OK != want || !want && o.Why == "" {
				t.Errorf("order %d: %+v", i, o)
			}
		}
		head, err := w.Store.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i, o := range batch(t, w, "cgj/handler", ask) {
			if o.OK != out[i].OK {
				t.Errorf("sent twice, order %d: %+v", i, o)
			}
		}
		if again, err := w.Store.Head(t.Context()); err != nil || again != head {
			t.Errorf("sent twice it wrote %d records, %v", again-head, err)
		}
		if v := w.Order("cgj/handler", items[0].ID); v.Status != order.UnitAssigning {
			t.Errorf("signed for, it is %s", v.StatusName)
		}
		// Another unit gets nothing done and learns nothing.
		for _, o := range batch(t, w, "jyj/handler", desk.Batch{Act: desk.BatchSignFor, Key: "batch-key-two", Items: items[3:]}) {
			if o.OK || o.Number != "" || o.Title != "" {
				t.Errorf("a stranger got %+v", o)
			}
		}
		if _, err := w.Desk.DoBatch(t.Context(), desk.Batch{Actor: testkit.As("hotline/operator"), Act: desk.BatchSignFor, Items: items[:1]}); err == nil {
			t.Error("an operator signed for a unit")
		}
		// The principal assigns the plain ones in one go.
		for i, o := range batch(t, w, "cgj/principal", desk.Batch{Act: desk.BatchAssign, Key: "batch-key-three", Handler: "a-cgj/handler", Opinion: "请抓紧办理。",
			Items: []desk.BatchItem{{ID: items[0].ID}, {ID: items[3].ID}}}) {
			if !o.OK {
				t.Errorf("assign %d: %+v", i, o)
			}
		}
		if v := w.Order("cgj/handler", items[0].ID); v.Status != order.InProgress {
			t.Errorf("assigned, it is %s", v.StatusName)
		}
	})
}
