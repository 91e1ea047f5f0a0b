package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/order"
)

// Orders that report somebody do not exist for him (回避, Art. 23(6)). Every query that hands orders to a reader leaves them out by one condition, made here
// from the reader's marks: one look into a small table by its key, however long the archive is.

// spared is that condition on a column that holds an order's id; arg adds a parameter. Without marks (the program itself) nothing is left out.
func spared(col string, marks []string, arg func(any) string) string {
	if len(marks) == 0 {
		return ""
	}
	ps := make([]string, len(marks))
	for i, m := range marks {
		ps[i] = arg(m)
	}
	return "NOT EXISTS (SELECT 1 FROM recused x WHERE x.order_id = " + col + " AND x.mark IN (" + strings.Join(ps, ", ") + "))"
}

// sparing is a named query with its place for the condition filled in: a comment that names the column.
func (s *Store) sparing(name string, marks []string, args ...any) (string, []any) {
	q := s.db.Q(name)
	before, rest, ok := strings.Cut(q, "/* spared ")
	col, after, end := strings.Cut(rest, " */")
	if !ok || !end {
		panic("store: query " + name + " has no place for what is spared")
	}
	if !strings.Contains(col, ".") { // a bare order_id would be the inner table's own: all would be left out as soon as one is
		panic("store: query " + name + " does not say whose " + col + " is spared")
	}
	cond := spared(col, marks, func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	})
	if cond != "" {
		cond = "AND " + cond
	}
	return before + cond + after, args
}

// Recused reports whether an order does not exist for whoever has one of the marks.
func (s *Store) Recused(ctx context.Context, id string, marks []string) (bool, error) {
	text, args := s.sparing("recused_order", marks, id)
	var n int
	if err := s.db.Read.QueryRowContext(ctx, text, args...).Scan(&n); err != nil {
		return false, fmt.Errorf("look who is recused from %s: %w", id, err)
	}
	return n == 0, nil
}

// recusedRows writes the marks of an order that reports somebody, or has ever done.
func recusedRows(s order.State) []Exec {
	if !s.EverReported {
		return nil
	}
	out := []Exec{{Query: "recused_clear", Args: []any{s.ID}}}
	for _, m := range s.Recused() {
		out = append(out, Exec{Query: "recused_put", Args: []any{s.ID, m}})
	}
	return out
}

// checkRecused holds the marks against the log.
func (s *Store) checkRecused(ctx context.Context, f *folded, say func(string, ...any)) error {
	have := map[string][]string{}
	if _, err := rows(ctx, s.db.Read, s.db.Q("recused_all"), func(scan func(...any) error) (struct{}, error) {
		var id, mark string
		err := scan(&id, &mark)
		have[id] = append(have[id], mark)
		return struct{}{}, err
	}); err != nil {
		return fmt.Errorf("read who is recused: %w", err)
	}
	for _, id := range sorted(f.states) {
		want := slices.Sorted(slices.Values(f.states[id].Recused()))
		if !slices.Equal(want, have[id]) {
			say("工单 %s 的回避范围与日志不符", f.states[id].Number)
		}
		delete(have, id)
	}
	if len(have) > 0 {
		say("多出的回避记录%d件", len(have))
	}
	return nil
}
