package office

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Visits to units (到单位检查, Art. 6(5): 检查、指导): planned, made, with findings that each have a day and are closed when the office has seen them mended.

// MostFindings is how many one visit may have.
const MostFindings = 20

// Finding is something to mend.
type Finding struct {
	N    int    `json:"n"` // from 1
	What Words  `json:"what"`
	Due  string `json:"due"`
}

type (
	// InspectionPlanned plans it.
	InspectionPlanned struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Unit    org.UnitID    `json:"unit"`
		Day     string        `json:"day"`
		Purpose string        `json:"purpose"`
	}
	// InspectionCancelled ends a plan that is not carried out.
	InspectionCancelled struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  string        `json:"reason"`
	}
	// InspectionMade is the record: who went and whom they met is sealed, and so is what was seen.
	InspectionMade struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Day      string        `json:"day"`
		Met      Words         `json:"met"`
		Seen     Words         `json:"seen"`
		Findings []Finding     `json:"findings,omitempty"`
	}
	// FindingAnswered is what the unit says it has done.
	FindingAnswered struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		N       int           `json:"n"`
		Words   Words         `json:"words"`
		Late    bool          `json:"late,omitempty"`
	}
	// FindingJudged is the office's word: mended, or not, with another day.
	FindingJudged struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		N       int           `json:"n"`
		Mended  bool          `json:"mended"`
		Due     string        `json:"due,omitempty"`
		Words   Words         `json:"words"`
	}
)

// FindingLine is a word about a finding.
type FindingLine struct {
	At       time.Time
	Account  org.AccountID
	Answered bool // the unit's; else the office's
	Mended   bool
	Late     bool
	Words    Words
}

// FindingState is how a finding stands.
type FindingState struct {
	Finding
	Lines    []FindingLine
	Answered bool // the unit has answered and the office has not judged
	Mended   bool
}

// Inspection is one, folded from its stream.
type Inspection struct {
	Plan      InspectionPlanned
	Cancelled *InspectionCancelled
	Made      *InspectionMade
	Findings  []FindingState
}

func (v Inspection) evolve(e any) Record {
	v.Findings = slices.Clone(v.Findings)
	switch e := e.(type) {
	case InspectionPlanned:
		v.Plan = e
	case InspectionCancelled:
		v.Cancelled = &e
	case InspectionMade:
		v.Made = &e
		for _, f := range e.Findings {
			v.Findings = append(v.Findings, FindingState{Finding: f})
		}
	case FindingAnswered:
		if f := v.finding(e.N); f != nil {
			f.Answered = true
			f.Lines = append(slices.Clone(f.Lines), FindingLine{At: e.At, Account: e.Account, Answered: true, Late: e.Late, Words: e.Words})
		}
	case FindingJudged:
		if f := v.finding(e.N); f != nil {
			f.Answered, f.Mended = false, e.Mended
			if e.Due != "" {
				f.Due = e.Due
			}
			f.Lines = append(slices.Clone(f.Lines), FindingLine{At: e.At, Account: e.Account, Mended: e.Mended, Words: e.Words})
		}
	}
	return v
}

func (v Inspection) finding(n int) *FindingState {
	i := slices.IndexFunc(v.Findings, func(f FindingState) bool { return f.N == n })
	if i < 0 {
		return nil
	}
	return &v.Findings[i]
}

// Left is how many findings are not mended.
func (v Inspection) Left() int {
	n := 0
	for _, f := range v.Findings {
		if !f.Mended {
			n++
		}
	}
	return n
}

// Row is open until the visit is made and everything it found is mended; its day is the nearest of what is owed.
func (v Inspection) Row() RecordRow {
	r := RecordRow{Unit: v.Plan.Unit, At: v.Plan.At}
	switch {
	case v.Cancelled != nil:
	case v.Made == nil:
		r.Open, r.Due = true, v.Plan.Day
	default:
		for _, f := range v.Findings {
			if !f.Mended && (r.Due == "" || f.Due < r.Due) {
				r.Open, r.Due = true, f.Due
			}
		}
	}
	return r
}

// Sees reports whether an actor may read it: who checks for the office, and the unit that was visited.
func (v Inspection) Sees(a org.Actor) bool {
	return checker(a) || a.Is(org.Dispatcher) || inUnit(a) && v.Plan.Unit == a.Post.Unit
}

const art6 = regulation.Art6_5

func mustCheck(a org.Actor) error {
	if !checker(a) {
		return regulation.RefuseState(art6, "not_checker", "到单位检查由县热线办督办员或负责人登记。")
	}
	return nil
}

// PlanInspection plans a visit from today on, or puts on record one of the last thirty days. unit is "" where there is no such unit.
func PlanInspection(a org.Actor, unit org.UnitID, day, purpose string, now time.Time) (InspectionPlanned, error) {
	var none InspectionPlanned
	if err := mustCheck(a); err != nil {
		return none, err
	}
	if unit == "" || unit == org.HotlineOffice {
		return none, regulation.RefuseField(art6, "no_unit", "unit", "没有选择检查哪个单位，请选一个成员单位。")
	}
	today := calendar.DateOf(now)
	if err := dayIn(art6, "day", "检查日期", day, today.AddDays(-30), today.AddDays(366)); err != nil {
		return none, err
	}
	if err := plain(art6, "purpose", "检查内容", purpose, 4, 300); err != nil {
		return none, err
	}
	return InspectionPlanned{At: now, Account: a.Account, Unit: unit, Day: day, Purpose: strings.TrimSpace(purpose)}, nil
}

// Cancel ends a plan.
func (v Inspection) Cancel(a org.Actor, reason string, now time.Time) (InspectionCancelled, error) {
	if err := mustCheck(a); err != nil {
		return InspectionCancelled{}, err
	}
	if v.Made != nil || v.Cancelled != nil {
		return InspectionCancelled{}, regulation.RefuseState(art6, "over", "这次检查已经登记或取消，不能再取消。")
	}
	if err := plain(art6, "reason", "取消的理由", reason, 2, 200); err != nil {
		return InspectionCancelled{}, err
	}
	return InspectionCancelled{At: now, Account: a.Account, Reason: strings.TrimSpace(reason)}, nil
}

// Make puts the visit on record. whats and dues are its findings, in order; there may be none.
func (v Inspection) Make(a org.Actor, day, met, seen string, whats, dues []string, now time.Time) (InspectionMade, error) {
	var none InspectionMade
	if err := mustCheck(a); err != nil {
		return none, err
	}
	if v.Made != nil || v.Cancelled != nil {
		return none, regulation.RefuseState(art6, "over", "这次检查已经登记或取消，请刷新页面。")
	}
	today := calendar.DateOf(now)
	if err := dayIn(art6, "day", "检查日期", day, today.AddDays(-60), today); err != nil {
		return none, err
	}
	if err := said(art6, "met", "参加人员", met, 300); err != nil {
		return none, err
	}
	if err := said(art6, "seen", "检查情况", seen, 2000); err != nil {
		return none, err
	}
	if len(whats) > MostFindings || len(whats) != len(dues) {
		return none, regulation.RefuseField(art6, "many_findings", "what1", "问题最多写%d条。", MostFindings)
	}
	e := InspectionMade{At: now, Account: a.Account, Day: day}
	for i, w := range whats {
		n := strconv.Itoa(i + 1)
		if err := said(art6, "what"+n, "第"+n+"个问题", w, 500); err != nil {
			return none, err
		}
		if err := dayIn(art6, "due"+n, "第"+n+"个问题的整改期限", dues[i], today, today.AddDays(366)); err != nil {
			return none, err
		}
		e.Findings = append(e.Findings, Finding{N: i + 1, Due: dues[i]})
	}
	return e, nil
}

// Answer is the unit's: what it has mended.
func (v Inspection) Answer(a org.Actor, n int, words string, now time.Time) (FindingAnswered, error) {
	f := v.finding(n)
	switch {
	case !inUnit(a) || v.Plan.Unit != a.Post.Unit:
		return FindingAnswered{}, regulation.RefuseState(art6, "not_yours", "由被检查的单位报告整改情况。")
	case f == nil:
		return FindingAnswered{}, regulation.RefuseState(art6, "no_finding", "没有这个问题，请刷新页面。")
	case f.Mended:
		return FindingAnswered{}, regulation.RefuseState(art6, "mended", "这个问题已经销号。")
	case f.Answered:
		return FindingAnswered{}, regulation.RefuseState(art6, "answered", "已经报告过，等县热线办认定。")
	}
	if err := said(art6, "words", "整改情况", words, 1000); err != nil {
		return FindingAnswered{}, err
	}
	return FindingAnswered{At: now, Account: a.Account, N: n, Late: calendar.DateOf(now).String() > f.Due}, nil
}

// Judge is the office's: mended, seen by it with or without the unit's answer; or not mended, with another day.
func (v Inspection) Judge(a org.Actor, n int, mended bool, due, words string, now time.Time) (FindingJudged, error) {
	if err := mustCheck(a); err != nil {
		return FindingJudged{}, err
	}
	f := v.finding(n)
	switch {
	case f == nil:
		return FindingJudged{}, regulation.RefuseState(art6, "no_finding", "没有这个问题，请刷新页面。")
	case f.Mended:
		return FindingJudged{}, regulation.RefuseState(art6, "mended", "这个问题已经销号。")
	}
	if err := said(art6, "words", "认定意见", words, 500); err != nil {
		return FindingJudged{}, err
	}
	if mended {
		due = ""
	} else if err := dayIn(art6, "due", "新的整改期限", due, calendar.DateOf(now), calendar.DateOf(now).AddDays(366)); err != nil {
		return FindingJudged{}, err
	}
	return FindingJudged{At: now, Account: a.Account, N: n, Mended: mended, Due: due}, nil
}
