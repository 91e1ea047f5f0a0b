package sample

import "huiyin/internal/org"

// DutyUnits is the dispatch directory (派单目录) in small: the units that a category (code CCLL of policy) usually belongs to, likeliest first. It
// pre-fills a form; the dispatcher chooses. Nil for a category it does not know. Where TownFirst says so, the township of the place stands before
// them.
func DutyUnits(category string) []org.UnitID {
	if d, ok := leafDuty[category]; ok {
		return append([]org.UnitID(nil), d...)
	}
	if len(category) == 4 {
		return append([]org.UnitID(nil), familyDuty[category[:2]]...)
	}
	return nil
}

// TownFirst says whether a category is the township's own duty: village roads, homesteads, the look of villages.
func TownFirst(category string) bool { return townCategories[category] }

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
