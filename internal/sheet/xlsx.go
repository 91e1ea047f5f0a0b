package sheet

import (
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// xlsx reads the rows of one sheet.
type xlsx struct {
	book   *book
	limits Limits
	xml    *xmlScanner
	shared *texts
	dates  []bool
	epoch  float64 // days to add where the workbook counts from 1904
	line   int
}

// next reads to the end of the next row that holds something.
func (s *xlsx) next() (Row, error) {
	x := s.xml
	for {
		t, err := x.next()
		switch {
		case err != nil:
			return Row{}, err
		case t == endOfXML:
			return Row{}, io.EOF
		case t == startTag && x.is("row"):
			line := s.line + 1
			if n, err := strconv.Atoi(x.attr("r")); err == nil && n > s.line && n <= 1<<20 {
				line = n
			}
			s.line = line
			cells, err := s.row()
			if err != nil {
				return Row{}, err
			}
			if len(cells) > 0 {
				return Row{Line: line, Cells: cells}, nil
			}
		}
	}
}

// row reads the cells up to the row's end; none if all are blank.
func (s *xlsx) row() ([]Cell, error) {
	x := s.xml
	var cells []Cell
	column := -1
	for {
		t, err := x.next()
		switch {
		case err != nil:
			return nil, err
		case t == endOfXML:
			return nil, damaged("内容中断")
		case t == endTag && x.is("row"):
			return cells, nil
		case t == startTag && x.is("c"):
			column++
			if n, ok := columnOf(x.attrBytes("r")); ok && n >= column {
				column = n
			}
			c, err := s.cell(column)
			if err != nil {
				return nil, err
			}
			if c.Kind == Blank {
				continue
			}
			if column >= s.limits.Columns {
				return nil, &Problem{Line: s.line, Reason: "列数超过" + strconv.Itoa(s.limits.Columns) + "列，请删去多余的列"}
			}
			for len(cells) < column {
				cells = append(cells, Cell{})
			}
			cells = append(cells, c)
		}
	}
}

// cell reads one cell behind its start tag.
func (s *xlsx) cell(column int) (Cell, error) {
	x := s.xml
	kind := x.attr("t")
	style, _ := strconv.Atoi(string(x.attrBytes("s")))
	var raw strings.Builder
	phonetic := 0
	for {
		t, err := x.next()
		switch {
		case errors.Is(err, errTextTooLong):
			return Cell{}, s.tooLong(column)
		case err != nil:
			return Cell{}, err
		case t == endOfXML:
			return Cell{}, damaged("内容中断")
		case t == startTag && x.is("rPh"):
			phonetic++
		case t == endTag && x.is("rPh"):
			phonetic--
		case t == startTag && phonetic == 0 && (x.is("v") && kind != "inlineStr" || x.is("t") && kind == "inlineStr"):
			x.gathering(true)
		case t == endTag && x.keep && (x.is("v") || x.is("t")):
			if raw.Len()+len(x.text) > s.limits.Cell*4 {
				return Cell{}, s.tooLong(column)
			}
			raw.Write(x.text)
			x.gathering(false)
		case t == endTag && x.is("c"):
			x.gathering(false)
			return s.value(kind, style, raw.String(), column)
		}
	}
}

func (s *xlsx) tooLong(column int) *Problem {
	return &Problem{Line: s.line, Column: letters(column) + "列", Reason: "单元格超过" + strconv.Itoa(s.limits.Cell) + "个字，请分开填写"}
}

func (s *xlsx) value(kind string, style int, raw string, column int) (Cell, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(raw))
		if raw == "" {
			return Cell{}, nil
		}
		text, ok := s.shared.at(i)
		if err != nil || !ok {
			return Cell{}, &Problem{Line: s.line, Column: letters(column) + "列", Reason: damaged("缺少文字").Reason}
		}
		return s.words(text, column)
	case "b":
		if raw == "" {
			return Cell{}, nil
		}
		return Cell{Kind: Bool, Text: map[bool]string{true: "TRUE", false: "FALSE"}[truth(strings.TrimSpace(raw))]}, nil
	case "e":
		return Cell{Kind: Fault, Text: cellText(raw)}, nil
	case "", "n":
		number, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
		if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
			return s.words(raw, column)
		}
		if style >= 0 && style < len(s.dates) && s.dates[style] {
			if c, ok := dateCell(number + s.epoch); ok {
				return c, nil
			}
		}
		return numberCell(number), nil
	}
	return s.words(raw, column) // str, inlineStr, d
}

func (s *xlsx) words(text string, column int) (Cell, error) {
	text = cellText(hexEscapes(text))
	if text == "" {
		return Cell{}, nil
	}
	if utf8.RuneCountInString(text) > s.limits.Cell {
		return Cell{}, s.tooLong(column)
	}
	return Cell{Kind: Text, Text: text}, nil
}

// numberCell writes a number as a person would: a telephone stored as a number comes out with all its digits, not as 1.38E+10.
func numberCell(number float64) Cell {
	text := strconv.FormatFloat(number, 'f', -1, 64)
	if len(text) > 24 {
		text = strconv.FormatFloat(number, 'g', -1, 64)
	}
	return Cell{Kind: Number, Text: text, value: number}
}

// columnOf reads the letters of a reference such as AB12.
func columnOf(ref []byte) (int, bool) {
	n, i := 0, 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		n = n*26 + int(c-'a') + 1
	}
	return n - 1, i > 0 && n <= 1<<14
}

// hexEscapes undoes Excel's _x000D_ for characters that xml cannot hold.
func hexEscapes(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if i+7 <= len(s) && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(n))
				i += 7
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}
