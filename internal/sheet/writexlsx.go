package sheet

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// sheetRows is what a sheet holds, the header aside; what is more goes on the next sheet.
const sheetRows = 1<<20 - 1

// The styles of styles.xml by their place.
const (
	lookPlain = iota
	lookHead
	lookText
	lookMoment
)

const (
	nsMain  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsRel   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	typePre = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	xmlTop  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	dataTab = "数据"
	talkTab = "导出说明"
)

// WriteXLSX writes rows as they come and answers how many (ux.md C7): texts, numbers of orders and telephones as text, numbers and times as such, the header
// bold and frozen, no merged cells, and About on sheet 2. A text that could be run as a formula is written by [Safe]. What a sheet does not hold goes on a further
// one, with its header. Each part goes into the archive as it is written: memory does not grow with the rows, and nothing is left in a temporary file.
func WriteXLSX(w io.Writer, about About, columns []Column, rows Rows) (int, error) {
	return writeXLSX(w, about, columns, rows, sheetRows)
}

func writeXLSX(w io.Writer, about About, columns []Column, rows Rows, most int) (n int, err error) {
	x := &xlsxWriter{z: zip.NewWriter(w), columns: columns}
	x.z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	if err := x.beginData(); err != nil {
		return 0, err
	}
	for row, err := range rows {
		if err != nil {
			return n, err
		}
		if x.row == most+1 {
			if err := x.endSheet(); err != nil {
				return n, err
			}
			if err := x.beginData(); err != nil {
				return n, err
			}
		}
		if err := x.write(row); err != nil {
			return n, err
		}
		n++
	}
	if err := x.endSheet(); err != nil {
		return n, err
	}
	if err := x.about(about, n); err != nil {
		return n, err
	}
	if err := x.close(); err != nil {
		return n, fmt.Errorf("write workbook: %w", err)
	}
	return n, nil
}

// xlsxWriter writes one sheet after another.
type xlsxWriter struct {
	z       *zip.Writer
	columns []Column
	out     *bufio.Writer
	line    []byte
	row     int // last row of the sheet being written
	data    int // sheets of data begun
}

func (x *xlsxWriter) part(name string) error {
	// A header without a time: the same rows are the same file.
	w, err := x.z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if x.out == nil {
		x.out = bufio.NewWriterSize(w, 64<<10)
	} else {
		x.out.Reset(w)
	}
	return nil
}

// whole writes a part in one go.
func (x *xlsxWriter) whole(name, body string) error {
	if err := x.part(name); err != nil {
		return err
	}
	_, err := x.out.WriteString(xmlTop + body)
	if e := x.out.Flush(); err == nil {
		err = e
	}
	return err
}

// beginData begins a sheet of data with its header. Its file is sheet1, sheet3, sheet4 …: sheet2 is About.
func (x *xlsxWriter) beginData() error {
	x.data++
	if err := x.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", dataFile(x.data))); err != nil {
		return err
	}
	b := append(x.line[:0], xmlTop+`<worksheet xmlns="`+nsMain+`"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`...)
	for i, c := range x.columns {
		width := c.Width
		if width <= 0 {
			width = 16
		}
		b = fmt.Appendf(b, `<col min="%d" max="%[1]d" width="%s" customWidth="1"/>`, i+1, strconv.FormatFloat(min(width, 255), 'f', -1, 64))
	}
	b = append(b, `</cols><sheetData>`...)
	x.row = 0
	b = x.beginRow(b)
	for i, c := range x.columns {
		b = x.text(b, i, lookHead, c.Title)
	}
	b = append(b, "</row>"...)
	x.line = b
	_, err := x.out.Write(b)
	return err
}

func dataFile(n int) int {
	if n == 1 {
		return 1
	}
	return n + 1
}

func (x *xlsxWriter) endSheet() error {
	if _, err := x.out.WriteString("</sheetData></worksheet>"); err != nil {
		return fmt.Errorf("end sheet: %w", err)
	}
	if err := x.out.Flush(); err != nil {
		return fmt.Errorf("end sheet: %w", err)
	}
	return nil
}

func (x *xlsxWriter) beginRow(b []byte) []byte {
	x.row++
	b = append(b, `<row r="`...)
	b = strconv.AppendInt(b, int64(x.row), 10)
	return append(b, `">`...)
}

// cell begins a cell; what follows is its kind and content.
func (x *xlsxWriter) cell(b []byte, col, look int) []byte {
	b = append(b, `<c r="`...)
	b = append(b, letters(col)...)
	b = strconv.AppendInt(b, int64(x.row), 10)
	if b = append(b, '"'); look != lookPlain {
		b = append(b, ` s="`...)
		b = strconv.AppendInt(b, int64(look), 10)
		b = append(b, '"')
	}
	return b
}

func (x *xlsxWriter) text(b []byte, col, look int, s string) []byte {
	b = x.cell(b, col, look)
	b = append(b, ` t="inlineStr"><is><t xml:space="preserve">`...)
	b = appendText(b, safeText(s))
	return append(b, `</t></is></c>`...)
}

func (x *xlsxWriter) number(b []byte, col, look int, digits string) []byte {
	b = append(x.cell(b, col, look), `><v>`...)
	b = append(b, digits...)
	return append(b, `</v></c>`...)
}

// appendText escapes; what xml cannot hold is gone by now.
func appendText(b []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var as string
		switch s[i] {
		case '&':
			as = "&amp;"
		case '<':
			as = "&lt;"
		case '>':
			as = "&gt;"
		default:
			continue
		}
		b = append(append(b, s[from:i]...), as...)
		from = i + 1
	}
	return append(b, s[from:]...)
}

func (x *xlsxWriter) write(row []any) error {
	b := x.beginRow(x.line[:0])
	for i, v := range row {
		switch v := v.(type) {
		case nil:
		case string:
			b = x.text(b, i, lookText, v)
		case time.Time:
			if !v.IsZero() {
				b = x.number(b, i, lookMoment, strconv.FormatFloat(serialOf(v), 'f', -1, 64))
			}
		case float64:
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("write cell: no form for %v", v)
			}
			b = x.number(b, i, lookPlain, strconv.FormatFloat(v, 'f', -1, 64))
		case int:
			b = x.number(b, i, lookPlain, strconv.Itoa(v))
		case int64:
			b = x.number(b, i, lookPlain, strconv.FormatInt(v, 10))
		case bool:
			b = x.text(b, i, lookText, yesNo(v))
		default:
			return fmt.Errorf("write cell: no form for %T", v)
		}
	}
	b = append(b, "</row>"...)
	x.line = b
	if _, err := x.out.Write(b); err != nil {
		return fmt.Errorf("write row %d: %w", x.row, err)
	}
	return nil
}

func (x *xlsxWriter) about(about About, n int) error {
	lines := [][2]string{{"内容", about.Title}}
	lines = append(lines, about.Criteria...)
	lines = append(lines, [2]string{"导出时间", about.At.In(beijing()).Format("2006-01-02 15:04:05")}, [2]string{"操作人", about.Operator}, [2]string{"记录数", strconv.Itoa(n)})
	if err := x.part("xl/worksheets/sheet2.xml"); err != nil {
		return err
	}
	x.row = 0
	b := append(x.line[:0], xmlTop+`<worksheet xmlns="`+nsMain+`"><cols><col min="1" max="2" width="28" customWidth="1"/></cols><sheetData>`...)
	for _, l := range lines {
		b = x.beginRow(b)
		b = x.text(b, 0, lookText, l[0])
		b = x.text(b, 1, lookText, l[1])
		b = append(b, "</row>"...)
	}
	x.line = b
	if _, err := x.out.Write(b); err != nil {
		return fmt.Errorf("write about: %w", err)
	}
	return x.endSheet()
}

// close writes what names the parts.
func (x *xlsxWriter) close() error {
	names := []string{dataTab, talkTab}
	for i := 2; i <= x.data; i++ {
		names = append(names, fmt.Sprintf("%s（%d）", dataTab, i))
	}
	var kinds, book, rels strings.Builder
	for i, name := range names {
		fmt.Fprintf(&kinds, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, typePre)
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" r:id="rId%[2]d"/>`, name, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%[1]d.xml"/>`, i+1, nsRel)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(names)+1, nsRel)
	for _, p := range [][2]string{
		{"xl/workbook.xml", `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsRel + `"><sheets>` + book.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `</Relationships>`},
		{"xl/styles.xml", stylesPart},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + nsRel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + typePre + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + typePre + `styles+xml"/>` + kinds.String() + `</Types>`},
	} {
		if err := x.whole(p[0], p[1]); err != nil {
			return err
		}
	}
	return x.z.Close()
}

// stylesPart: plain; the header, bold on grey, text; text; a moment.
const stylesPart = `<styleSheet xmlns="` + nsMain + `"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEFEFEF"/></patternFill></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
