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

	"github.com/xuri/excelize/v2"
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

// mostRows is what a sheet holds, the header aside.
const mostRows = 1<<20 - 1

// longestText is what a cell of Excel holds, in UTF-16 units.
const longestText = 32_767 - 1 // one for the apostrophe of Safe

// WriteXLSX writes rows as they come and answers how many (ux.md C7): texts, numbers of orders and telephones as text, numbers and times as such, the header
// bold and frozen, no merged cells, and About on sheet 2. A text that could be run as a formula is written by [Safe].
func WriteXLSX(w io.Writer, about About, columns []Column, rows Rows) (n int, err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("close workbook: %w", e)
		}
	}()
	const data = "数据"
	if err := f.SetSheetName("Sheet1", data); err != nil {
		return 0, fmt.Errorf("name sheet: %w", err)
	}
	look, err := styles(f)
	if err != nil {
		return 0, err
	}
	out, err := f.NewStreamWriter(data)
	if err != nil {
		return 0, fmt.Errorf("open sheet: %w", err)
	}
	header := make([]any, len(columns))
	for i, c := range columns {
		width := c.Width
		if width <= 0 {
			width = 16
		}
		if err := out.SetColWidth(i+1, i+1, min(width, 255)); err != nil {
			return 0, fmt.Errorf("set width of %s: %w", c.Title, err)
		}
		header[i] = excelize.Cell{StyleID: look.header, Value: safeText(c.Title)}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return 0, fmt.Errorf("freeze header: %w", err)
	}
	if err := out.SetRow("A1", header); err != nil {
		return 0, fmt.Errorf("write header: %w", err)
	}
	cells := make([]any, 0, len(columns))
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		if n == mostRows {
			return n, problem("导出超过%d行，一个表格放不下，请缩小范围分批导出", mostRows)
		}
		cells = cells[:0]
		for _, v := range row {
			c, err := look.cell(v)
			if err != nil {
				return n, err
			}
			cells = append(cells, c)
		}
		n++
		if err := out.SetRow("A"+strconv.Itoa(n+1), cells); err != nil {
			return n, fmt.Errorf("write row %d: %w", n, err)
		}
	}
	if err := out.Flush(); err != nil {
		return n, fmt.Errorf("flush sheet: %w", err)
	}
	if err := writeAbout(f, about, look, n); err != nil {
		return n, err
	}
	if err := f.Write(w); err != nil {
		return n, fmt.Errorf("write workbook: %w", err)
	}
	return n, nil
}

type looks struct{ header, text, moment int }

func styles(f *excelize.File) (looks, error) {
	var l looks
	var err error
	const format = "yyyy-mm-dd hh:mm:ss"
	moment := format
	for _, s := range []struct {
		id    *int
		style excelize.Style
	}{
		{&l.header, excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EFEFEF"}}}},
		{&l.text, excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&l.moment, excelize.Style{CustomNumFmt: &moment, Alignment: &excelize.Alignment{Vertical: "top"}}},
	} {
		if *s.id, err = f.NewStyle(&s.style); err != nil {
			return l, fmt.Errorf("make style: %w", err)
		}
	}
	return l, nil
}

func (l looks) cell(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		return excelize.Cell{StyleID: l.text, Value: safeText(v)}, nil
	case time.Time:
		if v.IsZero() {
			return nil, nil
		}
		return excelize.Cell{StyleID: l.moment, Value: serialOf(v)}, nil
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("write cell: no form for %v", v)
		}
		return v, nil
	case int, int64:
		return v, nil
	case bool:
		return excelize.Cell{StyleID: l.text, Value: yesNo(v)}, nil
	}
	return nil, fmt.Errorf("write cell: no form for %T", v)
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

func writeAbout(f *excelize.File, about About, look looks, n int) error {
	const title = "导出说明"
	if _, err := f.NewSheet(title); err != nil {
		return fmt.Errorf("add sheet: %w", err)
	}
	lines := [][2]string{{"内容", about.Title}}
	lines = append(lines, about.Criteria...)
	lines = append(lines, [2]string{"导出时间", about.At.In(beijing()).Format("2006-01-02 15:04:05")}, [2]string{"操作人", about.Operator}, [2]string{"记录数", strconv.Itoa(n)})
	for i, line := range lines {
		for k, text := range line {
			at := letters(k) + strconv.Itoa(i+1)
			if err := f.SetCellStr(title, at, safeText(text)); err != nil {
				return fmt.Errorf("write %s: %w", at, err)
			}
			if err := f.SetCellStyle(title, at, at, look.text); err != nil {
				return fmt.Errorf("style %s: %w", at, err)
			}
		}
	}
	if err := f.SetColWidth(title, "A", "B", 28); err != nil {
		return fmt.Errorf("set width: %w", err)
	}
	return nil
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
