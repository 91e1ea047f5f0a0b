package simulate

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
)

// lawsOfTelling: who must be told is told once, and what callers are called stands nowhere.
func lawsOfTelling() []law {
	return []law{
		{name: "I19", says: "each message that is owed stands in the outbox once, none to somebody anonymous, no name in any", rest: func(s *sim, last bool) {
			if last {
				s.checkOutbox()
			}
		}},
		{name: "canary", says: "no name and no number of a caller in a log line, and none in the archive's bytes", rest: func(s *sim, last bool) {
			lines := s.log.take()
			s.lookThrough("log line", "", lines)
			for _, line := range bytes.Split(lines, []byte("\n")) {
				// A death after the commit is told as an unknown outcome.
				died := bytes.Contains(line, []byte(errDead.Error())) || bytes.Contains(line, []byte(desk.ErrUnknown.Error()))
				slow := bytes.Contains(line, []byte(context.DeadlineExceeded.Error())) // by the real clock; counted where it was met
				if bytes.Contains(line, []byte("level=ERROR")) && !died && !slow {
					s.broken("I25", "log", "an error that no death explains: %s", line)
				}
			}
			if last {
				s.lookThroughDisk()
			}
		}},
	}
}

func (s *sim) checkOutbox() {
	told := map[string]int{} // order and code, to the caller
	for _, state := range []string{"queued", "sent", "failed"} {
		after, id := time.Time{}, ""
		for {
			all, err := s.srv.Store.Outbox(s.ctx, state, after, id, 500)
			if err != nil {
				s.broken("I19", "outbox", "%v", err)
				return
			}
			for _, o := range all {
				after, id = o.Send, o.ID
				s.lookThrough("outbox", o.ID, []byte(strings.Join([]string{o.ID, o.Channel, o.Audience, o.Order, o.Number}, " ")))
				if o.Notice.To == order.ToCaller || o.Audience == string(order.ToCaller) {
					st := s.world.state(o.Order)
					if st.Request.Secrecy == order.Anonymous {
						s.broken("I19", o.Number, "a message %s to somebody anonymous", o.Notice.Code)
					}
					told[o.Order+" "+string(o.Notice.Code)]++
				}
			}
			if len(all) < 500 {
				break
			}
		}
	}
	for _, l := range s.world.orders {
		registered := 0
		for _, h := range l.log {
			if _, ok := h.e.(order.RegisteredEvent); ok {
				registered++
			}
		}
		if n := told[l.id+" "+string(order.NoticeRegistered)]; n > registered {
			s.broken("I19", l.st.Number, "the caller was told %d times that his request was taken down", n)
		}
	}
}

// lookThroughDisk reads every file of the archive, its log included, as a thief would.
func (s *sim) lookThroughDisk() {
	err := filepath.WalkDir(s.o.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(path, "keys") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for len(b) > 0 { // in pieces, with an overlap longer than any canary
			n := min(len(b), 1<<20)
			end := min(len(b), n+64)
			s.lookThrough("disk", filepath.Base(path), bytes.Clone(b[:end]))
			b = b[n:]
		}
		return nil
	})
	if err != nil {
		s.broken("canary", "disk", "%v", err)
	}
}
