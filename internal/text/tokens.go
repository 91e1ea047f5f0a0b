package text

import (
	"slices"
	"strings"
	"unicode"
)

// longestWord bounds a token, in bytes: nobody searches for more, and an index key stays small.
const longestWord = 64

// Bigrams answers what a text is found by: every pair of neighbouring Han characters and every ASCII word or number in lower case, after NFKC;
// each once, sorted. Index and query must use the same function.
func Bigrams(s string) []string {
	var out []string
	runs(s, func(han []rune) {
		for i := 1; i < len(han); i++ {
			out = append(out, string(han[i-1:i+1]))
		}
	}, func(word string) { out = append(out, word) })
	return unique(out)
}

// Singles answers the single Han characters of a text, each once, sorted: what a one-character query is found by.
func Singles(s string) []string {
	var out []string
	runs(s, func(han []rune) {
		for _, r := range han {
			out = append(out, string(r))
		}
	}, func(string) {})
	return unique(out)
}

// Query answers the tokens that a text must all hold to be a candidate for query: bigrams and words, and the character itself for a run of one.
// They may let a false candidate through ("合肥料" holds 合肥 and 肥料); shown rows are re-checked with [Contains]. An empty answer means
// that nothing in query can be searched for.
func Query(query string) []string {
	var out []string
	runs(query, func(han []rune) {
		if len(han) == 1 {
			out = append(out, string(han))
		}
		for i := 1; i < len(han); i++ {
			out = append(out, string(han[i-1:i+1]))
		}
	}, func(word string) { out = append(out, word) })
	return unique(out)
}

// Contains says whether s truly holds every blank-separated term of query, compared folded. An empty query is held by every text.
func Contains(s, query string) bool {
	s = Fold(s)
	for term := range strings.FieldsSeq(Fold(query)) {
		if !strings.Contains(s, term) {
			return false
		}
	}
	return true
}

// runs walks the folded text's runs of Han characters and of ASCII letters and digits.
func runs(s string, han func([]rune), word func(string)) {
	var h []rune
	var w []byte
	flush := func() {
		if len(h) > 0 {
			han(h)
			h = h[:0]
		}
		if len(w) > 0 {
			word(string(w[:min(len(w), longestWord)]))
			w = w[:0]
		}
	}
	for _, r := range Fold(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if len(h) > 0 {
				flush()
			}
			w = append(w, byte(r))
		case unicode.Is(unicode.Han, r):
			if len(w) > 0 {
				flush()
			}
			h = append(h, r)
		default:
			flush()
		}
	}
	flush()
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
