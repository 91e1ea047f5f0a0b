package api

import (
	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// The acts of co-units (Art. 14).

type askCoBody struct {
	Unit  string   `json:"unit" minLength:"1" maxLength:"40" doc:"协办单位编码，见 GET /units"`
	Task  string   `json:"task" minLength:"1" maxLength:"500" doc:"需要协办的内容，不写诉求人信息"`
	Files []string `json:"files,omitempty" maxItems:"9" doc:"给协办单位看的附件 id；不写的看不到"`
}

type reportCoBody struct {
	Result string   `json:"result" minLength:"1" maxLength:"4000" doc:"协办结果"`
	Files  []upload `json:"files,omitempty" maxItems:"9" doc:"照片、材料，或签字盖章的协办函"`
}

type objectCoBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"异议的理由"`
	Right  string `json:"right,omitempty" maxLength:"40" doc:"应由哪个单位协办，编码"`
}

type decideCoBody struct {
	Unit    string `json:"unit" minLength:"1" maxLength:"40" doc:"提出异议的协办单位编码"`
	Outcome string `json:"outcome" enum:"stays,other,released" doc:"仍由该单位、改由其他单位、不再协办"`
	To      string `json:"to,omitempty" maxLength:"40" doc:"改由哪个单位，编码"`
	Note    string `json:"note,omitempty" maxLength:"2000" doc:"理由；改由其他单位的可以不写"`
}

type settleCoBody struct {
	Unit string `json:"unit" minLength:"1" maxLength:"40" doc:"协办单位编码"`
	Back bool   `json:"back,omitempty" doc:"退回补充；不写是采用"`
	Note string `json:"note,omitempty" maxLength:"2000" doc:"意见；退回补充的必须写"`
}

type coUnitNote struct {
	Unit string `json:"unit" minLength:"1" maxLength:"40" doc:"协办单位编码"`
	Note string `json:"note,omitempty" maxLength:"2000" doc:"催办内容，或撤回的理由（撤回必须写）"`
}

func helping() []line {
	return []line{
		does("ask_co", access.Helping, "请其他单位协办（第十四条）", func(c call, b askCoBody) ([]order.Command, error) {
			return one(order.AskCo{By: c.by, To: c.reader.TargetOf(org.UnitID(b.Unit)), Task: b.Task, Files: b.Files, Names: c.desk.Known(c.ctx, c.id)})
		}),
		does("sign_co", access.UnitWork, "签收协办（第十四条）", func(c call, _ nothing) ([]order.Command, error) {
			return one(order.SignCo{By: c.by})
		}),
		does("report_co", access.UnitHandle, "把协办结果报首接单位（第十四条）", func(c call, b reportCoBody) ([]order.Command, error) {
			files, err := c.keep("files", "co", b.Files...)
			return []order.Command{order.ReportCo{By: c.by, Result: private(b.Result), Files: files}}, err
		}),
		does("object_co", access.UnitHandle, "对协办提出异议（第十四条）", func(c call, b objectCoBody) ([]order.Command, error) {
			return one(order.ObjectCo{By: c.by, Reason: private(b.Reason), Right: org.UnitID(b.Right)})
		}),
		does("decide_co", access.Dispatching, "决定协办异议（第十四条）", func(c call, b decideCoBody) ([]order.Command, error) {
			return one(order.DecideCo{By: c.by, Unit: org.UnitID(b.Unit), Outcome: order.CoOutcome(b.Outcome), To: c.reader.TargetOf(org.UnitID(b.To)), Note: private(b.Note)})
		}),
		does("settle_co", access.UnitHandle, "采用协办结果，或退回补充（第十四条）", func(c call, b settleCoBody) ([]order.Command, error) {
			return one(order.SettleCo{By: c.by, Unit: org.UnitID(b.Unit), Back: b.Back, Note: private(b.Note)})
		}),
		does("urge_co", access.Helping, "催协办单位（第十四条）", func(c call, b coUnitNote) ([]order.Command, error) {
			return one(order.UrgeCo{By: c.by, Unit: org.UnitID(b.Unit), Note: private(b.Note)})
		}),
		does("withdraw_co", access.Helping, "撤回协办（第十四条）", func(c call, b coUnitNote) ([]order.Command, error) {
			return one(order.WithdrawCo{By: c.by, Unit: org.UnitID(b.Unit), Reason: private(b.Note)})
		}),
		does("call_office", access.UnitHandle, "请县热线办协调（第十四条）", func(c call, b note) ([]order.Command, error) {
			return one(order.CallOffice{By: c.by, Reason: private(b.Note)})
		}),
		does("answer_call", access.Coordinating, "答复首接单位的协调请求（第十四条）", func(c call, b note) ([]order.Command, error) {
			return one(order.AnswerCall{By: c.by, Note: private(b.Note)})
		}),
	}
}

// coView is a request to a co-unit, as far as the caller may see it.
type coView struct {
	Unit   unitRef    `json:"unit"`
	Status named      `json:"status"`
	Light  lightView  `json:"light"`
	Last   string     `json:"last" doc:"协办期限"`
	Asker  string     `json:"asker" doc:"谁请的"`
	Task   string     `json:"task"`
	Result string     `json:"result,omitempty"`
	Reason string     `json:"reason,omitempty" doc:"异议的理由"`
	Word   string     `json:"word,omitempty" doc:"首接单位或县热线办的意见"`
	Urges  int        `json:"urges"`
	Late   bool       `json:"late" doc:"逾期，记在协办单位名下"`
	Mine   bool       `json:"mine" doc:"请的是本单位"`
	Files  []fileView `json:"files" doc:"协办结果的附件"`
}

func coOf(v desk.OrderView) []coView {
	return list(v.Co.All, func(c desk.CoView) coView {
		return coView{Unit: unitRef{string(c.UnitID), c.Unit, c.Phone}, Status: named{string(c.Status), c.StatusName}, Light: lightView(c.Light), Last: c.Last, Asker: c.Asker, Task: c.Task, Result: c.Result,
			Reason: c.Reason, Word: c.Word, Urges: c.Urges, Late: c.Late, Mine: v.Co.Mine != nil, Files: list(c.Files, fileOf)}
	})
}
