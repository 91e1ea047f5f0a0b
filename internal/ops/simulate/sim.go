package simulate

import (
	"bytes"
	"container/heap"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/server"
)

// sim is a year under way. One goroutine drives it.
type sim struct {
	o     Options
	ctx   context.Context
	now   time.Time
	clock time.Duration // what the wall clock is wrong by
	queue moments
	serial,
	names,
	keys int

	srv   *server.Server
	files *files
	log   *watch // what the program logs
	fate  fate
	down  time.Time // the program does not run before

	county *county
	world  *world // what the log says
	laws   []law
	report Report
	matrix Matrix

	said     map[string]bool // what was said of a broken law before
	almanacs map[int]almanac // what each calendar version of this run says
	probed   map[int64]bool  // records that the program was made to write

	acks    []ack          // what was acknowledged, in its order
	acked   int            // of those, how many were looked for
	numbers map[string]int // orders of a day

	actors  map[keep]org.Actor
	readers map[keep]*desk.Reader
	seats   map[org.AccountID]*seat

	whose map[string]int    // the caller of an order and one; none where nobody knows
	rules map[int]announced // versions of the rules that this run brought in

	rngs map[string]*rand.Rand
	end  calendar.Date // first day after the callers' year
	calm bool          // faults are over, everybody is prompt
}

// moment is something that happens at a time; those of one time in the order of planning.
type moment struct {
	at  time.Time
	n   int
	who string
	do  func()
}

type moments []moment

func (m moments) Len() int { return len(m) }
func (m moments) Less(i, j int) bool {
	return m[i].at.Before(m[j].at) || m[i].at.Equal(m[j].at) && m[i].n < m[j].n
}
func (m moments) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m *moments) Push(x any)   { *m = append(*m, x.(moment)) }
func (m *moments) Pop() any {
	x := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return x
}

// at plans something; what lies in the past happens next.
func (s *sim) at(t time.Time, who string, do func()) {
	s.serial++
	heap.Push(&s.queue, moment{t, s.serial, who, do})
}

// rand is the chance of one kind of actors: a new kind does not change what the others draw.
func (s *sim) rand(name string) *rand.Rand {
	if r := s.rngs[name]; r != nil {
		return r
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	s.rngs[name] = rand.New(rand.NewPCG(s.o.Seed, h.Sum64()))
	return s.rngs[name]
}

func one[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// chance is true n times in a hundred.
func chance(r *rand.Rand, n int) bool { return r.IntN(100) < n }

// minutes is a span of minutes between two.
func minutes(r *rand.Rand, from, to int) time.Duration {
	return time.Duration(from*60+r.IntN(max(1, (to-from)*60))) * time.Second
}

// Run plays one year and says what came of it. An error means that it could not be played; what broke a law is in the report.
func Run(ctx context.Context, o Options) (rep Report, err error) {
	s := &sim{o: o, ctx: ctx, files: newFiles(), log: &watch{}, rngs: map[string]*rand.Rand{}, numbers: map[string]int{}, almanacs: map[int]almanac{}, probed: map[int64]bool{}, said: map[string]bool{}, matrix: Matrix{}, actors: map[keep]org.Actor{}, readers: map[keep]*desk.Reader{}, seats: map[org.AccountID]*seat{}, whose: map[string]int{}, rules: map[int]announced{}}
	first := dayOf(o.Size.From)
	s.end = first.AddDays(o.Size.Days)
	s.now = first.Midnight().Add(7 * time.Hour)
	s.report = Report{Seed: o.Seed, Size: o.Size.Name, Crashes: map[string]int{}, Statuses: map[string]int{}, Checks: map[string]int{}, Beside: Beside{}, Reached: map[string]int{}}
	if o.Real != nil {
		began := o.Real()
		defer func() { rep.Took = o.Real().Sub(began) }()
	}
	if err := s.key(); err != nil {
		return s.report, err
	}
	if err := s.open(); err != nil {
		return s.report, err
	}
	defer func() { _ = s.srv.Stop(context.WithoutCancel(ctx)) }()
	s.laws = laws()
	s.world = newWorld()
	if err := s.found(); err != nil {
		return s.report, fmt.Errorf("found the county: %w", err)
	}
	for _, a := range actors() {
		a.plan(s)
	}
	s.at(first.Next().Midnight(), "midnight", s.midnight)
	err = s.play()
	if err == nil {
		s.rest(true)
	}
	s.finish()
	return s.report, err
}

// key writes the master key that belongs to the seed.
func (s *sim) key() error {
	k := make([]byte, 32)
	r := s.rand("key")
	for i := range k {
		k[i] = byte(r.Uint32())
	}
	dir := filepath.Join(s.o.Dir, "keys")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make key directory: %w", err)
	}
	return os.WriteFile(filepath.Join(dir, "master.key"), []byte(hex.EncodeToString(k)+"\n"), 0o400)
}

// open starts the program on what is on the disk, as after a death. It may die while it starts, and is started again.
func (s *sim) open() error {
	for {
		err := s.starts()
		if err == nil || s.fate.dead == "" {
			return err
		}
		s.report.Crashes[s.fate.dead]++
		s.trace("died at %s, starting", s.fate.dead)
	}
}

func (s *sim) starts() error {
	s.fate.dead = ""
	s.forget()
	srv, err := server.New(s.ctx, server.Config{Data: s.o.Dir, Database: s.o.Database, Node: "sim", Clock: func() time.Time { return s.now.Add(s.clock) },
		Log: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Staged: &server.Staged{NewID: s.newID, Blobs: s.files, Try: s.fate.try}})
	if err != nil {
		return fmt.Errorf("open the program: %w", err)
	}
	s.srv = srv
	for _, plan := range []func(context.Context) error{srv.Desk.KeepRules, srv.Desk.PlanDigest, srv.Desk.PlanAttendance, srv.Desk.PlanDirectives, srv.Desk.PlanPhones, srv.Desk.PlanMonday} {
		if err := plan(s.ctx); err != nil {
			return errors.Join(fmt.Errorf("open the program: %w", err), srv.Stop(s.ctx))
		}
	}
	return nil
}

// newID names what is new: the same names each time.
func (s *sim) newID() string {
	s.names++
	return fmt.Sprintf("%08x-0000-7000-8000-%012x", s.names, s.o.Seed&0xffffffffffff)
}

func (s *sim) newKey() string {
	s.keys++
	return fmt.Sprintf("%032x", s.keys)
}

// play lets moments pass until every order has ended.
func (s *sim) play() error {
	for {
		if s.ctx.Err() != nil || s.o.Stop != nil && s.o.Stop() {
			s.report.Stopped = true
			return nil
		}
		if len(s.report.Violations) >= mostViolations || len(s.queue) == 0 {
			return nil
		}
		m := heap.Pop(&s.queue).(moment)
		if err := s.until(m.at); err != nil {
			return err
		}
		if s.now.Before(m.at) {
			s.now = m.at
		}
		if s.now.Before(s.down) { // nobody can do anything: it is done when the program is back
			s.at(s.down.Add(time.Minute), m.who, m.do)
			continue
		}
		m.do()
		if err := s.tail(); err != nil {
			return err
		}
		if m.who == "midnight" && s.done() {
			return nil
		}
	}
}

// until fires what comes due before t, each at its own time.
func (s *sim) until(t time.Time) error {
	for {
		if s.now.Before(s.down) {
			if !s.down.Before(t) {
				return nil
			}
			s.now = s.down
		}
		next, err := s.srv.Store.Queue().Next(s.ctx, s.now.Add(s.clock))
		if err != nil {
			return err
		}
		next = next.Add(-s.clock)
		if next.IsZero() || next.After(t) || next.Year() < 2000 {
			return nil
		}
		if s.now.Before(next) {
			s.now = next
		}
		if err := s.sweep(); err != nil {
			return err
		}
	}
}

// sweep fires what is due now.
func (s *sim) sweep() error {
	for n := 1; n > 0; {
		var err error
		n, err = s.srv.Jobs.Sweep(s.ctx)
		if s.fate.dead != "" {
			if err := s.revive(); err != nil {
				return err
			}
			n = 1
			s.now = s.now.Add(61 * time.Second) // the leases of the dead end
		} else if err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
		if err := s.tail(); err != nil {
			return err
		}
	}
	return nil
}

// midnight is the daily look at rest.
func (s *sim) midnight() {
	s.forget()
	d := calendar.DateOf(s.now)
	if d >= s.end && !s.calm {
		s.calm = true // faults are over: everything must end (I25)
	}
	s.rest(false)
	if d < s.end.AddDays(400) {
		s.at(d.Next().Midnight(), "midnight", s.midnight)
	}
}

// done reports whether the year is over and every order has ended.
func (s *sim) done() bool {
	if !s.calm {
		return false
	}
	for _, o := range s.world.orders {
		if !o.st.Status.Terminal() {
			return false
		}
	}
	return true
}

func (s *sim) broken(law, where, format string, args ...any) {
	key := law + where + format
	if s.said[key] {
		return // it was so yesterday
	}
	s.said[key] = true
	if len(s.report.Violations) < mostViolations {
		v := Violation{law, s.now.In(calendar.Beijing).Format("2006-01-02 15:04:05") + " " + where, fmt.Sprintf(format, args...)}
		s.report.Violations = append(s.report.Violations, v)
		s.trace("BROKEN %s", v)
	}
}

func (s *sim) trace(format string, args ...any) {
	if s.o.Trace != nil {
		s.o.Trace(s.now.In(calendar.Beijing).Format("01-02 15:04:05 ")+format, args...)
	}
}

func (s *sim) finish() {
	s.report.Orders = len(s.world.orders)
	s.report.Matrix = s.matrix
	s.report.Canaries = len(s.county.callers)
	for _, a := range s.world.areas {
		s.report.Formed += len(a.formed)
	}
	for _, l := range s.world.orders {
		s.report.Rows += len(l.watch.Cases)
	}
	for _, o := range s.world.orders {
		s.report.Statuses[string(o.st.Status)]++
	}
	if rep, err := s.srv.Store.Check(s.ctx, nil); err == nil {
		s.report.Events, s.report.Hash = rep.Head, rep.Hash.String()
	}
}

// reader is a reader of somebody's, as his pages have one.
func (s *sim) reader(who org.Actor) (*desk.Reader, error) {
	k := keep{who.Account, who.Post.ID, s.today()}
	if r := s.readers[k]; r != nil {
		return r, nil
	}
	r, err := s.srv.Desk.Reader(s.ctx, who)
	if err == nil {
		s.readers[k] = r
	}
	return r, err
}

// watch keeps what the program logs, until it is looked through.
type watch struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (w *watch) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.b.Write(p)
}

// take answers what was logged since the last look.
func (w *watch) take() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := bytes.Clone(w.b.Bytes())
	w.b.Reset()
	return out
}
