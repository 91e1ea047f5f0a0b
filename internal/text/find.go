package text

import (
	"strings"
	"unicode"
)

// Span is a stretch of a text, in bytes.
type Span struct{ From, To int }

// Find answers where s holds term, compared folded, each place once and none over another: what a page marks.
func Find(s, term string) []Span {
	term = Fold(term)
	if term == "" {
		return nil
	}
	var folded strings.Builder
	var at []int // for each byte of folded, where its character begins in s
	for i, r := range s {
		f := Fold(string(r))
		if f == "" && unicode.IsSpace(r) {
			f = " "
		}
		for range len(f) {
			at = append(at, i)
		}
		folded.WriteString(f)
	}
	at = append(at, len(s))
	all := folded.String()
	var out []Span
	for i := 0; ; {
		k := strings.Index(all[i:], term)
		if k < 0 {
			return out
		}
		from := i + k
		to := from + len(term)
		for to < len(at)-1 && at[to] == at[to-1] { // the rest of a character that folds to several
			to++
		}
		out = append(out, Span{at[from], at[to]})
		i = to
	}
}

// InitialGrams answers what the first letters of a text's pinyin are found by: every two and every three of them in a row, each once. "许疃镇" is found
// by xt, tz and xtz.
func InitialGrams(s string) []string {
	_, q := Pinyin(s)
	var out []string
	for n := 2; n <= 3; n++ {
		for i := 0; i+n <= len(q); i++ {
			out = append(out, q[i:i+n])
		}
	}
	return unique(out)
}

// InitialQuery answers the grams that a text must hold to be a candidate for first letters; none where q is not two letters or more, and nothing else.
func InitialQuery(q string) []string {
	if len(q) < 2 || strings.ContainsFunc(q, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return nil
	}
	n := min(len(q), 3)
	var out []string
	for i := 0; i+n <= len(q); i++ {
		out = append(out, q[i:i+n])
	}
	return unique(out)
}

// FindInitials answers where first letters stand in s: the characters that they spell.
func FindInitials(s, q string) (Span, bool) {
	_, initials := Pinyin(s)
	k := strings.Index(initials, q)
	if k < 0 || q == "" {
		return Span{}, false
	}
	var from []int
	var to []int
	for i, r := range s {
		if unicode.Is(unicode.Han, r) || r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			from, to = append(from, i), append(to, i+len(string(r)))
		}
	}
	if len(from) != len(initials) { // a character without a sound: found, but nobody can say where
		return Span{0, len(s)}, true
	}
	return Span{from[k], to[k+len(q)-1]}, true
}
