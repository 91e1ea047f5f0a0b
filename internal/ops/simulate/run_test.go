package simulate_test

import (
	"testing"

	"huiyin/internal/ops/simulate"
)

func year(t *testing.T, seed uint64) simulate.Report {
	t.Helper()
	size, err := simulate.SizeOf("small")
	if err != nil {
		t.Fatal(err)
	}
	rep, err := simulate.Run(t.Context(), simulate.Options{Seed: seed, Size: size, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range rep.Violations {
		t.Errorf("seed %d: %s\nreplay: huiyin simulate --size small --first %d --seeds 1 --trace", seed, v, seed)
	}
	died := 0
	for _, n := range rep.Crashes {
		died += n
	}
	if rep.Orders < 20 || rep.Commands < 200 || rep.Refused < 100 || died < 5 || rep.Pages < 50 || rep.Repeated == 0 {
		t.Errorf("seed %d: hardly anything happened: %+v", seed, rep)
	}
	for _, law := range []string{"I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9", "I10", "I12", "I13", "I14", "I15", "I18", "I19", "I20", "I22", "I23", "I25", "canary", "canary in page", "canary in disk", "canary in log line", "canary in outbox"} {
		if rep.Checks[law] == 0 {
			t.Errorf("seed %d: %s was never asked", seed, law)
		}
	}
	return rep
}

// A few short years of small counties keep every law, and the same seed writes the same log, byte for byte: the head's hash is that of everything before it.
func TestSmallYearsKeepTheLawsAndCanBePlayedAgain(t *testing.T) {
	first, other, again := year(t, 1), year(t, 2), year(t, 1)
	if first.Hash == "" || first.Hash != again.Hash || first.Events != again.Events {
		t.Errorf("seed 1 gave %d events up to %s, and then %d up to %s", first.Events, first.Hash, again.Events, again.Hash)
	}
	if first.Hash == other.Hash {
		t.Error("two seeds gave the same log")
	}
}

// How fast a quarter of a year is: go test -run None -bench Quarter -benchtime 1x -cpuprofile …
func BenchmarkQuarter(b *testing.B) {
	size, err := simulate.SizeOf("quarter")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		rep, err := simulate.Run(b.Context(), simulate.Options{Seed: 21, Size: size, Dir: b.TempDir()})
		if err != nil || len(rep.Violations) > 0 {
			b.Fatal(err, rep.Violations)
		}
		b.ReportMetric(float64(rep.Orders), "orders")
	}
}
