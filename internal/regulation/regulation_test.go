package regulation

import (
	"strings"
	"testing"
)

func TestEveryArticleHasItsTextAndStanding(t *testing.T) {
	seen := map[string]Clause{}
	for _, a := range Articles() {
		text := a.Text()
		if len([]rune(text)) < 10 {
			t.Errorf("%s has text %q", a, text)
		}
		if other, ok := seen[text]; ok {
			t.Errorf("%s and %s have the same text", a, other)
		}
		seen[text] = a
		if StandingOf(a) == "" {
			t.Errorf("%s has no standing", a)
		}
	}
	if got := Art19.Text(); !strings.Contains(got, "累加办理总时长不得超过15个工作日") || strings.Contains(got, "终结") {
		t.Errorf("Art19 = %q", got)
	}
	if got := Art28.Text(); strings.Contains(got, "附则") {
		t.Errorf("Art28 runs on: %q", got)
	}
}

func TestItemsAreCitedAndQuoted(t *testing.T) {
	for c, want := range map[Clause]string{
		Art10_4: "书面批办", Art8_2: "诉讼", Art21_6: "3次以上重复反映", Art23_6: "泄露投诉人身份信息", Art6_3: "受理、登记、分类", Art6_2: "制定县长热线工作制度", Art6_5: "检查、指导、督促", Art5_2: "第一责任人",
	} {
		if got := c.Text(); !strings.Contains(got, want) || strings.Contains(got, "\n") {
			t.Errorf("%s = %q, want one line with %q", c, got, want)
		}
	}
	if got := Art10_4.String(); got != "第十条（四）" {
		t.Errorf("Art10_4 prints %q", got)
	}
	for _, c := range []Clause{Art1, Art10_4, Art21_6, Art29, Art20} {
		back, err := ParseClause(c.String())
		if err != nil || back != c {
			t.Errorf("ParseClause(%q) = %v, %v", c.String(), back, err)
		}
	}
	if _, err := ParseClause("第三十条"); err == nil {
		t.Error("an article that does not exist was parsed")
	}
}
