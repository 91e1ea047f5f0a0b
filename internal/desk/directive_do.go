package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// GiveDirective puts a leader's word on record and splits it to the units (Art. 6(4)). Where it was written on an order, the order gets it in the same
// append: it turns key, and the word stands for the signature (domain.md §13.10).
func (r *Reader) GiveDirective(ctx context.Context, a DirectiveWish, key string) (string, error) {
	if !access.May(r.actor.Post.Kind, access.Instructing) {
		return "", ErrForbidden
	}
	now := r.s.now()
	c := office.GiveDirective{Actor: r.actor, Post: a.Post, Day: a.Day, Text: a.Words, Subject: office.Subject{Kind: a.Kind, Title: strings.TrimSpace(a.Title), Source: strings.TrimSpace(a.Source)}}
	if a.About != "" {
		c.About = []org.UnitID{a.About}
	}
	var st order.State
	if a.Kind == office.OnOrder {
		if strings.TrimSpace(a.Number) == "" {
			return "", invalid("number", "批示在工单上的，请填写工单编号。")
		}
		id, err := r.FindNumber(ctx, a.Number)
		if errors.Is(err, ErrNotFound) {
			return "", invalid("number", "没有编号为“%s”的工单，请核对。", strings.TrimSpace(a.Number))
		}
		if err != nil {
			return "", err
		}
		l, err := r.s.load(ctx, id)
		if err != nil {
			return "", err
		}
		st = l.state
		c.Subject.Order, c.Subject.Matter, c.Subject.Title = st.ID, st.MatterID, st.Request.Title
	}
	for _, t := range a.Tasks {
		c.Tasks, c.Whats = append(c.Tasks, office.DirectiveTask{Unit: t.Unit, Due: t.Due}), append(c.Whats, t.What)
		above := r.dir.Above(t.Unit)
		if st.RecusesUnit(t.Unit, above) || slices.ContainsFunc(above, func(u org.UnitID) bool { return slices.Contains(c.About, u) }) {
			c.Shut = append(c.Shut, t.Unit)
		}
	}
	if err := c.Check(now); err != nil {
		return "", err
	}
	return r.writeDirective(ctx, c, a, st, key, now)
}

func (r *Reader) writeDirective(ctx context.Context, c office.GiveDirective, a DirectiveWish, st order.State, key string, now time.Time) (string, error) {
	s := r.s
	id := s.newID()
	if key != "" {
		id = s.vault.Token("directive " + string(r.actor.Account) + " " + key) // the same form again is the same directive
	}
	e := office.DirectiveGiven{At: now, Account: r.actor.Account, Post: c.Post, Day: c.Day, Subject: c.Subject, About: c.About}
	if a.Scan != nil {
		f, err := s.Keep(ctx, *a.Scan, "paper")
		if err != nil {
			return "", err
		}
		e.Paper = &office.Paper{Blob: f.Blob, MIME: f.MIME, Size: f.Size}
	}
	content, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("encode directive: %w", err)
	}
	w := store.Append{At: now}
	sealed, err := s.sealOwn(ctx, &w, officeSubject, "note", append([]string{c.Text}, c.Whats...)...)
	if err != nil {
		return "", err
	}
	e.Words = sealed[0]
	for i, t := range c.Tasks {
		t.What = sealed[i+1]
		e.Tasks = append(e.Tasks, t)
	}
	ev, err := store.OfficeEvent(e)
	if err != nil {
		return "", err
	}
	d := office.Directive{}.Evolve(e)
	d.ID, d.Version = id, 1
	write := store.StreamWrite{Stream: store.DirectiveStream(id), Expect: 0, Events: []store.NewEvent{ev}}
	p, err := s.Policy(ctx)
	if err != nil {
		return "", err
	}
	w.Jobs = s.taskDues(p.Calendar, d, now)
	if st.ID == "" {
		told, rows, err := store.ToldBeside("directive/"+id, 1, store.ToldBody{About: id, Lines: directiveTold(d, e)}, now)
		if err != nil {
			return "", err
		}
		w.Writes, w.Rows = []store.StreamWrite{write, told}, append(store.DirectiveRows(d), rows...)
		return s.finishOwn(ctx, r.actor, w, &store.CommandKey{Actor: string(r.actor.Account), Route: "directive", Key: key, Digest: s.vault.Digest(string(content))}, id)
	}
	in := order.Instruction[order.Private]{Post: c.Post, At: c.Day, Words: order.Private{Text: c.Text}}
	if e.Paper != nil {
		in.Blob = e.Paper.Blob
	}
	_, err = s.Do(ctx, Ask{Actor: r.actor, Order: st.ID, Route: "directive", Key: key, Content: content, Commands: []order.Command{order.Instruct{By: order.By{Actor: r.actor}, Instruction: in, Directive: id, ChainID: s.newID()}},
		also: &also{write: write, rows: store.DirectiveRows(d), keys: w.Keys, seals: w.Seals, jobs: w.Jobs, told: directiveTold(d, e), about: "directive/" + id}})
	return id, err
}

// AnswerDirective is a unit's 落实情况 on its own task; with done it says that it has carried the word out.
func (r *Reader) AnswerDirective(ctx context.Context, id, words string, done bool, key string) error {
	if !access.May(r.actor.Post.Kind, access.Answering) || !r.actor.Post.Kind.InUnit() {
		return ErrForbidden
	}
	return r.onDirective(ctx, id, "directive_answer", key, fmt.Sprint(done), words, func(d office.Directive, w office.Words, now time.Time) (any, error) {
		e, err := d.Answer(r.actor, words, done, now)
		e.Words = w
		return e, err
	})
}

// SendBackDirective asks a unit for more.
func (r *Reader) SendBackDirective(ctx context.Context, id string, unit org.UnitID, reason, due, key string) error {
	if !access.May(r.actor.Post.Kind, access.Instructing) {
		return ErrForbidden
	}
	return r.onDirective(ctx, id, "directive_back", key, string(unit)+due, reason, func(d office.Directive, w office.Words, now time.Time) (any, error) {
		e, err := d.SendBack(r.actor, unit, reason, due, now)
		e.Reason = w
		return e, err
	})
}

// UrgeDirective presses a unit by hand; its three posts are told at once.
func (r *Reader) UrgeDirective(ctx context.Context, id string, unit org.UnitID, words, key string) error {
	if !access.May(r.actor.Post.Kind, access.Instructing) {
		return ErrForbidden
	}
	return r.onDirective(ctx, id, "directive_urge", key, string(unit), words, func(d office.Directive, w office.Words, now time.Time) (any, error) {
		e, err := d.Urge(r.actor, unit, words, now)
		e.Words = w
		return e, err
	})
}

// ReportDirective puts on record that the leader was told what became of his word.
func (r *Reader) ReportDirective(ctx context.Context, id, means, words, key string) error {
	if !access.May(r.actor.Post.Kind, access.Instructing) {
		return ErrForbidden
	}
	return r.onDirective(ctx, id, "directive_report", key, means, words, func(d office.Directive, w office.Words, now time.Time) (any, error) {
		e, err := d.Report(r.actor, means, words, now)
		e.Words = w
		return e, err
	})
}

func (r *Reader) onDirective(ctx context.Context, id, route, key, more, words string, decide func(office.Directive, office.Words, time.Time) (any, error)) error {
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: route, Key: key, Digest: r.s.vault.Digest(id + "\x00" + more + "\x00" + words)}
	for try := 0; ; try++ {
		now := r.s.now()
		d, err := r.directiveFor(ctx, id)
		if err != nil {
			return err
		}
		if _, err := decide(d, office.Words{}, now); err != nil {
			if _, ok := r.s.answered(ctx, r.actor, ck); ok {
				return nil
			}
			return err
		}
		w := store.Append{At: now}
		sealed, err := r.s.sealOwn(ctx, &w, officeSubject, "note", words)
		if err != nil {
			return err
		}
		e, err := decide(d, sealed[0], now)
		if err != nil {
			return err
		}
		ev, err := store.OfficeEvent(e)
		if err != nil {
			return err
		}
		w.Writes = []store.StreamWrite{{Stream: store.DirectiveStream(id), Expect: d.Version, Events: []store.NewEvent{ev}}}
		d = d.Evolve(e)
		d.Version++
		w.Rows = store.DirectiveRows(d)
		if told := directiveTold(d, e); len(told) > 0 {
			write, rows, err := store.ToldBeside("directive/"+id, 1, store.ToldBody{About: id, Lines: told}, now)
			if err != nil {
				return err
			}
			w.Writes, w.Rows = append(w.Writes, write), append(w.Rows, rows...)
		}
		if _, back := e.(office.DirectiveSentBack); back {
			p, err := r.s.Policy(ctx)
			if err != nil {
				return err
			}
			w.Jobs = r.s.taskDues(p.Calendar, d, now)
		}
		_, err = r.s.finishOwn(ctx, r.actor, w, ck, id)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return err
	}
}

// directiveWords lists the sealed words in an event of a directive, for the check of what is sealed.
func directiveWords(kind string, body []byte) []order.Kept {
	var all []office.Words
	read := func(v any) bool { return json.Unmarshal(body, v) == nil }
	switch kind {
	case "directive_given":
		var e office.DirectiveGiven
		if read(&e) {
			all = append(all, e.Words)
			for _, t := range e.Tasks {
				all = append(all, t.What)
			}
		}
	case "directive_answered":
		var e office.DirectiveAnswered
		if read(&e) {
			all = append(all, e.Words)
		}
	case "directive_sent_back":
		var e office.DirectiveSentBack
		if read(&e) {
			all = append(all, e.Reason)
		}
	case "directive_urged":
		var e office.DirectiveUrged
		if read(&e) {
			all = append(all, e.Words)
		}
	case "directive_reported":
		var e office.DirectiveReported
		if read(&e) {
			all = append(all, e.Words)
		}
	}
	var out []order.Kept
	for _, w := range all {
		out = append(out, order.Kept{Ref: w.Ref, Digest: w.Digest})
	}
	return out
}
