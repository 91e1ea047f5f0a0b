package ops

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"time"

	"huiyin/internal/console"
	"huiyin/internal/portal"
	"huiyin/internal/sample"
	"huiyin/internal/server"
	"huiyin/internal/web"
)

// galleryTime is the time of every page of the gallery: a Tuesday, 09:42 in Beijing.
var galleryTime = time.Date(2026, 12, 1, 1, 42, 0, 0, time.UTC)

// Gallery makes the samples of every page. They stand on an empty archive in a directory of its own, which the second result throws away.
func Gallery(ctx context.Context) ([]web.Sample, func() error, error) {
	dir, err := os.MkdirTemp("", "huiyin-gallery-")
	if err != nil {
		return nil, nil, fmt.Errorf("make gallery directory: %w", err)
	}
	s, err := server.New(ctx, server.Config{Data: dir, Log: slog.New(slog.DiscardHandler), Clock: func() time.Time { return galleryTime }})
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	stop := func() error { return errors.Join(s.Stop(context.WithoutCancel(ctx)), os.RemoveAll(dir)) }
	for _, a := range sample.Accounts() {
		if !slices.Contains(console.SampleLogins(), a.Login) {
			continue
		}
		if _, err := s.Desk.PutDemoAccount(ctx, a.Login, a.Title, "-", a.Posts); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("account %s: %w", a.Login, err), stop())
		}
	}
	samples, err := console.Samples(ctx, s.Desk)
	if err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	return append(samples, portal.Samples(server.CitizensProfile(server.Config{}))...), stop, nil
}

// gallery serves every page in every state with sample values.
func gallery(ctx context.Context, e Env, f *flags, args []string) error {
	addr := f.String("addr", "127.0.0.1:7813", "监听地址")
	if err := f.parse(args); err != nil {
		return err
	}
	samples, stop, err := Gallery(ctx)
	if err != nil {
		return err
	}
	defer stop()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		return fmt.Errorf("不能在 %s 监听：%w", *addr, err)
	}
	srv := &http.Server{Handler: web.Gallery(samples), ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintf(e.Out, "页面目录，共%d张：http://%s\n按 Ctrl+C 停止。\n", len(samples), l.Addr())
	stopped := make(chan error, 1)
	go func() { stopped <- srv.Serve(l) }()
	select {
	case <-ctx.Done():
		return srv.Close()
	case err := <-stopped:
		return err
	}
}
