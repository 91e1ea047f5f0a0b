package api

import (
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

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
		does("mark_backfilled", access.FeedingBack, "已回填到上级平台，或已回复栏目编辑（第二十四条、第六条（六））", func(c call, b backfilledBody) ([]order.Command, error) {
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
