package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/store"
)

// CaseFileRow is a file in a list.
type CaseFileRow struct {
	ID, Number, OrderNo, Title, Class, Term, Closed, Until, Unit, Stage string
}

// YearFiles is a year in the chooser.
type YearFiles struct {
	Year, Files, Unfiled, Held, Destroyed int // Unfiled: 不立卷
}

// ArchivesTab is which files the list shows.
type ArchivesTab string

// The tabs.
const (
	FilesOfYear ArchivesTab = ""
	FilesDue    ArchivesTab = "due"
	FilesHeld   ArchivesTab = "held"
)

// ArchivesAsk says what to list.
type ArchivesAsk struct {
	Tab   ArchivesTab
	Year  int
	Class office.RetentionClass
	Find  string
	After string // cursor
}

// ArchivesPage is the list with what waits.
type ArchivesPage struct {
	Rows    []CaseFileRow
	Next    string
	Years   []YearFiles
	Year    int
	Due     int
	Backlog bool // orders of before have no file yet
	Waiting int  // packages and lists that are under way
	May     bool
}

// Archives lists case files: a year's by number, those that are due, or those that are held.
func (r *Reader) Archives(ctx context.Context, a ArchivesAsk) (ArchivesPage, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Archives) {
		return ArchivesPage{}, ErrForbidden
	}
	out := ArchivesPage{Year: a.Year, May: access.May(k, access.Archiving)}
	sums, err := r.s.store.CaseFileYears(ctx)
	if err != nil {
		return out, err
	}
	for _, x := range sums {
		if n := len(out.Years); n == 0 || out.Years[n-1].Year != x.Year {
			out.Years = append(out.Years, YearFiles{Year: x.Year})
		}
		y := &out.Years[len(out.Years)-1]
		if x.Class.Filed() {
			y.Files += x.Files
		} else {
			y.Unfiled += x.Files
		}
		y.Held, y.Destroyed = y.Held+x.Held, y.Destroyed+x.Destroyed
	}
	if out.Year == 0 && len(out.Years) > 0 {
		out.Year = out.Years[0].Year
	}
	today := calendar.DateOf(r.s.now()).String()
	if out.Due, err = r.s.store.CountCaseFilesDue(ctx, today); err != nil {
		return out, err
	}
	if out.Waiting, err = r.CountArchives(ctx); err != nil {
		return out, err
	}
	if left, err := r.s.store.Unfiled(ctx, 1); err != nil {
		return out, err
	} else {
		out.Backlog = len(left) > 0
	}
	var lines []store.CaseFileLine
	marks := r.actor.Marks()
	switch a.Tab {
	case FilesDue:
		day, id, _ := strings.Cut(a.After, "/")
		lines, err = r.s.store.CaseFilesDue(ctx, today, day, id, pageSize+1, marks)
	case FilesHeld:
		lines, err = r.s.store.CaseFilesHeld(ctx, a.After, pageSize+1, marks)
	default:
		lines, err = r.s.store.CaseFiles(ctx, store.CaseFileAsk{Year: out.Year, Class: a.Class, Find: strings.TrimSpace(a.Find), After: a.After, Limit: pageSize + 1, Marks: marks})
	}
	if err != nil {
		return out, err
	}
	for i, l := range lines {
		if i == pageSize {
			last := lines[i-1]
			out.Next = map[ArchivesTab]string{FilesDue: last.Until + "/" + last.Order, FilesHeld: last.Order}[a.Tab]
			if a.Tab == FilesOfYear {
				out.Next = last.Number
			}
			break
		}
		row, err := r.caseFileRow(ctx, l, today)
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// CountArchives counts the packages and lists that wait for somebody.
func (r *Reader) CountArchives(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Archives) {
		return 0, nil
	}
	a, err := r.s.store.CountRecords(ctx, office.TransferRecord)
	if err != nil {
		return 0, err
	}
	b, err := r.s.store.CountRecords(ctx, office.DestructionRecord)
	return a + b, err
}

func termOf(l store.CaseFileLine) string {
	if l.Until == "" {
		return "永久"
	}
	from, _ := calendar.ParseDate(l.Closed)
	to, _ := calendar.ParseDate(l.Until)
	a, _, _ := from.Parts()
	b, _, _ := to.Parts()
	return office.TermWords(b - a)
}

func (r *Reader) caseFileRow(ctx context.Context, l store.CaseFileLine, today string) (CaseFileRow, error) {
	x, err := r.s.load(ctx, l.Order)
	if err != nil {
		return CaseFileRow{}, err
	}
	row := CaseFileRow{ID: l.Order, Number: l.Number, OrderNo: l.OrderNo, Title: x.state.Request.Title, Class: l.Class.Name(), Term: termOf(l), Closed: dayOf(l.Closed), Until: dayOf(l.Until), Unit: r.dir.UnitName(l.Unit), Stage: "在管"}
	switch {
	case l.Destroyed:
		row.Stage = "已销毁"
	case l.Held:
		row.Stage = "暂停销毁"
	case l.Until != "" && l.Until < today:
		row.Stage = "已到期"
	}
	if l.Unit == "" {
		row.Unit = ""
	}
	return row, nil
}

// IndexLine is a paper of a file (卷内目录).
type IndexLine struct {
	N                    int
	Title, By, Day, Kind string
}

// CaseFileView is a file with its index and history.
type CaseFileView struct {
	CaseFileRow
	ClassCode                                    office.RetentionClass
	Why                                          string
	Corrected                                    bool
	Index                                        []IndexLine
	Lines                                        []AbuseLine
	Certificate, Destruction                     string
	Handed                                       string // of the package: 2027年3月2日移交县档案馆
	Blocked                                      string // what else keeps it from being destroyed
	OrderOpen                                    bool   // the reader may open the order
	MayReclass, MayHold, MayAskEnd, MayDecideEnd bool
}

// ArchivedFile reads one, by the order's id.
func (r *Reader) ArchivedFile(ctx context.Context, id string) (CaseFileView, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Archives) {
		return CaseFileView{}, ErrForbidden
	}
	if err := r.seesCaseFile(ctx, id); err != nil {
		return CaseFileView{}, err
	}
	c, _, _, err := record[office.CaseFile](ctx, r.s, office.CaseRecord, id)
	if err != nil {
		return CaseFileView{}, err
	}
	l, err := r.s.store.CaseFile(ctx, id)
	if err != nil {
		return CaseFileView{}, err
	}
	today := calendar.DateOf(r.s.now()).String()
	v := CaseFileView{ClassCode: c.Class, Why: c.Why, Corrected: c.Corrected}
	if v.CaseFileRow, err = r.caseFileRow(ctx, l, today); err != nil {
		return v, err
	}
	v.Stage = c.Stage(today)
	x, err := r.s.load(ctx, id)
	if err != nil {
		return v, err
	}
	rel := Relate(r.actor, x.state, r.s.now())
	v.OrderOpen = rel != access.Stranger && access.May(k, access.Reading)
	if err := r.caseIndex(ctx, &v, x, rel); err != nil {
		return v, err
	}
	var refs []string
	for _, line := range c.Lines {
		refs = append(refs, line.Words.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	for _, line := range slices.Backward(c.Lines) {
		by := "系统"
		if line.Account != "" {
			by = r.account(line.Account)
		}
		v.Lines = append(v.Lines, AbuseLine{At: fullTime(line.At), By: by, Verb: line.Verb, Words: strings.TrimSpace(line.Text + "　" + open[line.Words.Ref])})
	}
	if d := c.Destroyed; d != nil {
		v.Certificate, v.Destruction = d.Certificate, d.Destruction
		return v, nil
	}
	if v.Blocked, err = r.s.inTheWay(ctx, id, c, ""); err != nil {
		return v, err
	}
	v.Blocked = strings.TrimPrefix(v.Blocked, "的")
	if v.Handed, err = r.handedWords(ctx, c); err != nil {
		return v, err
	}
	do := access.May(k, access.Archiving)
	v.MayReclass, v.MayHold, v.MayAskEnd = do, do && c.Held == nil, do && c.Held != nil && c.Asked == nil
	v.MayDecideEnd = access.May(k, access.ArchiveDeciding) && c.Asked != nil && c.Asked.Account != r.actor.Account
	return v, nil
}

// caseIndex lists the papers of a file from the order's own events, so that it is never behind them. Names of files stand where the reader sees the handling.
func (r *Reader) caseIndex(ctx context.Context, v *CaseFileView, x loaded, rel access.Relation) error {
	add := func(title, by, day, kind string) {
		v.Index = append(v.Index, IndexLine{N: len(v.Index) + 1, Title: title, By: by, Day: day, Kind: kind})
	}
	for i, rec := range x.records {
		if x.events[i] == nil {
			continue
		}
		if item, ok := r.describe(rec, x.events[i], func(string, access.Field) string { return "" }); ok {
			add(item.Verb+"："+item.Text, item.By, calendar.DateOf(item.At).String(), paperKind(item))
		}
	}
	names := map[string]string{}
	if access.Sees(r.actor.Post.Kind, rel, access.Grade(x.state.Request.Secrecy), access.Handling) == access.Full {
		var refs []string
		for _, f := range x.state.Files {
			refs = append(refs, f.Name.Ref)
		}
		var err error
		if names, err = r.s.unseal(ctx, refs); err != nil {
			return err
		}
	}
	for i, f := range x.state.Files {
		name := names[f.Name.Ref]
		if name == "" {
			name = fmt.Sprintf("附件%d", i+1)
		}
		add(name, "", "", "附件")
	}
	return nil
}

func (r *Reader) handedWords(ctx context.Context, c office.CaseFile) (string, error) {
	ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.TransferRecord, Open: false, Limit: 1000})
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		t, _, _, err := record[office.Transfer](ctx, r.s, office.TransferRecord, id)
		if err != nil {
			return "", err
		}
		if t.Handed != nil && t.Holds(c) {
			return dayOf(t.Handed.Day) + "移交" + t.Handed.Receiver, nil
		}
	}
	return "", nil
}

// CaseNote is what an order's page says of its file.
type CaseNote struct {
	Number, Words string
	Destroyed     bool
	Link          bool
}

// filed tells where the order's file stands.
func (r *Reader) filed(ctx context.Context, v *OrderView, st order.State) error {
	if !st.Status.Terminal() {
		return nil
	}
	l, err := r.s.store.CaseFile(ctx, st.ID)
	if errors.Is(err, store.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	n := &CaseNote{Number: l.Number, Destroyed: l.Destroyed, Link: access.May(r.actor.Post.Kind, access.Archives)}
	switch {
	case l.Destroyed:
		n.Words = "档案保管期满，已按规定销毁，诉求人信息和附件不再保存"
	case l.Number == "":
		n.Words = "不立卷，保存到" + dayOf(l.Until)
	case l.Until == "":
		n.Words = "永久保管"
	default:
		n.Words = "保管" + termOf(l) + "，到" + dayOf(l.Until)
	}
	if l.Held {
		n.Words += "，暂停销毁"
	}
	v.Case = n
	return nil
}

// TransferView is a package.
type TransferView struct {
	ID, Stage, Asked, By, Purpose, DecidedBy, Opinion, Handed, Receiver, Person, Dropped string
	Year, Files, Packed                                                                  int
	Parts                                                                                []VolumeView
	Taken                                                                                []string
	MayDecide, MayTake, MayHand, MayDrop                                                 bool
	Working                                                                              bool
}

// VolumeView is a volume of it.
type VolumeView struct {
	N, Files                        int
	First, Last, SHA256, Size, Name string
}

// DoomedView is a line of a list.
type DoomedView struct {
	ID, Number, OrderNo, Class, Term, Closed, Until, Spared string
}

// DestructionView is a list, and once it is carried out the certificate.
type DestructionView struct {
	ID, Stage, Proposed, By, Reason, DecidedBy, DecidedAt, Witness, Opinion, Number, DoneAt string
	Files                                                                                   []DoomedView
	Destroyed, Blobs, Hidden                                                                int
	MayDecide, Working                                                                      bool
	Staff                                                                                   []Staff
}

// Transfers lists the packages, the newest first.
func (r *Reader) Transfers(ctx context.Context) ([]TransferView, error) {
	if !access.May(r.actor.Post.Kind, access.Archives) {
		return nil, ErrForbidden
	}
	var out []TransferView
	for _, open := range []bool{true, false} {
		ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.TransferRecord, Open: open, Limit: 200})
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			v, err := r.Transfer(ctx, id)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
	}
	return out, nil
}

// Transfer reads one.
func (r *Reader) Transfer(ctx context.Context, id string) (TransferView, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Archives) {
		return TransferView{}, ErrForbidden
	}
	t, _, _, err := record[office.Transfer](ctx, r.s, office.TransferRecord, id)
	if err != nil {
		return TransferView{}, err
	}
	v := TransferView{ID: id, Stage: t.Stage(), Asked: fullTime(t.Asked.At), By: r.account(t.Asked.Account), Year: t.Asked.Year, Files: t.Asked.Files, Packed: t.Packed(), Working: t.Stage() == "正在打包"}
	refs := []string{t.Asked.Purpose.Ref}
	if t.Decided != nil {
		refs = append(refs, t.Decided.Opinion.Ref)
	}
	if t.Handed != nil {
		refs = append(refs, t.Handed.Person.Ref)
	}
	if t.Dropped != nil {
		refs = append(refs, t.Dropped.Reason.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	v.Purpose = open[t.Asked.Purpose.Ref]
	if d := t.Decided; d != nil {
		v.DecidedBy, v.Opinion = fullTime(d.At)+"　"+r.account(d.Account), open[d.Opinion.Ref]
	}
	if h := t.Handed; h != nil {
		v.Handed, v.Receiver, v.Person = dayOf(h.Day), h.Receiver, open[h.Person.Ref]
	}
	if d := t.Dropped; d != nil {
		v.Dropped = fullTime(d.At) + "　" + r.account(d.Account) + "：" + open[d.Reason.Ref]
	}
	for _, p := range t.Parts {
		v.Parts = append(v.Parts, VolumeView{N: p.N, Files: p.Files, First: p.First, Last: p.Last, SHA256: p.SHA256, Size: sizeWords(p.Size), Name: volumeName(t, p.N)})
	}
	for _, x := range t.Taken {
		v.Taken = append(v.Taken, fmt.Sprintf("%s　%s 下载第%d册", fullTime(x.At), r.account(x.Account), x.N))
	}
	do := access.May(k, access.Archiving)
	v.MayDecide = t.Decided == nil && t.Dropped == nil && access.May(k, access.ArchiveDeciding) && t.Asked.Account != r.actor.Account
	v.MayTake, v.MayHand, v.MayDrop = do && t.Open() && len(t.Parts) > 0, do && t.Open() && t.Whole(), do && t.Open()
	return v, nil
}

// Destructions lists the lists, the newest first.
func (r *Reader) Destructions(ctx context.Context) ([]DestructionView, error) {
	if !access.May(r.actor.Post.Kind, access.Archives) {
		return nil, ErrForbidden
	}
	var out []DestructionView
	for _, open := range []bool{true, false} {
		ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.DestructionRecord, Open: open, Limit: 200})
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			v, err := r.Destruction(ctx, id)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
	}
	return out, nil
}

// Destruction reads one.
func (r *Reader) Destruction(ctx context.Context, id string) (DestructionView, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Archives) {
		return DestructionView{}, ErrForbidden
	}
	d, _, _, err := record[office.Destruction](ctx, r.s, office.DestructionRecord, id)
	if err != nil {
		return DestructionView{}, err
	}
	v := DestructionView{ID: id, Stage: d.Stage(), Proposed: fullTime(d.Proposed.At), By: r.account(d.Proposed.Account), Working: d.Stage() == "正在销毁"}
	refs := []string{d.Proposed.Reason.Ref}
	if d.Decided != nil {
		refs = append(refs, d.Decided.Opinion.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	v.Reason = open[d.Proposed.Reason.Ref]
	if x := d.Decided; x != nil {
		v.DecidedBy, v.DecidedAt, v.Opinion, v.Number = r.account(x.Account), fullTime(x.At), open[x.Opinion.Ref], x.Number
		if x.Approved {
			v.Witness = r.account(x.Witness)
		}
	}
	spared := map[string]string{}
	if x := d.Done; x != nil {
		v.DoneAt, v.Destroyed, v.Blobs = dayOf(calendar.DateOf(x.At).String()), x.Files, x.Blobs
		for _, f := range x.Spared {
			spared[f.Order] = f.Why
		}
	}
	for _, f := range d.Proposed.Files {
		if err := r.seesCaseFile(ctx, f.Order); errors.Is(err, ErrNotFound) {
			v.Hidden++
			continue
		} else if err != nil {
			return v, err
		}
		v.Files = append(v.Files, DoomedView{ID: f.Order, Number: f.Number, OrderNo: f.OrderNo, Class: f.Class.Name(), Term: office.TermWords(f.Years), Closed: dayOf(f.Closed), Until: dayOf(f.Until), Spared: spared[f.Order]})
	}
	if d.Decided == nil && access.May(k, access.ArchiveDeciding) && d.Proposed.Account != r.actor.Account {
		v.MayDecide = true
		all, err := r.staffOf(ctx)
		if err != nil {
			return v, err
		}
		for _, x := range all {
			if x.ID != r.actor.Account && x.ID != d.Proposed.Account {
				v.Staff = append(v.Staff, x)
			}
		}
	}
	return v, nil
}

// YearsToHand lists the years that a package may be asked for.
func (p ArchivesPage) YearsToHand(now time.Time) []int {
	y, _, _ := calendar.DateOf(now).Parts()
	var out []int
	for _, x := range p.Years {
		if x.Year < y && x.Files > 0 {
			out = append(out, x.Year)
		}
	}
	return out
}
