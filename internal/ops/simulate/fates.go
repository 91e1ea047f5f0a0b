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
