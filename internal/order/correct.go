package order

import (
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Correct mends what was written down wrongly (更正): only what is set changes. A new type moves the limit, counted from the same day zero
// (domain.md, Art. 18).
type Correct struct {
	By
	Type     Type
	Category string
	Town     string
	Place    *string
	Title    string
	Urgency  Urgency
	Phone    Private `seal:"identity"`
	Contact  Private `seal:"identity"`
	Name     Private `seal:"identity"`
	Address  Private `seal:"identity"`
	Reason   Private `seal:"note"`
}

// Corrected says what was written anew. Empty fields did not change.
type Corrected struct {
	At       time.Time     `json:"at"`
	Account  org.AccountID `json:"account,omitempty"`
	Type     Type          `json:"type,omitempty"`
	Category string        `json:"category,omitempty"`
	Town     string        `json:"town,omitempty"`
	Place    *string       `json:"place,omitempty"`
	Title    string        `json:"title,omitempty"`
	Urgency  Urgency       `json:"urgency,omitempty"`
	Phone    *Kept         `json:"phone,omitempty"`
	Contact  *Kept         `json:"contact,omitempty"`
	Name     *Kept         `json:"name,omitempty"`
	Address  *Kept         `json:"address,omitempty"`
	Reason   Kept          `json:"reason"`
	Result   *Limit        `json:"result,omitempty"`
	// What stood before, so that figures can be recounted: only of fields in clear.
	OldType     Type   `json:"old_type,omitempty"`
	OldCategory string `json:"old_category,omitempty"`
	OldTown     string `json:"old_town,omitempty"`
}

func (Corrected) kind() string { return "corrected" }

func (e Corrected) apply(s State) State {
	r := &s.Request
	set(&r.Type, e.Type)
	set(&r.Category, e.Category)
	set(&r.Town, e.Town)
	set(&r.Title, e.Title)
	set(&r.Urgency, e.Urgency)
	setTo(&r.Place, e.Place)
	setTo(&r.Phone, e.Phone)
	setTo(&r.Contact, e.Contact)
	setTo(&r.Name, e.Name)
	setTo(&r.Address, e.Address)
	if e.Result != nil {
		s.Clocks.start(*e.Result)
	}
	return s
}

func set[T ~string](to *T, v T) {
	if v != "" {
		*to = v
	}
}

func setTo[T any](to *T, v *T) {
	if v != nil {
		*to = *v
	}
}

func correct(s State, c Correct, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art9, "更正")
	}
	if err := mustBe(c, regulation.Art9, org.Operator, org.Dispatcher, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art9, "reason", "更正的原因", c.Reason.Text); err != nil {
		return nil, err
	}
	e := Corrected{At: now, Account: c.Actor.Account, Title: c.Title, Town: c.Town, Place: c.Place, Reason: c.Reason.Keep(), OldCategory: s.Request.Category, OldTown: s.Request.Town}
	if c.Type != "" && c.Type != s.Request.Type {
		if c.Type.Name() == "" {
			return nil, regulation.RefuseField(regulation.Art9, "bad_type", "type", "没有这个诉求类型，请从列表中选一个。")
		}
		switch s.Status {
		case Registered, PendingApproval, PendingDispatch, Dispatched, UnitAssigning, InProgress, UnitSigning:
		default:
			return nil, regulation.RefuseState(regulation.Art18, "type_settled", "办理结果已经报送，不能再更正诉求类型。")
		}
		if s.extending() {
			return nil, regulation.RefuseState(regulation.Art19, "extension_waits", "有延期申请等待审批，延期的条件随诉求类型变化，请先审批延期再更正类型。")
		}
		e.Type, e.OldType = c.Type, s.Request.Type
	}
	if c.Category != "" && c.Category != s.Request.Category {
		if _, ok := p.Category(c.Category); !ok {
			return nil, regulation.RefuseField(regulation.Art9, "bad_category", "category", "没有这个诉求分类，请从列表中选一个。")
		}
		e.Category = c.Category
	}
	if c.Urgency != "" && c.Urgency != s.Request.Urgency {
		if c.Urgency.Name() == "" {
			return nil, regulation.RefuseField(regulation.Art9, "bad_urgency", "urgency", "没有这个紧急程度，请选平件、急件或特急。")
		}
		e.Urgency = c.Urgency
	}
	if err := clearText("title", "标题", c.Title); err != nil {
		return nil, err
	}
	if c.Place != nil {
		if err := clearText("place", "村、社区", *c.Place); err != nil {
			return nil, err
		}
	}
	if utf8.RuneCountInString(c.Title) > 60 {
		return nil, regulation.RefuseField(regulation.Art9, "bad_title", "title", "标题超过60个字，请缩短，细节写在诉求内容里。")
	}
	for _, f := range []struct {
		name string
		in   Private
		out  **Kept
	}{{"phone", c.Phone, &e.Phone}, {"contact", c.Contact, &e.Contact}, {"name", c.Name, &e.Name}, {"address", c.Address, &e.Address}} {
		if f.in.Text == "" {
			continue
		}
		if s.Request.Secrecy == Anonymous {
			return nil, regulation.RefuseField(regulation.Art23_6, "anonymous", f.name, "匿名件不保存诉求人信息，不能补写。")
		}
		if err := phoneField(f.name, f.in.Text); err != nil {
			return nil, err
		}
		k := f.in.Keep()
		*f.out = &k
	}
	if e.Type == "" && e.Category == "" && e.Urgency == "" && c.Title == "" && c.Town == "" && c.Place == nil && e.Phone == nil && e.Contact == nil && e.Name == nil && e.Address == nil {
		return nil, regulation.Refuse(regulation.Art9, "nothing_changed", "没有改动任何内容，请先修改再保存。")
	}
	if e.Type != "" && s.Clocks.Get(LimitResult).On && s.Reworks == 0 {
		l := retyped(p, s, e.Type)
		e.Result = &l
	}
	return []Event{e}, nil
}

// AdoptCalendar binds the order to a newer calendar version after a person confirmed it; limits that ran into a year then unannounced move,
// others stay as promised (domain.md §4.1, §13.25). The policy given carries the new calendar.
type AdoptCalendar struct{ By }

// CalendarAdopted moves the limits that were provisional, or that a changed day touches.
type CalendarAdopted struct {
	At       time.Time     `json:"at"`
	Account  org.AccountID `json:"account,omitempty"`
	Calendar int           `json:"calendar"`
	Limits   []Limit       `json:"limits"`
}

func (CalendarAdopted) kind() string { return "calendar_adopted" }

func (e CalendarAdopted) apply(s State) State {
	s.Calendar = e.Calendar
	for _, l := range e.Limits {
		c := &s.Clocks[index(l.Kind)]
		c.Limit = l
	}
	return s
}

// MovedLimits is what a calendar would do to an order: its running limits recounted from their own day zero.
func MovedLimits(s State, p policy.Policy) []Limit {
	var out []Limit
	for _, k := range limitKinds {
		c := s.Clocks.Get(k)
		if !c.On || c.Missed || c.Days == 0 || k == LimitArchive {
			continue
		}
		l := c.Limit.recounted(p)
		if c.Buffered && c.ResumedOn == "" && s.Request.OuterDue != nil {
			l = lengthened(p, resultLimit(p, s, c.From), c.Extended)
		}
		if l.Due != c.Due || l.Provisional != c.Provisional {
			out = append(out, l)
		}
	}
	return out
}

func adoptCalendar(s State, c AdoptCalendar, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art18, "调整时限")
	}
	if err := mustBe(c, regulation.Art18, org.OfficeHead); err != nil {
		return nil, err
	}
	if p.Calendar.Version <= s.Calendar {
		return nil, regulation.RefuseState(regulation.Art18, "same_calendar", "这件工单已经按最新的工作日历计算。")
	}
	return []Event{CalendarAdopted{At: now, Account: c.Actor.Account, Calendar: p.Calendar.Version, Limits: MovedLimits(s, p)}}, nil
}
