package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/store"
)

// filled is an archive with something in every corner.
func filled(t *testing.T, s *store.Store) {
	t.Helper()
	grown(t, s)
	a := write(orderOf("full"), 0, event("registered", "换行\n引号\"反斜\\"))
	a.Keys = []store.PersonKey{{Subject: "p1", Wrapped: []byte{0, 1, 255, '\\'}}}
	a.Seals = []store.Sealed{{Ref: "r1", Subject: "p1", Class: "identity", Ciphertext: []byte{0xff, 0, '"', '\n'}}}
	a.Jobs = []store.Due{{Key: "j1", Kind: "sms", Payload: "载荷", At: start}}
	a.Key = &store.CommandKey{Actor: "u1", Route: "r", Key: "k", Digest: "d"}
	a.Outcome = []byte(`{"id":"full"}`)
	for _, l := range county() {
		a.Rows = append(a.Rows, l.rows()...)
	}
	mustAppend(t, s, a)
	if err := s.PutAccount(t.Context(), store.Account{ID: "a1", Login: "wang", Title: "王", Posts: []org.PostID{"p"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Chunks().Put(t.Context(), bytes.Repeat([]byte{0, 1, 2}, 200_000)); err != nil {
		t.Fatal(err)
	}
}

func backup(t *testing.T, where string, fresh func(t *testing.T) string) {
	s := open(t, where)
	filled(t, s)
	ctx := bounded(t)
	// Work goes on while the copy is made.
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if _, err := s.Append(ctx, write(orderOf(fmt.Sprint("busy", i)), 0, event("registered", ""))); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	files := fstest.MapFS{"ab/abc": {Data: []byte("cipher")}, "ab/abd": {Data: nil}, "cd/x.new": {Data: []byte("half")}}
	dir := filepath.Join(t.TempDir(), "backup")
	m, err := s.Backup(ctx, start.Add(time.Hour), dir, files)
	close(stop)
	wg.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if m.Head < 13 || m.Dialect != s.Dialect() || m.Schema < 3 {
		t.Errorf("manifest got %+v", m)
	}
	if _, err := s.Backup(ctx, start, dir, nil); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("a second backup into the same place got %v", err)
	}

	to, blobDir := fresh(t), filepath.Join(t.TempDir(), "blobs")
	if _, err := store.Restore(ctx, dir, to, blobDir); err != nil {
		t.Fatal(err)
	}
	r := open(t, to)
	if rep := whole(t, r); rep.Head != m.Head || rep.Hash.String() != m.Hash {
		t.Errorf("restored to %d %s", rep.Head, rep.Hash)
	}
	recs, err := r.Load(ctx, orderOf("full"))
	if err != nil || len(recs) != 1 || !bytes.Contains(recs[0].Body, []byte(`\n`)) {
		t.Errorf("got %+v, %v", recs, err)
	}
	if x, err := r.SealedText(ctx, "r1"); err != nil || !bytes.Equal(x.Ciphertext, []byte{0xff, 0, '"', '\n'}) {
		t.Errorf("sealed got %v, %v", x.Ciphertext, err)
	}
	if rows, err := r.List(ctx, store.ListFilter{Limit: 100}); err != nil || len(rows) != 60 {
		t.Errorf("lists got %d, %v", len(rows), err)
	}
	if acc, err := r.AccountByLogin(ctx, "wang"); err != nil || len(acc.Posts) != 1 {
		t.Errorf("account got %+v, %v", acc, err)
	}
	if got, err := os.ReadFile(filepath.Join(blobDir, "ab", "abc")); err != nil || string(got) != "cipher" {
		t.Errorf("attachment got %q, %v", got, err)
	}
	if _, err := os.Stat(filepath.Join(blobDir, "cd", "x.new")); err == nil {
		t.Error("a half-written attachment was restored")
	}
	// The restored archive goes on where the old one stood: numbers, keys and positions.
	n := slot()
	a := write(orderOf("after"), 0, event("registered", ""))
	a.Numbers = []store.NumberWant{{Slot: n, Kind: "order", Period: "d", Digits: 4}}
	if res := mustAppend(t, r, a); res.Numbers[n] != "0013" || res.Positions[0] != m.Head+1 {
		t.Errorf("went on with %+v", res)
	}
	again := write(orderOf("full2"), 0, event("registered", ""))
	again.Key = &store.CommandKey{Actor: "u1", Route: "r", Key: "k", Digest: "d"}
	if res := mustAppend(t, r, again); !res.Replayed {
		t.Error("the restored archive forgot a submission")
	}
	whole(t, r)
	if _, err := store.Restore(ctx, dir, to, filepath.Join(t.TempDir(), "b")); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("a second restore got %v", err)
	}
	// A damaged copy is refused before anything is written.
	victim := filepath.Join(dir, filepath.FromSlash(m.Files[0].Name))
	b, err := os.ReadFile(victim)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(victim, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Restore(ctx, dir, fresh(t), filepath.Join(t.TempDir(), "b")); err == nil {
		t.Error("a damaged backup was restored")
	}
}
