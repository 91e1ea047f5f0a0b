package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits bound what a file may cost. A zero field takes the default beside it.
type Limits struct {
	File     int64 // bytes of the file: 20 MiB
	Entries  int   // entries of the zip: 2,000
	Unpacked int64 // bytes that its parts may unpack to, together: 128 MiB
	Ratio    int64 // how many times its packed size a part over 1 MiB may unpack to: 200
	Strings  int64 // bytes of all shared texts: 48 MiB
	Sheets   int   // 100
	Rows     int   // rows that hold data: 100,000
	Columns  int   // 256
	Cell     int   // characters of one cell: 32,767, as in Excel
}

func (l Limits) withDefaults() Limits {
	or := func(v *int64, d int64) {
		if *v <= 0 {
			*v = d
		}
	}
	orInt := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	or(&l.File, 20<<20)
	or(&l.Unpacked, 128<<20)
	or(&l.Ratio, 200)
	or(&l.Strings, 48<<20)
	orInt(&l.Entries, 2000)
	orInt(&l.Sheets, 100)
	orInt(&l.Rows, 100_000)
	orInt(&l.Columns, 256)
	orInt(&l.Cell, 32_767)
	return l
}

// Options say how to open a file; the zero value works.
type Options struct {
	Sheet  string // title of the sheet to read; "" takes the first that is not hidden
	Limits Limits
}

// Kind says what a cell truly holds.
type Kind int

// The kinds of cell.
const (
	Blank  Kind = iota
	Text        // words
	Number      // a number
	Date        // a number that is shown as a date or a time
	Bool        // TRUE or FALSE
	Fault       // a formula's failure such as #N/A
)

// Cell is one cell: its kind and its words, without blanks around. A number's words are its shortest decimal form, a date's "2020-01-06 12:09:38".
type Cell struct {
	Kind  Kind
	Text  string
	value float64 // of Number and Date; a date in days since 1899-12-30
}

// Row is a row that holds something. Line is its number in the file, as the spreadsheet program shows it. Cells stop at the last that holds something.
type Row struct {
	Line  int
	Cells []Cell
}

// Cell answers the i-th cell, from 0; a blank one where there is none.
func (r Row) Cell(i int) Cell {
	if i < 0 || i >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[i]
}

// source is one of the two formats: it answers rows that hold something, io.EOF at the end.
type source interface {
	next() (Row, error)
}

// Reader hands out the rows under a header, one at a time. It is not safe for use by several goroutines.
type Reader struct {
	src    source
	limits Limits
	sheets []string
	header []string
	line   int
	ahead  []Row
	rows   int
	err    error
}

// Open looks at a file's first bytes, not at its name, and reads up to its header: the first row with at least two cells among the first rows that hold
// anything, so that a title above the table is passed over (a table of one column has its first row as header). The old formats .xls and .et, passwords and other
// kinds of file are refused with a [Problem] that says what to do. r must stay open while the Reader is used.
func Open(r io.ReaderAt, size int64, o Options) (*Reader, error) {
	limits := o.Limits.withDefaults()
	if size <= 0 {
		return nil, problem("文件是空的，请重新选择")
	}
	if size > limits.File {
		return nil, problem("文件有%s，超过%s，请分成几个文件，或删去图片后再上传", megabytes(size), megabytes(limits.File))
	}
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return nil, fmt.Errorf("read file head: %w", err)
	}
	in := &Reader{limits: limits}
	var err error
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")):
		in.src, in.sheets, err = openXLSX(r, size, o.Sheet, limits)
	default:
		if err := refuseForeign(head); err != nil {
			return nil, err
		}
		in.src, err = openCSV(r, size, limits)
	}
	if err != nil {
		return nil, err
	}
	return in, in.readHeader()
}

// Header answers the column titles, blanks inside collapsed. Line is the header's number in the file.
func (in *Reader) Header() (titles []string, line int) { return in.header, in.line }

// Sheets answers the titles of the workbook's sheets; none for csv.
func (in *Reader) Sheets() []string { return in.sheets }

// Next answers the next row that holds something, or io.EOF. After an error it answers the same error.
func (in *Reader) Next() (Row, error) {
	if in.err != nil {
		return Row{}, in.err
	}
	row, err := in.take()
	if err == nil {
		if in.rows++; in.rows > in.limits.Rows {
			err = problem("数据超过%d行，请分成几个文件再上传", in.limits.Rows)
		}
	}
	if err != nil {
		in.err = err
		return Row{}, err
	}
	return row, nil
}

// Title answers what the i-th column is called: its title, or its letter where it has none.
func (in *Reader) Title(i int) string {
	if i >= 0 && i < len(in.header) && in.header[i] != "" {
		return in.header[i]
	}
	return letters(i) + "列"
}

func (in *Reader) take() (Row, error) {
	if len(in.ahead) > 0 {
		row := in.ahead[0]
		in.ahead = in.ahead[1:]
		return row, nil
	}
	return in.src.next()
}

// titleRows is how many rows may stand above a header.
const titleRows = 5

func (in *Reader) readHeader() error {
	at := 0
	for len(in.ahead) < titleRows {
		row, err := in.src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		in.ahead = append(in.ahead, row)
		if filled(row) >= 2 {
			at = len(in.ahead) - 1
			break
		}
	}
	if len(in.ahead) == 0 {
		return problem("表里没有内容，请检查是否选错了文件或工作表")
	}
	for _, c := range in.ahead[at].Cells {
		in.header = append(in.header, strings.Join(strings.Fields(c.Text), " "))
	}
	in.line = in.ahead[at].Line
	in.ahead = in.ahead[at+1:]
	return nil
}

func filled(r Row) int {
	n := 0
	for _, c := range r.Cells {
		if c.Kind != Blank {
			n++
		}
	}
	return n
}

// refuseForeign names the common kinds of file that are no table of ours.
func refuseForeign(head []byte) error {
	lower := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))))
	has := func(p string) bool { return bytes.HasPrefix(head, []byte(p)) }
	switch {
	case has("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		return problem("这是旧格式（.xls、.et）或加了密码的表格。请用 WPS 或 Excel 打开，取消密码，另存为“Excel 工作簿（.xlsx）”后再上传")
	case has("\x09\x08\x10\x00"), has("\x09\x04\x06\x00"), has("\x09\x02\x06\x00"):
		return problem("这是很早的 .xls 格式。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再上传")
	case bytes.HasPrefix(lower, []byte("<")):
		return problem("这是网页或 XML 文件（有的系统把它叫作 .xls）。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再上传")
	case has("%PDF"):
		return problem("这是 PDF 文件，不是表格。请上传 .xlsx 或 .csv")
	case has("\x89PNG"), has("\xFF\xD8\xFF"), has("GIF8"):
		return problem("这是图片，不是表格。请上传 .xlsx 或 .csv")
	case has("Rar!"), has("7z\xBC\xAF"), has("\x1F\x8B"):
		return problem("这是压缩包，请解压后上传里面的 .xlsx 或 .csv")
	}
	return nil
}

// cellText trims what surrounds a cell's words and takes off the apostrophe that writing put on.
func cellText(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == 0xFEFF || r == 0x200B || r == 0 })
	return restore(s)
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%dKB", (n+1023)/1024)
	}
	return fmt.Sprintf("%dMB", (n+1<<20-1)>>20)
}

// letters answers a column's letters: 0 is A, 26 is AA.
func letters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}
