package sample

import "huiyin/internal/org"

// Profile is what pages and papers call the county and its hotline; every line of it is a parameter of the county.
type Profile struct {
	Code         string   // 341622, the code of the county (GB/T 2260)
	Name         string   // 蒙城县
	City         string   // the city above it
	Hotline      string   // 蒙城县县长热线
	Office       string   // 蒙城县县长热线受理中心（县热线办）
	System       string   // title of the program's pages
	PublicNumber string   // the citizens' line; it stands in the regulation
	OfficePhone  string   // the office's internal line for clerks, never the citizens' (domain.md §13.28)
	AreaCode     string   // 0558
	ReplyMost    int      // characters that the city platform's reply field takes
	OrderPrefix  string   // MC202611240016
	MatterPrefix string   // SX2026-000123
	Footer       []string // lines at the foot of the citizens' pages
}

// CountyData is the demo county: its units, posts and the places that the forms suggest.
type CountyData struct {
	Profile Profile
	Units   []org.Unit
	Posts   []org.Post
	Places  map[org.UnitID][]string // villages and communities by township: only those that public sources name
}

// County is the demo county, made anew at each call.
func County() CountyData {
	units := countyUnits()
	return CountyData{Profile: profile(), Units: units, Posts: countyPosts(units), Places: places()}
}

// Directory is the county's units and posts as the rules read them.
func (c CountyData) Directory() org.Directory { return org.NewDirectory(c.Units, c.Posts) }

func profile() Profile {
	return Profile{
		Code: "341622", Name: "蒙城县", City: "亳州市", Hotline: "蒙城县县长热线", Office: "蒙城县县长热线受理中心", System: "蒙城县县长热线工单管理系统",
		PublicNumber: "7812345", OfficePhone: "0558-9990-100", AreaCode: "0558", ReplyMost: 500, OrderPrefix: "MC", MatterPrefix: "SX",
		Footer: []string{
			"主办：蒙城县人民政府办公室　承办：蒙城县县长热线受理中心",
			"县长热线 7812345，7×24小时受理非紧急诉求；紧急情况请拨打110、119、120",
			"本系统为非涉密系统，请勿填写国家秘密、工作秘密",
		},
	}
}

// places lists the villages and communities named in domain.md §7.1; no other is made up.
func places() map[org.UnitID][]string {
	return map[org.UnitID][]string{
		"341622001": {"北城社区", "碾盘社区", "孙沟村", "土山村", "香山村", "前王村", "太山村", "十里井村", "花园村", "黄寨村", "宫庄村", "淝河村", "唐集村", "双油坊村", "旭光村"},
		"341622202": {"李大塘村"},
	}
}
