package console

import "huiyin/internal/policy"

// paramWords are the parameters' names and units as the page of rules says them; the keys are the policy file's.
var paramWords = map[string][2]string{
	"limit.consult_wd":                   {"咨询类事项办结", "个工作日"},
	"limit.other_wd":                     {"其他事项办结", "个工作日"},
	"limit.total_max_wd":                 {"连同延期累计不超过", "个工作日"},
	"limit.sealed_ext_over_wd":           {"延期后超过多少日须盖章申请", "个工作日"},
	"limit.ext_max_times":                {"延期次数", "次"},
	"limit.contact_wd":                   {"签收后联系诉求人", "个工作日"},
	"limit.return_wd":                    {"申请退回", "个工作日"},
	"limit.sign_wd":                      {"签收", "个工作日"},
	"limit.assign_wd":                    {"单位分办", "个工作日"},
	"limit.rework_wd":                    {"重办", "个工作日"},
	"limit.rework_max_wd":                {"重办连同延期不超过", "个工作日"},
	"limit.coop_before_main_wd":          {"协办单位早于主办单位", "个工作日"},
	"limit.key_leader_buffer_wd":         {"重点件为领导签批预留", "个工作日"},
	"limit.handle_wd":                    {"登记后处置", "个工作日"},
	"limit.dispatch_wd":                  {"转办", "个工作日"},
	"limit.return_review_wd":             {"审核退回申请", "个工作日"},
	"limit.coordinate_wd":                {"会商指定", "个工作日"},
	"limit.submit_review_wd":             {"审核办理结果", "个工作日"},
	"limit.ext_review_wd":                {"审批延期申请", "个工作日"},
	"limit.signer_half_wd_l1":            {"县热线办负责人批办", "个半个工作日"},
	"limit.signer_wd":                    {"其他签批人签批", "个工作日"},
	"limit.feedback_wd":                  {"反馈诉求人", "个工作日"},
	"limit.unit_visit_wd":                {"单位回访", "个工作日"},
	"limit.progress_every_wd":            {"办理中反馈进展，每", "个工作日"},
	"limit.urgent_progress_h":            {"急件反馈进展，每", "小时"},
	"repeat.window_days":                 {"同一事项往前找", "天"},
	"repeat.propose_score":               {"相似度到多少分提示", "分"},
	"repeat.override_score":              {"相似度到多少分，不认定须写理由", "分"},
	"repeat.phone_score":                 {"同一号码", "分"},
	"repeat.address_score":               {"同一地点", "分"},
	"repeat.category_score":              {"同一分类", "分"},
	"repeat.text_score":                  {"内容相近", "分"},
	"repeat.count_phone_transfer":        {"电话引导过的，再来电计为一次诉求", ""},
	"repeat.rework_counts_as_assignment": {"重办计为一次交办", ""},
	"repeat.key_sticky":                  {"重点件以后各次都算重点", ""},
	"approval.office_head_from_appeal":   {"县热线办负责人批办，自第几次诉求", "次"},
	"approval.gov_head_from_appeal":      {"县政府办负责人签批，自第几次诉求", "次"},
	"approval.leader_from_appeal":        {"县政府分管领导签批，自第几次诉求", "次"},
	"approval.gov_head_from_key":         {"县政府办负责人签批，自第几次重点交办", "次"},
	"approval.leader_from_key":           {"县政府分管领导签批，自第几次重点交办", "次"},
	"approval.l3_signer":                 {"县政府分管领导是", ""},
	"approval.result_from_assignment":    {"办理结果报县领导，自第几次交办", "次"},
	"approval.principal_from_assignment": {"单位主要负责人直接办理，自第几次交办", "次"},
	"approval.deputies_order":            {"两位副县长签批", ""},
	"cluster.person_times":               {"集中反映：人次", "次"},
	"cluster.min_persons":                {"集中反映：至少人数", "人"},
	"cluster.window_days":                {"集中反映：几天之内", "天"},
	"cluster.same_person_repeat":         {"一人重复反映列入督办", "次"},
	"supervision.overdue_l2_wd":          {"逾期几日升为二级督办", "个工作日"},
	"supervision.overdue_l3_wd":          {"逾期几日升为三级督办", "个工作日"},
	"supervision.joint_from_assignment":  {"联合督办，自第几次交办", "次"},
	"visit.start_wd":                     {"反馈后回访", "个工作日"},
	"visit.attempts":                     {"回访试几次", "次"},
	"review.sample_percent":              {"批量审核中逐件阅读的比例", "%"},
	"visit.sampling_percent":             {"回访比例", "%"},
	"visit.merged_all_up_to":             {"并单的逐一回访，不超过", "人"},
	"contact.attempts":                   {"联系不上，至少试", "次"},
	"contact.half_days":                  {"联系不上，分布在不同的", "个半天"},
	"answering.per_week_min":             {"单位负责人接听，每周至少", "次"},
	"report.weekly_first_day":            {"一周从哪天算起", ""},
	"report.weekly_publish":              {"周通报印发", ""},
	"report.quarter_freeze_day":          {"季度数据冻结：季后第", "日"},
	"report.objection_wd":                {"对通报的异议", "个工作日"},
	"report.annual_from":                 {"年度评定开始", ""},
	"report.annual_to":                   {"年度评定结束", ""},
	"clock.cutoff":                       {"一天到几点为止", ""},
	"clock.after_hours_as_next_day":      {"下班后收到的算次日", ""},
	"archive.after_days":                 {"办结后归档", "天"},
	"retention.direct_years":             {"直接答复件保存", "年"},
	"retention.dispatched_years":         {"转办件保存", "年"},
	"retention.key_years":                {"重点件保存", "年"},
	"retention.recording_years":          {"录音保存", "年"},
	"retention.recording_key_years":      {"重点件录音保存", "年"},
	"retention.log_years":                {"日志保存", "年"},
	"commitment.enabled":                 {"承诺办结日", ""},
	"score_caps.deduct":                  {"考核扣分不超过", "（百分之一分）"},
	"score_caps.bonus":                   {"考核加分不超过", "（百分之一分）"},
}

// paramValues are the values that are words in the file.
var paramValues = map[string]string{"true": "是", "false": "否", "hotline": "分管热线工作的副县长", "parallel": "同时签批", "serial": "先后签批", "monday": "周一", "sunday": "周日"}

// paramLine is a parameter as the page says it.
type paramLine struct{ Name, Value, Basis string }

func paramRows(p policy.Policy) []paramLine {
	var out []paramLine
	for _, l := range p.Lines() {
		w, v := paramWords[l.Key], l.Value
		if known, ok := paramValues[v]; ok {
			v = known
		}
		out = append(out, paramLine{Name: w[0], Value: v + w[1], Basis: l.Basis})
	}
	return out
}
