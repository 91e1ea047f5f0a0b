package oversight

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// leadWorld is one lead of a scenario, with the suggestions that the orders have brought.
type leadWorld struct {
	lead    Lead
	hints   []Hint
	event   LeadEvent
	numbers int
}

// TestLeadEventsAreReadAsTheyWereWritten holds every kind of event of a lead against its first JSON (UPDATE=1 writes the first of a new kind).
func TestLeadEventsAreReadAsTheyWereWritten(t *testing.T) {
	for _, kind := range LeadKinds() {
		v := reflect.New(leadEvents[kind]).Elem()
		fill(v)
		name, body, err := EncodeLead(v.Interface().(LeadEvent))
		if err != nil || name != kind {
			t.Fatalf("%s: %s %v", kind, name, err)
		}
		file := filepath.Join("testdata", "events", kind+".v1.json")
		golden, err := os.ReadFile(file)
		if os.IsNotExist(err) && os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(file, append(body, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err != nil || !bytes.Equal(bytes.TrimSpace(golden), body) {
			t.Errorf("%s is written as\n%s\nand was\n%s%v", kind, body, golden, err)
		}
		if back, err := DecodeLead(kind, Version, golden); err != nil || !reflect.DeepEqual(back, v.Interface()) {
			t.Errorf("%s is read as %+v %v", kind, back, err)
		}
	}
	if _, err := DecodeLead("lead_filed", Version+1, nil); err == nil {
		t.Error("an event of a newer program is read")
	}
}

// TestNothingInALeadIsAutomatic: the program itself, which may do everything else, moves no lead.
func TestNothingInALeadIsAutomatic(t *testing.T) {
	for _, c := range []LeadCommand{File{}, Submit{}, TakeBack{}, Approve{Yes: true}, HandOver{}, Receive{}, Conclude{}, DropHint{}} {
		for _, st := range []LeadState{"", LeadDraft, LeadWaits, LeadApproved, LeadAway, LeadTaken} {
			if e, err := DecideLead(Lead{State: st}, order.State{}, c, time.Now()); err == nil {
				t.Errorf("%T on %q: %+v", c, st, e)
			}
		}
	}
}

func init() { maps.Copy(orderCommands, leadCommands) }

func leading(kind string, make func(*world, By, args) LeadCommand) func(*world, org.Actor, bool, args) {
	return func(w *world, by org.Actor, named bool, a args) {
		w.t.Helper()
		if !named {
			by = people[kind]
		}
		w.leads.event = nil
		var s order.State
		if on := a.get("工单", w.leads.lead.Order); on != "" {
			s = w.load(strings.TrimPrefix(on, "o-"))
		}
		c := make(w, By{by}, a)
		e, err := DecideLead(w.leads.lead, s, c, w.now)
		if err != nil {
			w.err = err
			return
		}
		kind, body, err := EncodeLead(e)
		if err != nil {
			w.fatalf("%v", err)
		}
		if w.leads.event, err = DecodeLead(kind, Version, body); err != nil {
			w.fatalf("%v", err)
		}
		w.leads.lead = EvolveLead(w.leads.lead, w.leads.event)
	}
}

func (w *world) hint(n int) Hint {
	w.t.Helper()
	if n < 1 || n > len(w.leads.hints) {
		w.fatalf("no suggestion %d of %d", n, len(w.leads.hints))
	}
	return w.leads.hints[n-1]
}

var leadCommands = map[string]func(*world, org.Actor, bool, args){
	"提线索": leading("督办员", func(w *world, by By, a args) LeadCommand {
		c := File{By: by, Fault: Fault(a.num("项", 8)), Unit: units[a.get("单位", "城管局")], Open: a["单位"] != "空", Facts: w.private(a.get("事实", "两次督办后仍未清掏。")), Proof: w.private(a.get("证据", "督办单两份。")),
			Handling: w.private(a.get("建议", "建议约谈。"))}
		if a["单位"] == "县热线办" {
			c.Unit = org.HotlineOffice
		}
		if a["岗位"] != "空" {
			c.Posts = []org.Kind{org.UnitPrincipal}
		}
		if a["岗位"] == "话务员" {
			c.Posts = []org.Kind{org.Operator}
		}
		if n := a.num("提示", 0); n > 0 {
			h := w.hint(n)
			c.Hint, c.Fault = &h, h.Fault
		}
		return c
	}),
	"不采用": leading("督办员", func(w *world, by By, a args) LeadCommand {
		return DropHint{By: by, Hint: w.hint(a.num("提示", 1)), Reason: w.private(a.get("理由", "单位当天已说明。"))}
	}),
	"报批": leading("督办员", func(w *world, by By, a args) LeadCommand { return Submit{by} }),
	"撤回线索": leading("督办员", func(w *world, by By, a args) LeadCommand {
		return TakeBack{by, w.private(a.get("理由", "事实有误。"))}
	}),
	"批线索": leading("县政府办负责人", func(w *world, by By, a args) LeadCommand {
		if a.yes("同一人") {
			by.Actor.Account = w.leads.lead.Filed.Account
		}
		return Approve{by, a.get("同意", "是") == "是", w.private(a.get("意见", "同意移送。"))}
	}),
	"移送": leading("督办员", func(w *world, by By, a args) LeadCommand {
		w.leads.numbers++
		return HandOver{by, oneOf(a.get("给", "县效能办"), Recipients(), Recipient.Name), fmt.Sprintf("蒙热移〔2026〕%d号", w.leads.numbers)}
	}),
	"回执": leading("督办员", func(w *world, by By, a args) LeadCommand {
		return Receive{by, a.get("日期", w.now.Format("2006-01-02")), w.private(a.get("接收人", "县效能办综合科"))}
	}),
	"登记结果": leading("督办员", func(w *world, by By, a args) LeadCommand {
		return Conclude{by, a.get("日期", w.now.Format("2006-01-02")), oneOf(a.get("结果", "约谈提醒"), Findings(), Finding.Name), w.private(a.get("说明", "已约谈主要负责人。"))}
	}),
}

var leadWords = map[string]string{"线索已提出": "lead_filed", "线索已报批": "lead_submitted", "线索已撤回": "lead_taken_back", "线索已审批": "lead_decided", "线索已移送": "lead_handed", "线索有回执": "lead_received", "线索有结果": "lead_concluded", "提示不采用": "lead_hint_dropped"}

func (w *world) wantLead(words []string) bool {
	w.t.Helper()
	kind := leadWords[words[0]]
	if kind == "" {
		return false
	}
	if w.leads.event == nil || w.leads.event.leadKind() != kind {
		w.fatalf("followed: %+v", w.leads.event)
	}
	facts := map[string]string{}
	switch e := w.leads.event.(type) {
	case LeadFiled:
		facts = map[string]string{"条款": e.Clause.String(), "单位": w.unitName(e.Unit), "来源": HintSource(e.Source), "岗位": fmt.Sprint(len(e.Posts)), "证据": evidenceWords(e.Evidence)}
	case LeadDecided:
		facts = map[string]string{"同意": yes(e.Approved), "条款": e.Clause.String()}
	case LeadHanded:
		facts = map[string]string{"字号": e.Number, "给": e.To.Name()}
	case LeadConcluded:
		facts = map[string]string{"结果": e.Finding.Name()}
	case HintDropped:
		facts = map[string]string{"条款": e.Clause.String(), "来源": HintSource(e.Source)}
	}
	if bad := miss(words[1:], facts); bad != "" {
		w.fatalf("%s", bad)
	}
	return true
}

func (w *world) seeLead(words []string) bool {
	w.t.Helper()
	switch words[0] {
	case "线索":
		if bad := miss(words[1:], map[string]string{"状态": w.leads.lead.State.Name()}); bad != "" {
			w.fatalf("%s", bad)
		}
	case "提示":
		n, _ := strconv.Atoi(words[1])
		if n == 0 {
			if len(w.leads.hints) > 0 {
				w.fatalf("suggestions: %+v", w.leads.hints)
			}
			return true
		}
		h := w.hint(n)
		if bad := miss(words[2:], map[string]string{"条款": h.Fault.Clause().String(), "来源": HintSource(h.Source), "单位": w.unitName(h.Unit), "所见": h.Words()}); bad != "" {
			w.fatalf("%s", bad)
		}
	default:
		return false
	}
	return true
}
