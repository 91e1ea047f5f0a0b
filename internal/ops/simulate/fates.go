package simulate

import (
	"time"
)

// planFate lets the program die at steps of its own, stand still for hours, and its wall clock jump.
func planFate(s *sim) {
	r := s.rand("fate")
	span := time.Duration(s.o.Size.Days) * 24 * time.Hour
	from := s.now
	for range s.o.Size.Crashes {
		s.at(from.Add(time.Duration(r.Int64N(int64(span)))), "death", func() {
			if !s.calm {
				s.fate.in = 1 + r.IntN(14)
			}
		})
	}
	// The wall clock is put wrong, forward or back, and some hours later right again; the program sees nothing else, and the order of what happens stays.
	for range s.o.Size.Steps {
		at := from.Add(time.Duration(r.Int64N(int64(span))))
		by, hours := minutes(r, 1, 25), minutes(r, 60, 480)
		if chance(r, 50) {
			by = -by
		}
		s.at(at, "clock", func() { s.steps(by) })
		s.at(at.Add(hours), "clock", func() { s.steps(0) })
	}
	for range s.o.Size.Outages {
		s.at(from.Add(time.Duration(r.Int64N(int64(span)))), "outage", func() {
			if s.calm {
				return
			}
			s.down = s.now.Add(minutes(r, 20, 600))
			s.trace("outage until %s", s.down)
			if err := s.srv.Stop(s.ctx); err != nil {
				s.broken("I25", "outage", "the program does not stop: %v", err)
			}
			if err := s.open(); err != nil {
				s.broken("I25", "outage", "the program does not start: %v", err)
			}
		})
	}
}

// steps sets by how much the wall clock is wrong.
func (s *sim) steps(by time.Duration) {
	if s.clock == by || s.calm && by != 0 {
		return
	}
	s.trace("the wall clock steps by %s", by-s.clock)
	s.clock = by
	s.report.Steps++
}
