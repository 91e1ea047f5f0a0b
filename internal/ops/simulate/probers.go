package simulate

import (
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// planProbers: every day somebody tries commands that an order in its state has not met yet in this run, so that all states meet all commands. What the
// rules take, they take: the course of that order is then an unusual one, and the laws hold for it too.
func planProbers(s *sim) {
	r := s.rand("probers")
	s.daily("probers", 12*time.Hour+10*time.Minute, func(calendar.Date) {
		if s.calm {
			return
		}
		left := s.o.Size.Probes
		if len(s.world.orders) == 0 {
			return
		}
		// One order of each state is probed, whatever its age; terminal ones as well.
		in := map[order.Status][]*life{}
		for _, l := range s.world.orders {
			in[l.st.Status] = append(in[l.st.Status], l)
		}
		states := slices.Sorted(maps.Keys(in))
		r.Shuffle(len(states), func(i, j int) { states[i], states[j] = states[j], states[i] })
		for _, st := range states {
			if n := s.probe(r, s.world.state(one(r, in[st]).id), 1+left/6); n > 0 {
				if left -= n; left <= 0 {
					return
				}
			}
		}
	})
}

// probe tries up to most commands that the order's state has not met, and answers how many.
func (s *sim) probe(r *rand.Rand, st order.State, most int) int {
	var fresh []string
	for _, c := range commandNames() {
		if x := s.matrix[[2]string{statusKey(st.Status), c}]; x.Taken+x.Refused == 0 && possible(st.Status, c) {
			fresh = append(fresh, c)
		}
	}
	r.Shuffle(len(fresh), func(i, j int) { fresh[i], fresh[j] = fresh[j], fresh[i] })
	n := 0
	for _, c := range fresh {
		if n == most {
			break
		}
		now := s.world.state(st.ID)
		if now.Status != st.Status {
			break // what was tried was taken
		}
		if c == "TakeMember" {
			s.joins(r, now)
			n++
			continue
		}
		who, ok := s.whoMight(r, c, now)
		if !ok {
			continue
		}
		cmd := s.command(r, c, now, who)
		if cmd == nil {
			continue
		}
		_, err := s.submit(desk.Ask{Actor: who, Order: st.ID, Route: "simulate", Key: s.newKey(), Commands: []order.Command{cmd}})
		if err == nil {
			s.trace("probe: %s was taken in state %s", c, now.Status)
		}
		n++
	}
	return n
}

// probesAtOnce tries a command or two on an order that has just come to another state: some states last only until the next person of the same unit looks.
func (s *sim) probesAtOnce(id string, was order.Status) {
	r := s.rand("probers at once")
	if s.calm || s.world.state(id).Status == was || !chance(r, s.o.Size.Probes/2) {
		return
	}
	s.probe(r, s.world.state(id), 2)
}

// joins merges some order that waits at the desk under this one, whatever this one is: that is how an order is asked to take a member.
func (s *sim) joins(r *rand.Rand, under order.State) {
	h := hand{s: s, r: r, st: under}
	member := h.another(func(x order.State) bool {
		return (x.Status == order.Registered || x.Status == order.PendingDispatch) && x.Merged == nil
	})
	post := org.PostOf(org.HotlineOffice, org.Dispatcher)
	p := s.holder(post)
	if member.ID == "" || p == nil {
		return
	}
	who := s.as(p, post)
	_, err := s.give(who, member.ID, order.Merge{By: order.By{Actor: who}, Under: under.Leads(), Reason: text("同一件事。")})
	s.note("merge under "+string(under.Status), err)
}

// whoMight is somebody whose post may give a command at all and who can see the order.
func (s *sim) whoMight(r *rand.Rand, c string, st order.State) (org.Actor, bool) {
	kinds := deeds[c].kinds
	if len(kinds) == 0 {
		return org.Actor{}, true // the program's
	}
	k := one(r, kinds)
	if c == "SignStep" || c == "DecideExtension" {
		for _, x := range st.OpenChains() {
			for _, i := range x.Open() {
				if p := s.holder(x.Steps[i].Post, x.Applicant); p != nil {
					return s.as(p, x.Steps[i].Post), true
				}
			}
		}
	}
	var post org.PostID
	switch {
	case k.InUnit():
		u := st.Lead
		if len(deedsOfHelpers[c]) > 0 {
			if x := (hand{s: s, st: st}).coUnit(); x != "" {
				u = x
			}
		}
		post = org.PostOf(u, k)
	case k == org.OfficeHead, k.Desk():
		post = org.PostOf(org.HotlineOffice, k)
	case k == org.GovOfficeHead:
		post = org.PostGovHead
	case k == org.HotlineDeputy:
		post = org.PostHotlineDeputy
	case k == org.Magistrate:
		post = org.PostMagistrate
	default:
		post = "county/deputy.1"
	}
	p := s.holder(post)
	if p == nil && k.InUnit() {
		// Nobody holds the order: the program tries it, whom no door stops.
		return org.Actor{}, true
	}
	if p == nil {
		return org.Actor{}, false
	}
	who := s.as(p, post)
	if st.Recuses(who) || k.Leader() {
		return org.Actor{}, true
	}
	return who, true
}

// deedsOfHelpers are given by the unit that helps, not by the one that holds the order.
var deedsOfHelpers = map[string]string{"SignCo": "co", "ObjectCo": "co", "ReportCo": "co"}
