package parts

// GalleryLayout is the shell that the gallery stands in, with sample values.
func GalleryLayout() Layout {
	return Layout{
		System: "蒙城县县长热线工单管理系统", Office: "蒙城县人民政府办公室 · 县长热线受理中心", Title: "组件目录",
		Home: "/", DutyPhone: "7812345", User: "分办员02", Unit: "县热线办", Settings: "/settings", Messages: "/messages", Unread: 5,
		Logout: "/logout", Search: "/search", Current: "work", Version: "1.0",
		Menu: []MenuGroup{
			{Items: []MenuItem{
				{ID: "work", Label: "工作台", Href: "/", Icon: IconHome, Count: 12},
				{ID: "desk", Label: "接听台", Href: "/desk", Icon: IconPhone},
				{ID: "messages", Label: "消息", Href: "/messages", Icon: IconBell, Count: 5}}},
			{Title: "办件", Items: []MenuItem{
				{ID: "dispatch", Label: "待转办", Href: "/dispatch", Icon: IconInbox, Count: 9},
				{ID: "review", Label: "答复审核", Short: "审核", Href: "/review", Icon: IconCheck, Count: 14},
				{ID: "delay", Label: "退回与延期", Short: "退延", Href: "/delay", Icon: IconClock, Count: 4, Hot: true},
				{ID: "visit", Label: "回访", Href: "/visit", Icon: IconChat, Counted: true}}},
			{Title: "督办", Items: []MenuItem{
				{ID: "supervise", Label: "督办台账", Short: "督办", Href: "/supervise", Icon: IconFlag, Count: 6, Hot: true},
				{ID: "sign", Label: "批示与签批", Short: "签批", Href: "/sign", Icon: IconStamp, Count: 3}}},
		},
		Tabs: []OpenTab{{Label: "工作台", Href: "/", Here: true}, {Label: "MC202611240016 下水道反复堵塞", Href: "/orders/1", Close: "/tabs/1"}},
		Keys: []KeyHint{{"Alt+N", "登记"}},
	}
}

func galleryRows() []WorkRow {
	return []WorkRow{
		{ID: "1", Number: "MC202611130021", Href: "#", Lamp: LampRed, Left: "超2个工作日", Title: "岳坊镇村道路面破损，雨天积水无法通行", Kind: "投诉", Source: "县长热线电话", Times: 1, Unit: "岳坊镇", State: "办理中", Actions: []Button{Go("催办", "#")}},
		{ID: "2", Number: "MC202611160009", Href: "#", Lamp: LampRed, Left: "超1个工作日", Title: "物业公司长期不清运装修垃圾", Tags: []Badge{{Text: "延期被拒", Tone: Yellow}}, Kind: "投诉", Source: "12345转办", Times: 2, Unit: "县住建局", State: "办理中", Actions: []Button{Go("催办", "#")}},
		{ID: "3", Number: "MC202611170002", Href: "#", Lamp: LampOrange, Left: "今日 24:00", Title: "建议在学校门口增设减速带和人行信号灯", Kind: "建议", Source: "县长信箱", Times: 1, Unit: "县公安局", State: "待热线办审核", Actions: []Button{Go("审核", "#")}},
		{ID: "4", Number: "MC202611190004", Href: "#", Lamp: LampYellow, Left: "剩1个工作日", Title: "乡镇公交末班车时间过早，学生返家不便", Tags: []Badge{{Text: "重点", Tone: Purple}}, Kind: "建议", Source: "人民网留言", Times: 1, Unit: "县交通运输局", State: "办理中", Actions: []Button{Go("查看", "#")}, Key: true},
		{ID: "5", Number: "MC202611240016", Href: "#", Lamp: LampGreen, Left: "剩5个工作日", Title: "路口下水道反复堵塞，污水漫上路面，早晚接送孩子的电动车经过容易滑倒", Tags: []Badge{{Text: "督办", Tone: Purple}, {Text: "批示", Tone: Red}, {Text: "延期待批", Tone: Blue}}, Kind: "投诉", Source: "县长热线电话", Times: 3, Unit: "县城管局", State: "办理中", Actions: []Button{Go("审批", "#")}, Key: true, On: true},
		{ID: "6", Number: "MC202612010031", Href: "#", Lamp: LampGrey, Left: "尚未计时", Title: "工作人员态度问题", Tags: []Badge{{Text: "保密"}}, Kind: "举报", Source: "县长热线电话", Times: 4, Unit: "待定", State: "待转办", Actions: []Button{Go("转办", "#")}},
	}
}

func galleryMoments() []Moment {
	return []Moment{
		{Kind: Happening, Verb: "延期", What: "待县热线办负责人审批", At: "现在"},
		{Verb: "催办", What: "诉求人来电催办，第1次", At: "11月30日 17:20", Text: "“路面还是湿的，晚上看不清。”已转县城管局，单位 17:34 已阅。"},
		{Verb: "联系", What: "已联系诉求人，转接通话 2分14秒", Tags: []Badge{{Text: "1个工作日内", Tone: Green}}, At: "11月25日 09:40", Links: []Anchor{{Text: "照片 2", Href: "#"}}},
		{Kind: Supervised, Verb: "督办", What: "蒙热督〔2026〕31号，书面督办", Tags: []Badge{{Text: "二级", Tone: Purple}}, At: "11月25日 09:05", Why: &Reason{Summary: "第二十一条（六）", Article: "第二十一条（六）", Text: "诉求人3次以上重复反映的，列入督办。"}},
		{Kind: Instruction, Verb: "批示", What: "县政府办负责人签批", At: "11月24日 15:20", Pishi: &Pishi{Text: "请城管局牵头、住建局配合，查明反复堵塞原因，一次性解决到位。", Signer: "县政府办负责人", Date: "2026年11月24日"}},
		{Verb: "受理", What: "话务员06 登记，认定第3次诉求", At: "11月24日 08:55"},
	}
}

func gallerySteps() []Step {
	return []Step{
		{State: StepDone, Label: "县政府办负责人签批转办", At: "11月24日"},
		{State: StepDone, Label: "主要负责人签字并盖章", At: "11月26日", Paper: true, Href: "#", Detail: "分办员02 代录"},
		{State: StepRefused, Label: "县热线办审核", At: "11月27日", Detail: "材料不全，请补盖章件"},
		{State: StepNow, Label: "分管热线工作副县长"},
		{State: StepTodo, Label: "县长同意"},
	}
}

func gallerySignCard() SignCardProps {
	return SignCardProps{Tags: []Badge{{Text: "第3次诉求", Tone: Orange}, {Text: "办理结果签批 2/3", Tone: Blue}}, Lamp: LampOrange, Left: "今日24:00", Title: "路口下水道反复堵塞，污水漫上路面", Href: "#",
		Summary: "县城管局：已更换错位管段并疏通，注水试验通畅。", Red: "第3次诉求，此前9月28日已办结、10月20日已办结；催办1次", Where: "漆园街道　县城管局", On: true,
		No: Anchor{"退回", "#"}, Acts: []Anchor{{"详情", "#"}}, Yes: Anchor{"同意", "#"}}
}
