package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/org"
)

type delegationView struct {
	ID       string `json:"id"`
	Post     string `json:"post"`
	To       string `json:"to" doc:"受托人"`
	Kind     string `json:"kind" doc:"授权（AB角）或主持工作"`
	Scope    string `json:"scope"`
	Document string `json:"document" doc:"文号"`
	From     string `json:"from"`
	Until    string `json:"until"`
	State    string `json:"state"`
	Now      bool   `json:"now" doc:"今天有效"`
}

type appointmentView struct {
	ID   string `json:"id"`
	Name string `json:"name" doc:"显示名称"`
	Post string `json:"post"`
	From string `json:"from" doc:"到任日期"`
	By   string `json:"by" doc:"谁登记的"`
	At   string `json:"at" doc:"哪天登记的"`
	Own  bool   `json:"own" doc:"本人登记的或本人的任职，须由另一人确认"`
}

type absentView struct {
	Unit  string `json:"unit"`
	Name  string `json:"name"`
	Open  int    `json:"open" doc:"在办工单"`
	Times int    `json:"times" doc:"近10个工作日未登录的天数"`
}

type attendanceView struct {
	Day     string       `json:"day"`
	Workday bool         `json:"workday"`
	Here    int          `json:"here" doc:"已登录的单位数"`
	Missing []absentView `json:"missing"`
}

type personPost struct {
	Post  string `json:"post"`
	Title string `json:"title"`
	From  string `json:"from"`
	Until string `json:"until,omitempty" doc:"在任的最后一天"`
	Waits bool   `json:"waits,omitempty" doc:"等第二人确认，还没有到任"`
}

type personView struct {
	Account string       `json:"account" doc:"账号的 id；办理任职、授权时填它"`
	Login   string       `json:"login"`
	Name    string       `json:"name"`
	Posts   []personPost `json:"posts"`
	Shut    bool         `json:"shut,omitempty" doc:"账号已停用"`
}

type peopleInput struct {
	Unit string `query:"unit" maxLength:"40" doc:"单位编码；不写是全部"`
}

type delegateeView struct {
	Account string `json:"account"`
	Name    string `json:"name"`
	Posts   string `json:"posts" doc:"现任岗位"`
}

// DelegationInput names one delegation.
type DelegationInput struct {
	ID string `path:"id" maxLength:"64" doc:"授权的 id"`
}

// AppointmentInput names one appointment that waits.
type AppointmentInput struct {
	ID string `path:"id" maxLength:"64" doc:"到任登记的 id"`
}

// UnitInput names one unit.
type UnitInput struct {
	ID string `path:"id" maxLength:"40" doc:"单位编码，见 GET /units"`
}

// PersonInput names one account.
type PersonInput struct {
	ID string `path:"id" maxLength:"64" doc:"账号的 id，见 GET /people"`
}

type organised struct {
	ID   string `json:"id" doc:"办的是哪一个"`
	Note string `json:"note" doc:"接下来是什么"`
}

type delegateInput struct {
	Keyed
	Body struct {
		Post      string  `json:"post" minLength:"1" maxLength:"64" doc:"授权的岗位"`
		To        string  `json:"to" minLength:"1" maxLength:"64" doc:"受托人的账号，见 GET /delegates"`
		Presiding bool    `json:"presiding,omitempty" doc:"主持工作；不写是授权（AB角）"`
		Scope     string  `json:"scope" enum:"all,dispatch,assign,result" doc:"全部职责、转办签批、单位分办签批、办理结果签字签批"`
		Document  string  `json:"document" minLength:"1" maxLength:"40" doc:"授权文件的文号"`
		From      string  `json:"from" format:"date"`
		Until     string  `json:"until,omitempty" format:"date" doc:"最后一天；主持工作可以不写"`
		Scan      *upload `json:"scan" doc:"授权文件的扫描件"`
	}
}

type endDelegationInput struct {
	Keyed
	DelegationInput
	Body struct{}
}

type answerAppointmentInput struct {
	Keyed
	AppointmentInput
	Body struct {
		Confirm bool   `json:"confirm" doc:"true 确认到任；false 不同意"`
		Why     string `json:"why,omitempty" maxLength:"60" doc:"不同意的原因，必填；确认的不写"`
	}
}

// UnitBody is what is kept of a unit, from a day on.
type UnitBody struct {
	Name  string `json:"name" minLength:"1" maxLength:"40" doc:"全称"`
	Short string `json:"short,omitempty" maxLength:"12" doc:"简称"`
	Group string `json:"group" enum:"township,department,enterprise" doc:"考核组别"`
	Phone string `json:"phone,omitempty" maxLength:"30" doc:"办公电话"`
	On    string `json:"on" format:"date" doc:"生效日期；以前的工单仍用当时的名称"`
	Why   string `json:"why,omitempty" maxLength:"60" doc:"依据，例如文号"`
}

func (b UnitBody) unit(id string) org.Unit {
	return org.Unit{ID: org.UnitID(id), Name: b.Name, Short: b.Short, Group: org.Group(b.Group), Phone: b.Phone}
}

type newUnitInput struct {
	Keyed
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"20" doc:"单位编码"`
		UnitBody
	}
}

type changeUnitInput struct {
	Keyed
	UnitInput
	Body UnitBody
}

type activateUnitInput struct {
	Keyed
	UnitInput
	Body struct{}
}

type closeUnitInput struct {
	Keyed
	UnitInput
	Body struct {
		On  string `json:"on" format:"date" doc:"从哪天起撤销"`
		Why string `json:"why" minLength:"1" maxLength:"60" doc:"依据，例如机构调整文件的文号"`
	}
}

type succeedUnitInput struct {
	Keyed
	UnitInput
	Body struct {
		To       string `json:"to" minLength:"1" maxLength:"40" doc:"承接单位编码"`
		On       string `json:"on" format:"date" doc:"生效日期"`
		Document string `json:"document" minLength:"1" maxLength:"60" doc:"文号"`
		People   bool   `json:"people,omitempty" doc:"具办人员和值班员随转"`
	}
}

type takePostInput struct {
	Keyed
	PersonInput
	Body struct {
		Post string `json:"post" minLength:"1" maxLength:"64" doc:"岗位，见 GET /posts"`
		From string `json:"from" format:"date" doc:"到任日期"`
	}
}

type leavePostInput struct {
	Keyed
	PersonInput
	Body struct {
		Post string `json:"post" minLength:"1" maxLength:"64"`
		Last string `json:"last" format:"date" doc:"在任的最后一天"`
	}
}

// organisation is the house by date: delegations, appointments, units and who holds which post (Art. 4, 5(2)). A new person's account is made on the page: its
// first password is shown once and goes through no program.
func (a *API) organisation(get func(id, summary string, p access.Permission) operation) {
	register(a, get("delegations", "授权（AB角、主持工作），限本岗位有关的；热线办看全部（第五条（二））", access.Delegating), func(ctx context.Context, c caller, _ *none) (*out[items[delegationView]], error) {
		page, err := c.reader.Delegations(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[delegationView]{list(page.Lines, func(l desk.DelegationLine) delegationView {
			return delegationView{l.ID, l.Post, l.To, l.Kind, l.Scope, l.Document, l.From, l.Until, l.State, l.Now}
		})})
	})
	register(a, get("appointments", "等本岗位确认的到任登记（第四条、第五条（二））", access.Appointing), func(ctx context.Context, c caller, _ *none) (*out[items[appointmentView]], error) {
		all, err := c.reader.Appointments(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[appointmentView]{list(all, func(x desk.Appointment) appointmentView {
			return appointmentView{x.ID, x.Name, x.Post, x.From, x.By, x.At, x.Own}
		})})
	})
	register(a, get("attendance", "今天还没有登录的成员单位（第十四条）", access.Desking), func(ctx context.Context, c caller, _ *none) (*out[attendanceView], error) {
		x, err := c.reader.Attendance(ctx)
		if err != nil {
			return nil, err
		}
		return answer(attendanceView{x.Day, x.Workday, x.Here, list(x.Missing, func(r desk.AttendanceRow) absentView { return absentView{string(r.Unit), r.Name, r.Open, r.Times} })})
	})
	register(a, get("people", "人员和所任岗位", access.OrgReading), func(ctx context.Context, c caller, in *peopleInput) (*out[items[personView]], error) {
		all, err := c.reader.People(ctx, org.UnitID(in.Unit))
		if err != nil {
			return nil, err
		}
		return answer(items[personView]{list(all, func(x desk.PersonLine) personView {
			return personView{string(x.Account), x.Login, x.Name, list(x.Posts, func(p desk.PersonPost) personPost {
				return personPost{string(p.Post), p.Title, p.From, p.Until, p.Waits}
			}), x.Shut}
		})})
	})
	register(a, get("delegates", "可以受托的人", access.Delegating), func(ctx context.Context, c caller, _ *none) (*out[items[delegateeView]], error) {
		page, err := c.reader.Delegations(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[delegateeView]{list(page.People, func(x desk.Delegatee) delegateeView { return delegateeView{string(x.Account), x.Name, x.Posts} })})
	})
	does := func(id, path, summary string, p access.Permission) operation {
		return operation{id: id, method: http.MethodPost, path: path, permission: p, tag: "机构", summary: summary, body: true, writes: true, errors: []int{http.StatusNotFound, http.StatusConflict}}
	}
	done := func(id, note string, err error) (*out[organised], error) {
		if err != nil {
			return nil, err
		}
		return answer(organised{id, note})
	}
	give := does("delegate", "/delegations", "登记授权或主持工作，附授权文件（第五条（二））", access.Delegating)
	give.created, give.maxBody = true, withFiles
	register(a, give, func(ctx context.Context, c caller, in *delegateInput) (*out[organised], error) {
		b := in.Body
		if b.Scan == nil {
			return nil, badField("scan", "没有授权文件的扫描件。")
		}
		id, err := a.desk.Delegate(ctx, c.actor, org.Delegation{Post: org.PostID(b.Post), To: org.AccountID(b.To), Presiding: b.Presiding, Scope: org.Scope(b.Scope), Document: b.Document, From: org.Day(b.From), Until: org.Day(b.Until)},
			&desk.Upload{Name: b.Scan.Name, Bytes: b.Scan.Content}, in.Key)
		return done(id, "受托人登录后换到这个岗位办理，签批上注明文号。", err)
	})
	register(a, does("end_delegation", "/delegations/{id}/end", "收回授权，从今天起；已签的照旧", access.Delegating), func(ctx context.Context, c caller, in *endDelegationInput) (*out[organised], error) {
		return done(in.ID, "今天起不再有效。", a.desk.EndDelegation(ctx, c.actor, in.ID, in.Key))
	})
	register(a, does("answer_appointment", "/appointments/{id}/answer", "确认到任或不同意；自己登记的和自己的任职须由另一人确认", access.Appointing), func(ctx context.Context, c caller, in *answerAppointmentInput) (*out[organised], error) {
		note := "不同意，登记的人会看到原因。"
		if in.Body.Confirm {
			note = "本人可以登录办理。"
		}
		return done(in.ID, note, a.desk.AnswerAppointments(ctx, c.actor, []string{in.ID}, !in.Body.Confirm, in.Body.Why, in.Key))
	})
	fresh := does("new_unit", "/units", "登记新单位，三级责任人到齐后启用（第五条（二））", access.Organising)
	fresh.created = true
	register(a, fresh, func(ctx context.Context, c caller, in *newUnitInput) (*out[organised], error) {
		b := in.Body
		return done(b.Code, "尚未启用：主要负责人、分管负责人、具办人员到任后再启用。", a.desk.SaveUnit(ctx, c.actor, b.unit(b.Code), true, org.Day(b.On), b.Why, in.Key))
	})
	register(a, does("change_unit", "/units/{id}/change", "改名称、简称、组别、电话，从一天起", access.Organising), func(ctx context.Context, c caller, in *changeUnitInput) (*out[organised], error) {
		return done(in.ID, "以前的工单和文书仍显示当时的名称。", a.desk.SaveUnit(ctx, c.actor, in.Body.unit(in.ID), false, org.Day(in.Body.On), in.Body.Why, in.Key))
	})
	register(a, does("activate_unit", "/units/{id}/activate", "启用新单位", access.Organising), func(ctx context.Context, c caller, in *activateUnitInput) (*out[organised], error) {
		return done(in.ID, "可以向它转办。", a.desk.ActivateUnit(ctx, c.actor, org.UnitID(in.ID), in.Key))
	})
	register(a, does("close_unit", "/units/{id}/close", "撤销单位；有在办工单的须指定承接单位", access.Organising), func(ctx context.Context, c caller, in *closeUnitInput) (*out[organised], error) {
		return done(in.ID, "到生效之日撤销。", a.desk.CloseUnit(ctx, c.actor, org.UnitID(in.ID), org.Day(in.Body.On), in.Body.Why, in.Key))
	})
	register(a, does("succeed_unit", "/units/{id}/succeed", "撤并：由另一单位承接，在办工单到期自动转去（第四条）", access.Organising), func(ctx context.Context, c caller, in *succeedUnitInput) (*out[organised], error) {
		e := org.UnitSucceeded{From: org.UnitID(in.ID), To: org.UnitID(in.Body.To), On: org.Day(in.Body.On), Document: in.Body.Document}
		return done(in.ID, "到生效之日，在办工单转到承接单位，已办结的不动。", a.desk.SucceedUnit(ctx, c.actor, e, in.Body.People, in.Key))
	})
	register(a, does("take_post", "/people/{id}/posts", "登记到任；须第二人确认的，确认后生效", access.Organising), func(ctx context.Context, c caller, in *takePostInput) (*out[organised], error) {
		return done(in.ID, "须第二人确认的，确认后本人才能以该岗位登录。", a.desk.TakePost(ctx, c.actor, org.AccountID(in.ID), org.PostID(in.Body.Post), org.Day(in.Body.From), in.Key))
	})
	register(a, does("leave_post", "/people/{id}/leave", "登记离任；待签的由继任者办理", access.Organising), func(ctx context.Context, c caller, in *leavePostInput) (*out[organised], error) {
		return done(in.ID, "他签过的保留原名。", a.desk.LeavePost(ctx, c.actor, org.AccountID(in.ID), org.PostID(in.Body.Post), org.Day(in.Body.Last), in.Key))
	})
}
