package order

import (
	"slices"
	"time"

	"huiyin/internal/regulation"
)

// Matter (诉求事项) is what a caller, or people with the same request, raise again and again. Its counters steer the matrices of signing; they
// are never stored, only counted from the rounds, so that a split or a merge recounts (domain.md §6.0).
type Matter struct {
	ID     string
	Number string // SX2026-000123
	Rounds []Round
	// What an earlier platform had counted before take-over.
	BaseAppeals, BaseAssigns, BaseKeys int
}

// Round is one order of the matter.
type Round struct {
	Order    string
	Key      bool
	Counted  bool // counts as an appeal: dispatched, or submitted for it
	Assigns  int  // formal assignments of this order: the dispatch and each rework
	Guided   bool // the caller was only guided by telephone
	ClosedAt time.Time
	Result   string
}

// Appeals counts the appeals (诉求次数).
func (m Matter) Appeals() int {
	n := m.BaseAppeals
	for _, r := range m.Rounds {
		if r.Counted {
			n++
		}
	}
	return n
}

// Assigns counts the formal assignments (交办次数).
func (m Matter) Assigns() int {
	n := m.BaseAssigns
	for _, r := range m.Rounds {
		n += r.Assigns
	}
	return n
}

// Keys counts the key rounds (重点交办次数).
func (m Matter) Keys() int {
	n := m.BaseKeys
	for _, r := range m.Rounds {
		if r.Counted && r.Key {
			n++
		}
	}
	return n
}

// Round finds the round of an order.
func (m Matter) Round(order string) (Round, bool) {
	for _, r := range m.Rounds {
		if r.Order == order {
			return r, true
		}
	}
	return Round{}, false
}

// Events of the matter's own stream. Each names its matter, since a link touches two.
type (
	// MatterOpened is the birth of a matter. Number is allotted by the archive.
	MatterOpened struct {
		Matter string `json:"matter"`
		Number string `json:"number"`
		// Counts that an earlier platform brings.
		BaseAppeals int `json:"base_appeals,omitempty"`
		BaseAssigns int `json:"base_assigns,omitempty"`
		BaseKeys    int `json:"base_keys,omitempty"`
	}
	// RoundOpened says that an order belongs to the matter; it counts nothing yet.
	RoundOpened struct {
		Matter string    `json:"matter"`
		Order  string    `json:"order"`
		Key    bool      `json:"key,omitempty"`
		At     time.Time `json:"at"`
	}
	// RoundLeft says that an order was linked to another matter.
	RoundLeft struct {
		Matter string `json:"matter"`
		Order  string `json:"order"`
	}
	// RoundGuided says that the caller was guided to the unit by telephone (Art. 10(2)).
	RoundGuided struct {
		Matter string `json:"matter"`
		Order  string `json:"order"`
	}
	// RoundKeyed says that an order of the matter became key, or is key no more.
	RoundKeyed struct {
		Matter string `json:"matter"`
		Order  string `json:"order"`
		Key    bool   `json:"key,omitempty"`
	}
	// RoundCounted makes a round an appeal.
	RoundCounted struct {
		Matter string            `json:"matter"`
		Order  string            `json:"order"`
		Basis  regulation.Clause `json:"basis"`
	}
	// RoundUncounted takes an appeal back: withdrawn or refused.
	RoundUncounted struct {
		Matter string            `json:"matter"`
		Order  string            `json:"order"`
		Basis  regulation.Clause `json:"basis"`
	}
	// AssignmentCounted counts a dispatch or a rework (Art. 17, 24).
	AssignmentCounted struct {
		Matter string `json:"matter"`
		Order  string `json:"order"`
		Rework bool   `json:"rework,omitempty"`
	}
	// RoundClosed ends a round with its result.
	RoundClosed struct {
		Matter string    `json:"matter"`
		Order  string    `json:"order"`
		At     time.Time `json:"at"`
		Result string    `json:"result"`
	}
)

// evolve applies an event of the matter's stream.
func (m Matter) evolve(e Event) Matter {
	edit := func(order string, f func(*Round)) {
		m.Rounds = slices.Clone(m.Rounds)
		for i := range m.Rounds {
			if m.Rounds[i].Order == order {
				f(&m.Rounds[i])
			}
		}
	}
	switch e := e.(type) {
	case MatterOpened:
		m = Matter{ID: e.Matter, Number: e.Number, BaseAppeals: e.BaseAppeals, BaseAssigns: e.BaseAssigns, BaseKeys: e.BaseKeys}
	case RoundOpened:
		m.Rounds = append(slices.Clip(m.Rounds), Round{Order: e.Order, Key: e.Key})
	case RoundLeft:
		m.Rounds = slices.DeleteFunc(slices.Clone(m.Rounds), func(r Round) bool { return r.Order == e.Order })
	case RoundGuided:
		edit(e.Order, func(r *Round) { r.Guided = true })
	case RoundKeyed:
		edit(e.Order, func(r *Round) { r.Key = e.Key })
	case RoundCounted:
		edit(e.Order, func(r *Round) { r.Counted = true })
	case RoundUncounted:
		edit(e.Order, func(r *Round) { r.Counted = false })
	case AssignmentCounted:
		edit(e.Order, func(r *Round) { r.Assigns++ })
	case RoundClosed:
		edit(e.Order, func(r *Round) { r.ClosedAt, r.Result = e.At, e.Result })
	case RoundReopened:
		edit(e.Order, func(r *Round) { r.ClosedAt, r.Result = time.Time{}, "" })
	}
	return m
}

// EvolveMatter applies an event to a matter that was loaded on its own.
func EvolveMatter(m Matter, e Event) Matter { return m.evolve(e) }
