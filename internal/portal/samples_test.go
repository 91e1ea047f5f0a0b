package portal

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/web/parts"
)

// Every route that shows a page has a sample, and every sample a route that is there.
func TestEveryPageHasASample(t *testing.T) {
	var have, known []string
	for _, s := range Samples(testProfile()) {
		have = append(have, s.Route)
	}
	for _, r := range (&Portal{}).Routes() {
		at := r.Method + " " + r.Pattern
		known = append(known, at)
		if r.Method == "GET" && !slices.Contains(have, at) && at != "GET /write/{draft}/photo/{file}" { // a file, not a page
			t.Errorf("%s has no sample", at)
		}
	}
	for _, h := range have {
		if h != "" && !slices.Contains(known, h) {
			t.Errorf("a sample names the route %q, which is not in the table", h)
		}
	}
}

// Citizens' pages speak plain Chinese: no words of the house, none of another language, no long sentence (ux C8, C10).
func TestPagesSpeakPlainly(t *testing.T) {
	drop := regexp.MustCompile(`(?s)<head>.*?</head>|<script.*?</script>|<svg.*?</svg>|<textarea.*?</textarea>|<footer.*?</footer>`)
	latin := regexp.MustCompile(`[A-Za-z][A-Za-z']+`)
	for _, s := range Samples(testProfile()) {
		var b bytes.Buffer
		if err := s.Render(t.Context(), &b, parts.Look{Size: parts.ElderText}); err != nil {
			t.Fatal(err)
		}
		text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(drop.ReplaceAllString(b.String(), ""), "\n"))
		for _, w := range latin.FindAllString(text, -1) {
			if !strings.HasPrefix(s.Name, "portal-lost") && w != "MC" && w != "pdf" && w != "png" {
				t.Errorf("%s says %q", s.Name, w)
			}
		}
		for _, w := range []string{"工单", "受理单", "系统异常", "服务器", "提交成功", "操作", "诉求人", "脱敏", "签收"} {
			if strings.Contains(text, w) {
				t.Errorf("%s says %q, a word of the house", s.Name, w)
			}
		}
		for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("。！？；，：\n　（）、", r) }) {
			if n := len([]rune(strings.TrimSpace(sentence))); n > 25 {
				t.Errorf("%s: %d characters in one breath: %s", s.Name, n, sentence)
			}
		}
	}
}
