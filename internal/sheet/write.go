package sheet

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Column is a column to write.
type Column struct {
	Title string
	Width float64 // in characters; 0 is 16
}

// About is what sheet 2 of an export says about it: what was asked for, when, by whom. The count of rows is added.
type About struct {
	Title    string
	Criteria [][2]string // name and value, in the order shown
	At       time.Time
	Operator string
}

// Rows are the rows to write, one value a column: string, int, int64, float64, bool, time.Time (shown in Beijing's time; the zero time is blank) or nil. An error
// ends the writing and is answered.
type Rows = iter.Seq2[[]any, error]

// longestText is what a cell of Excel holds, in UTF-16 units.
const longestText = 32_767 - 1 // one for the apostrophe of Safe

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// WriteCSV writes the same rows as UTF-8 with a byte order mark, as WPS and Excel expect, lines ending in CR LF, and answers how many. Long or zero-led numbers of digits
// get a tab behind them, which keeps the spreadsheet program from making them 1.38E+17.
func WriteCSV(w io.Writer, columns []Column, rows Rows) (n int, err error) {
	buffered := bufio.NewWriterSize(w, 64<<10)
	if _, err := buffered.WriteString("\uFEFF"); err != nil {
		return 0, fmt.Errorf("write csv: %w", err)
	}
	out := csv.NewWriter(buffered)
	out.UseCRLF = true
	record := make([]string, 0, len(columns))
	for _, c := range columns {
		record = append(record, safeText(c.Title))
	}
	if err := out.Write(record); err != nil {
		return 0, fmt.Errorf("write csv header: %w", err)
	}
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		record = record[:0]
		for _, v := range row {
			text, err := csvText(v)
			if err != nil {
				return n, err
			}
			record = append(record, text)
		}
		n++
		if err := out.Write(record); err != nil {
			return n, fmt.Errorf("write csv row %d: %w", n, err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return n, fmt.Errorf("write csv: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return n, fmt.Errorf("write csv: %w", err)
	}
	return n, nil
}

func csvText(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		s := safeText(v)
		if digits := strings.Trim(s, "0123456789") == ""; digits && (len(s) > 11 || len(s) > 1 && s[0] == '0') {
			s += "\t"
		}
		return s, nil
	case time.Time:
		if v.IsZero() {
			return "", nil
		}
		return v.In(beijing()).Format("2006-01-02 15:04:05"), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return "", fmt.Errorf("write cell: no form for %v", v)
		}
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case bool:
		return yesNo(v), nil
	}
	return "", fmt.Errorf("write cell: no form for %T", v)
}

// safeText is what a text becomes in a cell; what xml cannot hold goes first, lest something risky stood behind it.
func safeText(s string) string { return Safe(printable(s)) }

// printable leaves out what xml cannot hold and says so where a text is longer than a cell.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	if len(s) <= longestText {
		return s
	}
	const mark = "…（后文过长，请在系统内查看）"
	units, room := 0, longestText-utf8.RuneCountInString(mark)
	cut := len(s)
	for i, r := range s {
		size := 1
		if r > 0xFFFF {
			size = 2
		}
		if units+size > room && cut == len(s) {
			cut = i
		}
		if units += size; units > longestText {
			return s[:cut] + mark
		}
	}
	return s
}
