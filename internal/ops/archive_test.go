package ops

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/internal/testkit/pgtest"
)

func TestCheckNamesWhatWasTamperedWith(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.run(t, "", "import --takeover", table(t, takeoverLines...))
		p.must(t, "check")
		p.exec(t, "UPDATE orders SET status = 'archived' WHERE number = 'OLD202503001'")
		out, err := p.run(t, "", "check")
		refused(t, "a changed list row", err, "huiyin replay")
		if !strings.Contains(out, "OLD202503001") {
			t.Errorf("check does not name the order:\n%s", out)
		}
		p.must(t, "replay")
		p.must(t, "check")
		p.exec(t, "UPDATE event SET body = REPLACE(body, '2025-02-17', '2025-02-14') WHERE kind = 'taken_over' AND body LIKE '%OLD202502001%'")
		out, err = p.run(t, "", "check")
		refused(t, "a changed record", err, "从备份恢复")
		if !strings.Contains(out, "日志：") {
			t.Errorf("check does not name the record:\n%s", out)
		}
	})
}

func TestABackupRestoresIntoAnEmptyPlaceOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.run(t, "", "import --takeover", table(t, takeoverLines...))
		dir := filepath.Join(t.TempDir(), "备份")
		if out := p.must(t, "backup", dir); !strings.Contains(out, "主密钥不在备份里") {
			t.Errorf("backup says: %s", out)
		}
		_, err := p.run(t, "", "backup", dir)
		refused(t, "a second backup into the same place", err, "目标不是空的")
		_, err = p.run(t, "", "restore", dir)
		refused(t, "restore onto the running archive", err, "目标不是空的")
		p.must(t, "check")

		to := place{data: filepath.Join(t.TempDir(), "new")}
		if p.database != "" {
			to.database = pgtest.URL(t)
		}
		to.must(t, "restore", dir)
		_, err = to.run(t, "", "check")
		refused(t, "check without the key", err, "找不到主密钥文件")
		to.key = filepath.Join(p.data, "keys", "master.key")
		if out := to.must(t, "check"); !strings.Contains(out, "核对无误") {
			t.Errorf("check = %s", out)
		}
		if v := to.order(t, "OLD202503001"); !strings.Contains(v.Words.Shown, "北街污水外溢三天") || v.Assigns != 3 {
			t.Errorf("restored: %q, assigned %d", v.Words.Shown, v.Assigns)
		}
		_, err = to.run(t, "", "restore", dir)
		refused(t, "restore twice", err, "目标不是空的")
	})
}

func TestADamagedBackupIsNotRestored(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		p.run(t, "", "import --takeover", table(t, takeoverLines...))
		dir := filepath.Join(t.TempDir(), "备份")
		p.must(t, "backup", dir)
		var largest string
		var size int64
		err := filepath.WalkDir(dir, func(name string, f fs.DirEntry, err error) error {
			if err != nil || f.IsDir() || strings.Contains(f.Name(), "manifest") {
				return err
			}
			i, err := f.Info()
			if err == nil && i.Size() > size {
				largest, size = name, i.Size()
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(largest)
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/2] ^= 1
		if err := os.WriteFile(largest, b, 0o600); err != nil {
			t.Fatal(err)
		}
		to := place{data: filepath.Join(t.TempDir(), "new")}
		if p.database != "" {
			to.database = pgtest.URL(t)
		}
		_, err = to.run(t, "", "restore", dir)
		refused(t, "restore", err, "与清单不符")
		if _, err := os.Stat(to.data); err == nil {
			t.Error("a damaged backup left something behind")
		}
	})
}

func TestARefusedRestoreLeavesNothingBehind(t *testing.T) {
	p := place{data: t.TempDir()}
	p.run(t, "", "import --takeover", table(t, takeoverLines...))
	put := func(dir, name string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(dir, "blobs"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "blobs", name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(p.data, "attachment")
	dir := filepath.Join(t.TempDir(), "备份")
	p.must(t, "backup", dir)
	to := place{data: t.TempDir(), key: filepath.Join(p.data, "keys", "master.key")}
	put(to.data, "somebody else's")
	_, err := to.run(t, "", "restore", dir)
	refused(t, "restore beside other attachments", err, "目标不是空的")
	if err := os.Remove(filepath.Join(to.data, "blobs", "somebody else's")); err != nil {
		t.Fatal(err)
	}
	to.must(t, "restore", dir)
	to.must(t, "check")
	if b, err := os.ReadFile(filepath.Join(to.data, "blobs", "attachment")); err != nil || string(b) != "attachment" {
		t.Errorf("attachment = %q, %v", b, err)
	}
}
