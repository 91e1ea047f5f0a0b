package console

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
)

var emptyState = regexp.MustCompile(`parts\.EmptyProps\{[^}]*\}`)

// An empty list says what to do next, or when something will come (ux.md C2.8).
func TestEmptyStatesSayWhatToDo(t *testing.T) {
	files, err := filepath.Glob("*.templ")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range emptyState.FindAllString(string(b), -1) {
			if n++; !strings.Contains(e, "Text:") {
				t.Errorf("%s: %s says no more than that there is nothing", f, e)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d empty states were found", n)
	}
	for _, k := range []desk.ListKind{desk.ListTodo, desk.ListRead, desk.ListOpen, desk.ListMine, desk.ListDone} {
		if emptyWords(k) == "" {
			t.Errorf("the empty list %s says nothing", k.Name())
		}
	}
}

// What the label calls optional is what order.CheckReply does not ask for (Art. 24).
func TestTheReplyFormAsksForWhatTheRuleAsks(t *testing.T) {
	for answerable, optional := range map[bool]bool{true: false, false: true} {
		found := false
		for _, x := range replySpecs(context.Background(), nil, session{}, desk.OrderView{TypeCode: string(order.Complaint), Answerable: answerable}, desk.Panel{}) {
			if x.name == "opinion" {
				if found = true; x.optional != optional {
					t.Errorf("where the caller can be answered (%t), the word on the contact is optional: %t", answerable, x.optional)
				}
			}
		}
		if !found {
			t.Error("the form does not ask how the caller was contacted")
		}
	}
}
