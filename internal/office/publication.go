package office

import (
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// An answer to one order may be opened to everybody, so that the course of things is open (Art. 18) and the next person need not ask: without a word that tells who asked,
// where the caller agreed, proposed by one person of the office and given by another (Art. 23(6)). What is opened is a text of its own and never the order.

// artOpen is the openness that it serves.
const artOpen = regulation.Art18

type (
	// PublicationProposed is a text that somebody proposes.
	PublicationProposed struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Order    string        `json:"order"`
		Unit     org.UnitID    `json:"unit,omitempty"` // that answered
		Category string        `json:"category,omitempty"`
		Title    Words         `json:"title"`
		Question Words         `json:"question"`
		Answer   Words         `json:"answer"`
	}
	// PublicationDecided is the second person's word.
	PublicationDecided struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Open    bool          `json:"open"`
		Opinion Words         `json:"opinion"`
	}
	// PublicationShut takes it back.
	PublicationShut struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  Words         `json:"reason"`
	}
)

// Publication is one, folded from its stream.
type Publication struct {
	Proposed PublicationProposed
	Decided  *PublicationDecided
	Shut     *PublicationShut
}

func (p Publication) evolve(e any) Record {
	switch e := e.(type) {
	case PublicationProposed:
		p.Proposed = e
	case PublicationDecided:
		p.Decided = &e
	case PublicationShut:
		p.Shut = &e
	}
	return p
}

// Row is open while the second person owes his word.
func (p Publication) Row() RecordRow {
	return RecordRow{Unit: p.Proposed.Unit, Open: p.Decided == nil && p.Shut == nil, At: p.Proposed.At}
}

// Public reports whether citizens read it.
func (p Publication) Public() bool { return p.Decided != nil && p.Decided.Open && p.Shut == nil }

// Stage is the Chinese name of where it stands.
func (p Publication) Stage() string {
	switch {
	case p.Shut != nil:
		return "已撤下"
	case p.Decided == nil:
		return "待核对"
	case p.Decided.Open:
		return "已公开"
	}
	return "不公开"
}

// PublicationFacts are what of an order decides whether its answer may be opened.
type PublicationFacts struct {
	Over     bool     // answered and closed
	Agreed   bool     // the caller agreed
	Ordinary bool     // neither secret nor anonymous, and nobody is reported
	Busy     bool     // a text of it is open or waits
	Tells    []string // what would tell who asked: his name, numbers, parts of his address
}

// ProposePublication proposes a text.
func ProposePublication(a org.Actor, f PublicationFacts, title, question, answer string, now time.Time) (PublicationProposed, error) {
	var none PublicationProposed
	if err := mustOpen(a); err != nil {
		return none, err
	}
	switch {
	case !f.Over:
		return none, regulation.RefuseState(artOpen, "not_over", "还没有办结的工单不公开答复。")
	case !f.Ordinary:
		return none, regulation.RefuseState(regulation.Art23_6, "not_ordinary", "保密件、匿名件和举报、投诉单位或人员的工单不公开。")
	case !f.Agreed:
		return none, regulation.RefuseState(regulation.Art23_6, "not_agreed", "诉求人没有同意公开，不能公开。")
	case f.Busy:
		return none, regulation.RefuseState(artOpen, "busy", "这件工单的答复已经公开，或正等另一人核对。")
	}
	for _, x := range []struct {
		field, label, text string
		least, most        int
	}{{"title", "标题", title, 4, 40}, {"question", "问题", question, 6, 600}, {"answer", "答复", answer, 10, 1500}} {
		if err := plain(artOpen, x.field, x.label, x.text, x.least, x.most); err != nil {
			return none, err
		}
		if word, ok := firstIn(x.text, f.Tells); ok {
			return none, regulation.RefuseField(regulation.Art23_6, "tells_"+x.field, x.field, "%s里有“%s”，看得出诉求人是谁，请删去。", x.label, word)
		}
	}
	return PublicationProposed{At: now, Account: a.Account}, nil
}

// Decide is the second person's word.
func (p Publication) Decide(a org.Actor, open bool, opinion string, now time.Time) (PublicationDecided, error) {
	var none PublicationDecided
	if err := mustOpen(a); err != nil {
		return none, err
	}
	switch {
	case p.Shut != nil || p.Decided != nil:
		return none, regulation.RefuseState(artOpen, "decided", "这份公开答复现在是“%s”，不用再核对。", p.Stage())
	case a.Account == p.Proposed.Account:
		return none, regulation.RefuseState(artOpen, "same_person", "提出公开的人不能自己核对，请由县热线办另一人核对。")
	}
	if !open {
		if err := said(artOpen, "opinion", "不公开的理由", opinion, 300); err != nil {
			return none, err
		}
	}
	return PublicationDecided{At: now, Account: a.Account, Open: open}, nil
}

// TakeDown ends it, whether it waits or is read.
func (p Publication) TakeDown(a org.Actor, reason string, now time.Time) (PublicationShut, error) {
	var none PublicationShut
	if err := mustOpen(a); err != nil {
		return none, err
	}
	if p.Shut != nil || p.Decided != nil && !p.Decided.Open {
		return none, regulation.RefuseState(artOpen, "not_open", "这份公开答复现在是“%s”，不用撤下。", p.Stage())
	}
	if err := said(artOpen, "reason", "撤下的理由", reason, 300); err != nil {
		return none, err
	}
	return PublicationShut{At: now, Account: a.Account}, nil
}

func mustOpen(a org.Actor) error {
	if !editor(a.Post.Kind) {
		return regulation.RefuseState(artOpen, "not_editor", "公开答复由县热线办提出和核对，%s不能办理。", a.Post.Title)
	}
	return nil
}

// firstIn finds the first word that a text holds, blanks and hyphens aside.
func firstIn(s string, words []string) (string, bool) {
	bare := strings.NewReplacer(" ", "", "-", "", "　", "")
	s = bare.Replace(s)
	for _, w := range words {
		if w = bare.Replace(w); utf8.RuneCountInString(w) >= 2 && strings.Contains(s, w) {
			return w, true
		}
	}
	return "", false
}
