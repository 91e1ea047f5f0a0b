package office

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// The sheet of points (质检评分单): four things that Art. 9 asks of whoever takes a request, each at most a quarter of a hundred.

// MostPoints is what each of the four gives at most.
const MostPoints = 25

// mostDrawn is how many sheets one month may have.
const mostDrawn = 300

// Points is a filled sheet.
type Points struct {
	Record   int `json:"record"`   // 记录详实无误
	Manner   int `json:"manner"`   // 接听态度热情
	Language int `json:"language"` // 语言文明规范
	Answer   int `json:"answer"`   // 解答准确恰当
}

// Sum is of a hundred.
func (p Points) Sum() int { return p.Record + p.Manner + p.Language + p.Answer }

// PointNames are the four, in the words of Art. 9, by the name of their field.
func PointNames() [][2]string {
	return [][2]string{{"record", "记录详实无误"}, {"manner", "接听态度热情"}, {"language", "语言文明规范"}, {"answer", "解答准确恰当"}}
}

func (p Points) check() error {
	for i, n := range []int{p.Record, p.Manner, p.Language, p.Answer} {
		if n < 0 || n > MostPoints {
			x := PointNames()[i]
			return regulation.RefuseField(regulation.Art9, "bad_points", x[0], "“%s”应打0到%d分。", x[1], MostPoints)
		}
	}
	return nil
}

// Handled is a registration that may be drawn.
type Handled struct {
	Order    string
	Operator org.AccountID
	Refused  bool // not accepted (Art. 8)
}

// Draw takes a month's sample: of each operator's registrations, and apart of what was not accepted, so many in a hundred, one at least of each. Which ones is
// settled by the month and the order alone: nobody chooses, and whoever draws again finds the same.
func Draw(month string, all []Handled, percent, refusals int) []Handled {
	lot := func(h Handled) string {
		x := sha256.Sum256([]byte(month + "\x00" + h.Order))
		return string(x[:])
	}
	by := map[org.AccountID][2][]Handled{}
	for _, h := range all {
		x := by[h.Operator]
		i := 0
		if h.Refused {
			i = 1
		}
		x[i] = append(x[i], h)
		by[h.Operator] = x
	}
	var out []Handled
	for _, x := range by {
		for i, share := range []int{percent, refusals} {
			slices.SortFunc(x[i], func(a, b Handled) int { return strings.Compare(lot(a), lot(b)) })
			n := (len(x[i])*share + 99) / 100
			out = append(out, x[i][:min(n, len(x[i]))]...)
		}
	}
	slices.SortFunc(out, func(a, b Handled) int {
		return cmp.Or(cmp.Compare(a.Operator, b.Operator), strings.Compare(lot(a), lot(b)))
	})
	return out[:min(len(out), mostDrawn)]
}

// The events of a sheet.
type (
	// QualityDrawn makes the sheet.
	QualityDrawn struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"` // who drew
		Month    string        `json:"month"`   // 2026-03
		Order    string        `json:"order"`
		Operator org.AccountID `json:"operator"`
		Refused  bool          `json:"refused,omitempty"`
	}
	// QualityScored is the checker's word. What he says is sealed: it may repeat what a caller said.
	QualityScored struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Points  Points        `json:"points"`
		Remark  Words         `json:"remark"`
		Until   time.Time     `json:"until"` // the first instant too late for an appeal
	}
	// QualityAppealed is the operator's.
	QualityAppealed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Words   Words         `json:"words"`
	}
	// QualityDecided is the word of another person on the appeal: these points count.
	QualityDecided struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Points  Points        `json:"points"`
		Words   Words         `json:"words"`
	}
)

// Quality is a sheet, folded from its stream.
type Quality struct {
	Drawn   QualityDrawn
	Scored  *QualityScored
	Appeal  *QualityAppealed
	Decided *QualityDecided
}

func (q Quality) evolve(e any) Record {
	switch e := e.(type) {
	case QualityDrawn:
		q.Drawn = e
	case QualityScored:
		q.Scored = &e
	case QualityAppealed:
		q.Appeal = &e
	case QualityDecided:
		q.Decided = &e
	}
	return q
}

// Row is open while the checker or whoever decides an appeal owes a word.
func (q Quality) Row() RecordRow {
	return RecordRow{Person: q.Drawn.Operator, Open: q.Scored == nil || q.Appeal != nil && q.Decided == nil, At: q.Drawn.At}
}

// Points are those that count; false while nobody has given any.
func (q Quality) Points() (Points, bool) {
	switch {
	case q.Decided != nil:
		return q.Decided.Points, true
	case q.Scored != nil:
		return q.Scored.Points, true
	}
	return Points{}, false
}

// Stage says in Chinese where the sheet stands.
func (q Quality) Stage() string {
	switch {
	case q.Scored == nil:
		return "待评分"
	case q.Appeal == nil:
		return "已评分"
	case q.Decided == nil:
		return "申诉待复核"
	}
	return "已复核"
}

// Sees reports whether an actor may read the sheet: whoever checks, and the operator himself.
func (q Quality) Sees(a org.Actor) bool { return checker(a) || q.Drawn.Operator == a.Account }

// DrawQuality checks that a month may be drawn: it is over, so that everybody's registrations are there.
func DrawQuality(a org.Actor, month string, now time.Time) error {
	switch d, err := calendar.ParseDate(month + "-01"); {
	case !checker(a):
		return regulation.RefuseState(regulation.Art9, "not_checker", "质检由县热线办督办员或负责人抽样。")
	case err != nil:
		return regulation.RefuseField(regulation.Art9, "bad_month", "month", "月份看不懂，请从列表中选。")
	case month >= MonthOf(now):
		return regulation.RefuseField(regulation.Art9, "month_runs", "month", "%s还没有过完，请下个月再抽。", fmt.Sprintf("%d月", monthNumber(d)))
	}
	return nil
}

func monthNumber(d calendar.Date) int {
	_, m, _ := d.Parts()
	return int(m)
}

// Score fills the sheet in. Nobody checks his own work; until is the end of the time for an appeal.
func (q Quality) Score(a org.Actor, p Points, remark string, until, now time.Time) (QualityScored, error) {
	var none QualityScored
	switch {
	case !checker(a):
		return none, regulation.RefuseState(regulation.Art9, "not_checker", "质检由县热线办督办员或负责人评分。")
	case q.Scored != nil:
		return none, regulation.RefuseState(regulation.Art9, "scored", "这一件已经评分，请刷新页面。")
	case q.Drawn.Operator == a.Account:
		return none, regulation.RefuseState(regulation.Art9, "own_work", "不能给自己登记的工单评分，请由另一人评。")
	}
	if err := p.check(); err != nil {
		return none, err
	}
	if p.Sum() < 4*MostPoints || strings.TrimSpace(remark) != "" {
		if err := said(regulation.Art9, "remark", "扣分的理由", remark, 500); err != nil {
			return none, err
		}
	}
	return QualityScored{At: now, Account: a.Account, Points: p, Until: until}, nil
}

// Contest is the operator's appeal against his own sheet, in time.
func (q Quality) Contest(a org.Actor, words string, now time.Time) (QualityAppealed, error) {
	var none QualityAppealed
	switch {
	case q.Drawn.Operator != a.Account:
		return none, regulation.RefuseState(regulation.Art9, "not_own", "只有被评的本人可以申诉。")
	case q.Scored == nil:
		return none, regulation.RefuseState(regulation.Art9, "not_scored", "这一件还没有评分。")
	case q.Appeal != nil:
		return none, regulation.RefuseState(regulation.Art9, "appealed", "这一件已经申诉过。")
	case !now.Before(q.Scored.Until):
		return none, regulation.RefuseState(regulation.Art9, "too_late", "申诉期到%s为止，已经过了。", calendar.LastDay(q.Scored.Until).Chinese())
	}
	if err := said(regulation.Art9, "words", "申诉的理由", words, 500); err != nil {
		return none, err
	}
	return QualityAppealed{At: now, Account: a.Account}, nil
}

// Decide answers the appeal: by another person than the one who scored, with the points that count.
func (q Quality) Decide(a org.Actor, p Points, words string, now time.Time) (QualityDecided, error) {
	var none QualityDecided
	switch {
	case !checker(a):
		return none, regulation.RefuseState(regulation.Art9, "not_checker", "申诉由县热线办督办员或负责人复核。")
	case q.Appeal == nil || q.Decided != nil:
		return none, regulation.RefuseState(regulation.Art9, "no_appeal", "没有等待复核的申诉，请刷新页面。")
	case q.Scored.Account == a.Account || q.Drawn.Operator == a.Account:
		return none, regulation.RefuseState(regulation.Art9, "same_person", "评分人和本人不能复核，请由另一人复核。")
	}
	if err := p.check(); err != nil {
		return none, err
	}
	if err := said(regulation.Art9, "words", "复核意见", words, 500); err != nil {
		return none, err
	}
	return QualityDecided{At: now, Account: a.Account, Points: p}, nil
}

// Training (培训): who learnt what, when and how long.

type (
	// TrainingHeld puts one on record. The teacher's name is sealed; the people are accounts of the office.
	TrainingHeld struct {
		At      time.Time       `json:"at"`
		Account org.AccountID   `json:"account"`
		Day     string          `json:"day"`
		Topic   string          `json:"topic"`
		Teacher Words           `json:"teacher"`
		Minutes int             `json:"minutes"`
		People  []org.AccountID `json:"people"`
	}
	// TrainingStruck takes a wrong entry out of the sums; it stays readable.
	TrainingStruck struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  string        `json:"reason"`
	}
)

// Training is one, folded from its stream.
type Training struct {
	Held   TrainingHeld
	Struck *TrainingStruck
}

func (t Training) evolve(e any) Record {
	switch e := e.(type) {
	case TrainingHeld:
		t.Held = e
	case TrainingStruck:
		t.Struck = &e
	}
	return t
}

// Row is open while the training counts.
func (t Training) Row() RecordRow {
	return RecordRow{Open: t.Struck == nil, Due: t.Held.Day, At: t.Held.At}
}

// HoldTraining is the form. people are checked by known: accounts of the office.
func HoldTraining(a org.Actor, day, topic, teacher string, minutes int, people []org.AccountID, known func(org.AccountID) bool, now time.Time) (TrainingHeld, error) {
	var none TrainingHeld
	if !checker(a) {
		return none, regulation.RefuseState(regulation.Art9, "not_checker", "培训由县热线办督办员或负责人登记。")
	}
	today := calendar.DateOf(now)
	if err := dayIn(regulation.Art9, "day", "培训日期", day, today.AddDays(-366), today); err != nil {
		return none, err
	}
	if err := plain(regulation.Art9, "topic", "培训内容", topic, 2, 100); err != nil {
		return none, err
	}
	if err := said(regulation.Art9, "teacher", "授课人", teacher, 40); err != nil {
		return none, err
	}
	switch {
	case minutes < 10 || minutes > 24*60:
		return none, regulation.RefuseField(regulation.Art9, "bad_minutes", "minutes", "时长应在10分钟到24小时之间，请核对。")
	case len(people) == 0:
		return none, regulation.RefuseField(regulation.Art9, "nobody", "people", "没有选参加的人，请至少选一人。")
	case slices.ContainsFunc(people, func(p org.AccountID) bool { return !known(p) }):
		return none, regulation.RefuseField(regulation.Art9, "not_ours", "people", "有人不是县热线办的，请从名单里选。")
	}
	people = slices.Clone(people)
	slices.Sort(people)
	return TrainingHeld{At: now, Account: a.Account, Day: day, Topic: strings.TrimSpace(topic), Minutes: minutes, People: slices.Compact(people)}, nil
}

// Strike takes a wrong entry out of the sums.
func (t Training) Strike(a org.Actor, reason string, now time.Time) (TrainingStruck, error) {
	switch {
	case !checker(a):
		return TrainingStruck{}, regulation.RefuseState(regulation.Art9, "not_checker", "培训由县热线办督办员或负责人登记。")
	case t.Struck != nil:
		return TrainingStruck{}, regulation.RefuseState(regulation.Art9, "struck", "这一条已经作废。")
	}
	if err := plain(regulation.Art9, "reason", "作废的理由", reason, 2, 200); err != nil {
		return TrainingStruck{}, err
	}
	return TrainingStruck{At: now, Account: a.Account, Reason: strings.TrimSpace(reason)}, nil
}
