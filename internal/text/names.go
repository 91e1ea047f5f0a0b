package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// surnames are the single surnames that cover nearly everybody; characters that are far more often an ordinary word after "我是" are left out
// (于 in "本人于昨日" is handled by its followers). compound surnames are tried first.
const (
	surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤" +
		"葛柴季燕蒙代岳鲍尚桑窦戚桂耿邢卞苗凌包左裴牛单盛齐骆申焦庞樊兰殷施洪翟安颜倪温芦鲁柳祝游詹欧聂章关柯辛管俞翁涂阮祁纪伍喻解瞿晁谷娄阚慕甄荣冉路卫滕霍穆柏芮储靳邸仇甘厉索褚闻党翁屈项柯毕车房"
	compounds = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 长孙 宇文 轩辕 南宫"
)

var (
	calledRE = regexp.MustCompile(`(?:我叫做?|我的名字(?:叫|是)|我名叫|名字叫|名叫|姓名[:是为] ?|名字[:是] ?|(?:诉求人|反映人|投诉人|举报人|来电人|留言人|申请人|联系人|户主|当事人|业主)(?:是|为|叫|:|：) ?)`)
	selfRE   = regexp.MustCompile(`(?:我是|本人(?:是|叫|姓名)?|俺叫|俺是)[: ]?`)
)

// nameEnds are characters with which a sentence goes on after a name and which hardly stand in one.
const nameEnds = "是住在来的家今有要想男女系身电联手现从因为被已和与，就也都不没你我他这那说反投举咨请于以对把给将跟同到去了着过之及或等年岁户村县镇乡于"

// notNames start like a name after "我是" or "本人" and are none.
var notNames = regexp.MustCompile(`^(?:高[中一二三考级龄]|安[徽置全心庆]|江[苏西南北]|宁[波夏]|温[州馨]|常[年常住客]|车[主子位间牌]|房[主东客子屋]|应届|成[年人都]|金融|施工|路[人过]|石油|单[亲位身]|严[重格]|方[便才]|万[分家人一]|于[今昨前上去本是年此]|关[于注心]|向[贵领政县你您]|包[工括]|管理|游客|左[右邻]|武汉|桂林|柳州|党员|马上|何[时地]|余下|程序|安检|杜绝|许多|申[请诉报]|项目|付款|夏天|蒙城|岳坊|楚村|庄周|双涧|坛城|许疃|马集|王集|小[涧辛])`)

// places and trades end like this; "我是许疃镇居民" names no person.
var placeTail = regexp.MustCompile(`^[\p{Han}]{0,6}?(?:镇|乡|村|庄|街|路|县|市|省|区|组|队|社区|小区|花园|家园|公司|集团|工厂|厂|店|学校|中学|小学|大学|医院|银行|人(?:士|员)?|学生|家长|业主|居民|村民|农民|工人|老师|教师|用户|客户|职工|员工|司机|干部)`)

// findSaidNames reads names that people say of themselves.
func findSaidNames(v view) []Finding {
	var out []Finding
	for _, cue := range []struct {
		re    *regexp.Regexp
		loose bool // after "我叫" a surname is enough; after "我是" the name must also be followed by a break
	}{{calledRE, true}, {selfRE, false}} {
		for _, m := range cue.re.FindAllStringIndex(v.folded, -1) {
			if n := nameLength(v.folded[m[1]:], cue.loose); n > 0 {
				out = append(out, v.finding(KindName, m[1], m[1]+n))
			}
		}
	}
	return out
}

// nameLength answers how many bytes of s are a name, 0 for none.
func nameLength(s string, loose bool) int {
	head := []rune(s[:prefixBytes(s, 6)])
	family := 0
	if len(head) >= 2 && strings.Contains(compounds, string(head[:2])) {
		family = 2
	} else if len(head) > 0 && strings.ContainsRune(surnames, head[0]) {
		family = 1
	}
	if family == 0 || !loose && (notNames.MatchString(s)) {
		return 0
	}
	given := 0
	for given < 2 && family+given < len(head) {
		r := head[family+given]
		if !unicode.Is(unicode.Han, r) || r == '某' || strings.ContainsRune(nameEnds, r) {
			break
		}
		given++
	}
	if given == 0 {
		return 0
	}
	if given == 2 && strings.Contains("先生 女士 小姐 同志 老师 医生 师傅 书记 主任 经理", string(head[family:family+2])) {
		return 0 // a way of address is what units may read
	}
	n := len(string(head[:family+given]))
	rest := s[n:]
	if loose {
		return n
	}
	next, _ := utf8.DecodeRuneInString(rest)
	breaks := rest == "" || !unicode.Is(unicode.Han, next) && !isWord(next) || strings.HasPrefix(rest, "家住") || strings.HasPrefix(rest, "电话") || strings.HasPrefix(rest, "手机") || strings.HasPrefix(rest, "身份证") || strings.HasPrefix(rest, "住")
	if !breaks || placeTail.MatchString(string(head[family:family+given])) {
		return 0
	}
	return n
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// prefixBytes answers the length of the first n runes.
func prefixBytes(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// nobody are entries of the name field that name nobody.
func nobody(name string) bool {
	switch name {
	case "匿名", "市民", "网友", "群众", "居民", "村民", "业主", "先生", "女士", "同志", "未知", "不详", "学生", "家长", "用户", "保密", "诉求人", "来电人", "路人", "县长", "领导":
		return true
	}
	for _, k := range []Kind{KindPhone, KindID, KindCard, KindPlate, KindEmail, KindSocial, KindName, KindHome, ""} {
		if strings.Contains(placeholder(k), name) {
			return true
		}
	}
	return strings.ContainsAny(name, "【】") || !strings.ContainsFunc(name, isWord)
}

// findNames looks for the given names as they stand, letter case and blanks inside aside. A given name of one character is too common to look for.
func findNames(v view, names []string) []Finding {
	var out []Finding
	for _, name := range names {
		letters := strings.FieldsFunc(Fold(name), unicode.IsSpace)
		name = strings.Join(letters, "")
		if utf8.RuneCountInString(name) < 2 || nobody(name) {
			continue
		}
		var pattern strings.Builder
		pattern.WriteString("(?i)")
		for i, r := range []rune(name) {
			if i > 0 {
				pattern.WriteString(`[ ·]{0,2}`)
			}
			pattern.WriteString(regexp.QuoteMeta(string(r)))
		}
		re, err := regexp.Compile(pattern.String())
		if err != nil { // a name too long for the engine names nobody
			continue
		}
		kind := KindName
		if onlyDigits(name) != "" {
			kind = KindPhone
		}
		out = append(out, scan(v, re, kind, nil)...)
	}
	return out
}
