// Huiyin (回音) is the work-order system of a county-magistrate hotline: one program, one archive.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"huiyin/internal/ops"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := ops.Run(ctx, ops.Env{Out: os.Stdout, Err: os.Stderr, In: os.Stdin}, os.Args[1:])
	switch {
	case err == nil:
	case errors.Is(err, ops.ErrUsage):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "huiyin："+err.Error())
		os.Exit(1)
	}
}
