package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huiyin/internal/sqldb"
)

// Manifest says what a backup holds. It is written last: a directory without one is no backup.
type Manifest struct {
	Format  int           `json:"format"` // 1
	Dialect sqldb.Dialect `json:"dialect"`
	Schema  int64         `json:"schema"`
	AtMS    int64         `json:"at_ms"`
	Head    int64         `json:"head"` // position of the log
	Hash    string        `json:"hash"` // of the record there
	Files   []Copied      `json:"files"`
}

// Copied is a file of a backup.
type Copied struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

const (
	manifestName = "manifest.json"
	tablesDir    = "tables"
	blobsDir     = "blobs"
)

// ErrNotEmpty says that the place to write to holds something.
var ErrNotEmpty = errors.New("目标不是空的，为免覆盖数据，请换一个空目录或空数据库")

// Backup copies the archive as it is at one moment into a new or empty directory, while work goes on: on SQLite one database file, on PostgreSQL the rows
// of each table as lines of JSON. Blobs in a directory are copied after it, so every file that a row names is there; nil where they are in the database.
// The vault's key is not in it and must be kept apart. A SQLite copy is walked through before the backup counts.
func (s *Store) Backup(ctx context.Context, at time.Time, dir string, blobs fs.FS) (Manifest, error) {
	m := Manifest{Format: 1, Dialect: s.db.Dialect, AtMS: at.UnixMilli()}
	if err := emptyDir(dir); err != nil {
		return m, fmt.Errorf("back up into %s: %w", dir, err)
	}
	mig, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return m, err
	}
	if m.Schema, err = s.db.Schema(ctx, mig); err != nil {
		return m, err
	}
	if s.db.Dialect == sqldb.SQLite {
		err = s.copyFile(ctx, dir, &m)
	} else {
		err = s.copyTables(ctx, dir, &m)
	}
	if err != nil {
		return m, fmt.Errorf("back up into %s: %w", dir, err)
	}
	if blobs != nil {
		if err := copyTree(blobs, dir, &m); err != nil {
			return m, fmt.Errorf("back up attachments into %s: %w", dir, err)
		}
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	if _, err := writeFile(filepath.Join(dir, manifestName), strings.NewReader(string(text)+"\n")); err != nil {
		return m, fmt.Errorf("back up into %s: %w", dir, err)
	}
	return m, nil
}

func (s *Store) copyFile(ctx context.Context, dir string, m *Manifest) error {
	path := filepath.Join(dir, sqldb.File)
	if err := s.db.Snapshot(ctx, path); err != nil {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	c, err := hashFile(path, sqldb.File, true)
	if err != nil {
		return err
	}
	m.Files = append(m.Files, c)
	db, err := sqldb.OpenCopy(path, s.db)
	if err != nil {
		return err
	}
	rep, err := (&Store{db: db}).Check(ctx, nil)
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	if len(rep.Faults) > 0 {
		return fmt.Errorf("the copy is not whole: %w", &rep.Faults[0])
	}
	m.Head, m.Hash = rep.Head, rep.Hash.String()
	return nil
}

func (s *Store) copyTables(ctx context.Context, dir string, m *Manifest) error {
	if err := os.Mkdir(filepath.Join(dir, tablesDir), 0o700); err != nil {
		return err
	}
	return s.db.ReadTx(ctx, func(q sqldb.Reader) error {
		head, err := s.headOf(ctx, q)
		if err != nil {
			return err
		}
		m.Head, m.Hash = head.Pos, head.Hash.String()
		tables, err := s.db.Tables(ctx, q)
		if err != nil {
			return err
		}
		for _, t := range tables {
			name := tablesDir + "/" + t + ".jsonl"
			r, w := io.Pipe()
			go func() {
				b := bufio.NewWriterSize(w, 1<<20)
				_, err := s.db.Dump(ctx, q, t, b)
				w.CloseWithError(errors.Join(err, b.Flush()))
			}()
			c, err := writeFile(filepath.Join(dir, name), r)
			if err := errors.Join(err, r.Close()); err != nil {
				return err
			}
			c.Name = name
			m.Files = append(m.Files, c)
		}
		return nil
	})
}

func copyTree(from fs.FS, dir string, m *Manifest) error {
	return fs.WalkDir(from, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasSuffix(p, ".new") { // half-written ones are named by no row
			return err
		}
		f, err := from.Open(p)
		if err != nil {
			return err
		}
		name := blobsDir + "/" + p
		c, err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), f)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		c.Name = name
		m.Files = append(m.Files, c)
		return nil
	})
}

// emptyDir makes the directory where it is missing and refuses one that holds anything.
func emptyDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	list, err := os.ReadDir(dir)
	if err == nil && len(list) > 0 {
		err = ErrNotEmpty
	}
	return err
}

// writeFile writes a new file, synced with its directory.
func writeFile(path string, r io.Reader) (Copied, error) {
	c := Copied{Name: filepath.Base(path)}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return c, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return c, err
	}
	h := sha256.New()
	c.Size, err = io.Copy(io.MultiWriter(f, h), r)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return c, err
	}
	c.SHA256 = hex.EncodeToString(h.Sum(nil))
	return c, syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// hashFile sums a file up; with sync it is made durable first.
func hashFile(path, name string, sync bool) (Copied, error) {
	c := Copied{Name: name}
	f, err := os.Open(path)
	if err != nil {
		return c, err
	}
	if sync {
		err = errors.Join(f.Sync(), syncDir(filepath.Dir(path)))
	}
	h := sha256.New()
	if err == nil {
		c.Size, err = io.Copy(h, f)
	}
	c.SHA256 = hex.EncodeToString(h.Sum(nil))
	return c, errors.Join(err, f.Close())
}
