package sample

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// Fate is where a story's order stands at the demo's moment, and by which road it came there.
type Fate string

// The fates.
const (
	FateRegistered      Fate = "registered"       // waits to be disposed of
	FatePendingApproval Fate = "pending_approval" // waits for the signature of Art. 10(4)
	FatePendingDispatch Fate = "pending_dispatch" // waits for the dispatcher; a second appeal for the head
	FateDispatched      Fate = "dispatched"       // waits for the unit's signature
	FateAutoAccepted    Fate = "auto_accepted"    // the unit was silent on the first day (Art. 16)
	FateAssigning       Fate = "assigning"        // signed for, waits for the principal
	FateInProgress      Fate = "in_progress"      // contacted and being handled
	FateNoContact       Fate = "no_contact"       // being handled, nobody has reached the caller (Art. 15)
	FateOverdue         Fate = "overdue"          // limit passed, no result
	FateRejected        Fate = "rejected"         // the office sent the answer back; being mended
	FateUnitSigning     Fate = "unit_signing"     // waits for signature and seal
	FateSubmitted       Fate = "submitted"        // waits for review
	FateCountySigning   Fate = "county_signing"   // one county leader has signed
	FateCountyPaper     Fate = "county_paper"     // a signature on paper waits for the second person
	FateToFeedback      Fate = "to_feedback"      // approved, the caller is not told yet
	FateVisiting        Fate = "visiting"         // waits for the visit
	FateVisitTried      Fate = "visit_tried"      // one try without an answer
	FateReworked        Fate = "reworked"         // sent back after the visit, being handled again
	FateRefusalAsked    Fate = "refusal_asked"    // at a unit; a refusal waits for the head
	FateRecalled        Fate = "recalled"         // taken back, sent to another unit, being handled

	FateReturnReview  Fate = "return_review"  // the unit asked for a return, the office looks at it (Art. 16)
	FateReturned      Fate = "returned"       // a return was accepted, sent to another unit
	FateReturnRefused Fate = "return_refused" // a return was refused, the unit goes on
	FateCoordination  Fate = "coordination"   // returned twice, waits for the meeting (Art. 21(3))
	FateDesignated    Fate = "designated"     // named by a meeting, without a right to return

	FateTermAsked   Fate = "term_asked"   // the unit asked for a termination, the office looks at it (Art. 20)
	FateTermGather  Fate = "term_gather"  // reviewed, waits for a batch
	FateTermSigning Fate = "term_signing" // before the magistrate
	FateTermCancel  Fate = "term_cancel"  // agreed, waits for the city
	FateTermRefused Fate = "term_refused" // refused by the magistrate, being handled
	FateTerminated  Fate = "terminated"   // ended by the city's receipt

	FateSatisfied     Fate = "satisfied"      // closed
	FateFairly        Fate = "fairly"         // closed: 基本满意
	FateObjective     Fate = "objective"      // closed: dissatisfied with the policy itself
	FateUnreachable   Fate = "unreachable"    // closed: three visits without an answer
	FateNoVisit       Fate = "no_visit"       // closed: anonymous, or no reply wanted
	FateDeclined      Fate = "declined"       // closed: the caller declined the visit
	FateMended        Fate = "mended"         // closed after the office had sent the answer back
	FateReworkedLate  Fate = "reworked_late"  // closed: handled again, late
	FateLate          Fate = "late"           // closed: the result came late
	FateArchived      Fate = "archived"       // closed satisfied and archived
	FateArchivedOther Fate = "archived_other" // closed dissatisfied with the policy and archived

	FateDirect         Fate = "direct"          // answered on the spot
	FatePhone          Fate = "phone"           // guided or put through
	FateEmergency      Fate = "emergency"       // handed to an alarm centre
	FateLogged         Fate = "logged"          // praise, empty calls
	FateRefused        Fate = "refused"         // not accepted (Art. 8)
	FateReturnedUp     Fate = "returned_up"     // back to the upper platform
	FateExplained      Fate = "explained"       // nothing new, explained by the head
	FateMerged         Fate = "merged"          // handled under the story in MergeTo
	FateWithdrawn      Fate = "withdrawn"       // taken back by the caller; with a Unit after dispatch
	FateRefusalDecided Fate = "refusal_decided" // not accepted after dispatch
)

// Status is where the order stands in the end.
func (f Fate) Status() order.Status {
	switch f {
	case FateRegistered, FatePendingApproval, FatePendingDispatch, FateDispatched, FateUnitSigning, FateSubmitted, FateCountySigning, FateToFeedback, FateVisiting:
		return order.Status(f)
	case FateReturnReview, FateCoordination:
		return order.Status(f)
	case FateReturned, FateDesignated:
		return order.Dispatched
	case FateAutoAccepted, FateAssigning, FateReturnRefused:
		return order.UnitAssigning
	case FateTermAsked, FateTermGather, FateTermSigning:
		return order.Terminating
	case FateTermCancel:
		return order.AwaitingCancel
	case FateTerminated:
		return order.Terminated
	case FateTermRefused:
		return order.InProgress
	case FateInProgress, FateNoContact, FateOverdue, FateRejected, FateReworked, FateRefusalAsked, FateRecalled:
		return order.InProgress
	case FateCountyPaper:
		return order.CountySigning
	case FateVisitTried:
		return order.Visiting
	case FateArchived, FateArchivedOther:
		return order.Archived
	case FateDirect:
		return order.DirectClosed
	case FatePhone:
		return order.PhoneClosed
	case FateEmergency:
		return order.EmergencyClosed
	case FateLogged:
		return order.LoggedClosed
	case FateRefused, FateRefusalDecided:
		return order.NotAccepted
	case FateReturnedUp:
		return order.ReturnedUp
	case FateExplained:
		return order.Explained
	case FateMerged:
		return order.Merged
	case FateWithdrawn:
		return order.Withdrawn
	}
	return order.Closed
}

// Story is one request with its road. Texts are Chinese and of our own wording.
type Story struct {
	ID            string // stable name within the sample
	LinkTo        string // ID of the earlier story of the same matter
	MergeTo       string // ID of the story of another caller under which it is handled
	CountGuidance bool   // the earlier guidance by telephone counts as an appeal

	Channel      string // code of the policy's channel
	OuterNo      string
	OuterDue     int // working days from registration to the upper platform's limit; 0 = none
	Type         order.Type
	Category     string
	Urgency      order.Urgency
	Secrecy      order.Secrecy
	NeedReply    bool
	Persons      int
	Flags        []string
	Town         org.UnitID
	Place        string
	Occurred     string
	Title        string // at most 25 characters, nobody's identity
	Words        string // what was said
	Ask          string // what is wanted
	CallerKind   order.CallerKind
	Sex          string
	Name         string
	Phone        string
	Home         string
	Address      string
	ReportedUnit org.UnitID
	Reported     string // the party complained of
	RelayAsk     string // of a secret order: what the unit asks the office to relay
	RelayWaits   bool   // and the office has not done it yet

	DaysAgo int    // working days before the demo's day
	Clock   string // time of day of the registration, Beijing
	Fate    Fate

	Answer    string // what the caller was told on the spot, or why it was logged, refused, returned
	Knowledge string // title of the knowledge item used; empty = 无库答复
	Centre    string // alarm centre
	Why       string // code of order.LoggedReasons
	Ground    string // code of order.Grounds
	Body      string // body referred to (Referrals)
	BodyPhone string

	Unit         org.UnitID // unit it is dispatched to
	WrongUnit    org.UnitID // unit it was sent to first, where it was recalled
	Text         string     // 转办文本; the words themselves where they name nobody
	Requirements string     // 办理要求
	Days         int        // working days from receipt to the result
	Contact      string     // note of the unit's talk with the caller
	Progress     string     // a word on how it goes
	Reply        Reply
	Draft        string // the public reply that the office sent back first
	RejectCode   string // of order.RejectReasons
	Note         string // note of a reject, a recall, a withdrawal, a refusal's notice
	Opinion      string // the signer's word on dispatch or result
	Visit        Visit
	Urges        []Urge
	Extend       *Extend // the unit asks for a later limit (Art. 19)
	Helps        []Help  // other units are asked to help (Art. 14)
	Slip         *Slip   // 外勤联系单 to somebody of the village
	End          *End    // how its termination is argued (Art. 20)
	Statute      *ByLaw  // a limit that a law sets otherwise (Art. 18)
	Reclass      *Retype // the unit asks for another type (Art. 18)
	Exempt       *Exempt // the unit asks that it should not count (Art. 25)
	Instruction  *Instruction

	quiet bool // no reply wanted; the table's short form of NeedReply
}

// Reply is the unit's answer. Questions need only Basis and Public.
type Reply struct {
	Finding       string // yes, partly, no
	Solved        order.Solved
	Investigation string
	Measures      string
	Unsolved      string
	Opinion       string
	Basis         string
	Public        string
	Again         string // the public reply after rework
}

// Visit is what the caller said in the office's visit; Words are the caller's.
type Visit struct {
	Words  string
	Reason string // of order.DissatisfiedReasons
	Rework string // what is to be done again
}

// Extend is an application for a later limit and its decision.
type Extend struct {
	Days         int
	Done, Reason string
	Sealed       bool
	Decision     string // yes, no; empty: it waits
	Opinion      string
}

// Help is a request to a co-unit and what comes of it: nothing where it only waits to be signed for.
type Help struct {
	Unit    org.UnitID
	Task    string
	Office  bool   // asked by the office
	Signed  bool   // signed for, being done
	Objects string // its objection, which waits
	Result  string // handed in
	Taken   bool   // the lead has taken the result
}

// Slip is a slip for the field and what its holder left.
type Slip struct {
	Name, Body, Purpose string
	Number              bool
	Left                string
}

// Urge is a caller's or the office's asking again, some working days after registration.
type Urge struct {
	After  int
	Clock  string
	Office bool
	Note   string
}

// Instruction is a county leader's word with which the request came.
type Instruction struct {
	Post  org.PostID
	Words string
}

// Stories lists all requests; a story stands after the one that it is linked to or merged under.
func Stories() []Story {
	var out []Story
	for _, part := range [][]Story{directStories(), endedStories(), archivedStories(), closedStories(), moreClosedStories(), chainStories(), openStories(), unitStories(), signingStories(), cityStories(), moreStories(), returnStories(), helpStories(), endingStories(), limitStories(), mergeStories()} {
		out = append(out, part...)
	}
	for i := range out {
		out[i] = out[i].complete()
	}
	return out
}

// complete fills what a line of the tables leaves out because it is the ordinary case.
func (s Story) complete() Story {
	if s.Channel == "" {
		s.Channel = "D1"
	}
	if s.Secrecy == "" {
		s.Secrecy = order.Ordinary
	}
	if s.Urgency == "" {
		s.Urgency = order.Routine
	}
	if s.CallerKind == "" {
		s.CallerKind = order.Person
	}
	s.NeedReply = !s.quiet && s.Secrecy != order.Anonymous && s.Type != order.Praise && s.Type != order.Other
	if s.Unit != "" && s.Text == "" {
		s.Text = s.Words
	}
	if s.Days == 0 {
		s.Days = 5
		if s.Type == order.Consult {
			s.Days = 2
		}
	}
	return s
}

// FindStory finds a story by its ID.
func FindStory(all []Story, id string) (Story, bool) {
	for _, s := range all {
		if s.ID == id {
			return s, true
		}
	}
	return Story{}, false
}
