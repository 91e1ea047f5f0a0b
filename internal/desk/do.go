package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// Ask is one submission: commands on one order, in one append.
type Ask struct {
	Actor    org.Actor
	Order    string // id of the order; for a registration the new id
	Shown    int64  // version of the page that was filled in; 0 = none
	Route    string // where it came in
	Key      string // idempotency key of the form or request; "" = none
	Commands []order.Command
	At       time.Time // the moment of the deed where it is not now: the demo's past, never a person's wish
	Content  []byte    // what was submitted, byte for byte, where it came as one document; nil = the commands tell

	Alarm     *AlarmWish // the emergency of the call that is registered: written with it (Art. 7)
	Statement string     // the statement that answers a registration by one key (事件口径); the commands are the registration alone

	finish *store.Lease
	reveal *revealed
	also   *also
	rows   []store.Exec // written with it
}

// Done is what came of it.
type Done struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	Status   string `json:"status"`
	Held     string `json:"held,omitempty"` // the command waits for the end of its undo window under this id
	Replayed bool   `json:"-"`
}

// tries is how often a write that lost a race is decided again.
const tries = 8

// Do authorises, loads, decides, appends and answers. Errors: *regulation.Refusal, *Conflict, *Invalid, ErrNotFound, ErrForbidden, ErrUnknown.
func (s *Service) Do(ctx context.Context, a Ask) (Done, error) {
	if !permitted(a) {
		return Done{}, ErrForbidden
	}
	var err error
	if a.Actor, err = s.whole(ctx, a.Actor); err != nil {
		return Done{}, err
	}
	if a.Statement != "" {
		whole, err := s.withStatement(ctx, a)
		if err != nil {
			// It may have answered before, and have ended since.
			if done, ok, reused := s.Again(ctx, a); a.Content != nil && (ok || reused != nil) {
				return done, reused
			}
			return Done{}, err
		}
		a = whole
	}
	if a.Alarm != nil {
		if a, err = s.withAlarm(ctx, a); err != nil {
			return Done{}, err
		}
	}
	digest := s.digestOfAsk(a)
	commands, secrets := s.sealAll(a.Commands)
	a.Commands = commands
	for try := 0; ; try++ {
		done, err := s.attempt(ctx, a, digest, secrets)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return done, err
	}
}

// Again answers a submission with a key that came before, although it cannot be read as commands any more: the order may have left the actor since.
// ok is false where the key is new; the error says that the key came with another content.
func (s *Service) Again(ctx context.Context, a Ask) (done Done, ok bool, err error) {
	if a.Key == "" {
		return Done{}, false, nil
	}
	return s.replay(ctx, a, s.digestOfAsk(a))
}

func (s *Service) sealAll(cs []order.Command) ([]order.Command, []secret) {
	var secrets []secret
	out := make([]order.Command, len(cs))
	for i, c := range cs {
		sealed, found := s.sealCommand(c)
		out[i] = sealed
		secrets = append(secrets, found...)
	}
	return out, secrets
}

// decided is what the rules answer to an ask, before anything is written.
type decided struct {
	now    time.Time
	p      policy.Policy
	l      loaded
	before order.State
	st     order.State
	events []order.Event
	fresh  bool
	// The answer hangs on the order's state: the same submission may have changed it before.
	asked, stranger bool
	recused         bool // the order reports the actor: it has never been
}

// refused is the last word on an ask that the rules or the door refused: the same submission may have arrived before, and then its stored outcome
// answers, even where the order has moved on or left the actor.
func (s *Service) refused(ctx context.Context, a Ask, digest string, d decided, no error) (Done, error) {
	if (d.asked || d.stranger) && !d.recused {
		if done, ok, err := s.replay(ctx, a, digest); ok || err != nil {
			return done, err
		}
	}
	if d.stranger {
		return Done{}, s.shut(ctx, a.Actor, a.Order, "act")
	}
	return Done{}, no
}

// decide loads and asks the rules. Errors: *regulation.Refusal, *Conflict, ErrNotFound.
func (s *Service) decide(ctx context.Context, a Ask) (decided, error) {
	d := decided{now: s.now()}
	if !a.At.IsZero() {
		d.now = a.At
	}
	var err error
	switch c := a.Commands[0].(type) {
	case order.Register:
		d.fresh = true
		if c.Link != nil {
			d.l.state.Matter, d.l.matterVersion, err = s.loadMatter(ctx, c.Link.Matter)
			if err != nil {
				return d, err
			}
			if d.l.matterVersion == 0 {
				return d, ErrNotFound
			}
		}
	case order.TakeOver:
		d.fresh = true
	default:
		if d.l, err = s.load(ctx, a.Order); err != nil {
			return d, err
		}
		if d.l.unknown {
			return d, regulation.RefuseState(regulation.Art29, "newer_program", "这件工单由更新的版本写过，本程序只能查看；请升级后办理。")
		}
		if !a.Actor.System() {
			if Relate(a.Actor, d.l.state, d.now) == access.Stranger {
				d.stranger, d.recused = true, d.l.state.Recuses(a.Actor)
				return d, ErrNotFound
			}
			if err := s.stillThere(ctx, d.l.state); err != nil {
				return d, err
			}
			if c := s.changedSince(ctx, a.Actor, d.l, a.Shown); c != nil {
				d.asked = true
				return d, c
			}
		}
	}
	if d.p, err = s.policyOf(ctx, d.l.state, a.Commands[0], d.now); err != nil {
		return d, err
	}
	d.asked = true
	d.before, d.st = d.l.state, d.l.state
	dir, err := s.Directory(ctx)
	if err != nil {
		return d, err
	}
	house, err := s.House(ctx)
	if err != nil {
		return d, err
	}
	for _, c := range a.Commands {
		if c, err = s.targeted(ctx, d.st, c); err != nil {
			return d, err
		}
		if c, err = s.informed(ctx, d.st, c); err != nil {
			return d, err
		}
		if c, err = s.papered(house, c, d.st); err != nil {
			return d, err
		}
		out, err := order.Decide(d.st, mapped(c, d.st, dir), d.p, d.now)
		if err != nil {
			return d, err
		}
		for _, e := range out {
			d.st = order.Evolve(d.st, e)
		}
		d.events = append(d.events, out...)
	}
	return d, nil
}

// mapped names the deputy in charge by unit and category where the command names none but the unit's own (domain.md §13.19).
func mapped(c order.Command, st order.State, dir org.Directory) order.Command {
	deputy := func(unit org.UnitID, given org.PostID) org.PostID {
		if u, ok := dir.Unit(unit); ok && (given == "" || given == u.Deputy) {
			return dir.DeputyOf(unit, st.Request.Category)
		}
		return given
	}
	switch c := c.(type) {
	case order.SubmitForDispatch:
		c.Deputy = deputy(c.Proposal.Unit, c.Deputy)
		return c
	case order.Claim:
		c.To.Deputy = deputy(c.To.Unit, c.To.Deputy)
		return c
	case order.Dispatch:
		c.To.Deputy = deputy(c.To.Unit, c.To.Deputy)
		return c
	case order.Designate:
		c.To.Deputy = deputy(c.To.Unit, c.To.Deputy)
		return c
	}
	return c
}

// papered puts the delegation that a signature on paper rests on into the command, as it held on the day of the signature.
func (s *Service) papered(h org.House, c order.Command, st order.State) (order.Command, error) {
	p, ok := c.(order.RecordPaper)
	if !ok || p.Delegation == "" {
		return c, nil
	}
	for _, d := range h.Delegations() {
		if d.ID == p.Delegation && d.Post == st.StepPost(p.Chain, p.Step) && d.Holds(orgDay(p.On)) {
			p.Delegate, p.Signer = d.Authority(), d.To
			return p, nil
		}
	}
	return c, invalid("delegation", "签批当天没有这份授权，请核对签批日期和授权文件。")
}

func (s *Service) attempt(ctx context.Context, a Ask, digest string, secrets []secret) (Done, error) {
	d, err := s.decide(ctx, a)
	if err != nil {
		return s.refused(ctx, a, digest, d, err)
	}
	st := d.st
	if len(d.events) == 0 && a.reveal == nil {
		if a.finish != nil {
			if _, err := s.append(ctx, a.Actor, store.Append{Finish: a.finish, Rows: a.rows}); err != nil {
				return Done{}, s.known(err)
			}
		}
		return Done{ID: st.ID, Number: st.Number, Status: string(st.Status)}, nil
	}
	w, err := s.writes(a, d.l, d.before, d.events, d.fresh, d.now)
	if err != nil {
		return Done{}, err
	}
	w.Jobs = append(w.Jobs, newReminders(d.before, st, d.p, d.now)...)
	w.Jobs = append(w.Jobs, sharing(d)...)
	w.Jobs = append(w.Jobs, filing(d)...)
	if err := s.together(ctx, &w, a, d); err != nil {
		return s.refused(ctx, a, digest, d, err)
	}
	if area, _, _ := d.speaks(); area != "" {
		done, err := s.turns.take(ctx, area)
		if err != nil {
			return Done{}, err
		}
		defer done()
	}
	formed, err := s.gather(ctx, &w, a.Commands, d)
	if err != nil {
		return Done{}, err
	}
	if err := s.react(ctx, &w, d, formed); err != nil {
		return Done{}, err
	}
	if err := s.noticed(ctx, &w, a.Commands, d); err != nil {
		return Done{}, err
	}
	if err := s.addSecrets(ctx, &w, st, secrets); err != nil {
		return Done{}, err
	}
	var seq any = store.PosOf{}
	if !d.fresh {
		seq = d.l.records[0].Pos
	}
	if err := s.index(ctx, &w, seq, st, a.Commands); err != nil {
		return Done{}, err
	}
	done := Done{ID: st.ID, Number: st.Number, Status: string(st.Status)}
	if w.Outcome, err = json.Marshal(done); err != nil {
		return Done{}, fmt.Errorf("encode outcome: %w", err)
	}
	if a.Key != "" {
		w.Key = &store.CommandKey{Actor: string(a.Actor.Account), Route: a.Route, Key: a.Key, Digest: digest}
	}
	if a.Route == IntakeRoute && a.Key != "" {
		w.Rows = append(w.Rows, store.Exec{Query: "draft_drop", Args: []any{a.Key, string(a.Actor.Account)}})
	}
	w.Finish = a.finish
	if a.reveal != nil {
		w.Writes = append(w.Writes, a.reveal.write)
	}
	if a.also != nil {
		w.Writes, w.Rows = append(w.Writes, a.also.write), append(w.Rows, a.also.rows...)
		w.Keys, w.Seals = append(w.Keys, a.also.keys...), append(w.Seals, a.also.seals...)
		w.Jobs = append(w.Jobs, a.also.jobs...)
		if len(a.also.told) > 0 {
			told, rows, err := store.ToldBeside(a.also.about, len(w.Writes), store.ToldBody{About: a.also.about, Lines: a.also.told}, d.now)
			if err != nil {
				return Done{}, err
			}
			w.Writes, w.Rows = append(w.Writes, told), append(w.Rows, rows...)
		}
	}
	w.Rows = append(w.Rows, a.rows...)
	w.At = d.now
	res, err := s.append(ctx, a.Actor, w)
	if err != nil {
		return Done{}, s.known(err)
	}
	if err := json.Unmarshal(res.Outcome, &done); err != nil {
		return Done{}, fmt.Errorf("read outcome of order %s: %w", st.ID, err)
	}
	done.Replayed = res.Replayed
	return done, nil
}

// replay answers a submission that came before: it writes (seen + 1) and returns the stored outcome. A key that came with another content is an error.
func (s *Service) replay(ctx context.Context, a Ask, digest string) (Done, bool, error) {
	if a.Key == "" {
		return Done{}, false, nil
	}
	res, err := s.append(ctx, a.Actor, store.Append{Key: &store.CommandKey{Actor: string(a.Actor.Account), Route: a.Route, Key: a.Key, Digest: digest}, ReplayOnly: true})
	if errors.Is(err, store.ErrKeyReused) {
		return Done{}, false, s.known(err)
	}
	var d Done
	if err != nil || !res.Replayed || json.Unmarshal(res.Outcome, &d) != nil {
		return Done{}, false, nil
	}
	d.Replayed = true
	return d, true, nil
}

// known turns the archive's errors into the desk's.
func (s *Service) known(err error) error {
	var lost *store.ErrConflict
	switch {
	case errors.As(err, &lost):
		return err
	case errors.Is(err, store.ErrUnknown):
		return ErrUnknown
	case errors.Is(err, store.ErrKeyReused):
		return invalid("_key", "这张表单已经提交过，内容却不同；请刷新页面后重新填写。")
	}
	return err
}

// policyOf is the policy that holds for the order: the one in force for a new one, its own for an old one, the newest calendar for its adoption.
func (s *Service) policyOf(ctx context.Context, st order.State, first order.Command, now time.Time) (policy.Policy, error) {
	if _, ok := first.(order.AdoptCalendar); ok {
		return s.policyAt(ctx, st.Policy, 0, now)
	}
	return s.policyAt(ctx, st.Policy, st.Calendar, now)
}

// changedSince says what people did to the order after the page was shown. Timers do not count: Decide has settled with them. For a co-unit only its own part counts:
// it is not told what else is done, and need not type again for it.
func (s *Service) changedSince(ctx context.Context, by org.Actor, l loaded, shown int64) *Conflict {
	if shown <= 0 || shown >= l.version {
		return nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return &Conflict{Have: l.version, Shown: shown}
	}
	names, err := s.accountTitles(ctx)
	if err != nil {
		return &Conflict{Have: l.version, Shown: shown}
	}
	r := &Reader{s: s, dir: dir, names: names}
	helps := Relate(by, l.state, s.now()) == access.Helper
	var what []string
	for i, rec := range l.records {
		if rec.Version > shown && rec.Actor != "" && l.events[i] != nil && (!helps || partOf(l.state, by.Post.Unit, l.events[i])) {
			it, _ := r.describe(rec, l.events[i], func(string, access.Field) string { return "" })
			what = append(what, clockTime(it.At)+" "+it.By+" "+it.Verb)
		}
	}
	if len(what) == 0 {
		return nil
	}
	return &Conflict{Have: l.version, Shown: shown, What: what}
}

// writes turns events into stream writes, read models, timers and facts.
func (s *Service) writes(a Ask, l loaded, before order.State, events []order.Event, fresh bool, now time.Time) (store.Append, error) {
	w := store.Append{}
	own := store.StreamWrite{Stream: store.Stream{Type: "order"}, Expect: l.version}
	matters := map[string]*store.StreamWrite{}
	var names []string
	var copies []store.Exec
	st := before
	for _, e := range events {
		kind, v, body, err := order.Encode(e)
		if err != nil {
			return w, err
		}
		n := store.NewEvent{Kind: kind, V: v, Body: body}
		if m := order.MatterOf(e); m != "" {
			if matters[m] == nil {
				matters[m] = &store.StreamWrite{Stream: store.Stream{Type: "matter", ID: m}, Expect: -1}
				names = append(names, m)
			}
			matters[m].Events = append(matters[m].Events, n)
		} else {
			own.Events = append(own.Events, n)
		}
		st = order.Evolve(st, e)
		copies = append(append(copies, store.ReadingRows(st, e, now)...), store.InstructedRows(st, e, now)...)
		copies = append(append(copies, store.TerminationRows(st.ID, e, now)...), store.AnsweringRows(e, now)...)
		copies = append(copies, store.OrderHintRows(st, e)...)
		copies = append(copies, store.RecheckRows(st, e)...)
	}
	own.Stream.ID = st.ID
	if len(own.Events) > 0 {
		w.Writes = append(w.Writes, own)
	}
	for _, m := range names {
		mw := matters[m]
		// The counters steer signatures, so the matter the order was decided under is guarded like the order itself.
		if m == st.MatterID && m == before.Matter.ID || m == st.MatterID && fresh {
			mw.Expect = l.matterVersion
		}
		w.Writes = append(w.Writes, *mw)
	}
	version := l.version + int64(len(own.Events))
	mv := int64(0)
	if x := matters[st.MatterID]; x != nil {
		mv = int64(len(x.Events))
	}
	w.Rows = store.OrderRows(st, version, l.matterVersion+mv)
	w.Rows = append(w.Rows, copies...)
	w.Rows = append(w.Rows, store.FactRows(before, events, now)...)
	w.Rows = append(w.Rows, store.NoticeRows(before, events, now)...)
	if !a.Actor.System() {
		w.Rows = append(w.Rows, store.TookPart(string(a.Actor.Account), st.ID, now))
	}
	w.ReplaceTimers = map[string][]store.Due{st.ID: timersOf(st)}
	w.Numbers = numbersFor(a.Commands[0], now)
	return w, nil
}

// timersOf are the order's timers as rows of the due table.
func timersOf(st order.State) []store.Due {
	var out []store.Due
	for _, t := range order.Timers(st) {
		out = append(out, store.Due{Key: st.ID + "/" + t.Key(), Kind: "timer", Stream: st.ID, Payload: string(t.Kind), At: t.At})
	}
	return out
}
