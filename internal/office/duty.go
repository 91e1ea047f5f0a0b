package office

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// TheTown stands in a line of the dispatch directory for the township or street of the place.
const TheTown org.UnitID = "@town"

// mostDutyUnits is how many units a line names: more than that decides nothing.
const mostDutyUnits = 4

// Duty is one line of the dispatch directory (派单目录, 国办函〔2025〕66号): whose matter a category is. It proposes; the dispatcher decides.
type Duty struct {
	Category   string       `json:"category"`             // leaf (CCLL) or family (CC)
	Town       org.UnitID   `json:"town,omitempty"`       // for this township alone; empty = the whole county
	Units      []org.UnitID `json:"units"`                // the likeliest first; TheTown is the township of the place
	Department bool         `json:"department,omitempty"` // by law a department's own matter: not to be pushed to townships
	Basis      string       `json:"basis"`                // on what it rests: 三定方案, a list of powers, a document
}

// Key names the line: a category has one for the county and one for each township that differs.
func (d Duty) Key() string {
	if d.Town == "" {
		return d.Category
	}
	return d.Category + "-" + string(d.Town)
}

// Lists reports whether the line names a unit for a place.
func (d Duty) Lists(unit org.UnitID, town string) bool {
	return slices.ContainsFunc(d.Units, func(u org.UnitID) bool { return u == unit || u == TheTown && town != "" && unit == org.UnitID(town) })
}

// DutyLine is a line as it stands, folded from its events.
type DutyLine struct {
	Duty
	Ended   bool
	Changed time.Time
}

// The events of a line's own stream.
type (
	// DutySet writes a line or its next version.
	DutySet struct {
		At   time.Time `json:"at"`
		Duty Duty      `json:"duty"`
	}
	// DutyEnded takes a line out of use: the category is again as it was without it.
	DutyEnded struct {
		At     time.Time `json:"at"`
		Reason string    `json:"reason"`
	}
)

// Evolve applies DutySet and DutyEnded.
func (l DutyLine) Evolve(e any) DutyLine {
	switch e := e.(type) {
	case DutySet:
		l.Duty, l.Ended, l.Changed = e.Duty, false, e.At
	case DutyEnded:
		l.Ended, l.Changed = true, e.At
	}
	return l
}

// DutyNames is what the county knows when a line is written: which category and which units there are.
type DutyNames struct {
	Category func(code string) bool // leaf or family
	Unit     func(org.UnitID) bool  // an open member unit
	Town     func(org.UnitID) bool  // a township or street
}

// SetDuty checks a line. Errors: *regulation.Refusal.
func SetDuty(a org.Actor, d Duty, has DutyNames, now time.Time) (DutySet, error) {
	bad := func(name, field, reason string, args ...any) (DutySet, error) {
		return DutySet{}, regulation.RefuseField(regulation.Art10_3, name, field, reason, args...)
	}
	if err := mustKeepDuties(a); err != nil {
		return DutySet{}, err
	}
	d.Basis = strings.TrimSpace(d.Basis)
	switch {
	case !has.Category(d.Category):
		return bad("bad_category", "category", "没有这个诉求分类，请从列表中选一个。")
	case d.Town != "" && !has.Town(d.Town):
		return bad("bad_town", "town", "没有这个乡镇街道，请从列表中选一个，或选“全县”。")
	case len(d.Units) == 0:
		return bad("no_unit", "unit1", "没有选择承办单位，至少选一个。")
	case len(d.Units) > mostDutyUnits:
		return bad("many_units", "unit1", "最多列%d个单位，请只留最可能的。", mostDutyUnits)
	}
	for i, u := range d.Units {
		if slices.Contains(d.Units[:i], u) {
			return bad("unit_twice", "unit1", "同一个单位写了两次，请去掉一个。")
		}
		if u != TheTown && !has.Unit(u) {
			return bad("bad_unit", "unit1", "有一个单位不存在或已停用，请重新选择。")
		}
		if d.Department && (u == TheTown || has.Town(u)) {
			return bad("department_town", "department", "标为部门职责的，承办单位里不能有乡镇街道：请去掉乡镇街道，或不标部门职责。")
		}
	}
	if err := clearText("basis", "职责依据", d.Basis, 4, 200); err != nil {
		return DutySet{}, err
	}
	return DutySet{At: now, Duty: d}, nil
}

// EndDuty takes a line out of use. Errors: *regulation.Refusal.
func EndDuty(a org.Actor, l DutyLine, reason string, now time.Time) (DutyEnded, error) {
	if err := mustKeepDuties(a); err != nil {
		return DutyEnded{}, err
	}
	if l.Category == "" || l.Ended {
		return DutyEnded{}, regulation.RefuseState(regulation.Art10_3, "no_line", "派单目录里没有这一行，可能已由他人停用，请刷新页面。")
	}
	if err := clearText("reason", "停用的理由", reason, 2, 200); err != nil {
		return DutyEnded{}, err
	}
	return DutyEnded{At: now, Reason: strings.TrimSpace(reason)}, nil
}

func mustKeepDuties(a org.Actor) error {
	if a.Post.Kind != org.Dispatcher && a.Post.Kind != org.OfficeHead && !a.System() {
		return regulation.RefuseState(regulation.Art10_3, "not_keeper", "派单目录由县热线办分办员或负责人维护，%s可以查看。", a.Post.Title)
	}
	return nil
}

// Precedent is what a meeting decided about a category at a place (会商指定, Art. 21(3)).
type Precedent struct {
	Town    string
	Unit    org.UnitID
	Grounds string
	At      time.Time
}

// Suggestion is a unit proposed for an order, with the reason a dispatcher reads.
type Suggestion struct {
	Unit   org.UnitID
	Reason string
	Here   bool // said of this very township
}

// Suggest proposes units for a category at a place, the likeliest first, each once: what a meeting decided for the township, the directory's line of
// the township, its line of the category, what meetings decided elsewhere, the line of the whole family. town may be empty.
func Suggest(category, town string, precedents []Precedent, lines []Duty) []Suggestion {
	var out []Suggestion
	add := func(u org.UnitID, here bool, reason string) {
		if u == TheTown {
			if u = org.UnitID(town); u != "" {
				here, reason = true, "属地办理："+reason
			}
		}
		if u != "" && !slices.ContainsFunc(out, func(s Suggestion) bool { return s.Unit == u }) {
			out = append(out, Suggestion{u, reason, here})
		}
	}
	meetings := func(here bool) {
		for _, p := range precedents {
			if (town != "" && p.Town == town) == here {
				add(p.Unit, here, "会商指定（"+p.At.In(calendar.Beijing).Format("1月2日")+"）："+p.Grounds)
			}
		}
	}
	line := func(key string, here bool) {
		if i := slices.IndexFunc(lines, func(d Duty) bool { return d.Key() == key }); i >= 0 {
			for _, u := range lines[i].Units {
				add(u, here, lines[i].Basis)
			}
		}
	}
	meetings(true)
	if town != "" {
		line(Duty{Category: category, Town: org.UnitID(town)}.Key(), true)
	}
	line(category, false)
	meetings(false)
	if len(category) > 2 {
		line(category[:2], false)
	}
	return out
}

// Effective is the line that holds for a category at a place: of the township, of the category, of its family. ok is false where there is none.
func Effective(category, town string, lines []Duty) (Duty, bool) {
	for _, key := range []string{Duty{Category: category, Town: org.UnitID(town)}.Key(), category, category[:min(2, len(category))]} {
		if i := slices.IndexFunc(lines, func(d Duty) bool { return d.Key() == key }); i >= 0 {
			return lines[i], true
		}
	}
	return Duty{}, false
}

// PushedDown reports whether giving an order to a township would push a department's own matter down (国办函〔2025〕66号). The dispatcher may still do it,
// with a reason.
func PushedDown(category, town string, lines []Duty) bool {
	d, ok := Effective(category, town, lines)
	return ok && d.Department
}

// EncodeDuty writes an event's body as the log keeps it.
func EncodeDuty(e any) (kind string, body []byte, err error) {
	switch e.(type) {
	case DutySet:
		kind = "duty_set"
	case DutyEnded:
		kind = "duty_ended"
	default:
		return "", nil, fmt.Errorf("encode %T: not an event of the dispatch directory", e)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", kind, err)
	}
	return kind, bytes.TrimRight(b.Bytes(), "\n"), nil
}

// DecodeDuty reads an event's body; a kind or version of a newer program is an error.
func DecodeDuty(kind string, v int, body []byte) (any, error) {
	if v == Version {
		switch kind {
		case "duty_set":
			var e DutySet
			err := json.Unmarshal(body, &e)
			return e, err
		case "duty_ended":
			var e DutyEnded
			err := json.Unmarshal(body, &e)
			return e, err
		}
	}
	return nil, fmt.Errorf("event %s version %d of the dispatch directory is not known to this program", kind, v)
}
