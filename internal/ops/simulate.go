package ops

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"huiyin/internal/ops/simulate"
	"huiyin/internal/server"
)

// ErrBroken says that a simulated year broke a law; what and how to replay it has been printed.
var ErrBroken = errors.New("simulate: a law was broken")

// simulateCmd plays simulated years on archives of their own and touches no other.
func simulateCmd(ctx context.Context, e Env, f *flags, args []string) error {
	first := f.Uint64("first", 1, "第一个种子")
	seeds := f.Int("seeds", 1, "种子个数")
	atOnce := f.Int("at-once", 1, "同时跑几个种子，一般不超过处理器个数")
	sizeName := f.String("size", "scaled", "规模：small、quarter、scaled、full")
	trace := f.Bool("trace", false, "逐步打印（只用于重放一个种子）")
	temp := f.String("temp", memoryDisk(), "临时目录；默认用内存盘，没有内存盘就用系统的")
	missing := f.Bool("missing", false, "打印没有试过的状态和命令")
	if err := f.parse(args); err != nil {
		return err
	}
	size, err := simulate.SizeOf(*sizeName)
	if err != nil {
		return err
	}
	if *atOnce < 1 || *trace && *atOnce > 1 || f.cfg.Database != "" && *seeds > 1 {
		return errors.New("同时跑的种子至少一个；逐步打印时只能一个一个跑，接外部数据库时只能跑一个种子")
	}
	// A year makes much that is soon gone; the memory for it is there.
	defer debug.SetGCPercent(debug.SetGCPercent(300))
	y := &years{e: e, size: size, clock: server.ClockOf(server.Config{}), temp: *temp, database: f.cfg.Database, trace: tracer(e.Out, *trace)}
	y.sum = simulate.Report{Matrix: simulate.Matrix{}, Beside: simulate.Beside{}, Reached: map[string]int{}, Crashes: map[string]int{}}
	began, used := y.clock(), processorTime()
	todo := make(chan uint64)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	for range min(*atOnce, *seeds) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for seed := range todo {
				if err := y.play(ctx, seed); err != nil {
					cancel(err)
					return
				}
			}
		}()
	}
	for n := range *seeds {
		select {
		case todo <- *first + uint64(n):
			continue
		case <-ctx.Done():
		}
		break
	}
	close(todo)
	wg.Wait()
	y.total(y.clock().Sub(began), processorTime()-used, *missing)
	switch err := context.Cause(ctx); {
	case err != nil && !errors.Is(err, context.Canceled):
		return err
	case y.failed > 0:
		return ErrBroken
	}
	return nil
}

// memoryDisk is where archives lie whose loss harms nobody; "" where the system has none.
func memoryDisk() string {
	const shared = "/dev/shm"
	if i, err := os.Stat(shared); err == nil && i.IsDir() {
		return shared
	}
	return ""
}

// years are the seeds of one call, played side by side.
type years struct {
	e        Env
	size     simulate.Size
	clock    func() time.Time
	temp     string
	database string
	trace    func(string, ...any)

	mu           sync.Mutex
	sum          simulate.Report
	done, failed int
}

func (y *years) play(ctx context.Context, seed uint64) error {
	rep, err := oneYear(ctx, simulate.Options{Seed: seed, Size: y.size, Database: y.database, Real: y.clock, Trace: y.trace}, y.temp)
	if err != nil {
		return fmt.Errorf("种子%d：%w", seed, err)
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	y.done++
	y.sum.Add(rep)
	printYear(y.e.Out, rep)
	if len(rep.Violations) > 0 {
		y.failed++
		fmt.Fprintf(y.e.Out, "    重放：huiyin simulate --size %s --first %d --seeds 1 --trace\n", y.size.Name, seed)
	}
	return nil
}

// total prints what all seeds came to: took is real time, used processor time of all of them.
func (y *years) total(took, used time.Duration, missing bool) {
	sum := y.sum
	all, tried := sum.Matrix.Pairs()
	fmt.Fprintf(y.e.Out, "合计：%d个种子，%d个不合格；工单%d件，事件%d条，命令%d条，拒绝%d条，重复提交%d次，停机%s，拨钟%d次，督办%d件，集中反映%d起；用时%.0f秒，处理器%.0f秒（每种子%.1f秒），每秒%.1f件；状态×命令试过%d／%d。\n", y.done, y.failed, sum.Orders,
		sum.Events, sum.Commands, sum.Refused, sum.Repeated, crashWords(sum.Crashes), sum.Steps, sum.Rows, sum.Formed, took.Seconds(), used.Seconds(), used.Seconds()/max(1, float64(y.done)), float64(sum.Orders)/max(took.Seconds(), 0.001), tried, all)
	if sum.Slow > 0 {
		fmt.Fprintf(y.e.Out, "有%d个页面因机器太慢超时，没有看到。\n", sum.Slow)
	}
	if !missing {
		return
	}
	for _, line := range sum.Matrix.Missing(sum.Reached) {
		fmt.Fprintln(y.e.Out, "没有试过 "+line)
	}
	for _, k := range slices.Sorted(maps.Keys(sum.Beside)) {
		c := sum.Beside[k]
		fmt.Fprintf(y.e.Out, "另试 %s：办成%d次，拒绝%d次，挡住%d次\n", k, c.Taken, c.Refused, c.Shut)
	}
}

// oneYear plays a seed in a directory that is gone afterwards.
func oneYear(ctx context.Context, o simulate.Options, temp string) (simulate.Report, error) {
	dir, err := os.MkdirTemp(temp, "huiyin-year-")
	if err != nil {
		return simulate.Report{}, fmt.Errorf("make directory: %w", err)
	}
	defer os.RemoveAll(dir)
	o.Dir = dir
	return simulate.Run(ctx, o)
}

func tracer(w io.Writer, on bool) func(string, ...any) {
	if !on {
		return nil
	}
	return func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
}

func printYear(w io.Writer, rep simulate.Report) {
	word := "通过"
	if len(rep.Violations) > 0 {
		word = fmt.Sprintf("破坏%d处", len(rep.Violations))
	}
	all, tried := rep.Matrix.Pairs()
	hash := rep.Hash
	fmt.Fprintf(w, "种子%d（%s）%s：工单%d件，事件%d条，命令%d条，拒绝%d条，停机%s，拨钟%d次，督办%d件，集中反映%d起，看页面%d次，状态×命令%d／%d，链首%.12s，%.1f秒，每秒%.1f件\n", rep.Seed, rep.Size, word, rep.Orders, rep.Events, rep.Commands, rep.Refused,
		crashWords(rep.Crashes), rep.Steps, rep.Rows, rep.Formed, rep.Pages, tried, all, hash, rep.Took.Seconds(), float64(rep.Orders)/max(rep.Took.Seconds(), 0.001))
	for _, v := range rep.Violations {
		fmt.Fprintln(w, "    "+v.String())
	}
}

func crashWords(by map[string]int) string {
	var out []string
	n := 0
	for k, x := range by {
		n += x
		out = append(out, fmt.Sprintf("%s %d", k, x))
	}
	slices.Sort(out)
	return fmt.Sprintf("%d次（%s）", n, strings.Join(out, "，"))
}
