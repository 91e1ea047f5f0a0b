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

type assignBody struct {
	Lead    string  `json:"lead" enum:"unit_deputy,principal" doc:"分管负责人牵头，或主要负责人直接办理"`
	Handler string  `json:"handler" minLength:"1" maxLength:"64" doc:"具办人员的账号，见 GET /staff"`
	Opinion string  `json:"opinion,omitempty" maxLength:"2000" doc:"签批意见"`
	Scan    *upload `json:"scan,omitempty" doc:"签过字的办理单；不是主要负责人的必须有"`
	Signer
}

type returnBody struct {
	Reason string   `json:"reason" minLength:"1" maxLength:"2000" doc:"退回理由：为什么不属于本单位职责"`
	Basis  string   `json:"basis,omitempty" maxLength:"500" doc:"政策法规依据（名称、文号、条款）；与归属单位至少写一项"`
	Right  string   `json:"right,omitempty" maxLength:"40" doc:"归属单位的编码，见 GET /units"`
	Body   string   `json:"body,omitempty" maxLength:"60" doc:"归属单位不是成员单位的，写名称"`
	Files  []upload `json:"files,omitempty" maxItems:"9" doc:"依据材料"`
}

type returnDecision struct {
	Accept bool   `json:"accept" doc:"同意退回改派"`
	Note   string `json:"note,omitempty" maxLength:"2000" doc:"意见；不同意的必须写"`
}

type designateBody struct {
	Unit         string `json:"unit" minLength:"1" maxLength:"40" doc:"指定的承办单位编码"`
	Participants string `json:"participants" minLength:"1" maxLength:"500" doc:"参加会商的单位和岗位"`
	Grounds      string `json:"grounds" minLength:"1" maxLength:"500" doc:"指定的依据和理由，写进派单目录"`
	Minutes      string `json:"minutes" minLength:"1" maxLength:"4000" doc:"会商纪要，密封保存"`
	Requirements string `json:"requirements" minLength:"1" maxLength:"500" doc:"办理要求"`
	Text         string `json:"text,omitempty" maxLength:"20000" doc:"转办文本；不写就用原转办文本"`
	PushReason   string `json:"push_reason,omitempty" maxLength:"200" doc:"部门职责转给乡镇街道的理由（国办函〔2025〕66号）；派单目录没有标明部门职责的不用写"`
	Clears
}

type contactBody struct {
	At      *time.Time `json:"at,omitempty" doc:"联系时间，不写是现在"`
	Means   string     `json:"means" enum:"phone,visit,message" doc:"电话、上门、短信"`
	Reached bool       `json:"reached" doc:"已联系上"`
	Told    bool       `json:"told,omitempty" doc:"已告知受理情况和承办单位联系方式"`
	Note    string     `json:"note,omitempty" maxLength:"2000" doc:"联系情况"`
}

type progressBody struct {
	Text  string   `json:"text" minLength:"1" maxLength:"2000" doc:"办理进展"`
	Files []upload `json:"files,omitempty" maxItems:"9" doc:"照片或材料"`
	Told  string   `json:"told,omitempty" enum:"phone,visit,message" doc:"怎样告知了诉求人：电话、上门、短信；急件和法定时限件必须写"`
}

type extensionBody struct {
	Days   int     `json:"days" minimum:"1" maximum:"15" doc:"延长几个工作日；连原来的时限累计不超过15个"`
	Done   string  `json:"done" minLength:"1" maxLength:"2000" doc:"已开展的工作"`
	Reason string  `json:"reason" minLength:"1" maxLength:"2000" doc:"延期原因"`
	Told   bool    `json:"told,omitempty" doc:"已告知诉求人"`
	Seal   *upload `json:"seal,omitempty" doc:"主要负责人签字盖章的延期申请；累计超过10个工作日的和非咨询类的必须有"`
}

type slipBody struct {
	Name     string `json:"name" minLength:"1" maxLength:"20" doc:"外勤人员姓名"`
	Body     string `json:"body" minLength:"1" maxLength:"40" doc:"所在村、社区或单位"`
	Purpose  string `json:"purpose" minLength:"1" maxLength:"500" doc:"交办事由"`
	Days     int    `json:"days" minimum:"0" maximum:"30" doc:"有效几天，0是今天24:00前；上限见规则参数"`
	Contact  bool   `json:"contact,omitempty" doc:"可以登记与诉求人的联系"`
	Progress bool   `json:"progress,omitempty" doc:"可以留现场情况和照片"`
	Number   bool   `json:"number,omitempty" doc:"可以查看诉求人号码；只有具办人员和热线办可以允许"`
}

type slipEndBody struct {
	Slip string `json:"slip" minLength:"1" maxLength:"64" doc:"联系单的 id，见 GET /orders/{id} 的 slips"`
	Note string `json:"note,omitempty" maxLength:"500" doc:"收回的原因"`
}

// Clears says which places that the detector marks a person lets through; the refusal "uncleared_in_…" and POST …/hits name them.
type Clears struct {
	Clear       []string `json:"clear,omitempty" maxItems:"50" doc:"保密、匿名件：逐处核对后放行的检测结果代码，见 POST /orders/{id}/hits"`
	ClearReason string   `json:"clear_reason,omitempty" maxLength:"200" doc:"放行理由，有放行时必填"`
}

func (x Clears) clearing() order.Clearing {
	return order.Clearing{Cleared: x.Clear, Reason: private(x.ClearReason)}
}

type askRelayBody struct {
	Ask string `json:"ask,omitempty" maxLength:"1000" doc:"要转达什么、要问诉求人什么；第一次可以不写"`
}

type relayBody struct {
	At      *time.Time `json:"at,omitempty" doc:"转达时间，不写是现在"`
	Means   string     `json:"means" enum:"phone,visit,message" doc:"电话、上门、短信"`
	Reached bool       `json:"reached" doc:"联系上了"`
	Told    bool       `json:"told,omitempty" doc:"已告知受理情况和承办单位联系方式"`
	Answer  string     `json:"answer,omitempty" maxLength:"2000" doc:"诉求人的答复，承办单位看得到"`
	Clears
}

type sightBody struct {
	Field  string `json:"field" enum:"name,phone,contact,home,address,email,employer,words,ask" doc:"要看哪一项"`
	Reason string `json:"reason" enum:"verify,contact,connect,visit" doc:"事由"`
}

type consentSightBody struct {
	Refuses bool `json:"refuses,omitempty" doc:"不同意"`
}

type takeBackBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"撤回终结申请的理由"`
}

type liftBody struct {
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"解除回避的理由"`
	Scan   upload `json:"scan" doc:"县政府办负责人签字的书面意见"`
}

type statuteBody struct {
	Law    string `json:"law" minLength:"1" maxLength:"100" doc:"法律、法规、规章的名称"`
	Clause string `json:"clause" minLength:"1" maxLength:"100" doc:"第几条"`
	Days   int    `json:"days" minimum:"1" maximum:"365" doc:"几个工作日，从接件日起算"`
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"为什么适用这一条"`
}

type reclassBody struct {
	Type   string `json:"type" enum:"consult,help,complaint,report,suggest,praise,other" doc:"改为哪个诉求类型"`
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"理由"`
}

type exemptionBody struct {
	Ground string `json:"ground" enum:"mediation,enforcement,missent,force,malice" doc:"不计考核的事由：行政调解、执法办案、上级误派、不可抗力、恶意诉求"`
	Reason string `json:"reason" minLength:"1" maxLength:"2000" doc:"理由"`
}

type decideExemptionBody struct {
	Accept bool   `json:"accept" doc:"同意"`
	Note   string `json:"note,omitempty" maxLength:"2000" doc:"意见，不同意的必须写"`
}

type decideReclassBody struct {
	Accept bool   `json:"accept" doc:"同意"`
	Note   string `json:"note,omitempty" maxLength:"2000" doc:"意见，不同意的必须写"`
}

type phonedBody struct {
	At   *time.Time `json:"at,omitempty" doc:"通知时间，不写是现在"`
	Note string     `json:"note" minLength:"1" maxLength:"2000" doc:"谁接的电话、怎么说的"`
}

type terminationBody struct {
	Ground     string  `json:"ground" enum:"U1,U2,U3,U4,U5" doc:"不合理的认定：超出政策规定、没有事实依据、已依法处理完毕仍以同一事实和理由反映、违背公序良俗、恶意反映"`
	Basis      string  `json:"basis" minLength:"1" maxLength:"500" doc:"政策法规依据，不写诉求人信息"`
	Reason     string  `json:"reason" minLength:"1" maxLength:"2000" doc:"认定理由"`
	Answers    string  `json:"answers" minLength:"1" maxLength:"2000" doc:"历次诉求和答复情况"`
	Persuasion string  `json:"persuasion" minLength:"1" maxLength:"2000" doc:"已做的解释疏导"`
	Sheet      *upload `json:"sheet,omitempty" doc:"主要负责人签字的终结办理申请书；主要负责人自己提交的不用"`
	Signer
}

type termReviewBody struct {
	Refuses bool   `json:"refuses,omitempty" doc:"不同意，退回单位继续办理"`
	Note    string `json:"note,omitempty" maxLength:"2000" doc:"意见，不同意的必须写"`
}

type cancellationBody struct {
	Refuses bool   `json:"refuses,omitempty" doc:"市热线办不同意，退回单位继续办理"`
	Receipt string `json:"receipt,omitempty" maxLength:"60" doc:"销号回执号；报备的可以没有"`
	On      string `json:"on" format:"date" doc:"回执日期"`
	Note    string `json:"note,omitempty" maxLength:"2000" doc:"说明，不同意的写明市热线办的理由"`
}

type tellBody struct {
	At    *time.Time `json:"at,omitempty" doc:"告知时间，不写是现在"`
	Means string     `json:"means" enum:"phone,visit,message" doc:"电话、上门、短信"`
	Note  string     `json:"note,omitempty" maxLength:"2000" doc:"告知情况"`
}

type consentBody struct {
	On   string `json:"on" format:"date" doc:"上级平台同意的日期"`
	Note string `json:"note" minLength:"1" maxLength:"500" doc:"谁同意的、以什么方式"`
}

type replyBody struct {
	Finding       string   `json:"finding,omitempty" enum:"yes,partly,no" doc:"诉求是否属实；咨询件不写"`
	Solved        string   `json:"solved,omitempty" enum:"yes,partly,no,explained" doc:"解决情况；咨询件不写"`
	Investigation string   `json:"investigation,omitempty" maxLength:"4000" doc:"调查核实"`
	Measures      string   `json:"measures,omitempty" maxLength:"4000" doc:"处理措施与结果"`
	Basis         string   `json:"basis,omitempty" maxLength:"200" doc:"法律政策依据（文号）"`
	Unsolved      string   `json:"unsolved,omitempty" maxLength:"2000" doc:"未解决事项的原因、措施、时限"`
	Opinion       string   `json:"opinion,omitempty" maxLength:"2000" doc:"与诉求人联系情况、诉求人意见"`
	Contact       string   `json:"contact" minLength:"1" maxLength:"40" doc:"承办单位联系人（股室、职务）"`
	ContactPhone  string   `json:"contact_phone" minLength:"1" maxLength:"20" doc:"联系电话"`
	Public        string   `json:"public" minLength:"1" maxLength:"2000" doc:"公开答复，40到2000字，不写诉求人姓名、电话"`
	Files         []upload `json:"files,omitempty" maxItems:"9" doc:"办理照片、材料"`
	CoNote        string   `json:"co_note,omitempty" maxLength:"1000" doc:"协办情况；协办单位到期没有报送的必须写"`
}

type sealBody struct {
	Seal upload `json:"seal" doc:"盖章件（扫描或照片）"`
	On   string `json:"on,omitempty" format:"date" doc:"纸面签字日期；不是主要负责人的必须写"`
	Signer
}

type unitVisitBody struct {
	At           *time.Time `json:"at,omitempty" doc:"回访时间，不写是现在"`
	Reached      bool       `json:"reached" doc:"联系上"`
	Satisfaction string     `json:"satisfaction,omitempty" enum:"satisfied,fairly,dissatisfied" doc:"诉求人意见"`
	Note         string     `json:"note,omitempty" maxLength:"2000" doc:"回访情况"`
}

func inUnit() []line {
	return []line{
		does("sign_for", access.UnitWork, "签收（第十四条）", func(c call, _ nothing) ([]order.Command, error) { return one(order.SignFor{By: c.by}) }),
		does("assign", access.UnitSign, "签批分办（第十七条）", func(c call, b assignBody) ([]order.Command, error) {
			staff, err := c.reader.UnitStaff(c.ctx, c.actor.Post.Unit, org.UnitHandler)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(staff, func(a desk.Account) bool { return string(a.ID) == b.Handler }) {
				return nil, badField("handler", "本单位没有这个具办人员，见 GET /staff。")
			}
			sure, err := c.confirmed(b.Signer, c.actor.Post.Kind == org.UnitPrincipal)
			if err != nil {
				return nil, err
			}
			return c.scan("scan", "paper", b.Scan, func(blob string) order.Command {
				return order.AssignInUnit{By: c.by, Lead: org.Kind(b.Lead), Handler: org.AccountID(b.Handler), Opinion: private(b.Opinion), Paper: blob, Confirmed: sure}
			})
		}),
		does("ask_return", access.UnitHandle, "申请退回（第十六条）", func(c call, b returnBody) ([]order.Command, error) {
			if b.Right != "" {
				if u := c.unit(b.Right); u.ID == "" || !u.Open() {
					return nil, badField("right", "没有这个单位，编码见 GET /units。")
				}
			}
			files, err := c.keep("files", "handling", b.Files...)
			return []order.Command{order.AskReturn{By: c.by, Reason: private(b.Reason), Basis: b.Basis, Right: org.UnitID(b.Right), Body: b.Body, Files: files}}, err
		}),
		does("object_return", access.UnitHandle, "对退回审核书面提出异议（第二十一条（三））", func(c call, b note) ([]order.Command, error) {
			return one(order.ObjectReturn{By: c.by, Reason: private(b.Note)})
		}),
		does("contact", access.UnitHandle, "登记联系（第十五条）", func(c call, b contactBody) ([]order.Command, error) {
			return one(order.RecordContact{By: c.by, At: c.when(b.At), Means: b.Means, Reached: b.Reached, ToldTaken: b.Told, ToldHow: b.Told, Note: private(b.Note)})
		}),
		does("progress", access.UnitHandle, "反馈进展（第十八条）", func(c call, b progressBody) ([]order.Command, error) {
			files, err := c.keep("files", "handling", b.Files...)
			return []order.Command{order.RecordProgress{By: c.by, Text: private(b.Text), Told: b.Told, Files: files}}, err
		}),
		does("ask_extension", access.Extending, "申请延期（第十九条）", func(c call, b extensionBody) ([]order.Command, error) {
			return c.scan("seal", "extension", b.Seal, func(blob string) order.Command {
				return order.AskExtension{By: c.by, ChainID: newID(), Days: b.Days, Done: private(b.Done), Reason: private(b.Reason), Told: b.Told, Seal: blob}
			})
		}),
		does("give_slip", access.Slipping, "给外勤联系单（第十七条）；答复里的 field 是它的地址，只答复这一次", func(c call, b slipBody) ([]order.Command, error) {
			a := c.desk.NewSlip(c.actor, c.id, c.key)
			*c.field = "/field/" + a.Token
			return one(order.GiveSlip{By: c.by, ID: a.ID, Hash: a.Hash, Name: private(b.Name), Body: private(b.Body), Purpose: private(b.Purpose), Until: c.desk.SlipUntil(b.Days), Contact: b.Contact,
				Progress: b.Progress, Number: b.Number})
		}),
		does("revoke_slip", access.Slipping, "收回外勤联系单（第十七条）", func(c call, b slipEndBody) ([]order.Command, error) {
			return one(order.RevokeSlip{By: c.by, Slip: b.Slip, Reason: private(b.Note)})
		}),
		does("ask_relay", access.UnitHandle, "保密件请热线办转达（第十五条）", func(c call, b askRelayBody) ([]order.Command, error) {
			return one(order.AskRelay{By: c.by, Ask: private(b.Ask)})
		}),
		does("tell_extension", access.Telling, "登记已告知诉求人延期（第十九条）", func(c call, b tellBody) ([]order.Command, error) {
			return one(order.TellExtension{By: c.by, At: c.when(b.At), Means: b.Means, Note: private(b.Note)})
		}),
		does("ask_statute", access.Statuting, "申请法律法规规章另定的时限（第十八条）；县热线办负责人的审批用 sign_step", func(c call, b statuteBody) ([]order.Command, error) {
			return one(order.AskStatute{By: c.by, ChainID: newID(), Law: b.Law, Clause: b.Clause, Days: b.Days, Reason: private(b.Reason)})
		}),
		does("ask_reclass", access.Extending, "申请类型变更（第十八条）", func(c call, b reclassBody) ([]order.Command, error) {
			return one(order.AskReclass{By: c.by, Type: order.Type(b.Type), Reason: private(b.Reason)})
		}),
		does("ask_termination", access.Ending, "申请终结办理（第二十条）", func(c call, b terminationBody) ([]order.Command, error) {
			sure, err := c.confirmed(b.Signer, c.actor.Post.Kind == org.UnitPrincipal)
			if err != nil {
				return nil, err
			}
			return c.scan("sheet", "termination", b.Sheet, func(blob string) order.Command {
				return order.AskTermination{By: c.by, Ground: order.Unreasonable(b.Ground), Basis: b.Basis, Reason: private(b.Reason), Answers: private(b.Answers), Persuasion: private(b.Persuasion), Sheet: blob, Confirmed: sure}
			})
		}),
		does("reply", access.UnitHandle, "报送办理结果（第二十四条）", func(c call, b replyBody) ([]order.Command, error) {
			files, err := c.keep("files", "handling", b.Files...)
			if err != nil {
				return nil, err
			}
			return one(order.SubmitReply{By: c.by, Files: files, Known: c.desk.Known(c.ctx, c.id), Reply: order.Reply[order.Private]{Finding: b.Finding, Solved: order.Solved(b.Solved),
				Investigation: private(b.Investigation), Measures: private(b.Measures), Basis: b.Basis, Unsolved: private(b.Unsolved), Opinion: private(b.Opinion), Contact: b.Contact,
				ContactPhone: b.ContactPhone, Public: b.Public}, CoNote: private(b.CoNote)})
		}),
		does("sign_reply", access.UnitSign, "签字盖章并报送（第二十四条）", func(c call, b sealBody) ([]order.Command, error) {
			on, err := day("on", b.On)
			if err != nil {
				return nil, err
			}
			own := c.actor.Post.Kind == org.UnitPrincipal
			sure, err := c.confirmed(b.Signer, own)
			if err != nil {
				return nil, err
			}
			return c.scan("seal", "seal", &b.Seal, func(blob string) order.Command {
				return order.SignReply{By: c.by, Seal: blob, Paper: !own, On: on, Confirmed: sure}
			})
		}),
		does("send_back_reply", access.UnitSign, "退回修改", func(c call, b note) ([]order.Command, error) {
			return one(order.SendBackReply{By: c.by, Reason: private(b.Note)})
		}),
		does("unit_visit", access.UnitHandle, "登记单位回访（第二十五条）", func(c call, b unitVisitBody) ([]order.Command, error) {
			return one(order.RecordUnitVisit{By: c.by, At: c.when(b.At), Reached: b.Reached, Satisfaction: order.Satisfaction(b.Satisfaction), Note: private(b.Note)})
		}),
	}
}

// ChainStep names one step of a chain of signatures, as the order's chains list them.
type ChainStep struct {
	Chain string `json:"chain" minLength:"1" maxLength:"64" doc:"签批流程的 id，见工单的 chains"`
	Step  int    `json:"step" minimum:"0" maximum:"20" doc:"第几步，从0起"`
}

type signBody struct {
	ChainStep
	Refuses bool   `json:"refuses,omitempty" doc:"不同意"`
	Opinion string `json:"opinion,omitempty" maxLength:"500" doc:"签批意见"`
	Signer
}

type paperBody struct {
	ChainStep
	On      string `json:"on" format:"date" doc:"纸面签批日期"`
	Refuses bool   `json:"refuses,omitempty" doc:"纸面上是不同意"`
	Opinion string `json:"opinion" minLength:"1" maxLength:"500" doc:"纸面上的签批意见（照录）"`
	Scan    upload `json:"scan" doc:"签批页扫描件"`
}

type confirmBody struct {
	ChainStep
	Rejects bool `json:"rejects,omitempty" doc:"扫描件与登记不一致，退回登记"`
}

type deputyBody struct {
	Deputy string `json:"deputy" minLength:"1" maxLength:"64" doc:"分管副县长的岗位，见 GET /posts"`
}

func signing() []line {
	return []line{
		does("sign_step", access.Signing, "签批", func(c call, b signBody) ([]order.Command, error) {
			sure, err := c.confirmed(b.Signer, true)
			if err != nil {
				return nil, err
			}
			return one(order.SignStep{By: c.by, Chain: b.Chain, Step: b.Step, Refuses: b.Refuses, Opinion: private(b.Opinion), Also: desk.OtherPosts(c.account, c.actor.Post.ID), Confirmed: sure})
		}),
		does("decide_extension", access.Reviewing, "审批延期申请（第十九条）", func(c call, b signBody) ([]order.Command, error) {
			sure, err := c.confirmed(b.Signer, true)
			if err != nil {
				return nil, err
			}
			return one(order.DecideExtension{By: c.by, Chain: b.Chain, Refuses: b.Refuses, Opinion: private(b.Opinion), Confirmed: sure})
		}),
		does("record_relay", access.Relaying, "登记转达诉求人（第十五条）", func(c call, b relayBody) ([]order.Command, error) {
			return one(order.RecordRelay{By: c.by, At: c.when(b.At), Means: b.Means, Reached: b.Reached, ToldTaken: b.Told, ToldHow: b.Told, Answer: private(b.Answer), Clearing: b.clearing()})
		}),
		does("ask_sight", access.Looking, "申请查看保密件诉求人信息（第二十三条（六））", func(c call, b sightBody) ([]order.Command, error) {
			return one(order.AskSight{By: c.by, Field: b.Field, Reason: b.Reason})
		}),
		does("decide_sight", access.Consenting, "第二人决定查看申请（第二十三条（六））", func(c call, b consentSightBody) ([]order.Command, error) {
			v, err := c.view()
			if err != nil {
				return nil, err
			}
			return one(order.DecideSight{By: c.by, Asker: v.Sight.Asker, Field: v.Sight.Field, Refuses: b.Refuses})
		}),
		does("lift_recusal", access.Heading, "解除回避（第二十三条（六））", func(c call, b liftBody) ([]order.Command, error) {
			return c.scan("scan", "paper", &b.Scan, func(blob string) order.Command {
				return order.LiftRecusal{By: c.by, Reason: private(b.Reason), Paper: blob}
			})
		}),
		does("ask_exemption", access.Exempting, "申请不计考核（第二十五条）", func(c call, b exemptionBody) ([]order.Command, error) {
			return one(order.AskExemption{By: c.by, Ground: order.ExemptGround(b.Ground), Reason: private(b.Reason)})
		}),
		does("decide_exemption", access.Heading, "审批不计考核（第二十五条）", func(c call, b decideExemptionBody) ([]order.Command, error) {
			return one(order.DecideExemption{By: c.by, Accept: b.Accept, Note: private(b.Note)})
		}),
		does("decide_reclass", access.Reviewing, "审核类型变更（第十八条）", func(c call, b decideReclassBody) ([]order.Command, error) {
			return one(order.DecideReclass{By: c.by, Accept: b.Accept, Note: private(b.Note)})
		}),
		does("phone_unit", access.Desking, "登记特急件电话通知承办单位（第十二条）", func(c call, b phonedBody) ([]order.Command, error) {
			return one(order.PhoneUnit{By: c.by, At: c.when(b.At), Note: private(b.Note)})
		}),
		does("review_termination", access.EndReviewing, "审核终结申请（第二十条）", func(c call, b termReviewBody) ([]order.Command, error) {
			return one(order.ReviewTermination{By: c.by, Refuses: b.Refuses, Note: private(b.Note)})
		}),
		does("withdraw_termination", access.Ending, "承办单位撤回终结申请，按原时限继续办理；县长批示以前可以撤回（第二十条）", func(c call, b takeBackBody) ([]order.Command, error) {
			return one(order.WithdrawTermination{By: c.by, Reason: private(b.Reason)})
		}),
		does("submit_termination", access.EndReviewing, "编成一张终结呈批表呈县长批示（第二十条）；县长的批示用 sign_step", func(c call, _ nothing) ([]order.Command, error) {
			return one(order.SubmitTermination{By: c.by, ChainID: newID(), Batch: newID(), Number: newID(), Allot: true})
		}),
		does("record_cancellation", access.Cancelling, "登记市热线办销号、报备的回执（第二十条）", func(c call, b cancellationBody) ([]order.Command, error) {
			on, err := day("on", b.On)
			if err != nil {
				return nil, err
			}
			return one(order.RecordCancellation{By: c.by, Refuses: b.Refuses, Receipt: b.Receipt, On: on, Note: private(b.Note)})
		}),
		does("record_consent", access.Reviewing, "登记上级同意延期（第十九条）", func(c call, b consentBody) ([]order.Command, error) {
			on, err := day("on", b.On)
			if err != nil {
				return nil, err
			}
			return one(order.RecordConsent{By: c.by, On: on, Note: private(b.Note)})
		}),
		does("record_paper", access.Clerking, "登记纸质签批", func(c call, b paperBody) ([]order.Command, error) {
			on, err := day("on", b.On)
			if err != nil {
				return nil, err
			}
			return c.scan("scan", "paper", &b.Scan, func(blob string) order.Command {
				return order.RecordPaper{By: c.by, Chain: b.Chain, Step: b.Step, Refuses: b.Refuses, On: on, Opinion: private(b.Opinion), Blob: blob}
			})
		}),
		does("confirm_paper", access.Clerking, "核对纸质签批", func(c call, b confirmBody) ([]order.Command, error) {
			return one(order.ConfirmPaper{By: c.by, Chain: b.Chain, Step: b.Step, Reject: b.Rejects})
		}),
		does("change_deputy", access.Heading, "变更分管领导", func(c call, b deputyBody) ([]order.Command, error) {
			if p, ok := c.reader.Directory().Post(org.PostID(b.Deputy)); !ok || p.Kind != org.Deputy && p.Kind != org.HotlineDeputy {
				return nil, badField("deputy", "没有这个副县长岗位，见 GET /posts。")
			}
			return one(order.ChangeDeputy{By: c.by, Deputy: org.PostID(b.Deputy)})
		}),
	}
}

type rejectBody struct {
	Code string `json:"code" enum:"Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9" doc:"退回原因，见 GET /codes"`
	Note string `json:"note" minLength:"1" maxLength:"2000" doc:"哪里不行、怎么改"`
}

type feedbackBody struct {
	At    *time.Time `json:"at,omitempty" doc:"反馈时间，不写是现在"`
	Means string     `json:"means" enum:"phone,sms,letter,web" doc:"电话、短信、书面、网上"`
	Outer bool       `json:"outer,omitempty" doc:"已把公开答复回填到原平台"`
	Note  string     `json:"note,omitempty" maxLength:"2000" doc:"反馈情况"`
}

type visitBody struct {
	At           *time.Time `json:"at,omitempty" doc:"回访时间，不写是现在"`
	Outcome      string     `json:"outcome" enum:"reached,unreached,declined" doc:"接通、未接通、谢绝回访"`
	Contacted    string     `json:"contacted,omitempty" enum:"yes,no,unsure" doc:"单位是否联系过"`
	Solved       string     `json:"solved,omitempty" enum:"yes,partly,no,explained" doc:"是否解决"`
	Satisfaction string     `json:"satisfaction,omitempty" enum:"satisfied,fairly,dissatisfied" doc:"对办理结果"`
	Manner       string     `json:"manner,omitempty" enum:"satisfied,fairly,dissatisfied" doc:"对工作人员态度"`
	Reason       string     `json:"reason,omitempty" enum:"A,B,C,D,E,F,G,H" doc:"不满意的原因，见 GET /codes"`
	Subjective   bool       `json:"subjective,omitempty" doc:"选“其他”时：属于办理原因，发回重办"`
	Words        string     `json:"words,omitempty" maxLength:"2000" doc:"诉求人原话"`
	Rework       string     `json:"rework,omitempty" maxLength:"2000" doc:"重办要求"`
}

type backfilledBody struct {
	At    *time.Time `json:"at,omitempty" doc:"回填时间，不写是现在"`
	Files []upload   `json:"files,omitempty" maxItems:"9" doc:"截屏"`
}

type urgeBody struct {
	From string `json:"from" enum:"caller,office" doc:"诉求人催办，或县热线办催办"`
	Note string `json:"note,omitempty" maxLength:"2000" doc:"催办内容"`
}

type withdrawBody struct {
	At    *time.Time `json:"at,omitempty" doc:"提出时间，不写是现在"`
	Means string     `json:"means" enum:"phone,letter,visit" doc:"来电、书面、当面"`
	Words string     `json:"words" minLength:"1" maxLength:"2000" doc:"诉求人的原话"`
}

type passBody struct {
	Note string `json:"note,omitempty" maxLength:"2000" doc:"说明"`
	Clears
}

type partyBody struct {
	Unit string `json:"unit,omitempty" maxLength:"40" doc:"被反映的成员单位；该单位和下属单位看不到这件"`
	Post string `json:"post,omitempty" maxLength:"64" doc:"被反映人员的岗位，见 GET /posts"`
}

type correctBody struct {
	Type     string     `json:"type,omitempty" enum:"consult,help,complaint,report,suggest,praise,other" doc:"诉求类型"`
	Category string     `json:"category,omitempty" maxLength:"10" doc:"诉求分类代码"`
	Title    string     `json:"title,omitempty" maxLength:"60" doc:"标题"`
	Place    *string    `json:"place,omitempty" maxLength:"40" doc:"村、社区；空串是去掉"`
	Contact  string     `json:"contact,omitempty" maxLength:"30" doc:"新的联系电话"`
	Party    *partyBody `json:"party,omitempty" doc:"被反映方，整个换掉；去掉或换掉原来的只能由县热线办负责人办"`
	Reason   string     `json:"reason" minLength:"1" maxLength:"200" doc:"更正原因"`
}

type filesBody struct {
	Files []upload `json:"files" minItems:"1" maxItems:"9" doc:"文件"`
}

func afterwards() []line {
	return []line{
		does("pass", access.Reviewing, "审核通过（第二十四条）", func(c call, b passBody) ([]order.Command, error) {
			return one(order.PassReply{By: c.by, ChainID: newID(), Note: private(b.Note), Clearing: b.clearing()})
		}),
		does("reject", access.Reviewing, "审核退回（第二十一条（四））", func(c call, b rejectBody) ([]order.Command, error) {
			return one(order.RejectReply{By: c.by, Code: b.Code, Note: private(b.Note)})
		}),
		does("feedback", access.FeedingBack, "登记反馈（第二十四条）", func(c call, b feedbackBody) ([]order.Command, error) {
			return one(order.GiveFeedback{By: c.by, At: c.when(b.At), Means: b.Means, Outer: b.Outer, Note: private(b.Note)})
		}),
		does("visit", access.VisitingOut, "登记回访（第二十五条）", func(c call, b visitBody) ([]order.Command, error) {
			return one(order.RecordVisit{By: c.by, At: c.when(b.At), Reached: b.Outcome == "reached", Declined: b.Outcome == "declined", Contacted: b.Contacted, Solved: order.Solved(b.Solved),
				Satisfaction: order.Satisfaction(b.Satisfaction), Manner: order.Satisfaction(b.Manner), Reason: b.Reason, Subjective: b.Subjective, Words: private(b.Words), Rework: private(b.Rework)})
		}),
		does("mark_backfilled", access.FeedingBack, "已回填到上级平台（第二十四条）", func(c call, b backfilledBody) ([]order.Command, error) {
			files, err := c.keep("files", "outer", b.Files...)
			return []order.Command{order.MarkBackfilled{By: c.by, At: c.when(b.At), Files: files}}, err
		}),
		does("archive", access.Dispatching, "归档（第六条（三））", func(c call, _ nothing) ([]order.Command, error) { return one(order.Archive{By: c.by}) }),
		does("ask_refusal", access.Reviewing, "提请转不予受理（第八条）", func(c call, b refuseBody) ([]order.Command, error) {
			return one(order.AskRefusal{By: c.by, ChainID: newID(), Ground: b.Ground, Told: private(b.Told), Body: b.Referral, Phone: b.Phone, Unknown: b.Unknown})
		}),
		does("urge", access.Desking, "催办（第二十一条）", func(c call, b urgeBody) ([]order.Command, error) {
			return one(order.Urge{By: c.by, Caller: b.From == "caller", Note: private(b.Note)})
		}),
		does("withdraw", access.Desking, "登记诉求人撤回", func(c call, b withdrawBody) ([]order.Command, error) {
			return one(order.Withdraw{By: c.by, At: c.when(b.At), Means: b.Means, Note: private(b.Words)})
		}),
		does("correct", access.Correcting, "更正（第九条）", func(c call, b correctBody) ([]order.Command, error) {
			cmd := order.Correct{By: c.by, Type: order.Type(b.Type), Category: b.Category, Title: b.Title, Place: b.Place, Contact: private(b.Contact), Reason: private(b.Reason)}
			if b.Party != nil {
				cmd.Party = &order.Party{Unit: org.UnitID(b.Party.Unit)}
				if b.Party.Post != "" {
					cmd.Party.Posts = []org.PostID{org.PostID(b.Party.Post)}
				}
			}
			return one(cmd)
		}),
		does("attach", access.Reading, "上传附件", func(c call, b filesBody) ([]order.Command, error) {
			files, err := c.keep("files", "handling", b.Files...)
			return []order.Command{order.Attach{By: c.by, Files: files}}, err
		}),
	}
}
