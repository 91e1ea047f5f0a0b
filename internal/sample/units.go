package sample

import (
	"fmt"

	"huiyin/internal/org"
)

// The deputies' posts with their portfolios (分管). Which deputy is in charge of a unit is a mapping of the county's; some units are left without one
// on purpose, since a missing mapping must warn and never block (domain.md §13.19).
const (
	deputyBuilding org.PostID = "county/deputy.1" // 城建交通
	deputyFarming  org.PostID = "county/deputy.2" // 农业水利
	deputyCulture  org.PostID = "county/deputy.3" // 教育文体卫健
	deputyTrade    org.PostID = "county/deputy.4" // 工业商务
	deputyLaw      org.PostID = "county/deputy.5" // 政法
	deputyWelfare  org.PostID = "county/deputy.6" // 民政人社
)

// line is a row of the tables below: code, name, short name, deputy in charge.
type line struct {
	id          org.UnitID
	name, short string
	deputy      org.PostID
}

// townships is the statistical list of the county (domain.md §7.1): 3 street offices, 12 towns, 2 townships.
func townships() []line {
	return []line{
		{"341622001", "漆园街道办事处", "漆园街道", deputyBuilding}, {"341622002", "庄周街道办事处", "庄周街道", deputyBuilding},
		{"341622003", "城关街道办事处", "城关街道", deputyBuilding}, {"341622101", "双涧镇人民政府", "双涧镇", deputyFarming},
		{"341622102", "小涧镇人民政府", "小涧镇", deputyFarming}, {"341622104", "坛城镇人民政府", "坛城镇", deputyFarming},
		{"341622106", "许疃镇人民政府", "许疃镇", deputyTrade}, {"341622107", "板桥集镇人民政府", "板桥集镇", deputyFarming},
		{"341622108", "马集镇人民政府", "马集镇", deputyFarming}, {"341622109", "岳坊镇人民政府", "岳坊镇", deputyFarming},
		{"341622110", "立仓镇人民政府", "立仓镇", deputyFarming}, {"341622111", "楚村镇人民政府", "楚村镇", deputyFarming},
		{"341622112", "乐土镇人民政府", "乐土镇", deputyFarming}, {"341622113", "三义镇人民政府", "三义镇", deputyFarming},
		{"341622114", "篱笆镇人民政府", "篱笆镇", deputyFarming}, {"341622201", "王集乡人民政府", "王集乡", deputyFarming},
		{"341622202", "小辛集乡人民政府", "小辛集乡", deputyFarming}, {"341622400", "安徽蒙城经济开发区管理委员会", "开发区", deputyTrade},
	}
}

func departments() []line {
	return []line{
		{"fgw", "县发展和改革委员会", "县发改委", deputyTrade}, {"jyj", "县教育局", "县教育局", deputyCulture}, {"jxj", "县经济和信息化局", "县经信局", deputyTrade},
		{"gaj", "县公安局", "县公安局", deputyLaw}, {"mzj", "县民政局", "县民政局", deputyWelfare}, {"sfj", "县司法局", "县司法局", deputyLaw},
		{"czj", "县财政局", "县财政局", ""}, {"rsj", "县人力资源和社会保障局", "县人社局", deputyWelfare}, {"zrj", "县自然资源和规划局", "县自然资源局", deputyBuilding},
		{"zjj", "县住房和城乡建设局", "县住建局", deputyBuilding}, {"jtj", "县交通运输局", "县交通局", deputyBuilding}, {"nyj", "县农业农村局", "县农业农村局", deputyFarming},
		{"slj", "县水利局", "县水利局", deputyFarming}, {"swj", "县商务局", "县商务局", deputyTrade}, {"wlj", "县文化旅游体育局", "县文旅体局", deputyCulture},
		{"wjw", "县卫生健康委员会", "县卫健委", deputyCulture}, {"tyj", "县退役军人事务局", "县退役军人局", deputyWelfare}, {"yjj", "县应急管理局", "县应急局", deputyTrade},
		{"sjj", "县审计局", "县审计局", ""}, {"scj", "县市场监督管理局", "县市场监管局", deputyTrade}, {"tjj", "县统计局", "县统计局", ""},
		{"ybj", "县医疗保障局", "县医保局", deputyWelfare}, {"cgj", "县城市管理局", "县城管局", deputyBuilding}, {"dsj", "县数据资源管理局", "县数据局", deputyTrade},
		{"lyz", "县林业管理服务中心", "县林业中心", deputyFarming}, {"xfj", "县信访局", "县信访局", deputyLaw}, {"hbj", "市生态环境局蒙城县分局", "县生态环境分局", deputyBuilding},
		{"qxj", "县气象局", "县气象局", deputyFarming}, {"jgz", "县机关事务管理服务中心", "县机关事务中心", ""}, {"zsz", "县招商服务中心", "县招商中心", deputyTrade},
		{"zsb", "县房屋征收管理服务中心", "县征收中心", deputyBuilding}, {"zdj", "县重点工程建设管理服务中心", "县重点工程中心", deputyBuilding},
		{"jyz", "县公共资源交易监督管理局", "县公管局", deputyTrade}, {"bdc", "县不动产登记中心", "县不动产中心", deputyBuilding},
		{"gjj", "市住房公积金管理中心蒙城县管理部", "公积金蒙城管理部", deputyBuilding},
	}
}

func enterprises() []line {
	return []line{
		{"gdgs", "国网蒙城县供电公司", "供电公司", deputyTrade}, {"swgs", "县水务公司", "水务公司", deputyBuilding}, {"rqgs", "县燃气公司", "燃气公司", deputyBuilding},
		{"gjgs", "县公交公司", "公交公司", deputyBuilding}, {"kygs", "县客运公司", "客运公司", deputyBuilding}, {"ctgs", "县城市建设投资公司", "城投公司", deputyBuilding},
		{"yzgs", "中国邮政蒙城县分公司", "邮政公司", deputyTrade}, {"ydgs", "中国移动蒙城分公司", "移动公司", deputyTrade}, {"ltgs", "中国联通蒙城县分公司", "联通公司", deputyTrade},
		{"dxgs", "中国电信蒙城分公司", "电信公司", deputyTrade}, {"ttgs", "中国铁塔蒙城办事处", "铁塔公司", ""}, {"gdwl", "安徽广电网络蒙城分公司", "广电网络", deputyCulture},
		{"swju", "国家税务总局蒙城县税务局", "县税务局", deputyTrade}, {"ycj", "县烟草专卖局", "县烟草局", ""}, {"xfdd", "县消防救援大队", "县消防大队", deputyLaw},
		{"341622401", "淮北矿业集团有限责任公司许疃煤矿", "许疃煤矿", deputyTrade},
	}
}

func countyUnits() []org.Unit {
	out := []org.Unit{
		{ID: org.Government, Name: "县政府", Short: "县政府", Group: org.County},
		{ID: org.GovOffice, Name: "县政府办公室", Short: "县政府办", Group: org.County, Parent: org.Government},
		{ID: org.HotlineOffice, Name: "县县长热线受理中心", Short: "县热线办", Group: org.County, Parent: org.GovOffice, Phone: profile().OfficePhone},
		{ID: org.PerformanceCentre, Name: "县绩效评价中心", Short: "县绩效中心", Group: org.County, Parent: org.Government},
		{ID: org.EfficiencyOffice, Name: "县效能办", Short: "县效能办", Group: org.County, Parent: org.Government},
	}
	serial := 200
	add := func(g org.Group, lines []line) {
		for _, l := range lines {
			serial++
			u := org.Unit{ID: l.id, Name: l.name, Short: l.short, Group: g, Phone: fmt.Sprintf("0558-9990-%03d", serial), Deputy: l.deputy}
			if g == org.Township {
				u.Place = string(l.id)
			}
			if l.id == "bdc" {
				u.Parent = "zrj"
			}
			out = append(out, u)
		}
	}
	add(org.Township, townships())
	add(org.Department, departments())
	add(org.Enterprise, enterprises())
	return out
}
