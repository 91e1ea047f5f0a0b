package console

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

var (
	statLink = regexp.MustCompile(`(?s)<a class="stat" href="([^"]+)".*?<span class="v[^"]*">\s*(\d+)`)
	rowID    = regexp.MustCompile(`<tr[^>]* id="row-([^"]+)"`)
	nextPage = regexp.MustCompile(`href="([^"]*after=[^"]*)"`)
)

// rowsOf walks every page of a list.
func (b *browser) rowsOf(path string) map[string]bool {
	b.Helper()
	all := map[string]bool{}
	for range 50 {
		r := b.get(path)
		status(b, path, r, 200)
		for _, m := range rowID.FindAllStringSubmatch(r.Body.String(), -1) {
			if all[m[1]] {
				b.Errorf("%s shows %s twice", path, m[1])
			}
			all[m[1]] = true
		}
		next := nextPage.FindStringSubmatch(r.Body.String())
		if next == nil {
			return all
		}
		path = html.UnescapeString(next[1])
	}
	b.Fatalf("%s never ends", path)
	return nil
}

func TestEveryNumberIsTheRowsBehindIt(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		for _, day := range []struct {
			at string
			n  int
		}{{"2026-03-02 09:00", 46}, {"2026-03-04 10:00", 3}} {
			s.Clock.Set(day.at)
			for i := range day.n {
				if i%2 == 0 {
					s.dispatched()
				} else {
					s.proposed()
				}
			}
		}
		for _, post := range []org.PostID{"hotline/operator", "hotline/dispatcher", "hotline/office_head", "cgj/handler", "cgj/principal", "jyj/handler", "county/deputy.1", "county/magistrate"} {
			b := s.as(post)
			for _, now := range []string{"2026-03-04 10:30", "2026-03-05 09:00", "2026-03-12 09:00"} {
				s.Clock.Set(now)
				home := b.get("/")
				if post.KindOf().InUnit() {
					status(t, string(post), home, 200)
					home = b.get("/list/open") // a unit's first page has three numbers of its own
				}
				status(t, string(post), home, 200)
				stats := statLink.FindAllStringSubmatch(home.Body.String(), -1)
				lights, lit := 0, 0
				for _, m := range stats {
					path := html.UnescapeString(m[1])
					want, err := strconv.Atoi(m[2])
					if err != nil {
						t.Fatal(err)
					}
					got := len(b.rowsOf(path))
					if got != want {
						t.Errorf("%s at %s: %s says %d and lists %d", post, now, path, want, got)
					}
					if strings.Contains(path, "light=") {
						lights, lit = lights+1, lit+want
					}
				}
				if lights != 5 {
					t.Errorf("%s at %s: %d lights on the home page", post, now, lights)
				}
				if open := len(b.rowsOf("/list/open")); lit != open {
					t.Errorf("%s at %s: the lights hold %d, 在办 %d", post, now, lit, open)
				}
			}
		}
	})
}
