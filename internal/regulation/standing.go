package regulation

// Standing says how an article is carried out.
type Standing string

// The standings.
const (
	Software Standing = "software" // a rule exists, and a scenario proves it
	Screen   Standing = "screen"   // shown by the program, decided by people
	Paper    Standing = "paper"    // carried out on paper outside the program
	Outside  Standing = "outside"  // not a matter for a program
	Planned  Standing = "planned"  // a rule is owed and not built yet
)

// standings is the truth of today; docs/traceability.md is printed from it.
var standings = map[Clause]Standing{
	Art1: Outside, Art2: Software, Art3: Screen, Art4: Software, Art5: Software, Art6: Software, Art7: Screen,
	Art8: Software, Art9: Software, Art10: Software, Art11: Software, Art12: Software, Art13: Software,
	Art14: Software, Art15: Software, Art16: Software, Art17: Software, Art18: Software, Art19: Software, Art20: Software,
	Art21: Software, Art22: Software, Art23: Software, Art24: Software, Art25: Software, Art26: Planned, Art27: Planned,
	Art28: Planned, Art29: Software,
}

// StandingOf says how the article of a clause is carried out today.
func StandingOf(c Clause) Standing { return standings[c.Article()] }
