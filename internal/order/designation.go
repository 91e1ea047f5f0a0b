package order

import (
	"time"
	"unicode/utf8"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Designate ends a dispute about whose matter it is (会商指定, Art. 21(3)): the head names the unit, which cannot return it, and keeps minutes.
type Designate struct {
	By
	ChainID      string
	To           Target
	Participants string  // who took part: units and posts, in clear
	Grounds      string  // why this unit: becomes the reason in the dispatch directory, in clear
	Minutes      Private `seal:"note"` // may repeat what a caller said
	Requirements string
	Text         string
	PushReason   string // as of Dispatch
	Names        []string
	Clearing     Clearing
}

// DesignatedEvent is the decision with its minutes, a line of the dispatch directory (派单目录).
type DesignatedEvent struct {
	At           time.Time      `json:"at"`
	Account      org.AccountID  `json:"account,omitempty"`
	Unit         org.UnitID     `json:"unit"`
	From         org.UnitID     `json:"from,omitempty"` // the unit that objected and still held it
	Participants string         `json:"participants"`
	Grounds      string         `json:"grounds"`
	Minutes      Kept           `json:"minutes"`
	Proposal     Proposal       `json:"proposal"`
	Level        policy.Level   `json:"level"`
	Chain        approval.Chain `json:"chain"`
	Limit        Limit          `json:"limit"`
}

func (DesignatedEvent) kind() string { return "designated" }

func (e DesignatedEvent) apply(s State) State {
	if e.From != "" {
		s.PastLeads = append(s.PastLeads[:len(s.PastLeads):len(s.PastLeads)], e.From)
	}
	s.Lead, s.Handler, s.AssignedLead, s.Level, s.DispatchChain, s.Proposal = "", "", "", e.Level, e.Chain, e.Proposal
	s.Reply, s.Contacts, s.RefusalAsk, s.Return, s.Designated = nil, nil, nil, nil, true
	s = s.unextended().unrelayed()
	s.DesignatedAt, s.Grounds = e.At, e.Grounds
	s.Clocks.met(LimitCoordinate, e.At)
	s.Call = nil
	s.Clocks.voidAll()
	s.Status = PendingDispatch
	if !e.Chain.Empty() {
		s.Status = PendingApproval
	}
	s.Clocks.start(e.Limit)
	return s
}

func coordinateLimit(p policy.Policy, now time.Time) Limit {
	return NewLimit(p, LimitCoordinate, now, p.Limit.CoordinateWD.Value, p.Limit.CoordinateWD.Clause())
}

func designate(s State, c Designate, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Coordination {
		return nil, s.wrongState(regulation.Art21_3, "会商指定")
	}
	if err := mustBe(c, regulation.Art21_3, org.OfficeHead); err != nil {
		return nil, err
	}
	if err := checkDesignation(c); err != nil {
		return nil, err
	}
	e := DesignatedEvent{At: now, Account: c.Actor.Account, Unit: c.To.Unit, From: s.Lead, Participants: c.Participants, Grounds: c.Grounds, Minutes: c.Minutes.Keep(),
		Proposal: Proposal{Unit: c.To.Unit, Requirements: c.Requirements, Text: c.Text}}
	e.Level, e.Chain, e.Limit = signedAgain(s, c.ChainID, c.Actor.Account, c.To.Deputy, p, now)
	// The designation is checked as a dispatch even where a leader signs in between: nobody signs what could not be delivered.
	after := e.apply(s)
	after.Status = PendingDispatch
	sent, err := dispatch(after, Dispatch{By: c.By, To: c.To, Requirements: c.Requirements, Text: c.Text, PushReason: c.PushReason, Names: c.Names, Clearing: c.Clearing}, p, now)
	if err != nil {
		return nil, err
	}
	if !e.Chain.Empty() {
		if t, ok := sent[0].(TextCleared); ok {
			return []Event{e, t}, nil
		}
		return []Event{e}, nil
	}
	return append([]Event{e}, sent...), nil
}

func checkDesignation(c Designate) error {
	for _, t := range []struct{ field, label, text string }{{"participants", "参加会商的单位和岗位", c.Participants}, {"grounds", "指定的依据和理由", c.Grounds}} {
		if err := requireText(regulation.Art21_3, t.field, t.label, t.text); err != nil {
			return err
		}
		if utf8.RuneCountInString(t.text) > 500 {
			return regulation.RefuseField(regulation.Art21_3, "long_"+t.field, t.field, "%s超过500字，请写要点，其余写进会商纪要。", t.label)
		}
		if err := clearText(t.field, t.label, t.text, c.Names...); err != nil {
			return err
		}
	}
	return requireText(regulation.Art21_3, "minutes", "会商纪要", c.Minutes.Text)
}
