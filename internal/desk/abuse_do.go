package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// RevealAbuse lets the caller's number out to the office, for a reason that is on record in the same append (Art. 23(6)).
func (r *Reader) RevealAbuse(ctx context.Context, id string, reason access.Reason, note string) (Revealed, error) {
	if !access.May(r.actor.Post.Kind, access.AbuseOffice) {
		return Revealed{}, ErrForbidden
	}
	if reason.Name() == "" {
		return Revealed{}, invalid("reason", "请选择查看的事由。")
	}
	if reason == access.ToOther && utf8.RuneCountInString(note) < 4 {
		return Revealed{}, invalid("note", "事由选“其他”的，请写明原因（至少4个字）。")
	}
	a, err := r.s.abuse(ctx, id)
	if err != nil {
		return Revealed{}, err
	}
	if sees, err := r.seesAbuse(ctx, a); err != nil || !sees {
		return Revealed{}, orNotFound(err)
	}
	open, err := r.s.unseal(ctx, []string{a.Proposed.Number.Ref})
	if err != nil {
		return Revealed{}, err
	}
	number := open[a.Proposed.Number.Ref]
	if number == "" {
		return Revealed{}, ErrNotFound // erased
	}
	now := r.s.now()
	e := revealEvent{Abuse: id, Field: "phone", Reason: string(reason), At: now}
	if note != "" {
		e.Note = r.s.vault.Digest(note)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return Revealed{}, fmt.Errorf("encode reveal: %w", err)
	}
	if _, err := r.s.append(ctx, r.actor, store.Append{Writes: []store.StreamWrite{{Stream: accessStream, Expect: -1, Events: []store.NewEvent{{Kind: "revealed", V: 1, Body: body}}}}}); err != nil {
		return Revealed{}, err
	}
	return Revealed{Value: number, Until: now.Add(showFor)}, nil
}

// evidenceOf finds the orders of the form and the number they were made under. A unit names only what it holds, and no secret order: whether two
// secret orders have one caller is not for it to learn.
func (r *Reader) evidenceOf(ctx context.Context, a AbuseWish) (ids []string, number string, err error) {
	desk := !r.actor.Post.Kind.InUnit()
	if p := strings.TrimSpace(a.Phone); p != "" {
		if !desk {
			return nil, "", invalid("phone", "单位不用填写号码，填写工单编号即可。")
		}
		if number, err = text.ParsePhone(p); err != nil {
			return nil, "", invalid("phone", "%s", err.Error())
		}
	}
	for _, n := range strings.FieldsFunc(a.Numbers, func(c rune) bool { return strings.ContainsRune(" ,，、;；\n\r\t　", c) }) {
		id, err := r.FindNumber(ctx, n)
		if errors.Is(err, ErrNotFound) {
			return nil, "", invalid("orders", "没有编号为“%s”的工单，请核对。", n)
		}
		if err != nil {
			return nil, "", err
		}
		l, err := r.s.load(ctx, id)
		if err != nil {
			return nil, "", err
		}
		q := l.state.Request
		if !desk && q.Secrecy != order.Ordinary {
			return nil, "", invalid("orders", "工单%s不是一般件，请由县热线办提出。", l.state.Number)
		}
		open, err := r.s.unseal(ctx, []string{q.Phone.Ref})
		if err != nil {
			return nil, "", err
		}
		phone, err := text.ParsePhone(open[q.Phone.Ref])
		if err != nil || phone == "" {
			return nil, "", invalid("orders", "工单%s没有留号码，不能作为证据，请删去。", l.state.Number)
		}
		if number == "" {
			number = phone
		}
		if phone != number {
			return nil, "", invalid("orders", "工单%s不是同一个号码登记的，请核对后删去。", l.state.Number)
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, number, nil
}

// ProposeAbuse opens a record.
func (r *Reader) ProposeAbuse(ctx context.Context, a AbuseWish, key string) (string, error) {
	if !access.May(r.actor.Post.Kind, access.Abuse) {
		return "", ErrForbidden
	}
	s := r.s
	ids, number, err := r.evidenceOf(ctx, a)
	if err != nil {
		return "", err
	}
	now := s.now()
	c := office.ProposeAbuse{Actor: r.actor, Facts: a.Facts, Evidence: office.AbuseEvidence{Behaviour: a.Behaviour, Orders: ids, Calls: a.Calls, First: a.First, Last: a.Last}}
	if number != "" {
		c.Caller = s.vault.PhoneIndex(number)
	}
	if err := c.Check(now); err != nil {
		return "", err
	}
	id := s.newID()
	if key != "" {
		id = s.vault.Token("abuse " + string(r.actor.Account) + " " + key) // the same form again is the same record
	}
	content, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("encode form: %w", err)
	}
	w := store.Append{At: now}
	sealed, err := s.sealOwn(ctx, &w, "p-"+c.Caller, "note", number, strings.TrimSpace(a.Facts))
	if err != nil {
		return "", err
	}
	e := office.AbuseProposed{At: now, Account: r.actor.Account, Unit: r.actor.Post.Unit, Caller: c.Caller, Number: sealed[0], Facts: sealed[1], Evidence: c.Evidence}
	ev, err := store.OfficeEvent(e)
	if err != nil {
		return "", err
	}
	x := office.Abuse{}.Evolve(e)
	x.ID, x.Version = id, 1
	w.Writes, w.Rows = []store.StreamWrite{{Stream: store.AbuseStream(id), Expect: 0, Events: []store.NewEvent{ev}}}, []store.Exec{store.AbuseRow(x)}
	return s.finishOwn(ctx, r.actor, w, &store.CommandKey{Actor: string(r.actor.Account), Route: "abuse", Key: key, Digest: s.vault.Digest(string(content))}, id)
}

// WarnAbuse puts a warning on record.
func (r *Reader) WarnAbuse(ctx context.Context, id string, when time.Time, words, key string) error {
	return r.onAbuse(ctx, access.Abuse, id, "abuse_warn", key, when.String(), words, func(a office.Abuse, w office.Words, now time.Time) (any, error) {
		e, err := a.Warn(r.actor, when, words, now)
		e.Words = w
		return e, err
	})
}

// DecideAbuse is the head's word.
func (r *Reader) DecideAbuse(ctx context.Context, id string, approve bool, words, key string) error {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return err
	}
	return r.onAbuse(ctx, access.AbuseHeading, id, "abuse_decide", key, fmt.Sprint(approve), words, func(a office.Abuse, w office.Words, now time.Time) (any, error) {
		e, err := a.Decide(r.actor, approve, words, p.Abuse.FlagDays.Value, now)
		e.Words = w
		return e, err
	})
}

// HandAbuse sends the letter under the next number of the year.
func (r *Reader) HandAbuse(ctx context.Context, id string, to org.UnitID, basis, key string) error {
	slot := "abuse-" + r.s.newID()
	if _, ok := r.dir.Unit(to); !ok {
		to = ""
	}
	return r.onAbuse(ctx, access.AbuseOffice, id, "abuse_hand", key, string(to)+"\x00"+basis, "", func(a office.Abuse, _ office.Words, now time.Time) (any, error) {
		return a.HandOver(r.actor, to, basis, slot, now)
	})
}

// ReceiveAbuse puts the receipt on record.
func (r *Reader) ReceiveAbuse(ctx context.Context, id, day, words, key string) error {
	return r.onAbuse(ctx, access.AbuseOffice, id, "abuse_receive", key, day, words, func(a office.Abuse, w office.Words, now time.Time) (any, error) {
		e, err := a.Receive(r.actor, day, words, now)
		e.Words = w
		return e, err
	})
}

// ConcludeAbuse puts on record what the body did.
func (r *Reader) ConcludeAbuse(ctx context.Context, id, day string, o office.AbuseOutcome, words, key string) error {
	return r.onAbuse(ctx, access.AbuseOffice, id, "abuse_conclude", key, day+string(o), words, func(a office.Abuse, w office.Words, now time.Time) (any, error) {
		e, err := a.Conclude(r.actor, day, o, words, now)
		e.Words = w
		return e, err
	})
}

// EndAbuse takes the hint off before its day.
func (r *Reader) EndAbuse(ctx context.Context, id, words, key string) error {
	return r.onAbuse(ctx, access.AbuseHeading, id, "abuse_end", key, "", words, func(a office.Abuse, w office.Words, now time.Time) (any, error) {
		e, err := a.End(r.actor, words, now)
		e.Words = w
		return e, err
	})
}

func (r *Reader) onAbuse(ctx context.Context, need access.Permission, id, route, key, more, words string, decide func(office.Abuse, office.Words, time.Time) (any, error)) error {
	if !access.May(r.actor.Post.Kind, need) {
		return ErrForbidden
	}
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: route, Key: key, Digest: r.s.vault.Digest(id + "\x00" + more + "\x00" + words)}
	for try := 0; ; try++ {
		now := r.s.now()
		a, err := r.s.abuse(ctx, id)
		if err != nil {
			return err
		}
		if sees, err := r.seesAbuse(ctx, a); err != nil || !sees {
			return orNotFound(err)
		}
		if _, err := decide(a, office.Words{}, now); err != nil {
			if _, ok := r.s.answered(ctx, r.actor, ck); ok {
				return nil
			}
			return err
		}
		err = r.writeAbuse(ctx, a, ck, words, now, decide)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return err
	}
}

func (r *Reader) writeAbuse(ctx context.Context, a office.Abuse, ck *store.CommandKey, words string, now time.Time, decide func(office.Abuse, office.Words, time.Time) (any, error)) error {
	w := store.Append{At: now}
	var sealed office.Words
	if strings.TrimSpace(words) != "" {
		all, err := r.s.sealOwn(ctx, &w, "p-"+a.Proposed.Caller, "note", strings.TrimSpace(words))
		if err != nil {
			return err
		}
		sealed = all[0]
	}
	e, err := decide(a, sealed, now)
	if err != nil {
		return err
	}
	if h, ok := e.(office.AbuseHanded); ok {
		y := now.In(calendar.Beijing).Format("2006")
		w.Numbers = []store.NumberWant{transferNumber(h.Number, y)}
	}
	ev, err := store.OfficeEvent(e)
	if err != nil {
		return err
	}
	w.Writes = []store.StreamWrite{{Stream: store.AbuseStream(a.ID), Expect: a.Version, Events: []store.NewEvent{ev}}}
	x := a.Evolve(e)
	x.Version++
	w.Rows = []store.Exec{store.AbuseRow(x)}
	_, err = r.s.finishOwn(ctx, r.actor, w, ck, a.ID)
	return err
}
