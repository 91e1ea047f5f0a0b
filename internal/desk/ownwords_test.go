package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// An operator writes the caller's name and number into an urge; the unit reads the urge and neither of them, also when the name is corrected afterwards. Other
// numbers stay: the unit must be able to ring them.
func TestTheCallerIsMaskedInWordsThatOthersWrote(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id := w.Dispatched("cgj")
	by := testkit.By("hotline/operator")
	w.Do("hotline/operator", id, order.Urge{By: by, Caller: true, Note: order.Private{Text: "王秀兰又来电，号码1380000-1234，请单位打物业0558-7622345。"}})
	w.Do("hotline/dispatcher", id, order.Correct{By: testkit.By("hotline/dispatcher"), Name: order.Private{Text: "王秀岚"}, Reason: order.Private{Text: "听错，不是王秀兰"}})
	seen := fmt.Sprintf("%+v", w.Order("cgj/handler", id))
	for _, name := range []string{"王秀兰", "王秀岚", "1380000-1234", "13800001234"} {
		if strings.Contains(seen, name) {
			t.Errorf("the unit reads %s", name)
		}
	}
	if !strings.Contains(seen, "又来电") || !strings.Contains(seen, "0558-7622345") {
		t.Errorf("the unit does not read the urge: %s", seen)
	}
}
