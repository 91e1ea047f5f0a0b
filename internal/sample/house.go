package sample

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
)

// HouseData is what changes in the demo county's organisation.
type HouseData struct {
	Today       org.Day
	Delegations []HouseDelegation
	NewUnit     org.Unit
	Why         string
	Mapped      org.DeputyMapped
}

// HouseDelegation is a delegation by logins.
type HouseDelegation struct {
	By, To      string
	Post        org.PostID
	Presiding   bool
	From, Until org.Day
	Document    string
}

// House is the demo's changes as of a day: a principal away for a week, the magistrate on a journey, a unit just set up.
func House(now time.Time) HouseData {
	day := func(n int) org.Day { return org.Day(calendar.DateOf(now.AddDate(0, 0, n)).String()) }
	return HouseData{Today: day(0), Delegations: []HouseDelegation{
		{By: "chengguan3", To: "chengguan2", Post: org.PostOf("cgj", org.UnitPrincipal), From: day(0), Until: day(7), Document: "蒙城管〔" + string(day(0))[:4] + "〕12号"},
		{By: "xianzhang", To: "fuxianzhang1", Post: org.PostMagistrate, Presiding: true, From: day(1), Until: day(5), Document: "蒙政办〔" + string(day(0))[:4] + "〕31号"},
	}, NewUnit: org.Unit{ID: "dkj", Name: "县低空经济发展中心", Short: "低空中心", Group: org.Enterprise, Phone: "0558-9990-188"}, Why: "新设机构",
		Mapped: org.DeputyMapped{Unit: "cgj", Category: "0703", Deputy: deputyLaw}}
}
