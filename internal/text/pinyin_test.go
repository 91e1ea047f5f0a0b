package text

import (
	"strings"
	"testing"
)

// All nineteen places of the county's statistical list, read by eye.
func TestPinyinReadsTheCountysPlaces(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"漆园街道", "qi yuan jie dao"}, {"庄周街道", "zhuang zhou jie dao"}, {"城关街道", "cheng guan jie dao"}, {"双涧镇", "shuang jian zhen"},
		{"小涧镇", "xiao jian zhen"}, {"坛城镇", "tan cheng zhen"}, {"许疃镇", "xu tuan zhen"}, {"板桥集镇", "ban qiao ji zhen"}, {"马集镇", "ma ji zhen"},
		{"岳坊镇", "yue fang zhen"}, {"立仓镇", "li cang zhen"}, {"楚村镇", "chu cun zhen"}, {"乐土镇", "le tu zhen"}, {"三义镇", "san yi zhen"}, {"篱笆镇", "li ba zhen"},
		{"王集乡", "wang ji xiang"}, {"小辛集乡", "xiao xin ji xiang"},
		{"安徽蒙城经济开发区管理委员会", "an hui meng cheng jing ji kai fa qu guan li wei yuan hui"},
		{"淮北矿业集团有限责任公司许疃煤矿", "huai bei kuang ye ji tuan you xian ze ren gong si xu tuan mei kuang"},
		{"重庆", "chong qing"}, {"蒙城", "meng cheng"}, {"县长热线", "xian zhang re xian"}, {"亳州", "bo zhou"}, {"涡阳", "guo yang"}, {"单雄信", "shan xiong xin"},
		{"县重点办", "xian zhong dian ban"}, {"农业银行12", "nong ye yin hang 1 2"}, {"绿化", "lv hua"}, {"县调解办", "xian tiao jie ban"},
	} {
		full, initials := Pinyin(c.name)
		var first strings.Builder
		for s := range strings.FieldsSeq(c.want) {
			first.WriteByte(s[0])
		}
		if full != strings.ReplaceAll(c.want, " ", "") || initials != first.String() {
			t.Errorf("Pinyin(%s) = %s, %s; want %s", c.name, full, initials, c.want)
		}
	}
}

func TestMatchPinyin(t *testing.T) {
	for _, c := range []struct {
		query, candidate string
		want             bool
	}{
		{"", "许疃镇", true}, {"xutuan", "许疃镇", true}, {"xtz", "许疃镇", true}, {"XuTz", "许疃镇", true}, {"tuan", "许疃镇", true}, {"许疃", "许疃镇", true}, {"xu'tuan zhen", "许疃镇", true},
		{"zxx", "许疃镇", false}, {"xtzz", "许疃镇", false}, {"镇许", "许疃镇", false}, {"letu", "乐土镇", true}, {"yuetu", "乐土镇", true},
		{"chongqing", "重庆", true}, {"zq", "重庆", true}, {"mc12", "蒙城12", true}, {"lvhua", "绿化", true}, {"lühua", "绿化", true}, {"x", "", false},
		{strings.Repeat("a", 5000), "啊啊", false},
	} {
		if got := MatchPinyin(c.query, c.candidate); got != c.want {
			t.Errorf("MatchPinyin(%.20q, %s) = %v", c.query, c.candidate, got)
		}
	}
}
