package oversight

import (
	"fmt"
	"slices"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// cause is a reason of Art. 21 why an order is supervised. Key tells causes apart: a watch never opens two rows for one.
type cause struct {
	key      string
	clause   regulation.Clause
	level    Level
	means    Means
	unit     org.UnitID
	due      time.Time
	from     time.Time
	rises    []Rise
	evidence []Evidence
}

// Story is what happened to an order in one append, with what its own state does not say.
type Story struct {
	Before, After order.State
	Events        []order.Event
	PastUrges     int            // how often the caller urged earlier orders of the matter
	Formed        *ClusterFormed // the cluster that a contact of these events made; nil where none
}

// causesOf says, item by item of Art. 21, why the order is to be supervised as it stands now. What is closed, or merged under another order, raises nothing new but
// its own caller's repeats.
func causesOf(x Story, p policy.Policy, now time.Time) []cause {
	s := x.After
	if s.Status == order.None {
		return nil
	}
	if s.Status.Done() {
		return gathered(x, p, now) // the fifth may be answered while it is speaking
	}
	var out []cause
	for _, find := range []func(Story, policy.Policy, time.Time) []cause{keyed, overdue, unclear, poor, several, repeated, flagged, gathered, rebounded} {
		out = append(out, find(x, p, now)...)
	}
	return out
}

// held is the unit whose matter the order is now.
func held(s order.State) org.UnitID {
	if s.Lead == "" && s.Merged != nil {
		return s.Merged.Unit
	}
	return s.Lead
}

// keyed: item 1. Key and instructed orders are followed from the dispatch on; so is what came in on an answering day (domain.md §13.17).
func keyed(x Story, p policy.Policy, _ time.Time) []cause {
	s := x.After
	ch, _ := p.Channel(s.Request.Channel)
	e := Evidence{What: "key", At: s.ReceivedAt}
	if !s.Key && s.Instruction == nil {
		if e.What = "answering_day"; !ch.Leader && s.Request.Channel != departmentDay {
			return nil
		}
	}
	if s.Lead == "" || s.ReceivedAt.IsZero() {
		return nil
	}
	from, rises := half(s, p)
	return []cause{{key: "key", clause: regulation.Art21_1, level: Track, means: ByNetwork, unit: s.Lead, from: from, rises: rises, evidence: []Evidence{e}}}
}

// departmentDay is the channel of the days on which departments answer the hotline (Art. 11).
const departmentDay = "D4"

// overdue: item 2. The miss of a result's limit, the lead's or a co-unit's, is a cause of its own for each limit.
func overdue(x Story, p policy.Policy, now time.Time) []cause {
	s := x.After
	var out []cause
	if c := s.Clocks.Get(order.LimitResult); c.On && c.Missed && s.Lead != "" {
		unit := s.Lead
		if s.DueUnit != "" {
			unit = s.DueUnit
		}
		out = append(out, cause{key: "overdue/" + stamp(c.Due), clause: regulation.Art21_2, level: LevelOne, means: ByPhone, unit: unit, due: c.Due, rises: ladder(p, c.Due),
			evidence: []Evidence{{What: "limit_missed", At: c.Due, Day: c.LastDay}}})
	}
	for _, co := range s.CoOpen() {
		if l := co.Limit; l.Missed && co.Status != order.CoHandedIn {
			out = append(out, cause{key: "overdue/" + string(co.Unit) + "/" + stamp(l.Due), clause: regulation.Art21_2, level: LevelOne, means: ByPhone, unit: co.Unit, due: l.Due, rises: ladder(p, l.Due),
				evidence: []Evidence{{What: "co_missed", At: l.Due, Day: l.LastDay}}})
		}
	}
	return out
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04") }

// unclear: item 3. A second accepted return, or an objection in writing to a refused one (domain.md §13.5).
func unclear(x Story, _ policy.Policy, now time.Time) []cause {
	s := x.After
	if s.Status != order.Coordination {
		return nil
	}
	e := Evidence{What: "returned", N: s.Returns}
	if s.ReturnDisputed {
		e = Evidence{What: "disputed"}
	}
	unit := s.Lead
	if unit == "" && len(s.PastLeads) > 0 {
		unit = s.PastLeads[len(s.PastLeads)-1]
	}
	return []cause{{key: "unclear/" + e.What, clause: regulation.Art21_3, level: LevelOne, means: ByMeeting, unit: unit, evidence: []Evidence{e}}}
}

// poorCodes are the reasons of a reject that raise supervision at once: 敷衍塞责, 与事实不符, 泄露信息 (domain.md §3.5).
var poorCodes = []string{"Q5", "Q6", "Q9"}

// poor: item 4. One such reject, or a second of any kind, in one assignment.
func poor(x Story, _ policy.Policy, now time.Time) []cause {
	s := x.After
	var evidence []Evidence
	hit := false
	for _, e := range x.Events {
		if e, ok := e.(order.ReplyRejected); ok {
			evidence = append(evidence, Evidence{What: "rejected", At: e.At, N: s.Rejects, Code: e.Code})
			hit = hit || slices.Contains(poorCodes, e.Code) || s.Rejects >= 2
		}
	}
	if !hit {
		return nil
	}
	return []cause{{key: fmt.Sprintf("quality/%d", s.Assignments), clause: regulation.Art21_4, level: LevelTwo, means: ByPaper, unit: s.Lead, evidence: evidence}}
}

// several: item 5. A unit needs others.
func several(x Story, _ policy.Policy, now time.Time) []cause {
	s := x.After
	n := len(s.CoOpen())
	if n == 0 || s.Lead == "" {
		return nil
	}
	return []cause{{key: "units", clause: regulation.Art21_5, level: Track, means: ByNetwork, unit: s.Lead, evidence: []Evidence{{What: "co_units", N: n}}}}
}

// repeated: item 6, one caller. Three contacts, rounds or urges, raise the first level; three rounds the second (domain.md §13.21).
func repeated(x Story, p policy.Policy, now time.Time) []cause {
	s := x.After
	unit := held(s)
	if unit == "" {
		return nil
	}
	rounds, contacts, least := s.Appeals(), s.Appeals()+s.CallerUrges+x.PastUrges, p.Cluster.SamePersonRepeat.Value
	c := cause{key: "repeat", clause: regulation.Art21_6, level: LevelOne, means: ByPhone, unit: unit, evidence: []Evidence{{What: "contacts", N: contacts}}}
	switch {
	case rounds >= least:
		c.level, c.means, c.evidence = LevelTwo, ByPaper, []Evidence{{What: "rounds", N: rounds}}
	case contacts < least:
		return nil
	}
	return []cause{c}
}

// flagged: items 6 and 7, by what the operator marked: 突发、苗头、趋势、扬言、涉稳, or the media.
func flagged(x Story, _ policy.Policy, _ time.Time) []cause {
	s := x.After
	var out []cause
	for _, f := range s.Request.Flags {
		word := order.FlagWord(f)
		c := cause{key: "flag/" + word, clause: regulation.Art21_6, level: LevelTwo, means: ByPaper, unit: held(s), evidence: []Evidence{{What: "flag", At: s.RegisteredAt, Code: word}}}
		if word == "媒体" {
			c.key, c.clause, c.means = "media", regulation.Art21_7, OnSite
		}
		out = append(out, c)
	}
	return out
}

// rebounded: item 8. A look-back found the matter back, and the unit handles it again: by a sheet (domain.md §6.2).
func rebounded(x Story, _ policy.Policy, _ time.Time) []cause {
	for _, e := range x.Events {
		if e, ok := e.(order.Rechecked); ok && e.Rework {
			return []cause{{key: "rebound/" + stamp(e.At), clause: regulation.Art21_8, level: LevelTwo, means: ByPaper, unit: held(x.After), evidence: []Evidence{{What: "rebound", At: e.At, Code: string(e.Means)}}}}
		}
	}
	return nil
}

// joint reports whether the two other bodies of the county supervise along by default (Art. 22): key, many times assigned, or at the third level.
func joint(s order.State, l Level, p policy.Policy) bool {
	return l > Track && (s.Key || s.Matter.Assigns() >= p.Supervision.JointFromAssignment.Value || l >= LevelThree)
}

// JointBodies are the two bodies that supervise along (Art. 22).
func JointBodies() []org.UnitID { return []org.UnitID{org.PerformanceCentre, org.EfficiencyOffice} }
