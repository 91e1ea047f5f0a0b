package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) batchSamples() []web.Sample {
	rows := k.rows()
	public := "三月三日已派人疏通下水道并清理路面，现场排水正常，今后每周巡查一次。"
	item := func(i int, why string) desk.ReviewItem {
		return desk.ReviewItem{Row: rows[i], Public: public, Clean: why == "", Sampled: why == "抽样件，须逐件阅读后单独审核。", Why: why}
	}
	s := k.as("hotline/reviewer")
	page := func(name, state, route string, p web.Page) web.Sample {
		return k.page(s, "批量办理", name, state, route, p)
	}
	const clean = "GET /review/clean"
	return []web.Sample{
		page("review-clean", "有抽样件", clean, web.Show("批量审核", cleanView(cleanProps{key: "k", clean: []desk.ReviewItem{item(2, ""), item(5, "")},
			sampled: []desk.ReviewItem{item(3, "抽样件，须逐件阅读后单独审核。")}, others: []desk.ReviewItem{item(0, "逾期报送的答复须逐件审核。")}}))).At(web.Laptop, web.Desktop),
		page("review-clean-empty", "没有", clean, web.Show("批量审核", cleanView(cleanProps{key: "k"}))),
		page("batch-result", "结果", "POST /batch/pass", web.Show("批量审核通过结果", batchResultView(batchProps{act: desk.BatchPass, result: []desk.BatchOutcome{
			{ID: "1", Number: "MC202611130021", Title: rows[0].Title, OK: true},
			{ID: "2", Number: "MC202611160009", Title: rows[1].Title, Why: "二次以上诉求或交办的工单须逐件办理。", Article: "第十条（四）"}}}))).At(web.Phone, web.Laptop),
		page("batch-ask", "填写意见", "POST /batch/assign", web.Show("批量签批分办", batchView(batchProps{act: desk.BatchAssign, f: k.filled(), ids: []string{"1.1", "2.1"},
			specs: []spec{note("opinion", "签批意见", true)}}))),
		page("conflict", "两个版本", "POST /orders/{id}/correct", web.Show("已有变化", conflictView(conflictProps{v: k.order(), what: []string{"12月1日 09:12 分办员01 更正"},
			diffs: []desk.Difference{{Name: "标题", Was: "路口下水道堵塞", Now: "东门路口下水道反复堵塞"}}, typed: []typed{{"更正原因", "核对后改正"}}})).Status(409)),
	}
}
