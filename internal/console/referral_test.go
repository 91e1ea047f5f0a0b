package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestAReferralFilledInOnAnOldLineIsShownBesideTheNewOne: who opened a line before a colleague changed it is told so beside what he typed; nothing is stored until he
// has seen the new line, and then his words hold. The same goes for ending a line (Art. 8).
func TestAReferralFilledInOnAnOldLineIsShownBesideTheNewOne(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		line := office.Referral{Ground: "8-2a", Body: "县人民法院诉讼服务中心", Phone: "0558-7612368"}
		code, err := s.Desk.SetReferral(t.Context(), testkit.As("hotline/dispatcher"), line, 0, "k1")
		if err != nil {
			t.Fatal(err)
		}
		b := s.login(s.account("hotline/dispatcher"))
		shown := regexp.MustCompile(`name="_shown" value="(\d+)"`)
		markOf := func(page string) string {
			t.Helper()
			m := shown.FindStringSubmatch(page)
			if m == nil {
				t.Fatal("the form carries no version")
			}
			return m[1]
		}
		old := markOf(b.get("/referrals/" + code).Body.String())
		line.Code, line.Phone = code, "12368"
		r, err := s.Desk.Reader(t.Context(), testkit.As(org.PostOfficeHead))
		if err != nil {
			t.Fatal(err)
		}
		now := func() desk.ReferralView {
			t.Helper()
			v, _, err := r.Referral(t.Context(), code)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		s.Clock.Add(time.Minute)
		if _, err := s.Desk.SetReferral(t.Context(), testkit.As(org.PostOfficeHead), line, now().Mark, "k2"); err != nil {
			t.Fatal(err)
		}
		was := s.Head()
		form := url.Values{"_key": {web.NewKey()}, "_shown": {old}, "code": {code}, "ground": {"8-2a"}, "body": {"县人民法院立案庭"}, "phone": {"0558-7612399"}, "until": {""}}
		back := b.post("/referrals", form)
		status(t, "an old form", back, http.StatusUnprocessableEntity)
		page := back.Body.String()
		for _, want := range []string{"这一行已由他人修改", "县人民法院立案庭", "0558-7612399", "12368"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page that comes back does not say %q", want)
			}
		}
		if s.Head() != was || now().Phone != "12368" {
			t.Fatalf("an old form was stored: %+v", now())
		}
		end := url.Values{"_key": {web.NewKey()}, "_shown": {old}, "reason": {"单位已撤并"}}
		status(t, "an old form ends the line", b.post("/referrals/"+code+"/end", end), http.StatusUnprocessableEntity)
		if s.Head() != was {
			t.Fatal("an old form ended the line")
		}
		form.Set("_shown", markOf(page))
		form.Set("_key", web.NewKey())
		status(t, "after he has seen it", b.post("/referrals", form), http.StatusSeeOther)
		if v := now(); v.Phone != "0558-7612399" || v.Body != "县人民法院立案庭" {
			t.Errorf("what he typed does not hold: %+v", v)
		}
	})
}
