package ledger

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strconv"
)

// Checkpoint says: at this position the log had this hash. Signed and kept elsewhere (printed in a bulletin, held
// by the superior office), it shows later whether the log was cut off or rewritten as a whole.
type Checkpoint struct {
	Pos  int64
	Hash Hash
	AtMS int64  // when it was taken, Unix milliseconds UTC
	Node string // which process took it
	Key  string // name of the key that signed, empty while unsigned
	Sig  []byte
}

// Bytes returns what is signed.
func (c Checkpoint) Bytes() []byte {
	return []byte("huiyin-checkpoint-1\n" + strconv.FormatInt(c.Pos, 10) + "\n" + c.Hash.String() + "\n" +
		strconv.FormatInt(c.AtMS, 10) + "\n" + strconv.Quote(c.Node) + "\n" + strconv.Quote(c.Key) + "\n")
}

// Key signs and verifies checkpoints. [HMACKey] is for the house itself, [Ed25519Key] lets others verify.
type Key interface {
	// Name is stored beside the signature.
	Name() string
	// Sign returns a signature, or nil if the key can only verify.
	Sign(message []byte) []byte
	Verify(message, sig []byte) bool
}

// Sign returns the checkpoint signed with k.
func (c Checkpoint) Sign(k Key) (Checkpoint, error) {
	c.Key = k.Name()
	if c.Sig = k.Sign(c.Bytes()); c.Sig == nil {
		return c, fmt.Errorf("sign checkpoint %d: key %s can only verify", c.Pos, k.Name())
	}
	return c, nil
}

// Verify returns a [Forged] fault if the signature is not k's.
func (c Checkpoint) Verify(k Key) error {
	if c.Key != k.Name() || !k.Verify(c.Bytes(), c.Sig) {
		return &Fault{Pos: c.Pos, Kind: Forged, Detail: fmt.Sprintf("the checkpoint is not signed by key %s", k.Name())}
	}
	return nil
}

type hmacKey struct {
	name   string
	secret []byte
}

// HMACKey returns a key that signs with HMAC-SHA-256.
func HMACKey(name string, secret []byte) Key { return hmacKey{name, secret} }

func (k hmacKey) Name() string { return k.name }

func (k hmacKey) Sign(message []byte) []byte {
	m := hmac.New(sha256.New, k.secret)
	m.Write(message)
	return m.Sum(nil)
}

func (k hmacKey) Verify(message, sig []byte) bool { return hmac.Equal(k.Sign(message), sig) }

type ed25519Key struct {
	name    string
	private ed25519.PrivateKey
	public  ed25519.PublicKey
}

// Ed25519Key returns a key that signs with private and verifies with its public half.
func Ed25519Key(name string, private ed25519.PrivateKey) Key {
	return ed25519Key{name, private, private.Public().(ed25519.PublicKey)}
}

// Ed25519Verifier returns a key that only verifies.
func Ed25519Verifier(name string, public ed25519.PublicKey) Key {
	return ed25519Key{name: name, public: public}
}

func (k ed25519Key) Name() string { return k.name }

func (k ed25519Key) Sign(message []byte) []byte {
	if k.private == nil {
		return nil
	}
	return ed25519.Sign(k.private, message)
}

func (k ed25519Key) Verify(message, sig []byte) bool { return ed25519.Verify(k.public, message, sig) }
