package api

import (
	"bytes"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestTheTableOfRoutes prints what can be reached from outside, and who may: a review reads testdata/routes.txt.
func TestTheTableOfRoutes(t *testing.T) {
	a := build(Options{})
	if err := web.CheckRoutes(a.Routes()); err != nil {
		t.Fatal(err)
	}
	for _, r := range a.Routes() {
		if !access.Known(access.Permission(r.Permission)) {
			t.Errorf("%s %s: permission %q stands in no table", r.Method, r.Pattern, r.Permission)
		}
		if (r.Permission == web.Public) != (r.Pattern == Prefix+"/openapi.json") {
			t.Errorf("%s %s: only the document is public", r.Method, r.Pattern)
		}
	}
	got := web.PrintRoutes(a.Routes())
	if *update {
		if err := os.WriteFile("testdata/routes.txt", []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the table has changed; look at it, then go test ./internal/api -run Table -update\n%s", got)
	}
}

func at(rt web.Route, id string) string {
	p := strings.TrimPrefix(rt.Pattern, Prefix)
	return strings.NewReplacer("{id}", id, "{kind}", "open", "{file}", "01a21983-8a70-77fc-97ba-2dd02e43e108", "{statement}", "x", "{article}", "x").Replace(p)
}

// ask sends the least that a route takes as a request: what is wrong with it is found only after the door.
func (c client) ask(rt web.Route, id string) reply {
	if rt.Method == "GET" {
		return c.get(at(rt, id))
	}
	return c.post(at(rt, id), "{}")
}

// TestNobodyWithoutATokenGetsIn: every route but the document answers 401 to nobody, a wrong, an expired, a revoked token and a closed account alike.
func TestNobodyWithoutATokenGetsIn(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		id := s.proposed()
		before, err := s.Store.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, rt := range s.routes {
			if rt.Permission == web.Public {
				continue
			}
			for what, c := range map[string]client{"nobody": s.stranger(), "a wrong token": {s, "hy_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, "no token of ours": {s, "Basic"}} {
				r := s.want(what+" at "+rt.Pattern, c.ask(rt, id), http.StatusUnauthorized)
				if p := r.problem(t); p.Code != "no_token" || r.header.Get("WWW-Authenticate") == "" || r.header.Get("Content-Type") != problemType {
					t.Errorf("%s at %s: %+v %v", what, rt.Pattern, p, r.header)
				}
			}
		}
		if now, err := s.Store.Head(t.Context()); err != nil || now != before {
			t.Errorf("strangers wrote: log at %d, was %d", now, before)
		}

		d := s.as("hotline/dispatcher")
		s.want("a good token", d.get("/me"), http.StatusOK)
		if err := s.Desk.SetDisabled(t.Context(), "photline.dispatcher", true); err != nil {
			t.Fatal(err)
		}
		s.want("a closed account", d.get("/me"), http.StatusUnauthorized)
		if err := s.Desk.SetDisabled(t.Context(), "photline.dispatcher", false); err != nil {
			t.Fatal(err)
		}
		s.want("an opened account", d.get("/me"), http.StatusOK)
		all, err := s.Desk.Tokens(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range all {
			if x.Post == "hotline/dispatcher" {
				if x.LastUse.IsZero() {
					t.Error("the last use is not noted")
				}
				if err := s.Desk.RevokeToken(t.Context(), org.Actor{}, x.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		s.want("a revoked token", d.get("/me"), http.StatusUnauthorized)
		o := s.as("hotline/operator")
		s.want("before it expires", o.get("/me"), http.StatusOK)
		s.Clock.Add(31 * 24 * time.Hour)
		s.want("an expired token", o.get("/me"), http.StatusUnauthorized)
		for _, secret := range s.tokens {
			if strings.Contains(s.logged(), secret) {
				t.Error("a token stands in the log")
			}
		}
	})
}

// TestAPostReachesOnlyItsRoutes: every kind of post at every route is let through exactly where the table of permissions says so.
func TestAPostReachesOnlyItsRoutes(t *testing.T) {
	s := newSite(t, t.TempDir(), 1000000)
	id := s.dispatched()
	let := map[bool]int{}
	for _, post := range testkit.Posts() {
		if post.Kind == org.Deputy && post.ID != "county/deputy.1" || post.Unit == "jyj" || post.Unit == "341622001" {
			continue
		}
		c, reads := s.as(post.ID), s.readOnly(post.ID)
		for _, rt := range s.routes {
			r := c.ask(rt, id)
			may := access.May(post.Kind, access.Permission(rt.Permission))
			if r.status == http.StatusForbidden == may {
				t.Errorf("%s at %s %s: %d, may %v: %s", post.ID, rt.Method, rt.Pattern, r.status, may, r.body)
			}
			let[may]++
			if rt.Method == "POST" && !strings.HasSuffix(rt.Pattern, "/search") && !strings.HasSuffix(rt.Pattern, "/hits") && may {
				if r := reads.ask(rt, id); r.status != http.StatusForbidden || r.problem(t).Code != "read_only_token" {
					t.Errorf("a token that may only read, %s at %s: %d %s", post.ID, rt.Pattern, r.status, r.body)
				}
			}
		}
		if may := access.May(post.Kind, access.Reading); may {
			s.want("a token that may only read reads", reads.get("/units"), http.StatusOK)
		}
	}
	if let[true] < 200 || let[false] < 200 {
		t.Errorf("the matrix is thin: %v", let)
	}
}

var requestNumber = regexp.MustCompile(`R-\d{4}-\d{4}-[0-9A-F]{6}`)

func same(r reply) []byte { return requestNumber.ReplaceAll(r.body, nil) }

// TestAnotherUnitsOrderIsNoOrder: "not yours", "does not exist" and "can not exist" answer with the same bytes, at every route of an order.
func TestAnotherUnitsOrderIsNoOrder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		id := s.dispatched()
		c := s.as("jyj/handler")
		asked := 0
		for _, rt := range s.routes {
			if !strings.Contains(rt.Pattern, "{id}") || !access.May(org.UnitHandler, access.Permission(rt.Permission)) {
				continue
			}
			body := goodBody(s, rt)
			send := func(id string) reply {
				if rt.Method == "GET" {
					return c.get(at(rt, id))
				}
				return c.post(at(rt, id), body)
			}
			yours, none, never := send(id), send("01a21983-8a70-77fc-97ba-2dd02e43e109"), send(strings.Repeat("x", 70))
			s.want("another's "+rt.Pattern, yours, http.StatusNotFound)
			if !bytes.Equal(same(yours), same(none)) || !bytes.Equal(same(none), same(never)) {
				t.Errorf("%s tells them apart:\n%s\n%s\n%s", rt.Pattern, yours.body, none.body, never.body)
			}
			asked++
		}
		if asked < 10 {
			t.Errorf("only %d routes asked", asked)
		}
	})
}

// goodBody is a body that the type of a route takes, so that the order is what the answer is about.
func goodBody(s *site, rt web.Route) any {
	files := m{"name": "a.png", "content": testkit.PNG(s.T)}
	return map[string]any{"reveal": m{"field": "phone", "reason": "contact"}, "sign_for": m{}, "assign": m{"lead": "unit_deputy", "handler": s.handlerOf("jyj"), "scan": files},
		"contact": m{"means": "phone", "reached": true}, "progress": m{"text": "到场"}, "ask_return": m{"reason": "不属于本单位", "basis": "三定方案"}, "object_return": m{"note": "不同意"},
		"give_slip": m{"name": "王大田", "body": "北城社区", "purpose": "到现场核实", "days": 1}, "revoke_slip": m{"slip": "x"},
		"ask_extension": m{"days": 1, "done": "已到场", "reason": "待料"}, "tell_extension": m{"means": "phone"}, "ask_co": m{"unit": "zjj", "task": "核查"}, "sign_co": m{}, "report_co": m{"result": "已核查"}, "object_co": m{"reason": "不属于"}, "settle_co": m{"unit": "zjj"},
		"urge_co": m{"unit": "zjj"}, "withdraw_co": m{"unit": "zjj", "note": "不用了"}, "call_office": m{"note": "请协调"}, "decide_extension": m{"chain": "c", "step": 0}, "record_consent": m{"on": "2026-03-02", "note": "同意"}, "reply": m{"contact": "股室", "contact_phone": "0558-7000202", "public": "答复"},
		"ask_relay": m{}, "record_relay": m{"means": "phone", "reached": true}, "ask_sight": m{"field": "phone", "reason": "contact"}, "decide_sight": m{}, "lift_recusal": m{"reason": "理由", "scan": files},
		"ask_statute": m{"law": "行政许可法", "clause": "第四十二条", "days": 20, "reason": "公示"}, "ask_reclass": m{"type": "help", "reason": "求助"}, "decide_reclass": m{"accept": true}, "recheck": m{"means": "phone", "result": "holds", "words": "再次核实"}, "ask_exemption": m{"ground": "enforcement", "reason": "立案"}, "decide_exemption": m{"accept": true}, "phone_unit": m{"note": "值班室"}, "ask_termination": m{"ground": "U1", "basis": "条例", "reason": "超出", "answers": "两次", "persuasion": "上门"}, "review_termination": m{}, "submit_termination": m{}, "withdraw_termination": m{"reason": "继续办理"}, "record_cancellation": m{"on": "2026-03-02"},
		"sign_reply": m{"seal": files, "on": "2026-03-02"}, "send_back_reply": m{"note": "改"}, "unit_visit": m{"reached": true}, "attach": m{"files": []m{files}}, "answer": m{"words": "已经处理。"}, "roster": m{"week": "2026-03-02", "shifts": []m{}}}[rt.Pattern[strings.LastIndex(rt.Pattern, "/")+1:]]
}

func (s *site) handlerOf(unit string) string {
	s.Helper()
	var staff items[staffView]
	s.want("staff", s.as(org.PostID(unit+"/handler")).get("/staff"), http.StatusOK).into(s, &staff)
	if len(staff.Items) == 0 {
		s.Fatal("no handler")
	}
	return staff.Items[0].Account
}
