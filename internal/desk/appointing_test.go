package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestAnAppointmentTakesTwoPeople: what the system administrator enters gives no right until the head of the hotline office confirms it (trust.md B3), over both
// databases and a replay.
func TestAnAppointmentTakesTwoPeople(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		who := people(t, w, map[string]org.PostID{"head": org.PostOfficeHead, "gov": org.PostGovHead, "admin": "hotline/system_admin", "clerk": "jyj/handler"})
		admin, head, gov := acting(t, w, who["admin"], "hotline/system_admin"), acting(t, w, who["head"], org.PostOfficeHead), acting(t, w, who["gov"], org.PostGovHead)
		waiting := func(a org.Actor) []desk.Appointment {
			t.Helper()
			all, err := readerOf(t, w, a).Appointments(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		wrong := func(what string, err error, field string) {
			t.Helper()
			var bad *desk.Invalid
			if !errors.As(err, &bad) || bad.Field != field {
				t.Errorf("%s: %v", what, err)
			}
		}
		got, err := w.Desk.AddPerson(t.Context(), admin, desk.Person{Login: "xinren1", Title: "新具办人员", Post: "cgj/handler", From: "2026-03-02"})
		if err != nil || !got.Waits {
			t.Fatalf("entered: %+v, %v", got, err)
		}
		a, err := w.Desk.LogIn(t.Context(), "xinren1", got.Password)
		if err != nil || len(a.Posts) != 0 {
			t.Fatalf("he has posts before anybody confirmed: %+v, %v", a.Posts, err)
		}
		if _, _, err := w.Desk.ActorOf(t.Context(), a.ID, "cgj/handler"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("he acts: %v", err)
		}
		if err := w.Desk.TakePost(t.Context(), admin, who["clerk"], "jyj/unit_deputy", "2026-03-02", ""); err != nil {
			t.Fatal(err)
		}
		wrong("the same appointment twice", w.Desk.TakePost(t.Context(), admin, who["clerk"], "jyj/unit_deputy", "2026-03-02", ""), "post")
		if err := w.Desk.TakePost(t.Context(), admin, who["head"], "hotline/reviewer", "2026-03-02", ""); err != nil {
			t.Fatal(err)
		}
		all := waiting(head)
		if len(all) != 3 || !all[2].Own || all[0].Own || readerOf(t, w, head).CountAppointments() != 2 {
			t.Fatalf("the head sees %+v", all)
		}
		if m := toldOf(inbox(t, w, org.PostOfficeHead), "到任登记等您确认"); len(m) != 2 {
			t.Errorf("the head is told %d times, want twice", len(m))
		}
		if m := toldOf(inbox(t, w, org.PostGovHead), "到任登记等您确认"); len(m) != 1 {
			t.Errorf("the government's head is told %d times, want once: of the head's own post", len(m))
		}
		ids := []string{all[0].ID, all[1].ID}
		wrong("nothing ticked", w.Desk.AnswerAppointments(t.Context(), head, nil, false, "", ""), "id")
		wrong("declined without a reason", w.Desk.AnswerAppointments(t.Context(), head, ids, true, " ", ""), "why")
		wrong("confirmed with a reason against it", w.Desk.AnswerAppointments(t.Context(), head, ids, false, "岗位不对", ""), "why")
		wrong("one of them is his own: none is confirmed", w.Desk.AnswerAppointments(t.Context(), head, []string{ids[0], all[2].ID}, false, "", ""), "id")
		for _, p := range []org.PostID{"hotline/system_admin", "hotline/dispatcher", "cgj/principal", org.PostMagistrate} {
			if err := w.Desk.AnswerAppointments(t.Context(), testkit.As(p), ids, false, "", ""); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s confirms: %v", p, err)
			}
			if _, err := readerFor(t, w, p).Appointments(t.Context()); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s reads what waits: %v", p, err)
			}
		}
		if err := w.Desk.AnswerAppointments(t.Context(), head, ids[:1], false, "", ""); err != nil {
			t.Fatal(err)
		}
		acting(t, w, a.ID, "cgj/handler")
		wrong("confirmed twice", w.Desk.AnswerAppointments(t.Context(), head, ids[:1], false, "", ""), "id")
		if err := w.Desk.AnswerAppointments(t.Context(), head, ids[1:], true, "教育局已有分管负责人", ""); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Desk.ActorOf(t.Context(), who["clerk"], "jyj/unit_deputy"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("declined, and yet he acts: %v", err)
		}
		if err := w.Desk.AnswerAppointments(t.Context(), gov, []string{all[2].ID}, false, "", ""); err != nil {
			t.Fatal(err)
		}
		acting(t, w, who["head"], "hotline/reviewer")
		if len(waiting(head)) != 0 || len(waiting(gov)) != 0 {
			t.Errorf("still waiting: %+v", waiting(head))
		}
		u, err := readerOf(t, w, admin).OneUnit(t.Context(), "jyj")
		if err != nil || !slices.ContainsFunc(u.History, func(h desk.HistoryLine) bool {
			return strings.Contains(h.Text, "没有确认人员clerk任") && strings.Contains(h.Text, "已有分管负责人")
		}) {
			t.Errorf("the unit's history does not tell the refusal: %+v, %v", u.History, err)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		acting(t, w, a.ID, "cgj/handler")
	})
}

// TestTheFirstAppointmentsOfACountyStandAtOnce: where nobody could confirm, nobody is locked out.
func TestTheFirstAppointmentsOfACountyStandAtOnce(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	who := people(t, w, map[string]org.PostID{"admin": "hotline/system_admin"})
	got, err := w.Desk.AddPerson(t.Context(), acting(t, w, who["admin"], "hotline/system_admin"), desk.Person{Login: "fuzeren1", Title: "热线办负责人", Post: org.PostOfficeHead, From: "2026-03-02"})
	if err != nil || got.Waits {
		t.Fatalf("%+v, %v", got, err)
	}
	a, err := w.Desk.LogIn(t.Context(), "fuzeren1", got.Password)
	if err != nil {
		t.Fatal(err)
	}
	acting(t, w, a.ID, org.PostOfficeHead)
}
