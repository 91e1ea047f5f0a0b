package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// PlanSession puts an answering day on the schedule.
func (r *Reader) PlanSession(ctx context.Context, p office.SessionPlan, key string) (string, error) {
	ids, err := r.planSessions(ctx, []office.SessionPlan{p}, false, "session", key)
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// trimmed drops what surrounds the words of a plan.
func trimmed(p office.SessionPlan) office.SessionPlan {
	p.Place, p.Topic, p.Contact = strings.TrimSpace(p.Place), strings.TrimSpace(p.Topic), strings.TrimSpace(p.Contact)
	return p
}

func (r *Reader) planSessions(ctx context.Context, plans []office.SessionPlan, rota bool, route, key string) ([]string, error) {
	if !access.May(r.actor.Post.Kind, access.Planning) {
		return nil, ErrForbidden
	}
	now := r.s.now()
	content, err := json.Marshal(plans)
	if err != nil {
		return nil, fmt.Errorf("encode plan: %w", err)
	}
	w := store.Append{At: now}
	var ids []string
	for i, p := range plans {
		p = trimmed(p)
		if err := p.Check(r.sessionNames(), calendar.DateOf(now)); err != nil {
			return nil, err
		}
		id := r.s.newID()
		if key != "" {
			id = r.s.vault.Token(fmt.Sprintf("%s %s %s %d", route, r.actor.Account, key, i)) // the same form again is the same day
		}
		e := office.SessionPlanned{At: now, Account: r.actor.Account, Plan: p, Rota: rota}
		ev, err := store.OfficeEvent(e)
		if err != nil {
			return nil, err
		}
		x := office.Session{}.Evolve(e)
		x.ID, x.Version = id, 1
		w.Writes = append(w.Writes, store.StreamWrite{Stream: store.SessionStream(id), Expect: 0, Events: []store.NewEvent{ev}})
		w.Rows = append(w.Rows, store.SessionRow(x))
		ids = append(ids, id)
	}
	_, err = r.s.finishOwn(ctx, r.actor, w, &store.CommandKey{Actor: string(r.actor.Account), Route: route, Key: key, Digest: r.s.vault.Digest(string(content))}, ids[0])
	return ids, err
}

// RotaWish is the form of a rota: the list has one post or department a line, by its name.
type RotaWish struct {
	First, Last calendar.Date
	Weekday     time.Weekday
	Plan        office.SessionPlan
	List        string
}

// Rota makes a rota's plans without writing anything: what the form shows before it is made.
func (r *Reader) Rota(ctx context.Context, a RotaWish) ([]office.SessionPlan, error) {
	if !access.May(r.actor.Post.Kind, access.Planning) {
		return nil, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	x := office.Rota{First: a.First, Last: a.Last, Weekday: a.Weekday, Plan: trimmed(a.Plan)}
	for i, line := range strings.Split(strings.TrimSpace(a.List), "\n") {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		t, ok := r.turnOf(name)
		if !ok {
			return nil, invalid("turns", "第%d行“%s”不是县领导岗位，也不是县直部门，请按列表里的名称写。", i+1, name)
		}
		x.Turns = append(x.Turns, t)
	}
	weeks := map[string]int{}
	if !a.First.IsZero() && !a.Last.IsZero() && !a.Last.After(a.First.AddDays(366)) {
		if weeks, err = r.s.store.SessionWeeks(ctx, a.First.Monday(), a.Last.Monday().AddDays(6)); err != nil {
			return nil, err
		}
	}
	return x.Plans(p.Calendar, func(m calendar.Date) bool { return weeks[calendar.WeekKey(m)] > 0 }, r.sessionNames(), calendar.DateOf(r.s.now()))
}

// MakeRota writes a rota's sessions.
func (r *Reader) MakeRota(ctx context.Context, a RotaWish, key string) (int, error) {
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: "rota", Key: key}
	plans, err := r.Rota(ctx, a)
	if err != nil {
		// The weeks may be taken by this very form, sent before.
		if plans, ok := r.s.rotaAgain(ctx, r.actor, ck); ok {
			return plans, nil
		}
		return 0, err
	}
	ids, err := r.planSessions(ctx, plans, true, "rota", key)
	return len(ids), err
}

// rotaAgain reports whether a form was sent before; how many sessions it made stands on the schedule.
func (s *Service) rotaAgain(ctx context.Context, actor org.Actor, ck *store.CommandKey) (int, bool) {
	if ck.Key == "" {
		return 0, false
	}
	n := 0
	for ; n < 400; n++ {
		id := s.vault.Token(fmt.Sprintf("rota %s %s %d", actor.Account, ck.Key, n))
		if v, err := s.store.Version(ctx, store.SessionStream(id)); err != nil || v == 0 {
			break
		}
	}
	return n, n > 0
}

// turnOf finds who is meant by a line of the list: a leader's title or a department's name, whole or short.
func (r *Reader) turnOf(name string) (office.RotaTurn, bool) {
	for _, p := range r.dir.Posts() {
		if p.Title != name && r.dir.Title(p.ID) != name {
			continue
		}
		switch p.Kind {
		case org.Magistrate:
			return office.RotaTurn{Kind: office.ByMagistrate, Post: p.ID}, true
		case org.Deputy, org.HotlineDeputy:
			return office.RotaTurn{Kind: office.ByLeader, Post: p.ID}, true
		}
	}
	names := r.sessionNames()
	for _, u := range r.dir.Units() {
		if (u.Name == name || u.Short == name) && names.Department(u.ID) {
			return office.RotaTurn{Kind: office.ByDepartment, Unit: u.ID}, true
		}
	}
	return office.RotaTurn{}, false
}

// ChangeSession writes another plan.
func (r *Reader) ChangeSession(ctx context.Context, id string, p office.SessionPlan, key string) error {
	p = trimmed(p)
	return r.onSession(ctx, id, "session_change", key, fmt.Sprint(p), "", func(x office.Session, _ office.Words, _ int, now time.Time) (any, error) {
		return x.Change(r.actor, p, r.sessionNames(), now)
	})
}

// CancelSession drops one, with the reason.
func (r *Reader) CancelSession(ctx context.Context, id, reason, key string) error {
	return r.onSession(ctx, id, "session_cancel", key, reason, "", func(x office.Session, _ office.Words, calls int, now time.Time) (any, error) {
		return x.Cancel(r.actor, reason, calls, now)
	})
}

// AnnounceSessions says of sessions that their preview was published.
func (r *Reader) AnnounceSessions(ctx context.Context, ids []string, where, key string) error {
	if len(ids) == 0 {
		return invalid("session", "没有选要登记预告的接听日。")
	}
	for i, id := range ids {
		k := key
		if k != "" {
			k = fmt.Sprintf("%s:%d", key, i)
		}
		if err := r.onSession(ctx, id, "session_notice", k, where, "", func(x office.Session, _ office.Words, _ int, now time.Time) (any, error) {
			return x.Announce(r.actor, where, now)
		}); err != nil {
			return err
		}
	}
	return nil
}

// MinuteSession puts on record how one went.
func (r *Reader) MinuteSession(ctx context.Context, id, words, key string) error {
	return r.onSession(ctx, id, "session_minutes", key, "", words, func(x office.Session, w office.Words, calls int, now time.Time) (any, error) {
		e, err := x.Minute(r.actor, words, calls, now)
		e.Words = w
		return e, err
	})
}

func (r *Reader) onSession(ctx context.Context, id, route, key, more, words string, decide func(office.Session, office.Words, int, time.Time) (any, error)) error {
	if !access.May(r.actor.Post.Kind, access.Planning) {
		return ErrForbidden
	}
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: route, Key: key, Digest: r.s.vault.Digest(id + "\x00" + more + "\x00" + words)}
	for try := 0; ; try++ {
		now := r.s.now()
		x, err := r.s.session(ctx, id)
		if err != nil {
			return err
		}
		calls, err := r.s.store.SessionCalls(ctx, id, mostCalls)
		if err != nil {
			return fmt.Errorf("count calls of answering day: %w", err)
		}
		if _, err := decide(x, office.Words{}, len(calls), now); err != nil {
			if _, ok := r.s.answered(ctx, r.actor, ck); ok {
				return nil
			}
			return err
		}
		w := store.Append{At: now}
		var sealed office.Words
		if words != "" {
			all, err := r.s.sealOwn(ctx, &w, officeSubject, "note", words)
			if err != nil {
				return err
			}
			sealed = all[0]
		}
		e, err := decide(x, sealed, len(calls), now)
		if err != nil {
			return err
		}
		ev, err := store.OfficeEvent(e)
		if err != nil {
			return err
		}
		w.Writes = []store.StreamWrite{{Stream: store.SessionStream(id), Expect: x.Version, Events: []store.NewEvent{ev}}}
		x = x.Evolve(e)
		x.Version++
		w.Rows = []store.Exec{store.SessionRow(x)}
		_, err = r.s.finishOwn(ctx, r.actor, w, ck, id)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return err
	}
}
