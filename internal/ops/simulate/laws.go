package simulate

import "fmt"

// law is one invariant of trust.md A6: event is held after every event on the order that it concerns, rest whenever nothing is under way.
type law struct {
	name, says string
	event      func(s *sim, l *life, i int)
	beside     func(s *sim, l *life, i int) // after an event of the supervision over the order
	rest       func(s *sim, last bool)
}

// laws are all of them. They are written from the regulation and from raw events; they ask none of the rules that they check.
func laws() []law {
	var out []law
	for _, part := range [][]law{lawsOfTheRecord(), lawsOfTheRoad(), lawsOfLimits(), lawsOfSignatures(), lawsOfCounting(), lawsOfTelling(), lawsOfSupervision(), lawsOfClusters(), lawsOfRules(), lawsOfRest()} {
		out = append(out, part...)
	}
	return out
}

// at names an event of an order for people.
func (l *life) at(i int) string {
	return fmt.Sprintf("%s event %d (%s at position %d)", l.st.Number, i, l.log[i].rec.Kind, l.log[i].rec.Pos)
}

// rest holds the laws when nothing is under way; last on the very end.
func (s *sim) rest(last bool) {
	for _, x := range s.laws {
		if x.rest != nil {
			s.report.Checks[x.name]++
			x.rest(s, last)
		}
	}
	clear(s.world.dirty)
	clear(s.world.moved)
	clear(s.world.heard)
}
