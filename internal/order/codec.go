package order

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// events is every kind of event by its name in the log. A name, once written, means the same for ever.
var events = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, e := range []Event{
		RegisteredEvent{}, TakenOver{}, Linked{}, LinkDeclined{}, MergedEvent{}, MemberJoined{}, SplitOff{}, MemberLeft{}, ResultShared{}, AnsweredDirectly{}, TransferredByPhone{}, TransferredEmergency{}, LoggedClosedEvent{}, Refused{}, SentUp{},
		ExplainedEvent{}, SubmittedForDispatch{}, StepSigned{}, PaperRecorded{}, PaperRejected{}, DispatchApproved{}, DispatchObjected{}, DeputyChanged{},
		DispatchedEvent{}, Recalled{}, SignedFor{}, AutoAcceptedEvent{}, Assigned{}, Contacted{}, Progressed{}, ReplySubmitted{}, ReplySigned{}, ReplySentBack{},
		ReplyPassed{}, ReplyRejected{}, ResultApproved{}, ResultObjected{}, FedBack{}, UnitVisited{}, Visited{}, Reworked{}, ClosedEvent{}, Urged{}, Supplemented{},
		WithdrawnEvent{}, RefusalAsked{}, RefusalDeclined{}, Corrected{}, Attached{}, LimitMissed{}, CalendarAdopted{}, ArchivedEvent{}, Backfilled{}, OuterUpdated{},
		ReturnAsked{}, ReturnAccepted{}, ReturnRefused{}, ReturnDisputed{}, DesignatedEvent{},
		ExtensionAsked{}, ExtensionConsented{}, ExtensionGranted{}, ExtensionRefused{}, ExtensionLapsed{}, ExtensionTold{},
		SlipGiven{}, SlipUsed{}, SlipRevoked{},
		CoAsked{}, CoSigned{}, CoObjected{}, CoDecided{}, CoReported{}, CoAccepted{}, CoSentBack{}, CoUrged{}, CoEnded{}, CoMoved{}, OfficeCalled{}, CallAnswered{},
		ExtensionAsked{}, ExtensionConsented{}, ExtensionGranted{}, ExtensionRefused{}, ExtensionLapsed{}, ExtensionTold{}, Succeeded{},
		SignersRecused{}, RecusalLifted{}, TextCleared{}, RelayAsked{}, Relayed{}, SightAsked{}, SightDecided{}, Instructed{}, KeyChanged{},
		TerminationAsked{}, TerminationReviewed{}, TerminationSubmitted{}, TerminationAgreed{}, TerminationRefused{}, TerminationWithdrawn{}, TerminatedEvent{},
		UnitPhoned{}, StatuteAsked{}, StatuteConsented{}, StatuteGranted{}, StatuteRefused{}, StatuteLapsed{}, ReclassAsked{}, ReclassDecided{}, ReclassLapsed{},
		ExemptionAsked{}, ExemptionDecided{}, MemberMoved{},
		MatterOpened{}, RoundOpened{}, RoundLeft{}, RoundGuided{}, RoundKeyed{}, RoundCounted{}, RoundUncounted{}, AssignmentCounted{}, RoundClosed{}, Rechecked{}, RoundReopened{},
	} {
		m[e.kind()] = reflect.TypeOf(e)
	}
	return m
}()

func (MatterOpened) kind() string      { return "matter_opened" }
func (RoundOpened) kind() string       { return "round_opened" }
func (RoundLeft) kind() string         { return "round_left" }
func (RoundGuided) kind() string       { return "round_guided" }
func (RoundKeyed) kind() string        { return "round_keyed" }
func (RoundCounted) kind() string      { return "round_counted" }
func (RoundUncounted) kind() string    { return "round_uncounted" }
func (AssignmentCounted) kind() string { return "assignment_counted" }
func (RoundClosed) kind() string       { return "round_closed" }

// UnknownKind is met in a log written by a newer program: the stream may be shown, never written to.
type UnknownKind struct {
	Kind string
	V    int
}

// Error names the kind.
func (u *UnknownKind) Error() string {
	return fmt.Sprintf("order event %s version %d is not known to this program", u.Kind, u.V)
}

// Kinds lists the names of all events, sorted.
func Kinds() []string {
	var out []string
	for k := range events {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// KindOf is an event's name in the log.
func KindOf(e Event) string { return e.kind() }

// Version is the version of every event body written by this program.
const Version = 1

// Encode writes an event's body as the log keeps it: compact JSON in UTF-8 without escapes for HTML.
func Encode(e Event) (kind string, v int, body []byte, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", 0, nil, fmt.Errorf("encode %s: %w", e.kind(), err)
	}
	return e.kind(), Version, bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Decode reads an event's body. A kind or version that this program does not know is an *UnknownKind.
func Decode(kind string, v int, body []byte) (Event, error) {
	t, ok := events[kind]
	if !ok || v != Version {
		return nil, &UnknownKind{Kind: kind, V: v}
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return p.Elem().Interface().(Event), nil
}
