package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
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

	Statement string // the statement that answers a registration by one key (事件口径); the commands are the registration alone

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

// permissions says which permission each command needs.
func permission(c order.Command) access.Permission {
	switch c.(type) {
	case order.Register, order.AnswerDirectly, order.TransferByPhone, order.TransferEmergency, order.CloseLogged, order.Refuse, order.SubmitForDispatch, order.LinkMatter:
		return access.Intake
	case order.Urge, order.Withdraw:
		return access.Desking
	case order.Correct:
		return access.Correcting
	case order.SendUp:
		return access.SendingUp
	case order.Dispatch, order.Recall, order.Archive, order.DecideReturn:
		return access.Dispatching
	case order.MarkBackfilled:
		return access.FeedingBack
	case order.UpdateOuter:
		return access.Dispatching
	case order.Explain, order.Designate, order.ChangeDeputy, order.TakeOver:
		return access.Heading
	case order.SignStep:
		return access.Signing
	case order.RecordPaper, order.ConfirmPaper:
		return access.Clerking
	case order.SignFor:
		return access.UnitWork
	case order.RecordContact, order.RecordProgress, order.SubmitReply, order.RecordUnitVisit, order.AskReturn, order.ObjectReturn:
		return access.UnitHandle
	case order.AssignInUnit, order.SignReply, order.SendBackReply:
		return access.UnitSign
	case order.AskExtension:
		return access.Extending
	case order.TellExtension:
		return access.Telling
	case order.PassReply, order.RejectReply, order.AskRefusal, order.DecideExtension, order.RecordConsent:
		return access.Reviewing
	case order.GiveFeedback:
		return access.FeedingBack
	case order.RecordVisit:
		return access.VisitingOut
	case order.AdoptCalendar:
		return access.Calendars
	case order.Attach:
		return access.Reading
	}
	return ""
}

// tries is how often a write that lost a race is decided again.
const tries = 8

// Do authorises, loads, decides, appends and answers. Errors: *regulation.Refusal, *Conflict, *Invalid, ErrNotFound, ErrForbidden, ErrUnknown.
func (s *Service) Do(ctx context.Context, a Ask) (Done, error) {
	if !permitted(a) {
		return Done{}, ErrForbidden
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

// digestOfAsk is the digest under which a key is remembered: of the document where one came, else of the commands.
func (s *Service) digestOfAsk(a Ask) string {
	if a.Content == nil {
		return s.digestOf(a.Commands)
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d:%s", len(a.Order), a.Order)
	_, _ = h.Write(a.Content)
	return s.vault.Digest(hex.EncodeToString(h.Sum(nil)))
}

// Again answers a submission with a key that came before, although it cannot be read as commands any more: the order may have left the actor since.
// ok is false where the key is new; the error says that the key came with another content.
func (s *Service) Again(ctx context.Context, a Ask) (done Done, ok bool, err error) {
	if a.Key == "" {
		return Done{}, false, nil
	}
	return s.replay(ctx, a, s.digestOfAsk(a))
}

// permitted reports whether the post may give these commands at all.
func permitted(a Ask) bool {
	if a.Actor.System() {
		return true
	}
	for _, c := range a.Commands {
		if !access.May(a.Actor.Post.Kind, permission(c)) {
			return false
		}
	}
	return true
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

// digestOf is the digest of what was submitted, keyed, so that the record of a command says nothing of its content. References and stamps that
// differ between two submissions of the same form are left out.
func (s *Service) digestOf(cs []order.Command) string {
	h := sha256.New()
	for _, c := range cs {
		fmt.Fprintf(h, "%T", c)
		digestValue(h.Write, reflect.ValueOf(c))
	}
	return s.vault.Digest(hex.EncodeToString(h.Sum(nil)))
}

func digestValue(w func([]byte) (int, error), v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		switch x := v.Interface().(type) {
		case order.Private:
			_, _ = w([]byte(x.Text + "\x00"))
			return
		case time.Time:
			_, _ = w([]byte(x.UTC().Format(time.RFC3339)))
			return
		case order.Matter:
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || slices.Contains([]string{"ID", "Number", "NewMatter", "NewMatterNo", "ChainID", "Blob", "Seal", "Paper"}, f.Name) {
				continue
			}
			_, _ = w([]byte(f.Name))
			digestValue(w, v.Field(i))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			digestValue(w, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			digestValue(w, v.Index(i))
		}
	default:
		_, _ = fmt.Fprintf(writer(w), "%v\x00", v.Interface())
	}
}

type writer func([]byte) (int, error)

func (f writer) Write(p []byte) (int, error) { return f(p) }

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
}

// refused is the last word on an ask that the rules or the door refused: the same submission may have arrived before, and then its stored outcome
// answers, even where the order has moved on or left the actor.
func (s *Service) refused(ctx context.Context, a Ask, digest string, d decided, no error) (Done, error) {
	if d.asked || d.stranger {
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
				d.stranger = true
				return d, ErrNotFound
			}
			if c := s.changedSince(ctx, d.l, a.Shown); c != nil {
				d.asked = true
				return d, c
			}
		}
	}
	if d.p, err = s.policyOf(ctx, d.l.state, a.Commands[0]); err != nil {
		return d, err
	}
	d.asked = true
	d.before, d.st = d.l.state, d.l.state
	for _, c := range a.Commands {
		out, err := order.Decide(d.st, c, d.p, d.now)
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
	if err := s.addSecrets(ctx, &w, st, secrets, a.Commands); err != nil {
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
func (s *Service) policyOf(ctx context.Context, st order.State, first order.Command) (policy.Policy, error) {
	if _, ok := first.(order.AdoptCalendar); ok {
		return s.policyFor(ctx, st.Policy, 0)
	}
	return s.policyFor(ctx, st.Policy, st.Calendar)
}

// changedSince says what people did to the order after the page was shown. Timers do not count: Decide has settled with them.
func (s *Service) changedSince(ctx context.Context, l loaded, shown int64) *Conflict {
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
	var what []string
	for i, rec := range l.records {
		if rec.Version > shown && rec.Actor != "" && l.events[i] != nil {
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
		copies = append(copies, store.ReadingRows(st, e, now)...)
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
	if fresh {
		w.Numbers = numbersFor(a.Commands[0], now)
	}
	return w, nil
}

// timersOf are the order's timers as rows of the due table.
func timersOf(st order.State) []store.Due {
	var out []store.Due
	for _, t := range order.Timers(st) {
		out = append(out, store.Due{Key: st.ID + "/" + string(t.Kind), Kind: "timer", Stream: st.ID, Payload: string(t.Kind), At: t.At})
	}
	return out
}
