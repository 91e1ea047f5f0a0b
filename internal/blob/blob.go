// Package blob keeps the bytes of attachments: ciphertext only, addressed by its own hash, written and synced before any row names it. It knows
// neither keys nor names. Start reading at Dir.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Store keeps ciphertexts by address.
type Store interface {
	Put(ctx context.Context, ciphertext []byte) (address string, err error)
	Get(ctx context.Context, address string) ([]byte, error)
	Has(ctx context.Context, address string) (bool, error)
	// Drop forgets a blob that no event names; one that is not there is no error.
	Drop(ctx context.Context, address string) error
}

// Address is the hash of a ciphertext, in hexadecimal.
func Address(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// Dir keeps blobs as files of a directory, two levels deep.
type Dir struct {
	root *os.Root
	path string
}

// OpenDir opens, and makes where missing, a directory of blobs.
func OpenDir(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make blob directory: %w", err)
	}
	r, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("open blob directory: %w", err)
	}
	return &Dir{root: r, path: path}, nil
}

// Close closes the directory.
func (d *Dir) Close() error { return d.root.Close() }

func valid(address string) error {
	if b, err := hex.DecodeString(address); err != nil || len(b) != sha256.Size {
		return fmt.Errorf("read blob %q: not an address", address)
	}
	return nil
}

// Put writes a ciphertext, synced with its directory, and returns its address. Writing the same bytes twice is one file.
func (d *Dir) Put(_ context.Context, b []byte) (string, error) {
	a := Address(b)
	dir, name := a[:2], a[:2]+"/"+a
	if err := d.root.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("write blob %s: %w", a, err)
	}
	if _, err := d.root.Stat(name); err == nil {
		return a, nil
	}
	// Two who write the same bytes at once must not take the half-written file from under each other.
	tmp := name + "." + rand.Text() + ".new"
	f, err := d.root.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("write blob %s: %w", a, err)
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("write blob %s: %w", a, err)
	}
	if err := d.root.Rename(tmp, name); err != nil {
		return "", fmt.Errorf("write blob %s: %w", a, err)
	}
	for _, p := range []string{filepath.Join(d.path, dir), d.path} {
		h, err := os.Open(p)
		if err != nil {
			return "", fmt.Errorf("sync blob directory: %w", err)
		}
		if err := errors.Join(h.Sync(), h.Close()); err != nil {
			return "", fmt.Errorf("sync blob directory: %w", err)
		}
	}
	return a, nil
}

// Get reads a ciphertext and proves that it is what the address names.
func (d *Dir) Get(_ context.Context, address string) ([]byte, error) {
	if err := valid(address); err != nil {
		return nil, err
	}
	b, err := d.root.ReadFile(address[:2] + "/" + address)
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", address, err)
	}
	if Address(b) != address {
		return nil, fmt.Errorf("read blob %s: its bytes were changed", address)
	}
	return b, nil
}

// Has reports whether the blob is there.
func (d *Dir) Has(_ context.Context, address string) (bool, error) {
	if err := valid(address); err != nil {
		return false, err
	}
	_, err := d.root.Stat(address[:2] + "/" + address)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Drop forgets a blob that no event names. One that is not there is no error.
func (d *Dir) Drop(_ context.Context, address string) error {
	if err := valid(address); err != nil {
		return err
	}
	if err := d.root.Remove(address[:2] + "/" + address); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("drop blob %s: %w", address, err)
	}
	return nil
}
