package bulletin

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// MostSentence and MostSentences bound the prose.
const (
	MostTitle     = 60
	MostSentence  = 1000
	MostSentences = 40
	MostNote      = 500
)

// Editors of a bulletin: the office. Reviewers besides them are the reviewers of answers.
var (
	editors   = []org.Kind{org.Dispatcher, org.Supervisor, org.OfficeHead}
	reviewers = []org.Kind{org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead}
)

// Signer is the kind of post that signs: the weekly 简报 is the hotline office's own; what goes out for a quarter, a year or another span bears the government
// office's name (domain.md §13.23).
func Signer(k PeriodKind) org.Kind {
	if k == Week {
		return org.OfficeHead
	}
	return org.GovOfficeHead
}

// Title is the usual title.
func Title(p Period) string {
	if p.Kind == Year {
		return p.Name() + "县长热线工作分析报告"
	}
	return p.Name() + "县长热线办理情况"
}

// Short reports whether the paper is a 简报 with an issue number; the others are a 通报 with a document number.
func (p Period) Short() bool { return p.Kind == Week }

// Make compiles a draft that does not exist yet. A zero account is the timetable.
func Make(have Bulletin, a org.Actor, d Draft, now time.Time) (CompiledEvent, error) {
	if have.Version > 0 {
		return CompiledEvent{}, regulation.RefuseState(regulation.Art26, "made_already", "%s已经编过，请从列表里打开。", d.Period.Name())
	}
	if err := d.Period.Check(calendar.DateOf(now)); err != nil {
		return CompiledEvent{}, err
	}
	if a.Account != "" {
		if err := mayEdit(a); err != nil {
			return CompiledEvent{}, err
		}
	}
	return CompiledEvent{At: now, Account: a.Account, Draft: d}, nil
}

// Retake takes the figures anew, at a later position. The prose stays; a name in it that is no figure any more is refused when it is submitted.
func (b Bulletin) Retake(a org.Actor, d Draft, now time.Time) (CompiledEvent, error) {
	switch {
	case b.Stage != Editing:
		return CompiledEvent{}, b.wrongStage("重新取数")
	case d.Period != b.Draft.Period:
		return CompiledEvent{}, regulation.RefuseState(regulation.Art26, "other_period", "时段不对，请刷新页面。")
	}
	if err := mayEdit(a); err != nil {
		return CompiledEvent{}, err
	}
	return CompiledEvent{At: now, Account: a.Account, Draft: d, Again: true}, nil
}

func mayEdit(a org.Actor) error {
	if !a.Is(editors...) {
		return regulation.RefuseState(regulation.Art26, "not_editor", "简报、通报由县热线办分办员、督办员或负责人编写。")
	}
	return nil
}

func (b Bulletin) wrongStage(what string) error {
	return regulation.RefuseState(regulation.Art26, "wrong_stage", "这一份现在是“%s”，不能%s，请刷新页面。", b.Stage.Name(), what)
}

// Edit is a new prose: every figure by its name, nothing that identifies a person (Art. 23(6)).
func (b Bulletin) Edit(a org.Actor, t Text, now time.Time) (EditedEvent, error) {
	if b.Stage != Editing {
		return EditedEvent{}, b.wrongStage("修改")
	}
	if err := mayEdit(a); err != nil {
		return EditedEvent{}, err
	}
	t, err := b.checked(t)
	return EditedEvent{At: now, Account: a.Account, Text: t}, err
}

func (b Bulletin) checked(t Text) (Text, error) {
	art := regulation.Art26
	t.Title = strings.TrimSpace(t.Title)
	if err := b.clear("title", "标题", t.Title, MostTitle); err != nil {
		return t, err
	}
	if t.Title == "" {
		return t, regulation.RefuseField(art, "no_title", "title", "没有填写标题，请补充。")
	}
	out := Text{Title: t.Title}
	for _, s := range b.Draft.Sections {
		x := SectionText{ID: s.ID, Sentences: []string{}}
		if i := slices.IndexFunc(t.Sections, func(y SectionText) bool { return y.ID == s.ID }); i >= 0 {
			for _, one := range t.Sections[i].Sentences {
				if one = strings.TrimSpace(one); one == "" {
					continue
				}
				if err := b.clear(s.ID, s.Title, one, MostSentence); err != nil {
					return t, err
				}
				x.Sentences = append(x.Sentences, one)
			}
		}
		if len(x.Sentences) > MostSentences {
			return t, regulation.RefuseField(art, "too_many", s.ID, "“%s”超过%d句，请合并。", s.Title, MostSentences)
		}
		out.Sections = append(out.Sections, x)
	}
	return out, nil
}

// clear refuses prose that is too long, names a figure that there is not, or identifies a person.
func (b Bulletin) clear(field, label, s string, most int) error {
	if n := utf8.RuneCountInString(s); n > most {
		return regulation.RefuseField(regulation.Art26, "long_"+field, field, "“%s”里有一句%d字，最多%d字，请分开写。", label, n, most)
	}
	if name, bad := b.Draft.unknown(s); bad {
		return regulation.RefuseField(regulation.Art26, "no_figure", field, "“%s”里的【%s】不是这一期的数字，请从数字表里选，或去掉【】。", label, name)
	}
	if strings.ContainsAny(tokens.ReplaceAllString(s, ""), "【】") {
		return regulation.RefuseField(regulation.Art26, "open_bracket", field, "“%s”里有一个【或】没有配对，请补全。", label)
	}
	for _, f := range text.FindIdentity(s) {
		mobile := f.Kind == text.KindPhone && len(f.Text) >= 11 && f.Text[0] == '1'
		if mobile || f.Kind == text.KindID || f.Kind == text.KindCard || f.Kind == text.KindPlate {
			return regulation.RefuseField(regulation.Art23_6, "identity", field, "“%s”里有“%s”，像是个人信息，请删去。", label, f.Text)
		}
	}
	return nil
}

// Submit asks another person to look.
func (b Bulletin) Submit(a org.Actor, now time.Time) (SubmittedEvent, error) {
	if b.Stage != Editing {
		return SubmittedEvent{}, b.wrongStage("送审")
	}
	if err := mayEdit(a); err != nil {
		return SubmittedEvent{}, err
	}
	if _, err := b.checked(b.Text); err != nil {
		return SubmittedEvent{}, err
	}
	return SubmittedEvent{At: now, Account: a.Account}, nil
}

// wrote reports whether somebody had a hand in it.
func (b Bulletin) wrote(a org.AccountID) bool {
	return slices.Contains(b.Editors, a) || b.Sent.Account == a
}

// Review is the other person's yes: never of somebody who wrote it.
func (b Bulletin) Review(a org.Actor, now time.Time) (ReviewedEvent, error) {
	switch {
	case b.Stage != Reviewing:
		return ReviewedEvent{}, b.wrongStage("审核")
	case !a.Is(reviewers...):
		return ReviewedEvent{}, regulation.RefuseState(regulation.Art26, "not_reviewer", "由县热线办审核员、分办员、督办员或负责人审核。")
	case b.wrote(a.Account):
		return ReviewedEvent{}, regulation.RefuseState(regulation.Art26, "own_work", "写过或送审这一份的人不能审核，请由另一人审核。")
	}
	return ReviewedEvent{At: now, Account: a.Account}, nil
}

// SendBack gives it back to the editors with a reason: a reviewer's, or the signer's.
func (b Bulletin) SendBack(a org.Actor, reason string, now time.Time) (SentBackEvent, error) {
	none := SentBackEvent{}
	switch b.Stage {
	case Reviewing:
		if !a.Is(reviewers...) {
			return none, regulation.RefuseState(regulation.Art26, "not_reviewer", "由县热线办审核员、分办员、督办员或负责人审核。")
		}
	case Signing:
		if err := b.maySign(a); err != nil {
			return none, err
		}
	default:
		return none, b.wrongStage("退回修改")
	}
	switch n := utf8.RuneCountInString(strings.TrimSpace(reason)); {
	case n == 0:
		return none, regulation.RefuseField(regulation.Art26, "no_reason", "reason", "没有填写退回的理由，请说明哪里要改。")
	case n > MostNote:
		return none, regulation.RefuseField(regulation.Art26, "long_reason", "reason", "理由超过%d字，请写要点。", MostNote)
	}
	return SentBackEvent{At: now, Account: a.Account, Post: a.Post.ID}, nil
}

func (b Bulletin) maySign(a org.Actor) error {
	k := Signer(b.Draft.Period.Kind)
	switch {
	case !a.Is(k):
		return regulation.RefuseState(regulation.Art26, "not_signer", "%s由%s签发。", b.Draft.Period.Kind.Name(), k.Name())
	case b.Looked.Account != "" && b.Looked.Account == a.Account:
		return regulation.RefuseState(regulation.Art26, "reviewed_it", "审核人不能再签发，请由另一人签发。")
	}
	return nil
}

// Sign is the signature: nobody signs by a session alone.
func (b Bulletin) Sign(a org.Actor, how approval.Confirmed, now time.Time) (SignedEvent, error) {
	if b.Stage != Signing {
		return SignedEvent{}, b.wrongStage("签发")
	}
	if err := b.maySign(a); err != nil {
		return SignedEvent{}, err
	}
	if how != approval.ByPIN {
		return SignedEvent{}, regulation.RefuseField(regulation.Art26, "not_confirmed", "pin", "签发要填签名密码。")
	}
	return SignedEvent{At: now, Account: a.Account, Post: a.Post.ID, Confirmed: how}, nil
}

// Publish issues it; number is the slot of its number.
func (b Bulletin) Publish(a org.Actor, number string, now time.Time) (PublishedEvent, error) {
	if b.Stage != Signed {
		return PublishedEvent{}, b.wrongStage("印发")
	}
	if err := mayEdit(a); err != nil {
		return PublishedEvent{}, err
	}
	return PublishedEvent{At: now, Account: a.Account, Number: number}, nil
}

// Duty is what somebody owes a bulletin now, "" for nothing: edit, review, sign, publish.
func (b Bulletin) Duty(a org.Actor) string {
	switch b.Stage {
	case Editing:
		if a.Is(editors...) {
			return "edit"
		}
	case Reviewing:
		if a.Is(reviewers...) && !b.wrote(a.Account) {
			return "review"
		}
	case Signing:
		if b.maySign(a) == nil {
			return "sign"
		}
	case Signed:
		if a.Is(editors...) {
			return "publish"
		}
	}
	return ""
}

// Reads reports for whom it exists: everybody of the county's business once it is out, the office and the signer before.
func (b Bulletin) Reads(a org.Actor) bool {
	if b.Stage == Published {
		return true
	}
	return a.Is(reviewers...) || a.Is(Signer(b.Draft.Period.Kind)) && (b.Stage == Signing || b.Stage == Signed)
}
