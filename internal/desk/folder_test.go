package desk_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/papers"
	"huiyin/internal/testkit"
)

// photographed is a sheet as it comes back: the code of its name on a page, six dots a module, turned upside down.
func photographed(t *testing.T, sheet string) desk.Upload {
	t.Helper()
	code, err := papers.QR("HY1:" + sheet)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, 800, 1100))
	for i := range img.Pix {
		img.Pix[i] = 230
	}
	for y, row := range code {
		for x, dark := range row {
			for d := range 36 {
				if dark {
					img.SetGray(799-(560+x*6+d%6), 1099-(60+y*6+d/6), color.Gray{20})
				}
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return desk.Upload{Name: "IMG_0001.png", Bytes: b.Bytes()}
}

func TestAStackOfSheetsFindsItsOrders(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		for _, no := range []string{"F1", "F2", "F3"} {
			waitingForGovHeadAs(t, w, no)
		}
		r, err := w.Desk.Reader(ctx, testkit.As("hotline/dispatcher"))
		if err != nil {
			t.Fatal(err)
		}
		steps, err := r.FolderSteps(ctx)
		if err != nil || len(steps) != 3 {
			t.Fatalf("%d steps, %v", len(steps), err)
		}
		var keys []string
		for _, s := range steps {
			keys = append(keys, s.Key())
		}
		sheets, err := r.PrintFolder(ctx, keys)
		if err != nil || len(sheets) != 3 {
			t.Fatalf("%d sheets, %v", len(sheets), err)
		}
		for _, s := range sheets {
			if s.SheetID == "" || s.Square == "" || strings.Contains(s.SheetID, s.Order.ID) {
				t.Errorf("sheet %+v", s.SheetID)
			}
		}
		// The stack comes back in another order, with a picture that is no sheet of ours.
		if err := r.TakeScans(ctx, []desk.Upload{photographed(t, sheets[2].SheetID), {Name: "x.png", Bytes: testkit.PNG(t)}, photographed(t, sheets[0].SheetID)}); err != nil {
			t.Fatal(err)
		}
		scans, _, err := r.Scans(ctx)
		if err != nil || len(scans) != 3 {
			t.Fatalf("%d scans, %v", len(scans), err)
		}
		if scans[0].Step == nil || scans[0].Step.Order.ID != sheets[2].Order.ID || scans[1].Step != nil || scans[2].Step == nil || scans[2].Step.Order.ID != sheets[0].Order.ID {
			t.Fatalf("the stack is not sorted: %+v", scans)
		}
		on := w.Clock.Now()
		if err := r.RecordScan(ctx, scans[0].ID, scans[0].Step.Key(), on, false, "同意。", "k1"); err != nil {
			t.Fatal(err)
		}
		// The one without a code is chosen by hand.
		if err := r.RecordScan(ctx, scans[1].ID, sheets[1].Key(), on, true, "权属不清，退回补充。", "k2"); err != nil {
			t.Fatal(err)
		}
		if err := r.RecordScan(ctx, scans[2].ID, sheets[2].Key(), on, false, "同意。", "k3"); err == nil {
			t.Error("a step whose paper waits for the second person was recorded again")
		}
		v := w.Order("hotline/dispatcher", sheets[2].Order.ID)
		if st := v.Chains[0].Steps[0]; !st.Waits || st.Scan == "" {
			t.Errorf("the paper does not wait for the second person with its scan: %+v", st)
		}
		if v.Status != order.PendingApproval {
			t.Errorf("recorded by one person alone the order moved on to %s", v.StatusName)
		}
		w.Do("hotline/reviewer", v.ID, order.ConfirmPaper{By: testkit.By("hotline/reviewer"), Chain: v.Chains[0].ID, Step: 0})
		if v := w.Order("hotline/dispatcher", v.ID); v.Status != order.PendingDispatch {
			t.Errorf("confirmed, the order is %s", v.StatusName)
		}
		// Another clerk neither sees nor records these photographs, a unit has no folder at all.
		other, _ := w.Desk.Reader(ctx, testkit.As("hotline/reviewer"))
		if _, _, err := other.ScanImage(ctx, scans[2].ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another clerk opens the photograph: %v", err)
		}
		if mime, b, err := r.ScanImage(ctx, scans[2].ID); err != nil || mime != "image/png" || len(b) == 0 {
			t.Errorf("the photograph: %s, %d bytes, %v", mime, len(b), err)
		}
		unit, _ := w.Desk.Reader(ctx, testkit.As("cgj/handler"))
		if _, err := unit.FolderSteps(ctx); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit has a folder: %v", err)
		}
	})
}

// waitingForGovHeadAs is a key order under a number of its own.
func waitingForGovHeadAs(t *testing.T, w *testkit.World, no string) string {
	t.Helper()
	c := w.Complaint()
	c.Request.Channel, c.Request.OuterNo = "N1", no
	return w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c-" + no, Deputy: "county/deputy.1",
		Proposal: order.Proposal{Unit: "cgj", Requirements: "查清原因并疏通"}}).ID
}
