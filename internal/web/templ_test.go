package web_test

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// house is where all rooms are, seen from this one.
const house = ".."

func templFiles(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(house, func(p string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(p, ".templ") {
			all = append(all, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 8 {
		t.Fatalf("found %d templ files: the walk is wrong", len(all))
	}
	return all
}

// The committed Go files are what the generator makes of the templ files (go generate ./internal/web).
func TestGeneratedPagesAreFresh(t *testing.T) {
	tmp := t.TempDir()
	for _, p := range templFiles(t) {
		rel, err := filepath.Rel(house, p)
		if err != nil {
			t.Fatal(err)
		}
		body, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(tmp, rel)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.Command("go", "tool", "-modfile=../../tools/go.mod", "templ", "generate", "-path", tmp)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("generate: %v\n%s", err, out)
	}
	for _, p := range templFiles(t) {
		made := strings.TrimSuffix(p, ".templ") + "_templ.go"
		rel, _ := filepath.Rel(house, made)
		want, err := os.ReadFile(filepath.Join(tmp, rel))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(made)
		if err != nil {
			t.Errorf("%s is missing: run go generate ./internal/web", made)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate ./internal/web", made)
		}
	}
}

// The content policy forbids inline script and style; an unescaped string would let a citizen's letter write our pages.
func TestPagesHoldNothingInlineAndNothingRaw(t *testing.T) {
	banned := regexp.MustCompile(`templ\.Raw|@templ\.JS|templ\.ComponentScript|<style|\sstyle=|\son[a-z]+=|<script>|<script [^>]*>[^<]|hx-on|hx-vals="js|^\s*(script|css) \w+\(|https?://`)
	for _, p := range templFiles(t) {
		body, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(body), "\n") {
			if found := banned.FindString(line); found != "" && !strings.HasPrefix(strings.TrimSpace(line), "//") {
				t.Errorf("%s:%d: %q", p, i+1, found)
			}
		}
	}
}
