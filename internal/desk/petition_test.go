package desk_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sheet"
	"huiyin/internal/testkit"
)

// TestPetitions: a table is read with its bad lines named, the good ones are kept sealed, each is proposed an order by its number and its caller's telephone and decided
// by a person; a list goes out without anybody's name, as it stood that day, and each taking of a file is on record first (Art. 6(3), 8(2), 23(6)).
func TestPetitions(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		id := w.Dispatched("cgj")
		number := w.Order("hotline/dispatcher", id).Number
		clerk := reader(t, w, "hotline/dispatcher")
		table := "信访编号,信访人,联系电话,属地,信访事项\n" +
			"XF1,王秀兰,13800001234,漆园街道,下水道堵了没人管\n" +
			"XF2,赵大海,,双涧镇,见热线" + number + "\n" +
			"XF2,赵大海,,双涧镇,又一行\n" +
			",无编号,,,没有编号\n" +
			"XF5,孙某,电话,,电话不对\n" +
			"XF6,李某,,庄周街道,退休待遇\n"
		rows, err := clerk.ReadPetitions(ctx, strings.NewReader(table), int64(len(table)))
		if err != nil || len(rows) != 6 {
			t.Fatalf("the table: %+v %v", rows, err)
		}
		var faults []string
		for _, x := range rows {
			faults = append(faults, x.Fault)
		}
		if faults[0] != "" || faults[1] != "" || !strings.Contains(faults[2], "与第3行重复") || !strings.Contains(faults[3], "没有信访编号") || !strings.Contains(faults[4], "联系电话") || faults[5] != "" {
			t.Errorf("faults: %q", faults)
		}
		for _, bad := range []string{"", "a,b\n1,2\n", "信访编号,信访事项\n"} {
			var no *desk.Invalid
			if _, err := clerk.ReadPetitions(ctx, strings.NewReader(bad), int64(len(bad))); !errors.As(err, &no) || no.Field != "file" {
				t.Errorf("%q: %v", bad, err)
			}
		}
		if _, err := reader(t, w, "hotline/operator").ReadPetitions(ctx, strings.NewReader(table), int64(len(table))); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator reads it: %v", err)
		}
		today := w.Clock.Now().Format("2006-01-02")
		var list string
		for range 2 { // pressed twice
			x, err := clerk.ReceivePetitions(ctx, today, "蒙信函〔2026〕3号", rows, "p1")
			if err != nil || list != "" && x != list {
				t.Fatal(x, err)
			}
			list = x
		}
		v, err := clerk.Petitions(ctx, list)
		if err != nil || len(v.Lines) != 3 || v.Left != 3 || v.Lines[0].Cells.Name != "王秀兰" {
			t.Fatalf("the list: %+v %v", v, err)
		}
		if m := v.Lines[0].Matches; len(m) != 1 || m[0].ID != id {
			t.Errorf("proposed by telephone: %+v", m)
		}
		if m := v.Lines[1].Matches; len(m) != 1 || m[0].ID != id || m[0].Why != "清单里写着这个编号" {
			t.Errorf("proposed by number: %+v", m)
		}
		if n, err := clerk.CountPetitions(ctx); err != nil || n != 1 {
			t.Errorf("%d wait: %v", n, err)
		}
		var no *desk.Invalid
		if err := clerk.DecidePetition(ctx, list, 1, office.PetitionSame, "MC209901010001", "", "d0"); !errors.As(err, &no) || no.Field != "order" {
			t.Errorf("an order that is none: %v", err)
		}
		refusedWith(t, clerk.DecidePetition(ctx, list, 3, office.PetitionNone, "", "", "d0"), "missing_reason")
		for n, way := range []office.PetitionWay{office.PetitionSame, office.PetitionNew} {
			if err := clerk.DecidePetition(ctx, list, n+1, way, number, "", "d"+string(way)); err != nil {
				t.Fatal(err)
			}
		}
		if err := clerk.DecidePetition(ctx, list, 3, office.PetitionNone, "", "赵大海的事由人社局办理", "d3"); err != nil {
			t.Fatal(err)
		}
		if v, _ = clerk.Petitions(ctx, list); v.Left != 0 || v.Lines[0].Order.ID != id || v.Lines[2].Reason != "赵大海的事由人社局办理" {
			t.Errorf("decided: %+v", v)
		}
		refused := w.Do("hotline/operator", "", w.Complaint(), order.Refuse{By: testkit.By("hotline/operator"), Ground: "8-2f", Told: order.Private{Text: "已进入信访渠道。"}, Referral: "县信访局", Phone: "114", At: w.Clock.Now()}).ID
		secret := w.Complaint()
		secret.Request.Secrecy, secret.Request.Title = order.Secret, "举报某单位"
		hidden := w.Do("hotline/operator", "", secret, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}})
		offer, err := clerk.PetitionsToHand(ctx, 31)
		if err != nil || len(offer) != 1 || offer[0].ID != refused {
			t.Fatalf("proposed to go out: %+v %v", offer, err)
		}
		out, err := clerk.HandPetitions(ctx, "已进入信访渠道，请并案处理", hidden.Number, []string{refused}, "h1")
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		for range 2 {
			file.Reset()
			if _, err := clerk.PetitionBook(ctx, out, &file); err != nil {
				t.Fatal(err)
			}
		}
		in, err := sheet.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), sheet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for row, err := in.Next(); err == nil; row, err = in.Next() {
			for i := range 8 {
				said = append(said, row.Cell(i).Text)
			}
		}
		all := strings.Join(said, "|")
		if !strings.Contains(all, "不予受理") || !strings.Contains(all, "保密件") || strings.Contains(all, "举报某单位") || strings.Contains(all, "王秀兰") || strings.Contains(all, "13800001234") {
			t.Errorf("the file: %s", all)
		}
		if v, _ = clerk.Petitions(ctx, out); len(v.Fetched) != 2 || len(v.Lines) != 2 || v.Lines[0].Given[5] != "不予受理" {
			t.Errorf("the list that went out: %+v", v)
		}
		if p, err := clerk.PetitionLists(ctx, true, time.Time{}); err != nil || len(p.Items) != 2 {
			t.Errorf("done: %+v %v", p, err)
		}
		for _, who := range []org.PostID{"hotline/operator", "cgj/handler", org.PostGovHead} {
			if _, err := reader(t, w, who).Petitions(ctx, list); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s reads a list: %v", who, err)
			}
		}
		recordsHold(t, w, "王秀兰", "赵大海", "13800001234", "举报某单位的")
	})
}

// TestAlarms: an emergency is registered in the append of its call, which is urgent; both heads hear at once; it is in the timeline, in the hand-over until somebody has
// put its end on record; what was said at the centre is not the unit's to read (Art. 7, 12).
func TestAlarms(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		op, gov := reader(t, w, "hotline/operator"), reader(t, w, org.PostGovHead)
		ask := func(x desk.AlarmWish, key string) (desk.Done, error) {
			return w.Desk.Do(ctx, desk.Ask{Actor: testkit.As("hotline/operator"), Route: desk.IntakeRoute, Key: key, Alarm: &x,
				Commands: []order.Command{w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}}}})
		}
		was := w.Head()
		_, err := ask(desk.AlarmWish{Kind: office.EmergencySelf, Service: "110"}, "a0")
		refusedWith(t, err, "missing_alarm_taker")
		if w.Head() != was {
			t.Error("a call without its emergency was stored")
		}
		done, err := ask(desk.AlarmWish{Kind: office.EmergencySelf, Service: "110", Taker: "接警员3027号", Note: "王秀兰在楼顶"}, "a1")
		if err != nil {
			t.Fatal(err)
		}
		if !hasHeard(t, w, org.PostGovHead, "极端情形") || !hasHeard(t, w, org.PostOfficeHead, "极端情形") {
			t.Error("the heads hear of it")
		}
		timeline := func(post org.PostID) string {
			var b strings.Builder
			for _, it := range w.Order(post, done.ID).Items {
				if it.Verb == "极端情形" {
					b.WriteString(it.Text + "/" + it.Quote + ";")
				}
			}
			return b.String()
		}
		if s := timeline("hotline/dispatcher"); !strings.Contains(s, "转110") || !strings.Contains(s, "接警员3027号") {
			t.Errorf("the timeline: %s", s)
		}
		if h, err := op.Handover(ctx); err != nil || len(h.Alarms) != 1 || h.Alarms[0].Order != done.ID || h.Alarms[0].Services != "110" {
			t.Errorf("the hand-over: %+v %v", h.Alarms, err)
		}
		for range 2 { // pressed twice
			if err := op.CallAlarm(ctx, done.ID, desk.AlarmWish{Kind: office.EmergencySelf, Service: "120", Taker: "调度12号"}, "a2"); err != nil {
				t.Fatal(err)
			}
		}
		refusedWith(t, op.FollowAlarm(ctx, done.ID, " ", true, "f0"), "missing_words")
		if err := op.FollowAlarm(ctx, done.ID, "王秀兰已劝下，交家属。", true, "f1"); err != nil {
			t.Fatal(err)
		}
		v, err := op.Alarm(ctx, done.ID)
		if err != nil || len(v.Calls) != 2 || len(v.Followed) != 1 || v.Open || v.Calls[0].Note != "王秀兰在楼顶" {
			t.Fatalf("the page: %+v %v", v, err)
		}
		if h, _ := op.Handover(ctx); len(h.Alarms) != 0 {
			t.Errorf("the hand-over after it: %+v", h.Alarms)
		}
		w.Do("hotline/dispatcher", done.ID, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
		if s := timeline("cgj/handler"); !strings.Contains(s, "转110") || strings.Contains(s, "接警员") || strings.Contains(s, "王秀兰") {
			t.Errorf("the unit's timeline: %s", s)
		}
		plain := w.Dispatched("cgj")
		refusedWith(t, op.FollowAlarm(ctx, plain, "没有转过。", true, "f2"), "no_alarm")
		if err := op.CallAlarm(ctx, plain, desk.AlarmWish{Kind: office.EmergencyIll, Service: "120", Taker: "调度12号"}, "a3"); err != nil {
			t.Fatal(err)
		}
		for _, r := range []*desk.Reader{gov, reader(t, w, "cgj/handler")} {
			if _, err := r.Alarm(ctx, done.ID); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("a stranger's page: %v", err)
			}
		}
		recordsHold(t, w, "王秀兰在楼顶", "接警员3027", "已劝下")
	})
}
