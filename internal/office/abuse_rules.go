package office

import (
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Bounds of the form.
const (
	MostAbuseOrders = 20
	MostAbuseWords  = 1000 // runes of any of its texts
	leastOccupying  = 3    // times that make 反复
)

// ProposeAbuse is the form: by the office or by a unit.
type ProposeAbuse struct {
	Actor    org.Actor
	Caller   string // blind index, "" where no number is known
	Facts    string
	Evidence AbuseEvidence
}

func abuseField(field, code, reason string, args ...any) error {
	return regulation.RefuseField(regulation.Art13, code, field, reason, args...)
}

func abuseState(code, reason string) error {
	return regulation.RefuseState(regulation.Art13, code, "%s", reason)
}

func inDesk(a org.Actor) bool {
	return a.Is(org.Operator, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead)
}

func inUnit(a org.Actor) bool { return a.Is(org.UnitHandler, org.UnitDeputy, org.UnitPrincipal) }

// Check says what is wrong with the form. Art. 13: 县热线办和承办单位 may hand over; asking often for good reason is no abuse, so the facts are written out.
func (c ProposeAbuse) Check(now time.Time) error {
	e := c.Evidence
	today := calendar.DateOf(now)
	switch {
	case !inDesk(c.Actor) && !inUnit(c.Actor):
		return abuseState("not_yours", "只有县热线办和承办单位可以提出。")
	case e.Behaviour.Name() == "":
		return abuseField("behaviour", "bad_behaviour", "没有选择行为，请从列表中选一项。")
	case inUnit(c.Actor) && len(e.Orders) == 0:
		return abuseField("orders", "no_order", "没有填写工单编号，请至少写一件本单位办理的工单。")
	case c.Caller == "":
		return abuseField("phone", "no_caller", "不知道是哪个号码：请填写来电号码，或填写留有号码的工单编号。")
	case len(e.Orders) > MostAbuseOrders:
		return abuseField("orders", "many_orders", "最多写%d件工单，其余的写进通话次数。", MostAbuseOrders)
	case e.Calls < 1 || e.Calls > 9999:
		return abuseField("calls", "bad_calls", "通话次数没有填写或不对，请填1到9999。")
	case e.Calls < len(e.Orders):
		return abuseField("calls", "few_calls", "通话次数比工单还少，请核对：没有立单的来电也算一次。")
	case e.Behaviour == Occupying && e.Calls < leastOccupying:
		return abuseField("calls", "too_few", "不到%d次，还说不上反复占用；骚扰、侮辱、威胁、扰序的请改选行为。", leastOccupying)
	}
	first, err := calendar.ParseDate(e.First)
	if err != nil || first.After(today) {
		return abuseField("first", "bad_first", "最早一次的日期没有填写，或晚于今天。")
	}
	last, err := calendar.ParseDate(e.Last)
	if err != nil || last.After(today) || last.Before(first) {
		return abuseField("last", "bad_last", "最近一次的日期没有填写、晚于今天，或早于最早一次。")
	}
	return abuseWords("facts", "no_facts", "事实", c.Facts)
}

func abuseWords(field, code, label, words string) error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(words)); {
	case n == 0:
		return abuseField(field, code, "没有填写%s，请写清楚。", label)
	case n > MostAbuseWords:
		return abuseField(field, "long_words", "%s超过%d字，请写要点。", label, MostAbuseWords)
	}
	return nil
}

// Sees reports whether an actor may read the record at all: the desk, and the unit that proposed it.
func (a Abuse) Sees(by org.Actor) bool {
	return a.ID != "" && (inDesk(by) || inUnit(by) && a.Proposed.Unit == by.Post.Unit)
}

// Warn puts a warning on record: when the caller was told to stop, and in which words.
func (a Abuse) Warn(by org.Actor, when time.Time, words string, now time.Time) (AbuseWarned, error) {
	switch {
	case !a.Sees(by):
		return AbuseWarned{}, abuseState("no_record", "没有这件记录。")
	case a.Decided != nil && a.Stage(now) != AbuseHints:
		return AbuseWarned{}, abuseState("over", "这件记录已经了结，不能再登记告诫；又有新情况的，请另提一件。")
	case a.Handed != nil:
		return AbuseWarned{}, abuseState("handed", "已经移交，不能再补告诫。")
	case when.IsZero() || when.After(now):
		return AbuseWarned{}, abuseField("when", "bad_when", "告诫时间没有填写，或晚于现在。")
	}
	if err := abuseWords("words", "no_words", "告诫的话", words); err != nil {
		return AbuseWarned{}, err
	}
	return AbuseWarned{At: now, Account: by.Account, Unit: by.Post.Unit, When: when}, nil
}

// Decide is the head's word. Nobody approves what he proposed himself; days is how long the rules in force let the hint stand.
func (a Abuse) Decide(by org.Actor, approve bool, words string, days int, now time.Time) (AbuseDecided, error) {
	switch {
	case a.ID == "" || !by.Is(org.OfficeHead):
		return AbuseDecided{}, abuseState("not_head", "由县热线办负责人审批。")
	case a.Decided != nil:
		return AbuseDecided{}, abuseState("decided", "这件已经审批过，请刷新页面。")
	case approve && a.Proposed.Account == by.Account:
		return AbuseDecided{}, abuseState("same_person", "提出人和审批人不能是同一个人，请由另一位负责人审批。")
	}
	if !approve || strings.TrimSpace(words) != "" {
		if err := abuseWords("words", "no_words", "审批意见", words); err != nil {
			return AbuseDecided{}, err
		}
	}
	e := AbuseDecided{At: now, Account: by.Account, Approved: approve}
	if approve {
		e.Days, e.Until = days, calendar.DateOf(now).AddDays(days+1).Midnight()
	}
	return e, nil
}

// HandOver sends the letter (F14). The caller has been warned once at least; a threat is handed over at once.
func (a Abuse) HandOver(by org.Actor, to org.UnitID, basis, number string, now time.Time) (AbuseHanded, error) {
	switch {
	case a.ID == "" || !by.Is(org.Dispatcher, org.Supervisor, org.OfficeHead):
		return AbuseHanded{}, abuseState("not_office", "移交由县热线办办理。")
	case a.Handed != nil:
		return AbuseHanded{}, abuseState("handed", "已经移交，移交函可以再打印。")
	case a.Stage(now) != AbuseHints:
		return AbuseHanded{}, abuseState("not_approved", "县热线办负责人批准后、提示到期前才能移交。")
	case a.needsWarning():
		return AbuseHanded{}, abuseState("no_warning", "还没有告诫过诉求人：移交前至少告诫一次，并登记时间和原话（威胁的除外）。")
	case to == "":
		return AbuseHanded{}, abuseField("to", "no_body", "没有选择移交给哪个部门，请选一个。")
	}
	if err := abuseWords("basis", "no_basis", "依据", basis); err != nil {
		return AbuseHanded{}, err
	}
	return AbuseHanded{At: now, Account: by.Account, Number: number, To: to, Basis: strings.TrimSpace(basis)}, nil
}

// Receive puts on record that the body has the letter.
func (a Abuse) Receive(by org.Actor, day, words string, now time.Time) (AbuseReceived, error) {
	switch {
	case a.Handed == nil || !by.Is(org.Dispatcher, org.Supervisor, org.OfficeHead):
		return AbuseReceived{}, abuseState("not_handed", "还没有移交，没有回执可登记。")
	case a.Received != nil:
		return AbuseReceived{}, abuseState("received", "回执已经登记过。")
	}
	if err := a.since(day, now); err != nil {
		return AbuseReceived{}, err
	}
	if err := abuseWords("words", "no_words", "签收情况", words); err != nil {
		return AbuseReceived{}, err
	}
	return AbuseReceived{At: now, Account: by.Account, Day: day}, nil
}

// Conclude puts the result on record.
func (a Abuse) Conclude(by org.Actor, day string, o AbuseOutcome, words string, now time.Time) (AbuseResulted, error) {
	switch {
	case a.Received == nil || !by.Is(org.Dispatcher, org.Supervisor, org.OfficeHead):
		return AbuseResulted{}, abuseState("not_received", "请先登记回执，再登记处理结果。")
	case a.Result != nil:
		return AbuseResulted{}, abuseState("resulted", "处理结果已经登记过。")
	case o.Name() == "":
		return AbuseResulted{}, abuseField("outcome", "bad_outcome", "没有选择处理结果，请从列表中选一项。")
	}
	if err := a.since(day, now); err != nil {
		return AbuseResulted{}, err
	}
	if err := abuseWords("words", "no_words", "处理情况", words); err != nil {
		return AbuseResulted{}, err
	}
	return AbuseResulted{At: now, Account: by.Account, Day: day, Outcome: o}, nil
}

func (a Abuse) since(day string, now time.Time) error {
	d, err := calendar.ParseDate(day)
	if err != nil || d.After(calendar.DateOf(now)) || d.Before(calendar.DateOf(a.Handed.At)) {
		return abuseField("day", "bad_day", "日期没有填写、晚于今天，或早于移交那天。")
	}
	return nil
}

// End takes the hint off before its day.
func (a Abuse) End(by org.Actor, words string, now time.Time) (AbuseEnded, error) {
	switch {
	case a.ID == "" || !by.Is(org.OfficeHead):
		return AbuseEnded{}, abuseState("not_head", "由县热线办负责人解除。")
	case a.Stage(now) != AbuseHints:
		return AbuseEnded{}, abuseState("no_hint", "现在没有提示，不用解除。")
	}
	if err := abuseWords("words", "no_words", "解除理由", words); err != nil {
		return AbuseEnded{}, err
	}
	return AbuseEnded{At: now, Account: by.Account}, nil
}
