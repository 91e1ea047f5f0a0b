package console

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/testkit"
)

// TestShelfPages: a document is put on the shelf with its file and downloaded; a form without a file loses nothing typed and stores nothing; units read and keep
// nothing; strangers are refused (Art. 6(2)).
func TestShelfPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	keep, unit, admin := s.login(s.account("hotline/dispatcher")), s.login(s.account("cgj/handler")), s.login(s.account("hotline/system_admin"))
	send := func(b *browser, path string, v url.Values, file string) *httptest.ResponseRecorder {
		t.Helper()
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		for k, all := range v {
			for _, x := range all {
				if err := m.WriteField(k, x); err != nil {
					t.Fatal(err)
				}
			}
		}
		if file != "" {
			p, err := m.CreateFormFile("files", file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Write(testkit.PNG(t)); err != nil {
				t.Fatal(err)
			}
		}
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("POST", path, &body)
		r.Header.Set("Content-Type", m.FormDataContentType())
		return b.send(r)
	}
	form := func() url.Values {
		return fields("kind", "rule", "title", "热线工单办理工作制度", "number", "蒙热〔2026〕1号", "from", "2026-03-02")
	}
	head := s.head()
	if r := send(keep, "/shelf", form(), ""); r.Code != 422 || !strings.Contains(r.Body.String(), "没有上传文件") || !strings.Contains(r.Body.String(), "热线工单办理工作制度") || s.head() != head {
		t.Errorf("no file: %d %s", r.Code, words(r))
	}
	if r := send(unit, "/shelf", form(), "制度.png"); r.Code != 403 {
		t.Errorf("a unit shelves: %d", r.Code)
	}
	r := send(keep, "/shelf", form(), "制度.png")
	page := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(page, "/shelf/") {
		t.Fatalf("shelve: %d %s", r.Code, words(r))
	}
	if r := send(keep, page+"/revise", fields("from", "2026-03-02", "number", "", "note", "改了时限"), "新制度.png"); r.Code != 422 || !strings.Contains(r.Body.String(), "要晚于上一版") || !strings.Contains(r.Body.String(), "改了时限") {
		t.Errorf("not later: %d %s", r.Code, words(r))
	}
	if r := send(keep, page+"/revise", fields("from", "2026-06-01", "number", "", "note", "改了时限"), "新制度.png"); r.Code != 303 {
		t.Fatalf("revise: %d %s", r.Code, words(r))
	}
	body := unit.get(page).Body.String()
	if !strings.Contains(body, "现行") || !strings.Contains(body, "待施行") || strings.Contains(body, "换版") {
		t.Errorf("a unit reads: %s", body)
	}
	i := strings.Index(body, page+"/files/")
	file := body[i:]
	file = file[:strings.Index(file, `"`)]
	if r := unit.get(file); r.Code != 200 || !strings.Contains(r.Body.String(), "PNG") {
		t.Errorf("the file: %d", r.Code)
	}
	if r := keep.post(page+"/repeal", fields("to", "2026-12-31", "reason", "并入新制度")); r.Code != 303 {
		t.Errorf("repeal: %d %s", r.Code, words(r))
	}
	if r := unit.get("/shelf?day=2027-01-01"); r.Code != 200 || strings.Contains(r.Body.String(), "热线工单办理工作制度") {
		t.Errorf("after its last day: %d", r.Code)
	}
	if r := unit.get("/shelf?day=2027-01-01&past=1"); !strings.Contains(r.Body.String(), "已废止") {
		t.Errorf("with what is repealed: %s", words(r))
	}
	for _, p := range []string{"/shelf", page, file} {
		if r := admin.get(p); r.Code != 403 {
			t.Errorf("an administrator at %s: %d", p, r.Code)
		}
		if r := s.stranger().get(p); r.Code != 303 {
			t.Errorf("a stranger at %s: %d", p, r.Code)
		}
	}
	if r := unit.get("/shelf/new"); r.Code != 403 {
		t.Errorf("a unit's form: %d", r.Code)
	}
}
