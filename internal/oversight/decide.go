package oversight

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Command is something that a person, or a timer, wants to happen to a row.
type Command interface{ actor() org.Actor }

// By is embedded in every command: who acts.
type By struct{ Actor org.Actor }

func (b By) actor() org.Actor { return b.Actor }

type (
	// List opens a row by hand: items 6 to 8, among them what the media showed (Art. 21(7)). ID keeps two forms apart.
	List struct {
		By
		ID     string
		Item   Item
		Level  Level
		Reason order.Private
	}
	// Act records one deed of the office (Art. 22).
	Act struct {
		By
		Case                                           int
		Means                                          Means
		On                                             time.Time
		Person, Content, Response, Place, Participants order.Private
		Due                                            string // last day, empty where none was set
		Result                                         Result
		Files                                          []order.Attachment[order.Private]
	}
	// Lift raises a row by hand.
	Lift struct {
		By
		Case   int
		Level  Level
		Reason order.Private
	}
	// Issue writes a 督办单 to the unit. Number is a slot of the archive; Above are the units over the addressee.
	Issue struct {
		By
		Case   int
		Number string
		Demand order.Private
		Days   int // working days to answer
		Joint  []org.UnitID
		Above  []org.UnitID
	}
	// Answer is the unit's reply.
	Answer struct {
		By
		Case  int
		Words order.Private
		Files []order.Attachment[order.Private]
	}
	// Judge is the office's word on it.
	Judge struct {
		By
		Case   int
		Solved bool
		Words  order.Private
	}
	// Close is 销号.
	Close struct {
		By
		Case    int
		Outcome Outcome
		Words   order.Private
	}
	// Look is the command of a timer: the rules look again, and may answer nothing.
	Look struct{ By }
)

// Longest texts, in characters.
const (
	MostWords  = 2000
	MostDemand = 1000
	MostDays   = 15
)

// Decide answers a command on the watch over an order: the events that follow, or a *regulation.Refusal that names the article. s is the order as it stands.
func Decide(w Watch, s order.State, c Command, p policy.Policy, now time.Time) ([]Event, error) {
	due := Settle(w, s, p, now)
	for _, e := range due {
		w = Evolve(w, e)
	}
	if _, ok := c.(Look); ok {
		return due, nil
	}
	if s.Status == order.None || s.Recuses(c.actor()) {
		return nil, noCase()
	}
	out, err := decide(w, s, c, p, now)
	if err != nil {
		return nil, err
	}
	return append(due, out...), nil
}

func noCase() error {
	return regulation.RefuseState(regulation.Art21, "no_case", "没有这件督办。")
}

func decide(w Watch, s order.State, c Command, p policy.Policy, now time.Time) ([]Event, error) {
	switch c := c.(type) {
	case List:
		return list(w, s, c, p, now)
	case Act:
		return act(w, s, c, now)
	case Lift:
		return lift(w, s, c, p, now)
	case Issue:
		return issue(w, s, c, p, now)
	case Answer:
		return answer(w, s, c, p, now)
	case Judge:
		return judge(w, c, p, now)
	case Close:
		return closeCase(w, s, c, p, now)
	}
	return nil, fmt.Errorf("decide %T: unknown command", c)
}

// supervisors may act on rows.
var supervisors = []org.Kind{org.Supervisor, org.OfficeHead}

func must(c Command, kinds ...org.Kind) error {
	if c.actor().System() || slices.Contains(kinds, c.actor().Post.Kind) {
		return nil
	}
	return regulation.RefuseState(regulation.Art21, "wrong_post", "这一步由%s办理，您现在的岗位是%s。", kinds[0].Name(), c.actor().Post.Kind.Name())
}

// openCase is an open row, for whoever supervises.
func openCase(w Watch, c Command, n int) (Case, error) {
	x := w.Case(n)
	if x == nil {
		return Case{}, noCase()
	}
	if err := must(c, supervisors...); err != nil {
		return Case{}, err
	}
	if !x.Open() {
		return Case{}, regulation.RefuseState(regulation.Art21, "closed", "这件督办已经销号，不能再办理。")
	}
	return *x, nil
}

func text(field, label, t string, most int) error {
	switch {
	case strings.TrimSpace(t) == "":
		return regulation.RefuseField(regulation.Art22, "no_"+field, field, "没有填写%s，请写清楚。", label)
	case utf8.RuneCountInString(t) > most:
		return regulation.RefuseField(regulation.Art22, "long_"+field, field, "%s超过%d字，请写要点。", label, most)
	}
	return nil
}

func list(w Watch, s order.State, c List, p policy.Policy, now time.Time) ([]Event, error) {
	if err := must(c, org.Supervisor, org.OfficeHead, org.Dispatcher); err != nil {
		return nil, err
	}
	switch {
	case s.Status.Terminal():
		return nil, regulation.RefuseState(regulation.Art21, "order_over", "工单是“%s”，不能再列入督办。", s.Status.Name())
	case c.Item < 6 || c.Item > 8:
		return nil, regulation.RefuseField(regulation.Art21, "bad_item", "item", "没有选择督办事由，请从列表中选一项；前五项由系统自动列入。")
	case c.Level.Name() == "" || c.Item == 7 && c.Level < LevelTwo:
		return nil, regulation.RefuseField(regulation.Art21, "bad_level", "level", "没有选择督办级别；媒体曝光的事项至少二级。")
	}
	if err := text("reason", "事由", c.Reason.Text, MostDemand); err != nil {
		return nil, err
	}
	key := "hand/" + c.ID
	if w.caused(key) != nil {
		return nil, regulation.RefuseState(regulation.Art21, "listed", "这张表已经列入督办，不用再列。")
	}
	means := map[Level]Means{Track: ByNetwork, LevelOne: ByPhone, LevelTwo: ByPaper, LevelThree: OnSite}[c.Level]
	if c.Item == 7 {
		means = OnSite
	}
	return []Event{Opened{At: now, Account: c.Actor.Account, Case: len(w.Cases) + 1, Cause: key, Clause: c.Item.Clause(), Level: c.Level, Means: means, Unit: held(s), Joint: joint(s, c.Level, p),
		Evidence: []Evidence{{What: "hand", At: now}}, Reason: c.Reason.Keep()}}, nil
}

func act(w Watch, s order.State, c Act, now time.Time) ([]Event, error) {
	x, err := openCase(w, c, c.Case)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Means.Name() == "" || c.Means == ByPaper:
		return nil, regulation.RefuseField(regulation.Art22, "bad_means", "means", "没有选择督办方式；书面督办请出督办单。")
	case c.On.IsZero() || c.On.After(now):
		return nil, regulation.RefuseField(regulation.Art22, "bad_on", "on", "时间没有填写或晚于现在，请核对。")
	case c.On.Before(s.RegisteredAt):
		return nil, regulation.RefuseField(regulation.Art22, "early_on", "on", "时间早于工单登记的时间，请核对。")
	case c.Result.Name() == "":
		return nil, regulation.RefuseField(regulation.Art22, "bad_result", "result", "没有选择结果，请选一项。")
	}
	for _, f := range []struct{ field, label, text string }{{"person", "督办对象", c.Person.Text}, {"content", "督办内容", c.Content.Text}} {
		if err := text(f.field, f.label, f.text, MostWords); err != nil {
			return nil, err
		}
	}
	if c.Result != NoAnswer {
		if err := text("response", "对方答复", c.Response.Text, MostWords); err != nil {
			return nil, err
		}
	}
	if c.Due != "" {
		if d, err := calendar.ParseDate(c.Due); err != nil || d.Before(calendar.DateOf(c.On)) {
			return nil, regulation.RefuseField(regulation.Art22, "bad_due", "due", "限定的日期不对，不能早于督办的那天。")
		}
	}
	if c.Means == OnSite {
		if err := text("place", "现场督办的地点", c.Place.Text, 100); err != nil {
			return nil, err
		}
		if err := text("participants", "参加人员", c.Participants.Text, 200); err != nil {
			return nil, err
		}
		if len(c.Files) == 0 {
			return nil, regulation.RefuseField(regulation.Art22, "no_photo", "files", "现场督办要有照片，请上传。")
		}
	}
	a := Action{At: now, Account: c.Actor.Account, Means: c.Means, On: c.On, Person: c.Person.Keep(), Content: c.Content.Keep(), Due: c.Due, Response: c.Response.Keep(), Result: c.Result,
		Place: c.Place.Keep(), Participants: c.Participants.Keep(), Files: kept(c.Files)}
	return []Event{Acted{Case: x.N, Unit: x.Unit, Action: a}}, nil
}

func kept(in []order.Attachment[order.Private]) []order.Attachment[order.Kept] {
	var out []order.Attachment[order.Kept]
	for _, a := range in {
		out = append(out, order.Attachment[order.Kept]{ID: a.ID, Blob: a.Blob, Purpose: a.Purpose, MIME: a.MIME, Size: a.Size, Name: a.Name.Keep()})
	}
	return out
}

func lift(w Watch, s order.State, c Lift, p policy.Policy, now time.Time) ([]Event, error) {
	x, err := openCase(w, c, c.Case)
	if err != nil {
		return nil, err
	}
	if c.Level.Name() == "" || c.Level <= x.Level {
		return nil, regulation.RefuseField(regulation.Art21, "bad_level", "level", "督办级别只能升高，现在是%s。", x.Level.Name())
	}
	if err := text("reason", "升级的理由", c.Reason.Text, MostDemand); err != nil {
		return nil, err
	}
	return []Event{Raised{At: now, Account: c.Actor.Account, Case: x.N, Level: c.Level, Joint: joint(s, c.Level, p), Reason: c.Reason.Keep()}}, nil
}

func issue(w Watch, s order.State, c Issue, p policy.Policy, now time.Time) ([]Event, error) {
	x, err := openCase(w, c, c.Case)
	if err != nil {
		return nil, err
	}
	unit := addressee(x, s)
	switch {
	case s.Status.Done():
		return nil, regulation.RefuseState(regulation.Art22, "order_over", "工单是“%s”，不用再出督办单，请直接销号。", s.Status.Name())
	case s.Merged != nil && s.Lead == "":
		return nil, regulation.RefuseState(regulation.Art22, "merged", "这件已经并单办理，请对主办工单%s出督办单。", s.Merged.Number)
	case unit == "":
		return nil, regulation.RefuseState(regulation.Art22, "no_unit", "工单还没有转给承办单位，转办以后再出督办单。")
	case s.RecusesUnit(unit, c.Above):
		return nil, regulation.RefuseState(regulation.Art23_6, "conflict", "工单反映的就是这个单位，不能把督办单发给它。")
	case x.Owes():
		return nil, regulation.RefuseState(regulation.Art22, "waiting", "上一份督办单还没有反馈，请等反馈或认定未落实后再出。")
	case x.Sheet() != nil && x.Sheet().State == Answered:
		return nil, regulation.RefuseState(regulation.Art22, "to_judge", "单位已经反馈，请先认定是否落实。")
	case c.Days < 1 || c.Days > MostDays:
		return nil, regulation.RefuseField(regulation.Art22, "bad_days", "days", "反馈期限应在1到%d个工作日之间。", MostDays)
	}
	if err := text("demand", "督办要求", c.Demand.Text, MostDemand); err != nil {
		return nil, err
	}
	for _, u := range c.Joint {
		if !slices.Contains(JointBodies(), u) {
			return nil, regulation.RefuseField(regulation.Art22, "bad_joint", "joint", "联合督办单位只能是县绩效评价中心和县效能办。")
		}
	}
	l := order.NewLimit(p, order.LimitResult, now, c.Days, p.Supervision.ReplyWD.Clause())
	l.Kind = SheetLimit
	return []Event{SheetIssued{At: now, Account: c.Actor.Account, Post: c.Actor.Post.ID, Case: x.N, Sheet: len(x.Sheets) + 1, Number: c.Number, Level: max(x.Level, LevelTwo), Unit: unit, Joint: c.Joint,
		Demand: c.Demand.Keep(), Limit: l}}, nil
}

// SheetLimit is the kind of a sheet's limit in the log.
const SheetLimit order.LimitKind = "sheet"

// addressee is whom a sheet goes to: the unit that the row presses while the order is its matter, else the one that holds it now.
func addressee(x Case, s order.State) org.UnitID {
	if concerns(s, x.Unit) {
		return x.Unit
	}
	return held(s)
}

func answer(w Watch, s order.State, c Answer, p policy.Policy, now time.Time) ([]Event, error) {
	x := w.Case(c.Case)
	if x == nil || x.Sheet() == nil || c.Actor.Post.Unit != x.Sheet().Unit || !c.Actor.Is(org.UnitHandler, org.UnitDeputy, org.UnitPrincipal) {
		return nil, noCase()
	}
	sh := x.Sheet()
	switch {
	case sh.State == Lapsed:
		return nil, regulation.RefuseState(regulation.Art22, "lapsed", "这份督办单已经作废，不用反馈。")
	case sh.State != Waiting || !x.Open():
		return nil, regulation.RefuseState(regulation.Art22, "answered", "本单位已经反馈；要补充的，请告诉县热线办。")
	}
	if err := text("words", "落实情况", c.Words.Text, MostWords); err != nil {
		return nil, err
	}
	if !c.Actor.Is(org.UnitPrincipal) && len(c.Files) == 0 {
		return nil, regulation.RefuseField(regulation.Art22, "no_seal", "files", "督办反馈要主要负责人签字、单位盖章：请上传盖章件，或由主要负责人登录反馈。")
	}
	return []Event{SheetAnswered{At: now, Account: c.Actor.Account, Post: c.Actor.Post.ID, Case: x.N, Sheet: sh.Sheet, Unit: sh.Unit, Words: c.Words.Keep(), Files: kept(c.Files),
		Late: !now.Before(sh.Limit.Due), Days: p.Calendar.WorkdaysBetween(calendar.DateOf(sh.At), calendar.DateOf(now))}}, nil
}

func judge(w Watch, c Judge, p policy.Policy, now time.Time) ([]Event, error) {
	x, err := openCase(w, c, c.Case)
	if err != nil {
		return nil, err
	}
	sh := x.Sheet()
	switch {
	case sh == nil || sh.State == Accepted || sh.State == Unsolved || sh.State == Lapsed:
		return nil, regulation.RefuseState(regulation.Art22, "nothing_to_judge", "没有等待认定的督办单，请刷新页面。")
	case sh.State == Waiting && (c.Solved || !sh.Missed):
		return nil, regulation.RefuseState(regulation.Art22, "not_answered", "单位还没有反馈；过了反馈期限仍不反馈的，可以认定未落实。")
	}
	if err := text("words", "认定意见", c.Words.Text, MostDemand); err != nil {
		return nil, err
	}
	e := Judged{At: now, Account: c.Actor.Account, Case: x.N, Sheet: sh.Sheet, Unit: sh.Unit, Solved: c.Solved, Words: c.Words.Keep()}
	if c.Solved {
		return []Event{e}, nil
	}
	e.Unsolved = x.Unsolved + 1
	if e.Unsolved < p.Supervision.LeadFromUnsolved.Value || x.Lead {
		return []Event{e}, nil
	}
	var numbers []string
	for _, s := range x.Sheets {
		if s.State == Unsolved || s.Sheet == sh.Sheet {
			numbers = append(numbers, s.Number)
		}
	}
	return []Event{e, LeadProposed{At: now, Case: x.N, Unit: sh.Unit, Cause: regulation.Art23_8, Unsolved: e.Unsolved, Sheets: numbers}}, nil
}

// closeCase is 销号: what was missed must be made good, what was pressed in writing must be judged, and a mistaken row is taken back by the head alone.
func closeCase(w Watch, s order.State, c Close, p policy.Policy, now time.Time) ([]Event, error) {
	x, err := openCase(w, c, c.Case)
	if err != nil {
		return nil, err
	}
	sh := x.Sheet()
	if !slices.Contains(Outcomes(), c.Outcome) {
		return nil, regulation.RefuseField(regulation.Art21, "bad_outcome", "outcome", "没有选择销号结论，请选一项。")
	}
	if c.Outcome == Mistaken {
		if err := must(c, org.OfficeHead); err != nil {
			return nil, err
		}
	} else {
		switch {
		case x.Item == 2 && stillOwed(x, s):
			return nil, regulation.RefuseState(regulation.Art21_2, "still_owed", "逾期事项还没有报送结果，不能销号。")
		case sh != nil && sh.State == Answered:
			return nil, regulation.RefuseState(regulation.Art22, "to_judge", "单位已经反馈，请先认定是否落实，再销号。")
		case !s.Status.Done() && sh != nil && (sh.State == Waiting || sh.State == Unsolved):
			return nil, regulation.RefuseState(regulation.Art22, "not_settled", "督办单%s，工单也没有办结，不能销号。", sh.State.Name())
		case !s.Status.Done() && x.Level >= LevelTwo && sh == nil && !slices.ContainsFunc(x.Actions, func(a Action) bool { return a.Means == OnSite || a.Means == ByMeeting }):
			return nil, regulation.RefuseState(regulation.Art22, "no_sheet", "%s督办要有督办单，或者现场督办、会商的记录，才能销号。", x.Level.Name())
		case x.Level == LevelOne && len(x.Actions) == 0 && sh == nil && !s.Status.Done():
			return nil, regulation.RefuseState(regulation.Art22, "no_action", "还没有督办记录，请先记一次电话或网络催办，再销号。")
		}
	}
	if err := text("words", "销号意见", c.Words.Text, MostDemand); err != nil {
		return nil, err
	}
	var out []Event
	if sh != nil && sh.State == Waiting {
		out = append(out, SheetLapsed{At: now, Case: x.N, Sheet: sh.Sheet, Unit: sh.Unit, Why: "closed"})
	}
	return append(out, Closed{At: now, Account: c.Actor.Account, Case: x.N, Unit: x.Unit, Outcome: c.Outcome, Level: x.Level, Days: daysOpen(x, p, now), Words: c.Words.Keep()}), nil
}
