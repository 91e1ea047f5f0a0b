package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"huiyin/internal/ledger"
	"huiyin/internal/sqldb"
)

// writing is one batch under way.
type writing struct {
	s        *Store
	ctx      context.Context
	tx       *sqldb.Tx
	queue    sqldb.Batch
	pos      int64
	hash     ledger.Hash
	start    int64
	versions map[Stream]int64
	numbers  map[[2]string]int64
	keys     map[CommandKey][2]string // keys answered in this batch: digest, outcome
}

// later queues a statement whose effect nobody in this batch reads; the queue travels in one go.
func (w *writing) later(name string, args ...any) { w.queue.Add(name, args...) }

// now runs a statement at once, after all that was queued, and says how many rows it touched.
func (w *writing) now(name string, args ...any) (int64, error) {
	if err := w.flush(); err != nil {
		return 0, err
	}
	return w.tx.Exec(w.ctx, name, args...)
}

func (w *writing) flush() error {
	defer w.queue.Clear()
	return w.tx.Send(w.ctx, &w.queue)
}

// lock takes the log's head: whoever holds it writes alone, over all processes.
func (w *writing) lock() error {
	var hash string
	if err := w.tx.Row(w.ctx, "head_lock", []any{&w.pos, &hash}); err != nil {
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

// finish moves the head, from where this batch found it: a writer that lost its lock without noticing touches no row.
func (w *writing) finish() error {
	if w.pos == w.start {
		return w.flush()
	}
	n, err := w.now("head_set", w.pos, w.hash.String(), w.start)
	if err == nil && n != 1 {
		err = fmt.Errorf("move head from %d: another writer did", w.start)
	}
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
	for _, sw := range a.Writes {
		have, err := w.version(sw.Stream)
		if err != nil {
			return answer{}, err
		}
		if sw.Expect >= 0 && have != sw.Expect {
			return answer{err: &ErrConflict{Stream: sw.Stream, Have: have, Want: sw.Expect}}, nil
		}
	}
	// Two first calls of one person may make his key at once. The loser's texts are sealed under a key that is not kept: it must seal again.
	for _, k := range a.Keys {
		if n, err := w.now("person_key_put", k.Subject, k.Wrapped); err != nil {
			return answer{}, err
		} else if n == 0 {
			return answer{err: &ErrConflict{Stream: Stream{Type: "person_key", ID: k.Subject}, Have: 1, Want: 0}}, nil
		}
	}
	// Taking the item away is the proof of the lease: another process may claim an expired one between a look and the end of this batch.
	if f := a.Finish; f != nil {
		if n, err := w.now("due_done", f.ID, f.Token); err != nil {
			return answer{}, err
		} else if n == 0 {
			return answer{err: ErrLeaseLost}, nil
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
		err := w.tx.Row(w.ctx, "command_get", []any{&digest, &outcome}, k.Actor, k.Route, k.Key)
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
	w.later("command_seen", k.Actor, k.Route, k.Key)
	return answer{res: Result{Outcome: []byte(was[1]), Replayed: true}}, true, nil
}

func (w *writing) version(st Stream) (int64, error) {
	v, ok := w.versions[st]
	if !ok {
		if err := w.tx.Row(w.ctx, "stream_version", []any{&v}, st.Type, st.ID); err != nil {
			return 0, fmt.Errorf("read version of %s %s: %w", st.Type, st.ID, err)
		}
		w.versions[st] = v
	}
	return v, nil
}

// allot gives out the numbers an append wants; pos is that of its first event, for the record of numbers.
func (w *writing) allot(wants []NumberWant, pos int64) (map[string]string, error) {
	out := map[string]string{}
	for _, n := range wants {
		k := [2]string{n.Kind, n.Period}
		last, ok := w.numbers[k]
		if !ok {
			if err := w.tx.Row(w.ctx, "number_last", []any{&last}, n.Kind, n.Period); err != nil && !errors.Is(err, sql.ErrNoRows) {
				return nil, fmt.Errorf("allot %s: %w", n.Kind, err)
			}
		}
		last++
		w.numbers[k] = last
		w.later("number_set", n.Kind, n.Period, last)
		out[n.Slot] = fmt.Sprintf("%s%0*d%s", n.Prefix, n.Digits, last, n.Suffix)
		w.later("number_issue", n.Kind, n.Period, last, out[n.Slot], pos)
	}
	return out, nil
}

func (w *writing) put(a Append) (answer, error) {
	numbers, err := w.allot(a.Numbers, w.pos+1)
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
	for _, x := range a.Seals {
		w.later("sealed_put", x.Ref, x.Subject, x.Class, x.Ciphertext)
	}
	for _, r := range a.Rows {
		args := make([]any, len(r.Args))
		for i, x := range r.Args {
			switch x := x.(type) {
			case string:
				args[i] = fill(x)
			case PosOf:
				args[i] = at[x.Write][x.Event]
			case indexWords:
				seq, known := x.seq.(int64)
				if p, ok := x.seq.(PosOf); ok {
					seq, known = at[p.Write][p.Event], true
				}
				if !known {
					return answer{}, fmt.Errorf("append: the words of a text at %v", x.seq)
				}
				args[i] = x.written(w.s.db.Dialect, seq)
			default:
				args[i] = x
			}
		}
		w.later(r.Query, args...)
	}
	w.dues(a)
	if k := a.Key; k != nil {
		w.later("command_put", k.Actor, k.Route, k.Key, k.Digest, string(res.Outcome), ms(a.At))
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
		body = []byte(fill(string(e.Body)))
	}
	r := ledger.Record{Pos: w.pos + 1, StreamType: st.Type, StreamID: st.ID, Version: v + 1, Kind: e.Kind, V: e.V, AtMS: a.At.UnixMilli(), LocalDate: a.LocalDate,
		Week: a.Week, Actor: a.Actor, Post: a.Post, Cause: a.Cause, Node: w.s.node, Body: body}.Seal(w.hash)
	prev := ""
	if w.pos > 0 {
		prev = r.Prev.String()
	}
	w.later("event_put", r.Pos, r.StreamType, r.StreamID, r.Version, r.Kind, r.V, r.AtMS, r.LocalDate, r.Week, r.Actor, r.Post, r.Cause, r.Node,
		string(r.Body), prev, r.Hash.String())
	w.pos, w.hash, w.versions[st] = r.Pos, r.Hash, r.Version
	return nil
}

// dues replaces timers and adds jobs.
func (w *writing) dues(a Append) {
	for _, id := range slices.Sorted(maps.Keys(a.ReplaceTimers)) {
		w.later("due_clear", id)
		for _, d := range a.ReplaceTimers[id] {
			w.later("due_put", d.Key, d.Kind, d.Stream, d.Payload, ms(d.At))
		}
	}
	for _, d := range a.Jobs {
		w.later("due_put", d.Key, d.Kind, d.Stream, d.Payload, ms(d.At))
	}
}
