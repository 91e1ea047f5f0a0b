package text

import (
	"fmt"
	"regexp"
	"strings"
)

// BadPhone says what is wrong with a telephone number and what to do; its text is Chinese, for the person who typed it.
type BadPhone string

// Error is the text itself.
func (b BadPhone) Error() string { return string(b) }

func badPhone(format string, args ...any) (string, error) {
	return "", BadPhone(fmt.Sprintf(format, args...))
}

// ParsePhone answers the one way of writing a number that a citizen may type with blanks, dashes, brackets, +86 or full-width digits:
//
//	13812345678       mobile
//	0558-7812345      land line with area code; with extension 0558-7812345-801
//	7812345, 95598    local number or short code of 5 to 8 digits, as typed
//	4008123456        400 and 800 numbers
//	+85212345678      abroad, Hong Kong, Macau, Taiwan
//
// The error is a [BadPhone].
func ParsePhone(s string) (string, error) {
	digits, ext, plus, err := phoneDigits(s)
	if err != nil {
		return "", err
	}
	switch {
	case plus && !strings.HasPrefix(digits, "86"):
		if n := len(digits); n < 7 || n > 15 || digits[0] == '0' {
			return badPhone("境外电话应为“+国家或地区代码”加号码，共7至15位数字，请核对")
		}
		return "+" + digits, nil
	case plus:
		digits = digits[2:]
	case strings.HasPrefix(digits, "0086"):
		digits = digits[4:]
	case strings.HasPrefix(digits, "86") && (len(digits) == 13 && digits[2] == '1' || len(digits) >= 12 && digits[2] == '0'):
		digits = digits[2:]
	}
	// An area code is sometimes written without its 0 after +86, and a mobile with one.
	if len(digits) == 12 && strings.HasPrefix(digits, "01") && digits[2] >= '3' {
		digits = digits[1:]
	}
	switch n := len(digits); {
	case n == 0:
		return badPhone("请填写电话")
	case strings.HasPrefix(digits, "400") && n > 8 || strings.HasPrefix(digits, "800") && n > 8:
		return exact(digits, ext, 10, digits[:3]+"电话")
	case digits[0] == '0':
		return landLine(digits, ext)
	case n >= 7 && digits[0] == '1' && digits[1] >= '3':
		if ext != "" {
			return badPhone("手机号没有分机，请只填手机号")
		}
		return exact(digits, "", 11, "手机号")
	case n < 5:
		return badPhone("电话只有%d位，请填写完整的手机号，或“区号-号码”", n)
	case n <= 8:
		if n >= 7 && digits[0] == '1' {
			return badPhone("本地号码不以1开头，请核对；手机号应为11位")
		}
		if ext != "" && n < 7 {
			return badPhone("“%s”是短号码，没有分机，请核对", digits)
		}
		return withExt(digits, ext), nil
	case n == 11 && digits[0] == '1':
		return badPhone("手机号应以13至19开头，请核对前两位")
	}
	return badPhone("电话有%d位，既不是11位手机号，也不是“区号-号码”，请核对", len(digits))
}

// PhoneKey answers what two writings of one line have in common, for matching and the blind index: a local number gets the county's area code
// (such as "0558"), an extension is left out. Normalized is what [ParsePhone] answered.
func PhoneKey(normalized, area string) string {
	parts := strings.SplitN(normalized, "-", 3)
	switch {
	case parts[0] == "":
		return ""
	case parts[0][0] == '0' && len(parts) > 1:
		return parts[0] + parts[1]
	case len(parts[0]) == 7 || len(parts[0]) == 8:
		return area + parts[0]
	}
	return parts[0]
}

// dashedExt is a land line or service number with its extension behind a dash, as we write it ourselves.
var dashedExt = regexp.MustCompile(`^(0\d{2,3}-[2-9]\d{6,7}|[2-9]\d{6,7}|[48]00\d{7})-(\d{1,6})$`)

// phoneDigits reads the digits, the extension and whether a plus stood in front.
func phoneDigits(s string) (digits, ext string, plus bool, err error) {
	var b strings.Builder
	folded := strings.TrimSpace(Fold(s))
	for _, word := range []string{"转分机", "分机号", "分机", "转", "ext.", "ext", "#", "*"} {
		if head, tail, ok := strings.Cut(folded, word); ok && head != "" {
			if folded, ext = head, onlyDigits(tail); ext == "" || len(ext) > 6 {
				return "", "", false, BadPhone("分机号应为1至6位数字，请核对")
			}
			break
		}
	}
	for i, r := range folded {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && i == 0:
			plus = true
		case r == ' ' || r == '-' || r == '(' || r == ')' || r == '.' || r == '·' || isDash(r):
		case r == ',' || r == ';' || r == '/' || r == '、' || r == '\\' || r == '|' || r == '和' || r == '或':
			return "", "", false, BadPhone("一栏只填一个电话，其余请填在其他电话或备注里")
		default:
			return "", "", false, BadPhone("电话里有“" + string(r) + "”，请只填数字，例如13800000000或0558-7810000")
		}
	}
	if m := dashedExt.FindStringSubmatch(folded); ext == "" && m != nil {
		return strings.ReplaceAll(m[1], "-", ""), m[2], false, nil
	}
	if b.Len() > 21 {
		return "", "", false, BadPhone("一栏只填一个电话，其余请填在其他电话或备注里")
	}
	return b.String(), ext, plus, nil
}

// exact refuses a number that is too short or too long by naming the difference.
func exact(digits, ext string, want int, what string) (string, error) {
	switch n := len(digits); {
	case n < want:
		return badPhone("%s应为%d位，少%d位，请补全", what, want, want-n)
	case n > want:
		return badPhone("%s应为%d位，多%d位，请核对", what, want, n-want)
	}
	return withExt(digits, ext), nil
}

func landLine(digits, ext string) (string, error) {
	area := areaCode(digits)
	if area == "" {
		return badPhone("区号“%s”不存在，请核对（例如0558）", digits[:min(len(digits), 4)])
	}
	local := digits[len(area):]
	switch n := len(local); {
	case n == 0:
		return badPhone("只填了区号%s，请补上号码", area)
	case n < 7 && (strings.HasPrefix(local, "1") || strings.HasPrefix(local, "9")) && n >= 5:
		if ext != "" {
			return badPhone("“%s”是短号码，没有分机，请核对", local)
		}
		return area + "-" + local, nil // a short code asked for in another city, such as 0551-12345
	case n < 7:
		return badPhone("电话少%d位，请补全（区号%s后应为7或8位）", 7-n, area)
	case n > 8:
		return badPhone("电话多%d位，请核对（区号%s后应为7或8位）", n-8, area)
	case local[0] < '2':
		return badPhone("区号%s后的号码不应以%c开头，请核对", area, local[0])
	}
	return withExt(area+"-"+local, ext), nil
}

// areaCode answers the trunk prefix with area code at the start of digits: 010, 020 to 029, or four digits 03xx to 09xx; "" if there is none.
func areaCode(digits string) string {
	switch {
	case len(digits) < 3 || digits[0] != '0' || digits[1] == '0':
		return ""
	case digits[1] == '1':
		if digits[2] == '0' {
			return "010"
		}
		return ""
	case digits[1] == '2':
		if digits[2] == '6' {
			return ""
		}
		return digits[:3]
	case len(digits) < 4:
		return ""
	}
	return digits[:4]
}

func withExt(n, ext string) string {
	if ext == "" {
		return n
	}
	return n + "-" + ext
}

func onlyDigits(s string) string {
	s = strings.Trim(s, " -:.")
	for _, r := range s {
		if r < '0' || r > '9' {
			return ""
		}
	}
	return s
}

// isDash says whether r is one of the many strokes that people type between groups of digits.
func isDash(r rune) bool {
	switch r {
	case '-', '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－', 'ー', '─', '_', '~', '～':
		return true
	}
	return false
}
