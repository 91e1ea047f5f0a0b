package sheet

import (
	"fmt"
	"unicode"
)

// Problem says what is wrong with a file or a cell and what to do about it, in Chinese, for the person who chose the file.
type Problem struct {
	Line   int    // as the spreadsheet program numbers it, from 1; 0 for the file as a whole
	Column string // the column's title or letter; "" for the row as a whole
	Reason string
}

// Error is line, column and reason in one sentence.
func (p *Problem) Error() string {
	switch {
	case p.Line > 0 && p.Column != "":
		return fmt.Sprintf("第%d行“%s”：%s", p.Line, p.Column, p.Reason)
	case p.Line > 0:
		return fmt.Sprintf("第%d行：%s", p.Line, p.Reason)
	case p.Column != "":
		return fmt.Sprintf("“%s”：%s", p.Column, p.Reason)
	}
	return p.Reason
}

func problem(format string, args ...any) *Problem {
	return &Problem{Reason: fmt.Sprintf(format, args...)}
}

func damaged(what string) *Problem {
	return problem("文件已损坏或不完整（%s），请重新导出，或用 WPS、Excel 打开后另存为 .xlsx 再上传", what)
}

// clip keeps a quoted piece of foreign input short and printable.
func clip(s string) string {
	var out []rune
	for _, r := range s {
		if len(out) == 20 {
			return string(out) + "…"
		}
		if !unicode.IsPrint(r) {
			r = ' '
		}
		out = append(out, r)
	}
	return string(out)
}
