package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/web"
)

// TestAnsweringPages: the office plans a day and lists it; bad input loses nothing typed and stores nothing; a call is taken on the day and claimed by the department;
// a leader's word on the sheet is the signature; strangers see the schedule, and neither calls nor forms (Art. 11).
func TestAnsweringPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	clerk, unit, leader, operator := s.login(s.account("hotline/dispatcher")), s.login(s.account("jyj/handler")), s.login(s.account("county/magistrate")), s.login(s.account("hotline/operator"))
	form := func(more ...string) url.Values {
		v := url.Values{"_key": {web.NewKey()}, "day": {"2026-03-05"}, "from": {"08:30"}, "until": {"11:30"}, "kind": {"department"}, "unit": {"cgj"}, "place": {"县长热线受理中心"}, "contact": {"县热线办 0558-7000100"}, "topic": {"城市管理"}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	if r := clerk.get("/answering/new"); r.Code != 200 || !strings.Contains(r.Body.String(), "08:30") {
		t.Fatalf("form: %d %s", r.Code, words(r))
	}
	head := s.head()
	for field, x := range map[string][2]string{"day": {"", "接听日期"}, "until": {"08:00", "不晚于开始时间"}, "unit": {"", "请从列表中选一个部门"}, "place": {"", "接听地点"}, "topic": {"我叫王秀兰", "会暴露个人身份"}, "kind": {"leader", "请从列表中选一位副县长"}} {
		if r := clerk.post("/answering", form(field, x[0])); r.Code != 422 || !strings.Contains(r.Body.String(), x[1]) || !strings.Contains(r.Body.String(), "0558-7000100") || s.head() != head {
			t.Errorf("%s=%q: %d %s", field, x[0], r.Code, words(r))
		}
	}
	r := clerk.post("/answering", form())
	dept := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(dept, "/answering/") {
		t.Fatalf("plan: %d %s", r.Code, words(r))
	}
	lead := clerk.post("/answering", form("kind", "magistrate", "unit", "", "post", "county/magistrate")).Header().Get("Location")
	for _, b := range []*browser{unit, leader, operator} {
		if r := b.get("/answering"); r.Code != 200 || !strings.Contains(r.Body.String(), "县城市管理局") {
			t.Errorf("the schedule: %d", r.Code)
		}
		if r := b.get("/answering/new"); r.Code != 403 {
			t.Errorf("the form to a stranger: %d", r.Code)
		}
		for _, to := range []string{"/answering", dept, dept + "/cancel", dept + "/minutes", "/answering/rota", "/answering/preview"} {
			if r := b.post(to, form("reason", "开会", "words", "没有来电", "turns", "县长")); r.Code != 403 {
				t.Errorf("a stranger posts to %s: %d", to, r.Code)
			}
		}
	}
	if r := clerk.get("/answering/preview?week=2026-03-02"); r.Code != 200 || !strings.Contains(r.Body.String(), "接听日预告") || !strings.Contains(r.Body.String(), "3月5日 周四 8:30—11:30，县城市管理局") {
		t.Errorf("preview: %d %s", r.Code, words(r))
	}
	id := strings.TrimPrefix(dept, "/answering/")
	if r := clerk.post("/answering/preview", url.Values{"_key": {web.NewKey()}, "week": {"2026-03-02"}, "session": {id}, "where": {""}}); r.Code != 422 {
		t.Errorf("announced nowhere: %d", r.Code)
	}
	if r := clerk.post("/answering/preview", url.Values{"_key": {web.NewKey()}, "week": {"2026-03-02"}, "session": {id}, "where": {"县政府网站"}}); r.Code != 303 {
		t.Errorf("announce: %d %s", r.Code, words(r))
	}
	if r := clerk.post(lead+"/cancel", url.Values{"_key": {web.NewKey()}, "reason": {""}}); r.Code != 422 {
		t.Errorf("cancelled for no reason: %d", r.Code)
	}

	s.Clock.Set("2026-03-05 09:00")
	if r := operator.get("/intake?session=nothing"); r.Code != 404 {
		t.Errorf("no such day: %d", r.Code)
	}
	if r := operator.get("/intake"); r.Code != 200 || !strings.Contains(r.Body.String(), "今天接听日") {
		t.Errorf("the sheet does not lead to today's days: %d", r.Code)
	}
	if r := operator.get("/intake?session=" + id); r.Code != 200 || !strings.Contains(r.Body.String(), `value="claim" data-key-name="自行领办" checked`) {
		t.Errorf("the sheet of a department's day: %d", r.Code)
	}
	call := func(more ...string) url.Values {
		v := url.Values{"_key": {web.NewKey()}, "rev": {"0"}, "session": {id}, "channel": {"D4"}, "way": {"claim"}, "secrecy": {"ordinary"}, "type": {"complaint"}, "urgency": {"routine"}, "caller_kind": {"person"}, "phone": {"13855581234"}, "name": {"王秀兰"},
			"words": {"路灯三天不亮，我叫王秀兰，电话13855581234。"}, "category": {"0203"}, "town": {"341622001"}}
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	head = s.head()
	for _, x := range [][]string{{"channel", "D1"}, {"taken_at", "2026-03-04T09:00", "late_reason", "停电"}} {
		if r := operator.post("/intake", call(x...)); r.Code != 422 || !strings.Contains(r.Body.String(), "接听日") || !strings.Contains(r.Body.String(), "路灯三天不亮") || s.head() != head {
			t.Errorf("%v: %d %s", x, r.Code, words(r))
		}
	}
	r = operator.post("/intake", call())
	if r.Code != 303 {
		t.Fatalf("claim: %d %s", r.Code, words(r))
	}
	handler := s.login(s.account("cgj/handler"))
	if r := handler.get(r.Header().Get("Location")); r.Code != 200 || !strings.Contains(r.Body.String(), "自行领办") || strings.Contains(r.Body.String(), "13855581234") {
		t.Errorf("the department reads: %d", r.Code)
	}
	if r := operator.get(dept); r.Code != 200 || !strings.Contains(r.Body.String(), "自行领办") {
		t.Errorf("the register: %d", r.Code)
	}
	if r := unit.get(dept); r.Code != 200 || strings.Contains(r.Body.String(), "路灯三天不亮") {
		t.Errorf("another unit's register: %d", r.Code)
	}
	lid := strings.TrimPrefix(lead, "/answering/")
	r = operator.post("/intake", call("session", lid, "channel", "D3", "way", "dispatch", "unit", "jyj", "instruction", "教育局今天办好，结果报我。", "words", "校门口堵车，要求疏导。", "phone", "13966667777", "name", "李强", "category", "0802", "town", ""))
	if r.Code != 303 {
		t.Fatalf("on the spot: %d %s", r.Code, words(r))
	}
	at := strings.TrimPrefix(r.Header().Get("Location"), "/orders/")
	if v := s.Order("hotline/dispatcher", at); v.Status != order.PendingDispatch || v.Answering == nil || v.Answering.Who != "县长" {
		t.Errorf("the order: %s %+v", v.Status, v.Answering)
	}
	if r := leader.get(lead); r.Code != 200 || !strings.Contains(r.Body.String(), "教育局今天办好") || !strings.Contains(r.Body.String(), "当场分办") {
		t.Errorf("the leader's register: %d %s", r.Code, words(r))
	}
	if r := clerk.get(lead + "/print"); r.Code != 200 || !strings.Contains(r.Body.String(), "接听记录") || !strings.Contains(r.Body.String(), "教育局今天办好") {
		t.Errorf("the record: %d", r.Code)
	}
	if r := clerk.get("/answering/print"); r.Code != 200 || !strings.Contains(r.Body.String(), "接听日安排表") {
		t.Errorf("the schedule in print: %d", r.Code)
	}
	if r := clerk.post(lead+"/minutes", url.Values{"_key": {web.NewKey()}, "words": {""}}); r.Code != 422 {
		t.Errorf("empty minutes: %d", r.Code)
	}
	if r := clerk.post(lead+"/minutes", url.Values{"_key": {web.NewKey()}, "words": {"接听1个来电，当场分办1件。"}}); r.Code != 303 {
		t.Errorf("minutes: %d %s", r.Code, words(r))
	}
	rota := url.Values{"_key": {web.NewKey()}, "first": {"2026-03-09"}, "last": {"2026-03-31"}, "weekday": {"4"}, "from": {"08:30"}, "until": {"11:30"}, "place": {"县长热线受理中心"}, "contact": {"县热线办"}, "turns": {"县长\n县气象局"}, "do": {"look"}}
	if r := clerk.post("/answering/rota", rota); r.Code != 422 || !strings.Contains(r.Body.String(), "第2行") || !strings.Contains(r.Body.String(), "县气象局") {
		t.Errorf("a wrong line: %d %s", r.Code, words(r))
	}
	rota.Set("turns", "县长\n县教育局")
	if r := clerk.post("/answering/rota", rota); r.Code != 200 || !strings.Contains(r.Body.String(), "将排3次") {
		t.Errorf("look first: %d %s", r.Code, words(r))
	}
	rota.Set("do", "make")
	if r := clerk.post("/answering/rota", rota); r.Code != 303 {
		t.Errorf("make: %d %s", r.Code, words(r))
	}
}
