package desk_test

import (
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// The last four digits find a caller where one caller alone has them, for who may find by a number; the whole number is told to nobody.
func TestTheEndOfANumberFindsACaller(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := sent(t, w, w.Complaint())
		side := func(by org.PostID, phone string) desk.Side {
			t.Helper()
			r, err := w.Desk.Reader(t.Context(), testkit.As(by))
			if err != nil {
				t.Fatal(err)
			}
			v, err := r.Side(t.Context(), desk.Draft{Phone: phone}, "", order.Complaint)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		for _, typed := range []string{"1234", "１２３４", "13800001234"} {
			v := side("hotline/operator", typed)
			if len(v.Past) != 1 || v.Past[0].Order != id || v.Phone != "138****1234" || v.PhoneBad != "" {
				t.Errorf("%s: %d earlier orders, number %q, fault %q", typed, len(v.Past), v.Phone, v.PhoneBad)
			}
		}
		if v := side("hotline/operator", "9999"); len(v.Past) != 0 || v.Phone != "" || !strings.Contains(v.PhoneBad, "没有尾号9999的来电人") {
			t.Errorf("nobody's end: %+v", v)
		}
		if v := side("hotline/outsourced", "1234"); len(v.Past) != 0 || v.Phone != "" {
			t.Errorf("one who may not find the order found %+v", v)
		}
		r, err := w.Desk.Reader(t.Context(), testkit.As("hotline/operator"))
		if err != nil {
			t.Fatal(err)
		}
		if p, err := r.CallerOf(t.Context(), "1234", id); err != nil || p.Text != "13800001234" {
			t.Errorf("the caller of %s: %v", id, err)
		}
		if p, err := r.CallerOf(t.Context(), "0558-7812345", ""); err != nil || p.Text != "0558-7812345" {
			t.Errorf("a whole number is taken as it is: %q %v", p.Text, err)
		}
		var bad *desk.Invalid
		for what, c := range map[string][2]string{"no earlier order": {"1234", ""}, "another's order": {"1234", "elsewhere"}, "nobody's end": {"9999", id}} {
			if _, err := r.CallerOf(t.Context(), c[0], c[1]); !errors.As(err, &bad) || bad.Field != "phone" {
				t.Errorf("%s: %v", what, err)
			}
		}
		stranger, err := w.Desk.Reader(t.Context(), testkit.As("cgj/handler"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := stranger.CallerOf(t.Context(), "1234", id); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit got a caller's number: %v", err)
		}

		other := w.Complaint()
		other.Request.Phone = order.Private{Text: "13900001234"}
		sent(t, w, other)
		if v := side("hotline/operator", "1234"); len(v.Past) != 0 || v.Phone != "" || !strings.Contains(v.PhoneBad, "2个号码") {
			t.Errorf("an end that two have: %+v", v)
		}
		if _, err := r.CallerOf(t.Context(), "1234", id); !errors.As(err, &bad) {
			t.Errorf("an end that two have named a caller: %v", err)
		}
	})
}
