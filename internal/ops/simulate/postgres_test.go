package simulate_test

import (
	"testing"

	"huiyin/internal/ops/simulate"
	"huiyin/internal/testkit/pgtest"
)

// A few weeks on PostgreSQL keep the same laws: the same people, the same deaths, the other archive.
func TestAFewWeeksOnPostgreSQL(t *testing.T) {
	size := simulate.Size{Name: "weeks", Contacts: 12, Units: 5, Days: 21, From: "2026-09-14", Crashes: 5, Outages: 1, Steps: 1, Looks: 2, Whole: 10, Probes: 4}
	rep, err := simulate.Run(t.Context(), simulate.Options{Seed: 3, Size: size, Dir: t.TempDir(), Database: pgtest.URL(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range rep.Violations {
		t.Errorf("%s", v)
	}
	if rep.Orders < 10 || rep.Commands < 60 || rep.Hash == "" {
		t.Errorf("hardly anything happened: %+v", rep)
	}
}
