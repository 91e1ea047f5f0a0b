package papers

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"huiyin/internal/bulletin"
	"huiyin/internal/sheet"
)

// Bulletin is a 简报 or 通报 with what stands around its figures.
type Bulletin struct {
	Draft  bulletin.Draft
	Text   bulletin.Text
	Number string // 2026年第48期, or 蒙热通〔2026〕3号; empty while it is a draft
	Date   string // 2026年11月30日, of the signature or the draft
	Office string // 蒙城县县长热线受理中心: who makes the 简报
	Sender string // 蒙城县人民政府办公室: in whose name the 通报 goes out (domain.md §13.23)
}

var numerals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

// wideFrom is how many columns need a landscape page.
const wideFrom = 9

// WriteDocx writes the paper to GB/T 9704. Tables too wide for the page stand at the end on landscape pages, as 附件.
func (p Bulletin) WriteDocx(w io.Writer) error {
	d := NewDocx(p.Text.Title)
	p.head(d)
	d.Say(Title, p.Text.Title)
	d.Say(To, "各乡、镇人民政府，各街道办事处，县直各承办单位：")
	d.Say(Body, fmt.Sprintf("现将%s（%s）县长热线办理情况通报如下。", p.Draft.Period.Name(), p.Draft.Period.Range()))
	var wide []bulletin.Grid
	for i, s := range p.Draft.Sections {
		d.Say(Level1, numerals[i]+"、"+s.Title)
		said := p.sentences(s.ID)
		for _, one := range said {
			d.Say(Body, p.Draft.Say(one))
		}
		n := 0
		for _, g := range p.Draft.Tables {
			switch {
			case g.Section != s.ID:
			case len(g.Heads) >= wideFrom:
				wide = append(wide, g)
				n++
			default:
				d.Table(docxTable(g))
				n++
			}
		}
		if len(said) == 0 && n == 0 {
			d.Say(Body, p.Draft.Nothing())
		}
	}
	for i, g := range wide {
		s := Body
		label := fmt.Sprintf("%d.%s", i+1, plain(g.Caption))
		if i == 0 {
			d.Blank()
			label = "附件：" + label
		} else {
			s.Indent += 3
		}
		d.Say(s, label)
	}
	d.Say(Sender, p.sender())
	d.Say(Dated, p.Date)
	for i, g := range wide {
		d.Turn(true)
		s := Attached
		s.Break = i > 0
		d.Say(s, fmt.Sprintf("附件%d", i+1))
		d.Table(docxTable(g))
	}
	d.Imprint([]string{"报：县政府领导。", "送：县绩效评价中心、县效能办。", "发：各乡、镇人民政府，各街道办事处，县直各承办单位。"}, p.sender(), p.Date)
	return d.Bytes(w)
}

func (p Bulletin) sender() string {
	if p.Draft.Period.Short() {
		return p.Office
	}
	return p.Sender
}

// head is the 简报 head with its issue, or the red head of the government office.
func (p Bulletin) head(d *Docx) {
	number := p.Number
	if p.Draft.Period.Short() {
		if number == "" {
			number = "未编号"
		}
		d.Say(Mast, "县长热线工作简报")
		d.Say(Issue, "（"+number+"）")
		d.Say(IssuedBy, "　"+p.Office+"\t"+p.Date)
		return
	}
	if number == "" {
		number = "蒙热通〔　　〕　号"
	}
	d.Say(Mast, "县长热线办理情况通报")
	d.Say(NumberOf, number)
}

// sentences are a section's, in the order of the prose.
func (p Bulletin) sentences(id string) []string {
	i := slices.IndexFunc(p.Text.Sections, func(s bulletin.SectionText) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return p.Text.Sections[i].Sentences
}

// plain is a caption without its number.
func plain(caption string) string {
	_, s, ok := strings.Cut(caption, "　")
	if !ok {
		return caption
	}
	return s
}

func docxTable(g bulletin.Grid) DocxTable {
	t := DocxTable{Caption: g.Caption, Heads: g.Heads, Words: g.Words}
	for _, l := range g.Rows {
		var row []string
		for _, c := range l.Cells {
			row = append(row, c.Text)
		}
		t.Rows = append(t.Rows, row)
	}
	for i, h := range g.Heads {
		n := 2
		switch {
		case h == "序号":
			n = 2
		case h == "内容摘要":
			n = 6
		case h == "单位" || h == "承办单位":
			n = 6
		case h == "件号", h == "来源":
			n = 4
		case i < g.Words:
			n = 4
		}
		if len(g.Heads) >= wideFrom && n == 2 {
			n = 3
			if h == "序号" {
				n = 2
			}
		}
		t.Widths = append(t.Widths, n)
	}
	return t
}

// WriteXLSX writes each table as a sheet, with the figures of the prose first and the criteria last.
func (p Bulletin) WriteXLSX(w io.Writer, about sheet.About) error {
	figures := sheet.Page{Title: "数字", Columns: []sheet.Column{{Title: "指标"}, {Title: "数值"}, {Title: "分子"}, {Title: "分母"}, {Title: "口径", Width: 80}}}
	for _, v := range p.Draft.Values {
		if v.Metric == "" {
			continue
		}
		row := []any{v.Token, v.Text, v.Num, nil, nil}
		if v.Den != 0 {
			row[3] = v.Den
		}
		if m, ok := bulletin.Find(v.Metric); ok {
			row[4] = m.Definition()
		}
		figures.Rows = append(figures.Rows, row)
	}
	pages := []sheet.Page{figures}
	for _, g := range p.Draft.Tables {
		x := sheet.Page{Title: plain(g.Caption)}
		for i, h := range g.Heads {
			c := sheet.Column{Title: h, Width: 12}
			if i < g.Words {
				c.Width = 24
			}
			x.Columns = append(x.Columns, c)
		}
		for _, l := range g.Rows {
			var row []any
			for i, c := range l.Cells {
				row = append(row, number(c.Text, i < g.Words))
			}
			x.Rows = append(x.Rows, row)
		}
		pages = append(pages, x)
	}
	return sheet.WritePages(w, about, pages)
}

// number gives a count as a number, so that a table can be reckoned with; anything else stays text.
func number(s string, words bool) any {
	if words || s == "" || len(s) > 12 || strings.Trim(s, "0123456789") != "" {
		return s
	}
	var n int64
	for _, r := range s {
		n = n*10 + int64(r-'0')
	}
	return n
}
