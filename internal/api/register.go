package api

import (
	"context"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// registerBody is a request as it was said (Art. 9).
type registerBody struct {
	Channel      string     `json:"channel" minLength:"1" maxLength:"10" doc:"来源渠道代码，见 GET /channels"`
	OuterNo      string     `json:"outer_no,omitempty" maxLength:"60" doc:"上级工单编号"`
	OuterDue     string     `json:"outer_due,omitempty" format:"date" doc:"上级截止日期"`
	TakenAt      *time.Time `json:"taken_at,omitempty" doc:"来电（来件）时间，不写是现在"`
	LateReason   string     `json:"late_reason,omitempty" maxLength:"200" doc:"补录原因"`
	Type         string     `json:"type" enum:"consult,help,complaint,report,suggest,praise,other" doc:"诉求类型"`
	Category     string     `json:"category,omitempty" maxLength:"10" doc:"诉求分类代码，见 GET /categories"`
	Urgency      string     `json:"urgency,omitempty" enum:"routine,urgent,critical" doc:"紧急程度，不写是平件"`
	Secrecy      string     `json:"secrecy,omitempty" enum:"ordinary,secret,anonymous" doc:"保密级别，不写是一般"`
	NoReply      bool       `json:"no_reply,omitempty" doc:"不需要回复"`
	Public       bool       `json:"public,omitempty" doc:"同意公开案例"`
	Persons      int        `json:"persons,omitempty" minimum:"0" maximum:"100000" doc:"涉及人数"`
	Town         string     `json:"town,omitempty" maxLength:"40" doc:"乡镇街道的单位编码"`
	Place        string     `json:"place,omitempty" maxLength:"40" doc:"村、社区、小区"`
	Occurred     string     `json:"occurred,omitempty" maxLength:"40" doc:"发生时间（照原话）"`
	Title        string     `json:"title" minLength:"1" maxLength:"60" doc:"标题，不写姓名、电话"`
	CallerKind   string     `json:"caller_kind,omitempty" enum:"person,company,organisation" doc:"主体，不写是个人"`
	Sex          string     `json:"sex,omitempty" enum:"m,f" doc:"称呼：先生、女士"`
	Name         string     `json:"name,omitempty" maxLength:"40" doc:"姓名或单位"`
	Phone        string     `json:"phone,omitempty" maxLength:"30" doc:"来电号码"`
	Contact      string     `json:"contact,omitempty" maxLength:"30" doc:"联系电话（与来电不同时）"`
	Email        string     `json:"email,omitempty" maxLength:"80" doc:"邮箱"`
	Employer     string     `json:"employer,omitempty" maxLength:"60" doc:"单位名称"`
	Home         string     `json:"home,omitempty" maxLength:"80" doc:"住址"`
	Address      string     `json:"address,omitempty" maxLength:"80" doc:"事发详细地址"`
	Words        string     `json:"words" minLength:"1" maxLength:"20000" doc:"诉求内容（原话）"`
	Ask          string     `json:"ask,omitempty" maxLength:"500" doc:"诉求人请求"`
	ReportedUnit string     `json:"reported_unit,omitempty" maxLength:"40" doc:"被反映的成员单位（转办时回避）"`
	ReportedPost string     `json:"reported_post,omitempty" maxLength:"64" doc:"被反映人员的岗位，见 GET /posts；所在单位回避"`
	Reported     string     `json:"reported,omitempty" maxLength:"60" doc:"被反映方名称"`
	ReportedTel  string     `json:"reported_tel,omitempty" maxLength:"30" doc:"被反映方电话"`
	Flag         string     `json:"flag,omitempty" enum:"sudden,budding,trend,media,threat" doc:"特别标记"`
	Link         *linkBody  `json:"link,omitempty" doc:"关联到以前的工单：同一事项再次诉求"`
	NotSame      string     `json:"not_same,omitempty" maxLength:"200" doc:"与以前的诉求相似度高而不关联的：认定不是同一事项的理由；不写的，由人在工单页认定"`
	Merge        *mergeBody `json:"merge,omitempty" doc:"登记并并入主办工单，一步办完（第十条（三））"`
	Files        []upload   `json:"files,omitempty" maxItems:"9" doc:"附件"`

	Instruction *instructionBody `json:"instruction,omitempty" doc:"县领导的当场意见（第十一条）"`
	Session     string           `json:"session,omitempty" maxLength:"64" doc:"在哪次接听日接的，见 GET /answering（第十一条）"`
	Claim       *claimBody       `json:"claim,omitempty" doc:"接听的部门自行领办：当场交给它并视同签收；次数多、须先签批的只作拟办意见"`
	Submit      *submitBody      `json:"submit,omitempty" doc:"登记并提交转办，一步办完"`
	Statement   string           `json:"statement,omitempty" maxLength:"64" doc:"按这条事件口径答复，见 GET /statements/running；咨询当场办结，其他拟转给口径的单位"`
}

type instructionBody struct {
	Post  string `json:"post" minLength:"1" maxLength:"64" doc:"哪位领导的岗位"`
	Words string `json:"words" minLength:"1" maxLength:"500" doc:"领导的意见"`
}

// claimRequirements are asked of a department that claims an order, where nothing else is written.
const claimRequirements = "自行领办，按规定时限办结，并答复诉求人。"

type claimBody struct {
	Requirements string `json:"requirements,omitempty" maxLength:"500" doc:"办理要求；不写的按时限办结并答复"`
	Text         string `json:"text,omitempty" maxLength:"4000" doc:"单位看到的文本，不写个人信息；不写的取原话遮盖后的文字"`
}

type registerInput struct {
	Keyed
	Body registerBody
}

func (a *API) registering() {
	register(a, operation{id: "register", method: http.MethodPost, path: "/orders", permission: access.Intake, summary: "登记（第九条）", tag: "办理", body: true, writes: true,
		created: true, maxBody: withFiles, errors: []int{http.StatusNotFound, http.StatusConflict}},
		func(ctx context.Context, c caller, in *registerInput) (*outcome, error) {
			return a.carry(ctx, c, desk.Ask{Route: "api/register", Statement: in.Body.Statement}, in.Key, in.Body, func(k call) ([]order.Command, error) { return registration(k, in.Body) })
		})
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// registration is the command behind a registration, and the submission where one is asked for: both in one append.
func registration(c call, b registerBody) ([]order.Command, error) {
	taken := c.when(b.TakenAt)
	q := order.Request[order.Private]{Channel: b.Channel, OuterNo: b.OuterNo, TakenAt: taken, Type: order.Type(b.Type), Category: b.Category, Urgency: order.Urgency(or(b.Urgency, string(order.Routine))),
		Secrecy: order.Secrecy(or(b.Secrecy, string(order.Ordinary))), NeedReply: !b.NoReply, Public: b.Public, Persons: b.Persons, Town: b.Town, Place: b.Place, Occurred: b.Occurred,
		Title: b.Title, CallerKind: order.CallerKind(or(b.CallerKind, string(order.Person))), Sex: b.Sex, Name: private(b.Name), Phone: private(b.Phone), Contact: private(b.Contact),
		Email: private(b.Email), Employer: private(b.Employer), Home: private(b.Home), Address: private(b.Address), Words: private(b.Words), Ask: private(b.Ask),
		ReportedUnit: org.UnitID(b.ReportedUnit), Reported: private(b.Reported), ReportedTel: private(b.ReportedTel)}
	if b.ReportedPost != "" {
		q.ReportedPosts = []org.PostID{org.PostID(b.ReportedPost)}
	}
	if b.Flag != "" {
		q.Flags = []string{b.Flag}
	}
	if b.Statement != "" && b.Submit != nil {
		return nil, badField("submit", "按口径答复的已经定了去处，statement 和 submit 只写一个。")
	}
	if b.Merge != nil && (b.Submit != nil || b.Statement != "") {
		return nil, badField("merge", "并入别的工单的不另行转办、也不按口径答复，merge、submit、statement 只写一个。")
	}
	if b.Town != "" && c.unit(b.Town).Group != org.Township {
		return nil, badField("town", "没有这个乡镇街道，编码见 GET /units。")
	}
	if b.ReportedUnit != "" && c.unit(b.ReportedUnit).ID == "" {
		return nil, badField("reported_unit", "没有这个单位，编码见 GET /units。")
	}
	due, err := day("outer_due", b.OuterDue)
	if err != nil {
		return nil, err
	}
	if !due.IsZero() {
		end := due.AddDate(0, 0, 1)
		q.OuterDue = &end
	}
	cmd := c.desk.NewRegister(order.Register{By: c.by, Request: q, LateReason: private(b.LateReason)})
	if b.Instruction != nil {
		if !org.PostID(b.Instruction.Post).KindOf().Leader() {
			return nil, badField("instruction.post", "应是县领导的岗位，见 GET /posts。")
		}
		cmd.Instruction = &order.Instruction[order.Private]{Post: org.PostID(b.Instruction.Post), At: taken, Words: private(b.Instruction.Words)}
	}
	if cmd.Answering, err = c.reader.TakenOn(c.ctx, b.Session, b.Channel, taken); err != nil {
		return nil, err
	}
	draft := desk.Draft{Phone: b.Phone, Name: b.Name, Town: b.Town, Place: b.Place, Category: b.Category, Words: b.Words}
	if b.Link != nil {
		id, err := c.reader.FindNumber(c.ctx, b.Link.Number)
		if err == desk.ErrNotFound {
			return nil, badField("link.number", "没有找到这个编号的工单，请核对。")
		}
		if err != nil {
			return nil, err
		}
		if cmd.Link, _, err = c.reader.LinkTo(c.ctx, id, draft, b.Link.Reason, b.Link.CountGuidance); err != nil {
			return nil, err
		}
	}
	if b.NotSame != "" { // a program decides nothing: without a word the order's page proposes to a person
		if cmd.Declined, err = c.reader.Overridden(c.ctx, draft, cmd.Link, mergedUnder(b.Merge), b.NotSame); err != nil {
			return nil, err
		}
	}
	if cmd.Files, err = c.keep("files", "request", b.Files...); err != nil {
		return nil, err
	}
	out := []order.Command{cmd}
	if b.Claim != nil {
		if b.Submit != nil || b.Statement != "" || cmd.Answering == nil || cmd.Answering.Unit == "" {
			return nil, badField("claim", "自行领办只用于县直部门接听日（session），不和 submit、statement 同时写。")
		}
		text := or(b.Claim.Text, desk.MaskedText(b.Words, b.Ask, b.Name, b.Title, q.Secrecy))
		out = append(out, order.Claim{By: c.by, ChainID: newID(), To: c.reader.TargetOf(cmd.Answering.Unit), Requirements: or(b.Claim.Requirements, claimRequirements), Text: text})
	}
	if b.Submit != nil {
		then, err := c.submission("submit.unit", *b.Submit)
		if err != nil {
			return nil, err
		}
		out = append(out, then)
	}
	if b.Merge != nil {
		then, err := c.merging("merge.number", *b.Merge)
		if err != nil {
			return nil, err
		}
		out = append(out, then)
	}
	return out, nil
}
