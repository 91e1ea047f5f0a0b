package desk

import (
	"context"
	"errors"
	"reflect"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
)

// FileLead puts a lead on paper, by hand or from a suggestion.
func (r *Reader) FileLead(ctx context.Context, a LeadWish, key string) (string, error) {
	if !access.May(r.actor.Post.Kind, access.Leading) {
		return "", ErrForbidden
	}
	u, ok := r.dir.Unit(a.Unit)
	c := oversight.File{By: oversight.By{Actor: r.actor}, Fault: a.Fault, Unit: a.Unit, Open: ok && u.Open(), Posts: a.Posts, Facts: private(a.Facts), Proof: private(a.Proof), Handling: private(a.Handling)}
	id, on := "", ""
	if a.Hint != "" {
		h, err := r.hint(ctx, a.Hint)
		if err != nil {
			return "", err
		}
		c.Hint, id, on = &h, h.ID, h.Order
	} else {
		if id = r.s.newID(); key != "" {
			id = r.s.vault.Token("lead " + string(r.actor.Account) + " " + key)[:24]
		}
		if strings.TrimSpace(a.Number) != "" {
			var err error
			if on, err = r.FindNumber(ctx, a.Number); errors.Is(err, ErrNotFound) {
				return "", invalid("number", "没有编号为“%s”的工单，请核对。", strings.TrimSpace(a.Number))
			} else if err != nil {
				return "", err
			}
		}
	}
	return id, r.writeLead(ctx, id, on, "lead_file", key, c)
}

// DropHint puts a suggestion aside, with a reason.
func (r *Reader) DropHint(ctx context.Context, id, reason, key string) error {
	if !access.May(r.actor.Post.Kind, access.Leading) {
		return ErrForbidden
	}
	h, err := r.hint(ctx, id)
	if err != nil {
		return err
	}
	return r.writeLead(ctx, h.ID, h.Order, "lead_drop", key, oversight.DropHint{By: oversight.By{Actor: r.actor}, Hint: h, Reason: private(reason)})
}

// leadStep gives one of the later commands on a lead: make gets who acts.
func (r *Reader) leadStep(ctx context.Context, p access.Permission, id, route, key string, make func(oversight.By) oversight.LeadCommand) error {
	if !access.May(r.actor.Post.Kind, p) {
		return ErrForbidden
	}
	l, _, err := r.loadLead(ctx, id)
	if err != nil {
		return err
	}
	return r.writeLead(ctx, id, l.Order, route, key, make(oversight.By{Actor: r.actor}))
}

// SubmitLead lays a lead before the head of the county government office.
func (r *Reader) SubmitLead(ctx context.Context, id, key string) error {
	return r.leadStep(ctx, access.Leading, id, "lead_submit", key, func(by oversight.By) oversight.LeadCommand { return oversight.Submit{By: by} })
}

// TakeBackLead ends a lead before anybody decided.
func (r *Reader) TakeBackLead(ctx context.Context, id, reason, key string) error {
	return r.leadStep(ctx, access.Leading, id, "lead_back", key, func(by oversight.By) oversight.LeadCommand {
		return oversight.TakeBack{By: by, Reason: private(reason)}
	})
}

// DecideLead is the head's word.
func (r *Reader) DecideLead(ctx context.Context, id string, yes bool, opinion, key string) error {
	return r.leadStep(ctx, access.LeadDeciding, id, "lead_decide", key, func(by oversight.By) oversight.LeadCommand {
		return oversight.Approve{By: by, Yes: yes, Opinion: private(opinion)}
	})
}

// HandLead gives an approved lead to the body that decides, under the next number of the year.
func (r *Reader) HandLead(ctx context.Context, id string, to oversight.Recipient, key string) error {
	return r.leadStep(ctx, access.Leading, id, "lead_hand", key, func(by oversight.By) oversight.LeadCommand { return oversight.HandOver{By: by, To: to} })
}

// ReceiveLead records the receipt.
func (r *Reader) ReceiveLead(ctx context.Context, id, day, who, key string) error {
	return r.leadStep(ctx, access.Leading, id, "lead_receive", key, func(by oversight.By) oversight.LeadCommand {
		return oversight.Receive{By: by, On: day, Who: private(who)}
	})
}

// ConcludeLead records what the recipient said.
func (r *Reader) ConcludeLead(ctx context.Context, id, day string, f oversight.Finding, words, key string) error {
	return r.leadStep(ctx, access.Leading, id, "lead_conclude", key, func(by oversight.By) oversight.LeadCommand {
		return oversight.Conclude{By: by, On: day, Finding: f, Words: private(words)}
	})
}

// writeLead decides a command and writes what follows. Words are sealed under the office's key; the slot of a letter's number is the same however often it is tried.
func (r *Reader) writeLead(ctx context.Context, id, on, route, key string, c oversight.LeadCommand) error {
	s := r.s
	var b []byte
	write := func(p []byte) (int, error) { b = append(b, p...); return len(p), nil }
	_, _ = write([]byte(route + "\x00" + id + "\x00"))
	digestValue(write, reflect.ValueOf(c))
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: route, Key: key, Digest: s.vault.Digest(string(b))}
	v := reflect.New(reflect.TypeOf(c)).Elem()
	v.Set(reflect.ValueOf(c))
	var secrets []secret
	s.sealValue(v, "note", &secrets)
	c = v.Interface().(oversight.LeadCommand)
	if h, ok := c.(oversight.HandOver); ok {
		h.Number = "lead-" + s.newID()
		c = h
	}
	for try := 0; ; try++ {
		err := r.tryLead(ctx, id, on, ck, c, secrets)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return err
	}
}

func (r *Reader) tryLead(ctx context.Context, id, on string, ck *store.CommandKey, c oversight.LeadCommand, secrets []secret) error {
	s, now := r.s, r.s.now()
	l, err := s.lead(ctx, id)
	if err != nil {
		return err
	}
	st, err := r.leadOrder(ctx, on)
	if err != nil {
		return err
	}
	e, err := oversight.DecideLead(l, st, c, now)
	if err != nil {
		if _, ok := s.answered(ctx, r.actor, ck); ok {
			return nil
		}
		return err
	}
	ev, err := store.LeadEvent(e)
	if err != nil {
		return err
	}
	w := store.Append{At: now, Writes: []store.StreamWrite{{Stream: store.LeadStream(id), Expect: l.Version, Events: []store.NewEvent{ev}}}}
	if len(secrets) > 0 {
		k, fresh, err := s.keyOf(ctx, officeSubject)
		if err != nil {
			return err
		}
		if fresh != nil {
			w.Keys = append(w.Keys, store.PersonKey{Subject: officeSubject, Wrapped: fresh})
		}
		for _, x := range secrets {
			w.Seals = append(w.Seals, store.Sealed{Ref: x.ref, Subject: officeSubject, Class: x.class, Ciphertext: k.Seal(x.ref, x.class, x.text)})
		}
	}
	if x, ok := e.(oversight.LeadHanded); ok {
		y := now.In(calendar.Beijing).Format("2006")
		w.Numbers = []store.NumberWant{transferNumber(x.Number, y)}
	}
	l = oversight.EvolveLead(l, e)
	l.ID, l.Version = id, l.Version+1
	w.Rows = append([]store.Exec{store.LeadRow(l)}, store.LeadFactRows(0, l, e, now)...)
	if _, ok := e.(oversight.LeadSubmitted); ok { // he who approves hears that one waits for him
		write, rows, err := store.ToldBeside("lead", 1, store.ToldBody{About: id, Lines: []store.ToldLine{{Code: order.NoticeLead, To: order.ToPost(org.PostGovHead), Page: "/leads/" + id}}}, now)
		if err != nil {
			return err
		}
		w.Writes, w.Rows = append(w.Writes, write), append(w.Rows, rows...)
	}
	_, err = s.finishOwn(ctx, r.actor, w, ck, id)
	return err
}
