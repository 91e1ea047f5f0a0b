package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mask answers s with each finding replaced by its kind in brackets ("【电话】"): in a text that goes into the log in clear not even the last four
// digits may stay, they open the citizen's enquiry page (trust.md B4). Findings must be those of s; others are passed over.
func Mask(s string, findings []Finding) string {
	var b strings.Builder
	last := 0
	for _, f := range findings {
		if f.Start < last || f.End <= f.Start || f.End > len(s) {
			continue
		}
		b.WriteString(s[last:f.Start])
		b.WriteString(placeholder(f.Kind))
		last = f.End
	}
	b.WriteString(s[last:])
	return b.String()
}

// AutoMask answers s with everything that [FindIdentity] finds replaced; nothing is found in the answer.
func AutoMask(s string, names ...string) string {
	// What stood apart can come together when something between is taken out, so look again; each round removes letters or digits, it ends.
	for {
		found := FindIdentity(s, names...)
		if len(found) == 0 {
			return s
		}
		s = Mask(s, found)
	}
}

func placeholder(k Kind) string { return "【" + k.Label() + "】" }

// MaskName keeps the surname: 张三 is 张*, 张三丰 is 张**, 欧阳修 is 欧阳*; a firm or a long name keeps its first character.
func MaskName(name string) string {
	r := []rune(OneLine(name))
	switch family := surnameLength(r); {
	case len(r) == 0:
		return ""
	case len(r) == 1:
		return string(r) + "*"
	case family > 0 && len(r) > family && len(r) <= family+2:
		return string(r[:family]) + strings.Repeat("*", len(r)-family)
	default:
		return string(r[:1]) + strings.Repeat("*", min(len(r)-1, 2))
	}
}

// Salutation is what a handling unit may call the caller: 张先生 (sex "m" or 男), 张女士 ("f" or 女), else 诉求人张某; 诉求人 where no surname is known.
func Salutation(name, sex string) string {
	r := []rune(OneLine(name))
	family := surnameLength(r)
	if family == 0 || nobody(string(r)) || strings.ContainsFunc(string(r), func(c rune) bool { return !unicode.Is(unicode.Han, c) && c != '*' && c != '·' }) {
		return "诉求人"
	}
	surname := string(r[:family])
	switch sex {
	case "m", "男":
		return surname + "先生"
	case "f", "女":
		return surname + "女士"
	}
	return "诉求人" + surname + "某"
}

// surnameLength answers how many of the runes are the surname of a name of two to four characters, 0 if they are no such name.
func surnameLength(r []rune) int {
	switch {
	case len(r) >= 3 && len(r) <= 4 && strings.Contains(compounds, string(r[:2])):
		return 2
	case len(r) >= 1 && len(r) <= 4 && strings.ContainsRune(surnames, r[0]):
		return 1
	case len(r) >= 2 && len(r) <= 3 && unicode.Is(unicode.Han, r[0]):
		return 1 // a rare surname
	}
	return 0
}

// MaskPhone hides the middle: 138****5678, 0558-****345, ****345 for a local number. What is no telephone number is hidden whole.
func MaskPhone(phone string) string {
	n, err := ParsePhone(phone)
	if err != nil {
		return strings.Repeat("*", min(utf8.RuneCountInString(phone), 8))
	}
	parts := strings.SplitN(n, "-", 3)
	switch {
	case len(parts) > 1 && parts[0][0] == '0':
		return parts[0] + "-" + tail(parts[1])
	case len(parts[0]) == 11 && parts[0][0] == '1':
		return n[:3] + "****" + n[7:]
	case parts[0][0] == '+':
		return parts[0][:4] + "****" + parts[0][len(parts[0])-2:]
	}
	return tail(parts[0])
}

// tail keeps the last digits of a local number, never more than half.
func tail(n string) string {
	keep := min(3, len(n)/2)
	return "****" + n[len(n)-keep:]
}

// MaskID keeps the first and last four characters of an ID number: 3416**********1234. Anything shorter than 12 is hidden whole.
func MaskID(id string) string {
	r := []rune(OneLine(id))
	if len(r) < 12 {
		return strings.Repeat("*", len(r))
	}
	return string(r[:4]) + strings.Repeat("*", len(r)-8) + string(r[len(r)-4:])
}

var (
	areaRE = regexp.MustCompile(`^.*?(?:社区|小区|家园|花园|新村|公寓|村)(?:小区|社区)?`)
	townRE = regexp.MustCompile(`^.*(?:街道|开发区|[镇乡])`)
	roadRE = regexp.MustCompile(`^[\p{Han}]*?(?:大道|[路街巷])`)
)

// CoarseAddress answers an address no finer than village, community or estate (domain.md §1.7); without one, no finer than township, then road, then
// the words before the first number.
func CoarseAddress(address string) string {
	s := OneLine(address)
	if cut := areaRE.FindString(townless(s)); cut != "" {
		return s[:len(cut)]
	}
	for _, re := range []*regexp.Regexp{townRE, roadRE} {
		if cut := re.FindString(s); cut != "" && !strings.ContainsFunc(cut, unicode.IsDigit) {
			return cut
		}
	}
	if i := strings.IndexFunc(s, unicode.IsDigit); i >= 0 {
		s = s[:i]
	}
	for _, stop := range []string{"号", "栋", "幢", "单元", "室", "组", "队"} {
		if strings.Contains(s, stop) {
			return ""
		}
	}
	return AutoMask(s)
}

// townless hides 村 in the names of townships (楚村镇) from the search for a village, byte for byte.
func townless(s string) string {
	for _, t := range []string{"村镇", "村乡", "社区镇"} {
		s = strings.ReplaceAll(s, t, strings.Repeat("某", len(t)/len("某")))
	}
	return s
}

var finerRE = regexp.MustCompile(`^.*?(?:街道|开发区|[镇乡])(?:[\p{Han}]{1,6}?(?:社区|村))?|^[\p{Han}]{1,6}?(?:社区|村)`)

// AddressParts are the pieces of an address that are finer than the village or community which may be told: the whole of what stands behind it, the name of
// the estate or street, and the house.
func AddressParts(address string) []string {
	s := OneLine(address)
	if s == "" {
		return nil
	}
	if m := finerRE.FindString(townless(s)); m != "" && len(m) < len(s) {
		s = s[len(m):]
	}
	var out []string
	add := func(x string) {
		if x = strings.TrimSpace(x); utf8.RuneCountInString(x) > 1 {
			out = append(out, x)
		}
	}
	add(s)
	if i := strings.IndexFunc(s, unicode.IsDigit); i > 0 {
		add(s[:i])
		add(s[i:])
	}
	return out
}
