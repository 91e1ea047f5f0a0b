package storetest

import (
	"testing"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/store"
)

// house holds what the organisation keeps beside the log: the days of a post, earlier names, and the first log-in of a unit on a day.
func house(t *testing.T, where string) {
	s := open(t, where)
	ctx := t.Context()
	if err := s.PutAccount(ctx, store.Account{ID: "h1", Login: "house", Title: "甲", Hash: "h", Posts: []org.PostID{"cgj/handler"}}); err != nil {
		t.Fatal(err)
	}
	put := func(rows ...store.Exec) {
		t.Helper()
		if _, err := s.Append(ctx, store.Append{At: start, Rows: rows}); err != nil {
			t.Fatal(err)
		}
	}
	put(store.TakePost(org.PostTaken{Account: "h1", Post: "cgj/principal", From: "2026-03-04"}), store.LeavePost(org.PostLeft{Account: "h1", Post: "cgj/handler", Last: "2026-03-03"}),
		store.NameRow("h1", start, "甲"), store.NameRow("h1", start.Add(time.Hour), "乙"), store.NameRow("h1", start, "丙"))
	a, err := s.AccountByID(ctx, "h1")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[org.Day]org.PostID{"2026-03-03": "cgj/handler", "2026-03-04": "cgj/principal"} {
		if got := a.PostsOn(day); len(got) != 1 || got[0] != want {
			t.Errorf("on %s he holds %v, want %s", day, got, want)
		}
	}
	// A changed password touches no post and no day.
	a.Hash = "other"
	if err := s.PutAccount(ctx, a); err != nil {
		t.Fatal(err)
	}
	if b, err := s.AccountByID(ctx, "h1"); err != nil || len(b.PostsOn("2026-03-04")) != 1 || b.Days["cgj/handler"][1] != "2026-03-03" {
		t.Errorf("after a new password: %+v %v", b, err)
	}
	names, err := s.AccountNames(ctx)
	if err != nil || len(names["h1"]) != 2 || names["h1"][0].Title != "甲" || names["h1"][1].Title != "乙" {
		t.Errorf("names: %+v %v", names, err)
	}
	for _, at := range []time.Time{start.Add(time.Hour), start.Add(2 * time.Hour)} {
		if err := s.UnitSeen(ctx, "cgj", at, "h1"); err != nil {
			t.Fatal(err)
		}
	}
	seen, err := s.SeenOn(ctx, "2026-03-02")
	if err != nil || len(seen) != 1 || !seen["cgj"].Equal(start.Add(time.Hour)) {
		t.Errorf("seen: %v %v (start %s)", seen, err, start)
	}
}
