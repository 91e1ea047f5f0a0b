package api

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/auth"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestTheSameKeyAtOnce: a client that sends a registration eight times side by side has registered once.
func TestTheSameKeyAtOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 0)
		op := s.as("hotline/operator")
		key := web.NewKey()
		got := make([]reply, 8)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i] = op.send("POST", "/orders", complaint(), "Idempotency-Key", key) })
		}
		all.Wait()
		fresh := 0
		for _, r := range got {
			if r.status != http.StatusCreated || string(r.body) != string(got[0].body) {
				t.Errorf("%d %s", r.status, r.body)
			}
			if r.header.Get("Idempotency-Replayed") == "false" {
				fresh++
			}
		}
		var open pageView
		s.want("list", s.as("hotline/dispatcher").get("/lists/open"), http.StatusOK).into(t, &open)
		if fresh != 1 || len(open.Rows) != 1 {
			t.Errorf("%d fresh answers, %d orders", fresh, len(open.Rows))
		}
	})
}

// TestASignatureTakesThePIN: a signature of an account without one, without it, with a wrong one or a locked one is no signature (ADR 13).
func TestASignatureTakesThePIN(t *testing.T) {
	s := newSite(t, t.TempDir(), 0)
	id := s.dispatched()
	s.want("sign for", s.as("cgj/handler").post("/orders/"+id+"/sign_for", m{}), http.StatusOK)
	p := s.as("cgj/principal")
	body := m{"lead": "unit_deputy", "handler": s.handlerOf("cgj")}
	key := web.NewKey()
	send := func() reply { return p.send("POST", "/orders/"+id+"/assign", body, "Idempotency-Key", key) }
	refused := func(what, words string) {
		t.Helper()
		r := s.want(what, send(), http.StatusUnprocessableEntity).problem(t)
		if len(r.Fields) != 1 || r.Fields[0].Field != "pin" || !strings.Contains(r.Fields[0].Message, words) {
			t.Errorf("%s: %+v", what, r)
		}
	}
	refused("none set", "我的设置")
	body["pin"] = "709418"
	refused("none set, one sent", "我的设置")
	delete(body, "pin")
	s.pin("cgj/principal", "709418")
	refused("left out", "签名密码")
	body["pin"] = "709419"
	refused("a wrong one", "还可以试")
	body["pin"] = "709418"
	s.want("the right PIN", send(), http.StatusOK)
	if r := s.want("again", send(), http.StatusOK); r.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("again: %v", r.header)
	}
}

// TestALockedPINSignsNothing: five wrong ones, and the right one is refused too until it opens again.
func TestALockedPINSignsNothing(t *testing.T) {
	s := newSite(t, t.TempDir(), 0)
	id := s.dispatched()
	s.want("sign for", s.as("cgj/handler").post("/orders/"+id+"/sign_for", m{}), http.StatusOK)
	p := s.as("cgj/principal")
	s.pin("cgj/principal", "709418")
	body := m{"lead": "unit_deputy", "handler": s.handlerOf("cgj"), "pin": "709419"}
	for range 5 {
		s.want("wrong", p.post("/orders/"+id+"/assign", body), http.StatusUnprocessableEntity)
	}
	body["pin"] = "709418"
	if r := s.want("locked", p.post("/orders/"+id+"/assign", body), http.StatusUnprocessableEntity).problem(t); !strings.Contains(r.Fields[0].Message, "停用到") {
		t.Errorf("locked: %+v", r)
	}
	s.Clock.Add(auth.ShutFor + time.Second)
	s.want("open again", p.post("/orders/"+id+"/assign", body), http.StatusOK)
}
