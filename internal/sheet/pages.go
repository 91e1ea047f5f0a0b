package sheet

import (
	"fmt"
	"io"
	"strconv"
	"strings"
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
