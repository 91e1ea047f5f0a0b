package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
)

func (k showroom) referralSamples() []web.Sample {
	s, op := k.as("hotline/dispatcher"), k.as("hotline/operator")
	court := desk.ReferralView{Referral: office.Referral{Code: "Y01", Ground: "8-2a", Body: "县人民法院诉讼服务中心", Phone: "0558-7612368"}, GroundName: groundWords("8-2a"), Since: "11月2日"}
	old := desk.ReferralView{Referral: office.Referral{Code: "Y02", Ground: "8-1", Body: "邻县政务服务便民热线", Phone: "0558-12345", Until: "2026-11-30"}, GroundName: groundWords("8-1"), Since: "3月2日", Lapsed: true}
	given := []Referral{{"县纪委监委", "12388", "8-2c"}, {"县信访局", "请查询114", "8-2f"}}
	form := k.filled("code", "Y01", "ground", court.Ground, "body", court.Body, "phone", court.Phone)
	stale := k.filled("code", "Y01", "ground", court.Ground, "body", "县人民法院", "phone", "0558-7612345")
	stale.Fail("", "您填写期间，这一行已由他人修改，还没有保存您的。请对照后再保存，保存后以您填的为准。")
	history := []desk.ReferralHistory{{When: "11月2日 9:10", By: "分办员01（县热线办分办员）", Text: court.Body + "，" + court.Phone}}
	return []web.Sample{
		k.page(s, "引导去处", "referrals", "正常", "GET /referrals", web.Show("引导去处", referralListView(referralListProps{own: []desk.ReferralView{old, court}, given: given, may: true})).In("referrals")).At(web.Laptop, web.Phone),
		k.page(op, "引导去处", "referrals-empty", "只有参考", "GET /referrals", web.Show("引导去处", referralListView(referralListProps{given: given})).In("referrals")),
		k.page(s, "引导去处", "referral-new", "新增", "GET /referrals/new", web.Show("新增一行", referralFormPage(k.filled(), nil)).In("referrals")).At(web.Laptop, web.Phone),
		k.page(s, "引导去处", "referral-error", "有错", "GET /referrals/new", web.Show("新增一行", referralFormPage(k.wrong(k.filled("ground", "8-2a", "body", "县人民法院", "phone", "问门卫"), "phone", "联系方式只填对外公开的号码，如 0558-7622345、12368；不清楚的填“请查询114”。"), nil)).In("referrals").Again()),
		k.page(s, "引导去处", "referral", "本县的一行", "GET /referrals/{code}", web.Show("引导去处", referralPage(referralProps{v: court, history: history, form: form, end: k.filled()})).In("referrals")).At(web.Laptop, web.Phone),
		k.page(s, "引导去处", "referral-stale", "他人已修改", "GET /referrals/{code}", web.Show("引导去处", referralFormPage(stale, &court)).In("referrals").Again()).At(web.Laptop, web.Phone),
		k.page(op, "引导去处", "referral-lapsed", "已过期，只看", "GET /referrals/{code}", web.Show("引导去处", referralPage(referralProps{v: old, history: history})).In("referrals")),
	}
}
