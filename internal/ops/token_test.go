package ops

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestTokens makes, lists and ends a token on the command line and uses it on the running program, beside the pages.
func TestTokens(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		if _, err := p.run(t, "Kite-over-Wheat-31", "user add", "--title", "对接", "--post", "hotline/dispatcher", "duijie"); err != nil {
			t.Fatal(err)
		}
		add := func(rest ...string) error { _, err := p.run(t, "", "token add", rest...); return err }
		refused(t, "no account", add("--post", "hotline/dispatcher", "nobody"), "没有登录名")
		refused(t, "no post", add("duijie"), "没有指定岗位")
		refused(t, "another's post", add("--post", "cgj/handler", "duijie"), "没有岗位")
		refused(t, "for ever", add("--post", "hotline/dispatcher", "--days", "4000", "duijie"), "有效期应为")
		if out := p.must(t, "token list"); out != "" {
			t.Errorf("refused tokens are listed: %s", out)
		}
		secret := strings.TrimSpace(p.must(t, "token add", "--post", "hotline/dispatcher", "--label", "与市平台对接", "--read-only", "duijie"))
		list := p.must(t, "token list")
		if !strings.HasPrefix(secret, "hy_") || strings.Contains(list, secret) || !strings.Contains(list, "与市平台对接") || !strings.Contains(list, "只查询") || !strings.Contains(list, "没有用过") {
			t.Errorf("token %q, list %s", secret, list)
		}

		s, _, _ := p.open(t, "hotline/dispatcher")
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
		ask := func(path string) (int, string) {
			t.Helper()
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.Addr()+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", "Bearer "+secret)
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			b, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			return res.StatusCode, res.Header.Get("Content-Type") + " " + string(b)
		}
		if status, body := ask("/api/v1/me"); status != 200 || !strings.Contains(body, `"post":"hotline/dispatcher"`) {
			t.Errorf("me: %d %s", status, body)
		}
		if status, body := ask("/login"); status != 200 || !strings.Contains(body, "text/html") {
			t.Errorf("the pages beside it: %d %.100s", status, body)
		}
		stop(t, s)
		if list = p.must(t, "token list"); !strings.Contains(list, "最近使用") {
			t.Errorf("the use is not noted: %s", list)
		}
		id, _, _ := strings.Cut(list, " ")
		p.must(t, "token revoke", id)
		if list = p.must(t, "token list"); !strings.Contains(list, "作废") {
			t.Errorf("list %s", list)
		}
		_, err := p.run(t, "", "token revoke", "x")
		refused(t, "no such token", err, "没有编号")
		p.must(t, "check")
	})
}
