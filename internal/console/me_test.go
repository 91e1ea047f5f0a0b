package console

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

const pin = "709418"

// withPIN sets the person's PIN through the page.
func (b *browser) withPIN() *browser {
	b.Helper()
	r := b.post("/me/pin", url.Values{"_key": {web.NewKey()}, "password": {password}, "pin": {pin}, "pin_again": {pin}})
	if r.Code != 303 {
		b.Fatalf("set the PIN: %d %s", r.Code, words(r))
	}
	return b
}

// keyOrder waits for the head of the government office to sign its dispatch (Art. 10(4)).
func (s *site) keyOrder(no string) string {
	s.Helper()
	c := s.Complaint()
	c.Request.Channel, c.Request.OuterNo = "N1", no
	return s.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: web.NewKey(), Deputy: "county/deputy.1",
		Proposal: order.Proposal{Unit: "cgj", Requirements: "查清原因并疏通"}}).ID
}

func TestThePINIsSetOnThePageOfOnesOwnSettings(t *testing.T) {
	s := newSite(t, t.TempDir())
	b := s.as(org.PostGovHead)
	if w := words(b.get("/me")); !strings.Contains(w, "还没有设置") {
		t.Errorf("the page: %.300s", w)
	}
	for _, x := range []struct{ password, pin, again, want string }{
		{"falsch", pin, pin, "登录密码不对"}, {password, pin, "709419", "不一样"}, {password, "111111", "111111", "容易猜到"}, {password, "", "", "请填写签名密码"},
	} {
		r := b.post("/me/pin", url.Values{"_key": {web.NewKey()}, "password": {x.password}, "pin": {x.pin}, "pin_again": {x.again}})
		status(t, x.want, r, 422)
		if !strings.Contains(words(r), x.want) || strings.Contains(r.Body.String(), `value="`+pin) {
			t.Errorf("want %s without the PIN: %.300s", x.want, words(r))
		}
	}
	if w := words(b.withPIN().get("/me")); !strings.Contains(w, "已设置") {
		t.Errorf("after setting: %.300s", w)
	}
	status(t, "a new password", b.post("/me/password", url.Values{"_key": {web.NewKey()}, "old": {password}, "fresh": {"Chun-Feng-2027"}, "fresh_again": {"Chun-Feng-2027"}}), 303)
	status(t, "still logged in", b.get("/me"), 200)
}

func TestASignatureAsksForThePINOnceInFiveMinutes(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		one, two, three := s.keyOrder("a1"), s.keyOrder("a2"), s.keyOrder("a3")
		b := s.as(org.PostGovHead).withPIN()
		sign := func(id string, extra ...string) int {
			page := actPart(t, b.get("/orders/"+id).Body.String(), "sign_step")
			v := url.Values{"decision": {"yes"}, "opinion": {"同意。"}}
			for _, n := range []string{"_key", "_v", "chain", "step"} {
				v.Set(n, hiddenField(t, page, n))
			}
			if asked := strings.Contains(page, `name="pin"`); asked != (len(extra) > 0) {
				t.Errorf("asks for the PIN: %v", asked)
			}
			if len(extra) > 0 {
				v.Set("pin", extra[0])
			}
			r := b.post("/orders/"+id+"/sign_step", v)
			if r.Code == 422 && strings.Contains(r.Body.String(), `value="`+extra[0]) {
				t.Error("the PIN comes back with the page")
			}
			return r.Code
		}
		if n := sign(one, "000001"); n != 422 {
			t.Errorf("a wrong PIN: %d", n)
		}
		if v := s.Order(org.PostGovHead, one); v.Status != order.PendingApproval {
			t.Errorf("a wrong PIN moved the order to %s", v.StatusName)
		}
		if n := sign(one, pin); n != 303 {
			t.Errorf("the right PIN: %d", n)
		}
		s.Clock.Add(5*time.Minute - time.Second)
		if n := sign(two); n != 303 {
			t.Errorf("within five minutes: %d", n)
		}
		s.Clock.Add(time.Second)
		if n := sign(three, pin); n != 303 {
			t.Errorf("after five minutes: %d", n)
		}
		for i, id := range []string{one, two, three} {
			found := false
			for _, it := range s.Order(org.PostGovHead, id).Items {
				found = found || strings.Contains(it.Text, "签名密码确认")
			}
			if !found {
				t.Errorf("order %s: the signature does not say that it was confirmed", strconv.Itoa(i+1))
			}
		}
	})
}

// TestWhoHasNoPINSetsItWhereHeSigns: nobody signs by his session alone (ADR 13). The form asks the log-in password afresh and sets the PIN; what else was
// typed stays, secrets never come back, and nothing is stored until all of it is right.
func TestWhoHasNoPINSetsItWhereHeSigns(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		id := s.keyOrder("a1")
		b := s.as(org.PostGovHead)
		page := actPart(t, b.get("/orders/"+id).Body.String(), "sign_step")
		for _, name := range []string{"password", "pin", "pin_again"} {
			if !strings.Contains(page, `name="`+name+`"`) {
				t.Errorf("the form does not ask for %s", name)
			}
		}
		form := func(pairs ...string) url.Values {
			v := url.Values{"decision": {"yes"}, "opinion": {"请速办并报结果。"}}
			for _, n := range []string{"_key", "_v", "chain", "step"} {
				v.Set(n, hiddenField(t, page, n))
			}
			return signWith(v, pairs...)
		}
		before := s.head()
		for _, x := range []struct {
			want  string
			typed []string
		}{
			{"还没有设置签名密码", nil},
			{"还没有设置签名密码", []string{"pin", pin}},
			{"请填写登录密码", []string{"password", "", "pin", pin, "pin_again", pin}},
			{"不一样", []string{"password", password, "pin", pin, "pin_again", "709419"}},
			{"容易猜到", []string{"password", password, "pin", "123456", "pin_again", "123456"}},
			{"登录密码不对", []string{"password", "Falsch-2026-x", "pin", pin, "pin_again", pin}},
		} {
			r := b.post("/orders/"+id+"/sign_step", form(x.typed...))
			status(t, x.want, r, 422)
			if !strings.Contains(words(r), x.want) || !strings.Contains(r.Body.String(), "请速办并报结果。</textarea>") {
				t.Errorf("%s, the opinion kept: %.400s", x.want, words(r))
			}
			if strings.Contains(r.Body.String(), pin) || strings.Contains(r.Body.String(), password) {
				t.Errorf("%s: a secret comes back with the page", x.want)
			}
		}
		if s.head() != before {
			t.Error("what was refused was written")
		}
		status(t, "set and signed", b.post("/orders/"+id+"/sign_step", form("password", password, "pin", pin, "pin_again", pin)), 303)
		v, found := s.Order(org.PostGovHead, id), false
		for _, it := range v.Items {
			found = found || it.Verb == "签批" && it.Quote == "请速办并报结果。" && strings.Contains(it.Text, "签名密码确认")
		}
		if !found || v.Status != order.PendingDispatch {
			t.Errorf("signed and confirmed: %v, %s", found, v.StatusName)
		}
		if w := words(b.get("/me")); !strings.Contains(w, "已设置") {
			t.Errorf("the PIN is set: %.300s", w)
		}
	})
}

// TestALockedPINSignsNothing: five wrong ones shut it; then the right one is refused too, on every road of a signature.
func TestALockedPINSignsNothing(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.keyOrder("a1")
	b := s.as(org.PostGovHead).withPIN()
	yes := b.signForm("/sign/" + id + "/yes")
	for n := range 6 {
		typed := "000001"
		if n == 5 {
			typed = pin
		}
		r := b.post("/sign/"+id, signWith(yes, "opinion", "同意。", "own", "", "pin", typed))
		status(t, "shut", r, 422)
		if n >= 4 && !strings.Contains(words(r), "停用到") {
			t.Errorf("try %d: %.300s", n+1, words(r))
		}
	}
	page := actPart(t, b.get("/orders/"+id).Body.String(), "sign_step")
	v := url.Values{"decision": {"yes"}, "opinion": {"同意。"}, "pin": {pin}}
	for _, n := range []string{"_key", "_v", "chain", "step"} {
		v.Set(n, hiddenField(t, page, n))
	}
	status(t, "the other road", b.post("/orders/"+id+"/sign_step", v), 422)
	if v := s.Order(org.PostGovHead, id); v.Status != order.PendingApproval {
		t.Errorf("a locked PIN moved the order to %s", v.StatusName)
	}
}
