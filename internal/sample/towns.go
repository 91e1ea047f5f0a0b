package sample

import "huiyin/internal/org"

// The townships by name, for the stories.
const (
	qiyuan     org.UnitID = "341622001"
	zhuangzhou org.UnitID = "341622002"
	chengguan  org.UnitID = "341622003"
	shuangjian org.UnitID = "341622101"
	xiaojian   org.UnitID = "341622102"
	tancheng   org.UnitID = "341622104"
	xutuan     org.UnitID = "341622106"
	banqiao    org.UnitID = "341622107"
	maji       org.UnitID = "341622108"
	yuefang    org.UnitID = "341622109"
	licang     org.UnitID = "341622110"
	chucun     org.UnitID = "341622111"
	letu       org.UnitID = "341622112"
	sanyi      org.UnitID = "341622113"
	liba       org.UnitID = "341622114"
	wangji     org.UnitID = "341622201"
	xiaoxinji  org.UnitID = "341622202"
	kaifaqu    org.UnitID = "341622400"
)
