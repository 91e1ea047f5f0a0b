package ops

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
)

// TestBrowserALeadersWordGoesOutAndComesBack is the road of a 批示件: the magistrate's words on a running order are recorded with their paper, the order turns key, two units
// find the task on their first page and report, one is sent back, and the office tells the leader (Art. 6(4), 17, 21(1); domain.md §13.10).
func TestBrowserALeadersWordGoesOutAndComesBack(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id := o.atUnit("北城社区下水道堵塞")
	number := o.number(id)
	c := o.at("fenban01", "/directives/new?order="+number)
	form := func(pairs ...string) {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			if !eval[bool](o, c, `(()=>{const e=document.querySelector('main form [name="`+pairs[i]+`"]');if(!e)return false;if(e.type==='checkbox'){e.checked=true}else{e.value="`+pairs[i+1]+`"}e.dispatchEvent(new Event('input',{bubbles:true}));return e.type==='checkbox'||e.value!==''})()`) {
				t.Fatalf("no field %s for %s:\n%s", pairs[i], pairs[i+1], o.text(c))
			}
		}
	}
	form("post", "county/magistrate", "words", "群众反映多次，请城管、教育两家三天内办好并报我。", "unit_1", "cgj", "due_1", "2026-03-05", "what_1", "疏通下水道，查清堵塞原因。", "unit_2", "jyj", "due_2", "2026-03-01", "what_2", "学校门口设警示牌。")
	o.do(c, chromedp.SetUploadFiles(`main form [name=scan]`, []string{o.seal}))
	o.press(c, "登记并交办")
	if got := o.text(c); !strings.Contains(got, "第2项的完成日期") || eval[string](o, c, `document.querySelector('[name=what_2]').value`) != "学校门口设警示牌。" {
		t.Fatalf("a day that is over was not refused, or what was typed is gone:\n%s", got)
	}
	form("due_2", "2026-03-05")
	o.do(c, chromedp.SetUploadFiles(`main form [name=scan]`, []string{o.seal}))
	o.press(c, "登记并交办")
	at := o.location(c)
	if got := o.text(c); !strings.HasPrefix(at, "/directives/") || !strings.Contains(got, "还有2个单位未报") || !strings.Contains(got, "看批示扫描件") {
		t.Fatalf("the word is not on record with its paper:\n%s", got)
	}
	if got := o.text(o.open("fenban01", id, "")); !strings.Contains(got, "重点") || !strings.Contains(got, "群众反映多次") {
		t.Errorf("the order has not turned key:\n%s", got)
	}

	// The unit hears of it, finds it on its first page, and answers.
	c = o.at("chengguan1", "/messages")
	if got := o.text(c); !strings.Contains(got, "有县领导批示须本单位落实") {
		t.Errorf("no message:\n%s", got)
	}
	c = o.at("chengguan1", "/")
	if got := o.text(c); !strings.Contains(got, "领导批示待落实") || !strings.Contains(got, "疏通下水道") {
		t.Fatalf("the task is not on the unit's first page:\n%s", got)
	}
	o.do(c, chromedp.EmulateViewport(390, 844))
	c = o.at("chengguan1", at)
	if got := o.text(c); strings.Contains(got, "警示牌") {
		t.Errorf("a unit reads another's task:\n%s", got)
	}
	o.press(c, "报县热线办")
	if got := o.text(c); !strings.Contains(got, "落实情况") || !strings.Contains(got, "需要改正") {
		t.Errorf("an empty answer was taken:\n%s", got)
	}
	form("words", "已清淤三百米，井室修复中。")
	o.press(c, "报县热线办")
	form("words", "全部疏通，路面已清洗。", "done", "1")
	o.press(c, "报县热线办")
	if got := o.text(c); !strings.Contains(got, "报办结") {
		t.Fatalf("the unit's answer:\n%s", got)
	}
	o.do(c, chromedp.EmulateViewport(1366, 768))

	// The other is silent past its day: it is pressed, and so is the office.
	o.clock.Add(4*24*time.Hour + 23*time.Hour)
	late := false
	for range 100 {
		if late = strings.Contains(o.text(o.at("jiaoyu1", "/messages")), "超1个工作日"); late {
			break
		}
		o.clock.Add(time.Minute)
		wait(100 * time.Millisecond)
	}
	if !late {
		t.Errorf("a task that is over is not pressed:\n%s", o.text(o.at("jiaoyu1", "/messages")))
	}
	c = o.at("jiaoyu1", at)
	form("words", "警示牌已设三块。", "done", "1")
	o.press(c, "报县热线办")
	if got := o.text(c); !strings.Contains(got, "晚于完成日期") {
		t.Errorf("late is not said:\n%s", got)
	}

	// The office asks one of them for more, then tells the leader.
	c = o.at("fenban01", at)
	eval[bool](o, c, `(()=>{const f=document.querySelector('form[action$="/back"]');f.unit.value='cgj';f.due.value='2026-03-10';f.reason.value='请补照片。';return true})()`)
	o.press(c, "退回补充")
	c = o.at("chengguan1", at)
	form("words", "照片已补。", "done", "1")
	o.press(c, "报县热线办")
	c = o.at("fenban01", at)
	eval[bool](o, c, `(()=>{const f=document.querySelector('form[action$="/report"]');f.means.value='paper';f.words.value='两家都已办好，附照片。';return true})()`)
	o.press(c, "登记已反馈")
	if got := o.text(c); !strings.Contains(got, "已反馈领导") || !strings.Contains(got, "有单位晚于完成日期") {
		t.Errorf("the word is not closed:\n%s", got)
	}
	if got := o.text(o.at("xianzhang", at)); !strings.Contains(got, "两家都已办好") || !strings.Contains(got, "警示牌已设三块") {
		t.Errorf("the leader does not read what became of his word:\n%s", got)
	}
	if got := o.text(o.at("chengguan1", "/")); strings.Contains(got, "领导批示待落实") {
		t.Errorf("a closed task stays on the first page:\n%s", got)
	}
	if got := o.state(id); got == order.Closed.Name() {
		t.Errorf("the order is %s", got)
	}
}
