package office

import (
	"testing"

	"huiyin/internal/org"
)

func TestATallyIsChecked(t *testing.T) {
	known := func(c string) bool { return c == "C1" || c == "N1" }
	day := monday.Format("2006-01-02")
	good := Tally{Day: day, Channel: "C1", Received: 7, Counted: 7}
	first, err := Reconcile(keeper(org.Dispatcher), good, known, monday)
	if err != nil || first.Tally.Differs() {
		t.Fatalf("equal sides: %+v %v", first, err)
	}
	for code, spoil := range map[string]func(*Tally){
		"bad_day":          func(x *Tally) { x.Day = "昨天" },
		"future_day":       func(x *Tally) { x.Day = "2099-01-01" },
		"bad_channel":      func(x *Tally) { x.Channel = "Z9" },
		"bad_received":     func(x *Tally) { x.Received = -1 },
		"missing_note":     func(x *Tally) { x.Received = 8 },
		"identity_in_note": func(x *Tally) { x.Received, x.Note = 8, "少了13812345678那件" },
	} {
		x := good
		spoil(&x)
		_, err := Reconcile(keeper(org.OfficeHead), x, known, monday)
		refused(t, err, code)
	}
	_, err = Reconcile(keeper(org.Operator), good, known, monday)
	refused(t, err, "not_reconciler")
	differs := good
	differs.Received, differs.Note = 8, "一件在市平台已撤销，不用补。"
	second, err := Reconcile(keeper(org.Supervisor), differs, known, monday)
	if err != nil || !second.Tally.Differs() {
		t.Fatalf("a difference with its note: %+v %v", second, err)
	}
	var all Tallies
	for _, e := range []Reconciled{first, second} {
		kind, body, err := EncodeReconciled(e)
		if err != nil {
			t.Fatal(err)
		}
		back, err := DecodeReconciled(kind, Version, body)
		if err != nil || back.Tally != e.Tally || !back.At.Equal(e.At) {
			t.Fatalf("read back %+v, %v", back, err)
		}
		all = all.Evolve(back)
	}
	if x, ok := all.Of(day, "C1"); !ok || len(all) != 1 || x.Tally.Received != 8 {
		t.Errorf("the later comparison takes the place: %+v", all)
	}
	if _, err := DecodeReconciled("reconciled", Version+1, []byte("{}")); err == nil {
		t.Error("an event of a newer program was read")
	}
}
