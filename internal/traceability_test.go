// Package internal_test holds the tests that look at the house as a whole.
package internal_test

import (
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huiyin/internal/regulation"
)

var update = flag.Bool("update", false, "write docs/traceability.md anew")

const traceFile = "../docs/traceability.md"

// trace is what carries an article out.
type trace struct {
	rules     map[string]int // file → uses of the article's constants
	scenarios []string
	pages     []string
}

// TestTraceability prints article → standing → rules → scenarios → pages and compares it with docs/traceability.md. An article that the program says
// it carries out must have a rule and a scenario.
func TestTraceability(t *testing.T) {
	traces := map[regulation.Clause]*trace{}
	for _, a := range regulation.Articles() {
		traces[a] = &trace{rules: map[string]int{}}
	}
	walkRules(t, traces)
	walkScenarios(t, traces)
	walkRoutes(t, traces)
	for _, a := range regulation.Articles() {
		if regulation.StandingOf(a) != regulation.Software {
			continue
		}
		if len(traces[a].rules) == 0 {
			t.Errorf("%s is carried out by software and no rule cites it", a)
		}
		if len(traces[a].scenarios) == 0 {
			t.Errorf("%s is carried out by software and no scenario proves it (testdata/spec)", a)
		}
		if len(traces[a].pages) == 0 {
			t.Errorf("%s is carried out by software and no route names it (console/articles.go)", a)
		}
	}
	got := printTrace(traces) + printCases(t)
	if *update {
		if err := os.MkdirAll(filepath.Dir(traceFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(traceFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(traceFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("docs/traceability.md is stale; go test ./internal -run Traceability -update writes it anew\n%s", firstDifference(string(want), got))
	}
}

var (
	constName = regexp.MustCompile(`^Art(\d+)(_\d+)?$`)
	citation  = regexp.MustCompile(`"(第[一二三四五六七八九十]+条(?:（[一二三四五六七八九]）)?)"`)
)

// walkRules finds the uses of regulation.ArtN in the program, and the citations of the policy file. Generated files and tests are no rules.
func walkRules(t *testing.T, traces map[regulation.Clause]*trace) {
	t.Helper()
	each(t, ".", func(path string) {
		switch {
		case strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, "_templ.go"), strings.HasPrefix(path, "regulation/"), strings.HasPrefix(path, "testkit/"):
		case strings.HasSuffix(path, ".go"):
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "regulation" {
					return true
				}
				if m := constName.FindStringSubmatch(sel.Sel.Name); m != nil {
					number, _ := strconv.Atoi(m[1])
					if tr := traces[regulation.Clause(number*100)]; tr != nil {
						tr.rules[path]++
					}
				}
				return true
			})
		case strings.HasPrefix(path, "policy/") && strings.HasSuffix(path, ".toml"):
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range citation.FindAllStringSubmatch(string(b), -1) {
				if c, err := regulation.ParseClause(m[1]); err == nil {
					traces[c.Article()].rules[path]++
				}
			}
		}
	})
}

// walkScenarios reads the first line of every scenario file.
func walkScenarios(t *testing.T, traces map[regulation.Clause]*trace) {
	t.Helper()
	each(t, ".", func(path string) {
		if !strings.Contains(path, "testdata/spec/") || !strings.HasSuffix(path, ".txt") {
			return
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(b), "\n")
		list, ok := strings.CutPrefix(strings.TrimSpace(head), "条款：")
		if !ok {
			t.Errorf("%s: the first line must be 条款：第…条", path)
		}
		for _, w := range strings.Split(list, "、") {
			c, err := regulation.ParseClause(w)
			if err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			tr := traces[c.Article()]
			name := strings.TrimSuffix(filepath.Base(path), ".txt")
			if !slices.Contains(tr.scenarios, name) {
				tr.scenarios = append(tr.scenarios, name)
			}
		}
	})
}

// printCases lists the acceptance cases that scenarios name in a line 验收：n, each with its scenarios.
func printCases(t *testing.T) string {
	t.Helper()
	cases := map[int][]string{}
	each(t, ".", func(path string) {
		if !strings.Contains(path, "testdata/spec/") || !strings.HasSuffix(path, ".txt") {
			return
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			list, ok := strings.CutPrefix(strings.TrimSpace(line), "验收：")
			if !ok {
				continue
			}
			for _, w := range strings.Split(list, "、") {
				n, err := strconv.Atoi(w)
				if err != nil {
					t.Errorf("%s: 验收：%s is no number of a case", path, w)
					continue
				}
				cases[n] = append(cases[n], strings.TrimSuffix(filepath.Base(path), ".txt"))
			}
		}
	})
	out := "\n## 验收情形\n\n情景文件第二行的“验收”写明它证明哪一个验收情形。\n\n| 情形 | 情景 |\n|---|---|\n"
	for _, n := range slices.Sorted(maps.Keys(cases)) {
		slices.Sort(cases[n])
		out += fmt.Sprintf("| %d | %s |\n", n, strings.Join(cases[n], "，"))
	}
	return out
}

// walkRoutes reads the golden tables of routes, where a route ends with the articles that are carried out there.
func walkRoutes(t *testing.T, traces map[regulation.Clause]*trace) {
	t.Helper()
	each(t, ".", func(path string) {
		if base := filepath.Base(path); !strings.HasPrefix(base, "routes") || !strings.Contains(path, "testdata/") {
			return
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			fields := strings.Fields(line)
			if len(fields) < 2 {
				continue
			}
			for _, w := range strings.Split(fields[len(fields)-1], "、") {
				c, err := regulation.ParseClause(w)
				if err != nil {
					continue
				}
				if tr := traces[c.Article()]; tr != nil && !slices.Contains(tr.pages, fields[1]) {
					tr.pages = append(tr.pages, fields[1])
				}
			}
		}
	})
}

// each visits the files below a directory in a fixed order, with slashes.
func each(t *testing.T, root string, visit func(path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			visit(filepath.ToSlash(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func printTrace(traces map[regulation.Clause]*trace) string {
	names := map[regulation.Standing]string{regulation.Software: "程序执行", regulation.Screen: "页面提示，人来决定", regulation.Paper: "纸面", regulation.Outside: "不归程序", regulation.Planned: "待建"}
	var b strings.Builder
	fmt.Fprintf(&b, "# 条款与程序对照\n\n%s（%s）每一条由谁执行、规则在哪些文件、由哪些情景证明、在哪些页面上办理。\n", regulation.Title, regulation.Number)
	b.WriteString("本页由 `go test ./internal -run Traceability -update` 生成，请勿手改。情景文件在各规则房间的 `testdata/spec/`：`internal/order`、`internal/office`、`internal/oversight`、`internal/assessment`。\n\n")
	b.WriteString("| 条款 | 执行方式 | 规则 | 情景 | 页面 |\n|---|---|---|---|---|\n")
	for _, a := range regulation.Articles() {
		tr := traces[a]
		// The files alone: how often each cites the article changes with every edit and tells a reader nothing.
		files := slices.Sorted(maps.Keys(tr.rules))
		slices.Sort(tr.scenarios)
		slices.Sort(tr.pages)
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", a, names[regulation.StandingOf(a)], joined(files, "`"), joined(tr.scenarios, ""), joined(tr.pages, "`"))
	}
	return b.String()
}

func joined(list []string, quote string) string {
	if len(list) == 0 {
		return "—"
	}
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote + s + quote
	}
	return strings.Join(out, "，")
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(w), len(g)) {
		a, b := "", ""
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			return fmt.Sprintf("line %d\nfile: %s\ntree: %s", i+1, cmp.Or(a, "(nothing)"), cmp.Or(b, "(nothing)"))
		}
	}
	return ""
}
