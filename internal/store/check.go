package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/sqldb"
)

// Report is what a walk through the whole archive found. An archive without Faults is whole.
type Report struct {
	Head        int64       // last position
	Hash        ledger.Hash // its hash
	Streams     int
	Checkpoints int // checkpoints that the log was held against
	Faults      []ledger.Fault
}

// Numbers is the kind of fault of a counter; the others are the ledger's.
const Numbers ledger.FaultKind = "numbers"

// page is how many records a walk reads at a time.
const page = 1000

// Check walks the log from its first record, in one moment's view of the database: the hash chain, the positions, the versions of every stream, the
// head, the stored checkpoints and those given (kept elsewhere, they show a log that was cut off together with everything here), and that numbers have
// no gap. With a key every checkpoint's signature is verified too. What is wrong stands in the report; an error means that it could not be read.
func (s *Store) Check(ctx context.Context, key ledger.Key, anchors ...ledger.Checkpoint) (Report, error) {
	var rep Report
	err := s.db.ReadTx(ctx, func(q sqldb.Reader) error {
		known, err := s.checkpoints(ctx, q)
		if err != nil {
			return err
		}
		known = append(known, anchors...)
		rep.Checkpoints = len(known)
		if key != nil {
			for _, c := range known {
				var f *ledger.Fault
				if errors.As(c.Verify(key), &f) {
					rep.Faults = append(rep.Faults, *f)
				}
			}
		}
		head, err := s.headOf(ctx, q)
		if err != nil {
			return err
		}
		if head.Pos > 0 {
			known = append(known, head)
		}
		v := ledger.NewVerifier(ledger.Checkpoint{}, known...)
		if err := s.walk(ctx, q, v, &rep); err != nil {
			return err
		}
		rep.add(v.Close())
		rep.Head, rep.Hash = v.Head()
		rep.Streams = v.Streams()
		if rep.Head > head.Pos {
			rep.Faults = append(rep.Faults, ledger.Fault{Pos: rep.Head, Kind: ledger.Replaced, Detail: fmt.Sprintf("the log goes on after its head at %d", head.Pos)})
		}
		return s.checkNumbers(ctx, q, &rep)
	})
	if err != nil {
		return rep, fmt.Errorf("check archive: %w", err)
	}
	return rep, nil
}

func (r *Report) add(faults []*ledger.Fault) {
	for _, f := range faults {
		r.Faults = append(r.Faults, *f)
	}
}

// walk reads all records by position. What is no hash at all reads as zero, and shows as a changed record.
func (s *Store) walk(ctx context.Context, q sqldb.Reader, v *ledger.Verifier, rep *Report) error {
	pos := int64(-1 << 62)
	for {
		recs, err := rows(ctx, q, s.db.Q("log_from"), func(scan func(...any) error) (ledger.Record, error) {
			r, _, err := scanAny(scan)
			return r, err
		}, pos, page)
		if err != nil {
			return fmt.Errorf("read log after %d: %w", pos, err)
		}
		for _, r := range recs {
			pos = r.Pos
			rep.add(v.Add(r))
		}
		if len(recs) < page {
			return nil
		}
	}
}

func (s *Store) headOf(ctx context.Context, q sqldb.Reader) (ledger.Checkpoint, error) {
	heads, err := rows(ctx, q, s.db.Q("head"), func(scan func(...any) error) (ledger.Checkpoint, error) {
		var c ledger.Checkpoint
		var hash string
		if err := scan(&c.Pos, &hash); err != nil || hash == "" {
			return c, err
		}
		var err error
		c.Hash, err = ledger.ParseHash(hash)
		return c, err
	})
	if err != nil {
		return ledger.Checkpoint{}, fmt.Errorf("read head: %w", err)
	}
	if len(heads) != 1 {
		return ledger.Checkpoint{}, fmt.Errorf("read head: %d rows", len(heads))
	}
	return heads[0], nil
}

func (s *Store) checkNumbers(ctx context.Context, q sqldb.Reader, rep *Report) error {
	gaps, err := rows(ctx, q, s.db.Q("number_faults"), func(scan func(...any) error) (string, error) {
		var kind, period string
		var last, n, first, most int64
		err := scan(&kind, &period, &last, &n, &first, &most)
		return fmt.Sprintf("%s %s: the counter stands at %d, %d numbers from %d to %d were given out", kind, period, last, n, first, most), err
	})
	if err != nil {
		return fmt.Errorf("check numbers: %w", err)
	}
	orphans, err := rows(ctx, q, s.db.Q("number_orphans"), func(scan func(...any) error) (string, error) {
		var kind, period string
		var n int64
		err := scan(&kind, &period, &n)
		return fmt.Sprintf("%s %s: %d numbers were given out, but the counter is gone", kind, period, n), err
	})
	if err != nil {
		return fmt.Errorf("check numbers: %w", err)
	}
	for _, d := range append(gaps, orphans...) {
		rep.Faults = append(rep.Faults, ledger.Fault{Kind: Numbers, Detail: d})
	}
	return nil
}

// Checkpoint takes, signs and keeps a checkpoint of the log as it stands; the caller may keep a copy elsewhere. An empty log has none.
func (s *Store) Checkpoint(ctx context.Context, at time.Time, key ledger.Key) (ledger.Checkpoint, error) {
	c, err := s.headOf(ctx, s.db.Read)
	if err != nil {
		return c, fmt.Errorf("take checkpoint: %w", err)
	}
	if c.Pos == 0 {
		return c, ErrNone
	}
	c.AtMS, c.Node = at.UnixMilli(), s.node
	if c, err = c.Sign(key); err != nil {
		return c, fmt.Errorf("take checkpoint: %w", err)
	}
	err = s.db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "checkpoint_put", c.Pos, c.Hash.String(), c.AtMS, c.Node, c.Key, hex.EncodeToString(c.Sig))
		return err
	})
	if err != nil {
		return c, fmt.Errorf("keep checkpoint: %w", err)
	}
	return c, nil
}

// Checkpoints lists the checkpoints kept here, oldest first.
func (s *Store) Checkpoints(ctx context.Context) ([]ledger.Checkpoint, error) {
	return s.checkpoints(ctx, s.db.Read)
}

func (s *Store) checkpoints(ctx context.Context, q sqldb.Reader) ([]ledger.Checkpoint, error) {
	all, err := rows(ctx, q, s.db.Q("checkpoint_all"), func(scan func(...any) error) (ledger.Checkpoint, error) {
		var c ledger.Checkpoint
		var hash, sig string
		err := scan(&c.Pos, &hash, &c.AtMS, &c.Node, &c.Key, &sig)
		if err != nil {
			return c, err
		}
		if c.Hash, err = ledger.ParseHash(hash); err != nil {
			return c, err
		}
		c.Sig, err = hex.DecodeString(sig)
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("list checkpoints: %w", err)
	}
	return all, nil
}
