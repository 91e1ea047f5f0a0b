package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/blob"
	"huiyin/internal/org"
	"huiyin/internal/sqldb"
	"huiyin/internal/store"
)

func sealed(t *testing.T, where string) {
	s := open(t, where)
	ctx := t.Context()
	a := write(orderOf("o1"), 0, event("registered", ""))
	a.Keys = []store.PersonKey{{Subject: "p1", Wrapped: []byte{0, 1, 255}}}
	a.Seals = []store.Sealed{{Ref: "r1", Subject: "p1", Class: "identity", Ciphertext: []byte{9, 0, 8}}}
	mustAppend(t, s, a)
	x, err := s.SealedText(ctx, "r1")
	if err != nil || x.Ref != "r1" || x.Subject != "p1" || x.Class != "identity" || !bytes.Equal(x.Ciphertext, []byte{9, 0, 8}) {
		t.Errorf("got %+v, %v", x, err)
	}
	if k, err := s.WrappedKey(ctx, "p1"); err != nil || !bytes.Equal(k, []byte{0, 1, 255}) {
		t.Errorf("got key %v, %v", k, err)
	}
	if _, err := s.SealedText(ctx, "none"); !errors.Is(err, store.ErrNone) {
		t.Errorf("got %v", err)
	}
	// What was sealed is never overwritten.
	b := write(orderOf("o1"), 1, event("corrected", ""))
	b.Seals = []store.Sealed{{Ref: "r1", Subject: "p1", Class: "identity", Ciphertext: []byte("other")}}
	if _, err := s.Append(ctx, b); err == nil {
		t.Error("a sealed text was overwritten")
	}
	if err := s.DestroyKey(ctx, "p1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.WrappedKey(ctx, "p1"); !errors.Is(err, store.ErrNone) {
		t.Errorf("the key of an erased person got %v", err)
	}
	p := write(orderOf("o2"), 0, event("registered", ""))
	p.Rows = []store.Exec{{Query: "phone_put", Args: []any{"h", "o2", int64(1)}}, {Query: "phone_put", Args: []any{"h", "o3", int64(1)}}, {Query: "phone_put", Args: []any{"h", "o3", int64(1)}}}
	mustAppend(t, s, p)
	if ids, err := s.OrdersByPhone(ctx, "h", 10); err != nil || fmt.Sprint(ids) != "[o3 o2]" {
		t.Errorf("by phone got %v, %v", ids, err)
	}
	// An order that is destroyed goes with what an older program sealed under its caller's key; the caller's other orders stay.
	c := write(orderOf("o4"), 0, event("registered", ""))
	c.Keys = []store.PersonKey{{Subject: "o-o4", Wrapped: []byte{4}}, {Subject: "p-h", Wrapped: []byte{5}}}
	c.Seals = []store.Sealed{{Ref: "r4", Subject: "o-o4", Class: "note", Ciphertext: []byte{4}}, {Ref: "r5", Subject: "p-h", Class: "words", Ciphertext: []byte{5}}, {Ref: "r6", Subject: "p-h", Class: "words", Ciphertext: []byte{6}},
		{Ref: "r7", Subject: "o-o9", Class: "note", Ciphertext: []byte{7}}}
	c.Rows = []store.Exec{{Query: "phone_put", Args: []any{"h", "o4", int64(1)}}}
	mustAppend(t, s, c)
	d := write(orderOf("o4"), 1, event("archived", ""))
	d.Rows = store.EraseRows("o4", "o-o4", 0, []string{"r4", "r5", "r7"}) // r7 is another order's that this one names
	mustAppend(t, s, d)
	if _, err := s.WrappedKey(ctx, "o-o4"); !errors.Is(err, store.ErrNone) {
		t.Errorf("the key of a destroyed order got %v", err)
	}
	for ref, want := range map[string]struct {
		subject string
		n       int
	}{"r4": {"o-o4", 0}, "r5": {"o-o4", 0}, "r6": {"p-h", 1}, "r7": {"o-o9", 1}} {
		if x, err := s.SealedText(ctx, ref); err != nil || x.Subject != want.subject || len(x.Ciphertext) != want.n {
			t.Errorf("%s got %+v, %v", ref, x, err)
		}
	}
	if ids, err := s.OrdersByPhone(ctx, "h", 10); err != nil || fmt.Sprint(ids) != "[o3 o2]" {
		t.Errorf("by phone after the end got %v, %v", ids, err)
	}
}

func personKeyRace(t *testing.T, where string) {
	stores := []*store.Store{open(t, where), open(t, where)}
	ctx := bounded(t)
	var wg sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		wg.Go(func() {
			a := write(orderOf(fmt.Sprint("o", i)), 0, event("registered", ""))
			a.Keys = []store.PersonKey{{Subject: "p1", Wrapped: []byte{byte(i)}}}
			a.Seals = []store.Sealed{{Ref: fmt.Sprint("r", i), Subject: "p1", Class: "identity", Ciphertext: []byte{byte(i)}}}
			_, errs[i] = stores[i%2].Append(ctx, a)
		})
	}
	wg.Wait()
	kept, err := stores[0].WrappedKey(ctx, "p1")
	if err != nil {
		t.Fatal(err)
	}
	for i, err := range errs {
		var lost *store.ErrConflict
		switch {
		case byte(i) == kept[0] && err != nil:
			t.Errorf("the writer of the kept key got %v", err)
		case byte(i) != kept[0] && !errors.As(err, &lost):
			t.Errorf("writer %d sealed under a key that is not kept, and got %v", i, err)
		}
	}
	if rep := whole(t, stores[0]); rep.Head != 1 {
		t.Errorf("%d were written", rep.Head)
	}
}

func blobs(t *testing.T, where string) {
	s := open(t, where)
	var b blob.Store = s.Chunks()
	ctx := t.Context()
	for _, n := range []int{0, 1, 256 << 10, 256<<10 + 1, 700 << 10} {
		data := bytes.Repeat([]byte{7, 0, 255}, n/3+1)[:n]
		addr, err := b.Put(ctx, data)
		if err != nil || addr != blob.Address(data) {
			t.Fatalf("%d bytes: got %s, %v", n, addr, err)
		}
		if again, err := b.Put(ctx, data); err != nil || again != addr {
			t.Errorf("%d bytes again: %s, %v", n, again, err)
		}
		if got, err := b.Get(ctx, addr); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes: read back %d, %v", n, len(got), err)
		}
		if has, err := b.Has(ctx, addr); err != nil || !has {
			t.Errorf("%d bytes: has got %v, %v", n, has, err)
		}
	}
	lost := bytes.Repeat([]byte{9}, 300<<10)
	addr, err := b.Put(ctx, lost)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // dropping what is not there is no error
		if err := b.Drop(ctx, addr); err != nil {
			t.Errorf("drop: %v", err)
		}
	}
	if has, err := b.Has(ctx, addr); err != nil || has {
		t.Errorf("dropped: has got %v, %v", has, err)
	}
	absent := blob.Address([]byte("absent"))
	if _, err := b.Get(ctx, absent); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent got %v", err)
	}
	if has, err := b.Has(ctx, absent); err != nil || has {
		t.Errorf("absent: has got %v, %v", has, err)
	}
	addr = blob.Address(bytes.Repeat([]byte{7, 0, 255}, 1)[:1])
	if do(t, raw(t, where), "UPDATE blob_chunk SET bytes = $1 WHERE address = $2", []byte{8}, addr) != 1 {
		t.Fatal("nothing to change")
	}
	if _, err := b.Get(ctx, addr); err == nil {
		t.Error("changed bytes were handed out")
	}
}

func accounts(t *testing.T, where string) {
	s := open(t, where)
	ctx := t.Context()
	a := store.Account{ID: "a1", Login: "wang", Title: "话务员王", Hash: "h1", Posts: []org.PostID{"hotline/operator", "hotline/reviewer"}}
	if err := s.PutAccount(ctx, a); err != nil {
		t.Fatal(err)
	}
	if err := s.PutAccount(ctx, store.Account{ID: "a2", Login: "wang"}); !errors.Is(err, store.ErrTaken) {
		t.Errorf("a taken login got %v", err)
	}
	if err := s.PutAccount(ctx, store.Account{ID: "a2", Login: "li", Disabled: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.SetFailures(ctx, "a1", 5, start.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	got, err := s.AccountByLogin(ctx, "wang")
	if err != nil || got.ID != "a1" || got.Title != "话务员王" || got.Hash != "h1" || got.Disabled || got.Failures != 5 || !got.ShutUntil.Equal(start.Add(time.Minute)) ||
		fmt.Sprint(got.Posts) != "[hotline/operator hotline/reviewer]" {
		t.Errorf("got %+v, %v", got, err)
	}
	// A changed account keeps its failures: a new post does not open a shut door.
	a.Posts, a.Hash = a.Posts[1:], "h2"
	if err := s.PutAccount(ctx, a); err != nil {
		t.Fatal(err)
	}
	if got, err = s.AccountByID(ctx, "a1"); err != nil || got.Failures != 5 || got.Hash != "h2" || fmt.Sprint(got.Posts) != "[hotline/reviewer]" {
		t.Errorf("changed got %+v, %v", got, err)
	}
	if _, err := s.AccountByLogin(ctx, "nobody"); !errors.Is(err, store.ErrNone) {
		t.Errorf("nobody got %v", err)
	}
	all, err := s.Accounts(ctx)
	if err != nil || len(all) != 2 || all[0].Login != "li" || !all[0].Disabled || len(all[1].Posts) != 1 {
		t.Errorf("all got %+v, %v", all, err)
	}

	for _, k := range []string{"t1", "t2"} {
		if err := s.PutSession(ctx, k, []byte(k), start.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.PutSession(ctx, "t1", []byte("newer"), start.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	session := func(token string, at time.Duration) string {
		b, err := s.Session(ctx, token, start.Add(at))
		if err != nil && !errors.Is(err, store.ErrNone) {
			t.Error(err)
		}
		return string(b)
	}
	if got := session("t1", 90*time.Minute) + "," + session("t2", 59*time.Minute) + "," + session("t2", time.Hour) + "," + session("t3", 0); got != "newer,t2,," {
		t.Errorf("sessions got %q", got)
	}
	if err := s.SweepSessions(ctx, start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if n := count(t, raw(t, where), "SELECT COUNT(*) FROM session"); n != 1 {
		t.Errorf("%d sessions after the sweep", n)
	}
	if err := s.DropSession(ctx, "t1"); err != nil || session("t1", 0) != "" {
		t.Errorf("a dropped session lives, %v", err)
	}
}

func facts(t *testing.T, where string) {
	s := open(t, where)
	for i := range 6 {
		a := write(orderOf("o1"), int64(i), event("urged", ""))
		day := fmt.Sprintf("2026-03-%02d", i+1)
		for j := range 2 {
			a.Rows = append(a.Rows, store.Exec{Query: "fact_put", Args: []any{store.PosOf{}, int64(j + 1), "o1", []string{"urged", "closed"}[j], "cgj", "路灯", "城关", day,
				"2026-W10", int64(j*10 + 1)}})
		}
		mustAppend(t, s, a)
	}
	for _, c := range []struct {
		pos           int64
		from, to      string
		urged, closed int64
	}{{6, "2026-03-01", "2026-03-31", 6, 66}, {4, "2026-03-01", "2026-03-31", 4, 44}, {6, "2026-03-02", "2026-03-03", 2, 22}, {0, "2026-01-01", "2026-12-31", 0, 0}} {
		got, err := s.FactSum(t.Context(), c.pos, c.from, c.to)
		if err != nil || got[[2]string{"urged", "cgj"}] != c.urged || got[[2]string{"closed", "cgj"}] != c.closed {
			t.Errorf("up to %d, %s to %s: got %v, %v", c.pos, c.from, c.to, got, err)
		}
	}
}

func queriesPrepare(t *testing.T, where string) {
	s, db := open(t, where), raw(t, where)
	names := 0
	for name, q := range s.Queries() {
		names++
		st, err := db.Write.PrepareContext(t.Context(), q)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
		if strings.Contains(strings.ToLower(q), "now()") || strings.Contains(q, "?") || strings.Contains(strings.ToUpper(q), "OFFSET") {
			t.Errorf("%s: now(), ? and OFFSET are not written here", name)
		}
	}
	if names < 50 {
		t.Errorf("only %d queries", names)
	}
	// Opening once more migrates nothing and hurts nothing.
	if s.Dialect() == sqldb.SQLite {
		mustAppend(t, open(t, where), write(orderOf("o1"), 0, event("registered", "")))
	}
}
