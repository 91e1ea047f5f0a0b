package office

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// Content is what an article says. It is public knowledge and stands in clear; nothing in it may identify anybody.
type Content struct {
	Title    string     `json:"title"`
	Words    string     `json:"words,omitempty"` // other words people ask with
	Answer   string     `json:"answer"`          // 答复口径, read out to the caller
	Unit     org.UnitID `json:"unit"`            // the unit that answers for it
	Category string     `json:"category,omitempty"`
	ValidTo  string     `json:"valid_to"` // last day, 2026-12-31
}

// ArticleStatus is where an article stands.
type ArticleStatus string

// The states.
const (
	InAsk      ArticleStatus = "asked"     // 待起草: the office asked the unit for it, nothing is written yet
	InProposal ArticleStatus = "proposed"  // 待审核, never published yet
	InUse      ArticleStatus = "published" // 已发布
	OutOfUse   ArticleStatus = "withdrawn" // 已停用
)

// Name is the Chinese name.
func (s ArticleStatus) Name() string {
	return map[ArticleStatus]string{InAsk: "待起草", InProposal: "待审核", InUse: "已发布", OutOfUse: "已停用"}[s]
}

// Article is one article, folded from its events.
type Article struct {
	ID, Number string
	Status     ArticleStatus
	Version    int // the published one; 0 = never
	Content    Content
	Proposal   *Content // what waits for the office
	ProposedBy org.UnitID
	Asked      string        // the order whose answer showed the gap, "" where nobody asked
	Offered    org.AccountID // who proposed to make the published version public, "" where nobody did
	Public     int           // the version that citizens may read, 0 = none
	Changed    time.Time
}

// Open reports whether citizens may read the article now: a second person has marked the version in force, and its validity has not passed.
func (a Article) Open(now time.Time) bool {
	return a.Status == InUse && a.Public == a.Version && a.Public > 0 && a.Content.ValidTo >= calendar.DateOf(now).String()
}

// Command is something a person does with an article.
type Command interface{ knowledge() }

// The commands. Actor gives them in a post.
type (
	// Propose writes a new article or a new version. The hotline office and the unit that answers for it may.
	Propose struct {
		Actor      org.Actor
		ID, Number string // of a new article
		Content    Content
	}
	// Publish makes the proposal the version that may be cited. The hotline office alone may.
	Publish struct{ Actor org.Actor }
	// Return sends a proposal back.
	Return struct {
		Actor  org.Actor
		Reason string
	}
	// Review says that the published version still holds, up to another day.
	Review struct {
		Actor   org.Actor
		ValidTo string
	}
	// Withdraw takes an article out of use.
	Withdraw struct {
		Actor  org.Actor
		Reason string
	}
	// Ask asks the unit that is responsible for an article that an answer showed to be lacking (Art. 10(1)).
	Ask struct {
		Actor             org.Actor
		ID, Number, Order string
		Unit              org.UnitID
		Title             string
		Category          string
	}
	// Offer proposes that citizens may read the published version; Open is the second person's word, Shut takes it back.
	Offer struct{ Actor org.Actor }
	Open  struct{ Actor org.Actor }
	Shut  struct {
		Actor  org.Actor
		Reason string
	}
)

func (Ask) knowledge()      {}
func (Offer) knowledge()    {}
func (Open) knowledge()     {}
func (Shut) knowledge()     {}
func (Propose) knowledge()  {}
func (Publish) knowledge()  {}
func (Return) knowledge()   {}
func (Review) knowledge()   {}
func (Withdraw) knowledge() {}

// Event is something that happened to an article.
type Event interface{ kind() string }

// The events.
type (
	// ArticleProposed keeps a proposal.
	ArticleProposed struct {
		ID      string     `json:"id"`
		Number  string     `json:"number"`
		At      time.Time  `json:"at"`
		By      org.UnitID `json:"by"`
		Content Content    `json:"content"`
	}
	// ArticlePublished makes the proposal a version.
	ArticlePublished struct {
		At      time.Time `json:"at"`
		Version int       `json:"version"`
	}
	// ArticleReturned drops the proposal.
	ArticleReturned struct {
		At     time.Time `json:"at"`
		Reason string    `json:"reason"`
	}
	// ArticleReviewed moves the last day.
	ArticleReviewed struct {
		At      time.Time `json:"at"`
		ValidTo string    `json:"valid_to"`
	}
	// ArticleWithdrawn ends it.
	ArticleWithdrawn struct {
		At     time.Time `json:"at"`
		Reason string    `json:"reason"`
	}
	// ArticleAsked makes an article that its unit has yet to write.
	ArticleAsked struct {
		ID       string     `json:"id"`
		Number   string     `json:"number"`
		At       time.Time  `json:"at"`
		Unit     org.UnitID `json:"unit"`
		Title    string     `json:"title"`
		Category string     `json:"category,omitempty"`
		Order    string     `json:"order"` // whose answer showed the gap
	}
	// ArticleOffered proposes to make a version public.
	ArticleOffered struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Version int           `json:"version"`
	}
	// ArticleOpened makes it public.
	ArticleOpened struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Version int           `json:"version"`
	}
	// ArticleShut takes it from the public, or refuses the proposal.
	ArticleShut struct {
		At     time.Time `json:"at"`
		Reason string    `json:"reason"`
	}
)

func (ArticleProposed) kind() string  { return "article_proposed" }
func (ArticlePublished) kind() string { return "article_published" }
func (ArticleReturned) kind() string  { return "article_returned" }
func (ArticleReviewed) kind() string  { return "article_reviewed" }
func (ArticleWithdrawn) kind() string { return "article_withdrawn" }
func (ArticleAsked) kind() string     { return "article_asked" }
func (ArticleOffered) kind() string   { return "article_offered" }
func (ArticleOpened) kind() string    { return "article_opened" }
func (ArticleShut) kind() string      { return "article_shut" }

// Evolve applies what has happened.
func Evolve(a Article, e Event) Article {
	switch e := e.(type) {
	case ArticleProposed:
		c := e.Content
		a.ID, a.Number, a.Proposal, a.ProposedBy, a.Changed = e.ID, e.Number, &c, e.By, e.At
		if a.Version == 0 {
			a.Status, a.Content = InProposal, c
		}
	case ArticlePublished:
		if a.Proposal != nil {
			a.Content = *a.Proposal
		}
		a.Status, a.Version, a.Proposal, a.Changed = InUse, e.Version, nil, e.At
		a.Offered, a.Public = "", 0 // what citizens read was looked at by two people: a new text is looked at anew
	case ArticleReturned:
		a.Proposal, a.Changed = nil, e.At
		if a.Version == 0 && a.Asked != "" {
			a.Status = InAsk // the unit still owes it
		}
	case ArticleReviewed:
		a.Content.ValidTo, a.Changed = e.ValidTo, e.At
	case ArticleWithdrawn:
		a.Status, a.Proposal, a.Changed = OutOfUse, nil, e.At
		a.Offered, a.Public = "", 0
	case ArticleAsked:
		a.ID, a.Number, a.Status, a.Asked, a.Changed = e.ID, e.Number, InAsk, e.Order, e.At
		a.Content = Content{Title: e.Title, Unit: e.Unit, Category: e.Category}
	case ArticleOffered:
		a.Offered, a.Changed = e.Account, e.At
	case ArticleOpened:
		a.Offered, a.Public, a.Changed = "", e.Version, e.At
	case ArticleShut:
		a.Offered, a.Public, a.Changed = "", 0, e.At
	}
	return a
}

// editors keep the knowledge base for the hotline office (Art. 6(3), 10(1)).
func editor(k org.Kind) bool {
	return k == org.Dispatcher || k == org.Reviewer || k == org.Supervisor || k == org.OfficeHead
}

// Decide answers a command with what follows from it, or with a *regulation.Refusal.
func Decide(a Article, c Command, now time.Time) ([]Event, error) {
	switch c := c.(type) {
	case Propose:
		return propose(a, c, now)
	case Publish:
		if err := mustEdit(c.Actor); err != nil {
			return nil, err
		}
		if a.Proposal == nil {
			return nil, regulation.RefuseState(regulation.Art10_1, "no_proposal", "没有等待发布的修改；可能已由他人办理，请刷新页面。")
		}
		if err := check(*a.Proposal, now); err != nil {
			return nil, err
		}
		return []Event{ArticlePublished{At: now, Version: a.Version + 1}}, nil
	case Return:
		if err := mustEdit(c.Actor); err != nil {
			return nil, err
		}
		if a.Proposal == nil {
			return nil, regulation.RefuseState(regulation.Art10_1, "no_proposal", "没有等待审核的修改；可能已由他人办理，请刷新页面。")
		}
		if err := clearText("reason", "退回的理由", c.Reason, 1, 500); err != nil {
			return nil, err
		}
		return []Event{ArticleReturned{At: now, Reason: c.Reason}}, nil
	case Review:
		if c.Actor.Post.Unit != a.Content.Unit {
			if err := mustEdit(c.Actor); err != nil {
				return nil, err
			}
		}
		if a.Status != InUse {
			return nil, regulation.RefuseState(regulation.Art10_1, "not_published", "只有已发布的条目需要复核有效期。")
		}
		if err := validDay(c.ValidTo, now); err != nil {
			return nil, err
		}
		return []Event{ArticleReviewed{At: now, ValidTo: c.ValidTo}}, nil
	case Withdraw:
		if err := mustEdit(c.Actor); err != nil {
			return nil, err
		}
		if a.ID == "" || a.Status == OutOfUse {
			return nil, regulation.RefuseState(regulation.Art10_1, "withdrawn", "这个条目已经停用。")
		}
		if err := clearText("reason", "停用的理由", c.Reason, 1, 500); err != nil {
			return nil, err
		}
		return []Event{ArticleWithdrawn{At: now, Reason: c.Reason}}, nil
	case Ask:
		return ask(a, c, now)
	case Offer, Open, Shut:
		return publicly(a, c, now)
	}
	return nil, fmt.Errorf("decide %T: not a command of the knowledge base", c)
}

func mustEdit(a org.Actor) error {
	if !editor(a.Post.Kind) {
		return regulation.RefuseState(regulation.Art10_1, "not_editor", "知识库由县热线办审核发布，%s可以提出修改。", a.Post.Title)
	}
	return nil
}

func propose(a Article, c Propose, now time.Time) ([]Event, error) {
	own := c.Actor.Post.Kind.InUnit() && c.Content.Unit == c.Actor.Post.Unit && (a.ID == "" || a.Content.Unit == c.Actor.Post.Unit)
	if !editor(c.Actor.Post.Kind) && !own {
		return nil, regulation.RefuseState(regulation.Art10_1, "not_owner", "只能为本单位负责的条目提出修改。")
	}
	if a.Status == OutOfUse {
		return nil, regulation.RefuseState(regulation.Art10_1, "withdrawn", "这个条目已经停用，请另建一条。")
	}
	if err := check(c.Content, now); err != nil {
		return nil, err
	}
	e := ArticleProposed{ID: c.ID, Number: c.Number, At: now, By: c.Actor.Post.Unit, Content: c.Content}
	if a.ID != "" {
		e.ID, e.Number = a.ID, a.Number
	}
	return []Event{e}, nil
}

func check(c Content, now time.Time) error {
	for _, f := range []struct {
		field, label, text string
		least, most        int
	}{{"title", "标题", c.Title, 2, 40}, {"words", "别的问法", c.Words, 0, 200}, {"answer", "答复口径", c.Answer, 10, 2000}} {
		if err := clearText(f.field, f.label, f.text, f.least, f.most); err != nil {
			return err
		}
	}
	if c.Unit == "" {
		return regulation.RefuseField(regulation.Art10_1, "no_unit", "unit", "没有选择负责单位，请选择由谁保证内容正确。")
	}
	return validDay(c.ValidTo, now)
}

func validDay(day string, now time.Time) error {
	if _, err := time.ParseInLocation("2006-01-02", day, calendar.Beijing); err != nil {
		return regulation.RefuseField(regulation.Art10_1, "bad_valid_to", "valid_to", "没有填写有效期，到期前须复核。")
	}
	if day < calendar.DateOf(now).String() {
		return regulation.RefuseField(regulation.Art10_1, "past_valid_to", "valid_to", "有效期早于今天，请填写今天以后的日期。")
	}
	return nil
}

// clearText refuses text that is missing, too long, or identifies a person: the knowledge base stands in clear.
func clearText(field, label, s string, least, most int) error {
	return clearBy(regulation.Art10_1, field, label, s, least, most)
}

// clearBy is the same for another article's texts.
func clearBy(a regulation.Clause, field, label, s string, least, most int) error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(s)); {
	case n < least:
		return regulation.RefuseField(a, "missing_"+field, field, "%s太短，至少写%d个字。", label, least)
	case n > most:
		return regulation.RefuseField(a, "long_"+field, field, "%s超过%d字，请缩短。", label, most)
	}
	for _, f := range text.FindIdentity(s) {
		mobile := f.Kind == text.KindPhone && len(f.Text) >= 11 && f.Text[0] == '1'
		if mobile || f.Kind == text.KindID || f.Kind == text.KindCard || f.Kind == text.KindPlate {
			return regulation.RefuseField(regulation.Art23_6, "identity_in_"+field, field, "%s里有“%s”，像是个人信息，请删去。", label, f.Text)
		}
	}
	return nil
}

// Cite answers which version an operator may read out now (Art. 10(1)): published and not past its last day.
func Cite(a Article, now time.Time) (version int, err error) {
	switch {
	case a.Status != InUse:
		return 0, regulation.RefuseField(regulation.Art10_1, "not_published", "knowledge", "条目%s没有发布，不能据以答复；可以不引用，直接写答复。", a.Number)
	case a.Content.ValidTo < calendar.DateOf(now).String():
		return 0, regulation.RefuseField(regulation.Art10_1, "expired", "knowledge", "条目%s的有效期到%s为止，须复核后才能据以答复；可以不引用，直接写答复。", a.Number, a.Content.ValidTo)
	}
	return a.Version, nil
}

var events = func() map[string]reflect.Type {
	m := map[string]reflect.Type{}
	for _, e := range []Event{ArticleProposed{}, ArticlePublished{}, ArticleReturned{}, ArticleReviewed{}, ArticleWithdrawn{}, ArticleAsked{}, ArticleOffered{}, ArticleOpened{}, ArticleShut{}} {
		m[e.kind()] = reflect.TypeOf(e)
	}
	return m
}()

// Version is the version of every event body written by this program.
const Version = 1

// Encode writes an event's body as the log keeps it.
func Encode(e Event) (kind string, body []byte, err error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", e.kind(), err)
	}
	return e.kind(), bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Decode reads an event's body; a kind or version of a newer program is an error.
func Decode(kind string, v int, body []byte) (Event, error) {
	t, ok := events[kind]
	if !ok || v != Version {
		return nil, fmt.Errorf("article event %s version %d is not known to this program", kind, v)
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return p.Elem().Interface().(Event), nil
}
