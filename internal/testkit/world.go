// Package testkit holds what tests of several rooms share: a small county at work on a real archive with a clock that is moved by hand. It is
// imported by tests only. Start reading at World.
package testkit

import (
	"context"
	"sync"
	"testing"
	"time"

	"huiyin/internal/blob"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/vault"
)

// Clock is a clock that stands still until it is moved.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// Now is the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// Set moves the clock to a time of Beijing, "2026-03-02 09:00".
func (c *Clock) Set(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Beijing)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t.UTC()
	return c.t
}

// Add moves the clock on.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// World is a county at work.
type World struct {
	T     *testing.T
	Clock *Clock
	Store *store.Store
	Desk  *desk.Service
	Vault *vault.Vault
	Jobs  *jobs.Runner
	Blobs blob.Store

	Erasures *vault.Erasures
}

// Units of the small county.
var Units = []org.Unit{
	{ID: "hotline", Name: "县热线办", Group: org.County}, {ID: "gov", Name: "县政府办公室", Group: org.County}, {ID: "county", Name: "县政府", Group: org.County},
	{ID: org.PerformanceCentre, Name: "县绩效评价中心", Group: org.County}, {ID: org.EfficiencyOffice, Name: "县效能办", Group: org.County},
	{ID: "cgj", Name: "县城市管理局", Short: "城管局", Group: org.Department, Phone: "0558-7000201", Deputy: "county/deputy.1"},
	{ID: "jyj", Name: "县教育局", Short: "教育局", Group: org.Department, Phone: "0558-7000202", Deputy: "county/deputy.2"},
	{ID: "341622001", Name: "漆园街道", Group: org.Township, Phone: "0558-7000203"},
}

// Posts of the small county.
func Posts() []org.Post {
	var out []org.Post
	for _, u := range Units {
		if u.Group == org.County {
			continue
		}
		for _, k := range []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal} {
			out = append(out, org.Post{ID: org.PostOf(u.ID, k), Unit: u.ID, Kind: k, Title: u.Name + k.Name()})
		}
	}
	for _, k := range []org.Kind{org.Operator, org.Outsourced, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead} {
		out = append(out, org.Post{ID: org.PostOf(org.HotlineOffice, k), Unit: org.HotlineOffice, Kind: k, Title: k.Name()})
	}
	for _, u := range []org.UnitID{org.PerformanceCentre, org.EfficiencyOffice} {
		out = append(out, org.Post{ID: org.PostOf(u, org.JointBody), Unit: u, Kind: org.JointBody, Title: "联合督办员"})
	}
	return append(out,
		org.Post{ID: org.PostGovHead, Unit: org.GovOffice, Kind: org.GovOfficeHead, Title: "县政府办负责人"},
		org.Post{ID: org.PostHotlineDeputy, Unit: org.Government, Kind: org.HotlineDeputy, Title: "分管热线工作的副县长"},
		org.Post{ID: "county/deputy.1", Unit: org.Government, Kind: org.Deputy, Title: "分管城管工作副县长"},
		org.Post{ID: "county/deputy.2", Unit: org.Government, Kind: org.Deputy, Title: "分管教育工作副县长"},
		org.Post{ID: org.PostMagistrate, Unit: org.Government, Kind: org.Magistrate, Title: "县长"},
		org.Post{ID: "hotline/system_admin", Unit: org.HotlineOffice, Kind: org.SystemAdmin, Title: "系统管理员"})
}

// NewWorld opens a world on an archive: a directory (SQLite) or a postgres:// URL. It begins on Monday 2026-03-02 09:00. Nothing is held there: what
// is submitted counts at once.
func NewWorld(t *testing.T, where string) *World {
	t.Helper()
	return NewWorldWithUndo(t, where, 0)
}

// NewWorldWithUndo is NewWorld with an undo window.
func NewWorldWithUndo(t *testing.T, where string, undo time.Duration) *World {
	t.Helper()
	w := &World{T: t, Clock: &Clock{}}
	w.Clock.Set("2026-03-02 09:00")
	var err error
	if w.Store, err = store.Open(t.Context(), where, "test"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Store.Close(); err != nil {
			t.Error(err)
		}
	})
	dir := t.TempDir()
	if w.Vault, err = vault.Open(dir + "/master.key"); err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.OpenDir(dir + "/blobs")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	w.Blobs = blobs
	w.Erasures = w.Vault.Erasures(dir + "/destroyed.list")
	if w.Desk, err = desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: blobs, Clock: w.Clock.Now, Undo: undo, Erasures: w.Erasures}); err != nil {
		t.Fatal(err)
	}
	w.Jobs = jobs.New(w.Store.Queue(), w.Desk.Handle, w.Clock.Now, jobs.Options{})
	if err := w.Desk.SaveDirectory(t.Context(), Units, Posts()); err != nil {
		t.Fatal(err)
	}
	return w
}

// As is an actor in a post, with an account of the same name.
func As(post org.PostID) org.Actor {
	for _, p := range Posts() {
		if p.ID == post {
			return org.NewDirectory(Units, Posts()).Whole(org.Actor{Account: org.AccountID("a-" + string(post)), Post: p})
		}
	}
	panic("testkit: no post " + string(post))
}

// Tick fires everything due by now, in order, until nothing is.
func (w *World) Tick() {
	w.T.Helper()
	for range 100 {
		n, err := w.Jobs.Sweep(w.T.Context())
		if err != nil {
			w.T.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
	w.T.Fatal("timers never come to rest")
}

// Do gives commands and fails the test on an error.
func (w *World) Do(by org.PostID, id string, cs ...order.Command) desk.Done {
	w.T.Helper()
	d, err := w.Try(by, id, cs...)
	if err != nil {
		w.T.Fatalf("%T by %s: %v", cs[0], by, err)
	}
	return d
}

// Try gives commands.
func (w *World) Try(by org.PostID, id string, cs ...order.Command) (desk.Done, error) {
	return w.Desk.Do(context.Background(), desk.Ask{Actor: As(by), Order: id, Route: "test", Commands: cs})
}

// Order reads an order as a post sees it.
func (w *World) Order(by org.PostID, id string) desk.OrderView {
	w.T.Helper()
	r, err := w.Desk.Reader(w.T.Context(), As(by))
	if err != nil {
		w.T.Fatal(err)
	}
	v, err := r.Order(w.T.Context(), id)
	if err != nil {
		w.T.Fatal(err)
	}
	return v
}

// By is who gives a command, in a post.
func By(post org.PostID) order.By { return order.By{Actor: As(post)} }

// Complaint is an ordinary request for tests.
func (w *World) Complaint() order.Register {
	return w.Desk.NewRegister(order.Register{By: By("hotline/operator"), Request: order.Request[order.Private]{
		Channel: "D1", TakenAt: w.Clock.Now(), Type: order.Complaint, Category: "0204", Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true,
		Town: "341622001", Place: "北城社区", Title: "路口下水道堵塞，污水漫上路面", CallerKind: order.Person, Sex: "f",
		Name: order.Private{Text: "王秀兰"}, Phone: order.Private{Text: "138 0000 1234"}, Words: order.Private{Text: "北城社区东边路口的下水道堵了三天，污水漫到人行道上，孩子上学要绕路。我叫王秀兰，电话13800001234。"},
		Ask: order.Private{Text: "尽快疏通，查清原因。"},
	}})
}

// Dispatched registers a complaint and sends it to a unit.
func (w *World) Dispatched(unit org.UnitID) string {
	w.T.Helper()
	id := w.Do("hotline/operator", "", w.Complaint(), order.SubmitForDispatch{By: By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: unit}}).ID
	w.Do("hotline/dispatcher", id, order.Dispatch{By: By("hotline/dispatcher"), To: order.Target{Unit: unit}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
	return id
}

// Head is the length of the log: what was stored.
func (w *World) Head() int64 {
	w.T.Helper()
	n, err := w.Store.Head(w.T.Context())
	if err != nil {
		w.T.Fatal(err)
	}
	return n
}

// CheckArchive holds every read model against the log, and again after a replay.
func (w *World) CheckArchive() {
	w.T.Helper()
	for _, when := range []string{"as written", "after a replay"} {
		bad, err := w.Store.CheckProjections(w.T.Context())
		if err != nil {
			w.T.Fatal(err)
		}
		for _, b := range bad {
			w.T.Errorf("%s: %s", when, b)
		}
		if _, _, err := w.Store.Replay(w.T.Context()); err != nil {
			w.T.Fatal(err)
		}
	}
}
