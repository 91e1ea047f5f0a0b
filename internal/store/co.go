package store

import (
	"context"
	"fmt"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// CoRows are the newest requests of an order to each co-unit. seq is where the order begins in the log: an int64, or PosOf in the append that makes it.
func CoRows(seq any, s order.State) []Exec {
	last := map[string]order.CoUnit{}
	var units []string
	var out []Exec
	for _, c := range s.Co {
		if c.Was != "" {
			out = append(out, Exec{Query: "co_drop", Args: []any{s.ID, string(c.Was)}}) // a request of before stands in the log
		}
	}
	for _, c := range s.Co {
		u := string(c.Unit)
		if _, ok := last[u]; !ok {
			units = append(units, u)
		}
		last[u] = c
	}
	for _, u := range units {
		c := last[u]
		owes := c.Status.Open() && c.Status != order.CoHandedIn
		ended := c.EndedAt
		if ended.IsZero() {
			ended = c.ReportedAt
		}
		if owes {
			ended = c.AskedAt
		}
		out = append(out, Exec{Query: "co_put", Args: []any{s.ID, u, seq, string(c.Lead), string(c.Status), owes, s.TakesPart(c.Unit), ms(c.Limit.Due), ms(ended), c.Late || c.Limit.Missed}})
	}
	return out
}

// coLate is how many co-units of the present lead were late, by their newest request.
func coLate(s order.State) (n int64) {
	late := map[org.UnitID]bool{}
	for _, c := range s.Co {
		if c.Lead == s.Lead {
			late[c.Unit] = c.Late || c.Limit.Missed
		}
	}
	for _, x := range late {
		if x {
			n++
		}
	}
	return n
}

// checkCo holds the requests to co-units against the log.
func (s *Store) checkCo(ctx context.Context, f *folded, say func(string, ...any)) error {
	have := map[string]string{}
	_, err := rows(ctx, s.db.Read, s.db.Q("co_all"), func(scan func(...any) error) (struct{}, error) {
		var id, unit, lead, status string
		var seq, due, ended int64
		var open, part, late bool
		err := scan(&id, &unit, &seq, &lead, &status, &open, &part, &due, &ended, &late)
		have[id+"/"+unit] = fmt.Sprint(id, unit, seq, lead, status, open, part, due, ended, late)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("read co-units: %w", err)
	}
	for _, id := range sorted(f.states) {
		for _, x := range CoRows(f.first[id], f.states[id]) {
			if x.Query != "co_put" {
				continue
			}
			key := id + "/" + x.Args[1].(string)
			if have[key] != fmt.Sprint(x.Args...) {
				say("工单 %s 的协办清单行与日志不符", f.states[id].Number)
			}
			delete(have, key)
		}
	}
	for key := range have {
		say("多出的协办清单行 %s", key)
	}
	return nil
}
