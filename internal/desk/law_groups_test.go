package desk

import (
	"slices"
	"strings"
	"testing"

	"huiyin/internal/policy"
)

// TestEveryParameterHasAGroup: a parameter whose group no page shows could be neither read nor filled in, and no draft could be saved.
func TestEveryParameterHasAGroup(t *testing.T) {
	for _, x := range policy.Params() {
		group, _, _ := strings.Cut(x.Key, ".")
		if !slices.ContainsFunc(ruleGroups, func(g [2]string) bool { return g[0] == group }) {
			t.Errorf("%s stands in no group", x.Key)
		}
	}
}
