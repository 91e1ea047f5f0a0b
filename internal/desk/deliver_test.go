package desk_test

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/jobs"
	"huiyin/internal/notify"
	"huiyin/internal/testkit"
)

// gateway is a fake of the world outside: it hears, and answers as it is told.
type gateway struct {
	mu   sync.Mutex
	ids  []string
	to   []string
	text []string
	does func(w http.ResponseWriter, n int)
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	var m map[string]any
	_ = json.Unmarshal(b, &m)
	word := func(k string) string { s, _ := m[k].(string); return s }
	g.mu.Lock()
	g.ids, g.to = append(g.ids, word("id")), append(g.to, word("to"))
	if t, ok := m["text"].(map[string]any); ok {
		g.text = append(g.text, t["content"].(string))
	} else {
		g.text = append(g.text, word("text"))
	}
	n, does := len(g.ids), g.does
	g.mu.Unlock()
	if does != nil {
		does(w, n)
		return
	}
	_, _ = io.WriteString(w, `{"code":0,"errcode":0,"sid":"S"}`)
}

func (g *gateway) said() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.text...)
}

func newGateway(t *testing.T, does func(http.ResponseWriter, int)) (*gateway, *notify.Gateways) {
	t.Helper()
	g := &gateway{does: does}
	srv := httptest.NewServer(g)
	t.Cleanup(srv.Close)
	n, err := notify.New(notify.Config{Allow: []string{"127.0.0.1"}, SMS: &notify.SMS{URL: srv.URL, Body: `{"id":"{id}","to":"{phone}","text":"{text}"}`, OKField: "code", OKValue: "0", Never: []string{"9"}, Receipt: "sid"},
		Robots: []notify.Robot{{Kind: notify.WeCom, URL: srv.URL}}})
	if err != nil {
		t.Fatal(err)
	}
	return g, n
}

// sending is a world whose messages go out.
func sending(t *testing.T, where string, n *notify.Gateways) (*testkit.World, *desk.Service) {
	t.Helper()
	w := testkit.NewWorld(t, where)
	d, err := desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: w.Blobs, Clock: w.Clock.Now, Erasures: w.Erasures, Gateways: n})
	if err != nil {
		t.Fatal(err)
	}
	return w, d
}

var quietLog = slog.New(slog.NewTextHandler(io.Discard, nil))

func deliver(t *testing.T, d *desk.Service) {
	t.Helper()
	for range 20 {
		n, err := d.Deliver(t.Context(), "7812345", quietLog)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// A message to a caller goes once, with number and code and nothing else of him; the order's page says so (domain.md §6.4).
func TestACallerIsToldOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		g, n := newGateway(t, nil)
		w, d := sending(t, where, n)
		r := mailed(t, w, "t", aLetter())
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() { _, _ = d.Deliver(t.Context(), "7812345", quietLog) })
		}
		all.Wait()
		deliver(t, d)
		if len(g.to) != 1 || g.to[0] != letterPhone {
			t.Fatalf("told %d times, %v", len(g.to), g.to)
		}
		said := g.said()[0]
		if !strings.Contains(said, r.Number) || !strings.Contains(said, r.Code) || strings.Contains(said, letterName) || len([]rune(said)) > 70 {
			t.Errorf("said %q", said)
		}
		v := w.Order("hotline/dispatcher", r.ID)
		if len(v.Told) != 1 || v.Told[0].State != "已发" {
			t.Errorf("the order's page says %+v", v.Told)
		}
	})
}

// A gateway that is broken, lies or answers too late loses no message, and none is counted as sent before it was taken.
func TestNoMessageIsLost(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		g, n := newGateway(t, func(w http.ResponseWriter, n int) {
			switch n {
			case 1:
				w.WriteHeader(http.StatusBadGateway)
			case 2:
				_, _ = io.WriteString(w, "<html>登录校园网</html>")
			case 3:
				if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
					_ = c.Close()
				}
			case 4:
				_, _ = io.WriteString(w, `{"code":5}`)
			default:
				_, _ = io.WriteString(w, `{"code":0,"sid":"S"}`)
				_, _ = io.WriteString(w, `{"code":5}`) // and once more, otherwise
			}
		})
		w, d := sending(t, where, n)
		r := mailed(t, w, "t", aLetter())
		for i, wait := range []time.Duration{0, time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute} {
			w.Clock.Add(wait)
			deliver(t, d)
			if len(g.ids) != i+1 {
				t.Fatalf("after %s: %d tries, want %d", wait, len(g.ids), i+1)
			}
			if told := w.Order("hotline/dispatcher", r.ID).Told[0]; (told.State == "已发") != (i == 4) {
				t.Errorf("try %d: the page says %+v", i+1, told)
			}
		}
		for _, id := range g.ids {
			if id != g.ids[0] || id == "" {
				t.Errorf("the tries have different numbers: %v", g.ids)
			}
		}
		w.Clock.Add(24 * time.Hour)
		deliver(t, d)
		if len(g.ids) != 5 {
			t.Errorf("told again after it was sent: %d", len(g.ids))
		}
	})
}

// What a gateway refuses for good, or takes never, is dead until the head sends it again by one key; nobody else may.
func TestADeadMessageIsSentAgainByTheHead(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		refuses := true
		g, n := newGateway(t, func(w http.ResponseWriter, _ int) {
			if refuses {
				_, _ = io.WriteString(w, `{"code":9}`)
				return
			}
			_, _ = io.WriteString(w, `{"code":0}`)
		})
		w, d := sending(t, where, n)
		r := mailed(t, w, "t", aLetter())
		deliver(t, d)
		w.Clock.Add(24 * time.Hour)
		deliver(t, d)
		if len(g.ids) != 1 {
			t.Fatalf("tried %d times what is refused for good", len(g.ids))
		}
		head, err := d.Reader(t.Context(), testkit.As("hotline/office_head"))
		if err != nil {
			t.Fatal(err)
		}
		page, err := head.Outbox(t.Context(), true, "", "7812345")
		if err != nil || len(page.Rows) != 1 || page.Dead != 1 || page.Rows[0].Fault == "" || strings.Contains(page.Rows[0].Fault+page.Rows[0].Text, letterPhone) {
			t.Fatalf("dead letters: %v, %+v", err, page)
		}
		other, err := d.Reader(t.Context(), testkit.As("hotline/dispatcher"))
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Resend(t.Context(), other, page.Rows[0].ID); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a dispatcher resends: %v", err)
		}
		refuses = false
		if err := d.Resend(t.Context(), head, page.Rows[0].ID); err != nil {
			t.Fatal(err)
		}
		deliver(t, d)
		if told := w.Order("hotline/dispatcher", r.ID).Told[0]; told.State != "已发" || len(g.ids) != 2 {
			t.Errorf("after the resend: %+v, %d tries", told, len(g.ids))
		}
		if err := d.Resend(t.Context(), head, page.Rows[0].ID); err != nil {
			t.Fatal(err)
		}
		deliver(t, d)
		if len(g.ids) != 2 {
			t.Error("what was sent is sent again")
		}
	})
}

// A process that dies over a message loses it to nobody: another takes it when the lease has ended.
func TestAMessageOutlivesItsProcess(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		g, n := newGateway(t, nil)
		w, d := sending(t, where, n)
		mailed(t, w, "t", aLetter())
		taken, err := w.Store.ClaimOutbox(t.Context(), w.Clock.Now(), 2*time.Minute, 10)
		if err != nil || len(taken) != 1 {
			t.Fatalf("%d taken, %v", len(taken), err)
		}
		deliver(t, d)
		if len(g.ids) != 0 {
			t.Fatal("taken twice at a time")
		}
		w.Clock.Add(3 * time.Minute)
		deliver(t, d)
		if len(g.ids) != 1 {
			t.Fatalf("told %d times after the lease", len(g.ids))
		}
		// The dead process comes back: its word changes nothing.
		if err := w.Store.FailedOutbox(t.Context(), taken[0], w.Clock.Now(), "x"); err != nil {
			t.Fatal(err)
		}
		deliver(t, d)
		if len(g.ids) != 1 {
			t.Error("told again at a dead process' word")
		}
	})
}

// Staff without a number are told by the group's robot, many in one message, never in words about a person; nothing rings a caller at night.
func TestTheGroupIsToldTogether(t *testing.T) {
	g, n := newGateway(t, nil)
	w, d := sending(t, t.TempDir(), n)
	w.Clock.Set("2026-03-02 14:00")
	for range 3 {
		w.Dispatched("cgj")
	}
	w.Clock.Add(30 * time.Minute)
	deliver(t, d)
	robots := 0
	for i, text := range g.said() {
		if strings.Contains(text, "王秀兰") || g.to[i] == "" && strings.Contains(text, "1380000") {
			t.Errorf("a message names somebody: %q", text)
		}
		if strings.HasPrefix(text, "县长热线提醒") {
			robots++
			if !strings.Contains(text, "县城市管理局具办人员：") {
				t.Errorf("the robot says %q", text)
			}
		}
	}
	if robots != 1 {
		t.Errorf("%d messages of the robot, want one for all", robots)
	}
	before := len(g.said())
	w.Clock.Set("2026-03-02 22:10")
	mailed(t, w, "night", aLetter())
	deliver(t, d)
	if len(g.said()) != before {
		t.Error("a caller is rung at night")
	}
	w.Clock.Set("2026-03-03 07:31")
	deliver(t, d)
	if len(g.said()) == before {
		t.Error("the morning forgets what the night kept")
	}
}

// TestAWebhookIsToldAgain: what a webhook did not take when the message went is told by a job until it is taken, with one number; the message itself went once.
func TestAWebhookIsToldAgain(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		sms, _ := newGateway(t, nil)
		out := httptest.NewServer(sms)
		t.Cleanup(out.Close)
		var mu sync.Mutex
		var ids []string
		hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			ids = append(ids, r.Header.Get("X-Huiyin-Id"))
			if len(ids) < 3 {
				w.WriteHeader(http.StatusBadGateway)
			}
		}))
		t.Cleanup(hook.Close)
		secret := t.TempDir() + "/hook.secret"
		if err := os.WriteFile(secret, []byte("a secret that both know"), 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := notify.New(notify.Config{Allow: []string{"127.0.0.1"}, SMS: &notify.SMS{URL: out.URL, Body: `{"id":"{id}","to":"{phone}","text":"{text}"}`, OKField: "code", OKValue: "0"}, Webhooks: []notify.Webhook{{URL: hook.URL, SecretFile: secret}}})
		if err != nil {
			t.Fatal(err)
		}
		w, d := sending(t, where, n)
		w.Do("hotline/operator", "", w.Complaint())
		w.Clock.Add(time.Minute)
		if took, err := d.Deliver(t.Context(), "7812345", quietLog); err != nil || took != 1 || len(sms.said()) != 1 {
			t.Fatalf("sent %d, %q: %v", took, sms.said(), err)
		}
		run := jobs.New(w.Store.Queue(), d.Handle, w.Clock.Now, jobs.Options{Log: quietLog})
		for range 6 {
			w.Clock.Add(10 * time.Minute)
			if _, err := run.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if len(ids) != 3 || ids[0] != ids[1] || ids[1] != ids[2] || ids[0] == "" {
			t.Errorf("the webhook was told %q", ids)
		}
		if len(sms.said()) != 1 {
			t.Errorf("the message went %d times", len(sms.said()))
		}
	})
}
