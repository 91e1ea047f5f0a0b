package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// statement publishes one that runs for a month and fits every call; article publishes one. Both answer their id.
func (s *site) statement() string {
	s.Helper()
	id, err := s.Desk.PublishStatement(s.Context(), testkit.As("hotline/dispatcher"), "", office.Draft{Title: "城南片区停水", Text: "因主管网抢修，城南片区今天停水，预计晚上恢复，请备水。", Owner: "cgj",
		Until: s.Clock.Now().Add(30 * 24 * time.Hour)}, "statement-1")
	if err != nil {
		s.Fatal(err)
	}
	return id
}

func (s *site) article() string {
	s.Helper()
	who := testkit.As("hotline/reviewer")
	content := office.Content{Title: "路灯报修", Words: "路灯不亮", Answer: "请拨打市政值班电话报修，三个工作日内修复。", Unit: "cgj", ValidTo: "2026-12-31"}
	id, err := s.Desk.Know(s.Context(), who, "", 0, office.Propose{Actor: who, Content: content}, "", time.Time{})
	if err == nil {
		_, err = s.Desk.Know(s.Context(), who, id, 0, office.Publish{Actor: who}, "", time.Time{})
	}
	if err != nil {
		s.Fatal(err)
	}
	return id
}

// TestListsAreNarrowedCountedAndReadBackward: what a page shows, its numbers and the way back agree.
func TestListsAreNarrowedCountedAndReadBackward(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		for range 3 {
			s.dispatched()
		}
		s.proposed()
		d := s.as("hotline/dispatcher")
		read := func(path string) (v pageView) {
			t.Helper()
			s.want(path, d.get(path), http.StatusOK).into(t, &v)
			return v
		}
		all := read("/lists/open")
		if len(all.Rows) != 4 || all.Prev != "" || all.Next != "" {
			t.Fatalf("%d rows, prev %q, next %q", len(all.Rows), all.Prev, all.Next)
		}
		first := read("/lists/open?limit=2")
		second := read("/lists/open?limit=2&after=" + first.Next)
		back := read("/lists/open?limit=2&before=" + second.Prev)
		if second.Prev == "" || len(back.Rows) != 2 || back.Rows[0].ID != first.Rows[0].ID || back.Rows[1].ID != first.Rows[1].ID {
			t.Errorf("the way back leads elsewhere: %+v, first %+v", back, first)
		}
		for query, want := range map[string]int{"status=dispatched": 3, "unit=cgj&status=dispatched": 3, "unit=jyj": 0, "type=complaint": 4, "type=consult": 0, "town=341622001&category=0204": 4, "times=2": 0,
			"urgency=critical": 0, "key=true": 0, "from=2026-03-02&to=2026-03-02": 4, "to=2026-03-01": 0, "channel=W1": 0, "secrecy=secret": 0, "late=true": 0, "urged=true": 0} {
			if got := read("/lists/open?" + query); len(got.Rows) != want {
				t.Errorf("%s: %d rows, want %d", query, len(got.Rows), want)
			}
			var n numbersView
			s.want("numbers", d.get("/lists/open/counters?"+query), http.StatusOK).into(t, &n)
			if n.Total != want || n.More || len(n.Lists) != 5 {
				t.Errorf("%s: counted %+v, want %d", query, n, want)
			}
		}
		s.want("both ways", d.get("/lists/open?after="+first.Next+"&before="+first.Next), http.StatusBadRequest)
		s.want("a day that is none", d.get("/lists/open?from=2026-02-30"), http.StatusBadRequest)
	})
}

// TestCopiesAndMessagesAreReadOnce: what is to be read is marked read by its own post alone, and a second time changes nothing.
func TestCopiesAndMessagesAreReadOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		id := s.dispatched()
		u := s.as("cgj/handler")
		var msgs messagesView
		s.want("messages", u.get("/messages"), http.StatusOK).into(t, &msgs)
		if len(msgs.Messages) == 0 || msgs.Unread == 0 || msgs.Messages[0].Read {
			t.Fatalf("the unit was told nothing: %+v", msgs)
		}
		one := m{"messages": []string{msgs.Messages[0].ID}}
		s.want("another's message", s.as("jyj/handler").post("/messages/read", one), http.StatusNotFound)
		var left unreadView
		for range 2 {
			s.want("read", u.post("/messages/read", one), http.StatusOK).into(t, &left)
			if left.Unread != msgs.Unread-1 {
				t.Errorf("%d unread, want %d", left.Unread, msgs.Unread-1)
			}
		}
		s.want("all", u.post("/messages/read", m{"up_to": msgs.Messages[0].ID}), http.StatusOK).into(t, &left)
		if left.Unread != 0 {
			t.Errorf("%d are left unread", left.Unread)
		}
		s.want("nothing named", u.post("/messages/read", m{}), http.StatusUnprocessableEntity)
		s.want("no message", u.post("/messages/read", m{"messages": []string{"07-1"}}), http.StatusUnprocessableEntity)

		s.want("urge", s.as("hotline/operator").post("/orders/"+id+"/urge", m{"from": "office"}), http.StatusOK)
		for _, post := range testkit.Posts() {
			if post.Unit == "jyj" || !post.Kind.InUnit() {
				continue
			}
			var page pageView
			c := s.as(post.ID)
			s.want("to read", c.get("/lists/read"), http.StatusOK).into(t, &page)
			if len(page.Rows) == 0 {
				continue
			}
			if page.Rows[0].Why == "" {
				t.Errorf("%s: the copy says not why", post.ID)
			}
			var n markedView
			s.want("mark", c.post("/lists/read", m{"orders": []string{page.Rows[0].ID, "none"}}), http.StatusOK).into(t, &n)
			if n.Marked != 1 {
				t.Errorf("%s marked %d", post.ID, n.Marked)
			}
			s.want("a stranger's", s.as("jyj/handler").post("/lists/read", m{"orders": []string{page.Rows[0].ID}}), http.StatusOK).into(t, &n)
			if n.Marked != 0 {
				t.Error("another unit marked it")
			}
		}
	})
}

// TestAStatementAnswersByOneRequest: a question is closed by it, anything else goes to its unit; a repeat after its end is answered as the first time.
func TestAStatementAnswersByOneRequest(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		stmt := s.statement()
		op := s.as("hotline/operator")
		var running items[statementView]
		s.want("running", op.get("/statements/running?town=341622001"), http.StatusOK).into(t, &running)
		if len(running.Items) != 1 || running.Items[0].ID != stmt || !running.Items[0].Runs {
			t.Fatalf("running: %+v", running)
		}
		b := complaint()
		b["type"], b["statement"] = "consult", stmt
		var o outcomeBody
		s.want("a question", op.send("POST", "/orders", b, "Idempotency-Key", "by-statement-1"), http.StatusCreated).into(t, &o)
		if order.Status(o.Status) != order.DirectClosed {
			t.Errorf("the question stands at %s", o.Status)
		}
		c := complaint()
		c["statement"] = stmt
		s.want("a complaint", op.post("/orders", c), http.StatusCreated).into(t, &o)
		if order.Status(o.Status) != order.PendingDispatch {
			t.Errorf("the complaint stands at %s", o.Status)
		}
		c["submit"] = m{"unit": "cgj"}
		s.want("both ways", op.post("/orders", c), http.StatusUnprocessableEntity)
		var one statementView
		s.want("statement", op.get("/statements/"+stmt), http.StatusOK).into(t, &one)
		if one.Uses != 2 || len(one.Orders) != 2 {
			t.Errorf("%+v", one)
		}
		if err := s.Desk.EndStatement(t.Context(), testkit.As("hotline/dispatcher"), stmt); err != nil {
			t.Fatal(err)
		}
		again := s.want("a repeat after its end", op.send("POST", "/orders", b, "Idempotency-Key", "by-statement-1"), http.StatusCreated)
		if again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("done twice: %s", again.body)
		}
		if r := op.post("/orders", b); r.status < 400 || r.status >= 500 {
			t.Errorf("answered by a statement that has ended: %d %s", r.status, r.body)
		}
	})
}

// TestKnowledgeIsReadWithItsVersions and what an upper platform waits for is listed and marked.
func TestKnowledgeIsReadWithItsVersions(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		id := s.article()
		who := testkit.As("hotline/reviewer")
		next := office.Content{Title: "路灯报修", Answer: "改拨12345报修，两个工作日内修复。", Unit: "cgj", ValidTo: "2026-12-31"}
		if _, err := s.Desk.Know(t.Context(), who, id, 0, office.Propose{Actor: who, Content: next}, "", time.Time{}); err != nil {
			t.Fatal(err)
		}
		op := s.as("cgj/handler")
		var found items[articleView]
		s.want("search", op.get("/knowledge?q=ludeng"), http.StatusOK).into(t, &found)
		if len(found.Items) != 1 || found.Items[0].Version != 1 || !strings.Contains(found.Items[0].Answer, "三个工作日") {
			t.Fatalf("%+v", found)
		}
		var versions items[articleVersion]
		s.want("versions", op.get("/knowledge/"+id+"/versions"), http.StatusOK).into(t, &versions)
		if len(versions.Items) != 1 {
			t.Errorf("a proposal counts as a version: %+v", versions)
		}
		if _, err := s.Desk.Know(t.Context(), who, id, 0, office.Publish{Actor: who}, "", time.Time{}); err != nil {
			t.Fatal(err)
		}
		s.want("versions", op.get("/knowledge/"+id+"/versions"), http.StatusOK).into(t, &versions)
		if len(versions.Items) != 2 || versions.Items[0].Version != 2 || versions.Items[0].Answer != next.Answer || !strings.Contains(versions.Items[1].Answer, "三个工作日") {
			t.Errorf("versions: %+v", versions)
		}
		s.want("none", op.get("/knowledge/none"), http.StatusNotFound)
	})
}
