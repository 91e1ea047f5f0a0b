package office

import (
	"testing"

	"huiyin/internal/org"
)

func TestALineOfTheReferralsIsChecked(t *testing.T) {
	ground := func(c string) bool { return c == "8-1" || c == "8-2a" }
	good := Referral{Ground: "8-2a", Body: "县人民法院", Phone: "12368", Until: "2027-12-31"}
	set, err := SetReferral(keeper(org.Dispatcher), good, nil, ground, monday)
	if err != nil || set.Line.Code != "Y01" {
		t.Fatalf("a good line: %+v %v", set, err)
	}
	all := Referrals{}.Evolve(set)
	for code, spoil := range map[string]func(*Referral){
		"bad_ground":       func(r *Referral) { r.Ground = "9-9" },
		"missing_body":     func(r *Referral) { r.Body = " " },
		"identity_in_body": func(r *Referral) { r.Body = "李平13812345678" },
		"bad_phone":        func(r *Referral) { r.Phone = "问门卫" },
		"bad_until":        func(r *Referral) { r.Until = "2020-01-01" },
		"twice":            func(*Referral) {},
	} {
		r := good
		spoil(&r)
		_, err := SetReferral(keeper(org.OfficeHead), r, all, ground, monday)
		refused(t, err, code)
	}
	_, err = SetReferral(keeper(org.Operator), good, nil, ground, monday)
	refused(t, err, "not_keeper")
	r := good
	r.Code = "Y99"
	r.Body = "县法院立案庭"
	_, err = SetReferral(keeper(org.OfficeHead), r, all, ground, monday)
	refused(t, err, "no_line")
	r = good
	r.Code, r.Phone = "Y01", "0558-7612368"
	next, err := SetReferral(keeper(org.OfficeHead), r, all, ground, monday)
	if err != nil {
		t.Fatal(err)
	}
	_, err = EndReferral(keeper(org.OfficeHead), "Y01", "", all, monday)
	refused(t, err, "missing_reason")
	end, err := EndReferral(keeper(org.OfficeHead), "Y01", "单位已撤并", all.Evolve(next), monday)
	if err != nil {
		t.Fatal(err)
	}
	var folded Referrals
	for _, e := range []any{set, next, end} {
		kind, body, err := EncodeReferral(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := DecodeReferral(kind, Version, body)
		if err != nil || back != e {
			t.Fatalf("%s came back as %+v (%v)", kind, back, err)
		}
		folded = folded.Evolve(back)
	}
	if len(folded) != 1 || !folded[0].Ended || folded[0].Phone != "0558-7612368" || !good.Holds("2027-12-31") || good.Holds("2028-01-01") {
		t.Errorf("folded: %+v", folded)
	}
	_, err = EndReferral(keeper(org.OfficeHead), "Y01", "再停", folded, monday)
	refused(t, err, "no_line")
	if _, err := DecodeReferral("referral_set", Version+1, nil); err == nil {
		t.Error("an event of a newer program was read")
	}
}
