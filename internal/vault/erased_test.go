package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestErasures: what is added is read again, once; a line that a crash cut off, that was changed, or that another key wrote does not count, and swallows no other.
func TestErasures(t *testing.T) {
	v, err := New(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "keys", "destroyed.list")
	l := v.Erasures(path)
	if all, spoilt, err := l.All(); err != nil || spoilt != 0 || len(all) != 0 {
		t.Fatalf("an empty list: %v %d %v", all, spoilt, err)
	}
	a, b := Erasure{Order: "o1", Destruction: "d1", Certificate: "蒙热销〔2026〕1号", AtMS: 7}, Erasure{Order: "o2", AtMS: 8}
	if err := l.Add(a); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"order":"o9","mac":"00"}` + "\n" + `{"order":"o3","dest`); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Add(a, b, b); err != nil {
		t.Fatal(err)
	}
	all, spoilt, err := v.Erasures(path).All()
	if err != nil || spoilt != 2 || len(all) != 2 || all[0] != a || all[1] != b {
		t.Errorf("read again: %+v, %d spoilt, %v", all, spoilt, err)
	}
	other, err := New(bytes.Repeat([]byte{2}, 32))
	if err != nil {
		t.Fatal(err)
	}
	if all, spoilt, err := other.Erasures(path).All(); err != nil || len(all) != 0 || spoilt != 4 {
		t.Errorf("under another key: %+v, %d spoilt, %v", all, spoilt, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the list: %v %v", info.Mode(), err)
	}
}
