package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"huiyin/internal/auth"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

var update = flag.Bool("update", false, "write the golden files anew")

var hashOnce = sync.OnceValues(func() (string, error) { return auth.Hash("Xiang-Tan-2026") })

// site is the interface on a small county, behind a real listener.
type site struct {
	*testing.T
	*testkit.World
	url    string
	log    *bytes.Buffer
	tokens map[org.PostID]string
	mu     sync.Mutex
	routes []web.Route
}

func newSite(t *testing.T, where string, rate int) *site {
	t.Helper()
	s := &site{T: t, World: testkit.NewWorld(t, where), log: &bytes.Buffer{}, tokens: map[org.PostID]string{}}
	a, err := New(Options{Desk: s.Desk, Log: slog.New(slog.NewTextHandler(&locked{s: s}, nil)), Rate: rate, Public: "7812345"})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(a)
	t.Cleanup(srv.Close)
	s.url, s.routes = srv.URL, a.Routes()
	return s
}

type locked struct{ s *site }

func (l *locked) Write(b []byte) (int, error) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	return l.s.log.Write(b)
}

func (s *site) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// account adds a person in a post; the login is the post's name with a dot.
func (s *site) account(post org.PostID) string {
	s.Helper()
	hash, err := hashOnce()
	if err != nil {
		s.Fatal(err)
	}
	login := "p" + strings.NewReplacer("/", ".", "_", "-").Replace(string(post))
	if _, err := s.Desk.PutDemoAccount(s.Context(), login, "人员"+login, hash, []org.PostID{post}); err != nil {
		s.Fatal(err)
	}
	return login
}

// as is a program with a token of a post.
func (s *site) as(post org.PostID) client {
	s.Helper()
	if s.tokens[post] == "" {
		secret, _, err := s.Desk.NewToken(s.Context(), org.Actor{}, s.account(post), post, "测试", false, 30)
		if err != nil {
			s.Fatal(err)
		}
		s.tokens[post] = secret
	}
	return client{s, s.tokens[post]}
}

// pin gives the person of a post a PIN, whose tokens then sign.
func (s *site) pin(post org.PostID, pin string) {
	s.Helper()
	hash, err := auth.Hash(pin)
	if err != nil {
		s.Fatal(err)
	}
	s.as(post)
	actor, _, _, err := s.Desk.ActorByToken(s.Context(), s.tokens[post])
	if err != nil {
		s.Fatal(err)
	}
	if err := s.Desk.PutDemoPIN(s.Context(), actor.Account, hash); err != nil {
		s.Fatal(err)
	}
}

// readOnly is a program with a token of a post that may only read.
func (s *site) readOnly(post org.PostID) client {
	s.Helper()
	s.as(post)
	secret, _, err := s.Desk.NewToken(s.Context(), org.Actor{}, "p"+strings.NewReplacer("/", ".", "_", "-").Replace(string(post)), post, "只读", true, 30)
	if err != nil {
		s.Fatal(err)
	}
	return client{s, secret}
}

func (s *site) stranger() client { return client{s, ""} }

type client struct {
	*site
	token string
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) problem(t testing.TB) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(r.body, &p); err != nil {
		t.Fatalf("a problem that is none: %d %s", r.status, r.body)
	}
	return p
}

func (r reply) into(t testing.TB, to any) {
	t.Helper()
	if err := json.Unmarshal(r.body, to); err != nil {
		t.Fatalf("read %s: %v", r.body, err)
	}
}

// send sends a request; heads are pairs.
func (c client) send(method, path string, body any, heads ...string) reply {
	c.Helper()
	var b io.Reader
	switch x := body.(type) {
	case nil:
	case string:
		b = strings.NewReader(x)
	case []byte:
		b = bytes.NewReader(x)
	default:
		j, err := json.Marshal(x)
		if err != nil {
			c.Fatal(err)
		}
		b = bytes.NewReader(j)
	}
	r, err := http.NewRequestWithContext(c.Context(), method, c.url+Prefix+path, b)
	if err != nil {
		c.Fatal(err)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if b != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(heads); i += 2 {
		r.Header.Set(heads[i], heads[i+1])
	}
	return c.do(r)
}

var noRedirects = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func (s *site) do(r *http.Request) reply {
	s.Helper()
	res, err := noRedirects.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	out, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, out}
}

func (c client) get(path string) reply { c.Helper(); return c.send("GET", path, nil) }

// post sends a command under a new key.
func (c client) post(path string, body any) reply {
	c.Helper()
	return c.send("POST", path, body, "Idempotency-Key", web.NewKey())
}

func (s *site) want(what string, r reply, status int) reply {
	s.Helper()
	if r.status != status {
		s.Fatalf("%s: status %d, want %d: %s", what, r.status, status, r.body)
	}
	return r
}

type m map[string]any

// complaint is an ordinary request as a program sends it.
func complaint() m {
	return m{"channel": "D1", "type": "complaint", "category": "0204", "town": "341622001", "place": "北城社区", "title": "路口下水道堵塞，污水漫上路面", "sex": "f", "name": "王秀兰",
		"phone": "138 0000 1234", "words": "北城社区东边路口的下水道堵了三天，污水漫到人行道上，孩子上学要绕路。我叫王秀兰，电话13800001234。", "ask": "尽快疏通，查清原因。"}
}

// proposed is an order that waits for dispatch.
func (s *site) proposed() string {
	s.Helper()
	b := complaint()
	b["submit"] = m{"unit": "cgj"}
	var o outcomeBody
	s.want("register", s.as("hotline/operator").post("/orders", b), http.StatusCreated).into(s, &o)
	return o.ID
}

// dispatched is an order that waits for the unit.
func (s *site) dispatched() string {
	s.Helper()
	id := s.proposed()
	s.want("dispatch", s.as("hotline/dispatcher").post("/orders/"+id+"/dispatch", m{"unit": "cgj", "requirements": "查清堵塞原因并疏通"}), http.StatusOK)
	return id
}

func (s *site) status(id string) order.Status {
	s.Helper()
	var v orderView
	s.want("read", s.as("hotline/dispatcher").get("/orders/"+id), http.StatusOK).into(s, &v)
	return order.Status(v.Status.Code)
}
