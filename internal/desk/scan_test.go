package desk_test

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"huiyin/internal/blob"
	"huiyin/internal/desk"
	"huiyin/internal/testkit"
)

// scannerThat listens as clamd does; down makes it hang up, and a file with the word 毒 is malware to it.
func scannerThat(t *testing.T, down *atomic.Bool) *blob.Scanner {
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
				if down.Load() {
					return
				}
				if _, err := io.CopyN(io.Discard, c, 10); err != nil {
					return
				}
				all := ""
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
					all += string(part)
				}
				if strings.Contains(all, "毒") {
					_, _ = io.WriteString(c, "stream: Test FOUND\x00")
					return
				}
				_, _ = io.WriteString(c, "stream: OK\x00")
			}()
		}
	}()
	s, err := blob.NewScanner(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Malware is refused; with the scanner down a file is kept and opened to nobody until the scanner has looked, and malware found then stays shut. Pictures never wait
// (trust.md B5 #49).
func TestAFileWaitsForTheScanner(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		var down atomic.Bool
		w := testkit.NewWorld(t, where)
		d, err := desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: w.Blobs, Clock: w.Clock.Now, Erasures: w.Erasures, Scanner: scannerThat(t, &down)})
		if err != nil {
			t.Fatal(err)
		}
		pdf := func(words string) []byte { return []byte("%PDF-1.4\n" + words + "\n%%EOF\n") }
		var bad *desk.Invalid
		if err := d.BeginLetter(t.Context(), "t", aLetter()); err != nil {
			t.Fatal(err)
		}
		if _, err := d.AddToLetter(t.Context(), "t", []desk.Upload{{Name: "a.pdf", Bytes: pdf("毒")}}); !errors.As(err, &bad) || !strings.Contains(bad.Reason, "病毒") {
			t.Fatalf("malware: %v", err)
		}
		down.Store(true)
		l, err := d.AddToLetter(t.Context(), "t", []desk.Upload{{Name: "a.pdf", Bytes: pdf("净")}, {Name: "b.pdf", Bytes: pdf("毒")}, {Name: "c.png", Bytes: testkit.PNG(t)}})
		if err != nil || len(l.Files) != 3 {
			t.Fatalf("with the scanner down: %v, %d kept", err, len(l.Files))
		}
		r, err := d.SendLetter(t.Context(), "t")
		if err != nil {
			t.Fatal(err)
		}
		reader, err := d.Reader(t.Context(), testkit.As("hotline/dispatcher"))
		if err != nil {
			t.Fatal(err)
		}
		opens := func(i int) error {
			_, _, _, err := reader.File(t.Context(), r.ID, l.Files[i].ID)
			return err
		}
		held := func() (out []string) {
			v, err := reader.Order(t.Context(), r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range v.Files {
				out = append(out, f.Held)
			}
			return out
		}
		if got := strings.Join(held(), ","); got != "正在查毒,正在查毒," || !errors.As(opens(0), &bad) || !errors.As(opens(1), &bad) || opens(2) != nil {
			t.Errorf("held: %s; %v, %v, %v", got, opens(0), opens(1), opens(2))
		}
		if n, err := d.Rescan(t.Context()); n != 0 || err != nil {
			t.Errorf("still down: %d opened, %v", n, err)
		}
		down.Store(false)
		for range 3 {
			if _, err := d.Rescan(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := strings.Join(held(), ","); got != ",查出病毒," || opens(0) != nil || !errors.As(opens(1), &bad) {
			t.Errorf("looked at: %s; %v, %v", got, opens(0), opens(1))
		}
		w.CheckArchive()
	})
}
