package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// csvRows reads a file of comma (or tab, or semicolon) separated values.
type csvRows struct {
	r       *csv.Reader
	limits  Limits
	foreign bool // decoded from another encoding: U+FFFD means that it was the wrong one
}

func openCSV(r io.ReaderAt, size int64, limits Limits) (source, error) {
	decoder, err := encodingOf(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, err
	}
	var text io.Reader = io.NewSectionReader(r, 0, size)
	if decoder != nil {
		text = decoder.NewDecoder().Reader(text)
	}
	in := bufio.NewReaderSize(text, 64<<10)
	if head, _ := in.Peek(3); string(head) == "\xEF\xBB\xBF" {
		if _, err := in.Discard(3); err != nil {
			return nil, fmt.Errorf("skip byte order mark: %w", err)
		}
	}
	head, err := in.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read csv: %w", err)
	}
	comma := separator(head)
	c := csv.NewReader(&lineGuard{r: in, comma: byte(comma)})
	c.Comma = comma
	c.FieldsPerRecord = -1
	c.ReuseRecord = true
	return &csvRows{r: c, limits: limits, foreign: decoder != nil}, nil
}

// encodingOf reads the whole file once: UTF-8 if all of it is, with or without its mark; UTF-16 by its mark; else GB18030, which holds GBK.
func encodingOf(r io.Reader) (encoding.Encoding, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, _ := in.Peek(2)
	switch string(head) {
	case "\xFF\xFE", "\xFE\xFF":
		return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), nil
	}
	wide := false
	for {
		c, n, err := in.ReadRune()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read csv: %w", err)
		}
		if c == 0 {
			return nil, problem("这不是文本表格。请上传 .xlsx 或 .csv")
		}
		wide = wide || c == utf8.RuneError && n == 1
	}
	if wide {
		return simplifiedchinese.GB18030, nil
	}
	return nil, nil
}

// separator answers the sign that parts the fields of the first line that has one.
func separator(head []byte) rune {
	quoted := false
	counts := map[byte]int{}
	for _, c := range head {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ',' || c == '\t' || c == ';':
			counts[c]++
		case c == '\n' && len(counts) > 0:
			return most(counts)
		}
	}
	return most(counts)
}

func most(counts map[byte]int) rune {
	best := byte(',')
	for _, c := range []byte{'\t', ';'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return rune(best)
}

// The csv parser keeps a whole record in memory, some forty bytes a field: these bound what one line and one record may cost.
const (
	longestLine = 1 << 20
	mostFields  = 1 << 14
)

// lineGuard stops a file whose lines or records have no end before the parser gathers them.
type lineGuard struct {
	r      io.Reader
	comma  byte
	quoted bool
	line   int // bytes since the last line end
	fields int // separators since the last record's end
}

func (g *lineGuard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	for _, c := range p[:n] {
		g.line++
		switch {
		case c == '\n':
			g.line = 0
			if !g.quoted {
				g.fields = 0
			}
		case c == '"':
			g.quoted = !g.quoted
		case c == g.comma && !g.quoted:
			g.fields++
		}
		if g.line > longestLine || g.fields > mostFields {
			return 0, problem("有一行长得不正常（超过%s或%d列），请检查换行和引号，或另存为 .xlsx 再上传", megabytes(longestLine), mostFields)
		}
	}
	return n, err
}

func (s *csvRows) next() (Row, error) {
	for {
		record, err := s.r.Read()
		if errors.Is(err, io.EOF) {
			return Row{}, io.EOF
		}
		if wrong := new(csv.ParseError); errors.As(err, &wrong) {
			return Row{}, &Problem{Line: wrong.StartLine, Reason: "引号不配对：含有引号、逗号或换行的内容要整个放在英文双引号里，里面的引号写两次。也可以另存为 .xlsx 再上传"}
		}
		if p := new(Problem); errors.As(err, &p) {
			return Row{}, p
		}
		if err != nil {
			return Row{}, fmt.Errorf("read csv: %w", err)
		}
		line, _ := s.r.FieldPos(0)
		row := Row{Line: line}
		for i, field := range record {
			text := cellText(unformula(field))
			if text == "" {
				continue
			}
			switch {
			case i >= s.limits.Columns:
				return Row{}, &Problem{Line: line, Reason: "列数超过" + strconv.Itoa(s.limits.Columns) + "列，请删去多余的列"}
			case utf8.RuneCountInString(text) > s.limits.Cell:
				return Row{}, &Problem{Line: line, Column: letters(i) + "列", Reason: "单元格超过" + strconv.Itoa(s.limits.Cell) + "个字，请分开填写；也可能是前面的引号没有配对"}
			case s.foreign && strings.ContainsRune(text, utf8.RuneError):
				return Row{}, &Problem{Line: line, Column: letters(i) + "列", Reason: "有无法识别的文字，请另存为 UTF-8 编码的 CSV，或另存为 .xlsx 再上传"}
			}
			for len(row.Cells) < i {
				row.Cells = append(row.Cells, Cell{})
			}
			row.Cells = append(row.Cells, Cell{Kind: Text, Text: strings.Clone(text)})
		}
		if len(row.Cells) > 0 {
			return row, nil
		}
	}
}

// unformula takes off the ="…" with which other systems keep Excel from eating leading zeros.
func unformula(s string) string {
	if inner, ok := strings.CutPrefix(s, `="`); ok && len(inner) > 0 && inner[len(inner)-1] == '"' && bytes.IndexByte([]byte(inner[:len(inner)-1]), '"') < 0 {
		return inner[:len(inner)-1]
	}
	return s
}
