package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNormalizeWritesOneForm(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"\t\n  \n", ""},
		{"１３８ＡＢＣ", "138ABC"},
		{"第一段\r\n\r\n\r\n\r\n第二段\r第三行", "第一段\n\n第二段\n第三行"},
		{"\n\n\t　　路灯 \t 不亮　\n", "路灯 不亮"},
		{"你\u200b好\ufeff\u202e\x00\x07", "你好"},
		{"他说，“好！”（真的？）：是；", "他说，“好！”（真的？）：是；"},
		{"①赔偿10元②道歉，50㎡", "①赔偿10元②道歉，50㎡"},
		{"ﬁ⼀", "fi一"},
		{"a\xffb", "a\uFFFDb"},
		{"e\u200b\u0301", "é"},
	} {
		if got := Normalize(c.in); got != c.want {
			t.Errorf("Normalize(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	if got := OneLine("一\n\n二\n三"); got != "一 二 三" {
		t.Errorf("OneLine = %q", got)
	}
	if got := Fold("ＡＢＣ，①㎡\n 蒙Ｃ"); got != "abc,1m2 蒙c" {
		t.Errorf("Fold = %q", got)
	}
}

func TestCutNeverSplitsARune(t *testing.T) {
	for _, c := range []struct {
		in   string
		n    int
		want string
	}{{"蒙城县", 3, "蒙城县"}, {"蒙城县政府", 3, "蒙城…"}, {"蒙城", 1, "…"}, {"蒙城", 0, ""}, {"蒙", -1, ""}} {
		if got := Cut(c.in, c.n); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.n, got, c.want)
		}
	}
}

func FuzzNormalize(f *testing.F) {
	for _, s := range []string{"", "１３８　路\r\n\r\n\r\n灯", "①㎡…½", "e\u200b\u0301", "\u1112\u1161\u11ab", "¨ ´", "\xff", "﷽", "ﾊﾞ", "\u0300\u0300a\u0316"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := Normalize(s)
		if again := Normalize(n); again != n {
			t.Errorf("not settled: %q, then %q", n, again)
		}
		if !utf8.ValidString(n) {
			t.Errorf("Normalize(%q) = %q is not UTF-8", s, n)
		}
		if strings.Contains(n, "\n\n\n") || strings.ContainsAny(n, "\r\t\x00") || strings.TrimSpace(n) != n {
			t.Errorf("Normalize(%q) = %q keeps blanks or controls", s, n)
		}
		if strings.Contains(OneLine(s), "\n") {
			t.Errorf("OneLine(%q) has a line end", s)
		}
		if got := utf8.RuneCountInString(Cut(n, 7)); got > 7 {
			t.Errorf("Cut to 7 has %d runes", got)
		}
		if !slices.IsSorted(Bigrams(s)) || !slices.IsSorted(Singles(s)) {
			t.Error("tokens are not sorted")
		}
	})
}

func TestTokens(t *testing.T) {
	for _, c := range []struct {
		what      string
		got, want []string
	}{
		{"bigrams", Bigrams("庄周路ＷiFi，路灯12盏 路灯"), []string{"12", "wifi", "周路", "庄周", "路灯"}},
		{"a lone character has no pair", Bigrams("A路B"), []string{"a", "b"}},
		{"singles", Singles("路灯12路"), []string{"灯", "路"}},
		{"query of one character", Query("路"), []string{"路"}},
		{"query mixed", Query("路 灯不亮 MC2026"), []string{"mc2026", "不亮", "灯不", "路"}},
		{"nothing to search for", Query("，。！"), nil},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
	if !Contains("庄周街道ＷＩＦＩ坏了", "wifi 庄周") || Contains("合肥和肥料", "合肥料") {
		t.Error("Contains must check whole terms, folded")
	}
	if w := Bigrams(strings.Repeat("a", 300)); len(w) != 1 || len(w[0]) != longestWord {
		t.Errorf("a long word gives %q", w)
	}
}

func TestLikenessOrdersWhatPeopleWouldOrder(t *testing.T) {
	first := "城关街道庄子大道路灯不亮已经半个月了，晚上出行不安全，请尽快维修。"
	again := "我上次反映庄子大道路灯不亮，现在还没修，晚上不安全。"
	other := "小区物业乱收停车费，业主要求公开收费依据。"
	if got := Likeness(first, first); got != 100 {
		t.Errorf("itself: %d", got)
	}
	a, b := Likeness(first, again), Likeness(first, other)
	if a != Likeness(again, first) {
		t.Error("not symmetric")
	}
	if a < 35 || b > 15 {
		t.Errorf("again %d, other %d", a, b)
	}
	for _, c := range [][2]string{{"", ""}, {"", first}, {"，。", first}} {
		if got := Likeness(c[0], c[1]); got != 0 {
			t.Errorf("Likeness(%q, …) = %d", c[0], got)
		}
	}
	if TextScore(100, 15) != 15 || TextScore(0, 15) != 0 || TextScore(noiseBelow, 15) != 0 || TextScore(sureAbove, 15) != 15 {
		t.Error("TextScore must run from 0 to its weight")
	}
}
