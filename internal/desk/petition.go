package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sheet"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// PetitionCells is what a line of a list that came in says; sealed as it came.
type PetitionCells struct {
	No    string `json:"no"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
	Place string `json:"place"`
	Gist  string `json:"gist"`
}

// PetitionRow is a line of a table before it is kept.
type PetitionRow struct {
	Line  int           `json:"line"`
	Cells PetitionCells `json:"cells"`
	Fault string        `json:"-"`
}

// petitionColumns are the titles of the table, by field; the first title is the template's.
var petitionColumns = [][]string{{"no", "信访编号", "登记编号", "编号"}, {"name", "信访人", "姓名", "信访人姓名"}, {"phone", "联系电话", "手机号码", "电话"}, {"place", "属地", "地点", "乡镇", "住址"}, {"gist", "信访事项", "反映内容", "主要诉求", "内容"}}

// PetitionTitles are the titles of the template.
func PetitionTitles() []string {
	var out []string
	for _, c := range petitionColumns {
		out = append(out, c[1])
	}
	return out
}

// PetitionTemplate writes an empty table with an example.
func (r *Reader) PetitionTemplate(w io.Writer) error {
	var cols []sheet.Column
	for _, t := range PetitionTitles() {
		cols = append(cols, sheet.Column{Title: t, Width: 24})
	}
	about := sheet.About{Title: "信访清单模板", At: r.s.now(), Operator: r.account(r.actor.Account), Criteria: [][2]string{{"填法", "第一行是表头，不要改；示例一行请删去。信访编号、信访事项必填。"}}}
	_, err := sheet.WriteXLSX(w, about, cols, func(yield func([]any, error) bool) {
		yield([]any{"XF2026000001", "示例", "0558-7000000", "某某镇某某村", "反映村道损坏，要求修复。"}, nil)
	})
	return err
}

// ReadPetitions reads a table and says of every line what is wrong with it. Nothing is stored. Errors: *Invalid of file.
func (r *Reader) ReadPetitions(ctx context.Context, file io.ReaderAt, size int64) ([]PetitionRow, error) {
	if !access.May(r.actor.Post.Kind, access.Petitioning) {
		return nil, ErrForbidden
	}
	in, err := sheet.Open(file, size, sheet.Options{Limits: sheet.Limits{File: 5 << 20, Rows: office.MostPetitions}})
	var bad *sheet.Problem
	if errors.As(err, &bad) {
		return nil, invalid("file", "%s", bad.Error())
	}
	if err != nil {
		return nil, fmt.Errorf("open table: %w", err)
	}
	m := sheet.Mapping{Columns: map[string][]string{}, Required: []string{"no", "gist"}}
	for _, c := range petitionColumns {
		m.Columns[c[0]] = c[1:]
	}
	header, _ := in.Header()
	at, err := m.Resolve(header)
	if errors.As(err, &bad) {
		return nil, invalid("file", "%s", bad.Error())
	}
	if err != nil {
		return nil, err
	}
	var out []PetitionRow
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
		cell := func(f string) string { return strings.TrimSpace(at.Get(row, f).Text) }
		out = append(out, PetitionRow{Line: row.Line, Cells: PetitionCells{cell("no"), cell("name"), cell("phone"), cell("place"), cell("gist")}})
	}
	if len(out) == 0 {
		return nil, invalid("file", "表里没有数据，请在表头下面填写后再上传。")
	}
	judgePetitions(out)
	return out, nil
}

// judgePetitions writes into every line why it cannot be kept.
func judgePetitions(rows []PetitionRow) {
	seen := map[string]int{}
	for i := range rows {
		x := &rows[i]
		x.Fault = ""
		switch n := seen[x.Cells.No]; {
		case x.Cells.No == "":
			x.Fault = "没有信访编号，请补上。"
		case n > 0:
			x.Fault = fmt.Sprintf("信访编号与第%d行重复，请核对。", n)
		case x.Cells.Gist == "":
			x.Fault = "没有信访事项，请补上。"
		case len([]rune(x.Cells.Gist)) > 2000:
			x.Fault = "信访事项超过2000字，请写要点。"
		case x.Cells.Phone != "":
			if _, err := text.ParsePhone(x.Cells.Phone); err != nil {
				x.Fault = "联系电话认不出来，请改正或空着。"
			}
		}
		if x.Cells.No != "" && seen[x.Cells.No] == 0 {
			seen[x.Cells.No] = x.Line
		}
	}
}

// ReceivePetitions keeps the good lines of a table as a list that came in.
func (r *Reader) ReceivePetitions(ctx context.Context, day, number string, rows []PetitionRow, key string) (string, error) {
	judgePetitions(rows)
	rows = slices.DeleteFunc(slices.Clone(rows), func(x PetitionRow) bool { return x.Fault != "" })
	var words []string
	for _, x := range rows {
		b, err := json.Marshal(x.Cells)
		if err != nil {
			return "", fmt.Errorf("encode a line: %w", err)
		}
		words = append(words, string(b))
	}
	return doRecord(ctx, r, recordDeed[office.Petitions]{kind: office.PetitionRecord, key: key, need: access.Petitioning, digest: fmt.Sprint("received", day, number), words: words,
		decide: func(_ office.Petitions, w []office.Words, now time.Time) (any, error) {
			e, err := office.ReceivePetitions(r.actor, day, number, len(words), now)
			for i, x := range w {
				e.Lines = append(e.Lines, office.PetitionLine{N: i + 1, Words: x})
			}
			return e, err
		}})
}

// PetitionMatch is an order that a line may be about, and why it is proposed.
type PetitionMatch struct {
	SignOrder
	Why string
}

// PetitionLineView is a line of a list.
type PetitionLineView struct {
	N       int
	Cells   PetitionCells // of a list that came in
	Order   SignOrder     // the order it is; of a list that goes out, as it is now
	Given   []string      // of a list that goes out: what the file says, as it was given
	Matches []PetitionMatch
	Way     string
	Reason  string
	By, At  string
	Decided bool
}

// PetitionView is a list (信访清单).
type PetitionView struct {
	ID                   string
	In                   bool
	Day, Number, Purpose string
	By, At               string
	Count, Left          int
	Lines                []PetitionLineView
	Fetched              []CaseLine
}

// PetitionPage is a page of lists.
type PetitionPage struct {
	Items []PetitionView
	Next  string
}

// PetitionLists lists them: those with lines that wait, or those that are done and those that went out.
func (r *Reader) PetitionLists(ctx context.Context, done bool, before time.Time) (PetitionPage, error) {
	var out PetitionPage
	if !access.May(r.actor.Post.Kind, access.Petitioning) {
		return out, ErrForbidden
	}
	var err error
	out.Items, out.Next, err = recordPage(ctx, r, store.RecordAsk{Kind: office.PetitionRecord, Open: !done, Before: before}, func(id string) (PetitionView, time.Time, error) {
		x, _, _, err := record[office.Petitions](ctx, r.s, office.PetitionRecord, id)
		if err != nil {
			return PetitionView{}, time.Time{}, err
		}
		v, err := r.petitionView(ctx, id, x, false)
		return v, x.Row().At, err
	})
	return out, err
}

// CountPetitions counts the lists with lines that wait for a person.
func (r *Reader) CountPetitions(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Petitioning) {
		return 0, nil
	}
	return r.s.store.CountRecords(ctx, office.PetitionRecord)
}

// Petitions is one list with its lines.
func (r *Reader) Petitions(ctx context.Context, id string) (PetitionView, error) {
	if !access.May(r.actor.Post.Kind, access.Petitioning) {
		return PetitionView{}, ErrForbidden
	}
	x, _, _, err := record[office.Petitions](ctx, r.s, office.PetitionRecord, id)
	if err != nil {
		return PetitionView{}, err
	}
	return r.petitionView(ctx, id, x, true)
}

func (r *Reader) petitionView(ctx context.Context, id string, x office.Petitions, whole bool) (PetitionView, error) {
	v := PetitionView{ID: id, Count: len(x.Lines()), Left: x.Left()}
	if e := x.Received; e != nil {
		v.In, v.Day, v.Number, v.By, v.At = true, dayOf(e.Day), e.Number, r.account(e.Account), clockTime(e.At)
	}
	if e := x.Handed; e != nil {
		v.Day, v.Purpose, v.By, v.At = dayOf(e.Day), e.Purpose, r.account(e.Account), clockTime(e.At)
	}
	if !whole {
		return v, nil
	}
	for _, f := range x.Fetched {
		v.Fetched = append(v.Fetched, CaseLine{At: clockTime(f.At), By: r.account(f.Account), Text: "下载清单"})
	}
	var refs []string
	for _, l := range x.Lines() {
		refs = append(refs, l.Words.Ref)
	}
	for _, d := range x.Decided {
		refs = append(refs, d.Reason.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	for _, l := range x.Lines() {
		y, err := r.petitionLine(ctx, x, l, open)
		if errors.Is(err, ErrNotFound) {
			continue // it goes out with an order that does not exist for this reader (回避)
		}
		if err != nil {
			return v, err
		}
		v.Lines = append(v.Lines, y)
	}
	return v, nil
}

func (r *Reader) petitionLine(ctx context.Context, x office.Petitions, l office.PetitionLine, open map[string]string) (PetitionLineView, error) {
	y := PetitionLineView{N: l.N}
	if x.Handed != nil {
		if err := json.Unmarshal([]byte(open[l.Words.Ref]), &y.Given); err != nil {
			return y, fmt.Errorf("read line %d: %w", l.N, err)
		}
		var err error
		y.Order, err = r.signOrder(ctx, l.Order)
		return y, err
	}
	if err := json.Unmarshal([]byte(open[l.Words.Ref]), &y.Cells); err != nil {
		return y, fmt.Errorf("read line %d: %w", l.N, err)
	}
	d, ok := x.Decided[l.N]
	if !ok {
		var err error
		y.Matches, err = r.petitionMatches(ctx, y.Cells)
		return y, err
	}
	y.Decided, y.Way, y.Reason, y.By, y.At = true, d.Way.Name(), open[d.Reason.Ref], r.account(d.Account), clockTime(d.At)
	if d.Order != "" {
		o, err := r.signOrder(ctx, d.Order)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return y, err
		}
		y.Order = o
	}
	return y, nil
}

var numberInText = regexp.MustCompile(`(?i)MC\d{8,}`)

// petitionMatches proposes orders for a line: those it names, those of its number, and those of its caller's place that read alike. A person decides.
func (r *Reader) petitionMatches(ctx context.Context, c PetitionCells) ([]PetitionMatch, error) {
	var out []PetitionMatch
	add := func(id, why string) error {
		if slices.ContainsFunc(out, func(m PetitionMatch) bool { return m.ID == id }) || len(out) >= 5 {
			return nil
		}
		o, err := r.signOrder(ctx, id)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		out = append(out, PetitionMatch{o, why})
		return err
	}
	for _, n := range numberInText.FindAllString(c.No+" "+c.Gist, 5) {
		id, err := r.FindNumber(ctx, n)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err == nil {
			err = add(id, "清单里写着这个编号")
		}
		if err != nil {
			return nil, err
		}
	}
	near, err := r.Likely(ctx, Draft{Phone: c.Phone, Name: c.Name, Place: c.Place, Words: c.Gist})
	if err != nil {
		return nil, err
	}
	for _, x := range near {
		if err := add(x.Order, strings.Join(x.Why, "、")); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// DecidePetition says what a line of a list that came in is. number is the order's.
func (r *Reader) DecidePetition(ctx context.Context, id string, n int, way office.PetitionWay, number, reason, key string) error {
	orderID := ""
	if way != office.PetitionNone && strings.TrimSpace(number) != "" {
		ids, err := r.numbered(ctx, number)
		var no *Invalid
		if errors.As(err, &no) {
			return invalid("order", "没有找到工单%s，请核对编号。", strings.TrimSpace(number))
		}
		if err != nil {
			return err
		}
		if len(ids) != 1 {
			return invalid("order", "一件只能对应一件工单，请只填一个编号。")
		}
		orderID = ids[0]
	}
	_, err := doRecord(ctx, r, recordDeed[office.Petitions]{kind: office.PetitionRecord, id: id, key: key, need: access.Petitioning, digest: fmt.Sprint("decide", n, way, orderID), words: []string{reason},
		decide: func(x office.Petitions, w []office.Words, now time.Time) (any, error) {
			e, err := x.Decide(r.actor, n, way, orderID, reason, now)
			e.Reason = w[0]
			return e, err
		}})
	return err
}

// givenTitles are the columns of a list that goes out: nobody's name or number (Art. 23(6)).
var givenTitles = []string{"工单编号", "标题", "分类", "属地", "承办单位", "状态", "诉求次数", "登记时间"}

// PetitionsToHand proposes what a list for the 信访局 may hold: what was not accepted because it is a petition already, and threats, of so many days.
func (r *Reader) PetitionsToHand(ctx context.Context, days int) ([]SignOrder, error) {
	if !access.May(r.actor.Post.Kind, access.Petitioning) {
		return nil, ErrForbidden
	}
	today := calendar.DateOf(r.s.now())
	ids, err := r.s.store.OrdersWithFact(ctx, "refused.8-2f", today.AddDays(-days).String(), today.String(), office.MostPetitions, r.actor.Marks())
	if err != nil {
		return nil, err
	}
	threats, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.ThreatRecord, Open: true, Limit: pageSize})
	if err != nil {
		return nil, err
	}
	var out []SignOrder
	for _, id := range append(ids, threats...) {
		if slices.ContainsFunc(out, func(o SignOrder) bool { return o.ID == id }) {
			continue
		}
		o, err := r.signOrder(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// HandPetitions keeps a list that goes out: each line as it stands at this moment.
func (r *Reader) HandPetitions(ctx context.Context, purpose, numbers string, orders []string, key string) (string, error) {
	typed, err := r.numbered(ctx, numbers)
	if err != nil {
		return "", err
	}
	for _, id := range typed {
		if !slices.Contains(orders, id) {
			orders = append(slices.Clone(orders), id)
		}
	}
	var words []string
	for _, id := range orders {
		w, err := r.givenLine(ctx, id)
		if err != nil {
			return "", err
		}
		words = append(words, w)
	}
	return doRecord(ctx, r, recordDeed[office.Petitions]{kind: office.PetitionRecord, key: key, need: access.Petitioning, digest: fmt.Sprint("handed", purpose, orders), words: words, hidden: true,
		decide: func(_ office.Petitions, w []office.Words, now time.Time) (any, error) {
			e, err := office.HandPetitions(r.actor, purpose, orders, now)
			for i := range e.Lines {
				e.Lines[i].Words = w[i]
			}
			return e, err
		}})
}

// givenLine is an order as a line of a list that goes out. A secret order says no more than its number.
func (r *Reader) givenLine(ctx context.Context, id string) (string, error) {
	o, err := r.signOrder(ctx, id)
	if err != nil {
		return "", err
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return "", err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return "", err
	}
	st := l.state
	title, category := o.Title, st.Request.Category
	if c, ok := p.Category(category); ok {
		category = c.Label()
	}
	if st.Request.Secrecy == order.Secret {
		title = "保密件"
	}
	town := ""
	if st.Request.Town != "" {
		town = r.dir.UnitName(org.UnitID(st.Request.Town))
	}
	b, err := json.Marshal([]string{o.Number, title, category, town, o.Unit, o.Status, fmt.Sprint(max(1, st.Appeals())), o.At})
	if err != nil {
		return "", fmt.Errorf("encode a line: %w", err)
	}
	return string(b), nil
}

// PetitionBook is the file of a list. That it was taken is on record before it leaves (Art. 23(6)).
func (r *Reader) PetitionBook(ctx context.Context, id string, w io.Writer) (name string, err error) {
	if _, err := doRecord(ctx, r, recordDeed[office.Petitions]{kind: office.PetitionRecord, id: id, key: r.s.newID(), need: access.Petitioning, digest: "fetch",
		decide: func(x office.Petitions, _ []office.Words, now time.Time) (any, error) { return x.Fetch(r.actor, now) }}); err != nil {
		return "", err
	}
	v, err := r.Petitions(ctx, id)
	if err != nil {
		return "", err
	}
	titles, about := givenTitles, sheet.About{Title: "移送信访局清单", At: r.s.now(), Operator: r.account(r.actor.Account), Criteria: [][2]string{{"用途", v.Purpose}, {"日期", v.Day}}}
	if v.In {
		titles = append(PetitionTitles(), "认定", "工单编号", "说明")
		about.Title, about.Criteria = "信访局来件认定清单", [][2]string{{"文号", v.Number}, {"日期", v.Day}}
	}
	var cols []sheet.Column
	for _, t := range titles {
		cols = append(cols, sheet.Column{Title: t, Width: 22})
	}
	_, err = sheet.WriteXLSX(w, about, cols, func(yield func([]any, error) bool) {
		for _, l := range v.Lines {
			var cells []any
			for _, g := range l.Given {
				cells = append(cells, g)
			}
			if v.In {
				c := l.Cells
				cells = []any{c.No, c.Name, c.Phone, c.Place, c.Gist, l.Way, l.Order.Number, l.Reason}
			}
			if !yield(cells, nil) {
				return
			}
		}
	})
	return about.Title + ".xlsx", err
}
