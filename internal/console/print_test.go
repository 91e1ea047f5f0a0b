package console

import (
	"strings"
	"testing"

	"huiyin/internal/desk"
)

// TestAPrintMasksWhatItsPageShowsInFull: who registered a call sees the number; the paper, which goes from hand to hand, says that it is masked, and it is.
func TestAPrintMasksWhatItsPageShowsInFull(t *testing.T) {
	var b strings.Builder
	if err := maskedLine(orderProps{}, "来电", desk.Masked{Shown: "13800007731", Paper: "138****7731", Has: true}).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, `<span class="noprint">13800007731</span>`) || !strings.Contains(got, `<span class="print-only">138****7731</span>`) {
		t.Errorf("printed: %s", got)
	}
	s := newSite(t, t.TempDir())
	v := s.Order("hotline/operator", s.proposed())
	if v.Phone.Shown != "13800001234" && v.Phone.Shown != "138 0000 1234" {
		t.Fatalf("whoever took the call sees %q", v.Phone.Shown)
	}
	for _, m := range []desk.Masked{v.Phone, v.Name} {
		if m.Paper == "" || m.Paper == m.Shown {
			t.Errorf("%s is printed as %q", m.Field, m.Paper)
		}
	}
}
