package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/testkit"
)

func TestNobodysEditOverwritesAnothers(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		id := s.dispatched()
		one, two := s.as("hotline/dispatcher"), s.as("hotline/office_head")
		form := func(b *browser) url.Values {
			part := actPart(t, b.get("/orders/"+id+"?do=correct").Body.String(), "correct")
			return url.Values{"_key": {hiddenField(t, part, "_key")}, "_v": {hiddenField(t, part, "_v")}, "type": {"complaint"}, "category": {"0204"}, "place": {"北城社区"},
				"reason": {"核对后改正"}}
		}
		first, second := form(one), form(two)
		first.Set("title", "东门路口下水道堵塞")
		second.Set("title", "西门路口下水道堵塞，须疏通")
		status(t, "the first", one.post("/orders/"+id+"/correct", first), 303)
		before := s.head()
		r := two.post("/orders/"+id+"/correct", second)
		status(t, "the second", r, 409)
		if s.head() != before {
			t.Error("the second edit was stored")
		}
		page := words(r)
		for _, want := range []string{"还没有保存", "人员photline.dispatcher", "更正", "您看到的", "路口下水道堵塞，污水漫上路面", "东门路口下水道堵塞"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page does not show %q: %s", want, page)
			}
		}
		part := actPart(t, r.Body.String(), "correct")
		if got := hiddenField(t, part, "title"); got != second.Get("title") {
			t.Errorf("typed %q, the form kept %q", second.Get("title"), got)
		}
		if hiddenField(t, part, "_v") == second.Get("_v") {
			t.Error("the form still stands on the old version")
		}
		// A form that comes back for a wrong field keeps its old version, so that the conflict is not lost on the way.
		stale := url.Values{}
		for k, v := range second {
			stale[k] = v
		}
		stale.Set("title", "")
		stale.Set("reason", "")
		again := two.post("/orders/"+id+"/correct", stale)
		status(t, "a wrong field", again, 422)
		if v := hiddenField(t, actPart(t, again.Body.String(), "correct"), "_v"); v != second.Get("_v") {
			t.Errorf("the version moved from %s to %s under the person's hands", second.Get("_v"), v)
		}
		second.Set("_v", hiddenField(t, part, "_v"))
		second.Set("_key", hiddenField(t, part, "_key"))
		status(t, "sent again on the new version", two.post("/orders/"+id+"/correct", second), 303)
		if v := s.Order("hotline/dispatcher", id); v.Title != second.Get("title") {
			t.Errorf("the title is %s", v.Title)
		}
	})
}

func TestAStepThatIsGoneKeepsWhatWasTyped(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.dispatched()
	b := s.as("hotline/dispatcher")
	part := actPart(t, b.get("/orders/"+id+"?do=recall").Body.String(), "recall")
	v := hiddenField(t, part, "_v")
	other := s.as("hotline/office_head")
	o := actPart(t, other.get("/orders/"+id+"?do=recall").Body.String(), "recall")
	status(t, "recalled", other.post("/orders/"+id+"/recall", url.Values{"_key": {hiddenField(t, o, "_key")}, "_v": {hiddenField(t, o, "_v")}, "reason": {"管护单位是住建局"}}), 303)
	r := b.post("/orders/"+id+"/recall", url.Values{"_key": {hiddenField(t, part, "_key")}, "_v": {v}, "reason": {"这里写了很长的理由，不能丢"}})
	status(t, "the late one", r, 409)
	if !strings.Contains(words(r), "这里写了很长的理由，不能丢") || strings.Contains(r.Body.String(), `action="/orders/`+id+`/recall"`) {
		t.Errorf("typed text is lost, or a step that is gone is offered: %s", words(r))
	}
}
