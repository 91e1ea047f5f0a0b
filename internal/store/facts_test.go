package store

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"huiyin/internal/order"
)

// uncounted are the kinds of event from which no figure is made, each with the reason. A new kind stands either here or in factsOf: nobody forgets to decide.
var uncounted = map[string]string{
	"archived":            "of closed orders, which are counted when they close",
	"assignment_counted":  "keeps the matter; the order counts when it is dispatched",
	"attached":            "a file is no figure of the bulletin",
	"backfilled":          "the upper platform keeps its own figures; late is on the order itself",
	"calendar_adopted":    "moves days that standingFacts reads off the state",
	"call_answered":       "the office is called, which is counted when the unit calls it",
	"co_moved":            "moves days that coDueFacts reads off the state",
	"corrected":           "moves the registration and the assignment, which standingFacts reads off the state",
	"deputy_changed":      "who signs is no figure",
	"dispatch_approved":   "the signer was counted when he was asked; his lateness is missed.signer",
	"dispatch_objected":   "the signer was counted when he was asked; the order is proposed anew",
	"exemption_asked":     "counted when it is decided",
	"extension_consented": "a step of an application that is counted when it is asked and decided",
	"extension_lapsed":    "asked less granted and refused",
	"extension_told":      "owed to the caller, shown on the order; no figure of the bulletin",
	"matter_opened":       "the order is counted when it is registered",
	"member_joined":       "a merge is counted once, on the order that was merged",
	"member_left":         "a split is counted once, on the order that was merged",
	"member_moved":        "moves days that standingFacts reads off the state",
	"supplemented":        "what a caller adds himself asks nothing of anybody and says nothing of the work",
	"outer_updated":       "moves days that standingFacts reads off the state",
	"paper_recorded":      "a step of a signature",
	"paper_rejected":      "a step of a signature",
	"reclass_lapsed":      "asked less accepted and refused",
	"refusal_asked":       "counted when it is decided: refused",
	"refusal_declined":    "the order goes on and is counted where it ends",
	"reply_sent_back":     "within the unit; the office counts what reaches it",
	"reply_submitted":     "within the unit; submitted counts with the principal's signature",
	"result_approved":     "counted when it is fed back; the signers' lateness is missed.signer",
	"result_objected":     "the order goes back to the unit and is counted when it is passed again",
	"round_reopened":      "keeps the matter; recheck.done and reopened count the look-back",
	"round_closed":        "keeps the matter; the order is counted where it ends",
	"round_counted":       "keeps the matter; repeats are counted with the dispatch",
	"round_guided":        "keeps the matter; the telephone transfer is counted as such",
	"round_keyed":         "keeps the matter; the word that made the order key is counted on the order",
	"round_left":          "keeps the matter",
	"round_opened":        "keeps the matter; the order is counted when it is registered",
	"round_uncounted":     "keeps the matter",
	"sight_asked":         "counted when it is decided",
	"signers_recused":     "who signs is no figure",
	"slip_revoked":        "a slip is counted when it is given",
	"slip_used":           "only a number that was seen counts (slip.number_seen); the sample looks at another thing",
	"statute_consented":   "a step of an application that is counted when it is asked and decided",
	"statute_lapsed":      "asked less granted and refused",
	"step_signed":         "a step of a chain that is counted where it ends",
}

// TestEveryEventIsCountedOrSaysWhyNot holds the table: the events are the first JSON of each kind, with every field filled.
func TestEveryEventIsCountedOrSaysWhyNot(t *testing.T) {
	left := maps.Clone(uncounted)
	for _, kind := range order.Kinds() {
		body, err := os.ReadFile(filepath.Join("../order/testdata/events", kind+".v1.json"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := order.Decode(kind, 1, bytes.TrimSpace(body))
		if err != nil {
			t.Fatal(err)
		}
		var s order.State
		counted := len(factsOf(s, s, e)) > 0
		switch why, named := left[kind]; {
		case counted && named:
			t.Errorf("%s is counted, and the table says it is not: %s", kind, why)
		case !counted && why == "":
			t.Errorf("%s is not counted: give it a fact, or say here why it needs none", kind)
		}
		delete(left, kind)
	}
	if len(left) > 0 {
		t.Errorf("no such events: %v", slices.Sorted(maps.Keys(left)))
	}
}

// TestExtendedIsCountedOncePerAssignment: 延期率 is the assignments that were extended among those due (domain.md §13.24). However often one is extended, it stands once in
// both sums, and at the day of its last limit; rework is an assignment of its own and begins without an extension (Art. 19, 25).
func TestExtendedIsCountedOncePerAssignment(t *testing.T) {
	limit := func(day string, more int) order.Limit {
		return order.Limit{Kind: order.LimitResult, LastDay: day, Extended: more}
	}
	days := map[string]int64{}
	var s order.State
	for _, step := range []struct {
		e    order.Event
		want map[string]int64
	}{
		{order.DispatchedEvent{Unit: "cgj", Sign: order.Limit{Kind: order.LimitSign}, Result: limit("2026-03-16", 0)}, map[string]int64{"due 2026-03-16": 1}},
		{order.ExtensionGranted{Unit: "cgj", Days: 3, Times: 1, Result: limit("2026-03-19", 3)}, map[string]int64{"due 2026-03-19": 1, "due.extended 2026-03-19": 1}},
		{order.ExtensionGranted{Unit: "cgj", Days: 2, Times: 2, Result: limit("2026-03-23", 5)}, map[string]int64{"due 2026-03-23": 1, "due.extended 2026-03-23": 1}},
		{order.Reworked{Unit: "cgj", Round: 1, Assign: order.Limit{Kind: order.LimitAssign}, Result: limit("2026-03-31", 0)}, map[string]int64{"due 2026-03-23": 1, "due.extended 2026-03-23": 1, "due 2026-03-31": 1}},
		{order.WithdrawnEvent{Unit: "cgj"}, map[string]int64{"due 2026-03-23": 1, "due.extended 2026-03-23": 1}},
	} {
		after := order.Evolve(s, step.e)
		for _, f := range factsOf(s, after, step.e) {
			if f.Kind == "due" || f.Kind == "due.extended" {
				if f.Unit != "cgj" {
					t.Errorf("%s stands at %q", f.Kind, f.Unit)
				}
				k := f.Kind + " " + f.Date
				if days[k] += f.N; days[k] == 0 {
					delete(days, k)
				}
			}
		}
		if !maps.Equal(days, step.want) {
			t.Errorf("after %s: %v, want %v", order.KindOf(step.e), days, step.want)
		}
		s = after
	}
}
