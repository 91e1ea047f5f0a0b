package console

import (
	"testing"

	"huiyin/internal/policy"
)

// Every parameter of the policy has a name a reader understands, and the words name no parameter that is gone.
func TestParametersHaveNames(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, l := range p.Lines() {
		known[l.Key] = true
		if paramWords[l.Key][0] == "" {
			t.Errorf("%s (%s) has no name in rules.go", l.Key, l.Basis)
		}
	}
	for k := range paramWords {
		if !known[k] {
			t.Errorf("rules.go names %s, which is no parameter", k)
		}
	}
}
