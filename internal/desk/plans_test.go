package desk_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
)

// wholeReading is a step that reads all of a table that grows with the years.
var wholeReading = regexp.MustCompile(`^SCAN (o|orders|e|event|t|todo|took_part|phone|p|c|search_scope|sealed|matters|m|fact|due|command)\b|^(->\s*)?Seq Scan on (orders|event|todo|took_part|phone|search_scope|search_text|sealed|matters|fact|due|command)\b`)

func TestNoInteractiveQueryReadsAGrowingTableWhole(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := road(t, w)
		sent(t, w, w.Complaint())
		seen := map[string][]any{}
		ctx := store.Watched(t.Context(), func(q string, args []any) { seen[q] = args })
		for _, by := range []org.PostID{"hotline/dispatcher", "hotline/operator", "hotline/outsourced", "cgj/handler", "county/deputy.1", "county/magistrate", org.PostGovHead} {
			r, err := w.Desk.Reader(ctx, testkit.As(by))
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range r.Lists() {
				for _, light := range []string{"", "r", "g", "k"} {
					l, err := r.List(ctx, desk.ListAsk{Kind: k, Light: light})
					if err != nil {
						t.Fatalf("%s %s: %v", by, k, err)
					}
					if len(l.Rows) > 0 {
						if _, err := r.List(ctx, desk.ListAsk{Kind: k, Light: light, After: l.Rows[0].Cursor}); err != nil {
							t.Fatalf("%s %s, second page: %v", by, k, err)
						}
					}
				}
			}
			if _, err := r.Home(ctx); err != nil {
				t.Fatal(err)
			}
			for _, typed := range []string{"下水道", "水", "xsd", "下水道 北城", "王秀兰", "MC202603020001"} {
				for _, which := range []string{"", "open", "done"} {
					if _, err := r.Search(ctx, desk.SearchAsk{Typed: typed, Which: which}); err != nil {
						t.Fatal(err)
					}
				}
			}
			if by == "hotline/dispatcher" || by == "cgj/handler" {
				if _, err := r.Order(ctx, id); err != nil {
					t.Fatal(err)
				}
				if _, err := r.Search(ctx, desk.SearchAsk{Typed: "1234"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		for name, args := range map[string][]any{"order_row": {"x"}, "order_by_number": {"x"}, "order_ids_by_outer": {"x"}, "order_ids_by_matter": {"x"},
			"todo_count": {"x"}, "search_order": {1}, "sealed_get": {"x"}, "person_key_get": {"x"},
			"stream_version": {"order", "x"}, "orders_by_phone": {"x", 30}} {
			q, ok := w.Store.Queries()[name]
			if !ok {
				t.Errorf("no query %s", name)
				continue
			}
			seen[q] = args
		}
		if len(seen) < 25 {
			t.Fatalf("only %d queries seen", len(seen))
		}
		if steps, err := w.Store.Explain(t.Context(), "SELECT id FROM orders WHERE title = $1", "x"); err != nil || !slices.ContainsFunc(steps, wholeReading.MatchString) {
			t.Fatalf("a whole reading is not recognised: %v, %v", steps, err)
		}
		for q, args := range seen {
			steps, err := w.Store.Explain(t.Context(), q, args...)
			if err != nil {
				t.Errorf("explain %s: %v", q, err)
				continue
			}
			if strings.Contains(q, "TSQUERY") && !slices.ContainsFunc(steps, func(s string) bool { return strings.Contains(s, "Bitmap Index Scan on search_text_words") }) {
				t.Errorf("words are not looked up in their index: %v", steps)
			}
			if strings.Contains(q, "MAX(level) FROM supervision") && strings.HasSuffix(t.Name(), "/sqlite") && !slices.ContainsFunc(steps, func(s string) bool { return strings.Contains(s, "supervision_order") }) {
				t.Errorf("a list asks the whole ledger how hard its orders are pressed: %v", steps)
			}
			for _, s := range steps {
				if wholeReading.MatchString(s) {
					t.Errorf("%s\n  reads a table whole: %s", strings.Join(strings.Fields(q), " "), fmt.Sprint(steps))
				}
			}
		}
	})
}
