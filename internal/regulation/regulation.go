// Package regulation holds the text of the law that Huiyin carries out (蒙城县县长热线管理暂行办法, 蒙政办秘〔2022〕19号), a typed
// constant for each clause that code cites, and Refusal, the answer of a rule that says no and names its article.
//
// It never decides anything: rules live in the rooms above it. Start reading at Clause and Refusal.
package regulation

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed mengcheng-2022.txt
var source string

// Number is the document number (文号) of the regulation in force since 2022-05-30.
const Number = "蒙政办秘〔2022〕19号"

// Title is the regulation's name.
const Title = "蒙城县县长热线管理暂行办法"

// Clause names an article, or an item in an article: article*100 + item. Item 0 is the whole article.
// A wrong citation does not compile.
type Clause uint16

// The articles, and the items of articles that rules cite on their own.
const (
	Art1    Clause = 100
	Art2    Clause = 200
	Art3    Clause = 300
	Art4    Clause = 400
	Art5    Clause = 500
	Art5_1  Clause = 501
	Art5_2  Clause = 502
	Art6    Clause = 600
	Art6_2  Clause = 602
	Art6_3  Clause = 603
	Art6_4  Clause = 604
	Art6_5  Clause = 605
	Art7    Clause = 700
	Art8    Clause = 800
	Art8_1  Clause = 801
	Art8_2  Clause = 802
	Art8_3  Clause = 803
	Art8_4  Clause = 804
	Art8_5  Clause = 805
	Art9    Clause = 900
	Art10   Clause = 1000
	Art10_1 Clause = 1001
	Art10_2 Clause = 1002
	Art10_3 Clause = 1003
	Art10_4 Clause = 1004
	Art11   Clause = 1100
	Art12   Clause = 1200
	Art13   Clause = 1300
	Art14   Clause = 1400
	Art15   Clause = 1500
	Art16   Clause = 1600
	Art17   Clause = 1700
	Art18   Clause = 1800
	Art19   Clause = 1900
	Art20   Clause = 2000
	Art21   Clause = 2100
	Art21_1 Clause = 2101
	Art21_2 Clause = 2102
	Art21_3 Clause = 2103
	Art21_4 Clause = 2104
	Art21_5 Clause = 2105
	Art21_6 Clause = 2106
	Art21_7 Clause = 2107
	Art21_8 Clause = 2108
	Art22   Clause = 2200
	Art23   Clause = 2300
	Art23_3 Clause = 2303
	Art23_6 Clause = 2306
	Art23_8 Clause = 2308
	Art24   Clause = 2400
	Art25   Clause = 2500
	Art26   Clause = 2600
	Art27   Clause = 2700
	Art28   Clause = 2800
	Art29   Clause = 2900
)

// Articles lists the 29 articles in order.
func Articles() []Clause {
	all := make([]Clause, 29)
	for i := range all {
		all[i] = Clause((i + 1) * 100)
	}
	return all
}

// Article is the whole article that the clause belongs to.
func (c Clause) Article() Clause { return c / 100 * 100 }

// Item is the number of the item in the article, 0 for the whole article.
func (c Clause) Item() int { return int(c % 100) }

// String cites the clause as documents do: 第十条（四）.
func (c Clause) String() string {
	s := "第" + chinese(int(c/100)) + "条"
	if n := c.Item(); n > 0 {
		s += "（" + chinese(n) + "）"
	}
	return s
}

// ParseClause reads what String prints.
func ParseClause(s string) (Clause, error) {
	for a := 1; a <= 29; a++ {
		for i := 0; i <= 9; i++ {
			if c := Clause(a*100 + i); c.String() == s {
				return c, nil
			}
		}
	}
	return 0, fmt.Errorf("parse clause %q: not an article of %s", s, Number)
}

// Text is the wording of the article, without its number; of an item, the item's own line where the article prints one.
func (c Clause) Text() string {
	head := "第" + chinese(int(c/100)) + "条"
	var out []string
	in := false
	for _, line := range strings.Split(source, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, head+" ") || strings.HasPrefix(line, head+"　"):
			in = true
			out = append(out, strings.TrimLeft(strings.TrimPrefix(line, head), " 　"))
			continue
		case strings.HasPrefix(line, "第") && strings.Contains(line, "条"):
			if n := strings.Index(line, "条"); in && n < 20 {
				in = false
			}
		case strings.HasPrefix(line, "1. ") && len([]rune(line)) < 8, strings.HasPrefix(line, "第") && strings.Contains(line, "章"):
			in = false
		}
		if in && line != "" {
			out = append(out, line)
		}
	}
	text := strings.Join(out, "\n")
	if n := c.Item(); n > 0 {
		mark := "（" + chinese(n) + "）"
		for _, line := range out {
			if strings.HasPrefix(line, mark) {
				return line
			}
		}
		// Art. 21 numbers its items by position.
		if c.Article() == Art21 && n < len(out) {
			return mark + strings.TrimPrefix(out[n], "1. ")
		}
	}
	return text
}

var digits = []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

func chinese(n int) string {
	switch {
	case n < 10:
		return digits[n]
	case n == 10:
		return "十"
	case n < 20:
		return "十" + digits[n-10]
	case n%10 == 0:
		return digits[n/10] + "十"
	default:
		return digits[n/10] + "十" + digits[n%10]
	}
}
