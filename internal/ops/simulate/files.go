package simulate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
)

// files keep attachments under addresses that are the same in every run, as a disk that outlives the program: the bytes themselves differ, since they are
// sealed with fresh randomness.
type files struct {
	mu sync.Mutex
	n  int
	by map[string][]byte
}

func newFiles() *files { return &files{by: map[string][]byte{}} }

// Put keeps bytes under the next address.
func (f *files) Put(_ context.Context, b []byte) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	h := sha256.Sum256(fmt.Appendf(nil, "file %d", f.n))
	a := hex.EncodeToString(h[:])
	f.by[a] = append([]byte(nil), b...)
	return a, nil
}

// Get answers them.
func (f *files) Get(_ context.Context, address string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	b, ok := f.by[address]
	if !ok {
		return nil, fmt.Errorf("read blob %s: none", address)
	}
	return b, nil
}

// Has says whether they are there.
func (f *files) Has(_ context.Context, address string) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	_, ok := f.by[address]
	return ok, nil
}

// Drop forgets them.
func (f *files) Drop(_ context.Context, address string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.by, address)
	return nil
}
