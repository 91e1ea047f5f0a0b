package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/sqldb"
)

// Stream names a stream of the log.
type Stream struct{ Type, ID string }

// NewEvent is an event to be written. Body is JSON and may hold number slots.
type NewEvent struct {
	Kind string
	V    int
	Body []byte
}

// StreamWrite appends events to one stream. Expect is the version the writer decided on: 0 = the stream must not exist, -1 = any.
type StreamWrite struct {
	Stream Stream
	Expect int64
	Events []NewEvent
}

// NumberWant asks for the next number of a kind in a period. Slot is a random text that stands for it in bodies, rows and outcome until the
// number is allotted under the log's lock: gapless, none burnt.
type NumberWant struct {
	Slot   string
	Kind   string // counter
	Period string // 20260302, 2026
	Prefix string
	Suffix string
	Digits int // at least so many; grows past 9999
}

// Exec is one row written by a named query. String arguments may hold slots; PosOf stands for an event's position.
type Exec struct {
	Query string
	Args  []any
}

// PosOf stands for the position of an event of this append.
type PosOf struct{ Write, Event int }

// Due is a timer (kind "timer", one set an order) or a job.
type Due struct {
	Key, Kind, Stream, Payload string
	At                         time.Time
	Attempts                   int64
}

// CommandKey makes a submission idempotent.
type CommandKey struct{ Actor, Route, Key, Digest string }

// Lease is the right to finish a due item.
type Lease struct{ ID, Token string }

// Sealed is a private text on its way into the archive.
type Sealed struct {
	Ref, Subject, Class string
	Ciphertext          []byte
}

// PersonKey is a person's wrapped key.
type PersonKey struct {
	Subject string
	Wrapped []byte
}

// Append is one write: it happens whole or not at all.
type Append struct {
	At                                  time.Time
	LocalDate, Week, Actor, Post, Cause string
	Writes                              []StreamWrite
	Rows                                []Exec
	ReplaceTimers                       map[string][]Due
	Jobs                                []Due
	Finish                              *Lease
	Key                                 *CommandKey
	ReplayOnly                          bool // only look whether Key was answered before
	Outcome                             []byte
	Numbers                             []NumberWant
	Seals                               []Sealed
	Keys                                []PersonKey
}

// Result is what an append came to.
type Result struct {
	Positions []int64 // of the events, in the order of the writes
	Numbers   map[string]string
	Outcome   []byte
	Replayed  bool // the submission was answered before; Outcome is the stored one
}

// ErrConflict says that a stream has moved on since it was read.
type ErrConflict struct {
	Stream     Stream
	Have, Want int64
}

// Error names the stream and versions.
func (e *ErrConflict) Error() string {
	return fmt.Sprintf("append %s %s: at version %d, expected %d", e.Stream.Type, e.Stream.ID, e.Have, e.Want)
}

// The other answers of Append.
var (
	ErrKeyReused = errors.New("command key was used for another body")
	ErrLeaseLost = errors.New("lease was lost")
	ErrUnknown   = errors.New("outcome is unknown")
	ErrClosed    = errors.New("archive is closed")
)

type pending struct {
	ctx  context.Context
	a    Append
	done chan answer
}

type answer struct {
	res Result
	err error
}

// batchSize is how many appends share a commit at most.
const batchSize = 60

// Append hands a write to the writer and waits for its commit. Errors: *ErrConflict, ErrKeyReused, ErrLeaseLost, ErrUnknown, ErrClosed. A context
// that ends while the write is under way leaves it unknown: ask again with the same key.
func (s *Store) Append(ctx context.Context, a Append) (Result, error) {
	p := &pending{ctx: ctx, a: a, done: make(chan answer, 1)}
	select {
	case s.in <- p:
	case <-s.quit:
		return Result{}, ErrClosed
	case <-ctx.Done():
		return Result{}, ctx.Err()
	}
	select {
	case r := <-p.done:
		return r.res, r.err
	case <-ctx.Done():
		return Result{}, fmt.Errorf("%w: %w", ErrUnknown, ctx.Err())
	}
}

// write is the one writer of this process: what queues while a batch is committed makes the next batch.
func (s *Store) write() {
	defer s.done.Done()
	for {
		var batch []*pending
		select {
		case p := <-s.in:
			batch = append(batch, p)
		case <-s.quit:
			for {
				select {
				case p := <-s.in:
					p.done <- answer{err: ErrClosed}
				default:
					return
				}
			}
		}
	fill:
		for len(batch) < batchSize {
			select {
			case p := <-s.in:
				batch = append(batch, p)
			default:
				break fill
			}
		}
		answers, head, err := s.commit(batch)
		if err != nil && len(batch) > 1 && !errors.Is(err, ErrUnknown) {
			// Something unexpected: nothing was written; try each alone so that one bad write harms nobody else.
			for _, p := range batch {
				one, h, err := s.commit([]*pending{p})
				if err != nil {
					one = []answer{{err: err}}
				} else {
					head = h
				}
				p.done <- one[0]
			}
			s.tell(head)
			continue
		}
		for i, p := range batch {
			if err != nil {
				p.done <- answer{err: err}
			} else {
				p.done <- answers[i]
			}
		}
		if err == nil {
			s.tell(head)
		}
	}
}

func (s *Store) tell(pos int64) {
	for _, f := range s.after {
		f(pos)
	}
}

// commit writes a batch in one transaction: losers are dropped with their answer, winners are written.
func (s *Store) commit(batch []*pending) ([]answer, int64, error) {
	ctx := context.Background()
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return nil, 0, fmt.Errorf("begin: %w", err)
	}
	w := &writing{s: s, ctx: ctx, tx: tx, versions: map[Stream]int64{}, numbers: map[[2]string]int64{}, keys: map[CommandKey][2]string{}}
	out := make([]answer, len(batch))
	err = w.lock()
	for i, p := range batch {
		if err != nil {
			break
		}
		out[i], err = w.one(p.a)
	}
	if err == nil {
		err = w.finish()
	}
	if err != nil {
		return nil, 0, errors.Join(err, ignoreDone(tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		if sqldb.Unknown(err) {
			return nil, 0, fmt.Errorf("%w: commit: %w", ErrUnknown, err)
		}
		return nil, 0, fmt.Errorf("commit: %w", err)
	}
	return out, w.pos, nil
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil
	}
	return err
}

// writing is one batch under way.
type writing struct {
	s        *Store
	ctx      context.Context
	tx       *sql.Tx
	pos      int64
	hash     ledger.Hash
	start    int64
	versions map[Stream]int64
	numbers  map[[2]string]int64
	keys     map[CommandKey][2]string // keys answered in this batch: digest, outcome
}

// stmt is a named query prepared once and bound to the batch's transaction.
func (w *writing) stmt(name string) (*sql.Stmt, error) {
	w.s.mu.Lock()
	st := w.s.stmts[name]
	w.s.mu.Unlock()
	if st == nil {
		// Prepared inside the transaction's pool; on SQLite that pool is one connection, which the transaction holds, so prepare on it.
		if w.s.db.Dialect == sqldb.SQLite {
			return w.tx.PrepareContext(w.ctx, w.s.db.Q(name))
		}
		var err error
		if st, err = w.s.db.Write.PrepareContext(w.ctx, w.s.db.Q(name)); err != nil {
			return nil, fmt.Errorf("prepare %s: %w", name, err)
		}
		w.s.mu.Lock()
		w.s.stmts[name] = st
		w.s.mu.Unlock()
	}
	return w.tx.StmtContext(w.ctx, st), nil
}

func (w *writing) exec(name string, args ...any) (int64, error) {
	st, err := w.stmt(name)
	if err != nil {
		return 0, err
	}
	defer st.Close()
	res, err := st.ExecContext(w.ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return res.RowsAffected()
}

func (w *writing) row(name string, dest []any, args ...any) error {
	st, err := w.stmt(name)
	if err != nil {
		return err
	}
	defer st.Close()
	return st.QueryRowContext(w.ctx, args...).Scan(dest...)
}

// lock takes the log's head: whoever holds it writes alone, over all processes.
func (w *writing) lock() error {
	q := w.s.db.Q("head")
	if w.s.db.Dialect == sqldb.Postgres {
		q += " FOR UPDATE"
	}
	var hash string
	if err := w.tx.QueryRowContext(w.ctx, q).Scan(&w.pos, &hash); err != nil {
		return fmt.Errorf("lock head: %w", err)
	}
	w.start = w.pos
	if hash != "" {
		h, err := ledger.ParseHash(hash)
		if err != nil {
			return fmt.Errorf("lock head: %w", err)
		}
		w.hash = h
	}
	return nil
}

func (w *writing) finish() error {
	if w.pos == w.start {
		return nil
	}
	_, err := w.exec("head_set", w.pos, w.hash.String())
	return err
}

// one checks and writes a single append. A refused one is an answer, not an error; an error ends the batch.
func (w *writing) one(a Append) (answer, error) {
	if a.Key != nil {
		ans, seen, err := w.seen(*a.Key)
		if err != nil || seen {
			return ans, err
		}
		if a.ReplayOnly {
			return answer{}, nil
		}
	}
	if a.Finish != nil {
		var token string
		err := w.row("due_lease", []any{&token}, a.Finish.ID)
		if errors.Is(err, sql.ErrNoRows) || err == nil && token != a.Finish.Token {
			return answer{err: ErrLeaseLost}, nil
		}
		if err != nil {
			return answer{}, fmt.Errorf("check lease: %w", err)
		}
	}
	for _, sw := range a.Writes {
		have, err := w.version(sw.Stream)
		if err != nil {
			return answer{}, err
		}
		if sw.Expect >= 0 && have != sw.Expect {
			return answer{err: &ErrConflict{Stream: sw.Stream, Have: have, Want: sw.Expect}}, nil
		}
	}
	return w.put(a)
}

// seen answers a key that was answered before; the retry writes too, so that its own commit stands for the first one's (trust.md, finding 1).
func (w *writing) seen(k CommandKey) (answer, bool, error) {
	id := CommandKey{Actor: k.Actor, Route: k.Route, Key: k.Key}
	was, ok := w.keys[id]
	if !ok {
		var digest, outcome string
		err := w.row("command_get", []any{&digest, &outcome}, k.Actor, k.Route, k.Key)
		if errors.Is(err, sql.ErrNoRows) {
			return answer{}, false, nil
		}
		if err != nil {
			return answer{}, false, fmt.Errorf("look up command: %w", err)
		}
		was = [2]string{digest, outcome}
	}
	if was[0] != k.Digest {
		return answer{err: ErrKeyReused}, true, nil
	}
	if _, err := w.exec("command_seen", k.Actor, k.Route, k.Key); err != nil {
		return answer{}, false, err
	}
	return answer{res: Result{Outcome: []byte(was[1]), Replayed: true}}, true, nil
}

func (w *writing) version(st Stream) (int64, error) {
	v, ok := w.versions[st]
	if !ok {
		if err := w.row("stream_version", []any{&v}, st.Type, st.ID); err != nil {
			return 0, fmt.Errorf("read version of %s %s: %w", st.Type, st.ID, err)
		}
		w.versions[st] = v
	}
	return v, nil
}

// allot gives out the numbers an append wants.
func (w *writing) allot(wants []NumberWant) (map[string]string, error) {
	out := map[string]string{}
	for _, n := range wants {
		k := [2]string{n.Kind, n.Period}
		last, ok := w.numbers[k]
		if !ok {
			if err := w.row("number_last", []any{&last}, n.Kind, n.Period); err != nil && !errors.Is(err, sql.ErrNoRows) {
				return nil, fmt.Errorf("allot %s: %w", n.Kind, err)
			}
		}
		last++
		w.numbers[k] = last
		if _, err := w.exec("number_set", n.Kind, n.Period, last); err != nil {
			return nil, err
		}
		out[n.Slot] = fmt.Sprintf("%s%0*d%s", n.Prefix, n.Digits, last, n.Suffix)
	}
	return out, nil
}

func (w *writing) put(a Append) (answer, error) {
	numbers, err := w.allot(a.Numbers)
	if err != nil {
		return answer{}, err
	}
	fill := func(s string) string {
		for slot, n := range numbers {
			s = strings.ReplaceAll(s, slot, n)
		}
		return s
	}
	res := Result{Numbers: numbers, Outcome: []byte(fill(string(a.Outcome)))}
	at := make([][]int64, len(a.Writes))
	for i, sw := range a.Writes {
		for _, e := range sw.Events {
			if err := w.event(a, sw.Stream, e, fill); err != nil {
				return answer{}, err
			}
			at[i] = append(at[i], w.pos)
			res.Positions = append(res.Positions, w.pos)
		}
	}
	for _, k := range a.Keys {
		if _, err := w.exec("person_key_put", k.Subject, k.Wrapped); err != nil {
			return answer{}, err
		}
	}
	for _, x := range a.Seals {
		if _, err := w.exec("sealed_put", x.Ref, x.Subject, x.Class, x.Ciphertext); err != nil {
			return answer{}, err
		}
	}
	for _, r := range a.Rows {
		args := make([]any, len(r.Args))
		for i, x := range r.Args {
			switch x := x.(type) {
			case string:
				args[i] = fill(x)
			case PosOf:
				args[i] = at[x.Write][x.Event]
			default:
				args[i] = x
			}
		}
		if _, err := w.exec(r.Query, args...); err != nil {
			return answer{}, err
		}
	}
	if err := w.dues(a); err != nil {
		return answer{}, err
	}
	if k := a.Key; k != nil {
		if _, err := w.exec("command_put", k.Actor, k.Route, k.Key, k.Digest, string(res.Outcome), ms(a.At)); err != nil {
			return answer{}, err
		}
		w.keys[CommandKey{Actor: k.Actor, Route: k.Route, Key: k.Key}] = [2]string{k.Digest, string(res.Outcome)}
	}
	return answer{res: res}, nil
}

func (w *writing) event(a Append, st Stream, e NewEvent, fill func(string) string) error {
	v, err := w.version(st)
	if err != nil {
		return err
	}
	body := e.Body
	if len(a.Numbers) > 0 {
		body = []byte(fill(string(bytes.Clone(e.Body))))
	}
	r := ledger.Record{Pos: w.pos + 1, StreamType: st.Type, StreamID: st.ID, Version: v + 1, Kind: e.Kind, V: e.V, AtMS: a.At.UnixMilli(), LocalDate: a.LocalDate,
		Week: a.Week, Actor: a.Actor, Post: a.Post, Cause: a.Cause, Node: w.s.node, Body: body}.Seal(w.hash)
	prev := ""
	if w.pos > 0 {
		prev = r.Prev.String()
	}
	if _, err := w.exec("event_put", r.Pos, r.StreamType, r.StreamID, r.Version, r.Kind, r.V, r.AtMS, r.LocalDate, r.Week, r.Actor, r.Post, r.Cause, r.Node,
		string(r.Body), prev, r.Hash.String()); err != nil {
		return err
	}
	w.pos, w.hash, w.versions[st] = r.Pos, r.Hash, r.Version
	return nil
}

// dues replaces timers, adds jobs and finishes the item that caused the write.
func (w *writing) dues(a Append) error {
	if f := a.Finish; f != nil {
		if _, err := w.exec("due_done", f.ID, f.Token); err != nil {
			return err
		}
	}
	for id, timers := range a.ReplaceTimers {
		if _, err := w.exec("due_clear", id); err != nil {
			return err
		}
		for _, d := range timers {
			if _, err := w.exec("due_put", d.Key, d.Kind, d.Stream, d.Payload, ms(d.At)); err != nil {
				return err
			}
		}
	}
	for _, d := range a.Jobs {
		if _, err := w.exec("due_put", d.Key, d.Kind, d.Stream, d.Payload, ms(d.At)); err != nil {
			return err
		}
	}
	return nil
}
