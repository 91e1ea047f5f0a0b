package order_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// eventNames are the events in Chinese.
var eventNames = map[string]string{
	"已登记": "registered", "已接收": "taken_over", "已关联": "linked", "已认定不同": "link_declined", "并单": "merged", "并入": "member_joined", "拆分": "split_off", "拆出": "member_left", "并入件改期": "member_moved", "结果已到": "result_shared", "已直接答复": "answered_directly", "已电话转办": "transferred_by_phone", "已紧急转接": "transferred_emergency",
	"已登记办结": "logged_closed", "已不予受理": "refused", "已退回上级": "sent_up", "已解释办结": "explained", "已提交转办": "submitted_for_dispatch", "已签批": "step_signed",
	"已登记纸质签批": "paper_recorded", "纸质签批不符": "paper_rejected", "转办获准": "dispatch_approved", "转办未准": "dispatch_objected", "已变更分管领导": "deputy_changed", "已转办": "dispatched",
	"已撤回改派": "recalled", "已签收": "signed_for", "视同签收": "auto_accepted", "已分办": "assigned", "已联系": "contacted", "已记进展": "progressed", "已报送答复": "reply_submitted",
	"已签字盖章": "reply_signed", "已退回修改": "reply_sent_back", "审核已通过": "reply_passed", "已退回重写": "reply_rejected", "结果获准": "result_approved", "结果未准": "result_objected",
	"已反馈": "fed_back", "单位已回访": "unit_visited", "已回访": "visited", "已发回重办": "reworked", "已回头看": "rechecked", "重开": "round_reopened", "已办结": "closed", "已催办": "urged", "已补充": "supplemented", "已撤回": "withdrawn",
	"已提出转不予受理": "refusal_asked", "转不予受理未准": "refusal_declined", "已更正": "corrected", "已传附件": "attached", "已逾期": "limit_missed", "已采用日历": "calendar_adopted", "已归档": "archived",
	"立事项": "matter_opened", "入事项": "round_opened", "离事项": "round_left", "记引导": "round_guided", "计诉求": "round_counted", "不计诉求": "round_uncounted", "计交办": "assignment_counted",
	"已申请退回": "return_asked", "已同意退回": "return_accepted", "未同意退回": "return_refused", "已提异议": "return_disputed", "已会商指定": "designated",
	"本次结束": "round_closed", "已回填": "backfilled", "上级已更新": "outer_updated",
	"已申请延期": "extension_asked", "上级已同意": "extension_consented", "延期获准": "extension_granted", "延期未准": "extension_refused", "延期申请作废": "extension_lapsed", "已告知延期": "extension_told",
	"已给联系单": "slip_given", "已用联系单": "slip_used", "已收回联系单": "slip_revoked",
	"已请协办": "co_asked", "协办已签收": "co_signed", "协办有异议": "co_objected", "协办异议已定": "co_decided", "协办已报送": "co_reported", "协办已采用": "co_accepted", "协办已退回": "co_sent_back",
	"协办已催": "co_urged", "协办已终止": "co_ended", "协办期限已调整": "co_moved", "已请协调": "office_called", "已答复协调": "call_answered",
	"已由承接单位接办": "succeeded",
	"签批已回避":    "signers_recused", "回避已解除": "recusal_lifted", "已确认放行": "text_cleared", "已请求转达": "relay_asked", "已转达": "relayed", "已申请查看": "sight_asked", "查看已决定": "sight_decided",
	"已申请终结": "termination_asked", "终结审核通过": "termination_reviewed", "已呈批终结": "termination_submitted", "县长同意终结": "termination_agreed", "终结未准": "termination_refused", "已撤回终结申请": "termination_withdrawn", "已终结": "terminated",
	"已电话通知": "unit_phoned", "已申请法定时限": "statute_asked", "上级同意法定时限": "statute_consented", "法定时限获准": "statute_granted", "法定时限未准": "statute_refused", "法定时限申请作废": "statute_lapsed",
	"已申请类型变更": "reclass_asked", "已审类型变更": "reclass_decided", "类型变更作废": "reclass_lapsed",
	"已申请不计考核": "exemption_asked", "不计考核已审批": "exemption_decided",
	"已登记批示": "instructed", "重点已变更": "key_changed", "改重点": "round_keyed",
}

func TestSpecNamesEveryEvent(t *testing.T) {
	var have []string
	for _, k := range eventNames {
		have = append(have, k)
	}
	slices.Sort(have)
	if !slices.Equal(have, order.Kinds()) {
		t.Fatalf("events with a Chinese name: %v\nevents: %v", have, order.Kinds())
	}
}

// fieldNames are the values of events in Chinese, by the names of their fields in the log.
var fieldNames = map[string]string{
	"单位": "unit", "签批级别": "level", "诉求": "appeals", "交办": "assigns", "重点次数": "keys", "重点件": "key", "主要负责人直接办理": "principal_own", "再次转办": "again", "逾期": "late",
	"结果": "result", "满意": "satisfaction", "解决": "solved", "原因": "reason", "代码": "code", "第几次": "attempt", "次数": "count", "第几轮": "round", "用时": "used_days", "方式": "means",
	"途径": "via", "算联系上": "met", "以批示代签": "instead", "哪项": "limit", "依据": "ground|basis", "应找": "referral", "无法确定": "unknown", "转办后": "after", "补录": "late", "主观": "subjective",
	"接通": "reached|connected", "计入": "counted", "重做": "rework", "类型": "type", "原类型": "old_type", "规则版本": "policy", "日历版本": "calendar", "领导": "deputy", "牵头": "lead", "时间": "at",
	"相似度": "score", "主办工单": "leader", "退到": "to", "退计": "uncounted", "回访": "visit", "共": "of", "日期": "on", "重办次数": "reworks", "单位回访过": "unit_visited", "知识": "knowledge", "接收为": "status", "原诉求": "base_appeals", "原交办": "base_assigns",
	"参加": "participants", "原重点": "base_keys", "编号": "number", "上级催办": "urges", "上级状态": "state",
	"延长": "days", "累计": "total", "第几次延期": "times", "须告知": "tell", "下推理由": "pushed", "用途": "what", "联系单": "slip",
	"主办": "lead", "谁请": "asker", "内容": "task", "原由": "from", "又一次": "again", "决定": "outcome", "改由": "to", "随答复": "reply", "为何": "why", "热线办": "office", "协办单位": "co",
	"原单位": "from", "承接单位": "to", "归属原单位": "due_here",
	"回避": "recused", "完成": "done", "第几次转达": "n", "哪一项": "field", "不准": "refuses",
	"谁不同意": "by", "报备": "report", "回执": "receipt", "字号": "number", "不计满意率": "exempt", "不合理": "ground", "以前终结": "ended", "同意": "accepted", "一般时限": "ordinary", "算进展": "met", "代签": "stands", "事由": "ground",
}

// valueOf is a value of an event as a scenario writes it.
func valueOf(e order.Event, name string) (string, bool) {
	if x, ok := e.(order.SlipGiven); ok {
		switch name {
		case "联系单":
			return x.Slip.ID, true
		case "可看号码":
			return show(x.Slip.Number), true
		}
	}
	if x, ok := e.(order.ExtensionAsked); ok {
		switch name {
		case "签批人":
			return signers(x.Ask.Chain), true
		case "延长":
			return strconv.Itoa(x.Ask.Days), true
		case "累计":
			return strconv.Itoa(x.Ask.Total), true
		case "申请截止":
			return x.Ask.Limit.LastDay, true
		}
	}
	if x, ok := e.(order.ExemptionAsked); ok && name == "事由" {
		return x.Ask.Ground.Name(), true
	}
	if x, ok := e.(order.ExemptionDecided); ok && name == "以前回访" {
		return strconv.Itoa(len(x.Answers)), true
	}
	if x, ok := e.(order.Visited); ok && name == "诉求人自评" {
		return show(x.Own), true
	}
	if x, ok := e.(order.Supplemented); ok && name == "公开文本" {
		return cmp.Or(x.Clear, "无"), true
	}
	if x, ok := e.(order.Visited); ok && name == "矛盾" {
		var out []string
		for _, c := range x.Contradicts {
			out = append(out, c.Name())
		}
		return cmp.Or(strings.Join(out, "、"), "无"), true
	}
	if x, ok := e.(order.StatuteAsked); ok {
		switch name {
		case "签批人":
			return signers(x.Ask.Chain), true
		case "申请截止":
			return x.Ask.Limit.LastDay, true
		}
	}
	if k, ok := strings.CutSuffix(name, "截止时刻"); ok {
		return limitOf(e, k, func(l order.Limit) string { return l.Due.In(timeZone).Format("2006-01-02T15:04") })
	}
	if k, ok := strings.CutSuffix(name, "截止"); ok {
		return limitOf(e, k, func(l order.Limit) string { return l.LastDay })
	}
	if k, ok := strings.CutSuffix(name, "天数"); ok {
		return limitOf(e, k, func(l order.Limit) string { return strconv.Itoa(l.Days) })
	}
	if k, ok := strings.CutSuffix(name, "暂定"); ok {
		return limitOf(e, k, func(l order.Limit) string { return show(l.Provisional) })
	}
	v := reflect.ValueOf(e)
	switch name {
	case "签批人":
		if f := v.FieldByName("Chain"); f.IsValid() {
			switch c := f.Interface().(type) {
			case approval.Chain:
				return signers(c), true
			case *approval.Chain:
				return signers(*c), true
			}
		}
	case "签批岗位":
		if f := v.FieldByName("Sign"); f.IsValid() {
			if s, ok := f.Interface().(approval.Signature); ok {
				return postName(s.Post), true
			}
		}
	case "凭文件":
		a := v.FieldByName("Under")
		if f := v.FieldByName("Sign"); f.IsValid() {
			a = f.FieldByName("Under")
		}
		if u, ok := a.Interface().(*org.Authority); ok {
			if u == nil {
				return "无", true
			}
			return u.Document, true
		}
	case "纸质":
		if f := v.FieldByName("Sign"); f.IsValid() {
			return show(f.Interface().(approval.Signature).Means == approval.Paper), true
		}
	}
	tag, ok := fieldNames[name]
	if !ok {
		return "", false
	}
	for i := range v.NumField() {
		if key, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); slices.Contains(strings.Split(tag, "|"), key) {
			return show(v.Field(i).Interface()), true
		}
	}
	return "", false
}

func signers(c approval.Chain) string {
	if c.Empty() {
		return "无"
	}
	out := ""
	for i, s := range c.Steps {
		switch {
		case i == 0:
		case c.Steps[i-1].Stage == s.Stage:
			out += "、"
		default:
			out += "→"
		}
		out += postName(s.Post)
	}
	return out
}

// limitOf finds a limit of a kind in an event's fields.
func limitOf(e order.Event, kind string, f func(order.Limit) string) (string, bool) {
	v := reflect.ValueOf(e)
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		var all []order.Limit
		switch x := v.Field(i).Interface().(type) {
		case order.Limit:
			all = []order.Limit{x}
		case *order.Limit:
			if x != nil {
				all = []order.Limit{*x}
			}
		case []order.Limit:
			all = x
		}
		for _, l := range all {
			if l.Kind.Name() == kind {
				return f(l), true
			}
		}
	}
	return "无", true
}

func show(v any) string {
	switch x := v.(type) {
	case bool:
		if x {
			return "是"
		}
		return "否"
	case time.Time:
		return x.In(timeZone).Format("2006-01-02T15:04")
	case org.UnitID:
		if x == "" {
			return "无"
		}
		return unitName(x)
	case org.PostID:
		return postName(x)
	case policy.Level:
		return x.Name()
	case order.Satisfaction:
		if x == "" {
			return "无"
		}
		return x.Name()
	case interface{ Name() string }:
		return x.Name()
	case string:
		if n, ok := unitNamesBack(x); ok {
			return n
		}
	}
	return fmt.Sprint(v)
}

func unitNamesBack(s string) (string, bool) {
	for _, id := range unitNames {
		if string(id) == s {
			return unitName(id), true
		}
	}
	return "", false
}

// seen is one value of how an order stands.
func seen(s order.State, name string) (string, bool) {
	for _, k := range []order.LimitKind{order.LimitHandle, order.LimitSigner, order.LimitDispatch, order.LimitSign, order.LimitContact, order.LimitAssign, order.LimitResult, order.LimitReview, order.LimitFeedback, order.LimitUnitVisit, order.LimitVisit, order.LimitArchive, order.LimitReturnReview, order.LimitCoordinate, order.LimitExtension, order.LimitRelay, order.LimitCall, order.LimitTermReview, order.LimitTermBatch, order.LimitCancel, order.LimitProgress, order.LimitPhone, order.LimitStatute, order.LimitReclass} {
		c := s.Clocks.Get(k)
		switch strings.TrimPrefix(name, k.Name()) {
		case "截止":
			if !c.On {
				return "无", true
			}
			return c.LastDay, true
		case "截止时刻":
			return c.Due.In(timeZone).Format("2006-01-02T15:04"), true
		case "计时":
			switch {
			case c.On && c.Paused():
				return "暂停", true
			case c.On && c.Missed:
				return "逾期", true
			case c.On:
				return "进行", true
			case c.Missed:
				return "曾逾期", true
			case !c.MetAt.IsZero():
				return "已完成", true
			}
			return "无", true
		}
	}
	for n, u := range unitNames {
		k, ok := strings.CutPrefix(name, n+"协办")
		if !ok {
			continue
		}
		for i := len(s.Co) - 1; i >= 0; i-- {
			if c := s.Co[i]; c.Unit == u {
				return coSeen(c, k)
			}
		}
	}
	switch name {
	case "状态":
		return s.Status.Name(), true
	case "诉求":
		return strconv.Itoa(s.Matter.Appeals()), true
	case "交办":
		return strconv.Itoa(s.Matter.Assigns()), true
	case "重点次数":
		return strconv.Itoa(s.Matter.Keys()), true
	case "不计考核":
		return cmp.Or(s.Exempt.Name(), "无"), true
	case "重点件":
		return show(s.Key), true
	case "催办":
		return strconv.Itoa(s.Urges), true
	case "并入":
		return strconv.Itoa(len(s.Members)), true
	case "并单":
		return show(s.Merged != nil), true
	case "待回填":
		return show(s.ToBackfill()), true
	case "重办":
		return strconv.Itoa(s.Reworks), true
	case "退回重写":
		return strconv.Itoa(s.Rejects), true
	case "单位":
		return show(s.Lead), true
	case "等转达":
		return show(s.Relay != nil), true
	case "回避":
		var out []string
		for _, n := range []string{"城管局具办人员", "城管局主要负责人", "城管执法大队具办人员", "住建局具办人员", "话务员", "分办员", "审核员", "热线办负责人", "县政府办负责人", "分管热线副县长", "分管副县长", "另一分管副县长", "县长", "兼任两职的副县长"} {
			if a, ok := actorOf(n); ok && s.Recuses(a) {
				out = append(out, n)
			}
		}
		return listed(out), true
	case "退回次数":
		return strconv.Itoa(s.Returns), true
	case "指定承办":
		return show(s.Designated), true
	case "牵头":
		return show(s.AssignedLead), true
	case "视同签收":
		return show(s.AutoAccepted), true
	case "主要负责人直接办理":
		return show(s.PrincipalOwn), true
	case "答复逾期":
		return show(s.ReplyLate), true
	case "拟转":
		return show(s.Proposal.Unit), true
	case "到期单位":
		return show(s.DueUnit), true
	case "签批账号":
		out := []string{}
		for _, c := range []approval.Chain{s.DispatchChain, s.ResultChain} {
			for _, st := range c.Steps {
				if st.Done != nil {
					for n, a := range fixedActors {
						if a.Account == st.Done.Account && a.Post.ID == st.Post && a.Under.Own() {
							out = append(out, n)
						}
					}
				}
			}
		}
		return strings.Join(out, "、"), true
	case "等签批":
		var out []string
		for _, c := range s.OpenChains() {
			for _, i := range c.Open() {
				out = append(out, postName(c.Steps[i].Post))
			}
		}
		return listed(out), true
	case "待办":
		var out []string
		for _, d := range order.Duties(s) {
			out = append(out, postName(d.Post)+d.Act.Name())
		}
		return listed(out), true
	case "定时":
		var out []string
		for _, t := range order.Timers(s) {
			name := t.Kind.Name()
			if t.Co != "" {
				name = unitName(t.Co) + name
			}
			out = append(out, name)
		}
		return listed(out), true
	case "协办":
		var out []string
		for _, c := range s.Co {
			out = append(out, unitName(c.Unit)+c.Status.Name())
		}
		return listed(out), true
	case "等协调":
		return show(s.Call != nil), true
	case "结果":
		return s.Result.Name(), true
	case "延期":
		return strconv.Itoa(s.Extended), true
	case "等延期审批":
		return show(s.Extension != nil), true
	case "等告知延期":
		return show(s.TellExtension), true
	case "联系单":
		var out []string
		for _, n := range s.Slips {
			out = append(out, n.ID+map[order.SlipEnd]string{order.SlipBack: "已收回", order.SlipOver: "已失效"}[s.SlipEnded(n, n.At)]+"用"+strconv.Itoa(n.Uses)+"次")
		}
		return listed(out), true
	case "编号":
		return s.Number, true
	case "类型":
		return s.Request.Type.Name(), true
	case "办结日":
		return calendar.DateOf(s.ClosedAt).String(), true
	case "最紧":
		c, ok := s.Limit()
		if !ok {
			return "无", true
		}
		return c.Kind.Name(), true
	case "附件":
		return strconv.Itoa(len(s.Files)), true
	case "补录":
		return show(s.Late), true
	}
	return "", false
}

// coSeen is one value of the last request to a unit.
func coSeen(c order.CoUnit, name string) (string, bool) {
	switch name {
	case "截止":
		return c.Limit.LastDay, true
	case "签收截止":
		return c.Sign.LastDay, true
	case "逾期":
		return show(c.Late || c.Limit.Missed), true
	case "催办":
		return strconv.Itoa(c.Urges), true
	}
	return "", false
}

func listed(out []string) string {
	if len(out) == 0 {
		return "无"
	}
	return strings.Join(out, "、")
}
