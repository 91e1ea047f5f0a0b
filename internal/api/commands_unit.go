package api

import (
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

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
