package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// officeSubject is whose key seals the office's own private words.
const officeSubject = "d-office"

// sealOwn seals words of the office into a write and returns their references.
func (s *Service) sealOwn(ctx context.Context, w *store.Append, subject, class string, words ...string) ([]office.Words, error) {
	if len(words) == 0 {
		return nil, nil
	}
	key, fresh, err := s.keyOf(ctx, subject)
	if err != nil {
		return nil, err
	}
	if fresh != nil {
		w.Keys = append(w.Keys, store.PersonKey{Subject: subject, Wrapped: fresh})
	}
	var out []office.Words
	for _, x := range words {
		ref := s.newID()
		out = append(out, office.Words{Ref: ref, Digest: s.vault.Digest(x)})
		w.Seals = append(w.Seals, store.Sealed{Ref: ref, Subject: subject, Class: class, Ciphertext: key.Seal(ref, class, x)})
	}
	return out, nil
}

// HandoverItem is an item with its words.
type HandoverItem struct {
	ID, Kind, Words, Since string
	Times                  int
}

// HandoverView is a change of shift.
type HandoverView struct {
	ID, Out, OutAt, In, InAt string
	Items, Settled           []HandoverItem
	Taken                    bool
	Mine                     bool // handed over by this reader: somebody else must take it
}

// HandoverPage is the page of the shift: what waits to be taken, or the form with what goes on.
type HandoverPage struct {
	Last    *HandoverView
	Urgent  []HandoverOrder // open urgent and key orders, as a reminder
	Alarms  []AlarmLine     // calls handed to 110, 119, 120 whose end nobody has put on record
	History []HandoverView  // without words
}

// HandoverOrder is an order worth a word at the change of shift.
type HandoverOrder struct {
	ID, Number, Title, Status string
	Light                     Light
}

func (r *Reader) mayHandOver() bool { return access.May(r.actor.Post.Kind, access.Desking) }

func (s *Service) handover(ctx context.Context, id string) (office.Handover, error) {
	var h office.Handover
	recs, err := s.store.Load(ctx, store.HandoverStream(id))
	if err != nil {
		return h, fmt.Errorf("load hand-over %s: %w", id, err)
	}
	for _, r := range recs {
		if h, err = store.FoldHandover(h, r); err != nil {
			return h, err
		}
	}
	return h, nil
}

func (s *Service) lastHandover(ctx context.Context) (office.Handover, error) {
	lines, err := s.store.Handovers(ctx, time.UnixMilli(1<<52), 1)
	if err != nil || len(lines) == 0 {
		return office.Handover{}, err
	}
	return s.handover(ctx, lines[0].ID)
}

func (r *Reader) handoverView(ctx context.Context, h office.Handover) (HandoverView, error) {
	v := HandoverView{ID: h.ID, Out: r.account(h.Out.Account), OutAt: clockTime(h.Out.At), Taken: h.Taken(), Mine: h.Out.Account == r.actor.Account}
	if h.Taken() {
		v.In, v.InAt = r.account(h.In.Account), clockTime(h.In.At)
	}
	var refs []string
	for _, i := range append(append([]office.Item(nil), h.Out.Items...), h.Out.Settled...) {
		refs = append(refs, i.Words.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	show := func(all []office.Item) []HandoverItem {
		var out []HandoverItem
		for _, i := range all {
			out = append(out, HandoverItem{ID: i.ID, Kind: i.Kind.Name(), Words: open[i.Words.Ref], Since: clockTime(i.Since), Times: i.Times})
		}
		return out
	}
	v.Items, v.Settled = show(h.Out.Items), show(h.Out.Settled)
	return v, nil
}

// Handover is the page of the shift.
func (r *Reader) Handover(ctx context.Context) (HandoverPage, error) {
	var out HandoverPage
	if !r.mayHandOver() {
		return out, ErrForbidden
	}
	h, err := r.s.lastHandover(ctx)
	if err != nil {
		return out, err
	}
	if h.ID != "" {
		v, err := r.handoverView(ctx, h)
		if err != nil {
			return out, err
		}
		out.Last = &v
	}
	now := r.s.now()
	ids, err := r.s.store.UrgentOrders(ctx, now.Add(24*time.Hour), 10)
	if err != nil {
		return out, err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	for _, id := range ids {
		row, ok := r.mayStillSee(ctx, id, now)
		if !ok {
			continue
		}
		out.Urgent = append(out.Urgent, HandoverOrder{ID: id, Number: row.Number, Title: row.Title, Status: row.Status.Name(), Light: LightOf(p.Calendar, at(row.DueMS), now)})
	}
	if out.Alarms, err = r.openAlarms(ctx); err != nil {
		return out, err
	}
	lines, err := r.s.store.Handovers(ctx, time.UnixMilli(1<<52), 20)
	for _, l := range lines {
		v := HandoverView{ID: l.ID, Out: r.account(org.AccountID(l.MadeBy)), OutAt: clockTime(l.Made), Taken: !l.Taken.IsZero(), Items: make([]HandoverItem, l.Items), Settled: make([]HandoverItem, l.Settled)}
		if v.Taken {
			v.In, v.InAt = r.account(org.AccountID(l.TakeBy)), clockTime(l.Taken)
		}
		out.History = append(out.History, v)
	}
	return out, err
}

// OneHandover is a past change of shift with its words.
func (r *Reader) OneHandover(ctx context.Context, id string) (HandoverView, error) {
	if !r.mayHandOver() {
		return HandoverView{}, ErrForbidden
	}
	h, err := r.s.handover(ctx, id)
	if err != nil {
		return HandoverView{}, err
	}
	if h.ID == "" {
		return HandoverView{}, ErrNotFound
	}
	return r.handoverView(ctx, h)
}

// HandOverAsk is the filled-in form: the items settled, and one text a kind with a line an item.
type HandOverAsk struct {
	Settled []string
	Lines   map[office.ItemKind]string
	Key     string
}

// HandOver signs the outgoing shift off. Private words are sealed; what is not settled goes on. Who may: the hotline office (Art. 12).
func (s *Service) HandOver(ctx context.Context, actor org.Actor, a HandOverAsk) (string, error) {
	if !access.May(actor.Post.Kind, access.Desking) {
		return "", ErrForbidden
	}
	for try := 0; ; try++ {
		id, err := s.handOver(ctx, actor, a)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return id, err
	}
}

func (s *Service) handOver(ctx context.Context, actor org.Actor, a HandOverAsk) (string, error) {
	now := s.now()
	last, err := s.lastHandover(ctx)
	if err != nil {
		return "", err
	}
	w := store.Append{At: now}
	cmd := office.HandOver{Account: actor.Account, Post: actor.Post.ID, Settled: a.Settled}
	digest := strings.Join(a.Settled, ",")
	var words []string
	for _, k := range office.ItemKinds() {
		for line := range strings.SplitSeq(a.Lines[k], "\n") {
			if line = strings.TrimSpace(line); line != "" {
				cmd.New = append(cmd.New, office.NewItem{ID: s.newID(), Kind: k})
				words = append(words, line)
				digest += "\x00" + string(k) + "\x00" + line
			}
		}
	}
	sealed, err := s.sealOwn(ctx, &w, officeSubject, "note", words...)
	if err != nil {
		return "", err
	}
	for i := range cmd.New {
		cmd.New[i].Words = sealed[i]
	}
	key := &store.CommandKey{Actor: string(actor.Account), Route: "handover", Key: a.Key, Digest: s.vault.Digest(digest)}
	e, err := cmd.Do(last, now)
	if err != nil {
		if id, ok := s.answered(ctx, actor, key); ok {
			return id, nil
		}
		return "", err
	}
	h := office.Handover{ID: s.newID(), Out: e}
	ev, err := store.OfficeEvent(e)
	if err != nil {
		return "", err
	}
	w.Writes = []store.StreamWrite{{Stream: store.HandoverStream(h.ID), Expect: 0, Events: []store.NewEvent{ev}}}
	w.Rows = []store.Exec{store.HandoverRow(h)}
	if last.ID != "" {
		// Two who hand over at once both followed the same shift: the second meets its new version.
		next, err := store.OfficeEvent(office.Followed{At: now, By: h.ID})
		if err != nil {
			return "", err
		}
		w.Writes = append(w.Writes, store.StreamWrite{Stream: store.HandoverStream(last.ID), Expect: last.Version, Events: []store.NewEvent{next}})
	}
	return s.finishOwn(ctx, actor, w, key, h.ID)
}

// finishOwn writes with an idempotency key whose outcome is an id.
func (s *Service) finishOwn(ctx context.Context, actor org.Actor, w store.Append, key *store.CommandKey, id string) (string, error) {
	var err error
	if w.Outcome, err = json.Marshal(Done{ID: id}); err != nil {
		return "", fmt.Errorf("encode outcome: %w", err)
	}
	if key.Key != "" {
		w.Key = key
	}
	res, err := s.append(ctx, actor, w)
	if err != nil {
		return "", s.known(err)
	}
	var done Done
	if err := json.Unmarshal(res.Outcome, &done); err != nil {
		return "", fmt.Errorf("read outcome: %w", err)
	}
	return done.ID, nil
}

// answered is the outcome of a submission that came before.
func (s *Service) answered(ctx context.Context, actor org.Actor, key *store.CommandKey) (string, bool) {
	if key.Key == "" {
		return "", false
	}
	res, err := s.append(ctx, actor, store.Append{Key: key, ReplayOnly: true})
	var done Done
	if err != nil || !res.Replayed || json.Unmarshal(res.Outcome, &done) != nil {
		return "", false
	}
	return done.ID, true
}

// TakeHandover is the incoming shift's signature.
func (s *Service) TakeHandover(ctx context.Context, actor org.Actor, id string) error {
	if !access.May(actor.Post.Kind, access.Desking) {
		return ErrForbidden
	}
	h, err := s.handover(ctx, id)
	if err != nil {
		return err
	}
	if h.ID == "" {
		return ErrNotFound
	}
	now := s.now()
	e, err := h.Take(actor.Account, actor.Post.ID, now)
	if err != nil {
		if h.In.Account == actor.Account && h.Taken() {
			return nil // the same press again
		}
		return err
	}
	h.In = e
	ev, err := store.OfficeEvent(e)
	if err != nil {
		return err
	}
	_, err = s.append(ctx, actor, store.Append{At: now, Writes: []store.StreamWrite{{Stream: store.HandoverStream(id), Expect: h.Version, Events: []store.NewEvent{ev}}}, Rows: []store.Exec{store.HandoverRow(h)}})
	var lost *store.ErrConflict
	if errors.As(err, &lost) {
		return s.TakeHandover(ctx, actor, id)
	}
	return err
}

// ownWords lists the sealed words in an event of the office, for the check of what is sealed.
func ownWords(kind string, body []byte) []order.Kept {
	if kind != "handed_over" {
		return nil
	}
	var e office.HandedOver
	if json.Unmarshal(body, &e) != nil {
		return nil
	}
	var out []order.Kept
	for _, i := range e.Items {
		out = append(out, order.Kept{Ref: i.Words.Ref, Digest: i.Words.Digest})
	}
	return out
}
