package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
)

// registeredBy registers an order by the operator of a log-in.
func registeredBy(t *testing.T, s *site, login string) {
	t.Helper()
	all, err := s.Desk.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Login != login {
			continue
		}
		actor, _, err := s.Desk.ActorOf(t.Context(), a.ID, "hotline/operator")
		if err != nil {
			t.Fatal(err)
		}
		reg := s.Complaint()
		reg.By = order.By{Actor: actor}
		if _, err := s.Desk.Do(t.Context(), desk.Ask{Actor: actor, Route: desk.IntakeRoute, Commands: []order.Command{reg}}); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Fatalf("no account %s", login)
}

func fields(kv ...string) url.Values {
	v := url.Values{"_key": {web.NewKey()}}
	for i := 0; i < len(kv); i += 2 {
		v.Set(kv[i], kv[i+1])
	}
	return v
}

// TestQualityPages: a past month is drawn, scored, appealed and decided by three people; bad input loses nothing and stores nothing; another operator, a unit,
// a leader and a stranger see no sheet; a training is put on record and struck (Art. 9).
func TestQualityPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	login := s.account("hotline/operator")
	registeredBy(t, s, login)
	s.Clock.Set("2026-04-01 09:00")
	operator := s.login(login)
	check, head, other, unit := s.login(s.account("hotline/supervisor")), s.login(s.account("hotline/office_head")), s.login(s.account("hotline/outsourced")), s.login(s.account("cgj/handler"))
	at := s.head()
	if r := check.post("/quality/draw", fields("month", "2026-04")); r.Code != 422 || !strings.Contains(r.Body.String(), "还没有过完") || s.head() != at {
		t.Errorf("this month is drawn: %d %s", r.Code, words(r))
	}
	for _, b := range []*browser{operator, unit} {
		if r := b.post("/quality/draw", fields("month", "2026-03")); r.Code != 403 {
			t.Errorf("who may not draws: %d", r.Code)
		}
	}
	if r := check.post("/quality/draw", fields("month", "2026-03")); r.Code != 303 {
		t.Fatalf("draw: %d %s", r.Code, words(r))
	}
	at = s.head()
	if r := head.post("/quality/draw", fields("month", "2026-03")); r.Code != 303 || s.head() != at {
		t.Errorf("drawn twice: %d", r.Code)
	}
	list := check.get("/quality").Body.String()
	i := strings.Index(list, `href="/quality/`)
	if i < 0 {
		t.Fatalf("no sheet: %s", list)
	}
	page := list[i+6:]
	page = page[:strings.Index(page, `"`)]
	for name, b := range map[string]*browser{"a unit": unit, "a leader": s.login(s.account("county/magistrate"))} {
		if r := b.get(page); r.Code != 403 {
			t.Errorf("%s reads: %d", name, r.Code)
		}
	}
	if r := other.get(page); r.Code != 404 {
		t.Errorf("another operator reads: %d", r.Code)
	}
	if r := s.stranger().get(page); r.Code != 303 {
		t.Errorf("a stranger: %d", r.Code)
	}
	points := func(kv ...string) url.Values {
		return fields(append([]string{"record", "25", "manner", "20", "language", "25", "answer", "25"}, kv...)...)
	}
	at = s.head()
	if r := check.post(page+"/score", points("remark", "")); r.Code != 422 || !strings.Contains(r.Body.String(), "扣分的理由") || !strings.Contains(r.Body.String(), `value="20"`) || s.head() != at {
		t.Errorf("no reason: %d %s", r.Code, words(r))
	}
	if r := operator.post(page+"/score", points("remark", "x")); r.Code != 403 {
		t.Errorf("an operator scores: %d", r.Code)
	}
	if r := check.post(page+"/score", points("remark", "没有报工号。")); r.Code != 303 {
		t.Fatalf("score: %d %s", r.Code, words(r))
	}
	if r := operator.get(page); r.Code != 200 || !strings.Contains(r.Body.String(), "没有报工号") || !strings.Contains(r.Body.String(), "申诉的理由") {
		t.Errorf("his own: %d", r.Code)
	}
	if r := other.post(page+"/appeal", fields("words", "x")); r.Code != 404 {
		t.Errorf("another appeals: %d", r.Code)
	}
	if r := operator.post(page+"/appeal", fields("words", "")); r.Code != 422 {
		t.Errorf("an empty appeal: %d", r.Code)
	}
	if r := operator.post(page+"/appeal", fields("words", "报了工号，请听录音。")); r.Code != 303 {
		t.Fatalf("appeal: %d %s", r.Code, words(r))
	}
	if r := check.post(page+"/decide", points("words", "维持。")); r.Code != 409 {
		t.Errorf("who scored decides: %d", r.Code)
	}
	if r := head.post(page+"/decide", fields("record", "25", "manner", "25", "language", "25", "answer", "25", "words", "录音里报了工号。")); r.Code != 303 {
		t.Fatalf("decide: %d %s", r.Code, words(r))
	}
	if r := operator.get("/quality"); !strings.Contains(r.Body.String(), "已复核") || !strings.Contains(r.Body.String(), ">100<") {
		t.Errorf("the operator's list: %s", words(r))
	}
	if r := head.get("/quality?over=1"); !strings.Contains(r.Body.String(), "100.0") {
		t.Errorf("the averages: %s", words(r))
	}

	form := head.get("/trainings").Body.String()
	i = strings.Index(form, `name="people" value="`)
	if i < 0 {
		t.Fatal("nobody to choose")
	}
	who := form[i+len(`name="people" value="`):]
	who = who[:strings.Index(who, `"`)]
	hold := func(kv ...string) url.Values {
		return fields(append([]string{"day", "2026-03-31", "topic", "接听规范", "teacher", "李主任", "minutes", "90", "people", who}, kv...)...)
	}
	if r := head.post("/trainings", hold("minutes", "5")); r.Code != 422 || !strings.Contains(r.Body.String(), "接听规范") {
		t.Errorf("too short: %d", r.Code)
	}
	if r := operator.post("/trainings", hold()); r.Code != 403 {
		t.Errorf("an operator holds: %d", r.Code)
	}
	if r := head.post("/trainings", hold()); r.Code != 303 {
		t.Fatalf("hold: %d %s", r.Code, words(r))
	}
	body := head.get("/trainings").Body.String()
	if !strings.Contains(body, "接听规范") || !strings.Contains(body, "1小时30分钟") || !strings.Contains(body, "李主任") {
		t.Errorf("the log: %s", body)
	}
	i = strings.Index(body, `action="/trainings/`)
	strike := body[i+8:]
	strike = strike[:strings.Index(strike, `"`)]
	if r := operator.post(strike, fields("reason", "重复登记")); r.Code != 403 {
		t.Errorf("an operator strikes: %d", r.Code)
	}
	if r := head.post(strike, fields("reason", "重复登记")); r.Code != 303 || !strings.Contains(head.get("/trainings").Body.String(), "已作废") {
		t.Errorf("strike: %d", r.Code)
	}
	if r := unit.get("/trainings"); r.Code != 403 {
		t.Errorf("a unit reads the log: %d", r.Code)
	}
}

// TestInspectionPages: planned, made with findings, answered by the unit, judged twice; another unit sees nothing; bad input loses nothing typed (Art. 6(5)).
func TestInspectionPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-05 09:00")
	check, clerk, unit, other := s.login(s.account("hotline/supervisor")), s.login(s.account("hotline/dispatcher")), s.login(s.account("cgj/handler")), s.login(s.account("jyj/handler"))
	plan := func(kv ...string) url.Values {
		return fields(append([]string{"unit", "cgj", "day", "2026-03-05", "purpose", "看签收、联系和值班。"}, kv...)...)
	}
	at := s.head()
	if r := check.post("/inspections", plan("purpose", "看")); r.Code != 422 || !strings.Contains(r.Body.String(), "检查内容太短") || s.head() != at {
		t.Errorf("too short: %d %s", r.Code, words(r))
	}
	for _, b := range []*browser{clerk, unit} {
		if r := b.post("/inspections", plan()); r.Code != 403 {
			t.Errorf("who may not plans: %d", r.Code)
		}
	}
	r := check.post("/inspections", plan())
	page := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(page, "/inspections/") {
		t.Fatalf("plan: %d %s", r.Code, words(r))
	}
	made := func(kv ...string) url.Values {
		v := fields("day", "2026-03-05", "met", "督办员01", "seen", "抽看二十件。")
		for n := 1; n <= findingRows; n++ {
			v.Set("what"+itoa(n), "")
			v.Set("due"+itoa(n), "")
		}
		v.Set("what1", "值班电话没人接。")
		v.Set("due1", "2026-03-12")
		for i := 0; i < len(kv); i += 2 {
			v.Set(kv[i], kv[i+1])
		}
		return v
	}
	at = s.head()
	for _, x := range [][3]string{{"due1", "", "整改期限没有填写"}, {"due1", "2026-03-01", "早于"}, {"met", "", "参加人员"}, {"due3", "2026-03-12", "没有写问题"}} {
		if r := check.post(page+"/make", made(x[0], x[1])); r.Code != 422 || !strings.Contains(r.Body.String(), x[2]) || !strings.Contains(r.Body.String(), "值班电话没人接") || s.head() != at {
			t.Errorf("%s=%q: %d %s", x[0], x[1], r.Code, words(r))
		}
	}
	if r := check.post(page+"/make", made()); r.Code != 303 {
		t.Fatalf("make: %d %s", r.Code, words(r))
	}
	if r := unit.get(page); r.Code != 200 || !strings.Contains(r.Body.String(), "值班电话没人接") || !strings.Contains(r.Body.String(), "报告整改") {
		t.Errorf("the unit: %d", r.Code)
	}
	if r := other.get(page); r.Code != 404 {
		t.Errorf("another unit: %d", r.Code)
	}
	if r := other.post(page+"/answer", fields("n", "1", "words", "x")); r.Code != 404 {
		t.Errorf("another unit answers: %d", r.Code)
	}
	if r := unit.post(page+"/answer", fields("n", "1", "words", "")); r.Code != 422 {
		t.Errorf("an empty answer: %d", r.Code)
	}
	if r := unit.post(page+"/answer", fields("n", "1", "words", "已安排专人值守。")); r.Code != 303 {
		t.Fatalf("answer: %d %s", r.Code, words(r))
	}
	if r := unit.post(page+"/judge", fields("n", "1", "mended", "yes", "due", "", "words", "x")); r.Code != 403 {
		t.Errorf("a unit judges: %d", r.Code)
	}
	if r := check.post(page+"/judge", fields("n", "1", "mended", "no", "due", "", "words", "又没人接。")); r.Code != 422 || !strings.Contains(r.Body.String(), "又没人接") {
		t.Errorf("no new day: %d %s", r.Code, words(r))
	}
	if r := check.post(page+"/judge", fields("n", "1", "mended", "no", "due", "2026-03-20", "words", "又没人接。")); r.Code != 303 {
		t.Fatalf("judge: %d %s", r.Code, words(r))
	}
	if r := check.post(page+"/judge", fields("n", "1", "mended", "yes", "due", "", "words", "三次都接通。")); r.Code != 303 {
		t.Fatalf("close: %d %s", r.Code, words(r))
	}
	if r := clerk.get("/inspections?over=1"); r.Code != 200 || !strings.Contains(r.Body.String(), "已了结") {
		t.Errorf("over: %d", r.Code)
	}
	second := check.post("/inspections", plan("day", "2026-03-10")).Header().Get("Location")
	if r := check.post(second+"/cancel", fields("reason", "单位防汛值守")); r.Code != 303 || !strings.Contains(check.get(second).Body.String(), "已取消") {
		t.Errorf("cancel: %d", r.Code)
	}
	operator := s.login(s.account("hotline/operator"))
	for _, p := range []string{"/inspections", "/inspections/new", page} {
		if r := operator.get(p); r.Code != 403 {
			t.Errorf("an operator at %s: %d", p, r.Code)
		}
		if r := s.stranger().get(p); r.Code != 303 {
			t.Errorf("a stranger at %s: %d", p, r.Code)
		}
	}
}
