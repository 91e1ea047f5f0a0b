// Package pgtest gives tests a real PostgreSQL: one throw-away cluster for a test process and a fresh database for
// each test. With HUIYIN_PG set to a postgres:// URL of a role that may create databases, that server is used
// instead and no cluster is started.
//
// It is for tests alone. Start reading at [URL].
package pgtest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Env names the variable that points to a server to be used instead of a throw-away one.
const Env = "HUIYIN_PG"

// cluster is what this process started. The pipe must stay reachable: were it collected, it would close, and the server with it.
type cluster struct {
	url  string
	pipe io.Closer
}

// server is started at most once a process, by the first test that asks; it is the one thing tests here share.
var server = sync.OnceValues(start)

// errMissing says that this machine has no PostgreSQL to start.
var errMissing = errors.New("no PostgreSQL programs found (initdb, postgres)")

// URL returns the address of a new, empty database, dropped when the test ends. Where no PostgreSQL is installed and
// HUIYIN_PG is unset the test is skipped by that name, but with CI set it fails: both databases are always tested there.
func URL(t testing.TB) string {
	t.Helper()
	base, err := os.Getenv(Env), error(nil)
	if base == "" {
		var c cluster
		c, err = server()
		base = c.url
	}
	if errors.Is(err, errMissing) && os.Getenv("CI") == "" {
		t.Skipf("PostgreSQL is not installed and %s is not set: %v", Env, err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + strings.ToLower(rand.Text()[:16])
	if err := admin(base, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := admin(base, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func admin(base, statement string) error {
	db, err := sql.Open("pgx", base)
	if err != nil {
		return fmt.Errorf("open test server: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err = db.ExecContext(ctx, statement)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// keeper runs the server, tells when it is ready, and takes it down with its files when the test process is gone,
// however it went: then the pipe at its standard input closes.
const keeper = `
set -eu
bin=$1 dir=$2 port=$3
"$bin/initdb" -D "$dir/data" -U huiyin -A trust -E UTF8 --locale=C --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log"; rm -rf "$dir"; exit 1; }
"$bin/postgres" -D "$dir/data" -h 127.0.0.1 -p "$port" -k "" -c fsync=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB >"$dir/server.log" 2>&1 &
pid=$!
trap 'kill -QUIT $pid 2>/dev/null || true; wait $pid 2>/dev/null || true; cd /; rm -rf "$dir"' EXIT
tries=0
until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" -U huiyin -d postgres; do
	kill -0 $pid 2>/dev/null || { cat "$dir/server.log"; exit 1; }
	tries=$((tries + 1)); [ $tries -lt 300 ] || { echo "not ready after 30 s"; cat "$dir/server.log"; exit 1; }
	sleep 0.1
done
echo ready
cat >/dev/null
`

func start() (cluster, error) {
	bin, err := programs()
	if err != nil {
		return cluster{}, err
	}
	cred, err := credential()
	if err != nil {
		return cluster{}, err
	}
	// Another process may take the port in between: then the next try takes another one.
	for range 3 {
		port, err := freePort()
		if err != nil {
			return cluster{}, err
		}
		pipe, err := keep(bin, port, cred)
		if err == nil {
			return cluster{"postgres://huiyin@127.0.0.1:" + strconv.Itoa(port) + "/postgres?sslmode=disable", pipe}, nil
		} else if !errors.Is(err, syscall.EADDRINUSE) {
			return cluster{}, err
		}
	}
	return cluster{}, errors.New("start test server: no free port in three tries")
}

func keep(bin string, port int, cred *syscall.Credential) (io.Closer, error) {
	dir, err := os.MkdirTemp("", "huiyin-pg-")
	if err != nil {
		return nil, fmt.Errorf("start test server: %w", err)
	}
	if cred != nil {
		if err := os.Chown(dir, int(cred.Uid), int(cred.Gid)); err != nil {
			return nil, fmt.Errorf("start test server: %w", err)
		}
	}
	cmd := exec.Command("/bin/sh", "-c", keeper, "sh", bin, dir, strconv.Itoa(port))
	cmd.Dir = dir
	// Its own group: an interrupt at the terminal ends the tests, and through the closed pipe the server, in order.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: cred}
	pipe, err := cmd.StdinPipe() // never written, held open as long as this process lives
	if err != nil {
		return nil, fmt.Errorf("start test server: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start test server: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start test server: %w", err)
	}
	r := bufio.NewReader(out)
	line, err := r.ReadString('\n')
	if err == nil && strings.TrimSpace(line) == "ready" {
		return pipe, nil
	}
	rest, rerr := io.ReadAll(r)
	werr := cmd.Wait()
	said := append([]byte(line), rest...)
	if bytes.Contains(said, []byte("Address already in use")) {
		return nil, syscall.EADDRINUSE
	}
	return nil, errors.Join(fmt.Errorf("start test server: %s", bytes.TrimSpace(said)), rerr, werr)
}

// credential is the user that the server runs as: PostgreSQL refuses to run as root.
func credential() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("start test server as root: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("start test server: %w", err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("start test server: %w", err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// programs finds the directory of initdb and postgres: on the path, or the newest under Debian's place for them.
func programs() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		// A link on the path need not have its neighbours beside it.
		if p, err = filepath.EvalSymlinks(p); err != nil {
			return "", fmt.Errorf("find PostgreSQL: %w", err)
		}
		return filepath.Dir(p), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.Join(errMissing, err)
	}
	version := func(p string) int {
		n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(p))))
		if err != nil {
			return 0
		}
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
