package vault

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Erasure is an order whose texts were destroyed for ever, as it stands in the list beside the master key.
type Erasure struct {
	Order       string `json:"order"`
	Destruction string `json:"destruction"`
	Certificate string `json:"certificate"`
	AtMS        int64  `json:"at_ms"`
}

// Erasures is the list of what was destroyed. It stands beside the master key and outside the archive: whoever restores an older copy of the archive has the key,
// and with it the list, so that what was destroyed since is destroyed again. It only grows. It is safe for many goroutines.
type Erasures struct {
	v    *Vault
	path string
	mu   sync.Mutex
}

// Erasures is the list at a path; the file comes with the first line.
func (v *Vault) Erasures(path string) *Erasures { return &Erasures{v: v, path: path} }

type erasureLine struct {
	Erasure
	MAC string `json:"mac"`
}

func (v *Vault) erasureMAC(e Erasure) string {
	b, err := json.Marshal(e)
	if err != nil {
		panic("vault: " + err.Error()) // strings and a number always encode
	}
	return mac(v.digest, "erasure\x00"+string(b), 16)
}

// All reads the list. A line that was cut off or that this key did not write does not count; spoilt says how many there are.
func (l *Erasures) All() (all []Erasure, spoilt int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.read()
}

func (l *Erasures) read() (all []Erasure, spoilt int, err error) {
	b, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("read list of what was destroyed: %w", err)
	}
	in := bufio.NewScanner(bytes.NewReader(b))
	for in.Scan() {
		if len(bytes.TrimSpace(in.Bytes())) == 0 {
			continue
		}
		var x erasureLine
		if json.Unmarshal(in.Bytes(), &x) != nil || !hmac.Equal([]byte(x.MAC), []byte(l.v.erasureMAC(x.Erasure))) {
			spoilt++
			continue
		}
		all = append(all, x.Erasure)
	}
	return all, spoilt, in.Err()
}

// Add puts orders on the list, on disk before it returns. What is there already is not written twice.
func (l *Erasures) Add(es ...Erasure) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	have, _, err := l.read()
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, e := range have {
		known[e.Order] = true
	}
	var out bytes.Buffer
	for _, e := range es {
		if known[e.Order] {
			continue
		}
		known[e.Order] = true
		b, err := json.Marshal(erasureLine{e, l.v.erasureMAC(e)})
		if err != nil {
			return fmt.Errorf("write list of what was destroyed: %w", err)
		}
		out.Write(append(b, '\n'))
	}
	if out.Len() == 0 {
		return nil
	}
	if err := l.write(out.Bytes()); err != nil {
		return fmt.Errorf("write list of what was destroyed: %w", err)
	}
	return nil
}

func (l *Erasures) write(b []byte) error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	// A line that a crash cut off must not swallow the next.
	if info, err := f.Stat(); err == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			b = append([]byte("\n"), b...)
		}
	}
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(l.path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
