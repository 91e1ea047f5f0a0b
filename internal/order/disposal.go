package order

import (
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Disposal is what became of an order that no unit handles, as far as it may be shown in clear.
type Disposal struct {
	At        time.Time
	Account   org.AccountID
	Ground    string // code of Art. 8's ground
	Referral  string // body the caller was referred to
	Phone     string // its number
	Mode      string
	Connected bool
	Answer    Kept
	Knowledge string
}

// The acts of Art. 8 and 10(1)–(3) that end an order at the desk.
type (
	// AnswerDirectly answers a question on the spot (Art. 10(1)). Without a knowledge item it is marked 无库答复.
	AnswerDirectly struct {
		By
		Knowledge string  // number of the knowledge item that was read out
		Version   int     // and the version of it that was in force
		Answer    Private `seal:"note"`
	}
	// TransferByPhone guides the caller to a unit or puts the call through (Art. 10(2)).
	TransferByPhone struct {
		By
		Unit      org.UnitID
		Body      string // name of the body, where it is no member unit
		Phone     string // its public number
		Mode      string // told, transferred, three_way
		Connected bool
		Note      Private `seal:"note"`
	}
	// TransferEmergency hands a call over to an alarm centre at once (domain.md §13.11).
	TransferEmergency struct {
		By
		Centre string // 110, 119, 120, 122
		At     time.Time
		Note   Private `seal:"note"`
	}
	// CloseLogged ends praise, empty and wrong calls as logged (domain.md §13.12).
	CloseLogged struct {
		By
		Why  string  // praise, silent, wrong_number, dropped, duplicate_entry
		Note Private `seal:"note"`
	}
	// Refuse does not accept a request: a ground of Art. 8, what was told, and who is responsible.
	Refuse struct {
		By
		Ground   string
		Told     Private `seal:"note"` // what the caller was told
		Referral string  // the body responsible; empty only with Unknown
		Phone    string
		Unknown  bool // 无法确定
		At       time.Time
	}
	// SendUp returns an outer order to the platform it came from.
	SendUp struct {
		By
		Reason Private `seal:"note"`
	}
	// Explain closes a second appeal without anything new as answered; the head decides and it counts (domain.md §13.11).
	Explain struct {
		By
		Told Private `seal:"note"`
	}
)

// Ground is a ground of Art. 8 with its clause.
type Ground struct {
	Code, Name string
	Clause     regulation.Clause
}

// Grounds lists the grounds for not accepting a request.
func Grounds() []Ground {
	return []Ground{
		{"8-1", "非本县行政管辖权范围内的事项", regulation.Art8_1},
		{"8-2a", "应通过诉讼解决", regulation.Art8_2}, {"8-2b", "应通过仲裁解决", regulation.Art8_2}, {"8-2c", "应由纪检监察受理", regulation.Art8_2},
		{"8-2d", "应通过行政复议解决", regulation.Art8_2}, {"8-2e", "应通过政府信息公开程序解决", regulation.Art8_2}, {"8-2f", "已进入信访渠道", regulation.Art8_2},
		{"8-3", "对党委、人大、部队、司法机关工作的建议、意见", regulation.Art8_3},
		{"8-4a", "涉及国家秘密", regulation.Art8_4}, {"8-4b", "涉及商业秘密", regulation.Art8_4}, {"8-4c", "涉及个人隐私", regulation.Art8_4},
		{"8-4d", "违反社会公序良俗", regulation.Art8_4}, {"8-5", "法律法规规章规定不予受理的其他事项", regulation.Art8_5},
	}
}

// GroundOf finds a ground by its code.
func GroundOf(code string) (Ground, bool) {
	for _, g := range Grounds() {
		if g.Code == code {
			return g, true
		}
	}
	return Ground{}, false
}

// The events.
type (
	// AnsweredDirectly ends the order as answered.
	AnsweredDirectly struct {
		At        time.Time     `json:"at"`
		Account   org.AccountID `json:"account,omitempty"`
		Knowledge string        `json:"knowledge,omitempty"`
		Version   int           `json:"knowledge_version,omitempty"`
		Answer    Kept          `json:"answer"`
	}
	// TransferredByPhone ends the order as guided or put through.
	TransferredByPhone struct {
		At        time.Time     `json:"at"`
		Account   org.AccountID `json:"account,omitempty"`
		Unit      org.UnitID    `json:"unit,omitempty"`
		Body      string        `json:"body,omitempty"`
		Phone     string        `json:"phone"`
		Mode      string        `json:"mode"`
		Connected bool          `json:"connected"`
		Note      Kept          `json:"note"`
	}
	// TransferredEmergency ends the order as handed to an alarm centre.
	TransferredEmergency struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Centre  string        `json:"centre"`
		Note    Kept          `json:"note"`
	}
	// LoggedClosedEvent ends the order as logged.
	LoggedClosedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Why     string        `json:"why"`
		Note    Kept          `json:"note"`
	}
	// Refused ends the order as not accepted.
	Refused struct {
		At       time.Time     `json:"at"`
		ToldAt   time.Time     `json:"told_at"`
		Account  org.AccountID `json:"account,omitempty"`
		Ground   string        `json:"ground"`
		Told     Kept          `json:"told"`
		Referral string        `json:"referral,omitempty"`
		Phone    string        `json:"phone,omitempty"`
		Unknown  bool          `json:"unknown,omitempty"`
		After    bool          `json:"after,omitempty"` // after dispatch (转不予受理)
		Unit     org.UnitID    `json:"unit,omitempty"`
	}
	// SentUp ends the order as returned to the upper platform.
	SentUp struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Reason  Kept          `json:"reason"`
	}
	// ExplainedEvent ends the order as an answered second appeal without anything new.
	ExplainedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Told    Kept          `json:"told"`
		Ended   string        `json:"ended,omitempty"` // the order by which the matter had been terminated (Art. 20)
	}
)

func (AnsweredDirectly) kind() string     { return "answered_directly" }
func (TransferredByPhone) kind() string   { return "transferred_by_phone" }
func (TransferredEmergency) kind() string { return "transferred_emergency" }
func (LoggedClosedEvent) kind() string    { return "logged_closed" }
func (Refused) kind() string              { return "refused" }
func (SentUp) kind() string               { return "sent_up" }
func (ExplainedEvent) kind() string       { return "explained" }

func (s State) end(to Status, at time.Time) State {
	s.Status, s.ClosedAt, s.RefusalAsk = to, at, nil
	s.Extension, s.TellExtension, s.Relay, s.Sights, s.StatuteAsk, s.Reclass = nil, false, nil, nil, nil, nil
	s.Call = nil
	s.Clocks.voidAll()
	return s
}

func (e AnsweredDirectly) apply(s State) State {
	s.Disposal = Disposal{At: e.At, Account: e.Account, Knowledge: e.Knowledge, Answer: e.Answer}
	return s.end(DirectClosed, e.At)
}

func (e TransferredByPhone) apply(s State) State {
	s.Disposal = Disposal{At: e.At, Account: e.Account, Referral: e.Body, Phone: e.Phone, Mode: e.Mode, Connected: e.Connected, Answer: e.Note}
	return s.end(PhoneClosed, e.At)
}

func (e TransferredEmergency) apply(s State) State {
	s.Disposal = Disposal{At: e.At, Account: e.Account, Referral: e.Centre, Phone: e.Centre, Answer: e.Note}
	return s.end(EmergencyClosed, e.At)
}

func (e LoggedClosedEvent) apply(s State) State {
	s.Disposal = Disposal{At: e.At, Account: e.Account, Ground: e.Why, Answer: e.Note}
	return s.end(LoggedClosed, e.At)
}

func (e Refused) apply(s State) State {
	s.Disposal = Disposal{At: e.At, Account: e.Account, Ground: e.Ground, Referral: e.Referral, Phone: e.Phone, Answer: e.Told}
	return s.end(NotAccepted, e.At)
}

func (e SentUp) apply(s State) State {
	s.Disposal = Disposal{At: e.At, Account: e.Account, Answer: e.Reason}
	return s.end(ReturnedUp, e.At)
}

func (e ExplainedEvent) apply(s State) State {
	s.Disposal = Disposal{At: e.At, Account: e.Account, Answer: e.Told}
	return s.end(Explained, e.At)
}

// atDesk checks the conditions all these acts share: not yet disposed of, and by the office.
func atDesk(s State, c Command, a regulation.Clause, do string) error {
	if s.Status != Registered {
		return s.wrongState(a, do)
	}
	return mustBe(c, a, deskKinds...)
}

// guardOuter keeps outer orders out of the short ways (domain.md §13.12): a higher platform's order is only dispatched or sent up again.
func guardOuter(s State, p policy.Policy, a regulation.Clause, do string) error {
	if ch, ok := p.Channel(s.Request.Channel); ok && ch.Outer {
		return regulation.RefuseState(a, "outer_guard", "“%s”的来件不能%s，只能转办或退回上级。", ch.Name, do)
	}
	if s.Outer {
		return regulation.RefuseState(a, "outer_guard", "上级和留言平台来件不能%s，只能转办或退回上级。", do)
	}
	return nil
}

func answerDirectly(s State, c AnswerDirectly, now time.Time) ([]Event, error) {
	if err := atDesk(s, c, regulation.Art10_1, "直接答复"); err != nil {
		return nil, err
	}
	if s.Request.Type != Consult {
		return nil, regulation.Refuse(regulation.Art10_1, "only_consult", "只有咨询类可以直接答复，这件是%s；请转办，或先更正诉求类型。", s.Request.Type.Name())
	}
	if s.Key || s.Outer {
		return nil, regulation.RefuseState(regulation.Art10_3, "outer_guard", "重点件、上级和留言平台来件不能直接答复，只能转办或退回上级。")
	}
	if err := requireText(regulation.Art10_1, "answer", "答复内容", c.Answer.Text); err != nil {
		return nil, err
	}
	out := []Event{AnsweredDirectly{At: now, Account: c.Actor.Account, Knowledge: c.Knowledge, Version: c.Version, Answer: c.Answer.Keep()}}
	return append(out, s.uncount(regulation.Art10_1, now, DirectClosed)...), nil
}

func (s State) closeRound(at time.Time, r Status) Event {
	return RoundClosed{Matter: s.MatterID, Order: s.ID, At: at, Result: string(r)}
}

func transferByPhone(s State, c TransferByPhone, p policy.Policy, now time.Time) ([]Event, error) {
	if err := atDesk(s, c, regulation.Art10_2, "电话转办"); err != nil {
		return nil, err
	}
	if err := guardOuter(s, p, regulation.Art10_3, "电话转办"); err != nil {
		return nil, err
	}
	if s.Key && s.Objection.Empty() { // unless whoever signs it has sent it back for another way
		return nil, regulation.RefuseState(regulation.Art10_4, "key_guard", "重点交办件须签批后转办，不能电话转办。")
	}
	if c.Unit == "" && c.Body == "" {
		return nil, regulation.RefuseField(regulation.Art10_2, "missing_body", "referral", "没有写明引导来电人找哪个单位，请填写单位名称。")
	}
	if err := s.conflict(c.Unit, nil); err != nil {
		return nil, err
	}
	if c.Phone == "" {
		return nil, regulation.RefuseField(regulation.Art10_2, "missing_phone", "referral_phone", "没有填写单位联系方式，请补充。")
	}
	switch c.Mode {
	case "told", "transferred", "three_way":
	default:
		return nil, regulation.RefuseField(regulation.Art10_2, "bad_mode", "mode", "请选择方式：告知联系方式、电话转接或三方通话。")
	}
	if c.Mode != "told" && !c.Connected {
		return nil, regulation.RefuseField(regulation.Art10_2, "not_connected", "connected", "电话没有接通，不能按电话转办结束；请改为告知联系方式，或转办成工单。")
	}
	out := []Event{TransferredByPhone{At: now, Account: c.Actor.Account, Unit: c.Unit, Body: c.Body, Phone: c.Phone, Mode: c.Mode, Connected: c.Connected, Note: c.Note.Keep()},
		RoundGuided{Matter: s.MatterID, Order: s.ID}}
	return append(out, s.uncount(regulation.Art10_2, now, PhoneClosed)...), nil
}

func transferEmergency(s State, c TransferEmergency, p policy.Policy, now time.Time) ([]Event, error) {
	if err := atDesk(s, c, regulation.Art7, "紧急转接"); err != nil {
		return nil, err
	}
	if err := guardOuter(s, p, regulation.Art10_3, "以紧急转接结束：请先电话通知报警中心，再转办"); err != nil {
		return nil, err
	}
	switch c.Centre {
	case "110", "119", "120", "122":
	default:
		return nil, regulation.RefuseField(regulation.Art7, "bad_centre", "centre", "请选择报警或急救电话：110、119、120或122。")
	}
	if c.At.IsZero() || c.At.After(now) {
		return nil, regulation.RefuseField(regulation.Art7, "bad_at", "at", "转接时间没有填写或晚于现在，请核对。")
	}
	out := []Event{TransferredEmergency{At: c.At, Account: c.Actor.Account, Centre: c.Centre, Note: c.Note.Keep()}}
	return append(out, s.uncount(regulation.Art7, now, EmergencyClosed)...), nil
}

// LoggedReasons names the reasons of CloseLogged.
func LoggedReasons() map[string]string {
	return map[string]string{"praise": "表扬感谢", "silent": "无声电话", "wrong_number": "拨错号码", "dropped": "通话中断且无法回拨", "duplicate_entry": "重复录入"}
}

func closeLogged(s State, c CloseLogged, p policy.Policy, now time.Time) ([]Event, error) {
	if err := atDesk(s, c, regulation.Art9, "登记办结"); err != nil {
		return nil, err
	}
	if err := guardOuter(s, p, regulation.Art10_3, "登记办结"); err != nil {
		return nil, err
	}
	if LoggedReasons()[c.Why] == "" {
		return nil, regulation.RefuseField(regulation.Art9, "bad_why", "why", "请选择登记办结的原因。")
	}
	if s.Request.Type != Praise && s.Request.Type != Other {
		return nil, regulation.Refuse(regulation.Art9, "only_praise_or_empty", "只有表扬和无效来电可以登记办结，这件是%s；请转办或作其他处置。", s.Request.Type.Name())
	}
	out := []Event{LoggedClosedEvent{At: now, Account: c.Actor.Account, Why: c.Why, Note: c.Note.Keep()}}
	return append(out, s.uncount(regulation.Art9, now, LoggedClosed)...), nil
}

func checkRefusal(ground, told, referral, phone string, unknown bool) error {
	if _, ok := GroundOf(ground); !ok {
		return regulation.RefuseField(regulation.Art8, "bad_ground", "ground", "不予受理必须选择第八条列明的依据。")
	}
	if err := requireText(regulation.Art8, "told", "告知来电人的内容", told); err != nil {
		return err
	}
	if referral == "" && !unknown {
		return regulation.RefuseField(regulation.Art8, "missing_referral", "referral", "请填写应由哪个单位办理；确实不能确定的，勾选“无法确定”。")
	}
	if referral != "" && phone == "" {
		return regulation.RefuseField(regulation.Art8, "missing_phone", "referral_phone", "请填写%s的联系方式，告知来电人。", referral)
	}
	return nil
}

func refuse(s State, c Refuse, now time.Time) ([]Event, error) {
	if err := atDesk(s, c, regulation.Art8, "不予受理"); err != nil {
		return nil, err
	}
	if s.Outer {
		return nil, regulation.RefuseState(regulation.Art8, "outer_guard", "上级和留言平台来件不能不予受理，请用“退回上级”并写明理由。")
	}
	if err := checkRefusal(c.Ground, c.Told.Text, c.Referral, c.Phone, c.Unknown); err != nil {
		return nil, err
	}
	at := c.At
	if at.IsZero() {
		at = now
	}
	if at.After(now) {
		return nil, regulation.RefuseField(regulation.Art8, "bad_at", "at", "告知时间晚于现在，请核对。")
	}
	out := []Event{Refused{At: now, ToldAt: at, Account: c.Actor.Account, Ground: c.Ground, Told: c.Told.Keep(), Referral: c.Referral, Phone: c.Phone, Unknown: c.Unknown}}
	return append(out, s.uncount(regulation.Art8, now, NotAccepted)...), nil
}

func sendUp(s State, c SendUp, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Registered && s.Status != PendingDispatch {
		return nil, s.wrongState(regulation.Art10_3, "退回上级")
	}
	if err := mustBe(c, regulation.Art10_3, org.Dispatcher, org.OfficeHead, org.Operator); err != nil {
		return nil, err
	}
	if ch, ok := p.Channel(s.Request.Channel); !ok || !ch.Outer {
		return nil, regulation.RefuseState(regulation.Art10_3, "not_outer", "只有上级和留言平台来件可以退回上级；本县来件请转办或按第八条不予受理。")
	}
	if err := requireText(regulation.Art10_3, "reason", "退回上级的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	out := []Event{SentUp{At: now, Account: c.Actor.Account, Reason: c.Reason.Keep()}}
	return append(out, s.uncount(regulation.Art10_3, now, ReturnedUp)...), nil
}

// uncount closes the round and takes its appeal back where no unit ever had the order.
func (s State) uncount(basis regulation.Clause, at time.Time, to Status) []Event {
	out := []Event{s.closeRound(at, to)}
	if r, ok := s.Matter.Round(s.ID); ok && r.Counted && s.Assignments == 0 {
		out = append(out, RoundUncounted{Matter: s.MatterID, Order: s.ID, Basis: basis})
	}
	return out
}

func explain(s State, c Explain, now time.Time) ([]Event, error) {
	if s.Status != Registered {
		return nil, s.wrongState(regulation.Art10_4, "解释办结")
	}
	if s.Matter.Ended() != "" {
		return explainEnded(s, c, now)
	}
	if err := mustBe(c, regulation.Art10_4, org.OfficeHead); err != nil {
		return nil, err
	}
	if s.Outer {
		return nil, regulation.RefuseState(regulation.Art10_3, "outer_guard", "上级和留言平台来件不能解释办结，只能转办或退回上级。")
	}
	closed := false
	for _, r := range s.Matter.Rounds {
		closed = closed || r.Order != s.ID && r.Counted && !r.ClosedAt.IsZero()
	}
	if !closed {
		return nil, regulation.Refuse(regulation.Art10_4, "no_earlier_answer", "同一事项此前没有办结过的工单，不能解释办结；请先关联以前的诉求，或转办。")
	}
	if err := requireText(regulation.Art10_4, "told", "向来电人解释的内容", c.Told.Text); err != nil {
		return nil, err
	}
	return []Event{ExplainedEvent{At: now, Account: c.Actor.Account, Told: c.Told.Keep()},
		RoundCounted{Matter: s.MatterID, Order: s.ID, Basis: regulation.Art10_4}, s.closeRound(now, Explained)}, nil
}
