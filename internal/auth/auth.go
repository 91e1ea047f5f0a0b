// Package auth holds credentials: hashing and checking passwords, which passwords are good enough, and when a run of failures shuts the door for
// a while. It keeps nothing itself; accounts and sessions live in the archive. Start reading at Hash and Verify.
package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/crypto/argon2"
)

// The cost of a hash: 32 MiB, two passes, one lane (trust.md B4).
const (
	memory  = 32 * 1024
	passes  = 2
	lanes   = 1
	keySize = 32
)

// slots bounds how many hashes are computed at once, so that a storm of log-ins cannot take the memory of the machine.
var slots = make(chan struct{}, 2)

func derive(password string, salt []byte, m, t uint32, p uint8, n uint32) []byte {
	slots <- struct{}{}
	defer func() { <-slots }()
	return argon2.IDKey([]byte(password), salt, t, m, p, n)
}

// Hash returns the encoded argon2id hash of a password with a fresh salt.
func Hash(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("make salt: %w", err)
	}
	key := derive(password, salt, memory, passes, lanes, keySize)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, lanes, b64(salt), b64(key)), nil
}

// nobody is verified against when an account does not exist, so that both answers take the same time.
const nobody = "$argon2id$v=19$m=32768,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Verify reports whether the password has the hash. An empty or broken hash costs the same time and is never right.
func Verify(hash, password string) bool {
	known := hash != ""
	if !known {
		hash = nobody
	}
	var v int
	var m, t uint32
	var p uint8
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &v); err != nil || v != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || m > 1<<20 || t > 16 || p == 0 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) == 0 {
		return false
	}
	got := derive(password, salt, m, t, p, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && known
}

// common are words that every guesser of this county tries first.
var common = []string{"password", "12345678", "123456789", "1234567890", "qwertyuiop", "qwerty123", "abc123456", "iloveyou", "admin", "mengcheng", "蒙城", "7812345", "12345",
	"huiyin", "rexian", "xianzhang", "111111", "000000", "666666", "888888"}

// Check says what is wrong with a password (profile djbh: at least ten characters, three of four classes, not easy to guess). The text is Chinese
// and says what to do.
func Check(password, login string) error {
	n := len([]rune(password))
	switch {
	case n < 10:
		return fmt.Errorf("密码只有%d位，至少要10位，请加长。", n)
	case n > 128:
		return errors.New("密码超过128位，请缩短。")
	}
	var lower, upper, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	if lower+upper+digit+other < 3 {
		return errors.New("密码须含大写字母、小写字母、数字、符号中的三种，请补充。")
	}
	low := strings.ToLower(password)
	if login != "" && strings.Contains(low, strings.ToLower(login)) {
		return errors.New("密码里不能有登录名，请另选一个。")
	}
	for _, w := range common {
		if strings.Contains(low, w) {
			return fmt.Errorf("密码里有容易猜到的“%s”，请另选一个。", w)
		}
	}
	return nil
}

// After these failures in a row the door stays shut for a while (trust.md B4).
const (
	MaxFailures = 5
	ShutFor     = 15 * time.Minute
)

// ShutUntil is until when an account that has failed n times in a row is shut, the zero time when it is open.
func ShutUntil(failures int, last time.Time) time.Time {
	if failures > 0 && failures%MaxFailures == 0 {
		return last.Add(ShutFor)
	}
	return time.Time{}
}
