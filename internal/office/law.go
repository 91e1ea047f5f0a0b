package office

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// The events of the rules' one stream (Art. 29). Each holds the whole policy file it speaks of: a version is read from the archive for ever.
type (
	// RulesKept puts the version that the program came with into the archive, before anything else.
	RulesKept struct {
		At      time.Time `json:"at"`
		Version int       `json:"version"`
		File    string    `json:"file"`
	}
	// RulesDrafted opens a draft, or writes it anew where Again.
	RulesDrafted struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Draft   string        `json:"draft"`
		Reason  string        `json:"reason"`
		File    string        `json:"file"`
		Again   bool          `json:"again,omitempty"`
	}
	// RulesApproved makes a draft a version that takes effect at the beginning of From, or at once where From is today.
	RulesApproved struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Draft   string        `json:"draft"`
		Version int           `json:"version"`
		From    string        `json:"from"`
		File    string        `json:"file"`
		Opinion string        `json:"opinion,omitempty"`
	}
	// RulesReturned sends a draft back to who wrote it.
	RulesReturned struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Draft   string        `json:"draft"`
		Opinion string        `json:"opinion"`
	}
	// RulesWithdrawn ends a draft, or a version that is approved and not yet in effect.
	RulesWithdrawn struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Draft   string        `json:"draft"`
		Version int           `json:"version,omitempty"`
		Reason  string        `json:"reason"`
	}
	// ParamExplained is a word of the county government office on a parameter (解释, Art. 29).
	ParamExplained struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Key      string        `json:"key"`
		Text     string        `json:"text"`
		Document string        `json:"document,omitempty"`
	}
)

// LawStatus says where a draft stands.
type LawStatus string

// The statuses.
const (
	DraftOpen      LawStatus = "open"      // 待批准
	DraftReturned  LawStatus = "returned"  // 退回修改
	DraftApproved  LawStatus = "approved"  // 已批准
	DraftWithdrawn LawStatus = "withdrawn" // 已撤回
)

// Name is the Chinese name.
func (s LawStatus) Name() string {
	return map[LawStatus]string{DraftOpen: "待批准", DraftReturned: "退回修改", DraftApproved: "已批准", DraftWithdrawn: "已撤回"}[s]
}

// LawDraft is a draft of the rules, folded.
type LawDraft struct {
	ID        string
	Status    LawStatus
	Author    org.AccountID // who wrote it last
	At        time.Time     // when
	First     time.Time
	Reason    string
	File      string
	Version   int // once approved
	From      string
	By        org.AccountID // who approved
	Approved  time.Time
	Opinion   string // of the approval, or why it was sent back
	Withdrawn *RulesWithdrawn
	Mark      int64 // number of the last event that touched it
}

// Law is the county's rules with their history, folded from the one stream.
type Law struct {
	N        int64 // events so far
	Turn     int64 // number of the last approval or withdrawal
	Drafts   []LawDraft
	Notes    []ParamExplained
	KeptFile string // of the version that the program came with
	KeptAs   int
}

// Evolve applies an event of the stream.
func (l Law) Evolve(e any) Law {
	l.N++
	l.Drafts = slices.Clone(l.Drafts)
	at := func(id string) *LawDraft {
		for i := range l.Drafts {
			if l.Drafts[i].ID == id {
				l.Drafts[i].Mark = l.N
				return &l.Drafts[i]
			}
		}
		l.Drafts = append(l.Drafts, LawDraft{ID: id, Mark: l.N})
		return &l.Drafts[len(l.Drafts)-1]
	}
	switch e := e.(type) {
	case RulesKept:
		l.KeptFile, l.KeptAs = e.File, e.Version
	case RulesDrafted:
		d := at(e.Draft)
		if d.First.IsZero() {
			d.First = e.At
		}
		d.Status, d.Author, d.At, d.Reason, d.File = DraftOpen, e.Account, e.At, e.Reason, e.File
	case RulesApproved:
		d := at(e.Draft)
		d.Status, d.Version, d.From, d.By, d.Approved, d.Opinion, d.File = DraftApproved, e.Version, e.From, e.Account, e.At, e.Opinion, e.File
		l.Turn = l.N
	case RulesReturned:
		d := at(e.Draft)
		d.Status, d.Opinion = DraftReturned, e.Opinion
	case RulesWithdrawn:
		d := at(e.Draft)
		d.Status, d.Withdrawn = DraftWithdrawn, &e
		l.Turn = l.N
	case ParamExplained:
		l.Notes = append(slices.Clip(l.Notes), e)
	}
	return l
}

// Draft finds a draft.
func (l Law) Draft(id string) (LawDraft, bool) {
	i := slices.IndexFunc(l.Drafts, func(d LawDraft) bool { return d.ID == id })
	if i < 0 {
		return LawDraft{}, false
	}
	return l.Drafts[i], true
}

// Shown is what a page of a draft was made from: it changes when the draft does, and when the rules that it is compared with do.
func (l Law) Shown(d LawDraft) int64 { return max(d.Mark, l.Turn) }

// Versions are the approved drafts that were not withdrawn, by number.
func (l Law) Versions() []LawDraft {
	var out []LawDraft
	for _, d := range l.Drafts {
		if d.Status == DraftApproved {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b LawDraft) int { return a.Version - b.Version })
	return out
}

// InForce is the number of the version that holds at an instant: of those approved by then and in effect on that day, the one with the latest day;
// first is the version that the program came with.
func (l Law) InForce(first int, t time.Time) int {
	best, from := first, ""
	day := calendar.DateOf(t).String()
	for _, v := range l.Versions() {
		if v.From <= day && !v.Approved.After(t) && v.From >= from {
			best, from = v.Version, v.From
		}
	}
	return best
}

// Planned is the version that waits for its day at an instant, if one does; the latest.
func (l Law) Planned(t time.Time) (LawDraft, bool) {
	day := calendar.DateOf(t).String()
	var out LawDraft
	for _, v := range l.Versions() {
		if v.From > day && v.From >= out.From {
			out = v
		}
	}
	return out, out.ID != ""
}

// highest is the highest number ever given, those withdrawn among them: no number is used twice.
func (l Law) highest(first int) int {
	for _, d := range l.Drafts {
		first = max(first, d.Version)
	}
	return first
}

// DraftRules writes a draft, or writes one anew (id of an open or returned one). base is the version that holds on the draft's day as far as is known.
func (l Law) DraftRules(a org.Actor, id string, p, base policy.Policy, reason string, again bool, now time.Time) (RulesDrafted, error) {
	if a.Post.Kind != org.OfficeHead && a.Post.Kind != org.GovOfficeHead {
		return RulesDrafted{}, regulation.RefuseState(regulation.Art29, "not_drafter", "规则由县热线办负责人起草、县政府办负责人批准，您现在的岗位是%s。", a.Post.Title)
	}
	d, ok := l.Draft(id)
	switch {
	case again && !ok:
		return RulesDrafted{}, regulation.RefuseState(regulation.Art29, "no_draft", "没有这份草案，请刷新页面。")
	case again && d.Status != DraftOpen && d.Status != DraftReturned:
		return RulesDrafted{}, regulation.RefuseState(regulation.Art29, "draft_done", "这份草案%s，不能再改；请另起草一份。", d.Status.Name())
	}
	if err := checkRules(p, base, now); err != nil {
		return RulesDrafted{}, err
	}
	if err := clearLaw("reason", "修改理由", reason, 4, 300); err != nil {
		return RulesDrafted{}, err
	}
	if err := l.afterPlanned(p.EffectiveFrom, now); err != nil {
		return RulesDrafted{}, err
	}
	return RulesDrafted{At: now, Account: a.Account, Draft: id, Reason: strings.TrimSpace(reason), File: p.File(), Again: again}, nil
}

// afterPlanned keeps the versions in the order of their days.
func (l Law) afterPlanned(from string, now time.Time) error {
	if v, ok := l.Planned(now); ok && from < v.From {
		return regulation.RefuseField(regulation.Art29, "before_planned", "effective", "第%d版已批准，将于%s施行；请把施行日期定在那天或以后，或者先撤回第%d版。", v.Version, v.From, v.Version)
	}
	return nil
}

// checkRules is what a policy must keep to before it is approved, and again when it is.
func checkRules(p, base policy.Policy, now time.Time) error {
	bad := func(field, code, reason string, args ...any) error {
		return regulation.RefuseField(regulation.Art29, code, field, reason, args...)
	}
	if err := clearLaw("name", "名称", p.Name, 4, 60); err != nil {
		return err
	}
	if p.Document != "" && !policy.IsDocument(p.Document) {
		return bad("document", "bad_document", "文号“%s”不对，请写成“蒙政办秘〔2026〕8号”的样子；没有文件的留空。", p.Document)
	}
	from, err := calendar.ParseDate(p.EffectiveFrom)
	switch {
	case err != nil:
		return bad("effective", "no_day", "没有填写施行日期，请选一天。")
	case from.Before(calendar.DateOf(now)):
		return bad("effective", "past_day", "施行日期%s早于今天。规则不追溯，请改为今天或以后。", p.EffectiveFrom)
	}
	if faults := p.Faults(); len(faults) > 0 {
		return bad("", "bad_value", "%s", errors.Join(faults...))
	}
	if lost := policy.Lost(base, p); len(lost) > 0 {
		return bad("", "lost_code", "编码不能取消，也不能挪作他用，以前的工单和数字要用：%s。不再使用的留着不选。", strings.Join(lost, "；"))
	}
	if len(policy.Compare(base, p)) == 0 {
		return bad("", "nothing_changed", "和现行规则一样，没有要批准的内容。")
	}
	if beyond := p.Beyond(); len(beyond) > 0 && (p.Document == "" || p.Document == policy.TheMeasures) {
		m := beyond[0]
		return regulation.RefuseField(m.Law.Clause, "beyond_law", m.Field(), "%s：%s，改为%s须有新的文件作依据，请填写文号。", m.Name, m.Law.Words(), p.Value(m.Key))
	}
	return nil
}

// judge is what approving and sending back have in common: another person, who has seen the draft as it is.
func (l Law) judge(a org.Actor, id string, shown int64) (LawDraft, error) {
	d, ok := l.Draft(id)
	switch {
	case a.Post.Kind != org.GovOfficeHead:
		return d, regulation.RefuseState(regulation.Art29, "not_approver", "规则由县政府办负责人批准，您现在的岗位是%s。", a.Post.Title)
	case !ok:
		return d, regulation.RefuseState(regulation.Art29, "no_draft", "没有这份草案，请刷新页面。")
	case d.Status != DraftOpen:
		return d, regulation.RefuseState(regulation.Art29, "not_open", "这份草案%s，不在待批准状态。", d.Status.Name())
	case a.Account == d.Author:
		return d, regulation.RefuseState(regulation.Art29, "own_draft", "这份草案是您起草的，须由另一人批准。")
	case shown != l.Shown(d):
		return d, regulation.RefuseState(regulation.Art29, "stale", "您打开页面以后，草案或现行规则有变动，请核对新的对照表后再办。")
	}
	return d, nil
}

// ApproveRules makes a draft a version. first is the number of the version that the program came with.
func (l Law) ApproveRules(a org.Actor, id, opinion string, shown int64, base policy.Policy, first int, now time.Time) (RulesApproved, error) {
	d, err := l.judge(a, id, shown)
	if err != nil {
		return RulesApproved{}, err
	}
	p, err := policy.Restore(d.File)
	if err != nil {
		return RulesApproved{}, err
	}
	if err := checkRules(p, base, now); err != nil {
		return RulesApproved{}, err
	}
	if err := l.afterPlanned(p.EffectiveFrom, now); err != nil {
		return RulesApproved{}, err
	}
	if opinion != "" {
		if err := clearLaw("opinion", "批准意见", opinion, 1, 200); err != nil {
			return RulesApproved{}, err
		}
	}
	p.Version = l.highest(first) + 1
	return RulesApproved{At: now, Account: a.Account, Draft: id, Version: p.Version, From: p.EffectiveFrom, File: p.File(), Opinion: strings.TrimSpace(opinion)}, nil
}

// ReturnRules sends a draft back.
func (l Law) ReturnRules(a org.Actor, id, opinion string, shown int64, now time.Time) (RulesReturned, error) {
	if _, err := l.judge(a, id, shown); err != nil {
		return RulesReturned{}, err
	}
	if err := clearLaw("opinion", "退回意见", opinion, 4, 200); err != nil {
		return RulesReturned{}, err
	}
	return RulesReturned{At: now, Account: a.Account, Draft: id, Opinion: strings.TrimSpace(opinion)}, nil
}

// WithdrawRules ends a draft, at the wish of who wrote it, or a version that is not yet in effect, at the wish of the head of the county government office.
func (l Law) WithdrawRules(a org.Actor, id, reason string, now time.Time) (RulesWithdrawn, error) {
	d, ok := l.Draft(id)
	switch {
	case !ok:
		return RulesWithdrawn{}, regulation.RefuseState(regulation.Art29, "no_draft", "没有这份草案，请刷新页面。")
	case d.Status == DraftWithdrawn:
		return RulesWithdrawn{}, regulation.RefuseState(regulation.Art29, "withdrawn", "已经撤回。")
	case d.Status != DraftApproved && a.Post.Kind != org.OfficeHead && a.Account != d.Author:
		return RulesWithdrawn{}, regulation.RefuseState(regulation.Art29, "not_author", "草案由起草人或县热线办负责人撤回。")
	case d.Status == DraftApproved && a.Post.Kind != org.GovOfficeHead:
		return RulesWithdrawn{}, regulation.RefuseState(regulation.Art29, "not_approver", "已批准的规则由县政府办负责人撤回。")
	case d.Status == DraftApproved && d.From <= calendar.DateOf(now).String():
		return RulesWithdrawn{}, regulation.RefuseState(regulation.Art29, "in_effect", "第%d版已于%s施行，不能撤回；要改的请起草新的一版。", d.Version, d.From)
	}
	if err := clearLaw("reason", "撤回理由", reason, 4, 200); err != nil {
		return RulesWithdrawn{}, err
	}
	return RulesWithdrawn{At: now, Account: a.Account, Draft: id, Version: d.Version, Reason: strings.TrimSpace(reason)}, nil
}

// ExplainParam is the county government office's word on a parameter.
func (l Law) ExplainParam(a org.Actor, key, words, document string, now time.Time) (ParamExplained, error) {
	if a.Post.Kind != org.GovOfficeHead {
		return ParamExplained{}, regulation.RefuseState(regulation.Art29, "not_interpreter", "本办法由县政府办公室负责解释，您现在的岗位是%s。", a.Post.Title)
	}
	if _, ok := policy.ParamOf(key); !ok {
		return ParamExplained{}, regulation.RefuseState(regulation.Art29, "no_param", "没有这个参数，请从参数表里选择。")
	}
	if err := clearLaw("text", "解释", words, 4, 500); err != nil {
		return ParamExplained{}, err
	}
	if document = strings.TrimSpace(document); document != "" && !policy.IsDocument(document) {
		return ParamExplained{}, regulation.RefuseField(regulation.Art29, "bad_document", "document", "文号“%s”不对，请写成“蒙政办秘〔2026〕8号”的样子；没有文件的留空。", document)
	}
	return ParamExplained{At: now, Account: a.Account, Key: key, Text: strings.TrimSpace(words), Document: document}, nil
}

// clearLaw is clearText under Art. 29.
func clearLaw(field, label, s string, least, most int) error {
	err := clearText(field, label, s, least, most)
	if no, ok := errors.AsType[*regulation.Refusal](err); ok && no.Article == regulation.Art10_1 {
		no.Article = regulation.Art29
	}
	return err
}

var lawKinds = map[string]string{"office.RulesKept": "rules_kept", "office.RulesDrafted": "rules_drafted", "office.RulesApproved": "rules_approved", "office.RulesReturned": "rules_returned",
	"office.RulesWithdrawn": "rules_withdrawn", "office.ParamExplained": "param_explained",
	"office.CalendarProposed": "calendar_proposed", "office.CalendarSaved": "calendar_saved", "office.CalendarDropped": "calendar_dropped"}

// EncodeLaw writes an event of the rules' or the calendar's stream.
func EncodeLaw(e any) (kind string, body []byte, err error) {
	kind = lawKinds[fmt.Sprintf("%T", e)]
	if kind == "" {
		return "", nil, fmt.Errorf("encode %T: not an event of the law", e)
	}
	body, err = json.Marshal(e)
	return kind, body, err
}

// DecodeLaw reads one. An unknown kind is an error: a newer program wrote it.
func DecodeLaw(kind string, body []byte) (any, error) {
	switch kind {
	case "rules_kept":
		return lawAs[RulesKept](body)
	case "rules_drafted":
		return lawAs[RulesDrafted](body)
	case "rules_approved":
		return lawAs[RulesApproved](body)
	case "rules_returned":
		return lawAs[RulesReturned](body)
	case "rules_withdrawn":
		return lawAs[RulesWithdrawn](body)
	case "param_explained":
		return lawAs[ParamExplained](body)
	case "calendar_proposed":
		return lawAs[CalendarProposed](body)
	case "calendar_saved":
		return lawAs[CalendarSaved](body)
	case "calendar_dropped":
		return lawAs[CalendarDropped](body)
	}
	return nil, fmt.Errorf("decode event of the law: unknown kind %q", kind)
}

func lawAs[T any](body []byte) (any, error) {
	var e T
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&e); err != nil {
		return nil, fmt.Errorf("decode %T: %w", e, err)
	}
	return e, nil
}
