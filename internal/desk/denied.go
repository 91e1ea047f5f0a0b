package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/store"
)

// deniedEvent says that somebody asked for an order, or a caller's identity, that is not his to see.
type deniedEvent struct {
	Order string    `json:"order"`
	What  string    `json:"what"` // order, file, or a field
	At    time.Time `json:"at"`
}

// A person who keeps knocking leaves one record an hour and door; the memory of it is bounded.
const (
	coalesce   = time.Hour
	mostDenied = 10_000
)

// denied puts a refused look on record. It never changes the answer: what fails here is the log's trouble, and the door stays shut.
func (s *Service) denied(ctx context.Context, who org.Actor, orderID, what string) error {
	now := s.now()
	key := string(who.Account) + "|" + string(who.Post.ID) + "|" + orderID + "|" + what
	s.mu.Lock()
	if s.knocks == nil || len(s.knocks) > mostDenied {
		s.knocks = map[string]time.Time{}
	}
	last, again := s.knocks[key]
	again = again && now.Sub(last) < coalesce
	if !again {
		s.knocks[key] = now
	}
	s.mu.Unlock()
	if again || who.System() {
		return nil
	}
	body, err := json.Marshal(deniedEvent{Order: orderID, What: what, At: now})
	if err != nil {
		return fmt.Errorf("encode denial: %w", err)
	}
	_, err = s.append(ctx, who, store.Append{Writes: []store.StreamWrite{{Stream: accessStream, Expect: -1, Events: []store.NewEvent{{Kind: "denied", V: 1, Body: body}}}}})
	if err != nil {
		return fmt.Errorf("record denial: %w", err)
	}
	return nil
}

// shut is the answer to a stranger: the denial is on record, and the order does not exist.
func (s *Service) shut(ctx context.Context, who org.Actor, orderID, what string) error {
	if err := s.denied(ctx, who, orderID, what); err != nil {
		return err
	}
	return ErrNotFound
}
