package order

import (
	"slices"
	"time"

	"huiyin/internal/org"
)

// Co-units (协办单位, Art. 14): the first unit leads, others give their part to it, and it answers as one.
type (
	// AskCo asks another unit to do its part: by the unit that holds the order, or by the office when it dispatches or coordinates. The task is in
	// clear and identifies nobody: a co-unit is not told who called (trust.md B2).
	AskCo struct {
		By
		To    Target
		Task  string   // 需协办的内容
		Files []string // attachments of the order that the co-unit may open
		Names []string // what the desk knows of the caller, to keep it out of the task; not stored
	}
	// SignCo takes delivery of a request.
	SignCo struct{ By }
	// ObjectCo says within the first working day that the part is not the co-unit's.
	ObjectCo struct {
		By
		Reason Private    `seal:"note"`
		Right  org.UnitID // whose it is, where the co-unit knows
	}
	// DecideCo is the office's word on an objection: the request stays, goes to another unit, or ends.
	DecideCo struct {
		By
		Unit    org.UnitID
		Outcome CoOutcome
		To      Target  // where it goes to another unit
		Note    Private `seal:"note"`
	}
	// ReportCo gives the co-unit's result to the lead.
	ReportCo struct {
		By
		Result Private `seal:"note"`
		Files  []Attachment[Private]
	}
	// SettleCo is the lead's word on a result: taken, or back for more.
	SettleCo struct {
		By
		Unit org.UnitID
		Back bool
		Note Private `seal:"note"`
	}
	// UrgeCo urges a co-unit.
	UrgeCo struct {
		By
		Unit org.UnitID
		Note Private `seal:"note"`
	}
	// WithdrawCo takes a request back before it is answered.
	WithdrawCo struct {
		By
		Unit   org.UnitID
		Reason Private `seal:"note"`
	}
	// CallOffice is the lead's call for the office to coordinate.
	CallOffice struct {
		By
		Reason Private `seal:"note"`
	}
	// AnswerCall is the office's answer to it where it asks no unit itself.
	AnswerCall struct {
		By
		Note Private `seal:"note"`
	}
)

// CoOutcome is what the office decides on an objection.
type CoOutcome string

// The outcomes.
const (
	CoStays CoOutcome = "stays"    // 仍由该单位协办
	CoOther CoOutcome = "other"    // 改由其他单位协办
	CoFreed CoOutcome = "released" // 不再协办
)

// Name is the Chinese name, "" for an unknown outcome.
func (o CoOutcome) Name() string {
	return map[CoOutcome]string{CoStays: "仍由该单位协办", CoOther: "改由其他单位协办", CoFreed: "不再协办"}[o]
}

// CoStatus is where a request stands.
type CoStatus string

// The states of a request. The first four are open.
const (
	CoWaiting   CoStatus = "waiting"   // 待签收
	CoWorking   CoStatus = "working"   // 协办中
	CoDisputed  CoStatus = "disputed"  // 有异议，待定
	CoHandedIn  CoStatus = "reported"  // 已报送，待采用
	CoTaken     CoStatus = "taken"     // 已采用
	CoSilent    CoStatus = "silent"    // 未报送，主办单位已答复
	CoWithdrawn CoStatus = "withdrawn" // 已撤回
	CoReleased  CoStatus = "released"  // 已解除
	CoOver      CoStatus = "over"      // 主办单位变更或工单结束，不再协办
)

// Name is the Chinese name.
func (c CoStatus) Name() string {
	return map[CoStatus]string{CoWaiting: "待签收", CoWorking: "协办中", CoDisputed: "异议待定", CoHandedIn: "已报送", CoTaken: "已采用", CoSilent: "到期未报送", CoWithdrawn: "已撤回",
		CoReleased: "已解除", CoOver: "已终止"}[c]
}

// Open reports whether somebody owes something on the request still.
func (c CoStatus) Open() bool {
	return c == CoWaiting || c == CoWorking || c == CoDisputed || c == CoHandedIn
}

// Part reports whether the unit takes or took part: only then it reads the order.
func (c CoStatus) Part() bool { return c.Open() || c == CoTaken || c == CoSilent }

// CoUnit is one request with what came of it. An order may ask one unit several times, one after the other; No tells the requests apart.
type CoUnit struct {
	No      int
	Unit    org.UnitID
	Was     org.UnitID // the unit asked first, where another has carried on its work since; else empty
	DueUnit org.UnitID // as an order's: where its passed limit was due
	Deputy  org.PostID // deputy in charge of the unit, when it was asked
	Lead    org.UnitID // whom it helps
	Asker   org.UnitID // the lead, or the office
	AskedAt time.Time
	Task    string
	Files   []string // attachments it may open
	Status  CoStatus

	Sign   Clock // to sign for it or to object
	Limit  Clock
	Review Clock // the office's, on an objection

	SignedAt   time.Time
	Objected   bool
	Reason     Kept
	Right      org.UnitID
	Result     Kept
	ResultIn   []string // attachments of the result
	ReportedAt time.Time
	Late       bool // some result came after the limit; never mended
	Urges      int
	Chased     bool // the office has urged since the limit passed
	Word       Kept // what was said last: of the lead on the result, of the office on the objection, at the end
	EndedAt    time.Time
}

// Call is the lead's call for the office.
type Call struct {
	At      time.Time     `json:"at"`
	Account org.AccountID `json:"account,omitempty"`
	Unit    org.UnitID    `json:"unit"`
	Reason  Kept          `json:"reason"`
}

type (
	// CoAsked is a request with its limits.
	CoAsked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Deputy  org.PostID    `json:"deputy,omitempty"`
		Lead    org.UnitID    `json:"lead"`
		Asker   org.UnitID    `json:"asker"`
		From    org.UnitID    `json:"from,omitempty"` // the unit whose objection sent it here
		Task    string        `json:"task"`
		Files   []string      `json:"files,omitempty"`
		Again   bool          `json:"again,omitempty"` // the unit helped with this order before
		Sign    Limit         `json:"sign"`
		Limit   Limit         `json:"limit"`
	}
	// CoSigned is delivery taken.
	CoSigned struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
	}
	// CoObjected is an objection.
	CoObjected struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Reason  Kept          `json:"reason"`
		Right   org.UnitID    `json:"right,omitempty"`
		Review  Limit         `json:"review"`
	}
	// CoDecided is the office's word on it.
	CoDecided struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Outcome CoOutcome     `json:"outcome"`
		To      org.UnitID    `json:"to,omitempty"`
		Late    bool          `json:"late,omitempty"`
		Note    Kept          `json:"note"`
	}
	// CoReported is a result on its way to the lead. Late is charged to the co-unit.
	CoReported struct {
		At      time.Time          `json:"at"`
		Account org.AccountID      `json:"account,omitempty"`
		Unit    org.UnitID         `json:"unit"`
		Lead    org.UnitID         `json:"lead"`
		Result  Kept               `json:"result"`
		Files   []Attachment[Kept] `json:"files,omitempty"`
		Late    bool               `json:"late,omitempty"`
		Days    int                `json:"days"` // working days used
	}
	// CoAccepted is a result that the lead takes, by a word of its own or with its answer.
	CoAccepted struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Lead    org.UnitID    `json:"lead"`
		Late    bool          `json:"late,omitempty"` // the co-unit was
		Reply   bool          `json:"reply,omitempty"`
		Note    Kept          `json:"note"`
	}
	// CoSentBack asks for more.
	CoSentBack struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Lead    org.UnitID    `json:"lead"`
		Note    Kept          `json:"note"`
		Limit   Limit         `json:"limit"`
	}
	// CoUrged is one urge.
	CoUrged struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Office  bool          `json:"office,omitempty"`
		Count   int           `json:"count"`
		Note    Kept          `json:"note"`
	}
	// CoEnded ends a request without a result.
	CoEnded struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Lead    org.UnitID    `json:"lead"`
		Why     CoStatus      `json:"why"`
		Late    bool          `json:"late,omitempty"` // its limit had passed
		Note    Kept          `json:"note"`
		Recused bool          `json:"recused,omitempty"` // the order turned out to report the unit (Art. 23(6)): it is told nothing
	}
	// CoMoved follows the lead's limit (domain.md §13.4).
	CoMoved struct {
		Unit  org.UnitID `json:"unit"`
		Limit Limit      `json:"limit"`
	}
	// OfficeCalled is the lead's call.
	OfficeCalled struct {
		Call  Call  `json:"call"`
		Limit Limit `json:"limit"`
	}
	// CallAnswered is the office's answer.
	CallAnswered struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Late    bool          `json:"late,omitempty"`
		Note    Kept          `json:"note"`
	}
)

func (CoAsked) kind() string      { return "co_asked" }
func (CoSigned) kind() string     { return "co_signed" }
func (CoObjected) kind() string   { return "co_objected" }
func (CoDecided) kind() string    { return "co_decided" }
func (CoReported) kind() string   { return "co_reported" }
func (CoAccepted) kind() string   { return "co_accepted" }
func (CoSentBack) kind() string   { return "co_sent_back" }
func (CoUrged) kind() string      { return "co_urged" }
func (CoEnded) kind() string      { return "co_ended" }
func (CoMoved) kind() string      { return "co_moved" }
func (OfficeCalled) kind() string { return "office_called" }
func (CallAnswered) kind() string { return "call_answered" }

func (e CoAsked) apply(s State) State {
	s.Co = append(slices.Clip(s.Co), CoUnit{No: len(s.Co) + 1, Unit: e.Unit, Deputy: e.Deputy, Lead: e.Lead, Asker: e.Asker, AskedAt: e.At, Task: e.Task, Files: e.Files, Status: CoWaiting,
		Sign: Clock{Limit: e.Sign, On: true}, Limit: Clock{Limit: e.Limit, On: true}})
	if e.Asker != e.Lead {
		s = s.called()
	}
	return s
}

func (e CoSigned) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) { c.sign(e.At) })
}

func (e CoObjected) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) {
		c.sign(e.At)
		c.Status, c.Objected, c.Reason, c.Right, c.Review = CoDisputed, true, e.Reason, e.Right, Clock{Limit: e.Review, On: true}
	})
}

func (e CoDecided) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) {
		c.Review.On, c.Review.MetAt, c.Word = false, e.At, e.Note
		if c.Status = CoWorking; e.Outcome != CoStays {
			c.end(CoReleased, e.At)
		}
	})
}

func (e CoReported) apply(s State) State {
	s.Files = append(slices.Clip(s.Files), e.Files...)
	return s.withCo(e.Unit, func(c *CoUnit) {
		c.sign(e.At)
		c.Status, c.Result, c.ReportedAt, c.Late, c.ResultIn = CoHandedIn, e.Result, e.At, c.Late || e.Late, slices.Clip(c.ResultIn)
		for _, f := range e.Files {
			c.ResultIn = append(c.ResultIn, f.ID)
		}
		c.Limit.On, c.Limit.MetAt = false, e.At
	})
}

func (e CoAccepted) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) {
		c.Word = e.Note
		c.end(CoTaken, e.At)
	})
}

func (e CoSentBack) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) {
		c.Status, c.Word, c.Chased = CoWorking, e.Note, false
		c.Limit = Clock{Limit: e.Limit, On: true}
	})
}

func (e CoUrged) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) {
		c.Urges = e.Count
		c.Chased = c.Chased || e.Office && c.Limit.Missed
	})
}

func (e CoEnded) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) {
		c.Word = e.Note
		c.end(e.Why, e.At)
	})
}

func (e CoMoved) apply(s State) State {
	return s.withCo(e.Unit, func(c *CoUnit) { c.Limit.Limit = e.Limit })
}

func (e OfficeCalled) apply(s State) State {
	call := e.Call
	s.Call = &call
	s.Clocks.start(e.Limit)
	return s
}

func (e CallAnswered) apply(s State) State {
	s.Clocks.met(LimitCall, e.At)
	return s.called()
}

// called ends the lead's call for the office.
func (s State) called() State {
	s.Call = nil
	s.Clocks.void(LimitCall)
	return s
}

func (c *CoUnit) sign(at time.Time) {
	if c.Status == CoWaiting {
		c.Status, c.SignedAt = CoWorking, at
	}
	if c.Sign.On {
		c.Sign.On, c.Sign.MetAt = false, at
	}
}

func (c *CoUnit) end(why CoStatus, at time.Time) {
	c.Status, c.EndedAt = why, at
	c.Sign.On, c.Limit.On, c.Review.On = false, false, false
}

// CoOf is the open request to a unit.
func (s State) CoOf(u org.UnitID) (CoUnit, bool) {
	for _, c := range s.Co {
		if c.Unit == u && c.Status.Open() {
			return c, true
		}
	}
	return CoUnit{}, false
}

// CoOpen lists the open requests.
func (s State) CoOpen() []CoUnit {
	var out []CoUnit
	for _, c := range s.Co {
		if c.Status.Open() {
			out = append(out, c)
		}
	}
	return out
}

// TakesPart reports whether a unit helps with the order or has helped: it reads its part of it.
func (s State) TakesPart(u org.UnitID) bool {
	return slices.ContainsFunc(s.Co, func(c CoUnit) bool { return c.Unit == u && c.Status.Part() })
}

// CoDeputy reports whether a deputy is in charge of a unit that gave its part: he gets a copy where county leaders sign the result (Art. 24).
func (s State) CoDeputy(p org.PostID) bool {
	return p != "" && slices.ContainsFunc(s.Co, func(c CoUnit) bool { return c.Deputy == p && c.Status == CoTaken })
}

// withCo changes the open request to a unit in a copy of the list.
func (s State) withCo(u org.UnitID, change func(*CoUnit)) State {
	for i, c := range s.Co {
		if c.Unit == u && c.Status.Open() {
			s.Co = slices.Clone(s.Co)
			change(&s.Co[i])
			return s
		}
	}
	return s
}
