package simulate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// Every command that the rules know has a deed here, or the year leaves it out without a word.
func TestEveryCommandHasADeed(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "../../order/decide.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"TimerFired"}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Name.Name != "decide" {
			continue
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			if c, ok := n.(*ast.CaseClause); ok {
				for _, x := range c.List {
					if id, ok := x.(*ast.Ident); ok {
						known = append(known, id.Name)
					}
				}
			}
			return true
		})
	}
	if len(known) < 50 {
		t.Fatalf("only %d commands were read", len(known))
	}
	for _, c := range known {
		if _, ok := deeds[c]; !ok {
			t.Errorf("no deed for %s", c)
		}
	}
	for c := range deeds {
		if !slices.Contains(known, c) {
			t.Errorf("the rules know no %s", c)
		}
	}
}
