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
	"huiyin/internal/regulation"
)

// LeadCommand is something that a person wants to happen to a lead.
type LeadCommand interface{ actor() org.Actor }

type (
	// File proposes a lead. Hint is the suggestion taken up, nil by hand; Open is whether the directory knows the unit.
	File struct {
		By
		Fault                  Fault
		Unit                   org.UnitID
		Open                   bool
		Posts                  []org.Kind // of the unit
		Hint                   *Hint
		Facts, Proof, Handling order.Private
	}
	// Submit lays it before the head of the county government office.
	Submit struct{ By }
	// TakeBack ends it before anybody decided.
	TakeBack struct {
		By
		Reason order.Private
	}
	// Approve is the head's word, yes or no.
	Approve struct {
		By
		Yes     bool
		Opinion order.Private
	}
	// HandOver gives it to the recipient; Number is a slot of the archive.
	HandOver struct {
		By
		To     Recipient
		Number string
	}
	// Receive records the receipt.
	Receive struct {
		By
		On  string
		Who order.Private
	}
	// Conclude records what the recipient said.
	Conclude struct {
		By
		On      string
		Finding Finding
		Words   order.Private
	}
	// DropHint puts a suggestion aside.
	DropHint struct {
		By
		Hint   Hint
		Reason order.Private
	}
)

// leadPosts are the kinds of posts that a lead may name.
func leadPosts() []org.Kind { return []org.Kind{org.UnitPrincipal, org.UnitDeputy, org.UnitHandler} }

// DecideLead answers a command on a lead: the event that follows, or a *regulation.Refusal. s is the order it speaks of, empty where it speaks of none. Nothing in a
// lead happens by itself (Art. 23): each step is a person's.
func DecideLead(l Lead, s order.State, c LeadCommand, now time.Time) (LeadEvent, error) {
	a := c.actor()
	if a.System() || l.State != "" && l.Recuses(a) || s.Status != order.None && s.Recuses(a) {
		return nil, noLead()
	}
	by, chief := []org.Kind{org.Supervisor, org.OfficeHead}, []org.Kind{org.GovOfficeHead}
	switch c := c.(type) {
	case File:
		if err := leadBy(a, by); err != nil {
			return nil, err
		}
		return file(l, s, c, now)
	case DropHint:
		if err := leadBy(a, by); err != nil {
			return nil, err
		}
		if l.State != "" {
			return nil, leadState("hint_used", "这条提示已经处理过，请刷新页面。")
		}
		if err := leadText("reason", "不采用的理由", c.Reason.Text, MostDemand); err != nil {
			return nil, err
		}
		return HintDropped{At: now, Account: a.Account, Source: c.Hint.Source, Clause: c.Hint.Fault.Clause(), Unit: c.Hint.Unit, Order: c.Hint.Order, Reason: c.Reason.Keep()}, nil
	case Submit:
		return leadStep(l, a, by, []LeadState{LeadDraft}, LeadSubmitted{At: now, Account: a.Account})
	case TakeBack:
		if err := leadText("reason", "撤回的理由", c.Reason.Text, MostDemand); err != nil {
			return nil, err
		}
		return leadStep(l, a, by, []LeadState{LeadDraft, LeadWaits}, LeadTakenBack{At: now, Account: a.Account, Reason: c.Reason.Keep()})
	case Approve:
		return approve(l, c, chief, now)
	case HandOver:
		if c.To.Name() == "" {
			return nil, leadField("to", "no_recipient", "没有选择移送给谁，请选一项。")
		}
		return leadStep(l, a, by, []LeadState{LeadApproved}, LeadHanded{At: now, Account: a.Account, Number: c.Number, To: c.To})
	case Receive:
		if err := leadText("who", "接收人", c.Who.Text, 100); err != nil {
			return nil, err
		}
		if l.Handed != nil {
			if err := leadDay(c.On, l.Handed.At, now, "接收日期"); err != nil {
				return nil, err
			}
		}
		return leadStep(l, a, by, []LeadState{LeadAway}, LeadReceived{At: now, Account: a.Account, On: c.On, Who: c.Who.Keep()})
	case Conclude:
		if c.Finding.Name() == "" {
			return nil, leadField("finding", "no_finding", "没有选择处理结果，请照来文选一项。")
		}
		if err := leadText("words", "结果说明", c.Words.Text, MostDemand); err != nil {
			return nil, err
		}
		if l.Received != nil {
			if err := leadDay(c.On, calendarDay(l.Received.On), now, "结果日期"); err != nil {
				return nil, err
			}
		}
		return leadStep(l, a, by, []LeadState{LeadTaken}, LeadConcluded{At: now, Account: a.Account, On: c.On, Finding: c.Finding, Words: c.Words.Keep()})
	}
	return nil, fmt.Errorf("decide %T: unknown command", c)
}

func noLead() error { return leadState("no_lead", "没有这条问责线索。") }

func leadState(code, reason string, args ...any) error {
	return regulation.RefuseState(regulation.Art23, code, reason, args...)
}

func leadField(field, code, reason string, args ...any) error {
	return regulation.RefuseField(regulation.Art23, code, field, reason, args...)
}

func leadBy(a org.Actor, kinds []org.Kind) error {
	if slices.Contains(kinds, a.Post.Kind) {
		return nil
	}
	return leadState("wrong_post", "这一步由%s办理，您现在的岗位是%s。", kinds[0].Name(), a.Post.Kind.Name())
}

func leadStep(l Lead, a org.Actor, kinds []org.Kind, from []LeadState, e LeadEvent) (LeadEvent, error) {
	if l.State == "" || l.State == LeadDropped {
		return nil, noLead()
	}
	if err := leadBy(a, kinds); err != nil {
		return nil, err
	}
	if !slices.Contains(from, l.State) {
		return nil, leadState("wrong_state", "这条线索是“%s”，不能办这一步，请刷新页面。", l.State.Name())
	}
	return e, nil
}

func leadText(field, label, t string, most int) error {
	switch {
	case strings.TrimSpace(t) == "":
		return leadField(field, "no_"+field, "没有填写%s，请写清楚。", label)
	case utf8.RuneCountInString(t) > most:
		return leadField(field, "long_"+field, "%s超过%d字，请写要点。", label, most)
	}
	return nil
}

func calendarDay(s string) time.Time {
	d, err := calendar.ParseDate(s)
	if err != nil {
		return time.Time{}
	}
	return d.Midnight()
}

// leadDay holds a day between what it follows and today.
func leadDay(day string, from, now time.Time, label string) error {
	d, err := calendar.ParseDate(day)
	if err != nil || d.Before(calendar.DateOf(from)) || d.After(calendar.DateOf(now)) {
		return leadField("on", "bad_day", "%s没有填写，或早于上一步、晚于今天，请核对。", label)
	}
	return nil
}

func file(l Lead, s order.State, c File, now time.Time) (LeadEvent, error) {
	a := c.Actor
	switch {
	case l.State != "":
		return nil, leadState("hint_used", "这条提示已经处理过，请刷新页面。")
	case c.Fault.Name() == "":
		return nil, leadField("fault", "no_fault", "没有选择问责情形，请从九项中选一项。")
	case c.Unit == org.GovOffice || c.Unit == org.HotlineOffice:
		return nil, leadField("unit", "own_house", "县政府办、县热线办自身的问题不能由本系统提出和批准，请直接报县纪检监察机关。")
	case c.Unit == "" || !c.Open:
		return nil, leadField("unit", "no_unit", "没有选择涉及单位，请从列表中选一个。")
	case c.Fault.needsOrder() && s.Status == order.None:
		return nil, leadField("number", "no_order", "“%s”要对应一件工单，请填写工单编号。", c.Fault.Name())
	case s.Status != order.None && !involved(s, c.Unit):
		return nil, leadField("unit", "not_involved", "这个单位没有承办、协办过这件工单，请核对单位和工单编号。")
	case len(c.Posts) == 0:
		return nil, leadField("posts", "no_posts", "没有选择涉及岗位，请至少选一个；写岗位，不写姓名。")
	}
	var posts []org.PostID
	for _, k := range c.Posts {
		if !slices.Contains(leadPosts(), k) {
			return nil, leadField("posts", "bad_post", "涉及岗位只能选主要负责人、分管负责人、具办人员。")
		}
		posts = append(posts, org.PostOf(c.Unit, k))
	}
	for _, x := range []struct {
		field, label string
		t            order.Private
		most         int
	}{{"facts", "事实", c.Facts, MostWords}, {"proof", "证据清单", c.Proof, MostWords}, {"handling", "处理建议", c.Handling, MostDemand}} {
		if err := leadText(x.field, x.label, x.t.Text, x.most); err != nil {
			return nil, err
		}
	}
	e := LeadFiled{At: now, Account: a.Account, Clause: c.Fault.Clause(), Unit: c.Unit, Posts: posts, Order: s.ID, Source: "hand", Facts: c.Facts.Keep(), Proof: c.Proof.Keep(), Handling: c.Handling.Keep()}
	if h := c.Hint; h != nil {
		if h.Order != s.ID {
			return nil, leadField("number", "other_order", "提示说的是另一件工单，请核对编号。")
		}
		e.Source, e.Evidence = h.Source, []Evidence{h.Evidence()}
	}
	return e, nil
}

// approve is the head's word. Who proposed or submitted a lead does not decide on it, in whatever post he sits now.
func approve(l Lead, c Approve, chief []org.Kind, now time.Time) (LeadEvent, error) {
	a := c.Actor
	e, err := leadStep(l, a, chief, []LeadState{LeadWaits}, LeadDecided{At: now, Account: a.Account, Post: a.Post.ID, Clause: l.Fault.Clause(), Approved: c.Yes, Opinion: c.Opinion.Keep()})
	if err != nil {
		return nil, err
	}
	if l.Filed.Account == a.Account || l.Submitted != nil && l.Submitted.Account == a.Account {
		return nil, leadState("same_person", "提出、报批线索的人不能批准，请由别人办理。")
	}
	if err := leadText("opinion", "审批意见", c.Opinion.Text, MostDemand); err != nil {
		return nil, err
	}
	return e, nil
}
