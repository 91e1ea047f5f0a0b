package office

import (
	"encoding/json"
	"fmt"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// An export is a list as a file (Art. 6(3): 统计). It is made by a job, part by part, and shows what its asker's list shows at that time and nothing more; who asked,
// for what and who fetched it stays in the log, the bytes go after a week.

// ExportFormat is the kind of file.
type ExportFormat string

// The formats.
const (
	ExportXLSX ExportFormat = "xlsx"
	ExportCSV  ExportFormat = "csv"
)

// Name is what a person calls it, "" for none.
func (f ExportFormat) Name() string {
	return map[ExportFormat]string{ExportXLSX: "Excel 工作簿", ExportCSV: "文本表格"}[f]
}

// ExportDays is how many days the bytes are kept.
const ExportDays = 7

// ExportRows is how many rows a part has at most.
const ExportRows = 100_000

// artExport is where the office keeps its statistics.
const artExport = regulation.Art6_3

type (
	// ExportAsked asks for a list as a file. The criteria are codes and names of the office's own tables, never words of a caller.
	ExportAsked struct {
		At       time.Time       `json:"at"`
		Account  org.AccountID   `json:"account"`
		Post     org.PostID      `json:"post"`
		List     string          `json:"list"`  // the kind of list
		Title    string          `json:"title"` // its name
		Ask      json.RawMessage `json:"ask"`   // what it was narrowed by, as the desk reads it
		Criteria [][2]string     `json:"criteria,omitempty"`
		Format   ExportFormat    `json:"format"`
		Total    int             `json:"total"` // rows that the list had
		Over     bool            `json:"over,omitempty"`
		Position int64           `json:"position"` // of the log
	}
	// ExportPacked is a part: a file of its own.
	ExportPacked struct {
		At    time.Time `json:"at"`
		N     int       `json:"n"`
		Rows  int       `json:"rows"`
		Next  string    `json:"next,omitempty"` // where the next part begins
		Blob  string    `json:"blob"`
		Size  int64     `json:"size"` // bytes as they are fetched
		Whole bool      `json:"whole"`
	}
	// ExportTaken is a download.
	ExportTaken struct {
		At time.Time `json:"at"`
		N  int       `json:"n"`
	}
	// ExportDropped ends it: its days are over, or it could not be made.
	ExportDropped struct {
		At  time.Time `json:"at"`
		Why string    `json:"why,omitempty"` // "" its days are over
	}
)

// Export is one, folded from its stream.
type Export struct {
	Asked   ExportAsked
	Parts   []ExportPacked
	Taken   []ExportTaken
	Dropped *ExportDropped
}

func (x Export) evolve(e any) Record {
	switch e := e.(type) {
	case ExportAsked:
		x.Asked = e
	case ExportPacked:
		x.Parts = append(x.Parts[:len(x.Parts):len(x.Parts)], e)
	case ExportTaken:
		x.Taken = append(x.Taken[:len(x.Taken):len(x.Taken)], e)
	case ExportDropped:
		x.Dropped = &e
	}
	return x
}

// Row is open while there are bytes, or will be.
func (x Export) Row() RecordRow {
	return RecordRow{Person: x.Asked.Account, Open: x.Dropped == nil, At: x.Asked.At}
}

// Whole reports whether every part is there.
func (x Export) Whole() bool { return len(x.Parts) > 0 && x.Parts[len(x.Parts)-1].Whole }

// Rows is how many rows the parts have so far.
func (x Export) Rows() int {
	n := 0
	for _, p := range x.Parts {
		n += p.Rows
	}
	return n
}

// Until is when the bytes go.
func (x Export) Until() time.Time { return x.Asked.At.AddDate(0, 0, ExportDays) }

// Sees reports for whom it exists: the account that asked, in the post it asked in. What another post of the same person may not read it does not fetch.
func (x Export) Sees(a org.Actor) bool {
	return x.Asked.Account == a.Account && x.Asked.Post == a.Post.ID
}

// AskExport asks for a list as a file.
func AskExport(e ExportAsked) (ExportAsked, error) {
	switch {
	case e.Format.Name() == "":
		return ExportAsked{}, regulation.RefuseField(artExport, "no_format", "format", "没有选文件格式，请选一种。")
	case e.Total == 0:
		return ExportAsked{}, regulation.RefuseState(artExport, "no_rows", "这个清单现在没有内容，不用导出；可以放宽条件再试。")
	}
	return e, nil
}

// Take is a download of a part.
func (x Export) Take(n int, now time.Time) (ExportTaken, error) {
	switch {
	case x.Dropped != nil || !now.Before(x.Until()):
		return ExportTaken{}, regulation.RefuseState(artExport, "bytes_gone", "这份导出已过%d天，文件不再保存，请重新导出。", ExportDays)
	case n < 1 || n > len(x.Parts):
		return ExportTaken{}, regulation.RefuseState(artExport, "no_part", "这一部分还没有做好，请稍后再下载。")
	}
	return ExportTaken{At: now, N: n}, nil
}

// Stage is the Chinese name of where it stands.
func (x Export) Stage() string {
	switch {
	case x.Dropped != nil && x.Dropped.Why != "":
		return "没有做成"
	case x.Dropped != nil:
		return "已过期"
	case x.Whole():
		return "可以下载"
	case x.Asked.Total > 0 && !x.Asked.Over:
		return fmt.Sprintf("正在导出（%d%%）", min(99, x.Rows()*100/x.Asked.Total))
	}
	return "正在导出"
}
