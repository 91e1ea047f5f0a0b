// Package vault keeps what identifies people: it seals private text with a key for each person, wrapped by a class key that is derived from a
// master key kept outside the database, and makes the blind indexes by which sealed text can still be found. It stores nothing but the master key
// file and, beside it, the list of what was destroyed. Erasing what a key sealed is destroying the wrapped key. Start reading at Open and Vault.Seal.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The header of every ciphertext: version, suite and key id, so that algorithms and keys can change one day.
const (
	version  = 1
	suiteGCM = 1 // AES-256-GCM
	keyID    = 1
)

// Vault holds the derived keys. It is safe for many goroutines.
type Vault struct {
	wrap, blob, draft    cipher.AEAD
	digest, phone, token []byte
	checkpoint, tail     []byte
}

// Open reads the master key file, creating it on first use readable by its owner alone. A file that others may read is refused.
func Open(path string) (*Vault, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if b, err = create(path); err != nil {
			return nil, err
		}
	} else if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("密钥文件 %s 其他用户也能读取，请先执行 chmod 400", path)
	}
	master, err := hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(master) != 32 {
		return nil, fmt.Errorf("密钥文件 %s 内容不完整，请用备份的密钥恢复", path)
	}
	return New(master)
}

func create(path string) ([]byte, error) {
	master := make([]byte, 32)
	if _, err := rand.Read(master); err != nil {
		return nil, fmt.Errorf("make master key: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make key directory: %w", err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o400)
	if err != nil {
		return nil, fmt.Errorf("create key file: %w", err)
	}
	text := []byte(hex.EncodeToString(master) + "\n")
	if _, err := f.Write(text); err != nil {
		return nil, errors.Join(fmt.Errorf("write key file: %w", err), f.Close())
	}
	if err := f.Sync(); err != nil {
		return nil, errors.Join(fmt.Errorf("sync key file: %w", err), f.Close())
	}
	return text, f.Close()
}

// New derives the keys from a master key of 32 bytes.
func New(master []byte) (*Vault, error) {
	derive := func(use string) []byte {
		k, err := hkdf.Key(sha256.New, master, nil, "huiyin/"+use+"/1", 32)
		if err != nil {
			panic("vault: " + err.Error()) // only for lengths that the code does not ask
		}
		return k
	}
	v := &Vault{digest: derive("digest"), phone: derive("phone"), tail: derive("phone-tail"), token: derive("token"), checkpoint: derive("checkpoint")}
	var err error
	if v.wrap, err = gcm(derive("person-keys")); err != nil {
		return nil, err
	}
	if v.blob, err = gcm(derive("blobs")); err != nil {
		return nil, err
	}
	v.draft, err = gcm(derive("draft"))
	return v, err
}

func gcm(key []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	a, err := cipher.NewGCM(b)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return a, nil
}

// Key seals one person's texts.
type Key struct{ aead cipher.AEAD }

// NewKey makes a person's key and its wrapped form, which the archive keeps under the person's subject id.
func (v *Vault) NewKey(subject string) (Key, []byte, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return Key{}, nil, fmt.Errorf("make person key: %w", err)
	}
	a, err := gcm(raw)
	return Key{a}, seal(v.wrap, raw, "person-key|"+subject), err
}

// Unwrap opens a wrapped key.
func (v *Vault) Unwrap(subject string, wrapped []byte) (Key, error) {
	raw, err := open(v.wrap, wrapped, "person-key|"+subject)
	if err != nil {
		return Key{}, fmt.Errorf("unwrap key: %w", err)
	}
	a, err := gcm(raw)
	return Key{a}, err
}

// Seal encrypts a text under its reference and class: a ciphertext moved elsewhere does not open.
func (k Key) Seal(ref, class, text string) []byte { return seal(k.aead, []byte(text), class+"|"+ref) }

// Open decrypts what Seal made.
func (k Key) Open(ref, class string, ciphertext []byte) (string, error) {
	b, err := open(k.aead, ciphertext, class+"|"+ref)
	if err != nil {
		return "", fmt.Errorf("open sealed %s: %w", ref, err)
	}
	return string(b), nil
}

// SealBlob encrypts an attachment; OpenBlob decrypts it.
func (v *Vault) SealBlob(b []byte) []byte { return seal(v.blob, b, "blob") }

// OpenBlob decrypts what SealBlob made.
func (v *Vault) OpenBlob(b []byte) ([]byte, error) { return open(v.blob, b, "blob") }

// SealDraft encrypts a form that is still being written, bound to its id and its writer; OpenDraft decrypts it.
func (v *Vault) SealDraft(id, account string, b []byte) []byte {
	return seal(v.draft, b, "draft|"+account+"|"+id)
}

// OpenDraft decrypts what SealDraft made.
func (v *Vault) OpenDraft(id, account string, b []byte) ([]byte, error) {
	return open(v.draft, b, "draft|"+account+"|"+id)
}

func seal(a cipher.AEAD, plain []byte, aad string) []byte {
	out := make([]byte, 3+a.NonceSize(), 3+a.NonceSize()+len(plain)+a.Overhead())
	out[0], out[1], out[2] = version, suiteGCM, keyID
	if _, err := rand.Read(out[3:]); err != nil {
		panic("vault: no randomness: " + err.Error())
	}
	return a.Seal(out, out[3:], plain, append([]byte(aad), out[:3]...))
}

func open(a cipher.AEAD, b []byte, aad string) ([]byte, error) {
	if len(b) < 3+a.NonceSize() || b[0] != version || b[1] != suiteGCM || b[2] != keyID {
		return nil, errors.New("unknown ciphertext format")
	}
	return a.Open(nil, b[3:3+a.NonceSize()], b[3+a.NonceSize():], append([]byte(aad), b[:3]...))
}

func mac(key []byte, s string, n int) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(s))
	return hex.EncodeToString(m.Sum(nil)[:n])
}

// Digest is the keyed digest of a private text that an event keeps.
func (v *Vault) Digest(text string) string { return mac(v.digest, text, 16) }

// Token is an address that nobody can guess, made of what asks for it: the same request gets the same one, and it need be kept nowhere. No text that
// people send holds a NUL, so no digest of such a text is ever a token.
func (v *Vault) Token(of string) string { return mac(v.digest, "token\x00"+of, 16) }

// PhoneIndex is the blind index of a normalised number.
func (v *Vault) PhoneIndex(number string) string { return mac(v.phone, number, 16) }

// TailIndex is the blind index of a number's last four digits.
func (v *Vault) TailIndex(number string) string {
	if len(number) < 4 {
		return ""
	}
	return mac(v.tail, number[len(number)-4:], 16)
}

// Tokens are the keyed hashes of words for search over sealed text: forty bits, since what is found is checked against the text.
func (v *Vault) Tokens(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = mac(v.token, w, 5)
	}
	return out
}

// CheckpointKey signs checkpoints of the log.
func (v *Vault) CheckpointKey() []byte { return v.checkpoint }
