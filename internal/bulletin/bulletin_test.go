package bulletin

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

var update = flag.Bool("update", false, "write golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s has changed; see it with git diff after -update", name)
	}
}

func code(err error) string {
	var no *regulation.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return ""
}

// week is a week of a small county: two townships and a department.
func week() Input {
	in := Input{Period: Period{Kind: Week, From: "2026-11-23", To: "2026-11-29"}, Pos: 4711,
		Units:    []org.Unit{{ID: "zz", Name: "庄周街道", Group: org.Township}, {ID: "yf", Name: "岳坊镇", Group: org.Township}, {ID: "cgj", Name: "县城管局", Group: org.Department}},
		Channels: []Name{{"D1", "县长热线电话"}, {"C1", "市长热线转办"}}, Types: []Name{{"complaint", "投诉"}, {"consult", "咨询"}},
		Categories: []Name{{"0101", "物业服务"}, {"0204", "下水道积水"}},
		Key:        []KeyOrder{{ID: "o9", Number: "MC202611240016", Channel: "市长热线转办", Title: "路口下水道反复堵塞", Unit: "县城管局", Due: "12月8日", Progress: "办理中", Means: "二级督办"}}}
	add := func(to *[]Sum, kind, unit, category, place, day string, n int64) {
		*to = append(*to, Sum{kind, unit, category, place, day, n})
	}
	for i, d := range in.Period.Dates() {
		n := int64(12 - i)
		for _, k := range []string{"registered", "registered.channel.D1", "registered.type.complaint"} {
			add(&in.Now, k, "", "0101", "zz", d.String(), n)
			add(&in.Before, k, "", "0101", "zz", d.AddDays(-7).String(), 10)
		}
		for _, k := range []string{"registered", "registered.channel.C1", "registered.type.consult", "registered.way.direct"} {
			add(&in.Now, k, "", "0204", "", d.String(), 3)
		}
		add(&in.Now, "registered.way.network", "", "0101", "zz", d.String(), n-1)
	}
	for unit, x := range map[string][5]int64{"zz": {16, 15, 1, 0, 0}, "yf": {6, 4, 0, 1, 1}, "cgj": {4, 4, 0, 0, 0}} {
		for i, kind := range []string{"due", "due.met", "due.late", "due.waits", "due.extended"} {
			add(&in.Now, kind, unit, "0101", unit, "2026-11-25", x[i])
			if i < 4 {
				add(&in.Ever, kind, unit, "0101", unit, "", x[i])
			}
		}
		add(&in.Now, "sent", unit, "0101", unit, "2026-11-24", x[0]+2)
		add(&in.Now, "sent.signed", unit, "0101", unit, "2026-11-24", x[0])
		add(&in.Now, "heard", unit, "0101", unit, "2026-11-26", x[1]+2)
		add(&in.Now, "heard.satisfied", unit, "0101", unit, "2026-11-26", x[1])
	}
	add(&in.Ever, "due", "yf", "0101", "yf", "", 2) // of the weeks before, open still
	add(&in.After, "due", "cgj", "0101", "zz", "", 9)
	add(&in.Now, "due", "cgj", "0101", "zz", "2026-12-01", 5) // not due yet: no figure of the period counts it
	add(&in.Now, "cluster.contacts", "", "0204", "zz", "2026-11-27", 6)
	slices.SortFunc(in.Now, func(a, b Sum) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return in
}

// said is a draft as a reader of plain text sees it.
func said(d Draft) string {
	var b strings.Builder
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "## %s\n\n", s.Title)
		for _, one := range s.Sentences {
			b.WriteString(d.Say(one) + "\n")
		}
		for _, g := range d.Tables {
			if g.Section != s.ID {
				continue
			}
			fmt.Fprintf(&b, "\n%s\n%s\n", g.Caption, strings.Join(g.Heads, "｜"))
			for _, l := range g.Rows {
				var row []string
				for _, c := range l.Cells {
					row = append(row, c.Text)
				}
				b.WriteString(strings.Join(row, "｜") + "\n")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestAWeekIsCompiled: late and overdue stand apart with the units named; what is due after the period is counted nowhere in it; the same input is the same draft to the byte.
func TestAWeekIsCompiled(t *testing.T) {
	d := Compile(week())
	golden(t, "week.txt", said(d))
	a, err := Canonical(d)
	b, err2 := Canonical(Compile(week()))
	if err != nil || err2 != nil || string(a) != string(b) {
		t.Errorf("compiled twice, two drafts: %v %v", err, err2)
	}
	for token, want := range map[string]string{"应办结": "25", "按期办结": "23", "逾期办结": "1", "逾期未办结": "1", "按期提交待审": "1", "按期办结率": "92.0%", "累计逾期未办结": "3", "在办未到期": "9", "受理环比": "上升20.0%",
		"逾期办结单位": "庄周街道1件", "逾期未办结单位": "岳坊镇1件", "满意率较低单位": "岳坊镇66.7%（4/6）、县城管局66.7%（4/6）", "接通率": None, "集中反映": "庄周街道“下水道积水”6人次", "热点1": "物业服务"} {
		if v, ok := d.Value(token); !ok || v.Text != want {
			t.Errorf("【%s】 says %q, want %q", token, v.Text, want)
		}
	}
	for _, s := range d.Sections {
		for _, one := range s.Sentences {
			if name, bad := d.unknown(one); bad {
				t.Errorf("%s names 【%s】, which is no figure", s.Title, name)
			}
		}
	}
	empty := Compile(Input{Period: week().Period})
	if got := empty.Say("受理【受理量】件，按期办结率【按期办结率】，环比【受理环比】。"); got != "受理0件，按期办结率—，环比持平。" {
		t.Errorf("an empty week says %q", got)
	}
}

// TestFiguresRoundHalfUp: rates have one decimal, halves go up, nothing is divided by nothing.
func TestFiguresRoundHalfUp(t *testing.T) {
	for _, x := range []struct {
		f    Figure
		want string
	}{{Figure{Form: Rate, Num: 140, Den: 143}, "97.9%"}, {Figure{Form: Rate, Num: 1, Den: 16}, "6.3%"}, {Figure{Form: Rate, Num: 1, Den: 2000}, "0.1%"}, {Figure{Form: Rate}, None}, {Figure{Form: Mean, Num: 17, Den: 4}, "4.3个工作日"},
		{Figure{Form: Count, Num: 612}, "612"}, {Figure{Form: Rate, Num: 3, Den: 3, Absent: true}, None}} {
		if got := x.f.Text(); got != x.want {
			t.Errorf("%+v says %s, want %s", x.f, got, x.want)
		}
	}
	for _, x := range []struct {
		now, was int64
		want     string
	}{{612, 584, "上升4.8%"}, {88, 100, "下降12.0%"}, {5, 5, "持平"}, {3, 0, "不可比（上期0件）"}, {0, 0, "持平"}} {
		if got := Change(x.now, x.was); got != x.want {
			t.Errorf("%d after %d is %s, want %s", x.now, x.was, got, x.want)
		}
	}
}

// TestThePartsOfARate: what a rate counts and what it misses are together what it is measured against, kind by kind.
func TestThePartsOfARate(t *testing.T) {
	for _, m := range Metrics() {
		if m.Of == "" || m.Form != Count && m.Over == "" || m.Name == "" || !strings.Contains(m.Definition(), m.Article.String()) {
			t.Errorf("%s has no whole definition", m.ID)
		}
		if found, ok := Find(m.ID); !ok || found.Name != m.Name {
			t.Errorf("%s is not found", m.ID)
		}
		net := func(p Part) map[string]int {
			out := map[string]int{}
			add, sub := m.Terms(p)
			if len(add) > 5 || len(sub) > 4 {
				t.Errorf("%s %s: the archive takes five kinds and four", m.ID, p)
			}
			for _, k := range add {
				out[k]++
			}
			for _, k := range sub {
				out[k]--
			}
			return out
		}
		if m.Form != Rate {
			continue
		}
		num, den, miss := net(Counted), net(Whole), net(Missed)
		for _, k := range []map[string]int{num, den, miss} {
			for kind := range k {
				if num[kind]+miss[kind] != den[kind] {
					t.Errorf("%s: %s is counted %d and missed %d of %d", m.ID, kind, num[kind], miss[kind], den[kind])
				}
			}
		}
	}
}

// TestPeriods: weeks, quarters and years with those before them.
func TestPeriods(t *testing.T) {
	d, _ := calendar.ParseDate("2026-11-25")
	for _, x := range []struct{ kind, from, to, name, days, before, ago string }{
		{"week", "2026-11-23", "2026-11-29", "2026年第48周", "11月23日至29日", "2026-11-16", "2025-11-24"},
		{"month", "2026-11-01", "2026-11-30", "2026年11月", "11月1日至30日", "2026-10-01", "2025-11-01"},
		{"quarter", "2026-10-01", "2026-12-31", "2026年第四季度", "10月1日至12月31日", "2026-07-01", "2025-10-01"},
		{"year", "2026-01-01", "2026-12-31", "2026年度", "1月1日至12月31日", "2025-01-01", "2025-01-01"},
	} {
		p := PeriodOf(PeriodKind(x.kind), d)
		if p.From != x.from || p.To != x.to || p.Name() != x.name || p.Range() != x.days || p.Before().From != x.before || p.YearAgo().From != x.ago {
			t.Errorf("%s: %+v %s %s before %s ago %s", x.kind, p, p.Name(), p.Range(), p.Before().From, p.YearAgo().From)
		}
	}
	today, _ := calendar.ParseDate("2026-11-30")
	for want, p := range map[string]Period{"": {Week, "2026-11-23", "2026-11-29"}, "not_over": {Week, "2026-11-30", "2026-12-06"}, "bad_period": {Week, "2026-11-24", "2026-11-30"}, "backwards": {Days, "2026-11-20", "2026-11-10"},
		"too_long": {Days, "2025-01-01", "2026-11-10"}, "bad_from": {Days, "", "2026-11-10"}, "bad_kind": {"x", "2026-11-01", "2026-11-10"}} {
		if got := code(p.Check(today)); got != want {
			t.Errorf("%+v is refused with %q, want %q", p, got, want)
		}
	}
}

func by(account string, k org.Kind) org.Actor {
	return org.Actor{Account: org.AccountID(account), Post: org.Post{ID: org.PostOf(org.HotlineOffice, k), Unit: org.HotlineOffice, Kind: k}}
}

// TestTheRoadOfABulletin: who wrote it does not review it, who reviewed it does not sign it; figures cannot be typed over, prose may not identify anybody; what is out stays.
func TestTheRoadOfABulletin(t *testing.T) {
	now := time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC)
	sup, rev, head := by("sup", org.Supervisor), by("rev", org.Reviewer), by("head", org.OfficeHead)
	b := Bulletin{ID: "week-2026-11-23"}
	step := func(e any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		kind, body, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(kind, Version, body)
		if err != nil {
			t.Fatal(err)
		}
		b = Evolve(b, again)
		b.Version++
	}
	no := func(want string, _ any, err error) {
		t.Helper()
		if code(err) != want {
			t.Errorf("refused with %q (%v), want %q", code(err), err, want)
		}
	}
	e, err := Make(b, org.Actor{}, Compile(week()), now)
	step(e, err)
	_, err = Make(b, sup, Compile(week()), now)
	no("made_already", nil, err)
	edit := func(a org.Actor, sentence string) (EditedEvent, error) {
		return b.Edit(a, Text{Title: "标题", Sections: []SectionText{{ID: "cases", Sentences: []string{sentence, "  "}}}}, now)
	}
	for want, x := range map[string]string{"no_figure": "按期办结率【我说的】。", "open_bracket": "按期【办结率。", "identity": "王某电话13866661234。", "long_cases": strings.Repeat("长", MostSentence+1)} {
		_, err := edit(sup, x)
		no(want, nil, err)
	}
	_, err = edit(rev, "好。")
	no("not_editor", nil, err)
	ed, err := edit(sup, "按期办结率【按期办结率】。")
	step(ed, err)
	if got := b.Draft.Say(b.Text.Sections[6].Sentences[0]); got != "按期办结率92.0%。" || len(b.Text.Sections) != 8 || len(b.Text.Sections[6].Sentences) != 1 {
		t.Errorf("edited to %q of %d sections", got, len(b.Text.Sections))
	}
	_, err = b.Review(rev, now)
	no("wrong_stage", nil, err)
	sent, err := b.Submit(sup, now)
	step(sent, err)
	_, err = edit(sup, "晚了。")
	no("wrong_stage", nil, err)
	_, err = b.Review(sup, now)
	no("own_work", nil, err)
	_, err = b.SendBack(rev, " ", now)
	no("no_reason", nil, err)
	back, err := b.SendBack(rev, "满意率的话改一改", now)
	step(back, err)
	again, err := b.Retake(sup, Compile(week()), now)
	step(again, err)
	sent, err = b.Submit(sup, now)
	step(sent, err)
	if b.Duty(rev) != "review" || b.Duty(sup) != "" || b.Reads(by("u", org.UnitHandler)) {
		t.Error("who owes what, and for whom it exists")
	}
	looked, err := b.Review(rev, now)
	step(looked, err)
	_, err = b.Sign(sup, approval.ByPIN, now)
	no("not_signer", nil, err)
	_, err = b.Sign(by("rev", org.OfficeHead), approval.ByPIN, now)
	no("reviewed_it", nil, err)
	_, err = b.Sign(head, "", now)
	no("not_confirmed", nil, err)
	signed, err := b.Sign(head, approval.ByPIN, now)
	step(signed, err)
	out, err := b.Publish(sup, "2026年第1期", now)
	step(out, err)
	if b.Stage != Published || !b.Reads(by("u", org.UnitHandler)) || b.Issued.Number != "2026年第1期" {
		t.Errorf("at the end %+v", b.Stage)
	}
	_, err = b.Retake(sup, Compile(week()), now)
	no("wrong_stage", nil, err)
	if Signer(Quarter) != org.GovOfficeHead || Signer(Week) != org.OfficeHead {
		t.Error("who signs")
	}
}

// TestFirstEventsAreReadForEver: the first JSON ever written of each kind must decode (docs/adr).
func TestFirstEventsAreReadForEver(t *testing.T) {
	at := time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC)
	d := Draft{Period: Period{Week, "2026-11-23", "2026-11-29"}, Pos: 7, AsOf: "2026-11-29", Values: []Value{{Token: "受理量", Text: "3", Metric: "registered", Part: Counted, Where: Where{Unit: "cgj"}, Num: 3, Den: 4}},
		Sections: []Section{{ID: "overview", Title: "总体情况", Sentences: []string{"受理【受理量】件。"}}},
		Tables:   []Grid{{ID: "units.township", Section: "handling", Caption: "表1　单位", Heads: []string{"单位", "交办"}, Words: 1, Rows: []Line{{Cells: []Cell{{Text: "庄周街道"}, {Text: "3", Metric: "sent", Bad: true}}, Where: Where{Unit: "zz"}, Sum: true, Order: "o1"}}}},
		Series:   []Point{{Name: "周一", N: 3, Before: 2, Rest: true}}}
	for _, e := range []any{CompiledEvent{At: at, Account: "a", Draft: d, Again: true}, EditedEvent{At: at, Account: "a", Text: Text{Title: "题", Sections: []SectionText{{ID: "overview", Sentences: []string{"话。"}}}}}, SubmittedEvent{At: at, Account: "a"},
		ReviewedEvent{At: at, Account: "b"}, SentBackEvent{At: at, Account: "b", Post: "hotline/reviewer", Note: Kept{Ref: "r", Digest: "d"}}, SignedEvent{At: at, Account: "c", Post: "hotline/office_head", Confirmed: approval.ByPIN}, PublishedEvent{At: at, Account: "a", Number: "2026年第1期"}} {
		kind, body, err := Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		golden(t, "events/"+kind+".v1.json", string(body)+"\n")
		back, err := Decode(kind, Version, body)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := Canonical(back); string(again) != string(body) {
			t.Errorf("%s comes back as %s", kind, again)
		}
	}
	if len(EventKinds()) != 7 {
		t.Error("a kind without its first JSON")
	}
}
