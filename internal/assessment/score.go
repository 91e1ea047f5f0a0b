// Package assessment scores the units: the hundred points of Art. 27. It is pure; a score is a sum of counts up to a position of the log.
package assessment

import (
	"huiyin/internal/policy"
)

// Standing says whether a unit takes part in a period (domain.md §2.2).
type Standing string

const (
	Absent Standing = "absent" // 不参评：没有承办件
	Thin   Standing = "thin"   // 样本不足：应办结的太少，比率项取本组中位数，只显示、不排名
	Ranked Standing = "ranked" // 参评
)

// Name is the Chinese name.
func (s Standing) Name() string {
	return map[Standing]string{Absent: "不参评", Thin: "样本不足", Ranked: "参评"}[s]
}

// Rate is so many of so many.
type Rate struct{ N, Of int }

// Basis is the rate in hundredths of a per cent, half up; 0 of nothing is nothing.
func (r Rate) Basis() int {
	if r.Of == 0 {
		return 0
	}
	return (r.N*20000 + r.Of) / (2 * r.Of)
}

// Record is a unit's period in counts, without the orders that are exempt (不计考核).
type Record struct {
	Dispatched int             // orders given to it
	Due        int             // assignments whose limit fell into the period
	Rates      map[string]Rate // by the item's code: B1, B2, C1, C2, D1, E1, E2
	Events     map[string]int  // breaches by the item's code: A1, D2, D3, F1
	Deducted   int             // events outside the items, in hundredths of a point
	Gained     int
}

// Line is what one item gives.
type Line struct {
	Code, Name   string
	Full, Points int  // in hundredths of a point
	Rate         int  // in hundredths of a per cent, of a rated item
	Rated        bool // a rate decides it, else the count of breaches
	Median       bool // the group's median stands in for too small a sample
}

// Result is a unit's score, in hundredths of a point.
type Result struct {
	Standing         Standing
	Lines            []Line
	Deducted, Gained int
	Total            int
	Grade            string
}

// StandingOf says whether a unit with so many orders is scored and ranked.
func StandingOf(r Record, p policy.Policy) Standing {
	switch {
	case r.Dispatched == 0:
		return Absent
	case r.Due < p.Assessment.MinDue.Value:
		return Thin
	}
	return Ranked
}

// rated are the items that a rate decides; reverse those of which less is better.
var (
	rated   = map[string]bool{"B1": true, "B2": true, "C1": true, "C2": true, "D1": true, "E1": true, "E2": true}
	reverse = map[string]bool{"C2": true}
)

// Rated reports whether a rate decides an item.
func Rated(code string) bool { return rated[code] }

// points are what a rate gives: the full mark less so much for each percentage point that is missing, never under the floor; half up (domain.md §2.2).
func points(s policy.Score, rate int) int {
	short := s.Target - rate
	if reverse[s.Code] {
		short = rate - s.Target
	}
	return clamp((s.Full*100-max(0, short)*s.PerPoint+50)/100, s.Floor, s.Full)
}

func clamp(n, least, most int) int { return min(max(n, least), most) }

// Score gives a unit's hundred points. medians are those of its group by item, in hundredths of a point, for a unit whose sample is too small; a rate of nothing
// has its full mark.
func Score(r Record, medians map[string]int, p policy.Policy) Result {
	out := Result{Standing: StandingOf(r, p)}
	if out.Standing == Absent {
		return out
	}
	for _, s := range p.Scores {
		l := Line{Code: s.Code, Name: s.Name, Full: s.Full, Points: s.Full, Rated: rated[s.Code]}
		rate := r.Rates[s.Code]
		median, has := medians[s.Code]
		switch {
		case !l.Rated:
			l.Points = clamp(s.Full-r.Events[s.Code]*s.PerPoint, s.Floor, s.Full)
		case out.Standing == Thin && has:
			l.Points, l.Rate, l.Median = median, rate.Basis(), true
		case rate.Of > 0:
			l.Rate = rate.Basis()
			l.Points = points(s, l.Rate)
		}
		out.Lines = append(out.Lines, l)
		out.Total += l.Points
	}
	out.Deducted, out.Gained = min(r.Deducted, p.ScoreCaps.Deduct.Value), min(r.Gained, p.ScoreCaps.Bonus.Value)
	out.Total = max(0, out.Total-out.Deducted+out.Gained)
	out.Grade = GradeOf(out.Total)
	return out
}

// GradeOf is the band of a total: 优秀 from 90, 良好 from 80, 合格 from 60.
func GradeOf(total int) string {
	switch {
	case total >= 9000:
		return "优秀"
	case total >= 8000:
		return "良好"
	case total >= 6000:
		return "合格"
	}
	return "不合格"
}
