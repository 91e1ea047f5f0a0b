package oversight

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Fault is an item of Art. 23: a reason why somebody may be held to account, 1 to 9.
type Fault int

// The items that the rules themselves name.
const (
	FaultLate     Fault = 2 // 逾期办理
	FaultFalse    Fault = 3 // 弄虚作假、谎报瞒报漏报
	FaultLeak     Fault = 6 // 违反保密规定
	FaultUnsolved Fault = 8 // 多次督办未解决，“回头看”仍发现问题
)

var faultNames = [...]string{"", "办理质量差、推诿扯皮", "逾期办理", "弄虚作假、谎报瞒报漏报", "重大舆情、重点事项办理不力", "信息公开不当、失实", "违反保密规定、泄露信息", "办理过程违规", "多次督办未解决、回头看仍有问题", "其他过错"}

// Name is the Chinese name, "" for none.
func (f Fault) Name() string {
	if f < 1 || int(f) >= len(faultNames) {
		return ""
	}
	return faultNames[f]
}

// Clause cites the item.
func (f Fault) Clause() regulation.Clause { return regulation.Art23 + regulation.Clause(f) }

// Faults lists the nine items.
func Faults() []Fault {
	var out []Fault
	for f := Fault(1); f.Name() != ""; f++ {
		out = append(out, f)
	}
	return out
}

// needsOrder reports whether an item speaks of how one order was handled.
func (f Fault) needsOrder() bool { return slices.Contains([]Fault{1, 2, 3, 7, 8}, f) }

// Recipient is the body that a lead is handed over to. It decides; the hotline office records what it says.
type Recipient string

// The recipients.
const (
	ToDiscipline Recipient = "discipline" // 县纪检监察机关
	ToEfficiency Recipient = "efficiency" // 县效能办
)

// Recipients lists them.
func Recipients() []Recipient { return []Recipient{ToDiscipline, ToEfficiency} }

// Name is the Chinese name.
func (r Recipient) Name() string {
	return map[Recipient]string{ToDiscipline: "县纪检监察机关", ToEfficiency: "县效能办"}[r]
}

// Finding is what the recipient said of a lead.
type Finding string

// The findings.
const (
	NotHeld     Finding = "none"      // 不予问责
	Talked      Finding = "talk"      // 约谈提醒
	Ordered     Finding = "inspect"   // 责令检查
	Reported    Finding = "report"    // 通报批评
	Moved       Finding = "organise"  // 组织处理
	Disciplined Finding = "sanction"  // 党纪政务处分
	Otherwise   Finding = "otherwise" // 其他处理
)

// Findings lists them.
func Findings() []Finding {
	return []Finding{NotHeld, Talked, Ordered, Reported, Moved, Disciplined, Otherwise}
}

// Name is the Chinese name.
func (f Finding) Name() string {
	return map[Finding]string{NotHeld: "不予问责", Talked: "约谈提醒", Ordered: "责令检查", Reported: "通报批评", Moved: "组织处理", Disciplined: "党纪政务处分", Otherwise: "其他处理"}[f]
}

// LeadState is where a lead stands.
type LeadState string

// The states.
const (
	LeadDraft     LeadState = "draft"
	LeadWaits     LeadState = "submitted"
	LeadApproved  LeadState = "approved"
	LeadAway      LeadState = "handed"
	LeadTaken     LeadState = "received"
	LeadDone      LeadState = "concluded"
	LeadRefused   LeadState = "refused"
	LeadWithdrawn LeadState = "withdrawn"
	LeadDropped   LeadState = "dropped" // a suggestion that nobody took up
)

// Name is the Chinese name.
func (s LeadState) Name() string {
	return map[LeadState]string{LeadDraft: "待报批", LeadWaits: "待批准", LeadApproved: "待移送", LeadAway: "已移送，待回执", LeadTaken: "已接收，待结果", LeadDone: "已有结果", LeadRefused: "未批准", LeadWithdrawn: "已撤回", LeadDropped: "提示未采用"}[s]
}

// Open reports whether somebody still has to do something.
func (s LeadState) Open() bool {
	return slices.Contains([]LeadState{LeadDraft, LeadWaits, LeadApproved, LeadAway, LeadTaken}, s)
}

// LeadEvent is something that has happened to an accountability lead (问责线索).
type LeadEvent interface {
	leadKind() string
	applyLead(Lead) Lead
}

type (
	// LeadFiled is a lead put on paper by a person. Posts are those concerned, by post and never by name.
	LeadFiled struct {
		At       time.Time         `json:"at"`
		Account  org.AccountID     `json:"account"`
		Clause   regulation.Clause `json:"clause"`
		Unit     org.UnitID        `json:"unit"`
		Posts    []org.PostID      `json:"posts"`
		Order    string            `json:"order,omitempty"`
		Source   string            `json:"source"` // hand, or the kind of the suggestion taken up
		Evidence []Evidence        `json:"evidence,omitempty"`
		Facts    order.Kept        `json:"facts"`
		Proof    order.Kept        `json:"proof"`    // the list of evidence
		Handling order.Kept        `json:"handling"` // what is suggested
	}
	// LeadSubmitted lays it before the head of the county government office.
	LeadSubmitted struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
	}
	// LeadTakenBack ends it before anybody decided.
	LeadTakenBack struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  order.Kept    `json:"reason"`
	}
	// LeadDecided is the head's word.
	LeadDecided struct {
		At       time.Time         `json:"at"`
		Account  org.AccountID     `json:"account"`
		Post     org.PostID        `json:"post"`
		Clause   regulation.Clause `json:"clause"`
		Approved bool              `json:"approved,omitempty"`
		Opinion  order.Kept        `json:"opinion"`
	}
	// LeadHanded gives it to the body that decides. Number is allotted by the archive, one a year after another without a gap.
	LeadHanded struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Number  string        `json:"number"`
		To      Recipient     `json:"to"`
	}
	// LeadReceived is the recipient's receipt.
	LeadReceived struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		On      string        `json:"on"` // day, 2026-03-10
		Who     order.Kept    `json:"who"`
	}
	// LeadConcluded is what the recipient said. Nothing follows from it by itself.
	LeadConcluded struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		On      string        `json:"on"`
		Finding Finding       `json:"finding"`
		Words   order.Kept    `json:"words"`
	}
	// HintDropped says that a suggestion was looked at and not taken up. It is the only event of its stream.
	HintDropped struct {
		At      time.Time         `json:"at"`
		Account org.AccountID     `json:"account"`
		Source  string            `json:"source"`
		Clause  regulation.Clause `json:"clause"`
		Unit    org.UnitID        `json:"unit,omitempty"`
		Order   string            `json:"order"`
		Reason  order.Kept        `json:"reason"`
	}
)

func (LeadFiled) leadKind() string     { return "lead_filed" }
func (LeadSubmitted) leadKind() string { return "lead_submitted" }
func (LeadTakenBack) leadKind() string { return "lead_taken_back" }
func (LeadDecided) leadKind() string   { return "lead_decided" }
func (LeadHanded) leadKind() string    { return "lead_handed" }
func (LeadReceived) leadKind() string  { return "lead_received" }
func (LeadConcluded) leadKind() string { return "lead_concluded" }
func (HintDropped) leadKind() string   { return "lead_hint_dropped" }

// Lead is an accountability lead, folded from its stream. A suggestion that was taken up or dropped has the suggestion's id.
type Lead struct {
	ID        string
	Version   int64
	State     LeadState
	Fault     Fault
	Unit      org.UnitID
	Order     string
	Filed     LeadFiled
	Submitted *LeadSubmitted
	Back      *LeadTakenBack
	Decided   *LeadDecided
	Handed    *LeadHanded
	Received  *LeadReceived
	Concluded *LeadConcluded
	Dropped   *HintDropped
}

// EvolveLead applies what has happened.
func EvolveLead(l Lead, e LeadEvent) Lead { return e.applyLead(l) }

func (e LeadFiled) applyLead(l Lead) Lead {
	l.State, l.Filed, l.Fault, l.Unit, l.Order = LeadDraft, e, Fault(e.Clause.Item()), e.Unit, e.Order
	return l
}

func (e LeadSubmitted) applyLead(l Lead) Lead { l.State, l.Submitted = LeadWaits, &e; return l }
func (e LeadTakenBack) applyLead(l Lead) Lead { l.State, l.Back = LeadWithdrawn, &e; return l }

func (e LeadDecided) applyLead(l Lead) Lead {
	l.Decided = &e
	if l.State = LeadRefused; e.Approved {
		l.State = LeadApproved
	}
	return l
}

func (e LeadHanded) applyLead(l Lead) Lead    { l.State, l.Handed = LeadAway, &e; return l }
func (e LeadReceived) applyLead(l Lead) Lead  { l.State, l.Received = LeadTaken, &e; return l }
func (e LeadConcluded) applyLead(l Lead) Lead { l.State, l.Concluded = LeadDone, &e; return l }

func (e HintDropped) applyLead(l Lead) Lead {
	l.State, l.Dropped, l.Fault, l.Unit, l.Order = LeadDropped, &e, Fault(e.Clause.Item()), e.Unit, e.Order
	return l
}

// Began is when the stream did.
func (l Lead) Began() time.Time {
	if l.Dropped != nil {
		return l.Dropped.At
	}
	return l.Filed.At
}

// Recuses reports whether a lead does not exist for an actor: it is about his unit.
func (l Lead) Recuses(a org.Actor) bool {
	return a.Post.Unit == l.Unit || slices.Contains(a.Marks(), org.UnitMark(l.Unit))
}

var leadEvents = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, e := range []LeadEvent{LeadFiled{}, LeadSubmitted{}, LeadTakenBack{}, LeadDecided{}, LeadHanded{}, LeadReceived{}, LeadConcluded{}, HintDropped{}} {
		m[e.leadKind()] = reflect.TypeOf(e)
	}
	return m
}()

// LeadKinds lists the names of the events of a lead, sorted.
func LeadKinds() []string {
	var out []string
	for k := range leadEvents {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// EncodeLead writes an event's body as the log keeps it.
func EncodeLead(e LeadEvent) (kind string, body []byte, err error) {
	b, err := json.Marshal(e)
	if err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", e.leadKind(), err)
	}
	return e.leadKind(), b, nil
}

// DecodeLead reads an event's body. A kind or version that this program does not know is an *order.UnknownKind.
func DecodeLead(kind string, v int, body []byte) (LeadEvent, error) {
	t, ok := leadEvents[kind]
	if !ok || v != Version {
		return nil, &order.UnknownKind{Kind: kind, V: v}
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return p.Elem().Interface().(LeadEvent), nil
}
