package desk_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
	"huiyin/internal/testkit/pgtest"
)

func reader(t *testing.T, w *testkit.World, post org.PostID) *desk.Reader {
	t.Helper()
	r, err := w.Desk.Reader(t.Context(), testkit.As(post))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func inbox(t *testing.T, w *testkit.World, post org.PostID) []desk.Message {
	t.Helper()
	p, err := reader(t, w, post).Messages(t.Context(), false, "")
	if err != nil {
		t.Fatal(err)
	}
	return p.Rows
}

// whole demands that the messages, reminders and outbox agree with the log, now and after a replay.
func whole(t *testing.T, w *testkit.World) {
	t.Helper()
	for _, when := range []string{"as written", "after a replay"} {
		bad, err := w.Store.CheckProjections(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		late, err := w.Desk.CheckReminders(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if bad = append(bad, late...); len(bad) > 0 {
			t.Fatalf("%s: %s", when, strings.Join(bad, "; "))
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.PlaceReminders(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func queued(t *testing.T, s *store.Store) []store.Outgoing {
	t.Helper()
	all, err := s.Outbox(t.Context(), "queued", time.Time{}, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMessagesFollowTheOrder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞")
		number := w.Order("hotline/dispatcher", id).Number
		got := inbox(t, w, "cgj/handler")
		if len(got) != 1 || !strings.Contains(got[0].Text, number) || got[0].Read || !got[0].Urgent || got[0].Href != "/orders/"+id {
			t.Fatalf("the handler was told %+v", got)
		}
		for _, stranger := range []org.PostID{"jyj/handler", "hotline/visitor", "county/magistrate"} {
			if got := inbox(t, w, stranger); len(got) != 0 {
				t.Errorf("%s was told %+v", stranger, got)
			}
		}
		w.Clock.Set("2026-03-03 20:00")
		w.Tick()
		if got := inbox(t, w, "cgj/handler"); len(got) != 3 || !strings.Contains(got[0].Text, "剩4小时") {
			t.Errorf("four hours before signing and contact the handler reads %+v", got)
		}
		w.Tick()
		w.Clock.Set("2026-03-04 00:00")
		w.Tick()
		if got := inbox(t, w, "cgj/principal"); len(got) != 1 || !strings.Contains(got[0].Text, "视同已接收") {
			t.Errorf("acceptance by silence: the principal reads %+v", got)
		}
		whole(t, w)
		if n := len(inbox(t, w, "cgj/handler")); n != 5 {
			t.Errorf("after the replay the handler has %d messages", n)
		}
		// A unit that no longer holds the order reads that it is gone, and gets no way to it.
		w.Do("hotline/dispatcher", id, order.Recall{By: testkit.By("hotline/dispatcher"), Reason: order.Private{Text: "派错了单位，改派教育局"}})
		if got := inbox(t, w, "cgj/handler"); !strings.Contains(got[0].Text, "撤回") || got[0].Href != "" {
			t.Errorf("after the recall: %+v", got[0])
		}
		whole(t, w)
	})
}

func TestReadingAMessageIsPersonal(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞")
		dispatched(t, w, "路灯不亮")
		r := reader(t, w, "cgj/handler")
		p, err := r.Messages(t.Context(), true, "")
		if err != nil || p.Unread != 2 || len(p.Rows) != 2 {
			t.Fatalf("unread %d of %d, %v", p.Unread, len(p.Rows), err)
		}
		m := p.Rows[1]
		if got, err := w.Desk.ReadMessage(t.Context(), r, m.Pos, m.N); err != nil || got != "/orders/"+id {
			t.Fatalf("opened %s, %v", got, err)
		}
		if _, err := w.Desk.ReadMessage(t.Context(), r, m.Pos, m.N); err != nil {
			t.Errorf("a second look: %v", err)
		}
		if n, err := r.Unread(t.Context()); err != nil || n != 1 {
			t.Errorf("unread %d, %v", n, err)
		}
		if _, err := w.Desk.ReadMessage(t.Context(), reader(t, w, "jyj/handler"), m.Pos, m.N); err != desk.ErrNotFound {
			t.Errorf("a stranger opens it: %v", err)
		}
		dispatched(t, w, "窨井盖松动")
		if err := w.Desk.ReadAllMessages(t.Context(), r, p.Rows[0].Pos); err != nil {
			t.Fatal(err)
		}
		if n, err := r.Unread(t.Context()); err != nil || n != 1 {
			t.Errorf("what came after the page was shown is unread: %d, %v", n, err)
		}
		if n, err := reader(t, w, "cgj/unit_deputy").Unread(t.Context()); err != nil || n != 3 {
			t.Errorf("another person's are untouched: %d, %v", n, err)
		}
		whole(t, w)
		if n, err := r.Unread(t.Context()); err != nil || n != 1 {
			t.Errorf("a replay forgets nothing: %d, %v", n, err)
		}
	})
}

func TestDigestGathersWhatDidNotGoAtOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		if err := w.Desk.PlanDigest(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.PlanDigest(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			id := dispatched(t, w, fmt.Sprintf("第%d处堵塞", i+1))
			w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		}
		digests := func() string {
			var out []string
			for _, o := range queued(t, w.Store) {
				if string(o.Notice.Code) == store.DigestCode {
					out = append(out, fmt.Sprintf("%s=%d", o.ID, o.N))
				}
			}
			return strings.Join(out, " ")
		}
		w.Clock.Set("2026-03-02 14:29")
		w.Tick()
		if got := digests(); got != "" {
			t.Fatalf("before its time: %s", got)
		}
		w.Clock.Set("2026-03-02 14:30")
		w.Tick()
		if got := digests(); got != "digest/cgj/principal/2026-03-02T14:30=3" {
			t.Fatalf("at 14:30: %s", got)
		}
		w.Clock.Set("2026-03-03 08:30")
		w.Tick()
		if got := digests(); got != "digest/cgj/principal/2026-03-02T14:30=3" {
			t.Errorf("nothing new, nothing told: %s", got)
		}
	})
}

func TestDigestsAreOnWorkingDays(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	p, err := w.Desk.Policy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{"2026-03-02 08:29": "2026-03-02 08:30", "2026-03-02 08:30": "2026-03-02 14:30", "2026-03-06 14:30": "2026-03-09 08:30", "2026-09-30 15:00": "2026-10-08 08:30"} {
		if got, to := desk.NextDigest(p.Calendar, w.Clock.Set(from)), w.Clock.Set(want); !got.Equal(to) {
			t.Errorf("after %s comes %s, want %s", from, got, to)
		}
	}
}

// The outbox holds no name and no number, gathers what comes together, and lets each caller hear one word of one moment.
func TestOutboxHoldsIDsOnly(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		for i := range 4 {
			dispatched(t, w, fmt.Sprintf("第%d处堵塞", i+1))
		}
		id := dispatched(t, w, "急着要办")
		w.Do("hotline/operator", id, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "王秀兰又来电催"}})
		callers, windows, alone := 0, 0, 0
		for _, o := range queued(t, w.Store) {
			for _, canary := range []string{"王秀兰", "13800001234", "138 0000", "秀兰"} {
				if s := fmt.Sprintf("%+v %s", o, o.Notice.Text(o.Number, "7812345")); strings.Contains(s, canary) {
					t.Errorf("%q stands in the outbox: %s", canary, s)
				}
			}
			switch {
			case o.Audience == "caller":
				callers++
			case strings.HasPrefix(o.ID, "window/cgj/handler"):
				windows++
				if o.N != 5 || !o.Send.After(o.Made) {
					t.Errorf("five dispatches gather into one: %+v", o)
				}
			case o.Notice.Code == order.NoticeUrged && o.Audience == "cgj/handler":
				alone++
			}
		}
		if callers != 10 || windows != 1 || alone != 1 {
			t.Errorf("callers %d (each is told that it was taken and that it was handed on), windows %d, urges %d", callers, windows, alone)
		}
		for _, post := range []org.PostID{"cgj/handler", "cgj/unit_deputy", "hotline/office_head"} {
			for _, m := range inbox(t, w, post) {
				if s := fmt.Sprintf("%+v", m); strings.Contains(s, "王秀兰") || strings.Contains(s, "1380000") {
					t.Errorf("%s reads %s", post, s)
				}
			}
		}
		head, err := reader(t, w, "hotline/office_head").Outbox(t.Context(), false, "", "7812345")
		if err != nil || head.SMS == 0 || len(head.Rows) == 0 {
			t.Errorf("the head sees %d messages, %v", head.SMS, err)
		}
		for _, post := range []org.PostID{"hotline/dispatcher", "cgj/principal", "county/magistrate", "hotline/operator"} {
			if _, err := reader(t, w, post).Outbox(t.Context(), false, "", ""); err != desk.ErrForbidden {
				t.Errorf("%s sees the outbox: %v", post, err)
			}
		}
		whole(t, w)
	})
}

func TestAnonymousCallersAreToldNothing(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	c := w.Complaint()
	c.Request.Secrecy, c.Request.Name, c.Request.Phone, c.Request.NeedReply = order.Anonymous, order.Private{}, order.Private{}, false
	c.Request.Words = order.Private{Text: "有人在河边倒垃圾，希望管一管。"}
	w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c"})
	for _, o := range queued(t, w.Store) {
		if o.Audience == "caller" {
			t.Errorf("an anonymous caller is told %+v", o)
		}
	}
}

func TestTwoProcessesQueueEachMessageOnce(t *testing.T) {
	url := pgtest.URL(t)
	w := testkit.NewWorld(t, url)
	key := t.TempDir() + "/master.key"
	procs := []process{newProcess(t, url, key, "one", w.Clock.Now), newProcess(t, url, key, "two", w.Clock.Now)}
	for _, p := range procs {
		if err := p.desk.PlanDigest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	const n = 20
	for i := range n {
		id := dispatched(t, w, fmt.Sprintf("第%d处下水道堵塞", i+1))
		w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
	}
	w.Clock.Set("2026-03-03 20:00")
	var wg sync.WaitGroup
	for _, p := range procs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 100 {
				if took, err := p.jobs.Sweep(t.Context()); err != nil {
					t.Error(err)
				} else if took == 0 {
					return
				}
			}
		}()
	}
	wg.Wait()
	if got := logged(t, w.Store, "reminded"); len(got) != n {
		t.Errorf("%d orders were reminded of, want %d", len(got), n)
	} else {
		for id, k := range got {
			if k != 1 {
				t.Errorf("order %s was reminded of %d times: contact alone still runs", id, k)
			}
		}
	}
	digests := 0
	for _, o := range queued(t, w.Store) {
		if string(o.Notice.Code) == store.DigestCode && o.Audience == "cgj/principal" {
			digests++
			if o.N != n {
				t.Errorf("the digest stands for %d messages, want %d", o.N, n)
			}
		}
	}
	if digests != 1 {
		t.Errorf("%d digests, want 1", digests)
	}
	whole(t, w)
}
