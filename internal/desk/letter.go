package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// LetterRoute is where a citizen's letter is sent (县长信箱, Art. 2). A letter is kept under the digest of its token, and is sent under it: the same letter is one order.
const LetterRoute = "portal/letter"

const (
	mailbox      = "D2"       // channel 县长信箱 of the policy
	letterWriter = "@citizen" // whose drafts they are: nobody's account
	letterLife   = 7 * 24 * time.Hour
	LetterFiles  = 6    // photographs and files of one letter
	LetterWords  = 1000 // characters of what happened
)

// Letter is what a citizen is writing. It is kept sealed from page to page and holds no finished order.
type Letter struct {
	Type      order.Type
	Home      bool `json:",omitempty"` // violence at home: urgent, and its pages can be left at once
	Words     string
	Town      string
	Place     string
	Category  string
	Looked    bool `json:",omitempty"` // the likely answers have been shown
	PartyUnit string
	Party     string
	Files     []LetterFile `json:",omitempty"`
	Secrecy   order.Secrecy
	Name      string
	Phone     string
	Public    bool  `json:",omitempty"`
	Asked     int64 `json:",omitempty"` // when it was asked to prove that a person sends it; Unix seconds
}

// LetterFile is a file of a letter: checked, written anew and stored before the letter names it.
type LetterFile struct {
	ID, Blob, MIME, Name string
	Size                 int64
}

// Delicate reports whether somebody may be in danger if he is seen writing it.
func (l Letter) Delicate() bool { return l.Type == order.Report || l.Home }

// Step is a page of a letter.
type Step string

// The pages, in their order.
const (
	StepWhat   Step = "what"
	StepSay    Step = "say"
	StepParty  Step = "party"
	StepLook   Step = "answers"
	StepPhoto  Step = "photo"
	StepWho    Step = "who"
	StepCheck  Step = "check"
	StepFinish Step = "done"
)

// Faults says what is still missing or wrong, by field, in the order of the pages; each with the page that mends it.
func (l Letter) Faults() []LetterFault {
	var out []LetterFault
	bad := func(at Step, field, reason string) { out = append(out, LetterFault{at, field, reason}) }
	if l.Type.Name() == "" {
		bad(StepWhat, "kind", "请选一项")
	}
	switch n := utf8.RuneCountInString(l.Words); {
	case strings.TrimSpace(l.Words) == "":
		bad(StepSay, "words", "请写下发生了什么事")
	case n > LetterWords:
		bad(StepSay, "words", fmt.Sprintf("最多%d字，现在%d字，请删去%d字；长材料可以在下一步作为文件上传", LetterWords, n, n-LetterWords))
	}
	if strings.TrimSpace(l.Place) == "" && l.Type != order.Consult && l.Type != order.Suggest {
		bad(StepSay, "place", "请写明地点，例如“庄周街道某小区北门”")
	}
	if l.Type == order.Report && l.PartyUnit == "" && strings.TrimSpace(l.Party) == "" {
		bad(StepParty, "party", "请写明反映的是谁，或者选他所在的单位")
	}
	switch {
	case l.Secrecy.Name() == "":
		bad(StepWho, "secrecy", "请选一项")
	case l.Secrecy == order.Anonymous:
	case strings.TrimSpace(l.Phone) == "":
		bad(StepWho, "phone", "请填写手机或固定电话；不想留电话，请选“匿名”")
	default:
		if _, err := text.ParsePhone(l.Phone); err != nil {
			bad(StepWho, "phone", err.Error())
		}
	}
	return out
}

// LetterFault is one of them.
type LetterFault struct {
	At            Step
	Field, Reason string
}

func (s *Service) letterID(token string) string { return s.vault.Token("letter|" + token) }

// BeginLetter keeps a new letter under a token that its writer carries along; the token stands nowhere in the archive.
func (s *Service) BeginLetter(ctx context.Context, token string, l Letter) error {
	now := s.now()
	if err := s.sweepLetters(ctx, now); err != nil {
		return err
	}
	id := s.letterID(token)
	c, err := s.sealLetter(id, l)
	if err != nil {
		return err
	}
	_, err = s.store.PutDraft(ctx, store.Draft{ID: id, Account: letterWriter, Ciphertext: c, Saved: now}, LetterRoute)
	return err
}

// sweepLetters throws away letters that nobody came back to, with the bytes of their files.
func (s *Service) sweepLetters(ctx context.Context, now time.Time) error {
	if err := s.store.SweepDoor(ctx, now.Add(-24*time.Hour)); err != nil {
		return err
	}
	old, err := s.store.DraftsBefore(ctx, letterWriter, now.Add(-letterLife))
	if err != nil {
		return fmt.Errorf("list old letters: %w", err)
	}
	for _, d := range old {
		var l Letter
		if b, err := s.vault.OpenDraft(d.ID, letterWriter, d.Ciphertext); err == nil && json.Unmarshal(b, &l) == nil {
			for _, f := range l.Files {
				if err := s.blobs.Drop(ctx, f.Blob); err != nil {
					return err
				}
			}
		}
		if err := s.store.DropDraft(ctx, d.ID, letterWriter); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sealLetter(id string, l Letter) ([]byte, error) {
	body, err := json.Marshal(l)
	if err != nil {
		return nil, fmt.Errorf("encode letter: %w", err)
	}
	return s.vault.SealDraft(id, letterWriter, body), nil
}

func (s *Service) letter(ctx context.Context, id string) (Letter, store.Draft, error) {
	var l Letter
	d, err := s.store.Draft(ctx, id, letterWriter)
	if errors.Is(err, store.ErrNone) || err == nil && d.Saved.Before(s.now().Add(-letterLife)) {
		return l, d, ErrNotFound
	}
	if err != nil {
		return l, d, fmt.Errorf("read letter: %w", err)
	}
	b, err := s.vault.OpenDraft(id, letterWriter, d.Ciphertext)
	if err != nil {
		return l, d, fmt.Errorf("open letter: %w", err)
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return l, d, fmt.Errorf("read letter: %w", err)
	}
	return l, d, nil
}

// Letter reads a letter that is being written. ErrNotFound where there is none, or where it was sent.
func (s *Service) Letter(ctx context.Context, token string) (Letter, error) {
	l, _, err := s.letter(ctx, s.letterID(token))
	return l, err
}

// ChangeLetter keeps what one page says. Two pages at a time each change their own fields.
func (s *Service) ChangeLetter(ctx context.Context, token string, change func(*Letter)) (Letter, error) {
	id := s.letterID(token)
	for range tries {
		l, d, err := s.letter(ctx, id)
		if err != nil {
			return l, err
		}
		change(&l)
		c, err := s.sealLetter(id, l)
		if err != nil {
			return l, err
		}
		ok, err := s.store.PutDraft(ctx, store.Draft{ID: id, Account: letterWriter, Rev: d.Rev, Ciphertext: c, Saved: s.now()}, LetterRoute)
		if ok || err != nil {
			return l, err
		}
	}
	return Letter{}, ErrUnknown
}

// AddToLetter keeps files for a letter: by content, written anew, without place and camera. What is too many is not kept. Errors of files are *Invalid.
func (s *Service) AddToLetter(ctx context.Context, token string, files []Upload) (Letter, error) {
	l, err := s.Letter(ctx, token)
	if err != nil {
		return l, err
	}
	if len(l.Files)+len(files) > LetterFiles {
		return l, invalid("files", "最多%d个，已经有%d个；请少选几个，或者先删掉一些。", LetterFiles, len(l.Files))
	}
	var more []LetterFile
	var fault error
	for _, u := range files {
		a, err := s.Keep(ctx, u, "request")
		var bad *Invalid
		if errors.As(err, &bad) {
			fault = err // the others are kept all the same
			continue
		}
		if err != nil {
			return l, err
		}
		more = append(more, LetterFile{ID: a.ID, Blob: a.Blob, MIME: a.MIME, Name: a.Name.Text, Size: a.Size})
	}
	if len(more) > 0 {
		if l, err = s.ChangeLetter(ctx, token, func(l *Letter) {
			l.Files = append(l.Files, more[:min(len(more), LetterFiles-len(l.Files))]...)
		}); err != nil {
			return l, err
		}
	}
	return l, fault
}

// DropFromLetter takes a file out of a letter, with its bytes.
func (s *Service) DropFromLetter(ctx context.Context, token, file string) (Letter, error) {
	blob := ""
	l, err := s.ChangeLetter(ctx, token, func(l *Letter) {
		l.Files = slices.DeleteFunc(slices.Clone(l.Files), func(f LetterFile) bool {
			if f.ID == file {
				blob = f.Blob
			}
			return f.ID == file
		})
	})
	if err == nil && blob != "" {
		err = s.blobs.Drop(ctx, blob)
	}
	return l, err
}

// LetterPicture opens a picture of a letter for its writer.
func (s *Service) LetterPicture(ctx context.Context, token, file string) (LetterFile, []byte, error) {
	l, err := s.Letter(ctx, token)
	if err != nil {
		return LetterFile{}, nil, err
	}
	i := slices.IndexFunc(l.Files, func(f LetterFile) bool { return f.ID == file })
	if i < 0 {
		return LetterFile{}, nil, ErrNotFound
	}
	ct, err := s.blobs.Get(ctx, l.Files[i].Blob)
	if err != nil {
		return LetterFile{}, nil, fmt.Errorf("open file of letter: %w", err)
	}
	b, err := s.vault.OpenBlob(ct)
	return l.Files[i], b, err
}

// LetterPicks proposes categories for what was written; the citizen chooses or leaves it (个人信息保护法 24).
func (s *Service) LetterPicks(ctx context.Context, words string) ([]Pick, error) {
	p, err := s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	return s.suggest(ctx, p, words)
}

// ErrTooMany says that a telephone has sent as many letters today as it may.
var ErrTooMany = errors.New("这个电话今天写的信已经很多")

// LettersADay is how many letters one telephone may send in a day; the hotline takes any number of calls.
const LettersADay = 10

// Receipt is what a citizen gets for a letter: the number, the code, and a link that opens the same page. All can be had again for the same letter.
type Receipt struct {
	ID, Number, Code, Link string
	Anonymous              bool
	First, Contact, Result string // until when the office decides who handles it, and the days of contact and result
	Provisional            bool
	Notice                 string // version of the privacy notice that was shown
}

// SendLetter registers a letter as an order of the channel 县长信箱, as any other contact (Art. 2, 9): private words sealed, title masked. A letter that was sent gives
// its receipt again. Errors: *Invalid with the first field that is wrong, ErrTooMany, ErrNotFound, and those of Do.
func (s *Service) SendLetter(ctx context.Context, token string) (Receipt, error) {
	id := s.letterID(token)
	l, _, err := s.letter(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return s.LetterReceipt(ctx, token)
	}
	if err != nil {
		return Receipt{}, err
	}
	if f := l.Faults(); len(f) > 0 {
		return Receipt{}, invalid(f[0].Field, "%s", f[0].Reason)
	}
	body, err := json.Marshal(l)
	if err != nil {
		return Receipt{}, fmt.Errorf("encode letter: %w", err)
	}
	now := s.now()
	if err := s.countLetter(ctx, l, now); err != nil {
		return Receipt{}, err
	}
	cmd := s.NewRegister(order.Register{Request: l.request(now), Files: l.attachments()})
	if _, err := s.Do(ctx, Ask{Route: LetterRoute, Key: id, Commands: []order.Command{cmd}, Content: body,
		rows: []store.Exec{{Query: "draft_drop", Args: []any{id, letterWriter}}}}); err != nil {
		return Receipt{}, err
	}
	return s.LetterReceipt(ctx, token)
}

// countLetter counts what a telephone sends in a day. The number itself is not kept.
func (s *Service) countLetter(ctx context.Context, l Letter, now time.Time) error {
	number, err := text.ParsePhone(l.Phone)
	if err != nil || l.Secrecy == order.Anonymous {
		return nil
	}
	name := s.vault.Token("letters|" + s.vault.PhoneIndex(number) + "|" + calendar.DateOf(now).String())
	n, err := s.store.TriesAtDoor(ctx, name)
	if err != nil {
		return err
	}
	if n >= LettersADay {
		return ErrTooMany
	}
	_, err = s.store.TryAtDoor(ctx, name, 1<<30, now.Add(-24*time.Hour), now, now)
	return err
}

// PrivacyNotice is the version of the privacy notice that citizens are shown now: the day from which it holds. Whoever changes its text adds a version and keeps the old one.
const PrivacyNotice = "2026-11-27"

// request is the letter as the rules take it.
func (l Letter) request(now time.Time) order.Request[order.Private] {
	private := func(t string) order.Private { return order.Private{Text: strings.TrimSpace(t)} }
	q := order.Request[order.Private]{Channel: mailbox, TakenAt: now, Notice: PrivacyNotice, Type: l.Type, Category: l.Category, Urgency: order.Routine, Secrecy: l.Secrecy, Public: l.Public, Town: l.Town,
		Words: private(l.Words), CallerKind: order.Person, ReportedUnit: org.UnitID(l.PartyUnit), Reported: private(l.Party), NeedReply: l.Secrecy != order.Anonymous}
	names := []string{l.Name, l.Party}
	if q.Secrecy != order.Anonymous {
		q.Name, q.Phone = private(l.Name), private(l.Phone)
	}
	if l.Home {
		q.Urgency = order.Urgent
	}
	// Village or estate stands in clear; what is finer is sealed (domain.md §1.7).
	if place := strings.TrimSpace(l.Place); place != "" {
		if q.Place = text.Cut(text.CoarseAddress(place), 60); len(text.FindIdentity(q.Place, names...)) > 0 {
			q.Place = ""
		}
		if q.Place != place && q.Secrecy != order.Anonymous {
			q.Address = private(place)
		} else if q.Place != place {
			q.Words.Text += "\n地点：" + place
		}
	}
	switch {
	case l.Type == order.Report:
		q.Title = "来信反映工作人员问题" // who it is about stands in the sealed text alone
	case l.Home:
		q.Title = "来信反映家庭暴力，请求帮助"
	default:
		q.Title = Headline(l.Words, names...)
		if len(text.FindIdentity(q.Title, names...)) > 0 || strings.TrimSpace(q.Title) == "" {
			q.Title = "县长信箱来信（" + l.Type.Name() + "）"
		}
	}
	return q
}

func (l Letter) attachments() []order.Attachment[order.Private] {
	var out []order.Attachment[order.Private]
	for _, f := range l.Files {
		out = append(out, order.Attachment[order.Private]{ID: f.ID, Blob: f.Blob, MIME: f.MIME, Size: f.Size, Purpose: "request", Name: order.Private{Text: f.Name}})
	}
	return out
}

// Headline is the beginning of what was said, as a title: to the first stop, at most thirty characters, with identities masked.
func Headline(words string, names ...string) string {
	words = strings.TrimSpace(words)
	if i := strings.IndexAny(words, "。！？；\n"); i > 0 {
		words = words[:i]
	}
	if utf8.RuneCountInString(words) > 30 {
		words = string([]rune(words)[:30])
	}
	return MaskTitle(words, names...)
}

// LetterReceipt is the receipt of a letter that was sent, ErrNotFound where it was not.
func (s *Service) LetterReceipt(ctx context.Context, token string) (Receipt, error) {
	out, err := s.store.Outcome(ctx, "", LetterRoute, s.letterID(token))
	if errors.Is(err, store.ErrNone) {
		return Receipt{}, ErrNotFound
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("read outcome of letter: %w", err)
	}
	var d Done
	if err := json.Unmarshal(out, &d); err != nil {
		return Receipt{}, fmt.Errorf("read outcome of letter: %w", err)
	}
	l, err := s.load(ctx, d.ID)
	if err != nil {
		return Receipt{}, err
	}
	p, err := s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return Receipt{}, err
	}
	return s.receipt(l.state, p), nil
}

func (s *Service) receipt(st order.State, p policy.Policy) Receipt {
	r := Receipt{ID: st.ID, Number: st.Number, Code: s.codeOf(st.ID), Link: s.linkTo(st.ID, time.Time{}), Anonymous: st.Request.Secrecy == order.Anonymous, Notice: st.Request.Notice}
	if c := st.Clocks.Get(order.LimitHandle); c.LastDay != "" {
		r.First, r.Provisional = dayWords(c.LastDay), c.Provisional
	}
	days := p.Limit.OtherWD
	if st.Request.Type == order.Consult {
		days = p.Limit.ConsultWD
	}
	r.Contact, r.Result = fmt.Sprintf("%d个工作日内", p.Limit.ContactWD.Value), fmt.Sprintf("%d个工作日内", days.Value)
	return r
}
