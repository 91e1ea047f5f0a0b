package api

import (
	"net/http"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestARepeatIsNoSecondDeed: the same key and content answer as before, also when the order has moved on or left the asker; another content is refused.
func TestARepeatIsNoSecondDeed(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 0)
		op := s.as("hotline/operator")
		key := web.NewKey()
		first := s.want("register", op.send("POST", "/orders", complaint(), "Idempotency-Key", key), http.StatusCreated)
		if first.header.Get("Idempotency-Replayed") != "false" || first.header.Get("Location") == "" {
			t.Errorf("headers: %v", first.header)
		}
		again := s.want("register again", op.send("POST", "/orders", complaint(), "Idempotency-Key", key), http.StatusCreated)
		if string(first.body) != string(again.body) || again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("a repeat answers otherwise: %s %s %v", first.body, again.body, again.header)
		}
		other := complaint()
		other["title"] = "另一件事情"
		if p := s.want("another content", op.send("POST", "/orders", other, "Idempotency-Key", key), http.StatusUnprocessableEntity).problem(t); p.Code != "key_reused" {
			t.Errorf("another content: %+v", p)
		}

		id := s.dispatched()
		h := s.as("cgj/handler")
		said := m{"means": "phone", "reached": true, "told": true}
		s.want("contact", h.send("POST", "/orders/"+id+"/contact", said, "Idempotency-Key", key), http.StatusOK)
		s.want("recall", s.as("hotline/dispatcher").post("/orders/"+id+"/recall", m{"note": "应由另一单位办理"}), http.StatusOK)
		s.want("the order has left", h.get("/orders/"+id), http.StatusNotFound)
		s.Clock.Add(1 << 36)
		r := s.want("contact again", h.send("POST", "/orders/"+id+"/contact", said, "Idempotency-Key", key), http.StatusOK)
		if r.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("not the outcome of before: %v %s", r.header, r.body)
		}
		said["means"] = "visit"
		if p := s.want("contact otherwise", h.send("POST", "/orders/"+id+"/contact", said, "Idempotency-Key", key), http.StatusUnprocessableEntity).problem(t); p.Code != "key_reused" {
			t.Errorf("contact otherwise: %+v", p)
		}
	})
}

func TestAStaleVersionTellsWhatChanged(t *testing.T) {
	s := newSite(t, t.TempDir(), 0)
	id := s.dispatched()
	d := s.as("hotline/dispatcher")
	tag := s.want("read", d.get("/orders/"+id), http.StatusOK).header.Get("ETag")
	s.want("the version read", d.send("POST", "/orders/"+id+"/urge", m{"from": "office"}, "Idempotency-Key", web.NewKey(), "If-Match", tag), http.StatusOK)
	p := s.want("the version gone", d.send("POST", "/orders/"+id+"/urge", m{"from": "office"}, "Idempotency-Key", web.NewKey(), "If-Match", tag), http.StatusConflict).problem(t)
	if p.Code != "stale_version" || len(p.Changed) != 1 || !strings.Contains(p.Changed[0], "催办") || p.Version == 0 {
		t.Errorf("conflict: %+v", p)
	}
	s.want("no version", d.send("POST", "/orders/"+id+"/urge", m{"from": "office"}, "Idempotency-Key", web.NewKey(), "If-Match", "*"), http.StatusOK)
	s.want("no version of ours", d.send("POST", "/orders/"+id+"/urge", m{"from": "office"}, "Idempotency-Key", web.NewKey(), "If-Match", "abc"), http.StatusBadRequest)
}

func TestRefusalsSayWhyInChinese(t *testing.T) {
	s := newSite(t, t.TempDir(), 0)
	id := s.dispatched()
	d, op := s.as("hotline/dispatcher"), s.as("hotline/operator")
	key := func() []string { return []string{"Idempotency-Key", web.NewKey()} }
	wrong := complaint()
	wrong["title"] = "王秀兰家门口"
	tests := []struct {
		what   string
		r      reply
		status int
		code   string
		field  string
	}{
		{"no key", op.send("POST", "/orders", complaint()), 400, "no_key", "Idempotency-Key"},
		{"a short key", op.send("POST", "/orders", complaint(), "Idempotency-Key", "1"), 400, "no_key", "Idempotency-Key"},
		{"an unknown field", op.send("POST", "/orders/"+id+"/urge", `{"from":"office","colour":"red"}`, key()...), 400, "unknown_field", "colour"},
		{"half a document", op.send("POST", "/orders/"+id+"/urge", `{"from":`, key()...), 400, "malformed", ""},
		{"nothing", op.send("POST", "/orders/"+id+"/urge", ``, key()...), 400, "malformed", ""},
		{"two documents", op.send("POST", "/orders/"+id+"/urge", `{"from":"office"} {}`, key()...), 400, "malformed", ""},
		{"a missing field", op.send("POST", "/orders/"+id+"/urge", `{}`, key()...), 422, "invalid", ""},
		{"a field of another kind", op.send("POST", "/orders/"+id+"/urge", `{"from":7}`, key()...), 422, "invalid", "from"},
		{"a control character", op.send("POST", "/orders/"+id+"/urge", `{"from":"office","note":"a\u0000b"}`, key()...), 422, "invalid", "note"},
		{"another content type", op.send("POST", "/orders/"+id+"/urge", `{"from":"office"}`, append(key(), "Content-Type", "text/plain")...), 415, "media_type", ""},
		{"a form", op.send("POST", "/orders/"+id+"/urge", `from=office`, append(key(), "Content-Type", "application/x-www-form-urlencoded")...), 415, "media_type", ""},
		{"an unknown parameter", op.get("/lists/open?colour=red"), 400, "bad_query", "colour"},
		{"a cursor of another list", op.get("/lists/open?after=1~abc~sign"), 400, "bad_cursor", "after"},
		{"a list that is none", op.get("/lists/all"), 404, "not_found", ""},
		{"a day that is none", op.get("/calendar/workdays?from=2026-02-30&days=1"), 400, "bad_query", "from"},
		{"a name in the title", op.post("/orders", wrong), 422, "identity_in_title", "title"},
		{"the wrong state", d.post("/orders/"+id+"/archive", m{}), 409, "wrong_state", ""},
		{"no such path", op.get("/nothing"), 404, "not_found", ""},
		{"no such method", op.send("PUT", "/orders/"+id, m{}), 405, "method", ""},
		{"a path that would be mended", op.get("/orders//" + id), 404, "not_found", ""},
		{"a site of another", op.send("POST", "/orders/"+id+"/urge", m{"from": "office"}, append(key(), "Sec-Fetch-Site", "cross-site", "Origin", "https://example.org")...), 403, "forbidden", ""},
		{"too much", op.send("POST", "/orders/"+id+"/urge", `{"from":"office","note":"`+strings.Repeat("长", 400_000)+`"}`, key()...), 413, "too_large", ""},
	}
	for _, x := range tests {
		if x.r.status != x.status {
			t.Errorf("%s: %d, want %d: %s", x.what, x.r.status, x.status, x.r.body)
			continue
		}
		p := x.r.problem(t)
		if p.Code != x.code || p.Status != x.status || p.Type != "about:blank" || p.Request == "" || p.Title == "" || p.Detail == "" || x.r.header.Get("Content-Type") != problemType {
			t.Errorf("%s: %+v", x.what, p)
		}
		if x.field != "" && (len(p.Fields) == 0 || p.Fields[0].Field != x.field) {
			t.Errorf("%s: fields %+v, want %s", x.what, p.Fields, x.field)
		}
		if x.status == 409 && (p.Article == "" || p.Clause == "") {
			t.Errorf("%s: no article: %+v", x.what, p)
		}
		for _, text := range []string{p.Title, p.Detail} {
			if !strings.ContainsFunc(text, func(r rune) bool { return r > 0x2e80 }) {
				t.Errorf("%s: not Chinese: %q", x.what, text)
			}
		}
		for k, v := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Content-Security-Policy": noPage} {
			if x.r.header.Get(k) != v {
				t.Errorf("%s: %s = %q", x.what, k, x.r.header.Get(k))
			}
		}
		if x.r.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: other sites are let in", x.what)
		}
	}
}

func TestTheRateIsLimited(t *testing.T) {
	s := newSite(t, t.TempDir(), 60)
	d, op := s.as("hotline/dispatcher"), s.as("hotline/operator")
	n := 0
	for d.get("/me").status == http.StatusOK {
		if n++; n > 100 {
			t.Fatal("no limit")
		}
	}
	r := s.want("too often", d.get("/me"), http.StatusTooManyRequests)
	if n != 10 || r.header.Get("Retry-After") == "" || r.problem(t).Code != "rate" {
		t.Errorf("after %d: %v %s", n, r.header, r.body)
	}
	s.want("another token", op.get("/me"), http.StatusOK)
	s.Clock.Add(1_000_000_000)
	s.want("a second later", d.get("/me"), http.StatusOK)
}

// TestNoIdentityLeaves: whatever a post reads, the caller's name, number and words come in masked form, but for a reveal, which is on record.
func TestNoIdentityLeaves(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		b := complaint()
		b["reported"], b["home"], b["email"] = "赵德柱", "北城社区幸福里7栋201室", "wangxl@example.com"
		var o outcomeBody
		s.want("register", s.as("hotline/operator").post("/orders", b), http.StatusCreated).into(t, &o)
		dispatched := s.dispatched()
		for _, post := range testkit.Posts() {
			c := s.as(post.ID)
			for _, id := range []string{o.ID, dispatched} {
				for _, path := range []string{"/orders/" + id, "/orders/" + id + "/timeline", "/orders/" + id + "/files", "/lists/open", "/lists/todo", "/lists/mine", "/counters"} {
					r := c.get(path)
					for _, secret := range []string{"王秀兰", "13800001234", "138 0000 1234", "赵德柱", "7栋", "wangxl"} {
						if strings.Contains(string(r.body), secret) {
							t.Errorf("%s reads %s: %s", post.ID, path, r.body)
						}
					}
				}
			}
		}
		d := s.as("hotline/dispatcher")
		var v orderView
		s.want("read", d.get("/orders/"+o.ID), http.StatusOK).into(t, &v)
		if v.People.Name == nil || v.People.Name.Shown != "王**" || v.People.Phone == nil || !v.People.Phone.Reveal {
			t.Errorf("masked: %+v", v.People)
		}
		// What a person at the desk would see in full for a day, his program reveals.
		op := s.as("hotline/operator")
		s.want("reveal without a reason", op.send("POST", "/orders/"+o.ID+"/reveal", m{"field": "phone"}), http.StatusUnprocessableEntity)
		var got revealView
		s.want("reveal", op.send("POST", "/orders/"+o.ID+"/reveal", m{"field": "phone", "reason": "contact"}), http.StatusOK).into(t, &got)
		if got.Value != "138 0000 1234" || got.Until.IsZero() {
			t.Errorf("revealed: %+v", got)
		}
		var seen seenList
		s.want("seen", s.as("hotline/office_head").get("/orders/"+o.ID+"/seen"), http.StatusOK).into(t, &seen)
		if len(seen.Seen) != 1 || seen.Seen[0].Field != "phone" || seen.Seen[0].Who != "人员photline.operator" {
			t.Errorf("on record: %+v", seen)
		}
		for _, secret := range []string{"王秀兰", "13800001234", "138 0000 1234", "wangxl"} {
			if strings.Contains(s.logged(), secret) {
				t.Error("the log tells who called")
			}
		}
		if s.status(o.ID) != order.Registered {
			t.Error("reading changed the order")
		}
	})
}
