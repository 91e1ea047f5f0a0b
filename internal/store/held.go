package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/sqldb"
)

// The states of a held command.
const (
	HeldWaiting   = "waiting"   // the undo window is open, or its end has not been handled yet
	HeldCancelled = "cancelled" // taken back by the person
	HeldDone      = "done"      // it became what it was meant to be
	HeldRefused   = "refused"   // refused when it fired; the person has not said that he knows
	HeldTold      = "told"      // refused, and he knows
)

// Held is a command that waits for the end of its undo window, or what became of it. Payload and Answer are ciphertext.
type Held struct {
	ID, Order, Act, Account, Post string
	Shown                         int64 // version of the page that was filled in
	PlacedAt, DueAt               time.Time
	State                         string
	Payload, Answer               []byte
}

// heldKept is how long a settled row is kept, so that the typed text can be taken up again.
const heldKept = 7 * 24 * time.Hour

// heldDue is the item that fires it.
func heldDue(id string) string { return "held/" + id }

// HoldRows writes a held command and the item that fires it; old settled rows are forgotten with it.
func HoldRows(h Held) ([]Exec, Due) {
	return []Exec{{Query: "held_forget", Args: []any{ms(h.PlacedAt.Add(-heldKept))}},
			{Query: "held_put", Args: []any{h.ID, h.Order, h.Act, h.Account, h.Post, h.Shown, ms(h.PlacedAt), ms(h.DueAt), h.Payload, []byte{}}}},
		Due{Key: heldDue(h.ID), Kind: "held", Stream: h.Order, Payload: h.ID, At: h.DueAt}
}

// HeldEnd settles a held command in the append of its firing; payload is what is kept of it.
func HeldEnd(id, state string, payload, answer []byte) Exec {
	if payload == nil {
		payload = []byte{}
	}
	if answer == nil {
		answer = []byte{}
	}
	return Exec{Query: "held_end", Args: []any{id, state, payload, answer}}
}

// HeldTakenUp forgets what a person held of an act on an order: he has given the command anew.
func HeldTakenUp(order, account, act string) Exec {
	return Exec{Query: "held_taken_up", Args: []any{order, account, act}}
}

// Held reads one held command, ErrNone where there is none.
func (s *Store) Held(ctx context.Context, id string) (Held, error) {
	all, err := s.heldRows(ctx, "held_get", id)
	if err == nil && len(all) == 0 {
		return Held{}, ErrNone
	}
	if err != nil {
		return Held{}, err
	}
	return all[0], nil
}

// HeldBy lists what an account holds in a state, newest first.
func (s *Store) HeldBy(ctx context.Context, account, state string, limit int) ([]Held, error) {
	return s.heldRows(ctx, "held_mine", account, state, limit)
}

// HeldOn lists what is held on an order in a state, newest first.
func (s *Store) HeldOn(ctx context.Context, order, state string, limit int) ([]Held, error) {
	return s.heldRows(ctx, "held_of_order", order, state, limit)
}

// CancelHeld takes a waiting command back. It reports false where the firing was first: the item is gone, and with it the right to decide.
func (s *Store) CancelHeld(ctx context.Context, id string) (bool, error) {
	cancelled := false
	err := s.db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, "held_due_drop", heldDue(id))
		if cancelled = n == 1; err != nil || !cancelled {
			return err
		}
		_, err = tx.Exec(ctx, "held_cancel", id)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("cancel held %s: %w", id, err)
	}
	return cancelled, nil
}

// TellHeld notes that the person knows of a refusal.
func (s *Store) TellHeld(ctx context.Context, id, account string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("held_told"), id, account); err != nil {
		return fmt.Errorf("settle held %s: %w", id, err)
	}
	return nil
}

func (s *Store) heldRows(ctx context.Context, query string, args ...any) ([]Held, error) {
	all, err := rows(ctx, s.db.Read, s.db.Q(query), func(scan func(...any) error) (Held, error) {
		var h Held
		var placed, due int64
		err := scan(&h.ID, &h.Order, &h.Act, &h.Account, &h.Post, &h.Shown, &placed, &due, &h.State, &h.Payload, &h.Answer)
		h.PlacedAt, h.DueAt = time.UnixMilli(placed).UTC(), time.UnixMilli(due).UTC()
		return h, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read held commands: %w", err)
	}
	return all, nil
}
