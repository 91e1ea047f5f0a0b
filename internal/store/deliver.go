package store

import (
	"context"
	"fmt"
	"time"
)

// Claimed is a message that a process has taken to send. Nobody else takes it before its lease has ended.
type Claimed struct {
	Outgoing
	Tried time.Time // names the try: what an older one finds out later changes nothing
}

// ClaimOutbox takes messages whose time has come, and those of a process that died over them.
func (s *Store) ClaimOutbox(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Claimed, error) {
	now = now.Truncate(time.Millisecond)
	out, err := rows(ctx, s.db.Write, s.db.Q("outbox_claim"), func(scan func(...any) error) (Claimed, error) {
		var o Outgoing
		var code, kind string
		var due, times, made, send int64
		var urgent bool
		err := scan(&o.ID, &o.Channel, &o.Audience, &o.Order, &code, &kind, &due, &times, &o.N, &urgent, &made, &send, &o.Attempts, &o.Number)
		o.Notice, o.Made, o.Send = noticeOf(o.Audience, code, kind, due, times, urgent), time.UnixMilli(made).UTC(), time.UnixMilli(send).UTC()
		return Claimed{o, now}, err
	}, ms(now), ms(now.Add(lease)), limit)
	if err != nil {
		return nil, fmt.Errorf("claim messages: %w", err)
	}
	return out, nil
}

func (s *Store) outbox(ctx context.Context, query string, args ...any) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q(query), args...); err != nil {
		return fmt.Errorf("%s: %w", query, err)
	}
	return nil
}

// SentOutbox says that a message went, by which road, under which number of the gateway's.
func (s *Store) SentOutbox(ctx context.Context, c Claimed, at time.Time, road, receipt string) error {
	return s.outbox(ctx, "outbox_sent", c.ID, ms(at), road, receipt, ms(c.Tried))
}

// FailedOutbox says that it did not: again at a time, or dead where the time is zero.
func (s *Store) FailedOutbox(ctx context.Context, c Claimed, again time.Time, fault string) error {
	state := "queued"
	if again.IsZero() {
		state, again = "dead", c.Send
	}
	return s.outbox(ctx, "outbox_failed", c.ID, state, ms(again), fault, ms(c.Tried))
}

// WaitOutbox puts a message back untried.
func (s *Store) WaitOutbox(ctx context.Context, c Claimed, until time.Time) error {
	return s.outbox(ctx, "outbox_wait", c.ID, ms(until), ms(c.Tried))
}

// ResendOutbox queues a dead message anew.
func ResendOutbox(id string, at time.Time) Exec {
	return Exec{Query: "outbox_again", Args: []any{id, ms(at)}}
}

// ToldCaller is one message to an order's caller.
type ToldCaller struct {
	Code, State, Fault string
	Made, Sent         time.Time
}

// ToldCaller lists what an order's caller was told outside the pages, the oldest first.
func (s *Store) ToldCaller(ctx context.Context, order string) ([]ToldCaller, error) {
	return rows(ctx, s.db.Read, s.db.Q("outbox_to_caller"), func(scan func(...any) error) (ToldCaller, error) {
		var t ToldCaller
		var made, sent int64
		err := scan(&t.Code, &t.State, &made, &sent, &t.Fault)
		t.Made = time.UnixMilli(made).UTC()
		if sent > 0 {
			t.Sent = time.UnixMilli(sent).UTC()
		}
		return t, err
	}, order)
}
