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
