package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// lawStream is the history of the county's rules (Art. 29).
var lawStream = store.Stream{Type: "policy", ID: "county"}

// loadLaw reads what was written about the rules since the last look, by this process or another.
func (s *Service) loadLaw(ctx context.Context) error {
	recs, err := s.since(ctx, lawStream, &s.lawAt)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range recs {
		if r.Version <= s.lawAt {
			continue
		}
		e, err := office.DecodeLaw(r.Kind, r.Body)
		if err != nil {
			return fmt.Errorf("read rules at %d: %w", r.Pos, err)
		}
		version, file := 0, ""
		switch e := e.(type) {
		case office.RulesKept:
			version, file = e.Version, e.File
		case office.RulesApproved:
			version, file = e.Version, e.File
		}
		if version > 0 {
			p, err := policy.Restore(file)
			if err != nil {
				return fmt.Errorf("read rules version %d at %d: %w", version, r.Pos, err)
			}
			p.Version = version
			s.policies[version] = p
		}
		s.law, s.lawAt = s.law.Evolve(e), r.Version
	}
	return nil
}

// readLaw is the rules' history as it stands.
func (s *Service) readLaw(ctx context.Context) (office.Law, error) {
	if err := s.loadLaw(ctx); err != nil {
		return office.Law{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.law, nil
}

// firstVersion is the number of the version that the program comes with.
const firstVersion = 1

// policyFor is the policy of a version read by a calendar of a version; version 0 means the one in force now.
func (s *Service) policyFor(ctx context.Context, version, cal int) (policy.Policy, error) {
	return s.policyAt(ctx, version, cal, s.now())
}

// policyAt is policyFor, with version 0 as the one that holds at an instant. Any version that an order was ever registered under is in the archive.
func (s *Service) policyAt(ctx context.Context, version, cal int, t time.Time) (policy.Policy, error) {
	s.mu.Lock()
	_, known := s.policies[version]
	_, knownCal := s.calendars[cal]
	s.mu.Unlock()
	if !known {
		if err := s.loadLaw(ctx); err != nil {
			return policy.Policy{}, err
		}
	}
	if !knownCal {
		if err := s.loadCalendars(ctx); err != nil {
			return policy.Policy{}, err
		}
	}
	if err := s.loadChannels(ctx); err != nil {
		return policy.Policy{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if version == 0 {
		version = s.law.InForce(firstVersion, t)
	}
	if cal == 0 {
		for v := range s.calendars {
			cal = max(cal, v)
		}
	}
	p, ok := s.policies[version]
	c, ok2 := s.calendars[cal]
	if !ok || !ok2 {
		return policy.Policy{}, fmt.Errorf("find policy %d with calendar %d: unknown version", version, cal)
	}
	return p.WithCalendar(c).WithChannels(s.channels.Rules()), nil
}

// Policy is the policy in force now.
func (s *Service) Policy(ctx context.Context) (policy.Policy, error) { return s.policyFor(ctx, 0, 0) }

// KeepRules puts the version that the program came with into the archive, once: what orders were promised is read from there, whatever a later program brings.
func (s *Service) KeepRules(ctx context.Context) error {
	l, err := s.readLaw(ctx)
	if err != nil || l.KeptAs > 0 || l.N > 0 {
		return err
	}
	kept, err := s.keptEvent(s.now())
	if err != nil {
		return err
	}
	_, err = s.append(ctx, org.Actor{}, store.Append{Writes: []store.StreamWrite{{Stream: lawStream, Expect: 0, Events: []store.NewEvent{kept}}}})
	var lost *store.ErrConflict
	if errors.As(err, &lost) {
		return nil // another process was first
	}
	return err
}

func (s *Service) keptEvent(at time.Time) (store.NewEvent, error) {
	s.mu.Lock()
	p := s.policies[firstVersion]
	s.mu.Unlock()
	return lawEvent(office.RulesKept{At: at, Version: p.Version, File: p.File()})
}

func lawEvent(e any) (store.NewEvent, error) {
	kind, body, err := office.EncodeLaw(e)
	return store.NewEvent{Kind: kind, V: office.Version, Body: body}, err
}

// writeLaw decides on the rules as they stand and writes what follows; a race is decided again.
func (s *Service) writeLaw(ctx context.Context, actor org.Actor, route, key, id, digest string, at time.Time, decide func(office.Law) (any, error)) (string, error) {
	ck := &store.CommandKey{Actor: string(actor.Account), Route: route, Key: key, Digest: s.vault.Digest(id + "\x00" + digest)}
	for try := 0; ; try++ {
		l, err := s.readLaw(ctx)
		if err != nil {
			return "", err
		}
		e, err := decide(l)
		if err != nil {
			if done, ok := s.answered(ctx, actor, ck); ok {
				return done, nil
			}
			return "", err
		}
		ev, err := lawEvent(e)
		if err != nil {
			return "", err
		}
		events := []store.NewEvent{ev}
		if l.N == 0 {
			kept, err := s.keptEvent(at)
			if err != nil {
				return "", err
			}
			events = []store.NewEvent{kept, ev}
		}
		done, err := s.finishOwn(ctx, actor, store.Append{At: at, Writes: []store.StreamWrite{{Stream: lawStream, Expect: l.N, Events: events}}}, ck, id)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return done, err
	}
}

// baseOf is what a draft is compared with: the version that would hold on its day without it.
func (s *Service) baseOf(ctx context.Context, l office.Law, d office.LawDraft, from string, now time.Time) (policy.Policy, error) {
	at := now
	if day, err := calendar.ParseDate(from); err == nil && day.Midnight().After(at) {
		at = day.Midnight()
	}
	if d.Version > 0 {
		older := l
		older.Drafts = slices.DeleteFunc(slices.Clone(l.Drafts), func(x office.LawDraft) bool { return x.Version >= d.Version })
		l, at = older, d.Approved
		if day, err := calendar.ParseDate(from); err == nil && day.Midnight().After(at) {
			at = day.Midnight()
		}
	}
	return s.policyFor(ctx, l.InForce(firstVersion, at), 0)
}

// RulesWish is what a draft shall say: a file, or values on top of what the draft was or of what holds on its day.
type RulesWish struct {
	Draft                        string // "" opens a new one
	File                         []byte // a whole policy file; then Values and the head's fields are not looked at
	Name, Document, From, Reason string
	Values                       map[string]string // by key
}

// RuleFaults are the values that cannot be, by key; "" is the file as a whole.
type RuleFaults struct{ By map[string]string }

// Error is the first of them.
func (f *RuleFaults) Error() string {
	for _, m := range policy.Params() {
		if why := f.By[m.Key]; why != "" {
			return why
		}
	}
	return f.By[""]
}

// DraftRules writes a draft of the rules; nothing changes by it (Art. 29). Errors: *regulation.Refusal, *RuleFaults, ErrForbidden, ErrUnknown.
func (s *Service) DraftRules(ctx context.Context, actor org.Actor, w RulesWish, key string) (string, error) {
	return s.draftRules(ctx, actor, w, key, s.now())
}

// DraftRulesAt is DraftRules at a moment of the demo's past.
func (s *Service) DraftRulesAt(ctx context.Context, actor org.Actor, w RulesWish, at time.Time) (string, error) {
	return s.draftRules(ctx, actor, w, "", at)
}

func (s *Service) draftRules(ctx context.Context, actor org.Actor, w RulesWish, key string, now time.Time) (string, error) {
	if !access.May(actor.Post.Kind, access.RuleDrafting) {
		return "", ErrForbidden
	}
	id := w.Draft
	if id == "" {
		id = s.newID()
		if key != "" {
			id = s.vault.Token("rules " + string(actor.Account) + " " + key) // the same form again is the same draft
		}
	}
	return s.writeLaw(ctx, actor, "rules_draft", key, id, fmt.Sprint(w.Name, w.Document, w.From, w.Reason, w.Values, string(w.File)), now, func(l office.Law) (any, error) {
		d, _ := l.Draft(w.Draft)
		p, err := s.wished(ctx, l, d, &w, now)
		if err != nil {
			return nil, err
		}
		base, err := s.baseOf(ctx, l, office.LawDraft{}, p.EffectiveFrom, now)
		if err != nil {
			return nil, err
		}
		p.Version = base.Version
		return l.DraftRules(actor, id, p, base, w.Reason, w.Draft != "", now)
	})
}

// wished is the policy that a wish asks for.
func (s *Service) wished(ctx context.Context, l office.Law, d office.LawDraft, w *RulesWish, now time.Time) (policy.Policy, error) {
	if w.File != nil {
		if len(w.File) > 256<<10 {
			return policy.Policy{}, &RuleFaults{map[string]string{"": "规则文件超过256KB，请核对是否选错了文件。"}}
		}
		p, err := policy.Parse(strings.TrimPrefix(string(w.File), "\ufeff"))
		if err != nil {
			return p, &RuleFaults{map[string]string{"": err.Error()}}
		}
		if w.From != "" {
			p.EffectiveFrom = w.From
		}
		return p, nil
	}
	var p policy.Policy
	var err error
	if d.ID != "" {
		p, err = policy.Restore(d.File)
	} else {
		p, err = s.baseOf(ctx, l, d, w.From, now)
	}
	if err != nil {
		return p, err
	}
	p, bad := p.With(w.Values)
	if len(bad) > 0 {
		return p, &RuleFaults{bad}
	}
	p.Name, p.Document, p.EffectiveFrom = strings.TrimSpace(w.Name), strings.TrimSpace(w.Document), w.From
	return p, nil
}

// ApproveRules is the second person's word: the draft becomes a version that takes effect on its day. shown is what the page of comparison was made from.
func (s *Service) ApproveRules(ctx context.Context, actor org.Actor, id, opinion string, shown int64, key string) error {
	return s.approveRules(ctx, actor, id, opinion, shown, key, s.now())
}

// ApproveRulesAt is ApproveRules at a moment of the demo's past, of the draft as it stands.
func (s *Service) ApproveRulesAt(ctx context.Context, actor org.Actor, id string, at time.Time) error {
	l, err := s.readLaw(ctx)
	if err != nil {
		return err
	}
	d, _ := l.Draft(id)
	return s.approveRules(ctx, actor, id, "", l.Shown(d), "", at)
}

func (s *Service) approveRules(ctx context.Context, actor org.Actor, id, opinion string, shown int64, key string, now time.Time) error {
	if !access.May(actor.Post.Kind, access.RuleAgreeing) {
		return ErrForbidden
	}
	_, err := s.writeLaw(ctx, actor, "rules_approve", key, id, fmt.Sprint(opinion, shown), now, func(l office.Law) (any, error) {
		base, err := s.baseOfDraft(ctx, l, id, now)
		if err != nil {
			return nil, err
		}
		return l.ApproveRules(actor, id, opinion, shown, base, firstVersion, now)
	})
	return err
}

func (s *Service) baseOfDraft(ctx context.Context, l office.Law, id string, now time.Time) (policy.Policy, error) {
	d, ok := l.Draft(id)
	if !ok {
		return policy.Policy{}, ErrNotFound
	}
	p, err := policy.Restore(d.File)
	if err != nil {
		return p, err
	}
	return s.baseOf(ctx, l, d, p.EffectiveFrom, now)
}

// ReturnRules sends a draft back to who wrote it.
func (s *Service) ReturnRules(ctx context.Context, actor org.Actor, id, opinion string, shown int64, key string) error {
	if !access.May(actor.Post.Kind, access.RuleAgreeing) {
		return ErrForbidden
	}
	now := s.now()
	_, err := s.writeLaw(ctx, actor, "rules_return", key, id, fmt.Sprint(opinion, shown), now, func(l office.Law) (any, error) { return l.ReturnRules(actor, id, opinion, shown, now) })
	return err
}

// WithdrawRules ends a draft, or a version before its day.
func (s *Service) WithdrawRules(ctx context.Context, actor org.Actor, id, reason, key string) error {
	if !access.May(actor.Post.Kind, access.RuleReading) {
		return ErrForbidden
	}
	now := s.now()
	_, err := s.writeLaw(ctx, actor, "rules_withdraw", key, id, reason, now, func(l office.Law) (any, error) { return l.WithdrawRules(actor, id, reason, now) })
	return err
}

// ExplainParam attaches the county government office's word to a parameter (解释, Art. 29).
func (s *Service) ExplainParam(ctx context.Context, actor org.Actor, param, words, document, key string) error {
	if !access.May(actor.Post.Kind, access.RuleAgreeing) {
		return ErrForbidden
	}
	now := s.now()
	return s.explainParam(ctx, actor, param, words, document, key, now)
}

// ExplainParamAt is ExplainParam at a moment of the demo's past.
func (s *Service) ExplainParamAt(ctx context.Context, actor org.Actor, param, words, document string, at time.Time) error {
	return s.explainParam(ctx, actor, param, words, document, "", at)
}

func (s *Service) explainParam(ctx context.Context, actor org.Actor, param, words, document, key string, now time.Time) error {
	_, err := s.writeLaw(ctx, actor, "rules_explain", key, param, words+"\x00"+document, now, func(l office.Law) (any, error) {
		return l.ExplainParam(actor, param, words, document, now)
	})
	return err
}
