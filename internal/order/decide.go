package order

import (
	"fmt"
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Command is something that somebody, or a timer, wants to happen to an order. Everything from outside comes in it: the actor, new ids,
// private text.
type Command interface{ actor() org.Actor }

// By is embedded in every command: who acts.
type By struct{ Actor org.Actor }

func (b By) actor() org.Actor { return b.Actor }

// ActorOf is who gives the command.
func ActorOf(c Command) org.Actor { return c.actor() }

// Event is something that has happened; see codec.go for their names in the log.
type Event interface{ kind() string }

// Decide answers a command on an order: the events that follow from it, or a *regulation.Refusal that names the article. What a late timer has
// left undone happens first, so a timer that lags never changes an outcome.
func Decide(s State, c Command, p policy.Policy, now time.Time) ([]Event, error) {
	due := settle(s, p, now)
	for _, e := range due {
		s = Evolve(s, e)
	}
	if _, ok := c.(TimerFired); ok {
		return due, nil
	}
	if s.Recuses(c.actor()) {
		return nil, State{}.wrongState(regulation.Art9, "") // for whom an order reports, it does not exist (Art. 23(6))
	}
	if s.Status.Terminal() {
		switch c.(type) {
		case Attach, Instruct: // a leader's word on a closed order is on record all the same
		case Recheck: // what is filed away is looked back on, and may come back (Art. 23(8))
		case ShareResult:
			return nil, nil // the member ended before: there is nothing to bring it
		default:
			return nil, s.wrongState(regulation.Art9, "再办理")
		}
	}
	if err := s.bound(c); err != nil {
		return nil, err
	}
	events, err := decide(s, c, p, now)
	if err != nil {
		return nil, err
	}
	after := s
	for _, e := range events {
		after = Evolve(after, e)
	}
	return append(append(due, events...), coFollows(s, after, p, now)...), nil
}

func decide(s State, c Command, p policy.Policy, now time.Time) ([]Event, error) {
	switch c := c.(type) {
	case Register:
		return register(s, c, p, now)
	case TakeOver:
		return takeOver(s, c, p, now)
	case LinkMatter:
		return linkMatter(s, c, p, now)
	case DeclineLink:
		return declineLink(s, c, p, now)
	case Merge:
		return merge(s, c, p, now)
	case TakeMember:
		return takeMember(s, c, p, now)
	case Join:
		return join(s, c, p, now)
	case SwitchKey:
		return switchKey(s, c, p, now)
	case Split:
		return split(s, c, p, now)
	case LoseMember:
		return loseMember(s, c, p, now)
	case MoveMember:
		return moveMember(s, c, p, now)
	case ShareResult:
		return shareResult(s, c, p, now)
	case AnswerDirectly:
		return answerDirectly(s, c, now)
	case TransferByPhone:
		return transferByPhone(s, c, p, now)
	case TransferEmergency:
		return transferEmergency(s, c, p, now)
	case CloseLogged:
		return closeLogged(s, c, p, now)
	case Refuse:
		return refuse(s, c, now)
	case SendUp:
		return sendUp(s, c, p, now)
	case Explain:
		return explain(s, c, now)
	case SubmitForDispatch:
		return submitForDispatch(s, c, p, now)
	case SignStep:
		return signStep(s, c, p, now)
	case RecordPaper:
		return recordPaper(s, c, now)
	case ConfirmPaper:
		return confirmPaper(s, c, p, now)
	case ChangeDeputy:
		return changeDeputy(s, c, p, now)
	case Claim:
		return claim(s, c, p, now)
	case Dispatch:
		return dispatch(s, c, p, now)
	case Recall:
		return recall(s, c, p, now)
	case SignFor:
		return signFor(s, c, p, now)
	case AskReturn:
		return askReturn(s, c, p, now)
	case DecideReturn:
		return decideReturn(s, c, p, now)
	case ObjectReturn:
		return objectReturn(s, c, p, now)
	case Designate:
		return designate(s, c, p, now)
	case AssignInUnit:
		return assignInUnit(s, c, now)
	case RecordContact:
		return recordContact(s, c, p, now)
	case RecordProgress:
		return recordProgress(s, c, p, now)
	case SubmitReply:
		return submitReply(s, c, p, now)
	case SignReply:
		return signReply(s, c, p, now)
	case SendBackReply:
		return sendBackReply(s, c, now)
	case PassReply:
		return passReply(s, c, p, now)
	case RejectReply:
		return rejectReply(s, c, p, now)
	case GiveFeedback:
		return giveFeedback(s, c, p, now)
	case RecordUnitVisit:
		return recordUnitVisit(s, c, now)
	case RecordVisit:
		return recordVisit(s, c, p, now)
	case Urge:
		return urge(s, c, now)
	case Supplement:
		return supplement(s, c, now)
	case Withdraw:
		return withdraw(s, c, now)
	case AskRefusal:
		return askRefusal(s, c, p, now)
	case Correct:
		return correct(s, c, p, now)
	case Attach:
		return attach(s, c)
	case AdoptCalendar:
		return adoptCalendar(s, c, p, now)
	case MarkBackfilled:
		return markBackfilled(s, c, now)
	case UpdateOuter:
		return updateOuter(s, c, now)
	case AskExtension:
		return askExtension(s, c, p, now)
	case DecideExtension:
		return decideExtension(s, c, p, now)
	case RecordConsent:
		return recordConsent(s, c, now)
	case TellExtension:
		return tellExtension(s, c, now)
	case GiveSlip:
		return giveSlip(s, c, p, now)
	case UseSlip:
		return useSlip(s, c, p, now)
	case RevokeSlip:
		return revokeSlip(s, c, now)
	case AskCo:
		return askCo(s, c, p, now)
	case SignCo:
		return signCo(s, c, now)
	case ObjectCo:
		return objectCo(s, c, p, now)
	case DecideCo:
		return decideCo(s, c, p, now)
	case ReportCo:
		return reportCo(s, c, p, now)
	case SettleCo:
		return settleCo(s, c, p, now)
	case UrgeCo:
		return urgeCo(s, c, now)
	case WithdrawCo:
		return withdrawCo(s, c, now)
	case CallOffice:
		return callOffice(s, c, p, now)
	case AnswerCall:
		return answerCall(s, c, now)
	case Succeed:
		return succeed(s, c, p, now)
	case LiftRecusal:
		return liftRecusal(s, c, now)
	case AskRelay:
		return askRelay(s, c, p, now)
	case RecordRelay:
		return recordRelay(s, c, p, now)
	case AskSight:
		return askSight(s, c, now)
	case DecideSight:
		return decideSight(s, c, now)
	case PhoneUnit:
		return phoneUnit(s, c, now)
	case AskStatute:
		return askStatute(s, c, p, now)
	case AskReclass:
		return askReclass(s, c, p, now)
	case DecideReclass:
		return decideReclass(s, c, p, now)
	case AskExemption:
		return askExemption(s, c, now)
	case DecideExemption:
		return decideExemption(s, c, now)
	case AskTermination:
		return askTermination(s, c, p, now)
	case ReviewTermination:
		return reviewTermination(s, c, p, now)
	case SubmitTermination:
		return submitTermination(s, c, p, now)
	case WithdrawTermination:
		return withdrawTermination(s, c, p, now)
	case RecordCancellation:
		return recordCancellation(s, c, p, now)
	case Instruct:
		return instruct(s, c, p, now)
	case Archive:
		return archive(s, c, now)
	case Recheck:
		return recheck(s, c, p, now)
	}
	return nil, fmt.Errorf("decide %T: unknown command", c)
}

// Evolve applies what has happened. It never fails: an event that was written is true.
func Evolve(s State, e Event) State {
	switch e := e.(type) {
	case RegisteredEvent:
		return e.apply(s)
	case TakenOver:
		return e.apply(s)
	case Linked:
		return e.apply(s)
	case LinkDeclined:
		return e.apply(s)
	case MergedEvent:
		return e.apply(s)
	case MemberJoined:
		return e.apply(s)
	case SplitOff:
		return e.apply(s)
	case MemberLeft:
		return e.apply(s)
	case MemberMoved:
		return e.apply(s)
	case ResultShared:
		return e.apply(s)
	case AnsweredDirectly:
		return e.apply(s)
	case TransferredByPhone:
		return e.apply(s)
	case TransferredEmergency:
		return e.apply(s)
	case LoggedClosedEvent:
		return e.apply(s)
	case Refused:
		return e.apply(s)
	case SentUp:
		return e.apply(s)
	case ExplainedEvent:
		return e.apply(s)
	case SubmittedForDispatch:
		return e.apply(s)
	case StepSigned:
		return e.apply(s)
	case PaperRecorded:
		return e.apply(s)
	case PaperRejected:
		return e.apply(s)
	case DispatchApproved:
		return e.apply(s)
	case DispatchObjected:
		return e.apply(s)
	case DeputyChanged:
		return e.apply(s)
	case DispatchedEvent:
		return e.apply(s)
	case Recalled:
		return e.apply(s)
	case SignedFor:
		return e.apply(s)
	case AutoAcceptedEvent:
		return e.apply(s)
	case ReturnAsked:
		return e.apply(s)
	case ReturnAccepted:
		return e.apply(s)
	case ReturnRefused:
		return e.apply(s)
	case ReturnDisputed:
		return e.apply(s)
	case DesignatedEvent:
		return e.apply(s)
	case Assigned:
		return e.apply(s)
	case Contacted:
		return e.apply(s)
	case Progressed:
		return e.apply(s)
	case ReplySubmitted:
		return e.apply(s)
	case ReplySigned:
		return e.apply(s)
	case ReplySentBack:
		return e.apply(s)
	case ReplyPassed:
		return e.apply(s)
	case ReplyRejected:
		return e.apply(s)
	case ResultApproved:
		return e.apply(s)
	case ResultObjected:
		return e.apply(s)
	case FedBack:
		return e.apply(s)
	case UnitVisited:
		return e.apply(s)
	case Visited:
		return e.apply(s)
	case Reworked:
		return e.apply(s)
	case ClosedEvent:
		return e.apply(s)
	case Urged:
		return e.apply(s)
	case Supplemented:
		return e.apply(s)
	case WithdrawnEvent:
		return e.apply(s)
	case RefusalAsked:
		return e.apply(s)
	case RefusalDeclined:
		return e.apply(s)
	case Corrected:
		return e.apply(s)
	case Attached:
		return e.apply(s)
	case LimitMissed:
		return e.apply(s)
	case CalendarAdopted:
		return e.apply(s)
	case ArchivedEvent:
		return e.apply(s)
	case Backfilled:
		return e.apply(s)
	case OuterUpdated:
		return e.apply(s)
	case ExtensionAsked:
		return e.apply(s)
	case ExtensionConsented:
		return e.apply(s)
	case ExtensionGranted:
		return e.apply(s)
	case ExtensionRefused:
		return e.apply(s)
	case ExtensionLapsed:
		return e.apply(s)
	case ExtensionTold:
		return e.apply(s)
	case SlipGiven:
		return e.apply(s)
	case SlipUsed:
		return e.apply(s)
	case SlipRevoked:
		return e.apply(s)
	case CoAsked:
		return e.apply(s)
	case CoSigned:
		return e.apply(s)
	case CoObjected:
		return e.apply(s)
	case CoDecided:
		return e.apply(s)
	case CoReported:
		return e.apply(s)
	case CoAccepted:
		return e.apply(s)
	case CoSentBack:
		return e.apply(s)
	case CoUrged:
		return e.apply(s)
	case CoEnded:
		return e.apply(s)
	case CoMoved:
		return e.apply(s)
	case OfficeCalled:
		return e.apply(s)
	case CallAnswered:
		return e.apply(s)
	case Succeeded:
		return e.apply(s)
	case SignersRecused:
		return e.apply(s)
	case RecusalLifted:
		return e.apply(s)
	case TextCleared:
		return s
	case RelayAsked:
		return e.apply(s)
	case Relayed:
		return e.apply(s)
	case SightAsked:
		return e.apply(s)
	case SightDecided:
		return e.apply(s)
	case UnitPhoned:
		return e.apply(s)
	case StatuteAsked:
		return e.apply(s)
	case StatuteConsented:
		return e.apply(s)
	case StatuteGranted:
		return e.apply(s)
	case StatuteRefused:
		return e.apply(s)
	case StatuteLapsed:
		return e.apply(s)
	case ReclassAsked:
		return e.apply(s)
	case ReclassDecided:
		return e.apply(s)
	case ReclassLapsed:
		return e.apply(s)
	case ExemptionAsked:
		return e.apply(s)
	case ExemptionDecided:
		return e.apply(s)
	case TerminationAsked:
		return e.apply(s)
	case TerminationReviewed:
		return e.apply(s)
	case TerminationSubmitted:
		return e.apply(s)
	case TerminationAgreed:
		return e.apply(s)
	case TerminationWithdrawn:
		return e.apply(s)
	case TerminationRefused:
		return e.apply(s)
	case TerminatedEvent:
		return e.apply(s)
	case Instructed:
		return e.apply(s)
	case KeyChanged:
		return e.apply(s)
	case Rechecked:
		return e.apply(s)
	case MatterOpened, RoundOpened, RoundLeft, RoundGuided, RoundKeyed, RoundCounted, RoundUncounted, AssignmentCounted, RoundClosed, RoundReopened:
		if MatterOf(e) == s.MatterID || s.MatterID == "" {
			s.Matter = s.Matter.evolve(e)
		}
		return s
	}
	return s
}

// MatterOf is the matter whose stream an event belongs to, "" for the order's own.
func MatterOf(e Event) string {
	switch e := e.(type) {
	case MatterOpened:
		return e.Matter
	case RoundOpened:
		return e.Matter
	case RoundLeft:
		return e.Matter
	case RoundGuided:
		return e.Matter
	case RoundKeyed:
		return e.Matter
	case RoundCounted:
		return e.Matter
	case RoundUncounted:
		return e.Matter
	case AssignmentCounted:
		return e.Matter
	case RoundClosed:
		return e.Matter
	case RoundReopened:
		return e.Matter
	}
	return ""
}

// mustBe refuses an actor whose post is not one of the kinds. The program itself acts where a person could.
func mustBe(c Command, a regulation.Clause, kinds ...org.Kind) error {
	who := c.actor()
	if who.System() || slices.Contains(kinds, who.Post.Kind) {
		return nil
	}
	return regulation.RefuseState(a, "wrong_post", "这一步由%s办理，您现在的岗位是%s。", kinds[0].Name(), who.Post.Kind.Name())
}

// mustBeUnit refuses an actor who does not belong to the unit that holds the order.
func mustBeUnit(s State, c Command, a regulation.Clause, kinds ...org.Kind) error {
	if err := mustBe(c, a, kinds...); err != nil {
		return err
	}
	if who := c.actor(); !who.System() && who.Post.Unit != s.Lead {
		return regulation.RefuseState(a, "not_your_order", "没有这件工单。")
	}
	return nil
}

var deskKinds = []org.Kind{org.Operator, org.Outsourced, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead}

// requireText refuses an empty field of a form.
func requireText(a regulation.Clause, field, label, text string) error {
	if text == "" {
		return regulation.RefuseField(a, "missing_"+field, field, "没有填写%s，请补充。", label)
	}
	return nil
}
