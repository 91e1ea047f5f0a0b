package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// TestArchivePages: the file of an archived order, its hold by one and its end by two, the list of what is due, the approval before a witness, the certificate, and the
// package that is asked for, agreed to, downloaded and handed over; bad forms lose nothing and store nothing; strangers are refused (Art. 6(3)).
func TestArchivePages(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.Closed("cgj")
	s.Do("hotline/dispatcher", id, order.Archive{By: testkit.By("hotline/dispatcher")})
	s.Tick()
	s.Clock.Set("2022-09-01 09:00")
	short := s.Complaint()
	short.Request.Type = order.Consult
	direct := s.Do("hotline/operator", "", short, order.AnswerDirectly{By: testkit.By("hotline/operator"), Answer: order.Private{Text: "营业到晚上六点"}}).ID
	s.Tick()
	s.Clock.Set("2026-06-01 09:00") // sessions live by the real clock: a test cannot be ahead of it
	keep, head, unit, third := s.login(s.account("hotline/dispatcher")), s.login(s.account("hotline/office_head")), s.login(s.account("cgj/handler")), s.account("hotline/reviewer")
	file := "/archives/files/" + id
	has := func(b *browser, path string, all ...string) {
		t.Helper()
		r := b.get(path)
		for _, w := range all {
			if r.Code != 200 || !strings.Contains(r.Body.String(), w) {
				t.Errorf("%s: %d without %s: %s", path, r.Code, w, words(r))
			}
		}
	}
	refuses := func(b *browser, path string, v url.Values, all ...string) {
		t.Helper()
		before := s.head()
		r := b.post(path, v)
		if r.Code != 422 || s.head() != before {
			t.Errorf("%s: %d, stored %v", path, r.Code, s.head() != before)
		}
		for _, w := range all {
			if !strings.Contains(r.Body.String(), w) {
				t.Errorf("%s does not say %s: %s", path, w, words(r))
			}
		}
	}
	does := func(b *browser, path string, v url.Values) string {
		t.Helper()
		r := b.post(path, v)
		if r.Code != 303 {
			t.Fatalf("%s: %d %s", path, r.Code, words(r))
		}
		return r.Header().Get("Location")
	}
	has(keep, "/archives", "2026-000001", "一般")
	has(keep, file, "卷内目录", "登记：受理登记", "2036年12月31日")
	has(unit, "/orders/"+id, "2026-000001", "保管10年")
	refuses(keep, file+"/class", fields("class", "key", "reason", ""), "请填写调整的理由")
	if r := keep.post(file+"/class", fields("class", "direct", "reason", "不要了")); r.Code != 400 {
		t.Errorf("a class that is not offered: %d", r.Code)
	}
	refuses(keep, file+"/hold", fields("reason", strings.Repeat("长", 301)), "300")
	does(keep, file+"/hold", fields("reason", "法院调取"))
	has(keep, "/archives?tab=held", "2026-000001")
	does(keep, file+"/release", fields("reason", "案件已结"))
	if r := keep.post(file+"/decide", fields("word", "yes", "opinion", "")); r.Code != 403 {
		t.Errorf("who asked decides: %d", r.Code)
	}
	refuses(head, file+"/decide", fields("word", "", "opinion", "看过了"), "看过了")
	does(head, file+"/decide", fields("word", "yes", "opinion", "同意"))

	does(keep, "/archives/files/"+direct+"/class", fields("class", "dispatched", "reason", "留一年作范例"))
	refuses(keep, "/archives/transfers", fields("year", "2022", "purpose", ""), "请填写移交说明")
	one := does(keep, "/archives/transfers", fields("year", "2022", "purpose", "年度移交"))
	refuses(keep, "/archives/transfers", fields("year", "2022", "purpose", "又一份"), "又一份", "没有办完")
	does(head, one+"/decide", fields("word", "yes", "opinion", ""))
	s.Tick()
	has(keep, one, "待移交", "第1册")
	if r := keep.post(one+"/volume", fields("n", "1")); r.Code != 200 || !strings.HasPrefix(r.Body.String(), "PK") || !strings.Contains(r.Header().Get("Content-Disposition"), "zip") {
		t.Errorf("the volume: %d %v", r.Code, r.Header())
	}
	if r := keep.post(one+"/volume", fields("n", "7")); r.Code == 200 {
		t.Errorf("a volume that is not there: %d", r.Code)
	}
	refuses(keep, one+"/hand", fields("day", "2026-05-01", "receiver", "县档案馆", "person", "陈科长"), "早于", "陈科长")
	does(keep, one+"/hand", fields("day", "2026-06-01", "receiver", "县档案馆", "person", "陈科长"))
	has(keep, "/archives/files/"+direct, "移交县档案馆")

	s.Clock.Set("2022-09-01 10:00")
	again := s.Complaint()
	again.Request.Type = order.Consult
	id = s.Do("hotline/operator", "", again, order.AnswerDirectly{By: testkit.By("hotline/operator"), Answer: order.Private{Text: "营业到晚上六点"}}).ID
	s.Tick()
	s.Clock.Set("2026-06-01 09:30")
	number := s.Order("hotline/dispatcher", id).Number
	file = "/archives/files/" + id
	has(keep, "/archives?tab=due", number, "提出销毁清册")
	refuses(keep, "/archives/destructions", fields("id", id, "reason", ""), "请填写鉴定意见")
	refuses(keep, "/archives/destructions", fields("reason", "期满"), "请先在列表里勾选", "期满")
	list := does(keep, "/archives/destructions", fields("id", id, "reason", "期满，没有继续保存的价值"))
	refuses(head, list+"/decide", fields("word", "yes", "witness", "", "opinion", "同意"), "没有选监销人")
	all, err := s.Desk.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	witness := ""
	for _, a := range all {
		if a.Login == third {
			witness = string(a.ID)
		}
	}
	does(head, list+"/decide", fields("word", "yes", "witness", witness, "opinion", "同意"))
	s.Tick()
	has(keep, list, "已销毁", "蒙热销〔2026〕1号", "销毁1卷")
	has(keep, list+"/paper", "档案销毁证书", "监销人", "蒙热销〔2026〕1号")
	has(keep, file, "蒙热销〔2026〕1号")
	has(keep, "/orders/"+id, "不再保存")
	if r := keep.get("/archives/destructions/none"); r.Code != 404 {
		t.Errorf("no such list: %d", r.Code)
	}
	for _, p := range []string{"/archives", file, "/archives/transfers", one, "/archives/destructions", list, list + "/paper"} {
		if r := unit.get(p); r.Code != 403 {
			t.Errorf("a unit at %s: %d", p, r.Code)
		}
		if r := s.stranger().get(p); r.Code != 303 {
			t.Errorf("a stranger at %s: %d", p, r.Code)
		}
	}
}
