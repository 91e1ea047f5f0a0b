package office

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// SubjectKind says what a leader wrote his word on (批示件; Art. 6(4), domain.md §13.10).
type SubjectKind string

// The kinds, in the order of the form.
const (
	OnOrder    SubjectKind = "order"    // 工单
	OnReport   SubjectKind = "report"   // 信息专报
	OnBulletin SubjectKind = "bulletin" // 通报、简报
	OnCutting  SubjectKind = "cutting"  // 报刊、网络剪报
	OnLetter   SubjectKind = "letter"   // 来信、来函
	OnOther    SubjectKind = "other"    // 会议、现场交办
)

// SubjectKinds lists them.
func SubjectKinds() []SubjectKind {
	return []SubjectKind{OnOrder, OnReport, OnBulletin, OnCutting, OnLetter, OnOther}
}

// Name is the Chinese name.
func (k SubjectKind) Name() string {
	return map[SubjectKind]string{OnOrder: "工单", OnReport: "信息专报", OnBulletin: "通报、简报", OnCutting: "报刊、网络剪报", OnLetter: "来信、来函", OnOther: "会议、现场交办"}[k]
}

// Subject is what the word was written on. Title and source stand in the log in clear and name nobody.
type Subject struct {
	Kind   SubjectKind `json:"kind"`
	Order  string      `json:"order,omitempty"`  // id
	Matter string      `json:"matter,omitempty"` // of the order: a split asks for it
	Title  string      `json:"title"`
	Source string      `json:"source,omitempty"` // 热线信息专报第12期, a paper's name and day
}

// Paper is the scan of what the leader wrote.
type Paper struct {
	Blob string `json:"blob"`
	MIME string `json:"mime"`
	Size int64  `json:"size"`
}

// DirectiveTask is what one unit shall do, and by when.
type DirectiveTask struct {
	Unit org.UnitID `json:"unit"`
	What Words      `json:"what"`
	Due  string     `json:"due"` // the last day, 2026-03-10
}

// The events of a directive's stream.
type (
	// DirectiveGiven opens it: whose word, on what, and who shall do what.
	DirectiveGiven struct {
		At      time.Time       `json:"at"`
		Account org.AccountID   `json:"account"`
		Post    org.PostID      `json:"post"` // the leader
		Day     time.Time       `json:"day"`  // when he wrote it
		Subject Subject         `json:"subject"`
		Words   Words           `json:"words"`
		Paper   *Paper          `json:"paper,omitempty"`
		About   []org.UnitID    `json:"about,omitempty"` // whom it finds fault with: they neither see it nor get it to handle (Art. 23(6))
		Tasks   []DirectiveTask `json:"tasks"`
	}
	// DirectiveAnswered is a unit's 落实情况.
	DirectiveAnswered struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Unit    org.UnitID    `json:"unit"`
		Words   Words         `json:"words"`
		Done    bool          `json:"done"` // false: an interim word, the unit goes on
		Late    bool          `json:"late,omitempty"`
	}
	// DirectiveSentBack asks a unit to answer better.
	DirectiveSentBack struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Unit    org.UnitID    `json:"unit"`
		Reason  Words         `json:"reason"`
		Due     string        `json:"due"` // the new last day
	}
	// DirectiveUrged presses a unit that has not said that it is done (催办): by hand, beside the reminders by the day.
	DirectiveUrged struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Unit    org.UnitID    `json:"unit"`
		Count   int           `json:"count"`
		Words   Words         `json:"words"`
	}
	// DirectiveReported says that the leader was told what became of his word; it closes the directive.
	DirectiveReported struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Means   string        `json:"means"`
		Words   Words         `json:"words"`
		Late    bool          `json:"late,omitempty"` // a unit answered after its day
	}
)

// ReportMeans are the ways to give a leader the answer.
func ReportMeans() map[string]string {
	return map[string]string{"paper": "书面呈报", "told": "当面汇报", "screen": "平台呈阅"}
}

// TaskState is a task with what came of it.
type TaskState struct {
	DirectiveTask
	Answers  []DirectiveAnswered
	SentBack []DirectiveSentBack
	Urged    []DirectiveUrged
	Done     bool
}

// Directive is one, folded from its stream.
type Directive struct {
	ID       string
	Version  int64
	Given    DirectiveGiven
	Tasks    []TaskState
	Reported *DirectiveReported
}

// Evolve applies an event.
func (d Directive) Evolve(e any) Directive {
	task := func(u org.UnitID, f func(*TaskState)) {
		d.Tasks = slices.Clone(d.Tasks)
		for i := range d.Tasks {
			if d.Tasks[i].Unit == u {
				f(&d.Tasks[i])
			}
		}
	}
	switch e := e.(type) {
	case DirectiveGiven:
		d.Given, d.Tasks = e, nil
		for _, t := range e.Tasks {
			d.Tasks = append(d.Tasks, TaskState{DirectiveTask: t})
		}
	case DirectiveAnswered:
		task(e.Unit, func(t *TaskState) {
			t.Answers, t.Done = append(slices.Clip(t.Answers), e), e.Done
		})
	case DirectiveSentBack:
		task(e.Unit, func(t *TaskState) {
			t.SentBack, t.Done, t.Due = append(slices.Clip(t.SentBack), e), false, e.Due
		})
	case DirectiveUrged:
		task(e.Unit, func(t *TaskState) { t.Urged = append(slices.Clip(t.Urged), e) })
	case DirectiveReported:
		d.Reported = &e
	}
	return d
}

// Open reports whether the leader still waits.
func (d Directive) Open() bool { return d.ID != "" && d.Reported == nil }

// Answered reports whether every unit has said that it is done.
func (d Directive) Answered() bool {
	return len(d.Tasks) > 0 && !slices.ContainsFunc(d.Tasks, func(t TaskState) bool { return !t.Done })
}

// Task is the task of a unit.
func (d Directive) Task(u org.UnitID) (TaskState, bool) {
	for _, t := range d.Tasks {
		if t.Unit == u {
			return t, true
		}
	}
	return TaskState{}, false
}

// Due is the last day of what is still open, "" where nothing is.
func (d Directive) Due() string {
	due := ""
	for _, t := range d.Tasks {
		if !t.Done && (due == "" || t.Due < due) {
			due = t.Due
		}
	}
	return due
}

// Recuses reports whether the directive does not exist for an actor: it finds fault with his unit.
func (d Directive) Recuses(a org.Actor) bool { return slices.Contains(d.Given.About, a.Post.Unit) }

// GiveDirective is the form of the office. What private words say is checked here and sealed by the desk.
type GiveDirective struct {
	Actor   org.Actor
	Post    org.PostID
	Day     time.Time
	Subject Subject
	Text    string
	Paper   *Paper
	About   []org.UnitID
	Tasks   []DirectiveTask
	Whats   []string // of the tasks, in their order
	Shut    []org.UnitID
}

// MostTasks is how many units one word may be split to.
const MostTasks = 12

// Check says what is wrong with the form; Art. 6(4): the office passes on what leaders decide, follows it and coordinates.
func (c GiveDirective) Check(now time.Time) error {
	bad := func(field, code, reason string, args ...any) error {
		return regulation.RefuseField(regulation.Art6_4, code, field, reason, args...)
	}
	s := c.Subject
	switch {
	case !c.Post.KindOf().Leader():
		return bad("post", "no_leader", "没有选择批示领导，请从列表中选一位。")
	case c.Day.IsZero() || c.Day.After(now):
		return bad("day", "bad_day", "没有填写批示日期，或日期晚于今天，请核对。")
	case s.Kind.Name() == "":
		return bad("kind", "bad_kind", "没有选择批示在什么上面，请从列表中选一项。")
	case s.Kind == OnOrder && s.Order == "":
		return bad("number", "no_order", "批示在工单上的，请填写工单编号。")
	case strings.TrimSpace(s.Title) == "":
		return bad("title", "no_title", "没有填写标题，请用一句话写明是什么事。")
	case utf8.RuneCountInString(s.Title) > 60:
		return bad("title", "long_title", "标题超过60个字，请缩短。")
	case s.Kind != OnOrder && strings.TrimSpace(s.Source) == "":
		return bad("source", "no_source", "没有填写出处，例如“热线信息专报第12期”“××日报3月2日”。")
	case strings.TrimSpace(c.Text) == "":
		return bad("words", "no_words", "没有填写批示内容，请照原文录入。")
	case len(c.Tasks) == 0:
		return bad("unit_1", "no_task", "没有写由哪个单位落实，请至少选一个单位。")
	case len(c.Tasks) > MostTasks:
		return bad("unit_1", "many_tasks", "最多分解到%d个单位。", MostTasks)
	}
	for _, t := range []struct{ field, label, text string }{{"title", "标题", s.Title}, {"source", "出处", s.Source}} {
		if found := text.FindIdentity(t.text); len(found) > 0 && s.Kind != OnOrder {
			return regulation.RefuseField(regulation.Art23_6, "identity_in_"+t.field, t.field, "%s里有“%s”，会暴露个人身份，请删去或用代称。", t.label, found[0].Text)
		}
	}
	seen := map[org.UnitID]bool{}
	for i, t := range c.Tasks {
		n := strconv.Itoa(i + 1)
		switch {
		case t.Unit == "":
			return bad("unit_"+n, "no_unit", "第%d项没有选单位，请选择或清空这一项。", i+1)
		case seen[t.Unit]:
			return bad("unit_"+n, "unit_twice", "第%d项的单位前面已经有了，请把要做的事并在一项里。", i+1)
		case slices.Contains(c.About, t.Unit) || slices.Contains(c.Shut, t.Unit):
			return regulation.RefuseField(regulation.Art23_6, "conflict", "unit_"+n, "第%d项的单位就是反映的单位，不能由它自己落实，请选上级主管部门或其他单位。", i+1)
		case strings.TrimSpace(c.Whats[i]) == "":
			return bad("what_"+n, "no_what", "第%d项没有写要做什么，请补充。", i+1)
		case utf8.RuneCountInString(c.Whats[i]) > 500:
			return bad("what_"+n, "long_what", "第%d项超过500字，请写要点。", i+1)
		}
		if d, err := calendar.ParseDate(t.Due); err != nil || d.Before(calendar.DateOf(now)) {
			return bad("due_"+n, "bad_due", "第%d项的完成日期没有填写，或早于今天。", i+1)
		}
		seen[t.Unit] = true
	}
	return nil
}

// Answer is a unit's word on its own task, and never on another's.
func (d Directive) Answer(by org.Actor, words string, done bool, now time.Time) (DirectiveAnswered, error) {
	t, ok := d.Task(by.Post.Unit)
	switch {
	case d.ID == "" || !ok || d.Recuses(by):
		return DirectiveAnswered{}, regulation.RefuseState(regulation.Art6_4, "not_your_directive", "没有这件批示件。")
	case d.Reported != nil:
		return DirectiveAnswered{}, regulation.RefuseState(regulation.Art6_4, "reported", "落实情况已经报给领导，不能再改；有新情况请告诉县热线办。")
	case t.Done:
		return DirectiveAnswered{}, regulation.RefuseState(regulation.Art6_4, "answered", "本单位已报办结；要补充的，请县热线办退回后再报。")
	case strings.TrimSpace(words) == "":
		return DirectiveAnswered{}, regulation.RefuseField(regulation.Art6_4, "no_words", "words", "没有填写落实情况，请写明做了什么、结果怎样。")
	case utf8.RuneCountInString(words) > 2000:
		return DirectiveAnswered{}, regulation.RefuseField(regulation.Art6_4, "long_words", "words", "落实情况超过2000字，请写要点。")
	}
	e := DirectiveAnswered{At: now, Account: by.Account, Unit: by.Post.Unit, Done: done}
	if due, err := calendar.ParseDate(t.Due); err == nil {
		e.Late = done && calendar.DateOf(now).After(due)
	}
	return e, nil
}

// SendBack asks a unit that said it is done to go on.
func (d Directive) SendBack(by org.Actor, unit org.UnitID, reason, due string, now time.Time) (DirectiveSentBack, error) {
	t, ok := d.Task(unit)
	switch {
	case d.ID == "" || !ok:
		return DirectiveSentBack{}, regulation.RefuseState(regulation.Art6_4, "no_task", "这个单位没有这件批示的任务，请刷新页面。")
	case d.Reported != nil:
		return DirectiveSentBack{}, regulation.RefuseState(regulation.Art6_4, "reported", "落实情况已经报给领导，不能再退回。")
	case !t.Done:
		return DirectiveSentBack{}, regulation.RefuseState(regulation.Art6_4, "not_answered", "这个单位还没有报办结，不用退回。")
	case strings.TrimSpace(reason) == "":
		return DirectiveSentBack{}, regulation.RefuseField(regulation.Art6_4, "no_reason", "reason", "没有写要补充什么，请写清楚。")
	}
	if x, err := calendar.ParseDate(due); err != nil || x.Before(calendar.DateOf(now)) {
		return DirectiveSentBack{}, regulation.RefuseField(regulation.Art6_4, "bad_due", "due", "补充的截止日期没有填写，或早于今天。")
	}
	return DirectiveSentBack{At: now, Account: by.Account, Unit: unit, Due: due}, nil
}

// Urge presses a unit whose task is open; the words are what the office has to say.
func (d Directive) Urge(by org.Actor, unit org.UnitID, words string, now time.Time) (DirectiveUrged, error) {
	t, ok := d.Task(unit)
	switch {
	case d.ID == "" || !ok:
		return DirectiveUrged{}, regulation.RefuseState(regulation.Art6_4, "no_task", "这个单位没有这件批示的任务，请刷新页面。")
	case d.Reported != nil:
		return DirectiveUrged{}, regulation.RefuseState(regulation.Art6_4, "reported", "落实情况已经报给领导，不用再催。")
	case t.Done:
		return DirectiveUrged{}, regulation.RefuseState(regulation.Art6_4, "answered", "这个单位已报办结，不用再催；不够的请退回补充。")
	case strings.TrimSpace(words) == "":
		return DirectiveUrged{}, regulation.RefuseField(regulation.Art6_4, "no_words", "urge_words", "没有写催什么，请写一句，例如“县长催问，请今天报进展”。")
	case utf8.RuneCountInString(words) > 500:
		return DirectiveUrged{}, regulation.RefuseField(regulation.Art6_4, "long_words", "urge_words", "催办内容超过500字，请写要点。")
	}
	return DirectiveUrged{At: now, Account: by.Account, Unit: unit, Count: len(t.Urged) + 1}, nil
}

// Report gives the answer back to the leader whose word it was. Only when every unit has said that it is done: a word half carried out is not carried out.
func (d Directive) Report(by org.Actor, means, words string, now time.Time) (DirectiveReported, error) {
	switch {
	case d.ID == "":
		return DirectiveReported{}, regulation.RefuseState(regulation.Art6_4, "no_directive", "没有这件批示件。")
	case d.Reported != nil:
		return DirectiveReported{}, regulation.RefuseState(regulation.Art6_4, "reported", "落实情况已经报给领导。")
	case !d.Answered():
		return DirectiveReported{}, regulation.RefuseState(regulation.Art6_4, "not_answered", "还有单位没有报办结，等报齐后再反馈领导；领导催问的，可先看各单位已报的进展。")
	case ReportMeans()[means] == "":
		return DirectiveReported{}, regulation.RefuseField(regulation.Art6_4, "bad_means", "means", "没有选择反馈方式，请选一项。")
	case strings.TrimSpace(words) == "":
		return DirectiveReported{}, regulation.RefuseField(regulation.Art6_4, "no_words", "words", "没有填写反馈内容，请汇总各单位的落实情况。")
	case utf8.RuneCountInString(words) > 2000:
		return DirectiveReported{}, regulation.RefuseField(regulation.Art6_4, "long_words", "words", "反馈内容超过2000字，请写要点。")
	}
	e := DirectiveReported{At: now, Account: by.Account, Means: means}
	for _, t := range d.Tasks {
		e.Late = e.Late || slices.ContainsFunc(t.Answers, func(a DirectiveAnswered) bool { return a.Late })
	}
	return e, nil
}
