package ops

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/server"
	"huiyin/internal/sqldb"
	"huiyin/internal/testkit"
)

// place is an archive as the command line names it.
type place struct {
	data, database, key string
}

func (p place) flags() []string {
	out := []string{"--data", p.data}
	if p.database != "" {
		out = append(out, "--database", p.database)
	}
	if p.key != "" {
		out = append(out, "--key-file", p.key)
	}
	return out
}

// run gives a command line: the words of the command, the place, and what follows.
func (p place) run(t *testing.T, in, words string, rest ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	args := append(strings.Fields(words), p.flags()...)
	err := Run(t.Context(), Env{Out: &out, Err: io.Discard, In: strings.NewReader(in)}, append(args, rest...))
	return out.String(), err
}

func (p place) must(t *testing.T, words string, rest ...string) string {
	t.Helper()
	out, err := p.run(t, "", words, rest...)
	if err != nil {
		t.Fatalf("%s: %v\n%s", words, err, out)
	}
	return out
}

// open opens the archive and a reader in a post.
func (p place) open(t *testing.T, post org.PostID) (*server.Server, *desk.Reader, org.Actor) {
	t.Helper()
	s, err := server.New(t.Context(), server.Config{Data: p.data, Database: p.database, KeyFile: p.key, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	dir, err := s.Desk.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	x, ok := dir.Post(post)
	if !ok {
		t.Fatalf("no post %s", post)
	}
	actor := org.Actor{Account: "a-test", Post: x}
	r, err := s.Desk.Reader(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	return s, r, actor
}

func stop(t *testing.T, s *server.Server) {
	t.Helper()
	if err := s.Stop(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
}

func (p place) order(t *testing.T, number string) desk.OrderView {
	t.Helper()
	s, r, _ := p.open(t, "hotline/dispatcher")
	defer stop(t, s)
	id, err := r.FindNumber(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.Order(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// exec changes the archive behind the program's back.
func (p place) exec(t *testing.T, statement string) {
	t.Helper()
	driver, dsn := "sqlite", filepath.Join(p.data, sqldb.File)
	if p.database != "" {
		driver, dsn = "pgx", p.database
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	res, err := db.Exec(statement)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%s touched %d rows, %v", statement, n, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func onBoth(t *testing.T, f func(t *testing.T, p place)) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		p := place{data: t.TempDir()}
		if strings.HasPrefix(where, "postgres") {
			p.database = where
		}
		f(t, p)
	})
}

func table(t *testing.T, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "表.csv")
	if err := os.WriteFile(name, []byte("\xef\xbb\xbf"+strings.Join(lines, "\r\n")+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// refused demands a Chinese error that says so.
func refused(t *testing.T, what string, err error, says string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: %v, want “%s”", what, err, says)
	}
}

func TestAWrongCommandLine(t *testing.T) {
	p := place{data: t.TempDir()}
	_, err := p.run(t, "", "fly")
	refused(t, "fly", err, "没有命令“fly”")
	for _, words := range []string{"check --nonsense", "import --dry-run=maybe", "serve --addr"} {
		if err := Run(t.Context(), Env{Out: io.Discard, Err: io.Discard, In: strings.NewReader("")}, strings.Fields(words)); !errors.Is(err, ErrUsage) {
			t.Errorf("%s: %v", words, err)
		}
	}
	var out bytes.Buffer
	if err := Run(t.Context(), Env{Out: &out, Err: io.Discard}, nil); !errors.Is(err, ErrUsage) {
		t.Errorf("nothing: %v", err)
	}
	if err := Run(t.Context(), Env{Out: &out, Err: io.Discard}, []string{"help"}); err != nil || !strings.Contains(out.String(), "restore") {
		t.Errorf("help: %v, %s", err, out.String())
	}
	for words, says := range map[string]string{"user": "请写明 add", "calendar": "用法", "import": "请写明要导入", "backup": "备份到哪个", "restore": "从哪个备份", "calendar load": "读不了文件"} {
		if words == "user" || words == "calendar" {
			refused(t, words, Run(t.Context(), Env{Out: io.Discard, Err: io.Discard}, []string{words}), says)
			continue
		}
		_, err := p.run(t, "", words)
		refused(t, words, err, says)
	}
	_, err = p.run(t, "", "user promote")
	refused(t, "user promote", err, "没有“user promote”")
	bad := place{data: t.TempDir(), database: "mysql://x"}
	_, err = bad.run(t, "", "check")
	refused(t, "a database of another kind", err, "应以 postgres:// 开头")
}

func TestAccounts(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		const good = "Kite-over-Wheat-31"
		add := func(in string, rest ...string) error { _, err := p.run(t, in, "user add", rest...); return err }
		refused(t, "weak", add("12345\n", "--title", "话务员01", "--post", "hotline/operator", "hwy01"), "至少要10位")
		refused(t, "no post", add(good, "--title", "话务员01", "hwy01"), "没有指定岗位")
		refused(t, "unknown post", add(good, "--title", "话务员01", "--post", "moon/handler", "hwy01"), "没有岗位“moon/handler”")
		refused(t, "three hats", add(good, "--title", "管理员", "--post", "hotline/system_admin,hotline/operator", "gly"), "三员分立")
		refused(t, "bad login", add(good, "--title", "话务员01", "--post", "hotline/operator", "张三"), "登录名应为")
		if out := p.must(t, "user list"); out != "" {
			t.Errorf("refused accounts are listed: %s", out)
		}
		if err := add(good+"\r\n", "--title", "话务员01", "--post", "hotline/operator, cgj/handler", "hwy01"); err != nil {
			t.Fatal(err)
		}
		refused(t, "taken", add(good, "--title", "话务员02", "--post", "hotline/operator", "hwy01"), "已有人使用")
		if out := p.must(t, "user list"); !strings.Contains(out, "hwy01") || !strings.Contains(out, "cgj/handler,hotline/operator") || strings.Contains(out, "停用") {
			t.Errorf("list = %s", out)
		}
		login := func(password string) error {
			s, _, _ := p.open(t, "hotline/dispatcher")
			defer stop(t, s)
			_, err := s.Desk.LogIn(t.Context(), "hwy01", password)
			return err
		}
		if err := login(good); err != nil {
			t.Errorf("log in: %v", err)
		}
		_, err := p.run(t, "short", "user password", "hwy01")
		refused(t, "weak new password", err, "至少要10位")
		_, err = p.run(t, good, "user password", "nobody")
		refused(t, "password of nobody", err, "没有登录名")
		if _, err := p.run(t, "Another-Way-99\n", "user password", "hwy01"); err != nil {
			t.Fatal(err)
		}
		if login(good) == nil {
			t.Error("the old password still opens")
		}
		if err := login("Another-Way-99"); err != nil {
			t.Errorf("the new password: %v", err)
		}
		p.must(t, "user disable", "hwy01")
		if login("Another-Way-99") == nil {
			t.Error("a closed account logs in")
		}
		if out := p.must(t, "user list"); !strings.Contains(out, "停用") {
			t.Errorf("list = %s", out)
		}
		p.must(t, "user enable", "hwy01")
		if err := login("Another-Way-99"); err != nil {
			t.Errorf("opened again: %v", err)
		}
	})
}
