package org

import "slices"

// PostProposed asks that an account hold a post from a day. It gives no right: somebody else confirms it first, for a post opens what citizens said and who they
// are (trust.md B3; Art. 4, 5(2)).
type PostProposed struct {
	ID      string    `json:"id"`
	Account AccountID `json:"account"`
	Post    PostID    `json:"post"`
	From    Day       `json:"from"`
}

// PostDeclined says that a proposed appointment was not confirmed. Why speaks of the appointment, never of the person.
type PostDeclined struct {
	ID  string `json:"id"`
	Why string `json:"why,omitempty"`
}

// Proposal is an appointment that waits for its second person.
type Proposal struct {
	PostProposed
	By AccountID // who entered it
	At Day
}

// Proposals lists the appointments that wait, in the order of entry.
func (h House) Proposals() []Proposal {
	var out []Proposal
	done := func(id string) {
		out = slices.DeleteFunc(out, func(p Proposal) bool { return p.ID == id })
	}
	for _, c := range h.changes {
		switch e := c.Event.(type) {
		case PostProposed:
			out = append(out, Proposal{PostProposed: e, By: c.By, At: c.At})
		case PostDeclined:
			done(e.ID)
		case PostTaken:
			if e.Proposal != "" {
				done(e.Proposal)
			}
		}
	}
	return out
}

// Confirmers are the posts that may confirm an appointment to a post, the first of them asked first: the head of the hotline office, and for his own post the
// head of the county government's office (trust.md B3).
func Confirmers(post PostID) []PostID {
	if post == PostOfficeHead {
		return []PostID{PostGovHead}
	}
	return []PostID{PostOfficeHead, PostGovHead}
}

// Confirmer is the post that is asked to confirm an appointment: the first with a holder who neither enters it nor is appointed. It is empty while there is
// none, as when a county is set up: then the appointment stands at once.
func Confirmer(post PostID, by, appointed AccountID, holders func(PostID) []AccountID) PostID {
	for _, p := range Confirmers(post) {
		if slices.ContainsFunc(holders(p), func(a AccountID) bool { return a != by && a != appointed }) {
			return p
		}
	}
	return ""
}
