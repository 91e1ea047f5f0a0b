package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// The bounds of a trial.
const (
	mostTrialDays   = 400
	mostTrialOrders = 50_000
	mostTrialLines  = 5_000 // kept one by one; the sums count all
	trialBatch      = 100   // orders a run of the job
	trialPage       = 100   // lines a page
)

// TrialWish is what to run over the history: a draft, or numbers of the moment on top of what holds; and over which days of registration, both counted.
type TrialWish struct {
	Draft    string
	Values   map[string]string
	From, To calendar.Date
}

// The result of a trial: sums over all limits and signatures, and the lines that would have been other. It holds ids and numbers only, in the order of registration.
type (
	trialResult struct {
		Orders int         `json:"orders"`
		Limits []trialSum  `json:"limits"`
		Units  []trialUnit `json:"units"`
		Signs  []trialWho  `json:"signs"`
		Lines  []trialLine `json:"lines"`
		Other  []trialSign `json:"other"`
		Left   int         `json:"left"` // lines that were not kept one by one
	}
	trialSum struct {
		Kind  order.LimitKind `json:"kind"`
		N     int             `json:"n"`
		Was   int             `json:"was"`
		Would int             `json:"would"`
	}
	trialUnit struct {
		Unit  org.UnitID `json:"unit"`
		N     int        `json:"n"`
		Was   int        `json:"was"`
		Would int        `json:"would"`
	}
	trialWho struct {
		Result bool   `json:"result"`
		Who    string `json:"who"`
		Was    int    `json:"was"`
		Would  int    `json:"would"`
	}
	trialLine struct {
		Order string          `json:"order"`
		Kind  order.LimitKind `json:"kind"`
		Unit  org.UnitID      `json:"unit"`
		Was   int64           `json:"was"`
		Would int64           `json:"would"`
		Met   int64           `json:"met,omitempty"`
		Late  bool            `json:"late"` // would be; it was not. False: it was, and would not be
	}
	trialSign struct {
		Order  string   `json:"order"`
		Result bool     `json:"result"`
		Was    []string `json:"was"`
		Would  []string `json:"would"`
	}
)

// RunTrial asks for a trial; a job computes it. It returns the trial's id. Errors: *Invalid, *RuleFaults, ErrForbidden, ErrUnknown.
func (s *Service) RunTrial(ctx context.Context, actor org.Actor, w TrialWish, key string) (string, error) {
	if !access.May(actor.Post.Kind, access.RuleDrafting) {
		return "", ErrForbidden
	}
	now := s.now()
	switch today := calendar.DateOf(now); {
	case w.From == 0:
		return "", invalid("from", "没有填写从哪天起，请选一天。")
	case w.To == 0:
		return "", invalid("to", "没有填写到哪天止，请选一天。")
	case w.To.Before(w.From):
		return "", invalid("to", "止的日期早于起的日期，请核对。")
	case w.From.After(today):
		return "", invalid("from", "起的日期在今天以后，还没有工单可以试算。")
	case int(w.To-w.From) > mostTrialDays:
		return "", invalid("to", "一次最多试算%d天，请缩短。", mostTrialDays)
	}
	p, err := s.trialRules(ctx, w)
	if err != nil {
		return "", err
	}
	n, err := s.store.CountRegistered(ctx, w.From.Midnight(), w.To.Next().Midnight())
	if err != nil {
		return "", err
	}
	switch {
	case n == 0:
		return "", invalid("from", "这段时间没有登记过工单，请换一段。")
	case n > mostTrialOrders:
		return "", invalid("to", "这段时间有%d件工单，一次最多试算%d件，请缩短。", n, mostTrialOrders)
	}
	pos, err := s.store.Head(ctx)
	if err != nil {
		return "", err
	}
	t := store.Trial{ID: s.newID(), Account: actor.Account, Name: p.Name, Draft: w.Draft, File: p.File(), From: w.From.String(), To: w.To.String(), Pos: pos, Asked: now, Total: n, State: "running"}
	if key != "" {
		t.ID = s.vault.Token("trial " + string(actor.Account) + " " + key)
	}
	a := store.Append{At: now, Rows: []store.Exec{store.TrialRow(t)}, Jobs: []store.Due{trialDue(t.ID, "", now)}, Writes: []store.StreamWrite{trialEvent(t, 0, "trial_asked")}}
	return s.finishOwn(ctx, actor, a, &store.CommandKey{Actor: string(actor.Account), Route: "trial", Key: key, Digest: s.vault.Digest(fmt.Sprint(w.Draft, w.Values, w.From, w.To))}, t.ID)
}

// trialRules is the policy that is run.
func (s *Service) trialRules(ctx context.Context, w TrialWish) (policy.Policy, error) {
	if w.Draft != "" {
		l, err := s.readLaw(ctx)
		if err != nil {
			return policy.Policy{}, err
		}
		d, ok := l.Draft(w.Draft)
		if !ok {
			return policy.Policy{}, invalid("draft", "没有这份草案，请重新选择。")
		}
		p, err := policy.Restore(d.File)
		if d.Version > 0 {
			p.Version = d.Version
		}
		return p, err
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return p, err
	}
	base := p
	p, bad := p.With(w.Values)
	if len(bad) > 0 {
		return p, &RuleFaults{bad}
	}
	changed := policy.Compare(base, p)
	if len(changed) == 0 {
		return p, invalid("", "没有改动任何数，也没有选草案；请先改一个数，或选一份草案。")
	}
	var words []string
	for _, c := range changed {
		words = append(words, c.Name+c.New)
	}
	p.Name = clipWords(strings.Join(words, "、"), 50)
	return p, nil
}

func clipWords(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// trialEvent puts on record who ran what over which days, and with which result: sums are published from it (Art. 29).
func trialEvent(t store.Trial, expect int64, kind string) store.StreamWrite {
	h := sha256.Sum256([]byte(t.File))
	body, _ := json.Marshal(struct {
		Name  string `json:"name"`
		Draft string `json:"draft,omitempty"`
		Rules string `json:"rules"` // SHA-256 of the policy file
		From  string `json:"from"`
		To    string `json:"to"`
		Pos   int64  `json:"pos"`
		Total int    `json:"total"`
		Sum   string `json:"sum,omitempty"` // SHA-256 of the result
	}{t.Name, t.Draft, hex.EncodeToString(h[:]), t.From, t.To, t.Pos, t.Total, t.Digest})
	return store.StreamWrite{Stream: store.Stream{Type: "trial", ID: t.ID}, Expect: expect, Events: []store.NewEvent{{Kind: kind, V: 1, Body: body}}}
}

func trialDue(id, cursor string, at time.Time) store.Due {
	return store.Due{Key: "trial/" + id + "/" + cursor, Kind: "trial", Stream: "trial", Payload: id, At: at}
}

// AgainTrial computes a trial again, up to the same position of the log: the bytes must be the same.
func (s *Service) AgainTrial(ctx context.Context, actor org.Actor, id string) error {
	if !access.May(actor.Post.Kind, access.RuleDrafting) {
		return ErrForbidden
	}
	t, err := s.store.Trial(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return ErrNotFound
	}
	if err != nil {
		return err
	}
	if t.State != "done" {
		return invalid("", "正在计算，请等它算完。")
	}
	t.State, t.Done, t.Cursor, t.Result = "running", 0, "", ""
	_, err = s.append(ctx, actor, store.Append{Rows: []store.Exec{store.TrialRow(t)}, Jobs: []store.Due{trialDue(id, "", s.now())}})
	return s.known(err)
}

// goOnTrial computes a batch of a trial; what has been computed and where to go on are written together, so a crash loses a batch at most.
func (s *Service) goOnTrial(ctx context.Context, it jobs.Item) error {
	t, err := s.store.Trial(ctx, it.Payload)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	finish := store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	if t.State != "running" || it.ID != trialDue(t.ID, t.Cursor, s.now()).Key {
		_, err := s.append(ctx, org.Actor{}, finish) // it went on without this run
		return lostIsFine(err)
	}
	var res trialResult
	if t.Result != "" {
		if err := json.Unmarshal([]byte(t.Result), &res); err != nil {
			return fmt.Errorf("read trial %s: %w", t.ID, err)
		}
	}
	rules, err := policy.Restore(t.File)
	if err != nil {
		return err
	}
	from, err1 := calendar.ParseDate(t.From)
	to, err2 := calendar.ParseDate(t.To)
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("read days of trial %s: %w", t.ID, err)
	}
	ids, next, err := s.store.RegisteredBetween(ctx, from.Midnight(), to.Next().Midnight(), t.Cursor, trialBatch)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.try(ctx, &res, t, id, rules); err != nil {
			return err
		}
	}
	t.Done = min(t.Done+len(ids), t.Total)
	b, err := json.Marshal(res)
	if err != nil {
		return fmt.Errorf("encode trial %s: %w", t.ID, err)
	}
	t.Result = string(b)
	if len(ids) == trialBatch {
		t.Cursor = next
		finish.Jobs = []store.Due{trialDue(t.ID, next, s.now())}
	} else {
		h := sha256.Sum256(b)
		sum := hex.EncodeToString(h[:])
		switch {
		case t.Digest == "":
			t.Digest = sum
			finish.Writes = []store.StreamWrite{trialEvent(t, -1, "trial_done")}
		case t.Digest == sum:
			t.Again++
		default:
			t.Again = -1
		}
		t.State, t.Done, t.Cursor = "done", t.Total, ""
	}
	finish.Rows = []store.Exec{store.TrialRow(t)}
	_, err = s.append(ctx, org.Actor{}, finish)
	return lostIsFine(err)
}

func lostIsFine(err error) error {
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

// try runs the rules over one order's history up to the trial's position.
func (s *Service) try(ctx context.Context, res *trialResult, t store.Trial, id string, rules policy.Policy) error {
	recs, _, _, err := s.store.LoadOrder(ctx, id)
	if err != nil {
		return fmt.Errorf("load order %s: %w", id, err)
	}
	var history []order.Happened
	version := 0
	for _, r := range recs {
		if r.Pos > t.Pos {
			break
		}
		e, err := order.Decode(r.Kind, r.V, r.Body)
		var newer *order.UnknownKind
		if errors.As(err, &newer) {
			return nil // written by a newer program: it cannot be tried by this one
		}
		if err != nil {
			return fmt.Errorf("read order %s: %w", id, err)
		}
		history = append(history, order.Happened{At: r.At(), Event: e})
		if len(history) == 1 {
			version = order.Evolve(order.State{}, e).Policy
		}
	}
	if len(history) == 0 {
		return nil
	}
	own, err := s.policyFor(ctx, version, 0)
	if err != nil {
		return err
	}
	cals := func(v int) *calendar.Calendar {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.calendars[v]
	}
	res.add(id, order.Try(history, own, rules, cals, t.Asked))
	return nil
}

// entry finds the entry of a list that has a key, or makes it.
func entry[T any](list *[]T, same func(T) bool, fresh T) *T {
	i := slices.IndexFunc(*list, same)
	if i < 0 {
		i = len(*list)
		*list = append(*list, fresh)
	}
	return &(*list)[i]
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (r *trialResult) add(id string, t order.Trial) {
	r.Orders++
	for _, c := range t.Clocks {
		k := entry(&r.Limits, func(x trialSum) bool { return x.Kind == c.Kind }, trialSum{Kind: c.Kind})
		k.N, k.Was, k.Would = k.N+1, k.Was+one(c.WasLate), k.Would+one(c.WouldLate)
		u := entry(&r.Units, func(x trialUnit) bool { return x.Unit == c.Unit }, trialUnit{Unit: c.Unit})
		u.N, u.Was, u.Would = u.N+1, u.Was+one(c.WasLate), u.Would+one(c.WouldLate)
		if c.WasLate == c.WouldLate {
			continue
		}
		if len(r.Lines) == mostTrialLines {
			r.Left++
			continue
		}
		l := trialLine{Order: id, Kind: c.Kind, Unit: c.Unit, Was: c.Was.UnixMilli(), Would: c.Would.UnixMilli(), Late: c.WouldLate}
		if !c.Met.IsZero() {
			l.Met = c.Met.UnixMilli()
		}
		r.Lines = append(r.Lines, l)
	}
	for _, g := range t.Signs {
		who := func(names []string) string {
			if len(names) == 0 {
				return "县热线办审核，不报县领导"
			}
			return strings.Join(names, "、")
		}
		entry(&r.Signs, func(x trialWho) bool { return x.Result == g.Result && x.Who == who(g.Was) }, trialWho{Result: g.Result, Who: who(g.Was)}).Was++
		entry(&r.Signs, func(x trialWho) bool { return x.Result == g.Result && x.Who == who(g.Would) }, trialWho{Result: g.Result, Who: who(g.Would)}).Would++
		if g.Same() {
			continue
		}
		if len(r.Other) == mostTrialLines {
			r.Left++
			continue
		}
		r.Other = append(r.Other, trialSign{Order: id, Result: g.Result, Was: []string{who(g.Was)}, Would: []string{who(g.Would)}})
	}
}
