package bulletin

import "strings"

// Sum is a sum of facts of one kind at one place of the tables, up to a position of the log. Day is empty where the days do not matter.
type Sum struct {
	Kind, Unit, Category, Place, Day string
	N                                int64
}

// Where narrows a figure to a unit, a category or a township; "" is all. NoPlace is what names no township.
type Where struct {
	Unit     string `json:"unit,omitempty"`
	Category string `json:"category,omitempty"`
	Place    string `json:"place,omitempty"`
}

// NoPlace stands for registrations that name no township.
const NoPlace = "-"

// Table is sums of facts, added up by each of the ways that pages show.
type Table struct {
	All        Counts
	Units      map[string]Counts
	Categories map[string]Counts
	Places     map[string]Counts
	Days       map[string]Counts
	Cross      map[[2]string]int64 // registrations by township and category
}

// Tabulate adds sums up. What is due on a day after asOf is left out: its limit has not passed. An empty asOf leaves nothing out.
func Tabulate(sums []Sum, asOf string) Table {
	t := Table{All: Counts{}, Units: map[string]Counts{}, Categories: map[string]Counts{}, Places: map[string]Counts{}, Days: map[string]Counts{}, Cross: map[[2]string]int64{}}
	at := func(m map[string]Counts, key string) Counts {
		c := m[key]
		if c == nil {
			c = Counts{}
			m[key] = c
		}
		return c
	}
	for _, s := range sums {
		if asOf != "" && s.Day > asOf && (s.Kind == "due" || strings.HasPrefix(s.Kind, "due.")) {
			continue
		}
		place := s.Place
		if place == "" {
			place = NoPlace
		}
		t.All[s.Kind] += s.N
		at(t.Places, place)[s.Kind] += s.N
		if s.Unit != "" {
			at(t.Units, s.Unit)[s.Kind] += s.N
		}
		if s.Category != "" {
			at(t.Categories, s.Category)[s.Kind] += s.N
		}
		if s.Day != "" {
			at(t.Days, s.Day)[s.Kind] += s.N
		}
		if s.Kind == "registered" {
			t.Cross[[2]string{place, s.Category}] += s.N
		}
	}
	return t
}

// Of are the sums of one place of the tables.
func (t Table) Of(w Where) Counts {
	switch {
	case w.Unit != "":
		return t.Units[w.Unit]
	case w.Category != "":
		return t.Categories[w.Category]
	case w.Place != "":
		return t.Places[w.Place]
	}
	return t.All
}
