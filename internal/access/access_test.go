package access

import (
	"flag"
	"os"
	"testing"

	"huiyin/internal/org"
)

var update = flag.Bool("update", false, "rewrite the golden file")

func TestTheTablesAreReviewedAsAFile(t *testing.T) {
	const file = "testdata/access.md"
	if *update {
		if err := os.WriteFile(file, []byte(Print()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := Print(); got != string(want) {
		t.Errorf("the tables changed; review and run with -update\n%s", got)
	}
}

func TestDenyIsTheDefault(t *testing.T) {
	for _, k := range org.Kinds() {
		for f := range fields {
			if s := Sees(k, Stranger, Ordinary, f); s != Never {
				t.Errorf("a stranger (%s) sees %s: %s", k, fieldNames[f], s)
			}
		}
		if May(k, "no such permission") {
			t.Errorf("%s may do what no line allows", k)
		}
	}
	if May("", AnyStaff) || May("", Reading) {
		t.Error("nobody may do something")
	}
}

func TestAUnitNeverSeesASecretCaller(t *testing.T) {
	for _, k := range []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.UnitDuty, org.Magistrate, org.Deputy} {
		for _, r := range []Relation{Handler, Unit, Mine, Lists} {
			for _, f := range []Field{Words, Name, Phone, Files} {
				if s := Sees(k, r, Secret, f); s != Never {
					t.Errorf("%s as %s sees %s of a secret order: %s", k, r, fieldNames[f], s)
				}
			}
		}
	}
	if s := Sees(org.Dispatcher, Desk, Secret, Phone); s != RevealTwo {
		t.Errorf("a dispatcher sees a secret phone by %s, want a second person", s)
	}
}

func TestOnlyTheNamedHandlerRevealsInAUnit(t *testing.T) {
	if Sees(org.UnitHandler, Handler, Ordinary, Phone) != Reveal || Sees(org.UnitHandler, Unit, Ordinary, Phone) != Never || Sees(org.UnitPrincipal, Unit, Ordinary, Phone) != Never {
		t.Error("the number is for the named handler, with a reason")
	}
}

func TestAdministratorsSeeNoBusiness(t *testing.T) {
	for _, k := range []org.Kind{org.SystemAdmin, org.SecurityAdmin, org.Auditor} {
		for p := range grants {
			house := p == OrgReading || p == Organising && k == org.SystemAdmin // units and people, and nothing of any order
			if May(k, p) && !house {
				t.Errorf("%s may %s", k, p)
			}
		}
	}
}
