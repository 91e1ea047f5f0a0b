package desk

import (
	"huiyin/internal/org"
	"huiyin/internal/oversight"
)

// LeadView is an accountability lead (问责线索, Art. 23) as its reader may see it: the supervising officers and the two heads. For the unit it is about there is none.
type LeadView struct {
	ID                      string
	Fault                   int
	Clause, Name            string
	Unit                    string
	UnitID                  org.UnitID
	Posts                   []string
	Order, Number, Title    string // of the order; Order is empty where the reader may not open it
	State                   oversight.LeadState
	StateName, Source       string
	By, At                  string
	Facts, Proof, Handling  string
	Evidence                []CaseLine
	Course                  []CaseLine // the steps, the oldest first
	Letter, To, HandedAt    string     // number of the letter, who got it
	Approver, Opinion, Day  string     // of the head
	Finding                 string
	MaySubmit, MayTakeBack  bool
	MayDecide, MayHand      bool
	MayReceive, MayConclude bool
	MadeMS                  int64
}

// HintView is a suggestion that waits to be taken up or dropped.
type HintView struct {
	ID, Clause, Name, Unit string
	Fault                  int
	UnitID                 org.UnitID
	Order, Number, Title   string
	Source, Words, At      string
	AtMS                   int64
}

// LeadFilter is what the list asks for. Fault 0 is all.
type LeadFilter struct {
	Ended  bool
	State  oversight.LeadState
	Fault  int
	Unit   org.UnitID
	Before string
}

// LeadPage is a page of leads.
type LeadPage struct {
	Items  []LeadView
	Next   string
	States map[oversight.LeadState]int
	Hints  int // suggestions that wait
	MayNew bool
}

// HintPage is a page of suggestions.
type HintPage struct {
	Items []HintView
	Next  string
}

// LeadWish is the form.
type LeadWish struct {
	Fault                  oversight.Fault
	Unit                   org.UnitID
	Posts                  []org.Kind
	Number                 string // of the order
	Hint                   string // id of the suggestion taken up
	Facts, Proof, Handling string
}
