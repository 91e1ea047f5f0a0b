package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/sheet"
	"huiyin/internal/store"
)

// ImportKind says what a table holds.
type ImportKind string

// The tables.
const (
	ImportUnits  ImportKind = "units"  // 单位
	ImportPeople ImportKind = "people" // 人员
)

// Name is the Chinese name, "" for an unknown kind.
func (k ImportKind) Name() string {
	return map[ImportKind]string{ImportUnits: "单位", ImportPeople: "人员"}[k]
}

// most is how many rows a table may have; every person takes a password to be hashed.
func (k ImportKind) most() int { return map[ImportKind]int{ImportUnits: 500, ImportPeople: 300}[k] }

// columns are the table's columns in their order, by field.
func (k ImportKind) columns() [][2]string {
	if k == ImportUnits {
		return [][2]string{{"code", "单位编码"}, {"name", "单位全称"}, {"short", "简称"}, {"group", "考核组别"}, {"phone", "办公电话"}}
	}
	return [][2]string{{"title", "姓名"}, {"login", "登录名"}, {"unit", "单位"}, {"post", "岗位"}, {"from", "到任日期"}}
}

// Columns are the titles of the table.
func (k ImportKind) Columns() []string {
	var out []string
	for _, c := range k.columns() {
		out = append(out, c[1])
	}
	return out
}

func (k ImportKind) mapping() sheet.Mapping {
	m := sheet.Mapping{Columns: map[string][]string{}}
	for _, c := range k.columns() {
		m.Columns[c[0]] = []string{c[1]}
		if c[0] != "short" && c[0] != "phone" && c[0] != "from" {
			m.Required = append(m.Required, c[0])
		}
	}
	return m
}

// ImportRow is a row of the table as it was read: Line of the file, its cells in the order of the columns, and what to do where it cannot be taken.
type ImportRow struct {
	Line  int      `json:"line"`
	Cells []string `json:"cells"`
	Fault string   `json:"-"`
}

// Template writes an empty table with two examples.
func (r *Reader) Template(w io.Writer, k ImportKind) error {
	examples := [][]any{{"sjj", "县数据资源管理局", "数据局", "县直部门", "0558-7000301"}, {"341622120", "某某镇人民政府", "某某镇", "乡镇街道", ""}}
	if k == ImportPeople {
		examples = [][]any{{"示例一", "shuju1", "县数据资源管理局", "具办人员", "2026-03-02"}, {"示例二", "shuju2", "sjj", "主要负责人", ""}}
	}
	var cols []sheet.Column
	for _, t := range k.Columns() {
		cols = append(cols, sheet.Column{Title: t, Width: 20})
	}
	about := sheet.About{Title: k.Name() + "导入模板", At: r.s.now(), Operator: r.account(r.actor.Account), Criteria: [][2]string{{"填法", "第一行是表头，不要改；示例两行请删去。单位可填全称或编码；岗位填：主要负责人、分管负责人、具办人员、值班员；考核组别填：乡镇街道、县直部门、企事业与垂管单位；到任日期不填按当天。"}}}
	_, err := sheet.WriteXLSX(w, about, cols, func(yield func([]any, error) bool) {
		for _, e := range examples {
			if !yield(e, nil) {
				return
			}
		}
	})
	return err
}

// ReadImport reads a table from a file and says of every row what would become of it. Nothing is stored. Errors: *Invalid of file.
func (r *Reader) ReadImport(ctx context.Context, k ImportKind, file io.ReaderAt, size int64) ([]ImportRow, error) {
	if !access.May(r.actor.Post.Kind, access.Organising) {
		return nil, ErrForbidden
	}
	in, err := sheet.Open(file, size, sheet.Options{Limits: sheet.Limits{File: 5 << 20, Rows: k.most()}})
	var bad *sheet.Problem
	if errors.As(err, &bad) {
		return nil, invalid("file", "%s", bad.Error())
	}
	if err != nil {
		return nil, fmt.Errorf("open table: %w", err)
	}
	header, _ := in.Header()
	at, err := k.mapping().Resolve(header)
	if errors.As(err, &bad) {
		return nil, invalid("file", "%s", bad.Error())
	}
	if err != nil {
		return nil, err
	}
	var out []ImportRow
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if errors.As(err, &bad) {
			return nil, invalid("file", "%s", bad.Error())
		}
		if err != nil {
			return nil, fmt.Errorf("read table: %w", err)
		}
		x := ImportRow{Line: row.Line}
		for _, c := range k.columns() {
			cell := at.Get(row, c[0])
			text := strings.TrimSpace(cell.Text)
			if c[0] == "from" && cell.Kind == sheet.Date {
				if t, err := sheet.ParseTime(cell); err == nil {
					text = calendar.DateOf(t).String()
				}
			}
			x.Cells = append(x.Cells, text)
		}
		out = append(out, x)
	}
	if len(out) == 0 {
		return nil, invalid("file", "表里没有数据，请在表头下面填写后再上传。")
	}
	return out, r.s.judge(ctx, k, out)
}

// Judge looks at rows again that come back from the preview.
func (r *Reader) Judge(ctx context.Context, k ImportKind, rows []ImportRow) error {
	if !access.May(r.actor.Post.Kind, access.Organising) {
		return ErrForbidden
	}
	if len(rows) > k.most() {
		return invalid("file", "一次最多%d行，请分成几个文件。", k.most())
	}
	for _, x := range rows {
		if len(x.Cells) != len(k.columns()) {
			return invalid("file", "表格与模板不符，请重新上传。")
		}
	}
	return r.s.judge(ctx, k, rows)
}

// judge writes into every row why it cannot be taken.
func (s *Service) judge(ctx context.Context, k ImportKind, rows []ImportRow) error {
	dir, err := s.Directory(ctx)
	if err != nil {
		return err
	}
	taken, err := s.logins(ctx)
	if err != nil {
		return err
	}
	codes, names := map[string]int{}, map[string]int{}
	for i := range rows {
		x := &rows[i]
		var err error
		switch k {
		case ImportUnits:
			u := unitOfRow(*x)
			if r := office.CheckUnit(dir, u, true, s.today(), s.today()); r != nil {
				err = r
			} else if l := codes[x.Cells[0]]; l > 0 {
				err = invalid("code", "编码与第%d行重复，请改一个。", l)
			} else if l := names[u.Name]; l > 0 {
				err = invalid("name", "全称与第%d行重复，请核对。", l)
			}
			codes[x.Cells[0]], names[u.Name] = x.Line, x.Line
		case ImportPeople:
			var p Person
			if p, err = personOfRow(dir, *x, s.today()); err == nil {
				err = s.checkPerson(dir, p, taken)
			}
			if l := codes[x.Cells[1]]; err == nil && l > 0 {
				err = invalid("login", "登录名与第%d行重复，请改一个。", l)
			}
			codes[x.Cells[1]] = x.Line
		}
		if err != nil {
			if x.Fault, err = faultOf(err); err != nil {
				return err
			}
		}
	}
	return nil
}

// faultOf is the safe text of a row's error; another error is one.
func faultOf(err error) (string, error) {
	var no *regulation.Refusal
	var bad *Invalid
	switch {
	case errors.As(err, &no):
		return no.Reason, nil
	case errors.As(err, &bad):
		return bad.Reason, nil
	}
	return "", err
}

func unitOfRow(x ImportRow) org.Unit {
	u := org.Unit{ID: org.UnitID(strings.ToLower(x.Cells[0])), Name: x.Cells[1], Short: x.Cells[2], Phone: x.Cells[4]}
	for _, g := range []org.Group{org.Township, org.Department, org.Enterprise} {
		if g.Name() == x.Cells[3] {
			u.Group = g
		}
	}
	return u
}

func personOfRow(dir org.Directory, x ImportRow, today org.Day) (Person, error) {
	p := Person{Title: x.Cells[0], Login: strings.ToLower(x.Cells[1]), From: org.Day(x.Cells[4])}
	if p.From == "" {
		p.From = today
	}
	var unit org.UnitID
	for _, u := range dir.Units() {
		if string(u.ID) == x.Cells[2] || u.Name == x.Cells[2] || u.Short != "" && u.Short == x.Cells[2] {
			unit = u.ID
		}
	}
	if unit == "" {
		return p, invalid("unit", "没有单位“%s”，请填单位全称或编码；新单位请先导入单位。", x.Cells[2])
	}
	for _, k := range org.Kinds() {
		if k.Name() == x.Cells[3] {
			if _, ok := dir.Post(org.PostOf(unit, k)); ok {
				p.Post = org.PostOf(unit, k)
			}
		}
	}
	if p.Post == "" {
		return p, invalid("post", "%s没有岗位“%s”；成员单位的岗位是主要负责人、分管负责人、具办人员、值班员。", dir.UnitName(unit), x.Cells[3])
	}
	if p.Post.KindOf().Administers() {
		return p, invalid("post", "管理岗位不能批量导入，请用命令行逐个建立。")
	}
	return p, nil
}

// Import stores the rows that can be taken, all in one write, and answers the people's first passwords; those that cannot are left out with their fault.
func (s *Service) Import(ctx context.Context, r *Reader, k ImportKind, rows []ImportRow) (taken int, people []Entered, err error) {
	if err := r.Judge(ctx, k, rows); err != nil {
		return 0, nil, err
	}
	var events []any
	var all []Person
	dir, err := s.Directory(ctx)
	if err != nil {
		return 0, nil, err
	}
	for _, x := range rows {
		if x.Fault != "" {
			continue
		}
		taken++
		if k == ImportUnits {
			u := unitOfRow(x)
			u.Pending = true
			events = append(events, org.UnitChanged{On: s.today(), Unit: u, Why: "批量导入"})
			continue
		}
		p, err := personOfRow(dir, x, s.today())
		if err != nil {
			return 0, nil, err
		}
		all = append(all, p)
	}
	switch {
	case taken == 0:
		return 0, nil, invalid("file", "没有可以导入的行，请按提示改好表格再上传。")
	case k == ImportUnits:
		return taken, nil, s.change(ctx, r.actor, []store.Exec(nil), nil, events...)
	}
	people, err = s.addPeople(ctx, r.actor, all)
	return taken, people, err
}
