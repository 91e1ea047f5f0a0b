package ops

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	accounts "os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"huiyin/internal/sqldb"
)

var errNoPostgres = errors.New("no PostgreSQL programs found (initdb, postgres)")

// benchPostgres is a PostgreSQL of our own in a directory, with durable commits as it ships.
type benchPostgres struct {
	port int
	cmd  *exec.Cmd
	dir  string
}

func (p *benchPostgres) url(db string) string {
	return fmt.Sprintf("postgres://huiyin@127.0.0.1:%d/%s?sslmode=disable", p.port, db)
}

// startPostgres starts it in a new directory beside dir; stop takes both away.
func startPostgres(ctx context.Context, dir string) (*benchPostgres, error) {
	bin, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	own, err := os.MkdirTemp("", "huiyin-bench-pg-")
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	var cred *syscall.Credential
	if os.Geteuid() == 0 { // it refuses to run as root
		u, err := accounts.Lookup("postgres")
		if err != nil {
			return nil, fmt.Errorf("start PostgreSQL as root: %w", err)
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err := errors.Join(err1, err2, os.Chown(own, uid, gid)); err != nil {
			return nil, fmt.Errorf("start PostgreSQL: %w", err)
		}
		cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	program := func(name string, args ...string) *exec.Cmd {
		c := exec.CommandContext(ctx, filepath.Join(bin, name), args...)
		c.Dir, c.SysProcAttr = own, &syscall.SysProcAttr{Setpgid: true, Credential: cred}
		return c
	}
	data := filepath.Join(own, "data")
	if out, err := program("initdb", "-D", data, "-U", "huiyin", "-A", "trust", "-E", "UTF8", "--locale=C").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	p := &benchPostgres{port: l.Addr().(*net.TCPAddr).Port, dir: own}
	if err := l.Close(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	p.cmd = program("postgres", "-D", data, "-h", "127.0.0.1", "-p", strconv.Itoa(p.port), "-k", "", "-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB")
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGINT) }
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	for _, name := range []string{"huiyin", "bare", "walk"} {
		if err := p.create(ctx, name); err != nil {
			return nil, errors.Join(err, p.stop())
		}
	}
	return p, nil
}

// create makes a database, once the server answers.
func (p *benchPostgres) create(ctx context.Context, name string) error {
	queries, err := fs.Sub(bareFiles, "bare/queries")
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	for range 150 {
		var db *sqldb.DB
		if db, err = sqldb.Open(ctx, p.url("postgres"), queries); err == nil {
			_, err = db.Write.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0")
			err = errors.Join(err, db.Close())
		}
		if err == nil {
			return nil
		}
		wait, done := context.WithTimeout(ctx, 200*time.Millisecond)
		<-wait.Done()
		done()
	}
	return fmt.Errorf("start PostgreSQL: %w", err)
}

func (p *benchPostgres) stop() error {
	err := p.cmd.Process.Signal(syscall.SIGINT)
	var exit *exec.ExitError
	if werr := p.cmd.Wait(); werr != nil && !errors.As(werr, &exit) {
		err = errors.Join(err, werr)
	}
	return errors.Join(err, os.RemoveAll(p.dir))
}

// postgresPrograms is where initdb and postgres are: on the path, or in Debian's place for the newest of them.
func postgresPrograms() (string, error) {
	if at, err := exec.LookPath("initdb"); err == nil {
		if at, err = filepath.EvalSymlinks(at); err == nil {
			return filepath.Dir(at), nil
		}
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.Join(errNoPostgres, err)
	}
	return filepath.Dir(slices.Max(found)), nil
}
