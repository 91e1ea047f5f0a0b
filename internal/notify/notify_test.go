package notify

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var instant = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// gatewayAt is the configuration of a gateway on this machine.
func gatewayAt(t *testing.T, at string, more func(*Config)) *Gateways {
	t.Helper()
	c := Config{Allow: []string{"127.0.0.1"}, SMS: &SMS{URL: at, Body: `{"to":"{phone}","content":"{sign}{text}","seq":"{id}"}`, Sign: "【县长热线】", OKField: "result.code", OKValue: "0", Never: []string{"BLACK"}, Receipt: "result.sid"}}
	if more != nil {
		more(&c)
	}
	g, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func permanent(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Permanent
}

// A gateway is a file: what the template says is what goes, escaped for its place; only the answer that the file names counts as taken.
func TestATextMessageIsWhatTheFileSays(t *testing.T) {
	var got map[string]string
	answer, status := `{"result":{"code":"0","sid":"S-1"}}`, 200
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = map[string]string{}
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Errorf("what was sent is no JSON: %v", err)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer srv.Close()
	g := gatewayAt(t, srv.URL, nil)
	send := func() (string, error) {
		return g.SMS(t.Context(), Message{ID: "m1", To: "13800001234", Text: "他说“好”\n换行\"引号\"", At: instant})
	}
	receipt, err := send()
	if err != nil || receipt != "S-1" || got["to"] != "13800001234" || got["content"] != "【县长热线】他说“好”\n换行\"引号\"" || got["seq"] != "m1" {
		t.Fatalf("%q, %v, %v", receipt, err, got)
	}
	for _, c := range []struct {
		name, answer string
		status       int
		permanent    bool
	}{
		{"says yes and means no", `{"result":{"code":"7"}}`, 200, false},
		{"says a page of its proxy", "<html>登录</html>", 200, false},
		{"says nothing", "", 200, false},
		{"says half", `{"result":{"co`, 200, false},
		{"will never", `{"result":{"code":"BLACK"}}`, 200, true},
		{"is broken", "x", 500, false},
		{"asks for patience", "x", 429, false},
		{"refuses", "x", 403, true},
	} {
		answer, status = c.answer, c.status
		if _, err := send(); err == nil || permanent(err) != c.permanent {
			t.Errorf("a gateway that %s: %v", c.name, err)
		} else if strings.Contains(err.Error(), "13800001234") || strings.Contains(err.Error(), "他说") {
			t.Errorf("a gateway that %s: the fault tells what was sent: %v", c.name, err)
		}
	}
}

// A form is escaped as a form.
func TestAFormIsEscapedAsAForm(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("m") != "138 & 5" || r.FormValue("c") != "a=b&c" || r.Header.Get("X-Key") == "" {
			t.Errorf("form %v", r.Form)
		}
		_, _ = io.WriteString(w, `{"ok":true}`)
	}))
	defer srv.Close()
	g := gatewayAt(t, srv.URL, func(c *Config) {
		c.SMS.Kind, c.SMS.Body, c.SMS.OKField, c.SMS.OKValue = "application/x-www-form-urlencoded", "m={phone}&c={text}", "ok", "true"
		c.SMS.Headers, c.SMS.Secret = map[string]string{"X-Key": "{hmac}"}, "s"
	})
	if _, err := g.SMS(t.Context(), Message{To: "138 & 5", Text: "a=b&c", At: instant}); err != nil {
		t.Error(err)
	}
}

// The one client reaches nothing of the own network and follows nobody (trust.md B5 #39).
func TestTheOutboundClientStaysOutside(t *testing.T) {
	hit := false
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = true }))
	defer inside.Close()
	g := gatewayAt(t, inside.URL, func(c *Config) { c.Allow = nil })
	if _, err := g.SMS(t.Context(), Message{At: instant}); !permanent(err) || hit {
		t.Errorf("this machine: %v, reached %t", err, hit)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(inside.URL, "http://"))
	for _, host := range []string{"localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1"} {
		g := gatewayAt(t, "http://"+host+":"+port+"/", func(c *Config) { c.Allow = nil })
		if _, err := g.SMS(t.Context(), Message{At: instant}); err == nil || hit {
			t.Errorf("%s: %v, reached %t", host, err, hit)
		}
	}
	moved := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside.URL, http.StatusTemporaryRedirect)
	}))
	defer moved.Close()
	if _, err := gatewayAt(t, moved.URL, nil).SMS(t.Context(), Message{At: instant}); !permanent(err) || hit {
		t.Errorf("a redirect: %v, followed %t", err, hit)
	}
	for addr, want := range map[string]bool{"8.8.8.8": true, "2400:3200::1": true, "10.0.0.1": false, "172.16.3.4": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "::1": false,
		"fd00::1": false, "fe80::1": false, "::ffff:10.0.0.1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false, "224.0.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "::10.0.0.1": false} {
		if got := public(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s public: %t", addr, got)
		}
	}
}

// A gateway that does not answer in time is no gateway that has taken a message.
func TestASlowGatewayIsAskedAgain(t *testing.T) {
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer srv.Close()
	defer close(release)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := gatewayAt(t, srv.URL, nil).SMS(ctx, Message{At: instant}); err == nil || permanent(err) {
		t.Errorf("slow: %v", err)
	}
}

// Each kind of robot is spoken to in its own way, and its own no is a no.
func TestRobotsAreSpokenToInTheirOwnWay(t *testing.T) {
	answer := `{"errcode":0}`
	var body, query string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		body, query = string(b), r.URL.RawQuery
		_, _ = io.WriteString(w, answer)
	}))
	defer srv.Close()
	for _, c := range []struct{ kind, yes, no, in, query string }{
		{WeCom, `{"errcode":0}`, `{"errcode":45009}`, `"msgtype":"text"`, "key=k"},
		{DingTalk, `{"errcode":0}`, `{"errcode":130101}`, `"content":"三条"`, "sign="},
		{Feishu, `{"code":0}`, `{"code":9499}`, `"msg_type":"text"`, "key=k"},
	} {
		g, err := New(Config{Allow: []string{"127.0.0.1"}, Robots: []Robot{{Kind: c.kind, URL: srv.URL + "/?key=k", Secret: "s"}}})
		if err != nil {
			t.Fatal(err)
		}
		answer = c.yes
		if err := g.Robot(t.Context(), Message{Text: "三条", At: instant}); err != nil || !strings.Contains(body, c.in) || !strings.Contains(query, c.query) {
			t.Errorf("%s: %v, %s ?%s", c.kind, err, body, query)
		}
		if c.kind == Feishu && !strings.Contains(body, `"sign":"`) {
			t.Errorf("feishu is not signed: %s", body)
		}
		for _, no := range []string{c.no, "<html>", ""} {
			answer = no
			if err := g.Robot(t.Context(), Message{Text: "三条", At: instant}); err == nil {
				t.Errorf("%s said %q and counts as told", c.kind, no)
			}
		}
	}
}

// A webhook can be verified by whoever shares its secret.
func TestAWebhookIsSigned(t *testing.T) {
	var id, signature string
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		id, signature = r.Header.Get("X-Huiyin-Id"), r.Header.Get("X-Huiyin-Signature")
	}))
	defer srv.Close()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g, err := New(Config{Allow: []string{"127.0.0.1"}, Webhooks: []Webhook{{URL: srv.URL, SecretFile: file}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Hook(t.Context(), Message{ID: "m1", Text: `{"a":1}`, At: instant}); err != nil || id != "m1" || len(signature) != 64 {
		t.Errorf("%v, id %q, signature %q", err, id, signature)
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Webhooks: []Webhook{{URL: srv.URL, SecretFile: file}}}); err == nil {
		t.Error("a secret that everybody may read is taken")
	}
}

// A mail goes as the server asks; without encryption it does not go unless the file says so.
func TestAMailGoes(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	said := make(chan string, 8)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go speakSMTP(c, said)
		}
	}()
	m := Mail{Server: l.Addr().String(), From: "县长热线 <rx@example.gov.cn>", Plain: true}
	g, err := New(Config{Allow: []string{"127.0.0.1"}, Mail: &m})
	if err != nil {
		t.Fatal(err)
	}
	msg := Message{ID: "m1", To: "cg@example.gov.cn", Title: "县长热线：您有新消息", Text: "工单MC202603020001第2次催办。", At: instant}
	if err := g.Mail(t.Context(), msg); err != nil {
		t.Fatal(err)
	}
	got := <-said
	if !strings.Contains(got, "Message-ID: <m1@example.gov.cn>") || strings.Contains(got, "催办") || !strings.Contains(got, "Subject: =?utf-8?b?") {
		t.Errorf("mail:\n%s", got)
	}
	g.c.Mail.Plain = false
	if err := g.Mail(t.Context(), msg); !permanent(err) {
		t.Errorf("without encryption: %v", err)
	}
	g.c.Mail.Plain = true
	msg.To = "nobody@example.gov.cn"
	if err := g.Mail(t.Context(), msg); !permanent(err) {
		t.Errorf("to nobody: %v", err)
	}
}

// speakSMTP is a small server of mail that knows nobody but cg.
func speakSMTP(c net.Conn, said chan<- string) {
	defer c.Close()
	r := bufio.NewReader(c)
	say := func(s string) { _, _ = io.WriteString(c, s+"\r\n") }
	say("220 fake")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch cmd := strings.ToUpper(line); {
		case strings.HasPrefix(cmd, "EHLO"):
			say("250 fake")
		case strings.HasPrefix(cmd, "RCPT") && !strings.Contains(line, "cg@"):
			say("550 nobody")
		case strings.HasPrefix(cmd, "DATA"):
			say("354 go on")
			all := ""
			for {
				line, err := r.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				all += line
			}
			said <- all
			say("250 taken")
		case strings.HasPrefix(cmd, "QUIT"):
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// A configuration with a fault is refused when the program starts, in words that name it.
func TestAConfigurationSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{
		"[sms]\nurl='ftp://x'\nbody='{phone}{text}'\nok_field='c'":       "网址",
		"[sms]\nurl='https://x'\nbody='{text}'\nok_field='c'":            "{phone}",
		"[sms]\nurl='https://x'\nbody='{phone}{text}'":                   "ok_field",
		"[[robot]]\nkind='qq'\nurl='https://x'":                          "qq",
		"[[webhook]]\nurl='https://x'":                                   "secret_file",
		"[mail]\nserver='x'\nfrom='y'":                                   "端口",
		"strange=1":                                                      "strange",
		"[sms]\nurl='https://u:p@x'\nbody='{phone}{text}'\nok_field='c'": "网址",
	} {
		file := filepath.Join(dir, "notify.toml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n%v, want something about %s", text, err, want)
		}
	}
}
