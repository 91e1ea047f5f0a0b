package office

import (
	"slices"
	"testing"
	"time"

	"huiyin/internal/org"
)

func keeper(k org.Kind) org.Actor {
	return org.Actor{Account: "a", Post: org.Post{ID: org.PostOf(org.HotlineOffice, k), Unit: org.HotlineOffice, Kind: k, Title: k.Name()}}
}

var names = DutyNames{
	Category: func(c string) bool { return c == "02" || c == "0204" },
	Unit: func(u org.UnitID) bool {
		return slices.Contains([]org.UnitID{"cgj", "zjj", "jyj", "swgs", "t1", "t2"}, u)
	},
	Town: func(u org.UnitID) bool { return u == "t1" || u == "t2" },
}

func TestALineOfTheDirectoryIsChecked(t *testing.T) {
	good := Duty{Category: "0204", Units: []org.UnitID{"zjj", "cgj"}, Department: true, Basis: "县住建局三定方案第三条"}
	e, err := SetDuty(keeper(org.Dispatcher), good, names, monday)
	if err != nil || e.Duty.Key() != "0204" {
		t.Fatalf("a good line: %+v, %v", e, err)
	}
	for code, spoil := range map[string]func(*Duty){
		"bad_category":    func(d *Duty) { d.Category = "9" },
		"bad_town":        func(d *Duty) { d.Town = "cgj" },
		"no_unit":         func(d *Duty) { d.Units = nil },
		"many_units":      func(d *Duty) { d.Units = []org.UnitID{"zjj", "cgj", "jyj", "swgs", "t1"} },
		"unit_twice":      func(d *Duty) { d.Units = []org.UnitID{"zjj", "zjj"} },
		"bad_unit":        func(d *Duty) { d.Units = []org.UnitID{"closed"} },
		"department_town": func(d *Duty) { d.Units = append(slices.Clone(d.Units), "t1") },
		"missing_basis":   func(d *Duty) { d.Basis = " 无 " },
		"identity_in_basis": func(d *Duty) {
			d.Basis = "联系13812345678核实"
		},
	} {
		d := good
		spoil(&d)
		_, err := SetDuty(keeper(org.OfficeHead), d, names, monday)
		refused(t, err, code)
	}
	_, err = SetDuty(keeper(org.Operator), good, names, monday)
	refused(t, err, "not_keeper")
	_, err = EndDuty(keeper(org.Dispatcher), DutyLine{}, "已并入", monday)
	refused(t, err, "no_line")
	l := DutyLine{}.Evolve(e)
	_, err = EndDuty(keeper(org.Dispatcher), l, "", monday)
	refused(t, err, "missing_reason")
	_, err = EndDuty(keeper(org.Reviewer), l, "已并入", monday)
	refused(t, err, "not_keeper")
	end, err := EndDuty(keeper(org.Dispatcher), l, "已并入", monday)
	if err != nil || !l.Evolve(end).Ended {
		t.Errorf("ended: %v", err)
	}
	for _, e := range []any{e, end} {
		kind, body, err := EncodeDuty(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := DecodeDuty(kind, Version, body)
		if err != nil || !sameEvent(back, e) {
			t.Errorf("%s read back: %+v, %v", kind, back, err)
		}
		if _, err := DecodeDuty(kind, Version+1, body); err == nil {
			t.Errorf("%s of a newer program was read", kind)
		}
	}
}

func sameEvent(a, b any) bool {
	x, bodyA, _ := EncodeDuty(a)
	y, bodyB, _ := EncodeDuty(b)
	return x == y && string(bodyA) == string(bodyB)
}

func TestUnitsAreProposedWithTheirReasons(t *testing.T) {
	lines := []Duty{{Category: "02", Units: []org.UnitID{"cgj"}, Basis: "全类"}, {Category: "0204", Units: []org.UnitID{TheTown, "zjj"}, Basis: "属地"},
		{Category: "0204", Town: "t2", Units: []org.UnitID{"swgs"}, Department: true, Basis: "t2 由供水公司管护"}}
	met := []Precedent{{Town: "t9", Unit: "jyj", Grounds: "别处", At: monday}, {Town: "t1", Unit: "cgj", Grounds: "本处", At: monday.Add(time.Hour)}}
	units := func(all []Suggestion) (out []org.UnitID) {
		for _, s := range all {
			out = append(out, s.Unit)
		}
		return out
	}
	for _, c := range []struct {
		category, town string
		want           []org.UnitID
	}{
		{"0204", "t1", []org.UnitID{"cgj", "t1", "zjj", "jyj"}}, // the meeting here, the line, the meeting elsewhere; the family's unit is named already
		{"0204", "t2", []org.UnitID{"swgs", "t2", "zjj", "jyj", "cgj"}},
		{"0204", "", []org.UnitID{"zjj", "jyj", "cgj"}}, // no place: no township, and no meeting was of here
		{"0299", "t1", []org.UnitID{"cgj", "jyj"}},
	} {
		got := Suggest(c.category, c.town, met, lines)
		if !slices.Equal(units(got), c.want) {
			t.Errorf("%s at %q: %v, want %v", c.category, c.town, units(got), c.want)
		}
		for _, s := range got {
			if s.Reason == "" {
				t.Errorf("%s at %q: %s without a reason", c.category, c.town, s.Unit)
			}
		}
	}
	if got := Suggest("0204", "t1", met, lines); got[0].Reason != "会商指定（3月2日）：本处" || !got[0].Here || got[1].Reason != "属地办理：属地" {
		t.Errorf("reasons: %+v", got[:2])
	}
	for _, c := range []struct {
		category, town string
		want           bool
	}{{"0204", "t2", true}, {"0204", "t1", false}, {"0201", "t2", false}, {"0701", "t1", false}} {
		if got := PushedDown(c.category, c.town, lines); got != c.want {
			t.Errorf("%s at %s pushed down: %v", c.category, c.town, got)
		}
	}
}
