package api

import (
	"context"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
)

type caseListInput struct {
	Closed bool   `query:"closed" doc:"true：已销号的；不写是督办中的"`
	Level  string `query:"level" enum:"0,1,2,3" doc:"级别：0 跟踪、1 一级、2 二级、3 三级"`
	Item   int    `query:"item" minimum:"0" maximum:"8" doc:"第二十一条第几项；0 是全部"`
	Step   string `query:"step" enum:"to_urge,to_issue,waiting,to_judge,to_close,following" doc:"进度：待催办、待出督办单、待单位反馈、待认定、待销号、跟踪中"`
	Unit   string `query:"unit" maxLength:"40" doc:"承办单位编码"`
	After  string `query:"after" maxLength:"80" pattern:"^[0-9]{1,18}-[0-9A-Za-z.-]{1,60}$" doc:"上一页答复的 next"`
}

type caseLineView struct {
	ID       string   `json:"id"`
	Order    string   `json:"order,omitempty" doc:"工单的 id；联合督办单位没有"`
	Number   string   `json:"number"`
	Title    string   `json:"title"`
	Clause   string   `json:"clause" doc:"第二十一条第几项"`
	Level    int      `json:"level"`
	Unit     string   `json:"unit,omitempty"`
	Joint    bool     `json:"joint"`
	Step     string   `json:"step"`
	Opened   string   `json:"opened"`
	Evidence []string `json:"evidence"`
	Due      string   `json:"due,omitempty" doc:"单位反馈的期限"`
	Unsolved int      `json:"unsolved" doc:"认定未落实几次"`
	Outcome  string   `json:"outcome,omitempty" doc:"销号结论"`
}

type sheetLineView struct {
	Number string `json:"number" doc:"字号；作废的也在"`
	At     string `json:"at"`
	Unit   string `json:"unit"`
	Demand string `json:"demand"`
	Due    string `json:"due"`
	State  string `json:"state" enum:"waiting,answered,accepted,unsolved,lapsed"`
	Reply  string `json:"reply,omitempty"`
	Late   bool   `json:"late" doc:"逾期反馈，或到期没有反馈"`
}

type actionLineView struct {
	At       string `json:"at"`
	Means    string `json:"means"`
	Person   string `json:"person"`
	Content  string `json:"content"`
	Response string `json:"response,omitempty"`
	Result   string `json:"result"`
}

// CaseLine is embedded by an exported name: the document leaves out what is not.
type CaseLine = caseLineView

type caseDetailView struct {
	CaseLine
	Sheets  []sheetLineView  `json:"sheets" doc:"督办单，旧的在前"`
	Actions []actionLineView `json:"actions" doc:"督办记录；承办单位没有"`
}

type caseListView struct {
	Items []caseLineView `json:"items"`
	Next  string         `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
}

func caseLine(v desk.CaseView) caseLineView {
	return caseLineView{ID: v.ID, Order: v.Order, Number: v.Number, Title: v.Title, Clause: v.Clause, Level: v.Level, Unit: string(v.UnitID), Joint: len(v.Joint) > 0, Step: v.Step, Opened: v.Opened,
		Evidence: list(v.Evidence, func(l desk.CaseLine) string { return l.Text }), Due: v.Due, Unsolved: v.Unsolved, Outcome: v.Outcome}
}

func caseDetail(v desk.CaseView) caseDetailView {
	return caseDetailView{caseLine(v), list(v.Sheets, func(s desk.SheetView) sheetLineView {
		return sheetLineView{s.Number, s.At, s.Unit, s.Demand, s.Due, string(s.State), s.Reply, s.Late || s.Missed}
	}), list(v.Actions, func(a desk.ActionView) actionLineView {
		return actionLineView{a.At, a.Means, a.Person, a.Content, a.Response, a.Result}
	})}
}

type caseInput struct {
	ID string `path:"id" maxLength:"60" doc:"督办的 id"`
}

type casePost[B any] struct {
	Keyed
	ID   string `path:"id" maxLength:"60" doc:"督办的 id"`
	Body B
}

type caseActBody struct {
	Means        string    `json:"means" enum:"phone,network,site,meeting" doc:"电话、网络、现场、会商"`
	On           time.Time `json:"on" doc:"什么时候督办的"`
	Person       string    `json:"person" maxLength:"100" doc:"督办对象"`
	Content      string    `json:"content" maxLength:"2000" doc:"督办内容"`
	Response     string    `json:"response,omitempty" maxLength:"2000" doc:"对方答复"`
	Result       string    `json:"result" enum:"promised,going,fixed,none" doc:"答应限期办理、正在办理、已经办好、没有联系上"`
	Due          string    `json:"due,omitempty" format:"date" doc:"限定日期"`
	Place        string    `json:"place,omitempty" maxLength:"100" doc:"现场：地点"`
	Participants string    `json:"participants,omitempty" maxLength:"200" doc:"现场：参加人员"`
	Files        []upload  `json:"files,omitempty" maxItems:"9" doc:"现场：照片"`
}

type caseIssueBody struct {
	Demand string `json:"demand" maxLength:"1000" doc:"督办要求"`
	Days   int    `json:"days" minimum:"1" maximum:"15" doc:"反馈期限，工作日"`
	Joint  bool   `json:"joint,omitempty" doc:"会同县绩效评价中心、县效能办"`
}

type caseAnswerBody struct {
	Words string   `json:"words" maxLength:"2000" doc:"落实情况"`
	Files []upload `json:"files,omitempty" maxItems:"9" doc:"盖章件、照片；不是主要负责人本人的必须有盖章件"`
}

type caseJudgeBody struct {
	Solved bool   `json:"solved" doc:"是否落实"`
	Words  string `json:"words" maxLength:"1000" doc:"认定意见"`
}

type caseCloseBody struct {
	Outcome string `json:"outcome" enum:"solved,explained,mistaken" doc:"已解决、已说明、误列（县热线办负责人）"`
	Words   string `json:"words" maxLength:"1000" doc:"销号意见"`
}

// supervision is the ledger of Art. 21 and 22: to be read, and each step of a row.
func (a *API) supervision() {
	register(a, asks("cases", "/supervision", access.SuperReading, "督办", "督办台账（第二十一条）：热线办和县领导看全部，联合督办单位看联合的，承办单位看自己的", http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *caseListInput) (*out[caseListView], error) {
			f := desk.CaseFilter{Closed: in.Closed, Level: -1, Item: in.Item, Step: in.Step, Unit: org.UnitID(in.Unit), Before: in.After}
			if in.Level != "" {
				f.Level = int(in.Level[0] - '0')
			}
			p, err := c.reader.Cases(ctx, f)
			if err != nil {
				return nil, err
			}
			return answer(caseListView{list(p.Items, caseLine), p.Next})
		})
	register(a, asks("case", "/supervision/{id}", access.SuperReading, "督办", "一件督办：依据、记录、督办单、销号", http.StatusNotFound, http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *caseInput) (*out[caseDetailView], error) {
			v, err := c.reader.Case(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(caseDetail(v))
		})
	onCase(a, "act", access.Supervising, "记督办（第二十二条）", func(ctx context.Context, c caller, id, key string, b caseActBody) error {
		return c.reader.ActOnCase(ctx, id, desk.ActionWish{Means: oversight.Means(b.Means), On: b.On, Person: b.Person, Content: b.Content, Response: b.Response, Result: oversight.Result(b.Result), Due: b.Due,
			Place: b.Place, Participants: b.Participants, Files: uploadsOf(b.Files)}, key)
	})
	onCase(a, "issue", access.Supervising, "出督办单（第二十二条）", func(ctx context.Context, c caller, id, key string, b caseIssueBody) error {
		return c.reader.IssueSheet(ctx, id, b.Demand, b.Days, b.Joint, key)
	})
	onCase(a, "answer", access.SuperReply, "反馈督办单", func(ctx context.Context, c caller, id, key string, b caseAnswerBody) error {
		return c.reader.AnswerSheet(ctx, id, b.Words, uploadsOf(b.Files), key)
	})
	onCase(a, "judge", access.Supervising, "认定是否落实", func(ctx context.Context, c caller, id, key string, b caseJudgeBody) error {
		return c.reader.JudgeSheet(ctx, id, b.Solved, b.Words, key)
	})
	onCase(a, "close", access.Supervising, "销号", func(ctx context.Context, c caller, id, key string, b caseCloseBody) error {
		return c.reader.CloseCase(ctx, id, oversight.Outcome(b.Outcome), b.Words, key)
	})
}

func uploadsOf(in []upload) []desk.Upload {
	var out []desk.Upload
	for _, u := range in {
		out = append(out, desk.Upload{Name: u.Name, Bytes: u.Content})
	}
	return out
}

// onCase is one step of a row; the answer is the row after it.
func onCase[B any](a *API, name string, p access.Permission, summary string, do func(ctx context.Context, c caller, id, key string, b B) error) {
	o := operation{id: "case_" + name, method: http.MethodPost, path: "/supervision/{id}/" + name, permission: p, tag: "督办", summary: summary, body: true, writes: true, errors: []int{http.StatusNotFound, http.StatusConflict}}
	if name == "act" || name == "answer" {
		o.maxBody = withFiles
	}
	register(a, o, func(ctx context.Context, c caller, in *casePost[B]) (*out[caseDetailView], error) {
		if err := do(ctx, c, in.ID, in.Key, in.Body); err != nil {
			return nil, err
		}
		v, err := c.reader.Case(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(caseDetail(v))
	})
}
