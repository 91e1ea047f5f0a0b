package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/sqldb"
)

type pending struct {
	a    Append
	done chan answer
}

type answer struct {
	res Result
	err error
}

// batchSize is how many appends share a commit at most.
const batchSize = 60

// batchTime bounds one transaction: a database that hangs must not hold the queue for ever.
const batchTime = 30 * time.Second

// write is the one writer of this process: what queues while a batch is committed makes the next batch.
func (s *Store) write() {
	defer close(s.stopped)
	for {
		var batch []*pending
		select {
		case p := <-s.in:
			batch = append(batch, p)
		case <-s.quit:
			for {
				select {
				case p := <-s.in:
					p.done <- answer{err: ErrClosed}
				default:
					return
				}
			}
		}
	fill:
		for len(batch) < batchSize {
			select {
			case p := <-s.in:
				batch = append(batch, p)
			default:
				break fill
			}
		}
		s.settle(batch)
	}
}

// settle commits a batch and answers everyone in it. After something unexpected nothing was written: each is tried alone, so that one bad write
// harms nobody else. What may pass (a deadlock, a connection lost before the commit) is tried again.
func (s *Store) settle(batch []*pending) {
	var answers []answer
	var head int64
	var err error
	for try := 0; try < 3; try++ {
		answers, head, err = s.commit(batch)
		if err == nil || len(batch) > 1 || !sqldb.Retryable(err) {
			break
		}
	}
	switch {
	case err == nil:
		for i, p := range batch {
			p.done <- answers[i]
		}
		for _, f := range s.after {
			f(head)
		}
	case len(batch) > 1 && !errors.Is(err, ErrUnknown):
		for i := range batch {
			s.settle(batch[i : i+1])
		}
	default:
		for _, p := range batch {
			p.done <- answer{err: err}
		}
	}
}

// commit writes a batch in one transaction: losers are dropped with their answer, winners are written.
func (s *Store) commit(batch []*pending) (out []answer, head int64, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), batchTime)
	defer cancel()
	err = s.db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		w := &writing{s: s, ctx: ctx, tx: tx, versions: map[Stream]int64{}, numbers: map[[2]string]int64{}, keys: map[CommandKey][2]string{}}
		if err := w.lock(); err != nil {
			return err
		}
		out = make([]answer, len(batch))
		for i, p := range batch {
			var err error
			if out[i], err = w.one(p.a); err != nil {
				return err
			}
		}
		head = w.pos
		return w.finish()
	})
	if errors.Is(err, sqldb.ErrUnknown) {
		err = fmt.Errorf("%w: %w", ErrUnknown, err)
	}
	return out, head, err
}
