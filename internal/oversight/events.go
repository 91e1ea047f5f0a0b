package oversight

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Event is something that has happened to a row of the ledger.
type Event interface {
	kind() string
	apply(Watch) Watch
}

type (
	// Opened is a new row. Auto rows have no account; their evidence says why.
	Opened struct {
		At       time.Time         `json:"at"`
		Account  org.AccountID     `json:"account,omitempty"`
		Case     int               `json:"case"`
		Cause    string            `json:"cause"` // never twice in a watch
		Clause   regulation.Clause `json:"clause"`
		Level    Level             `json:"level"`
		Means    Means             `json:"means"`
		Unit     org.UnitID        `json:"unit,omitempty"`
		Joint    bool              `json:"joint,omitempty"`
		Due      time.Time         `json:"due,omitzero"`  // of what was missed
		From     time.Time         `json:"from,omitzero"` // day zero of the limit that the rises are counted in
		Rises    []Rise            `json:"rises,omitempty"`
		Evidence []Evidence        `json:"evidence"`
		Reason   order.Kept        `json:"reason,omitzero"`
	}
	// Paced sets the rises of a followed row anew: the order began again with another unit.
	Paced struct {
		At    time.Time  `json:"at"`
		Case  int        `json:"case"`
		Unit  org.UnitID `json:"unit"`
		From  time.Time  `json:"from"`
		Rises []Rise     `json:"rises,omitempty"`
	}
	// Raised lifts a row to a higher level.
	Raised struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account,omitempty"`
		Case     int           `json:"case"`
		Level    Level         `json:"level"`
		Unit     org.UnitID    `json:"unit,omitempty"`
		Joint    bool          `json:"joint,omitempty"`
		Evidence []Evidence    `json:"evidence,omitempty"`
		Reason   order.Kept    `json:"reason,omitzero"`
	}
	// Acted is one deed of the office (Art. 22).
	Acted struct {
		Case   int        `json:"case"`
		Unit   org.UnitID `json:"unit,omitempty"`
		Action Action     `json:"action"`
	}
	// SheetIssued is a 督办单. Number is allotted by the archive, one a year after another without a gap.
	SheetIssued struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Post    org.PostID    `json:"post"` // who issued it
		Case    int           `json:"case"`
		Sheet   int           `json:"sheet"` // which of the row
		Number  string        `json:"number"`
		Level   Level         `json:"level"`
		Unit    org.UnitID    `json:"unit"`
		Joint   []org.UnitID  `json:"joint,omitempty"`
		Demand  order.Kept    `json:"demand"`
		Limit   order.Limit   `json:"limit"`
	}
	// SheetAnswered is the unit's reply. Days are the working days it took.
	SheetAnswered struct {
		At      time.Time                      `json:"at"`
		Account org.AccountID                  `json:"account"`
		Post    org.PostID                     `json:"post"`
		Case    int                            `json:"case"`
		Sheet   int                            `json:"sheet"`
		Unit    org.UnitID                     `json:"unit"`
		Words   order.Kept                     `json:"words"`
		Files   []order.Attachment[order.Kept] `json:"files,omitempty"`
		Late    bool                           `json:"late,omitempty"`
		Days    int                            `json:"days"`
	}
	// SheetMissed says that the limit of a sheet passed without a reply.
	SheetMissed struct {
		At    time.Time  `json:"at"`
		Case  int        `json:"case"`
		Sheet int        `json:"sheet"`
		Unit  org.UnitID `json:"unit"`
		Due   time.Time  `json:"due"`
	}
	// SheetLapsed ends a sheet that is owed no more: "moved" to another unit, or "closed" with the row.
	SheetLapsed struct {
		At    time.Time  `json:"at"`
		Case  int        `json:"case"`
		Sheet int        `json:"sheet"`
		Unit  org.UnitID `json:"unit"`
		Why   string     `json:"why"`
	}
	// Judged is the office's word on a reply, or on a sheet left without one.
	Judged struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Case     int           `json:"case"`
		Sheet    int           `json:"sheet"`
		Unit     org.UnitID    `json:"unit"`
		Solved   bool          `json:"solved,omitempty"`
		Unsolved int           `json:"unsolved,omitempty"` // how often of this row
		Words    order.Kept    `json:"words"`
	}
	// LeadProposed says that a row was found unsolved a second time: an accountability lead is due under Art. 23(8). It binds nobody; who looks at it is
	// said by the rules of leads.
	LeadProposed struct {
		At       time.Time         `json:"at"`
		Case     int               `json:"case"`
		Unit     org.UnitID        `json:"unit"`
		Cause    regulation.Clause `json:"cause"`
		Unsolved int               `json:"unsolved"`
		Sheets   []string          `json:"sheets"` // numbers, the evidence
	}
	// Closed is 销号.
	Closed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Case    int           `json:"case"`
		Unit    org.UnitID    `json:"unit,omitempty"`
		Outcome Outcome       `json:"outcome"`
		Level   Level         `json:"level"`
		Days    int           `json:"days"` // working days it stood open
		Words   order.Kept    `json:"words,omitzero"`
	}
)

func (Opened) kind() string        { return "supervision_opened" }
func (Paced) kind() string         { return "supervision_paced" }
func (Raised) kind() string        { return "supervision_raised" }
func (Acted) kind() string         { return "supervision_acted" }
func (SheetIssued) kind() string   { return "sheet_issued" }
func (SheetAnswered) kind() string { return "sheet_answered" }
func (SheetMissed) kind() string   { return "sheet_missed" }
func (SheetLapsed) kind() string   { return "sheet_lapsed" }
func (Judged) kind() string        { return "sheet_judged" }
func (LeadProposed) kind() string  { return "lead_proposed" }
func (Closed) kind() string        { return "supervision_closed" }

// Evolve applies what has happened. It never fails: an event that was written is true.
func Evolve(w Watch, e Event) Watch { return e.apply(w) }

// edit changes a row in a copy.
func (w Watch) edit(n int, f func(*Case)) Watch {
	if w.Case(n) == nil {
		return w
	}
	w.Cases = slices.Clone(w.Cases)
	f(&w.Cases[n-1])
	return w
}

func (w Watch) editSheet(n, sheet int, f func(*Sheet)) Watch {
	return w.edit(n, func(c *Case) {
		if sheet < 1 || sheet > len(c.Sheets) {
			return
		}
		c.Sheets = slices.Clone(c.Sheets)
		f(&c.Sheets[sheet-1])
	})
}

func (e Opened) apply(w Watch) Watch {
	w.Cases = append(slices.Clip(w.Cases), Case{N: e.Case, Cause: e.Cause, Item: Item(e.Clause.Item()), Level: e.Level, Unit: e.Unit, Joint: e.Joint, Means: e.Means, OpenedAt: e.At,
		By: e.Account, Reason: e.Reason, Evidence: e.Evidence, Due: e.Due, From: e.From, Rises: e.Rises})
	return w
}

func (e Paced) apply(w Watch) Watch {
	return w.edit(e.Case, func(c *Case) { c.Unit, c.From, c.Rises = e.Unit, e.From, e.Rises })
}

func (e Raised) apply(w Watch) Watch {
	return w.edit(e.Case, func(c *Case) {
		c.Level, c.Joint = e.Level, c.Joint || e.Joint
		c.Raised = append(slices.Clip(c.Raised), e)
		c.Evidence = append(slices.Clip(c.Evidence), e.Evidence...)
		if e.Unit != "" {
			c.Unit = e.Unit
		}
	})
}

func (e Acted) apply(w Watch) Watch {
	return w.edit(e.Case, func(c *Case) { c.Actions = append(slices.Clip(c.Actions), e.Action) })
}

func (e SheetIssued) apply(w Watch) Watch {
	return w.edit(e.Case, func(c *Case) {
		c.Sheets = append(slices.Clip(c.Sheets), Sheet{SheetIssued: e, State: Waiting})
		c.Unit, c.Joint, c.Level = e.Unit, len(e.Joint) > 0, max(c.Level, e.Level)
	})
}

func (e SheetAnswered) apply(w Watch) Watch {
	return w.editSheet(e.Case, e.Sheet, func(s *Sheet) { s.State, s.Reply = Answered, &e })
}

func (e SheetMissed) apply(w Watch) Watch {
	return w.editSheet(e.Case, e.Sheet, func(s *Sheet) { s.Missed = true })
}

func (e SheetLapsed) apply(w Watch) Watch {
	return w.editSheet(e.Case, e.Sheet, func(s *Sheet) { s.State = Lapsed })
}

func (e Judged) apply(w Watch) Watch {
	w = w.editSheet(e.Case, e.Sheet, func(s *Sheet) {
		s.Verdict = &e
		if s.State = Unsolved; e.Solved {
			s.State = Accepted
		}
	})
	return w.edit(e.Case, func(c *Case) {
		if !e.Solved {
			c.Unsolved = e.Unsolved
		}
	})
}

func (e LeadProposed) apply(w Watch) Watch { return w.edit(e.Case, func(c *Case) { c.Lead = true }) }

func (e Closed) apply(w Watch) Watch { return w.edit(e.Case, func(c *Case) { c.Closed = &e }) }

// CaseOf is the row that an event speaks of.
func CaseOf(e Event) int {
	switch e := e.(type) {
	case Opened:
		return e.Case
	case Paced:
		return e.Case
	case Raised:
		return e.Case
	case Acted:
		return e.Case
	case SheetIssued:
		return e.Case
	case SheetAnswered:
		return e.Case
	case SheetMissed:
		return e.Case
	case SheetLapsed:
		return e.Case
	case Judged:
		return e.Case
	case LeadProposed:
		return e.Case
	case Closed:
		return e.Case
	}
	return 0
}

var events = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, e := range []Event{Opened{}, Paced{}, Raised{}, Acted{}, SheetIssued{}, SheetAnswered{}, SheetMissed{}, SheetLapsed{}, Judged{}, LeadProposed{}, Closed{}} {
		m[e.kind()] = reflect.TypeOf(e)
	}
	return m
}()

// Version is the version of every event body written by this program.
const Version = 1

// Kinds lists the names of all events, sorted.
func Kinds() []string {
	var out []string
	for k := range events {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Encode writes an event's body as the log keeps it.
func Encode(e Event) (kind string, body []byte, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", e.kind(), err)
	}
	return e.kind(), bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Decode reads an event's body. A kind or version that this program does not know is an *order.UnknownKind.
func Decode(kind string, v int, body []byte) (Event, error) {
	t, ok := events[kind]
	if !ok || v != Version {
		return nil, &order.UnknownKind{Kind: kind, V: v}
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return p.Elem().Interface().(Event), nil
}
