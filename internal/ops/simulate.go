package ops

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
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
	sizeName := f.String("size", "scaled", "规模：small、quarter、scaled、full")
	trace := f.Bool("trace", false, "逐步打印（只用于重放一个种子）")
	temp := f.String("temp", "", "临时目录；默认用系统的")
	missing := f.Bool("missing", false, "打印没有试过的状态和命令")
	if err := f.parse(args); err != nil {
		return err
	}
	size, err := simulate.SizeOf(*sizeName)
	if err != nil {
		return err
	}
	clock := server.ClockOf(server.Config{})
	sum := simulate.Report{Matrix: simulate.Matrix{}, Crashes: map[string]int{}}
	var took time.Duration
	failed := 0
	for n := range *seeds {
		seed := *first + uint64(n)
		rep, err := oneYear(ctx, simulate.Options{Seed: seed, Size: size, Database: f.cfg.Database, Real: clock, Trace: tracer(e.Out, *trace)}, *temp)
		if err != nil {
			return fmt.Errorf("种子%d：%w", seed, err)
		}
		took += rep.Took
		sum.Orders += rep.Orders
		sum.Events += rep.Events
		sum.Commands += rep.Commands
		sum.Refused += rep.Refused
		sum.Repeated += rep.Repeated
		sum.Pages += rep.Pages
		sum.Canaries += rep.Canaries
		for k, x := range rep.Crashes {
			sum.Crashes[k] += x
		}
		sum.Matrix.Add(rep.Matrix)
		printYear(e.Out, rep)
		if len(rep.Violations) > 0 {
			failed++
			fmt.Fprintf(e.Out, "    重放：huiyin simulate --size %s --first %d --seeds 1 --trace\n", size.Name, seed)
		}
		if rep.Stopped || ctx.Err() != nil {
			break
		}
	}
	all, tried := sum.Matrix.Pairs()
	fmt.Fprintf(e.Out, "合计：%d个种子，%d个不合格；工单%d件，事件%d条，命令%d条，拒绝%d条，重复提交%d次，停机%s；每秒%.1f件；状态×命令试过%d／%d。\n", *seeds, failed, sum.Orders, sum.Events, sum.Commands, sum.Refused,
		sum.Repeated, crashWords(sum.Crashes), float64(sum.Orders)/max(took.Seconds(), 0.001), tried, all)
	if *missing {
		for _, line := range sum.Matrix.Missing() {
			fmt.Fprintln(e.Out, "没有试过 "+line)
		}
	}
	if failed > 0 {
		return ErrBroken
	}
	return nil
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
	fmt.Fprintf(w, "种子%d（%s）%s：工单%d件，事件%d条，命令%d条，拒绝%d条，停机%s，看页面%d次，状态×命令%d／%d，链首%.12s，%.1f秒，每秒%.1f件\n", rep.Seed, rep.Size, word, rep.Orders, rep.Events, rep.Commands, rep.Refused,
		crashWords(rep.Crashes), rep.Pages, tried, all, hash, rep.Took.Seconds(), float64(rep.Orders)/max(rep.Took.Seconds(), 0.001))
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
