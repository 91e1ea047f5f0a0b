package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
)

type directiveLine struct {
	At    string `json:"at"`
	By    string `json:"by"`
	Verb  string `json:"verb" doc:"进展、报办结、退回补充，或反馈方式"`
	Words string `json:"words"`
	Late  bool   `json:"late,omitempty" doc:"晚于完成日期"`
}

type directiveTask struct {
	Unit  string          `json:"unit" doc:"落实单位编码"`
	Name  string          `json:"name"`
	What  string          `json:"what" doc:"要做什么"`
	Due   string          `json:"due" format:"date" doc:"完成日期"`
	Done  bool            `json:"done" doc:"已报办结"`
	Lines []directiveLine `json:"lines"`
}

type directiveItem struct {
	ID     string          `json:"id"`
	Leader string          `json:"leader" doc:"批示领导的岗位名称"`
	Day    string          `json:"day" doc:"批示日期"`
	Kind   string          `json:"kind" doc:"批示在什么上面"`
	Title  string          `json:"title"`
	Source string          `json:"source,omitempty" doc:"出处"`
	Order  string          `json:"order,omitempty" doc:"工单的 id；本岗位打不开的不写"`
	Number string          `json:"number,omitempty"`
	Words  string          `json:"words" doc:"批示内容"`
	Paper  bool            `json:"paper" doc:"有扫描件，见 /scan"`
	Tasks  []directiveTask `json:"tasks" doc:"分解到的单位；单位只看到自己的"`
	Open   bool            `json:"open" doc:"还没有反馈领导"`
	Ready  bool            `json:"ready" doc:"各单位已报齐，可以反馈领导"`
	Report *directiveLine  `json:"report,omitempty" doc:"怎样反馈领导的；单位不告知"`
}

type directiveList struct {
	Items []directiveItem `json:"items"`
	Next  string          `json:"next,omitempty" doc:"下一页的 before"`
}

func directiveOf(v desk.DirectiveView) directiveItem {
	line := func(l desk.DirectiveLine) directiveLine { return directiveLine{l.At, l.By, l.Verb, l.Words, l.Late} }
	out := directiveItem{ID: v.ID, Leader: v.Leader, Day: v.Day, Kind: v.Kind, Title: v.Title, Source: v.Source, Order: v.Order, Number: v.Number, Words: v.Words, Paper: v.Paper, Open: v.Open, Ready: v.Ready,
		Tasks: list(v.Tasks, func(t desk.DirectiveTaskView) directiveTask {
			return directiveTask{string(t.Unit), t.UnitName, t.What, t.Last, t.Done, list(t.Lines, line)}
		})}
	if v.Report != nil {
		l := line(*v.Report)
		out.Report = &l
	}
	return out
}

type directivesInput struct {
	Done   bool   `query:"done" doc:"只要已反馈领导的；不写是落实中的"`
	Before string `query:"before" maxLength:"20" pattern:"^[0-9]{1,18}$" doc:"上一页答复的 next"`
}

// DirectiveInput names one directive.
type DirectiveInput struct {
	ID string `path:"id" maxLength:"64" doc:"批示件的 id"`
}

type directiveGiven struct {
	ID string `json:"id"`
}

type giveDirectiveInput struct {
	Keyed
	Body struct {
		Post   string `json:"post" minLength:"1" maxLength:"64" doc:"批示领导的岗位，见 GET /posts"`
		Day    string `json:"day" format:"date" doc:"批示日期"`
		Kind   string `json:"kind" enum:"order,report,bulletin,cutting,letter,other" doc:"批示在什么上面：工单、信息专报、通报简报、剪报、来信来函、会议现场"`
		Number string `json:"number,omitempty" maxLength:"40" doc:"工单编号；批示在工单上的必填"`
		Title  string `json:"title,omitempty" maxLength:"60" doc:"标题；不在工单上的必填，不写个人姓名、号码"`
		Source string `json:"source,omitempty" maxLength:"60" doc:"出处；不在工单上的必填"`
		Words  string `json:"words" minLength:"1" maxLength:"1000" doc:"批示内容，照原文"`
		About  string `json:"about,omitempty" maxLength:"40" doc:"批示批评、要求查处的单位：它看不到这件，也不能由它落实"`
		Tasks  []struct {
			Unit string `json:"unit" minLength:"1" maxLength:"40" doc:"落实单位编码"`
			What string `json:"what" minLength:"1" maxLength:"500" doc:"要做什么"`
			Due  string `json:"due" format:"date" doc:"完成日期"`
		} `json:"tasks" minItems:"1" maxItems:"12" doc:"分解到的单位"`
		Scan *upload `json:"scan,omitempty" doc:"批示扫描件"`
	}
}

type answerDirectiveInput struct {
	Keyed
	DirectiveInput
	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"2000" doc:"落实情况"`
		Done  bool   `json:"done,omitempty" doc:"已全部办完；不写是报进展"`
	}
}

type backDirectiveInput struct {
	Keyed
	DirectiveInput
	Body struct {
		Unit   string `json:"unit" minLength:"1" maxLength:"40" doc:"退回哪个单位"`
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"要补充什么"`
		Due    string `json:"due" format:"date" doc:"补充截止"`
	}
}

type urgeDirectiveInput struct {
	Keyed
	DirectiveInput
	Body struct {
		Unit  string `json:"unit" minLength:"1" maxLength:"40" doc:"催哪个单位"`
		Words string `json:"words" minLength:"1" maxLength:"500" doc:"催办内容"`
	}
}

type reportDirectiveInput struct {
	Keyed
	DirectiveInput
	Body struct {
		Means string `json:"means" enum:"paper,told,screen" doc:"书面呈报、当面汇报、平台呈阅"`
		Words string `json:"words" minLength:"1" maxLength:"2000" doc:"反馈内容"`
	}
}

// directives are the 批示件: a leader's word on anything, split to units, answered by each and given back to that leader (Art. 6(4)).
func (a *API) directives() {
	see := func(id, path, summary string) operation {
		return asks(id, path, access.Answering, "批示件", summary, http.StatusNotFound)
	}
	register(a, see("directives", "/directives", "批示件，新的在前：县热线办看全部，领导看自己的，单位看本单位要落实的"), func(ctx context.Context, c caller, in *directivesInput) (*out[directiveList], error) {
		var from time.Time
		if in.Before != "" {
			n, err := strconv.ParseInt(in.Before, 10, 64)
			if err != nil {
				return nil, badField("before", "应照抄上一页答复的 next。")
			}
			from = time.UnixMilli(n)
		}
		p, err := c.reader.Directives(ctx, in.Done, from)
		if err != nil {
			return nil, err
		}
		return answer(directiveList{list(p.Items, directiveOf), p.Next})
	})
	one := func(ctx context.Context, c caller, id string, err error) (*out[directiveItem], error) {
		if err != nil {
			return nil, err
		}
		v, err := c.reader.Directive(ctx, id)
		if err != nil {
			return nil, err
		}
		return answer(directiveOf(v))
	}
	register(a, see("directive", "/directives/{id}", "一件批示件"), func(ctx context.Context, c caller, in *DirectiveInput) (*out[directiveItem], error) {
		return one(ctx, c, in.ID, nil)
	})
	register(a, see("directive_scan", "/directives/{id}/scan", "批示扫描件"), func(ctx context.Context, c caller, in *DirectiveInput) (*fileOutput, error) {
		mime, b, err := c.reader.DirectivePaper(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return &fileOutput{mime, "attachment", b}, nil
	})
	a.fileTypes("/directives/{id}/scan")
	does := func(id, path, summary string, p access.Permission) operation {
		return operation{id: id, method: http.MethodPost, path: path, permission: p, tag: "批示件", summary: summary, body: true, writes: true, errors: []int{http.StatusNotFound, http.StatusConflict}}
	}
	give := does("give_directive", "/directives", "登记批示并分解到单位；批示在在办工单上的，工单转为重点件（第六条（四））", access.Instructing)
	give.created, give.maxBody = true, withFiles
	register(a, give, func(ctx context.Context, c caller, in *giveDirectiveInput) (*out[directiveGiven], error) {
		b := in.Body
		d, err := day("day", b.Day)
		if err != nil {
			return nil, err
		}
		w := desk.DirectiveWish{Post: org.PostID(b.Post), Day: d, Kind: office.SubjectKind(b.Kind), Number: b.Number, Title: b.Title, Source: b.Source, Words: b.Words, About: org.UnitID(b.About)}
		for _, t := range b.Tasks {
			w.Tasks = append(w.Tasks, desk.DirectiveTaskWish{Unit: org.UnitID(t.Unit), What: t.What, Due: t.Due})
		}
		if b.Scan != nil {
			w.Scan = &desk.Upload{Name: b.Scan.Name, Bytes: b.Scan.Content}
		}
		id, err := c.reader.GiveDirective(ctx, w, in.Key)
		if err != nil {
			return nil, err
		}
		return answer(directiveGiven{id})
	})
	register(a, does("answer_directive", "/directives/{id}/answer", "单位报本单位的落实情况", access.Answering), func(ctx context.Context, c caller, in *answerDirectiveInput) (*out[directiveItem], error) {
		return one(ctx, c, in.ID, c.reader.AnswerDirective(ctx, in.ID, in.Body.Words, in.Body.Done, in.Key))
	})
	register(a, does("send_back_directive", "/directives/{id}/back", "退回一个单位补充", access.Instructing), func(ctx context.Context, c caller, in *backDirectiveInput) (*out[directiveItem], error) {
		return one(ctx, c, in.ID, c.reader.SendBackDirective(ctx, in.ID, org.UnitID(in.Body.Unit), in.Body.Reason, in.Body.Due, in.Key))
	})
	register(a, does("urge_directive", "/directives/{id}/urge", "催办一个还没有报办结的单位", access.Instructing), func(ctx context.Context, c caller, in *urgeDirectiveInput) (*out[directiveItem], error) {
		return one(ctx, c, in.ID, c.reader.UrgeDirective(ctx, in.ID, org.UnitID(in.Body.Unit), in.Body.Words, in.Key))
	})
	register(a, does("report_directive", "/directives/{id}/report", "登记已反馈领导，批示件办结", access.Instructing), func(ctx context.Context, c caller, in *reportDirectiveInput) (*out[directiveItem], error) {
		return one(ctx, c, in.ID, c.reader.ReportDirective(ctx, in.ID, in.Body.Means, in.Body.Words, in.Key))
	})
}
