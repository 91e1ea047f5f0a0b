package order

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// A secret caller's name and number are opened by two people of the office (domain.md §1.7): one asks with a reason, another consents, and the first sees
// them for half an hour. Each is on record; what was seen is not in it.
type (
	// AskSight asks to see one field of the caller's identity.
	AskSight struct {
		By
		Field  string
		Reason string // code of the preset reasons
	}
	// DecideSight is the second person's word.
	DecideSight struct {
		By
		Asker   org.AccountID
		Field   string
		Refuses bool
	}
)

// Sight is a wish to see a field, and the consent while it lasts.
type Sight struct {
	Account org.AccountID
	Post    org.PostID
	Field   string
	Reason  string
	At      time.Time
	Until   time.Time // zero while nobody has consented
}

type (
	// SightAsked is the wish.
	SightAsked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Post    org.PostID    `json:"post,omitempty"`
		Field   string        `json:"field"`
		Reason  string        `json:"reason"`
	}
	// SightDecided is the word on it.
	SightDecided struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Asker   org.AccountID `json:"asker"`
		Field   string        `json:"field"`
		Refuses bool          `json:"refuses,omitempty"`
		Until   time.Time     `json:"until,omitzero"`
	}
)

func (SightAsked) kind() string   { return "sight_asked" }
func (SightDecided) kind() string { return "sight_decided" }

func (s State) otherSights(account org.AccountID, field string) []Sight {
	var out []Sight
	for _, x := range s.Sights {
		if x.Account != account || x.Field != field {
			out = append(out, x)
		}
	}
	return out
}

func (e SightAsked) apply(s State) State {
	s.Sights = append(s.otherSights(e.Account, e.Field), Sight{Account: e.Account, Post: e.Post, Field: e.Field, Reason: e.Reason, At: e.At})
	return s
}

func (e SightDecided) apply(s State) State {
	rest := s.otherSights(e.Asker, e.Field)
	for _, x := range s.Sights {
		if x.Account == e.Asker && x.Field == e.Field && !e.Refuses {
			x.Until = e.Until
			rest = append(rest, x)
		}
	}
	s.Sights = rest
	return s
}

// sightFor is how long a consent lasts.
const sightFor = 30 * time.Minute

// Consented reports whether a second person has consented that an account sees a field, and until when.
func (s State) Consented(account org.AccountID, field string, now time.Time) (time.Time, bool) {
	for _, x := range s.Sights {
		if x.Account == account && x.Field == field && now.Before(x.Until) {
			return x.Until, true
		}
	}
	return time.Time{}, false
}

// SightWaits is the wish of somebody that an actor may decide, the oldest first.
func (s State) SightWaits(a org.Actor) (Sight, bool) {
	for _, x := range s.Sights {
		if x.Until.IsZero() && x.Account != a.Account && a.Post.ID == s.consenter(x) {
			return x, true
		}
	}
	return Sight{}, false
}

// consenter is the post that decides: the head of the office, and for his own wish the reviewer.
func (s State) consenter(x Sight) org.PostID {
	if x.Post == org.PostOfficeHead {
		return s.standIn(org.PostOf(org.HotlineOffice, org.Reviewer))
	}
	return s.standIn(org.PostOfficeHead)
}

func askSight(s State, c AskSight, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art23_6, "申请查看")
	}
	if err := mustBe(c, regulation.Art23_6, org.Visitor, org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead); err != nil {
		return nil, err
	}
	switch {
	case s.Request.Secrecy != Secret:
		return nil, regulation.RefuseState(regulation.Art23_6, "not_secret", "只有保密件的查看须经第二人同意，这一件写明事由即可查看。")
	case c.Field == "":
		return nil, regulation.RefuseField(regulation.Art23_6, "no_field", "field", "请选择要查看哪一项。")
	case c.Reason == "":
		return nil, regulation.RefuseField(regulation.Art23_6, "no_reason", "reason", "请选择查看的事由。")
	case slices.ContainsFunc(s.Sights, func(x Sight) bool { return x.Account == c.Actor.Account && x.Field == c.Field && x.Until.IsZero() }):
		return nil, regulation.RefuseState(regulation.Art23_6, "sight_waits", "已经申请查看，等第二人同意。")
	}
	if _, ok := s.Consented(c.Actor.Account, c.Field, now); ok {
		return nil, regulation.RefuseState(regulation.Art23_6, "sight_open", "第二人已经同意，可以直接查看。")
	}
	return []Event{SightAsked{At: now, Account: c.Actor.Account, Post: c.Actor.Post.ID, Field: c.Field, Reason: c.Reason}}, nil
}

func decideSight(s State, c DecideSight, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art23_6, "审核查看申请")
	}
	for _, x := range s.Sights {
		if x.Account != c.Asker || x.Field != c.Field || !x.Until.IsZero() {
			continue
		}
		switch {
		case c.Actor.Account == x.Account:
			return nil, regulation.RefuseState(regulation.Art23_6, "second_person", "须由申请人以外的第二人同意。")
		case !c.Actor.System() && c.Actor.Post.ID != s.consenter(x):
			return nil, regulation.RefuseState(regulation.Art23_6, "not_the_consenter", "保密件的查看由%s同意。", s.consenter(x).KindOf().Name())
		}
		e := SightDecided{At: now, Account: c.Actor.Account, Asker: x.Account, Field: x.Field, Refuses: c.Refuses}
		if !c.Refuses {
			e.Until = now.Add(sightFor)
		}
		return []Event{e}, nil
	}
	return nil, regulation.RefuseState(regulation.Art23_6, "no_sight", "没有等待同意的查看申请，可能已经决定，请刷新页面。")
}
