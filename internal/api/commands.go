package api

import (
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// commands is the table of everything that can be done to an order. A new command of the road is one line here and, where it takes more than a note, a
// type for its body; the route, its permission, its document and the tests that no stranger gets in follow from the line.
func commands() []line {
	return slices.Concat(atDesk(), inUnit(), helping(), signing(), afterwards(), recheckLines())
}

// acts says which lines of the table an act of the desk's panels stands for, where it is not the line of the same name.
var acts = map[string][]string{
	"dispose": {"answer_directly", "transfer_by_phone", "transfer_emergency", "close_logged", "refuse", "submit", "claim", "send_up"},
	"review":  {"pass", "reject"},
}

// mayGive keeps the lines that a post may use.
func mayGive(kind org.Kind, names []string) []string {
	var out []string
	for _, name := range names {
		if !slices.ContainsFunc(commands(), func(l line) bool { return l.id == name && !access.May(kind, l.permission) }) {
			out = append(out, name)
		}
	}
	return out
}

type nothing struct{}

// note is a body of one text that must be there; remark one that may be.
type note struct {
	Note string `json:"note" minLength:"1" maxLength:"2000" doc:"内容"`
}

func one(c order.Command) ([]order.Command, error) { return []order.Command{c}, nil }

// when is a moment that may be left out: then it is now.
func (c call) when(t *time.Time) time.Time {
	if t == nil {
		return c.now
	}
	return *t
}

// day reads a date of Beijing as its first instant.
func day(field, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		return time.Time{}, badField(field, "应是存在的日期，例如 2026-03-02。")
	}
	return d.Midnight(), nil
}

// Signer is what a signature on screen carries: its account's PIN (签名密码). An account without one sets it on its page first.
type Signer struct {
	PIN string `json:"pin,omitempty" pattern:"^[0-9]{6}$" doc:"签名密码；在屏幕上签字必须写，还没有的先在页面“我的设置”里设置；凭纸面办理的不写"`
}

func (s *Signer) content() { s.PIN = "" }

// confirmed says how a signature on screen is confirmed, as the pages do: a program keeps no session, so a PIN serves one signature. screen is
// false where paper is brought, which needs none.
func (c call) confirmed(s Signer, screen bool) (approval.Confirmed, error) {
	if !screen {
		return "", nil
	}
	return c.desk.Prove(c.ctx, c.actor, desk.Proof{PIN: s.PIN})
}

type submitBody struct {
	Unit         string `json:"unit" minLength:"1" maxLength:"40" doc:"拟转单位的编码，见 GET /units"`
	Requirements string `json:"requirements,omitempty" maxLength:"500" doc:"拟办要求"`
	NewFacts     string `json:"new_facts,omitempty" maxLength:"2000" doc:"同一事项已终结办理的，转办必须写明新的事实和理由（第二十条）"`
}

type answerBody struct {
	Answer    string `json:"answer" minLength:"1" maxLength:"2000" doc:"答复内容"`
	Knowledge string `json:"knowledge,omitempty" maxLength:"40" doc:"知识库条目编号"`
}

type phoneBody struct {
	Mode  string `json:"mode" enum:"told,transferred,three_way" doc:"告知联系方式、电话转接已接通、三方通话已接通"`
	Body  string `json:"body" minLength:"1" maxLength:"60" doc:"引导到的单位"`
	Phone string `json:"phone" minLength:"1" maxLength:"40" doc:"该单位联系方式"`
	Note  string `json:"note,omitempty" maxLength:"2000" doc:"说明"`
}

type emergencyBody struct {
	Centre string     `json:"centre" enum:"110,119,120,122" doc:"报警、急救电话"`
	At     *time.Time `json:"at,omitempty" doc:"转接时间，不写是现在"`
	Note   string     `json:"note,omitempty" maxLength:"2000" doc:"说明"`
}

type loggedBody struct {
	Why  string `json:"why" enum:"praise,silent,wrong_number,dropped,duplicate_entry" doc:"登记办结原因"`
	Note string `json:"note,omitempty" maxLength:"2000" doc:"说明"`
}

type refuseBody struct {
	Ground   string `json:"ground" minLength:"1" maxLength:"10" doc:"第八条的依据代码，见 GET /codes"`
	Told     string `json:"told,omitempty" maxLength:"2000" doc:"告知来电人的内容"`
	Referral string `json:"referral,omitempty" maxLength:"60" doc:"应由哪个单位办理"`
	Phone    string `json:"phone,omitempty" maxLength:"40" doc:"该单位联系方式"`
	Unknown  bool   `json:"unknown,omitempty" doc:"办理单位无法确定"`
}

type linkBody struct {
	Number        string `json:"number" minLength:"1" maxLength:"40" doc:"以前的工单编号"`
	Reason        string `json:"reason,omitempty" maxLength:"200" doc:"认定为同一事项的理由"`
	CountGuidance bool   `json:"count_guidance,omitempty" doc:"此前电话引导过的，计为一次诉求"`
}

type dispatchBody struct {
	Unit         string      `json:"unit" minLength:"1" maxLength:"40" doc:"承办单位（首接）编码"`
	Requirements string      `json:"requirements" minLength:"1" maxLength:"500" doc:"办理要求"`
	Text         string      `json:"text,omitempty" maxLength:"20000" doc:"转办文本；不写就用自动遮盖后的诉求内容（见工单的 draft_text）"`
	PushReason   string      `json:"push_reason,omitempty" maxLength:"200" doc:"部门职责转给乡镇街道的理由（国办函〔2025〕66号）；派单目录没有标明部门职责的不用写"`
	Co           []askCoBody `json:"co,omitempty" maxItems:"6" doc:"同时请的协办单位（第十四条）"`
	Clears
}

func atDesk() []line {
	return []line{
		does("answer_directly", access.Intake, "直接答复（第十条（一））", func(c call, b answerBody) ([]order.Command, error) {
			return one(order.AnswerDirectly{By: c.by, Knowledge: b.Knowledge, Answer: private(b.Answer)})
		}),
		does("transfer_by_phone", access.Intake, "电话转办（第十条（二））", func(c call, b phoneBody) ([]order.Command, error) {
			return one(order.TransferByPhone{By: c.by, Body: b.Body, Phone: b.Phone, Mode: b.Mode, Connected: b.Mode != "told", Note: private(b.Note)})
		}),
		does("transfer_emergency", access.Intake, "紧急转接", func(c call, b emergencyBody) ([]order.Command, error) {
			return one(order.TransferEmergency{By: c.by, Centre: b.Centre, At: c.when(b.At), Note: private(b.Note)})
		}),
		does("close_logged", access.Intake, "登记办结", func(c call, b loggedBody) ([]order.Command, error) {
			return one(order.CloseLogged{By: c.by, Why: b.Why, Note: private(b.Note)})
		}),
		does("refuse", access.Intake, "不予受理（第八条）", func(c call, b refuseBody) ([]order.Command, error) {
			return one(order.Refuse{By: c.by, Ground: b.Ground, Told: private(b.Told), Referral: b.Referral, Phone: b.Phone, Unknown: b.Unknown})
		}),
		does("submit", access.Intake, "提交转办，须签批的进入签批（第十条（三）（四））", func(c call, b submitBody) ([]order.Command, error) {
			cmd, err := c.submission("unit", b)
			return []order.Command{cmd}, err
		}),
		does("claim", access.Intake, "接听的部门自行领办（第十一条）", func(c call, b claimBody) ([]order.Command, error) {
			v, err := c.view()
			if err != nil {
				return nil, err
			}
			cmd := order.Claim{By: c.by, ChainID: newID(), Requirements: or(b.Requirements, claimRequirements), Text: or(b.Text, v.DraftText)}
			if v.Answering != nil {
				cmd.To = c.reader.TargetOf(v.Answering.Unit)
			}
			return one(cmd)
		}),
		does("send_up", access.SendingUp, "退回上级", func(c call, b note) ([]order.Command, error) {
			return one(order.SendUp{By: c.by, Reason: private(b.Note)})
		}),
		does("explain", access.Intake, "解释办结（第十条（四））；同一事项已终结的，解释后登记办结（第二十条）", func(c call, b note) ([]order.Command, error) {
			return one(order.Explain{By: c.by, Told: private(b.Note)})
		}),
		does("link", access.Intake, "关联到以前的事项（第十条（四））", linkCommand),
		does("not_same", access.Intake, "认定不是同一事项（第十条（四））", notSameCommand),
		does("merge", access.Intake, "并入主办工单（第十条（三））", mergeCommand),
		does("join", access.Intake, "重点来件与在办工单并办（第十条（四））", joinCommand),
		does("key_on", access.Heading, "设为重点交办件（第十条（四））", func(c call, b note) ([]order.Command, error) {
			return one(order.SwitchKey{By: c.by, Key: true, Reason: private(b.Note)})
		}),
		does("key_off", access.Heading, "取消重点交办件（第十条（四））", func(c call, b note) ([]order.Command, error) {
			return one(order.SwitchKey{By: c.by, Reason: private(b.Note)})
		}),
		does("split", access.Dispatching, "拆分并入的工单（第十条（三））", func(c call, b note) ([]order.Command, error) {
			return one(order.Split{By: c.by, Reason: private(b.Note)})
		}),
		does("dispatch", access.Dispatching, "转办（第十条（三））", func(c call, b dispatchBody) ([]order.Command, error) {
			if b.Text == "" {
				v, err := c.view()
				if err != nil {
					return nil, err
				}
				b.Text = v.DraftText
			}
			names := c.desk.Known(c.ctx, c.id)
			out := []order.Command{order.Dispatch{By: c.by, To: c.reader.TargetOf(org.UnitID(b.Unit)), Requirements: b.Requirements, Text: b.Text, PushReason: b.PushReason, Clearing: b.clearing()}}
			for _, x := range b.Co {
				out = append(out, order.AskCo{By: c.by, To: c.reader.TargetOf(org.UnitID(x.Unit)), Task: x.Task, Files: x.Files, Names: names})
			}
			return out, nil
		}),
		does("decide_return", access.Dispatching, "审核退回申请（第十六条）", func(c call, b returnDecision) ([]order.Command, error) {
			return one(order.DecideReturn{By: c.by, ChainID: newID(), Accept: b.Accept, Note: private(b.Note)})
		}),
		does("designate", access.Heading, "会商指定（第二十一条（三））", func(c call, b designateBody) ([]order.Command, error) {
			v, err := c.view()
			if err != nil {
				return nil, err
			}
			if b.Text == "" {
				b.Text = v.DispatchText
			}
			return one(order.Designate{By: c.by, ChainID: newID(), To: c.reader.TargetOf(org.UnitID(b.Unit)), Participants: b.Participants, Grounds: b.Grounds, Minutes: private(b.Minutes),
				Requirements: b.Requirements, Text: b.Text, PushReason: b.PushReason, Clearing: b.clearing()})
		}),
		does("recall", access.Dispatching, "撤回改派", func(c call, b note) ([]order.Command, error) {
			return one(order.Recall{By: c.by, ChainID: newID(), Reason: private(b.Note)})
		}),
	}
}

// submission proposes a member unit; field is where its code stands in the body.
func (c call) submission(field string, b submitBody) (order.Command, error) {
	u := c.unit(b.Unit)
	if u.ID == "" || !u.Open() {
		return nil, badField(field, "没有这个承办单位，编码见 GET /units。")
	}
	return order.SubmitForDispatch{By: c.by, ChainID: newID(), Deputy: u.Deputy, Proposal: order.Proposal{Unit: u.ID, Requirements: b.Requirements},
		NewFacts: private(b.NewFacts)}, nil
}

func linkCommand(c call, b linkBody) ([]order.Command, error) {
	if _, err := c.view(); err != nil {
		return nil, err
	}
	id, err := c.reader.FindNumber(c.ctx, b.Number)
	if err == desk.ErrNotFound {
		return nil, regulation.RefuseField(regulation.Art10_4, "no_earlier", "number", "没有找到这个编号的工单，请核对。")
	}
	if err != nil {
		return nil, err
	}
	if id == c.id {
		return nil, regulation.RefuseField(regulation.Art10_4, "self", "number", "不能关联到这件工单自己，请填写以前的工单编号。")
	}
	link, target, err := c.reader.LinkAgain(c.ctx, c.id, id, b.Reason, b.CountGuidance)
	if err != nil {
		return nil, err
	}
	return one(order.LinkMatter{By: c.by, Target: target, Link: *link})
}
