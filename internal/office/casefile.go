package office

import (
	"fmt"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Case files (归档; Art. 6(3)): an order that is over becomes a file with a number of its year and a class of retention. How long a class is kept is a
// parameter of the rules; a file keeps what held when it was made.

const artArchive = regulation.Art6_3

// RetentionClass says how long a file is kept.
type RetentionClass string

// The classes.
const (
	KeptForever    RetentionClass = "forever"    // 永久: 终结件、县领导批示签批件
	KeptKey        RetentionClass = "key"        // 重点件、督办件、三次以上诉求、问责线索
	KeptDispatched RetentionClass = "dispatched" // 其他转办件
	KeptDirect     RetentionClass = "direct"     // 没有转办的: no file of its own, identity is erased after its years
)

// RetentionClasses lists them, the longest first.
func RetentionClasses() []RetentionClass {
	return []RetentionClass{KeptForever, KeptKey, KeptDispatched, KeptDirect}
}

// Name is the Chinese name, "" for none of them.
func (c RetentionClass) Name() string {
	return map[RetentionClass]string{KeptForever: "永久", KeptKey: "重点", KeptDispatched: "一般", KeptDirect: "不立卷"}[c]
}

// Filed reports whether orders of the class get a number and an index.
func (c RetentionClass) Filed() bool { return c != KeptDirect }

// Years is how long the class is kept by the rules in force; 0 is for ever.
func (c RetentionClass) Years(p policy.Policy) int {
	switch c {
	case KeptKey:
		return p.Retention.KeyYears.Value
	case KeptDispatched:
		return p.Retention.DispatchedYears.Value
	case KeptDirect:
		return p.Retention.DirectYears.Value
	}
	return 0
}

// TermWords prints a term of years; 0 is for ever.
func TermWords(years int) string {
	if years == 0 {
		return "永久"
	}
	return fmt.Sprintf("%d年", years)
}

// KeptUntil is the last day on which a file is kept: the term begins on the first of January after the year in which the order was closed. "" is for ever.
func KeptUntil(closed string, years int) string {
	d, err := calendar.ParseDate(closed)
	if years == 0 || err != nil {
		return ""
	}
	y, _, _ := d.Parts()
	return calendar.NewDate(y+years, 12, 31).String()
}

// CaseFacts are what the class of an order rests on.
type CaseFacts struct {
	Terminated bool // 终结
	Leader     bool // a county leader's word or signature is on it
	Key        bool
	Supervised bool
	Led        bool // an accountability lead names it
	Appeals    int
	Dispatched bool
}

// ProposeClass is the class by rule, with why.
func ProposeClass(f CaseFacts) (RetentionClass, string) {
	switch {
	case f.Terminated:
		return KeptForever, "终结办理"
	case f.Leader:
		return KeptForever, "县领导批示、签批"
	case f.Key:
		return KeptKey, "重点交办"
	case f.Led:
		return KeptKey, "有问责线索"
	case f.Supervised:
		return KeptKey, "列入督办"
	case f.Appeals >= 3:
		return KeptKey, fmt.Sprintf("第%d次诉求", f.Appeals)
	case f.Dispatched:
		return KeptDispatched, "转办件"
	}
	return KeptDirect, "没有转办"
}

type (
	// CaseFiled makes the file of an order.
	CaseFiled struct {
		At      time.Time      `json:"at"`
		Year    int            `json:"year"`             // in which the order was closed
		Number  string         `json:"number,omitempty"` // 卷号; none where the class has no files
		OrderNo string         `json:"order_no"`
		Unit    org.UnitID     `json:"unit,omitempty"`
		Closed  string         `json:"closed"` // 2026-03-02
		Class   RetentionClass `json:"class"`
		Years   int            `json:"years"` // 0: for ever
		Why     string         `json:"why"`
	}
	// CaseFiledAgain follows when an order that was opened again is archived once more; its number stays.
	CaseFiledAgain struct {
		At     time.Time      `json:"at"`
		Unit   org.UnitID     `json:"unit,omitempty"`
		Closed string         `json:"closed"`
		Class  RetentionClass `json:"class"`
		Years  int            `json:"years"`
		Why    string         `json:"why"`
	}
	// CaseReclassed is the office's own word on the class.
	CaseReclassed struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account"`
		Number  string         `json:"number,omitempty"` // where it gets one only now
		Class   RetentionClass `json:"class"`
		Years   int            `json:"years"`
		Reason  Words          `json:"reason"`
	}
	// CaseHeld stops the destruction (暂停销毁) until two people have lifted it.
	CaseHeld struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  Words         `json:"reason"`
	}
	// HoldEndAsked proposes to lift it.
	HoldEndAsked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  Words         `json:"reason"`
	}
	// HoldEndDecided is the second person's word.
	HoldEndDecided struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Lifted  bool          `json:"lifted"`
		Opinion Words         `json:"opinion"`
	}
	// CaseDestroyed ends the file: its keys are gone, its attachments too. Again says that an older copy of the archive had been restored.
	CaseDestroyed struct {
		At          time.Time `json:"at"`
		Destruction string    `json:"destruction"`
		Certificate string    `json:"certificate"`
		Again       bool      `json:"again,omitempty"`
	}
)

// CaseLine is a line of a file's history.
type CaseLine struct {
	At      time.Time
	Account org.AccountID
	Verb    string
	Text    string
	Words   Words
}

// CaseFile is one, folded from its stream. Its id is the order's.
type CaseFile struct {
	Filed     CaseFiled
	Class     RetentionClass
	Years     int
	Why       string
	Corrected bool // by a person
	Held      *CaseHeld
	Asked     *HoldEndAsked
	Destroyed *CaseDestroyed
	Lines     []CaseLine
}

func (c CaseFile) evolve(e any) Record {
	add := func(l CaseLine) { c.Lines = append(c.Lines[:len(c.Lines):len(c.Lines)], l) }
	switch e := e.(type) {
	case CaseFiled:
		c.Filed, c.Class, c.Years, c.Why = e, e.Class, e.Years, e.Why
		add(CaseLine{At: e.At, Verb: "立卷", Text: e.Class.Name() + "，保管" + TermWords(e.Years) + "（" + e.Why + "）"})
	case CaseFiledAgain:
		c.Filed.Closed, c.Filed.Unit, c.Class, c.Years, c.Why, c.Corrected = e.Closed, e.Unit, e.Class, e.Years, e.Why, false
		add(CaseLine{At: e.At, Verb: "重新归档", Text: e.Class.Name() + "，保管" + TermWords(e.Years) + "（" + e.Why + "）"})
	case CaseReclassed:
		if e.Number != "" {
			c.Filed.Number = e.Number
		}
		c.Class, c.Years, c.Corrected = e.Class, e.Years, true
		add(CaseLine{At: e.At, Account: e.Account, Verb: "调整期限", Text: "改为" + e.Class.Name() + "，保管" + TermWords(e.Years), Words: e.Reason})
	case CaseHeld:
		c.Held, c.Asked = &e, nil
		add(CaseLine{At: e.At, Account: e.Account, Verb: "暂停销毁", Words: e.Reason})
	case HoldEndAsked:
		c.Asked = &e
		add(CaseLine{At: e.At, Account: e.Account, Verb: "申请解除", Words: e.Reason})
	case HoldEndDecided:
		verb := "不同意解除"
		if c.Asked = nil; e.Lifted {
			c.Held, verb = nil, "同意解除"
		}
		add(CaseLine{At: e.At, Account: e.Account, Verb: verb, Words: e.Opinion})
	case CaseDestroyed:
		c.Destroyed = &e
		verb := "销毁"
		if e.Again {
			verb = "再次销毁"
		}
		add(CaseLine{At: e.At, Verb: verb, Text: "销毁证书 " + e.Certificate})
	}
	return c
}

// Until is the last day on which the file is kept; "" is for ever.
func (c CaseFile) Until() string { return KeptUntil(c.Filed.Closed, c.Years) }

// Row is open while the file is there; what is held or kept for ever has no day.
func (c CaseFile) Row() RecordRow {
	r := RecordRow{Unit: c.Filed.Unit, Open: c.Destroyed == nil, At: c.Filed.At}
	if c.Destroyed == nil && c.Held == nil {
		r.Due = c.Until()
	}
	if c.Filed.At.IsZero() && c.Destroyed != nil { // destroyed again before this copy had filed it
		r.At = c.Destroyed.At
	}
	return r
}

// Due reports whether the term is over on a day and nothing stops the destruction.
func (c CaseFile) Due(day string) bool {
	u := c.Until()
	return c.Destroyed == nil && c.Held == nil && u != "" && u < day
}

// Stage is the Chinese name of where the file stands on a day.
func (c CaseFile) Stage(day string) string {
	switch {
	case c.Destroyed != nil:
		return "已销毁"
	case c.Held != nil && c.Asked != nil:
		return "待解除"
	case c.Held != nil:
		return "暂停销毁"
	case c.Due(day):
		return "已到期"
	}
	return "在管"
}

// keeper may keep the archive; headOf decides on it.
func mustKeep(a org.Actor) error {
	if !a.Is(org.Dispatcher, org.Supervisor, org.OfficeHead) {
		return regulation.RefuseState(artArchive, "not_keeper", "档案由县热线办分办员、督办员或负责人管理。")
	}
	return nil
}

func mustDecide(a org.Actor, proposer org.AccountID, what string) error {
	switch {
	case !a.Is(org.OfficeHead, org.GovOfficeHead):
		return regulation.RefuseState(artArchive, "not_decider", "%s由县热线办负责人或县政府办负责人审批。", what)
	case a.Account == proposer:
		return regulation.RefuseState(artArchive, "same_person", "%s要由提出人以外的人审批。", what)
	}
	return nil
}

func (c CaseFile) there() error {
	if c.Destroyed != nil {
		return regulation.RefuseState(artArchive, "destroyed", "这一卷已按证书%s销毁，不能再改。", c.Destroyed.Certificate)
	}
	return nil
}

// Reclass corrects the class that the rule proposed. number is a slot for the file's number, used where it has none yet.
func (c CaseFile) Reclass(a org.Actor, to RetentionClass, reason, number string, p policy.Policy, now time.Time) (CaseReclassed, error) {
	var none CaseReclassed
	if err := mustKeep(a); err != nil {
		return none, err
	}
	if err := c.there(); err != nil {
		return none, err
	}
	switch {
	case to.Name() == "":
		return none, regulation.RefuseField(artArchive, "bad_class", "class", "没有选择保管期限，请从列表中选一项。")
	case to == c.Class:
		return none, regulation.RefuseField(artArchive, "same_class", "class", "现在就是“%s”，不用调整。", to.Name())
	case to == KeptDirect:
		return none, regulation.RefuseField(artArchive, "filed", "class", "已经立卷的不能改成不立卷，请选一个保管期限。")
	}
	if err := said(artArchive, "reason", "调整的理由", reason, 300); err != nil {
		return none, err
	}
	e := CaseReclassed{At: now, Account: a.Account, Class: to, Years: to.Years(p)}
	if c.Filed.Number == "" {
		e.Number = number
	}
	return e, nil
}

// Hold stops the destruction; one person is enough.
func (c CaseFile) Hold(a org.Actor, reason string, now time.Time) (CaseHeld, error) {
	var none CaseHeld
	if err := mustKeep(a); err != nil {
		return none, err
	}
	if err := c.there(); err != nil {
		return none, err
	}
	if c.Held != nil {
		return none, regulation.RefuseState(artArchive, "held_already", "这一卷已经暂停销毁。")
	}
	if err := said(artArchive, "reason", "暂停销毁的理由", reason, 300); err != nil {
		return none, err
	}
	return CaseHeld{At: now, Account: a.Account}, nil
}

// AskHoldEnd proposes to lift a hold.
func (c CaseFile) AskHoldEnd(a org.Actor, reason string, now time.Time) (HoldEndAsked, error) {
	var none HoldEndAsked
	if err := mustKeep(a); err != nil {
		return none, err
	}
	switch {
	case c.Held == nil:
		return none, regulation.RefuseState(artArchive, "not_held", "这一卷没有暂停销毁，不用解除。")
	case c.Asked != nil:
		return none, regulation.RefuseState(artArchive, "asked_already", "已经申请解除，等另一人审批。")
	}
	if err := said(artArchive, "reason", "解除的理由", reason, 300); err != nil {
		return none, err
	}
	return HoldEndAsked{At: now, Account: a.Account}, nil
}

// DecideHoldEnd is the second person's word.
func (c CaseFile) DecideHoldEnd(a org.Actor, lift bool, opinion string, now time.Time) (HoldEndDecided, error) {
	var none HoldEndDecided
	if c.Held == nil || c.Asked == nil {
		return none, regulation.RefuseState(artArchive, "not_asked", "没有解除暂停销毁的申请。")
	}
	if err := mustDecide(a, c.Asked.Account, "解除暂停销毁"); err != nil {
		return none, err
	}
	if !lift {
		if err := said(artArchive, "opinion", "不同意的理由", opinion, 300); err != nil {
			return none, err
		}
	}
	if len([]rune(strings.TrimSpace(opinion))) > 300 {
		return none, regulation.RefuseField(artArchive, "long_opinion", "opinion", "审批意见超过300字，请写要点。")
	}
	return HoldEndDecided{At: now, Account: a.Account, Lifted: lift}, nil
}
