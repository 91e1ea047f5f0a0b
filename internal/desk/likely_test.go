package desk_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// A repeat is proposed with its score and what speaks for it: of the same number, and of another where place, category and words are alike or the same name
// stands at the same place; never an order that reports the reader, nor one an outsourced seat may not see.
func TestRepeatsAreProposedFromOtherNumbersToo(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		c.Request.Place, c.Request.Name = "北城社区", order.Private{Text: "李建国"}
		id := sent(t, w, c)
		q := c.Request
		d := desk.Draft{Phone: "13911112222", Town: q.Town, Place: q.Place, Category: q.Category, Words: q.Words.Text}
		likely := func(by org.PostID, d desk.Draft) []desk.Likely {
			t.Helper()
			out, err := reader(t, w, by).Likely(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		all := likely("hotline/operator", d)
		if len(all) != 1 || all[0].Order != id || !all[0].Other || all[0].Score != 50 || !slices.Contains(all[0].Why, "同一地点") || slices.Contains(all[0].Why, "同一电话") {
			t.Fatalf("from another number: %+v", all)
		}
		named := d
		named.Name, named.Words = "李建国", "路灯不亮"
		if all := likely("hotline/operator", named); len(all) != 1 || all[0].Score != 85 || !slices.Contains(all[0].Why, "姓名、地点相同（另一电话）") {
			t.Errorf("the same name at the same place: %+v", all)
		}
		for what, change := range map[string]func(*desk.Draft){
			"another place":    func(d *desk.Draft) { d.Place = "篱笆镇李大村" },
			"other words":      func(d *desk.Draft) { d.Words = "咨询低保怎么办理" },
			"another category": func(d *desk.Draft) { d.Category = "0101" },
			"no place":         func(d *desk.Draft) { d.Place = "" },
		} {
			x := d
			change(&x)
			if all := likely("hotline/operator", x); len(all) != 0 {
				t.Errorf("%s: %+v", what, all)
			}
		}
		if all := likely("hotline/outsourced", d); len(all) != 0 {
			t.Errorf("an outsourced seat is shown another's order: %+v", all)
		}
		same := d
		same.Phone = q.Phone.Text
		if all := likely("hotline/operator", same); len(all) != 1 || all[0].Score != 100 || all[0].Other {
			t.Errorf("the same number: %+v", all)
		}
		// An order that reports the reader does not exist for him: neither as a repeat nor among those alike.
		w.Clock.Add(time.Hour)
		against := w.Complaint()
		against.Request.Place, against.Request.Phone = "北城社区", order.Private{Text: "13933334444"}
		against.Request.ReportedPosts = []org.PostID{"hotline/operator"}
		w.Do("hotline/dispatcher", "", against)
		side, err := reader(t, w, "hotline/operator").Side(t.Context(), d, "", order.Complaint)
		if err != nil || len(side.Others) != 1 || side.Times != 1 || len(side.Alike) != 1 || side.Alike[0].ID != id {
			t.Errorf("the reported operator sees %+v (%v)", side, err)
		}
		if other, err := reader(t, w, "hotline/dispatcher").Side(t.Context(), d, "", order.Complaint); err != nil || other.Times != 2 {
			t.Errorf("the dispatcher sees %d (%v)", other.Times, err)
		}
	})
}

// A high likeness is set aside with a reason only; the decision is on record with its score, its reason sealed.
func TestAHighLikenessIsSetAsideWithAReason(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		first := sent(t, w, w.Complaint())
		c := w.Complaint()
		q := c.Request
		d := desk.Draft{Phone: q.Phone.Text, Town: q.Town, Place: q.Place, Category: q.Category, Words: q.Words.Text}
		r := reader(t, w, "hotline/operator")
		var err error
		if c.Declined, err = r.Overridden(t.Context(), d, nil, "", ""); err != nil || c.Declined == nil || c.Declined.Order != first {
			t.Fatalf("the high proposal: %+v %v", c.Declined, err)
		}
		ask := desk.Ask{Actor: testkit.As("hotline/operator"), Route: "test", Commands: []order.Command{c}}
		var no *regulation.Refusal
		if _, err := w.Desk.Do(t.Context(), ask); !errors.As(err, &no) || no.Code != "decline_reason" || no.Field != "not_same" {
			t.Fatalf("without a reason: %v", err)
		}
		c.Declined.Reason = order.Private{Text: "这次是路灯不亮"}
		ask.Commands = []order.Command{c}
		done, err := w.Desk.Do(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		v, err := reader(t, w, "hotline/dispatcher").Order(t.Context(), done.ID)
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(v.Items, func(x desk.Item) bool { return x.Verb == "认定不同" && x.Quote == "这次是路灯不亮" }); i < 0 {
			t.Errorf("the decision is not in the timeline: %+v", v.Items)
		}
		if all, err := r.Proposed(t.Context(), done.ID); err != nil || len(all) != 0 {
			t.Errorf("it is proposed again: %+v %v", all, err)
		}
		link := &order.Link{Matter: c.Declined.Matter}
		if x, err := r.Overridden(t.Context(), d, link, "", ""); err != nil || x != nil {
			t.Errorf("what was linked is not set aside: %+v %v", x, err)
		}
	})
}
