package api

import (
	"net/http"
	"strings"
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestALeadersWordByPrograms: a word is recorded with its scan and split to two units, each answers its own, one is sent back, and the leader is told; whoever has no
// part in it finds nothing, and one request is one deed.
func TestALeadersWordByPrograms(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 0)
		s.Clock.Set("2026-03-03 09:00")
		clerk := s.as("hotline/dispatcher")
		body := m{"post": string(org.PostMagistrate), "day": "2026-03-02", "kind": "report", "title": "窨井盖缺失", "source": "热线信息专报第12期", "words": "请两家一周内办好。", "about": "341622001",
			"tasks": []m{{"unit": "cgj", "what": "补齐井盖。", "due": "2026-03-10"}, {"unit": "jyj", "what": "校门口设警示。", "due": "2026-03-10"}}, "scan": m{"name": "批示.png", "content": testkit.PNG(t)}}
		var given directiveGiven
		s.want("give", clerk.post("/directives", body), http.StatusCreated).into(t, &given)
		bad := m{"post": string(org.PostMagistrate), "day": "2026-03-02", "kind": "report", "title": "窨井盖缺失", "source": "专报", "words": "办。", "tasks": []m{{"unit": "cgj", "what": "补。", "due": "2026-03-01"}}}
		if r := clerk.post("/directives", bad); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.problem(t).Detail, "完成日期") {
			t.Errorf("a day that is over: %d %s", r.status, r.body)
		}
		if r := s.as("hotline/operator").post("/directives", body); r.status != http.StatusForbidden {
			t.Errorf("an operator records a word: %d", r.status)
		}
		at := "/directives/" + given.ID
		var v directiveItem
		s.want("open", s.as("cgj/handler").get(at), http.StatusOK).into(t, &v)
		if len(v.Tasks) != 1 || v.Tasks[0].Unit != "cgj" || v.Tasks[0].Due != "2026-03-10" || !v.Paper || !v.Open {
			t.Errorf("a unit reads %+v", v)
		}
		for _, p := range []org.PostID{"341622001/handler", "county/deputy.1"} {
			if r := s.as(p).get(at); r.status != http.StatusNotFound {
				t.Errorf("%s reads it: %d", p, r.status)
			}
		}
		if r := s.want("scan", s.as("cgj/handler").get(at+"/scan"), http.StatusOK); len(r.body) < 50 {
			t.Error("the scan is empty")
		}
		if r := clerk.post(at+"/report", m{"means": "paper", "words": "都办好了。"}); r.status != http.StatusConflict {
			t.Errorf("told before all have answered: %d %s", r.status, r.body)
		}
		s.want("urge", clerk.post(at+"/urge", m{"unit": "cgj", "words": "县长催问，请抓紧。"}), http.StatusOK)
		if r := s.as("cgj/handler").post(at+"/urge", m{"unit": "jyj", "words": "催"}); r.status != http.StatusForbidden {
			t.Errorf("a unit urges another: %d", r.status)
		}
		s.want("urged", s.as("cgj/handler").get(at), http.StatusOK).into(t, &v)
		if n := len(v.Tasks[0].Lines); n != 1 || v.Tasks[0].Lines[0].Verb != "催办1" {
			t.Errorf("the unit reads what it is pressed with: %+v", v.Tasks[0].Lines)
		}
		for _, u := range []org.PostID{"cgj/handler", "jyj/handler"} {
			s.want("answer", s.as(u).post(at+"/answer", m{"words": "已办好。", "done": true}), http.StatusOK)
		}
		s.want("back", clerk.post(at+"/back", m{"unit": "cgj", "reason": "请写明补了几个。", "due": "2026-03-11"}), http.StatusOK)
		s.want("answer", s.as("cgj/handler").post(at+"/answer", m{"words": "补了4个。", "done": true}), http.StatusOK)
		s.want("report", clerk.post(at+"/report", m{"means": "paper", "words": "两家都已办好。"}), http.StatusOK).into(t, &v)
		if v.Open || v.Report == nil || len(v.Tasks) != 2 {
			t.Errorf("afterwards: %+v", v)
		}
		var l directiveList
		s.want("list", s.as(org.PostMagistrate).get("/directives?done=true"), http.StatusOK).into(t, &l)
		if len(l.Items) != 1 || l.Items[0].Report == nil {
			t.Errorf("the leader's list: %+v", l)
		}
	})
}

// TestMergingByPrograms: what may be merged is listed, merged in one request with the registration or afterwards, read, and split off.
func TestMergingByPrograms(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 0)
		lead := s.Dispatched("cgj")
		number := s.Order("hotline/dispatcher", lead).Number
		q := s.Complaint().Request
		reg := func(phone string) m {
			return m{"channel": "D1", "type": "complaint", "category": q.Category, "town": q.Town, "place": q.Place, "title": "下水道堵塞", "phone": phone, "name": "赵德柱", "words": "北城社区下水道堵了，污水满地。"}
		}
		op, d := s.as("hotline/operator"), s.as("hotline/dispatcher")
		one := reg("13955556666")
		one["merge"] = m{"number": number}
		var a, b outcomeBody
		s.want("register and merge", op.post("/orders", one), http.StatusCreated).into(t, &a)
		s.want("register", op.post("/orders", reg("13955557777")), http.StatusCreated).into(t, &b)
		if a.Status != "merged" {
			t.Errorf("%+v", a)
		}
		both := reg("13955559999")
		both["merge"], both["submit"] = m{"number": number}, m{"unit": "cgj", "requirements": "请核查"}
		if r := op.post("/orders", both); r.status != http.StatusUnprocessableEntity {
			t.Errorf("merged and dispatched: %d %s", r.status, r.body)
		}
		var may gatheringView
		s.want("mergeable", d.get("/orders/"+lead+"/mergeable"), http.StatusOK).into(t, &may)
		if len(may.All) != 1 || may.All[0].ID != b.ID {
			t.Errorf("%+v", may)
		}
		s.want("merge", d.post("/orders/"+b.ID+"/merge", m{"number": number}), http.StatusOK)
		var v mergingView
		s.want("merging", d.get("/orders/"+lead+"/merging"), http.StatusOK).into(t, &v)
		var whole orderView
		s.want("order", d.get("/orders/"+lead), http.StatusOK).into(t, &whole)
		if whole.Merging.Count != v.Count || len(whole.Merging.Members) != len(v.Members) || len(whole.Merging.Letters) != 0 {
			t.Errorf("the order's own view of what is merged: %+v", whole.Merging)
		}
		if v.Count != 2 || len(v.Members) != 2 || v.Persons != 3 || v.Times != 3 {
			t.Errorf("%+v", v)
		}
		s.want("merging", s.as("cgj/handler").get("/orders/"+lead+"/merging"), http.StatusOK).into(t, &v)
		if v.Count != 2 || len(v.Members) != 0 {
			t.Errorf("the unit is told %+v", v)
		}
		if r := s.as("cgj/handler").get("/orders/" + lead + "/mergeable"); r.status != http.StatusForbidden {
			t.Errorf("the unit lists what may be merged: %d", r.status)
		}
		s.want("split", d.post("/orders/"+b.ID+"/split", m{"note": "两处"}), http.StatusOK).into(t, &b)
		if b.Status != "registered" {
			t.Errorf("%+v", b)
		}
	})
}
