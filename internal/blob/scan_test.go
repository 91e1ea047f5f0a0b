package blob

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// eicar is a text that every scanner knows and that harms nobody, put together here so that none finds it in our source.
var eicar = strings.Join([]string{`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR`, `-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`}, "")

// fakeScanner speaks as clamd does; says replaces its answer.
func fakeScanner(t *testing.T, says string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				head := make([]byte, 10)
				if _, err := io.ReadFull(c, head); err != nil || string(head) != "zINSTREAM\x00" {
					return
				}
				var all []byte
				for {
					var n uint32
					if binary.Read(c, binary.BigEndian, &n) != nil {
						return
					}
					if n == 0 {
						break
					}
					part := make([]byte, n)
					if _, err := io.ReadFull(c, part); err != nil {
						return
					}
					all = append(all, part...)
				}
				switch {
				case says == "silence":
					_, _ = io.Copy(io.Discard, c) // until the other side gives up
				case says != "":
					_, _ = io.WriteString(c, says)
				case bytes.Contains(all, []byte(eicar)):
					_, _ = io.WriteString(c, "stream: Eicar-Test-Signature FOUND\x00")
				default:
					_, _ = io.WriteString(c, "stream: OK\x00")
				}
			}()
		}
	}()
	return l.Addr().String()
}

// A scanner's yes and no are heard; anything else says nothing of the file (trust.md B5 #49).
func TestAScannerIsHeard(t *testing.T) {
	scan := func(at string, b []byte) error {
		s, err := NewScanner(at)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		return s.Scan(ctx, b)
	}
	at := fakeScanner(t, "")
	if err := scan(at, bytes.Repeat([]byte("clean"), 40_000)); err != nil {
		t.Errorf("clean: %v", err)
	}
	if err := scan(at, []byte("x"+eicar)); !errors.Is(err, ErrInfected) {
		t.Errorf("infected: %v", err)
	}
	for _, says := range []string{"INSTREAM size limit exceeded. ERROR\x00", "nonsense", "silence"} {
		if err := scan(fakeScanner(t, says), []byte("x")); err == nil || errors.Is(err, ErrInfected) {
			t.Errorf("a scanner that says %q: %v", says, err)
		}
	}
	if err := scan("127.0.0.1:1", []byte("x")); err == nil || errors.Is(err, ErrInfected) {
		t.Errorf("no scanner: %v", err)
	}
	if _, err := NewScanner("nonsense"); err == nil {
		t.Error("an address that is none is taken")
	}
}
