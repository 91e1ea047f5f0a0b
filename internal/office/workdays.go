package office

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// The events of the working calendar's one stream (domain.md §4.1, §13.25).
type (
	// CalendarProposed is a change that one person asks for. Nothing moves by it.
	CalendarProposed struct {
		At       time.Time            `json:"at"`
		Account  org.AccountID        `json:"account,omitempty"` // "" for the command line
		ID       string               `json:"id"`
		Why      string               `json:"why"`
		Document string               `json:"document,omitempty"`
		Base     int                  `json:"base"` // the version that it changes
		Year     *calendar.Year       `json:"year,omitempty"`
		Special  *calendar.SpecialDay `json:"special,omitempty"`
		Undo     calendar.Date        `json:"undo,omitempty"` // the special day that is taken back
	}
	// CalendarSaved is a version, confirmed by another person. Whole, so that any order can be read by the one it is bound to.
	CalendarSaved struct {
		Version  int                `json:"version"`
		Why      string             `json:"why"`
		Calendar *calendar.Calendar `json:"calendar"`

		At       time.Time     `json:"at,omitzero"`
		Account  org.AccountID `json:"account,omitempty"` // who confirmed
		Proposal string        `json:"proposal,omitempty"`
		Orders   int           `json:"orders,omitempty"` // how many orders the list had that was confirmed
		Limits   int           `json:"limits,omitempty"` // and how many limits
		Digest   string        `json:"digest,omitempty"` // of the list
	}
	// CalendarDropped ends a proposal.
	CalendarDropped struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		ID      string        `json:"id"`
		Reason  string        `json:"reason"`
	}
)

// CalendarProposal is a proposal with what became of it.
type CalendarProposal struct {
	CalendarProposed
	Saved   *CalendarSaved
	Dropped *CalendarDropped
}

// Open reports whether it waits for the second person.
func (p CalendarProposal) Open() bool { return p.ID != "" && p.Saved == nil && p.Dropped == nil }

// Workdays is the working calendar's history, folded from the one stream.
type Workdays struct {
	N         int64
	Proposals []CalendarProposal
	Versions  []CalendarSaved
}

// Evolve applies an event of the stream.
func (w Workdays) Evolve(e any) Workdays {
	w.N++
	w.Proposals = slices.Clone(w.Proposals)
	at := func(id string, f func(*CalendarProposal)) {
		for i := range w.Proposals {
			if w.Proposals[i].ID == id {
				f(&w.Proposals[i])
			}
		}
	}
	switch e := e.(type) {
	case CalendarProposed:
		w.Proposals = append(w.Proposals, CalendarProposal{CalendarProposed: e})
	case CalendarSaved:
		w.Versions = append(slices.Clip(w.Versions), e)
		at(e.Proposal, func(p *CalendarProposal) { p.Saved = &e })
	case CalendarDropped:
		at(e.ID, func(p *CalendarProposal) { p.Dropped = &e })
	}
	return w
}

// Proposal finds one.
func (w Workdays) Proposal(id string) (CalendarProposal, bool) {
	i := slices.IndexFunc(w.Proposals, func(p CalendarProposal) bool { return p.ID == id })
	if i < 0 {
		return CalendarProposal{}, false
	}
	return w.Proposals[i], true
}

// Waiting is the proposal that waits for its second person; there is at most one.
func (w Workdays) Waiting() (CalendarProposal, bool) {
	i := slices.IndexFunc(w.Proposals, CalendarProposal.Open)
	if i < 0 {
		return CalendarProposal{}, false
	}
	return w.Proposals[i], true
}

// Apply is the calendar with a proposal carried out. Errors: *calendar.Invalid.
func (p CalendarProposed) Apply(c *calendar.Calendar) (*calendar.Calendar, error) {
	switch {
	case p.Year != nil:
		return c.WithYear(*p.Year)
	case p.Special != nil:
		return c.WithSpecial(*p.Special)
	}
	return c.WithoutSpecial(p.Undo)
}

// ProposeCalendar checks a change and says what it is. c is the calendar that holds. A day that has passed is not changed: what was promised by it is over.
func (w Workdays) ProposeCalendar(a org.Actor, p CalendarProposed, c *calendar.Calendar, now time.Time) (CalendarProposed, error) {
	if a.Post.Kind != org.OfficeHead && !a.System() {
		return p, regulation.RefuseState(regulation.Art18, "not_keeper", "工作日历由县热线办负责人维护，您现在的岗位是%s。", a.Post.Title)
	}
	if x, ok := w.Waiting(); ok {
		return p, regulation.RefuseState(regulation.Art18, "one_waits", "还有一项日历变动（%s）没有确认，请先确认或撤回它。", x.Why)
	}
	p.At, p.Account, p.Base, p.Document = now, a.Account, c.Version, strings.TrimSpace(p.Document)
	if p.Document != "" && !policy.IsDocument(p.Document) {
		return p, regulation.RefuseField(regulation.Art18, "bad_document", "document", "文号“%s”不对，请写成“蒙政办秘〔2026〕8号”的样子。", p.Document)
	}
	today := calendar.DateOf(now)
	switch {
	case p.Year != nil:
		p.Why = fmt.Sprintf("载入%d年放假安排", p.Year.Year)
	case p.Special != nil:
		p.Special.Reason = strings.TrimSpace(p.Special.Reason)
		if p.Document == "" {
			return p, regulation.RefuseField(regulation.Art18, "no_document", "document", "没有填写文号。临时停工、调班须有县政府或上级的通知，请填写通知的文号。")
		}
		if err := clearText("reason", "原因", p.Special.Reason, 2, 100); err != nil {
			return p, under(err, regulation.Art18)
		}
		if p.Special.Date.Before(today) {
			return p, regulation.RefuseField(regulation.Art18, "past_day", "day", "%s已经过去，不能再改；那天的时限以当时为准。", p.Special.Date.Chinese())
		}
		word := "上班"
		if p.Special.Rest {
			word = "停工"
		}
		p.Why = fmt.Sprintf("%s%s：%s", p.Special.Date.Chinese(), word, p.Special.Reason)
	default:
		if p.Undo.Before(today) {
			return p, regulation.RefuseField(regulation.Art18, "past_day", "day", "%s已经过去，不能再撤销。", p.Undo.Chinese())
		}
		p.Why = fmt.Sprintf("撤销%s的特殊安排", p.Undo.Chinese())
	}
	return p, nil
}

func under(err error, a regulation.Clause) error {
	if no, ok := err.(*regulation.Refusal); ok && no.Article == regulation.Art10_1 {
		no.Article = a
	}
	return err
}

// ConfirmCalendar is the second person's word; it makes the next version. shown holds the marks of the list that he saw, now those of the list as it is: what has
// ended since is no harm, what is new or other is.
func (w Workdays) ConfirmCalendar(a org.Actor, id string, c *calendar.Calendar, shown, listed []string, now time.Time) (CalendarSaved, error) {
	p, ok := w.Proposal(id)
	switch {
	case a.Post.Kind != org.GovOfficeHead && a.Post.Kind != org.OfficeHead:
		return CalendarSaved{}, regulation.RefuseState(regulation.Art29, "not_confirmer", "日历变动由县政府办负责人或另一位县热线办负责人确认，您现在的岗位是%s。", a.Post.Title)
	case !ok:
		return CalendarSaved{}, regulation.RefuseState(regulation.Art29, "no_proposal", "没有这项日历变动，请刷新页面。")
	case !p.Open():
		return CalendarSaved{}, regulation.RefuseState(regulation.Art29, "done", "这项日历变动已经办结，不用再确认。")
	case a.Account == p.Account:
		return CalendarSaved{}, regulation.RefuseState(regulation.Art29, "own_proposal", "这项变动是您提出的，须由另一人确认。")
	}
	fresh := 0
	for _, m := range listed {
		if !slices.Contains(shown, m) {
			fresh++
		}
	}
	if fresh > 0 {
		return CalendarSaved{}, regulation.RefuseState(regulation.Art29, "stale_list", "您打开清单以后有%d个时限是新的或变了，请核对新的清单后再确认。", fresh)
	}
	next, err := p.Apply(c)
	if err != nil {
		return CalendarSaved{}, regulation.RefuseState(regulation.Art18, "cannot_apply", "%s", err.Error())
	}
	return CalendarSaved{At: now, Account: a.Account, Version: next.Version, Why: p.Why, Calendar: next, Proposal: id, Limits: len(listed)}, nil
}

// DropCalendar takes a proposal back.
func (w Workdays) DropCalendar(a org.Actor, id, reason string, now time.Time) (CalendarDropped, error) {
	p, ok := w.Proposal(id)
	switch {
	case a.Post.Kind != org.GovOfficeHead && a.Post.Kind != org.OfficeHead:
		return CalendarDropped{}, regulation.RefuseState(regulation.Art29, "not_confirmer", "日历变动由县热线办负责人、县政府办负责人撤回，您现在的岗位是%s。", a.Post.Title)
	case !ok || !p.Open():
		return CalendarDropped{}, regulation.RefuseState(regulation.Art29, "done", "这项日历变动已经办结或已撤回，请刷新页面。")
	}
	if err := clearLaw("reason", "撤回理由", reason, 2, 200); err != nil {
		return CalendarDropped{}, err
	}
	return CalendarDropped{At: now, Account: a.Account, ID: id, Reason: strings.TrimSpace(reason)}, nil
}
