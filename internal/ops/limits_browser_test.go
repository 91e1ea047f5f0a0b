package ops

import (
	"strings"
	"testing"

	"huiyin/internal/order"
)

// TestBrowserLimitsByLawAndTypes: a unit asks for another type and is refused, asks for the limit of a law and is granted it by the head, and tells how it goes
// only together with the caller (Art. 18); bad input is answered and nothing typed is lost.
func TestBrowserLimitsByLawAndTypes(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	if err := o.s.Desk.SetPIN(t.Context(), o.actorOf("rexianban"), DemoPassword, DemoPIN); err != nil {
		t.Fatal(err)
	}
	id := o.atUnit("占道经营许可多久能办下来")
	o.act("chengguan1", id, "sign_for", "签收", order.UnitAssigning)
	o.act("chengguan3", id, "assign", "签批分办", order.InProgress, "lead", "unit_deputy", "opinion", "请依法办理。")
	o.act("chengguan1", id, "contact", "登记联系", order.InProgress, "at", o.localNow(), "means", "phone", "reached", "yes", "told", "1", "note", "说明了办理步骤。")
	c := o.open("chengguan1", id, "ask_reclass")
	if got := o.text(c); !strings.Contains(got, "3月9日 周一 24:00 截止") {
		t.Errorf("the form does not say until when a type may be asked for:\n%s", got)
	}
	o.fill(c, "type", "consult", "reason", "只是问办理时间。")
	o.press(c, "提交申请")
	if got := o.text(o.open("fenban01", id, "")); !strings.Contains(got, "投诉 → 咨询") || !strings.Contains(got, "审核类型变更") {
		t.Fatalf("the office does not see the request:\n%s", got)
	}
	o.act("fenban01", id, "decide_reclass", "办理审核意见", order.InProgress, "decision", "no", "note", "诉求人要求办理，按原类型。")
	c = o.open("chengguan1", id, "ask_statute")
	o.fill(c, "law", "《中华人民共和国行政许可法》", "clause", "第四十二条", "days", "10", "reason", "须现场勘验和公示。")
	o.press(c, "提交申请")
	if got := o.text(c); !strings.Contains(got, "10个工作日就是现在的时限") || eval[string](o, c, `document.querySelector('#act [name=reason]').value`) != "须现场勘验和公示。" {
		t.Fatalf("ten days were not refused, or what was typed is lost:\n%s", got)
	}
	o.fill(c, "days", "20")
	o.press(c, "提交申请")
	c = o.open("rexianban", id, "")
	if got := o.text(c); !strings.Contains(got, "审批法定时限") || !strings.Contains(got, "20个工作日（一般时限10个）") || !strings.Contains(got, "3月30日 周一 24:00") {
		t.Fatalf("the head does not see the application:\n%s", got)
	}
	o.fill(c, "decision", "yes", "opinion", "同意，依法办理。", "pin", DemoPIN)
	o.press(c, "签批")
	c = o.open("chengguan1", id, "progress")
	if got := o.text(c); !strings.Contains(got, "法定时限") || !strings.Contains(got, "3月30日 周一 24:00") || !strings.Contains(got, "3月9日 周一 24:00") {
		t.Fatalf("the unit does not see the new limit and when a word is owed:\n%s", got)
	}
	o.fill(c, "text", "已完成现场勘验。")
	o.press(c, "反馈进展")
	if got := o.text(c); !strings.Contains(got, "进展要告知诉求人") {
		t.Fatalf("a word without telling the caller was taken:\n%s", got)
	}
	o.fill(c, "told", "phone")
	o.press(c, "反馈进展")
	if got := o.text(o.open("chengguan1", id, "")); !strings.Contains(got, "反馈进展，已告知诉求人（电话）") {
		t.Errorf("the record is missing:\n%s", got)
	}
}
