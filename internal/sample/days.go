package sample

import "huiyin/internal/org"

// AnsweringDay is a day of the demo's schedule, in so many days from today.
type AnsweringDay struct {
	Name, Kind, Topic string
	In                int
	Post              org.PostID
	Unit              org.UnitID
}

// AnsweringDays are today's two and one to come.
func AnsweringDays() []AnsweringDay {
	return []AnsweringDay{{Name: "leader", Kind: "magistrate", Post: org.PostMagistrate}, {Name: "department", Kind: "department", Unit: "cgj", Topic: "市容环境"}, {Name: "next", Kind: "department", Unit: "jyj", Topic: "校车、学前教育", In: 7}}
}

// AnsweringCall is a call taken on one of them; with Words a leader decided it on the spot, else the department claims it.
type AnsweringCall struct {
	Day, Title, Said, Words, Category, Town, Place, Caller, Phone string
	Unit                                                          org.UnitID
}

// AnsweringCalls are the calls of today's days.
func AnsweringCalls() []AnsweringCall {
	return []AnsweringCall{
		{Day: "leader", Title: "老旧小区楼道没有照明", Said: "楼道灯坏了两个月，老人晚上上下楼看不见，物业一直没有修。", Words: "住建局三天内督促物业修好，逐栋排查，结果报我。", Category: "0106", Town: "341622001", Place: "北城社区", Caller: "热线演示甲", Phone: "13800009201", Unit: "zjj"},
		{Day: "department", Title: "夜市烧烤占道", Said: "夜市烧烤摊把人行道占满了，走路要绕到机动车道上。", Category: "0201", Town: "341622001", Place: "南城社区", Caller: "热线演示乙", Phone: "13800009202", Unit: "cgj"}}
}

// OnDuty are who sits at night in the demo; none of them is anybody.
func OnDuty() []string { return []string{"值班员甲", "值班员乙", "值班员丙"} }
