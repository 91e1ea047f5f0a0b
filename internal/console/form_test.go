package console

import (
	"maps"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

const said = "清早来电：楼前的窨井盖碎了，夜里没有灯，老人摔过一跤。\n请尽快换上新的，“结实一点”，<b>别用塑料</b> & 水泥。"

// sheet is a 登记单 that is filled in well.
func sheet(key string) url.Values {
	return url.Values{"_key": {key}, "channel": {"D1"}, "phone": {"13800005678"}, "name": {"赵明远"}, "sex": {"m"}, "secrecy": {"ordinary"}, "type": {"complaint"}, "words": {said},
		"title": {"楼前窨井盖破损"}, "town": {"341622001"}, "place": {"南关社区"}, "category": {"0204"}, "ask": {"更换窨井盖"}, "caller_kind": {"person"}, "urgency": {"routine"},
		"way": {"dispatch"}, "unit": {"cgj"}, "mode": {"told"}, "requirements": {"请现场核实"}}
}

func with(v url.Values, pairs ...string) url.Values {
	v = maps.Clone(v)
	for i := 0; i < len(pairs); i += 2 {
		v[pairs[i]] = []string{pairs[i+1]}
	}
	return v
}

func (s *site) stays(before int64, what string) {
	s.Helper()
	if now := s.head(); now != before {
		s.Errorf("%s: %d records were stored", what, now-before)
	}
}

func TestABadSheetComesBackWithEveryCharacter(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		b := s.as("hotline/operator")
		long := strings.Repeat("这条路下雨就积水，行人过不去。", 1200)
		for _, c := range []struct {
			name, remedy string
			form         url.Values
		}{
			{"no channel", "来源渠道", with(sheet(web.NewKey()), "channel", "")},
			{"a short phone", "号码", with(sheet(web.NewKey()), "phone", "1380000567")},
			{"no words", "诉求内容", with(sheet(web.NewKey()), "words", "")},
			{"long words and no way", "处置方式", with(sheet(web.NewKey()), "words", long, "way", "")},
			{"too many words", "20000", with(sheet(web.NewKey()), "words", long+long)},
			{"a refusal without a ground", "第八条", with(sheet(web.NewKey()), "way", "refuse", "ground", "")},
			{"a link to nothing", "没有找到编号", with(sheet(web.NewKey()), "link", "MC209901010001")},
		} {
			before := s.head()
			r := b.post("/intake", c.form)
			status(t, c.name, r, 422)
			text := words(r)
			if !strings.Contains(text, c.remedy) {
				t.Errorf("%s: no remedy %q", c.name, c.remedy)
			}
			page := strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&", "\r\n", "\n").Replace(r.Body.String())
			for name, v := range c.form {
				if v[0] != "" && !strings.Contains(page, v[0]) {
					t.Errorf("%s: what was typed in %s is lost", c.name, name)
				}
			}
			if got := hiddenField(t, actionPart(t, r.Body.String(), "/intake"), "_key"); got != c.form.Get("_key") {
				t.Errorf("%s: the form came back with another key", c.name)
			}
			s.stays(before, c.name)
		}
	})
}

// actionPart is the page's form with this action.
func actionPart(t testing.TB, page, action string) string {
	t.Helper()
	for part := range strings.SplitSeq(page, "<form") {
		if head, _, _ := strings.Cut(part, ">"); strings.Contains(head, `action="`+action+`"`) {
			return part
		}
	}
	t.Fatalf("no form to %s", action)
	return ""
}

func TestADispatchTextWithIdentityIsRefused(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.proposed()
	b := s.as("hotline/dispatcher")
	page := b.get("/orders/" + id)
	status(t, "the order's page", page, 200)
	part := actPart(t, page.Body.String(), "dispatch")
	text := "路口下水道堵塞，请联系 13800001234 王秀兰。"
	form := url.Values{"_key": {hiddenField(t, part, "_key")}, "_v": {hiddenField(t, part, "_v")}, "unit": {"cgj"}, "requirements": {"请现场核实"}, "text": {text}}
	for _, n := range []string{"chain", "step"} {
		if strings.Contains(part, `name="`+n+`"`) {
			form.Set(n, hiddenField(t, part, n))
		}
	}
	before := s.head()
	r := b.post("/orders/"+id+"/dispatch", form)
	status(t, "a text with a number", r, 422)
	if w := words(r); !strings.Contains(w, "第二十三条") {
		t.Errorf("the refusal names no article: %.600s", w)
	}
	if !strings.Contains(r.Body.String(), text) || !strings.Contains(r.Body.String(), "请现场核实") {
		t.Error("the text typed is lost")
	}
	s.stays(before, "a text with a number")
	form.Set("text", "路口下水道堵塞，请疏通。")
	status(t, "the same form, mended", b.post("/orders/"+id+"/dispatch", form), 303)
	if v := s.Order("hotline/dispatcher", id); v.Status != order.Dispatched {
		t.Errorf("status = %s", v.StatusName)
	}
}

func TestAFormThatNoPageSends(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.proposed()
	b, d := s.as("hotline/operator"), s.as("hotline/dispatcher")
	before := s.head()
	status(t, "an unknown field", b.post("/intake", with(sheet(web.NewKey()), "admin", "1")), 400)
	twice := sheet(web.NewKey())
	twice["title"] = []string{"一", "二"}
	status(t, "a field twice", b.post("/intake", twice), 400)
	nokey := sheet("")
	delete(nokey, "_key")
	status(t, "a channel of no list", b.post("/intake", with(sheet(web.NewKey()), "channel", "ZZ")), 400)
	status(t, "no key", b.post("/intake", nokey), 400)
	status(t, "a key of no form", b.post("/intake", sheet("x")), 400)
	dispatch := url.Values{"_key": {web.NewKey()}, "_v": {"1"}, "unit": {"cgj"}, "requirements": {"办理"}, "text": {"路口下水道堵塞。"}}
	status(t, "an act with an unknown field", d.post("/orders/"+id+"/dispatch", with(dispatch, "to", "jyj")), 400)
	status(t, "an act without the version", d.post("/orders/"+id+"/dispatch", with(dispatch, "_v", "")), 400)
	keyless := maps.Clone(dispatch)
	delete(keyless, "_key")
	status(t, "an act without a key", d.post("/orders/"+id+"/dispatch", keyless), 400)
	foreign := formRequest("/intake", sheet(web.NewKey()))
	foreign.Header.Set("Sec-Fetch-Site", "cross-site")
	foreign.Header.Set("Origin", "https://elsewhere.example")
	status(t, "another site's form", b.send(foreign), 403)
	status(t, "a large search", b.post("/search", url.Values{"q": {strings.Repeat("水", 600_000)}}), 413)
	big := formRequest("/intake", sheet(web.NewKey()))
	big.ContentLength = 101 << 20
	status(t, "a large sheet", b.send(big), 413)
	s.stays(before, "forms of no page")
}

func TestOneSheetSentTwiceIsOneOrder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		b := s.as("hotline/operator")
		form := sheet(web.NewKey())
		one := b.post("/intake", form)
		status(t, "first", one, 303)
		before := s.head()
		two := b.post("/intake", form)
		status(t, "second", two, 303)
		if a, z := one.Header().Get("Location"), two.Header().Get("Location"); a != z || !strings.HasPrefix(a, "/orders/") {
			t.Errorf("the sheets went to %q and %q", a, z)
		}
		s.stays(before, "the second sheet")
		if r := b.post("/intake", with(form, "title", "别的事情")); r.Code != 422 {
			t.Errorf("another sheet under the same key: %d", r.Code)
		}
		s.stays(before, "another sheet under the same key")
	})
}

func TestAStalePageIsToldWhatChanged(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		id := s.proposed()
		b := s.as("hotline/dispatcher")
		shown := s.Order("hotline/dispatcher", id).Version
		s.Clock.Add(time.Minute)
		s.Do("hotline/office_head", id, order.Dispatch{By: testkit.By("hotline/office_head"), To: order.Target{Unit: "jyj", Deputy: "county/deputy.2"}, Requirements: "办理", Text: "路口下水道堵塞，请疏通。"})
		before := s.head()
		r := b.post("/orders/"+id+"/dispatch", url.Values{"_key": {web.NewKey()}, "_v": {strconv.FormatInt(shown, 10)}, "unit": {"cgj"}, "requirements": {"办理"}, "text": {"路口下水道堵塞，请疏通。"}})
		status(t, "a stale page", r, 409)
		if w := words(r); !strings.Contains(w, "没有保存") || !strings.Contains(w, "3月2日 09:01 县热线办负责人 转办") {
			t.Errorf("the page does not say what changed: %s", w)
		}
		s.stays(before, "a stale page")
		if v := s.Order("hotline/dispatcher", id); !strings.Contains(v.Unit, "教育局") {
			t.Errorf("unit = %s", v.Unit)
		}
	})
}

func TestTheDoor(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		name := s.account("hotline/operator", "hotline/visitor")
		try := func(login, pass string) *httptest.ResponseRecorder {
			return s.stranger().post("/login", url.Values{"login": {login}, "password": {pass}})
		}
		one, two := try("nobody.here", "Wrong-Pass-2026"), try(name, "Wrong-Pass-2026")
		status(t, "wrong name", one, 422)
		status(t, "wrong password", two, 422)
		if a, z := same(one), strings.ReplaceAll(same(two), name, "nobody.here"); a != z {
			t.Error("a wrong name and a wrong password are told apart")
		}
		if strings.Contains(two.Body.String(), "Wrong-Pass-2026") {
			t.Error("the password stands on the page")
		}
		for range 4 {
			status(t, "wrong again", try(name, "Wrong-Pass-2026"), 422)
		}
		shut := try(name, password)
		status(t, "the right password at a shut door", shut, 422)
		if !strings.Contains(words(shut), "15分钟") {
			t.Error("the person is not told how long the door is shut")
		}
		s.Clock.Add(15*time.Minute - time.Millisecond)
		status(t, "a moment too early", try(name, password), 422)
		s.Clock.Add(time.Millisecond)
		b := s.login(name)
		status(t, "home", b.get("/"), 200)
		status(t, "a post not held", b.post("/post", url.Values{"post": {"hotline/office_head"}}), 404)
		status(t, "no post", b.post("/post", url.Values{"post": {""}}), 404)
		status(t, "still an operator", b.get("/intake"), 200)
		status(t, "a post held", b.post("/post", url.Values{"post": {"hotline/visitor"}}), 303)
		status(t, "a visitor now", b.get("/intake"), 403)
		if err := s.Desk.SetDisabled(t.Context(), name, true); err != nil {
			t.Fatal(err)
		}
		if r := b.get("/"); r.Code != 303 || r.Header().Get("Location") != "/login" {
			t.Errorf("a closed account: %d", r.Code)
		}
		if got, want := same(try(name, password)), same(two); got != want {
			t.Error("a closed account is told apart")
		}
	})
}

func TestLoggingOutEndsTheSession(t *testing.T) {
	s := newSite(t, t.TempDir())
	b := s.as("hotline/operator")
	old := *b.cookie
	status(t, "log out", b.post("/logout", url.Values{}), 303)
	b.cookie = &old
	status(t, "the old cookie", b.get("/"), 303)
}

func TestANumberIsShownOnceAndWrittenDown(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		id := s.dispatched()
		b, other := s.as("cgj/handler"), s.as(org.PostOf("cgj", org.UnitDeputy))
		bare := func(r *httptest.ResponseRecorder) string { return strings.ReplaceAll(r.Body.String(), " ", "") }
		const number = "13800001234"
		page := b.get("/orders/" + id)
		status(t, "before", page, 200)
		if strings.Contains(bare(page), number) {
			t.Fatal("the number stands on the page before it is asked for")
		}
		before := s.head()
		status(t, "no reason", b.post("/orders/"+id+"/reveal/phone", url.Values{"_key": {web.NewKey()}}), 422)
		status(t, "a field of none", b.post("/orders/"+id+"/reveal/secret", url.Values{"_key": {web.NewKey()}, "reason": {"contact"}}), 404)
		s.stays(before, "reveals refused")
		out := b.post("/orders/"+id+"/reveal/phone", url.Values{"_key": {web.NewKey()}, "reason": {string(access.ToContact)}})
		status(t, "reveal", out, 200)
		if n := strings.Count(bare(out), number); n != 1 {
			t.Errorf("the number stands %d times on the page", n)
		}
		if !strings.Contains(out.Header().Get("Cache-Control"), "no-store") {
			t.Errorf("Cache-Control = %q", out.Header().Get("Cache-Control"))
		}
		recs, err := s.Store.LogFrom(t.Context(), before, 100)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, rec := range recs {
			if strings.Contains(string(rec.Body), number) {
				t.Errorf("%s holds the number", rec.Kind)
			}
			if rec.Kind == "revealed" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d reveals in the log", n)
		}
		for who, x := range map[string]*browser{"the same person later": b, "another of the unit": other} {
			r := x.get("/orders/" + id)
			status(t, who, r, 200)
			if strings.Contains(bare(r), number) {
				t.Errorf("%s reads the number", who)
			}
		}
		if r := other.post("/orders/"+id+"/reveal/phone", url.Values{"_key": {web.NewKey()}, "reason": {"contact"}}); r.Code != 403 || strings.Contains(bare(r), number) {
			t.Errorf("the deputy's reveal: %d", r.Code)
		}
		reader, err := s.Desk.Reader(t.Context(), testkit.As("hotline/office_head"))
		if err != nil {
			t.Fatal(err)
		}
		var seen []desk.Seen
		if seen, err = reader.WhoSaw(t.Context(), id); err != nil || len(seen) != 1 || seen[0].Field != "phone" {
			t.Errorf("who saw = %+v, %v", seen, err)
		}
	})
}
