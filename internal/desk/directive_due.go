package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// What a directive's events tell whom, and the reminders of its tasks. A message says that there is a task and by when, never what the leader wrote.

func directivePage(id string) string { return "/directives/" + id }

// staffOf are the three posts of a unit.
func staffOf(u org.UnitID) []order.Addressee {
	return []order.Addressee{order.ToPost(org.PostOf(u, org.UnitHandler)), order.ToPost(org.PostOf(u, org.UnitDeputy)), order.ToPost(org.PostOf(u, org.UnitPrincipal))}
}

// endOfTask is a task's last day as the first instant that is too late.
func endOfTask(day string) time.Time {
	d, err := calendar.ParseDate(day)
	if err != nil {
		return time.Time{}
	}
	return d.Next().Midnight()
}

// told is one line of the catalogue to several.
func told(code order.NoticeCode, due time.Time, times int, page string, to ...order.Addressee) []store.ToldLine {
	var out []store.ToldLine
	for _, a := range to {
		out = append(out, store.ToldLine{Code: code, To: a, Times: times, Due: due, Page: page})
	}
	return out
}

// directiveTold says whom an event of a directive concerns; after is the directive with it.
func directiveTold(after office.Directive, e any) []store.ToldLine {
	about := directivePage(after.ID)
	switch e := e.(type) {
	case office.DirectiveGiven:
		var out []store.ToldLine
		for _, t := range e.Tasks {
			out = append(out, told(order.NoticeTask, endOfTask(t.Due), 0, about, staffOf(t.Unit)...)...)
		}
		return out
	case office.DirectiveSentBack:
		return told(order.NoticeTaskBack, endOfTask(e.Due), 0, about, staffOf(e.Unit)...)
	case office.DirectiveUrged:
		t, _ := after.Task(e.Unit)
		return told(order.NoticeTaskUrged, endOfTask(t.Due), e.Count, about, staffOf(e.Unit)...)
	case office.DirectiveAnswered:
		if after.Answered() {
			return told(order.NoticeTasksReady, time.Time{}, 0, about, order.ToAccount(after.Given.Account), order.ToPost(org.PostOf(org.HotlineOffice, org.Supervisor)))
		}
	case office.DirectiveReported:
		return told(order.NoticeTasksDone, time.Time{}, 0, about, order.ToPost(after.Given.Post))
	}
	return nil
}

// taskDues are the next reminders of the open tasks of a directive. The key names the moment, so that planned twice is planned once.
func (s *Service) taskDues(cal *calendar.Calendar, d office.Directive, after time.Time) []store.Due {
	var out []store.Due
	for _, t := range d.Tasks {
		due, err := calendar.ParseDate(t.Due)
		if err != nil || t.Done || !d.Open() {
			continue
		}
		at := office.NextNudge(cal, due, after)
		out = append(out, store.Due{Key: "directive/" + d.ID + "/" + string(t.Unit) + "/" + at.UTC().Format("200601021504"), Kind: "directive", Stream: d.ID, Payload: string(t.Unit), At: at})
	}
	return out
}

// PlanDirectives plans the next reminder of every open task. Two processes plan the same ones.
func (s *Service) PlanDirectives(ctx context.Context) error {
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	ids, err := s.store.Directives(ctx, store.DirectiveAsk{Open: true, Limit: 10000})
	if err != nil {
		return err
	}
	var all []store.Due
	for _, id := range ids {
		d, err := s.directive(ctx, id)
		if err != nil {
			return err
		}
		all = append(all, s.taskDues(p.Calendar, d, s.now())...)
	}
	if len(all) == 0 {
		return nil
	}
	_, err = s.append(ctx, org.Actor{}, store.Append{Jobs: all})
	return err
}

// nudge speaks of one task and plans the next word; all in one write. A task that was done meanwhile says nothing, and is not spoken of again.
func (s *Service) nudge(ctx context.Context, it jobs.Item) error {
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	d, err := s.directive(ctx, it.Stream)
	if err != nil {
		return err
	}
	now, unit := s.now(), org.UnitID(it.Payload)
	w := store.Append{At: now, Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	shut, err := s.shutOut(ctx, d, unit)
	if err != nil {
		return err
	}
	if n, days, ok := d.NudgeOf(unit, p.Calendar, now); ok && !shut {
		t, _ := d.Task(unit)
		code, to := order.NoticeTaskSoon, staffOf(unit)[:1]
		switch n {
		case office.NudgeToday:
			code, to = order.NoticeTaskToday, staffOf(unit)
		case office.NudgeLate:
			code, to = order.NoticeTaskLate, append(staffOf(unit), order.ToPost(org.PostOf(org.HotlineOffice, org.Supervisor)))
		}
		write, rows, err := store.ToldWrite("directive/"+d.ID, store.ToldBody{About: d.ID, Lines: told(code, endOfTask(t.Due), days, directivePage(d.ID), to...)}, now)
		if err != nil {
			return err
		}
		w.Writes, w.Rows = []store.StreamWrite{write}, rows
	}
	if t, ok := d.Task(unit); ok && d.Open() && !t.Done {
		for _, due := range s.taskDues(p.Calendar, d, now) {
			if due.Payload == it.Payload {
				w.Jobs = append(w.Jobs, due)
			}
		}
	}
	if _, err := s.append(ctx, org.Actor{}, w); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		return err
	}
	return nil
}

// shutOut reports whether the order that a word was written on reports the unit by now: then nothing more is said to it (Art. 23(6)).
func (s *Service) shutOut(ctx context.Context, d office.Directive, unit org.UnitID) (bool, error) {
	o := d.Given.Subject.Order
	if o == "" {
		return false, nil
	}
	l, err := s.load(ctx, o)
	if err != nil {
		return false, err
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return false, err
	}
	return l.state.RecusesUnit(unit, dir.Above(unit)), nil
}

// openTasks are the leaders' words that the reader's unit has still to carry out, the nearest last day first.
func (r *Reader) openTasks(ctx context.Context) ([]DirectiveView, error) {
	if !access.May(r.actor.Post.Kind, access.Answering) {
		return nil, nil
	}
	p, err := r.Directives(ctx, false, time.Time{})
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(p.Items, func(v DirectiveView) bool { return !v.MayAnswer })
	slices.SortStableFunc(out, func(a, b DirectiveView) int { return strings.Compare(a.Mine().Last, b.Mine().Last) })
	return out, nil
}

// Mine is the task of the reader's own unit, the zero task where it has none.
func (v DirectiveView) Mine() DirectiveTaskView {
	for _, t := range v.Tasks {
		if t.Mine {
			return t
		}
	}
	return DirectiveTaskView{}
}
