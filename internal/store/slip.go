package store

import (
	"context"
	"fmt"

	"huiyin/internal/order"
)

// slipExecs are the doors of an order's slips; whether one still opens is asked of the order.
func slipExecs(s order.State) []Exec {
	var out []Exec
	for _, n := range s.Slips {
		out = append(out, Exec{Query: "slip_put", Args: []any{n.Hash, n.ID, s.ID}})
	}
	return out
}

// SlipOrder finds the order that a slip is for, by the hash of its address; ErrNone where there is no such slip.
func (s *Store) SlipOrder(ctx context.Context, hash string) (slip, orderID string, err error) {
	err = s.db.Read.QueryRowContext(ctx, s.db.Q("slip_by_hash"), hash).Scan(&slip, &orderID)
	return slip, orderID, none(err)
}

func (s *Store) checkSlips(ctx context.Context, f *folded, say func(string, ...any)) error {
	have := map[string]string{}
	_, err := rows(ctx, s.db.Read, s.db.Q("slip_all"), func(scan func(...any) error) (struct{}, error) {
		var hash, id, orderID string
		err := scan(&hash, &id, &orderID)
		have[hash] = fmt.Sprint(hash, id, orderID)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("read slips: %w", err)
	}
	for _, id := range sorted(f.states) {
		for _, x := range slipExecs(f.states[id]) {
			if hash := x.Args[0].(string); have[hash] != fmt.Sprint(x.Args...) {
				say("工单 %s 的外勤联系单与日志不符", f.states[id].Number)
			} else {
				delete(have, hash)
			}
		}
	}
	if len(have) > 0 {
		say("多出的外勤联系单%d条", len(have))
	}
	return nil
}
