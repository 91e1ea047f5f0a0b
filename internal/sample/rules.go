package sample

// Rule is a draft of the county's rules; Approved makes it a version.
type Rule struct {
	Name, Document, Reason string
	Values                 map[string]string
	DaysAgo, InDays        int // drafted so many days ago, to take effect so many days later
	Approved               bool
}

// Rules are the demo county's: a version that changed nothing which an order of the stories meets, and a draft that would.
func Rules() []Rule {
	return []Rule{
		{Name: "县长热线规则（延长日志保存）", Document: "蒙政办秘〔2026〕6号", Reason: "按网络安全检查意见，查看记录多留两年，便于追查泄露。", Values: map[string]string{"retention.log_years": "5"}, DaysAgo: 75, InDays: 5, Approved: true},
		{Name: "县长热线规则（提速试行）", Reason: "多数工单七个工作日内能办完，群众等不了十天。", Values: map[string]string{"limit.other_wd": "7", "limit.consult_wd": "2", "approval.deputies_order": "serial"}, DaysAgo: 2, InDays: 40},
	}
}

// Note is an explanation (解释) of a parameter by the county government office.
type Note struct {
	Key, Text, Document string
	DaysAgo             int
}

// RuleNote is the demo county's.
func RuleNote() Note {
	return Note{Key: "limit.other_wd", Text: "从单位收到交办那天的第二天起算；退回后转交别的单位的，新单位重新起算。", Document: "蒙政办秘〔2026〕12号", DaysAgo: 30}
}
