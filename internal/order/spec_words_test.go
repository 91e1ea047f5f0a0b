package order_test

import (
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
	"已登记": "registered", "已接收": "taken_over", "已关联": "linked", "已直接答复": "answered_directly", "已电话转办": "transferred_by_phone", "已紧急转接": "transferred_emergency",
	"已登记办结": "logged_closed", "已不予受理": "refused", "已退回上级": "sent_up", "已解释办结": "explained", "已提交转办": "submitted_for_dispatch", "已签批": "step_signed",
	"已登记纸质签批": "paper_recorded", "纸质签批不符": "paper_rejected", "转办获准": "dispatch_approved", "转办未准": "dispatch_objected", "已变更分管领导": "deputy_changed", "已转办": "dispatched",
	"已撤回改派": "recalled", "已签收": "signed_for", "视同签收": "auto_accepted", "已分办": "assigned", "已联系": "contacted", "已记进展": "progressed", "已报送答复": "reply_submitted",
	"已签字盖章": "reply_signed", "已退回修改": "reply_sent_back", "审核已通过": "reply_passed", "已退回重写": "reply_rejected", "结果获准": "result_approved", "结果未准": "result_objected",
	"已反馈": "fed_back", "单位已回访": "unit_visited", "已回访": "visited", "已发回重办": "reworked", "已办结": "closed", "已催办": "urged", "已撤回": "withdrawn",
	"已提出转不予受理": "refusal_asked", "转不予受理未准": "refusal_declined", "已更正": "corrected", "已传附件": "attached", "已逾期": "limit_missed", "已采用日历": "calendar_adopted", "已归档": "archived",
	"立事项": "matter_opened", "入事项": "round_opened", "离事项": "round_left", "记引导": "round_guided", "计诉求": "round_counted", "不计诉求": "round_uncounted", "计交办": "assignment_counted",
	"已申请退回": "return_asked", "已同意退回": "return_accepted", "未同意退回": "return_refused", "已提异议": "return_disputed", "已会商指定": "designated",
	"本次结束": "round_closed", "已回填": "backfilled", "上级已更新": "outer_updated",
	"已申请延期": "extension_asked", "上级已同意": "extension_consented", "延期获准": "extension_granted", "延期未准": "extension_refused", "延期申请作废": "extension_lapsed", "已告知延期": "extension_told",
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
	"相似度": "score", "日期": "on", "重办次数": "reworks", "单位回访过": "unit_visited", "知识": "knowledge", "接收为": "status", "原诉求": "base_appeals", "原交办": "base_assigns",
	"参加": "participants", "原重点": "base_keys", "编号": "number", "上级催办": "urges", "上级状态": "state",
	"延长": "days", "累计": "total", "第几次延期": "times", "须告知": "tell",
}

// valueOf is a value of an event as a scenario writes it.
func valueOf(e order.Event, name string) (string, bool) {
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
	for _, k := range []order.LimitKind{order.LimitHandle, order.LimitSigner, order.LimitDispatch, order.LimitSign, order.LimitContact, order.LimitAssign, order.LimitResult,
		order.LimitReview, order.LimitFeedback, order.LimitUnitVisit, order.LimitVisit, order.LimitArchive, order.LimitReturnReview, order.LimitCoordinate, order.LimitExtension} {
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
	switch name {
	case "状态":
		return s.Status.Name(), true
	case "诉求":
		return strconv.Itoa(s.Matter.Appeals()), true
	case "交办":
		return strconv.Itoa(s.Matter.Assigns()), true
	case "重点次数":
		return strconv.Itoa(s.Matter.Keys()), true
	case "重点件":
		return show(s.Key), true
	case "催办":
		return strconv.Itoa(s.Urges), true
	case "重办":
		return strconv.Itoa(s.Reworks), true
	case "退回重写":
		return strconv.Itoa(s.Rejects), true
	case "单位":
		return show(s.Lead), true
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
			out = append(out, t.Kind.Name())
		}
		return listed(out), true
	case "结果":
		return s.Result.Name(), true
	case "延期":
		return strconv.Itoa(s.Extended), true
	case "等延期审批":
		return show(s.Extension != nil), true
	case "等告知延期":
		return show(s.TellExtension), true
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

func listed(out []string) string {
	if len(out) == 0 {
		return "无"
	}
	return strings.Join(out, "、")
}
