// Package server wires the rooms into one running program and starts and stops it. It is the only room that reads the real clock. Start reading at New.
package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"

	"huiyin/internal/api"
	"huiyin/internal/blob"
	"huiyin/internal/console"
	"huiyin/internal/desk"
	"huiyin/internal/jobs"
	"huiyin/internal/notify"
	"huiyin/internal/portal"
	"huiyin/internal/sample"
	"huiyin/internal/sqldb"
	"huiyin/internal/store"
	"huiyin/internal/vault"
)

// Config is all that a running program needs to know; the zero value of a field takes its default.
type Config struct {
	Data     string           // directory of the embedded archive, of attachments and, by default, of the keys
	Database string           // postgres:// URL; empty = embedded
	KeyFile  string           // master key; default Data/keys/master.key
	Addr     string           // default 127.0.0.1:7812
	Portal   string           // where the citizens' pages listen, apart from the staff's; empty: nowhere
	Citizens string           // where citizens reach them, printed in square codes; default http://Portal
	Leave    string           // where 快速离开 leads; a page that says nothing of us; default the State Council.s
	Notify   string           // the file that says how messages go out; empty: they wait in the outbox
	Proxies  []netip.Prefix   // proxies of ours: they may say for whom they ask
	Scanner  string           // where a malware scanner listens: a socket's path or host:port; empty: none
	Node     string           // name of this process in the log
	TLS      bool             // people reach us by https through a proxy
	Base     string           // where people reach the program, printed in square codes; default http://Addr
	RingHash string           // SHA-256 in hex of the token with which an exchange reports calls; empty = it may not
	Clock    func() time.Time // default the real clock; tests move their own
	Undo     time.Duration    // how long a dispatch, an urge or a closing can be taken back; default 10 s, negative: not at all
	Log      *slog.Logger
	Staged   *Staged // a simulated year; nil in the life of an office
}

// Staged is what a simulation puts in the place of chance, so that the same seed gives the same log, and in the way of the program, so that it can die
// at any step. Nothing but a simulation sets it.
type Staged struct {
	NewID func() string            // names what is new
	Blobs blob.Store               // keeps the bytes of attachments, under addresses that are the same each time
	Try   func(point string) error // see store.Try
}

func (c *Config) defaults() {
	if c.Data == "" {
		c.Data = "data"
	}
	if c.KeyFile == "" {
		c.KeyFile = filepath.Join(c.Data, "keys", "master.key")
	}
	if c.Addr == "" {
		c.Addr = "127.0.0.1:7812"
	}
	if c.Base == "" {
		c.Base = "http://" + c.Addr
	}
	if c.Citizens == "" {
		c.Citizens = "http://" + c.Portal
	}
	if c.Leave == "" {
		c.Leave = "https://www.gov.cn/"
	}
	if c.Node == "" {
		c.Node = "node1"
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Undo == 0 {
		c.Undo = 10 * time.Second
	}
}

// ClockOf is the clock that a program of this configuration runs by.
func ClockOf(c Config) func() time.Time {
	c.defaults()
	return c.Clock
}

// Server is the wired program. New opens, Start serves, Stop closes everything in the reverse order of opening.
type Server struct {
	Store *store.Store
	Vault *vault.Vault
	Desk  *desk.Service
	Jobs  *jobs.Runner
	App   http.Handler // staff and systems
	Door  http.Handler // citizens

	cfg      Config
	cleanups []cleanup
	listener net.Listener
	http     *http.Server
	outside  net.Listener
	door     *http.Server
	stopJobs context.CancelFunc
	jobsDone chan struct{}
}

type cleanup struct {
	name string
	do   func() error
}

// New opens the archive and wires the rooms. It does not listen yet and fires no timer.
func New(ctx context.Context, cfg Config) (s *Server, err error) {
	cfg.defaults()
	s = &Server{cfg: cfg}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
			s = nil
		}
	}()
	where := cfg.Database
	if where == "" {
		where = cfg.Data
	}
	var options []sqldb.Option
	if cfg.Staged != nil {
		options = append(options, sqldb.Alone())
	}
	if s.Store, err = store.Open(ctx, where, cfg.Node, options...); err != nil {
		return s, fmt.Errorf("open archive: %w", err)
	}
	s.push("archive", s.Store.Close)
	staged := Staged{}
	if cfg.Staged != nil {
		staged = *cfg.Staged
	}
	if staged.Try != nil {
		s.Store.Try(staged.Try)
	}
	if err := s.openVault(ctx); err != nil {
		return s, err
	}
	blobs := staged.Blobs
	switch {
	case blobs != nil:
	case s.Store.Dialect() == sqldb.Postgres:
		blobs = s.Store.Chunks()
	default:
		dir, err := blob.OpenDir(filepath.Join(cfg.Data, "blobs"))
		if err != nil {
			return s, err
		}
		s.push("blobs", dir.Close)
		blobs = dir
	}
	var gateways *notify.Gateways
	if cfg.Notify != "" {
		if gateways, err = notify.Load(cfg.Notify); err != nil {
			return s, err
		}
	}
	var scanner *blob.Scanner
	if cfg.Scanner != "" {
		if scanner, err = blob.NewScanner(cfg.Scanner); err != nil {
			return s, err
		}
	}
	if s.Desk, err = desk.New(desk.Options{Gateways: gateways, Scanner: scanner, Store: s.Store, Vault: s.Vault, Blobs: blobs, Clock: cfg.Clock, Undo: cfg.Undo, NewID: staged.NewID, Duties: sample.Duties(),
		Erasures: s.Vault.Erasures(ErasureList(cfg.KeyFile))}); err != nil {
		return s, err
	}
	if err := s.seedCounty(ctx); err != nil {
		return s, err
	}
	// Before anything is read: what was destroyed since this copy of the archive was made.
	if _, err := s.Desk.KeepErasures(ctx); err != nil {
		return s, err
	}
	if err := s.Desk.ReindexOnce(ctx); err != nil {
		return s, err
	}
	side := 0
	if cfg.Staged != nil {
		side = 1 // one after the other, or two runs would differ
	}
	s.Jobs = jobs.New(s.Store.Queue(), s.Desk.Handle, cfg.Clock, jobs.Options{Log: cfg.Log, Side: side})
	if cfg.Staged != nil {
		s.App, s.Door = &late{make: s.pages}, &late{make: s.citizens}
		return s, nil
	}
	if s.App, err = s.pages(); err != nil {
		return s, err
	}
	s.Door, err = s.citizens()
	return s, err
}

// late makes the pages when the first one is asked for: a simulation starts the program often and looks at few of them.
type late struct {
	make func() (http.Handler, error)
	once sync.Once
	h    http.Handler
}

// ServeHTTP serves them.
func (l *late) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.once.Do(func() {
		var err error
		if l.h, err = l.make(); err != nil {
			l.h = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			})
		}
	})
	l.h.ServeHTTP(w, r)
}

// pages are everything that is served.
func (s *Server) pages() (http.Handler, error) {
	cfg := s.cfg
	county := sample.County()
	pages, err := console.New(console.Options{Desk: s.Desk, Log: cfg.Log, TLS: cfg.TLS, Profile: console.Profile{System: county.Profile.System, Office: county.Profile.Office,
		Internal: county.Profile.OfficePhone, Public: county.Profile.PublicNumber, ReplyMost: county.Profile.ReplyMost, Places: county.Places, Referrals: referrals(), RingHash: cfg.RingHash, Base: cfg.Base}})
	if err != nil {
		return nil, err
	}
	programs, err := api.New(api.Options{Desk: s.Desk, Log: cfg.Log, TLS: cfg.TLS, Public: county.Profile.PublicNumber})
	if err != nil {
		return nil, err
	}
	return beside(programs, pages), nil
}

// citizens are the pages of the other listener: nothing of the staff's is reachable there, and nothing of theirs here.
func (s *Server) citizens() (http.Handler, error) {
	return portal.New(portal.Options{Desk: s.Desk, Log: s.cfg.Log, TLS: s.cfg.TLS, Proxies: s.cfg.Proxies, Profile: CitizensProfile(s.cfg)})
}

// CitizensProfile is what of the county stands on the citizens' pages of a configuration.
func CitizensProfile(cfg Config) portal.Profile {
	cfg.defaults()
	county := sample.County().Profile
	return portal.Profile{System: county.Hotline, Office: county.Name + "人民政府办公室", Phone: county.PublicNumber, Base: cfg.Citizens, Leave: cfg.Leave, Hosts: county.Footer}
}

// ErasureList is where the list of what was destroyed stands: beside the master key, outside the archive.
func ErasureList(keyFile string) string {
	return filepath.Join(filepath.Dir(keyFile), "destroyed.list")
}

// beside serves the JSON interface on the same listener as the pages.
func beside(programs, pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if api.Serves(r.URL.Path) {
			programs.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
}

// openVault opens the keys. A new key is made for an empty archive only: an archive that has lost its key would seal new texts under another one and
// never open the old.
func (s *Server) openVault(ctx context.Context) error {
	head, err := s.Store.Head(ctx)
	if err != nil {
		return err
	}
	if _, err := os.Stat(s.cfg.KeyFile); errors.Is(err, fs.ErrNotExist) && head > 0 {
		return fmt.Errorf("库里已有数据，却找不到主密钥文件 %s；请把保管的密钥放回原处，不要新建", s.cfg.KeyFile)
	}
	s.Vault, err = vault.Open(s.cfg.KeyFile)
	return err
}

// seedCounty gives an empty archive the units and posts of the embedded county profile.
func (s *Server) seedCounty(ctx context.Context) error {
	dir, err := s.Desk.Directory(ctx)
	if err != nil || len(dir.Units()) > 0 {
		return err
	}
	c := sample.County()
	return s.Desk.SaveDirectory(ctx, c.Units, c.Posts)
}

func (s *Server) push(name string, do func() error) {
	s.cleanups = append(s.cleanups, cleanup{name, do})
}

// Start listens and lets timers fire.
func (s *Server) Start() error {
	l, err := net.Listen("tcp", s.cfg.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.cfg.Addr, err)
	}
	s.listener = l
	s.http = s.serveOn(l, s.App)
	s.http.RegisterOnShutdown(s.Desk.HangUp)
	if s.cfg.Portal != "" {
		if s.outside, err = net.Listen("tcp", s.cfg.Portal); err != nil {
			return fmt.Errorf("listen for citizens on %s: %w", s.cfg.Portal, err)
		}
		s.door = s.serveOn(s.outside, s.Door)
	}
	if err := s.Desk.KeepRules(context.Background()); err != nil {
		return err
	}
	if err := s.Desk.PlanDigest(context.Background()); err != nil {
		return err
	}
	if err := s.Desk.PlanAttendance(context.Background()); err != nil {
		return err
	}
	if err := s.Desk.PlanDirectives(context.Background()); err != nil {
		return err
	}
	if err := s.Desk.PlanPhones(context.Background()); err != nil {
		return err
	}
	if err := s.Desk.PlanMonday(context.Background()); err != nil {
		return err
	}
	if err := s.Desk.PlanBulletin(context.Background()); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stopJobs, s.jobsDone = stop, make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() { s.Jobs.Run(ctx) })
	if s.Desk.Delivers() {
		work.Go(func() {
			s.again(ctx, deliverEach, "deliver messages", func() error {
				_, err := s.Desk.Deliver(ctx, sample.County().Profile.PublicNumber, s.cfg.Log)
				return err
			})
		})
	}
	if s.Desk.Scans() {
		work.Go(func() {
			s.again(ctx, rescanEach, "look at held files", func() error {
				_, err := s.Desk.Rescan(ctx)
				return err
			})
		})
	}
	go func() {
		defer close(s.jobsDone)
		work.Wait()
	}()
	return nil
}

// How often the outbox and the files that wait for the scanner are looked into.
const (
	deliverEach = 3 * time.Second
	rescanEach  = 30 * time.Second
)

// again does a thing until the program stops.
func (s *Server) again(ctx context.Context, each time.Duration, what string, do func() error) {
	tick := time.NewTicker(each)
	defer tick.Stop()
	for {
		if err := do(); err != nil && ctx.Err() == nil {
			s.cfg.Log.Error(what, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// serveOn serves a listener until it is shut down.
func (s *Server) serveOn(l net.Listener, h http.Handler) *http.Server {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	go func() {
		if err := srv.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			s.cfg.Log.Error("serve", "err", err)
		}
	}()
	return srv
}

// CitizensAddr is where the citizens' pages listen, empty where they do not.
func (s *Server) CitizensAddr() string {
	if s.outside == nil {
		return s.cfg.Portal
	}
	return s.outside.Addr().String()
}

// Addr is where the program listens.
func (s *Server) Addr() string {
	if s.listener == nil {
		return s.cfg.Addr
	}
	return s.listener.Addr().String()
}

// Stop lets requests finish and closes everything. It may be called twice, and on a half-opened server.
func (s *Server) Stop(ctx context.Context) error {
	var errs []error
	if s.http != nil {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		errs = append(errs, s.http.Shutdown(ctx))
		s.http = nil
		if s.door != nil {
			errs = append(errs, s.door.Shutdown(ctx))
			s.door = nil
		}
		cancel()
	}
	if s.stopJobs != nil {
		s.stopJobs()
		<-s.jobsDone
		s.stopJobs = nil
	}
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		if err := s.cleanups[i].do(); err != nil {
			errs = append(errs, fmt.Errorf("close %s: %w", s.cleanups[i].name, err))
		}
	}
	s.cleanups = nil
	return errors.Join(errs...)
}

func referrals() []console.Referral {
	var out []console.Referral
	for _, r := range sample.Referrals() {
		out = append(out, console.Referral{Body: r.Body, Phone: r.Phone, Ground: r.Ground})
	}
	return out
}
