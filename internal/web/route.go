package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Public is the permission of a route that anybody may use: the sign-in page, a citizen's page.
const Public = "public"

// DefaultMaxBody is the most that a form may send, in bytes.
const DefaultMaxBody int64 = 1 << 20

// Route is a line of the table of routes. Exactly one of Handler and Raw is set.
type Route struct {
	Method     string // GET or POST; empty for Raw that takes every method
	Pattern    string // path as net/http.ServeMux reads it: /orders/{id}
	Permission string // who may; never empty, see Public
	Handler    Handler
	Raw        http.Handler  // for a handler of another make: the JSON interface
	MaxBody    int64         // bytes; DefaultMaxBody where 0. A larger limit passes through the gate for uploads
	Timeout    time.Duration // Options.Timeout where 0
	Live       bool          // a feed: has no time limit
	Articles   []string      // the articles that are carried out here, as they are cited: 第十六条
}

func (r Route) pattern() string {
	if r.Method == "" {
		return r.Pattern
	}
	return r.Method + " " + r.Pattern
}

func (r Route) maxBody() int64 {
	if r.MaxBody == 0 {
		return DefaultMaxBody
	}
	return r.MaxBody
}

// CheckRoutes finds every fault of the table: no permission, no handler or two, the same pattern twice, a pattern that cannot be read.
func CheckRoutes(routes []Route) error {
	var faults []error
	seen := map[string]bool{}
	for _, r := range routes {
		name := r.pattern()
		if r.Permission == "" {
			faults = append(faults, fmt.Errorf("route %s: no permission", name))
		}
		if (r.Handler == nil) == (r.Raw == nil) {
			faults = append(faults, fmt.Errorf("route %s: needs exactly one handler", name))
		}
		if r.Raw == nil && r.Method != http.MethodGet && r.Method != http.MethodPost {
			faults = append(faults, fmt.Errorf("route %s: a page is read by GET and changed by POST", name))
		}
		if !strings.HasPrefix(r.Pattern, "/") {
			faults = append(faults, fmt.Errorf("route %s: pattern begins with /", name))
		}
		if seen[name] {
			faults = append(faults, fmt.Errorf("route %s: twice", name))
		}
		seen[name] = true
	}
	return errors.Join(faults...)
}

// PrintRoutes prints the table for a golden file: what can be reached from outside, and who may. Sorted by path.
func PrintRoutes(routes []Route) string {
	sorted := slices.Clone(routes)
	slices.SortFunc(sorted, func(a, b Route) int {
		return strings.Compare(a.Pattern+" "+a.Method, b.Pattern+" "+b.Method)
	})
	path, perm := 0, 0
	for _, r := range sorted {
		path, perm = max(path, len(r.Pattern)), max(perm, len(r.Permission))
	}
	var out strings.Builder
	for _, r := range sorted {
		method := r.Method
		if method == "" {
			method = "any"
		}
		line := fmt.Sprintf("%-5s %-*s  %-*s", method, path, r.Pattern, perm, r.Permission)
		if r.MaxBody != 0 {
			line += "  ≤ " + bytesInWords(r.MaxBody)
		}
		if r.Live {
			line += "  live"
		}
		if r.Raw != nil {
			line += "  raw"
		}
		if len(r.Articles) > 0 {
			line += "  " + strings.Join(r.Articles, "、")
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return out.String()
}

func bytesInWords(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d 字节", n)
}
