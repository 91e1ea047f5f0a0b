package text

import (
	"regexp"
	"strings"
)

// A house number gives away a person when it goes down to the door; "3号楼2单元电梯坏了" speaks of what everybody there shares.
const count = `(?:\d{1,4}|[一二三四五六七八九十百〇零]{1,5}|[A-Za-z]\d{0,2}|[东西南北甲乙丙丁])`

var (
	doorRE = regexp.MustCompile(
		// 12号楼3单元501室, 12栋501, 7幢二单元三楼东户
		count + ` ?(?:号楼|#楼?|栋楼?|幢楼?|座|号院)[ ,，\-]{0,2}(?:` + count + ` ?单元[ ,，\-]{0,2})?(?:` + count + ` ?(?:层|楼)[ ,，\-]{0,2})?` +
			`(?:` + count + ` ?(?:室|户|号房|房)|\d{3,4}号?)` +
			// 2单元501室
			`|` + count + ` ?单元[ ,，\-]{0,2}(?:` + count + ` ?(?:层|楼)[ ,，\-]{0,2})?(?:` + count + ` ?(?:室|户|号房|房)|\d{3,4}号?)`)
	dashDoorRE  = regexp.MustCompile(`(?:小区|[苑城园家府湾庭区期]) ?(\d{1,2}[\-#]\d{1,2}[\-#]\d{3,4}室?)`)
	dashRoomRE  = regexp.MustCompile(`\d{1,2}[\-#](?:\d{1,2}[\-#])?\d{3,4}室`)
	villageRE   = regexp.MustCompile(`(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:村民组|组|队) ?(\d{1,4}号)`)
	doorplateRE = regexp.MustCompile(`(?:门牌号?|家住)(?:是|为|:)? ?([\p{Han}]{0,12}\d{1,5}号?)`)
)

func findHomes(v view) []Finding {
	whole := func(start, end int) bool { return !isDigit(v.before(start)) && !isDigit(v.after(end)) }
	out := scan(v, doorRE, KindHome, func(start, end int) bool { return whole(start, end) && !measure(v.folded[end:]) })
	out = append(out, scan(v, dashDoorRE, KindHome, whole)...)
	out = append(out, scan(v, dashRoomRE, KindHome, whole)...)
	out = append(out, scan(v, villageRE, KindHome, func(start, end int) bool {
		return whole(start, end) && !startsWithAny(v.folded[end:], "楼", "线", "机", "文", "路", "下午", "上午", "晚")
	})...)
	return append(out, scan(v, doorplateRE, KindHome, func(start, end int) bool {
		return whole(start, end) && strings.HasSuffix(v.folded[start:end], "号")
	})...)
}

// measure says whether what follows turns a room's number into a size, a count or a type of flat: 11栋1152套, 3栋08户型.
func measure(rest string) bool {
	return startsWithAny(rest, "套", "多", "余", "平", "㎡", "m", "f", "F", "米", "户", "型", "人", "元", "万", "年")
}

func startsWithAny(s string, heads ...string) bool {
	for _, h := range heads {
		if strings.HasPrefix(s, h) {
			return true
		}
	}
	return false
}
