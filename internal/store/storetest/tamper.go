package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/sqldb"
	"huiyin/internal/store"
)

// grown is a log of twelve events on three streams with numbers.
func grown(t *testing.T, s *store.Store) {
	t.Helper()
	for i := range 12 {
		a := write(orderOf(fmt.Sprint("o", i%3)), int64(i/3), event("urged", fmt.Sprint(i)))
		a.Numbers = []store.NumberWant{{Slot: slot(), Kind: "order", Period: "d", Digits: 4}}
		mustAppend(t, s, a)
	}
}

func tampering(t *testing.T, where string) {
	s := open(t, where)
	grown(t, s)
	whole(t, s)
	db := raw(t, where)
	const columns = "stream_type, stream_id, version, kind, v, at_ms, local_date, week, actor, post, cause, node, body, prev, hash"
	for _, c := range []struct {
		name   string
		do     []string // one after the other, each touching at least one row
		undo   []string
		faults string // kinds found, in order
	}{
		{"a body is edited", []string{`UPDATE event SET body = '{"note":"x"}' WHERE pos = 5`}, []string{`UPDATE event SET body = '{"note":"4"}' WHERE pos = 5`}, "5:changed"},
		{"an actor is swapped", []string{`UPDATE event SET actor = 'u9' WHERE pos = 5`}, []string{`UPDATE event SET actor = 'u1' WHERE pos = 5`}, "5:changed"},
		{"an instant is moved", []string{`UPDATE event SET at_ms = at_ms - 1 WHERE pos = 5`}, []string{`UPDATE event SET at_ms = at_ms + 1 WHERE pos = 5`}, "5:changed"},
		{"a hash is no hash", []string{`UPDATE event SET node = hash, hash = 'zz' WHERE pos = 12`}, []string{`UPDATE event SET hash = node, node = 'n1' WHERE pos = 12`}, "12:changed 12:replaced"},
		{"an event is removed", []string{`UPDATE event SET pos = -5 WHERE pos = 5`, `CREATE TABLE gone AS SELECT * FROM event WHERE pos = -5`, `DELETE FROM event WHERE pos = -5`},
			[]string{`INSERT INTO event (pos, ` + columns + `) SELECT 5, ` + columns + ` FROM gone`, `DROP TABLE gone`}, "6:gap 6:unlinked 8:versions"},
		{"an event is slipped in", []string{`INSERT INTO event (pos, ` + columns + `) SELECT 13, stream_type, stream_id, 9, kind, v, at_ms, local_date, week, actor, post, cause, node, body, prev, hash FROM event WHERE pos = 12`},
			[]string{`DELETE FROM event WHERE pos = 13`}, "13:changed 13:unlinked 13:versions 13:replaced"},
		{"two events change places", []string{`UPDATE event SET pos = -1 WHERE pos = 5`, `UPDATE event SET pos = 5 WHERE pos = 6`, `UPDATE event SET pos = 6 WHERE pos = -1`},
			[]string{`UPDATE event SET pos = -1 WHERE pos = 5`, `UPDATE event SET pos = 5 WHERE pos = 6`, `UPDATE event SET pos = 6 WHERE pos = -1`},
			"5:changed 5:unlinked 6:changed 6:unlinked 7:unlinked"},
		{"the end is cut off", []string{`CREATE TABLE gone AS SELECT * FROM event WHERE pos > 10`, `DELETE FROM event WHERE pos > 10`},
			[]string{`INSERT INTO event (pos, ` + columns + `) SELECT pos, ` + columns + ` FROM gone`, `DROP TABLE gone`}, "12:truncated"},
		{"the head is turned back", []string{`UPDATE log_head SET pos = 10`}, []string{`UPDATE log_head SET pos = 12`}, "10:replaced 12:replaced"},
		{"a number is used twice", []string{`UPDATE number SET last = last - 1 WHERE kind = 'order'`}, []string{`UPDATE number SET last = last + 1 WHERE kind = 'order'`}, "0:numbers"},
		{"a number is taken out", []string{`UPDATE number_issued SET period = 'e' WHERE n = 3`}, []string{`UPDATE number_issued SET period = 'd' WHERE n = 3`}, "0:numbers 0:numbers"},
	} {
		for _, q := range c.do {
			if n := do(t, db, q); n == 0 && !strings.HasPrefix(q, "CREATE") {
				t.Fatalf("%s: %s touched nothing", c.name, q)
			}
		}
		if got := found(t, s); got != c.faults {
			t.Errorf("%s:\ngot  %q\nwant %q", c.name, got, c.faults)
		}
		for _, q := range c.undo {
			do(t, db, q)
		}
		if got := found(t, s); got != "" {
			t.Fatalf("%s: after undoing it found %q", c.name, got)
		}
	}
}

func found(t *testing.T, s *store.Store, anchors ...ledger.Checkpoint) string {
	t.Helper()
	rep, err := s.Check(t.Context(), nil, anchors...)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range rep.Faults {
		out = append(out, fmt.Sprintf("%d:%s", f.Pos, f.Kind))
	}
	return strings.Join(out, " ")
}

func checkpoints(t *testing.T, where string) {
	s := open(t, where)
	key := ledger.HMACKey("vault-1", []byte("secret"))
	if _, err := s.Checkpoint(t.Context(), start, key); err == nil {
		t.Error("an empty log has a checkpoint")
	}
	grown(t, s)
	c, err := s.Checkpoint(t.Context(), start.Add(time.Hour), key)
	if err != nil || c.Pos != 12 {
		t.Fatalf("got %+v, %v", c, err)
	}
	kept, err := s.Checkpoints(t.Context())
	if err != nil || len(kept) != 1 || kept[0].Hash != c.Hash || kept[0].Verify(key) != nil || kept[0].Node != "n1" {
		t.Errorf("kept %+v, %v", kept, err)
	}
	if rep, err := s.Check(t.Context(), key); err != nil || len(rep.Faults) != 0 || rep.Checkpoints != 1 {
		t.Errorf("got %+v, %v", rep, err)
	}
	if rep, err := s.Check(t.Context(), ledger.HMACKey("vault-1", []byte("other"))); err != nil || len(rep.Faults) != 1 || rep.Faults[0].Kind != ledger.Forged {
		t.Errorf("another key got %+v, %v", rep, err)
	}
	// Who cuts off the end and mends head, counters and checkpoints is caught by the copy kept elsewhere alone.
	db := raw(t, where)
	for _, q := range []string{`DELETE FROM event WHERE pos > 10`, `UPDATE log_head SET pos = 10, hash = (SELECT hash FROM event WHERE pos = 10)`, `DELETE FROM checkpoint`,
		`UPDATE number SET last = 10`, `DELETE FROM number_issued WHERE n > 10`} {
		if do(t, db, q) == 0 {
			t.Fatalf("%s touched nothing", q)
		}
	}
	if got := found(t, s); got != "" {
		t.Errorf("without the copy got %q: then this test proves nothing", got)
	}
	if got := found(t, s, c); got != "12:truncated" {
		t.Errorf("with the copy got %q", got)
	}
	if want := sqldb.SQLite; strings.HasPrefix(where, "postgres") == (s.Dialect() == want) {
		t.Errorf("dialect %q", s.Dialect())
	}
}
