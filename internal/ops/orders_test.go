package ops

import (
	"testing"

	"huiyin/internal/desk"
)

func firstOrders(t *testing.T, r *desk.Reader, n int) []string {
	t.Helper()
	l, err := r.List(t.Context(), desk.ListAsk{Kind: desk.ListOpen, Limit: n})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, x := range l.Rows {
		ids = append(ids, x.ID)
	}
	if len(ids) != n {
		t.Fatalf("%d orders", len(ids))
	}
	return ids
}
