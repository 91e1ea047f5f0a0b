package oversight

import (
	"slices"
	"strconv"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// Hint is a suggestion that an accountability lead may be due (Art. 23). It binds nobody and nothing follows from it by itself: a person takes it up or drops it,
// each with words of his own.
type Hint struct {
	ID     string // the same for the same occurrence, however often the log is read
	Order  string
	Unit   org.UnitID
	Fault  Fault
	Source string
	At     time.Time
	N      int    // how often
	Code   string // what exactly
}

// The sources of suggestions.
const (
	HintOverdue  = "overdue"       // an overdue order reached the third level of supervision
	HintUnsolved = "unsolved"      // a supervision was found unsolved again
	HintAgainst  = "contradiction" // the caller's word in the office's visit stands against the unit's record
	HintRebound  = "rebound"       // a look-back found that the matter is back
	HintLeak     = "leak"          // a reply was sent back because it gave somebody away
)

// HintSource says in Chinese where a lead came from; by hand where no suggestion was taken up.
func HintSource(s string) string {
	return map[string]string{HintOverdue: "长期逾期", HintUnsolved: "督办多次未落实", HintAgainst: "回访与单位记录不符", HintRebound: "回头看反弹", HintLeak: "答复泄露信息", "hand": "人工提出"}[s]
}

// Words says what was seen.
func (h Hint) Words() string {
	switch h.Source {
	case HintOverdue:
		return "逾期督办升到三级，仍没有办结"
	case HintUnsolved:
		return "同一督办认定" + strconv.Itoa(h.N) + "次未落实"
	case HintAgainst:
		return order.Contradiction(h.Code).Name()
	case HintRebound:
		return "回头看发现问题反弹，" + order.RecheckMeans(h.Code).Name()
	case HintLeak:
		return "答复因泄露信息被退回重写"
	}
	return ""
}

// Evidence is the suggestion as a line of evidence.
func (h Hint) Evidence() Evidence {
	return Evidence{What: "hint_" + h.Source, At: h.At, N: h.N, Code: h.Code}
}

// leakCode is the reason of a reject that means that somebody was given away (domain.md §3.5).
const leakCode = "Q9"

// HintsOfOrder are the suggestions that an event of an order brings; s is the order after it.
func HintsOfOrder(s order.State, e order.Event) []Hint {
	switch e := e.(type) {
	case order.Visited:
		if len(e.Contradicts) > 0 && s.Lead != "" {
			return []Hint{{ID: s.ID + ".visit." + strconv.FormatInt(e.At.UnixMilli(), 10), Order: s.ID, Unit: s.Lead, Fault: FaultFalse, Source: HintAgainst, At: e.At, Code: string(e.Contradicts[0])}}
		}
	case order.Rechecked:
		if e.Result == order.RecheckRebound {
			return []Hint{{ID: s.ID + ".rebound." + strconv.FormatInt(e.At.UnixMilli(), 10), Order: s.ID, Unit: e.Unit, Fault: FaultUnsolved, Source: HintRebound, At: e.At, Code: string(e.Means)}}
		}
	case order.ReplyRejected:
		if e.Code == leakCode && s.Lead != "" {
			return []Hint{{ID: s.ID + ".leak." + strconv.FormatInt(e.At.UnixMilli(), 10), Order: s.ID, Unit: s.Lead, Fault: FaultLeak, Source: HintLeak, At: e.At}}
		}
	}
	return nil
}

// HintsOfWatch are the suggestions that an event of a watch brings; w is the watch after it.
func HintsOfWatch(w Watch, e Event) []Hint {
	c := w.Case(CaseOf(e))
	if c == nil {
		return nil
	}
	id := w.Order + "." + strconv.Itoa(c.N) + "."
	switch e := e.(type) {
	case Raised:
		if c.Item == 2 && e.Level == LevelThree && c.Unit != "" {
			return []Hint{{ID: id + HintOverdue, Order: w.Order, Unit: c.Unit, Fault: FaultLate, Source: HintOverdue, At: e.At}}
		}
	case LeadProposed:
		return []Hint{{ID: id + HintUnsolved, Order: w.Order, Unit: e.Unit, Fault: FaultUnsolved, Source: HintUnsolved, At: e.At, N: e.Unsolved}}
	}
	return nil
}

// involved reports whether a unit has, or ever had, to do with an order.
func involved(s order.State, u org.UnitID) bool {
	return concerns(s, u) || slices.Contains(s.PastLeads, u)
}
