package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// Hold says what a submission looked like to the person: the act's name, and what was typed, so that nothing is lost when it is taken back or
// refused in the end. Both may be empty.
type Hold struct {
	Act   string
	Typed map[string]string
}

// Held is a command that waits for the end of its undo window, or one that was refused at its end, as its giver is shown it.
type Held struct {
	ID, Order, Number, Title, Act string
	Due                           time.Time
	Left                          time.Duration // of the window; never negative
	Mine                          bool
	By                            string
	Why                           string // of a refusal: Chinese, what and what now
	Refused                       bool
}

// holdable are the commands that may stand in a held payload. A command of another type is never held: a signature counts when it is given.
var holdable = []order.Command{order.Dispatch{}, order.Urge{}, order.RecordVisit{}, order.AnswerDirectly{}, order.TransferByPhone{}, order.TransferEmergency{},
	order.CloseLogged{}, order.Refuse{}, order.SendUp{}, order.Explain{}, order.Withdraw{}, order.GiveFeedback{}, order.AskCo{}}

func commandName(c order.Command) string { return reflect.TypeOf(c).Name() }

// held reports whether commands with this outcome wait: a dispatch, an urge, and whatever ends the order (ux.md C2.6).
func held(cs []order.Command, before, after order.State) bool {
	for _, c := range cs {
		known := false
		for _, h := range holdable {
			known = known || commandName(h) == commandName(c)
		}
		if !known {
			return false
		}
	}
	switch cs[0].(type) {
	case order.Dispatch, order.Urge:
		return true
	}
	return !before.Status.Done() && after.Status.Done()
}

// payload is what is sealed of a held command.
type payload struct {
	Commands []heldCommand     `json:"commands"`
	Typed    map[string]string `json:"typed,omitempty"`
}

type heldCommand struct {
	Name string          `json:"name"`
	Body json.RawMessage `json:"body"`
}

// encodeHeld writes commands without their actor: who gives them is asked again when they fire.
func encodeHeld(cs []order.Command, typed map[string]string) ([]byte, error) {
	p := payload{Typed: typed}
	for _, c := range cs {
		v := reflect.New(reflect.TypeOf(c)).Elem()
		v.Set(reflect.ValueOf(c))
		v.FieldByName("By").Set(reflect.ValueOf(order.By{}))
		b, err := json.Marshal(v.Interface())
		if err != nil {
			return nil, fmt.Errorf("encode held %s: %w", commandName(c), err)
		}
		p.Commands = append(p.Commands, heldCommand{commandName(c), b})
	}
	return json.Marshal(p)
}

func decodeHeld(b []byte, by order.By) ([]order.Command, map[string]string, error) {
	var p payload
	if err := json.Unmarshal(b, &p); err != nil {
		return nil, nil, fmt.Errorf("read held command: %w", err)
	}
	var out []order.Command
	for _, h := range p.Commands {
		for _, known := range holdable {
			if commandName(known) != h.Name {
				continue
			}
			v := reflect.New(reflect.TypeOf(known))
			if err := json.Unmarshal(h.Body, v.Interface()); err != nil {
				return nil, nil, fmt.Errorf("read held %s: %w", h.Name, err)
			}
			v.Elem().FieldByName("By").Set(reflect.ValueOf(by))
			out = append(out, v.Elem().Interface().(order.Command))
		}
	}
	if len(out) != len(p.Commands) {
		return nil, nil, errors.New("read held command: unknown name")
	}
	return out, p.Typed, nil
}

// Submit is Do for a person at a page: a dispatch, an urge and whatever ends the order are looked at by every rule at once, and refused at once where
// they are refused, but held for the undo window before they count. Everything else is done at once. Errors are those of Do.
func (s *Service) Submit(ctx context.Context, a Ask, h Hold) (Done, error) {
	if !permitted(a) {
		return Done{}, ErrForbidden
	}
	taken := store.HeldTakenUp(a.Order, string(a.Actor.Account), h.Act)
	a.rows = append(a.rows, taken)
	if s.undo <= 0 || a.Order == "" {
		return s.Do(ctx, a)
	}
	digest := s.digestOfAsk(a)
	sealed := a
	sealed.Commands, _ = s.sealAll(a.Commands)
	d, err := s.decide(ctx, sealed)
	if err == nil && !held(a.Commands, d.before, d.st) {
		return s.Do(ctx, a)
	}
	if err == nil {
		err = s.free(ctx, a.Order)
	}
	if err != nil {
		return s.refused(ctx, a, digest, d, err)
	}
	return s.hold(ctx, a, h, digest, d)
}

// free refuses a second held command on an order: the first could not be looked at as it will be.
func (s *Service) free(ctx context.Context, id string) error {
	waiting, err := s.store.HeldOn(ctx, id, store.HeldWaiting, 1)
	if err != nil || len(waiting) == 0 {
		return err
	}
	return regulation.RefuseState(regulation.Art9, "held", "这件工单有一步刚刚提交，%d秒内还可以撤销；请等它生效或撤销后再办。", int(s.undo.Seconds()))
}

func (s *Service) hold(ctx context.Context, a Ask, h Hold, digest string, d decided) (Done, error) {
	body, err := encodeHeld(a.Commands, h.Typed)
	if err != nil {
		return Done{}, err
	}
	now := s.now()
	shown := a.Shown
	if shown <= 0 {
		shown = d.l.version
	}
	x := store.Held{ID: s.newID(), Order: a.Order, Act: h.Act, Account: string(a.Actor.Account), Post: string(a.Actor.Post.ID), Shown: shown, PlacedAt: now, DueAt: now.Add(s.undo)}
	x.Payload = s.vault.SealHeld(x.ID, body)
	rows, due := store.HoldRows(x)
	w := store.Append{At: now, Rows: append(a.rows, rows...), Jobs: []store.Due{due}}
	done := Done{ID: d.before.ID, Number: d.before.Number, Status: string(d.before.Status), Held: x.ID}
	if w.Outcome, err = json.Marshal(done); err != nil {
		return Done{}, fmt.Errorf("encode outcome: %w", err)
	}
	if a.Key != "" {
		w.Key = &store.CommandKey{Actor: string(a.Actor.Account), Route: a.Route, Key: a.Key, Digest: digest}
	}
	res, err := s.append(ctx, a.Actor, w)
	if err != nil {
		return Done{}, s.known(err)
	}
	if a.Key != "" {
		if err := json.Unmarshal(res.Outcome, &done); err != nil {
			return Done{}, fmt.Errorf("read outcome of order %s: %w", a.Order, err)
		}
	}
	done.Replayed = res.Replayed
	return done, nil
}

// fireHeld does what was held: account, post, permission, version and rules are looked at again. A refusal is kept for the person; the item is finished
// in the same transaction either way, so two processes do it once.
func (s *Service) fireHeld(ctx context.Context, it jobs.Item) error {
	lease := &store.Lease{ID: it.ID, Token: it.Token}
	settle := func(rows ...store.Exec) error {
		_, err := s.append(ctx, org.Actor{}, store.Append{Finish: lease, Rows: rows})
		if errors.Is(err, store.ErrLeaseLost) {
			return nil
		}
		return err
	}
	h, err := s.store.Held(ctx, it.Payload)
	if errors.Is(err, store.ErrNone) || err == nil && h.State != store.HeldWaiting {
		return settle()
	}
	if err != nil {
		return err
	}
	why := s.fire(ctx, h, lease)
	switch {
	case why == nil, errors.Is(why, store.ErrLeaseLost):
		return nil
	case !final(why):
		return why // the archive's trouble: tried again
	}
	answer := s.vault.SealHeld(h.ID, []byte(heldWords(why)))
	return settle(store.HeldEnd(h.ID, store.HeldRefused, h.Payload, answer))
}

func (s *Service) fire(ctx context.Context, h store.Held, lease *store.Lease) error {
	actor, _, err := s.ActorOf(ctx, org.AccountID(h.Account), org.PostID(h.Post))
	if err != nil {
		return err
	}
	body, err := s.vault.OpenHeld(h.ID, h.Payload)
	if err != nil {
		return fmt.Errorf("open held %s: %w", h.ID, err)
	}
	commands, _, err := decodeHeld(body, order.By{Actor: actor})
	if err != nil {
		return err
	}
	_, err = s.Do(ctx, Ask{Actor: actor, Order: h.Order, Shown: h.Shown, Route: "held", Commands: commands, finish: lease,
		rows: []store.Exec{store.HeldEnd(h.ID, store.HeldDone, nil, nil)}})
	return err
}

// final reports whether an error is an answer that trying again does not change.
func final(err error) bool {
	var no *regulation.Refusal
	var moved *Conflict
	var bad *Invalid
	return errors.As(err, &no) || errors.As(err, &moved) || errors.As(err, &bad) || errors.Is(err, ErrForbidden) || errors.Is(err, ErrNotFound)
}

// heldWords is what a person is told of a refusal when it comes after he has gone on.
func heldWords(err error) string {
	var no *regulation.Refusal
	var moved *Conflict
	switch {
	case errors.As(err, &moved):
		out := "您提交以后、生效以前，这件工单已被他人办理："
		for i, w := range moved.What {
			if i > 0 {
				out += "；"
			}
			out += w
		}
		return out + "。"
	case errors.As(err, &no) && no.Article != 0:
		return no.Article.String() + "：" + no.Reason
	case errors.Is(err, ErrForbidden):
		return "生效时您的账号已停用，或者已不在原来的岗位。"
	}
	return err.Error()
}

// Undo takes a held command back. Only its giver can; where it has already fired, a refusal says so.
func (s *Service) Undo(ctx context.Context, actor org.Actor, orderID, id string) error {
	h, err := s.ownHeld(ctx, actor, orderID, id)
	if err != nil {
		return err
	}
	if h.State == store.HeldCancelled {
		return nil
	}
	ok, err := s.store.CancelHeld(ctx, id)
	if err != nil {
		return err
	}
	if !ok {
		if again, err := s.store.Held(ctx, id); err == nil && again.State == store.HeldCancelled {
			return nil
		}
		return regulation.RefuseState(regulation.Art9, "too_late", "已经过了%d秒，这一步已经生效，不能撤销；需要改正的，请用“撤回改派”“更正”等办理。", int(s.undo.Seconds()))
	}
	return nil
}

// NoteHeld notes that the giver has read why his held command was refused.
func (s *Service) NoteHeld(ctx context.Context, actor org.Actor, orderID, id string) error {
	h, err := s.ownHeld(ctx, actor, orderID, id)
	if err != nil {
		return err
	}
	return s.store.TellHeld(ctx, h.ID, h.Account)
}

func (s *Service) ownHeld(ctx context.Context, actor org.Actor, orderID, id string) (store.Held, error) {
	h, err := s.store.Held(ctx, id)
	if errors.Is(err, store.ErrNone) || err == nil && (h.Order != orderID || h.Account != string(actor.Account)) {
		return store.Held{}, ErrNotFound
	}
	return h, err
}

// Held lists what this person holds and what he has not yet been told, newest first.
func (r *Reader) Held(ctx context.Context) ([]Held, error) {
	var out []Held
	for _, state := range []string{store.HeldWaiting, store.HeldRefused} {
		all, err := r.s.store.HeldBy(ctx, string(r.actor.Account), state, 5)
		if err != nil {
			return nil, err
		}
		for _, h := range all {
			v, err := r.heldView(ctx, h)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
	}
	return out, nil
}

// HeldOn is what waits on an order that this reader may open, whoever gave it.
func (r *Reader) HeldOn(ctx context.Context, v OrderView) (*Held, error) {
	all, err := r.s.store.HeldOn(ctx, v.ID, store.HeldWaiting, 1)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	h, err := r.heldView(ctx, all[0])
	return &h, err
}

func (r *Reader) heldView(ctx context.Context, h store.Held) (Held, error) {
	v := Held{ID: h.ID, Order: h.Order, Act: h.Act, Due: h.DueAt, Left: max(0, h.DueAt.Sub(r.s.now())), Mine: h.Account == string(r.actor.Account),
		By: r.who(h.Account, org.PostID(h.Post)), Refused: h.State == store.HeldRefused}
	row, err := r.s.store.OrderRow(ctx, h.Order)
	if err != nil {
		return v, fmt.Errorf("read order of held %s: %w", h.ID, err)
	}
	v.Number, v.Title = row.Number, row.Title
	if len(h.Answer) > 0 && v.Mine {
		why, err := r.s.vault.OpenHeld(h.ID, h.Answer)
		if err != nil {
			return v, fmt.Errorf("open answer of held %s: %w", h.ID, err)
		}
		v.Why = string(why)
	}
	return v, nil
}

// HeldTyped is what the giver had typed into the form of a held command that was taken back or refused; nil for anybody else.
func (r *Reader) HeldTyped(ctx context.Context, orderID, id string) (act string, typed map[string]string, err error) {
	h, err := r.s.ownHeld(ctx, r.actor, orderID, id)
	if errors.Is(err, ErrNotFound) || err == nil && (len(h.Payload) == 0 || h.State == store.HeldWaiting) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, err
	}
	body, err := r.s.vault.OpenHeld(h.ID, h.Payload)
	if err != nil {
		return "", nil, fmt.Errorf("open held %s: %w", h.ID, err)
	}
	_, typed, err = decodeHeld(body, order.By{Actor: r.actor})
	return h.Act, typed, err
}
