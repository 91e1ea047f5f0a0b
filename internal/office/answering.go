package office

import (
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// SessionKind says who answers the telephone on an answering day (接听日, Art. 11).
type SessionKind string

// The kinds, in the order of the form.
const (
	ByMagistrate SessionKind = "magistrate" // 县长
	ByLeader     SessionKind = "leader"     // 县领导
	ByDepartment SessionKind = "department" // 县直部门
)

// SessionKinds lists them.
func SessionKinds() []SessionKind { return []SessionKind{ByMagistrate, ByLeader, ByDepartment} }

// Name is the Chinese name.
func (k SessionKind) Name() string {
	return map[SessionKind]string{ByMagistrate: "县长", ByLeader: "县领导", ByDepartment: "县直部门"}[k]
}

// Channel is the code of the channel under which its calls are registered (Art. 2).
func (k SessionKind) Channel() string {
	if k == ByDepartment {
		return "D4"
	}
	return "D3"
}

// SessionPlan is what is planned: who answers, when and where. All of it is published, so it names posts, never persons.
type SessionPlan struct {
	Day     string      `json:"day"`   // 2026-03-05
	From    string      `json:"from"`  // 08:30
	Until   string      `json:"until"` // 11:30
	Kind    SessionKind `json:"kind"`
	Post    org.PostID  `json:"post,omitempty"` // a leader
	Unit    org.UnitID  `json:"unit,omitempty"` // a department
	Place   string      `json:"place"`
	Topic   string      `json:"topic,omitempty"`
	Contact string      `json:"contact"` // office and number for questions about the day
}

// Date is the day; zero where it is not one.
func (p SessionPlan) Date() calendar.Date {
	d, _ := calendar.ParseDate(p.Day)
	return d
}

// Who is the post or unit that answers.
func (p SessionPlan) Who() string {
	if p.Kind == ByDepartment {
		return string(p.Unit)
	}
	return string(p.Post)
}

// SessionNames says who there is to answer; the desk knows the directory.
type SessionNames struct {
	Leader     func(org.PostID) bool
	Department func(org.UnitID) bool
}

// The events of a session's stream.
type (
	// SessionPlanned opens it.
	SessionPlanned struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Plan    SessionPlan   `json:"plan"`
		Rota    bool          `json:"rota,omitempty"` // made with others from a list
	}
	// SessionChanged writes the plan anew. What was announced no longer holds.
	SessionChanged struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Plan    SessionPlan   `json:"plan"`
	}
	// SessionCancelled says why it does not take place.
	SessionCancelled struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  string        `json:"reason"` // in clear: it is announced too
	}
	// SessionNoticed says where it was announced.
	SessionNoticed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Where   string        `json:"where"`
	}
	// SessionMinuted is the record of how it went; the latest holds.
	SessionMinuted struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Words   Words         `json:"words"`
		Calls   int           `json:"calls"` // orders registered in it, as then counted
	}
)

// Session is one answering day, folded from its stream.
type Session struct {
	ID        string
	Version   int64
	Plan      SessionPlan
	By        org.AccountID
	At        time.Time
	Changes   int
	Cancelled *SessionCancelled
	Notice    *SessionNoticed
	Minutes   *SessionMinuted
}

// Evolve applies an event.
func (s Session) Evolve(e any) Session {
	switch e := e.(type) {
	case SessionPlanned:
		s.Plan, s.By, s.At = e.Plan, e.Account, e.At
	case SessionChanged:
		s.Plan, s.Notice = e.Plan, nil
		s.Changes++
	case SessionCancelled:
		s.Cancelled = &e
	case SessionNoticed:
		s.Notice = &e
	case SessionMinuted:
		s.Minutes = &e
	}
	return s
}

// SessionState says where a session stands.
type SessionState string

// The states.
const (
	SessionAhead   SessionState = "planned"   // 已安排
	SessionToday   SessionState = "today"     // 今天接听
	SessionUnsaid  SessionState = "unminuted" // 待写纪要
	SessionHeld    SessionState = "held"      // 已开展
	SessionDropped SessionState = "cancelled" // 已取消
)

// Name is the Chinese name.
func (s SessionState) Name() string {
	return map[SessionState]string{SessionAhead: "已安排", SessionToday: "今天接听", SessionUnsaid: "待写纪要", SessionHeld: "已开展", SessionDropped: "已取消"}[s]
}

// State is where it stands on a day.
func (s Session) State(today calendar.Date) SessionState {
	switch d := s.Plan.Date(); {
	case s.Cancelled != nil:
		return SessionDropped
	case s.Minutes != nil:
		return SessionHeld
	case d == today:
		return SessionToday
	case d.Before(today):
		return SessionUnsaid
	}
	return SessionAhead
}

// sessionBack is how many days back a session may still be put on record that was held without having been planned.
const sessionBack = 31

func sessionRefusal(field, code, reason string, args ...any) error {
	return regulation.RefuseField(regulation.Art11, code, field, reason, args...)
}

// Check says what is wrong with a plan.
func (p SessionPlan) Check(n SessionNames, today calendar.Date) error {
	d, err := calendar.ParseDate(p.Day)
	from, errFrom := time.Parse("15:04", p.From)
	until, errUntil := time.Parse("15:04", p.Until)
	switch {
	case err != nil:
		return sessionRefusal("day", "bad_day", "没有填写接听日期，请选一天。")
	case d.Before(today.AddDays(-sessionBack)):
		return sessionRefusal("day", "long_ago", "日期已过去%d天以上，不能再补登，请核对。", sessionBack)
	case d.After(today.AddDays(400)):
		return sessionRefusal("day", "far_ahead", "日期在400天以后，请核对年份。")
	case errFrom != nil:
		return sessionRefusal("from", "bad_from", "没有填写开始时间，例如 08:30。")
	case errUntil != nil || !until.After(from):
		return sessionRefusal("until", "bad_until", "结束时间没有填写，或不晚于开始时间，请核对。")
	case p.Kind.Name() == "":
		return sessionRefusal("kind", "bad_kind", "没有选择由谁接听，请从列表中选一项。")
	case p.Kind == ByMagistrate && p.Post != org.PostMagistrate:
		return sessionRefusal("post", "not_magistrate", "县长接听的，接听领导应选县长。")
	case p.Kind == ByLeader && (p.Post == org.PostMagistrate || !n.Leader(p.Post)):
		return sessionRefusal("post", "no_leader", "县领导接听的，请从列表中选一位副县长。")
	case p.Kind == ByDepartment && !n.Department(p.Unit):
		return sessionRefusal("unit", "no_department", "县直部门接听的，请从列表中选一个部门。")
	case p.Kind == ByDepartment && p.Post != "" || p.Kind != ByDepartment && p.Unit != "":
		return sessionRefusal("kind", "two_answer", "一次接听只填一位领导或一个部门，请去掉另一个。")
	case strings.TrimSpace(p.Place) == "":
		return sessionRefusal("place", "no_place", "没有填写接听地点，例如“县长热线受理中心”。")
	case strings.TrimSpace(p.Contact) == "":
		return sessionRefusal("contact", "no_contact", "没有填写联系科室和电话，群众和部门有疑问时要找得到人。")
	}
	for _, t := range []struct {
		field, label, text string
		most               int
	}{{"place", "地点", p.Place, 40}, {"topic", "主题", p.Topic, 60}, {"contact", "联系科室和电话", p.Contact, 60}} {
		if utf8.RuneCountInString(t.text) > t.most {
			return sessionRefusal(t.field, "long_"+t.field, "%s超过%d个字，请缩短。", t.label, t.most)
		}
		if t.field == "contact" {
			continue // an office number is what it is for
		}
		if err := clearWords(regulation.Art11, t.field, t.label, t.text); err != nil {
			return err
		}
	}
	return nil
}

// clearWords refuses words that stand in the log in clear while something in them identifies a person (Art. 23(6)).
func clearWords(_ regulation.Clause, field, label, s string) error {
	if found := text.FindIdentity(s); len(found) > 0 {
		return regulation.RefuseField(regulation.Art23_6, "identity_in_"+field, field, "%s里有“%s”，会暴露个人身份，请删去或用岗位代称。", label, found[0].Text)
	}
	return nil
}

// Change writes another plan, while the day has not passed.
func (s Session) Change(by org.Actor, p SessionPlan, n SessionNames, now time.Time) (SessionChanged, error) {
	today := calendar.DateOf(now)
	switch {
	case s.Cancelled != nil:
		return SessionChanged{}, regulation.RefuseState(regulation.Art11, "cancelled", "这次接听已经取消，不能再改；需要的话另外安排一次。")
	case s.Minutes != nil || s.Plan.Date().Before(today):
		return SessionChanged{}, regulation.RefuseState(regulation.Art11, "over", "这次接听已经过去，不能再改安排。")
	}
	if err := p.Check(n, today); err != nil {
		return SessionChanged{}, err
	}
	if p.Date().Before(today) {
		return SessionChanged{}, sessionRefusal("day", "past", "不能改到已经过去的日期，请选今天或以后。")
	}
	return SessionChanged{At: now, Account: by.Account, Plan: p}, nil
}

// Cancel drops it with a reason; calls is how many orders were registered in it. What has taken place cannot be cancelled.
func (s Session) Cancel(by org.Actor, reason string, calls int, now time.Time) (SessionCancelled, error) {
	reason = strings.TrimSpace(reason)
	switch {
	case s.Cancelled != nil:
		return SessionCancelled{}, regulation.RefuseState(regulation.Art11, "cancelled", "这次接听已经取消。")
	case s.Minutes != nil || calls > 0:
		return SessionCancelled{}, regulation.RefuseState(regulation.Art11, "took_place", "这次接听已经登记了来电或写了纪要，不能取消。")
	case reason == "":
		return SessionCancelled{}, sessionRefusal("reason", "no_reason", "没有填写取消的原因，取消接听日必须说明原因。")
	case utf8.RuneCountInString(reason) > 100:
		return SessionCancelled{}, sessionRefusal("reason", "long_reason", "取消的原因超过100个字，请缩短。")
	}
	if err := clearWords(regulation.Art11, "reason", "取消的原因", reason); err != nil {
		return SessionCancelled{}, err
	}
	return SessionCancelled{At: now, Account: by.Account, Reason: reason}, nil
}

// Announce says where the preview was published, before the session is over.
func (s Session) Announce(by org.Actor, where string, now time.Time) (SessionNoticed, error) {
	where = strings.TrimSpace(where)
	switch {
	case s.Cancelled != nil:
		return SessionNoticed{}, regulation.RefuseState(regulation.Art11, "cancelled", "这次接听已经取消，不用再预告。")
	case s.Plan.Date().Before(calendar.DateOf(now)):
		return SessionNoticed{}, regulation.RefuseState(regulation.Art11, "over", "这次接听已经过去，不能再登记预告。")
	case where == "":
		return SessionNoticed{}, sessionRefusal("where", "no_where", "没有填写在哪里发布了预告，例如“县政府网站、微信公众号”。")
	case utf8.RuneCountInString(where) > 60:
		return SessionNoticed{}, sessionRefusal("where", "long_where", "发布的地方超过60个字，请缩短。")
	}
	if err := clearWords(regulation.Art11, "where", "发布的地方", where); err != nil {
		return SessionNoticed{}, err
	}
	return SessionNoticed{At: now, Account: by.Account, Where: where}, nil
}

// Minute puts on record how it went; words is what will be sealed.
func (s Session) Minute(by org.Actor, words string, calls int, now time.Time) (SessionMinuted, error) {
	from, _ := time.Parse("15:04", s.Plan.From)
	begins := s.Plan.Date().Midnight().Add(time.Duration(from.Hour())*time.Hour + time.Duration(from.Minute())*time.Minute)
	switch {
	case s.Cancelled != nil:
		return SessionMinuted{}, regulation.RefuseState(regulation.Art11, "cancelled", "这次接听已经取消，没有纪要可写。")
	case now.Before(begins):
		return SessionMinuted{}, regulation.RefuseState(regulation.Art11, "not_begun", "接听还没有开始，开始以后再写纪要。")
	case strings.TrimSpace(words) == "":
		return SessionMinuted{}, sessionRefusal("words", "no_words", "没有填写纪要，请写明接了几个电话、定了哪些事；没有来电也写一句。")
	case utf8.RuneCountInString(words) > 3000:
		return SessionMinuted{}, sessionRefusal("words", "long_words", "纪要超过3000字，请写要点。")
	}
	return SessionMinuted{At: now, Account: by.Account, Calls: calls}, nil
}

// Take says whether a call that came at an instant may be registered in it, under a channel.
func (s Session) Take(c policy.Channel, at time.Time) error {
	switch {
	case s.ID == "":
		return sessionRefusal("session", "no_session", "没有这次接听日，请重新选择。")
	case s.Cancelled != nil:
		return sessionRefusal("session", "cancelled", "这次接听已经取消，来电请按县长热线电话登记。")
	case calendar.DateOf(at) != s.Plan.Date():
		return sessionRefusal("session", "other_day", "来电不是接听日当天的，请核对来电时间，或不选接听日。")
	case s.Plan.Kind == ByDepartment && !c.Claim || s.Plan.Kind != ByDepartment && !c.Leader:
		return sessionRefusal("channel", "answering_channel", "接听日登记的来电，来源渠道应与接听的人相符，请核对。")
	}
	return nil
}
