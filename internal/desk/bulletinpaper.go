package desk

import (
	"context"
	"io"
	"strings"

	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/papers"
	"huiyin/internal/sheet"
)

// BulletinNames is in whose name bulletins go out: the hotline office's 简报, the government office's 通报.
type BulletinNames struct{ Office, Sender string }

// BulletinFile is a bulletin as a file: its name, and what writes it.
type BulletinFile struct {
	Name  string
	Write func(io.Writer) error
}

// bulletinFile is the paper of a bulletin that the reader may see.
func (r *Reader) bulletinFile(ctx context.Context, id string, n BulletinNames) (papers.Bulletin, BulletinView, error) {
	v, err := r.Bulletin(ctx, id)
	if err != nil {
		return papers.Bulletin{}, v, err
	}
	p := papers.Bulletin{Draft: v.Draft, Text: v.Text, Number: v.Number, Date: v.IssuedDay, Office: n.Office, Sender: n.Sender}
	if p.Date == "" {
		p.Date = calendar.DateOf(r.s.now()).Chinese()
	}
	return p, v, nil
}

// fileName is a name that every system takes.
func fileName(s, ext string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`\/:*?"<>|`, r) || r < ' ' {
			return -1
		}
		return r
	}, s) + ext
}

// BulletinDocx is the bulletin as a .docx to GB/T 9704.
func (r *Reader) BulletinDocx(ctx context.Context, id string, n BulletinNames) (BulletinFile, error) {
	p, v, err := r.bulletinFile(ctx, id, n)
	return BulletinFile{fileName(v.Text.Title, ".docx"), p.WriteDocx}, err
}

// BulletinXLSX is its tables as a workbook, with who took them, and from when they are.
func (r *Reader) BulletinXLSX(ctx context.Context, id string, n BulletinNames) (BulletinFile, error) {
	p, v, err := r.bulletinFile(ctx, id, n)
	about := sheet.About{Title: v.Text.Title, Criteria: [][2]string{{"时段", v.Draft.Period.Name() + "（" + v.Draft.Period.Range() + "）"}, {"数据截至", v.Cut}, {"状态", v.Stage.Name()}}, At: r.s.now(), Operator: r.account(r.actor.Account)}
	return BulletinFile{fileName(v.Text.Title+"（数据表）", ".xlsx"), func(w io.Writer) error { return p.WriteXLSX(w, about) }}, err
}

// Grids are the tables of a draft that stand in a section.
func Grids(d bulletin.Draft, section string) []bulletin.Grid {
	var out []bulletin.Grid
	for _, g := range d.Tables {
		if g.Section == section {
			out = append(out, g)
		}
	}
	return out
}
