package ops

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// share is the part of the processor's time that went through some functions.
type share struct {
	what    string
	percent float64
}

// parts of a command's way, by the functions that everything in them runs under. Parts may lie within each other; the table says so.
var benchParts = []struct{ what, function string }{
	{"desk: the whole of a submission (Do)", `desk\.\(\*Service\)\.Do$`},
	{"— load the order: read its events, decode, fold", `desk\.\(\*Service\)\.load$`},
	{"— of that JSON decoding of events", `order\.Decode$`},
	{"— decide (order.Decide, pure rules)", `order\.Decide$`},
	{"— fold (order.Evolve)", `order\.Evolve$`},
	{"— seal private texts", `desk\.\(\*Service\)\.addSecrets$`},
	{"— words and pinyin for search", `desk\.\(\*Service\)\.index$`},
	{"store: write a batch (commit)", `store\.\(\*Store\)\.commit$`},
	{"— of that the statements", `sqldb\.\(\*Tx\)\.Send$`},
	{"— of that the commit itself", `sql\.\(\*Tx\)\.Commit$|sqldb\.\(\*DB\)\.finish`},
	{"memory: collecting garbage", `runtime\.gcBgMarkWorker$`},
}

var topLine = regexp.MustCompile(`^\s*\S+\s+\S+%\s+\S+%\s+\S+\s+([0-9.]+)%\s+(.*)$`)

// sharesOf reads a profile with the Go tool; without one there is no table.
func sharesOf(file string) []share {
	out, err := exec.Command("go", "tool", "pprof", "-top", "-cum", "-nodecount=1000", "-nodefraction=0", file).Output()
	if err != nil {
		return nil
	}
	var all []share
	for _, p := range benchParts {
		re, most := regexp.MustCompile(p.function), 0.0
		for _, line := range strings.Split(string(out), "\n") {
			m := topLine.FindStringSubmatch(line)
			if m == nil || !re.MatchString(strings.TrimSuffix(strings.TrimSpace(m[2]), " (inline)")) {
				continue
			}
			if v, err := strconv.ParseFloat(m[1], 64); err == nil {
				most = max(most, v)
			}
		}
		if most > 0 {
			all = append(all, share{p.what, most})
		}
	}
	return all
}

// report is evidence/bench.md.
func report(g *loadgen, args string, all []engineFigures) string {
	var b strings.Builder
	p := func(format string, a ...any) { fmt.Fprintf(&b, format+"\n", a...) }
	p("# Figures\n")
	p("Written by `huiyin loadgen %s` (`make bench`) on %s: %s, %s/%s, %d processors for the program, load of the machine at the end %s.\n", args, g.now().Format("2006-01-02 15:04"), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), cmp.Or(machineLoad(), "unknown"))
	p("Every order is made by the desk's own commands on an archive of its own; texts are invented. Commits are durable (SQLite `synchronous=FULL`, PostgreSQL `fsync=on`). A life is twelve submissions, from the call to the archive. Medians of %d rounds of %d lives.\n", g.rounds, g.lives)
	for _, e := range all {
		p("## %s\n", e.name)
		p("4 KiB written and synced in the same place: **%.0f a second**.\n", e.syncs)
		p("| clients | lives/s | submissions/s | bare INSERT tx/s, same engine | submissions ÷ bare | submissions ÷ syncs |\n|---:|---:|---:|---:|---:|---:|")
		for _, w := range e.writes {
			p("| %d | %.1f | %.0f | %.0f | %.2f | %.2f |", w.clients, w.lives, w.commands, w.bare, w.commands/w.bare, w.commands/e.syncs)
		}
		readings(p, e)
		exportReport(p, e.files)
		if e.built.orders > 0 {
			p("\nThe search of %d orders was built anew (`huiyin replay`, or the first start after an upgrade) in %s.", e.built.orders, e.built.took.Round(time.Second/10))
		}
		walkReport(p, g, e)
		if len(e.shares) > 0 {
			p("\nWhere the processor's time of the last round at %d clients went (shares of all samples; indented parts lie within the one above):\n", g.clients[len(g.clients)-1])
			p("| part | share |\n|---|---:|")
			for _, s := range e.shares {
				p("| %s | %.0f %% |", s.what, s.percent)
			}
		}
		p("")
	}
	p("## What this does not prove\n")
	p("* The machine: two processors, shared with other work while this ran; a disk that may answer a sync before its plates have it. Ratios within one run mean more than figures.")
	p("* One process, clients inside it: no network, no browser, no TLS. PostgreSQL runs on the same processors as the program.")
	p("* Of the orders that fill the archive one in twenty lived a whole life and the rest were answered on the spot in one append; %d stay open at every size. Letters have about a hundred characters and share much of their wording, so frequent words are more frequent than in life.", benchOpen)
	p("* Caches are warm: each reading ran five times before it was timed sixty times. No writing went on meanwhile.")
	return b.String()
}

func readings(p func(string, ...any), e engineFigures) {
	if len(e.sizes) == 0 {
		return
	}
	first, last := e.sizes[0], e.sizes[len(e.sizes)-1]
	head, line := "\n| reading |", "|---|"
	for _, s := range e.sizes {
		head += fmt.Sprintf(" %d orders p50 | p95 | found |", s.orders)
		line += "---:|---:|---:|"
	}
	p("%s p50 ratio |\n%s---:|", head, line)
	for i, r := range last.reads {
		row := "| " + r.name + " |"
		for _, s := range e.sizes {
			row += fmt.Sprintf(" %s | %s | %s |", millis(s.reads[i].p50), millis(s.reads[i].p95), s.reads[i].met)
		}
		p("%s %.1f |", row, float64(r.p50)/float64(max(first.reads[i].p50, 1)))
	}
	var fill []string
	for _, s := range e.sizes {
		fill = append(fill, fmt.Sprintf("to %d in %s", s.orders, s.seeded.Round(time.Second)))
	}
	p("\nMilliseconds. Found: rows of the page that a search shows; “goes on”: it has read its fill and offers to look at older orders by one key. Filled with 32 clients: %s.", strings.Join(fill, ", "))
}

func millis(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }

// machineLoad is the load of the last minutes where the system tells it.
func machineLoad() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(string(b))[:3], " ")
}
