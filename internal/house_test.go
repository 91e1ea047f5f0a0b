package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const planFile = "../docs/ARCHITECTURE.md"

// source is one Go file of the program, tests left out.
type source struct {
	room, file string
	imports    map[string]string // path → the name it goes by in this file
	calls      []call
}

type call struct {
	pkg, name string // pkg is the import's path
	line      int
}

// TestHouseArrows holds every import of the program to the plan.
func TestHouseArrows(t *testing.T) {
	for _, f := range program(t) {
		from, ok := findRoom(f.room)
		if !ok {
			t.Errorf("%s: the plan has no line for the room %q", f.file, f.room)
			continue
		}
		for p := range f.imports {
			name, ours := strings.CutPrefix(p, "huiyin/internal/")
			if !ours {
				continue
			}
			to, ok := findRoom(name)
			if !ok {
				t.Errorf("%s imports %s, and the plan has no line for it", f.file, p)
			} else if !from.permits(to) {
				t.Errorf("%s: the plan draws no arrow from %s (floor %d) to %s (floor %d)", f.file, from.name, from.floor, to.name, to.floor)
			}
		}
	}
}

// TestHousePlanIsSound: arrows of the plan itself go down or are marked, lead to a line, and a room is built exactly when it stands on disk.
func TestHousePlanIsSound(t *testing.T) {
	onDisk := map[string]bool{}
	for _, f := range program(t) {
		onDisk[f.room] = true
	}
	seen := map[string]bool{}
	for _, r := range plan() {
		if seen[r.name] {
			t.Errorf("%s has two lines", r.name)
		}
		seen[r.name] = true
		if (r.status == built) != onDisk[r.name] {
			t.Errorf("%s is marked %s; on disk: %t", r.name, r.status, onDisk[r.name])
		}
		for _, m := range r.may {
			if strings.HasPrefix(m, "everything") {
				continue
			}
			name, sideways := strings.CutSuffix(m, "*")
			to, ok := findRoom(name)
			switch {
			case !ok:
				t.Errorf("%s may import %s, which has no line", r.name, name)
			case sideways && to.floor != r.floor, !sideways && to.floor >= r.floor:
				t.Errorf("%s (floor %d) may import %s (floor %d): an arrow goes down, or inside the floor with a star", r.name, r.floor, m, to.floor)
			}
		}
	}
}

// TestHousePureRooms: the rules depend on nothing that waits, reads the world, tells the time or draws lots.
func TestHousePureRooms(t *testing.T) {
	for _, f := range program(t) {
		if !slices.Contains(pureRooms, f.room) {
			continue
		}
		for p := range f.imports {
			if standard(p) && !slices.Contains(pureStd, p) {
				t.Errorf("%s is in a pure room and imports %s", f.file, p)
			}
		}
		for _, c := range f.calls {
			if c.pkg == "fmt" && strings.HasPrefix(c.name, "Print") || c.pkg == "time" && slices.Contains([]string{"After", "AfterFunc", "NewTicker", "NewTimer", "Sleep", "Tick", "Local", "LoadLocation"}, c.name) {
				t.Errorf("%s:%d uses %s.%s in a pure room", f.file, c.line, c.pkg, c.name)
			}
		}
	}
}

// TestHouseGuards holds database/sql, net/http, the clock and what pages may know to their rooms.
func TestHouseGuards(t *testing.T) {
	for _, f := range program(t) {
		if r, ok := findRoom(f.room); ok && r.floor == testsOnly {
			continue
		}
		for p := range f.imports {
			switch {
			case strings.HasPrefix(p, "database/sql") && !slices.Contains(sqlRooms, f.room):
				t.Errorf("%s imports %s; only %v may", f.file, p, sqlRooms)
			case strings.HasPrefix(p, "net/http") && !slices.Contains(httpRooms, f.room):
				t.Errorf("%s imports %s; only %v may", f.file, p, httpRooms)
			case p == "testing" || strings.HasPrefix(p, "testing/"):
				t.Errorf("%s imports %s outside the rooms for tests", f.file, p)
			case f.room != "sqldb" && slices.ContainsFunc(databaseModule, func(m string) bool { return strings.HasPrefix(p+"/", m) }):
				t.Errorf("%s imports %s; only sqldb may", f.file, p)
			case slices.Contains(pageRooms, f.room) && slices.Contains(hiddenOfPages, strings.TrimPrefix(p, "huiyin/internal/")):
				t.Errorf("%s imports %s; pages receive only what the desk made", f.file, p)
			}
		}
		for _, c := range f.calls {
			if c.pkg == "time" && slices.Contains([]string{"Now", "Since", "Until"}, c.name) && !slices.Contains(clockRooms, f.room) {
				t.Errorf("%s:%d reads the real clock (time.%s); only %v may", f.file, c.line, c.name, clockRooms)
			}
		}
	}
}

// TestHouseFrontDoor: the program's main package only opens the command line.
func TestHouseFrontDoor(t *testing.T) {
	files := parseUnder(t, "../cmd")
	if len(files) == 0 {
		t.Fatal("no main package under cmd/")
	}
	for _, f := range files {
		if f.room != "huiyin" {
			t.Errorf("%s: the house has one program, cmd/huiyin", f.file)
		}
		for p := range f.imports {
			if p == "huiyin/internal/ops" || standard(p) && !strings.HasPrefix(p, "net") && !strings.HasPrefix(p, "database") {
				continue
			}
			t.Errorf("%s imports %s; flags and signals need only ops", f.file, p)
		}
		for _, c := range f.calls {
			if c.pkg == "time" && c.name == "Now" {
				t.Errorf("%s:%d reads the real clock", f.file, c.line)
			}
		}
	}
}

// TestHousePage compares docs/ARCHITECTURE.md with the plan.
func TestHousePage(t *testing.T) {
	got := printPlan()
	if *update {
		if err := os.WriteFile(planFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(planFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("docs/ARCHITECTURE.md is stale; go test ./internal -run House -update prints it anew\n%s", firstDifference(string(want), got))
	}
}

// program is every Go file under internal/ that is no test.
func program(t *testing.T) []source {
	t.Helper()
	files := parseUnder(t, ".")
	if len(files) < 50 {
		t.Fatalf("found only %d files: the walk is broken", len(files))
	}
	return files
}

func parseUnder(t *testing.T, root string) []source {
	t.Helper()
	var out []source
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "testdata" {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		tree, err := parser.ParseFile(fset, p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(p))
		if err != nil {
			return err
		}
		out = append(out, read(fset, tree, filepath.ToSlash(rel), filepath.ToSlash(p)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(fset *token.FileSet, tree *ast.File, room, file string) source {
	s := source{room: room, file: file, imports: map[string]string{}}
	byName := map[string]string{}
	for _, i := range tree.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			continue // the parser has read it as a string
		}
		name := path.Base(p)
		if i.Name != nil {
			name = i.Name.Name
		}
		s.imports[p], byName[name] = name, p
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if x, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := x.X.(*ast.Ident); ok && byName[id.Name] != "" {
				s.calls = append(s.calls, call{byName[id.Name], x.Sel.Name, fset.Position(x.Pos()).Line})
			}
		}
		return true
	})
	return s
}

// standard reports whether an import path is the standard library's: its first element has no dot.
func standard(p string) bool {
	first, _, _ := strings.Cut(p, "/")
	return !strings.Contains(first, ".") && first != "huiyin"
}

// The guards look through another name of a package, and the plan refuses what goes up, sideways or into a room for tests.
func TestHouseGuardsSeeAFault(t *testing.T) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, "x.go", "package x\nimport clock \"time\"\nvar now = clock.Now\n", parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	got := read(fset, tree, "order", "x.go")
	if want := (call{"time", "Now", 3}); !slices.Contains(got.calls, want) {
		t.Errorf("calls = %v, want %v among them", got.calls, want)
	}
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"order", "policy", true}, {"policy", "approval", true}, {"approval", "policy", false}, {"order", "store", false}, {"console", "store", false},
		{"console", "desk", true}, {"desk", "web", false}, {"calendar", "org", false}, {"ops", "server", true}, {"server", "ops", false},
		{"desk", "testkit", false}, {"server", "store", true}, {"server", "store/storetest", false},
	} {
		from, _ := findRoom(c.from)
		to, _ := findRoom(c.to)
		if got := from.permits(to); got != c.want {
			t.Errorf("%s → %s permitted: %t, want %t", c.from, c.to, got, c.want)
		}
	}
}
