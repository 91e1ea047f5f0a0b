package order_test

import (
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// TestEveryNameIsChinese: whatever a page prints has a Chinese name, and no two of a kind share one.
func TestEveryNameIsChinese(t *testing.T) {
	check := func(what string, names ...string) {
		t.Helper()
		seen := map[string]bool{}
		for _, n := range names {
			if n == "" || seen[n] || !strings.ContainsFunc(n, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
				t.Errorf("%s: %q is empty, double or not Chinese", what, n)
			}
			seen[n] = true
		}
	}
	check("statuses", each(order.Statuses(), order.Status.Name)...)
	check("acts", each(order.Acts(), order.Act.Name)...)
	check("types", each(order.Types(), order.Type.Name)...)
	check("secrecy", order.Ordinary.Name(), order.Secret.Name(), order.Anonymous.Name())
	check("urgency", order.Routine.Name(), order.Urgent.Name(), order.Critical.Name())
	check("callers", order.Person.Name(), order.Company.Name(), order.Organisation.Name())
	check("results", order.ResultSatisfied.Name(), order.ResultObjective.Name(), order.ResultUnreachable.Name(), order.ResultNoVisit.Name(), order.ResultDeclined.Name())
	check("satisfaction", order.Satisfied.Name(), order.Fairly.Name(), order.Dissatisfied.Name())
	check("solved", order.SolvedYes.Name(), order.SolvedPartly.Name(), order.SolvedNo.Name(), order.SolvedExplained.Name())
	for _, r := range order.RejectReasons() {
		check("reject "+r.Code, order.RejectName(r.Code))
	}
	for _, g := range order.Grounds() {
		check("ground "+g.Code, g.Name)
		if g.Clause.Article().String() != "第八条" {
			t.Errorf("ground %s rests on %s", g.Code, g.Clause)
		}
	}
	if order.RejectName("Q0") != "" || order.Type("x").Name() != "" || order.Status("x").Name() != "" {
		t.Error("an unknown code has a name")
	}
}

func each[T any](all []T, name func(T) string) []string {
	var out []string
	for _, x := range all {
		out = append(out, name(x))
	}
	return out
}

// TestEveryClockExplainsItself: each of an order's clocks can say by which article it runs and how it was counted.
func TestEveryClockExplainsItself(t *testing.T) {
	w := newWorld(t)
	seen := map[string]bool{}
	for _, k := range []order.LimitKind{order.LimitHandle, order.LimitSigner, order.LimitDispatch, order.LimitSign, order.LimitContact, order.LimitAssign, order.LimitResult,
		order.LimitReview, order.LimitFeedback, order.LimitUnitVisit, order.LimitVisit, order.LimitArchive} {
		l := order.NewLimit(w.p, k, w.now, 1, w.p.Limit.OtherWD.Clause())
		article, why := l.Why()
		if article != l.Basis || why == "" || seen[why] || k.Name() == "" {
			t.Errorf("%s: %s %q", k, article, why)
		}
		seen[why] = true
	}
	l := order.NewLimit(w.p, order.LimitResult, w.now, 1, w.p.Limit.OtherWD.Clause())
	l.Buffered = true
	if _, why := l.Why(); seen[why] {
		t.Error("a buffered limit does not say so")
	}
}

// TestWarnings: empty promises and a missing basis are pointed out, and never stop an answer (domain.md §3.5).
func TestWarnings(t *testing.T) {
	if got := order.ReplyWarnings(order.Reply[order.Private]{Basis: "条例", Public: goodReply}); len(got) > 0 {
		t.Errorf("a good reply is warned of: %v", got)
	}
	got := strings.Join(order.ReplyWarnings(order.Reply[order.Private]{Public: "我局高度重视，将尽快处理。"}), "")
	for _, want := range []string{"尽快", "高度重视", "Q3"} {
		if !strings.Contains(got, want) {
			t.Errorf("no warning of %s: %s", want, got)
		}
	}
}

// TestActorOf: who gives a command is readable from outside.
func TestActorOf(t *testing.T) {
	if a := order.ActorOf(order.Archive{By: order.By{Actor: fixedActors["分办员"]}}); !a.Is(org.Dispatcher) {
		t.Errorf("actor %+v", a)
	}
}
