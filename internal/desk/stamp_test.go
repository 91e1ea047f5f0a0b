package desk_test

import (
	"errors"
	"io/fs"
	"testing"
	"time"

	"huiyin/internal/blob"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// waitingForSeal is an order of a unit whose result waits for signature and seal.
func waitingForSeal(t *testing.T, w *testkit.World, no string, unit org.UnitID) string {
	t.Helper()
	c := w.Complaint()
	c.Request.OuterNo = no
	id := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c-" + no, Proposal: order.Proposal{Unit: unit}}).ID
	handler, principal := org.PostOf(unit, org.UnitHandler), org.PostOf(unit, org.UnitPrincipal)
	v := w.Order("hotline/dispatcher", id)
	w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: unit, Deputy: "county/deputy.1"}, Requirements: "查清原因", Text: v.DraftText})
	w.Do(handler, id, order.SignFor{By: testkit.By(handler)})
	w.Do(principal, id, order.AssignInUnit{By: testkit.By(principal), Lead: org.UnitDeputy, Handler: testkit.As(handler).Account})
	w.Do(handler, id, order.RecordContact{By: testkit.By(handler), At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	submitReply(w, id, handler)
	return id
}

func submitReply(w *testkit.World, id string, handler org.PostID) {
	w.Do(handler, id, order.SubmitReply{By: testkit.By(handler), Reply: order.Reply[order.Private]{Finding: "no", Solved: order.SolvedExplained, Investigation: order.Private{Text: "到现场查看，管网通畅"},
		Measures: order.Private{Text: "当日疏通并清运"}, Opinion: order.Private{Text: "诉求人认可"}, Contact: "市政管理股", ContactPhone: "0558-7000201",
		Public: "经查，该路口下水道主管网被建筑垃圾堵塞，我局已组织疏通并清运完毕，已加装防护网，今后每周巡查一次。依据《安徽省市政设施管理条例》办理。"}})
}

func TestAUnitsStampedStackFindsItsOrders(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		a, b, c, d := waitingForSeal(t, w, "S1", "cgj"), waitingForSeal(t, w, "S2", "cgj"), waitingForSeal(t, w, "S3", "cgj"), waitingForSeal(t, w, "S4", "cgj")
		read := func(p org.PostID) *desk.Reader {
			t.Helper()
			r, err := w.Desk.Reader(ctx, testkit.As(p))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		r := read("cgj/principal")
		sheets, err := r.PrintStamps(ctx, []string{a, b, c, d})
		if err != nil || len(sheets) != 4 {
			t.Fatalf("%d sheets, %v", len(sheets), err)
		}
		name := map[string]string{}
		for _, s := range sheets {
			name[s.Order.ID] = s.SheetID
		}
		// d was sent back and redone: its sheet shows an older result.
		w.Do("cgj/principal", d, order.SendBackReply{By: testkit.By("cgj/principal"), Reason: order.Private{Text: "补充照片"}})
		submitReply(w, d, "cgj/handler")
		// The stack in another order, with an unreadable page and the old sheet of d.
		if err := r.TakeStamps(ctx, []desk.Upload{photographed(t, name[b]), {Name: "x.png", Bytes: testkit.PNG(t)}, photographed(t, name[a]), photographed(t, name[d]), photographed(t, "NOTOURS234567ABC")}); err != nil {
			t.Fatal(err)
		}
		scans, _, err := r.Stamps(ctx)
		if err != nil || len(scans) != 5 {
			t.Fatalf("%d scans, %v", len(scans), err)
		}
		if scans[0].Sheet == nil || scans[0].Sheet.Order.ID != b || scans[1].Sheet != nil || scans[2].Sheet == nil || scans[2].Sheet.Order.ID != a {
			t.Fatalf("the stack is not sorted: %+v", scans)
		}
		if scans[3].Sheet != nil || scans[3].Why != "办理结果后来改过，这一页印的是旧稿，请重新打印、签字盖章" {
			t.Errorf("the sheet of an older result: %+v", scans[3])
		}
		// The unreadable one is chosen by hand; one photograph is sent twice for one order; each has its own outcome.
		out, err := r.SignStamped(ctx, desk.StampAsk{Key: "k1", Items: []desk.StampItem{{Scan: scans[0].ID, Order: b}, {Scan: scans[1].ID, Order: c}, {Scan: scans[2].ID, Order: b}, {Scan: "none", Order: a}}})
		if err != nil || len(out) != 4 || !out[0].OK || !out[1].OK || out[2].OK || out[3].OK {
			t.Fatalf("outcomes %+v, %v", out, err)
		}
		for _, id := range []string{b, c} {
			v := w.Order("hotline/reviewer", id)
			if v.Status != order.Submitted || len(v.Files) != 1 || v.Files[0].Purpose != "seal" {
				t.Errorf("signed, the order is %s with %+v", v.StatusName, v.Files)
			}
		}
		if v := w.Order("cgj/principal", a); v.Status != order.UnitSigning {
			t.Errorf("refused, the order is %s", v.StatusName)
		}
		// The photograph that was refused is still there and serves its own order.
		if left, _, _ := r.Stamps(ctx); len(left) != 3 || left[0].ID != scans[2].ID {
			t.Fatalf("photographs left: %+v", left)
		}
		if out, err := r.SignStamped(ctx, desk.StampAsk{Key: "k2", Items: []desk.StampItem{{Scan: scans[2].ID, Order: a}}}); err != nil || !out[0].OK {
			t.Errorf("the same photograph for its own order: %+v, %v", out, err)
		}
		// The handler with the paper: its date is asked, and the log says that it was paper.
		h := read("cgj/handler")
		again, err := h.PrintStamps(ctx, []string{d})
		if err != nil {
			t.Fatal(err)
		}
		if err := h.TakeStamps(ctx, []desk.Upload{photographed(t, again[0].SheetID)}); err != nil {
			t.Fatal(err)
		}
		mine, _, err := h.Stamps(ctx)
		if err != nil || len(mine) != 1 || mine[0].Sheet == nil {
			t.Fatalf("the handler's own: %+v, %v", mine, err)
		}
		item := []desk.StampItem{{Scan: mine[0].ID, Order: d}}
		if out, err := h.SignStamped(ctx, desk.StampAsk{Key: "k3", Items: item}); err != nil || out[0].OK || out[0].Why == "" {
			t.Errorf("without the date on the paper: %+v, %v", out, err)
		}
		if out, err := h.SignStamped(ctx, desk.StampAsk{Key: "k4", Items: item, On: w.Clock.Now()}); err != nil || !out[0].OK {
			t.Errorf("with the paper: %+v, %v", out, err)
		}
	})
}

func TestAStrangersSheetSaysWhatAnUnknownOneSays(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		waitingForSeal(t, w, "S1", "cgj")
		reader := func(p org.PostID) *desk.Reader {
			r, err := w.Desk.Reader(ctx, testkit.As(p))
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		own := reader("cgj/principal")
		all, err := own.StampSheets(ctx)
		if err != nil || len(all) != 1 {
			t.Fatalf("%d sheets, %v", len(all), err)
		}
		sheets, err := own.PrintStamps(ctx, []string{all[0].Order.ID})
		if err != nil {
			t.Fatal(err)
		}
		other := reader("jyj/principal")
		if err := other.TakeStamps(ctx, []desk.Upload{photographed(t, sheets[0].SheetID), photographed(t, "NOTOURS234567ABC")}); err != nil {
			t.Fatal(err)
		}
		scans, offered, err := other.Stamps(ctx)
		if err != nil || len(scans) != 2 || len(offered) != 0 {
			t.Fatalf("%d scans, %d offered, %v", len(scans), len(offered), err)
		}
		if scans[0].Sheet != nil || scans[0].Why != scans[1].Why {
			t.Errorf("another unit's sheet says %q, an unknown one %q", scans[0].Why, scans[1].Why)
		}
		out, err := other.SignStamped(ctx, desk.StampAsk{Key: "k", Items: []desk.StampItem{{Scan: scans[0].ID, Order: all[0].Order.ID}}})
		if err != nil || out[0].OK || out[0].Number != "" || out[0].Title != "" {
			t.Errorf("another unit signs: %+v, %v", out, err)
		}
		if _, _, err := own.StampImage(ctx, scans[0].ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another person's photograph opens: %v", err)
		}
		if _, err := other.PrintStamps(ctx, []string{all[0].Order.ID}); err == nil {
			t.Error("another unit prints the sheet")
		}
		for _, p := range []org.PostID{"hotline/dispatcher", org.PostGovHead} {
			if _, err := reader(p).StampSheets(ctx); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s has sheets to stamp: %v", p, err)
			}
		}
	})
}

func TestOldPaperIsSweptAndWhatAnOrderNamesIsNot(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		id := waitingForSeal(t, w, "S1", "cgj")
		r, err := w.Desk.Reader(ctx, testkit.As("cgj/principal"))
		if err != nil {
			t.Fatal(err)
		}
		sheets, err := r.PrintStamps(ctx, []string{id})
		if err != nil {
			t.Fatal(err)
		}
		count := func() int { return len(blobsOf(t, w)) }
		before := count()
		if err := r.TakeStamps(ctx, []desk.Upload{photographed(t, sheets[0].SheetID), {Name: "x.png", Bytes: testkit.PNG(t)}, {Name: "y.png", Bytes: testkit.PNG(t)}}); err != nil {
			t.Fatal(err)
		}
		scans, _, err := r.Stamps(ctx)
		if err != nil || len(scans) != 3 || count() != before+3 {
			t.Fatalf("%d scans, %d blobs, %v", len(scans), count()-before, err)
		}
		if out, err := r.SignStamped(ctx, desk.StampAsk{Key: "k", Items: []desk.StampItem{{Scan: scans[0].ID, Order: id}}}); err != nil || !out[0].OK {
			t.Fatalf("%+v, %v", out, err)
		}
		// Thrown away, its bytes go at once.
		if err := r.DropStamp(ctx, scans[2].ID); err != nil || count() != before+2 {
			t.Errorf("thrown away: %d blobs more, %v", count()-before, err)
		}
		w.Clock.Add(31 * 24 * time.Hour)
		w.Tick()
		if left, _, err := r.Stamps(ctx); err != nil || len(left) != 0 || count() != before+1 {
			t.Errorf("after a month: %d scans, %d blobs more, %v", len(left), count()-before, err)
		}
		rep, err := w.Desk.CheckPrivate(ctx)
		if err != nil || len(rep.Faults) > 0 {
			t.Errorf("the order's own file is gone: %v, %v", rep.Faults, err)
		}
		if _, err := w.Store.FolderSheet(ctx, sheets[0].SheetID); err != nil {
			t.Errorf("a sheet is forgotten after a month: %v", err)
		}
		w.Clock.Add(180 * 24 * time.Hour)
		w.Tick()
		if _, err := w.Store.FolderSheet(ctx, sheets[0].SheetID); err == nil {
			t.Error("a sheet is remembered after half a year")
		}
	})
}

// blobsOf lists the files of the blob directory.
func blobsOf(t *testing.T, w *testkit.World) (out []string) {
	t.Helper()
	d, ok := w.Blobs.(*blob.Dir)
	if !ok {
		t.Fatalf("blobs are in a %T", w.Blobs)
	}
	err := fs.WalkDir(d.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
