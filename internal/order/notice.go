package order

import (
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// Notice tells one addressee of one thing that happened (domain.md §6.4). It holds ids only: no name, no number of a telephone, no title.
type Notice struct {
	Code   NoticeCode
	To     Addressee
	Limit  LimitKind // the clock it speaks of
	Due    time.Time // the first instant that is too late; zero where it speaks of none
	Times  int       // which urge, which rework
	Urgent bool      // told at once, also outside the digests
}

// Addressee is whom a notice goes to: a post ("cgj/handler"), a named account ("@id"), or the caller.
type Addressee string

// ToCaller is the person who called. He gets text messages only.
const ToCaller Addressee = "caller"

// ToAccount addresses a person by account, where the unit has named one.
func ToAccount(id org.AccountID) Addressee { return Addressee("@" + string(id)) }

// ToPost addresses whoever holds a post.
func ToPost(p org.PostID) Addressee { return Addressee(p) }

// Notices says whom an event concerns. before is the state that the event met, at is when it was written. The same event always gives the same
// notices, so a replay finds them again. An order taken over from the old platform tells nobody: its people have been told there.
func Notices(before, after State, e Event, at time.Time) []Notice {
	n := notices{s: after, at: at}
	switch e := e.(type) {
	case RegisteredEvent:
		n.caller(NoticeRegistered, false)
		n.flagged(e)
	case DispatchedEvent:
		n.add(NoticeDispatched, LimitSign, e.Sign.Due, n.handler(), n.unit(org.UnitDeputy))
		if n.night() || n.pressing() {
			n.add(NoticeNight, LimitSign, e.Sign.Due, n.unit(org.UnitDuty))
		}
		if e.Call != nil {
			n.add(NoticePhone, LimitPhone, e.Call.Due, n.desk(org.Dispatcher))
		}
		n.caller(NoticeHanded, true)
	case Urged:
		n.times(e.Count).add(NoticeUrged, "", time.Time{}, n.handler(), n.unit(org.UnitDeputy))
	case Supplemented:
		// What a secret caller adds is the office's to pass on.
		if n.s.Lead == "" || n.s.Relaying() || n.s.Request.Secrecy == Anonymous && e.Clear == "" {
			n.add(NoticeSupplemented, "", time.Time{}, n.desk(org.Dispatcher))
		} else {
			n.add(NoticeSupplemented, "", time.Time{}, n.handler())
		}
	case Recalled:
		if e.Recused {
			break // to the unit it is reported to, the order has never been (Art. 23(6))
		}
		n.lead(e.Unit).add(NoticeRecalled, "", time.Time{}, n.unit(org.UnitHandler), n.unit(org.UnitDeputy), n.unit(org.UnitPrincipal))
	case ReturnAsked:
		n.add(NoticeReturnAsked, LimitReturnReview, e.Review.Due, n.desk(org.Dispatcher))
	case ReturnAccepted:
		n.lead(e.Unit).add(NoticeReturnAccepted, "", time.Time{}, n.staff()...)
		if after.Status == Coordination {
			n.add(NoticeToCoordinate, LimitCoordinate, e.Limit.Due, ToPost(org.PostOfficeHead))
		} else if before.Level == policy.ByGovHead {
			n.add(NoticeSentElsewhere, "", time.Time{}, ToPost(org.PostGovHead))
		}
	case ReturnRefused:
		n.add(NoticeReturnRefused, LimitResult, after.Clocks.Get(LimitResult).Due, n.staff()...)
	case ReturnDisputed:
		n.add(NoticeToCoordinate, LimitCoordinate, e.Limit.Due, ToPost(org.PostOfficeHead))
	case DesignatedEvent:
		if e.From != "" && e.From != e.Unit {
			n.lead(e.From).add(NoticeReturnAccepted, "", time.Time{}, n.staff()...)
		}
		n.lead(e.Unit).add(NoticeDesignated, "", time.Time{}, n.staff()...)
	case WithdrawnEvent:
		if e.Unit != "" {
			n.lead(e.Unit).add(NoticeWithdrawn, "", time.Time{}, n.handler(), n.unit(org.UnitDeputy))
		}
		n.caller(NoticeWithdrawnSaid, false)
	case SignedFor:
		n.add(NoticeToAssign, LimitAssign, e.Assign.Due, n.unit(org.UnitPrincipal))
	case AutoAcceptedEvent:
		n.add(NoticeAutoAccepted, LimitAssign, e.Assign.Due, n.unit(org.UnitPrincipal), n.unit(org.UnitHandler))
	case Assigned:
		n.add(NoticeAssigned, LimitResult, after.Clocks.Get(LimitResult).Due, n.handler())
	case Contacted:
		n.field(e.Slip)
	case Progressed:
		if n.field(e.Slip); e.Slip == "" { // what a slip's holder leaves is the handler's to judge before the caller hears of it
			n.caller(NoticeProgress, true)
		}
	case ReplySubmitted:
		if after.Status == UnitSigning {
			n.add(NoticeToSeal, LimitResult, after.Clocks.Get(LimitResult).Due, n.unit(org.UnitPrincipal))
		}
	case ReplySentBack:
		n.add(NoticeSentBack, LimitResult, after.Clocks.Get(LimitResult).Due, n.handler())
	case ReplySigned:
		n.add(NoticeToReview, LimitReview, after.Clocks.Get(LimitReview).Due, n.desk(org.Reviewer))
	case ReplyRejected:
		n.add(NoticeRejected, LimitResult, e.Result.Due, n.handler(), n.unit(org.UnitDeputy), n.unit(org.UnitPrincipal))
	case ResultObjected:
		n.add(NoticeObjected, LimitReview, e.Limit.Due, n.desk(org.Reviewer))
	case DispatchObjected:
		n.add(NoticeObjected, LimitDispatch, e.Limit.Due, n.desk(org.Dispatcher))
	case ResultApproved:
		n.add(NoticeToFeedback, LimitFeedback, e.Feedback.Due, n.desk(org.Visitor))
	case MergedEvent:
		if e.Letter {
			n.caller(NoticeJoinedSaid, true)
			break
		}
		n.caller(NoticeMergedSaid, true)
	case MemberJoined:
		if e.Letter != nil && after.Lead != "" {
			n.add(NoticeLetter, LimitResult, after.Clocks.Get(LimitResult).Due, n.staff()...)
		} else {
			n.moved(before)
		}
	case SplitOff:
		n.caller(NoticeSplitSaid, true)
	case ResultShared:
		n.add(NoticeToFeedback, LimitFeedback, e.Feedback.Due, n.desk(org.Visitor))
	case FedBack:
		n.caller(NoticeResult, true)
	case Reworked:
		n.times(e.Round).add(NoticeReworked, LimitResult, e.Result.Due, n.unit(org.UnitPrincipal), n.unit(org.UnitHandler), n.unit(org.UnitDeputy))
		n.caller(NoticeReworkSaid, true)
	case Rechecked:
		if e.Result == RecheckRebound {
			n.add(NoticeRebound, "", time.Time{}, ToPost(org.PostOfficeHead))
		}
	case CalendarAdopted:
		n.moved(before)
	case Corrected:
		n.moved(before)
		if e.Call != nil {
			n.add(NoticePhone, LimitPhone, e.Call.Due, n.desk(org.Dispatcher))
		}
		if e.Progress != nil {
			n.add(NoticePressing, LimitProgress, e.Progress.Due, n.handler(), n.unit(org.UnitDeputy))
		}
	case LimitMissed:
		n.missed(e)
	case ExtensionAsked:
		n.add(NoticeExtensionAsked, LimitExtension, e.Review.Due, ToPost(e.Ask.Chain.Steps[0].Post))
	case ExtensionGranted:
		n.add(NoticeExtended, LimitResult, e.Result.Due, n.handler(), n.unit(org.UnitDeputy))
		n.caller(NoticeExtendedSaid, true)
	case ExtensionRefused:
		n.add(NoticeExtensionRefused, LimitResult, after.Clocks.Get(LimitResult).Due, n.handler(), n.unit(org.UnitDeputy), n.unit(org.UnitPrincipal))
	case CoAsked, CoObjected, CoDecided, CoReported, CoSentBack, CoUrged, CoEnded, CoMoved, OfficeCalled, CallAnswered:
		n.co(before, e)
	case Succeeded:
		if e.Held {
			n.add(NoticeSucceeded, LimitResult, after.Clocks.Get(LimitResult).Due, n.staff()...)
		}
	case RelayAsked:
		n.add(NoticeRelayAsked, LimitRelay, e.Relay.Due, n.desk(org.Visitor), n.desk(org.Dispatcher))
	case Relayed:
		if e.Done {
			n.add(NoticeRelayed, LimitResult, after.Clocks.Get(LimitResult).Due, n.handler(), n.unit(org.UnitDeputy))
		}
	case SightAsked:
		for _, x := range after.Sights {
			if x.Account == e.Account && x.Field == e.Field {
				n.add(NoticeSightAsked, "", time.Time{}, ToPost(after.consenter(x)))
			}
		}
	case Instructed:
		if e.Stands && after.Lead != "" {
			n.add(NoticeInstructed, LimitResult, after.Clocks.Get(LimitResult).Due, n.staff()...)
		}
	case KeyChanged, MemberMoved, MemberLeft:
		n.moved(before)
	case SightDecided:
		n.add(NoticeSightDecided, "", time.Time{}, ToAccount(e.Asker))
	case StatuteAsked:
		n.add(NoticeStatuteAsked, LimitStatute, e.Review.Due, ToPost(e.Ask.Chain.Steps[0].Post))
	case StatuteGranted:
		n.add(NoticeStatute, LimitResult, e.Result.Due, n.handler(), n.unit(org.UnitDeputy))
		n.caller(NoticeStatuteSaid, true)
	case StatuteRefused:
		n.add(NoticeStatuteRefused, LimitResult, after.Clocks.Get(LimitResult).Due, n.handler(), n.unit(org.UnitDeputy))
	case ReclassAsked:
		n.add(NoticeReclassAsked, LimitReclass, e.Review.Due, n.desk(org.Dispatcher))
	case ReclassDecided:
		if !e.Accepted {
			n.add(NoticeReclassRefused, LimitResult, after.Clocks.Get(LimitResult).Due, n.handler(), n.unit(org.UnitDeputy))
		}
	case ExemptionAsked:
		n.add(NoticeExemptAsked, "", time.Time{}, ToPost(org.PostOfficeHead))
	case ExemptionDecided:
		code := NoticeExemptRefused
		if e.Accepted {
			code = NoticeExempt
		}
		n.add(code, "", time.Time{}, n.handler(), n.unit(org.UnitDeputy))
	case TerminationAsked:
		n.add(NoticeTermAsked, LimitTermReview, e.Review.Due, n.desk(org.Reviewer))
	case TerminationReviewed:
		n.add(NoticeTermGather, LimitTermBatch, e.Gather.Due, ToPost(org.PostOfficeHead))
	case TerminationAgreed:
		n.add(NoticeTermAgreed, LimitCancel, e.Cancel.Due, n.desk(org.Dispatcher))
		n.add(NoticeTermWaits, "", time.Time{}, n.staff()...)
	case TerminationRefused:
		n.add(NoticeTermRefused, LimitResult, e.Result.Due, n.staff()...)
	case TerminationWithdrawn:
		to := []Addressee{n.desk(org.Reviewer)}
		if e.Number != "" {
			to = append(to, ToPost(org.PostOfficeHead))
		}
		n.add(NoticeTermBack, "", time.Time{}, to...)
		n.add(NoticeTermTakenBack, LimitResult, e.Result.Due, n.staff()...)
	case TerminatedEvent:
		n.add(NoticeTerminated, "", time.Time{}, n.staff()...)
		n.caller(NoticeTerminatedSaid, true)
	case OuterUpdated:
		to := n.desk(org.Dispatcher)
		if after.Status.AtUnit() {
			to = n.handler()
		}
		n.add(NoticeCity, "", time.Time{}, to)
		if e.State != OuterPlain {
			n.add(NoticeCity, "", time.Time{}, ToPost(org.PostOfficeHead))
		}
	}
	n.waiting(before)
	return n.out
}

// notices gathers what one event tells.
type notices struct {
	s   State
	at  time.Time
	n   int
	out []Notice
}

func (n *notices) lead(u org.UnitID) *notices { n.s.Lead = u; return n }
func (n *notices) times(count int) *notices   { n.n = count; return n }
func (n *notices) unit(k org.Kind) Addressee  { return ToPost(org.PostOf(n.s.Lead, k)) }
func (n *notices) desk(k org.Kind) Addressee  { return ToPost(org.PostOf(org.HotlineOffice, k)) }
func (n *notices) pressing() bool {
	return n.s.Key || n.s.Request.Urgency != Routine && n.s.Request.Urgency != ""
}
func (n *notices) sameDay(due time.Time) bool {
	return !due.IsZero() && !n.at.Before(due.AddDate(0, 0, -1)) && n.at.Before(due)
}

// staff are the unit's three posts.
func (n *notices) staff() []Addressee {
	return []Addressee{n.unit(org.UnitHandler), n.unit(org.UnitDeputy), n.unit(org.UnitPrincipal)}
}

// handler is the named handler, or the post while nobody is named.
func (n *notices) handler() Addressee {
	if n.s.Handler != "" {
		return ToAccount(n.s.Handler)
	}
	return n.unit(org.UnitHandler)
}

// night reports whether nobody sits in the office: before eight, after six, at a weekend.
func (n *notices) night() bool {
	h := n.at.In(calendar.Beijing).Hour()
	return h < 8 || h >= 18 || calendar.DateOf(n.at).Weekend()
}

func (n *notices) add(c NoticeCode, k LimitKind, due time.Time, to ...Addressee) {
	urgent := c.Wording().Class == AtOnce || n.pressing() || n.sameDay(due)
	for i, a := range to {
		if slices.Contains(n.s.Request.ReportedPosts, org.PostID(a)) {
			a = ToPost(n.s.standIn(org.PostID(a)))
		}
		if !slices.Contains(to[:i], a) {
			n.out = append(n.out, Notice{Code: c, To: a, Limit: k, Due: due, Times: n.n, Urgent: urgent})
		}
	}
}

// caller tells the person who called: never an anonymous one, never one whom an upper platform answers, and with answer only one who wants it.
func (n *notices) caller(c NoticeCode, answer bool) {
	if !n.s.Reachable() || n.s.Outer || answer && !n.s.Answerable() {
		return
	}
	due := time.Time{}
	if c == NoticeHanded {
		due = n.s.Clocks.Get(LimitContact).Due
	}
	if c == NoticeExtendedSaid || c == NoticeStatuteSaid {
		due = n.s.Clocks.Get(LimitResult).Due
	}
	n.out = append(n.out, Notice{Code: c, To: ToCaller, Due: due, Urgent: true})
}

// field tells the handler that the holder of a slip has left something.
func (n *notices) field(slip string) {
	if slip != "" {
		n.add(NoticeField, "", time.Time{}, n.handler())
	}
}

// flagged tells the heads at once of a threat, a danger to public order, or the media.
func (n *notices) flagged(e RegisteredEvent) {
	for _, f := range e.Request.Flags {
		if slices.Contains(flagsToTell, FlagWord(f)) {
			n.add(NoticeFlagged, LimitHandle, e.Handle.Due, ToPost(org.PostOfficeHead), ToPost(org.PostGovHead))
			return
		}
	}
}

var flagsToTell = []string{"突发", "涉稳", "扬言", "媒体"}

// moved tells the handler that a limit was moved by the office.
func (n *notices) moved(before State) {
	was, is := before.Clocks.Get(LimitResult), n.s.Clocks.Get(LimitResult)
	if is.On && !was.Due.Equal(is.Due) {
		n.add(NoticeMoved, LimitResult, is.Due, n.handler())
	}
}

// co tells of what happens to a request: the co-unit's three posts of what it gains or loses, its handler of the rest, the lead and the office of what
// they owe (Art. 14). A co-unit that is let go hears it, whatever let it go.
func (n *notices) co(before State, e Event) {
	var none time.Time
	lead := n.handler()
	of := func(u org.UnitID, kinds ...org.Kind) []Addressee {
		var out []Addressee
		for _, k := range kinds {
			out = append(out, ToPost(org.PostOf(u, k)))
		}
		return out
	}
	all := []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal}
	switch e := e.(type) {
	case CoAsked:
		n.add(NoticeCoAsked, LimitCo, e.Limit.Due, of(e.Unit, org.UnitHandler, org.UnitDeputy)...)
		if n.night() || n.pressing() {
			n.add(NoticeCoNight, LimitCo, e.Limit.Due, of(e.Unit, org.UnitDuty)...)
		}
		if e.Asker != e.Lead {
			n.add(NoticeCoGiven, "", none, lead)
		}
	case CoObjected:
		n.add(NoticeCoObjected, LimitCoReview, e.Review.Due, n.desk(org.Dispatcher))
	case CoDecided:
		if e.Outcome == CoStays {
			x, _ := n.s.CoOf(e.Unit)
			n.add(NoticeCoStays, LimitCo, x.Limit.Due, of(e.Unit, all...)...)
			return
		}
		n.add(NoticeCoEnded, "", none, of(e.Unit, all...)...)
		if e.Outcome == CoFreed {
			n.add(NoticeCoFreed, "", none, lead)
		}
	case CoReported:
		n.add(NoticeCoReported, "", none, lead)
	case CoSentBack:
		n.add(NoticeCoSentBack, LimitCo, e.Limit.Due, of(e.Unit, org.UnitHandler)...)
	case CoUrged:
		n.times(e.Count).add(NoticeCoUrged, "", none, of(e.Unit, org.UnitHandler, org.UnitDeputy)...)
	case CoEnded:
		if x, ok := before.CoOf(e.Unit); ok && !e.Recused && x.Status != CoHandedIn && e.Why != CoSilent {
			n.add(NoticeCoEnded, "", none, of(e.Unit, all...)...)
		}
	case CoMoved:
		n.add(NoticeCoMoved, LimitCo, e.Limit.Due, of(e.Unit, org.UnitHandler)...)
	case OfficeCalled:
		n.add(NoticeCalled, LimitCall, e.Limit.Due, n.desk(org.Dispatcher))
	case CallAnswered:
		n.add(NoticeCallAnswered, "", none, lead)
	}
}

// missed tells of a limit that passed: the unit's principal and the office of the result's, the office of its own.
func (n *notices) missed(e LimitMissed) {
	if e.Unit != "" && e.Co != "" {
		lead, office := n.handler(), n.desk(org.Dispatcher)
		n.lead(org.UnitID(e.Co))
		to := []Addressee{n.unit(org.UnitHandler), n.unit(org.UnitPrincipal)}
		if e.Limit == LimitCo {
			// The lateness is the co-unit's; the lead may go on, and the office urges (domain.md §13.8).
			to = append(n.staff(), lead, office)
		}
		n.add(NoticeMissed, e.Limit, e.Due, to...)
		return
	}
	switch e.Limit {
	case LimitContact, LimitProgress:
		n.add(NoticeMissed, e.Limit, e.Due, n.handler(), n.unit(org.UnitDeputy))
	case LimitResult:
		n.add(NoticeMissed, e.Limit, e.Due, n.handler(), n.unit(org.UnitDeputy), n.unit(org.UnitPrincipal), n.desk(org.Supervisor), ToPost(org.PostOfficeHead))
	case LimitAssign, LimitUnitVisit:
		n.add(NoticeMissed, e.Limit, e.Due, n.unit(org.UnitPrincipal))
	default:
		n.add(NoticeMissed, e.Limit, e.Due, ToPost(org.PostOfficeHead))
	}
}

// waiting tells each post that is asked for a signature now and was not before.
func (n *notices) waiting(before State) {
	old := asked(before)
	for _, p := range asked(n.s) {
		if !slices.Contains(old, p) {
			n.add(NoticeToSign, LimitSigner, n.s.Clocks.Get(LimitSigner).Due, ToPost(p.post))
		}
	}
}

type ask struct {
	chain string
	step  int
	post  org.PostID
}

// asked are the open steps that no paper signature waits on.
func asked(s State) []ask {
	var out []ask
	for _, c := range s.OpenChains() {
		if s.extensionChain(c.ID) || s.statuteChain(c.ID) {
			continue // told by a message of its own
		}
		out = append(out, openSteps(c)...)
	}
	return out
}

func openSteps(c approval.Chain) []ask {
	var out []ask
	for _, i := range c.Open() {
		if c.Steps[i].Pending == nil {
			out = append(out, ask{c.ID, i, c.Steps[i].Post})
		}
	}
	return out
}
