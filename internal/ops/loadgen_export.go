package ops

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"huiyin/internal/desk"
	rules "huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/server"
	"huiyin/internal/web"
)

// exportFigure is a whole list made into files.
type exportFigure struct {
	format rules.ExportFormat
	rows   int
	parts  int
	took   time.Duration
	heap   uint64 // most of the heap in use meanwhile, over what was in use before
}

// exporting asks for 办结 as a file of each format and does the job's parts here, as the runner would.
func (g *loadgen) exporting(ctx context.Context, s *server.Server) ([]exportFigure, error) {
	if _, err := logIn(ctx, s, org.PostOfficeHead); err != nil {
		return nil, err
	}
	all, err := s.Desk.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []exportFigure
	for _, a := range all {
		if a.Login != "bench-"+strings.NewReplacer("/", "-", "_", "-").Replace(string(org.PostOfficeHead)) {
			continue
		}
		actor, _, err := s.Desk.ActorOf(ctx, a.ID, org.PostOfficeHead)
		if err != nil {
			return nil, err
		}
		r, err := s.Desk.Reader(ctx, actor)
		if err != nil {
			return nil, err
		}
		for _, f := range []rules.ExportFormat{rules.ExportCSV, rules.ExportXLSX} {
			x, err := g.exportOnce(ctx, s, r, f)
			if err != nil {
				return nil, err
			}
			out = append(out, x)
		}
	}
	return out, nil
}

func (g *loadgen) exportOnce(ctx context.Context, s *server.Server, r *desk.Reader, f rules.ExportFormat) (exportFigure, error) {
	x := exportFigure{format: f}
	for { // what else is due goes first
		n, err := s.Jobs.Sweep(ctx)
		if err != nil {
			return x, err
		}
		if n == 0 {
			break
		}
	}
	id, err := r.AskExport(ctx, desk.ExportAsk{List: desk.ListDone}, f, web.NewKey())
	if err != nil {
		return x, err
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.HeapInuse
	var most atomic.Uint64
	watch, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-watch.Done():
				return
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				if m.HeapInuse > most.Load() {
					most.Store(m.HeapInuse)
				}
			}
		}
	}()
	start := g.now()
	for {
		v, err := r.Export(ctx, id)
		if err != nil || v.Ready || !v.Running {
			stop()
			<-done
			if err == nil && !v.Ready {
				err = fmt.Errorf("export for the figures: %s %s", v.Stage, v.Why)
			}
			x.rows, x.parts, x.took = v.Rows, len(v.Parts), g.now().Sub(start)
			if h := most.Load(); h > before {
				x.heap = h - before
			}
			return x, err
		}
		if _, err := s.Jobs.Sweep(ctx); err != nil {
			stop()
			<-done
			return x, err
		}
	}
}

// exportReport are the lines about files of lists.
func exportReport(p func(string, ...any), all []exportFigure) {
	if len(all) == 0 {
		return
	}
	p("\nA whole list (办结, the office's) as files, made by the job and sealed, at most %d rows a file:\n", rules.ExportRows)
	p("| format | rows | files | took | rows a second | heap above what was in use before |\n|---|---:|---:|---:|---:|---:|")
	for _, x := range all {
		p("| %s | %d | %d | %s | %.0f | %d MiB |", x.format, x.rows, x.parts, x.took.Round(10*time.Millisecond), float64(x.rows)/x.took.Seconds(), x.heap>>20)
	}
}
