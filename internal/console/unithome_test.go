package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

func TestAUnitSignsForAllAtOnceAndRecordsAContactInThreeTaps(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		one, two, three := s.dispatched(), s.dispatched(), s.dispatched()
		b := s.as("cgj/handler")
		home := words(b.get("/"))
		for _, w := range []string{"县城市管理局", "3 待签收", "0 今日到期", "0 超期", "全部签收（3）", "2026年3月2日 周一"} {
			if !strings.Contains(home, w) {
				t.Errorf("the first page does not say %q: %.600s", w, home)
			}
		}
		status(t, "one tap", b.post("/unit/sign", url.Values{"_key": {web.NewKey()}, "id": {one}}), 303)
		key := web.NewKey()
		for range 2 { // a double tap
			status(t, "all at once", b.post("/unit/sign", url.Values{"_key": {key}, "id": {two, three}}), 303)
		}
		for _, id := range []string{one, two, three} {
			if v := s.Order("cgj/handler", id); v.Status != order.UnitAssigning {
				t.Errorf("status %s", v.StatusName)
			}
		}
		// The contact: open, see the number, say that he was reached.
		four := s.dispatched()
		page := b.get("/unit/contact/" + four)
		status(t, "the contact page", page, 200)
		if strings.Contains(page.Body.String(), "13800001234") || strings.Contains(words(page), "王秀兰") || !strings.Contains(words(page), "王女士") {
			t.Errorf("before the tap: %.400s", words(page))
		}
		shown := b.post("/unit/contact/"+four+"/number", url.Values{"_key": {web.NewKey()}})
		status(t, "the number", shown, 200)
		if !strings.Contains(shown.Body.String(), `href="tel:13800001234"`) || !strings.Contains(shown.Body.String(), `data-seconds="1800"`) {
			t.Errorf("the number is not there to be dialled for 30 minutes: %.400s", words(shown))
		}
		if v := s.Order("cgj/handler", four); v.Status != order.UnitAssigning {
			t.Errorf("the first look does not sign for the order: %s", v.StatusName)
		}
		s.Clock.Add(5 * time.Minute)
		key = web.NewKey()
		for range 2 {
			status(t, "reached", b.post("/unit/contact/"+four, url.Values{"_key": {key}, "means": {"phone"}, "note": {""}, "reached": {"yes"}}), 303)
		}
		n := 0
		for _, it := range s.Order("cgj/handler", four).Items {
			if it.Verb == "联系" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d contacts were recorded", n)
		}
		seen := words(s.as(org.PostOfficeHead).get("/orders/" + four + "/seen"))
		if !strings.Contains(seen, "联系诉求人") {
			t.Errorf("the look is not on record with its reason: %.300s", seen)
		}
	})
}

func TestAnotherUnitContactsNobody(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.dispatched()
	b := s.as("jyj/handler")
	for _, r := range []int{b.get("/unit/contact/" + id).Code, b.post("/unit/contact/"+id+"/number", url.Values{"_key": {web.NewKey()}}).Code,
		b.post("/unit/contact/"+id, url.Values{"_key": {web.NewKey()}, "means": {"phone"}, "note": {""}, "reached": {"yes"}}).Code, b.post("/unit/sign", url.Values{"_key": {web.NewKey()}, "id": {id}}).Code} {
		if r != 404 {
			t.Errorf("another unit is answered %d", r)
		}
	}
	if strings.Contains(words(b.get("/")), "下水道") {
		t.Error("another unit sees the order on its first page")
	}
	principal := s.as("cgj/principal")
	if r := principal.post("/unit/contact/"+id+"/number", url.Values{"_key": {web.NewKey()}}); r.Code != 403 {
		t.Errorf("the principal sees the number: %d", r.Code)
	}
}
