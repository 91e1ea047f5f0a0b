package simulate

import (
	"fmt"
	"math/rand/v2"
)

// What people say, made of parts: no text of a county's messages is used.
var (
	placesOf = []string{"东关路", "庄子大道", "南华路", "漆园大道", "西城菜场", "北城社区", "望月小区", "仁和小区", "安驰大道", "鲲鹏社区", "三义路口", "王集路口", "淝河村", "花园村", "前王村"}
	townsOf  = []string{"341622001", "341622002", "341622112"}
	things   = []string{"路灯", "下水道", "窨井盖", "垃圾箱", "人行道", "消防栓", "公交站台", "健身器材", "行道树", "施工围挡", "信号灯", "供水管", "排水沟", "充电桩", "快递柜", "幼儿园大门"}
	faults   = []string{"坏了没有人修", "反复堵塞污水外溢", "夜里噪声很大", "长期占道影响通行", "积水老人摔倒", "破损有尖角", "停用半个月", "收费不给票据", "刚修好又坏", "一直没有通知"}
	since    = []string{"三天", "一个星期", "半个月", "一个多月", "大半年"}
	asks     = []string{"尽快修好，并告知结果。", "查清原因，不要修了又坏。", "说明收费依据。", "派人到现场看看。", "给一个明确的时间。"}
	cats     = []string{"0201", "0202", "0203", "0204", "0205", "0206", "0301", "0302", "0501", "0601", "0703", "0801", "1101", "1301", "1502", "1701"}
)

// topic is what a request is about.
type topic struct{ town, place, thing, fault, category string }

func newTopic(r *rand.Rand) topic {
	return topic{one(r, townsOf), one(r, placesOf), one(r, things), one(r, faults), one(r, cats)}
}

func (t topic) title() string { return t.place + t.thing + t.fault }

// words are what a caller says; he names himself, as people do.
func (t topic) words(r *rand.Rand, c *caller) string {
	who := ""
	if !c.unnamed {
		who = fmt.Sprintf("我叫%s，电话%s。", c.name, c.phone)
	}
	return fmt.Sprintf("您好，%s附近的%s%s，已经%s了，孩子上学和老人买菜都要绕路。%s去年也反映过，这次请一定处理。", t.place, t.thing, t.fault, one(r, since), who)
}

const goodAnswer = "经现场核查，反映的问题属实。我单位已于当日组织人员处理，清理完毕，并安排专人每周巡查一次，依据《安徽省市政设施管理条例》落实养护责任，欢迎继续监督。"
