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
	NoticeSupplemented NoticeCode = "supplemented" // the caller has added something himself
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
	NoticeField            NoticeCode = "field" // the holder of a slip has left something

	NoticeCoAsked      NoticeCode = "co_asked"
	NoticeCoNight      NoticeCode = "co_night"
	NoticeCoGiven      NoticeCode = "co_given"
	NoticeCoObjected   NoticeCode = "co_objected"
	NoticeCoStays      NoticeCode = "co_stays"
	NoticeCoFreed      NoticeCode = "co_freed"
	NoticeCoReported   NoticeCode = "co_reported"
	NoticeCoSentBack   NoticeCode = "co_sent_back"
	NoticeCoUrged      NoticeCode = "co_urged"
	NoticeCoEnded      NoticeCode = "co_ended"
	NoticeCoMoved      NoticeCode = "co_moved"
	NoticeCoHalf       NoticeCode = "co_half"
	NoticeCalled       NoticeCode = "office_called"
	NoticeCallAnswered NoticeCode = "call_answered"
	NoticeSucceeded    NoticeCode = "succeeded"
	NoticeRelayAsked   NoticeCode = "relay_asked"
	NoticeRelayed      NoticeCode = "relayed"
	NoticeSightAsked   NoticeCode = "sight_asked"
	NoticeSightDecided NoticeCode = "sight_decided"
	NoticeInstructed   NoticeCode = "instructed"
	NoticeLetter       NoticeCode = "letter_joined"
	NoticeTask         NoticeCode = "task" // what follows is about a leader's word, and about no order
	NoticeTaskBack     NoticeCode = "task_back"
	NoticeTaskUrged    NoticeCode = "task_urged"
	NoticeTaskSoon     NoticeCode = "task_soon"
	NoticeTaskToday    NoticeCode = "task_today"
	NoticeTaskLate     NoticeCode = "task_late"
	NoticeTasksReady   NoticeCode = "tasks_ready"
	NoticeTasksDone    NoticeCode = "tasks_done"
	NoticeAbsent       NoticeCode = "unit_absent"
	NoticeAppoint      NoticeCode = "appointment" // somebody's appointment waits for its second person
	NoticeNoHandler    NoticeCode = "no_handler"  // to the next post of a unit whose handlers' post is empty
	NoticeNoHandlers   NoticeCode = "no_handlers" // to the office: how many units have none
	NoticeUnequal      NoticeCode = "unequal"     // received and registered still differ

	NoticePhone          NoticeCode = "phone_unit" // a 特急 order: ring the unit up
	NoticePressing       NoticeCode = "pressing"   // an order became urgent at its unit
	NoticeStatuteAsked   NoticeCode = "statute_asked"
	NoticeStatute        NoticeCode = "statute"
	NoticeStatuteRefused NoticeCode = "statute_refused"
	NoticeReclassAsked   NoticeCode = "reclass_asked"
	NoticeReclassRefused NoticeCode = "reclass_refused"
	NoticeExemptAsked    NoticeCode = "exemption_asked"
	NoticeExempt         NoticeCode = "exemption"
	NoticeExemptRefused  NoticeCode = "exemption_refused"

	NoticeTermAsked     NoticeCode = "term_asked"
	NoticeTermGather    NoticeCode = "term_gather"
	NoticeTermAgreed    NoticeCode = "term_agreed"
	NoticeTermWaits     NoticeCode = "term_waits"
	NoticeTermRefused   NoticeCode = "term_refused"
	NoticeTermBack      NoticeCode = "term_back"
	NoticeTermTakenBack NoticeCode = "term_taken_back"
	NoticeTerminated    NoticeCode = "terminated"
	NoticeCancelDue     NoticeCode = "cancel_due" // the city's receipt is still missing; the pause has a reminder

	// Of no order: what the week lacks (domain.md §6.4).
	NoticeNoSession      NoticeCode = "no_session"
	NoticeNoSessionLast  NoticeCode = "no_session_last"
	NoticeRosterGap      NoticeCode = "roster_gap"   // to a unit: how many shifts of the week nobody has
	NoticeRosterGaps     NoticeCode = "roster_units" // to the office: how many units have such
	NoticeSupervised     NoticeCode = "supervised"
	NoticeToIssue        NoticeCode = "to_issue"
	NoticeSheet          NoticeCode = "sheet"
	NoticeSheetMissed    NoticeCode = "sheet_missed"
	NoticeSheetAnswered  NoticeCode = "sheet_answered"
	NoticeSheetUnsolved  NoticeCode = "sheet_unsolved"
	NoticeJoint          NoticeCode = "joint"
	NoticeRebound        NoticeCode = "rebound"         // a look-back found that the matter is back
	NoticeWatched        NoticeCode = "watched"         // what the heads hear at once: the media, what breaks out
	NoticeArticleEnds    NoticeCode = "article_ends"    // to a unit: how many articles must be looked at again
	NoticeArticlesEnd    NoticeCode = "articles_end"    // to the office: how many in all
	NoticeArticleAsked   NoticeCode = "article_asked"   // to a unit: write an article
	NoticeQuality        NoticeCode = "quality"         // to an operator: his sheet of points is there
	NoticeQualityAppeal  NoticeCode = "quality_appeal"  // to the head: another person decides
	NoticeQualityDecided NoticeCode = "quality_decided" // to the operator
	NoticeInspection     NoticeCode = "inspection"      // to a unit: the office comes
	NoticeFindings       NoticeCode = "findings"        // to a unit: what it has to mend
	NoticeFindingSaid    NoticeCode = "finding_said"    // to the office: the unit has mended something
	NoticeFindingAgain   NoticeCode = "finding_again"   // to the unit: not mended
	NoticeFindingsDue    NoticeCode = "findings_due"    // to the unit, on Mondays: findings whose day has come

	NoticeArchiveAsked NoticeCode = "archive_asked"   // to the heads: a hand-over, a destruction, the end of a hold wait
	NoticePackageReady NoticeCode = "package_ready"   // to whoever asked for it
	NoticeDestroyed    NoticeCode = "files_destroyed" // to whoever proposed it: how many files

	NoticeGathered NoticeCode = "gathered" // 集中反映 formed
	NoticeThreat   NoticeCode = "threat"   // a caller's words give to fear
	NoticeTrend    NoticeCode = "trend"    // a category rises in a place
	NoticeAlarm    NoticeCode = "alarm"    // a call was handed to 110, 119, 120
	NoticeLead     NoticeCode = "lead"     // a lead awaits the head of the county government office
	NoticeMedia    NoticeCode = "media"    // a report was put on record

	NoticeBulletinMade   NoticeCode = "bulletin_made"   // to the office: the draft is there (Art. 26)
	NoticeBulletinReview NoticeCode = "bulletin_review" // to the office: another person is to look
	NoticeBulletinSign   NoticeCode = "bulletin_sign"   // to the signer
	NoticeBulletinBack   NoticeCode = "bulletin_back"   // to who submitted it
	NoticeBulletinOut    NoticeCode = "bulletin_out"    // to every unit

	NoticeRegistered    NoticeCode = "caller_registered"
	NoticeHanded        NoticeCode = "caller_handed"
	NoticeProgress      NoticeCode = "caller_progress"
	NoticeResult        NoticeCode = "caller_result"
	NoticeReworkSaid    NoticeCode = "caller_rework"
	NoticeWithdrawnSaid NoticeCode = "caller_withdrawn"
	NoticeMergedSaid    NoticeCode = "caller_merged"
	NoticeSplitSaid     NoticeCode = "caller_split"
	NoticeJoinedSaid    NoticeCode = "caller_joined"
	NoticeExtendedSaid  NoticeCode = "caller_extended"

	NoticeStatuteSaid    NoticeCode = "caller_statute"
	NoticeTerminatedSaid NoticeCode = "caller_terminated"
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
		{NoticeSupplemented, "诉求人网上补充情况", "具办人员；还没有转办的和保密、匿名件告诉分办员", "补充时", AtOnce, "工单{编号}诉求人补充了情况，请打开查看。"},
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
		{NoticeSucceeded, "承接工单", "承接单位具办人员、分管负责人、主要负责人", "机构调整生效时", AtOnce, "因机构调整，工单{编号}由本单位承接办理，时限不变，{截止}前办结。"},
		{NoticeExtended, "延期获准", "具办人员、分管负责人", "批准时", AtOnce, "工单{编号}延期获准，办结时限改为{截止}。"},
		{NoticeExtensionRefused, "延期未准", "具办、分管、主要负责人", "不批准时", AtOnce, "工单{编号}延期未获批准，办结时限仍是{截止}。"},
		{NoticeField, "外勤人员留了记录", "具办人员", "留下时", AtOnce, "工单{编号}外勤人员留了新记录，请打开查看。"},

		{NoticeCoAsked, "请求协办", "协办单位具办人员、分管负责人", "请求时", AtOnce, "请协办工单{编号}，请于{截止}前把协办结果报首接单位。"},
		{NoticeCoNight, "夜间、双休日请求协办，或急件、重点件", "协办单位值班员", "请求时", AtOnce, "夜间或紧急协办工单{编号}，请值班员立即通知具办人员。"},
		{NoticeCoGiven, "热线办给首接单位请了协办", "首接单位具办人员", "请求时", InDigest, "工单{编号}县热线办已请其他单位协办，请牵头办理。"},
		{NoticeCoHalf, "协办期限过半", "协办单位具办人员", "过半那天8:30", InDigest, "协办工单{编号}期限过半，请于{截止}前报首接单位。"},
		{NoticeCoReported, "协办单位报送结果", "首接单位具办人员", "报送时", AtOnce, "工单{编号}协办结果已报来，请查看并采用。"},
		{NoticeCoSentBack, "协办结果退回补充", "协办单位具办人员", "退回时", AtOnce, "协办工单{编号}的结果须补充，请于{截止}前重报首接单位。"},
		{NoticeCoUrged, "催办协办单位", "协办单位具办人员、分管负责人", "催办时", AtOnce, "协办工单{编号}第{次}次催办，请尽快报首接单位。"},
		{NoticeCoMoved, "协办期限随主办时限变动", "协办单位具办人员", "变动时", InDigest, "协办工单{编号}期限调整为{截止}。"},
		{NoticeCoObjected, "协办单位有异议", "分办员", "提出时", AtOnce, "工单{编号}有协办异议，请于{截止}前决定。"},
		{NoticeCoStays, "协办异议未获同意", "协办单位具办、分管、主要负责人", "决定时", AtOnce, "协办工单{编号}仍由本单位协办，原期限照算，请于{截止}前报送。"},
		{NoticeCoEnded, "协办撤回、改由其他单位、主办单位变更或工单结束", "协办单位具办、分管、主要负责人", "当时", AtOnce, "工单{编号}不用本单位再协办。"},
		{NoticeCoFreed, "协办异议获同意，不再协办", "首接单位具办人员", "决定时", AtOnce, "工单{编号}请的协办单位已解除，请继续牵头办理。"},
		{NoticeCalled, "首接单位请热线办协调", "分办员", "提出时", AtOnce, "工单{编号}首接单位请求协调，请于{截止}前答复。"},
		{NoticeCallAnswered, "热线办答复协调请求", "首接单位具办人员", "答复时", AtOnce, "工单{编号}县热线办已答复协调请求，请查看。"},
		{NoticeRelayAsked, "保密件单位请热线办转达", "回访员、分办员", "提出时", AtOnce, "保密件{编号}请转达诉求人，{截止}前联系。"},
		{NoticeRelayed, "热线办已转达", "具办人员、分管负责人", "转达时", AtOnce, "工单{编号}已转达诉求人，请查看答复。"},
		{NoticeSightAsked, "申请查看保密件诉求人信息", "热线办负责人", "申请时", AtOnce, "保密件{编号}有人申请查看诉求人信息，请审核。"},
		{NoticeSightDecided, "查看申请已决定", "申请人", "决定时", AtOnce, "保密件{编号}的查看申请已有决定，请查看。"},
		{NoticeLetter, "重点来件与在办工单并办", "具办人员、分管负责人、主要负责人", "并办时", AtOnce, "工单{编号}并入重点来件，按重点件办理，由主要负责人直接办理，请查看新的时限。"},
		{NoticeInstructed, "县领导对在办工单批示", "具办人员、分管负责人、主要负责人", "登记时", AtOnce, "工单{编号}有县领导批示，转为重点件，由主要负责人直接办理。"},
		{NoticeTask, "领导批示分解到单位", "落实单位具办、分管、主要负责人", "登记时", AtOnce, "有县领导批示须本单位落实，请于{截止}前报落实情况。"},
		{NoticeTaskBack, "批示落实情况退回补充", "落实单位具办、分管、主要负责人", "退回时", AtOnce, "批示件的落实情况须补充，请于{截止}前再报。"},
		{NoticeTaskUrged, "批示件催办", "落实单位具办、分管、主要负责人", "催办时", AtOnce, "批示件第{次}次催办，请于{截止}前报落实情况。"},
		{NoticeTaskSoon, "批示件完成日期", "具办人员", "前1个工作日8:30", InDigest, "有1件批示件快到期（{截止}），请及时报落实情况。"},
		{NoticeTaskToday, "批示件完成日期", "具办、分管、主要负责人", "当日8:30", AtOnce, "有1件批示件今日到期（{截止}），请报落实情况。"},
		{NoticeTaskLate, "批示件逾期", "具办、分管、主要负责人，督办员", "超1个工作日8:30，以后每3个工作日", AtOnce, "有1件批示件超{次}个工作日没有报落实情况，请立即办理。"},
		{NoticeTasksReady, "批示件各单位都已报办结", "登记人、督办员", "报齐时", InDigest, "有1件批示件各单位已报齐，请反馈领导。"},
		{NoticeTasksDone, "落实情况反馈领导", "批示领导", "反馈时", InDigest, "您的批示已有落实情况，请查看。"},
		{NoticeNoHandler, "单位没有具办人员，还有在办工单", "上一级岗位：分管负责人，没有的主要负责人，再没有的热线办负责人", "每个工作日，随8:30汇总", InDigest, "有单位没有具办人员，{次}件在办工单暂由您负责，请尽快配备并办理。"},
		{NoticeNoHandlers, "有单位没有具办人员", "热线办负责人", "周一9:00", AtOnce, "有{次}个单位没有具办人员、还有在办工单，请在“机构与人员”里查看并督促配备（第五条）。"},
		{NoticeUnequal, "对账不一致，过了对账后1个工作日仍没有补齐", "热线办负责人、分办员", "次日零时，随8:30汇总", InDigest, "有{次}个来源来件与登记仍不一致，请在“对账”里查看（第九条）。"},
		{NoticeAppoint, "有人员到任等待确认", "县热线办负责人；他自己的任职由县政府办负责人", "随8:30、14:30汇总", InDigest, "有{次}个到任登记等您确认，确认以前不能登录办理（第五条（二））。"},
		{NoticeAbsent, "工作日没有登录", "该单位具办、分管、主要负责人", "次日零时，随8:30汇总", InDigest, "本单位上个工作日没有人登录热线平台，请每日登录查看、签收。"},

		{NoticePhone, "特急转办，或在单位改为特急", "分办员", "转办时", AtOnce, "特急工单{编号}，请于{截止}前电话通知承办单位。"},
		{NoticePressing, "在单位改为急件、特急", "具办人员、分管负责人", "更正时", AtOnce, "工单{编号}改为急件，请于{截止}前反馈进展并告知诉求人。"},
		{NoticeStatuteAsked, "申请法定时限", "热线办负责人", "申请时", AtOnce, "工单{编号}申请按法定时限办理，请于{截止}前审批。"},
		{NoticeStatute, "法定时限获准", "具办人员、分管负责人", "批准时", AtOnce, "工单{编号}按法定时限办理，办结时限改为{截止}。"},
		{NoticeStatuteRefused, "法定时限未准", "具办人员、分管负责人", "不批准时", AtOnce, "工单{编号}法定时限未获批准，办结时限仍是{截止}。"},
		{NoticeReclassAsked, "申请类型变更", "分办员", "申请时", AtOnce, "工单{编号}申请类型变更，请于{截止}前审核。"},
		{NoticeReclassRefused, "类型变更未准", "具办人员、分管负责人", "不同意时", AtOnce, "工单{编号}类型变更未获同意，请于{截止}前办结。"},
		{NoticeExemptAsked, "申请不计考核", "热线办负责人", "申请时", InDigest, "工单{编号}申请不计考核，请审批。"},
		{NoticeExempt, "不计考核获准", "具办人员、分管负责人", "批准时", InDigest, "工单{编号}不计考核的申请已批准。"},
		{NoticeExemptRefused, "不计考核未准", "具办人员、分管负责人", "不批准时", InDigest, "工单{编号}不计考核的申请未获批准，照常计入考核。"},
		{NoticeTermAsked, "单位申请终结办理", "审核员", "申请时", AtOnce, "工单{编号}申请终结办理，请于{截止}前审核。"},
		{NoticeTermGather, "终结申请审核通过", "热线办负责人", "审核时", InDigest, "工单{编号}终结申请已审核，请于{截止}前编表呈县长批示。"},
		{NoticeTermAgreed, "县长同意终结", "分办员", "批示时", AtOnce, "工单{编号}县长已同意终结，请于{截止}前报市热线办销号。"},
		{NoticeTermWaits, "县长同意终结", "具办、分管、主要负责人", "批示时", InDigest, "工单{编号}县长已同意终结，等市热线办销号，暂停计时。"},
		{NoticeCancelDue, "待销号", "分办员、热线办负责人", "销号时限当日8:30，以后每5个工作日", AtOnce, "工单{编号}还没有销号回执，请催市热线办。"},
		{NoticeTermRefused, "终结申请未获同意", "具办、分管、主要负责人", "退回时", AtOnce, "工单{编号}终结申请未获同意，请于{截止}前办结。"},
		{NoticeTermBack, "单位撤回终结申请", "审核员；已编入呈批表的加热线办负责人", "撤回时", AtOnce, "工单{编号}的终结申请已由承办单位撤回，不用再审核、呈批。"},
		{NoticeTermTakenBack, "单位撤回终结申请", "具办、分管、主要负责人", "撤回时", AtOnce, "工单{编号}本单位已撤回终结申请，仍按原时限办理，请于{截止}前办结。"},
		{NoticeTerminated, "销号", "具办、分管、主要负责人", "登记回执时", InDigest, "工单{编号}已终结办理，不再办理。"},

		{NoticeNoSession, "本周没有安排接听日", "热线办负责人、分办员", "周一9:00", AtOnce, "本周还没有安排县长热线接听日，请尽快安排（第十一条，原则上每周一次）。"},
		{NoticeNoSessionLast, "上周没有开展接听", "热线办负责人、分办员", "周一9:00", AtOnce, "上周没有开展县长热线接听，请登记原因或补登（第十一条，原则上每周一次）。"},
		{NoticeRosterGap, "本周值班表有空班", "具办人员", "周一9:00", AtOnce, "本单位本周值班表还有{次}个班没有人，请尽快排好（第十二条）。"},
		{NoticeRosterGaps, "有单位本周值班表不全", "热线办负责人、分办员", "周一9:00", AtOnce, "有{次}个单位本周值班表不全，请在“值班表”里查看并督促（第十二条）。"},
		{NoticeArticleEnds, "知识库条目快到期或已过期", "具办人员", "周一9:00，直到复核", AtOnce, "本单位有{次}个知识库条目快到期或已过期，请在“知识库”里复核有效期（第十条）。"},
		{NoticeArticlesEnd, "知识库条目快到期或已过期", "热线办负责人、分办员", "周一9:00，直到复核", AtOnce, "有{次}个知识库条目快到期或已过期，过期的不能据以答复，请督促复核（第十条）。"},
		{NoticeArticleAsked, "请单位补充知识库条目", "具办人员", "提出时", AtOnce, "县热线办请本单位补充一个知识库条目，请在“知识库”里起草（第十条）。"},
		{NoticeQuality, "质检评分", "登记的话务员本人", "评分时", InDigest, "您有一份质检评分单，有异议请在申诉期内申诉（第九条）。"},
		{NoticeQualityAppeal, "质检申诉", "热线办负责人", "申诉时", InDigest, "有一份质检评分单申诉，请由评分人以外的人复核（第九条）。"},
		{NoticeQualityDecided, "质检申诉复核", "登记的话务员本人", "复核时", InDigest, "您申诉的质检评分单已复核，请查看（第九条）。"},
		{NoticeInspection, "计划到单位检查", "具办人员、主要负责人", "计划时", InDigest, "县热线办将到本单位检查热线办理，请查看检查内容（第六条）。"},
		{NoticeFindings, "检查发现问题", "具办人员、主要负责人", "登记检查时", AtOnce, "县热线办检查发现{次}个问题，请按期整改并报告（第六条）。"},
		{NoticeFindingSaid, "单位报告整改", "督办员", "报告时", InDigest, "有单位报告检查问题的整改情况，请认定（第六条）。"},
		{NoticeFindingAgain, "检查问题认定未整改到位", "具办人员、主要负责人", "认定时", AtOnce, "检查发现的问题认定没有整改到位，请按新的期限整改（第六条）。"},
		{NoticeFindingsDue, "检查问题整改到期", "具办人员", "周一9:00，直到销号", AtOnce, "本单位有{次}次检查的问题本周到期或已超期，请整改并报告（第六条）。"},
		{NoticeArchiveAsked, "档案移交、销毁、解除暂停待审批", "热线办负责人、县政府办负责人", "提出时", InDigest, "有一件档案事项待审批，请在“档案”里查看（第六条）。"},
		{NoticePackageReady, "档案移交包做好", "提出人", "做好时", InDigest, "档案移交包已经做好，请下载、核对后移交（第六条）。"},
		{NoticeDestroyed, "档案销毁完成", "提出人", "完成时", InDigest, "经批准的{次}卷档案已销毁，请打印销毁证书（第六条）。"},
		{NoticeSupervised, "列入一级以上督办，或升级", "承办单位具办、分管负责人；二级以上另加主要负责人", "列入、升级时", AtOnce, "工单{编号}已列入县热线办督办，请抓紧办理并报进展。"},
		{NoticeToIssue, "督办升到二级、三级", "督办员；三级另加热线办负责人", "升级时", AtOnce, "工单{编号}须出督办单，请办理。"},
		{NoticeSheet, "出督办单", "承办单位具办、分管、主要负责人", "出单时", AtOnce, "工单{编号}第{次}份督办单已下发，请于{截止}前反馈落实情况。"},
		{NoticeSheetMissed, "督办单到期未反馈", "主要负责人、督办员、热线办负责人", "到时", AtOnce, "工单{编号}的督办单到期没有反馈，请立即反馈。"},
		{NoticeSheetAnswered, "单位反馈督办单", "督办员", "反馈时", AtOnce, "工单{编号}的督办单已有反馈，请认定是否落实。"},
		{NoticeSheetUnsolved, "认定督办未落实", "承办单位具办、分管、主要负责人", "认定时", AtOnce, "工单{编号}督办第{次}次认定未落实，请按意见继续办理。"},
		{NoticeJoint, "联合督办", "县绩效评价中心、县效能办", "出单时", InDigest, "工单{编号}请联合督办，请登录查看督办单。"},
		{NoticeRebound, "回头看发现反弹", "热线办负责人", "登记时", AtOnce, "工单{编号}回头看发现反弹，请查看处理意见。"},
		{NoticeWatched, "媒体曝光，突发、苗头、趋势性问题由热线办列入督办", "热线办负责人、县政府办负责人", "列入时", AtOnce, "工单{编号}因媒体曝光或突发、苗头性问题列入督办，请立即查看。"},
		{NoticeGathered, "集中反映形成", "热线办负责人、县政府办负责人", "形成时", AtOnce, "工单{编号}等{次}人次集中反映同一地点同类事项，已列入二级督办，请在“集中反映”里查看。"},
		{NoticeBulletinMade, "简报、通报编成", "督办员、热线办负责人", "周一6:00，季度过完后", InDigest, "上一期热线办理情况已按时编成，请修改文字后送审（第二十六条）。"},
		{NoticeBulletinReview, "简报、通报送审", "审核员、热线办负责人", "送审时", InDigest, "有一份热线办理情况送审，请由没有参加编写的人审核（第二十六条）。"},
		{NoticeBulletinSign, "简报、通报审核通过", "签发人：热线办负责人，或县政府办负责人", "审核时", AtOnce, "有一份热线办理情况等您签发（第二十六条）。"},
		{NoticeBulletinBack, "简报、通报退回修改", "送审人本人", "退回时", AtOnce, "您送审的热线办理情况退回修改，请看理由（第二十六条）。"},
		{NoticeBulletinOut, "简报、通报印发", "各单位具办人员", "印发时", InDigest, "新一期热线办理情况已印发，请查看本单位情况（第二十六条）。"},
		{NoticeThreat, "诉求里有威胁、极端言行或安全隐患的话", "热线办负责人、督办员；不只是安全隐患的另加县政府办负责人", "登记、催办时", AtOnce, "有一件诉求的话里有威胁、极端言行或安全隐患，请立即查看处置（第二十一条）。"},
		{NoticeTrend, "一类事项在一地明显上升", "热线办负责人、县政府办负责人", "发现时", AtOnce, "有一类事项最近七天{次}件，明显高于以前，请在“苗头和舆情”里查看（第二十一条）。"},
		{NoticeAlarm, "来电转110、119、120、122", "热线办负责人、县政府办负责人", "登记时", AtOnce, "有一个来电是极端情形，已转报警或急救，请立即查看跟进（第七条）。"},
		{NoticeLead, "问责线索报批", "县政府办负责人", "报批时", AtOnce, "有一条问责线索待您批准，请查看（第二十三条）。"},
		{NoticeMedia, "登记媒体报道", "热线办负责人、县政府办负责人", "登记时", AtOnce, "登记了一条媒体报道，请查看并组织核实、回应（第二十一条）。"},

		{NoticeRegistered, "登记", "诉求人", "登记时", AtOnce, "您反映的事项已登记，编号{编号}。查询进度请拨打{热线}。"},
		{NoticeHanded, "转办", "诉求人（要求答复的）", "转办时", AtOnce, "编号{编号}的事项已转承办单位，{截止}前与您联系。查询请拨打{热线}。"},
		{NoticeProgress, "办理进展", "诉求人（要求答复的）", "登记进展时", AtOnce, "编号{编号}的事项正在办理，有新的进展。查询请拨打{热线}。"},
		{NoticeExtendedSaid, "延期获准", "诉求人（要求答复的）", "批准时", AtOnce, "编号{编号}的事项延期到{截止}，原因由承办单位告知。查询请拨打{热线}。"},
		{NoticeStatuteSaid, "法定时限获准", "诉求人（要求答复的）", "批准时", AtOnce, "编号{编号}的事项依法{截止}前办结，期间告知进展。查询请拨打{热线}。"},
		{NoticeTerminatedSaid, "终结办理", "诉求人（要求答复的）", "终结时", AtOnce, "编号{编号}的事项已依规终结办理，理由已由承办单位说明。如有疑问请拨打{热线}。"},
		{NoticeResult, "反馈", "诉求人（要求答复的）", "反馈时", AtOnce, "编号{编号}的事项已有办理结果并已告知。如有疑问请拨打{热线}。"},
		{NoticeReworkSaid, "重办", "诉求人（要求答复的）", "重办时", AtOnce, "编号{编号}的事项已安排重新办理。查询请拨打{热线}。"},
		{NoticeWithdrawnSaid, "诉求人撤回", "诉求人", "撤回时", AtOnce, "编号{编号}的事项已按您的意愿撤回。如有疑问请拨打{热线}。"},
		{NoticeMergedSaid, "并单", "诉求人", "并单时", AtOnce, "编号{编号}的事项与他人反映的合并办理，编号不变，结果单独告诉您。查询请拨打{热线}。"},
		{NoticeJoinedSaid, "来件并办", "诉求人", "并办时", AtOnce, "编号{编号}的来件与在办的同一事项一并办理，编号不变，单独答复。查询请拨打{热线}。"},
		{NoticeSplitSaid, "拆分", "诉求人", "拆分时", AtOnce, "编号{编号}的事项改为单独办理，编号不变。查询请拨打{热线}。"},
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
