package bulletin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/org"
)

// Stage is where a bulletin stands.
type Stage string

// The stages.
const (
	Editing   Stage = "editing"   // 编辑中
	Reviewing Stage = "reviewing" // 待审核
	Signing   Stage = "signing"   // 待签发
	Signed    Stage = "signed"    // 待印发
	Published Stage = "published" // 已印发
)

// Name is the Chinese name.
func (s Stage) Name() string {
	return map[Stage]string{Editing: "编辑中", Reviewing: "待审核", Signing: "待签发", Signed: "待印发", Published: "已印发"}[s]
}

// Stages lists them in the order of the road.
func Stages() []Stage { return []Stage{Editing, Reviewing, Signing, Signed, Published} }

// Kept is what an event holds of a reviewer's opinion: where it is sealed, and a keyed digest of it.
type Kept struct {
	Ref    string `json:"ref,omitempty"`
	Digest string `json:"digest,omitempty"`
}

// Text is the prose of a bulletin: sentences by section, in order. Figures stand in it by name only.
type Text struct {
	Title    string        `json:"title"`
	Sections []SectionText `json:"sections"`
}

// SectionText is a section's sentences.
type SectionText struct {
	ID        string   `json:"id"`
	Sentences []string `json:"sentences"`
}

type (
	// CompiledEvent is a draft with its figures. Account is empty when the timetable made it. Again says that the figures were taken anew: the prose stays.
	CompiledEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Draft   Draft         `json:"draft"`
		Again   bool          `json:"again,omitempty"`
	}
	// EditedEvent is a new prose.
	EditedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Text    Text          `json:"text"`
	}
	// SubmittedEvent asks another person to look.
	SubmittedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
	}
	// ReviewedEvent says that another person found it right.
	ReviewedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
	}
	// SentBackEvent takes it back to the editors, from review or signature.
	SentBackEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Post    org.PostID    `json:"post"`
		Note    Kept          `json:"note"`
	}
	// SignedEvent is the signature (签发).
	SignedEvent struct {
		At        time.Time          `json:"at"`
		Account   org.AccountID      `json:"account"`
		Post      org.PostID         `json:"post"`
		Confirmed approval.Confirmed `json:"confirmed"` // by the signer's PIN (docs/adr/0013)
	}
	// PublishedEvent is the issue, with its number.
	PublishedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Number  string        `json:"number"`
	}
)

// Version is the version of every event of this room.
const Version = 1

var eventKinds = map[string]reflect.Type{
	"bulletin_compiled": reflect.TypeFor[CompiledEvent](), "bulletin_edited": reflect.TypeFor[EditedEvent](), "bulletin_submitted": reflect.TypeFor[SubmittedEvent](),
	"bulletin_reviewed": reflect.TypeFor[ReviewedEvent](), "bulletin_sent_back": reflect.TypeFor[SentBackEvent](), "bulletin_signed": reflect.TypeFor[SignedEvent](),
	"bulletin_published": reflect.TypeFor[PublishedEvent](),
}

// EventKinds lists the kinds of events as the log names them.
func EventKinds() []string {
	var out []string
	for k := range eventKinds {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// Encode writes an event's kind and body as the log keeps it.
func Encode(e any) (string, []byte, error) {
	for kind, t := range eventKinds {
		if reflect.TypeOf(e) != t {
			continue
		}
		b, err := Canonical(e)
		return kind, b, err
	}
	return "", nil, fmt.Errorf("encode %T: not an event of a bulletin", e)
}

// Canonical writes a value as the log keeps it, byte for byte the same each time.
func Canonical(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Decode reads an event's body; a kind or version of a newer program is an error.
func Decode(kind string, v int, body []byte) (any, error) {
	t, ok := eventKinds[kind]
	if !ok || v != Version {
		return nil, fmt.Errorf("event %s version %d of a bulletin is not known to this program", kind, v)
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return p.Elem().Interface(), nil
}

// Bulletin is one, folded from its stream.
type Bulletin struct {
	ID        string
	Version   int64
	Stage     Stage
	Draft     Draft
	Text      Text
	Made      CompiledEvent // the first, without its draft
	Editors   []org.AccountID
	Sent      SubmittedEvent
	Looked    ReviewedEvent
	Back      *SentBackEvent // the last one, until it is submitted again
	Signature SignedEvent
	Issued    PublishedEvent
}

// Evolve applies what has happened.
func Evolve(b Bulletin, e any) Bulletin {
	switch e := e.(type) {
	case CompiledEvent:
		b.Draft = e.Draft
		if !e.Again {
			b.Stage, b.Text = Editing, Text{Title: Title(e.Draft.Period), Sections: usual(e.Draft)}
			b.Made = e
			b.Made.Draft = Draft{}
		}
		if e.Account != "" && !slices.Contains(b.Editors, e.Account) {
			b.Editors = append(slices.Clip(b.Editors), e.Account)
		}
	case EditedEvent:
		b.Text = e.Text
		if !slices.Contains(b.Editors, e.Account) {
			b.Editors = append(slices.Clip(b.Editors), e.Account)
		}
	case SubmittedEvent:
		b.Stage, b.Sent, b.Back = Reviewing, e, nil
	case ReviewedEvent:
		b.Stage, b.Looked = Signing, e
	case SentBackEvent:
		b.Stage, b.Back = Editing, &e
	case SignedEvent:
		b.Stage, b.Signature = Signed, e
	case PublishedEvent:
		b.Stage, b.Issued = Published, e
	}
	return b
}

// usual is the prose of a fresh draft.
func usual(d Draft) []SectionText {
	var out []SectionText
	for _, s := range d.Sections {
		out = append(out, SectionText{ID: s.ID, Sentences: slices.Clone(s.Sentences)})
	}
	return out
}
