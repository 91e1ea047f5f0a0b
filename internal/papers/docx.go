package papers

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Docx is an official paper to GB/T 9704-2012 as a .docx file: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 22 lines of 28 characters a page, body 3号 仿宋 at a fixed
// pitch of 28.95 pt (w:line="579" exact), page numbers "— 1 —" outside. Fonts are named, not embedded: a machine without them substitutes. The bytes depend on what
// was written alone. Its methods write in order; Bytes ends it.
type Docx struct {
	title string
	body  strings.Builder
	wide  bool // the section being written is on landscape pages
	even  bool // the last section begins on an even page
}

// Twips of the page: 56.69 a millimetre.
const (
	pageShort, pageLong = 11906, 16838
	marginTop           = 2098 // 37 mm
	marginBottom        = 1984 // 35 mm
	marginLeft          = 1587 // 28 mm
	marginRight         = 1474 // 26 mm
	footerAt            = 1446 // 25.5 mm from the edge: the dash stands 7 mm below the text
	textWidth           = pageShort - marginLeft - marginRight
	wideWidth           = pageLong - marginTop - marginBottom
	pitch               = 579 // 28.95 pt
	charWidth           = 316 // 28 characters to a line
)

// The fonts of official papers, by name.
const (
	FontBody  = "仿宋_GB2312"
	FontTitle = "方正小标宋简体"
	FontHead  = "黑体"
	FontKai   = "楷体_GB2312"
	FontPage  = "宋体"
)

// Style is how a paragraph looks.
type Style struct {
	Font   string
	Half   int    // size in half points: 32 is 3号, 44 is 2号, 28 is 4号, 21 is 五号
	Align  string // both, center, left, right
	Indent int    // characters of the first line
	Left   int    // characters
	Right  int
	Line   int  // exact pitch in twentieths of a point; 0 is a single line
	Red    bool // the mast
	Bold   bool
	Rule   bool // a red rule below
	Before int  // twentieths of a point
	Keep   bool // with the next paragraph
	Tab    bool // a tab at the right edge, one character inside
	Tight  bool // 28 characters to a line
	Break  bool // on a new page
}

// The styles of official papers (GB/T 9704-2012, 7).
var (
	Mast     = Style{Font: FontTitle, Half: 76, Align: "center", Red: true, Before: 560}
	Issue    = Style{Font: FontBody, Half: 32, Align: "center", Line: pitch, Before: 200}
	IssuedBy = Style{Font: FontBody, Half: 32, Align: "left", Line: pitch, Rule: true, Tab: true}
	NumberOf = Style{Font: FontBody, Half: 32, Align: "center", Line: pitch, Before: 400, Rule: true}
	Title    = Style{Font: FontTitle, Half: 44, Align: "center", Line: 640, Before: 2 * pitch, Keep: true}
	To       = Style{Font: FontBody, Half: 32, Align: "both", Line: pitch, Before: pitch, Tight: true}
	Body     = Style{Font: FontBody, Half: 32, Align: "both", Indent: 2, Line: pitch, Tight: true}
	Level1   = Style{Font: FontHead, Half: 32, Align: "both", Indent: 2, Line: pitch, Keep: true, Tight: true}
	Level2   = Style{Font: FontKai, Half: 32, Align: "both", Indent: 2, Line: pitch, Keep: true, Tight: true}
	Sender   = Style{Font: FontBody, Half: 32, Align: "right", Right: 2, Line: pitch, Before: 2 * pitch, Keep: true}
	Dated    = Style{Font: FontBody, Half: 32, Align: "right", Right: 4, Line: pitch}
	Remark   = Style{Font: FontBody, Half: 32, Align: "both", Indent: 2, Line: pitch}
	Caption  = Style{Font: FontHead, Half: 28, Align: "center", Line: 480, Before: 120, Keep: true}
	Attached = Style{Font: FontHead, Half: 32, Align: "left", Line: pitch, Keep: true}
	cell     = Style{Font: FontBody, Half: 21, Align: "center", Line: 320}
	cellHead = Style{Font: FontHead, Half: 21, Align: "center", Line: 320}
	cellLeft = Style{Font: FontBody, Half: 21, Align: "left", Line: 320}
	imprint  = Style{Font: FontBody, Half: 28, Align: "left", Left: 1, Right: 1, Line: 560}
)

// NewDocx begins a paper; title is what the file says of itself.
func NewDocx(title string) *Docx { return &Docx{title: title} }

// escape makes text safe in XML and leaves out what XML cannot hold.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

func (s Style) paragraph() string {
	var b strings.Builder
	b.WriteString("<w:pPr>")
	if s.Keep {
		b.WriteString("<w:keepNext/>")
	}
	if s.Break {
		b.WriteString("<w:pageBreakBefore/>")
	}
	b.WriteString(`<w:widowControl w:val="0"/>`)
	if s.Rule {
		b.WriteString(`<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="FF0000"/></w:pBdr>`)
	}
	if s.Tab {
		fmt.Fprintf(&b, `<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, textWidth-charWidth)
	}
	b.WriteString(`<w:snapToGrid w:val="0"/>`)
	fmt.Fprintf(&b, `<w:spacing w:before="%d" w:after="0"`, s.Before)
	if s.Line > 0 {
		fmt.Fprintf(&b, ` w:line="%d" w:lineRule="exact"`, s.Line)
	}
	b.WriteString("/>")
	if s.Indent+s.Left+s.Right > 0 {
		fmt.Fprintf(&b, `<w:ind w:left="%d" w:right="%d" w:firstLine="%d"/>`, s.Left*charWidth, s.Right*charWidth, s.Indent*s.Half*10)
	}
	fmt.Fprintf(&b, `<w:jc w:val="%s"/></w:pPr>`, s.Align)
	return b.String()
}

func (s Style) run(text string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:r><w:rPr><w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s" w:hint="eastAsia"/>`, s.Font)
	if s.Bold {
		b.WriteString("<w:b/>")
	}
	if s.Red {
		b.WriteString(`<w:color w:val="FF0000"/>`)
	}
	if s.Tight {
		b.WriteString(`<w:spacing w:val="-5"/>`)
	}
	fmt.Fprintf(&b, `<w:kern w:val="0"/><w:sz w:val="%[1]d"/><w:szCs w:val="%[1]d"/><w:lang w:eastAsia="zh-CN"/></w:rPr>`, s.Half)
	for i, part := range strings.Split(text, "\t") {
		if i > 0 {
			b.WriteString("<w:tab/>")
		}
		if part != "" {
			b.WriteString(`<w:t xml:space="preserve">` + escape(part) + `</w:t>`)
		}
	}
	b.WriteString("</w:r>")
	return b.String()
}

func (s Style) whole(text string) string {
	return "<w:p>" + s.paragraph() + s.run(text) + "</w:p>"
}

// Say writes a paragraph; a tab in it goes to the right edge where the style has one.
func (d *Docx) Say(s Style, text string) { d.body.WriteString(s.whole(text)) }

// Blank leaves a line free.
func (d *Docx) Blank() { d.Say(Body, "") }

// DocxTable is a table. Words is how many columns at the left are words; Widths are shares of the width, equal where nil.
type DocxTable struct {
	Caption string
	Heads   []string
	Widths  []int
	Words   int
	Rows    [][]string
}

// Table writes a table over the whole width; its heads are repeated on each page and no row is torn.
func (d *Docx) Table(t DocxTable) {
	if t.Caption != "" {
		d.Say(Caption, t.Caption)
	}
	width := textWidth
	if d.wide {
		width = wideWidth
	}
	shares, sum := t.Widths, 0
	if len(shares) != len(t.Heads) {
		shares = make([]int, len(t.Heads))
		for i := range shares {
			shares[i] = 1
		}
	}
	for _, n := range shares {
		sum += n
	}
	cols := make([]int, len(shares))
	left := width
	for i, n := range shares {
		cols[i] = width * n / sum
		left -= cols[i]
	}
	cols[len(cols)-1] += left
	b := &d.body
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/>%s<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, width, borders("single"))
	for _, c := range cols {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, c)
	}
	b.WriteString("</w:tblGrid>")
	row := func(cells []string, head bool) {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		if head {
			b.WriteString("<w:tblHeader/>")
		}
		b.WriteString("</w:trPr>")
		for i := range cols {
			text, s := "", cell
			if i < len(cells) {
				text = cells[i]
			}
			switch {
			case head:
				s = cellHead
			case i < t.Words:
				s = cellLeft
			}
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>%s</w:tc>`, cols[i], s.whole(text))
		}
		b.WriteString("</w:tr>")
	}
	row(t.Heads, true)
	for _, r := range t.Rows {
		row(r, false)
	}
	b.WriteString("</w:tbl>")
}

func borders(kind string) string {
	var b strings.Builder
	b.WriteString("<w:tblBorders>")
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&b, `<w:%s w:val="%s" w:sz="4" w:space="0" w:color="000000"/>`, side, kind)
	}
	b.WriteString("</w:tblBorders>")
	return b.String()
}

func (d *Docx) section(wide bool, kind string) string {
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/>`,
		pageShort, pageLong, marginTop, marginRight, marginBottom, marginLeft, footerAt)
	if wide {
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="850" w:gutter="0"/>`,
			pageLong, pageShort, marginLeft, marginBottom, marginRight, marginTop)
	}
	return `<w:sectPr><w:footerReference w:type="default" r:id="rIdOdd"/><w:footerReference w:type="even" r:id="rIdEven"/><w:type w:val="` + kind + `"/>` + size + `</w:sectPr>`
}

// Turn ends a section: what follows stands on a new page, on landscape or portrait.
func (d *Docx) Turn(wide bool) {
	if wide == d.wide {
		return
	}
	d.body.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>` + d.section(d.wide, "nextPage") + `</w:pPr></w:p>`)
	d.wide = wide
}

// Imprint writes the 版记 at the foot of the last page: lines between rules, the last with the date at its right end.
func (d *Docx) Imprint(lines []string, issuer, date string) {
	d.even = d.wide // after 附件 it has a page of its own, which is an even one
	d.Turn(false)
	b := &d.body
	top := pageLong - marginBottom - (len(lines)+1)*(imprint.Line+10)
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="margin" w:tblpX="1" w:tblpY="%d"/><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/></w:tblGrid>`, top, textWidth, textWidth)
	row := func(s Style, text string) {
		fmt.Fprintf(b, `<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>%s</w:tc></w:tr>`, textWidth, s.whole(text))
	}
	for _, l := range lines {
		row(imprint, l)
	}
	s := imprint
	s.Tab = true
	row(s, issuer+"\t"+date+"印发")
	b.WriteString("</w:tbl>")
}

// begins is where the last section begins.
func (d *Docx) begins() string {
	if d.even {
		return "evenPage"
	}
	return "nextPage"
}

// Bytes writes the file.
func (d *Docx) Bytes(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, f := range []struct{ name, body string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", relsTop},
		{"docProps/core.xml", fmt.Sprintf(core, escape(d.title))},
		{"word/document.xml", documentHead + d.body.String() + `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>` + d.section(d.wide, d.begins()) + "</w:body></w:document>"},
		{"word/_rels/document.xml.rels", relsDocument},
		{"word/styles.xml", styles},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fontTable},
		{"word/footer1.xml", footer("right", 0, 1)},
		{"word/footer2.xml", footer("left", 1, 0)},
	} {
		// A header without a time: the same paper is the same file.
		part, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
		if _, err := io.WriteString(part, f.body); err != nil {
			return fmt.Errorf("write %s: %w", f.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("close docx: %w", err)
	}
	return nil
}

// footer is the page number: 4号 宋体, between dashes, one character from the outer edge.
func footer(align string, left, right int) string {
	s := Style{Font: FontPage, Half: 28, Align: align, Left: left, Right: right}
	field := func(kind string) string {
		return strings.Replace(s.run(""), "</w:r>", `<w:fldChar w:fldCharType="`+kind+`"/></w:r>`, 1)
	}
	code := strings.Replace(s.run(""), "</w:r>", `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>`, 1)
	return xmlHead + `<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>` + s.paragraph() + s.run("— ") + field("begin") + code + field("separate") + s.run("1") + field("end") + s.run(" —") + `</w:p></w:ftr>`
}
