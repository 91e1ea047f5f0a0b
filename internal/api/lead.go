package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
)

type leadListInput struct {
	Ended bool   `query:"ended" doc:"true：已结束的；不写是办理中的"`
	State string `query:"state" enum:"draft,submitted,approved,handed,received" doc:"进度：待报批、待批准、待移送、待回执、待结果"`
	Fault int    `query:"fault" minimum:"0" maximum:"9" doc:"第二十三条第几项；0 是全部"`
	Unit  string `query:"unit" maxLength:"40" doc:"涉及单位编码"`
	After string `query:"after" maxLength:"120" pattern:"^[0-9]{1,18}-[0-9A-Za-z._-]{1,90}$" doc:"上一页答复的 next"`
}

type leadLineView struct {
	ID     string   `json:"id"`
	Clause string   `json:"clause" doc:"第二十三条第几项"`
	Unit   string   `json:"unit"`
	Posts  []string `json:"posts" doc:"涉及岗位；没有姓名"`
	Order  string   `json:"order,omitempty" doc:"工单的 id"`
	Number string   `json:"number,omitempty" doc:"工单编号"`
	State  string   `json:"state" enum:"draft,submitted,approved,handed,received,concluded,refused,withdrawn,dropped"`
	Letter string   `json:"letter,omitempty" doc:"移送单字号"`
	To     string   `json:"to,omitempty" doc:"移送给谁"`
	Result string   `json:"result,omitempty" doc:"处理结果，照来文登记"`
	At     string   `json:"at"`
}

type leadStepView struct {
	At    string `json:"at"`
	By    string `json:"by"`
	Text  string `json:"text"`
	Words string `json:"words,omitempty"`
}

// LeadLine is embedded by an exported name: the document leaves out what is not.
type LeadLine = leadLineView

type leadDetailView struct {
	LeadLine
	Facts    string         `json:"facts"`
	Proof    string         `json:"proof" doc:"证据清单"`
	Handling string         `json:"handling" doc:"处理建议"`
	Course   []leadStepView `json:"course" doc:"经过，旧的在前"`
}

type leadListView struct {
	Items []leadLineView `json:"items"`
	Next  string         `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
}

type hintLineView struct {
	ID     string `json:"id"`
	Clause string `json:"clause" doc:"第二十三条第几项"`
	Unit   string `json:"unit"`
	Order  string `json:"order,omitempty"`
	Number string `json:"number"`
	Words  string `json:"words" doc:"系统看到了什么；不等于有过错"`
	At     string `json:"at"`
}

type hintListInput struct {
	After string `query:"after" maxLength:"120" pattern:"^[0-9]{1,18}-[0-9A-Za-z._-]{1,90}$" doc:"上一页答复的 next"`
}

type hintListView struct {
	Items []hintLineView `json:"items"`
	Next  string         `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
}

type leadInput struct {
	ID string `path:"id" maxLength:"90" doc:"线索的 id"`
}

func leadLine(v desk.LeadView) leadLineView {
	return leadLineView{ID: v.ID, Clause: v.Clause, Unit: string(v.UnitID), Posts: list(v.Posts, func(s string) string { return s }), Order: v.Order, Number: v.Number, State: string(v.State), Letter: v.Letter, To: v.To, Result: v.Finding, At: v.At}
}

// leads are the accountability leads of Art. 23, to be read. Their steps are a person's at the screen: a program moves no lead.
func (a *API) leads() {
	register(a, asks("leads", "/leads", access.LeadReading, "问责线索", "问责线索（第二十三条）：督办员、县热线办负责人、县政府办负责人可看，涉及单位看不到", http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *leadListInput) (*out[leadListView], error) {
			p, err := c.reader.Leads(ctx, desk.LeadFilter{Ended: in.Ended, State: oversight.LeadState(in.State), Fault: in.Fault, Unit: org.UnitID(in.Unit), Before: in.After})
			if err != nil {
				return nil, err
			}
			return answer(leadListView{list(p.Items, leadLine), p.Next})
		})
	register(a, asks("lead", "/leads/{id}", access.LeadReading, "问责线索", "一条问责线索：事实、证据、建议、经过", http.StatusNotFound, http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *leadInput) (*out[leadDetailView], error) {
			v, err := c.reader.Lead(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(leadDetailView{leadLine(v), v.Facts, v.Proof, v.Handling, list(v.Course, func(l desk.CaseLine) leadStepView {
				return leadStepView(l)
			})})
		})
	register(a, asks("lead_hints", "/lead_hints", access.Leading, "问责线索", "系统提示：由人决定采用或不采用", http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *hintListInput) (*out[hintListView], error) {
			p, err := c.reader.LeadHints(ctx, in.After)
			if err != nil {
				return nil, err
			}
			return answer(hintListView{list(p.Items, func(v desk.HintView) hintLineView {
				return hintLineView{v.ID, v.Clause, string(v.UnitID), v.Order, v.Number, v.Words, v.At}
			}), p.Next})
		})
}
