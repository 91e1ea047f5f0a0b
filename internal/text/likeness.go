package text

import (
	"slices"
	"strings"
)

// noise is the start and end below and above which likeness says nothing more: unrelated letters to the same county share 0 to about 25 by
// their courtesies and place names, the same request told again by the same person rarely falls under 60.
const (
	noiseBelow = 25
	sureAbove  = 60
)

// Likeness says how alike two requests are, 0 (nothing in common) to 100 (the same words); symmetric. It is the mean of the Dice measure of
// their bigrams and of how much of the shorter is held by the longer, so that a short second call about a long first letter still shows.
func Likeness(a, b string) int {
	x, y := Bigrams(plain(a)), Bigrams(plain(b))
	if len(x) == 0 || len(y) == 0 {
		if len(x) == len(y) && Fold(a) == Fold(b) && Fold(a) != "" {
			return 100
		}
		return 0
	}
	both := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch strings.Compare(x[i], y[j]) {
		case 0:
			both, i, j = both+1, i+1, j+1
		case -1:
			i++
		default:
			j++
		}
	}
	dice := 200 * both / (len(x) + len(y))
	held := 100 * both / min(len(x), len(y))
	return (dice + held) / 2
}

// TextScore is what likeness adds to the proposal that two orders are one matter (domain.md §6.0: phone 50, address 20, leaf category 15, text 15;
// proposed from 60, decided by people): 0 to weight, which the policy gives.
func TextScore(likeness, weight int) int {
	return weight * (min(max(likeness, noiseBelow), sureAbove) - noiseBelow) / (sureAbove - noiseBelow)
}

// plain leaves out the courtesies that every letter shares.
func plain(s string) string {
	s = Fold(s)
	for _, c := range courtesies() {
		s = strings.ReplaceAll(s, c, " ")
	}
	return s
}

func courtesies() []string {
	list := []string{"尊敬的", "领导您好", "领导你好", "各位领导", "您好", "你好", "谢谢", "感谢", "敬请", "请问", "希望领导", "希望政府", "请领导", "恳请", "望领导", "此致", "敬礼"}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}
