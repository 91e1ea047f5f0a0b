package desk

import (
	"fmt"
	"testing"

	"huiyin/internal/order"
)

// Orders are kept in two generations: the bound holds, what is asked for stays, and an older reading never replaces a newer one.
func TestKeptOrdersAreBoundedAndNeverGoBack(t *testing.T) {
	var k keptOrders
	for i := range 10 * mostKept {
		k.put(fmt.Sprint(i), loaded{version: 1})
		if n := len(k.young) + len(k.old); n > 2*mostKept {
			t.Fatalf("%d orders are kept", n)
		}
		k.put("used", k.get("used"))
	}
	k.put("a", loaded{version: 5, matterID: "m", matterVersion: 2, state: order.State{Number: "new"}})
	k.put("a", loaded{version: 4, matterID: "m", matterVersion: 2, state: order.State{Number: "old"}})
	k.put("a", loaded{version: 5, matterID: "m", matterVersion: 1, state: order.State{Number: "old"}})
	if got := k.get("a"); got.state.Number != "new" || got.version != 5 {
		t.Errorf("an older reading replaced a newer one: %+v", got.version)
	}
	if k.get("0").version != 0 {
		t.Error("the oldest is kept for ever")
	}
}
