package ops

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/server"
	"huiyin/internal/sheet"
)

//go:embed messages.toml
var messagesMap string

//go:embed takeover.toml
var takeoverMap string

// mapping is a column mapping with the county's translation of categories.
type mapping struct {
	sheet.Mapping
	Category map[string]string `toml:"category"`
}

func loadMapping(text string) (mapping, error) {
	var m mapping
	md, err := toml.Decode(text, &m)
	if err != nil {
		return m, fmt.Errorf("对应关系不是有效的 TOML：%w", err)
	}
	if u := md.Undecoded(); len(u) > 0 {
		return m, fmt.Errorf("对应关系里有不认识的项 %s，请核对", u[0])
	}
	return m, m.Check()
}

// importer reads a table and registers its rows. Every row is a submission of its own with a key made of channel and number, so that a second run
// doubles nothing.
type importer struct {
	s        *server.Server
	m        mapping
	cols     sheet.Columns
	channel  string
	dry      bool
	takeover bool
	out      io.Writer
	dir      org.Directory

	new, old, bad, twice int
	seen                 map[string]int // number → line in this file
}

func importFile(ctx context.Context, e Env, f *flags, args []string) error {
	dry := f.Bool("dry-run", false, "只检查，不登记")
	takeover := f.Bool("takeover", false, "接收原平台的在办、办结工单")
	update := f.Bool("update", false, "按市平台的导出表更新已有来件：截止、催办、重办、退回答复")
	mapFile := f.String("map", "", "列对应关系 TOML 文件；不填用内置的")
	channel := f.String("channel", "D2", "来源渠道编码")
	if err := f.parse(args); err != nil {
		return err
	}
	path := f.Arg(0)
	if path == "" {
		return fmt.Errorf("请写明要导入的 xlsx 或 csv 文件")
	}
	if *update {
		return updateFromCity(ctx, e, f, path, *dry)
	}
	text := messagesMap
	if *takeover {
		text = takeoverMap
	}
	if *mapFile != "" {
		b, err := os.ReadFile(*mapFile)
		if err != nil {
			return fmt.Errorf("读不了对应关系 %s：%w", *mapFile, err)
		}
		text = string(b)
	}
	m, err := loadMapping(text)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("读不了文件 %s：%w", path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("读不了文件 %s：%w", path, err)
	}
	r, err := sheet.Open(file, info.Size(), sheet.Options{Sheet: m.Sheet})
	if err != nil {
		return fmt.Errorf("%s：%w", path, err)
	}
	header, _ := r.Header()
	cols, err := m.Resolve(header)
	if err != nil {
		return fmt.Errorf("%s：%w", path, err)
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	im := &importer{s: s, m: m, cols: cols, channel: *channel, dry: *dry, seen: map[string]int{}, takeover: *takeover, out: e.Out}
	return closing(ctx, s, im.run(ctx, r))
}

func (im *importer) run(ctx context.Context, r *sheet.Reader) error {
	var err error
	if im.dir, err = im.s.Desk.Directory(ctx); err != nil {
		return err
	}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := im.row(ctx, row); err != nil {
			if !mendable(err) {
				return err
			}
			im.bad++
			fmt.Fprintf(im.out, "第%d行：%s\n", row.Line, err.Error())
		}
	}
	verb := "登记"
	if im.dry {
		verb = "可以登记"
	}
	fmt.Fprintf(im.out, "%s%d件，以前已导入%d件，表内重复%d行，有问题%d行。\n", verb, im.new, im.old, im.twice, im.bad)
	if im.bad > 0 {
		return fmt.Errorf("有%d行没有导入，请按上面的说明改好后再导入一次，已导入的不会重复", im.bad)
	}
	return nil
}

// mendable reports whether a person can mend the row.
func mendable(err error) bool {
	var no *regulation.Refusal
	var bad *desk.Invalid
	var p *sheet.Problem
	var line *rowFault
	return errors.As(err, &no) || errors.As(err, &bad) || errors.As(err, &p) || errors.As(err, &line)
}

type rowFault struct{ text string }

func (r *rowFault) Error() string { return r.text }

func fault(format string, args ...any) error { return &rowFault{fmt.Sprintf(format, args...)} }

func (im *importer) text(row sheet.Row, field string) string {
	return strings.TrimSpace(im.cols.Get(row, field).Text)
}

func (im *importer) row(ctx context.Context, row sheet.Row) error {
	q, err := im.request(row)
	if err != nil {
		return err
	}
	number := q.OuterNo
	if im.takeover {
		number = im.text(row, "number")
	}
	if number == "" {
		return fault("没有编号，请补上")
	}
	known, err := im.s.Desk.Imported(ctx, q.Channel, number, im.takeover)
	if err != nil {
		return err
	}
	if first, ok := im.seen[number]; ok {
		im.twice++
		fmt.Fprintf(im.out, "第%d行：编号%s与第%d行重复，没有再登记\n", row.Line, number, first)
		return nil
	}
	if known {
		im.seen[number] = row.Line
		im.old++
		return nil
	}
	var cmd order.Command
	var id string
	if im.takeover {
		t, err := im.takeOver(row, q)
		if err != nil {
			return err
		}
		cmd, id = t, t.ID
	} else {
		c := im.s.Desk.NewRegister(order.Register{Request: q, Plain: true})
		cmd, id = c, c.ID
	}
	if im.dry {
		if err := im.s.Desk.Rehearse(ctx, cmd); err != nil {
			return err
		}
		im.seen[number] = row.Line
		im.new++
		return nil
	}
	done, err := im.s.Desk.Do(ctx, desk.Ask{Order: id, Route: "import/" + q.Channel, Key: number, Commands: []order.Command{cmd}})
	if err != nil {
		return err
	}
	im.seen[number] = row.Line
	if done.Replayed {
		im.old++
	} else {
		im.new++
	}
	return nil
}

// request reads what both imports share. A title that is too long or names somebody is cut and masked: it stands in clear.
func (im *importer) request(row sheet.Row) (order.Request[order.Private], error) {
	var q order.Request[order.Private]
	taken, err := sheet.ParseTime(im.cols.Get(row, "taken_at"))
	if err != nil {
		return q, fault("来件时间：%s", err.Error())
	}
	q = order.Request[order.Private]{Channel: im.channel, OuterNo: im.text(row, "outer_no"), TakenAt: taken, Type: order.Complaint, Urgency: order.Routine, Secrecy: order.Ordinary,
		NeedReply: true, CallerKind: order.Person, Title: desk.ClearTitle(im.text(row, "title"), im.text(row, "words"), im.text(row, "name")), Place: desk.MaskTitle(im.text(row, "place")),
		Name: order.Private{Text: im.text(row, "name")}, Phone: order.Private{Text: im.text(row, "phone")}, Words: order.Private{Text: desk.CleanText(im.cols.Get(row, "words").Text)}}
	if c := im.text(row, "channel"); c != "" {
		q.Channel = c
	}
	if t := im.text(row, "type"); t != "" {
		q.Type = ""
		for _, x := range order.Types() {
			if x.Name() == t {
				q.Type = x
			}
		}
		if q.Type == "" {
			return q, fault("诉求类型“%s”不在列表里，应为咨询、求助、投诉、举报、意见建议、表扬或其他", t)
		}
	}
	if c := im.text(row, "category"); c != "" {
		q.Category = c
		if to, ok := im.m.Category[c]; ok {
			q.Category = to
		} else if !im.takeover {
			q.Category = ""
		}
	}
	if t := im.text(row, "town"); t != "" {
		u, err := im.unit(t)
		if err != nil {
			return q, err
		}
		q.Town = string(u.ID)
	}
	return q, nil
}

func (im *importer) unit(name string) (org.Unit, error) {
	for _, u := range im.dir.Units() {
		if u.Name == name || u.Short == name || string(u.ID) == name {
			return u, nil
		}
	}
	return org.Unit{}, fault("没有单位“%s”，请按机构名录填写", name)
}

func (im *importer) takeOver(row sheet.Row, q order.Request[order.Private]) (order.TakeOver, error) {
	fresh := im.s.Desk.NewRegister(order.Register{})
	t := order.TakeOver{ID: fresh.ID, NewMatter: fresh.NewMatter, NewMatterNo: fresh.NewMatterNo, Number: im.text(row, "number"), Request: q, DispatchText: desk.MaskTitle(im.text(row, "dispatch_text"))}
	status, ok := map[string]order.Status{"待转办": order.PendingDispatch, "待单位分办": order.UnitAssigning, "办理中": order.InProgress, "在办": order.InProgress, "已办结": order.Closed, "办结": order.Closed}[im.text(row, "status")]
	if !ok {
		return t, fault("状态“%s”不认识，应为待转办、待单位分办、办理中或已办结", im.text(row, "status"))
	}
	t.Status = status
	var err error
	if t.RegisteredAt, err = sheet.ParseTime(im.cols.Get(row, "registered_at")); err != nil {
		return t, fault("登记时间：%s", err.Error())
	}
	if im.text(row, "received_at") != "" {
		if t.ReceivedAt, err = sheet.ParseTime(im.cols.Get(row, "received_at")); err != nil {
			return t, fault("接到时间：%s", err.Error())
		}
	}
	if im.text(row, "closed_at") != "" {
		if t.ClosedAt, err = sheet.ParseTime(im.cols.Get(row, "closed_at")); err != nil {
			return t, fault("办结时间：%s", err.Error())
		}
	}
	if im.text(row, "due_day") != "" {
		due, err := sheet.ParseTime(im.cols.Get(row, "due_day"))
		if err != nil {
			return t, fault("办结截止：%s", err.Error())
		}
		t.DueDay = calendar.DateOf(due).String()
	}
	if n := im.text(row, "unit"); n != "" {
		u, err := im.unit(n)
		if err != nil {
			return t, err
		}
		t.Unit = order.Target{Unit: u.ID, Deputy: u.Deputy}
	}
	t.Late = im.text(row, "late") == "是"
	if t.Satisfaction, err = named(im.text(row, "satisfaction"), "满意度", order.Satisfaction.Name, order.Satisfied, order.Fairly, order.Dissatisfied); err != nil {
		return t, err
	}
	if t.Solved, err = named(im.text(row, "solved"), "解决情况", order.Solved.Name, order.SolvedYes, order.SolvedPartly, order.SolvedNo, order.SolvedExplained); err != nil {
		return t, err
	}
	t.Appeals = 1
	for field, to := range map[string]*int{"appeals": &t.Appeals, "assigns": &t.Assigns, "keys": &t.Keys, "urges": &t.Urges} {
		v := im.text(row, field)
		if v == "" {
			continue
		}
		if *to, err = strconv.Atoi(v); err != nil {
			return t, fault("次数“%s”不是整数", v)
		}
	}
	return t, nil
}

// named finds the value that a cell names; a blank cell is none. A word that is no value is never dropped in silence.
func named[T ~string](cell, what string, name func(T) string, values ...T) (T, error) {
	var none T
	if cell == "" {
		return none, nil
	}
	var names []string
	for _, x := range values {
		if name(x) == cell {
			return x, nil
		}
		names = append(names, name(x))
	}
	return none, fault("%s“%s”不认识，应为%s", what, cell, strings.Join(names, "、"))
}

// updateFromCity brings outer orders up to the city platform's export and prints what became of every line.
func updateFromCity(ctx context.Context, e Env, f *flags, path string, dry bool) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("读不了文件 %s：%w", path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("读不了文件 %s：%w", path, err)
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	rep, err := s.Desk.UpdateFromCity(ctx, org.Actor{}, file, info.Size(), dry)
	for _, x := range rep.Lines {
		fmt.Fprintf(e.Out, "第%d行 %s %s：%s\n", x.Line, x.OuterNo, x.Number, x.What)
	}
	if err == nil {
		how := "已更新"
		if dry {
			how = "只检查，没有改动。会更新"
		}
		fmt.Fprintf(e.Out, "共%d行，%s%d件，不变%d件，不在本系统%d件，有误%d行。\n", len(rep.Lines), how, rep.Changed, rep.Same, rep.Other, rep.Wrong)
	}
	return closing(ctx, s, err)
}
