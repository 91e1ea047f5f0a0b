package simulate

import (
	"fmt"
	"slices"

	"huiyin/internal/auth"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
)

// password opens every account of a simulated county, which nobody can reach.
const password = "Huiyin-year-2026"

// temper is how a unit works.
type temper string

// The tempers.
const (
	prompt    temper = "prompt"    // at once
	lazy      temper = "lazy"      // days late, misses limits
	pingPong  temper = "ping-pong" // says that it is not its matter
	forgetful temper = "forgetful" // leaves single things undone
)

// person is somebody with an account.
type person struct {
	login string
	id    org.AccountID
	posts []org.PostID
	temper
	away bool // has left, or his account is shut
}

// unit is a member unit that orders go to.
type unit struct {
	org.Unit
	temper
	closed bool
}

// caller is somebody who calls. Nobody else has his name and his number.
type caller struct {
	n           int
	name, phone string
	unnamed     bool
}

// county is the county of one seed.
type county struct {
	dir      org.Directory
	units    []*unit
	people   map[org.PostID][]*person
	callers  []*caller
	canaries canaries
	seal     order.Attachment[order.Private]
	scan     order.Attachment[order.Private]
}

func (c *county) unit(id org.UnitID) *unit {
	i := slices.IndexFunc(c.units, func(u *unit) bool { return u.ID == id })
	if i < 0 {
		return nil
	}
	return c.units[i]
}

// open are the units that orders may be sent to.
func (c *county) open() []*unit {
	var out []*unit
	for _, u := range c.units {
		if !u.closed {
			out = append(out, u)
		}
	}
	return out
}

// newCaller is somebody who never called before.
func (c *county) newCaller() *caller {
	n := len(c.callers)
	x := &caller{n: n, name: nameOf(n), phone: fmt.Sprintf("1%d%09d", 3+n%7, (n*7919+100003)%1_000_000_000)}
	c.callers = append(c.callers, x)
	c.canaries[x.name], c.canaries[x.phone] = true, true
	return x
}

// found enters the accounts of a county: five units of each temper at least, two persons for every post of the office, one for each post of a unit.
func (s *sim) found() error {
	r := s.rand("county")
	all := sample.County()
	c := &county{dir: all.Directory(), people: map[org.PostID][]*person{}, canaries: canaries{}}
	s.county = c
	var member []org.Unit
	for _, u := range all.Units {
		if u.Group != org.County && u.Parent == "" {
			member = append(member, u)
		}
	}
	r.Shuffle(len(member), func(i, j int) { member[i], member[j] = member[j], member[i] })
	tempers := []temper{prompt, prompt, prompt, lazy, pingPong, forgetful}
	for i, u := range member[:min(s.o.Size.Units, len(member))] {
		c.units = append(c.units, &unit{Unit: u, temper: tempers[i%len(tempers)]})
	}
	hash, err := auth.Hash(password)
	if err != nil {
		return err
	}
	enter := func(login string, t temper, posts ...org.PostID) error {
		id, err := s.srv.Desk.PutDemoAccount(s.ctx, login, login, hash, posts)
		if err != nil {
			return fmt.Errorf("account %s: %w", login, err)
		}
		p := &person{login: login, id: id, posts: posts, temper: t}
		for _, x := range posts {
			c.people[x] = append(c.people[x], p)
		}
		return nil
	}
	for _, k := range []org.Kind{org.Operator, org.Outsourced, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.SystemAdmin, org.SecurityAdmin, org.Auditor} {
		for n := range 2 {
			if err := enter(fmt.Sprintf("d-%s%d", k, n+1), prompt, org.PostOf(org.HotlineOffice, k)); err != nil {
				return err
			}
		}
	}
	for _, p := range all.Posts {
		if p.Kind.Leader() || p.Kind == org.OfficeHead {
			if err := enter("l-"+string(p.Unit)+"-"+string(p.Kind)+fmt.Sprint(len(c.people)), prompt, p.ID); err != nil {
				return err
			}
		}
	}
	for _, u := range c.units {
		for _, k := range []org.Kind{org.UnitHandler, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.UnitDuty} {
			if err := enter(fmt.Sprintf("u-%s-%s%d", u.ID, k, len(c.people[org.PostOf(u.ID, k)])+1), u.temper, org.PostOf(u.ID, k)); err != nil {
				return err
			}
		}
	}
	if c.seal, err = s.srv.Desk.Keep(s.ctx, desk.Upload{Name: "盖章件.png", Bytes: picture(1)}, "seal"); err != nil {
		return err
	}
	c.scan, err = s.srv.Desk.Keep(s.ctx, desk.Upload{Name: "签批页.png", Bytes: picture(2)}, "paper")
	return err
}

// as is a person acting in one of his posts, or by a paper in another's, as his session has it.
func (s *sim) as(p *person, post org.PostID) org.Actor {
	k := keep{p.id, post, s.today()}
	if who, ok := s.actors[k]; ok {
		return who
	}
	who := s.asNow(p, post)
	s.actors[k] = who
	return who
}

// keep is somebody in a post on a day: who he is there, and what his reader knows of the house, stays the same until the house changes.
type keep struct {
	id   org.AccountID
	post org.PostID
	day  org.Day
}

// forget lets everything be read anew that hangs on the house or on the program that runs.
func (s *sim) forget() {
	clear(s.actors)
	clear(s.readers)
}

func (s *sim) asNow(p *person, post org.PostID) org.Actor {
	if who, _, err := s.srv.Desk.ActorOf(s.ctx, p.id, post); err == nil {
		return who
	}
	x, _ := s.county.dir.Post(post)
	return s.county.dir.Whole(org.Actor{Account: p.id, Post: x})
}

// holder is somebody who holds a post and is here; nil where nobody does.
func (s *sim) holder(post org.PostID, not ...org.AccountID) *person {
	for _, p := range s.county.people[post] {
		if !p.away && !slices.Contains(not, p.id) {
			return p
		}
	}
	return nil
}
