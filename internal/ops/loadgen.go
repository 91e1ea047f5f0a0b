package ops

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"huiyin/internal/server"
)

// loadgen measures and writes evidence/bench.md: lives and commands a second beside the disk and the bare engine, reading at two sizes, where the time of
// a command goes. It works in directories of its own and touches no archive. Figures, not a test: nothing fails for being slow.
type loadgen struct {
	env     Env
	now     func() time.Time
	sizes   []int
	index   []int // sizes at which the walk down the index is measured alone
	lives   int
	clients []int
	rounds  int
	keep    string // where the profile stays
}

func loadgenCmd(ctx context.Context, e Env, f *flags, args []string) error {
	orders := f.String("orders", "10000,100000", "读取时库里的工单数，逗号分隔，从小到大")
	index := f.String("index", "10000,100000", "单测搜索索引时编入的工单数，逗号分隔，从小到大；填 0 不测")
	lives := f.Int("lives", 40, "每轮走完多少件完整工单")
	rounds := f.Int("rounds", 3, "写入测几轮，取中位数")
	only := f.String("only", "", "只测 sqlite 或 postgres；不填两者都测，没有装 PostgreSQL 就只测内嵌库")
	keep := f.String("profile", "", "把处理器采样留在这个文件，供 go tool pprof 看；PostgreSQL 的在后面加 .pg")
	out := f.String("out", filepath.Join("evidence", "bench.md"), "结果文件")
	if err := f.parse(args); err != nil {
		return err
	}
	g := &loadgen{env: e, now: clockOf(f), lives: *lives, rounds: *rounds, keep: *keep, clients: []int{1, 4, 16}}
	var err error
	if g.sizes, err = sizesOf("orders", *orders); err != nil {
		return err
	}
	if g.index, err = sizesOf("index", *index); err != nil {
		return err
	}
	if *lives < 1 || *rounds < 1 || !slices.Contains([]string{"", "sqlite", "postgres"}, *only) {
		return errors.New("--lives、--rounds 至少是1，--only 只能是 sqlite 或 postgres")
	}
	dir, err := os.MkdirTemp("", "huiyin-bench-")
	if err != nil {
		return fmt.Errorf("make a directory for the figures: %w", err)
	}
	defer os.RemoveAll(dir)
	var all []engineFigures
	if *only != "postgres" {
		r, err := g.engine(ctx, "SQLite", filepath.Join(dir, "sqlite"), "", filepath.Join(dir, "bare"), filepath.Join(dir, "walk"))
		if err != nil {
			return err
		}
		all = append(all, r)
	}
	if *only != "sqlite" {
		pg, err := startPostgres(ctx, dir)
		switch {
		case errors.Is(err, errNoPostgres) && *only == "":
			fmt.Fprintln(e.Out, "没有装 PostgreSQL，只测内嵌库。")
		case err != nil:
			return err
		default:
			r, err := g.engine(ctx, "PostgreSQL", filepath.Join(dir, "pgfiles"), pg.url("huiyin"), pg.url("bare"), pg.url("walk"))
			if err := errors.Join(err, pg.stop()); err != nil {
				return err
			}
			all = append(all, r)
		}
	}
	if err := os.MkdirAll(filepath.Dir(*out), 0o755); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	if err := os.WriteFile(*out, []byte(report(g, strings.Join(args, " "), all)), 0o644); err != nil {
		return fmt.Errorf("write figures: %w", err)
	}
	fmt.Fprintf(e.Out, "结果写在 %s\n", *out)
	return nil
}

// sizesOf reads sizes that grow; 0 alone is none.
func sizesOf(flag, typed string) ([]int, error) {
	var out []int
	if typed == "0" {
		return nil, nil
	}
	for _, s := range strings.Split(typed, ",") {
		var n int
		if _, err := fmt.Sscan(s, &n); err != nil || n < 100 || len(out) > 0 && n <= out[len(out)-1] {
			return nil, fmt.Errorf("--%s 应是从小到大、不小于100的数，逗号分隔，例如 10000,100000", flag)
		}
		out = append(out, n)
	}
	return out, nil
}

// clockOf is the program's clock; only room server reads the real one.
func clockOf(f *flags) func() time.Time { return server.ClockOf(f.cfg) }

// engineFigures are what was measured on one database.
type engineFigures struct {
	name   string
	syncs  float64       // fsync of 4 KiB a second in the same place
	writes []writeFigure // by clients
	sizes  []sizeFigure
	shares []share
	walks  []walkFigure
	built  rebuilt
	files  []exportFigure
}

// rebuilt is how long it took to build the search anew.
type rebuilt struct {
	orders int
	took   time.Duration
}

type writeFigure struct {
	clients               int
	lives, commands, bare float64 // a second, medians of the rounds
}

type sizeFigure struct {
	orders int
	seeded time.Duration
	reads  []readFigure
}

type readFigure struct {
	name     string
	p50, p95 time.Duration
	met      string // of a search: the rows of its page
}

func (g *loadgen) engine(ctx context.Context, name, data, database, bare, walk string) (engineFigures, error) {
	out := engineFigures{name: name}
	say := func(format string, args ...any) { fmt.Fprintf(g.env.Out, name+"："+format+"\n", args...) }
	s, err := server.New(ctx, server.Config{Data: data, Database: database, KeyFile: filepath.Join(data, "master.key"), Node: "bench", Log: quiet()})
	if err != nil {
		return out, err
	}
	err = func() error {
		h, err := newHands(ctx, s)
		if err != nil {
			return err
		}
		b, err := openBare(ctx, bare)
		if err != nil {
			return err
		}
		defer b.close()
		if out.syncs, err = g.syncRate(filepath.Dir(data)); err != nil {
			return err
		}
		say("磁盘同步 %.0f 次/秒", out.syncs)
		if err := g.writing(ctx, &out, h, b); err != nil {
			return err
		}
		for _, w := range out.writes {
			say("%d路：%.1f 件全程/秒，%.0f 步/秒；空库单条插入 %.0f 次/秒", w.clients, w.lives, w.commands, w.bare)
		}
		for _, n := range g.sizes {
			start := g.now()
			if err := h.seed(ctx, n); err != nil {
				return err
			}
			f := sizeFigure{orders: n, seeded: g.now().Sub(start)}
			say("已有%d件（%s）", n, f.seeded.Round(time.Second))
			if f.reads, err = g.reading(ctx, s, h); err != nil {
				return err
			}
			out.sizes = append(out.sizes, f)
		}
		if out.files, err = g.exporting(ctx, s); err != nil {
			return err
		}
		for _, x := range out.files {
			say("导出%s：%d行，%s", x.format, x.rows, x.took.Round(10*time.Millisecond))
		}
		say("开始单测索引")
		if out.walks, err = g.walks(ctx, walk); err != nil {
			return err
		}
		start := g.now()
		if out.built.orders, err = s.Desk.Reindex(ctx); err != nil {
			return err
		}
		out.built.took = g.now().Sub(start)
		return nil
	}()
	return out, closing(ctx, s, err)
}

// writing runs whole lives at each number of clients beside the bare engine, in turns, and profiles the last turn.
func (g *loadgen) writing(ctx context.Context, out *engineFigures, h *hands, b *bareEngine) error {
	for _, n := range g.clients {
		var lives, commands, bare []float64
		for round := range g.rounds {
			var stop func() ([]share, error)
			if round == g.rounds-1 && n == g.clients[len(g.clients)-1] {
				var err error
				if stop, err = g.profile(out.name); err != nil {
					return err
				}
			}
			count := max(g.lives, n)
			start := g.now()
			done, err := together(n, count, func(int) (int64, error) { return h.life(ctx) })
			took := g.now().Sub(start).Seconds()
			if stop != nil {
				shares, perr := stop()
				out.shares, err = shares, errors.Join(err, perr)
			}
			if err != nil {
				return fmt.Errorf("live with %d clients: %w", n, err)
			}
			lives, commands = append(lives, float64(count)/took), append(commands, float64(done)/took)
			start = g.now()
			inserts := 150 * n
			if _, err := together(n, inserts, func(int) (int64, error) { return 1, b.insert(ctx) }); err != nil {
				return fmt.Errorf("insert with %d clients: %w", n, err)
			}
			bare = append(bare, float64(inserts)/g.now().Sub(start).Seconds())
		}
		out.writes = append(out.writes, writeFigure{n, median(lives), median(commands), median(bare)})
	}
	return nil
}

// together lets n clients do a piece of work count times and sums what they answer.
func together(n, count int, work func(i int) (int64, error)) (int64, error) {
	var next, sum atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, n)
	for c := range n {
		wg.Go(func() {
			for {
				i := next.Add(1) - 1
				if i >= int64(count) {
					return
				}
				k, err := work(int(i))
				if err != nil {
					errs[c] = err
					next.Store(int64(count))
					return
				}
				sum.Add(k)
			}
		})
	}
	wg.Wait()
	return sum.Load(), errors.Join(errs...)
}

// syncRate writes 4 KiB and syncs, one after the other, for a second.
func (g *loadgen) syncRate(dir string) (float64, error) {
	f, err := os.CreateTemp(dir, "sync-")
	if err != nil {
		return 0, fmt.Errorf("measure the disk: %w", err)
	}
	defer os.Remove(f.Name())
	block, n, start := make([]byte, 4096), 0, g.now()
	for g.now().Sub(start) < time.Second {
		if _, err = f.WriteAt(block, 0); err == nil {
			err = f.Sync()
		}
		if err != nil {
			return 0, errors.Join(fmt.Errorf("measure the disk: %w", err), f.Close())
		}
		n++
	}
	return float64(n) / g.now().Sub(start).Seconds(), f.Close()
}

// profile samples the processor until stop, which answers the shares.
func (g *loadgen) profile(engine string) (stop func() ([]share, error), err error) {
	f, err := os.CreateTemp("", "huiyin-*.pprof")
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, fmt.Errorf("profile: %w", errors.Join(err, f.Close()))
	}
	return func() ([]share, error) {
		pprof.StopCPUProfile()
		defer os.Remove(f.Name())
		if err := f.Close(); err != nil {
			return nil, fmt.Errorf("profile: %w", err)
		}
		if g.keep != "" {
			b, err := os.ReadFile(f.Name())
			if err == nil {
				err = os.WriteFile(g.keep+map[string]string{"PostgreSQL": ".pg"}[engine], b, 0o644)
			}
			if err != nil {
				return nil, fmt.Errorf("keep profile: %w", err)
			}
		}
		return sharesOf(f.Name()), nil
	}, nil
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
