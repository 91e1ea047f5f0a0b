package order

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Decline is a human's decision that a request is not the matter that the program proposed (domain.md §6.0). A likeness that is high is set aside with a
// reason only, and the decision is on record like a link is.
type Decline struct {
	Matter string  // the matter that was proposed
	Order  string  // and the order of it that is the likest
	Score  int     // 0–100
	Reason Private `seal:"note"`
}

// DeclineLink says so of an order that is registered already.
type DeclineLink struct {
	By
	Decline Decline
}

// LinkDeclined is that decision.
type LinkDeclined struct {
	At      time.Time     `json:"at"`
	Account org.AccountID `json:"account,omitempty"`
	Matter  string        `json:"matter"`
	Order   string        `json:"order"`
	Score   int           `json:"score"`
	Reason  Kept          `json:"reason"`
}

func (LinkDeclined) kind() string { return "link_declined" }

func (e LinkDeclined) apply(s State) State {
	s.Declined = append(slices.Clip(s.Declined), e.Matter)
	return s
}

// decline answers a proposal that is set aside.
func decline(d Decline, who org.Actor, p policy.Policy, now time.Time) (Event, error) {
	if d.Score >= p.Repeat.OverrideScore.Value && d.Reason.Text == "" {
		return nil, regulation.RefuseField(regulation.Art10_4, "decline_reason", "not_same",
			"与以前的诉求相似度%d分，认定不是同一事项请写明理由；是同一事项的，请关联（没有办结的登记催办）。", d.Score)
	}
	return LinkDeclined{At: now, Account: who.Account, Matter: d.Matter, Order: d.Order, Score: d.Score, Reason: d.Reason.Keep()}, nil
}

func declineLink(s State, c DeclineLink, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Registered {
		return nil, s.wrongState(regulation.Art10_4, "认定不是同一事项")
	}
	if err := mustBe(c, regulation.Art10_4, deskKinds...); err != nil {
		return nil, err
	}
	switch {
	case c.Decline.Matter == "" || c.Decline.Matter == s.MatterID:
		return nil, regulation.RefuseField(regulation.Art10_4, "no_matter", "not_same", "没有这个建议，请刷新页面。")
	case slices.Contains(s.Declined, c.Decline.Matter):
		return nil, regulation.RefuseState(regulation.Art10_4, "declined_already", "已经认定不是同一事项。")
	}
	e, err := decline(c.Decline, c.Actor, p, now)
	if err != nil {
		return nil, err
	}
	return []Event{e}, nil
}
