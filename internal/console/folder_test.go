package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/web"
)

func TestTheFolderIsPrintedWithoutSayingWhoCalled(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.keyOrder("g1")
	s.keyOrder("g2")
	b := s.as("hotline/dispatcher")
	page := b.get("/folder")
	status(t, "the folder", page, 200)
	var keys []string
	for part := range strings.SplitSeq(page.Body.String(), "<input") {
		if strings.Contains(part, `name="key"`) {
			_, v, _ := strings.Cut(part, `value="`)
			v, _, _ = strings.Cut(v, `"`)
			keys = append(keys, v)
		}
	}
	if len(keys) != 2 {
		t.Fatalf("%d sheets are offered: %.400s", len(keys), words(page))
	}
	status(t, "nothing chosen", b.post("/folder/print", url.Values{"_key": {web.NewKey()}}), 422)
	paper := b.post("/folder/print", url.Values{"_key": {web.NewKey()}, "key": keys})
	status(t, "the print", paper, 200)
	out := paper.Body.String()
	if strings.Contains(out, "王秀兰") || strings.Contains(out, "13800001234") || strings.Contains(out, "138 0000 1234") {
		t.Error("the print tells who called")
	}
	if n := strings.Count(out, `class="folder-code"`); n != 2 || strings.Count(out, `class="folder-sheet"`) != 3 {
		t.Errorf("%d codes, %d sheets with the cover", n, strings.Count(out, `class="folder-sheet"`))
	}
	for _, post := range []org.PostID{"cgj/handler", org.PostGovHead, "hotline/visitor"} {
		c := s.as(post)
		status(t, string(post), c.get("/folder"), 403)
		status(t, string(post), c.post("/folder/print", url.Values{"_key": {web.NewKey()}, "key": keys}), 403)
	}
}
