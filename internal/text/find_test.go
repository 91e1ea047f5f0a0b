package text_test

import (
	"slices"
	"testing"

	"huiyin/internal/text"
)

func TestFindMarksWhatWasMeant(t *testing.T) {
	for _, c := range []struct {
		s, term string
		want    []string
	}{
		{"东门路灯坏了，路灯不亮", "路灯", []string{"路灯", "路灯"}}, {"WiFi 不通", "wifi", []string{"WiFi"}}, {"３号楼", "3号", []string{"３号"}}, {"水水水", "水水", []string{"水水"}},
		{"面积㎡算错", "m2", []string{"㎡"}}, {"路灯", "灯路", nil}, {"路灯", "", nil}, {"", "灯", nil},
	} {
		var got []string
		for _, x := range text.Find(c.s, c.term) {
			got = append(got, c.s[x.From:x.To])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Find(%q, %q) = %q, want %q", c.s, c.term, got, c.want)
		}
	}
}

func TestFirstLettersFindWhatTheySpell(t *testing.T) {
	for _, c := range []struct{ s, q, want string }{{"蒙城县许疃镇3号楼", "xtz", "许疃镇"}, {"路口下水道堵塞", "xsdds", "下水道堵塞"}, {"A区北门", "aqb", "A区北"}, {"路灯，不亮", "dbl", "灯，不亮"}} {
		at, ok := text.FindInitials(c.s, c.q)
		if !ok || c.s[at.From:at.To] != c.want {
			t.Errorf("FindInitials(%q, %q) = %q, %v, want %q", c.s, c.q, c.s[at.From:at.To], ok, c.want)
		}
		have := text.InitialGrams(c.s)
		for _, g := range text.InitialQuery(c.q) {
			if !slices.Contains(have, g) {
				t.Errorf("%q is not indexed by %q", c.s, g)
			}
		}
	}
	if _, ok := text.FindInitials("路灯", "dl"); ok {
		t.Error("letters are found backwards")
	}
	for _, q := range []string{"", "a", "a1", "路灯", "A B"} {
		if g := text.InitialQuery(q); g != nil {
			t.Errorf("InitialQuery(%q) = %q", q, g)
		}
	}
}
