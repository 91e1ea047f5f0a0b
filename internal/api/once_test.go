package api

import (
	"net/http"
	"sync"
	"testing"

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

// TestASignatureTakesThePIN: where an account has one, a signature without it, or with a wrong one, is no signature.
func TestASignatureTakesThePIN(t *testing.T) {
	s := newSite(t, t.TempDir(), 0)
	id := s.dispatched()
	s.want("sign for", s.as("cgj/handler").post("/orders/"+id+"/sign_for", m{}), http.StatusOK)
	p := s.as("cgj/principal")
	a, err := s.Desk.LogIn(t.Context(), "pcgj.principal", "Xiang-Tan-2026")
	if err != nil {
		t.Fatal(err)
	}
	hash, err := auth.Hash("709418")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Desk.PutDemoPIN(t.Context(), a.ID, hash); err != nil {
		t.Fatal(err)
	}
	body := m{"lead": "unit_deputy", "handler": s.handlerOf("cgj")}
	key := web.NewKey()
	send := func() reply { return p.send("POST", "/orders/"+id+"/assign", body, "Idempotency-Key", key) }
	for _, pin := range []string{"", "709419"} {
		if pin != "" {
			body["pin"] = pin
		}
		r := s.want("PIN "+pin, send(), http.StatusUnprocessableEntity).problem(t)
		if len(r.Fields) != 1 || r.Fields[0].Field != "pin" {
			t.Errorf("PIN %q: %+v", pin, r)
		}
	}
	body["pin"] = "709418"
	s.want("the right PIN", send(), http.StatusOK)
	if r := s.want("again", send(), http.StatusOK); r.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("again: %v", r.header)
	}
}
