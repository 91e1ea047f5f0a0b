package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/web"
)

// TestRosterPages: a unit fills its own week on the page; bad input loses nothing typed and stores nothing; others read who is on duty and may fill nothing; the
// month is printed and exported (Art. 12).
func TestRosterPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 20:00")
	unit, operator, leader := s.login(s.account("cgj/handler")), s.login(s.account("hotline/operator")), s.login(s.account("county/magistrate"))
	form := func(more ...string) url.Values {
		v := url.Values{"_key": {web.NewKey()}, "monday": {"2026-03-02"}}
		for _, d := range []string{"02", "03", "04", "05", "06", "07", "08"} {
			for _, sh := range []string{"day", "night"} {
				v.Set("name_2026-03-"+d+"_"+sh, "")
				v.Set("phone_2026-03-"+d+"_"+sh, "")
			}
		}
		v.Set("name_2026-03-02_night", "赵值班")
		v.Set("phone_2026-03-02_night", "0558-7000299")
		for i := 0; i < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	if r := unit.get("/roster/week"); r.Code != 200 || !strings.Contains(r.Body.String(), "3月8日 周日") {
		t.Fatalf("form: %d %s", r.Code, words(r))
	}
	head := s.head()
	for name, x := range map[string][2]string{"phone_2026-03-02_night": {"", "没有写值班电话"}, "name_2026-03-02_night": {"", "没有写值班人"}, "phone_2026-03-03_night": {"123", "3月3日"}} {
		if r := unit.post("/roster/week", form(name, x[0])); r.Code != 422 || !strings.Contains(r.Body.String(), x[1]) || s.head() != head {
			t.Errorf("%s=%q: %d %s", name, x[0], r.Code, words(r))
		}
	}
	for _, b := range []*browser{operator, leader} {
		if r := b.post("/roster/week", form()); r.Code != 403 {
			t.Errorf("a stranger fills: %d", r.Code)
		}
		for _, at := range []string{"/roster/week", "/roster/shifts", "/roster/shifts/export", "/roster/shifts/print"} {
			if r := b.get(at); r.Code != 403 {
				t.Errorf("a stranger at %s: %d", at, r.Code)
			}
		}
	}
	if r := unit.post("/roster/week", form()); r.Code != 303 {
		t.Fatalf("fill: %d %s", r.Code, words(r))
	}
	for _, b := range []*browser{unit, operator, leader} {
		if r := b.get("/roster?q=csgl"); r.Code != 200 || !strings.Contains(r.Body.String(), "赵值班") || !strings.Contains(r.Body.String(), "0558-7000299") {
			t.Errorf("who is on duty: %d %s", r.Code, words(r))
		}
	}
	if r := unit.get("/roster/week?week=2026-03-09&copy=1"); r.Code != 200 || !strings.Contains(r.Body.String(), "赵值班") || !strings.Contains(r.Body.String(), "还没有保存") {
		t.Errorf("copied: %d", r.Code)
	}
	if r := unit.get("/roster/shifts?month=2026-03"); r.Code != 200 || !strings.Contains(r.Body.String(), "赵值班") {
		t.Errorf("the month: %d", r.Code)
	}
	if r := unit.get("/roster/shifts?unit=jyj&month=2026-03"); r.Code != 404 {
		t.Errorf("another unit's month: %d", r.Code)
	}
	if r := unit.get("/roster/shifts/export?month=2026-03"); r.Code != 200 || !strings.HasPrefix(r.Body.String(), "PK") {
		t.Errorf("export: %d", r.Code)
	}
	if r := unit.get("/roster/shifts/print?month=2026-03"); r.Code != 200 || !strings.Contains(r.Body.String(), "2026年3月值班统计表") {
		t.Errorf("print: %d", r.Code)
	}
	if r := operator.get("/roster/print"); r.Code != 200 || !strings.Contains(r.Body.String(), "赵值班") {
		t.Errorf("numbers in print: %d", r.Code)
	}
}
