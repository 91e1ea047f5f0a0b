package desk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/testkit"
)

// answer calls a method of a reader with values for its parameters and writes down all that comes back, an error's words included. A name that was handed
// in is struck out of the answer, so that two unknown names answer with one text.
func answer(t *testing.T, r *desk.Reader, m reflect.Method, name string) (text string, ok bool) {
	t.Helper()
	in := []reflect.Value{reflect.ValueOf(r)}
	for i := 1; i < m.Type.NumIn(); i++ {
		p := m.Type.In(i)
		switch {
		case p == reflect.TypeFor[context.Context]():
			in = append(in, reflect.ValueOf(t.Context()))
		case p.Kind() == reflect.String:
			in = append(in, reflect.ValueOf(name).Convert(p))
		case p.Kind() == reflect.Interface, p.Kind() == reflect.Func:
			return "", false
		default:
			in = append(in, reflect.Zero(p))
		}
	}
	var out []reflect.Value
	if m.Type.IsVariadic() {
		out = m.Func.CallSlice(in)
	} else {
		out = m.Func.Call(in)
	}
	var b strings.Builder
	for _, v := range out {
		if err, is := v.Interface().(error); is {
			fmt.Fprintf(&b, "error %v\n", err)
			continue
		}
		j, err := json.Marshal(v.Interface())
		if err != nil {
			fmt.Fprintf(&b, "%+v\n", v.Interface())
			continue
		}
		fmt.Fprintf(&b, "%s\n", j)
	}
	if name == "" {
		return b.String(), true
	}
	return strings.ReplaceAll(b.String(), name, "·"), true
}

// TestEveryReadingForgetsWhomAnOrderReports puts one order into every book of the office – a cluster, the ledger with a sheet, a lead, a record of abuse, a case of
// the media, the unit's own work – and only then finds that it reports the unit and a leader. Every reading that the desk has, those of later years
// among them, is then asked by each of the reported with the name of each such thing, and answers as for a name that nothing has; and nowhere does a number or a
// word of the order come back (Art. 23(6)).
func TestEveryReadingForgetsWhomAnOrderReports(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		clerk, sup, unit := reader(t, w, "hotline/dispatcher"), reader(t, w, "hotline/supervisor"), reader(t, w, "cgj/handler")
		for _, phone := range []string{"13800001001", "13800001002", "13800001003", "13800001004"} {
			heard(w, phone, "梦蝶小区", nil)
		}
		id := heard(w, "13800001005", "梦蝶小区", func(c *order.Register) {
			c.Request.Title, c.Request.Flags = "白鹭桥下的污水", []string{"media"}
		})
		w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "查清原因", Text: "白鹭桥下的污水，请疏通。"})
		w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		number := w.Order("hotline/dispatcher", id).Number
		rows := cases(t, w, "hotline/supervisor", desk.CaseFilter{})
		at := slices.IndexFunc(rows, func(c desk.CaseView) bool { return c.Order == id })
		if at < 0 {
			t.Fatalf("no row of the ledger is the order's: %+v", rows)
		}
		if err := sup.IssueSheet(ctx, rows[at].ID, "查清。", 2, false, "k2"); err != nil {
			t.Fatal(err)
		}
		gathered, err := sup.Clusters(ctx, "")
		if err != nil || len(gathered.Items) != 1 {
			t.Fatalf("clusters: %+v %v", gathered, err)
		}
		lead, err := sup.FileLead(ctx, desk.LeadWish{Fault: 5, Unit: "cgj", Posts: []org.Kind{org.UnitHandler}, Number: number, Facts: "公开内容失实。", Proof: "网页截图。", Handling: "建议核查。"}, "k3")
		if err != nil {
			t.Fatal(err)
		}
		abuse, err := unit.ProposeAbuse(ctx, desk.AbuseWish{Behaviour: office.Insulting, Numbers: number, Calls: 9, First: "2026-02-20", Last: "2026-03-02", Facts: "连续九次来电。"}, "k4")
		if err != nil {
			t.Fatal(err)
		}
		media, err := clerk.RecordMedia(ctx, office.MediaWish{Outlet: office.OutletVideo, Source: "本地生活号", Day: "2026-03-01", Due: "2026-03-03", Title: "水从桥下来", Link: "https://example.com/1", Gist: "播放三万次。"}, number, "k5")
		if err != nil {
			t.Fatal(err)
		}
		if err := unit.OpenTab(ctx, id); err != nil {
			t.Fatal(err)
		}
		things := []string{"", id, number, rows[at].ID, gathered.Items[0].ID, lead, abuse, media}
		said := []string{id, number, "白鹭桥", "13800001005"}
		methods := func(f func(reflect.Method)) {
			for m := range reflect.TypeFor[*desk.Reader]().Methods() {
				f(m)
			}
		}
		// The test must see something before: otherwise it looks at nothing.
		found := map[string]bool{}
		methods(func(m reflect.Method) {
			if !reads(m) {
				return
			}
			for _, x := range things {
				if got, ok := answer(t, unit, m, x); ok && slices.ContainsFunc(said, func(s string) bool { return strings.Contains(got, s) }) {
					found[m.Name] = true
				}
			}
		})
		for _, must := range []string{"Order", "Abuse", "CasesOf", "Case", "Messages", "OpenTabs", "UnitHome", "CopyOrder"} {
			if !found[must] {
				t.Errorf("the unit's %s says nothing of its own order: %v", must, found)
			}
		}
		w.Do("hotline/dispatcher", id, order.Correct{By: testkit.By("hotline/dispatcher"), Party: &order.Party{Unit: "cgj", Posts: []org.PostID{"county/deputy.1", org.PostGovHead}}, Reason: order.Private{Text: "诉求人反映的就是承办人员"}})
		for _, by := range []org.PostID{"cgj/handler", "cgj/unit_deputy", "cgj/principal", "county/deputy.1", org.PostGovHead} {
			r := reader(t, w, by)
			methods(func(m reflect.Method) {
				if !reads(m) {
					return
				}
				nothing, ok := answer(t, r, m, "no-such-thing")
				if !ok {
					return
				}
				for _, x := range things {
					got, _ := answer(t, r, m, x)
					// What a newspaper has printed is no secret; the orders beside it are.
					if got != nothing && named(m) && x != "" && m.Name != "Media" {
						t.Errorf("%s, %s(%s):\n%s\nand of nothing:\n%s", by, m.Name, x, cut(got), cut(nothing))
					}
					for _, s := range said {
						if strings.Contains(got, s) {
							t.Errorf("%s, %s(%s) says %q: %s", by, m.Name, x, s, cut(got))
						}
					}
				}
			})
			// What is done about it answers the same.
			for what, err := range map[string]error{
				"sheet": r.AnswerSheet(ctx, rows[at].ID, "查清了。", []desk.Upload{{Name: "x.png", Bytes: testkit.PNG(t)}}, "x1"),
				"lead":  r.DecideLead(ctx, lead, true, "同意。", "x2"),
				"abuse": r.EndAbuse(ctx, abuse, "不必了。", "x3"),
				"row":   r.CloseCase(ctx, rows[at].ID, oversight.Outcome(""), "办完。", "x4"),
			} {
				if !errors.Is(err, desk.ErrNotFound) && !errors.Is(err, desk.ErrForbidden) {
					t.Errorf("%s, %s: %v", by, what, err)
				}
			}
		}
		w.CheckArchive()
	})
}

// reads tells a reading from an act: an act takes the key of its form last, or is named here.
func reads(m reflect.Method) bool {
	acts := []string{"ActOnCase", "MarkRead", "OpenTab", "CloseTab", "DropDraft", "DropScan", "DropStamp", "KeepDraft", "PrintFolder", "PrintStamps", "SetPreference", "TakeScans", "TakeStamps", "RecordScan",
		"RevealAbuse", "SignStamped", "StartOnDay", "Rings", "Guarded"}
	if slices.Contains([]string{"AnswerHits", "SignCard", "SignCards"}, m.Name) {
		return true
	}
	return !slices.Contains(acts, m.Name) && !slices.ContainsFunc(verbs, func(v string) bool {
		rest, is := strings.CutPrefix(m.Name, v)
		return is && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z'
	})
}

// verbs begin the names of acts.
var verbs = []string{"Announce", "Answer", "Appeal", "Ask", "Call", "Cancel", "Change", "Close", "Conclude", "Confirm", "Decide", "Draw", "Drop", "Edit", "End", "File", "Fill", "Follow", "Give", "Hand", "Hold",
	"Issue", "Judge", "Lift", "Link", "Make", "Minute", "Plan", "Propose", "Publish", "Receive", "Reclass", "Record", "Report", "Retake", "Review", "Revise", "Save", "Score", "Send", "Settle", "Shelve", "Sign",
	"Strike", "Submit", "Take", "Urge", "Warn"}

// named tells a reading of one named thing, whose answer for a thing that is not there must be the same for all names.
func named(m reflect.Method) bool {
	n := 0
	for i := 1; i < m.Type.NumIn(); i++ {
		if m.Type.In(i).Kind() == reflect.String {
			n++
		}
	}
	return n == 1
}

func cut(s string) string { return s[:min(len(s), 400)] }
