package vault

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestTheKeyFileIsMadeOnceAndKeptPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "master.key")
	a, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(path)
	if err != nil || a.Digest("x") != b.Digest("x") {
		t.Fatalf("the second opening has other keys: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil {
		t.Error("a key file that everybody may read was accepted")
	}
	bad := filepath.Join(t.TempDir(), "bad.key")
	if err := os.WriteFile(bad, []byte("short"), 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(bad); err == nil {
		t.Error("a broken key file was accepted")
	}
}

func TestASealOpensOnlyUnderItsKeyRefAndClass(t *testing.T) {
	v, err := New(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	k, wrapped, err := v.NewKey("p1")
	if err != nil {
		t.Fatal(err)
	}
	ct := k.Seal("r1", "identity", "王小明 13800001234")
	if bytes.Contains(ct, []byte("1380000")) {
		t.Fatal("the ciphertext shows the number")
	}
	again, err := v.Unwrap("p1", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open("r1", "identity", ct); err != nil || got != "王小明 13800001234" {
		t.Errorf("opened %q, %v", got, err)
	}
	for name, try := range map[string]func() error{
		"other ref":     func() error { _, err := k.Open("r2", "identity", ct); return err },
		"other class":   func() error { _, err := k.Open("r1", "words", ct); return err },
		"other subject": func() error { _, err := v.Unwrap("p2", wrapped); return err },
		"changed bit": func() error {
			b := bytes.Clone(ct)
			b[len(b)-1] ^= 1
			_, err := k.Open("r1", "identity", b)
			return err
		},
		"other suite": func() error {
			b := bytes.Clone(ct)
			b[1] = 9
			_, err := k.Open("r1", "identity", b)
			return err
		},
	} {
		if try() == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestIndexesAreKeyedAndApart(t *testing.T) {
	v, _ := New(bytes.Repeat([]byte{7}, 32))
	w, _ := New(bytes.Repeat([]byte{8}, 32))
	if v.PhoneIndex("13800001234") == w.PhoneIndex("13800001234") || v.PhoneIndex("1234") == v.TailIndex("1234") {
		t.Error("an index does not depend on its key")
	}
	if v.TailIndex("13800001234") != v.TailIndex("1234") || v.TailIndex("12") != "" {
		t.Error("the tail index is of the last four digits")
	}
	if got := v.Tokens([]string{"路灯", "路灯"}); got[0] != got[1] || len(got[0]) != 10 {
		t.Errorf("tokens = %v", got)
	}
}
