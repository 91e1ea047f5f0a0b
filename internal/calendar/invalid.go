package calendar

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Invalid says what is wrong with input: a date, an uploaded year, a special day. Its text is Chinese, meant for the person who gave it.
type Invalid struct {
	Field  string // where: "date", "file", "year", "papers", "days", "reason"
	Reason string // what is wrong and how to mend it
}

// Error is the reason.
func (e *Invalid) Error() string { return e.Reason }

func invalid(field, format string, args ...any) *Invalid {
	return &Invalid{Field: field, Reason: fmt.Sprintf(format, args...)}
}

// clip keeps a quoted piece of foreign input short and printable.
func clip(s string) string {
	var out []rune
	for _, r := range s {
		if len(out) == 20 {
			return string(out) + "…"
		}
		if !unicode.IsPrint(r) {
			r = utf8.RuneError
		}
		out = append(out, r)
	}
	return string(out)
}

// words refuses what a line of text may not be: blank, longer than most runes, or with characters that do not print.
func words(field, what, s string, most int) error {
	blank := true
	for _, r := range s {
		if !unicode.IsGraphic(r) {
			return invalid(field, "%s中有换行或不可见字符，请删去后再提交", what)
		}
		blank = blank && unicode.IsSpace(r)
	}
	switch {
	case !utf8.ValidString(s):
		return invalid(field, "%s不是UTF-8文字，请另存为UTF-8后再提交", what)
	case blank:
		return invalid(field, "%s不能为空", what)
	case utf8.RuneCountInString(s) > most:
		return invalid(field, "%s不能超过%d个字", what, most)
	}
	return nil
}
