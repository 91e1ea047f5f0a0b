package internal_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryDependencyHasALine: each direct module of go.mod and each tool of tools/go.mod says in docs/dependencies.md what it is for, and no line
// outlives its module.
func TestEveryDependencyHasALine(t *testing.T) {
	page := readText(t, "../docs/dependencies.md")
	var want []string
	for line := range strings.Lines(readText(t, "../go.mod")) {
		if m := regexp.MustCompile(`^(?:require )?\s*(\S+\.\S+/\S+) v\S+$`).FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			want = append(want, m[1])
		}
	}
	for line := range strings.Lines(readText(t, "../tools/go.mod")) {
		if m := regexp.MustCompile(`^(?:tool )?\s*(\S+\.\S+/\S+)$`).FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			want = append(want, m[1])
		}
	}
	if len(want) < 10 {
		t.Fatalf("found only %d modules: %v", len(want), want)
	}
	var lines []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+/[^`]+)` \\| (.+) \\|$").FindAllStringSubmatch(page, -1) {
		lines = append(lines, m[1])
		for i, cell := range strings.Split(m[2], " | ") {
			if strings.TrimSpace(cell) == "" {
				t.Errorf("docs/dependencies.md: %s leaves column %d empty", m[1], i+2)
			}
		}
	}
	for _, m := range want {
		if !slices.Contains(lines, m) {
			t.Errorf("docs/dependencies.md has no line for %s", m)
		}
	}
	for _, l := range lines {
		if !slices.Contains(want, l) {
			t.Errorf("docs/dependencies.md has a line for %s, which nothing requires", l)
		}
	}
	for _, credit := range []string{"htmx", "holiday-cn"} {
		if !strings.Contains(page, "| `"+credit+"`") {
			t.Errorf("docs/dependencies.md gives no credit to %s", credit)
		}
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
