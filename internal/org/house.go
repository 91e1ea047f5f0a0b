package org

import (
	"cmp"
	"maps"
	"slices"
)

// The changes of the house: every one is dated, put on record for ever and overwrites nothing (Art. 4). They name accounts, never persons.
type (
	// DirectorySaved adds units and posts as they stand from the beginning: a county's first directory.
	DirectorySaved struct {
		Units []Unit `json:"units,omitempty"`
		Posts []Post `json:"posts,omitempty"`
	}
	// UnitChanged is a unit as it stands from a day: added, renamed, activated, closed.
	UnitChanged struct {
		On   Day    `json:"on"`
		Unit Unit   `json:"unit"`
		Why  string `json:"why,omitempty"`
	}
	// UnitSucceeded says that from a day another unit carries on a unit's work: merger, or a new body for an old one.
	UnitSucceeded struct {
		On       Day    `json:"on"`
		From     UnitID `json:"from"`
		To       UnitID `json:"to"`
		Document string `json:"document"`
	}
	// PostTaken says that an account holds a post from a day; Proposal is what it confirms, empty for one that stood at once.
	PostTaken struct {
		Account  AccountID `json:"account"`
		Post     PostID    `json:"post"`
		From     Day       `json:"from"`
		Proposal string    `json:"proposal,omitempty"`
	}
	// PostLeft says which day was the account's last one in a post.
	PostLeft struct {
		Account AccountID `json:"account"`
		Post    PostID    `json:"post"`
		Last    Day       `json:"last"`
	}
	// Delegated is a delegation as its paper has it.
	Delegated struct {
		Delegation Delegation `json:"delegation"`
	}
	// DelegationEnded takes one back: On is the first day without it.
	DelegationEnded struct {
		ID string `json:"id"`
		On Day    `json:"on"`
	}
	// DeputyMapped names the deputy in charge of a unit, for a category or, where it is empty, for all others (domain.md §13.19).
	DeputyMapped struct {
		On       Day    `json:"on"`
		Unit     UnitID `json:"unit"`
		Category string `json:"category,omitempty"`
		Deputy   PostID `json:"deputy,omitempty"` // empty: no longer mapped
	}
)

// Change is one entry of the house's history.
type Change struct {
	On    Day // the day from which it holds
	At    Day // the day on which it was entered
	By    AccountID
	Event any
}

// House is the county's organisation with its whole history. It is a value: With returns a new one.
type House struct{ changes []Change }

// Tenure is a span in which an account holds a post; both days belong to it, an empty one is open.
type Tenure struct {
	Account     AccountID
	Post        PostID
	From, Until Day
}

// With adds what happened on a day.
func (h House) With(e any, at Day, by AccountID) House {
	c := Change{On: at, At: at, By: by, Event: e}
	switch e := e.(type) {
	case DirectorySaved:
		if h.knows(e) {
			break // an old archive's correction holds from the day it was made
		}
		c.On = ""
	case UnitChanged:
		c.On = e.On
	case UnitSucceeded:
		c.On = e.On
	case DeputyMapped:
		c.On = e.On
	case PostTaken:
		c.On = e.From
	case PostLeft:
		c.On = e.Last
	case Delegated:
		c.On = e.Delegation.From
	case DelegationEnded:
		c.On = e.On
	}
	h.changes = append(slices.Clip(h.changes), c)
	return h
}

// knows reports whether one of the units is in the house already.
func (h House) knows(e DirectorySaved) bool {
	for _, c := range h.changes {
		if d, ok := c.Event.(DirectorySaved); ok {
			for _, u := range d.Units {
				if slices.ContainsFunc(e.Units, func(x Unit) bool { return x.ID == u.ID }) {
					return true
				}
			}
		}
	}
	return false
}

// Changes lists the history in the order of entry.
func (h House) Changes() []Change { return slices.Clone(h.changes) }

// LastChange is the latest day on which a unit's name, state or successor begins to hold: from then on what pages call things stands still.
func (h House) LastChange() Day {
	var last Day
	for _, c := range h.changes {
		switch c.Event.(type) {
		case DirectorySaved, UnitChanged, UnitSucceeded:
			last = max(last, c.On)
		}
	}
	return last
}

// At is the directory of a day. A unit that begins later stands in it as not yet active, so that its name can be printed and nothing be sent to it.
func (h House) At(on Day) Directory {
	d := Directory{units: map[UnitID]Unit{}, posts: map[PostID]Post{}, next: map[UnitID]UnitID{}, deputies: map[UnitID]map[string]PostID{}}
	sorted := h.Changes()
	slices.SortStableFunc(sorted, func(a, b Change) int { return cmp.Compare(a.On, b.On) })
	for _, c := range sorted {
		future := c.On > on
		switch e := c.Event.(type) {
		case DirectorySaved:
			for _, u := range e.Units {
				if _, known := d.units[u.ID]; !future || !known {
					d.units[u.ID] = u
				}
			}
			for _, p := range e.Posts {
				if _, known := d.posts[p.ID]; !future || !known {
					d.posts[p.ID] = p
				}
			}
		case UnitChanged:
			u := e.Unit
			if _, known := d.units[u.ID]; future && known {
				continue
			}
			u.Pending = u.Pending || future
			d.units[u.ID] = u
			for _, k := range unitKindsOf(u) {
				d.posts[PostOf(u.ID, k)] = Post{ID: PostOf(u.ID, k), Unit: u.ID, Kind: k, Title: u.Label() + k.Name()}
			}
		case UnitSucceeded:
			if !future {
				d.next[e.From] = e.To
				if u, ok := d.units[e.From]; ok {
					u.Closed = true
					d.units[e.From] = u
				}
			}
		case DeputyMapped:
			if !future {
				if d.deputies[e.Unit] == nil {
					d.deputies[e.Unit] = map[string]PostID{}
				}
				d.deputies[e.Unit][e.Category] = e.Deputy
			}
		}
	}
	for _, x := range h.Delegations() {
		if x.Holds(on) {
			d.acting = append(d.acting, x)
		}
	}
	return d
}

// unitKindsOf are the posts that every member unit has.
func unitKindsOf(u Unit) []Kind {
	if u.Group == County {
		return nil
	}
	return []Kind{UnitPrincipal, UnitDeputy, UnitHandler, UnitDuty}
}

// Delegations lists every delegation ever entered, as it stands after what took it back.
func (h House) Delegations() []Delegation {
	var out []Delegation
	for _, c := range h.changes {
		switch e := c.Event.(type) {
		case Delegated:
			out = append(out, e.Delegation)
		case DelegationEnded:
			for i := range out {
				if out[i].ID == e.ID {
					out[i].Ended = e.On
				}
			}
		}
	}
	return out
}

// Tenures lists who held which post when, as far as it was entered by day.
func (h House) Tenures() []Tenure {
	var out []Tenure
	for _, c := range h.changes {
		switch e := c.Event.(type) {
		case PostTaken:
			out = append(out, Tenure{Account: e.Account, Post: e.Post, From: e.From})
		case PostLeft:
			done := false
			for i := range out {
				if t := &out[i]; t.Account == e.Account && t.Post == e.Post && t.Until == "" {
					t.Until, done = e.Last, true
				}
			}
			if !done { // he held it before days were kept
				out = append(out, Tenure{Account: e.Account, Post: e.Post, Until: e.Last})
			}
		}
	}
	return out
}

// Successions lists which unit carried on which.
func (h House) Successions() []UnitSucceeded {
	var out []UnitSucceeded
	for _, c := range h.changes {
		if e, ok := c.Event.(UnitSucceeded); ok {
			out = append(out, e)
		}
	}
	return out
}

// Names lists a unit's names with the day from which each holds, oldest first; the first holds from the beginning.
func (h House) Names(id UnitID) []Named {
	var out []Named
	add := func(on Day, u Unit) {
		if u.ID == id && (len(out) == 0 || out[len(out)-1].Name != u.Name) {
			out = append(out, Named{on, u.Name})
		}
	}
	sorted := h.Changes()
	slices.SortStableFunc(sorted, func(a, b Change) int { return cmp.Compare(a.On, b.On) })
	for _, c := range sorted {
		switch e := c.Event.(type) {
		case DirectorySaved:
			for _, u := range e.Units {
				add(c.On, u)
			}
		case UnitChanged:
			add(c.On, e.Unit)
		}
	}
	return out
}

// Named is a name from a day.
type Named struct {
	From Day
	Name string
}

// Current follows a unit to the one that carries on its work, itself where it stands.
func (d Directory) Current(id UnitID) UnitID {
	for range len(d.next) {
		to, ok := d.next[id]
		if !ok {
			break
		}
		id = to
	}
	return id
}

// DeputyOf is the deputy in charge of a unit for a category: the category's own, the unit's default, or "" where nobody is mapped, which warns and never
// blocks (domain.md §13.19).
func (d Directory) DeputyOf(id UnitID, category string) PostID {
	m := d.deputies[id]
	if p := m[category]; p != "" {
		return p
	}
	if p, ok := m[""]; ok {
		return p
	}
	return d.units[id].Deputy
}

// Deputies is what is mapped for a unit, by category; "" is its default.
func (d Directory) Deputies(id UnitID) map[string]PostID {
	out := maps.Clone(d.deputies[id])
	if out == nil {
		out = map[string]PostID{}
	}
	if _, ok := out[""]; !ok && d.units[id].Deputy != "" {
		out[""] = d.units[id].Deputy
	}
	return out
}

// Acting are the delegations in force.
func (d Directory) Acting() []Delegation { return slices.Clone(d.acting) }

// Open reports whether orders may be sent to the unit: it is active, stands, and is no office of the county.
func (u Unit) Open() bool { return !u.Closed && !u.Pending && u.Group != County }
