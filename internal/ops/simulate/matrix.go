package simulate

import (
	"errors"
	"fmt"
	"maps"
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

// Missing lists the pairs of state and command that nobody tried, by state, with why. States and commands are all that the rules know; reached says how often orders came
// to each state.
func (m Matrix) Missing(reached map[string]int) []string {
	var out []string
	for _, st := range append([]order.Status{order.None}, order.Statuses()...) {
		why := map[string][]string{}
		for _, c := range commandNames() {
			if x := m[[2]string{statusKey(st), c}]; x.Taken+x.Refused == 0 && possible(st, c) {
				r := never(c, reached[statusKey(st)])
				why[r] = append(why[r], c)
			}
		}
		for _, r := range slices.Sorted(maps.Keys(why)) {
			out = append(out, fmt.Sprintf("%s（到过%d次；%s）：%s", statusKey(st), reached[statusKey(st)], r, strings.Join(why[r], " ")))
		}
	}
	return out
}

// never says why nobody tried a command in a state that orders came to so often.
func never(c string, reached int) string {
	switch {
	case reached == 0 && c != "Register" && c != "TakeOver":
		return "没有工单到过这个状态"
	case slices.Contains([]string{"LinkMatter", "DeclineLink", "Merge", "Join", "TakeMember", "ShareResult"}, c):
		return "要另有一件合适的工单，当时没有"
	case len(deeds[c].kinds) == 0:
		return "只由程序自己发出"
	}
	return "每天试的次数有限，还没有轮到"
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
