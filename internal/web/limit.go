package web

import (
	"sync"
	"time"
)

// mostNames bounds the memory of a Limiter: whoever invents names by the hundred thousand makes it forget.
const mostNames = 100_000

// Limiter counts requests by a name, of a token or of an address: a bucket that fills evenly and holds ten seconds' worth.
type Limiter struct {
	mu      sync.Mutex
	each    time.Duration // time that one request costs
	burst   time.Duration
	free    map[string]time.Time // when the bucket will be full
	cleared time.Time
}

// NewLimiter lets so many requests a minute and name through.
func NewLimiter(perMinute int) *Limiter {
	each := time.Minute / time.Duration(perMinute)
	return &Limiter{each: each, burst: max(10*time.Second, each), free: map[string]time.Time{}}
}

// Take counts a request; what it returns is how long to wait where there is no place, at least a second.
func (l *Limiter) Take(id string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.cleared) > time.Minute || len(l.free) > mostNames {
		for k, t := range l.free {
			if t.Before(now) || len(l.free) > mostNames {
				delete(l.free, k)
			}
		}
		l.cleared = now
	}
	next := l.free[id]
	if next.Before(now) {
		next = now
	}
	if wait := next.Add(l.each).Sub(now) - l.burst; wait > 0 {
		return max(wait, time.Second)
	}
	l.free[id] = next.Add(l.each)
	return 0
}
