package office

import (
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// The shelf (制度汇编): the office's own plans and rules, each with its versions, the days between which each is in force, and its files (Art. 6(1), 6(2)).

// DocumentKind says what a document is.
type DocumentKind string

// The kinds.
const (
	PlanDocument   DocumentKind = "plan"   // 发展规划 (Art. 6(1))
	RuleDocument   DocumentKind = "rule"   // 工作制度 (Art. 6(2))
	GuideDocument  DocumentKind = "guide"  // 操作规范、服务标准 (Art. 9)
	NoticeDocument DocumentKind = "notice" // 上级文件、通知
)

// DocumentKinds lists them.
func DocumentKinds() []DocumentKind {
	return []DocumentKind{RuleDocument, PlanDocument, GuideDocument, NoticeDocument}
}

// Name is the Chinese name, "" for none of them.
func (k DocumentKind) Name() string {
	return map[DocumentKind]string{PlanDocument: "发展规划", RuleDocument: "工作制度", GuideDocument: "服务标准", NoticeDocument: "上级文件"}[k]
}

// DocumentFile is a file of a version.
type DocumentFile struct {
	ID   string `json:"id"`
	Name Words  `json:"name"` // a file's name may name people
	Blob string `json:"blob"`
	MIME string `json:"mime"`
	Size int64  `json:"size"`
}

type (
	// DocumentShelved puts a document on the shelf with its first version.
	DocumentShelved struct {
		At      time.Time       `json:"at"`
		Account org.AccountID   `json:"account"`
		Kind    DocumentKind    `json:"kind"`
		Title   string          `json:"title"`
		Version DocumentVersion `json:"version"`
	}
	// DocumentRevised adds a version; it takes the place of the one before on its day.
	DocumentRevised struct {
		At      time.Time       `json:"at"`
		Account org.AccountID   `json:"account"`
		Version DocumentVersion `json:"version"`
	}
	// DocumentRepealed ends it: the last day on which it holds.
	DocumentRepealed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		To      string        `json:"to"`
		Reason  string        `json:"reason"`
	}
)

// DocumentVersion is what holds from a day on.
type DocumentVersion struct {
	N      int            `json:"n"`
	Number string         `json:"number,omitempty"` // 文号
	From   string         `json:"from"`             // 2026-03-02
	Note   string         `json:"note,omitempty"`   // what changed
	Files  []DocumentFile `json:"files,omitempty"`
}

// Document is one, folded from its stream.
type Document struct {
	Kind     DocumentKind
	Title    string
	At       time.Time
	Versions []DocumentVersion // the oldest first
	Repealed *DocumentRepealed
}

func (d Document) evolve(e any) Record {
	switch e := e.(type) {
	case DocumentShelved:
		d.Kind, d.Title, d.At, d.Versions = e.Kind, e.Title, e.At, []DocumentVersion{e.Version}
	case DocumentRevised:
		d.Versions = append(slices.Clone(d.Versions), e.Version)
	case DocumentRepealed:
		d.Repealed = &e
	}
	return d
}

// Row is open while nobody has repealed the document.
func (d Document) Row() RecordRow {
	r := RecordRow{Open: d.Repealed == nil, At: d.At}
	if d.Repealed != nil {
		r.Due = d.Repealed.To
	}
	return r
}

// InForce is the version that holds on a day; false where none does: it is yet to come, or the document is repealed.
func (d Document) InForce(day string) (DocumentVersion, bool) {
	if d.Repealed != nil && day > d.Repealed.To {
		return DocumentVersion{}, false
	}
	for _, v := range slices.Backward(d.Versions) {
		if v.From <= day {
			return v, true
		}
	}
	return DocumentVersion{}, false
}

// LastDay is the last day of a version: the day before the next, or the day of the repeal; "" where it is open.
func (d Document) LastDay(n int) string {
	last := ""
	if d.Repealed != nil {
		last = d.Repealed.To
	}
	for _, v := range d.Versions {
		if v.N == n+1 {
			if x, err := calendar.ParseDate(v.From); err == nil && (last == "" || x.AddDays(-1).String() < last) {
				last = x.AddDays(-1).String()
			}
		}
	}
	return last
}

const artShelf = regulation.Art6_2

func mustShelve(a org.Actor) error {
	if !a.Is(org.Dispatcher, org.Supervisor, org.OfficeHead) {
		return regulation.RefuseState(artShelf, "not_keeper", "制度汇编由县热线办分办员、督办员或负责人维护。")
	}
	return nil
}

func checkVersion(v DocumentVersion, files int, now time.Time) error {
	today := calendar.DateOf(now)
	if err := dayIn(artShelf, "from", "施行日期", v.From, today.AddDays(-366*30), today.AddDays(366*2)); err != nil {
		return err
	}
	if err := plain(artShelf, "number", "文号", v.Number, 0, 60); err != nil {
		return err
	}
	if err := plain(artShelf, "note", "说明", v.Note, 0, 300); err != nil {
		return err
	}
	if files == 0 {
		return regulation.RefuseField(artShelf, "no_file", "files", "没有上传文件，请上传制度的正文。")
	}
	return nil
}

// Shelve is the form of a new document; files is how many come with it.
func Shelve(a org.Actor, k DocumentKind, title string, v DocumentVersion, files int, now time.Time) (DocumentShelved, error) {
	var none DocumentShelved
	if err := mustShelve(a); err != nil {
		return none, err
	}
	if k.Name() == "" {
		return none, regulation.RefuseField(artShelf, "bad_kind", "kind", "没有选择类别，请从列表中选一项。")
	}
	if err := plain(artShelf, "title", "名称", title, 4, 80); err != nil {
		return none, err
	}
	if err := checkVersion(v, files, now); err != nil {
		return none, err
	}
	v.N = 1
	return DocumentShelved{At: now, Account: a.Account, Kind: k, Title: strings.TrimSpace(title), Version: v}, nil
}

// Revise adds a version that holds from a later day than the one before.
func (d Document) Revise(a org.Actor, v DocumentVersion, files int, now time.Time) (DocumentRevised, error) {
	var none DocumentRevised
	if err := mustShelve(a); err != nil {
		return none, err
	}
	if d.Repealed != nil {
		return none, regulation.RefuseState(artShelf, "repealed", "这份文件已经废止，请另外上架一份。")
	}
	if err := checkVersion(v, files, now); err != nil {
		return none, err
	}
	last := d.Versions[len(d.Versions)-1]
	if v.From <= last.From {
		return none, regulation.RefuseField(artShelf, "not_later", "from", "新版的施行日期要晚于上一版的%s。", last.From)
	}
	if err := plain(artShelf, "note", "改了什么", v.Note, 2, 300); err != nil {
		return none, err
	}
	v.N = last.N + 1
	return DocumentRevised{At: now, Account: a.Account, Version: v}, nil
}

// Repeal ends the document on a day.
func (d Document) Repeal(a org.Actor, to, reason string, now time.Time) (DocumentRepealed, error) {
	var none DocumentRepealed
	if err := mustShelve(a); err != nil {
		return none, err
	}
	if d.Repealed != nil {
		return none, regulation.RefuseState(artShelf, "repealed", "这份文件已经废止。")
	}
	from, _ := calendar.ParseDate(d.Versions[len(d.Versions)-1].From)
	if err := dayIn(artShelf, "to", "最后一天", to, from, calendar.DateOf(now).AddDays(366*2)); err != nil {
		return none, err
	}
	if err := plain(artShelf, "reason", "废止的理由", reason, 2, 300); err != nil {
		return none, err
	}
	return DocumentRepealed{At: now, Account: a.Account, To: to, Reason: strings.TrimSpace(reason)}, nil
}
