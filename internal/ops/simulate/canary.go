package simulate

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A caller's name and number are canaries: each is given to one caller alone, and found by these letters wherever it stands.
var (
	surnames = []rune("赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻苏潘葛范彭郎鲁韦马苗方俞任袁柳唐罗")
	marks    = []rune("犇翀翾骉淼焱垚磊喆翊彧昱晔煜炜烨琰珺琪瑄璟璐皓睿瞳祎禛稷竑笙筠筱绮缨羿翎翮翰聿臻")
	givens   = []rune("安邦斌博昌诚川东刚国海浩宏华辉建健江杰军俊凯立龙明鹏平强庆荣瑞山胜涛天伟文武祥翔晓新星雄勇宇振志忠")
)

// nameOf is the name of the n-th caller; no two have the same, and no other text holds one of the marks.
func nameOf(n int) string {
	a, b, c := n%len(surnames), n/len(surnames)%len(marks), n/len(surnames)/len(marks)%len(givens)
	return string([]rune{surnames[a], marks[b], givens[c]})
}

var isMark = func() map[rune]bool {
	m := map[rune]bool{}
	for _, r := range marks {
		m[r] = true
	}
	return m
}()

// canaries are the names and numbers looked for.
type canaries map[string]bool

// find answers the first canary in a text, "" where there is none.
func (c canaries) find(b []byte) string {
	digits := 0
	var last rune
	for i := 0; i < len(b); {
		x := b[i]
		if x < utf8.RuneSelf {
			if x >= '0' && x <= '9' {
				if digits++; digits >= 11 && c[string(b[i-10:i+1])] {
					return string(b[i-10 : i+1])
				}
			} else {
				digits = 0
			}
			last = rune(x)
			i++
			continue
		}
		digits = 0
		r, n := utf8.DecodeRune(b[i:])
		if isMark[r] {
			next, _ := utf8.DecodeRune(b[i+n:])
			if name := string([]rune{last, r, next}); c[name] {
				return name
			}
		}
		last = r
		i += n
	}
	return ""
}

// lookThrough looks for what callers are called where it must not be.
func (s *sim) lookThrough(sink, where string, b []byte) {
	s.report.Bytes += int64(len(b))
	s.report.Checks["canary in "+sink]++
	if s.county == nil {
		return
	}
	if x := s.county.canaries.find(b); x != "" {
		i := bytes.Index(b, []byte(x))
		around := strings.ToValidUTF8(string(b[max(0, i-240):min(len(b), i+120)]), "")
		s.broken("canary", sink+" "+where, "%s stands there in clear: %s", x, strings.Join(strings.Fields(around), " "))
	}
}
