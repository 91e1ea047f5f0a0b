package sheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// token is what the scanner comes to.
type token int

const (
	startTag token = iota
	endTag
	endOfXML
)

// deepest is how far elements may nest; a workbook needs ten.
const deepest = 64

// longestTag bounds one tag with its attributes.
const longestTag = 64 << 10

type attr struct{ name, value []byte }

// xmlScanner reads the xml of a workbook's parts as a stream of tags. It is no general parser: document types are refused, so there are no entities but the five and
// numbers, nothing external is ever looked at; names are local names; text is gathered only while keep is set. Errors are [Problem]s or those of the reader.
type xmlScanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	err      error

	name    []byte // of the last tag, without prefix
	attrs   []attr
	raw     []byte
	depth   int
	closing bool // a self-closed tag owes its end

	keep    bool
	text    []byte
	clean   int // text[:clean] has its escapes undone
	maxText int // bytes
}

var errTextTooLong = errors.New("text too long")

func newXMLScanner(r io.Reader, maxText int) *xmlScanner {
	return &xmlScanner{r: r, buf: make([]byte, 64<<10), maxText: maxText}
}

// next goes to the next tag. name, attrs and text are good until the call after.
func (x *xmlScanner) next() (token, error) {
	if x.closing {
		x.closing = false
		x.depth--
		return endTag, nil
	}
	for {
		if err := x.chars(); err != nil {
			if errors.Is(err, io.EOF) && x.depth == 0 {
				return endOfXML, nil
			}
			return 0, x.wrap(err)
		}
		c, err := x.byte()
		if err != nil {
			return 0, x.wrap(err)
		}
		switch c {
		case '!':
			if err := x.markup(); err != nil {
				return 0, x.wrap(err)
			}
		case '?':
			if err := x.instruction(); err != nil {
				return 0, x.wrap(err)
			}
		case '/':
			if err := x.tag(0); err != nil {
				return 0, x.wrap(err)
			}
			if x.depth--; x.depth < 0 {
				return 0, damaged("标签不配对")
			}
			return endTag, nil
		default:
			if err := x.tag(c); err != nil {
				return 0, x.wrap(err)
			}
			if x.depth++; x.depth > deepest {
				return 0, damaged("嵌套过深")
			}
			return startTag, nil
		}
	}
}

func (x *xmlScanner) is(name string) bool { return string(x.name) == name }

// attr answers the value of the attribute with this local name, "" if there is none.
func (x *xmlScanner) attr(name string) string { return string(x.attrBytes(name)) }

func (x *xmlScanner) attrBytes(name string) []byte {
	for i := range x.attrs {
		if string(x.attrs[i].name) == name {
			return x.attrs[i].value
		}
	}
	return nil
}

func (x *xmlScanner) wrap(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return damaged("内容中断")
	}
	return err
}

func (x *xmlScanner) fill() error {
	for x.pos == x.end {
		if x.err != nil {
			return x.err
		}
		n, err := x.r.Read(x.buf)
		x.pos, x.end, x.err = 0, n, err
	}
	return nil
}

func (x *xmlScanner) byte() (byte, error) {
	if x.pos == x.end {
		if err := x.fill(); err != nil {
			return 0, err
		}
	}
	c := x.buf[x.pos]
	x.pos++
	return c, nil
}

// chars reads to behind the next '<'.
func (x *xmlScanner) chars() error {
	for {
		if err := x.fill(); err != nil {
			return err
		}
		stretch := x.buf[x.pos:x.end]
		i := bytes.IndexByte(stretch, '<')
		if i >= 0 {
			stretch = stretch[:i]
		}
		x.pos += len(stretch)
		if x.keep {
			if err := x.gather(stretch); err != nil {
				return err
			}
		}
		if i >= 0 {
			x.pos++
			if x.keep {
				return x.unescape()
			}
			return nil
		}
	}
}

func (x *xmlScanner) gather(b []byte) error {
	// Escapes are undone at the tag; until then a character may take up to ten bytes.
	if len(x.text)+len(b) > x.maxText*10 {
		return errTextTooLong
	}
	x.text = append(x.text, b...)
	return nil
}

func (x *xmlScanner) unescape() error {
	fresh := x.text[x.clean:]
	if bytes.IndexByte(fresh, '&') >= 0 || bytes.IndexByte(fresh, '\r') >= 0 {
		plain, err := unescape(fresh)
		if err != nil {
			return err
		}
		x.text = x.text[:x.clean+len(plain)]
	}
	x.clean = len(x.text)
	return nil
}

// gathering starts or stops gathering text; starting forgets what was gathered.
func (x *xmlScanner) gathering(on bool) {
	if x.keep = on; on {
		x.text, x.clean = x.text[:0], 0
	}
}

// unescape undoes the five entities and numbers, and the line ends of xml, in place.
func unescape(b []byte) ([]byte, error) {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\r':
			if i+1 >= len(b) || b[i+1] != '\n' {
				out = append(out, '\n')
			}
		case c == '&':
			n := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
			if n < 0 {
				return nil, damaged("有未知的转义")
			}
			r, ok := entity(string(b[i+1 : i+n]))
			if !ok {
				return nil, damaged("有未知的转义")
			}
			out = append(out, string(r)...) // an entity is never shorter than what it stands for
			i += n
		default:
			out = append(out, c)
		}
	}
	return out, nil
}

func entity(s string) (rune, bool) {
	switch s {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, isNumber := strings.CutPrefix(s, "#")
	if !isNumber {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || n > 0x10FFFF {
		return 0, false
	}
	// A surrogate or a control becomes U+FFFD or a blank, whatever is shorter than its entity.
	if n < 0x20 && n != '\t' && n != '\n' && n != '\r' {
		return ' ', true
	}
	if n >= 0xD800 && n <= 0xDFFF {
		return '?', true
	}
	return rune(n), true
}

// markup reads a comment or a CDATA section behind "<!"; a document type is refused.
func (x *xmlScanner) markup() error {
	head := make([]byte, 0, 7)
	for len(head) < 2 {
		c, err := x.byte()
		if err != nil {
			return err
		}
		head = append(head, c)
	}
	if string(head) == "--" {
		return x.until("-->", false)
	}
	for len(head) < 7 {
		c, err := x.byte()
		if err != nil {
			return err
		}
		head = append(head, c)
	}
	if string(head) == "[CDATA[" {
		return x.until("]]>", x.keep)
	}
	return problem("表格里有不允许的 XML 声明（DOCTYPE），请用 WPS 或 Excel 打开后另存为 .xlsx 再上传")
}

// until skips to behind end, a mark of three bytes; what comes before is gathered if wanted.
func (x *xmlScanner) until(end string, wanted bool) error {
	var last [3]byte
	from := len(x.text)
	for {
		c, err := x.byte()
		if err != nil {
			return err
		}
		last[0], last[1], last[2] = last[1], last[2], c
		if wanted {
			if err := x.gather(last[2:]); err != nil {
				return err
			}
		}
		if string(last[:]) == end {
			if wanted {
				x.text = x.text[:max(from, len(x.text)-3)]
				x.clean = len(x.text) // what stands in CDATA is literal
			}
			return nil
		}
	}
}

// instruction skips <?…?> and refuses an encoding other than UTF-8.
func (x *xmlScanner) instruction() error {
	var seen []byte
	for {
		c, err := x.byte()
		if err != nil {
			return err
		}
		if c == '>' && len(seen) > 0 && seen[len(seen)-1] == '?' {
			break
		}
		if len(seen) > 1024 {
			return damaged("声明过长")
		}
		seen = append(seen, c)
	}
	lower := strings.ToLower(string(seen))
	if strings.HasPrefix(lower, "xml") && strings.Contains(lower, "encoding") && !strings.Contains(lower, "utf-8") && !strings.Contains(lower, "us-ascii") {
		return problem("表格内部不是 UTF-8 编码，请用 WPS 或 Excel 打开后另存为 .xlsx 再上传")
	}
	return nil
}
