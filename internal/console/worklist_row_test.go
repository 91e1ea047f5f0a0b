package console

import (
	"testing"

	"huiyin/internal/desk"
)

// TestTwoActsOnOneOrderAreTwoRows: where a post owes two acts on one order, 待办 prints it twice; both rows have a name of their own, and both send the order.
func TestTwoActsOnOneOrderAreTwoRows(t *testing.T) {
	rows := listRows(desk.ListTodo, []desk.Row{{ID: "7", Version: 3, Verb: "审批"}, {ID: "8", Version: 1}, {ID: "7", Version: 3, Verb: "答复"}})
	if rows[0].ID == rows[2].ID || rows[0].Send != "7.3" || rows[2].Send != "7.3" {
		t.Errorf("rows %q and %q send %q and %q", rows[0].ID, rows[2].ID, rows[0].Send, rows[2].Send)
	}
	if plain := workRows([]desk.Row{{ID: "7"}, {ID: "7"}}); plain[0].Send != "7" || plain[1].Send != "7" {
		t.Errorf("plain rows send %q and %q", plain[0].Send, plain[1].Send)
	}
}
