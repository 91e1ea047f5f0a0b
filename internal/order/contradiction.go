package order

import "slices"

// Contradiction is one point in which the caller's word in the office's visit stands against what the unit put on record.
type Contradiction string

const (
	AgainstContact   Contradiction = "contact"   // the unit recorded that it reached the caller; the caller says nobody did
	AgainstSolved    Contradiction = "solved"    // the unit reported it solved; the caller says it is not
	AgainstSatisfied Contradiction = "satisfied" // the unit heard the caller content; the office hears him discontent
)

// Name says it in Chinese.
func (c Contradiction) Name() string {
	return map[Contradiction]string{AgainstContact: "单位记录已联系，诉求人说没有联系", AgainstSolved: "单位答复已解决，诉求人说没有解决",
		AgainstSatisfied: "单位回访记录满意，诉求人说不满意"}[c]
}

// contradictions compares the visit with the unit's record. Of a secret order the unit has no record of its own: the office calls. A merged order's is the
// leading one's.
func contradictions(s State, c RecordVisit) []Contradiction {
	if s.Relaying() || s.Merged != nil {
		return nil
	}
	var out []Contradiction
	if c.Contacted == "no" && slices.ContainsFunc(s.Contacts, func(n ContactNote) bool { return n.Reached }) {
		out = append(out, AgainstContact)
	}
	if c.Solved == SolvedNo && s.Reply != nil && s.Reply.Solved == SolvedYes {
		out = append(out, AgainstSolved)
	}
	if c.Satisfaction == Dissatisfied && (s.UnitHeard == Satisfied || s.UnitHeard == Fairly) {
		out = append(out, AgainstSatisfied)
	}
	return out
}
