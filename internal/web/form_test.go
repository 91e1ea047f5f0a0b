package web_test

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

const key = "0123456789abcdef0123456789abcdef"

func sent(t testing.TB, pairs ...string) *web.Form {
	t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	f, err := web.ReadForm(posted(v.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func posted(body string) *http.Request {
	r := httptest.NewRequest("POST", "/?days=99", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func kindOf(err error) web.Kind {
	if a, ok := errors.AsType[web.Answerer](err); ok {
		return a.HTTPAnswer().Kind
	}
	return ""
}

func TestAFormGivesTypedValues(t *testing.T) {
	f := sent(t, "_key", key, "days", "３", "reason", "  主管网塌陷\r\n需更换管道 ", "unit", "cg", "with", "a", "with", "b", "told", "1", "day", "2026年12月8日", "at", "2026-12-08T14:05", "order", "0192-ab", "version", "7", "id", "x1")
	offered := parts.Options("cg", "县城管局", "zj", "县住建局")
	if got := f.Int("days", "天数", 1, 15); got != 3 {
		t.Errorf("days %d", got)
	}
	if got := f.Lines("reason", "原因"); got != "主管网塌陷\n需更换管道" {
		t.Errorf("reason %q", got)
	}
	if got := f.Choice("unit", "单位", offered); got != "cg" {
		t.Errorf("unit %q", got)
	}
	if got := f.Many("with", "协办", parts.Options("a", "甲", "b", "乙")); len(got) != 2 {
		t.Errorf("with %v", got)
	}
	if !f.Bool("told", "已告知") || f.Bool("public", "公开") {
		t.Error("boxes")
	}
	if got := f.Date("day", "日期"); !got.Equal(time.Date(2026, 12, 7, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("day %v", got)
	}
	if got := f.DateTime("at", "时间"); !got.Equal(time.Date(2026, 12, 8, 6, 5, 0, 0, time.UTC)) {
		t.Errorf("at %v", got)
	}
	if f.IDs("order", "工单")[0] != "0192-ab" || f.Version("version") != 7 || f.ID("id") != "x1" {
		t.Error("identifiers")
	}
	if f.Key() != key || f.Done() != nil || !f.OK() {
		t.Errorf("key %q, done %v, errors %v", f.Key(), f.Done(), f.Errors())
	}
}

func TestUnknownAndDoubledFieldsAreMalformed(t *testing.T) {
	offered := parts.Options("cg", "县城管局")
	cases := map[string]func() error{
		"unknown field":    func() error { f := sent(t, "a", "1", "is_admin", "1"); f.Text("a", "甲"); return f.Done() },
		"doubled field":    func() error { f := sent(t, "a", "1", "a", "2"); f.Text("a", "甲"); return f.Done() },
		"choice not there": func() error { f := sent(t, "u", "hack"); f.Choice("u", "单位", offered); return f.Done() },
		"many not there":   func() error { f := sent(t, "u", "cg", "u", "hack"); f.Many("u", "单位", offered); return f.Done() },
		"many twice":       func() error { f := sent(t, "u", "cg", "u", "cg"); f.Many("u", "单位", offered); return f.Done() },
		"odd box":          func() error { f := sent(t, "b", "yes"); f.Bool("b", "框"); return f.Done() },
		"bad identifier":   func() error { f := sent(t, "id", "../etc"); f.ID("id"); return f.Done() },
		"bad version":      func() error { f := sent(t, "v", "-1"); f.Version("v"); return f.Done() },
		"key missing":      func() error { f := sent(t, "a", "1"); f.Text("a", "甲"); f.Key(); return f.Done() },
		"bad key":          func() error { _, err := web.ReadForm(posted("_key=short")); return err },
		"bad utf-8":        func() error { _, err := web.ReadForm(posted("a=%ff%fe")); return err },
		"nul":              func() error { _, err := web.ReadForm(posted("a=%00")); return err },
		"bad escape":       func() error { _, err := web.ReadForm(posted("a=%zz")); return err },
		"json": func() error {
			r := posted("{}")
			r.Header.Set("Content-Type", "application/json")
			_, err := web.ReadForm(r)
			return err
		},
	}
	for name, run := range cases {
		if err := run(); kindOf(err) != web.KindMalformed {
			t.Errorf("%s: %v, want malformed", name, err)
		}
	}
}

func TestTheQueryIsNoPartOfAForm(t *testing.T) {
	f := sent(t, "a", "1")
	f.Text("a", "甲")
	if got := f.Int("days", "天数", 1, 15, web.Optional()); got != 0 || f.Done() != nil {
		t.Errorf("days %d, %v", got, f.Done())
	}
}

func TestFieldErrorsAreChineseAndKeepWhatWasTyped(t *testing.T) {
	long := strings.Repeat("字", 201)
	f := sent(t, "empty", " ", "long", long, "days", "十六", "far", "16", "day", "2026-02-30", "line", "a\nb", "phone", "138123", "short", "短", "sec", "")
	f.Text("empty", "标题")
	f.Text("long", "备注")
	f.Int("days", "天数", 1, 15)
	f.Int("far", "天数", 1, 15)
	f.Date("day", "日期")
	f.Text("line", "单行")
	web.Parse(f, "phone", "电话", func(s string) (string, error) { return "", fmt.Errorf("少 %d 位，请补全", 11-len(s)) })
	f.Text("short", "内容", web.AtLeast(10))
	f.Secret("sec", "密码")
	f.Choice("none", "单位", nil)
	want := map[string]string{
		"empty": "请填写标题", "long": "最多 200 字，现在 201 字，请删去 1 字", "days": "请填写整数，如 1", "far": "请填写 1 到 15 之间的数",
		"day": "没有这个日期，请写成如 2026-03-02", "line": "含有换行或不能识别的字符，请删去", "phone": "少 5 位，请补全",
		"short": "至少 10 字，现在 1 字", "sec": "请填写密码", "none": "请选择单位",
	}
	for name, message := range want {
		if got := f.Bind(name).Error; got != message {
			t.Errorf("%s: %q, want %q", name, got, message)
		}
	}
	if f.Bind("long").Value != long || f.Bind("days").Value != "十六" {
		t.Error("what was typed is lost")
	}
	if f.OK() || len(f.Errors()) != len(want) || f.Errors()[0] != (parts.FieldError{Name: "empty", Label: "标题", Message: "请填写标题"}) {
		t.Errorf("%+v", f.Errors())
	}
	if f.Done() != nil {
		t.Error("a slip of a person is not malformed")
	}
}

func TestAPasswordIsNeverShownAgain(t *testing.T) {
	f := sent(t, "password", " 密码 x ")
	if got := f.Secret("password", "密码"); got != " 密码 x " {
		t.Errorf("trimmed: %q", got)
	}
	if b := f.Bind("password"); b.Value != "" || b.Values != nil {
		t.Errorf("bound: %+v", b)
	}
}

func TestARefusalComesBackToItsField(t *testing.T) {
	f := sent(t, "days", "5")
	f.Int("days", "延长天数", 1, 15)
	err := fmt.Errorf("extend order 7: %w", regulation.RefuseField(regulation.Art19, "ceiling", "days", "累计 16 个工作日，超过 15 个"))
	if !f.Refuse(err) || f.Errors()[0] != (parts.FieldError{Name: "days", Label: "延长天数", Message: "累计 16 个工作日，超过 15 个", Article: "第十九条"}) {
		t.Errorf("%+v", f.Errors())
	}
	if !f.Refuse(regulation.RefuseField(regulation.Art19, "seal", "paper", "须附签字盖章的申请")) || f.Errors()[1].Name != "" {
		t.Error("a field that the form lacks must become a word on the whole form")
	}
	if f.Refuse(regulation.RefuseState(regulation.Art19, "late", "已过时限")) || f.Refuse(errors.New("disk")) || f.Refuse(web.NotFound()) {
		t.Error("only what a person can mend here stays here")
	}
	if !f.Refuse(web.Invalid(parts.FieldError{Name: "days", Message: "second"})) || f.Bind("days").Error != "累计 16 个工作日，超过 15 个" {
		t.Error("the first fault of a field is kept")
	}
}

func TestAFormShownFirstHasAFreshKey(t *testing.T) {
	a, b := web.NewForm("days", "3"), web.NewForm()
	if a.Key() == b.Key() || len(a.Key()) != 32 || a.Value("days") != "3" {
		t.Errorf("%q %q", a.Key(), b.Key())
	}
	var none *web.Form
	if none.Bind("x").Name != "x" || none.Errors() != nil {
		t.Error("a nil form must bind")
	}
}

func TestQueriesFollowTheSameRules(t *testing.T) {
	f, err := web.ReadQuery(httptest.NewRequest("GET", "/?kind=complaint&page=2&x=1", nil))
	if err != nil {
		t.Fatal(err)
	}
	if f.Choice("kind", "类型", parts.Options("complaint", "投诉")) != "complaint" || f.Int("page", "页", 1, 9) != 2 {
		t.Error("values")
	}
	if kindOf(f.Done()) != web.KindMalformed {
		t.Error("unknown parameter x was let through")
	}
}

func upload(t *testing.T, files map[string]string) *http.Request {
	t.Helper()
	var buf bytes.Buffer
	w := multipart.NewWriter(&buf)
	w.WriteField("_key", key)
	for name, body := range files {
		p, err := w.CreateFormFile("photos", name)
		if err != nil {
			t.Fatal(err)
		}
		p.Write([]byte(body))
	}
	w.Close()
	r := httptest.NewRequest("POST", "/", &buf)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return r
}

func TestUploadsAreCountedMeasuredAndRead(t *testing.T) {
	rule := web.FileRule{Required: true, Most: 2, Each: 10, Endings: []string{".jpg", ".pdf"}}
	cases := []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"good", map[string]string{"现场.JPG": "123"}, ""},
		{"none", nil, "请选择照片"},
		{"many", map[string]string{"a.jpg": "1", "b.jpg": "1", "c.jpg": "1"}, "最多 2 个文件，现在 3 个"},
		{"large", map[string]string{"a.jpg": "12345678901"}, "有一个文件超过 10 字节，请压缩后再传"},
		{"empty", map[string]string{"a.jpg": ""}, "有一个文件是空的，请重新选择"},
		{"kind", map[string]string{"a.jpg.exe": "1"}, "不收这种文件，请传 .jpg .pdf"},
	}
	for _, c := range cases {
		f, err := web.ReadForm(upload(t, c.files))
		if err != nil {
			t.Fatal(err)
		}
		got := f.Files("photos", "照片", rule)
		if f.Bind("photos").Error != c.want || f.Done() != nil {
			t.Errorf("%s: %q, want %q; %v", c.name, f.Bind("photos").Error, c.want, f.Done())
		}
		if c.want == "" {
			body, err := web.Open(got[0])
			if string(body) != "123" || err != nil {
				t.Errorf("read back %q, %v", body, err)
			}
		} else if got != nil {
			t.Errorf("%s: files in spite of a fault", c.name)
		}
	}
	f, _ := web.ReadForm(upload(t, map[string]string{"a.jpg": "1"}))
	if kindOf(f.Done()) != web.KindMalformed {
		t.Error("a file in a field that nobody reads was let through")
	}
}

func FuzzForm(f *testing.F) {
	f.Add("a=1&b=2")
	f.Add("a=%E6%9D%8E&a=2")
	f.Add("a=%0d%0a&_key=" + key)
	f.Fuzz(func(t *testing.T, body string) {
		form, err := web.ReadForm(posted(body))
		if err != nil {
			return
		}
		for _, v := range []string{form.Text("a", "甲"), form.Lines("b", "乙", web.AtMost(9))} {
			if !utf8.ValidString(v) || strings.ContainsAny(v, "\x00\r") {
				t.Fatalf("%q passed", v)
			}
		}
		form.Done()
	})
}
