package desk

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// Supervision is a stream beside each order (Art. 21). What happens to the order writes it in the same append; the office's own acts write it alone, and guard the
// order's version, so that its timers always rest on both as they are.

func (s *Service) watch(ctx context.Context, id string) (oversight.Watch, error) {
	w := oversight.Watch{Order: id}
	recs, err := s.store.Load(ctx, store.WatchStream(id))
	if err != nil {
		return w, fmt.Errorf("load the supervision of %s: %w", id, err)
	}
	return foldWatch(w, recs)
}

func foldWatch(w oversight.Watch, recs []ledger.Record) (oversight.Watch, error) {
	var err error
	for _, r := range recs {
		if w, _, err = store.FoldWatch(w, r); err != nil {
			return w, err
		}
	}
	return w, nil
}

// react adds to a write what supervision follows from it.
func (s *Service) react(ctx context.Context, w *store.Append, d decided, formed *oversight.ClusterFormed) error {
	if len(d.events) == 0 {
		return nil
	}
	watch := oversight.Watch{Order: d.st.ID}
	if !d.fresh {
		var err error
		if watch, err = s.watch(ctx, d.st.ID); err != nil {
			return err
		}
	}
	past, err := s.pastUrges(ctx, d.st)
	if err != nil {
		return err
	}
	out := oversight.React(watch, oversight.Story{Before: d.before, After: d.st, Events: d.events, PastUrges: past, Formed: formed}, d.p, d.now)
	if len(out) == 0 && watch.Version == 0 {
		return nil
	}
	return watched(w, watch, d.st, out, d.now)
}

// pastUrges counts how often callers urged the earlier orders of a matter: three contacts raise supervision, rounds or urges (domain.md §13.21).
func (s *Service) pastUrges(ctx context.Context, st order.State) (int, error) {
	n := 0
	if len(st.Matter.Rounds) < 2 {
		return 0, nil
	}
	for _, r := range st.Matter.Rounds {
		if r.Order == st.ID {
			break
		}
		l, err := s.load(ctx, r.Order)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return 0, err
		}
		n += l.state.CallerUrges
	}
	return n, nil
}

// watched adds the events of a watch to a write, with its rows, figures, messages and timers. Without events it still guards the version that the timers rest on.
func watched(w *store.Append, watch oversight.Watch, st order.State, out []oversight.Event, now time.Time) error {
	write := store.StreamWrite{Stream: store.WatchStream(st.ID), Expect: watch.Version}
	after := watch
	for _, e := range out {
		ev, err := store.WatchEvent(e)
		if err != nil {
			return err
		}
		write.Events = append(write.Events, ev)
		after = oversight.Evolve(after, e)
	}
	after.Order = st.ID
	w.Rows = append(w.Rows, store.WatchRows(after)...)
	w.Rows = append(w.Rows, store.WatchEventRows(len(w.Writes), watch, st, out, now)...)
	w.Writes = append(w.Writes, write)
	if w.ReplaceTimers == nil {
		w.ReplaceTimers = map[string][]store.Due{}
	}
	w.ReplaceTimers[store.WatchTimers(st.ID)] = store.WatchDues(after, st)
	return nil
}

// watchFired is a timer of a watch: the rules look again, and may answer nothing.
func (s *Service) watchFired(ctx context.Context, id string, it jobs.Item) error {
	_, err := s.onWatch(ctx, org.Actor{}, id, &store.CommandKey{}, oversight.Look{}, &store.Lease{ID: it.ID, Token: it.Token})
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

// onWatch decides a command on the watch over an order and writes what follows. The texts of the command are sealed under the order's own key.
func (s *Service) onWatch(ctx context.Context, actor org.Actor, id string, key *store.CommandKey, c oversight.Command, finish *store.Lease) (string, error) {
	key.Digest = s.digestOfWatch(id, c)
	sealed, secrets := s.sealWatch(c)
	for try := 0; ; try++ {
		done, err := s.tryWatch(ctx, actor, id, key, sealed, secrets, finish)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return done, err
	}
}

func (s *Service) tryWatch(ctx context.Context, actor org.Actor, id string, key *store.CommandKey, c oversight.Command, secrets []secret, finish *store.Lease) (string, error) {
	now := s.now()
	l, err := s.load(ctx, id)
	if err != nil {
		return "", err
	}
	w, err := s.watch(ctx, id)
	if err != nil {
		return "", err
	}
	p, err := s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return "", err
	}
	out, err := oversight.Decide(w, l.state, c, p, now)
	if err != nil {
		if done, ok := s.answered(ctx, actor, key); ok {
			return done, nil
		}
		return "", err
	}
	a := store.Append{At: now, Finish: finish}
	if len(out) == 0 {
		_, err := s.append(ctx, actor, a)
		return "", err
	}
	a.Writes = []store.StreamWrite{{Stream: store.Stream{Type: "order", ID: id}, Expect: l.version}}
	if err := watched(&a, w, l.state, out, now); err != nil {
		return "", err
	}
	if err := s.addSecrets(ctx, &a, l.state, secrets); err != nil {
		return "", err
	}
	n := 0
	for _, e := range out {
		n = oversight.CaseOf(e)
		if x, ok := e.(oversight.SheetIssued); ok {
			a.Numbers = append(a.Numbers, sheetNumber(x.Number, p, now))
		}
	}
	return s.finishOwn(ctx, actor, a, key, store.CaseID(id, n))
}

// sheetNumber asks for the next number of the year: 蒙热督〔2026〕12号, without a gap; a sheet that lapses keeps its own.
func sheetNumber(slot string, _ policy.Policy, now time.Time) store.NumberWant {
	y := now.In(calendar.Beijing).Format("2006")
	return store.NumberWant{Slot: slot, Kind: "sheet", Period: y, Prefix: "蒙热督〔" + y + "〕", Suffix: "号"}
}

// sealWatch gives every private text of a command its reference and keyed digest.
func (s *Service) sealWatch(c oversight.Command) (oversight.Command, []secret) {
	v := reflect.New(reflect.TypeOf(c)).Elem()
	v.Set(reflect.ValueOf(c))
	var found []secret
	s.sealValue(v, "note", &found)
	return v.Interface().(oversight.Command), found
}

func (s *Service) digestOfWatch(id string, c oversight.Command) string {
	var b []byte
	write := func(p []byte) (int, error) { b = append(b, p...); return len(p), nil }
	_, _ = write([]byte(fmt.Sprintf("%T\x00%s\x00", c, id)))
	digestValue(write, reflect.ValueOf(c))
	return s.vault.Digest(string(b))
}
