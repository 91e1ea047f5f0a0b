package assessment

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"huiyin/internal/policy"
)

// TestSpec runs the scenario files: a line “unit” is a unit's period in counts, the line “want” after it its standing and points.
func TestSpec(t *testing.T) {
	files, err := filepath.Glob("testdata/spec/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenario files: %v", err)
	}
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			var got Result
			wants := 0
			for i, line := range strings.Split(string(b), "\n") {
				words := strings.Fields(line)
				where := fmt.Sprintf("%s:%d", f, i+1)
				switch {
				case len(words) == 0:
				case words[0] == "unit":
					r, medians := recordOf(t, where, words[1:])
					got = Score(r, medians, p)
				case words[0] == "want":
					wants++
					if name := got.Standing.Name(); name != words[1] {
						t.Errorf("%s: %s, want %s", where, name, words[1])
					}
					for _, w := range words[2:] {
						k, v, _ := strings.Cut(w, "=")
						if have := said(got, k); have != v {
							t.Errorf("%s: %s is %s, want %s", where, k, have, v)
						}
					}
				}
			}
			if wants == 0 {
				t.Errorf("%s wants nothing", f)
			}
		})
	}
}

func recordOf(t *testing.T, where string, words []string) (Record, map[string]int) {
	r, medians := Record{Rates: map[string]Rate{}, Events: map[string]int{}}, map[string]int{}
	for _, w := range words {
		k, v, ok := strings.Cut(w, "=")
		if !ok {
			t.Fatalf("%s: %s says nothing", where, w)
		}
		switch n, of, rate := strings.Cut(v, "/"); {
		case rate:
			r.Rates[k] = Rate{number(t, where, n), number(t, where, of)}
		case k == "交办":
			r.Dispatched = number(t, where, v)
		case k == "应办结":
			r.Due = number(t, where, v)
		case k == "扣分":
			r.Deducted = hundredths(t, where, v)
		case k == "加分":
			r.Gained = hundredths(t, where, v)
		case strings.HasPrefix(k, "中位数"):
			medians[strings.TrimPrefix(k, "中位数")] = hundredths(t, where, v)
		default:
			r.Events[k] = number(t, where, v)
		}
	}
	return r, medians
}

func number(t *testing.T, where, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	return n
}

func hundredths(t *testing.T, where, s string) int {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	return int(f*100 + 0.5)
}

func said(r Result, k string) string {
	show := func(n int) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }
	switch k {
	case "总分":
		return show(r.Total)
	case "等次":
		return r.Grade
	}
	for _, l := range r.Lines {
		if l.Code == k {
			return show(l.Points)
		}
	}
	return "没有这一项"
}
