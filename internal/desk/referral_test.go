package desk_test

import (
	"errors"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// TestTheReferralDirectoryIsTheCountys: the office writes to whom callers are sent whose request is not accepted (Art. 8), with the days for which the number is sure; intake reads it.
func TestTheReferralDirectoryIsTheCountys(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		court := office.Referral{Ground: "8-2a", Body: "县人民法院诉讼服务中心", Phone: "0558-7612368", Until: "2026-03-06"}
		for _, p := range []org.PostID{"hotline/operator", "hotline/visitor", "cgj/principal"} {
			if _, err := w.Desk.SetReferral(t.Context(), testkit.As(p), court, 0, "x"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s writes a line: %v", p, err)
			}
		}
		disp := testkit.As("hotline/dispatcher")
		code, err := w.Desk.SetReferral(t.Context(), disp, court, 0, "k1")
		if err != nil || code != "Y01" {
			t.Fatalf("%s %v", code, err)
		}
		if again, err := w.Desk.SetReferral(t.Context(), disp, court, 0, "k1"); err != nil || again != code {
			t.Errorf("the same form again: %s %v", again, err)
		}
		var no *regulation.Refusal
		if _, err := w.Desk.SetReferral(t.Context(), disp, court, 0, "k2"); !errors.As(err, &no) || no.Code != "twice" {
			t.Errorf("twice: %v", err)
		}
		r := reader(t, w, "hotline/operator")
		if all, err := r.Referrals(t.Context(), "法院"); err != nil || len(all) != 1 || all[0].Lapsed || all[0].GroundName == "" {
			t.Errorf("read: %+v %v", all, err)
		}
		w.Clock.Add(6 * 24 * time.Hour)
		if all, err := r.Referrals(t.Context(), ""); err != nil || len(all) != 1 || !all[0].Lapsed {
			t.Errorf("after its days: %+v %v", all, err)
		}
		court.Code, court.Until, court.Phone = code, "", "12368"
		seen, _, err := r.Referral(t.Context(), code)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Desk.SetReferral(t.Context(), testkit.As(org.PostOfficeHead), court, seen.Mark, "k3"); err != nil {
			t.Fatal(err)
		}
		// Who filled the form in on the older line overwrites nothing.
		var lost *desk.Conflict
		old := court
		old.Phone = "0558-7612399"
		if _, err := w.Desk.SetReferral(t.Context(), disp, old, seen.Mark, "k3b"); !errors.As(err, &lost) {
			t.Errorf("an old form overwrites: %v", err)
		}
		if _, err := w.Desk.EndReferral(t.Context(), disp, code, "单位已撤并", seen.Mark, "k3c"); !errors.As(err, &lost) {
			t.Errorf("an old form ends the line: %v", err)
		}
		now, _, err := r.Referral(t.Context(), code)
		if err != nil || now.Mark == seen.Mark {
			t.Fatalf("the line's mark: %+v %v", now, err)
		}
		if v, history, err := r.Referral(t.Context(), code); err != nil || v.Phone != "12368" || len(history) != 2 {
			t.Errorf("changed: %+v %+v %v", v, history, err)
		}
		if _, err := w.Desk.EndReferral(t.Context(), disp, code, "单位已撤并", now.Mark, "k4"); err != nil {
			t.Fatal(err)
		}
		if all, err := r.Referrals(t.Context(), ""); err != nil || len(all) != 0 {
			t.Errorf("ended: %+v %v", all, err)
		}
		if _, _, err := r.Referral(t.Context(), code); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("an ended line has a page: %v", err)
		}
		if _, err := reader(t, w, "cgj/handler").Referrals(t.Context(), ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads the directory: %v", err)
		}
		w.CheckArchive()
	})
}
