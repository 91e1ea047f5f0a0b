package sample

import "huiyin/internal/org"

// InspectionSample is a visit of the demo's office to a unit: what it looked at, and what it found.
type InspectionSample struct {
	Unit               org.UnitID
	Ago                int // days; negative: to come
	Purpose, Met, Seen string
	Findings           []string
	Answer             string // the unit's, about the first finding
}

// Inspections are one that has found two things, one of them answered, and one to come.
func Inspections() []InspectionSample {
	return []InspectionSample{
		{Unit: "cgj", Ago: 12, Purpose: "看签收和联系是否及时、值班电话有没有人接、签批手续全不全。", Met: "县热线办督办员、审核员；县城管局分管负责人、具办人员", Seen: "抽看二十件，十七件规范；讲解了联系记录的填法。",
			Findings: []string{"一件没有联系诉求人就报了结果。", "夜间值班电话两次没有人接。"}, Answer: "已补联系，结果告知诉求人；承办人员重新学习了流程。"},
		{Unit: "jyj", Ago: -4, Purpose: "看开学期间的咨询件答复是否准确、知识库条目有没有更新。"}}
}

// TrainingSample is a training of the demo's operators.
type TrainingSample struct {
	Ago, Minutes   int
	Topic, Teacher string
}

// Trainings are two.
func Trainings() []TrainingSample {
	return []TrainingSample{{Ago: 20, Minutes: 90, Topic: "接听规范和常见政策问答", Teacher: "县热线办负责人"}, {Ago: 6, Minutes: 120, Topic: "冬季供暖、燃气安全的答复口径", Teacher: "县住建局公用事业股"}}
}

// ShelfSample is a document of the demo's shelf: its versions by the days since each came into force, the oldest first.
type ShelfSample struct {
	Kind, Title string
	Versions    []ShelfVersion
}

// ShelfVersion is a version of it.
type ShelfVersion struct {
	Number, Note string
	Ago          int // days; negative: to come
}

// Shelf is two documents, one of them replaced once.
func Shelf() []ShelfSample {
	return []ShelfSample{
		{Kind: "rule", Title: "县长热线工单办理工作制度", Versions: []ShelfVersion{{Number: "蒙热〔2025〕2号", Ago: 500}, {Number: "蒙热〔2026〕4号", Note: "加了催办和回头看两节。", Ago: 120}}},
		{Kind: "guide", Title: "话务员接听服务标准", Versions: []ShelfVersion{{Number: "蒙热〔2026〕7号", Ago: 60}}}}
}
