package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

func refusal(t *testing.T, err error, code string) {
	t.Helper()
	var no *regulation.Refusal
	if !errors.As(err, &no) || no.Code != code {
		t.Errorf("got %v, want the refusal %s", err, code)
	}
}

func TestTheShiftIsHandedOverByTwo(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		out, in := testkit.As("hotline/operator"), testkit.As("hotline/dispatcher")
		ask := desk.HandOverAsk{Key: "0123456789abcdef0123456789abcdef", Lines: map[office.ItemKind]string{office.ItemCallback: "王秀兰 13800001234 三点回电\n\n 李先生四点回电 ", office.ItemEquipment: "二号座席耳机没声音"}}
		id, err := w.Desk.HandOver(t.Context(), out, ask)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.Desk.HandOver(t.Context(), out, ask); err != nil || again != id {
			t.Errorf("the same form again makes %s, want %s: %v", again, id, err)
		}
		p, err := reader(t, w, "hotline/dispatcher").Handover(t.Context())
		if err != nil || p.Last == nil || p.Last.Taken || len(p.Last.Items) != 3 || p.Last.Items[0].Words != "王秀兰 13800001234 三点回电" || p.Last.Mine {
			t.Fatalf("the incoming shift sees %+v, %v", p.Last, err)
		}
		recs, err := w.Store.LogFrom(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range recs {
			if bytes.Contains(r.Body, []byte("王秀兰")) || bytes.Contains(r.Body, []byte("13800001234")) {
				t.Errorf("position %d holds private words in clear", r.Pos)
			}
		}
		refusal(t, w.Desk.TakeHandover(t.Context(), out, id), "same_person")
		if err := w.Desk.TakeHandover(t.Context(), in, id); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.TakeHandover(t.Context(), in, id); err != nil {
			t.Errorf("the same press again: %v", err)
		}
		refusal(t, w.Desk.TakeHandover(t.Context(), testkit.As("hotline/visitor"), id), "taken_already")
		if _, err := w.Desk.HandOver(t.Context(), in, desk.HandOverAsk{Settled: []string{p.Last.Items[0].ID}}); err != nil {
			t.Fatal(err)
		}
		p, err = reader(t, w, "hotline/operator").Handover(t.Context())
		if err != nil || len(p.Last.Items) != 2 || p.Last.Items[0].Times != 2 || len(p.Last.Settled) != 1 || len(p.History) != 2 {
			t.Errorf("open items go on: %+v, %v", p.Last, err)
		}
		for _, stranger := range []org.PostID{"cgj/handler", "county/magistrate", "hotline/outsourced", "hotline/system_admin"} {
			if _, err := reader(t, w, stranger).Handover(t.Context()); err != desk.ErrForbidden {
				t.Errorf("%s reads the shift: %v", stranger, err)
			}
			if _, err := reader(t, w, stranger).OneHandover(t.Context(), id); err != desk.ErrForbidden {
				t.Errorf("%s reads a past shift: %v", stranger, err)
			}
			if _, err := w.Desk.HandOver(t.Context(), testkit.As(stranger), ask); err != desk.ErrForbidden {
				t.Errorf("%s hands over: %v", stranger, err)
			}
			if err := w.Desk.TakeHandover(t.Context(), testkit.As(stranger), id); err != desk.ErrForbidden {
				t.Errorf("%s takes over: %v", stranger, err)
			}
		}
		rep, err := w.Desk.CheckPrivate(t.Context())
		if err != nil || rep.Texts < 3 || len(rep.Faults) > 0 {
			t.Errorf("the sealed words: %+v, %v", rep, err)
		}
		whole(t, w)
	})
}

func TestTwoCannotHandOverTheSameShift(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		first, err := w.Desk.HandOver(t.Context(), testkit.As("hotline/operator"), desk.HandOverAsk{})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.TakeHandover(t.Context(), testkit.As("hotline/visitor"), first); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(time.Hour)
		var wg sync.WaitGroup
		var mu sync.Mutex
		done := 0
		for _, who := range []org.PostID{"hotline/visitor", "hotline/dispatcher", "hotline/reviewer"} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if _, err := w.Desk.HandOver(t.Context(), testkit.As(who), desk.HandOverAsk{}); err == nil {
					mu.Lock()
					done++
					mu.Unlock()
				}
			}()
		}
		wg.Wait()
		if done != 1 {
			t.Errorf("%d hand-overs followed one shift", done)
		}
		whole(t, w)
	})
}

func outageDraft(w *testkit.World) office.Draft {
	return office.Draft{Title: "城南片区停水", Town: "341622001", Category: "0204", Text: "城南主管道破裂，城管局正在抢修，预计今晚八点恢复。", Owner: "cgj", Until: w.Clock.Now().Add(10 * time.Hour)}
}

func TestOneStatementAnswersManyCalls(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id, err := w.Desk.PublishStatement(t.Context(), testkit.As("hotline/dispatcher"), "", outageDraft(w), "k1")
		if err != nil {
			t.Fatal(err)
		}
		call := func(typ order.Type, secrecy order.Secrecy, n int) desk.Done {
			t.Helper()
			c := w.Complaint()
			c.Request.Type, c.Request.Secrecy = typ, secrecy
			c.Request.Phone = order.Private{Text: fmt.Sprintf("138000%05d", n)}
			if secrecy == order.Anonymous {
				c.Request.Name, c.Request.Phone, c.Request.NeedReply = order.Private{}, order.Private{}, false
			}
			d, err := w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("hotline/operator"), Route: "test", Key: fmt.Sprintf("call-%d", n), Commands: []order.Command{c}, Statement: id})
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		asked := call(order.Consult, order.Ordinary, 1)
		if v := w.Order("hotline/operator", asked.ID); v.Status != order.DirectClosed {
			t.Errorf("a question is %s", v.StatusName)
		}
		fault := call(order.Help, order.Ordinary, 2)
		v := w.Order("hotline/dispatcher", fault.ID)
		if v.Status != order.PendingDispatch || v.Proposal.Unit != "cgj" || !strings.Contains(v.Proposal.Requirements, "城南片区停水") || strings.Contains(v.Proposal.Text, "王秀兰") || strings.Contains(v.Proposal.Text, "13800001234") {
			t.Errorf("a fault is %s, proposed %+v", v.StatusName, v.Proposal)
		}
		for n := range 6 {
			call(order.Consult, order.Ordinary, 10+n)
		}
		if v := w.Order("hotline/dispatcher", call(order.Complaint, order.Secret, 30).ID); v.Proposal.Text != "" {
			t.Errorf("the words of a secret order are proposed: %q", v.Proposal.Text)
		}
		st, err := reader(t, w, "hotline/dispatcher").Statement(t.Context(), id)
		if err != nil || st.Uses != 9 || len(st.Orders) != 9 {
			t.Errorf("counted %d of %d, %v", st.Uses, len(st.Orders), err)
		}
		if got, ok := reader(t, w, "hotline/dispatcher").AnsweredBy(t.Context(), fault.ID); !ok || got.ID != id {
			t.Errorf("the order is not linked to it: %+v", got)
		}
		r := reader(t, w, "hotline/operator")
		if all, err := r.RunningStatements(t.Context(), "341622001", "", "0204"); err != nil || len(all) != 1 || all[0].Fit != 5 {
			t.Errorf("what fits: %+v, %v", all, err)
		}
		if all, err := r.RunningStatements(t.Context(), "", "", "0801"); err != nil || len(all) != 0 {
			t.Errorf("another category: %+v, %v", all, err)
		}
		d := outageDraft(w)
		d.Until = w.Clock.Now().Add(12 * time.Hour)
		if _, err := w.Desk.PublishStatement(t.Context(), testkit.As("hotline/office_head"), id, d, "k2"); err != nil {
			t.Fatal(err)
		}
		whole(t, w)
		w.Clock.Add(12 * time.Hour)
		c := w.Complaint()
		_, err = w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("hotline/operator"), Route: "test", Commands: []order.Command{c}, Statement: id})
		refusal(t, err, "not_running")
		if all, err := r.RunningStatements(t.Context(), "", "", ""); err != nil || len(all) != 0 {
			t.Errorf("when its time is over: %+v, %v", all, err)
		}
	})
}

func TestStatementsAreForTheDesk(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id, err := w.Desk.PublishStatement(t.Context(), testkit.As("hotline/dispatcher"), "", outageDraft(w), "k1")
	if err != nil {
		t.Fatal(err)
	}
	for _, stranger := range []org.PostID{"cgj/handler", "county/magistrate", "hotline/system_admin"} {
		if _, err := reader(t, w, stranger).Statement(t.Context(), id); err != desk.ErrForbidden {
			t.Errorf("%s reads it: %v", stranger, err)
		}
		if _, err := reader(t, w, stranger).RunningStatements(t.Context(), "", "", ""); err != desk.ErrForbidden {
			t.Errorf("%s lists them: %v", stranger, err)
		}
	}
	for _, stranger := range []org.PostID{"cgj/handler", "hotline/operator", "county/magistrate"} {
		if _, err := w.Desk.PublishStatement(t.Context(), testkit.As(stranger), "", outageDraft(w), "x"); err != desk.ErrForbidden {
			t.Errorf("%s publishes: %v", stranger, err)
		}
		if err := w.Desk.EndStatement(t.Context(), testkit.As(stranger), id); err != desk.ErrForbidden {
			t.Errorf("%s ends it: %v", stranger, err)
		}
	}
	if err := w.Desk.EndStatement(t.Context(), testkit.As("hotline/office_head"), id); err != nil {
		t.Fatal(err)
	}
	refusal(t, w.Desk.EndStatement(t.Context(), testkit.As("hotline/office_head"), id), "ended")
	if v, err := reader(t, w, "hotline/operator").Statement(t.Context(), id); err != nil || v.Runs || len(v.Orders) != 0 {
		t.Errorf("after its end: %+v, %v", v, err)
	}
}
