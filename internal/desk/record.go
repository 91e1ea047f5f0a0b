package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// The office's own records (质检、培训、检查、制度): each is a stream; what people said or are called in them is sealed.

// record loads one. ErrNotFound where there is none.
func record[T office.Record](ctx context.Context, s *Service, k office.RecordKind, id string) (T, int64, []ledger.Record, error) {
	var none T
	recs, err := s.store.Load(ctx, store.RecordStream(k, id))
	if err != nil {
		return none, 0, nil, fmt.Errorf("load %s %s: %w", k, id, err)
	}
	if len(recs) == 0 {
		return none, 0, nil, ErrNotFound
	}
	x := office.NewRecord(k)
	for _, r := range recs {
		if x, err = store.FoldRecord(x, r); err != nil {
			return none, 0, nil, err
		}
	}
	return x.(T), recs[len(recs)-1].Version, recs, nil
}

// recordDeed is a command on a record. An empty id makes a new one.
type recordDeed[T office.Record] struct {
	kind   office.RecordKind
	id     string
	key    string
	digest string // what the form said, beside the words
	words  []string
	need   access.Permission
	sees   func(T) bool // for whom it exists; nil: for everybody with the permission
	decide func(T, []office.Words, time.Time) (any, error)
	first  bool                                     // the record has an id and no event yet
	hidden bool                                     // the words are files' names, and the digest says them already
	told   func(id string, after T) *store.ToldBody // whom the deed is told

	number *store.NumberWant                    // allotted where the event asks for it
	jobs   func(id string, after T) []store.Due // work that follows
}

// doRecord decides and writes, again where another writer came first. The same form again is the same deed.
func doRecord[T office.Record](ctx context.Context, r *Reader, d recordDeed[T]) (string, error) {
	if !access.May(r.actor.Post.Kind, d.need) {
		return "", ErrForbidden
	}
	s := r.s
	fresh := d.id == ""
	if fresh {
		d.id = r.freshRecord(d.kind, d.key)
	}
	said := d.words
	if d.hidden {
		said = nil
	}
	ck := r.recordKey(d.kind, d.id, d.key, d.digest, said)
	if id, ok := s.answered(ctx, r.actor, ck); ok {
		return id, nil
	}
	for try := 0; ; try++ {
		have, version := office.NewRecord(d.kind).(T), int64(0)
		if !fresh {
			var err error
			if have, version, _, err = record[T](ctx, s, d.kind, d.id); err != nil && !(d.first && errors.Is(err, ErrNotFound)) {
				return "", err
			}
			if d.sees != nil && !d.sees(have) {
				return "", ErrNotFound
			}
		}
		id, err := writeRecord(ctx, r, d, have, version, ck)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return id, err
	}
}

// freshRecord is the id of a new record: the same form again is the same record.
func (r *Reader) freshRecord(k office.RecordKind, key string) string {
	if key == "" {
		return r.s.newID()
	}
	return r.s.vault.Token(string(k) + " " + string(r.actor.Account) + " " + key)
}

// recordKey tells a form from another: by who sent it, about which record, and all that it says.
func (r *Reader) recordKey(k office.RecordKind, id, key, digest string, words []string) *store.CommandKey {
	for _, w := range words {
		digest += "\x00" + w
	}
	return &store.CommandKey{Actor: string(r.actor.Account), Route: string(k), Key: key, Digest: r.s.vault.Digest(id + "\x00" + digest)}
}

func writeRecord[T office.Record](ctx context.Context, r *Reader, d recordDeed[T], have T, version int64, ck *store.CommandKey) (string, error) {
	now := r.s.now()
	if _, err := d.decide(have, make([]office.Words, len(d.words)), now); err != nil { // before anything is sealed
		return "", err
	}
	w := store.Append{At: now}
	sealed := make([]office.Words, len(d.words))
	for i, x := range d.words {
		if strings.TrimSpace(x) == "" {
			continue
		}
		one, err := r.s.sealOwn(ctx, &w, officeSubject, "note", strings.TrimSpace(x))
		if err != nil {
			return "", err
		}
		sealed[i] = one[0]
	}
	e, err := d.decide(have, sealed, now)
	if err != nil {
		return "", err
	}
	ev, err := store.RecordEvent(e)
	if err != nil {
		return "", err
	}
	after := office.EvolveRecord(have, e).(T)
	w.Writes = []store.StreamWrite{{Stream: store.RecordStream(d.kind, d.id), Expect: version, Events: []store.NewEvent{ev}}}
	w.Rows = store.RecordRows(d.kind, d.id, after, version+1)
	if d.number != nil && bytes.Contains(ev.Body, []byte(d.number.Slot)) {
		w.Numbers = []store.NumberWant{*d.number}
	}
	if d.jobs != nil {
		w.Jobs = d.jobs(d.id, after)
	}
	if d.told != nil {
		if b := d.told(d.id, after); b != nil {
			write, rows, err := store.ToldBeside(string(d.kind), 1, *b, now)
			if err != nil {
				return "", err
			}
			w.Writes, w.Rows = append(w.Writes, write), append(w.Rows, rows...)
		}
	}
	return r.s.finishOwn(ctx, r.actor, w, ck, d.id)
}

// recordPage lists records of a kind, the newest first, and says where the next page begins.
func recordPage[V any](ctx context.Context, r *Reader, a store.RecordAsk, one func(id string) (V, time.Time, error)) (out []V, next string, err error) {
	a.Limit = pageSize + 1
	ids, err := r.s.store.Records(ctx, a)
	if err != nil {
		return nil, "", fmt.Errorf("list %s: %w", a.Kind, err)
	}
	var last time.Time
	for i, id := range ids {
		if i == pageSize {
			return out, fmt.Sprint(last.UnixMilli()), nil
		}
		v, at, err := one(id)
		if errors.Is(err, ErrNotFound) { // it is not there for this reader
			last = at
			continue
		}
		if err != nil {
			return nil, "", err
		}
		out, last = append(out, v), at
	}
	return out, "", nil
}

// staffOf are the accounts that hold a post of the hotline office today, outsourced operators included, by name.
func (r *Reader) staffOf(ctx context.Context) ([]Staff, error) {
	all, err := r.s.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []Staff
	for _, a := range all {
		for _, p := range a.Posts {
			if !a.Off && p.Unit == org.HotlineOffice && access.May(p.Kind, access.QualityReading) {
				out = append(out, Staff{ID: a.ID, Name: r.account(a.ID), Post: p.Title})
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b Staff) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Staff is somebody of the office.
type Staff struct {
	ID         org.AccountID
	Name, Post string
}
