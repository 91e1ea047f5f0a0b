package text

import (
	"regexp"
	"slices"
	"strings"
)

// Kind says what a finding would give away.
type Kind string

// What the detector looks for (trust.md B1).
const (
	KindPhone  Kind = "phone"
	KindID     Kind = "id"
	KindCard   Kind = "card"
	KindPlate  Kind = "plate"
	KindEmail  Kind = "email"
	KindSocial Kind = "social" // 微信, QQ
	KindName   Kind = "name"
	KindHome   Kind = "home"
)

// Label is the kind's Chinese name.
func (k Kind) Label() string {
	switch k {
	case KindPhone:
		return "电话"
	case KindID:
		return "身份证号"
	case KindCard:
		return "银行卡号"
	case KindPlate:
		return "车牌号"
	case KindEmail:
		return "邮箱"
	case KindSocial:
		return "微信或QQ号"
	case KindName:
		return "姓名"
	case KindHome:
		return "门牌号"
	}
	return "个人信息"
}

// Finding is a stretch of a text that identifies a person: byte offsets with Start < End on rune boundaries, and the words as they stand there.
type Finding struct {
	Start, End int
	Kind       Kind
	Text       string
}

// FindIdentity answers what in s identifies a person (Art. 23(6); trust.md B1), in order and without overlap: telephone, ID and card numbers,
// plates, e-mail, WeChat and QQ, names after "我叫" and the like, house numbers down to the room, and the given names (the caller's). Width, blanks,
// dashes, circled digits and invisible marks do not hide anything. Order numbers, amounts, dates, document numbers such as 〔2022〕19号 and public
// short codes (12345, 110) are no findings. It is a detector, not a proof: people look at what it marks, and at what it does not.
func FindIdentity(s string, names ...string) []Finding {
	if s == "" {
		return nil
	}
	v := viewOf(s)
	var found []Finding
	for _, look := range []func(view) []Finding{findIDs, findPhones, findSpokenPhones, findCards, findPlates, findEmails, findSocial, findSaidNames, findHomes} {
		found = append(found, look(v)...)
	}
	found = append(found, findNames(v, names)...)
	return merge(s, found)
}

// merge sorts findings and joins those that overlap under the kind of the longer.
func merge(s string, found []Finding) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	var out []Finding
	for _, f := range found {
		if n := len(out); n > 0 && f.Start < out[n-1].End {
			last := &out[n-1]
			if f.End-f.Start > last.End-last.Start {
				last.Kind = f.Kind
			}
			last.End = max(last.End, f.End)
			last.Text = s[last.Start:last.End]
			continue
		}
		out = append(out, f)
	}
	return out
}

// scan tries re from every place where it can start and keeps what ok accepts; a refused try goes on one byte later, so that a number behind another
// ("15日13812345678") is still seen. Group 1, if re has one, is the finding.
func scan(v view, re *regexp.Regexp, kind Kind, ok func(start, end int) bool) []Finding {
	var out []Finding
	for i := 0; i < len(v.folded); {
		m := re.FindStringSubmatchIndex(v.folded[i:])
		if m == nil {
			break
		}
		start, end := m[0]+i, m[1]+i
		if len(m) > 2 && m[2] >= 0 {
			start, end = m[2]+i, m[3]+i
		}
		if end > start && (ok == nil || ok(start, end)) {
			out = append(out, v.finding(kind, start, end))
			i = end
			continue
		}
		i = m[0] + i + 1
	}
	return out
}

var (
	emailRE  = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+\-]*@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+`)
	wechatRE = regexp.MustCompile(`(?i)(?:微信|薇信|威信|weixin|wechat|vx|v信|wx)(?:账号|帐号|号码|号|名|id)?[是为叫]?[: ]{0,3}([a-z][a-z0-9_\-]{5,19}|[1-9]\d{5,11})`)
	wxidRE   = regexp.MustCompile(`(?i)wxid_[a-z0-9]{6,}`)
	qqRE     = regexp.MustCompile(`(?i)(?:qq|扣扣|企鹅)(?:账号|帐号|号码|号|群)?[是为]?[: ]{0,3}([1-9]\d{4,10})`)
	plateRE  = regexp.MustCompile(`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领] ?[A-Za-z][ ·\-.]{0,2}(?:[A-HJ-NP-Za-hj-np-z0-9]{6}|[A-HJ-NP-Za-hj-np-z0-9]{5}|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳])`)
)

func findEmails(v view) []Finding { return scan(v, emailRE, KindEmail, nil) }

func findSocial(v view) []Finding {
	value := func(start, end int) bool {
		b := v.after(end)
		return !isDigit(b) && !(isLetter(b) && isLetter(v.folded[end-1])) && !dateLike(v.folded[start:end])
	}
	out := scan(v, wechatRE, KindSocial, value)
	out = append(out, scan(v, wxidRE, KindSocial, nil)...)
	return append(out, scan(v, qqRE, KindSocial, value)...)
}

func findPlates(v view) []Finding {
	return scan(v, plateRE, KindPlate, func(start, end int) bool {
		if b := v.after(end); isDigit(b) || isLetter(b) {
			return false
		}
		digits := 0
		for i := start; i < end; i++ {
			if isDigit(v.folded[i]) {
				digits++
			}
		}
		return digits >= 2
	})
}

// dateLike says whether a bare run of digits is a date such as 20200106.
func dateLike(s string) bool {
	if len(s) != 8 && len(s) != 6 {
		return false
	}
	for i := range s {
		if !isDigit(s[i]) {
			return false
		}
	}
	if y := s[:2]; y != "19" && y != "20" {
		return false
	}
	return validMonth(s[4:6]) && (len(s) == 6 || validDay(s[6:8]))
}

func validMonth(s string) bool { return s >= "01" && s <= "12" }
func validDay(s string) bool   { return s >= "01" && s <= "31" }

// near says whether one of words stands within the last bytes of s.
func near(s string, bytes int, words ...string) bool {
	s = s[max(0, len(s)-bytes):]
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
