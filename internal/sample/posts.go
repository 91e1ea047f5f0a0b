package sample

import "huiyin/internal/org"

// countyPosts are the single posts of the county, the desk's posts, and four posts of each member unit.
func countyPosts(units []org.Unit) []org.Post {
	out := []org.Post{
		{ID: org.PostMagistrate, Unit: org.Government, Kind: org.Magistrate, Title: "县长"},
		{ID: org.PostHotlineDeputy, Unit: org.Government, Kind: org.HotlineDeputy, Title: "分管热线工作的副县长"},
		{ID: deputyBuilding, Unit: org.Government, Kind: org.Deputy, Title: "分管城建交通的副县长"},
		{ID: deputyFarming, Unit: org.Government, Kind: org.Deputy, Title: "分管农业水利的副县长"},
		{ID: deputyCulture, Unit: org.Government, Kind: org.Deputy, Title: "分管教育文体卫健的副县长"},
		{ID: deputyTrade, Unit: org.Government, Kind: org.Deputy, Title: "分管工业商务的副县长"},
		{ID: deputyLaw, Unit: org.Government, Kind: org.Deputy, Title: "分管政法的副县长"},
		{ID: deputyWelfare, Unit: org.Government, Kind: org.Deputy, Title: "分管民政人社的副县长"},
		{ID: org.PostGovHead, Unit: org.GovOffice, Kind: org.GovOfficeHead, Title: "县政府办负责人"},
		{ID: org.PostOfficeHead, Unit: org.HotlineOffice, Kind: org.OfficeHead, Title: "县热线办负责人"},
	}
	for _, k := range []org.Kind{org.Operator, org.Outsourced, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.SystemAdmin, org.SecurityAdmin, org.Auditor} {
		out = append(out, org.Post{ID: desk(k), Unit: org.HotlineOffice, Kind: k, Title: "县热线办" + k.Name()})
	}
	for _, u := range []org.UnitID{org.PerformanceCentre, org.EfficiencyOffice} {
		title := map[org.UnitID]string{org.PerformanceCentre: "县绩效评价中心", org.EfficiencyOffice: "县效能办"}[u]
		out = append(out, org.Post{ID: org.PostOf(u, org.JointBody), Unit: u, Kind: org.JointBody, Title: title + org.JointBody.Name()})
	}
	for _, u := range units {
		if u.Group == org.County {
			continue
		}
		for _, k := range []org.Kind{org.UnitPrincipal, org.UnitDeputy, org.UnitHandler, org.UnitDuty} {
			out = append(out, org.Post{ID: org.PostOf(u.ID, k), Unit: u.ID, Kind: k, Title: u.Label() + k.Name()})
		}
	}
	return out
}

// desk is the office's post of a kind.
func desk(k org.Kind) org.PostID { return org.PostOf(org.HotlineOffice, k) }
