package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huiyin/internal/sqldb"
)

// ReadBackup reads a backup's manifest and proves that every file is as it was written.
func ReadBackup(dir string) (Manifest, error) {
	var m Manifest
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return m, fmt.Errorf("read backup %s: %w", dir, err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf("read backup %s: %w", dir, err)
	}
	if m.Format != 1 {
		return m, fmt.Errorf("备份 %s 由更新版本的程序制作（格式 %d），请升级后恢复", dir, m.Format)
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return m, fmt.Errorf("read backup %s: the manifest names %q", dir, f.Name)
		}
		have, err := hashFile(filepath.Join(dir, filepath.FromSlash(f.Name)), f.Name, false)
		if err != nil {
			return m, fmt.Errorf("read backup %s: %w", dir, err)
		}
		if have != f {
			return m, fmt.Errorf("备份文件 %s 与清单不符，可能已损坏", f.Name)
		}
	}
	return m, nil
}

// Restore writes a backup into an empty place: a data directory (SQLite) or a database (PostgreSQL), of the same kind as the backup, and its attachments
// into blobDir. What is there already is refused with ErrNotEmpty. The restored archive is brought to this program's schema, walked through, and held
// against the manifest's head.
func Restore(ctx context.Context, from, where, blobDir string) (Manifest, error) {
	m, err := ReadBackup(from)
	if err != nil {
		return m, err
	}
	postgres := strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://")
	if postgres != (m.Dialect == sqldb.Postgres) {
		return m, fmt.Errorf("备份来自 %s，不能恢复到另一种数据库", m.Dialect) // the address may hold a password
	}
	// Refused before anything is written: half a restore would stand in the way of the next.
	if hasBlobs(m) {
		if blobDir == "" {
			return m, errors.New("the backup holds attachments, and no directory was given for them")
		}
		if err := emptyDir(blobDir); err != nil {
			return m, fmt.Errorf("restore attachments of %s: %w", from, err)
		}
	}
	if postgres {
		err = restoreTables(ctx, from, where, m)
	} else {
		err = restoreFile(from, where)
	}
	if err != nil {
		return m, fmt.Errorf("restore %s: %w", from, err)
	}
	if err := restoreBlobs(from, blobDir, m); err != nil {
		return m, fmt.Errorf("restore attachments of %s: %w", from, err)
	}
	s, err := Open(ctx, where, "restore")
	if err != nil {
		return m, err
	}
	rep, err := s.Check(ctx, nil)
	if err := errors.Join(err, s.Close()); err != nil {
		return m, err
	}
	if len(rep.Faults) > 0 {
		return m, fmt.Errorf("恢复后的档案不完整：%w", &rep.Faults[0])
	}
	if rep.Head != m.Head || m.Head > 0 && rep.Hash.String() != m.Hash {
		return m, fmt.Errorf("恢复后的日志到第 %d 条，清单是第 %d 条", rep.Head, m.Head)
	}
	return m, nil
}

func restoreFile(from, where string) error {
	if err := os.MkdirAll(where, 0o700); err != nil {
		return err
	}
	// The directory may hold the configuration and the vault's key, but no database, nor what is left of one.
	for _, name := range []string{sqldb.File, sqldb.File + "-wal", sqldb.File + "-shm"} {
		if _, err := os.Lstat(filepath.Join(where, name)); !errors.Is(err, fs.ErrNotExist) {
			return errors.Join(ErrNotEmpty, err)
		}
	}
	return copyInto(filepath.Join(from, sqldb.File), filepath.Join(where, sqldb.File))
}

func copyInto(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	_, err = writeFile(to, f)
	return errors.Join(err, f.Close())
}

func hasBlobs(m Manifest) bool {
	return slices.ContainsFunc(m.Files, func(f Copied) bool { return strings.HasPrefix(f.Name, blobsDir+"/") })
}

// restoreBlobs fills the attachments' directory, which is empty.
func restoreBlobs(from, blobDir string, m Manifest) error {
	for _, f := range m.Files {
		rel, ok := strings.CutPrefix(f.Name, blobsDir+"/")
		if !ok {
			continue
		}
		if err := copyInto(filepath.Join(from, filepath.FromSlash(f.Name)), filepath.Join(blobDir, filepath.FromSlash(rel))); err != nil {
			return err
		}
	}
	return nil
}

func restoreTables(ctx context.Context, from, where string, m Manifest) error {
	q, err := fs.Sub(queryFiles, "queries")
	if err != nil {
		return err
	}
	mig, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return err
	}
	db, err := sqldb.Open(ctx, where, q)
	if err != nil {
		return err
	}
	return errors.Join(load(ctx, db, mig, from, m), db.Close())
}

func load(ctx context.Context, db *sqldb.DB, mig fs.FS, from string, m Manifest) error {
	tables, err := db.Tables(ctx, db.Read)
	if err != nil {
		return err
	}
	if len(tables) > 0 {
		return ErrNotEmpty
	}
	// The rows are those of the backup's schema; opening the archive afterwards takes them further.
	if err := db.MigrateTo(ctx, mig, m.Schema); err != nil {
		return err
	}
	return db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		for _, f := range m.Files {
			name, ok := strings.CutPrefix(f.Name, tablesDir+"/")
			if !ok {
				continue
			}
			r, err := os.Open(filepath.Join(from, filepath.FromSlash(f.Name)))
			if err != nil {
				return err
			}
			_, err = db.Load(ctx, tx, strings.TrimSuffix(name, ".jsonl"), r)
			if err := errors.Join(err, r.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}
