package order

import (
	"slices"
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// What the caller adds himself on the citizens' pages while his order runs (Art. 9, 18: 办理过程公开透明). It is no appeal and no urge.

// SupplementMost is how many characters one addition may have.
const SupplementMost = 1000

type (
	// Supplement adds the caller's words and files. Only the citizens' pages give it, for whoever knows number and code. Clear is the same words without what
	// identifies him, for the unit, as the dispatch text is; empty where the order is secret.
	Supplement struct {
		By
		Words Private `seal:"words"`
		Clear string
		Files []Attachment[Private]
	}
	// Supplemented is that on record.
	Supplemented struct {
		At    time.Time          `json:"at"`
		Unit  org.UnitID         `json:"unit,omitempty"`
		Words Kept               `json:"words" seal:"words"`
		Clear string             `json:"clear,omitempty"`
		Files []Attachment[Kept] `json:"files,omitempty"`
	}
)

func (Supplemented) kind() string { return "supplemented" }

func (e Supplemented) apply(s State) State {
	s.Files = append(slices.Clip(s.Files), e.Files...)
	return s
}

func supplement(s State, c Supplement, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art9, "补充情况")
	}
	if !c.actor().System() {
		return nil, regulation.RefuseState(regulation.Art9, "wrong_post", "补充情况由诉求人自己在网上提交；来电补充的请登记催办或上传附件。")
	}
	switch n := utf8.RuneCountInString(c.Words.Text); {
	case n == 0 && len(c.Files) == 0:
		return nil, regulation.RefuseField(regulation.Art9, "nothing_added", "words", "请写下要补充的情况，或者选一张照片。")
	case n > SupplementMost:
		return nil, regulation.RefuseField(regulation.Art9, "words_too_long", "words", "最多%d字，现在%d字，请删去%d字。", SupplementMost, n, n-SupplementMost)
	}
	e := Supplemented{At: now, Unit: s.Lead, Words: c.Words.Keep(), Files: keepFiles(c.Files)}
	if s.Request.Secrecy == Ordinary && len(text.FindIdentity(c.Clear)) == 0 {
		e.Clear = c.Clear
	}
	return []Event{e}, nil
}
