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
	if s.Status.Terminal() {
		if _, ok := c.(Attach); !ok {
			return nil, s.wrongState(regulation.Art9, "再办理")
		}
	}
	events, err := decide(s, c, p, now)
	if err != nil {
		return nil, err
	}
	return append(due, events...), nil
}

func decide(s State, c Command, p policy.Policy, now time.Time) ([]Event, error) {
	switch c := c.(type) {
	case Register:
		return register(s, c, p, now)
	case TakeOver:
		return takeOver(s, c, p, now)
	case LinkMatter:
		return linkMatter(s, c, p, now)
	case AnswerDirectly:
		return answerDirectly(s, c, now)
	case TransferByPhone:
		return transferByPhone(s, c, p, now)
	case TransferEmergency:
		return transferEmergency(s, c, now)
	case CloseLogged:
		return closeLogged(s, c, now)
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
		return recordProgress(s, c, now)
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
	case Archive:
		return archive(s, c, now)
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
	case MatterOpened, RoundOpened, RoundLeft, RoundGuided, RoundCounted, RoundUncounted, AssignmentCounted, RoundClosed:
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
	case RoundCounted:
		return e.Matter
	case RoundUncounted:
		return e.Matter
	case AssignmentCounted:
		return e.Matter
	case RoundClosed:
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
