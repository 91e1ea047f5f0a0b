// Package storetest holds the archive to its promises, whatever database it stands on. Exercise is run on SQLite and on PostgreSQL, always; a
// promise that holds on one alone is not one.
//
// It is for tests alone. Start reading at [Exercise].
package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"huiyin/internal/sqldb"
	"huiyin/internal/store"
)

// Exercise runs every promise; fresh returns the address of an empty database.
func Exercise(t *testing.T, fresh func(t *testing.T) string) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, where string)
	}{
		{"AnAppendIsWholeOrNothing", appendIsWhole},
		{"AConflictNamesTheStream", conflict},
		{"WhatCannotWorkIsRefusedBeforeTheLock", refusedEarly},
		{"OneBadWriteHarmsNobodyElse", badWriteAmongGood},
		{"EightWritersLeaveNoGap", eightWriters},
		{"TwoProcessesLeaveNoGap", twoProcesses},
		{"NumbersAreGaplessAndNoneIsBurnt", numbers},
		{"NumbersGrowPastTheirDigits", numbersGrow},
		{"ASubmissionTwiceIsAnsweredTwiceAndDoneOnce", idempotency},
		{"ARaceOfOneSubmissionIsDoneOnce", idempotencyRace},
		{"AskingForAnAnswerWritesNothingNew", replayOnly},
		{"ALostLeaseLoses", leaseLost},
		{"TimersOfAnOrderAreReplaced", timersReplaced},
		{"TwoProcessesTakeEachItemOnce", claimedOnce},
		{"AnItemGivenBackComesAgain", retried},
		{"SealedTextsAndKeys", sealed},
		{"TwoFirstCallsOfOnePersonKeepOneKey", personKeyRace},
		{"BlobsProveTheirAddress", blobs},
		{"AccountsAndSessions", accounts},
		{"PostsHaveDaysAndNamesHaveAPast", house},
		{"PreferencesAreEachAccountsOwn", preferences},
		{"ListsByEveryFilterPageByPage", lists},
		{"ASearchFindsWhatAPlainScanFinds", searches},
		{"FactsSumUpToAPosition", facts},
		{"AllQueriesPrepare", queriesPrepare},
		{"TamperingIsFound", tampering},
		{"ACheckpointOutlivesTheLog", checkpoints},
		{"AClosedArchiveAnswers", closed},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, fresh(t)) })
	}
	t.Run("ABackupIsTakenAtWorkAndRestoredWhole", func(t *testing.T) { backup(t, fresh(t), fresh) })
}

// start is the instant all tests begin at: a Monday, 09:00 in Beijing.
var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func open(t *testing.T, where string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), where, "n1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// raw opens the database behind the archive's back.
func raw(t *testing.T, where string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), where, fs.FS(fstest.MapFS{}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func do(t *testing.T, db *sqldb.DB, statement string, args ...any) int64 {
	t.Helper()
	res, err := db.Write.ExecContext(t.Context(), statement, args...)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func count(t *testing.T, db *sqldb.DB, query string, args ...any) int64 {
	t.Helper()
	var n int64
	if err := db.Read.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// whole fails if the archive's own check finds anything.
func whole(t *testing.T, s *store.Store) store.Report {
	t.Helper()
	rep, err := s.Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rep.Faults {
		t.Errorf("check: %v", f.Error())
	}
	return rep
}

func orderOf(id string) store.Stream { return store.Stream{Type: "order", ID: id} }

// event is a small event with a body of one field.
func event(kind, note string) store.NewEvent {
	return store.NewEvent{Kind: kind, V: 1, Body: fmt.Appendf(nil, `{"note":%q}`, note)}
}

// write is an append of events to one stream.
func write(st store.Stream, expect int64, events ...store.NewEvent) store.Append {
	return store.Append{At: start, LocalDate: "2026-03-02", Week: "2026-W10", Actor: "u1", Post: "hotline", Writes: []store.StreamWrite{{Stream: st, Expect: expect, Events: events}}}
}

func mustAppend(t *testing.T, s *store.Store, a store.Append) store.Result {
	t.Helper()
	r, err := s.Append(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func version(t *testing.T, s *store.Store, st store.Stream) int64 {
	t.Helper()
	v, err := s.Version(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func slot() string { return "slot-" + rand.Text() }

// bounded is a context that ends a test that hangs.
func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}
