package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// ReadingRows are the copies to read that follow from an event; s is the state after it.
func ReadingRows(s order.State, e order.Event, at time.Time) []Exec {
	switch e := e.(type) {
	case order.Recalled, order.ReturnAccepted, order.DesignatedEvent:
		return []Exec{{Query: "reading_clear", Args: []any{s.ID}}}
	case order.CoDecided:
		return dropped(s, e.Unit)
	case order.CoEnded:
		return dropped(s, e.Unit)
	}
	var out []Exec
	for _, c := range order.Copies(s, e) {
		out = append(out, Exec{Query: "reading_put", Args: []any{string(c.Post), s.ID, string(c.Why), ms(at)}})
	}
	return out
}

// dropped withdraws the copies of a unit that takes no part any more: it may not read on.
func dropped(s order.State, u org.UnitID) []Exec {
	var out []Exec
	if !s.TakesPart(u) {
		for _, k := range org.Kinds() {
			if k.InUnit() {
				out = append(out, Exec{Query: "reading_drop", Args: []any{string(org.PostOf(u, k)), s.ID}})
			}
		}
	}
	return out
}

// MarkRead marks an order as read for a post up to an instant (已阅). A copy that came later stays unread.
func (s *Store) MarkRead(ctx context.Context, post org.PostID, orderID string, account org.AccountID, upTo time.Time) error {
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("mark %s read: %w", orderID, err)
	}
	if _, err = tx.ExecContext(ctx, s.db.Q("reading_mark"), string(post), orderID, ms(upTo), string(account)); err == nil {
		_, err = tx.ExecContext(ctx, s.db.Q("reading_done"), string(post), orderID, ms(upTo))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("mark %s read: %w", orderID, err), tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("mark %s read: %w", orderID, err)
	}
	return nil
}

// copied is a copy to read as the fold of the log has it.
type copied struct {
	why string
	at  int64
}

// read folds an event into the copies.
func (f *folded) read(after order.State, e order.Event, atMS int64) {
	for _, x := range ReadingRows(after, e, time.UnixMilli(atMS)) {
		if x.Query == "reading_clear" {
			for k := range f.copies {
				if k[1] == after.ID {
					delete(f.copies, k)
				}
			}
			continue
		}
		if x.Query == "reading_drop" {
			delete(f.copies, [2]string{x.Args[0].(string), x.Args[1].(string)})
			continue
		}
		f.copies[[2]string{x.Args[0].(string), x.Args[1].(string)}] = copied{x.Args[2].(string), x.Args[3].(int64)}
	}
}

// checkReading holds the copies against the fold.
func (s *Store) checkReading(ctx context.Context, f *folded, say func(string, ...any)) error {
	type line struct {
		key [2]string
		c   copied
	}
	all, err := rows(ctx, s.db.Read, s.db.Q("reading_all"), func(scan func(...any) error) (line, error) {
		var l line
		err := scan(&l.key[0], &l.key[1], &l.c.why, &l.c.at)
		return l, err
	})
	if err != nil {
		return fmt.Errorf("list copies: %w", err)
	}
	for _, l := range all {
		if want, ok := f.copies[l.key]; !ok || want != l.c {
			say("待阅 %s %s 与日志不符", l.key[0], l.key[1])
		}
	}
	if len(all) != len(f.copies) {
		say("待阅有%d条，日志里有%d条", len(all), len(f.copies))
	}
	return nil
}
