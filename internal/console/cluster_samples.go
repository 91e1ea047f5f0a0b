package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) clusterSamples() []web.Sample {
	const group = "集中反映"
	d := k.as("hotline/dispatcher")
	v := desk.ClusterView{ID: "k1", Category: "市政设施—排水", Town: "漆园街道", Place: "梦蝶小区", Times: 7, Persons: 5, Formed: "12月1日 08:52", Last: "12月1日 09:31", Until: "12月8日 09:31", Runs: true, Case: "o1.1", Step: "待出督办单",
		Orders: []desk.ClusterOrder{{ID: "o1", Number: "MC202611280004", Title: "小区3号楼前污水外溢", Status: "办理中", Unit: "县城市管理局", At: "11月28日 09:10", Times: 2, Open: true, Light: desk.Light{Colour: "g", Word: "剩4个工作日"}},
			{ID: "o2", Number: "MC202611290002", Title: "小区东门下水道堵塞", Status: "已并单", Unit: "县城市管理局", At: "11月29日 15:20", Times: 1, Open: true, Merged: true},
			{ID: "o3", Number: "MC202611300011", Title: "小区污水漫上路面，老人滑倒", Status: "待转办", At: "11月30日 20:05", Times: 1, Open: true, Light: desk.Light{Colour: "y", Word: "剩3小时"}},
			{ID: "o4", Number: "MC202612010006", Title: "小区下水道堵了三天", Status: "已登记", At: "12月1日 08:52", Times: 3, Open: true}},
		Days: []desk.ClusterDay{{Day: "11月28日 周六", N: 1, Total: 1}, {Day: "11月29日 周日", N: 1, Total: 2}, {Day: "11月30日 周一", N: 1, Total: 3}, {Day: "12月1日 周二", N: 4, Total: 7}}}
	past := desk.ClusterView{ID: "k0", Category: "城市管理—噪声", Town: "庄周街道", Place: "庄子大道夜市", Times: 11, Persons: 6, Formed: "10月12日 21:40", Last: "10月19日 22:03", Until: "10月26日 22:03"}
	list := func(name, state string, p desk.ClusterPage) web.Sample {
		return k.page(d, group, name, state, "GET /clusters", web.Show("集中反映", clustersView(clustersProps{page: p})).In("clusters"))
	}
	one := func(name, state string, p clusterProps) web.Sample {
		return k.page(d, group, name, state, "GET /clusters/{id}", web.Show("集中反映 "+p.v.Place, clusterView(p)).In("clusters"))
	}
	quiet := past
	quiet.Orders, quiet.Days = v.Orders[:1], v.Days[:2]
	return []web.Sample{
		list("clusters", "列表", desk.ClusterPage{Items: []desk.ClusterView{v, past}}).At(web.Phone, web.Laptop, web.Desktop),
		list("clusters-empty", "空", desk.ClusterPage{}),
		one("cluster", "正在集中反映", clusterProps{v, true, true}).At(web.Phone, web.Laptop, web.Desktop),
		one("cluster-quiet", "已平息", clusterProps{v: quiet}),
	}
}
