package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/ledger"
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

// Append hands a write to the writer and waits for its commit. Errors: *ErrConflict (also when another write made the key of the same new
// person first), ErrKeyReused, ErrLeaseLost, ErrUnknown, ErrClosed. A context that ends while the write is under way leaves it unknown: ask
// again with the same key.
func (s *Store) Append(ctx context.Context, a Append) (Result, error) {
	if err := s.validate(a); err != nil {
		return Result{}, err
	}
	if err := s.trial(BeforeAppend); err != nil {
		return Result{}, err
	}
	p := &pending{a: a, done: make(chan answer, 1)}
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
	case <-s.stopped:
		// The writer is gone; it may have answered last.
		select {
		case r := <-p.done:
			return r.res, r.err
		default:
			return Result{}, ErrClosed
		}
	}
}

// validate refuses what would only fail under the log's lock, in a batch with the writes of others.
func (s *Store) validate(a Append) error {
	if a.ReplayOnly && a.Key == nil {
		return errors.New("append: ReplayOnly without a key")
	}
	twice := map[Stream]bool{}
	for _, w := range a.Writes {
		if twice[w.Stream] {
			return fmt.Errorf("append %s %s: the stream is written twice", w.Stream.Type, w.Stream.ID)
		}
		twice[w.Stream] = true
		for _, e := range w.Events {
			r := ledger.Record{StreamType: w.Stream.Type, StreamID: w.Stream.ID, Kind: e.Kind, V: e.V, LocalDate: a.LocalDate, Week: a.Week, Actor: a.Actor,
				Post: a.Post, Cause: a.Cause, Body: e.Body}
			if err := r.Validate(); err != nil {
				return fmt.Errorf("append: %w", err)
			}
		}
	}
	for _, n := range a.Numbers {
		if len(n.Slot) < 8 || n.Kind == "" {
			return fmt.Errorf("append: number %q %q: the slot is too short or the kind missing", n.Slot, n.Kind)
		}
	}
	for _, r := range a.Rows {
		if !s.db.Has(r.Query) {
			return fmt.Errorf("append: no query named %s", r.Query)
		}
		for _, x := range r.Args {
			if p, ok := x.(PosOf); ok && (p.Write < 0 || p.Write >= len(a.Writes) || p.Event < 0 || p.Event >= len(a.Writes[p.Write].Events)) {
				return fmt.Errorf("append: %s asks for the position of event %d of write %d, which is not there", r.Query, p.Event, p.Write)
			}
		}
	}
	return nil
}
