package simulate

import (
	"errors"
	"fmt"
	"reflect"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// give submits commands on an order, as a person at a page does: with the key of his form. Where the program dies under it he presses again when it is back,
// and sometimes a form arrives twice.
func (s *sim) give(who org.Actor, id string, cs ...order.Command) (desk.Done, error) {
	return s.submit(desk.Ask{Actor: who, Order: id, Route: "simulate", Key: s.newKey(), Commands: cs})
}

func (s *sim) submit(a desk.Ask) (desk.Done, error) {
	before := s.world.pos
	done, err := s.srv.Desk.Do(s.ctx, a)
	if s.fate.dead != "" {
		if err := s.revive(); err != nil {
			return done, err
		}
		first := done
		done, err = s.srv.Desk.Do(s.ctx, a)
		s.trace("again after the death: %v, replayed %v (%v)", err, done.Replayed, first.Number)
	}
	s.answered(a, done, err)
	if head, herr := s.srv.Store.Head(s.ctx); herr == nil && a.Actor.System() {
		for pos := before + 1; pos <= head; pos++ {
			s.probed[pos] = true
		}
	}
	if tailed := s.tail(); tailed != nil {
		return done, tailed
	}
	var no *regulation.Refusal
	switch {
	case err == nil:
		s.report.Commands++
		s.recorded(a, done)
	case errors.As(err, &no):
		s.report.Refused++
		s.silent(before, a, err)
	case errors.Is(err, desk.ErrForbidden), errors.Is(err, desk.ErrNotFound):
		s.report.Refused++
	default:
		var bad *desk.Invalid
		var moved *desk.Conflict
		if !errors.As(err, &bad) && !errors.As(err, &moved) {
			return done, fmt.Errorf("%T on %s: %w", a.Commands[0], a.Order, err)
		}
		s.report.Refused++
	}
	if err == nil && chance(s.rand("twice"), 2) {
		s.twice(a, done)
	}
	return done, err
}

// silent: what is refused leaves nothing in the log (I18).
func (s *sim) silent(before int64, a desk.Ask, err error) {
	s.report.Checks["I18"]++
	if s.world.pos == before {
		return
	}
	s.broken("I18", a.Order, "%s was refused (%v), and %d records were written", name(a.Commands[0]), err, s.world.pos-before)
}

// twice sends the same form again: nothing may change, and the answer is the same (I2, I22).
func (s *sim) twice(a desk.Ask, done desk.Done) {
	head := s.world.pos
	again, err := s.srv.Desk.Do(s.ctx, a)
	if s.fate.dead != "" {
		if err := s.revive(); err != nil {
			s.broken("I22", a.Order, "the program does not come back: %v", err)
			return
		}
		again, err = s.srv.Desk.Do(s.ctx, a)
	}
	now, herr := s.srv.Store.Head(s.ctx)
	s.report.Repeated++
	s.report.Checks["I22"]++
	if err != nil || herr != nil || again.ID != done.ID || again.Number != done.Number || again.Status != done.Status {
		s.broken("I22", a.Order, "%s sent twice answered %+v and then %+v, %v", name(a.Commands[0]), done, again, err)
	}
	if now != head {
		s.broken("I22", a.Order, "%s sent twice wrote %d records the second time", name(a.Commands[0]), now-head)
	}
}

func name(c order.Command) string { return reflect.TypeOf(c).Name() }

// must is for what the plain road may always do: a refusal is worth a look, not a violation.
func (s *sim) note(what string, err error) {
	if err != nil {
		s.trace("%s: %v", what, err)
	}
}
