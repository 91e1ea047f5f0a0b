package sheet

import (
	"strings"
	"unicode/utf8"
)

// risky says whether a spreadsheet program could run s as a formula: behind blanks and apostrophes it starts with a sign of the list in trust.md B5 no. 40, or with
// its full-width twin, which East Asian versions take as well.
func risky(s string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "' \u3000\u00a0"))
	return strings.ContainsRune("=+-@\t\r\n＝＋－＠", first)
}

// Safe answers s so that no spreadsheet program runs it: a leading apostrophe where it could.
func Safe(s string) string {
	if risky(s) {
		return "'" + s
	}
	return s
}

// restore takes the apostrophe of [Safe] off again.
func restore(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && risky(rest) {
		return rest
	}
	return s
}
