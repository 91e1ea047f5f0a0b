package blob

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestABlobIsFoundByItsOwnHashOnly(t *testing.T) {
	path := t.TempDir()
	d, err := OpenDir(path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	a, err := d.Put(t.Context(), []byte("密文"))
	if err != nil {
		t.Fatal(err)
	}
	if b, err := d.Put(t.Context(), []byte("密文")); err != nil || a != b {
		t.Errorf("the same bytes have two addresses: %s, %v", b, err)
	}
	if got, err := d.Get(t.Context(), a); err != nil || string(got) != "密文" {
		t.Errorf("read %q, %v", got, err)
	}
	if ok, err := d.Has(t.Context(), a); err != nil || !ok {
		t.Errorf("Has = %v, %v", ok, err)
	}
	if ok, err := d.Has(t.Context(), strings.Repeat("0", 64)); err != nil || ok {
		t.Errorf("Has of nothing = %v, %v", ok, err)
	}
	for _, bad := range []string{"", "../../etc/passwd", a[:10], a + "00"} {
		if _, err := d.Get(t.Context(), bad); err == nil {
			t.Errorf("Get(%q) answered", bad)
		}
	}
	if err := os.WriteFile(filepath.Join(path, a[:2], a), []byte("tampered"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Get(t.Context(), a); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("changed bytes were read: %v", err)
	}
}

func TestTheSameBytesWrittenAtOnceAreOneFile(t *testing.T) {
	path := t.TempDir()
	d, err := OpenDir(path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	data := []byte(strings.Repeat("密文", 100_000))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := d.Put(t.Context(), data); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	left, err := filepath.Glob(filepath.Join(path, "*", "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
	files := 0
	err = fs.WalkDir(d.FS(), ".", func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files++
		}
		return err
	})
	if err != nil || files != 1 {
		t.Errorf("the file system shows %d files, %v", files, err)
	}
}
