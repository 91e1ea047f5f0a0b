package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huiyin/internal/access"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestNoAnswerTellsOfAnOrderThatReportsTheCaller asks every route as a program of a unit: before there is an order, and after it was sent there, worked on, and
// found to report the unit. Not a byte may differ; by its id it answers as one that has never been (Art. 23(6)).
func TestNoAnswerTellsOfAnOrderThatReportsTheCaller(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		c := s.as("cgj/handler")
		all := func() map[string]string {
			out := map[string]string{}
			for _, rt := range s.routes {
				if rt.Method != "GET" || strings.Contains(rt.Pattern, "{id}") || !access.May(org.UnitHandler, access.Permission(rt.Permission)) {
					continue
				}
				for _, kind := range []string{"open", "todo", "read", "mine", "done"} {
					p := strings.ReplaceAll(at(rt, "x"), "/open", "/"+kind)
					out[p] = string(same(c.get(p)))
				}
			}
			for _, q := range []string{"MC202603020001", "下水道", "1234"} {
				out["search "+q] = string(same(c.post("/search", m{"words": q})))
			}
			return out
		}
		before := all()
		id := s.dispatched()
		s.want("sign", c.post("/orders/"+id+"/sign_for", m{}), http.StatusOK)
		s.want("progress", c.post("/orders/"+id+"/progress", m{"text": "已到场"}), http.StatusOK)
		if cmp.Equal(before, all()) {
			t.Fatal("the answers show nothing of the unit's own order: the test looks at nothing")
		}
		s.want("correct", s.as("hotline/dispatcher").post("/orders/"+id+"/correct", m{"party": m{"unit": "cgj"}, "reason": "反映的就是承办单位"}), http.StatusOK)
		after := all()
		for p, was := range before {
			if d := cmp.Diff(was, after[p]); d != "" {
				t.Errorf("the unit can tell at %s:\n%s", p, d)
			}
		}
		asked := 0
		for _, rt := range s.routes {
			if !strings.Contains(rt.Pattern, "{id}") || !access.May(org.UnitHandler, access.Permission(rt.Permission)) {
				continue
			}
			send := func(id string) string {
				if rt.Method == "GET" {
					return string(same(c.get(at(rt, id))))
				}
				return string(same(c.post(at(rt, id), goodBody(s, rt))))
			}
			asked++
			if d := cmp.Diff(send("01a21983-8a70-77fc-97ba-2dd02e43e109"), send(id)); d != "" {
				t.Errorf("%s %s tells it from no order:\n%s", rt.Method, rt.Pattern, d)
			}
		}
		if asked < 10 {
			t.Errorf("only %d routes asked", asked)
		}
	})
}
