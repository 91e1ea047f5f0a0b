package desk_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/internal/testkit"

	_ "modernc.org/sqlite"
)

func TestAChangedPrivateTextIsFound(t *testing.T) {
	dir := t.TempDir()
	w := testkit.NewWorld(t, dir)
	road(t, w)
	rep, err := w.Desk.CheckPrivate(t.Context())
	if err != nil || len(rep.Faults) > 0 || rep.Texts < 8 || rep.Files != 2 {
		t.Fatalf("a whole archive: %+v, %v", rep, err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "huiyin.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tamper := func(statement string) {
		t.Helper()
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	// Two texts of one person exchanged: each still opens under its key, but not under the other's reference.
	tamper(`UPDATE sealed SET ciphertext = (SELECT s2.ciphertext FROM sealed s2 WHERE s2.ref <> sealed.ref AND s2.class = sealed.class AND s2.subject = sealed.subject LIMIT 1)
		WHERE ref = (SELECT ref FROM sealed WHERE class = 'words' ORDER BY ref LIMIT 1)`)
	tamper(`DELETE FROM sealed WHERE ref = (SELECT ref FROM sealed WHERE class = 'identity' ORDER BY ref LIMIT 1)`)
	rep, err = w.Desk.CheckPrivate(t.Context())
	if err != nil || len(rep.Faults) != 2 || !strings.Contains(strings.Join(rep.Faults, " "), "被改动") || !strings.Contains(strings.Join(rep.Faults, " "), "丢失") {
		t.Errorf("after tampering: %+v, %v", rep, err)
	}
	// Destroying a key is the lawful way to erase a person.
	tamper(`DELETE FROM person_key`)
	if rep, err = w.Desk.CheckPrivate(t.Context()); err != nil || rep.Texts != 0 || rep.Erased < 5 {
		t.Errorf("after erasure: %+v, %v", rep, err)
	}
}
