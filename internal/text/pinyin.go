package text

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// readings are words whose characters are read otherwise than a character table says: places, titles, and the county's own names. Blanks part the
// syllables. Longer words win over shorter ones.
var readings = map[string]string{
	// the county and its neighbours
	"蒙城": "meng cheng", "乐土": "le tu", "许疃": "xu tuan", "漆园": "qi yuan", "庄周": "zhuang zhou", "城关": "cheng guan",
	"双涧": "shuang jian", "小涧": "xiao jian", "坛城": "tan cheng", "板桥集": "ban qiao ji", "马集": "ma ji", "岳坊": "yue fang",
	"立仓": "li cang", "楚村": "chu cun", "三义": "san yi", "篱笆": "li ba", "王集": "wang ji", "小辛集": "xiao xin ji",
	"亳州": "bo zhou", "涡阳": "guo yang", "涡河": "guo he", "六安": "lu an", "蚌埠": "beng bu", "濉溪": "sui xi", "砀山": "dang shan",
	"歙县": "she xian", "黟县": "yi xian", "枞阳": "zong yang", "颍上": "ying shang", "颍州": "ying zhou", "谯城": "qiao cheng", "嵇康": "ji kang",
	"茨淮": "ci huai", "芡河": "qian he", "北淝": "bei fei",
	// elsewhere
	"重庆": "chong qing", "厦门": "xia men", "长沙": "chang sha", "长春": "chang chun", "成都": "cheng du", "西藏": "xi zang", "台州": "tai zhou",
	"丽水": "li shui", "番禺": "pan yu", "东阿": "dong e", "洪洞": "hong tong", "铅山": "yan shan", "乐山": "le shan", "乐清": "yue qing", "朝阳": "chao yang",
	"东莞": "dong guan", "莘县": "shen xian", "浚县": "xun xian", "郓城": "yun cheng", "单县": "shan xian", "大城": "dai cheng", "蔚县": "yu xian",
	// the office's words
	"县长": "xian zhang", "镇长": "zhen zhang", "乡长": "xiang zhang", "局长": "ju zhang", "校长": "xiao zhang", "科长": "ke zhang", "股长": "gu zhang",
	"所长": "suo zhang", "院长": "yuan zhang", "家长": "jia zhang", "主任": "zhu ren", "银行": "yin hang", "行业": "hang ye", "行政": "xing zheng", "人行": "ren hang",
	"重点": "zhong dian", "重办": "chong ban", "重复": "chong fu", "重建": "chong jian", "会计": "kuai ji", "住房": "zhu fang", "参差": "cen ci",
	"音乐": "yin yue", "乐队": "yue dui", "快乐": "kuai le", "娱乐": "yu le", "都市": "du shi", "首都": "shou du", "调解": "tiao jie", "调查": "diao cha", "强调": "qiang diao",
	"供应": "gong ying", "便民": "bian min", "便宜": "pian yi", "车辆": "che liang", "地方": "di fang", "处理": "chu li", "处置": "chu zhi", "办事处": "ban shi chu",
	"卫生": "wei sheng", "教育": "jiao yu", "给水": "ji shui", "供给": "gong ji", "率先": "shuai xian", "效率": "xiao lv", "满意率": "man yi lv",
	"厂房": "chang fang", "大厦": "da sha", "粮食": "liang shi", "数据": "shu ju", "尉氏": "wei shi", "曾经": "ceng jing", "藏族": "zang zu",
}

// family are surnames read in their own way; used at the start of a short word alone.
var family = map[rune]string{
	'单': "shan", '仇': "qiu", '解': "xie", '查': "zha", '曾': "zeng", '朴': "piao", '区': "ou", '任': "ren", '华': "hua", '盖': "ge", '翟': "zhai",
	'乐': "yue", '尉': "yu", '召': "shao", '瞿': "qu", '缪': "miao", '覃': "qin", '褚': "chu", '员': "yun", '牟': "mu", '黑': "he", '种': "chong", '洗': "xian", '折': "she",
}

// longestReading is the most characters a key of readings has.
const longestReading = 4

// Pinyin answers the syllables of s without tones, run together, and their first letters: "mengcheng", "mc". ü is written v. Letters and digits
// stay, in lower case; everything else falls out.
func Pinyin(s string) (full, initials string) {
	var f, i strings.Builder
	for _, syllables := range syllablesOf(s) {
		f.WriteString(syllables[0])
		i.WriteByte(syllables[0][0])
	}
	return f.String(), i.String()
}

// MatchPinyin says whether what was typed means candidate: the words themselves anywhere in it, or letters that spell, from any of its characters on, whole
// syllables, their beginnings or first letters, mixed as one likes: "xutuan", "xtz", "xutz" and "tuan" all mean 许疃镇. Other readings of
// a character with several are understood too. An empty query matches everything.
func MatchPinyin(query, candidate string) bool {
	q := strings.Join(strings.Fields(Fold(query)), "")
	q = strings.NewReplacer("'", "", "ü", "v").Replace(q)
	if q == "" {
		return true
	}
	if strings.Contains(strings.ReplaceAll(Fold(candidate), " ", ""), q) {
		return true
	}
	for i := range len(q) {
		if q[i] >= 0x80 {
			return false
		}
	}
	all := syllablesOf(candidate)
	for from := range all {
		if spells(q, all[from:]) {
			return true
		}
	}
	return false
}

// spells says whether q can be used up by beginnings of the syllables in turn.
func spells(q string, all [][]string) bool {
	if len(q) > 6*len(all) {
		return false
	}
	open := make([]bool, len(q)+1) // open[i]: the first i letters are used up by the syllables so far
	open[0] = true
	for _, readings := range all {
		next := make([]bool, len(q)+1)
		alive := false
		for i, ok := range open {
			if !ok {
				continue
			}
			for _, syllable := range readings {
				for n := 1; n <= len(syllable) && i+n <= len(q) && q[i+n-1] == syllable[n-1]; n++ {
					if i+n == len(q) {
						return true
					}
					next[i+n], alive = true, true
				}
			}
		}
		if !alive {
			return false
		}
		open = next
	}
	return false
}

// syllablesOf answers, for each character that has a sound, its readings, the likeliest first; a letter or digit is its own reading.
func syllablesOf(s string) [][]string {
	r := []rune(Fold(s))
	args := pinyin.NewArgs()
	args.Heteronym = true
	var out [][]string
	for i := 0; i < len(r); {
		if n, word := reading(r[i:]); n > 0 {
			for k, syllable := range strings.Fields(word) {
				out = append(out, others(syllable, r[i+k], args))
			}
			i += n
			continue
		}
		c := r[i]
		i++
		switch {
		case c < 0x80 && (unicode.IsLetter(c) || unicode.IsDigit(c)):
			out = append(out, []string{string(c)})
		case unicode.Is(unicode.Han, c):
			first := ""
			if i == 1 && len(r) <= 4 && len(r) >= 2 {
				first = family[c]
			}
			if list := others(first, c, args); len(list) > 0 {
				out = append(out, list)
			}
		}
	}
	return out
}

// reading answers the longest known word at the start of r.
func reading(r []rune) (int, string) {
	for n := min(longestReading, len(r)); n >= 2; n-- {
		if word, ok := readings[string(r[:n])]; ok {
			return n, word
		}
	}
	return 0, ""
}

// others answers first (if given) and then every other reading that the table knows.
func others(first string, c rune, args pinyin.Args) []string {
	var out []string
	if first != "" {
		out = append(out, first)
	}
	for _, syllable := range pinyin.SinglePinyin(c, args) {
		if syllable != "" && !contains(out, syllable) {
			out = append(out, syllable)
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Syllables answers the likeliest syllables of s without tones, parted by blanks: what a page needs to match what is typed by itself.
func Syllables(s string) string {
	var out []string
	for _, all := range syllablesOf(s) {
		out = append(out, all[0])
	}
	return strings.Join(out, " ")
}
