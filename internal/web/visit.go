package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// visit is what is known of a request while it lasts.
type visit struct {
	id    string
	route string
	limit int64
}

type visitKey struct{}

func visitOf(r *http.Request) *visit {
	if in, ok := r.Context().Value(visitKey{}).(*visit); ok {
		return in
	}
	return &visit{limit: DefaultMaxBody}
}

// RequestID is the number of the request, as a person reads it to us on the telephone; empty outside a request.
func RequestID(ctx context.Context) string {
	if in, ok := ctx.Value(visitKey{}).(*visit); ok {
		return in.id
	}
	return ""
}

// newRequestID prints month, day and time of Beijing and six random digits: R-1201-0942-7F3AC2.
func newRequestID(now time.Time) string {
	var b [3]byte
	rand.Read(b[:])
	return "R-" + now.In(beijing()).Format("0102-1504") + "-" + strings.ToUpper(hex.EncodeToString(b[:]))
}

// NewKey makes an idempotency key of 128 random bits. A form carries one from the page that shows it until it is accepted.
func NewKey() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

func validKey(s string) bool {
	if len(s) != 32 {
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}

// beijing is fixed: the county has one time, without summer time.
func beijing() *time.Location { return time.FixedZone("UTC+8", 8*60*60) }

// writer remembers what was answered.
type writer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader remembers the first status.
func (w *writer) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (w *writer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// discard hears what ServeMux would have said.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }
