package simulate

import (
	"fmt"
	"slices"
	"time"

	"huiyin/internal/calendar"
)

// Size is how large a year is drawn.
type Size struct {
	Name     string
	Contacts int // calls and letters in the whole year
	Units    int // units that orders go to
	Days     int // how much of the year is played, from From on
	From     string
	Crashes  int // deaths of the program
	Outages  int // hours without the program
	Steps    int // times that the wall clock is put wrong
	Looks    int // pages looked at by units
	Whole    int // days between two looks at the whole archive
	Probes   int // attempts a day of commands that the state has not met
}

// Sizes are the sizes by name: "day" and "small" for tests, "scaled" for campaigns, "full" for a county as it is.
func Sizes() []Size {
	return []Size{
		{Name: "small", Contacts: 40, Units: 6, Days: 60, From: "2026-09-14", Crashes: 12, Outages: 2, Steps: 3, Looks: 12, Whole: 30, Probes: 8},
		{Name: "quarter", Contacts: 400, Units: 12, Days: 92, From: "2026-09-01", Crashes: 25, Outages: 4, Steps: 5, Looks: 20, Whole: 31, Probes: 24},
		{Name: "scaled", Contacts: 1500, Units: 20, Days: 365, From: "2026-01-01", Crashes: 60, Outages: 12, Steps: 10, Looks: 60, Whole: 122, Probes: 12},
		{Name: "full", Contacts: 30000, Units: 60, Days: 365, From: "2026-01-01", Crashes: 200, Outages: 24, Steps: 20, Looks: 300, Whole: 183, Probes: 24},
	}
}

// SizeOf finds a size by its name.
func SizeOf(name string) (Size, error) {
	all := Sizes()
	if i := slices.IndexFunc(all, func(s Size) bool { return s.Name == name }); i >= 0 {
		return all[i], nil
	}
	return Size{}, fmt.Errorf("没有规模“%s”，请写 small、quarter、scaled 或 full", name)
}

// Options are one run.
type Options struct {
	Seed     uint64
	Size     Size
	Dir      string           // an empty directory for the archive and the key
	Database string           // postgres:// URL; empty = SQLite in Dir
	Stop     func() bool      // asked between two moments; true ends the run early
	Real     func() time.Time // the real clock, for the figures of speed alone; nil = none
	Trace    func(format string, args ...any)
}

// Violation is a law that did not hold.
type Violation struct {
	Law   string // I1 …
	Where string // moment, order and event
	What  string
}

func (v Violation) String() string { return v.Law + " " + v.Where + ": " + v.What }

// Report is what came of a run.
type Report struct {
	Seed       uint64
	Size       string
	Orders     int
	Events     int64
	Hash       string // of the log's head
	Commands   int    // accepted
	Refused    int
	Repeated   int // sent twice and answered once
	Crashes    map[string]int
	Pages      int
	Canaries   int // callers who were looked for
	Bytes      int64
	Statuses   map[string]int
	Checks     map[string]int // how often each law was asked
	Matrix     Matrix
	Beside     Beside         // what was tried on records that are no orders
	Reached    map[string]int // how often orders came to each state
	Formed     int            // clusters
	Rows       int            // of supervision
	Steps      int            // of the wall clock
	Slow       int            // pages that met their deadline by the real clock: the machine was too slow
	Violations []Violation
	Took       time.Duration
	Stopped    bool
}

// Add takes another run's counts in.
func (r *Report) Add(o Report) {
	r.Orders += o.Orders
	r.Events += o.Events
	r.Commands += o.Commands
	r.Refused += o.Refused
	r.Repeated += o.Repeated
	r.Pages += o.Pages
	r.Canaries += o.Canaries
	r.Formed += o.Formed
	r.Rows += o.Rows
	r.Steps += o.Steps
	r.Slow += o.Slow
	for k, x := range o.Crashes {
		r.Crashes[k] += x
	}
	for k, x := range o.Reached {
		r.Reached[k] += x
	}
	r.Matrix.Add(o.Matrix)
	r.Beside.Add(o.Beside)
}

// mostViolations ends a run: what follows from a broken law says nothing new.
const mostViolations = 20

func dayOf(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic("simulate: " + err.Error())
	}
	return d
}
