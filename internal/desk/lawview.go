package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/policy"
)

// RuleLine is a parameter as the page of rules explains it.
type RuleLine struct {
	policy.Meta
	Value, Basis string // as it is said now
	Since        string // the day from which it is so
	Earlier      []RuleEarlier
	Notes        []RuleNote
	Planned      string // what it will be, and from when, where a version waits
}

// RuleEarlier is an earlier value of a parameter.
type RuleEarlier struct {
	Version     int
	From, Value string
	Basis       string
}

// RuleNote is an explanation (解释) of the county government office.
type RuleNote struct{ At, By, Text, Document string }

// RuleGroup is a section of the policy file.
type RuleGroup struct {
	Code, Title string
	Lines       []RuleLine
}

// VersionView is a version, a draft, or what the program came with.
type VersionView struct {
	Draft, Name, Document, From, Status string
	Version                             int
	Reason, Opinion                     string
	Author, AuthorAt, Approver, ApprAt  string
	Withdrawn                           string // who, when and why
	Open, InForce                       bool
	Changes                             int
}

// RulesView is the page of rules.
type RulesView struct {
	Now        VersionView
	Policy     policy.Policy
	Groups     []RuleGroup
	Planned    *VersionView
	Open       []VersionView // drafts that are not done
	CanDraft   bool
	CanExplain bool
}

var ruleGroups = [][2]string{{"limit", "时限"}, {"repeat", "重复诉求"}, {"approval", "签批"}, {"cluster", "集中反映"}, {"trend", "苗头和趋势"}, {"supervision", "督办"}, {"recheck", "回头看"}, {"visit", "回访"}, {"review", "审核"}, {"contact", "联系"},
	{"answering", "接听"}, {"abuse", "恶意占用"}, {"service", "服务标准"}, {"assessment", "考核"}, {"report", "通报和考核时间"}, {"clock", "时限到几点"}, {"archive", "归档"}, {"retention", "保存"}, {"commitment", "承诺办理"}, {"score_caps", "考核加减分"}}

func (r *Reader) versionView(d office.LawDraft, now time.Time, inForce int) (VersionView, policy.Policy, error) {
	p, err := policy.Restore(d.File)
	if err != nil {
		return VersionView{}, p, err
	}
	if d.Version > 0 {
		p.Version = d.Version
	}
	v := VersionView{Draft: d.ID, Name: p.Name, Document: p.Document, From: p.EffectiveFrom, Status: d.Status.Name(), Version: d.Version, Reason: d.Reason, Opinion: d.Opinion,
		Author: r.account(d.Author), AuthorAt: clockTime(d.At), Open: d.Status == office.DraftOpen || d.Status == office.DraftReturned}
	if d.Version > 0 {
		v.Approver, v.ApprAt = r.account(d.By), clockTime(d.Approved)
	}
	if w := d.Withdrawn; w != nil {
		v.Withdrawn = clockTime(w.At) + " " + r.account(w.Account) + "：" + w.Reason
	}
	if d.Status == office.DraftApproved {
		switch {
		case d.Version == inForce:
			v.Status, v.InForce = "施行中", true
		case d.From > calendar.DateOf(now).String():
			v.Status = "已批准，待施行"
		default:
			v.Status = "以前的版本"
		}
	}
	return v, p, nil
}

// firstView is the version that the program came with.
func (r *Reader) firstView(ctx context.Context, l office.Law, inForce int) (VersionView, policy.Policy, error) {
	p, err := r.s.policyFor(ctx, firstVersion, 0)
	if err != nil {
		return VersionView{}, p, err
	}
	v := VersionView{Name: p.Name, Document: p.Document, From: p.EffectiveFrom, Version: firstVersion, Status: "以前的版本", Author: "随系统载入"}
	if v.InForce = inForce == firstVersion; v.InForce {
		v.Status = "施行中"
	}
	return v, p, nil
}

// RuleVersions lists the versions and drafts, the newest first.
func (r *Reader) RuleVersions(ctx context.Context) ([]VersionView, error) {
	if !access.May(r.actor.Post.Kind, access.RuleReading) {
		return nil, ErrForbidden
	}
	l, err := r.s.readLaw(ctx)
	if err != nil {
		return nil, err
	}
	now := r.s.now()
	in := l.InForce(firstVersion, now)
	var out []VersionView
	for _, d := range l.Drafts {
		v, p, err := r.versionView(d, now, in)
		if err != nil {
			return nil, err
		}
		base, err := r.s.baseOf(ctx, l, d, p.EffectiveFrom, now)
		if err != nil {
			return nil, err
		}
		v.Changes = len(policy.Compare(base, p))
		out = append(out, v)
	}
	slices.Reverse(out)
	v, _, err := r.firstView(ctx, l, in)
	return append(out, v), err
}

// Rules is the page of rules: every number with its article, what it means, since when it is so, what it was, and what it was explained to mean.
func (r *Reader) Rules(ctx context.Context) (RulesView, error) {
	var v RulesView
	if !access.May(r.actor.Post.Kind, access.RuleReading) {
		return v, ErrForbidden
	}
	l, err := r.s.readLaw(ctx)
	if err != nil {
		return v, err
	}
	now := r.s.now()
	in := l.InForce(firstVersion, now)
	k := r.actor.Post.Kind
	v.CanDraft, v.CanExplain = access.May(k, access.RuleDrafting), access.May(k, access.RuleAgreeing)
	first, p, err := r.firstView(ctx, l, in)
	if err != nil {
		return v, err
	}
	v.Now, v.Policy = first, p
	type held struct {
		view VersionView
		p    policy.Policy
	}
	past := []held{{first, p}} // what has held, the oldest first
	for _, d := range l.Drafts {
		x, q, err := r.versionView(d, now, in)
		if err != nil {
			return v, err
		}
		switch {
		case x.Open:
			v.Open = append(v.Open, x)
		case d.Status != office.DraftApproved:
		case d.From > calendar.DateOf(now).String():
			if v.Planned == nil || x.From >= v.Planned.From {
				v.Planned = &x
			}
		default:
			past = append(past, held{x, q})
			if x.InForce {
				v.Now, v.Policy = x, q
			}
		}
	}
	slices.SortStableFunc(past[1:], func(a, b held) int { return strings.Compare(a.view.From, b.view.From) })
	var next policy.Policy
	if v.Planned != nil {
		if next, err = r.s.policyFor(ctx, v.Planned.Version, 0); err != nil {
			return v, err
		}
	}
	lines := map[string]policy.Line{}
	for _, x := range v.Policy.Lines() {
		lines[x.Key] = x
	}
	for _, g := range ruleGroups {
		group := RuleGroup{Code: g[0], Title: g[1]}
		for _, m := range policy.Params() {
			if code, _, _ := strings.Cut(m.Key, "."); code != g[0] {
				continue
			}
			line := RuleLine{Meta: m, Value: m.Say(lines[m.Key].Value), Basis: lines[m.Key].Basis}
			for _, h := range past {
				value := m.Say(h.p.Value(m.Key))
				if n := len(line.Earlier); n == 0 || line.Earlier[n-1].Value != value {
					line.Earlier = append(line.Earlier, RuleEarlier{Version: h.view.Version, From: dateWords(h.view.From), Value: value})
				}
			}
			if n := len(line.Earlier); n > 0 { // the last is what holds
				line.Since, line.Earlier = line.Earlier[n-1].From, line.Earlier[:n-1]
			}
			if v.Planned != nil {
				if value := m.Say(next.Value(m.Key)); value != line.Value {
					line.Planned = dateWords(v.Planned.From) + "起为" + value
				}
			}
			for _, n := range l.Notes {
				if n.Key == m.Key {
					line.Notes = append(line.Notes, RuleNote{At: clockTime(n.At), By: r.account(n.Account), Text: n.Text, Document: n.Document})
				}
			}
			group.Lines = append(group.Lines, line)
		}
		v.Groups = append(v.Groups, group)
	}
	return v, nil
}

// Rule is one parameter. ErrNotFound where there is none.
func (r *Reader) Rule(ctx context.Context, key string) (RuleLine, bool, error) {
	v, err := r.Rules(ctx)
	if err != nil {
		return RuleLine{}, false, err
	}
	for _, g := range v.Groups {
		for _, l := range g.Lines {
			if l.Key == key {
				return l, v.CanExplain, nil
			}
		}
	}
	return RuleLine{}, false, ErrNotFound
}

// RuleDraftView is a draft or a version with what it changes.
type RuleDraftView struct {
	VersionView
	Policy       policy.Policy
	Base         VersionView
	Changed      []policy.Change
	Shown        int64
	CanApprove   bool
	CanRevise    bool
	CanWithdraw  bool
	CanTry       bool // on the real history
	Own          bool // the reader wrote it: another must approve
	WaitsForHead bool
}

// RuleDraft reads a draft with the comparison: old and new, the article, whom it touches.
func (r *Reader) RuleDraft(ctx context.Context, id string) (RuleDraftView, error) {
	var v RuleDraftView
	if !access.May(r.actor.Post.Kind, access.RuleReading) {
		return v, ErrForbidden
	}
	l, err := r.s.readLaw(ctx)
	if err != nil {
		return v, err
	}
	d, ok := l.Draft(id)
	if !ok {
		return v, ErrNotFound
	}
	now := r.s.now()
	in := l.InForce(firstVersion, now)
	if v.VersionView, v.Policy, err = r.versionView(d, now, in); err != nil {
		return v, err
	}
	base, err := r.s.baseOf(ctx, l, d, v.Policy.EffectiveFrom, now)
	if err != nil {
		return v, err
	}
	v.Base = VersionView{Version: base.Version, Name: base.Name, From: base.EffectiveFrom}
	v.Changed = policy.Compare(base, v.Policy)
	v.VersionView.Changes = len(v.Changed)
	v.Shown = l.Shown(d)
	k := r.actor.Post.Kind
	v.Own = r.actor.Account == d.Author
	v.CanApprove = d.Status == office.DraftOpen && access.May(k, access.RuleAgreeing) && !v.Own
	v.CanTry = access.May(k, access.RuleDrafting)
	v.CanRevise = v.Open && access.May(k, access.RuleDrafting)
	waits := d.Status == office.DraftApproved && d.From > calendar.DateOf(now).String()
	v.CanWithdraw = v.Open && (access.May(k, access.RuleDrafting)) || waits && access.May(k, access.RuleAgreeing)
	v.WaitsForHead = d.Status == office.DraftOpen && !v.CanApprove
	return v, nil
}

// RuleFile is a version as a policy file, exactly as the archive has it, with its SHA-256. ErrNotFound for a number that no version has.
func (r *Reader) RuleFile(ctx context.Context, version int) (text, sum string, err error) {
	if !access.May(r.actor.Post.Kind, access.RuleReading) {
		return "", "", ErrForbidden
	}
	l, err := r.s.readLaw(ctx)
	if err != nil {
		return "", "", err
	}
	for _, d := range l.Drafts {
		if d.Version == version && version > 0 {
			text = d.File
		}
	}
	if version == firstVersion {
		if text = l.KeptFile; text == "" {
			p, err := r.s.policyFor(ctx, firstVersion, 0)
			if err != nil {
				return "", "", err
			}
			text = p.File()
		}
	}
	if text == "" {
		return "", "", ErrNotFound
	}
	h := sha256.Sum256([]byte(text))
	return text, hex.EncodeToString(h[:]), nil
}

// dateWords prints a day with its year.
func dateWords(day string) string {
	d, err := calendar.ParseDate(day)
	if err != nil {
		return day
	}
	return d.Chinese()
}

// LawWaits counts the drafts and the change of the calendar that wait for this reader's word.
func (r *Reader) LawWaits(ctx context.Context) (rules, days int) {
	k := r.actor.Post.Kind
	if !access.May(k, access.CalAgreeing) {
		return 0, 0
	}
	if l, err := r.s.readLaw(ctx); err == nil {
		for _, d := range l.Drafts {
			switch {
			case d.Status == office.DraftOpen && access.May(k, access.RuleAgreeing) && d.Author != r.actor.Account,
				d.Status == office.DraftReturned && d.Author == r.actor.Account:
				rules++
			}
		}
	}
	if w, _, err := r.s.workdays(ctx); err == nil {
		if p, ok := w.Waiting(); ok && p.Account != r.actor.Account {
			days = 1
		}
	}
	return rules, days
}
