package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/sheet"
	"huiyin/internal/store"
)

// ToBackfill is one order whose answer an upper platform, or the editor of a programme with citizens (Art. 6(6)), waits for.
type ToBackfill struct {
	ID, Number, OuterNo, Channel, Title string
	Due                                 string // 3月20日 24:00
	Light                               Light
	State                               string // 上级要求重办 …
	Reply, Short                        string // the public reply, whole and as it fits
	Cut                                 bool
	Programme                           bool // told to its editor, whole
	Length, Most                        int
	Done, By                            string // when and by whom, where it was typed in
	Version                             int64
}

// BackfillPage is the list.
type BackfillPage struct {
	Rows, Done []ToBackfill
	Total      int
	Next       string
}

func (r *Reader) mayBackfill() bool { return access.May(r.actor.Post.Kind, access.FeedingBack) }

// CountToBackfill counts what waits, 0 for posts that have nothing to do with it.
func (r *Reader) CountToBackfill(ctx context.Context) (int, error) {
	if !r.mayBackfill() {
		return 0, nil
	}
	return r.s.store.CountToBackfill(ctx)
}

// Backfill lists the orders whose answer the upper platform waits for, the nearest of its limits first. most is how many characters its field takes.
func (r *Reader) Backfill(ctx context.Context, after string, most int) (BackfillPage, error) {
	var out BackfillPage
	if !r.mayBackfill() {
		return out, ErrForbidden
	}
	due, id := int64(-1), ""
	if after != "" {
		if _, err := fmt.Sscanf(after, "%d_%s", &due, &id); err != nil {
			return out, invalid("after", "页码不对，请从第一页看起。")
		}
	}
	rows, err := r.s.store.ToBackfill(ctx, due, id, pageSize+1)
	if err != nil {
		return out, err
	}
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		out.Next = fmt.Sprintf("%d_%s", rows[pageSize-1].DueMS, rows[pageSize-1].Order)
	}
	if out.Rows, err = r.backfillRows(ctx, rows, most); err != nil {
		return out, err
	}
	day := calendar.DateOf(r.s.now()).Midnight()
	done, err := r.s.store.Backfilled(ctx, day.UnixMilli()-1, 50)
	if err != nil {
		return out, err
	}
	if out.Done, err = r.backfillRows(ctx, done, most); err != nil {
		return out, err
	}
	out.Total, err = r.s.store.CountToBackfill(ctx)
	return out, err
}

func (r *Reader) backfillRows(ctx context.Context, rows []store.Backfill, most int) ([]ToBackfill, error) {
	now := r.s.now()
	var out []ToBackfill
	for _, b := range rows {
		l, err := r.s.load(ctx, b.Order)
		if err != nil {
			return nil, err
		}
		st := l.state
		if Relate(r.actor, st, now) == access.Stranger {
			continue
		}
		p, err := r.s.policyFor(ctx, st.Policy, st.Calendar)
		if err != nil {
			return nil, err
		}
		v := ToBackfill{ID: st.ID, Number: st.Number, OuterNo: st.Request.OuterNo, Title: st.Request.Title, State: st.OuterState.Name(), Most: most, Version: l.version, Programme: st.Programme}
		most := most
		if st.Programme {
			most, v.Most = 0, 0
		}
		if c, ok := p.Channel(st.Request.Channel); ok {
			v.Channel = c.Name
		}
		if b.DueMS != math.MaxInt64 {
			v.Due, v.Light = endOfDay(at(b.DueMS)), LightOf(p.Calendar, at(b.DueMS), now)
		}
		reply, err := r.commonReply(ctx, st)
		if err != nil {
			return nil, err
		}
		if reply != nil {
			v.Reply, v.Length = reply.Public, len([]rune(reply.Public))
			v.Short, v.Cut = order.ShortReply(reply.Public, most)
		}
		if b.DoneMS > 0 {
			v.Done, v.By = clockTime(at(b.DoneMS)), r.account(org.AccountID(b.DoneBy))
		}
		out = append(out, v)
	}
	return out, nil
}

// MarkBackfilled puts the answer's arrival at the upper platform on record, with a picture of the screen where there is one.
func (s *Service) MarkBackfilled(ctx context.Context, actor org.Actor, id, key string, shot *Upload) (Done, error) {
	c := order.MarkBackfilled{By: order.By{Actor: actor}}
	if shot != nil {
		a, err := s.Keep(ctx, *shot, "outer")
		if err != nil {
			return Done{}, err
		}
		c.Files = []order.Attachment[order.Private]{a}
	}
	return s.Do(ctx, Ask{Actor: actor, Order: id, Route: "backfill", Key: key, Commands: []order.Command{c}})
}

// cityColumns is how exports of the city platform may head their columns.
var cityColumns = sheet.Mapping{Required: []string{"outer_no"}, Columns: map[string][]string{
	"outer_no": {"工单编号", "市平台编号", "编号", "受理编号", "来件编号"},
	"due":      {"截止时间", "办理时限", "办结时限", "到期时间", "反馈时限"},
	"urges":    {"催办次数", "催办"},
	"state":    {"工单状态", "状态", "处理状态"},
}}

// CityLine is what became of one line of an export.
type CityLine struct {
	Line            int
	OuterNo, Number string
	ID              string
	What            string // what changes, or why nothing does
	Changed, Wrong  bool
}

// CityReport is what became of an export.
type CityReport struct {
	Lines                       []CityLine
	Changed, Same, Wrong, Other int
	Dry                         bool
}

// UpdateFromCity brings orders that we hold up to what the city platform's export says of them: limit, urges, rework, returned answers. Lines of orders that
// we do not hold are reported and left alone. With dry nothing is written. A second run of the same file changes nothing.
func (s *Service) UpdateFromCity(ctx context.Context, actor org.Actor, file io.ReaderAt, size int64, dry bool) (CityReport, error) {
	rep := CityReport{Dry: dry}
	if !actor.System() && !access.May(actor.Post.Kind, access.Dispatching) {
		return rep, ErrForbidden
	}
	in, err := sheet.Open(file, size, sheet.Options{})
	if err != nil {
		return rep, invalid("file", "%s", err.Error())
	}
	header, _ := in.Header()
	cols, err := cityColumns.Resolve(header)
	if err != nil {
		return rep, invalid("file", "%s", err.Error())
	}
	seen := map[string]int{}
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			return rep, nil
		}
		if err != nil {
			return rep, invalid("file", "%s", err.Error())
		}
		line, err := s.cityLine(ctx, actor, cols, row, seen, dry)
		if err != nil {
			return rep, err
		}
		switch {
		case line.Wrong:
			rep.Wrong++
		case line.Number == "":
			rep.Other++
		case line.Changed:
			rep.Changed++
		default:
			rep.Same++
		}
		rep.Lines = append(rep.Lines, line)
	}
}

func (s *Service) cityLine(ctx context.Context, actor org.Actor, cols sheet.Columns, row sheet.Row, seen map[string]int, dry bool) (CityLine, error) {
	v := CityLine{Line: row.Line, OuterNo: strings.TrimSpace(cols.Get(row, "outer_no").Text)}
	wrong := func(format string, args ...any) (CityLine, error) {
		v.Wrong, v.What = true, fmt.Sprintf(format, args...)
		return v, nil
	}
	if v.OuterNo == "" {
		return wrong("没有编号，这一行没有处理")
	}
	if first, twice := seen[v.OuterNo]; twice {
		return wrong("编号与第%d行相同，只按前一行处理", first)
	}
	seen[v.OuterNo] = row.Line
	c := order.UpdateOuter{By: order.By{Actor: actor}}
	if cell := cols.Get(row, "due"); strings.TrimSpace(cell.Text) != "" {
		t, err := sheet.ParseTime(cell)
		if err != nil {
			return wrong("截止时间“%s”读不懂，请改成 2026-03-20 这样的写法", strings.TrimSpace(cell.Text))
		}
		t = dueOf(t)
		c.Due = &t
	}
	if n := strings.TrimSpace(cols.Get(row, "urges").Text); n != "" {
		k, err := strconv.ParseFloat(n, 64)
		if err != nil || k < 0 || k > 1000 || k != math.Trunc(k) {
			return wrong("催办次数“%s”不是数字", n)
		}
		c.Urges = int(k)
	}
	switch state := cols.Get(row, "state").Text; {
	case strings.Contains(state, "重办"):
		c.State = order.OuterRework
	case strings.Contains(state, "退回"):
		c.State = order.OuterReturn
	}
	id, found, err := s.byOuterNumber(ctx, v.OuterNo)
	switch {
	case err != nil:
		return v, err
	case found == 0:
		v.What = "本系统没有这个编号，请用导入登记"
		return v, nil
	case found > 1:
		return wrong("有%d件用了这个编号，请逐件核对", found)
	}
	return s.applyCity(ctx, actor, id, c, v, dry)
}

// dueOf is a platform's limit as the first instant that is too late: a date without a time, or 23:59, ends with its day.
func dueOf(t time.Time) time.Time {
	d := calendar.DateOf(t)
	since := t.Sub(d.Midnight())
	if since == 0 || since >= 23*time.Hour+59*time.Minute {
		return d.Next().Midnight()
	}
	return t.UTC()
}

func (s *Service) applyCity(ctx context.Context, actor org.Actor, id string, c order.UpdateOuter, v CityLine, dry bool) (CityLine, error) {
	l, err := s.load(ctx, id)
	if err != nil {
		return v, err
	}
	v.ID, v.Number = id, l.state.Number
	p, err := s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return v, err
	}
	events, err := order.Decide(l.state, c, p, s.now())
	if err == nil && !dry {
		_, err = s.Do(ctx, Ask{Actor: actor, Order: id, Route: "city", Commands: []order.Command{c}})
	}
	if err != nil {
		var no *regulation.Refusal
		if !errors.As(err, &no) {
			return v, err
		}
		v.Wrong, v.What = true, no.Reason
		return v, nil
	}
	v.What = "没有变化"
	for _, e := range events {
		if u, ok := e.(order.OuterUpdated); ok {
			v.Changed, v.What = true, outerWords(u)
		}
	}
	return v, nil
}

// byOuterNumber finds the order of an upper platform's number, whichever of its channels it came by.
func (s *Service) byOuterNumber(ctx context.Context, no string) (id string, found int, err error) {
	p, err := s.Policy(ctx)
	if err != nil {
		return "", 0, err
	}
	for _, c := range p.Channels {
		if !c.Outer {
			continue
		}
		got, err := s.store.OrderByOuter(ctx, c.Code, no)
		if errors.Is(err, store.ErrNone) {
			continue
		}
		if err != nil {
			return "", 0, fmt.Errorf("find outer number: %w", err)
		}
		id = got
		found++
	}
	return id, found, nil
}
