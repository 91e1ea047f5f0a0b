package internal_test

import (
	"fmt"
	"slices"
	"strings"
)

// A room is one line of the plan of the house: a directory under internal/, the floor it stands on, what it is for, and the rooms of ours that it may
// import. Arrows go down; an arrow inside one floor is written with a star.
type room struct {
	name   string
	floor  int
	forIt  string
	may    []string
	status status
}

type status string

const (
	built   status = "built"
	planned status = "planned"
)

// testsOnly is the floor of rooms that only tests import. They may import every room.
const testsOnly = 0

// plan is the house. docs/ARCHITECTURE.md is printed from it; a directory without a line fails, and so does an arrow that the line does not permit.
func plan() []room {
	return append([]room{
		{"calendar", 1, "working days, make-up days, announced and not-yet-announced years; Beijing is a fixed zone", nil, built},
		{"regulation", 1, "the text, each clause a typed constant, citations, and `Refusal`", nil, built},
		{"org", 1, "units, posts, people by date, roles, delegations, portfolios, the `Actor`", nil, built},
		{"text", 1, "Chinese text: normalising, tokens, likeness, finding what identifies a person, suggesting a category", nil, built},
		{"ledger", 1, "the log's envelope, stored bytes, hash chain, checkpoints, a verifier that stands alone", nil, built},
		{"vault", 1, "keys, sealing, blind index, search tokens, erasure", nil, built},
		{"blob", 1, "attachments' bytes, encrypted, addressed by their hash", nil, built},
		{"sheet", 1, "xlsx and csv in and out, bounded and formula-safe", nil, built},
		{"spool", 1, "the encrypted local queue of registrations", nil, planned},
		{"jobs", 1, "the engine of due work: claim under a lease, run, retry; declares the Queue it needs", nil, built},
		{"sqldb", 1, "opening, pools, transactions, named queries, migrations; knows dialects, knows no table", nil, built},
		{"notify", 1, "senders: SMS gateway, e-mail, robots, webhooks; owns the one outbound client", nil, built},
		{"phone", 1, "the hotline itself", nil, planned},

		{"approval", 2, "one frozen chain of posts: ask, approve, refuse, delegate, signatures", []string{"org", "regulation"}, built},
		{"policy", 2, "limits, chains, triggers, channels, categories; each number with its article", []string{"approval*", "org", "calendar", "regulation"}, built},
		{"access", 2, "role × relation × secrecy grade × field: who may do and see what; masking and reveal", []string{"org", "regulation"}, built},
		{"auth", 2, "credentials and what a session is; declares its store", []string{"org"}, built},

		{"order", 3, "the order and its matter: State, Commands, Events, Decide, Evolve, Timers, codec", lawOf(), built},
		{"oversight", 3, "supervision, clusters, accountability leads: pure reactions to what happens to orders", lawOf("order*"), built},
		{"office", 3, "knowledge, directories, answering days, rosters, publication of answers", lawOf(), built},
		{"assessment", 3, "the 100 points of Art. 27 and 28", []string{"policy", "org", "regulation", "calendar"}, built},
		{"bulletin", 3, "the catalogue of metrics; weekly, quarterly and yearly bulletins (Art. 26)", []string{"assessment*", "policy", "approval", "org", "regulation", "calendar", "text"}, built},

		{"store", 4, "the archive: log, read models, facts, search, due work, command keys, accounts: all SQL",
			append([]string{"sqldb", "ledger", "jobs", "text", "vault", "org", "calendar", "policy", "access", "auth"}, rules...), built},
		{"papers", 4, "docx, forms, print pages, xlsx: bytes out, stores nothing",
			append([]string{"sheet", "text", "org", "regulation", "calendar", "policy", "approval"}, rules...), built},
		{"sample", 4, "the demo county and the page samples: values only; ships with the program",
			append([]string{"org", "calendar", "regulation", "policy", "approval"}, rules...), built},

		{"desk", 5, "use cases: authorise, load, decide, append, answer; the scoped `Reader`; job handlers",
			append([]string{"store", "papers", "calendar", "regulation", "org", "text", "ledger", "vault", "blob", "sheet", "spool", "jobs", "notify", "approval", "policy", "access", "auth"}, rules...), built},
		{"web", 5, "the shell every page stands in: one adapter from handler to answer, forms, feeds, headers", []string{"web/parts*", "web/static*", "regulation", "org", "text"}, built},
		{"web/parts", 5, "the catalogue of page parts, each with typed arguments", []string{"web/static*", "regulation", "org", "text"}, built},
		{"web/static", 5, "style sheets and scripts, embedded, served under the hash of their content", nil, built},

		{"console", 6, "the staff's pages", append(shell("auth", "access", "policy", "approval", "calendar", "sample"), rules...), built},
		{"portal", 6, "the citizens' pages", shell("order", "office", "bulletin"), built},
		{"api", 6, "JSON with OpenAPI", append(shell("auth", "access", "policy", "approval", "calendar"), rules...), built},
		{"exchange", 6, "signed, idempotent traffic with upper platforms", []string{"desk", "order", "org", "regulation", "sheet", "notify"}, planned},

		{"server", 7, "wiring, start and stop; the only reader of the real clock", []string{"everything below"}, built},
		{"ops", 7, "the commands of the command line", []string{"server*", "ops/simulate*", "everything below"}, built},
		{"ops/simulate", 7, "a county's year with a moved clock, and the laws that must hold in it", []string{"server*", "everything below"}, built},
	}, testRooms...)
}

// rules is floor 3: who may import one rules room may import all.
var rules = []string{"order", "oversight", "office", "assessment", "bulletin"}

var testRooms = []room{
	{"testkit", testsOnly, "worlds, fakes, a clock that is moved", []string{"everything"}, built},
	{"testkit/pgtest", testsOnly, "a throw-away PostgreSQL for every test process", []string{"everything"}, built},
	{"store/storetest", testsOnly, "one conformance suite for every database", []string{"everything"}, built},
}

// Rooms bound by the rules below. Each list is design, not habit: change it with a decision record.
var (
	pureRooms = append([]string{"calendar", "regulation", "org", "text", "ledger", "approval", "policy", "access"}, rules...)
	// Only embed, codecs, hashes and text: nothing that waits, reads the world or draws lots.
	pureStd = []string{"bytes", "cmp", "embed", "errors", "fmt", "iter", "maps", "math", "math/bits", "path", "reflect", "regexp", "slices", "sort", "strconv",
		"strings", "time", "unicode", "unicode/utf8", "unicode/utf16", "encoding/json", "encoding/hex", "encoding/base64", "encoding/binary",
		"crypto/ed25519", "crypto/hmac", "crypto/sha256", "crypto/subtle"}
	sqlRooms       = []string{"sqldb", "store", "ops"}
	httpRooms      = []string{"web", "web/parts", "web/static", "console", "portal", "api", "exchange", "server", "ops", "ops/simulate", "notify", "phone", "auth"}
	clockRooms     = []string{"server"}
	pageRooms      = []string{"console", "portal", "api"}
	hiddenOfPages  = []string{"store", "vault"}
	databaseModule = []string{"github.com/jackc/pgx/", "modernc.org/sqlite", "github.com/pressly/goose/"}
)

func lawOf(more ...string) []string {
	return append(more, "policy", "approval", "org", "regulation", "calendar", "text")
}

func shell(more ...string) []string {
	return append([]string{"desk", "web", "web/parts", "web/static", "org", "regulation"}, more...)
}

func findRoom(name string) (room, bool) {
	for _, r := range plan() {
		if r.name == name {
			return r, true
		}
	}
	return room{}, false
}

// permits reports whether the plan lets the room import another.
func (r room) permits(to room) bool {
	switch {
	case r.floor == testsOnly:
		return true
	case to.floor == testsOnly:
		return false
	case to.floor > r.floor:
		return false
	case to.floor == r.floor:
		return slices.Contains(r.may, to.name+"*")
	}
	return slices.Contains(r.may, to.name) || slices.Contains(r.may, "everything below")
}

// printPlan is docs/ARCHITECTURE.md.
func printPlan() string {
	var b strings.Builder
	b.WriteString("# The plan of the house\n\n" +
		"The regulation is a pure function; everything else carries its answers. Each room is a directory under `internal/`. Arrows go down; an arrow inside a\n" +
		"floor is marked \\*. This page is printed from the table in `internal/house_plan_test.go`, and `internal/house_test.go` holds the code to it\n" +
		"(`go test ./internal -run House -update` prints it anew). Why the plan is as it is: `adr/`.\n\n```\n8  cmd/huiyin\n")
	for f := 7; f >= 1; f-- {
		var names []string
		for _, r := range plan() {
			if r.floor == f && !strings.Contains(r.name, "/") {
				n := r.name
				if r.status == planned {
					n = "(" + n + ")"
				}
				names = append(names, n)
			}
		}
		fmt.Fprintf(&b, "%d  %s\n", f, strings.Join(names, " "))
	}
	b.WriteString("```\n\nRooms in brackets are planned and not built.\n\n| floor | room | what it is for | may import (ours) | |\n|---|---|---|---|---|\n")
	rs := plan()
	slices.SortStableFunc(rs, func(a, b room) int { return b.floor - a.floor })
	for _, r := range rs {
		floor, may := fmt.Sprint(r.floor), "–"
		if r.floor == testsOnly {
			floor = "tests"
		}
		if len(r.may) > 0 {
			may = strings.ReplaceAll(strings.Join(r.may, " "), "*", "\\*")
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", floor, r.name, r.forIt, may, r.status)
	}
	fmt.Fprintf(&b, `
What else the test holds:

* **Pure rooms** (%s) import no I/O, take no context and never read the clock. From the standard library they may use: %s.
* Only %s import `+"`database/sql`"+`; the drivers and the migrator are imported by `+"`sqldb`"+` alone.
* Only %s import `+"`net/http`"+`.
* Only %s reads the real clock; everyone else is given the time.
* %s import neither %s: pages receive only what the desk's scoped reader made.
* Rooms for tests are imported by tests only. Tests may import any room.
`, strings.Join(pureRooms, " "), strings.Join(pureStd, " "), strings.Join(sqlRooms, " "), strings.Join(httpRooms, " "), strings.Join(clockRooms, " "),
		strings.Join(pageRooms, ", "), strings.Join(hiddenOfPages, " nor "))
	return b.String()
}
