package desk

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
)

// TestNoEventIsSilent: every kind of event that can stand in the log is told in the timeline with a verb and a sentence, however little the reader may
// see of it. The events are the first JSON of each kind, which is never rewritten.
func TestNoEventIsSilent(t *testing.T) {
	r := &Reader{s: &Service{}}
	for _, kind := range order.Kinds() {
		body, err := os.ReadFile(filepath.Join("../order/testdata/events", kind+".v1.json"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := order.Decode(kind, 1, bytes.TrimSpace(body))
		if err != nil {
			t.Fatal(err)
		}
		if order.MatterOf(e) != "" {
			continue // of the matter's stream: it keeps the numbers of rounds, which the order's own events tell
		}
		it, ok := r.describe(ledger.Record{Kind: kind, AtMS: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC).UnixMilli()}, e, func(string, access.Field) string { return "" })
		if !ok || it.Verb == "" || it.Text == "" && kind != "logged_closed" { // its sentence is the name of its reason, which the sample does not bear
			t.Errorf("%s is silent in the timeline: %+v", kind, it)
		}
		if strings.Contains(it.Verb+it.Text, "%!") || strings.Contains(it.Verb+it.Text, kind) {
			t.Errorf("%s reads %q %q", kind, it.Verb, it.Text)
		}
	}
}
