package desk

import (
	"time"

	"huiyin/internal/order"
	"huiyin/internal/store"
)

// Wait is on whom an open order of a unit waits: a number of the unit's first page, and the list behind it.
type Wait string

const (
	WaitPrincipal Wait = "principal" // 主要负责人签批 (Art. 17, 24)
	WaitCo        Wait = "co"        // a co-unit's result (Art. 14)
	WaitReview    Wait = "review"    // the office's review, the county leaders' word (Art. 24)
	WaitReturn    Wait = "return"    // its return is reviewed or goes to a meeting (Art. 16, 21)
	WaitEnding    Wait = "ending"    // the termination's signatures, the city's receipt (Art. 20)
	WaitWord      Wait = "word"      // past its limit, a later one asked for in time is not decided (Art. 19)
)

// Waits is all of them, in the order of the page.
func Waits() []Wait {
	return []Wait{WaitPrincipal, WaitCo, WaitReview, WaitReturn, WaitEnding, WaitWord}
}

// Name is how the page calls it.
func (w Wait) Name() string {
	return map[Wait]string{WaitPrincipal: "等主要负责人签批", WaitCo: "等协办单位报送", WaitReview: "等热线办审核、县领导签批（暂停计时）", WaitReturn: "退回申请等热线办审核、会商",
		WaitEnding: "终结申请等审批、销号（暂停计时）", WaitWord: "原时限已到，等审批"}[w]
}

func (w Wait) statuses() []order.Status {
	switch w {
	case WaitPrincipal:
		return []order.Status{order.UnitAssigning, order.UnitSigning}
	case WaitReview:
		return []order.Status{order.Submitted, order.CountySigning}
	case WaitReturn:
		return []order.Status{order.ReturnReview, order.Coordination}
	case WaitEnding:
		return []order.Status{order.Terminating, order.AwaitingCancel}
	}
	return nil
}

func (w Wait) apply(f *store.ListFilter, now time.Time) {
	var all []string
	for _, s := range w.statuses() {
		if len(f.Statuses) == 0 || f.Statuses[0] == string(s) {
			all = append(all, string(s))
		}
	}
	switch {
	case all != nil:
		f.Statuses = all
	case w.statuses() != nil: // narrowed to another status too: nothing is both
		f.Statuses = []string{"-"}
	case w == WaitCo:
		f.WaitsCo = true
	case w == WaitWord:
		no := false
		f.WaitsWord, f.Paused, f.DueBefore = true, &no, now.UnixMilli()+1
	}
}
