package oversight

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/policy"
	words "huiyin/internal/text"
)

// Contact is one time that somebody was heard about an order: its registration, or a caller's urge. Person tells callers apart without naming them; it is empty
// where nobody is known (an anonymous caller, no number), who counts as a contact and never as a person.
type Contact struct {
	Order  string
	Place  string
	Person string
	At     time.Time
}

// Tally is what came together within the window (Art. 21(6)).
type Tally struct{ Times, Persons int }

// Forms reports whether so much is 集中反映: five contacts by two persons by default.
func (t Tally) Forms(p policy.Policy) bool {
	return t.Times >= p.Cluster.PersonTimes.Value && t.Persons >= p.Cluster.MinPersons.Value
}

// Within are the contacts of one place in the window that ends now, the oldest first.
func Within(all []Contact, place string, p policy.Policy, now time.Time) []Contact {
	from := now.AddDate(0, 0, -p.Cluster.WindowDays.Value)
	var out []Contact
	for _, c := range all {
		if c.At.After(from) && !c.At.After(now) && SamePlace(c.Place, place) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Contact) int { return a.At.Compare(b.At) })
	return out
}

// Count counts contacts, and the persons among them.
func Count(all []Contact) Tally {
	seen := map[string]bool{}
	for _, c := range all {
		if c.Person != "" {
			seen[c.Person] = true
		}
	}
	return Tally{len(all), len(seen)}
}

// housing ends the name of a quarter; what follows it in an address is a house of the quarter.
var housing = []string{"小区", "社区", "家园", "花园", "公寓", "新村", "村", "苑", "府"}

// quarter is a place without the house in it: 梦蝶小区3号楼 is 梦蝶小区.
func quarter(place string) string {
	s := strings.Join(strings.Fields(words.Fold(place)), "")
	i := strings.IndexAny(s, "0123456789")
	if i > 0 && slices.ContainsFunc(housing, func(h string) bool { return strings.HasSuffix(s[:i], h) }) {
		return s[:i]
	}
	return s
}

// numbers are the figures of a name: No. 12 of a road is not No. 128.
func numbers(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// How alike two names of a place in one township have to be, and from how many characters on a name may stand within a longer one.
const (
	placesAlike = 75
	placeLeast  = 3
)

// SamePlace reports whether two requests of one township speak of the same place. A request without a place is at none.
func SamePlace(a, b string) bool {
	a, b = quarter(a), quarter(b)
	if a == "" || b == "" {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return a == b || len([]rune(a)) >= placeLeast && strings.Contains(b, a) || numbers(a) == numbers(b) && words.Likeness(a, b) >= placesAlike
}

// Area is what came together in one leaf category of one township, folded from its stream or from a stretch of it that holds all of some clusters. It is a value.
type Area struct {
	ID       string
	Version  int64
	Clusters []Cluster // the oldest first
}

// Cluster is one 集中反映.
type Cluster struct {
	ID, Category, Town, Place string
	Order                     string // whose supervision it opened
	FormedAt, LastAt          time.Time
	Contacts                  []Heard // the oldest first
	Persons                   int
	First, Last               int64 // versions of the area's stream at which it formed and was last spoken of
}

// Times is how often it was spoken of (人次).
func (c Cluster) Times() int { return len(c.Contacts) }

// Orders are the orders in it, each once.
func (c Cluster) Orders() []string {
	var out []string
	for _, h := range c.Contacts {
		if !slices.Contains(out, h.Order) {
			out = append(out, h.Order)
		}
	}
	return out
}

// Quiet is when it ends unless somebody speaks of it again: a window after the last contact.
func (c Cluster) Quiet(p policy.Policy) time.Time {
	return c.LastAt.AddDate(0, 0, p.Cluster.WindowDays.Value)
}

// CauseOf is the cause of the row that a cluster opens.
func (c Cluster) CauseOf() string { return clusterCause + c.ID }

const clusterCause = "cluster/"

// Running is the cluster that still runs at a place, nil where none does.
func (a Area) Running(place string, p policy.Policy, now time.Time) *Cluster {
	for i := len(a.Clusters) - 1; i >= 0; i-- {
		if c := &a.Clusters[i]; now.Before(c.Quiet(p)) && SamePlace(c.Place, place) {
			return c
		}
	}
	return nil
}

// Gathering is what one append brings to an area: the contacts of an order that are new to it. Near are all contacts of the area in the window with those, and
// Known says, for a running cluster, that the caller spoke in it before.
type Gathering struct {
	ID                           string // of a cluster that forms
	Order, Category, Town, Place string
	New                          []Contact
	Near                         []Contact
	Known                        bool
}

// Gather says what comes of it: a cluster forms, once for its cause; the one that runs grows; or nothing (Art. 21(6), domain.md §13.21).
func Gather(a Area, g Gathering, p policy.Policy, now time.Time) []ClusterEvent {
	if g.Category == "" || g.Town == "" || g.Place == "" {
		return nil
	}
	if c := a.Running(g.Place, p, now); c != nil {
		var heard []Heard
		for _, n := range g.New {
			h := Heard{Order: n.Order, At: n.At}
			if !slices.ContainsFunc(c.Contacts, func(x Heard) bool { return x.Order == h.Order && x.At.Equal(h.At) }) {
				heard = append(heard, h)
			}
		}
		if len(heard) == 0 {
			return nil
		}
		persons := c.Persons
		if !g.Known && g.New[0].Person != "" {
			persons++
		}
		return []ClusterEvent{ClusterGrew{At: now, Cluster: c.ID, Contacts: heard, Times: c.Times() + len(heard), Persons: persons}}
	}
	near := Within(g.Near, g.Place, p, now)
	t := Count(near)
	if len(g.New) == 0 || !t.Forms(p) {
		return nil
	}
	e := ClusterFormed{At: now, Cluster: g.ID, Category: g.Category, Town: g.Town, Place: g.Place, Order: g.Order, Times: t.Times, Persons: t.Persons}
	for _, c := range near {
		e.Contacts = append(e.Contacts, Heard{Order: c.Order, At: c.At})
	}
	return []ClusterEvent{e}
}

// gathered: item 6, several persons. The order whose contact made the cluster is supervised for all of them.
func gathered(x Story, p policy.Policy, _ time.Time) []cause {
	f := x.Formed
	if f == nil {
		return nil
	}
	return []cause{{key: clusterCause + f.Cluster, clause: clusterClause, level: LevelTwo, means: ByPaper, unit: held(x.After), evidence: []Evidence{{What: "cluster", At: f.At, N: f.Times, Code: strconv.Itoa(p.Cluster.WindowDays.Value)}, {What: "cluster_persons", N: f.Persons}}}}
}

// HeardOf are the contacts of an order, by its own state. Praise and what was handled on the old platform are none.
func HeardOf(s order.State) []Heard {
	if s.Status == order.None || s.Request.Type == order.Praise || s.OldNo != "" {
		return nil
	}
	out := []Heard{{s.ID, s.RegisteredAt}}
	for _, at := range s.UrgedAt {
		out = append(out, Heard{s.ID, at})
	}
	return out
}
