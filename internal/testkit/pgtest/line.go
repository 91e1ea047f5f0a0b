package pgtest

import (
	"bytes"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// Line is a connection to PostgreSQL that loses the answer to a commit: what is sent arrives, what comes back does not.
type Line struct {
	// URL is the database's address through the line.
	URL string

	mu    sync.Mutex
	armed bool
	lost  int
	conns []net.Conn
}

// LoseCommit makes the line hang up after the next commit has been sent to the server and before its answer comes back.
func (l *Line) LoseCommit() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.armed = true
}

// Lost says how many commits lost their answers.
func (l *Line) Lost() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost
}

// Through returns a line to the database at an address.
func Through(t testing.TB, where string) *Line {
	t.Helper()
	u, err := url.Parse(where)
	if err != nil {
		t.Fatal(err)
	}
	server := u.Host
	in, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	u.Host = in.Addr().String()
	l := &Line{URL: u.String()}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			client, err := in.Accept()
			if err != nil {
				return
			}
			backend, err := net.Dial("tcp", server)
			if err != nil {
				_ = client.Close()
				continue
			}
			l.mu.Lock()
			l.conns = append(l.conns, client, backend)
			l.mu.Unlock()
			deaf := make(chan struct{})
			wg.Go(func() { l.ask(client, backend, deaf) })
			wg.Go(func() { answer(client, backend, deaf) })
		}
	})
	t.Cleanup(func() {
		_ = in.Close()
		l.mu.Lock()
		for _, c := range l.conns {
			_ = c.Close()
		}
		l.mu.Unlock()
		wg.Wait()
	})
	return l
}

// ask carries what the client says. A commit is a message of its own.
func (l *Line) ask(client, backend net.Conn, deaf chan struct{}) {
	buf := make([]byte, 64<<10)
	for {
		n, err := client.Read(buf)
		if err != nil {
			_ = backend.Close()
			return
		}
		if bytes.HasSuffix(buf[:n], []byte("commit\x00")) {
			l.mu.Lock()
			if l.armed {
				l.armed = false
				l.lost++
				close(deaf)
			}
			l.mu.Unlock()
		}
		if _, err := backend.Write(buf[:n]); err != nil {
			_ = client.Close()
			return
		}
	}
}

// answer carries what the server says, until the line is deaf: then the answer is awaited and thrown away, and the client sees the line go dead.
func answer(client, backend net.Conn, deaf chan struct{}) {
	buf := make([]byte, 64<<10)
	for {
		n, err := backend.Read(buf)
		select {
		case <-deaf:
			_ = client.Close()
			_ = backend.Close()
			return
		default:
		}
		if err != nil {
			_ = client.Close()
			return
		}
		if _, err := io.Copy(client, bytes.NewReader(buf[:n])); err != nil {
			_ = backend.Close()
			return
		}
	}
}
