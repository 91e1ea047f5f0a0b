package desk_test

import (
	"errors"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// TestPhonebook: a unit writes its own numbers and nobody else's, confirms them each month with who and when, and never the citizens' line; the book is
// found by initials, and a replay finds the same.
func TestPhonebook(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-31 23:50")
		const hotline = "0558-7812345"
		book := func(post org.PostID, q string, missing bool) desk.PhonebookPage {
			t.Helper()
			p, err := reader(t, w, post).Phonebook(t.Context(), q, missing)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		find := func(p desk.PhonebookPage, id org.UnitID) *desk.PhoneUnit {
			for _, g := range p.Groups {
				for i := range g.Units {
					if g.Units[i].ID == id {
						return &g.Units[i]
					}
				}
			}
			return nil
		}
		before := book("hotline/dispatcher", "", false)
		if u := find(before, "cgj"); u == nil || u.Own || u.Confirmed || u.Lines[office.LineOffice].Number != "0558-7000201" || before.Missing != before.Units {
			t.Fatalf("before: %+v of %d, %d missing", u, before.Units, before.Missing)
		}
		lines := []office.PhoneLine{{Kind: office.LineOffice, Number: "0558-7000301", Note: "办公室"}, {Kind: office.LineNight, Number: "13900000001", Note: "值班室"}}
		for range 2 { // the same form twice
			if err := reader(t, w, "cgj/handler").SavePhones(t.Context(), lines, hotline, "k1"); err != nil {
				t.Fatal(err)
			}
		}
		after := book("jyj/handler", "cgj", false)
		u := find(after, "cgj")
		if u == nil || !u.Own || !u.Confirmed || u.At != "3月31日 23:50" || u.Lines[office.LineNight].Number != "13900000001" || find(after, "jyj") != nil {
			t.Errorf("after, by initials: %+v", after.Groups)
		}
		if !reader(t, w, "jyj/handler").PhonesDue(t.Context()) || reader(t, w, "cgj/principal").PhonesDue(t.Context()) {
			t.Error("the wrong unit is reminded")
		}
		if find(book("hotline/dispatcher", "", true), "cgj") != nil || find(book("hotline/dispatcher", "13900000001", false), "cgj") == nil {
			t.Error("the list of those missing, or the search by number")
		}
		w.Clock.Set("2026-04-01 00:00") // a new month
		if !reader(t, w, "cgj/handler").PhonesDue(t.Context()) || find(book("hotline/dispatcher", "", true), "cgj") == nil {
			t.Error("a new month asks for no new look")
		}
		if err := reader(t, w, "cgj/principal").ConfirmPhones(t.Context(), "k2"); err != nil {
			t.Fatal(err)
		}
		if u := find(book("cgj/handler", "", false), "cgj"); !u.Confirmed || u.Lines[office.LineOffice].Number != "0558-7000301" {
			t.Errorf("confirmed: %+v", u)
		}

		for code, bad := range map[string][]office.PhoneLine{
			"hotline":    {{Kind: office.LineOffice, Number: "7812345"}},
			"bad_number": {{Kind: office.LineOffice, Number: "12"}},
			"no_number":  {{Kind: office.LineFax, Number: "0558-7000301"}},
			"note_alone": {{Kind: office.LineOffice, Number: "0558-7000301"}, {Kind: office.LineDay, Note: "值班室"}},
			"note_names": {{Kind: office.LineOffice, Number: "0558-7000301", Note: "找13800001234"}},
		} {
			err := reader(t, w, "cgj/handler").SavePhones(t.Context(), bad, hotline, "bad "+code)
			if no, ok := errors.AsType[*regulation.Refusal](err); !ok || no.Code != code || no.Field == "" {
				t.Errorf("%s: %v", code, err)
			}
		}
		for _, post := range []org.PostID{"hotline/operator", "county/magistrate", "hotline/visitor"} {
			rd := reader(t, w, post)
			if err := rd.SavePhones(t.Context(), lines, hotline, "x"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s writes: %v", post, err)
			}
			if err := rd.ConfirmPhones(t.Context(), "y"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s confirms: %v", post, err)
			}
		}
		if faults, err := w.Store.CheckProjections(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if u := find(book("cgj/handler", "", false), "cgj"); !u.Own || !u.Confirmed {
			t.Errorf("after a replay: %+v", u)
		}
	})
}
