package order

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

func beijing(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Beijing)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

// The catalogue is printed for people to review: testdata/notices.md. The words are those of a long number and the latest limit.
func TestCatalogueOfMessages(t *testing.T) {
	var b strings.Builder
	b.WriteString("# 消息目录\n\n什么事告诉谁、什么时候、怎么说（domain.md §6.4）。即时的当时发出；汇总的在工作日8:30和14:30合并发出，急件、重点件和当天到期的也即时发出。\n\n| 代码 | 什么事 | 告诉谁 | 什么时候 | 类别 | 例 |\n|---|---|---|---|---|---|\n")
	seen := map[NoticeCode]bool{}
	for _, w := range Wordings() {
		if seen[w.Code] {
			t.Errorf("%s stands twice", w.Code)
		}
		seen[w.Code] = true
		n := Notice{Code: w.Code, Limit: LimitUnitVisit, Due: beijing(t, "2026-12-31 23:59").Add(time.Minute), Times: 12}
		say := n.Text("MC2026123112345", "0558-7812345")
		if c := utf8.RuneCountInString("【蒙城热线】" + say); c > MostWords {
			t.Errorf("%s has %d characters with its signature, the most are %d: %s", w.Code, c, MostWords, say)
		}
		if strings.ContainsAny(say, "{}") || w.Class.Name() == "" || w.Event == "" || w.Who == "" || w.When == "" {
			t.Errorf("%s is not whole: %+v: %s", w.Code, w, say)
		}
		if bare := (Notice{Code: w.Code}).Text("MC202612310001", "7812345"); strings.ContainsAny(bare, "{}") || strings.Contains(bare, "请于前") || strings.Contains(bare, "，前") {
			t.Errorf("%s without a limit reads: %s", w.Code, bare)
		}
		if f := text.FindIdentity(strings.ReplaceAll(say, "0558-7812345", "")); len(f) > 0 {
			t.Errorf("%s looks like it names somebody: %v in %s", w.Code, f, say)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", w.Code, w.Event, w.Who, w.When, w.Class.Name(), say)
	}
	golden := "testdata/notices.md"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("%s is not what the catalogue says (UPDATE=1 go test ./internal/order -run Catalogue prints it anew): %v", golden, err)
	}
}

func held(secrecy Secrecy, key bool) State {
	s := State{ID: "o", Number: "MC1", Status: Dispatched, Lead: "cgj", Key: key}
	s.Request.Secrecy, s.Request.NeedReply, s.Request.Phone, s.Request.Urgency = secrecy, true, Kept{Ref: "r"}, Routine
	return s
}

func told(all []Notice) string {
	var out []string
	for _, n := range all {
		mark := ""
		if n.Urgent {
			mark = "!"
		}
		out = append(out, fmt.Sprintf("%s>%s%s", n.Code, n.To, mark))
	}
	return strings.Join(out, " ")
}

func TestWhoIsToldOfWhat(t *testing.T) {
	day, night := beijing(t, "2026-03-02 10:00"), beijing(t, "2026-03-02 22:00")
	due := beijing(t, "2026-03-04 00:00")
	sign := Limit{Kind: LimitSign, Due: due}
	named := held(Ordinary, false)
	named.Handler = "a1"
	outer := held(Ordinary, false)
	outer.Outer = true
	chain := approval.Chain{ID: "c", Steps: []approval.Step{{Post: org.PostGovHead}}}
	for _, x := range []struct {
		why   string
		after State
		e     Event
		at    time.Time
		want  string
	}{
		{"a dispatch", held(Ordinary, false), DispatchedEvent{Unit: "cgj", Sign: sign}, day, "dispatched>cgj/handler! dispatched>cgj/unit_deputy! caller_handed>caller!"},
		{"at night the duty post too", held(Ordinary, false), DispatchedEvent{Unit: "cgj", Sign: sign}, night, "dispatched>cgj/handler! dispatched>cgj/unit_deputy! night>cgj/duty! caller_handed>caller!"},
		{"a key order at any hour", held(Ordinary, true), DispatchedEvent{Unit: "cgj", Sign: sign}, day, "dispatched>cgj/handler! dispatched>cgj/unit_deputy! night>cgj/duty! caller_handed>caller!"},
		{"never to an anonymous caller", held(Anonymous, false), DispatchedEvent{Unit: "cgj", Sign: sign}, day, "dispatched>cgj/handler! dispatched>cgj/unit_deputy!"},
		{"an upper platform tells its own caller", outer, FedBack{At: day}, day, ""},
		{"a named handler by account", named, Urged{Count: 2, Unit: "cgj"}, day, "urged>@a1! urged>cgj/unit_deputy!"},
		{"a digest matter", held(Ordinary, false), SignedFor{Unit: "cgj", Assign: Limit{Kind: LimitAssign, Due: due}}, day, "to_assign>cgj/principal"},
		{"due today at once", held(Ordinary, false), SignedFor{Unit: "cgj", Assign: Limit{Kind: LimitAssign, Due: beijing(t, "2026-03-03 00:00")}}, day, "to_assign>cgj/principal!"},
		{"of a key order at once", held(Ordinary, true), SignedFor{Unit: "cgj", Assign: Limit{Kind: LimitAssign, Due: due}}, day, "to_assign>cgj/principal!"},
		{"the result's limit", held(Ordinary, false), LimitMissed{Limit: LimitResult, Due: day, Unit: "cgj"}, day,
			"missed>cgj/handler missed>cgj/unit_deputy missed>cgj/principal missed>hotline/supervisor missed>hotline/office_head"},
		{"the office's own limit", held(Ordinary, false), LimitMissed{Limit: LimitReview, Due: day}, day, "missed>hotline/office_head"},
		{"the unit that lost it", State{ID: "o", Lead: ""}, Recalled{Unit: "jyj"}, day, "recalled>jyj/handler! recalled>jyj/unit_deputy! recalled>jyj/principal!"},
		{"a threat", State{ID: "o", Request: Request[Kept]{Secrecy: Anonymous}}, RegisteredEvent{Request: Request[Kept]{Flags: []string{"涉稳"}}}, day, "flagged>hotline/office_head! flagged>gov/gov_head!"},
		{"a threat from the form", State{ID: "o", Request: Request[Kept]{Secrecy: Anonymous}}, RegisteredEvent{Request: Request[Kept]{Flags: []string{"threat"}}}, day, "flagged>hotline/office_head! flagged>gov/gov_head!"},
		{"a signer", State{ID: "o", Status: PendingApproval, DispatchChain: chain}, SubmittedForDispatch{Chain: chain}, day, "to_sign>gov/gov_head!"},
		{"taken over from the old platform", held(Ordinary, false), TakenOver{}, day, ""},
		{"a contact", held(Ordinary, false), Contacted{Met: true}, day, ""},
	} {
		before := x.after
		if _, ok := x.e.(SubmittedForDispatch); ok {
			before = State{ID: "o"}
		}
		if got := told(Notices(before, x.after, x.e, x.at)); got != x.want {
			t.Errorf("%s: told %q, want %q", x.why, got, x.want)
		}
	}
}

// helpedBy is an order with one request to a co-unit: asked on Tuesday 3 March, the lead's last day Monday the 16th.
func helpedBy(t *testing.T, p policy.Policy) State {
	t.Helper()
	s := held(Ordinary, false)
	s.Status, s.Handler = InProgress, "a1"
	s.Clocks.start(NewLimit(p, LimitResult, beijing(t, "2026-03-02 09:00"), 10, p.Limit.OtherWD.Clause()))
	return coAsked(s, AskCo{To: Target{Unit: "zjj"}, Task: "请核查。"}, "cgj", "", p, beijing(t, "2026-03-03 09:00")).apply(s)
}

func TestWhoIsToldOfCoUnits(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	day, night, due := beijing(t, "2026-03-05 10:00"), beijing(t, "2026-03-05 22:00"), beijing(t, "2026-03-07 00:00")
	s := helpedBy(t, p)
	x, _ := s.CoOf("zjj")
	asked := CoAsked{Unit: "zjj", Lead: "cgj", Asker: "cgj", Limit: x.Limit.Limit}
	office := asked
	office.Asker = org.HotlineOffice
	handed := CoReported{Unit: "zjj", Lead: "cgj"}.apply(s)
	for _, c := range []struct {
		why    string
		before State
		e      Event
		at     time.Time
		want   string
	}{
		{"asked", s, asked, day, "co_asked>zjj/handler! co_asked>zjj/unit_deputy!"},
		{"asked at night", s, asked, night, "co_asked>zjj/handler! co_asked>zjj/unit_deputy! co_night>zjj/duty!"},
		{"asked by the office", s, office, day, "co_asked>zjj/handler! co_asked>zjj/unit_deputy! co_given>@a1"},
		{"objected", s, CoObjected{Unit: "zjj"}, day, "co_objected>hotline/dispatcher!"},
		{"stays", s, CoDecided{Unit: "zjj", Outcome: CoStays}, day, "co_stays>zjj/handler! co_stays>zjj/unit_deputy! co_stays>zjj/principal!"},
		{"released", s, CoDecided{Unit: "zjj", Outcome: CoFreed}, day, "co_ended>zjj/handler! co_ended>zjj/unit_deputy! co_ended>zjj/principal! co_freed>@a1!"},
		{"handed in", s, CoReported{Unit: "zjj", Lead: "cgj"}, day, "co_reported>@a1!"},
		{"sent back", handed, CoSentBack{Unit: "zjj", Limit: x.Limit.Limit}, day, "co_sent_back>zjj/handler!"},
		{"urged", s, CoUrged{Unit: "zjj", Count: 2}, day, "co_urged>zjj/handler! co_urged>zjj/unit_deputy!"},
		{"withdrawn", s, CoEnded{Unit: "zjj", Lead: "cgj", Why: CoWithdrawn}, day, "co_ended>zjj/handler! co_ended>zjj/unit_deputy! co_ended>zjj/principal!"},
		{"silent, and the lead has answered", s, CoEnded{Unit: "zjj", Lead: "cgj", Why: CoSilent}, day, ""},
		{"moved with the lead's limit", s, CoMoved{Unit: "zjj", Limit: x.Limit.Limit}, day, "co_moved>zjj/handler"},
		{"its limit passed", s, LimitMissed{Limit: LimitCo, Due: day, Unit: "zjj", Co: "zjj"}, day,
			"missed>zjj/handler missed>zjj/unit_deputy missed>zjj/principal missed>@a1 missed>hotline/dispatcher"},
		{"not signed for", s, LimitMissed{Limit: LimitCoSign, Due: day, Unit: "zjj", Co: "zjj"}, day, "missed>zjj/handler missed>zjj/principal"},
		{"the office late on an objection", s, LimitMissed{Limit: LimitCoReview, Due: day, Co: "zjj"}, day, "missed>hotline/office_head"},
		{"a call", s, OfficeCalled{Limit: Limit{Kind: LimitCall, Due: due}}, day, "office_called>hotline/dispatcher!"},
		{"its answer", s, CallAnswered{}, day, "call_answered>@a1!"},
	} {
		if got := told(Notices(c.before, c.e.(interface{ apply(State) State }).apply(c.before), c.e, c.at)); got != c.want {
			t.Errorf("%s: told %q, want %q", c.why, got, c.want)
		}
	}
}

// A co-unit is reminded four hours before its first day ends, at half time, the day before and on the day; never the lead, and no more once it has reported.
func TestRemindersOfCoUnits(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	s := helpedBy(t, p)
	var got, who []string
	for _, r := range Reminders(s, p) {
		if r.Co == "" {
			continue
		}
		got = append(got, fmt.Sprintf("%s %s %s", r.Limit, r.Step, r.At.In(calendar.Beijing).Format("01-02 15:04")))
		who = append(who, told(r.Notices(s, r.At)))
		if _, ok := Remind(s, r.Key(), p, r.At); !ok {
			t.Errorf("%s is not owed at its time", r.Key())
		}
		for why, gone := range map[string]State{"reported": CoReported{Unit: "zjj", At: r.At}.apply(s), "withdrawn": CoEnded{Unit: "zjj", Why: CoWithdrawn}.apply(s)} {
			if _, ok := Remind(gone, r.Key(), p, r.At); ok {
				t.Errorf("%s reminds a unit that has %s", r.Key(), why)
			}
		}
	}
	if want := "co_sign soon 03-04 20:00|co mid 03-06 08:20|co wd-1 03-11 08:20|co today 03-12 08:20"; strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
	if want := "soon>zjj/handler!|co_half>zjj/handler|days>zjj/handler days>zjj/unit_deputy|today>zjj/handler! today>zjj/principal! today>hotline/supervisor!"; strings.Join(who, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(who, "|"), want)
	}
}

// The timetable of one order: due on Friday 13 March, with the weekend behind it.
func TestRemindersKeepTheirTimetable(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	s := held(Ordinary, false)
	from := beijing(t, "2026-03-02 09:00")
	s.Clocks.start(NewLimit(p, LimitResult, from, 9, p.Limit.OtherWD.Clause()))
	s.Clocks.start(NewLimit(p, LimitSign, from, 1, p.Limit.SignWD.Clause()))
	var got []string
	for _, r := range Reminders(s, p) {
		got = append(got, fmt.Sprintf("%s %s %s", r.Limit, r.Step, r.At.In(calendar.Beijing).Format("01-02 15:04")))
		// It says nothing a moment before, speaks at its time, and is silent when the next step has come.
		for _, c := range []struct {
			at   time.Time
			want bool
		}{{r.At.Add(-time.Millisecond), false}, {r.At, true}, {r.until.Add(-time.Millisecond), true}, {r.until, false}, {r.until.AddDate(0, 1, 0), false}} {
			if _, ok := Remind(s, r.Key(), p, c.at); ok != c.want {
				t.Errorf("%s %s at %s: owed %t, want %t", r.Limit, r.Step, c.at.In(calendar.Beijing), ok, c.want)
			}
		}
	}
	want := "sign soon 03-03 20:00|result wd-2 03-11 08:20|result wd-1 03-12 08:20|result today 03-13 08:20|result wd+1 03-17 08:20"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
	soon := Reminders(s, p)[0]
	met := s
	met.Clocks.met(LimitSign, from)
	moved := s
	moved.Clocks.start(NewLimit(p, LimitSign, from, 2, p.Limit.SignWD.Clause()))
	for why, st := range map[string]State{"met": met, "moved": moved, "closed": {}} {
		if _, ok := Remind(st, soon.Key(), p, soon.At); ok {
			t.Errorf("a clock that is %s still reminds", why)
		}
	}
	if got := told(soon.Notices(s, soon.At)); got != "soon>cgj/handler!" {
		t.Errorf("four hours before: %s", got)
	}
	if r, ok := Remind(s, Reminders(s, p)[2].Key(), p, beijing(t, "2026-03-12 09:00")); !ok || told(r.Notices(s, beijing(t, "2026-03-12 09:00"))) != "days>cgj/handler days>cgj/unit_deputy" {
		t.Errorf("a working day before: %v %s", ok, told(r.Notices(s, r.At)))
	}
}

func TestNothingIsRemindedOfBeforeItBegan(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	s := held(Ordinary, false)
	s.Clocks.start(NewLimit(p, LimitResult, beijing(t, "2026-03-02 21:00"), 1, p.Limit.OtherWD.Clause()))
	for _, r := range Reminders(s, p) {
		if !r.At.After(beijing(t, "2026-03-02 21:00")) {
			t.Errorf("%s at %s lies before its clock", r.Step, r.At)
		}
	}
	var signer State
	signer.Status = PendingApproval
	signer.DispatchChain = approval.Chain{ID: "c", Steps: []approval.Step{{Post: org.PostGovHead}}}
	signer.Clocks.start(NewLimit(p, LimitSigner, beijing(t, "2026-03-02 09:00"), 1, p.Limit.SignWD.Clause()))
	all := Reminders(signer, p)
	if len(all) != 2 || all[0].At != beijing(t, "2026-03-03 00:00") || all[1].At != beijing(t, "2026-03-04 00:00") {
		t.Fatalf("the signer is reminded at %v", all)
	}
	if got := told(all[0].Notices(signer, all[0].At)); got != "still_sign>gov/gov_head!" {
		t.Errorf("half a day: %s", got)
	}
}

// Two who sign one after the other may have limits that end on one day; each is reminded by his own half day.
func TestTheNextSignerIsRemindedByHisOwnHalfDay(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	asked := func(clock string) []Reminder {
		s := State{Status: CountySigning}
		s.Clocks.start(NewLimit(p, LimitSigner, beijing(t, clock), p.Limit.SignerWD.Value, regulation.Art24))
		return Reminders(s, p)
	}
	first, second := asked("2026-10-12 10:40"), asked("2026-10-12 16:20")
	if len(first) != 2 || len(second) != 2 || !first[0].Due.Equal(second[0].Due) {
		t.Fatalf("%v %v", first, second)
	}
	for i := range first {
		if first[i].At.Equal(second[i].At) || first[i].Key() == second[i].Key() {
			t.Errorf("%s: %s and %s have the key %s", first[i].Step, first[i].At, second[i].At, first[i].Key())
		}
	}
	s := State{Status: CountySigning}
	s.Clocks.start(NewLimit(p, LimitSigner, beijing(t, "2026-10-12 16:20"), p.Limit.SignerWD.Value, regulation.Art24))
	if _, ok := Remind(s, second[0].Key(), p, beijing(t, "2026-10-13 12:00")); !ok {
		t.Error("the second signer is not reminded")
	}
	if _, ok := Remind(s, first[0].Key(), p, beijing(t, "2026-10-13 12:00")); ok {
		t.Error("the second signer is reminded by the first one's half day")
	}
}
