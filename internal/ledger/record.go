package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Hash is a SHA-256 sum. It is stored and printed as 64 lower-case hexadecimal digits.
type Hash [sha256.Size]byte

// String returns 64 hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads the 64 hexadecimal digits that [Hash.String] wrote.
func ParseHash(s string) (Hash, error) {
	var h Hash
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(h) {
		return h, fmt.Errorf("parse hash %q: want 64 hexadecimal digits", s)
	}
	copy(h[:], b)
	return h, nil
}

// Record is one line of the log: the envelope and the body of one event.
//
// Pos counts all records from 1 without a gap, in the order of their commits. Version counts the records of one
// stream from 1. Kind and V name the shape of Body for ever. AtMS is Unix milliseconds UTC; LocalDate
// ("2026-03-02") and Week ("2026-W10") are the Beijing day and ISO week of that instant, computed once. Actor and
// Post say who acted in which office, Cause what led to it (a command's or another event's id), Node which process wrote it.
// Body is JSON text, hashed as stored.
type Record struct {
	Pos        int64
	StreamType string
	StreamID   string
	Version    int64
	Kind       string
	V          int
	AtMS       int64
	LocalDate  string
	Week       string
	Actor      string
	Post       string
	Cause      string
	Node       string
	Body       []byte
	Prev       Hash
	Hash       Hash
}

// At returns the instant of the record, in UTC.
func (r Record) At() time.Time { return time.UnixMilli(r.AtMS).UTC() }

// format opens the bytes of every record; another layout would carry another name.
const format = "huiyin-record-1"

// Bytes returns what the hash is taken of: the name of the layout, the previous hash and every field in the order
// of the struct, each as decimal length, colon, bytes, comma. No two different records have the same bytes.
func (r Record) Bytes() []byte {
	b := make([]byte, 0, 320+len(r.Body))
	text := func(s string) {
		b = strconv.AppendInt(b, int64(len(s)), 10)
		b = append(b, ':')
		b = append(b, s...)
		b = append(b, ',')
	}
	number := func(n int64) { text(strconv.FormatInt(n, 10)) }
	text(format)
	text(r.Prev.String())
	number(r.Pos)
	text(r.StreamType)
	text(r.StreamID)
	number(r.Version)
	text(r.Kind)
	number(int64(r.V))
	number(r.AtMS)
	text(r.LocalDate)
	text(r.Week)
	text(r.Actor)
	text(r.Post)
	text(r.Cause)
	text(r.Node)
	text(string(r.Body))
	return b
}

// Sum returns the hash that the record ought to carry.
func (r Record) Sum() Hash { return sha256.Sum256(r.Bytes()) }

// Seal links the record to the one before it: the result carries prev and its own hash.
func (r Record) Seal(prev Hash) Record {
	r.Prev = prev
	r.Hash = r.Sum()
	return r
}

// Validate reports what keeps the record out of the log: a missing name, text that a database could not give back
// byte for byte, or a body that is not a JSON object free of fractions (no two programs print a float alike).
func (r Record) Validate() error {
	if r.StreamType == "" || r.StreamID == "" || r.Kind == "" || r.V < 1 {
		return fmt.Errorf("record %s/%s %s v%d: stream, kind and version of the kind are required", r.StreamType, r.StreamID, r.Kind, r.V)
	}
	for _, s := range []string{r.StreamType, r.StreamID, r.Kind, r.LocalDate, r.Week, r.Actor, r.Post, r.Cause, r.Node} {
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			return fmt.Errorf("record %s/%s %s: %q is not plain text", r.StreamType, r.StreamID, r.Kind, s)
		}
	}
	if err := ValidBody(r.Body); err != nil {
		return fmt.Errorf("record %s/%s %s: %w", r.StreamType, r.StreamID, r.Kind, err)
	}
	return nil
}

// ValidBody reports why b may not be the body of a record. A body is one JSON object in UTF-8 without fractions or exponents.
func ValidBody(b []byte) error {
	if !utf8.Valid(b) {
		return errors.New("body is not UTF-8 text")
	}
	if t := bytes.TrimLeft(b, " \t\r\n"); len(t) == 0 || t[0] != '{' || !json.Valid(b) {
		return errors.New("body is not a JSON object")
	}
	// In valid JSON, outside strings, only a number holds a dot, an E, or an e after a digit.
	quoted := false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '.' || c == 'E' || c == 'e' && b[i-1] >= '0' && b[i-1] <= '9'):
			return fmt.Errorf("body holds a fraction near %q", b[max(0, i-12):min(len(b), i+6)])
		}
	}
	return nil
}
