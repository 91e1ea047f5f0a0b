package console

import (
	"bytes"
	"compress/gzip"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/web/parts"
	"huiyin/internal/web/static"
)

// banned are words that no page says, with what it says instead (domain.md §13.28, ux.md C10).
var banned = []struct{ word, instead string }{
	{"停钟", "暂停计时"}, {"未起算", "尚未计时"}, {"揭示", "查看号码"}, {"系统异常", "什么、为什么、怎么办"}, {"系统错误", "什么、为什么、怎么办"}, {"未知错误", "什么、为什么、怎么办"}, {"请稍后重试", "几时再试，已填的还在不在"},
	{"签批链", "签批流程"}, {"催签", "催办签收"}, {"脱敏", "遮盖"}, {"用户名", "登录名"}, {"工单池", "清单"}, {"提交成功", "做了什么"}, {"操作成功", "做了什么"}, {"非法", "哪里不对，怎么改"}, {"服务器", "说人话"}, {"确认提交", "动词"},
}

// bannedWhole are words that no button says alone: a button says its verb.
var bannedWhole = []string{"提交", "确定", "操作", "是", "否", "OK", "更多"}

var (
	overdueDays = regexp.MustCompile(`[超剩]\d+天`) // a limit counts working days: 超1个工作日
	english     = regexp.MustCompile(`[A-Za-z][A-Za-z']*[A-Za-z]`)
	// Latin letters that are no English words: numbers of orders and requests, keys, kinds of files, units.
	latin   = regexp.MustCompile(`#[0-9a-f]{6}\b|\b(?:MC|SX|ZS|R-|BZ|SZ|AH|GJ)[A-Z0-9-]*\d[A-Z0-9-]*|\b(?:AB|PDF|Word|Excel|WPS|JSON|CSV|MB|KB|GB|Ctrl|Enter|Alt|Shift|Esc|Tab|PgUp|PgDn|Home|End|F\d+|xlsx|docx|csv|json|jpg|png|webp|lktx|pdf|mp4|mp3|huiyin|user|year|papers|days|IP|API|PIN|http|https|VIP|ID|App|GPS|EXIF|OA)\b`)
	drop    = regexp.MustCompile(`(?s)<head>.*?</head>|<script.*?</script>|<svg.*?</svg>|<textarea.*?</textarea>`)
	spoken  = regexp.MustCompile(`(?:aria-label|title|placeholder|alt)="([^"]*)"`)
	tag     = regexp.MustCompile(`<[^>]*>`)
	pushed  = regexp.MustCompile(`(?s)<button[^>]*>(.*?)</button>`)
	key     = regexp.MustCompile(`(?s)<kbd>.*?</kbd>`)
	webLink = regexp.MustCompile(`https?://\S+`)
	inCode  = regexp.MustCompile(`(?s)<code.*?</code>`)
)

// wordsOf is all that a page says: text, labels, titles.
func wordsOf(page string) string {
	page = inCode.ReplaceAllString(drop.ReplaceAllString(page, " "), " ")
	var out strings.Builder
	for _, m := range spoken.FindAllStringSubmatch(page, -1) {
		out.WriteString(html.UnescapeString(m[1]) + "\n")
	}
	out.WriteString(html.UnescapeString(tag.ReplaceAllString(page, "\n")))
	return out.String()
}

func lineWith(text, word string) string {
	for _, l := range strings.Split(text, "\n") {
		if strings.Contains(l, word) {
			return strings.TrimSpace(l)
		}
	}
	return ""
}

// Pages say the office's words, in Chinese, and a button says what it does.
func TestPagesSayTheOfficesWords(t *testing.T) {
	for _, s := range samples(t) {
		page := render(t, s, parts.Look{})
		text := wordsOf(page)
		for _, b := range banned {
			if strings.Contains(text, b.word) {
				t.Errorf("%s says %q: %s; say %s", s.Name, b.word, lineWith(text, b.word), b.instead)
			}
		}
		if w := overdueDays.FindString(text); w != "" {
			t.Errorf("%s says %q: a limit counts working days", s.Name, w)
		}
		plain := latin.ReplaceAllString(webLink.ReplaceAllString(text, ""), "")
		for _, w := range english.FindAllString(plain, -1) {
			t.Errorf("%s speaks English: %q in %s", s.Name, w, lineWith(text, w))
		}
		for _, m := range pushed.FindAllStringSubmatch(page, -1) {
			word := strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(key.ReplaceAllString(m[1], ""), "")))
			if slices.Contains(bannedWhole, word) {
				t.Errorf("%s has a button %q, which does not say what it does", s.Name, word)
			}
		}
	}
}

// heaviest is what a staff page may cost on the wire with its style, scripts and icons, in bytes (ux.md C9).
const heaviest = 120 << 10

func TestPagesAreLight(t *testing.T) {
	files := 0
	for _, f := range []string{static.CSS, static.JS, static.HTMX, static.SSE, static.Icons, static.Mark} {
		files += static.Weight(f)
	}
	most, at := 0, ""
	for _, s := range samples(t) {
		var buf bytes.Buffer
		w := gzip.NewWriter(&buf)
		if _, err := w.Write([]byte(render(t, s, parts.Look{}))); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if n := files + buf.Len(); n > most {
			most, at = n, s.Name
		}
		if n := files + buf.Len(); n > heaviest {
			t.Errorf("%s weighs %d KB", s.Name, n>>10)
		}
	}
	t.Logf("the heaviest page is %s: %d KB, of which %d KB are shared by all", at, most>>10, files>>10)
}
