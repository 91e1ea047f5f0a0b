package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"

	"huiyin/internal/sqldb"
)

// chunk is how many bytes of a blob one row holds.
const chunk = 256 << 10

// Chunks keeps blobs in the database, for several nodes that share it. It is a blob.Store.
type Chunks struct{ s *Store }

// Chunks is the blob store in the database.
func (s *Store) Chunks() Chunks { return Chunks{s} }

// Put writes a ciphertext in one transaction and returns its address, the hash of its bytes. Writing the same bytes twice is one blob.
func (c Chunks) Put(ctx context.Context, b []byte) (string, error) {
	h := sha256.Sum256(b)
	address := hex.EncodeToString(h[:])
	err := c.s.db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		for n := 0; n*chunk < len(b) || n == 0; n++ {
			if _, err := tx.Exec(ctx, "blob_put", address, n, b[n*chunk:min(len(b), (n+1)*chunk)]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("write blob %s: %w", address, err)
	}
	return address, nil
}

// Get reads a ciphertext and proves that it is what the address names; fs.ErrNotExist where there is none.
func (c Chunks) Get(ctx context.Context, address string) ([]byte, error) {
	parts, err := rows(ctx, c.s.db.Read, c.s.db.Q("blob_get"), func(scan func(...any) error) ([]byte, error) {
		var b []byte
		err := scan(&b)
		return b, err
	}, address)
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", address, err)
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("read blob %s: %w", address, fs.ErrNotExist)
	}
	h := sha256.New()
	var out []byte
	for _, p := range parts {
		h.Write(p)
		out = append(out, p...)
	}
	if hex.EncodeToString(h.Sum(nil)) != address {
		return nil, fmt.Errorf("read blob %s: its bytes were changed", address)
	}
	return out, nil
}

// Has reports whether the blob is there.
func (c Chunks) Has(ctx context.Context, address string) (bool, error) {
	found, err := c.s.ids(ctx, "blob_has", address)
	if err != nil {
		return false, fmt.Errorf("look for blob %s: %w", address, err)
	}
	return len(found) > 0, nil
}

// Drop forgets a blob that no event names. One that is not there is no error.
func (c Chunks) Drop(ctx context.Context, address string) error {
	if _, err := c.s.db.Write.ExecContext(ctx, c.s.db.Q("blob_drop"), address); err != nil {
		return fmt.Errorf("drop blob %s: %w", address, err)
	}
	return nil
}
