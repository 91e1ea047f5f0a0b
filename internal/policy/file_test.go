package policy

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
)

func TestAPolicyWrittenAndReadIsTheSame(t *testing.T) {
	p := embedded(t)
	q, bad := p.With(map[string]string{"limit.other_wd": "7", "approval.l3_signer": "both", "repeat.key_sticky": "true", "clock.cutoff": "17:30"})
	if len(bad) != 0 {
		t.Fatal(bad)
	}
	q.Version, q.Name, q.Document, q.EffectiveFrom = 2, `七日"办结"\试行`, "蒙政办秘〔2026〕8号", "2026-07-01"
	for _, x := range []Policy{p, q} {
		x.Calendar = nil
		got, err := Parse(x.File())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, x) {
			t.Errorf("version %d came back other", x.Version)
		}
		if again := got.File(); again != x.File() {
			t.Error("the file is not the same twice")
		}
	}
	if p.Limit.OtherWD.Value != 10 {
		t.Error("With changed the policy it was asked of")
	}
}

// What was promised must be readable by any later program (Art. 29), whatever has become of the file's parameters.
func TestAnArchivedVersionIsReadForEver(t *testing.T) {
	p := embedded(t)
	old := strings.Replace(p.File(), "other_wd = { value = 10,", "other_wd = { value = 99,", 1) // no bound is asked again
	old = strings.Replace(old, "[visit]\n", "[visit]\ngone_since = { value = 3, basis = \"第二十五条\" }\n", 1)
	old = strings.Replace(old, "reclass_review_wd", "was_called_otherwise", 1)
	if _, err := Parse(old); err == nil {
		t.Fatal("the file should not pass as a new one")
	}
	q, err := Restore(old)
	if err != nil {
		t.Fatal(err)
	}
	if q.Limit.OtherWD.Value != 99 || q.Limit.ReclassReviewWD != p.Limit.ReclassReviewWD || len(q.Channels) != len(p.Channels) || q.Visit.Attempts.Value != 3 {
		t.Errorf("restored = %+v", q.Limit)
	}
	if _, err := Restore("version = "); err == nil {
		t.Error("a broken text was read")
	}
}

func TestComparisonNamesArticleAndWhomItTouches(t *testing.T) {
	p := embedded(t)
	q, _ := p.With(map[string]string{"limit.other_wd": "12", "limit.contact_wd": "1", "approval.deputies_order": "serial"})
	q.Channels = append(append([]Channel{}, p.Channels...), Channel{Code: "W1", Name: "皖事通", Medium: "web"})
	all := Compare(p, q)
	if len(all) != 3 {
		t.Fatalf("%d changes: %+v", len(all), all)
	}
	if c := all[0]; c.Key != "limit.other_wd" || c.Old != "10个工作日" || c.New != "12个工作日" || c.Basis != "第十八条" || !strings.Contains(c.Who, "承办单位") || c.Beyond != "第十八条规定不超过10" {
		t.Errorf("change = %+v", c)
	}
	if c := all[1]; c.New != "先后签批" || c.Beyond != "" {
		t.Errorf("change = %+v", c)
	}
	if c := all[2]; c.Key != "channel.W1" || c.Old != "" || c.New != "皖事通，网络" {
		t.Errorf("change = %+v", c)
	}
	if n := len(Compare(p, p)); n != 0 {
		t.Errorf("%d differences with itself", n)
	}
	if l := Lost(p, q); len(l) != 0 {
		t.Errorf("lost %v", l)
	}
	q.Channels, q.Families = q.Channels[1:], append([]family{{Code: "01", Name: "住建", Leaves: "物业服务"}}, p.Families[1:]...)
	if l := Lost(p, q); len(l) != 2 {
		t.Errorf("lost %v", l)
	}
}

func TestEveryParameterIsExplained(t *testing.T) {
	p := embedded(t)
	known := map[string]bool{}
	for _, m := range Params() {
		known[m.Key] = true
		if m.Name == "" || m.Who == "" || m.Means == "" {
			t.Errorf("%s is not explained in words.go", m.Key)
		}
		if why := m.check(p.Value(m.Key)); why != "" {
			t.Errorf("%s: %s", m.Key, why)
		}
		if n, err := strconv.Atoi(p.Value(m.Key)); m.Law != nil && (err != nil || !m.Law.Holds(n)) {
			t.Errorf("%s = %s leaves the regulation (%s)", m.Key, p.Value(m.Key), m.Law.Words())
		}
	}
	for _, m := range []map[string]int{count(bounds), count(choices), count(forms), count(ranges), count(words)} {
		for k := range m {
			if !known[k] {
				t.Errorf("%s is no parameter", k)
			}
		}
	}
	if b := p.Beyond(); len(b) != 0 {
		t.Errorf("beyond = %v", b)
	}
}

func count[V any](m map[string]V) map[string]int {
	out := map[string]int{}
	for k := range m {
		out[k]++
	}
	return out
}

func TestAWrongValueIsToldInChinese(t *testing.T) {
	p := embedded(t)
	_, bad := p.With(map[string]string{"limit.other_wd": "x", "approval.l3_signer": "mayor", "clock.cutoff": "25:00", "visit.sampling_percent": "101", "no.such": "1"})
	for key, want := range map[string]string{"limit.other_wd": "整数", "approval.l3_signer": "之一", "clock.cutoff": "24:00", "visit.sampling_percent": "0到100", "no.such": "不认识"} {
		if !strings.Contains(bad[key], want) {
			t.Errorf("%s: %q", key, bad[key])
		}
	}
}

// A mark of a channel that the comparison could not name would change unseen.
func TestEveryMarkOfAChannelHasAName(t *testing.T) {
	v := reflect.TypeOf(Channel{})
	for i := range v.NumField() {
		if f := v.Field(i); f.Type.Kind() == reflect.Bool && f.Tag.Get("toml") != "-" && flagWords[f.Tag.Get("toml")] == "" {
			t.Errorf("%s has no words in file.go", f.Name)
		}
	}
}
