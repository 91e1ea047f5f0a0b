package order

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// LimitKind names one of an order's clocks.
type LimitKind string

// The clocks, each with the party who owes something.
const (
	LimitHandle    LimitKind = "handle"     // 处置：登记后由县热线办处置
	LimitSigner    LimitKind = "signer"     // 签批：签批人
	LimitDispatch  LimitKind = "dispatch"   // 转办：县热线办
	LimitSign      LimitKind = "sign"       // 签收：承办单位，到时视同接收（第十六条）
	LimitContact   LimitKind = "contact"    // 联系诉求人（第十五条）
	LimitAssign    LimitKind = "assign"     // 单位分办（第十七条）
	LimitResult    LimitKind = "result"     // 办结（第十八条）
	LimitReview    LimitKind = "review"     // 答复审核：县热线办
	LimitFeedback  LimitKind = "feedback"   // 反馈：县热线办
	LimitUnitVisit LimitKind = "unit_visit" // 单位回访（第二十五条）
	LimitVisit     LimitKind = "visit"      // 县热线办回访
	LimitArchive   LimitKind = "archive"    // 归档

	LimitReturnReview LimitKind = "return_review" // 退回审核：县热线办（第十六条）
	LimitCoordinate   LimitKind = "coordinate"    // 会商指定：县热线办（第二十一条（三））
	LimitExtension    LimitKind = "extension"     // 延期审批：县热线办（第十九条）
	LimitRelay        LimitKind = "relay"         // 转达：县热线办（第十五条）
	LimitCall         LimitKind = "call"          // 答复首接单位的协调请求：县热线办（第十四条）

	LimitTermReview LimitKind = "term_review" // 终结审核：县热线办（第二十条）
	LimitTermBatch  LimitKind = "term_batch"  // 终结呈批：县热线办汇总呈县长
	LimitCancel     LimitKind = "cancel"      // 销号：县热线办报市热线办

	LimitProgress LimitKind = "progress" // 反馈进展：承办单位（急件，法定时限件；第十八条）
	LimitPhone    LimitKind = "phone"    // 电话通知：县热线办（特急；第十二条）
	LimitStatute  LimitKind = "statute"  // 法定时限审批：县热线办（第十八条）
	LimitReclass  LimitKind = "reclass"  // 类型变更审核：县热线办（第十八条）

	// The clocks of a request to a co-unit; each request has its own (Art. 14).
	LimitCoSign   LimitKind = "co_sign"   // 协办签收，或提出异议：协办单位
	LimitCo       LimitKind = "co"        // 协办：协办单位
	LimitCoReview LimitKind = "co_review" // 决定协办异议：县热线办
)

var limitKinds = []LimitKind{LimitHandle, LimitSigner, LimitDispatch, LimitSign, LimitContact, LimitAssign, LimitResult, LimitReview, LimitFeedback,
	LimitUnitVisit, LimitVisit, LimitArchive, LimitReturnReview, LimitCoordinate, LimitExtension, LimitRelay, LimitCall,
	LimitTermReview, LimitTermBatch, LimitCancel, LimitProgress, LimitPhone, LimitStatute, LimitReclass}

// Name is the Chinese name of the clock.
func (k LimitKind) Name() string {
	return map[LimitKind]string{LimitHandle: "处置", LimitSigner: "签批", LimitDispatch: "转办", LimitSign: "签收", LimitContact: "联系", LimitAssign: "单位分办",
		LimitResult: "办结", LimitReview: "审核", LimitFeedback: "反馈", LimitUnitVisit: "单位回访", LimitVisit: "回访", LimitArchive: "归档",
		LimitRelay: "转达", LimitCall: "协调", LimitCoSign: "协办签收", LimitCo: "协办", LimitCoReview: "协办异议",
		LimitTermReview: "终结审核", LimitTermBatch: "终结呈批", LimitCancel: "销号", LimitProgress: "进展", LimitPhone: "电话通知", LimitStatute: "法定时限审批", LimitReclass: "类型变更审核",
		LimitExtension: "延期审批", LimitReturnReview: "退回审核", LimitCoordinate: "会商指定"}[k]
}

// Limit is a promise with its day zero. It is frozen in the event that starts it; a later policy or calendar never rewrites it (Art. 29).
type Limit struct {
	Kind        LimitKind         `json:"kind"`
	From        time.Time         `json:"from"`                  // day zero begins here
	Days        int               `json:"days,omitempty"`        // working days
	Due         time.Time         `json:"due"`                   // the first instant that is too late
	LastDay     string            `json:"last_day"`              // the last day on which it is in time, Beijing
	Provisional bool              `json:"provisional,omitempty"` // runs into a year whose holidays are not announced
	Basis       regulation.Clause `json:"basis"`
	Buffered    bool              `json:"buffered,omitempty"`   // shortened for the leaders' signatures
	Extended    int               `json:"extended,omitempty"`   // of Days, those granted by extensions
	ResumedOn   string            `json:"resumed_on,omitempty"` // day from which counting went on after a pause
	Left        int               `json:"left,omitempty"`       // working days that were left on that day
}

// Clock is a limit at work.
type Clock struct {
	Limit
	On       bool      `json:"on"`                  // started and neither met nor void
	PausedOn string    `json:"paused_on,omitempty"` // day on which counting stopped (暂停计时)
	Missed   bool      `json:"missed,omitempty"`    // the miss is on record
	MetAt    time.Time `json:"met_at,omitzero"`
}

// Paused reports whether counting is stopped.
func (c Clock) Paused() bool { return c.PausedOn != "" }

// Late reports whether t is too late for the clock.
func (c Clock) Late(t time.Time) bool { return !c.Due.IsZero() && !t.Before(c.Due) }

// Clocks holds one clock of each kind, by the order of the kinds; there is room for more kinds.
type Clocks [28]Clock

func index(k LimitKind) int {
	for i, x := range limitKinds {
		if x == k {
			return i
		}
	}
	panic("order: unknown limit " + string(k))
}

// Get is the clock of a kind.
func (c Clocks) Get(k LimitKind) Clock { return c[index(k)] }

func (c *Clocks) start(l Limit)    { c[index(l.Kind)] = Clock{Limit: l, On: true} }
func (c *Clocks) void(k LimitKind) { c[index(k)].On = false }
func (c *Clocks) missed(k LimitKind) {
	c[index(k)].Missed = true
}

func (c *Clocks) met(k LimitKind, at time.Time) {
	if x := &c[index(k)]; x.On {
		x.On, x.MetAt, x.PausedOn = false, at, ""
	}
}

func (c *Clocks) pause(k LimitKind, at time.Time) {
	if x := &c[index(k)]; x.On && !x.Paused() {
		x.PausedOn = calendar.DateOf(at).String()
	}
}

func (c *Clocks) resume(l Limit) {
	x := &c[index(l.Kind)]
	x.Limit, x.On, x.PausedOn = l, true, ""
}

// voidAll stops every clock: nothing more is owed.
func (c *Clocks) voidAll() {
	for i := range c {
		c[i].On, c[i].PausedOn = false, ""
	}
}

// NewLimit counts n working days from an instant by the policy's calendar (domain.md §4.1): day zero is the date of from, the limit ends with
// day n, at 24:00 or at the county's cutoff.
func NewLimit(p policy.Policy, k LimitKind, from time.Time, n int, basis regulation.Clause) Limit {
	start := from
	if p.Clock.AfterHoursAsNextDay.Value {
		if c, ok := cutoff(p, calendar.DateOf(from)); ok && !from.Before(c) {
			start = calendar.DateOf(from).Next().Midnight()
		}
	}
	due := p.Calendar.Due(start, n)
	return Limit{Kind: k, From: from, Days: n, Due: endOf(p, due.LastDay), LastDay: due.LastDay.String(), Provisional: due.Provisional, Basis: basis}
}

func endOf(p policy.Policy, d calendar.Date) time.Time {
	if c, ok := cutoff(p, d); ok {
		return c
	}
	return d.Next().Midnight()
}

func cutoff(p policy.Policy, d calendar.Date) (time.Time, bool) {
	t, err := time.Parse("15:04", p.Clock.Cutoff.Value)
	if err != nil {
		return time.Time{}, false
	}
	return d.Midnight().Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute), true
}

// resultLimit is the limit of Art. 18 for a fresh assignment, cut by the leaders' buffer where an upper platform waits for a key order.
func resultLimit(p policy.Policy, s State, from time.Time) Limit {
	n, basis := p.Limit.OtherWD.Value, p.Limit.OtherWD.Clause()
	if s.Request.Type == Consult {
		n = p.Limit.ConsultWD.Value
	}
	if s.Statute != nil {
		n, basis = s.Statute.Days, regulation.Art18
	}
	l := NewLimit(p, LimitResult, from, n, basis)
	if due := s.OuterDue(); s.Key && due != nil {
		l = nearer(p, l, *due, p.Limit.KeyLeaderBufferWD.Value, p.Limit.KeyLeaderBufferWD.Clause())
	}
	if due := s.membersDue(); due != nil {
		l = nearer(p, l, *due, p.Limit.FeedbackWD.Value, regulation.Art10_3)
	}
	return l
}

// nearer is a limit that leaves others so many working days before an upper platform's limit, at least one working day from its day zero.
func nearer(p policy.Policy, l Limit, outer time.Time, leave int, basis regulation.Clause) Limit {
	from := calendar.DateOf(l.From)
	last := back(p.Calendar, calendar.DateOf(outer.Add(-time.Second)), leave)
	if first := p.Calendar.AddWorkdays(from, 1); last.Before(first) {
		last = first
	}
	if at := endOf(p, last); at.Before(l.Due) {
		l.Due, l.LastDay, l.Buffered = at, last.String(), true
		l.Days, l.Basis = p.Calendar.WorkdaysBetween(from, last), basis
	}
	return l
}

// back is the last working day that leaves n working days up to and including d.
func back(c *calendar.Calendar, d calendar.Date, n int) calendar.Date {
	for !c.IsWorkday(d) || n > 0 {
		if c.IsWorkday(d) {
			n--
		}
		d = d.AddDays(-1)
	}
	return d
}

// resumed is the paused clock's limit after counting went on at t: what was left on the day of the pause is left again from the day of t, at
// least one working day; a pause that ends on its own day changes nothing, and a submission that was late stays late.
func resumed(p policy.Policy, c Clock, t time.Time) Limit {
	l := c.Limit
	paused, err := calendar.ParseDate(c.PausedOn)
	if err != nil {
		return l
	}
	last, err := calendar.ParseDate(l.LastDay)
	if err != nil {
		return l
	}
	now := calendar.DateOf(t)
	if now == paused || last.Before(paused) {
		return l
	}
	day := p.Calendar.Resume(last, paused, now)
	due := p.Calendar.Due(now.Midnight(), p.Calendar.WorkdaysBetween(now, day))
	l.LastDay, l.Due, l.Provisional = day.String(), endOf(p, day), l.Provisional || due.Provisional
	l.ResumedOn, l.Left = now.String(), p.Calendar.WorkdaysBetween(now, day)
	return l
}

// recounted is the same promise read by another calendar: from its own day zero, or from the day on which counting went on after a pause.
func (l Limit) recounted(p policy.Policy) Limit {
	d, err := calendar.ParseDate(l.ResumedOn)
	if err != nil {
		n := NewLimit(p, l.Kind, l.From, l.Days, l.Basis)
		l.Due, l.LastDay, l.Provisional = n.Due, n.LastDay, n.Provisional
		return l
	}
	due := p.Calendar.Due(d.Midnight(), l.Left)
	l.Due, l.LastDay, l.Provisional = endOf(p, due.LastDay), due.LastDay.String(), due.Provisional
	return l
}

// retyped is the result's limit after the type of the request was corrected: counted from the same day zero, with what a pause had given.
func retyped(p policy.Policy, s State, to Type) Limit {
	old := s.Clocks.Get(LimitResult).Limit
	was := lengthened(p, resultLimit(p, s, s.ReceivedAt), old.Extended)
	s.Request.Type = to
	l := resultLimit(p, s, s.ReceivedAt)
	// What was granted stays granted, up to the ceiling of Art. 19.
	l = lengthened(p, l, min(old.Extended, max(p.Limit.TotalMaxWD.Value-l.Days, 0)))
	return moved(p, old, was, l)
}

// moved gives a limit that was counted anew from its day zero what pauses had given the old one; was is the old one without them.
func moved(p policy.Policy, old, was, l Limit) Limit {
	resumedOn, err := calendar.ParseDate(old.ResumedOn)
	if err != nil {
		return l
	}
	before, err1 := calendar.ParseDate(was.LastDay)
	now, err2 := calendar.ParseDate(old.LastDay)
	last, err3 := calendar.ParseDate(l.LastDay)
	if err1 != nil || err2 != nil || err3 != nil {
		return l
	}
	last = p.Calendar.AddWorkdays(last, p.Calendar.WorkdaysBetween(before, now))
	l.LastDay, l.Due = last.String(), endOf(p, last)
	l.Provisional = l.Provisional || p.Calendar.Provisional(resumedOn, last)
	if last.After(resumedOn) {
		l.ResumedOn, l.Left = old.ResumedOn, p.Calendar.WorkdaysBetween(resumedOn, last)
	}
	return l
}
