package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/web"
)

func (k showroom) lawSamples() []web.Sample {
	head, reader, gov := k.as("hotline/office_head"), k.as("cgj/handler"), k.as(org.PostGovHead)
	p, err := k.c.desk.Policy(k.ctx)
	if err != nil {
		panic(err)
	}
	next, _ := p.With(map[string]string{"limit.other_wd": "7", "limit.consult_wd": "2", "approval.deputies_order": "serial", "visit.sampling_percent": "60"})
	next.Name, next.EffectiveFrom = "县长热线规则（提速试行）", "2027-01-01"
	over, _ := p.With(map[string]string{"limit.other_wd": "12"})
	over.Document = "蒙政办秘〔2026〕31号"
	now := desk.VersionView{Name: p.Name, Document: p.Document, From: p.EffectiveFrom, Version: 1, Status: "施行中", InForce: true, Author: "随系统载入"}
	open := desk.VersionView{Draft: "d", Name: next.Name, From: next.EffectiveFrom, Status: "待批准", Open: true, Reason: "多数工单七日内能办完，群众等不了十天", Author: "李负责人（县热线办负责人）", AuthorAt: "11月26日 10:20", Changes: 4}
	planned := desk.VersionView{Draft: "p", Name: "县长热线规则（回访抽样）", From: "2026-12-15", Status: "已批准，待施行", Version: 3, Author: open.Author, AuthorAt: "11月20日 9:00", Approver: "王主任（县政府办负责人）", ApprAt: "11月21日 15:00", Changes: 1}
	groups := []desk.RuleGroup{}
	metas := policy.Params()
	for i, g := range []string{"limit", "approval"} {
		group := desk.RuleGroup{Code: g, Title: []string{"时限", "签批"}[i]}
		for _, m := range metas {
			if len(m.Key) > len(g) && m.Key[:len(g)+1] == g+"." {
				l := desk.RuleLine{Meta: m, Value: m.Say(p.Value(m.Key)), Since: "2022年5月30日"}
				for _, x := range p.Lines() {
					if x.Key == m.Key {
						l.Basis = x.Basis
					}
				}
				group.Lines = append(group.Lines, l)
			}
		}
		groups = append(groups, group)
	}
	one := &groups[0].Lines[1]
	one.Earlier, one.Since = []desk.RuleEarlier{{Version: 1, From: "2022年5月30日", Value: "10个工作日"}}, "2026年3月1日"
	one.Notes = []desk.RuleNote{{At: "6月3日 9:30", By: "王主任（县政府办负责人）", Text: "从单位收到交办那天的第二天起算；转交别的单位的，新单位重新起算。", Document: "蒙政办秘〔2026〕12号"}}
	one.Planned = "2027年1月1日起为7个工作日"
	v := desk.RulesView{Now: now, Policy: p, Groups: groups, Planned: &planned, Open: []desk.VersionView{open}, CanDraft: true}
	plain := v
	plain.CanDraft, plain.Open, plain.Planned = false, nil, nil
	draft := desk.RuleDraftView{VersionView: open, Policy: next, Base: now, Changed: policy.Compare(p, next), Shown: 4}
	can, own, waits, returned := draft, draft, draft, draft
	can.CanApprove, can.CanTry = true, true
	own.Own, own.CanRevise, own.CanWithdraw, own.WaitsForHead = true, true, true, true
	own.Changed = policy.Compare(p, over)
	waits.VersionView, waits.CanWithdraw = planned, true
	returned.Status, returned.Opinion, returned.CanRevise, returned.CanWithdraw = "退回修改", "施行日期太近，单位来不及，请推到1月1日。", true, true
	gone := draft
	gone.Status, gone.Open, gone.Withdrawn = "已撤回", false, "11月27日 9:00 李负责人（县热线办负责人）：上级另有安排"
	page := func(s session, name, state, route string, pg web.Page) web.Sample {
		return k.page(s, "规则", name, state, "GET "+route, pg.In("rules"))
	}
	show := func(d desk.RuleDraftView, f *web.Form, open string) web.Page {
		pg := web.Show("规则对照", draftView(draftProps{v: d, f: f, open: open}))
		if !f.OK() {
			pg = pg.Again()
		}
		return pg
	}
	form := func(f, upload *web.Form) web.Page {
		fillRules(f, p)
		pg := web.Show("起草规则", draftFormView(ruleForm{f: f, upload: upload, groups: groups}))
		if !f.OK() || !upload.OK() {
			pg = pg.Again()
		}
		return pg
	}
	wrong := k.filled("name", "县长热线规则（修订）", "effective", "2027-01-01", "reason", "农忙时节延长")
	fillRules(wrong, over)
	bad := k.wrong(wrong, "limit-other_wd", "其他事项办结：第十八条规定不超过10，改为12须有新的文件作依据，请填写文号。")
	badForm := web.Show("起草规则", draftFormView(ruleForm{f: bad, upload: web.NewForm(), groups: groups})).Again()
	return []web.Sample{
		page(head, "rules", "有草案和待施行的版本", "/rules", web.Show("规则参数", rulesView(v))).At(web.Laptop, web.Phone),
		page(reader, "rules-read", "只能看", "/rules", web.Show("规则参数", rulesView(plain))),
		page(gov, "rules-param", "有解释，可以解释", "/rules/param/{key}", web.Show(one.Name, paramView(paramProps{l: *one, explain: web.NewForm()}))),
		page(reader, "rules-param-read", "没有变过", "/rules/param/{key}", web.Show("签收", paramView(paramProps{l: groups[0].Lines[7]}))),
		page(gov, "rules-param-error", "有错", "/rules/param/{key}", web.Show(one.Name, paramView(paramProps{l: *one, explain: k.wrong(k.filled("text", "问13805581234"), "text", "解释里有“13805581234”，像是个人信息，请删去。")})).Again()),
		page(head, "rules-versions", "正常", "/rules/versions", web.Show("规则版本", versionsView([]desk.VersionView{open, planned, now}, true))).At(web.Laptop, web.Phone),
		page(reader, "rules-versions-first", "只有一版", "/rules/versions", web.Show("规则版本", versionsView([]desk.VersionView{now}, false))),
		page(head, "rules-draft-new", "起草", "/rules/drafts/new", form(k.filled("name", p.Name+"（修订）"), web.NewForm())),
		page(head, "rules-draft-new-error", "越过办法没有文号", "/rules/drafts/new", badForm),
		page(head, "rules-draft-file-error", "文件不对", "/rules/drafts/new", form(k.filled(), k.wrong(k.filled(), "file", "考核各项满分合计应为 100 分，现为 101.00"))),
		page(head, "rules-draft-edit", "修改草案", "/rules/drafts/{draft}/edit", web.Show("修改草案", draftFormView(ruleForm{f: bad, upload: web.NewForm(), groups: groups, draft: "d"})).Again()),
		page(gov, "rules-draft-approve", "待批准", "/rules/drafts/{draft}", show(can, web.NewForm(), "")).At(web.Laptop, web.Phone),
		page(gov, "rules-draft-stale", "对照变了", "/rules/drafts/{draft}", show(can, k.wrong(k.filled(), "", "您打开页面以后，草案或现行规则有变动，请核对新的对照表后再办。"), "approve")),
		page(head, "rules-draft-own", "自己起草的，越过办法凭文号", "/rules/drafts/{draft}", show(own, web.NewForm(), "")),
		page(head, "rules-draft-returned", "退回修改", "/rules/drafts/{draft}", show(returned, web.NewForm(), "")),
		page(gov, "rules-draft-planned", "待施行，可撤回", "/rules/drafts/{draft}", show(waits, web.NewForm(), "")),
		page(reader, "rules-draft-gone", "已撤回", "/rules/drafts/{draft}", show(gone, web.NewForm(), "")),
	}
}
