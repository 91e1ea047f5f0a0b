package console

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/sample"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func samples(t *testing.T) []web.Sample {
	t.Helper()
	w := testkit.NewWorld(t, t.TempDir())
	w.Clock.Set("2026-12-01 09:42")
	county := sample.County()
	if err := w.Desk.SaveDirectory(t.Context(), county.Units, county.Posts); err != nil {
		t.Fatal(err)
	}
	for _, a := range sample.Accounts() {
		if slices.Contains(SampleLogins(), a.Login) {
			if _, err := w.Desk.PutDemoAccount(t.Context(), a.Login, a.Title, "-", a.Posts); err != nil {
				t.Fatal(err)
			}
		}
	}
	all, err := Samples(t.Context(), w.Desk)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func render(t *testing.T, s web.Sample, l parts.Look) string {
	t.Helper()
	var buf bytes.Buffer
	if err := s.Render(t.Context(), &buf, l); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// Every sample renders in every look, has its own name, and says what it shows.
func TestSamplesRender(t *testing.T) {
	name := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, s := range samples(t) {
		t.Run(s.Name, func(t *testing.T) {
			if !name.MatchString(s.Name) || seen[s.Name] {
				t.Errorf("name %q is taken or not made of a-z, 0-9 and -", s.Name)
			}
			seen[s.Name] = true
			if s.Group == "" || s.Title == "" || s.State == "" {
				t.Error("has no group, title or state")
			}
			for look, want := range map[parts.Look]string{{}: `<html lang="zh-CN"`, {Size: parts.LargeText}: `data-size="large"`, {Size: parts.ElderText}: `data-size="elder"`, {Contrast: true}: `data-contrast="high"`} {
				if out := render(t, s, look); !strings.Contains(out, want) {
					t.Errorf("look %v: no %s", look, want)
				}
			}
		})
	}
}

// unsampled are routes that show a page and have no sample, each with the reason.
var unsampled = map[string]string{
	"GET /orders/{id}/files/{file}":       "a file, not a page",
	"GET /directives/{id}/scan":           "a picture, not a page",
	"GET /roster/shifts/export":           "a file, not a page",
	"GET /supervise/{id}/files/{file}":    "a file, not a page",
	"GET /shelf/{id}/files/{file}":        "a file, not a page",
	"GET /bulletins/{id}/docx":            "a file, not a page",
	"GET /bulletins/{id}/xlsx":            "a file, not a page",
	"GET /folder/scan/{id}":               "a picture, not a page",
	"GET /delegations/{delegation}/scan":  "a picture, not a page",
	"GET /org/import/template":            "a file, not a page",
	"GET /petitions/template":             "a file, not a page",
	"GET /rules/versions/{version}/file":  "a file, not a page",
	"GET /stamp/scan/{id}":                "a picture, not a page",
	"GET /orders/{id}/files/{file}/thumb": "a picture, not a page",
}

// Every route that shows a page has a sample.
func TestEveryPageHasASample(t *testing.T) {
	var have []string
	for _, s := range samples(t) {
		have = append(have, s.Route)
	}
	known := []string{""}
	for _, r := range (&Console{}).Routes() {
		at := r.Method + " " + r.Pattern
		known = append(known, at)
		if r.Method != "GET" || r.Raw != nil || r.Live || slices.Contains(have, at) {
			continue
		}
		if unsampled[at] == "" {
			t.Errorf("%s has no sample: see samples.go", at)
		}
	}
	for _, h := range have {
		if !slices.Contains(known, h) {
			t.Errorf("a sample names the route %q, which is not in the table", h)
		}
	}
}
