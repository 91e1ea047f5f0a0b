package sample

import (
	"slices"

	"huiyin/internal/office"
	"huiyin/internal/org"
)

// On what the lines of the sample rest, until the county writes its own.
const (
	dutyByOffice = "部门“三定”规定（参考目录，待县热线办核定）"
	dutyByTown   = "属地管理，部门指导（参考目录，待县热线办核定）"
)

// Duties is the dispatch directory (派单目录) that a county starts with: a line for each family of categories and for each leaf that differs. The
// county's own lines take their place one by one.
func Duties() []office.Duty {
	var out []office.Duty
	for code, units := range familyDuty {
		out = append(out, office.Duty{Category: code, Units: units, Department: departmentFamilies[code], Basis: dutyByOffice})
	}
	leaves := map[string]bool{}
	for code := range leafDuty {
		leaves[code] = true
	}
	for code := range townCategories {
		leaves[code] = true
	}
	for code := range leaves {
		d := office.Duty{Category: code, Units: leafDuty[code], Department: departmentFamilies[code[:2]] || departmentLeaves[code], Basis: dutyByOffice}
		if d.Units == nil {
			d.Units = familyDuty[code[:2]]
		}
		if townCategories[code] {
			d.Units, d.Department, d.Basis = append([]org.UnitID{office.TheTown}, d.Units...), false, dutyByTown
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b office.Duty) int {
		if a.Category < b.Category {
			return -1
		}
		return 1
	})
	return out
}

// departmentFamilies and departmentLeaves are matters that a department must handle by law and may not push to townships (国办函〔2025〕66号).
var departmentFamilies = map[string]bool{"08": true, "09": true, "10": true, "11": true, "13": true, "15": true, "16": true, "18": true}

var departmentLeaves = map[string]bool{"0103": true, "0104": true, "0202": true, "0302": true, "0303": true, "0304": true, "0401": true, "0402": true, "0403": true, "0404": true, "0405": true, "1401": true, "2001": true}

var townCategories = map[string]bool{"0301": true, "0501": true, "0503": true, "0506": true, "0507": true, "0601": true, "0602": true, "0705": true, "1703": true}

var familyDuty = map[string][]org.UnitID{
	"01": {"zjj"}, "02": {"cgj"}, "03": {"jtj"}, "04": {"gaj"}, "05": {"nyj"}, "06": {"slj"}, "07": {"hbj"}, "08": {"jyj"}, "09": {"wjw"}, "10": {"ybj"},
	"11": {"rsj"}, "12": {"mzj"}, "13": {"scj"}, "14": {"zrj"}, "16": {"dsj"}, "17": {"dsj"}, "18": {"sfj"}, "19": {"tyj"}, "20": {"yjj"}, "21": {"wlj"},
}

var leafDuty = map[string][]org.UnitID{
	"0103": {"zjj", "bdc"}, "0105": {"zsb", "zjj"}, "0107": {"cgj", "zrj"}, "0202": {"gaj", "cgj"}, "0204": {"zjj", "cgj"}, "0206": {"cgj", "hbj"},
	"0208": {"zjj", "cgj"}, "0209": {"gaj", "cgj"}, "0302": {"zjj", "cgj"}, "0303": {"jtj", "gjgs"}, "0304": {"jtj", "kygs"}, "0305": {"cgj", "jtj"},
	"0405": {"gaj", "xfdd"}, "0502": {"nyj", "czj"}, "0503": {"nyj", "zrj"}, "0505": {"nyj", "scj"}, "0603": {"zjj", "slj"}, "0701": {"hbj", "zjj"},
	"0703": {"cgj", "hbj"}, "0705": {"hbj", "nyj"}, "0803": {"jyj", "scj"}, "0805": {"scj", "jyj"}, "1101": {"rsj", "zjj"}, "1304": {"scj"},
	"1305": {"swj", "scj"}, "1401": {"bdc", "zrj"}, "1404": {"lyz"}, "1501": {"gdgs"}, "1502": {"swgs"}, "1503": {"rqgs"}, "1504": {"zjj"},
	"1505": {"ydgs", "ltgs", "dxgs"}, "1506": {"yzgs"}, "1507": {"gdwl"}, "1602": {"swju"}, "1603": {"czj"}, "1604": {"zsz", "jxj"}, "1703": {"nyj"},
	"1704": {"dsj"}, "2001": {"xfdd"},
}
