package sheet

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Page is one sheet of a workbook of several small tables.
type Page struct {
	Title   string
	Columns []Column
	Rows    [][]any
}

// longestTitle is what the name of a sheet holds.
const longestTitle = 31

// WritePages writes several tables as sheets of one workbook by the rules of [WriteXLSX], and About as the last one. Sheets of the same name are told apart by a number.
func WritePages(w io.Writer, about About, pages []Page) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil && e != nil {
			err = fmt.Errorf("close workbook: %w", e)
		}
	}()
	look, err := styles(f)
	if err != nil {
		return err
	}
	taken, rows := map[string]bool{"导出说明": true}, 0
	for i, p := range pages {
		title := sheetTitle(p.Title, taken)
		if i == 0 {
			err = f.SetSheetName("Sheet1", title)
		} else {
			_, err = f.NewSheet(title)
		}
		if err != nil {
			return fmt.Errorf("add sheet %s: %w", title, err)
		}
		if err := writePage(f, title, p, look); err != nil {
			return err
		}
		rows += len(p.Rows)
	}
	if err := writeAbout(f, about, look, rows); err != nil {
		return err
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

func writePage(f *excelize.File, title string, p Page, look looks) error {
	out, err := f.NewStreamWriter(title)
	if err != nil {
		return fmt.Errorf("open sheet %s: %w", title, err)
	}
	header := make([]any, len(p.Columns))
	for i, c := range p.Columns {
		width := c.Width
		if width <= 0 {
			width = 16
		}
		if err := out.SetColWidth(i+1, i+1, min(width, 255)); err != nil {
			return fmt.Errorf("set width of %s: %w", c.Title, err)
		}
		header[i] = excelize.Cell{StyleID: look.header, Value: safeText(c.Title)}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("freeze header: %w", err)
	}
	if err := out.SetRow("A1", header); err != nil {
		return fmt.Errorf("write header: %w", err)
	}
	for n, row := range p.Rows {
		cells := make([]any, 0, len(row))
		for _, v := range row {
			c, err := look.cell(v)
			if err != nil {
				return err
			}
			cells = append(cells, c)
		}
		if err := out.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return fmt.Errorf("write row %d of %s: %w", n+1, title, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("flush sheet %s: %w", title, err)
	}
	return nil
}

// sheetTitle is a name that Excel takes and no other sheet has.
func sheetTitle(s string, taken map[string]bool) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, printable(s))
	if s == "" {
		s = "表"
	}
	cut := func(s string, n int) string {
		for utf8.RuneCountInString(s) > n {
			_, size := utf8.DecodeLastRuneInString(s)
			s = s[:len(s)-size]
		}
		return s
	}
	title := cut(s, longestTitle)
	for n := 2; taken[title]; n++ {
		tail := strconv.Itoa(n)
		title = cut(s, longestTitle-len(tail)) + tail
	}
	taken[title] = true
	return title
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
