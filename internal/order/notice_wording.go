package order

import (
	"strconv"
	"strings"
	"time"

	"huiyin/internal/calendar"
)

// NoticeCode names a line of the catalogue of messages; it is stored, so it never changes its meaning.
type NoticeCode string

// The messages to staff, then those to callers.
const (
	NoticeDispatched   NoticeCode = "dispatched"
	NoticeNight        NoticeCode = "night"
	NoticeUrged        NoticeCode = "urged"
	NoticeRecalled     NoticeCode = "recalled"
	NoticeWithdrawn    NoticeCode = "withdrawn"
	NoticeToAssign     NoticeCode = "to_assign"
	NoticeAutoAccepted NoticeCode = "auto_accepted"
	NoticeAssigned     NoticeCode = "assigned"
	NoticeToSeal       NoticeCode = "to_seal"
	NoticeSentBack     NoticeCode = "sent_back"
	NoticeToReview     NoticeCode = "to_review"
	NoticeRejected     NoticeCode = "rejected"
	NoticeObjected     NoticeCode = "objected"
	NoticeToSign       NoticeCode = "to_sign"
	NoticeToFeedback   NoticeCode = "to_feedback"
	NoticeReworked     NoticeCode = "reworked"
	NoticeMoved        NoticeCode = "moved"
	NoticeMissed       NoticeCode = "missed"
	NoticeFlagged      NoticeCode = "flagged"
	NoticeSoon         NoticeCode = "soon"       // four hours before a limit of one day
	NoticeDays         NoticeCode = "days"       // two and one working days before the result's limit
	NoticeToday        NoticeCode = "today"      // the last day
	NoticeOverdue      NoticeCode = "overdue"    // a working day after
	NoticeStillSign    NoticeCode = "still_sign" // the signer, half a working day and one after
	NoticeCity         NoticeCode = "city"       // the city platform moved its limit, urged, or sent the answer back

	NoticeReturnAsked      NoticeCode = "return_asked"
	NoticeReturnAccepted   NoticeCode = "return_accepted"
	NoticeReturnRefused    NoticeCode = "return_refused"
	NoticeToCoordinate     NoticeCode = "to_coordinate"
	NoticeDesignated       NoticeCode = "designated"
	NoticeSentElsewhere    NoticeCode = "sent_elsewhere"
	NoticeExtensionAsked   NoticeCode = "extension_asked"
	NoticeExtended         NoticeCode = "extended"
	NoticeExtensionRefused NoticeCode = "extension_refused"

	NoticeRegistered    NoticeCode = "caller_registered"
	NoticeHanded        NoticeCode = "caller_handed"
	NoticeProgress      NoticeCode = "caller_progress"
	NoticeResult        NoticeCode = "caller_result"
	NoticeReworkSaid    NoticeCode = "caller_rework"
	NoticeWithdrawnSaid NoticeCode = "caller_withdrawn"
	NoticeExtendedSaid  NoticeCode = "caller_extended"
)

// Class says when a message goes out beyond the pages.
type Class string

// The classes. What is urgent by its order or due today goes at once whatever its class.
const (
	AtOnce   Class = "at_once"   // 即时
	InDigest Class = "in_digest" // 8:30、14:30 汇总
)

// Name is the Chinese name of the class.
func (c Class) Name() string { return map[Class]string{AtOnce: "即时", InDigest: "汇总"}[c] }

// Wording is a line of the catalogue: what happened, who is told, when, and in which words. {…} stands for what Text fills in.
type Wording struct {
	Code             NoticeCode
	Event, Who, When string
	Class            Class
	Words            string
}

// Wordings is the catalogue, in the order of the road.
func Wordings() []Wording {
	return []Wording{
		{NoticeFlagged, "登记时标明突发、涉稳、扬言、媒体", "热线办负责人、县政府办负责人", "登记时", AtOnce, "工单{编号}标明为突发、涉稳或媒体关注，请立即查看。"},
		{NoticeDispatched, "转办", "具办人员、分管负责人", "转办时", AtOnce, "新交办工单{编号}，请于{截止}前签收。"},
		{NoticeNight, "夜间、双休日转办，或急件、重点件", "值班员", "转办时", AtOnce, "夜间或紧急交办工单{编号}，请值班员立即通知具办人员。"},
		{NoticeSoon, "签收、联系时限", "具办人员", "截止前4小时", AtOnce, "工单{编号}{时限}时限剩4小时，请于{截止}前办理。"},
		{NoticeAutoAccepted, "到期未签收，视同接收", "主要负责人、具办人员", "到时", AtOnce, "工单{编号}到期未签收，视同已接收，请分办。"},
		{NoticeToAssign, "签收", "主要负责人", "签收时", InDigest, "工单{编号}已签收，请于{截止}前分办。"},
		{NoticeAssigned, "单位分办", "指定的具办人员", "分办时", InDigest, "工单{编号}分给您办理，请于{截止}前办结。"},
		{NoticeUrged, "催办", "具办人员、分管负责人", "催办时", AtOnce, "工单{编号}第{次}次催办，请尽快办理。"},
		{NoticeRecalled, "热线办撤回、改派", "具办、分管、主要负责人", "撤回时", AtOnce, "工单{编号}已由县热线办撤回，本单位不再办理。"},
		{NoticeReturnAsked, "单位申请退回", "分办员", "申请时", AtOnce, "工单{编号}承办单位申请退回，请于{截止}前审核。"},
		{NoticeReturnAccepted, "退回申请获同意，或会商指定了别的单位", "具办、分管、主要负责人", "决定时", AtOnce, "工单{编号}已同意退回，本单位不再办理。"},
		{NoticeReturnRefused, "退回申请未获同意", "具办、分管、主要负责人", "决定时", AtOnce, "工单{编号}未同意退回，原时限照算，请于{截止}前办结。"},
		{NoticeToCoordinate, "两次退回或单位有异议，须会商", "热线办负责人", "转会商时", AtOnce, "工单{编号}职责有争议，请于{截止}前会商指定承办单位。"},
		{NoticeDesignated, "会商指定", "被指定单位的具办、分管、主要负责人", "指定时", AtOnce, "工单{编号}经会商指定本单位承办，不能退回。"},
		{NoticeSentElsewhere, "县政府办负责人签批过的工单退回改派", "县政府办负责人", "同意退回时", AtOnce, "您签批的工单{编号}承办单位已退回，由县热线办改派。"},
		{NoticeWithdrawn, "诉求人撤回", "具办人员、分管负责人", "撤回时", AtOnce, "诉求人已撤回工单{编号}，不再办理。"},
		{NoticeDays, "办结时限", "具办人员；剩1个工作日时另加分管负责人", "截止日前2个、1个工作日8:30", InDigest, "工单{编号}剩{次}个工作日，{截止}截止。"},
		{NoticeToday, "办结时限", "具办、主要负责人，督办员", "截止日8:30", AtOnce, "工单{编号}今日到期（{截止}），请抓紧办结。"},
		{NoticeMissed, "时限已过", "欠办的人；办结时限另加分管、主要负责人、督办员、热线办负责人", "到时", InDigest, "工单{编号}{时限}时限已过，请立即办理。"},
		{NoticeOverdue, "办结时限", "主要负责人", "超1个工作日8:30", InDigest, "工单{编号}超1个工作日未办结，请主要负责人督促。"},
		{NoticeToSeal, "报送办理结果", "主要负责人", "报送时", InDigest, "工单{编号}办理结果待您签字盖章。"},
		{NoticeSentBack, "单位退回修改", "具办人员", "退回时", AtOnce, "工单{编号}办理结果退回修改，请于{截止}前重报。"},
		{NoticeToReview, "单位签章报出", "审核员", "报出时", InDigest, "工单{编号}待审核。"},
		{NoticeRejected, "热线办退回答复", "具办、分管、主要负责人", "退回时", AtOnce, "工单{编号}答复未通过审核，请于{截止}前修改重报。"},
		{NoticeToSign, "呈批", "签批人", "呈批时", AtOnce, "工单{编号}呈您签批，请于{截止}前签批。"},
		{NoticeStillSign, "签批时限", "签批人", "半个、1个工作日后", AtOnce, "工单{编号}仍待您签批，请及时签批。"},
		{NoticeObjected, "签批人不同意", "分办员或审核员", "签批时", AtOnce, "工单{编号}签批人不同意，请按意见重办。"},
		{NoticeToFeedback, "结果通过", "回访员", "通过时", InDigest, "工单{编号}待反馈，{截止}前告诉诉求人。"},
		{NoticeReworked, "重办", "主要负责人、具办人员、分管负责人", "重办时", AtOnce, "工单{编号}第{次}次重办，由主要负责人牵头，{截止}前办结。"},
		{NoticeMoved, "时限调整", "具办人员", "调整时", InDigest, "工单{编号}办结时限调整为{截止}。"},
		{NoticeCity, "市平台改期、催办、重办、退回", "具办人员（热线办手里的告诉分办员）", "导入时", AtOnce, "工单{编号}上级平台有新要求，请打开查看。"},

		{NoticeExtensionAsked, "申请延期", "审核员，须签字盖章的是热线办负责人", "申请时", AtOnce, "工单{编号}申请延期，请于{截止}前审批。"},
		{NoticeExtended, "延期获准", "具办人员、分管负责人", "批准时", AtOnce, "工单{编号}延期获准，办结时限改为{截止}。"},
		{NoticeExtensionRefused, "延期未准", "具办、分管、主要负责人", "不批准时", AtOnce, "工单{编号}延期未获批准，办结时限仍是{截止}。"},

		{NoticeRegistered, "登记", "诉求人", "登记时", AtOnce, "您反映的事项已登记，编号{编号}。查询进度请拨打{热线}。"},
		{NoticeHanded, "转办", "诉求人（要求答复的）", "转办时", AtOnce, "编号{编号}的事项已转承办单位，{截止}前与您联系。查询请拨打{热线}。"},
		{NoticeProgress, "办理进展", "诉求人（要求答复的）", "登记进展时", AtOnce, "编号{编号}的事项正在办理，有新的进展。查询请拨打{热线}。"},
		{NoticeExtendedSaid, "延期获准", "诉求人（要求答复的）", "批准时", AtOnce, "编号{编号}的事项延期到{截止}，原因由承办单位告知。查询请拨打{热线}。"},
		{NoticeResult, "反馈", "诉求人（要求答复的）", "反馈时", AtOnce, "编号{编号}的事项已有办理结果并已告知。如有疑问请拨打{热线}。"},
		{NoticeReworkSaid, "重办", "诉求人（要求答复的）", "重办时", AtOnce, "编号{编号}的事项已安排重新办理。查询请拨打{热线}。"},
		{NoticeWithdrawnSaid, "诉求人撤回", "诉求人", "撤回时", AtOnce, "编号{编号}的事项已按您的意愿撤回。如有疑问请拨打{热线}。"},
	}
}

var wordings = func() map[NoticeCode]Wording {
	m := map[NoticeCode]Wording{}
	for _, w := range Wordings() {
		m[w.Code] = w
	}
	return m
}()

// Wording is the catalogue's line of a code; the zero Wording where it has none.
func (c NoticeCode) Wording() Wording { return wordings[c] }

// MostWords is how long a text message may be, in characters.
const MostWords = 70

// Text fills in the catalogue's words for an order's number. hotline is the county's public number.
func (n Notice) Text(number, hotline string) string {
	due := ""
	if !n.Due.IsZero() {
		last := n.Due.Add(-time.Second).In(calendar.Beijing)
		due = last.Format("1月2日")
		if at := n.Due.In(calendar.Beijing); at.Hour() == 0 && at.Minute() == 0 {
			due += "24:00"
		} else {
			due += at.Format("15:04")
		}
	}
	words := n.Code.Wording().Words
	if due == "" {
		words = strings.NewReplacer("，请于{截止}前", "，请及时", "，{截止}前与您联系", "，会与您联系", "，{截止}前", "，").Replace(words)
	}
	return strings.NewReplacer("{编号}", number, "{截止}", due, "{时限}", n.Limit.Name(), "{次}", strconv.Itoa(n.Times), "{热线}", hotline).Replace(words)
}
