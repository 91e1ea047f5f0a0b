package simulate

import (
	"errors"
	"fmt"
)

// errDead is what every write meets once the program has died.
var errDead = errors.New("the program died")

// fate lets the program die at a step of a write. A death is planned as the n-th step from now; what steps come is the program's own doing.
type fate struct {
	in   int // steps left; 0 = no death is planned
	dead string
	seen map[string]int // steps gone by
}

// try is asked at every step of every write (store.Try).
func (f *fate) try(point string) error {
	if f.dead != "" {
		return errDead
	}
	if f.seen == nil {
		f.seen = map[string]int{}
	}
	f.seen[point]++
	if f.in > 0 {
		if f.in--; f.in == 0 {
			f.dead = point
			return errDead
		}
	}
	return nil
}

// revive opens the archive again from the disk, with a new program.
func (s *sim) revive() error {
	point := s.fate.dead
	s.report.Crashes[point]++
	s.trace("died at %s", point)
	if err := s.srv.Stop(s.ctx); err != nil {
		return fmt.Errorf("clear the dead program away: %w", err)
	}
	return s.open()
}
