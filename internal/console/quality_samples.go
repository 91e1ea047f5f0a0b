package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) qualitySamples() []web.Sample {
	const group = "质检培训"
	check, head, op := k.as("hotline/supervisor"), k.as(org.PostOfficeHead), k.as("hotline/operator")
	waits := desk.QualityView{ID: "q1", Month: "2026-10", Stage: "待评分", Operator: "话务员01", Order: desk.AbuseOrder{ID: "o1", Number: "MC202610140007", Day: "2026年10月14日", Title: "路灯不亮"}, Open: true, MayScore: true}
	scored := waits
	scored.ID, scored.Stage, scored.Open, scored.MayScore, scored.Scored = "q2", "已评分", false, false, true
	scored.Points, scored.Sum, scored.By, scored.At, scored.Until, scored.Remark = office.Points{Record: 25, Manner: 20, Language: 25, Answer: 25}, 95, "督办员01", "11月26日 10:20", "2026年12月1日", "没有报工号，结束前没有问还有没有别的事。"
	mine := scored
	mine.Own, mine.MayAppeal = true, true
	appealed := scored
	appealed.ID, appealed.Stage, appealed.Open, appealed.MayDecide, appealed.Refused = "q3", "申诉待复核", true, true, true
	appealed.Appeal = &desk.AbuseLine{At: "11月27日 8:40", By: "话务员01", Words: "报了工号，在录音第十秒。"}
	done := appealed
	done.Stage, done.Open, done.MayDecide, done.Sum = "已复核", false, false, 100
	done.First, done.Points = &scored.Points, office.Points{Record: 25, Manner: 25, Language: 25, Answer: 25}
	done.Decided = &desk.AbuseLine{At: "11月27日 9:05", By: "县热线办负责人", Words: "录音里报了工号，改回满分。"}
	months := []string{"2026-10", "2026-09", "2026-08"}
	page := desk.QualityPage{Whole: true, Open: 2, Month: "2026-10", Months: months, Items: []desk.QualityView{appealed, waits}, Averages: []desk.QualityAverage{{Name: "话务员01", Sheets: 4, Waits: 2, Tenths: 975}, {Name: "话务员02", Sheets: 3, Waits: 3, Tenths: -1}}}
	list := func(s session, name, state string, p qualitiesProps) web.Sample {
		if p.draw == nil {
			p.draw = k.filled()
		}
		return k.page(s, group, name, state, "GET /quality", web.Show("质检", qualitiesView(p)).In("quality"))
	}
	one := func(s session, name, state string, v desk.QualityView, f *web.Form) web.Sample {
		return k.page(s, group, name, state, "GET /quality/{id}", web.Show("质检评分单", qualityView(qualityProps{v, f}.filled())).In("quality"))
	}
	training := desk.TrainingView{ID: "t1", Day: "2026-11-20", Topic: "冬季供暖政策和接听规范", Teacher: "县住建局城建股", Minutes: 90, People: []string{"话务员01", "话务员02"}, MayStrike: true}
	struck := training
	struck.ID, struck.Topic, struck.Struck, struck.MayStrike = "t2", "系统操作", "重复登记", false
	log := desk.TrainingPage{Year: "2026", Whole: true, Items: []desk.TrainingView{training, struck}, Sums: []desk.TrainingSum{{Name: "话务员01", Times: 5, Minutes: 450}, {Name: "话务员02", Times: 4, Minutes: 380}}, Staff: []desk.Staff{{ID: "a1", Name: "话务员01"}, {ID: "a2", Name: "话务员02"}}}
	own := desk.TrainingPage{Year: "2026", Items: []desk.TrainingView{{ID: "t1", Day: "2026-11-20", Topic: training.Topic, Teacher: training.Teacher, Minutes: 90, People: []string{"话务员01"}}}, Sums: log.Sums[:1]}
	trainings := func(s session, name, state string, p trainingsProps) web.Sample {
		return k.page(s, group, name, state, "GET /trainings", web.Show("培训记录", trainingsView(p)).In("trainings"))
	}
	return []web.Sample{
		list(check, "quality", "待评分、待复核", qualitiesProps{page: page}).At(web.Laptop, web.Phone),
		list(check, "quality-empty", "空", qualitiesProps{page: desk.QualityPage{Whole: true, Month: "2026-10", Months: months}}),
		list(check, "quality-draw-error", "抽样有错", qualitiesProps{page: desk.QualityPage{Whole: true, Month: "2026-10", Months: months}, draw: k.wrong(k.filled("month", "2026-11"), "month", "11月还没有过完，请下个月再抽。")}),
		list(op, "quality-own", "话务员看自己的", qualitiesProps{page: desk.QualityPage{Items: []desk.QualityView{mine}}}).At(web.Laptop, web.Phone),
		one(check, "quality-score", "评分", waits, nil).At(web.Laptop, web.Phone),
		one(check, "quality-score-error", "扣分没有理由", waits, k.wrong(k.filled("record", "25", "manner", "20", "language", "25", "answer", "25"), "remark", "没有填写扣分的理由，请补充。")),
		one(op, "quality-appeal", "本人可以申诉", mine, nil).At(web.Laptop, web.Phone),
		one(head, "quality-decide", "复核申诉", appealed, nil),
		one(op, "quality-done", "已复核", done, nil),
		trainings(check, "trainings", "正常", trainingsProps{log, k.filled("day", "2026-11-27")}).At(web.Laptop, web.Phone),
		trainings(check, "trainings-error", "有错", trainingsProps{log, k.wrong(k.filled("day", "2026-11-27", "topic", "接听规范", "teacher", "", "minutes", "90"), "people", "没有选参加的人，请至少选一人。")}),
		trainings(op, "trainings-own", "本人的", trainingsProps{own, k.filled()}),
		trainings(op, "trainings-empty", "空", trainingsProps{desk.TrainingPage{Year: "2026"}, k.filled()}),
	}
}
