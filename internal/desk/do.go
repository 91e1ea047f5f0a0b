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
}

// Done is what came of it.
type Done struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	Status   string `json:"status"`
	Replayed bool   `json:"-"`
}

// permissions says which permission each command needs.
func permission(c order.Command) access.Permission {
	switch c.(type) {
	case order.Register, order.AnswerDirectly, order.TransferByPhone, order.TransferEmergency, order.CloseLogged, order.Refuse, order.SubmitForDispatch, order.LinkMatter:
		return access.Intake
	case order.SendUp, order.Urge, order.Withdraw, order.Correct:
		return access.Desking
	case order.Dispatch, order.Recall, order.Archive:
		return access.Dispatching
	case order.MarkBackfilled:
		return access.FeedingBack
	case order.UpdateOuter:
		return access.Dispatching
	case order.Explain, order.ChangeDeputy, order.TakeOver:
		return access.Heading
	case order.SignStep:
		return access.Signing
	case order.RecordPaper, order.ConfirmPaper:
		return access.Clerking
	case order.SignFor, order.RecordContact, order.RecordProgress, order.SubmitReply, order.RecordUnitVisit:
		return access.UnitWork
	case order.AssignInUnit, order.SignReply, order.SendBackReply:
		return access.UnitSign
	case order.PassReply, order.RejectReply, order.AskRefusal:
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
	if !a.Actor.System() {
		for _, c := range a.Commands {
			if !access.May(a.Actor.Post.Kind, permission(c)) {
				return Done{}, ErrForbidden
			}
		}
	}
	if a.Statement != "" {
		var err error
		if a, err = s.withStatement(ctx, a); err != nil {
			return Done{}, err
		}
	}
	secrets := []secret(nil)
	commands := make([]order.Command, len(a.Commands))
	for i, c := range a.Commands {
		sealed, found := s.sealCommand(c)
		commands[i] = sealed
		secrets = append(secrets, found...)
	}
	digest := s.digestOfAsk(a)
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

func (s *Service) attempt(ctx context.Context, a Ask, digest string, secrets []secret) (Done, error) {
	now := s.now()
	if !a.At.IsZero() {
		now = a.At
	}
	var l loaded
	var err error
	fresh := false
	switch c := a.Commands[0].(type) {
	case order.Register:
		fresh = true
		if c.Link != nil {
			l.state.Matter, l.matterVersion, err = s.loadMatter(ctx, c.Link.Matter)
			if err != nil {
				return Done{}, err
			}
			if l.matterVersion == 0 {
				return Done{}, ErrNotFound
			}
		}
	case order.TakeOver:
		fresh = true
	default:
		if l, err = s.load(ctx, a.Order); err != nil {
			return Done{}, err
		}
		if l.unknown {
			return Done{}, regulation.RefuseState(regulation.Art29, "newer_program", "这件工单由更新的版本写过，本程序只能查看；请升级后办理。")
		}
		if !a.Actor.System() {
			// The same submission may have arrived before: then the stored outcome answers, even where the order has moved on or left the actor.
			if Relate(a.Actor, l.state, now) == access.Stranger {
				if done, ok, err := s.replay(ctx, a, digest); ok || err != nil {
					return done, err
				}
				return Done{}, s.shut(ctx, a.Actor, a.Order, "act")
			}
			if c := s.changedSince(ctx, l, a.Shown); c != nil {
				if done, ok, err := s.replay(ctx, a, digest); ok || err != nil {
					return done, err
				}
				return Done{}, c
			}
		}
	}
	p, err := s.policyOf(ctx, l.state, a.Commands[0])
	if err != nil {
		return Done{}, err
	}
	before := l.state
	var events []order.Event
	st := l.state
	for _, c := range a.Commands {
		out, err := order.Decide(st, c, p, now)
		if err != nil {
			if done, ok, err := s.replay(ctx, a, digest); ok || err != nil {
				return done, err
			}
			return Done{}, err
		}
		for _, e := range out {
			st = order.Evolve(st, e)
		}
		events = append(events, out...)
	}
	if len(events) == 0 && a.reveal == nil {
		if a.finish != nil {
			if _, err := s.append(ctx, a.Actor, store.Append{Finish: a.finish}); err != nil {
				return Done{}, s.known(err)
			}
		}
		return Done{ID: st.ID, Number: st.Number, Status: string(st.Status)}, nil
	}
	w, err := s.writes(a, l, before, events, fresh, now)
	if err != nil {
		return Done{}, err
	}
	w.Jobs = append(w.Jobs, newReminders(before, st, p, now)...)
	if err := s.addSecrets(ctx, &w, st, secrets, a.Commands); err != nil {
		return Done{}, err
	}
	var seq any = store.PosOf{}
	if !fresh {
		seq = l.records[0].Pos
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
	w.Finish = a.finish
	if a.reveal != nil {
		w.Writes = append(w.Writes, a.reveal.write)
	}
	if a.also != nil {
		w.Writes, w.Rows = append(w.Writes, a.also.write), append(w.Rows, a.also.rows...)
	}
	w.At = now
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
