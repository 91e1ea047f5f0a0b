package oversight

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Level is how hard an order is pressed (M6): it is followed, urged by a line, by a sheet, or jointly and on the spot.
type Level int

// The levels.
const (
	Track      Level = iota // 跟踪：只列台账
	LevelOne                // 一级：电话、网络催办
	LevelTwo                // 二级：书面督办单
	LevelThree              // 三级：联合、现场督办，报领导
)

// Name is the Chinese name.
func (l Level) Name() string {
	if l < Track || l > LevelThree {
		return ""
	}
	return [...]string{"跟踪", "一级", "二级", "三级"}[l]
}

// Means is how the office supervises (Art. 22).
type Means string

// The means.
const (
	ByPhone   Means = "phone"   // 电话
	ByPaper   Means = "paper"   // 书面
	ByNetwork Means = "network" // 网络
	OnSite    Means = "site"    // 现场
	ByMeeting Means = "meeting" // 会商
)

// AllMeans lists them in the order of the form.
func AllMeans() []Means { return []Means{ByPhone, ByNetwork, OnSite, ByMeeting, ByPaper} }

// Name is the Chinese name.
func (m Means) Name() string {
	return map[Means]string{ByPhone: "电话", ByPaper: "书面", ByNetwork: "网络", OnSite: "现场", ByMeeting: "会商"}[m]
}

// Result is what came of an action.
type Result string

// The results of an action.
const (
	Promised Result = "promised" // 答应限期办理
	Going    Result = "going"    // 正在办理
	Fixed    Result = "fixed"    // 已经办好
	NoAnswer Result = "none"     // 没有联系上
)

// Results lists them.
func Results() []Result { return []Result{Promised, Going, Fixed, NoAnswer} }

// Name is the Chinese name.
func (r Result) Name() string {
	return map[Result]string{Promised: "答应限期办理", Going: "正在办理", Fixed: "已经办好", NoAnswer: "没有联系上"}[r]
}

// Outcome says how a row was closed.
type Outcome string

// The outcomes.
const (
	Solved    Outcome = "solved"     // 督办事项已解决
	Explained Outcome = "explained"  // 已说明，不再督办
	Mistaken  Outcome = "mistaken"   // 误列，撤销
	WithOrder Outcome = "with_order" // 随工单办结自动销号
)

// Outcomes lists those that a person chooses.
func Outcomes() []Outcome { return []Outcome{Solved, Explained, Mistaken} }

// Name is the Chinese name.
func (o Outcome) Name() string {
	return map[Outcome]string{Solved: "已解决", Explained: "已说明，不再督办", Mistaken: "误列，撤销", WithOrder: "随工单办结自动销号"}[o]
}

// Item is the item of Art. 21, 1 to 8.
type Item int

// Clause is the item as a clause.
func (i Item) Clause() regulation.Clause { return regulation.Art21 + regulation.Clause(i) }

// Name is the item in a few words.
func (i Item) Name() string {
	return map[Item]string{1: "重点和领导批示", 2: "逾期", 3: "职责不清", 4: "办理质量不高", 5: "多单位", 6: "重复和集中反映", 7: "媒体曝光", 8: "其他"}[i]
}

// Items lists the eight.
func Items() []Item { return []Item{1, 2, 3, 4, 5, 6, 7, 8} }

// ClosesItself reports whether rows of the item end with their order (domain.md §13.21).
func (i Item) ClosesItself() bool { return i == 1 || i == 5 }

// Evidence is something that happened, or a limit, on which a row rests. What is a stable word; N, Day and Code say more of it.
type Evidence struct {
	What string    `json:"what"`
	At   time.Time `json:"at,omitzero"`
	N    int       `json:"n,omitempty"`
	Day  string    `json:"day,omitempty"` // last day of a limit
	Code string    `json:"code,omitempty"`
}

// Words is the evidence as a line of the page.
func (e Evidence) Words() string {
	n := strconv.Itoa(e.N)
	switch e.What {
	case "key":
		return "工单是重点交办件"
	case "answering_day":
		return "接听日受理的诉求"
	case "limit_missed":
		return "办结期限" + dayWord(e.Day) + "已过，没有办结"
	case "co_missed":
		return "协办期限" + dayWord(e.Day) + "已过，没有报送"
	case "days_over":
		return "逾期已满" + n + "个工作日"
	case "half":
		return "办理时间过半，没有联系诉求人，也没有进展"
	case "returned":
		return "已经第" + n + "次退回"
	case "disputed":
		return "单位对不予退回有书面异议"
	case "rejected":
		return "第" + n + "次退回重写，原因" + e.Code
	case "co_units":
		return "请" + n + "个单位协办"
	case "rounds":
		return "第" + n + "次诉求"
	case "contacts":
		return "同一诉求人共反映" + n + "次（含催办）"
	case "flag":
		return "登记时标明“" + e.Code + "”"
	case "cluster":
		return e.Code + "天内" + n + "人次反映同一地点同类事项"
	case "cluster_persons":
		return "其中" + n + "人"
	case "rebound":
		return "回头看（" + order.RecheckMeans(e.Code).Name() + "）发现反弹，发回重办"
	case "hand":
		return "由县热线办列入"
	}
	if source, ok := strings.CutPrefix(e.What, "hint_"); ok {
		return Hint{Source: source, N: e.N, Code: e.Code}.Words()
	}
	return e.What
}

// Rise is a promise of the ladder, frozen when the row is opened: at that instant it is at that level, unless what is owed has come. N is how many working days
// over that is.
type Rise struct {
	Level Level     `json:"level"`
	At    time.Time `json:"at"`
	N     int       `json:"n,omitempty"`
}

// dayWord prints 2026-03-16 as 3月16日.
func dayWord(day string) string {
	d, err := calendar.ParseDate(day)
	if err != nil {
		return day
	}
	_, m, n := d.Parts()
	return strconv.Itoa(int(m)) + "月" + strconv.Itoa(n) + "日"
}

// Action is one deed of the office beside the sheets (Art. 22).
type Action struct {
	At           time.Time                      `json:"at"`
	Account      org.AccountID                  `json:"account"`
	Means        Means                          `json:"means"`
	On           time.Time                      `json:"on"` // when it was done
	Person       order.Kept                     `json:"person"`
	Content      order.Kept                     `json:"content"`
	Due          string                         `json:"due,omitempty"` // last day that was set
	Response     order.Kept                     `json:"response"`
	Result       Result                         `json:"result"`
	Place        order.Kept                     `json:"place,omitzero"`
	Participants order.Kept                     `json:"participants,omitzero"`
	Files        []order.Attachment[order.Kept] `json:"files,omitempty"`
}

// SheetState says where a sheet stands.
type SheetState string

// The states of a sheet.
const (
	Waiting  SheetState = "waiting"  // 待反馈
	Answered SheetState = "answered" // 已反馈，待认定
	Accepted SheetState = "accepted" // 认定已落实
	Unsolved SheetState = "unsolved" // 认定未落实
	Lapsed   SheetState = "lapsed"   // 已作废（工单已转走或已销号）；编号保留
)

// Name is the Chinese name.
func (s SheetState) Name() string {
	return map[SheetState]string{Waiting: "待反馈", Answered: "已反馈，待认定", Accepted: "认定已落实", Unsolved: "认定未落实", Lapsed: "已作废"}[s]
}

// Sheet is a 督办单 with what came of it.
type Sheet struct {
	SheetIssued
	State   SheetState
	Missed  bool // the limit passed without a reply
	Reply   *SheetAnswered
	Verdict *Judged
}

// Case is a row of the ledger (跟踪台账).
type Case struct {
	N        int
	Cause    string
	Item     Item
	Level    Level
	Unit     org.UnitID // whom it presses; empty while the order lies with nobody
	Joint    bool
	Means    Means
	OpenedAt time.Time
	By       org.AccountID // empty: opened by itself
	Reason   order.Kept
	Evidence []Evidence
	Raised   []Raised
	Actions  []Action
	Sheets   []Sheet
	Unsolved int  // verdicts that nothing was solved
	Lead     bool // an accountability lead was proposed
	Closed   *Closed
	Due      time.Time // of what has been missed
	From     time.Time // day zero of the limit in which the rises are counted
	Rises    []Rise
}

// Open reports whether the row has not been closed.
func (c Case) Open() bool { return c.Closed == nil }

// Sheet is the last sheet, nil where none was issued.
func (c Case) Sheet() *Sheet {
	if len(c.Sheets) == 0 {
		return nil
	}
	return &c.Sheets[len(c.Sheets)-1]
}

// Owes reports whether the unit owes a reply.
func (c Case) Owes() bool { s := c.Sheet(); return c.Open() && s != nil && s.State == Waiting }

// Step is what the row waits for.
func (c Case) Step() string {
	s := c.Sheet()
	switch {
	case !c.Open():
		return "closed"
	case c.Owes():
		return "waiting"
	case s != nil && s.State == Answered:
		return "to_judge"
	case s != nil && s.State == Accepted:
		return "to_close"
	case c.Level >= LevelTwo:
		return "to_issue"
	case c.Level == LevelOne && len(c.Actions) == 0:
		return "to_urge"
	}
	return "following"
}

// Steps names what rows wait for, in the order of the filter.
func Steps() []string {
	return []string{"to_urge", "to_issue", "waiting", "to_judge", "to_close", "following", "closed"}
}

// StepOwed gathers the steps that the office owes; OwedSteps are they.
const StepOwed = "owed"

// OwedSteps are the steps at which a row waits for the office itself.
func OwedSteps() []string { return []string{"to_urge", "to_issue", "to_judge", "to_close"} }

// StepName is the Chinese name.
func StepName(s string) string {
	return map[string]string{"to_urge": "待催办", "to_issue": "待出督办单", "waiting": "待单位反馈", "to_judge": "待认定", "to_close": "待销号", "following": "跟踪中", "closed": "已销号", StepOwed: "待我办"}[s]
}

// Watch is the supervision of one order: its rows, folded from the stream beside the order's own. It is a value.
type Watch struct {
	Order   string
	Version int64
	Cases   []Case
}

// Case finds a row by its number, nil where there is none.
func (w Watch) Case(n int) *Case {
	if n < 1 || n > len(w.Cases) {
		return nil
	}
	return &w.Cases[n-1]
}

func (w Watch) caused(key string) *Case {
	i := slices.IndexFunc(w.Cases, func(c Case) bool { return c.Cause == key })
	if i < 0 {
		return nil
	}
	return &w.Cases[i]
}

// Highest is the highest level of an open row; ok is false where none is open above mere following.
func (w Watch) Highest() (l Level, ok bool) {
	for _, c := range w.Cases {
		if c.Open() && c.Level > Track {
			l, ok = max(l, c.Level), true
		}
	}
	return l, ok
}
