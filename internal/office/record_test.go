package office

import (
	"slices"
	"strconv"
	"testing"

	"huiyin/internal/org"
)

// TestDrawTakesASampleOfEachOperator: so many in a hundred rounded up, refusals apart, the same however the list is ordered, and nobody twice (Art. 9).
func TestDrawTakesASampleOfEachOperator(t *testing.T) {
	var all []Handled
	for i := range 120 {
		all = append(all, Handled{Order: "a" + strconv.Itoa(i), Operator: "op1", Refused: i < 21})
	}
	all = append(all, Handled{Order: "b0", Operator: "op2"})
	got := Draw("2026-02", all, 2, 5)
	count := map[org.AccountID][2]int{}
	seen := map[string]bool{}
	for _, h := range got {
		x := count[h.Operator]
		if h.Refused {
			x[1]++
		} else {
			x[0]++
		}
		count[h.Operator] = x
		if seen[h.Order] {
			t.Errorf("%s is drawn twice", h.Order)
		}
		seen[h.Order] = true
	}
	if count["op1"] != [2]int{2, 2} || count["op2"] != [2]int{1, 0} { // 99 and 21 of the first, rounded up
		t.Errorf("drawn %v", count)
	}
	slices.Reverse(all)
	if again := Draw("2026-02", all, 2, 5); !slices.Equal(got, again) {
		t.Errorf("another order of the list draws %v, before %v", again, got)
	}
	if next := Draw("2026-03", all, 2, 5); slices.Equal(got, next) {
		t.Error("every month draws the same")
	}
	if len(Draw("2026-02", nil, 2, 5)) != 0 {
		t.Error("something is drawn from nothing")
	}
}

// TestEveryRecordEventIsKnown: what can be written can be read, and a kind names one type.
func TestEveryRecordEventIsKnown(t *testing.T) {
	for _, k := range RecordKinds() {
		if NewRecord(k) == nil {
			t.Errorf("no record of kind %s", k)
		}
	}
	if NewRecord("x") != nil {
		t.Error("a record of no kind")
	}
	if _, _, err := EncodeRecord(ArticleShut{}); err == nil {
		t.Error("another room's event was written")
	}
	if _, err := DecodeRecord("x", Version, []byte("{}")); err == nil {
		t.Error("an unknown event was read")
	}
}
