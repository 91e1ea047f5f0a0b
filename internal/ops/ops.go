// Package ops is the command line: serve, demo, import, user, check, replay, backup, restore, calendar. Each command parses its flags, makes one or a few
// calls below, and prints Chinese. Start reading at Run.
package ops

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"

	"huiyin/internal/ledger"
	"huiyin/internal/org"
	"huiyin/internal/server"
)

// Env is what a command may touch of the world.
type Env struct {
	Out, Err io.Writer
	In       io.Reader
}

type command struct {
	name, usage string
	run         func(ctx context.Context, e Env, f *flags, args []string) error
}

// flags are common to every command: which archive.
type flags struct {
	*flag.FlagSet
	cfg server.Config
}

func commands() []command {
	return []command{
		{"serve", "启动服务", serve},
		{"demo", "启动一个有人有件的演示县", demo},
		{"gallery", "页面目录：每个页面的每种样子，不用数据库", gallery},
		{"import", "导入诉求或接收原平台工单：import [--dry-run] [--map 映射.toml] [--takeover | --update] 文件", importFile},
		{"user", "账号：user add|list|password|disable|enable", user},
		{"token", "接口令牌：token add --post 岗位 [--read-only] 账号、token list、token revoke 编号", token},
		{"calendar", "工作日历：calendar load 文件.json", calendarCmd},
		{"check", "核对日志链、编号、清单、次数和统计", check},
		{"replay", "从日志重建清单和统计", replay},
		{"backup", "在线备份：backup 目录", backup},
		{"restore", "恢复到空库：restore 目录", restore},
		{"check-package", "核对档案移交包：check-package 文件.zip", checkPackage},
		{"loadgen", "测量速度，写 evidence/bench.md；不碰现有的库", loadgenCmd},
		{"simulate", "模拟一个县的一年，逐条核对规则；不碰现有的库", simulateCmd},
		{"migrate", "把库结构升到本程序的版本", migrate},
	}
}

// ErrUsage is a wrong command line; the usage has been printed.
var ErrUsage = errors.New("usage")

// Run runs a command line without the program's name. The error is Chinese where a person can mend it.
func Run(ctx context.Context, e Env, args []string) error {
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, args[0]) {
		usage(e.Out)
		if len(args) == 0 {
			return ErrUsage
		}
		return nil
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		f := &flags{FlagSet: flag.NewFlagSet(c.name, flag.ContinueOnError)}
		f.SetOutput(e.Err)
		f.StringVar(&f.cfg.Data, "data", "data", "内嵌库、附件和密钥所在的目录")
		f.StringVar(&f.cfg.Database, "database", "", "PostgreSQL 地址 postgres://…；不填用内嵌库")
		f.StringVar(&f.cfg.KeyFile, "key-file", "", "主密钥文件；默认在 data/keys/master.key")
		f.StringVar(&f.cfg.Node, "node", "node1", "本进程的名称")
		f.cfg.Log = slog.New(slog.NewTextHandler(e.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))
		return c.run(ctx, e, f, args[1:])
	}
	usage(e.Err)
	return fmt.Errorf("没有命令“%s”", args[0])
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "回音 huiyin —— 县长热线工单管理系统\n\n用法：huiyin 命令 [--data 目录] [--database postgres://…] …")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-13s %s\n", c.name, c.usage)
	}
}

func (f *flags) parse(args []string) error {
	if err := f.Parse(args); err != nil {
		return ErrUsage
	}
	// Anything else would be taken for a directory, and an empty archive would be opened there.
	if d := f.cfg.Database; d != "" && !strings.HasPrefix(d, "postgres://") && !strings.HasPrefix(d, "postgresql://") {
		return errors.New("--database 应以 postgres:// 开头；用内嵌库请不要写 --database，只写 --data 目录")
	}
	return nil
}

// open opens the archive without listening.
func (f *flags) open(ctx context.Context) (*server.Server, error) { return server.New(ctx, f.cfg) }

func closing(ctx context.Context, s *server.Server, err error) error {
	return errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
}

func serve(ctx context.Context, e Env, f *flags, args []string) error {
	f.StringVar(&f.cfg.Addr, "addr", "127.0.0.1:7812", "监听地址")
	f.StringVar(&f.cfg.Portal, "portal", "127.0.0.1:7822", "群众页（县长信箱）的监听地址，与内部页分开；写空字符串则不开")
	f.StringVar(&f.cfg.Citizens, "portal-base", "", "群众打开群众页的网址，印在回执的二维码里，例如 https://xx.example.gov.cn；不填用监听地址")
	f.Func("proxy", "本单位代理的地址或网段，可写几次；只信它们说的来访地址（X-Forwarded-For），例如 127.0.0.1 或 10.0.0.0/24", func(s string) error {
		if !strings.Contains(s, "/") {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return err
			}
			s = netip.PrefixFrom(a, a.BitLen()).String()
		}
		p, err := netip.ParsePrefix(s)
		f.cfg.Proxies = append(f.cfg.Proxies, p)
		return err
	})
	f.StringVar(&f.cfg.Scanner, "scanner", "", "查毒程序（clamd）的套接字路径或 主机:端口；不填则不查毒")
	f.StringVar(&f.cfg.Notify, "notify", "", "消息配置文件（短信网关、群机器人、邮件、webhook），见 docs/notify.md；不填则消息只排队")
	f.StringVar(&f.cfg.RingHash, "ring-hash", "", "来电通知令牌的 SHA-256（十六进制）；不填则不接受来电通知")
	f.BoolVar(&f.cfg.TLS, "https", false, "前面有 https 代理")
	f.StringVar(&f.cfg.Base, "base", "", "人们打开本系统的网址，印在外勤联系单的二维码里，例如 https://rx.example.gov.cn；不填用监听地址")
	if err := f.parse(args); err != nil {
		return err
	}
	if err := checkBase(f.cfg.Base); err != nil {
		return err
	}
	if err := checkBase(f.cfg.Citizens); err != nil {
		return err
	}
	f.cfg.Base, f.cfg.Citizens = strings.TrimRight(f.cfg.Base, "/"), strings.TrimRight(f.cfg.Citizens, "/")
	f.cfg.Log = slog.New(slog.NewTextHandler(e.Err, nil))
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	all, err := s.Desk.Accounts(ctx)
	if err == nil && len(all) == 0 {
		fmt.Fprintln(e.Out, "还没有账号，先用 huiyin user add 建立。")
	}
	if err := s.Start(); err != nil {
		return closing(ctx, s, err)
	}
	fmt.Fprintf(e.Out, "回音已启动：http://%s\n", s.Addr())
	if at := s.CitizensAddr(); at != "" {
		fmt.Fprintf(e.Out, "群众页（县长信箱）：http://%s\n", at)
	}
	<-ctx.Done()
	return s.Stop(context.WithoutCancel(ctx))
}

// checkBase refuses an address that a telephone could not open.
func checkBase(base string) error {
	u, err := url.Parse(base)
	if base != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Path != "" && u.Path != "/") {
		return fmt.Errorf("--base 应是完整的网址，例如 https://rx.example.gov.cn，现为“%s”", base)
	}
	return nil
}

func user(ctx context.Context, e Env, f *flags, args []string) error {
	title := f.String("title", "", "显示名称，例如 话务员06")
	posts := f.String("post", "", "岗位，逗号分隔，例如 hotline/operator 或 cgj/handler")
	passwordFile := f.String("password-file", "", "从文件读密码；不填则从标准输入读一行")
	if len(args) == 0 {
		return fmt.Errorf("请写明 add、list、password、disable 或 enable")
	}
	what := args[0]
	if err := f.parse(args[1:]); err != nil {
		return err
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	login := f.Arg(0)
	read := func() (string, error) {
		var b []byte
		var err error
		if *passwordFile != "" {
			b, err = os.ReadFile(*passwordFile)
		} else {
			fmt.Fprint(e.Err, "密码：")
			b, err = io.ReadAll(io.LimitReader(e.In, 1024))
		}
		line, _, _ := strings.Cut(string(b), "\n")
		return strings.TrimRight(line, "\r"), err
	}
	err = func() error {
		switch what {
		case "list":
			all, err := s.Desk.Accounts(ctx)
			if err != nil {
				return err
			}
			for _, a := range all {
				var ps []string
				for _, p := range a.Posts {
					ps = append(ps, string(p.ID))
				}
				off := ""
				if a.Off {
					off = "（停用）"
				}
				fmt.Fprintf(e.Out, "%-14s %s%s  %s\n", a.Login, a.Title, off, strings.Join(ps, ","))
			}
			return nil
		case "add":
			pw, err := read()
			if err != nil {
				return err
			}
			var ids []org.PostID
			for _, p := range strings.Split(*posts, ",") {
				if p = strings.TrimSpace(p); p != "" {
					ids = append(ids, org.PostID(p))
				}
			}
			if _, err := s.Desk.NewAccount(ctx, login, *title, pw, ids); err != nil {
				return err
			}
			fmt.Fprintf(e.Out, "已建立账号 %s\n", login)
			return nil
		case "password":
			pw, err := read()
			if err != nil {
				return err
			}
			return s.Desk.SetPassword(ctx, login, pw)
		case "disable", "enable":
			return s.Desk.SetDisabled(ctx, login, what == "disable")
		}
		return fmt.Errorf("没有“user %s”，请写明 add、list、password、disable 或 enable", what)
	}()
	return closing(ctx, s, err)
}

func calendarCmd(ctx context.Context, e Env, f *flags, args []string) error {
	if len(args) == 0 || args[0] != "load" {
		return fmt.Errorf("用法：huiyin calendar load 文件.json")
	}
	if err := f.parse(args[1:]); err != nil {
		return err
	}
	b, err := os.ReadFile(f.Arg(0))
	if err != nil {
		return fmt.Errorf("读不了文件 %s：%w", f.Arg(0), err)
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	_, err = s.Desk.ProposeYear(ctx, org.Actor{}, b, "", "")
	if err == nil {
		fmt.Fprintln(e.Out, "已读入，等待确认。日历和时限都没有变动，请县政府办负责人或县热线办负责人在“工作日历”页核对清单后确认。")
	}
	return closing(ctx, s, err)
}

func check(ctx context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	err = func() error {
		rep, err := s.Store.Check(ctx, ledger.HMACKey("checkpoint", s.Vault.CheckpointKey()))
		if err != nil {
			return err
		}
		for _, x := range rep.Faults {
			fmt.Fprintf(e.Out, "日志：%s\n", x.Error())
		}
		bad, err := s.Store.CheckProjections(ctx)
		if err != nil {
			return err
		}
		for _, x := range bad {
			fmt.Fprintln(e.Out, "清单："+x)
		}
		reminders, err := s.Desk.CheckReminders(ctx)
		if err != nil {
			return err
		}
		for _, x := range reminders {
			fmt.Fprintln(e.Out, "提醒："+x)
		}
		bad = append(bad, reminders...)
		private, err := s.Desk.CheckPrivate(ctx)
		if err != nil {
			return err
		}
		for _, x := range private.Faults {
			fmt.Fprintln(e.Out, "封存："+x)
		}
		if n := len(rep.Faults) + len(bad) + len(private.Faults); n > 0 {
			return fmt.Errorf("核对发现%d处问题；日志有问题的请从备份恢复，只是清单有问题的可以用 huiyin replay 重建", n)
		}
		fmt.Fprintf(e.Out, "核对无误：日志%d条，流%d个，链首尾相接，清单、次数、时限、统计与日志一致；封存文字%d段、附件%d个完好，已销毁%d段。\n", rep.Head, rep.Streams, private.Texts, private.Files,
			private.Erased)
		return nil
	}()
	return closing(ctx, s, err)
}

func replay(ctx context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	orders, facts, err := s.Store.Replay(ctx)
	if err == nil {
		err = s.Desk.PlaceReminders(ctx)
	}
	if err == nil {
		fmt.Fprintf(e.Out, "已从日志重建：工单%d件，统计%d条。\n", orders, facts)
		var n int
		if n, err = s.Desk.Reindex(ctx); err == nil {
			fmt.Fprintf(e.Out, "已重编搜索：%d件。\n", n)
		}
	}
	return closing(ctx, s, err)
}

func migrate(ctx context.Context, e Env, f *flags, args []string) error {
	if err := f.parse(args); err != nil {
		return err
	}
	s, err := f.open(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.Out, "库结构已是最新。")
	return closing(ctx, s, nil)
}
