package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normalize answers the form in which a text is stored and shown: letters, digits and radicals in their ordinary form and width (NFKC), line
// endings as \n, blanks and tabs collapsed to one space and trimmed around lines, at most one empty line between paragraphs, control
// characters and invisible marks (zero width, direction overrides, byte order mark) removed. Broken UTF-8 becomes U+FFFD, so damage stays visible.
//
// Chinese punctuation and signs that NFKC would turn into other text keep their form: "，" does not become ",", and "①赔偿10元②道歉" does not
// become "1赔偿10元2道歉". Use [Fold] to compare. Normalize(Normalize(s)) == Normalize(s).
func Normalize(s string) string {
	// Composition after one pass can bring forth a form that the next pass would change again; two passes are the most that was ever needed.
	for range 4 {
		next := normalize(s)
		if next == s {
			break
		}
		s = next
	}
	return s
}

func normalize(s string) string {
	s = compose(strip(s))
	lines := strings.Split(s, "\n")
	out := lines[:0]
	blank := true // also drops empty lines at the start
	for _, l := range lines {
		l = strings.Join(strings.FieldsFunc(l, unicode.IsSpace), " ")
		if l == "" && blank {
			continue
		}
		blank = l == ""
		out = append(out, l)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// OneLine is Normalize for a field of one line: line ends become a space.
func OneLine(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(Normalize(s), "\n\n", "\n"), "\n", " ")
}

// Fold answers the form in which texts are compared and indexed: NFKC, lower case, without invisible marks, blanks collapsed to one space.
// It is never shown.
func Fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(strip(s)))
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}

// Cut answers at most n runes of s; where something was cut off the last of them is "…". It never splits a rune; n ≤ 0 answers "".
func Cut(s string, n int) string {
	if n <= 0 {
		return ""
	}
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	i := 0
	for at := range s {
		if i == n-1 {
			return s[:at] + "…"
		}
		i++
	}
	return s
}

// strip unifies line ends and removes what has no shape on paper.
func strip(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == 0x85 || r == 0x2028 || r == 0x2029:
			return '\n'
		case r == '\t':
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, s)
}

// invisible runes are controls, format marks (zero width, bidi, tags) and fillers that could hide a number from the detector.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x034F || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0
}

// compose applies NFKC to everything but the signs that keep their form.
func compose(s string) string {
	if norm.NFKC.IsNormalString(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	start := 0
	for at, r := range s {
		if keeps(r) {
			b.WriteString(norm.NFKC.String(s[start:at]))
			b.WriteRune(r)
			start = at + utf8.RuneLen(r)
		}
	}
	b.WriteString(norm.NFKC.String(s[start:]))
	return b.String()
}

// keeps says which signs NFKC must not touch in a text that people read.
func keeps(r rune) bool {
	switch r {
	case '！', '（', '）', '，', '：', '；', '？', '～', '…', '‥', '²', '³', '¹', '¼', '½', '¾':
		return true
	}
	return r >= 0x2070 && r <= 0x209F || // super- and subscripts
		r >= 0x2100 && r <= 0x218F && r != 0x2126 && r != 0x212A && r != 0x212B || // №, ℃, Ⅳ; Ohm, Kelvin and Ångström are canonical twins
		r >= 0x2460 && r <= 0x24FF || // ①
		r >= 0x3200 && r <= 0x33FF // ㈠, ㎡
}
