package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// precedents is how many decisions of meetings are looked at for a suggestion, and suggested how many units are proposed.
const (
	precedents = 20
	suggested  = 5
)

// DutyView is a line of the dispatch directory as pages show it.
type DutyView struct {
	office.Duty
	Label, TownName string
	UnitNames       []string
	Own             bool   // written by the county; else of the directory it began with
	Since           string // when it was written, for the county's own
	At              int64
}

// DutyHistory is what happened to a line of the county's.
type DutyHistory struct{ When, By, Verb, Text string }

// dutyLines are the lines that hold now: the county's own in the place of those it began with.
func (s *Service) dutyLines(ctx context.Context) ([]office.Duty, error) {
	own, err := s.store.Duties(ctx)
	if err != nil {
		return nil, err
	}
	var out []office.Duty
	written := map[string]bool{}
	for _, l := range own {
		if !l.Ended {
			out, written[l.Key()] = append(out, l.Duty), true
		}
	}
	for _, d := range s.duties {
		if !written[d.Key()] {
			out = append(out, d)
		}
	}
	return out, nil
}

// suggest proposes units for a category at a place, each with its reason: open ones alone, and none that is barred (回避, Art. 23(6)). self is the
// order it is for, whose own designation is no precedent.
func (r *Reader) suggest(ctx context.Context, category, town string, barred func(org.UnitID) bool, self string) ([]Suggestion, error) {
	lines, err := r.s.dutyLines(ctx)
	if err != nil {
		return nil, err
	}
	decided, err := r.s.store.Directory(ctx, category, precedents)
	if err != nil {
		return nil, err
	}
	var met []office.Precedent
	for _, l := range decided {
		if l.Order != self {
			met = append(met, office.Precedent{Town: l.Town, Unit: l.Unit, Grounds: l.Grounds, At: at(l.AtMS)})
		}
	}
	var out []Suggestion
	for _, x := range office.Suggest(category, town, met, lines) {
		u, ok := r.dir.Unit(r.dir.Current(x.Unit)) // a unit that was merged is followed to its successor
		if ok && u.Open() && !barred(u.ID) && len(out) < suggested && !slices.ContainsFunc(out, func(s Suggestion) bool { return s.Unit == u.ID }) {
			out = append(out, Suggestion{Unit: u.ID, Name: u.Name, Reason: x.Reason, Here: x.Here})
		}
	}
	return out, nil
}

// targeted completes a dispatch by what the directory says of its unit now (国办函〔2025〕66号): a page or a held command may be older.
func (s *Service) targeted(ctx context.Context, st order.State, c order.Command) (order.Command, error) {
	var unit org.UnitID
	switch c := c.(type) {
	case order.Dispatch:
		unit = c.To.Unit
	case order.Designate:
		unit = c.To.Unit
	default:
		return c, nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return c, err
	}
	pushed := false
	if u, _ := dir.Unit(unit); u.Group == org.Township {
		lines, err := s.dutyLines(ctx)
		if err != nil {
			return c, err
		}
		pushed = office.PushedDown(st.Request.Category, st.Request.Town, lines)
	}
	switch x := c.(type) {
	case order.Dispatch:
		x.To.Pushed = pushed
		return x, nil
	case order.Designate:
		x.To.Pushed = pushed
		return x, nil
	}
	return c, nil
}

func dutyNames(p policy.Policy, dir org.Directory) office.DutyNames {
	families := map[string]bool{}
	for _, f := range p.Families {
		families[f.Code] = true
	}
	return office.DutyNames{
		Category: func(code string) bool {
			_, ok := p.Category(code)
			return ok || families[code]
		},
		Unit: func(id org.UnitID) bool {
			u, ok := dir.Unit(id)
			return ok && u.Open()
		},
		Town: func(id org.UnitID) bool {
			u, ok := dir.Unit(id)
			return ok && u.Group == org.Township
		}}
}

// dutyLabel names a leaf or a whole family.
func dutyLabel(p policy.Policy, code string) string {
	if c, ok := p.Category(code); ok {
		return c.Label()
	}
	for _, f := range p.Families {
		if f.Code == code {
			return f.Name + "（全类）"
		}
	}
	return code
}

func (r *Reader) dutyView(p policy.Policy, d office.Duty) DutyView {
	v := DutyView{Duty: d, Label: dutyLabel(p, d.Category), TownName: "全县"}
	if d.Town != "" {
		v.TownName = r.dir.UnitName(d.Town)
	}
	for _, u := range d.Units {
		if u == office.TheTown {
			v.UnitNames = append(v.UnitNames, "属地乡镇街道")
			continue
		}
		x, _ := r.dir.Unit(u)
		v.UnitNames = append(v.UnitNames, x.Label())
	}
	return v
}

// Duties lists the dispatch directory by category: the lines that hold, by the words or the number of a category, or the name of a unit; all where q is empty.
func (r *Reader) Duties(ctx context.Context, q string) ([]DutyView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	own, err := r.s.store.Duties(ctx)
	if err != nil {
		return nil, err
	}
	lines, err := r.s.dutyLines(ctx)
	if err != nil {
		return nil, err
	}
	var out []DutyView
	q = strings.TrimSpace(q)
	for _, d := range lines {
		v := r.dutyView(p, d)
		if q != "" && !strings.Contains(v.Label, q) && !strings.HasPrefix(d.Category, q) && !slices.ContainsFunc(v.UnitNames, func(n string) bool { return strings.Contains(n, q) }) {
			continue
		}
		if i := slices.IndexFunc(own, func(l office.DutyLine) bool { return !l.Ended && l.Key() == d.Key() }); i >= 0 {
			v.Own, v.Since = true, DayWords(own[i].Changed)
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b DutyView) int { return strings.Compare(a.Key(), b.Key()) })
	return out, nil
}

// Duty reads one line with its history and what meetings decided about the category. ErrNotFound where neither the county nor the directory it began with has it.
func (r *Reader) Duty(ctx context.Context, key string) (DutyView, []DutyHistory, []Suggestion, error) {
	none := func(err error) (DutyView, []DutyHistory, []Suggestion, error) { return DutyView{}, nil, nil, err }
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return none(ErrForbidden)
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return none(err)
	}
	lines, err := r.s.dutyLines(ctx)
	if err != nil {
		return none(err)
	}
	i := slices.IndexFunc(lines, func(d office.Duty) bool { return d.Key() == key })
	if i < 0 {
		return none(ErrNotFound)
	}
	v := r.dutyView(p, lines[i])
	recs, err := r.s.store.Load(ctx, store.DutyStream(key))
	if err != nil {
		return none(fmt.Errorf("load line %s: %w", key, err))
	}
	v.At = int64(len(recs))
	var history []DutyHistory
	var l office.DutyLine
	for _, rec := range recs {
		if l, err = store.FoldDuty(l, rec); err != nil {
			return none(err)
		}
		h := DutyHistory{When: clockTime(rec.At()), By: r.who(rec.Actor, org.PostID(rec.Post)), Verb: "停用"}
		e, err := office.DecodeDuty(rec.Kind, rec.V, rec.Body)
		if err != nil {
			return none(err)
		}
		switch e := e.(type) {
		case office.DutySet:
			h.Verb, h.Text = "写入", strings.Join(r.dutyView(p, e.Duty).UnitNames, "、")+"。"+e.Duty.Basis
		case office.DutyEnded:
			h.Text = e.Reason
		}
		history = append(history, h)
	}
	v.Own = len(recs) > 0 && !l.Ended
	slices.Reverse(history)
	decided, err := r.s.store.Directory(ctx, v.Category, precedents)
	if err != nil {
		return none(err)
	}
	var met []Suggestion
	for _, d := range decided {
		if v.Town == "" || string(v.Town) == d.Town {
			met = append(met, Suggestion{Unit: d.Unit, Name: r.dir.UnitName(d.Unit), Reason: DayWords(at(d.AtMS)) + "，" + orCounty(r.dir.UnitName(org.UnitID(d.Town))) + "：" + d.Grounds})
		}
	}
	return v, history, met, nil
}

func orCounty(s string) string {
	if s == "" {
		return "地点不明"
	}
	return s
}

// SetDuty writes a line of the dispatch directory; shown is the version of the line that was on the page, 0 for a new one. Errors: *regulation.Refusal,
// *Conflict, ErrForbidden, ErrUnknown.
func (s *Service) SetDuty(ctx context.Context, actor org.Actor, d office.Duty, shown int64, key string) (string, error) {
	if !access.May(actor.Post.Kind, access.Dispatching) {
		return "", ErrForbidden
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return "", err
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return "", err
	}
	e, err := office.SetDuty(actor, d, dutyNames(p, dir), s.now())
	if err != nil {
		return "", err
	}
	return s.writeDuty(ctx, actor, d.Key(), e, shown, key, fmt.Sprint("set", shown, d))
}

// EndDuty takes a line of the county's out of use.
func (s *Service) EndDuty(ctx context.Context, actor org.Actor, line, reason string, shown int64, key string) (string, error) {
	if !access.May(actor.Post.Kind, access.Dispatching) {
		return "", ErrForbidden
	}
	l, _, err := s.dutyLine(ctx, line)
	if err != nil {
		return "", err
	}
	e, err := office.EndDuty(actor, l, reason, s.now())
	if err != nil {
		return "", err
	}
	return s.writeDuty(ctx, actor, line, e, shown, key, fmt.Sprint("end", shown, reason))
}

func (s *Service) dutyLine(ctx context.Context, key string) (l office.DutyLine, version int64, err error) {
	recs, err := s.store.Load(ctx, store.DutyStream(key))
	if err != nil {
		return l, 0, fmt.Errorf("load line %s: %w", key, err)
	}
	for _, r := range recs {
		if l, err = store.FoldDuty(l, r); err != nil {
			return l, 0, err
		}
	}
	return l, int64(len(recs)), nil
}

func (s *Service) writeDuty(ctx context.Context, actor org.Actor, line string, e any, shown int64, key, digest string) (string, error) {
	l, version, err := s.dutyLine(ctx, line)
	if err != nil {
		return "", err
	}
	stale := &Conflict{Have: version, Shown: shown, What: []string{"派单目录的这一行已由他人修改，请核对后再提交"}}
	kind, body, err := office.EncodeDuty(e)
	if err != nil {
		return "", err
	}
	w := store.Append{At: s.now(), Writes: []store.StreamWrite{{Stream: store.DutyStream(line), Expect: shown, Events: []store.NewEvent{{Kind: kind, V: office.Version, Body: body}}}},
		Rows: []store.Exec{store.DutyRow(l.Evolve(e), shown+1)}}
	id, err := s.finishOwn(ctx, actor, w, &store.CommandKey{Actor: string(actor.Account), Route: "duty", Key: key, Digest: s.vault.Digest(digest)}, line)
	var lost *store.ErrConflict
	if errors.As(err, &lost) {
		return "", stale
	}
	return id, err
}
