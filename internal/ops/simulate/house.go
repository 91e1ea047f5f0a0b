package simulate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
)

// planHouse: people leave and others come, principals are on leave and delegate, and in the middle of the year one unit carries on another's work.
func planHouse(s *sim) {
	r := s.rand("house")
	first := calendar.DateOf(s.now)
	for d := first.AddDays(9); d < s.end; d = d.AddDays(11 + r.IntN(8)) {
		s.at(d.Midnight().Add(8*time.Hour+5*time.Minute), "house", func() {
			if r.IntN(2) == 0 {
				s.leaves(r)
			} else {
				s.delegates(r)
			}
		})
	}
	s.at(first.AddDays(s.o.Size.Days/2).Midnight().Add(10*time.Hour), "house", func() { s.merges(r) })
	s.daily("directory", 2*time.Minute, func(calendar.Date) { s.refresh() })
}

// refresh reads the directory as it is today.
func (s *sim) refresh() {
	s.forget()
	if d, err := s.srv.Desk.Directory(s.ctx); err == nil {
		s.county.dir = d
	}
}

func (s *sim) today() org.Day { return org.Day(calendar.DateOf(s.wall()).String()) }

// admin changes the organisation.
func (s *sim) admin() org.Actor {
	post := org.PostOf(org.HotlineOffice, org.SystemAdmin)
	return s.as(s.holder(post), post)
}

// deed does something that has no key; where the program dies under it, it is done again, and what had happened already is no fault.
func (s *sim) deed(what string, do func() error) error {
	err := do()
	if s.fate.dead != "" {
		if err := s.revive(); err != nil {
			return err
		}
		err = do()
	}
	s.note(what, err)
	if err := s.tail(); err != nil {
		return err
	}
	return err
}

// changes is a deed that changes the house.
func (s *sim) changes(what string, do func() error) error {
	defer s.forget()
	s.forget()
	return s.deed(what, do)
}

// leaves: a handler leaves his post; a week later somebody else has it.
func (s *sim) leaves(r *rand.Rand) {
	u := one(r, s.county.open())
	post := org.PostOf(u.ID, org.UnitHandler)
	p := s.holder(post)
	if p == nil {
		return
	}
	if s.changes("leave", func() error { return s.srv.Desk.LeavePost(s.ctx, s.admin(), p.id, post, s.today(), "") }) != nil {
		return
	}
	tomorrow := calendar.DateOf(s.wall()).Next()
	s.at(tomorrow.Midnight(), "house", func() { p.away = true })
	login := fmt.Sprintf("n-%s-%d", u.ID, s.keys)
	s.at(tomorrow.AddDays(3+r.IntN(6)).Midnight().Add(8*time.Hour), "house", func() {
		if u.closed {
			return
		}
		if s.changes("enter", func() error {
			_, err := s.srv.Desk.AddPerson(s.ctx, s.admin(), desk.Person{Login: login, Title: login, Post: post, From: s.today()})
			return err
		}) != nil || s.deed("confirm", s.confirmsAll) != nil {
			return
		}
		all, err := s.srv.Desk.Accounts(s.ctx)
		if err != nil {
			return
		}
		for _, a := range all {
			if a.Login == login {
				// His first password is nobody's business here: he looks at no page, and more than one post keeps the lookers away.
				s.county.people[post] = append(s.county.people[post], &person{login: login, id: a.ID, posts: []org.PostID{post, post}, temper: u.temper})
			}
		}
	})
}

// confirmsAll: the head of the hotline office confirms the appointments that wait for him.
func (s *sim) confirmsAll() error {
	head := s.holder(org.PostOfficeHead)
	if head == nil {
		return nil
	}
	a, _, err := s.srv.Desk.ActorOf(s.ctx, head.id, org.PostOfficeHead)
	if err != nil {
		return err
	}
	r, err := s.srv.Desk.Reader(s.ctx, a)
	if err != nil {
		return err
	}
	all, err := r.Appointments(s.ctx)
	if err != nil {
		return err
	}
	var ids []string
	for _, x := range all {
		if !x.Own {
			ids = append(ids, x.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return s.srv.Desk.AnswerAppointments(s.ctx, a, ids, false, "", "")
}

// delegates: a principal is away for some days, and his deputy signs by a dated paper.
func (s *sim) delegates(r *rand.Rand) {
	u := one(r, s.county.open())
	post, second := org.PostOf(u.ID, org.UnitPrincipal), org.PostOf(u.ID, org.UnitDeputy)
	boss, deputy := s.holder(post), s.holder(second)
	if boss == nil || deputy == nil || len(s.county.people[post]) > 1 {
		return
	}
	from := calendar.DateOf(s.wall())
	until := from.AddDays(4 + r.IntN(8))
	d := org.Delegation{Post: post, To: deputy.id, Scope: org.WholePost, From: org.Day(from.String()), Until: org.Day(until.String()), Document: fmt.Sprintf("授权〔2026〕%d号", s.keys)}
	scan := desk.Upload{Name: "授权书.png", Bytes: picture(3)}
	if s.changes("delegate", func() error {
		_, err := s.srv.Desk.Delegate(s.ctx, s.as(boss, post), d, &scan, "")
		return err
	}) != nil {
		return
	}
	boss.away = true
	stand := &person{login: deputy.login, id: deputy.id, posts: []org.PostID{second, post}, temper: deputy.temper}
	s.county.people[post] = append(s.county.people[post], stand)
	s.at(until.Next().Midnight(), "house", func() {
		boss.away = false
		s.county.people[post] = slices.DeleteFunc(s.county.people[post], func(p *person) bool { return p == stand })
	})
}

// merges: a unit carries on the work of another from tomorrow; its open orders move, its handlers come along.
func (s *sim) merges(r *rand.Rand) {
	open := s.county.open()
	if len(open) < 4 {
		return
	}
	to, from := open[r.IntN(len(open)/2)], open[len(open)/2+r.IntN(len(open)/2)]
	tomorrow := calendar.DateOf(s.wall()).Next()
	e := org.UnitSucceeded{From: from.ID, To: to.ID, On: org.Day(tomorrow.String()), Document: "蒙编〔2026〕1号"}
	if s.changes("merge of units", func() error { return s.srv.Desk.SucceedUnit(s.ctx, s.admin(), e, true, "") }) != nil {
		return
	}
	s.at(tomorrow.Midnight().Add(3*time.Minute), "house", func() {
		from.closed = true
		s.refresh()
		for _, k := range []org.Kind{org.UnitHandler, org.UnitDuty} {
			for _, p := range s.county.people[org.PostOf(from.ID, k)] {
				if !p.away {
					post := org.PostOf(to.ID, k)
					s.county.people[post] = append(s.county.people[post], &person{login: p.login, id: p.id, posts: append(slices.Clone(p.posts), post), temper: to.temper})
				}
			}
		}
	})
}
