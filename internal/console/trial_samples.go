package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/policy"
	"huiyin/internal/web"
)

func (k showroom) trialSamples() []web.Sample {
	s := k.as("hotline/office_head")
	p, err := k.c.desk.Policy(k.ctx)
	if err != nil {
		panic(err)
	}
	next, _ := p.With(map[string]string{"limit.other_wd": "7", "approval.result_from_assignment": "2"})
	head := desk.TrialHead{ID: "t", Name: "县长热线规则（提速试行）", Draft: "d", From: "2026-08-29", To: "2026-11-27", By: "李负责人（县热线办负责人）", At: "11月27日 9:30", Pos: 48213, Total: 1284, Done: 1284, Sum: "3f9a1c0d5e7b2a4493c1d0e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8", Again: 1}
	running := head
	running.ID, running.Name, running.Running, running.Done, running.Sum, running.Again = "r", "其他事项办结7个工作日", true, 400, "", 0
	v := desk.TrialView{TrialHead: head, Changed: policy.Compare(p, next), Orders: 1284, First: 1, Of: 132, Next: 100,
		Limits: []desk.TrialSum{{Name: "联系", N: 610, Was: 9, Would: 9}, {Name: "办结", N: 598, Was: 14, Would: 126}, {Name: "审核", N: 580, Was: 2, Would: 2}, {Name: "反馈", N: 571, Was: 1, Would: 1}},
		Units:  []desk.TrialSum{{Name: "县城市管理局", N: 412, Was: 8, Would: 51}, {Name: "县住房和城乡建设局", N: 365, Was: 6, Would: 40}, {Name: "漆园街道办事处", N: 190, Was: 2, Would: 9}, {Name: "县热线办", N: 1151, Was: 3, Would: 3}},
		Signs:  []desk.TrialWho{{Step: "办理结果签批", Who: "县热线办审核，不报县领导", Was: 540, Would: 498}, {Step: "办理结果签批", Who: "分管承办单位的副县长、分管热线工作的副县长、县长", Was: 40, Would: 82}, {Step: "转办前签批", Who: "分办员转办", Was: 560, Would: 560}, {Step: "转办前签批", Who: "县热线办负责人分办", Was: 50, Would: 50}},
		Lines: []desk.TrialLine{{Order: "4", Number: "MC202611040004", Title: "乡镇公交末班车时间过早，学生返家不便", Unit: "县交通运输局", What: "办结", Was: "11月18日 24:00", Would: "11月13日 24:00", Met: "11月16日 15:20", Late: true},
			{Order: "5", Number: "MC202610120016", Title: "路口下水道反复堵塞，污水漫上路面", Unit: "县城市管理局", What: "办结", Was: "10月26日 24:00", Would: "10月30日 24:00", Met: "10月28日 9:10"},
			{Hidden: true, What: "办结", Was: "10月26日 24:00", Would: "10月21日 24:00", Met: "10月22日 9:10", Late: true},
			{Order: "6", Number: "MC202609280021", Title: "小区夜间施工噪声扰民", What: "办理结果签批", Was: "县热线办审核，不报县领导", Would: "分管承办单位的副县长、分管热线工作的副县长、县长", Sign: true}}}
	empty := desk.TrialView{TrialHead: running, First: 1}
	same := v
	same.Lines, same.Of, same.Next = nil, 0, 0
	pages := func(name, state, route string, p web.Page) web.Sample {
		return k.page(s, "规则", name, state, "GET "+route, p.In("rules"))
	}
	r := k.request(s)
	form, err := k.c.trialForm(r, k.filled("from", "2026-08-29", "to", "2026-11-27"))
	if err != nil {
		panic(err)
	}
	for _, m := range form.params {
		form.f.Set(m.Field(), p.Value(m.Key))
	}
	wrong := form
	wrong.f = k.wrong(k.filled("from", "2026-12-01", "to", "2026-11-27"), "to", "止的日期早于起的日期，请核对。")
	return []web.Sample{
		pages("trials", "正常", "/rules/trials", web.Show("规则试算", trialsView([]desk.TrialHead{running, head}))).At(web.Laptop, web.Phone),
		pages("trials-none", "还没有", "/rules/trials", web.Show("规则试算", trialsView(nil))),
		pages("trial-new", "新的试算", "/rules/trials/new", web.Show("试算", trialFormView(form))),
		pages("trial-new-error", "有错", "/rules/trials/new", web.Show("试算", trialFormView(wrong)).Again()),
		pages("trial", "已算完", "/rules/trials/{trial}", web.Show("规则试算", trialView(v))).At(web.Laptop, web.Phone),
		pages("trial-running", "正在算", "/rules/trials/{trial}", web.Show("规则试算", trialView(empty))),
		pages("trial-same", "没有不一样的", "/rules/trials/{trial}", web.Show("规则试算", trialView(same))),
	}
}
