package desk_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/internal/testkit"
)

// solve does the work for a riddle.
func solve(riddle string) string {
	for n := 0; ; n++ {
		a := fmt.Sprintf("%s:%d", riddle, n)
		if h := sha256.Sum256([]byte(a)); h[0] == 0 && h[1] < 4 {
			return a
		}
	}
}

// A proof holds for its letter and its hour, and for nothing else (trust.md B5 #52).
func TestAProofIsForItsLetter(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	good := solve(w.Desk.ProofRiddle("one"))
	if !w.Desk.Proved("one", good) {
		t.Fatal("the work is not taken")
	}
	riddle, _, _ := strings.Cut(good, ":")
	for _, bad := range []string{"", ":", riddle, riddle + ":", riddle + ":x", good + "0000000000000", solve("0123")} {
		if w.Desk.Proved("one", bad) {
			t.Errorf("%q is taken", bad)
		}
	}
	if w.Desk.Proved("two", good) {
		t.Error("another letter's proof is taken")
	}
	w.Clock.Add(time.Hour)
	if !w.Desk.Proved("one", good) {
		t.Error("the last hour's proof is refused")
	}
	w.Clock.Add(time.Hour)
	if w.Desk.Proved("one", good) {
		t.Error("an old proof is taken")
	}
}
