package office

import (
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// Draft is what a statement says: one text that answers everybody who calls about the same event (事件口径).
type Draft struct {
	Title    string     `json:"title"`              // 城南片区停水
	Town     string     `json:"town,omitempty"`     // empty: the whole county
	Place    string     `json:"place,omitempty"`    // words a place must hold
	Category string     `json:"category,omitempty"` // empty: any
	Text     string     `json:"text"`               // what callers are told, in clear: it is published
	Owner    org.UnitID `json:"owner"`              // whose event it is; what is not only asked goes there
	From     time.Time  `json:"from"`
	Until    time.Time  `json:"until"`
}

// The events of a statement's stream.
type (
	// Published is a version of the statement; the first one opens it.
	Published struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		V       int           `json:"v"`
		Draft   Draft         `json:"draft"`
	}
	// Ended takes it back before its time.
	Ended struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
	}
	// Used says that one caller was told a version of it.
	Used struct {
		At    time.Time `json:"at"`
		Order string    `json:"order"`
		V     int       `json:"v"`
	}
)

// Statement is one, folded from its stream.
type Statement struct {
	ID      string
	V       int // version in force
	Draft   Draft
	By      org.AccountID
	At      time.Time
	EndedAt time.Time
	Uses    int
}

// Evolve applies an event of the stream.
func (s Statement) Evolve(e any) Statement {
	switch e := e.(type) {
	case Published:
		s.V, s.Draft, s.By, s.At = e.V, e.Draft, e.Account, e.At
	case Ended:
		s.EndedAt = e.At
	case Used:
		s.Uses++
	}
	return s
}

// Runs reports whether callers may be answered with it at now.
func (s Statement) Runs(now time.Time) bool {
	return s.V > 0 && s.EndedAt.IsZero() && !now.Before(s.Draft.From) && now.Before(s.Draft.Until)
}

// Matches says how well a call fits: 0 not at all, more is better.
func (s Statement) Matches(town, place, category string) int {
	n := 1
	for _, x := range [][2]string{{s.Draft.Town, town}, {s.Draft.Category, category}} {
		switch {
		case x[0] == "" || x[1] == "":
		case x[0] == x[1]:
			n += 2
		default:
			return 0
		}
	}
	if s.Draft.Place != "" && place != "" {
		if !strings.Contains(place, s.Draft.Place) {
			return 0
		}
		n++
	}
	return n
}

// longest is how long an event may run: a statement that never ends answers questions nobody checks any more.
const longest = 31 * 24 * time.Hour

// Publish makes the next version of a statement. The text is read out to every caller, so nobody may be named in it.
func (s Statement) Publish(d Draft, account org.AccountID, now time.Time) (Published, error) {
	switch {
	case !s.EndedAt.IsZero():
		return Published{}, regulation.RefuseState(regulation.Art10_1, "ended", "这条口径已经结束，请另发一条。")
	case strings.TrimSpace(d.Title) == "":
		return Published{}, regulation.RefuseField(regulation.Art10_1, "missing_title", "title", "没有填写事件名称，请补充。")
	case utf8.RuneCountInString(d.Text) < 10:
		return Published{}, regulation.RefuseField(regulation.Art10_1, "short_text", "text", "口径太短，请写清发生了什么、谁在处理、什么时候恢复。")
	case d.Owner == "":
		return Published{}, regulation.RefuseField(regulation.Art10_1, "missing_owner", "owner", "请选择责任单位：求助、投诉要转给它办。")
	case !d.Until.After(now) || !d.Until.After(d.From):
		return Published{}, regulation.RefuseField(regulation.Art10_1, "bad_until", "until", "有效期应晚于现在和开始时间，请核对。")
	case d.Until.Sub(now) > longest:
		return Published{}, regulation.RefuseField(regulation.Art10_1, "too_long", "until", "有效期最长31天；长期适用的请写进知识库。")
	}
	for field, words := range map[string]string{"text": d.Text, "title": d.Title, "place": d.Place} {
		for _, f := range text.FindIdentity(words) {
			if f.Kind != text.KindPhone || !officePhone(f.Text) {
				return Published{}, regulation.RefuseField(regulation.Art23_6, "identity", field, "口径里像是有个人信息，请删去后再发布。")
			}
		}
	}
	return Published{At: now, Account: account, V: s.V + 1, Draft: d}, nil
}

// officePhone reports whether a number is a desk's and not a person's: a statement may name the number of the repair service.
func officePhone(s string) bool {
	n, err := text.ParsePhone(s)
	return err == nil && !strings.HasPrefix(n, "1")
}

// End takes the statement back.
func (s Statement) End(account org.AccountID, now time.Time) (Ended, error) {
	if s.V == 0 || !s.EndedAt.IsZero() || !now.Before(s.Draft.Until) {
		return Ended{}, regulation.RefuseState(regulation.Art10_1, "ended", "这条口径已经结束。")
	}
	return Ended{At: now, Account: account}, nil
}

// Use tells one caller: a running statement, the version in force.
func (s Statement) Use(orderID string, now time.Time) (Used, error) {
	if !s.Runs(now) {
		return Used{}, regulation.RefuseState(regulation.Art10_1, "not_running", "这条口径已经结束或还没有开始，请按平常办理。")
	}
	return Used{At: now, Order: orderID, V: s.V}, nil
}
