package office

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// ask turns a gap, a question that was answered without the knowledge base, into what a unit owes (Art. 10(1)).
func ask(a Article, c Ask, now time.Time) ([]Event, error) {
	if err := mustEdit(c.Actor); err != nil {
		return nil, err
	}
	if a.ID != "" || c.Order == "" {
		return nil, regulation.RefuseState(regulation.Art10_1, "not_a_gap", "只能就无库答复请单位补充条目。")
	}
	if c.Unit == "" {
		return nil, regulation.RefuseField(regulation.Art10_1, "no_unit", "unit", "没有选择负责单位，请选择由谁起草。")
	}
	if err := clearText("title", "标题", c.Title, 2, 40); err != nil {
		return nil, err
	}
	return []Event{ArticleAsked{ID: c.ID, Number: c.Number, At: now, Unit: c.Unit, Title: c.Title, Category: c.Category, Order: c.Order}}, nil
}

// publicly is the marking for citizens: proposed by one person of the office, given by another, taken back by anyone of them.
func publicly(a Article, c Command, now time.Time) ([]Event, error) {
	var by org.Actor
	switch c := c.(type) {
	case Offer:
		by = c.Actor
	case Open:
		by = c.Actor
	case Shut:
		by = c.Actor
	}
	if err := mustEdit(by); err != nil {
		return nil, err
	}
	if shut, ok := c.(Shut); ok {
		if a.Public == 0 && a.Offered == "" {
			return nil, regulation.RefuseState(regulation.Art10_1, "not_public", "这个条目没有公开，也没有人提出公开。")
		}
		if err := clearText("reason", "理由", shut.Reason, 1, 500); err != nil {
			return nil, err
		}
		return []Event{ArticleShut{At: now, Reason: shut.Reason}}, nil
	}
	switch _, opens := c.(Open); {
	case a.Status != InUse || a.Content.ValidTo < calendar.DateOf(now).String():
		return nil, regulation.RefuseState(regulation.Art10_1, "not_published", "只有已发布、在有效期内的条目可以公开。")
	case a.Public > 0:
		return nil, regulation.RefuseState(regulation.Art10_1, "public", "这一版已经公开。")
	case !opens && a.Offered != "":
		return nil, regulation.RefuseState(regulation.Art10_1, "offered", "已经有人提出公开，等另一人核对。")
	case !opens:
		return []Event{ArticleOffered{At: now, Account: by.Account, Version: a.Version}}, nil
	case a.Offered == "":
		return nil, regulation.RefuseState(regulation.Art10_1, "not_offered", "还没有人提出公开，请先提出。")
	case a.Offered == by.Account:
		return nil, regulation.RefuseState(regulation.Art10_1, "same_person", "提出公开的人不能自己核对，请由县热线办另一人核对。")
	}
	return []Event{ArticleOpened{At: now, Account: by.Account, Version: a.Version}}, nil
}

// Nearing reports whether an article's validity must be looked at again: published, and its last day passed or no more than days away.
func Nearing(s ArticleStatus, validTo string, days int, now time.Time) bool {
	return s == InUse && validTo <= calendar.DateOf(now).AddDays(days).String()
}
