package order

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Succeed moves an open order to the unit that carries on its unit's work (merger, a new body for an old one). Nobody gives it but the program, on the day
// from which the county's organisation says so; it comes once for every open order.
type Succeed struct {
	By
	From, To org.UnitID
	Above    map[org.UnitID][]org.UnitID // the units over the successor, the lead and the co-units, as the tree is that day
	Deputy   org.PostID                  // deputy in charge of the successor
	ChainID  string                      // of the signers asked again, where the order must go to a third unit
}

// Succeeded is an open order in the hands of the successor. No clock moves: the work goes on, and the days used are used. What was due before the day stays the
// old unit's in the figures, what comes after is the new one's.
type Succeeded struct {
	At      time.Time  `json:"at"`
	From    org.UnitID `json:"from"`
	To      org.UnitID `json:"to"`
	Deputy  org.PostID `json:"deputy,omitempty"`
	Held    bool       `json:"held,omitempty"`     // the old unit held it; else it was only proposed to it
	DueHere bool       `json:"due_here,omitempty"` // its limit had passed: it stays due at the old unit
	About   bool       `json:"about,omitempty"`    // the appeal is about the old unit: the new one keeps out of it as well (Art. 23(6))

	Posts []org.PostID `json:"posts,omitempty"`  // the reported posts, where some of them were in the old unit
	Whole bool         `json:"whole,omitempty"`  // requests to co-units, slips and applications move as well; events written before they did lack it
	CoDue bool         `json:"co_due,omitempty"` // the old unit's limit as a co-unit had passed: it stays due there
}

func (Succeeded) kind() string { return "succeeded" }

func (e Succeeded) apply(s State) State {
	if s.Proposal.Unit == e.From {
		s.Proposal.Unit = e.To
	}
	if s.Return != nil && s.Return.Right == e.From {
		ask := *s.Return
		ask.Right = e.To
		s.Return = &ask
	}
	if e.About && (s.Request.ReportedUnit == e.From || !e.Whole) {
		s.Request.ReportedUnit = e.To
	}
	if len(e.Posts) > 0 {
		s.Request.ReportedPosts = e.Posts
	}
	if e.Whole {
		s = e.requests(s)
	}
	if !e.Held {
		return s
	}
	s.Lead, s.Handler = e.To, "" // whoever moved along is named anew; until then any handler of the successor may act
	s.PastLeads = append(s.PastLeads[:len(s.PastLeads):len(s.PastLeads)], e.From)
	// A chain that was asked keeps its posts; the head may change the deputy on the sheet.
	if s.Status != CountySigning {
		s.Deputy = e.Deputy
	}
	if s.AssignedLead != "" {
		s.AssignedLead = org.PostOf(e.To, s.AssignedLead.KindOf())
	}
	if s.Extension != nil {
		ask := *s.Extension
		ask.Unit = e.To
		s.Extension = &ask
	}
	if e.Whole {
		s = e.slips(s)
	}
	if e.DueHere && s.DueUnit == "" {
		s.DueUnit = e.From
	}
	return s
}

// requests moves the open requests of Art. 14: what the old unit was asked to help with, and what it had asked others for while it held the order.
func (e Succeeded) requests(s State) State {
	s.Co = slices.Clone(s.Co)
	for i := range s.Co {
		c := &s.Co[i]
		if !c.Status.Open() {
			continue
		}
		if c.Unit == e.From {
			c.Unit, c.Was, c.Deputy = e.To, e.From, e.Deputy
			if e.CoDue && c.DueUnit == "" {
				c.DueUnit = e.From
			}
		}
		if c.Right == e.From {
			c.Right = e.To
		}
		if e.Held && c.Lead == e.From {
			c.Lead = e.To
		}
		if e.Held && c.Asker == e.From {
			c.Asker = e.To
		}
	}
	if e.Held && s.Call != nil {
		call := *s.Call
		call.Unit = e.To
		s.Call = &call
	}
	return s
}

// slips moves the slips for the field that open the order still: the people they name are out for the same matter. The applications that wait say whose they
// are now.
func (e Succeeded) slips(s State) State {
	s.Slips = slices.Clone(s.Slips)
	for i := range s.Slips {
		if n := &s.Slips[i]; n.Unit == e.From && n.Receipt.Equal(s.ReceivedAt) && n.RevokedAt.IsZero() {
			n.Unit = e.To
		}
	}
	if s.StatuteAsk != nil {
		ask := *s.StatuteAsk
		ask.Unit = e.To
		s.StatuteAsk = &ask
	}
	if s.Reclass != nil {
		ask := *s.Reclass
		ask.Unit = e.To
		s.Reclass = &ask
	}
	return s
}

// overlapping ends the requests that make no sense any more: the successor leads the order itself, was asked as well, or the order reports it.
func overlapping(s State, e Succeeded, above map[org.UnitID][]org.UnitID, now time.Time) (out []Event) {
	after := e.apply(s)
	_, twice := s.CoOf(e.To)
	for _, c := range s.CoOpen() {
		to := c.Unit
		if to == e.From {
			to = e.To
		}
		switch {
		case (e.About || c.Unit == e.From) && after.RecusesUnit(to, above[to]):
			out = append(out, c.recused(s, "", now))
		case to != after.Lead && !(twice && c.Unit == e.From):
		case c.Status == CoHandedIn:
			out = append(out, CoAccepted{At: now, Unit: c.Unit, Lead: c.Lead, Late: c.Late})
		default:
			out = append(out, c.ended(s, CoOver, "", Kept{}, now))
		}
	}
	return out
}

func succeed(s State, c Succeed, p policy.Policy, now time.Time) ([]Event, error) {
	if !c.Actor.System() {
		return nil, regulation.RefuseState(regulation.Art4, "by_the_day", "工单随机构调整自动转到承接单位，不用逐件办理。")
	}
	if s.Status == None || s.Status.Done() || c.To == "" || c.To == c.From {
		return nil, nil
	}
	asked, helps := s.CoOf(c.From)
	right := slices.ContainsFunc(s.CoOpen(), func(x CoUnit) bool { return x.Right == c.From })
	due := s.Clocks.Get(LimitResult)
	e := Succeeded{At: now, From: c.From, To: c.To, Deputy: s.standIn(c.Deputy), Held: s.Lead == c.From, About: s.Request.ReportedUnit == c.From, Whole: true,
		CoDue: helps && asked.Limit.Late(now)}
	e.DueHere = e.Held && !due.Due.IsZero() && !now.Before(due.Due)
	if slices.ContainsFunc(s.Request.ReportedPosts, func(x org.PostID) bool { return x.UnitOf() == c.From }) {
		e.About = true // whoever is reported, moved along or not: his unit's work is there now
		for _, x := range s.Request.ReportedPosts {
			if x.UnitOf() == c.From {
				x = org.PostOf(c.To, x.KindOf())
			}
			e.Posts = append(e.Posts, x)
		}
	}
	if !e.Held && !e.About && !helps && !right && s.Proposal.Unit != c.From && (s.Return == nil || s.Return.Right != c.From) {
		return nil, nil
	}
	out := overlapping(s, e, c.Above, now)
	for _, x := range out {
		s = Evolve(s, x)
	}
	out = append(out, e)
	after := e.apply(s)
	if !e.About && !e.Held || !after.RecusesUnit(after.Lead, c.Above[after.Lead]) {
		return out, nil
	}
	// The successor would handle an appeal about itself: the order goes back to the office for another unit, wherever it stands, and the unit is not told.
	level, chain, limit := signedAgain(after, c.ChainID, "", "", p, now)
	return append(out, Recalled{At: now, Unit: after.Lead, Level: level, Chain: after.avoiding(chain), Limit: limit, Recused: true}), nil
}
