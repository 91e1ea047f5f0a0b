package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sheet"
	"huiyin/internal/store"
)

// ExportAsk names a list and what it is narrowed by. One of List, Ledger is set.
type ExportAsk struct {
	List   ListKind    `json:"list,omitempty"`
	Act    order.Act   `json:"act,omitempty"`
	Narrow Narrow      `json:"narrow,omitzero"`
	Ledger *CaseFilter `json:"ledger,omitempty"`
}

// ExportPlan is what an export would be, before anybody asks for it.
type ExportPlan struct {
	Title    string
	Criteria [][2]string
	Total    Tally
}

// exportPage is how many rows are read at a time: what is held in memory does not grow with the list.
const exportPage = 200

// exportList is a list as the writer of files sees it: rows from a cursor on, and where each stands.
type exportList struct {
	kind, title string
	columns     []sheet.Column
	criteria    [][2]string
	total       Tally
	page        func(ctx context.Context, after string) (rows [][]any, cursors []string, more bool, err error)
}

// exportOf makes the list that is asked for, within the reader's scope.
func (r *Reader) exportOf(ctx context.Context, a ExportAsk) (exportList, error) {
	if !access.May(r.actor.Post.Kind, access.Exporting) {
		return exportList{}, ErrForbidden
	}
	if a.Ledger != nil {
		return r.exportLedger(ctx, *a.Ledger)
	}
	return r.exportWork(ctx, a)
}

func (r *Reader) exportWork(ctx context.Context, a ExportAsk) (exportList, error) {
	if a.List.Name() == "" {
		return exportList{}, invalid("list", "没有这个清单。")
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return exportList{}, err
	}
	nums, err := r.Numbers(ctx, a.List, a.Act, a.Narrow)
	if err != nil {
		return exportList{}, err
	}
	x := exportList{kind: "list-" + string(a.List), title: a.List.Name(), total: nums.Total, criteria: r.criteria(a, nums)}
	x.columns = []sheet.Column{{Title: "编号", Width: 18}, {Title: "标题", Width: 44}, {Title: "诉求类型", Width: 10}, {Title: "来源渠道", Width: 22}, {Title: "承办单位", Width: 18}, {Title: "状态", Width: 12}, {Title: exportActTitle(a.List), Width: 16},
		{Title: "诉求次数", Width: 9}, {Title: "催办次数", Width: 9}, {Title: "重点交办", Width: 9}, {Title: "督办级别", Width: 9}, {Title: "逾期过", Width: 8}, {Title: "截止时间", Width: 20}, {Title: "时限情况", Width: 16}, {Title: "地点", Width: 30}, {Title: "登记时间", Width: 20}}
	x.page = func(ctx context.Context, after string) ([][]any, []string, bool, error) {
		now := r.s.now()
		f, err := r.filter(a.List, a.Act, a.Narrow, now)
		if err != nil {
			return nil, nil, false, err
		}
		lit(&f, p, a.List, a.Narrow.Light, now)
		f.After, f.Limit = after, exportPage
		l, err := r.page(ctx, p, a.List, f, now)
		if err != nil {
			return nil, nil, false, err
		}
		rows, cursors := make([][]any, len(l.Rows)), make([]string, len(l.Rows))
		for i, v := range l.Rows {
			what := v.Act
			if what == "" {
				what = v.Why
			}
			rows[i] = []any{v.Number, v.Title, v.Type, v.Channel, v.Unit, v.Status, what, v.Appeals, v.Urges, v.Key, levelWord(v.Pressed), v.Late || v.OwnLate, v.DueAt, v.Light.Word, v.Place, v.RegisteredAt}
			cursors[i] = v.Cursor
		}
		return rows, cursors, l.Next != "", nil
	}
	return x, nil
}

func exportActTitle(k ListKind) string {
	switch k {
	case ListRead:
		return "为什么抄送"
	case ListCo, ListHelped:
		return "协办情况"
	}
	return "待办环节"
}

func levelWord(n int) string {
	if n <= 0 {
		return ""
	}
	return []string{"", "一级", "二级", "三级"}[min(n, 3)]
}

// criteria are the words of what a list is narrowed by.
func (r *Reader) criteria(a ExportAsk, nums Numbers) [][2]string {
	n := a.Narrow
	var out [][2]string
	add := func(name, v string) {
		if v != "" {
			out = append(out, [2]string{name, v})
		}
	}
	yes := func(name string, b bool) {
		if b {
			add(name, "是")
		}
	}
	add("待办环节", a.Act.Name())
	for _, l := range nums.Lights {
		if l.Light == n.Light {
			add("灯", l.Name)
		}
	}
	add("状态", n.Status.Name())
	add("诉求类型", n.Type.Name())
	add("来源渠道编码", n.Channel)
	add("分类编码", n.Category)
	if n.Town != "" {
		add("乡镇街道", r.dir.UnitName(org.UnitID(n.Town)))
	}
	if n.Unit != "" {
		add("承办单位", r.dir.UnitName(org.UnitID(n.Unit)))
	}
	add("缓急", n.Urgency.Name())
	add("保密", n.Secrecy.Name())
	if n.Times > 0 {
		add("诉求次数不少于", fmt.Sprint(n.Times))
	}
	yes("重点交办", n.Key)
	yes("有催办", n.Urged)
	yes("逾期过", n.Late)
	yes("时限暂定", n.Temporary)
	yes("协办逾期", n.CoLate)
	if !n.From.IsZero() {
		add("登记从", n.From.String())
	}
	if !n.To.IsZero() {
		add("登记到", n.To.String())
	}
	if d := n.Days(); a.List.Newest() && a.List != ListRead && d > 0 {
		add("时间范围", fmt.Sprintf("近%d天", d))
	}
	return out
}

func (r *Reader) exportLedger(ctx context.Context, f CaseFilter) (exportList, error) {
	first, err := r.Cases(ctx, f)
	if err != nil {
		return exportList{}, err
	}
	x := exportList{kind: "supervise", title: "督办台账", total: Tally{N: len(first.Items), More: first.Next != ""}}
	if f.Closed {
		x.title = "督办台账（已销号）"
	}
	x.columns = []sheet.Column{{Title: "工单编号", Width: 18}, {Title: "标题", Width: 44}, {Title: "事由", Width: 30}, {Title: "承办单位", Width: 18}, {Title: "级别", Width: 8}, {Title: "列入时间", Width: 20}, {Title: "办到哪一步", Width: 14}, {Title: "销号", Width: 24}}
	x.page = func(ctx context.Context, after string) ([][]any, []string, bool, error) {
		g := f
		if after != "" {
			g.Before = after
		}
		p, err := r.Cases(ctx, g)
		if err != nil {
			return nil, nil, false, err
		}
		rows, cursors := make([][]any, len(p.Items)), make([]string, len(p.Items))
		for i, v := range p.Items {
			rows[i] = r.ledgerRow(v)
			cursors[i] = p.Next // a part ends with a page
		}
		return rows, cursors, p.Next != "", nil
	}
	return x, nil
}

func (r *Reader) ledgerRow(v CaseView) []any {
	closed := v.Outcome
	if v.Closed != nil {
		closed = strings.TrimSpace(v.Outcome + " " + v.Closed.At)
	}
	return []any{v.Number, v.Title, v.Clause + " " + v.Item, v.Unit, v.LevelName, v.Opened, v.StepName, closed}
}

// PlanExport says what an export would hold.
func (r *Reader) PlanExport(ctx context.Context, a ExportAsk) (ExportPlan, error) {
	x, err := r.exportOf(ctx, a)
	return ExportPlan{x.title, x.criteria, x.total}, err
}

// AskExport asks for a list as a file and answers its id; a job makes it. The same form again is the same export.
func (r *Reader) AskExport(ctx context.Context, a ExportAsk, f office.ExportFormat, key string) (string, error) {
	x, err := r.exportOf(ctx, a)
	if err != nil {
		return "", err
	}
	ask, err := json.Marshal(a)
	if err != nil {
		return "", fmt.Errorf("encode export: %w", err)
	}
	head, err := r.s.store.Head(ctx)
	if err != nil {
		return "", err
	}
	return doRecord(ctx, r, recordDeed[office.Export]{kind: office.ExportRecord, key: key, need: access.Exporting, digest: string(ask) + string(f),
		decide: func(_ office.Export, _ []office.Words, now time.Time) (any, error) {
			return office.AskExport(office.ExportAsked{At: now, Account: r.actor.Account, Post: r.actor.Post.ID, List: x.kind, Title: x.title, Ask: ask, Criteria: x.criteria, Format: f, Total: x.total.N, Over: x.total.More, Position: head})
		},
		jobs: func(id string, e office.Export) []store.Due {
			return []store.Due{exportDue(id, 1, r.s.now()), {Key: "export_drop/" + id, Kind: "export_drop", Stream: "export/" + id, Payload: id, At: e.Until()}}
		}})
}

func exportDue(id string, n int, at time.Time) store.Due {
	return store.Due{Key: fmt.Sprintf("export/%s/%d", id, n), Kind: "export", Stream: "export/" + id, Payload: id, At: at}
}

// ExportView is an export as its asker sees it.
type ExportView struct {
	ID, Title, Format, Stage, At, Until string
	Criteria                            [][2]string
	Rows, Total                         int
	Over                                bool // there were more than Total
	Parts                               []ExportPart
	Ready, Running                      bool
	Why                                 string // why it was not made
}

// ExportPart is a file of an export.
type ExportPart struct {
	N, Rows, Taken int
	SizeWord       string
}

// Exports lists the reader's exports, the newest first, also those whose bytes are gone.
func (r *Reader) Exports(ctx context.Context) ([]ExportView, error) {
	if !access.May(r.actor.Post.Kind, access.Exporting) {
		return nil, ErrForbidden
	}
	ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.ExportRecord, Person: r.actor.Account, Limit: 50})
	if err != nil {
		return nil, fmt.Errorf("list exports: %w", err)
	}
	var out []ExportView
	for _, id := range ids {
		v, err := r.Export(ctx, id)
		if errors.Is(err, ErrNotFound) { // asked in another post
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Export is one. A stranger's and none answer alike.
func (r *Reader) Export(ctx context.Context, id string) (ExportView, error) {
	if !access.May(r.actor.Post.Kind, access.Exporting) {
		return ExportView{}, ErrForbidden
	}
	x, _, _, err := record[office.Export](ctx, r.s, office.ExportRecord, id)
	if err != nil {
		return ExportView{}, err
	}
	if !x.Sees(r.actor) {
		return ExportView{}, ErrNotFound
	}
	v := ExportView{ID: id, Title: x.Asked.Title, Format: x.Asked.Format.Name(), Stage: x.Stage(), At: clockTime(x.Asked.At), Until: clockTime(x.Until()), Criteria: x.Asked.Criteria, Rows: x.Rows(), Total: x.Asked.Total, Over: x.Asked.Over,
		Ready: x.Dropped == nil && x.Whole(), Running: x.Dropped == nil && !x.Whole()}
	if x.Dropped != nil {
		v.Why = x.Dropped.Why
		return v, nil
	}
	for _, p := range x.Parts {
		part := ExportPart{N: p.N, Rows: p.Rows, SizeWord: sizeWords(p.Size)}
		for _, t := range x.Taken {
			if t.N == p.N {
				part.Taken++
			}
		}
		v.Parts = append(v.Parts, part)
	}
	return v, nil
}

// ExportFile is a part's bytes; the download stands in the log (trust.md B5 #19).
func (r *Reader) ExportFile(ctx context.Context, id string, n int) (name, mime string, b []byte, err error) {
	if !access.May(r.actor.Post.Kind, access.Exporting) {
		return "", "", nil, ErrForbidden
	}
	x, _, _, err := record[office.Export](ctx, r.s, office.ExportRecord, id)
	if err != nil {
		return "", "", nil, err
	}
	if !x.Sees(r.actor) {
		return "", "", nil, ErrNotFound
	}
	if _, err := x.Take(n, r.s.now()); err != nil {
		return "", "", nil, err
	}
	ct, err := r.s.blobs.Get(ctx, x.Parts[n-1].Blob)
	if err == nil {
		b, err = r.s.vault.OpenBlob(ct)
	}
	if err != nil {
		return "", "", nil, fmt.Errorf("open export: %w", err)
	}
	if _, err := doRecord(ctx, r, recordDeed[office.Export]{kind: office.ExportRecord, id: id, need: access.Exporting,
		decide: func(x office.Export, _ []office.Words, now time.Time) (any, error) { return x.Take(n, now) }}); err != nil {
		return "", "", nil, err
	}
	name = fmt.Sprintf("%s %s", x.Asked.Title, calendar.DateOf(x.Asked.At))
	if len(x.Parts) > 1 || !x.Whole() {
		name += fmt.Sprintf(" 第%d部分", n)
	}
	if x.Asked.Format == office.ExportCSV {
		return name + ".csv", "text/csv; charset=utf-8", b, nil
	}
	return name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b, nil
}

// makeExport makes the next part of an export and plans the one after it. It may be interrupted and done again: a part counts when its event stands.
func (s *Service) makeExport(ctx context.Context, it jobs.Item) error {
	id := it.Payload
	x, version, _, err := record[office.Export](ctx, s, office.ExportRecord, id)
	if err != nil {
		return err
	}
	w := store.Append{At: s.now(), Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	if x.Dropped == nil && !x.Whole() {
		e, err := s.exportPart(ctx, x)
		switch {
		case errors.Is(err, ErrForbidden):
			if err := addRecord(&w, office.ExportRecord, id, x, version, office.ExportDropped{At: s.now(), Why: "您已不在原来的岗位，或这个岗位不能再看这个清单。"}); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			if err := addRecord(&w, office.ExportRecord, id, x, version, e); err != nil {
				return err
			}
			if !e.Whole {
				w.Jobs = append(w.Jobs, exportDue(id, e.N+1, s.now()))
			}
		}
	}
	_, err = s.append(ctx, org.Actor{}, w)
	return lostIsFine(err)
}

// exportPart writes rows until a part is full or the list ends. It reads as the asker, in the post he asked in.
func (s *Service) exportPart(ctx context.Context, x office.Export) (office.ExportPacked, error) {
	e := office.ExportPacked{At: s.now(), N: len(x.Parts) + 1}
	after := ""
	if e.N > 1 {
		after = x.Parts[e.N-2].Next
	}
	actor, account, err := s.ActorOf(ctx, x.Asked.Account, x.Asked.Post)
	if err != nil {
		return e, err
	}
	r, err := s.Reader(ctx, actor)
	if err != nil {
		return e, err
	}
	var a ExportAsk
	if err := json.Unmarshal(x.Asked.Ask, &a); err != nil {
		return e, fmt.Errorf("read what was asked: %w", err)
	}
	l, err := r.exportOf(ctx, a)
	if err != nil {
		return e, err
	}
	e.Whole = true
	rows := func(yield func([]any, error) bool) {
		n := 0
		for {
			page, cursors, more, err := l.page(ctx, after)
			if err != nil {
				yield(nil, err)
				return
			}
			for i, row := range page {
				if !yield(row, nil) {
					return
				}
				after = cursors[i]
			}
			if n += len(page); !more || len(page) == 0 {
				return
			}
			if n >= office.ExportRows {
				e.Whole, e.Next = false, after
				return
			}
		}
	}
	var b bytes.Buffer
	criteria := append([][2]string{}, l.criteria...)
	criteria = append(criteria, [2]string{"截至", fmt.Sprintf("%s（日志第%d条）", clockTime(x.Asked.At), x.Asked.Position)})
	if e.N > 1 || l.total.N > office.ExportRows || l.total.More {
		criteria = append(criteria, [2]string{"部分", fmt.Sprintf("第%d部分，每部分不超过%d行", e.N, office.ExportRows)})
	}
	if x.Asked.Format == office.ExportCSV {
		e.Rows, err = sheet.WriteCSV(&b, l.columns, rows)
	} else {
		e.Rows, err = sheet.WriteXLSX(&b, sheet.About{Title: l.title, Criteria: criteria, At: s.now(), Operator: account.Title + "（" + actor.Post.Title + "）"}, l.columns, rows)
	}
	if err != nil {
		return e, err
	}
	e.Size = int64(b.Len())
	if e.Blob, err = s.blobs.Put(ctx, s.vault.SealBlob(b.Bytes())); err != nil {
		return e, fmt.Errorf("keep export: %w", err)
	}
	return e, nil
}

// dropExport removes the bytes of an export whose days are over.
func (s *Service) dropExport(ctx context.Context, it jobs.Item) error {
	x, version, _, err := record[office.Export](ctx, s, office.ExportRecord, it.Payload)
	if err != nil {
		return err
	}
	w := store.Append{At: s.now(), Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	for _, p := range x.Parts {
		if err := s.blobs.Drop(ctx, p.Blob); err != nil {
			return err
		}
	}
	if x.Dropped == nil {
		if err := addRecord(&w, office.ExportRecord, it.Payload, x, version, office.ExportDropped{At: s.now()}); err != nil {
			return err
		}
	}
	_, err = s.append(ctx, org.Actor{}, w)
	return lostIsFine(err)
}
