package api

import (
	"net/http"
	"testing"
	"time"

	"huiyin/internal/testkit"
)

// TestTheLedgerIsReadAndWorked: a row that opened by itself is called about, gets its sheet, is answered by its unit alone, judged and closed by the office alone; a
// request sent twice counts once; a stranger's row and none answer alike.
func TestTheLedgerIsReadAndWorked(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		id := s.dispatched()
		s.Clock.Set("2026-03-20 08:00")
		s.Tick()
		sup, unit := s.as("hotline/supervisor"), s.as("cgj/principal")
		var all caseListView
		s.want("the ledger", sup.get("/supervision?level=2&item=2&step=to_issue&unit=cgj"), http.StatusOK).into(t, &all)
		if len(all.Items) != 1 || all.Items[0].ID != id+".1" || all.Items[0].Clause != "第二十一条（二）" {
			t.Fatalf("the ledger: %+v", all)
		}
		at := "/supervision/" + id + ".1"
		s.want("none", sup.get("/supervision/"+id+".9"), http.StatusNotFound)
		s.want("another unit's", s.as("jyj/principal").get(at), http.StatusNotFound)
		s.want("an operator", s.as("hotline/operator").get(at), http.StatusForbidden)
		s.want("a stranger", s.stranger().get(at), http.StatusUnauthorized)
		s.want("act", sup.post(at+"/act", m{"means": "phone", "on": s.Clock.Now().Add(-time.Minute), "person": "分管负责人", "content": "催问。", "response": "今天报。", "result": "promised"}), http.StatusOK)
		s.want("a sheet without a demand", sup.post(at+"/issue", m{"demand": " ", "days": 2}), http.StatusUnprocessableEntity)
		var v caseDetailView
		for range 2 {
			s.want("issue", sup.send("POST", at+"/issue", m{"demand": "立即办结。", "days": 2, "joint": true}, "Idempotency-Key", "sheet-one"), http.StatusOK).into(t, &v)
		}
		if len(v.Sheets) != 1 || v.Sheets[0].Number != "蒙热督〔2026〕1号" || !v.Joint || len(v.Actions) != 1 {
			t.Fatalf("after the sheet: %+v", v)
		}
		s.want("the unit judges", unit.post(at+"/judge", m{"solved": true, "words": "好了。"}), http.StatusForbidden)
		s.want("another unit answers", s.as("jyj/principal").post(at+"/answer", m{"words": "好了。"}), http.StatusNotFound)
		v = caseDetailView{}
		s.want("answer", unit.post(at+"/answer", m{"words": "已办结。"}), http.StatusOK).into(t, &v)
		if v.Sheets[0].Reply != "已办结。" || len(v.Actions) != 0 {
			t.Errorf("the unit reads %+v", v)
		}
		s.want("judge", sup.post(at+"/judge", m{"solved": true, "words": "已核实。"}), http.StatusOK)
		s.want("close too early", sup.post(at+"/close", m{"outcome": "solved", "words": "好了。"}), http.StatusConflict)
		s.want("the head takes it back", s.as("hotline/office_head").post(at+"/close", m{"outcome": "mistaken", "words": "登记有误。"}), http.StatusOK)
		s.want("closed", sup.get("/supervision?closed=true"), http.StatusOK).into(t, &all)
		if len(all.Items) != 1 || all.Items[0].Outcome != "误列，撤销" {
			t.Errorf("closed: %+v", all)
		}
	})
}
