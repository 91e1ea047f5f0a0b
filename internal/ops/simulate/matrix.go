package simulate

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/regulation"
)

// Matrix counts which commands were given to orders in which state, and what came of it. The key is state and command.
type Matrix map[[2]string]Cell

// Beside counts what was tried on rows of supervision, answering days, look-backs and drafts: by the state of the record and the deed.
type Beside map[string]Cell

// Add takes another run's counts in.
func (b Beside) Add(o Beside) {
	for k, x := range o {
		c := b[k]
		b[k] = Cell{c.Taken + x.Taken, c.Refused + x.Refused, c.Shut + x.Shut}
	}
}

// Cell is how often a command was given in a state.
type Cell struct{ Taken, Refused, Shut int }

// statusKey names a state; an order that is not there yet is "none".
func statusKey(s order.Status) string {
	if s == order.None {
		return "none"
	}
	return string(s)
}

// answered counts an attempt at the state that the order had before it.
func (s *sim) answered(a desk.Ask, _ desk.Done, err error) {
	s.counted(statusKey(s.world.state(a.Order).Status), name(a.Commands[0]), err)
	if m, ok := a.Commands[0].(order.Merge); ok && m.Under.ID != "" {
		s.counted(statusKey(s.world.state(m.Under.ID).Status), "TakeMember", err)
	}
}

func (s *sim) counted(state, command string, err error) {
	key := [2]string{state, command}
	c := s.matrix[key]
	var no *regulation.Refusal
	switch {
	case err == nil:
		c.Taken++
	case errors.As(err, &no):
		c.Refused++
	default:
		c.Shut++
	}
	s.matrix[key] = c
}

// Add takes another run's counts in.
func (m Matrix) Add(o Matrix) {
	for k, x := range o {
		c := m[k]
		m[k] = Cell{c.Taken + x.Taken, c.Refused + x.Refused, c.Shut + x.Shut}
	}
}

// Missing lists the pairs of state and command that nobody tried, by state. States and commands are all that the rules know.
func (m Matrix) Missing() []string {
	var out []string
	for _, st := range append([]order.Status{order.None}, order.Statuses()...) {
		var none []string
		for _, c := range commandNames() {
			if x := m[[2]string{statusKey(st), c}]; x.Taken+x.Refused == 0 && possible(st, c) {
				none = append(none, c)
			}
		}
		if len(none) > 0 {
			out = append(out, fmt.Sprintf("%s: %s", statusKey(st), strings.Join(none, " ")))
		}
	}
	return out
}

// Pairs counts the pairs that there are, and those that were tried.
func (m Matrix) Pairs() (all, tried int) {
	for _, st := range append([]order.Status{order.None}, order.Statuses()...) {
		for _, c := range commandNames() {
			if !possible(st, c) {
				continue
			}
			all++
			if x := m[[2]string{statusKey(st), c}]; x.Taken+x.Refused > 0 {
				tried++
			}
		}
	}
	return all, tried
}

// possible leaves out what cannot be asked at all: an order that is not there takes only its birth, and a birth asks for an order that is not there.
func possible(st order.Status, c string) bool {
	birth := slices.Contains([]string{"Register", "TakeOver"}, c)
	return (st == order.None) == birth
}
