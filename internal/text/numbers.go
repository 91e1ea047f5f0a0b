package text

import (
	"regexp"
	"strings"
)

// gap is what people put between the groups of a number.
const gap = `[ .·/\-]{0,2}`

var (
	mobileRE  = regexp.MustCompile(`(?:(?:\+|00)?86` + gap + `)?0?1` + gap + `[3-9](?:` + gap + `\d){9}`)
	landRE    = regexp.MustCompile(`(?:(?:\+|00)?86[ \-]?)?\(?0\d{2,3}\)?[ \-]{0,2}[2-9]\d{2,3}[ \-]?\d{4}(?:(?:转|-)(?:分机)?\d{1,6})?`)
	spokenRE  = regexp.MustCompile(`(?:[〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖\d][ ,，.、\-]{0,1}){11,}`)
	contextRE = regexp.MustCompile(`(?i)(?:电话|手机|座机|联系方式|联系|致电|来电号码|tel|phone|mobile)(?:号码|号|人)?[是为]?[: ]{0,3}((?:\+?86)?\d(?:[ \-]?\d){6,11})`)
	idRE      = regexp.MustCompile(`[1-8](?:[ \-]{0,2}\d){16}[ \-]{0,2}[\dXx]`)
	oldIDRE   = regexp.MustCompile(`[1-8](?:[ \-]{0,2}\d){14}`)
	cardRE    = regexp.MustCompile(`[34569](?:[ \-]?\d){14,18}`)
)

func findPhones(v view) []Finding {
	out := scan(v, mobileRE, KindPhone, func(start, end int) bool {
		if isDigit(v.after(end)) || isDigit(v.before(start)) || amount(v.folded[end:]) {
			return false
		}
		return groupedLikePhone(v.folded[start:end])
	})
	out = append(out, scan(v, landRE, KindPhone, func(start, end int) bool {
		b := v.before(start)
		digits := strings.TrimPrefix(strings.TrimPrefix(digitsOf(v.folded[start:end]), "00"), "86")
		return !isDigit(v.after(end)) && !isDigit(b) && !isLetter(b) && b != '.' && b != '-' && areaCode("0"+strings.TrimLeft(digits, "0")) != ""
	})...)
	return append(out, scan(v, contextRE, KindPhone, func(start, end int) bool {
		n := v.folded[start:end]
		return !isDigit(v.after(end)) && !amount(v.folded[end:]) && !dateLike(n) && !dateLike(digitsOf(n)) && !near(v.folded[:start], 24, "热线")
	})...)
}

// groupedLikePhone keeps dates and lists apart from a number with gaps: either the first group is the network's three digits (after 86), or every digit stands
// alone; and dots and slashes need at least three groups, a decimal number has two.
func groupedLikePhone(s string) bool {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "+"), "00")
	groups := strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if groups[0] == "86" {
		groups = groups[1:]
	} else if strings.HasPrefix(groups[0], "86") {
		groups[0] = groups[0][2:]
	}
	groups[0] = strings.TrimPrefix(groups[0], "0")
	if len(groups) == 1 {
		return true
	}
	if len(groups) == 2 && strings.ContainsAny(s, "./") {
		return false
	}
	return grouped(strings.Join(groups, " "))
}

// grouped says whether a number's groups are such as people make: the first of three characters or more, or each character alone. A row of door numbers
// (1-12-3-501) is not.
func grouped(s string) bool {
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' })
	alone := true
	for _, g := range groups {
		alone = alone && len(g) == 1
	}
	return alone || len(groups[0]) >= 3
}

// amount says whether what follows a number makes it money.
func amount(rest string) bool {
	for _, unit := range []string{"元", "万", "亿", "块钱"} {
		if strings.HasPrefix(rest, unit) && !strings.HasPrefix(rest, "元旦") {
			return true
		}
	}
	return false
}

// findSpokenPhones reads mobile numbers that are written out: 一三八零零一三…
func findSpokenPhones(v view) []Finding {
	var out []Finding
	for _, m := range spokenRE.FindAllStringIndex(v.folded, -1) {
		var digits []byte
		var at []int // where each digit starts
		var to []int
		chinese := false
		for i, r := range v.folded[m[0]:m[1]] {
			d := spokenDigit(r)
			if d == 0 {
				continue
			}
			chinese = chinese || r > '9'
			digits = append(digits, d)
			at = append(at, m[0]+i)
			to = append(to, m[0]+i+len(string(r)))
		}
		if n := len(digits); chinese && n == 11 && digits[0] == '1' && digits[1] >= '3' {
			out = append(out, v.finding(KindPhone, at[0], to[n-1]))
		}
	}
	return out
}

func spokenDigit(r rune) byte {
	switch r {
	case '〇', '零':
		return '0'
	case '一', '幺', '壹':
		return '1'
	case '二', '两', '贰':
		return '2'
	case '三', '叁':
		return '3'
	case '四', '肆':
		return '4'
	case '五', '伍':
		return '5'
	case '六', '陆':
		return '6'
	case '七', '柒':
		return '7'
	case '八', '捌':
		return '8'
	case '九', '玖':
		return '9'
	}
	if r >= '0' && r <= '9' {
		return byte(r)
	}
	return 0
}

func findIDs(v view) []Finding {
	out := scan(v, idRE, KindID, func(start, end int) bool {
		if !standsAlone(v, start, end) || !grouped(v.folded[start:end]) {
			return false
		}
		id := digitsOf(v.folded[start:end])
		if !region(id) || !(id[6:8] == "19" || id[6:8] == "20") || !validMonth(id[10:12]) || !validDay(id[12:14]) {
			return false
		}
		// A mistyped last digit still names the person where the words say that it is an ID.
		return ValidID(id) || near(v.folded[:start], 40, "身份证", "证件", "证号")
	})
	return append(out, scan(v, oldIDRE, KindID, func(start, end int) bool {
		id := digitsOf(v.folded[start:end])
		return standsAlone(v, start, end) && grouped(v.folded[start:end]) && region(id) && validMonth(id[8:10]) && validDay(id[10:12])
	})...)
}

// ValidID says whether an 18-digit citizen number's check digit is right (GB 11643-1999).
func ValidID(id string) bool {
	if len(id) != 18 {
		return false
	}
	sum := 0
	for i, w := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		if !isDigit(id[i]) {
			return false
		}
		sum += int(id[i]-'0') * w
	}
	last := id[17]
	if last == 'x' {
		last = 'X'
	}
	return "10X98765432"[sum%11] == last
}

// region says whether the first two digits are a province (GB/T 2260).
func region(id string) bool {
	switch p := id[:2]; {
	case p >= "11" && p <= "15", p >= "21" && p <= "23", p >= "31" && p <= "37", p >= "41" && p <= "46", p >= "50" && p <= "54", p >= "61" && p <= "65":
		return true
	case p == "71", p == "81", p == "82", p == "83":
		return true
	}
	return false
}

func findCards(v view) []Finding {
	return scan(v, cardRE, KindCard, func(start, end int) bool {
		if !standsAlone(v, start, end) {
			return false
		}
		n := digitsOf(v.folded[start:end])
		return luhn(n) && len(n) >= 16 || near(v.folded[:start], 40, "卡号", "银行卡", "账号", "帐号", "存折", "工资卡", "一卡通")
	})
}

// luhn is the check of ISO/IEC 7812.
func luhn(n string) bool {
	sum := 0
	for i := range n {
		d := int(n[len(n)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// standsAlone says whether a number is not the inside of a longer number or of a code with letters, such as an order number.
func standsAlone(v view, start, end int) bool {
	b, a := v.before(start), v.after(end)
	return !isDigit(b) && !isLetter(b) && !isDigit(a) && !isLetter(a)
}
