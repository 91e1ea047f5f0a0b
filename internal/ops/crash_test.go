package ops

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/server"
)

// crashDir makes this test binary the program that is killed: it registers without end and prints a number only after its commit.
const crashDir = "HUIYIN_TEST_CRASH_DIR"

func registerForEver(dir string) error {
	s, err := server.New(context.Background(), server.Config{Data: dir, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		return err
	}
	failed := make(chan error)
	for w := range 4 {
		go func() {
			for n := 0; ; n++ {
				c := s.Desk.NewRegister(order.Register{Plain: true, Request: order.Request[order.Private]{Channel: "D1", TakenAt: s.Desk.Now(), Type: order.Complaint, Urgency: order.Routine,
					Secrecy: order.Ordinary, Title: "路灯不亮", Words: order.Private{Text: fmt.Sprintf("第%d路第%d件，路灯不亮。", w, n)}}})
				d, err := s.Desk.Do(context.Background(), desk.Ask{Route: "crash", Commands: []order.Command{c}})
				if err != nil {
					failed <- err
					return
				}
				fmt.Printf("ack %s %s\n", d.Number, d.ID)
			}
		}()
	}
	return <-failed
}

// TestNothingAcknowledgedIsLostToAKill kills the program with SIGKILL while it registers, several times over, and looks for every number that was
// shown. A kill is not a power cut: what the disk does with a synced write is not tried here.
func TestNothingAcknowledgedIsLostToAKill(t *testing.T) {
	if dir := os.Getenv(crashDir); dir != "" {
		t.Fatal(registerForEver(dir))
	}
	dir := t.TempDir()
	acked := map[string]string{}
	for round := range 4 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestNothingAcknowledgedIsLostToAKill$", "-test.v")
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		guard := time.AfterFunc(60*time.Second, func() { _ = cmd.Process.Kill() })
		lines, n := bufio.NewScanner(out), 0
		for lines.Scan() {
			if f := strings.Fields(lines.Text()); len(f) == 3 && f[0] == "ack" {
				if acked[f[1]] != "" {
					t.Errorf("number %s was shown twice", f[1])
				}
				acked[f[1]] = f[2]
				if n++; n == 80+round*37 {
					_ = cmd.Process.Kill()
				}
			}
		}
		_ = cmd.Wait()
		guard.Stop()
		if n < 80 {
			t.Fatalf("round %d: only %d registrations were acknowledged", round, n)
		}
	}
	s, err := server.New(t.Context(), server.Config{Data: dir, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	}()
	r, err := s.Desk.Reader(t.Context(), org.Actor{Account: "x", Post: org.Post{ID: "hotline/dispatcher", Unit: org.HotlineOffice, Kind: org.Dispatcher}})
	if err != nil {
		t.Fatal(err)
	}
	for number, id := range acked {
		if v, err := r.Order(t.Context(), id); err != nil || v.Number != number {
			t.Errorf("acknowledged %s is lost: %v", number, err)
		}
	}
	rep, err := s.Store.Check(t.Context(), nil)
	if err != nil || len(rep.Faults) > 0 {
		t.Errorf("chain after %d kills: %v, %v", 4, rep.Faults, err)
	}
	if bad, err := s.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
		t.Errorf("projections: %v, %v", bad, err)
	}
	t.Logf("%d acknowledged registrations over 4 kills, none lost", len(acked))
}
