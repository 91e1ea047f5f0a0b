package order

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// What leaves the office with a secret or anonymous order is looked through by the detector, and every place it marks is masked or expressly cleared by a
// person (Art. 23(6); trust.md B1). Of an ordinary order a marked place is never let through.

// Clearing is what a person cleared. Parts are pieces of the caller's address and the name of his employer as the desk knows them, for the detector alone.
type Clearing struct {
	Parts   []string
	Cleared []string // codes of hits
	Reason  Private  `seal:"note"`
}

// Leaving is one text on its way out.
type Leaving struct{ Field, Label, Text string }

// Hit is a place that the detector marks. Own is the caller's own name or number: it is never cleared.
type Hit struct {
	Field, Label string
	Kind         text.Kind
	Text         string
	Own          bool
	Code         string // names the words in the field, to be sent back by whoever clears them
}

// ClearedHit says what was cleared, without the words.
type ClearedHit struct {
	Field string    `json:"field"`
	Kind  text.Kind `json:"kind"`
	Chars int       `json:"chars"`
}

// TextCleared puts on record who let marked places through, and how many of what.
type TextCleared struct {
	At      time.Time     `json:"at"`
	Account org.AccountID `json:"account,omitempty"`
	Post    org.PostID    `json:"post,omitempty"`
	Hits    []ClearedHit  `json:"hits"`
	Reason  Kept          `json:"reason"`
}

func (TextCleared) kind() string { return "text_cleared" }

// Leaves are the texts that a unit would read of an order: what is typed now and, of a secret one, what stands in the registration.
func (s State) leaving(requirements, dispatched string) []Leaving {
	out := []Leaving{{"text", "转办文本", dispatched}, {"requirements", "办理要求", requirements}}
	if s.Request.Secrecy != Ordinary {
		out = append(out, Leaving{"title", "标题", s.Request.Title}, Leaving{"place", "村、社区", s.Request.Place}, Leaving{"occurred", "发生时间", s.Request.Occurred})
	}
	return out
}

// DispatchHits are the marked places of a dispatch, for the page that asks a person to clear them.
func DispatchHits(s State, requirements, dispatched string, names, parts []string) []Hit {
	return findHits(s.leaving(requirements, dispatched), names, parts)
}

// ReplyHits are the marked places of the public reply that waits for review.
func ReplyHits(s State, names, parts []string) []Hit {
	if s.Reply == nil {
		return nil
	}
	return findHits([]Leaving{{"public", "公开答复", s.Reply.Public}}, names, parts)
}

func findHits(all []Leaving, names, parts []string) []Hit {
	var out []Hit
	for _, l := range all {
		for _, f := range text.FindIdentity(l.Text, slices.Concat(names, parts)...) {
			sum := sha256.Sum256([]byte(l.Field + "\x00" + f.Text))
			h := Hit{Field: l.Field, Label: l.Label, Kind: f.Kind, Text: f.Text, Own: holdsAny(f.Text, names), Code: hex.EncodeToString(sum[:6])}
			if h.Kind == text.KindName && !h.Own && holdsAny(f.Text, parts) {
				h.Kind = text.KindHome
			}
			if !slices.ContainsFunc(out, func(x Hit) bool { return x.Code == h.Code }) {
				out = append(out, h)
			}
		}
	}
	return out
}

// holdsAny reports whether one of some names stands in words, whatever stands between its letters.
func holdsAny(words string, names []string) bool {
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, text.Fold(s))
	}
	w := bare(words)
	return slices.ContainsFunc(names, func(n string) bool { n = bare(n); return utf8.RuneCountInString(n) > 1 && strings.Contains(w, n) })
}

// cleared looks texts through before they leave. Of an ordinary order anything marked is refused; of another each place must be masked, or be cleared with a
// reason, and then stands on record.
func (s State) cleared(by By, c Clearing, names []string, all []Leaving, now time.Time) ([]Event, error) {
	if s.Request.Secrecy == Ordinary {
		for _, l := range all {
			if err := clearText(l.Field, l.Label, l.Text, names...); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}
	e := TextCleared{At: now, Account: by.Actor.Account, Post: by.Actor.Post.ID}
	var open []Hit
	for _, h := range findHits(all, names, c.Parts) {
		switch {
		case h.Own:
			return nil, regulation.RefuseField(regulation.Art23_6, "identity_in_"+h.Field, h.Field, "%s里有诉求人本人的%s“%s”，必须遮盖，不能放行。", h.Label, h.Kind.Label(), h.Text)
		case slices.Contains(c.Cleared, h.Code):
			e.Hits = append(e.Hits, ClearedHit{Field: h.Field, Kind: h.Kind, Chars: utf8.RuneCountInString(h.Text)})
		default:
			open = append(open, h)
		}
	}
	if len(open) > 0 {
		var words []string
		for _, h := range open {
			words = append(words, h.Label+"“"+h.Text+"”（"+h.Kind.Label()+"）")
		}
		return nil, regulation.RefuseField(regulation.Art23_6, "uncleared_in_"+open[0].Field, open[0].Field,
			"%s件有%d处可能暴露诉求人身份：%s。请遮盖，或逐处核对、确认不涉及诉求人并写明理由。", s.Request.Secrecy.Name(), len(open), strings.Join(words, "、"))
	}
	if len(e.Hits) == 0 {
		return nil, nil
	}
	if strings.TrimSpace(c.Reason.Text) == "" {
		return nil, regulation.RefuseField(regulation.Art23_6, "no_clear_reason", "clear_reason", "确认放行的，须写明为什么这些内容不会暴露诉求人。")
	}
	e.Reason = c.Reason.Keep()
	return []Event{e}, nil
}

// AnswerHits are the marked places of what a caller answered by the relay.
func AnswerHits(answer string, names, parts []string) []Hit {
	return findHits([]Leaving{{"answer", "诉求人的答复", answer}}, names, parts)
}
