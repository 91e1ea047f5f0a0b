package order_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// The scenario files under testdata/spec are the specification (design.md §4.3). A file has a line of articles, prose, and then
//
//	at 2026-03-02 09:30 [甲] [岗位] 命令 名=值 …    a command; 甲 is the order where none is named
//	want 事件 名=值 …                              an event that followed, with these values
//	want 没有 事件                                 no such event followed
//	want 拒绝 第十六条 词                           a refusal by that article, whose code or reason holds the word
//	want 无                                        nothing followed
//	see [甲] 名=值 …                               how the order stands now
//	规则 名=值                                     a setting of the county, for orders registered after it
//
// A command without a want must not be refused. Names are in spec_commands_test.go and spec_words_test.go.

func TestSpec(t *testing.T) {
	files, err := filepath.Glob("testdata/spec/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenario files: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) { runSpec(t, f) })
	}
}

func runSpec(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) == 0 || len(specArticles(lines[0])) == 0 {
		t.Fatalf("%s: the first line must be 条款：第…条", file)
	}
	w := newWorld(t)
	steps, wants := 0, 0
	for i, line := range lines[1:] {
		w.where = fmt.Sprintf("%s:%d: %s", file, i+2, strings.TrimSpace(line))
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		switch words[0] {
		case "at":
			w.settleAnswer()
			w.at(words[1:])
			steps++
		case "want":
			w.want(words[1:])
			wants++
		case "see":
			w.settleAnswer()
			w.see(words[1:])
			wants++
		case "规则":
			w.settleAnswer()
			w.rule(words[1:])
		}
	}
	w.settleAnswer()
	if steps == 0 || wants == 0 {
		t.Fatalf("%s: a scenario needs at least one at and one want or see", file)
	}
	w.refold()
}

// specArticles are the articles in a scenario's header.
func specArticles(line string) []regulation.Clause {
	list, ok := strings.CutPrefix(strings.TrimSpace(line), "条款：")
	if !ok {
		return nil
	}
	var out []regulation.Clause
	for _, w := range strings.FieldsFunc(list, func(r rune) bool { return r == '、' || r == ' ' || r == '，' }) {
		if c, err := regulation.ParseClause(w); err == nil {
			out = append(out, c)
		}
	}
	return out
}

// world is a county with several orders, some of one matter, and every event that happened.
type world struct {
	t      tester
	where  string
	now    time.Time
	p      policy.Policy
	rules  map[int]policy.Policy
	cals   map[int]*calendar.Calendar
	states map[string]order.State
	matter map[string]order.Matter
	log    map[string][]order.Event // by order label
	all    []order.Event
	labels map[string]string // order id → label
	copies []order.Copy      // of the last command: who gets the order to read
	serial int

	answered bool // the last command's answer was looked at
	asked    bool
	events   []order.Event
	err      error
	who      string // label of the last command
}

// tester is a test, or one try of a property.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

func newWorld(t tester) *world {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatalf("policy: %v", err)
	}
	return &world{t: t, p: p, rules: map[int]policy.Policy{p.Version: p}, cals: map[int]*calendar.Calendar{p.Calendar.Version: p.Calendar},
		states: map[string]order.State{}, matter: map[string]order.Matter{}, log: map[string][]order.Event{}, labels: map[string]string{}}
}

func (w *world) fatalf(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("%s\n\t%s", w.where, fmt.Sprintf(format, args...))
}

// policyOf is the version of rules and calendar that an order is bound to (Art. 29).
func (w *world) policyOf(s order.State) policy.Policy {
	if s.Status == order.None {
		return w.p
	}
	return w.rules[s.Policy].WithCalendar(w.cals[s.Calendar])
}

// load is an order with its matter, as the archive would read it.
func (w *world) load(label string) order.State {
	s := w.states[label]
	if s.MatterID != "" {
		s.Matter = w.matter[s.MatterID]
	}
	return s
}

func label(words []string) (string, []string) {
	if len(words) > 0 && slices.Contains([]string{"甲", "乙", "丙", "丁"}, words[0]) {
		return words[0], words[1:]
	}
	return "甲", words
}

func (w *world) at(words []string) {
	if len(words) < 3 {
		w.fatalf("at needs a date, a time and a command")
	}
	w.now = w.instant(words[0], words[1])
	who, rest := label(words[2:])
	w.who = who
	var actor org.Actor
	named := false
	if a, ok := actorOf(rest[0]); ok {
		actor, named, rest = a, true, rest[1:]
	}
	if len(rest) == 0 {
		w.fatalf("no command")
	}
	name, args := rest[0], w.args(rest[1:])
	w.asked, w.answered, w.events, w.copies, w.err = true, false, nil, nil, nil
	switch name {
	case "顺利办到":
		w.smooth(who, args)
	case "时间到":
		for _, l := range []string{"甲", "乙", "丙", "丁"} {
			if s := w.load(l); s.Status != order.None {
				w.do(l, order.TimerFired{})
			}
		}
		w.who = who
	case "载入日历":
		w.loadCalendar(args.get("年份", "2027"))
	default:
		make, ok := commands[name]
		if !ok {
			w.fatalf("no command %s", name)
		}
		w.do(who, make.command(w, w.load(who), actor, named, args))
	}
	args.used()
}

// do decides a command, checks what must hold for every decision, and keeps the events.
func (w *world) do(who string, c order.Command) {
	w.t.Helper()
	s := w.load(who)
	p := w.policyOf(s)
	switch c := c.(type) {
	case order.AdoptCalendar:
		p = w.rules[s.Policy].WithCalendar(w.p.Calendar)
	case order.Register:
		if c.Link != nil {
			s.Matter = w.matter[c.Link.Matter]
		}
	}
	events, err := order.Decide(s, c, p, w.now)
	if err != nil {
		w.err = err
		return
	}
	// Two orders change in one append, or none.
	if l, other := otherSide(w, s, c, events); other != nil {
		more, err := order.Decide(w.load(l), other, w.policyOf(w.load(l)), w.now)
		if err != nil {
			w.err = err
			return
		}
		defer func() {
			w.events = append(w.events, more...)
			w.keep(l, w.load(l), more)
		}()
	}
	w.events = append(w.events, events...)
	w.keep(who, s, events)
	if u := w.load(who).Leads(); len(u.Members) > 0 {
		for _, m := range u.Members {
			x := w.load(w.labels[m])
			more, err := order.Decide(x, order.ShareResult{Under: u}, w.policyOf(x), w.now)
			if err != nil {
				w.fatalf("share the result: %v", err)
			}
			w.events = append(w.events, more...)
			w.keep(w.labels[m], x, more)
		}
	}
}

// otherSide is what a merge, a split or an urge does to the leading order.
func otherSide(w *world, s order.State, c order.Command, events []order.Event) (string, order.Command) {
	by := order.By{Actor: order.ActorOf(c)}
	switch c := c.(type) {
	case order.Join:
		for _, e := range events {
			if e, ok := e.(order.MergedEvent); ok {
				x := s.AsLetter(w.policyOf(s), e.Ask)
				return w.labels[c.Under.ID], order.TakeMember{By: by, Order: s.ID, Number: s.Number, Marks: s.Recused(), Letter: &x, ChainID: w.chainID()}
			}
		}
	case order.Merge:
		return w.labels[c.Under.ID], s.Joins(by)
	case order.Split:
		return w.labels[s.Merged.Leader], order.LoseMember{By: by, Order: s.ID}
	case order.UpdateOuter:
		if s.Status == order.Merged && c.Due != nil {
			return w.labels[s.Merged.Leader], order.MoveMember{By: by, Order: s.ID, OuterDue: *c.Due}
		}
	case order.Urge:
		if s.Status == order.Merged {
			return w.labels[s.Merged.Leader], order.Urge{By: by, Caller: c.Caller, Member: s.ID}
		}
	}
	return "", nil
}

func (w *world) keep(who string, s order.State, events []order.Event) {
	for _, e := range events {
		s = order.Evolve(s, e)
		w.copies = append(w.copies, order.Copies(s, e)...)
		if m := order.MatterOf(e); m != "" {
			w.matter[m] = order.EvolveMatter(w.matter[m], e)
		} else {
			w.log[who] = append(w.log[who], e)
		}
		w.all = append(w.all, e)
	}
	w.labels[s.ID] = who
	if got := w.matter[s.MatterID]; !cmp.Equal(got, s.Matter) {
		w.fatalf("the order's matter differs from the matter's own stream: %s", cmp.Diff(got, s.Matter))
	}
	w.states[who] = s
}

// refold reads the whole log again from its stored bytes: the states must be the same.
func (w *world) refold() {
	w.t.Helper()
	matters := map[string]order.Matter{}
	for _, e := range w.all {
		if m := order.MatterOf(e); m != "" {
			matters[m] = order.EvolveMatter(matters[m], reread(w.t, e))
		}
	}
	for who, log := range w.log {
		var s order.State
		for _, e := range log {
			s = order.Evolve(s, reread(w.t, e))
		}
		s.Matter = matters[s.MatterID]
		if d := cmp.Diff(w.load(who), s); d != "" {
			w.t.Fatalf("%s: folding the stored events gives another order: %s", who, d)
		}
	}
}

// reread is an event after a journey through the log: it must come back as the same bytes.
func reread(t tester, e order.Event) order.Event {
	kind, v, body, err := order.Encode(e)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	back, err := order.Decode(kind, v, body)
	if err != nil {
		t.Fatalf("decode: %v", err)
	}
	_, _, again, err := order.Encode(back)
	if err != nil || !bytes.Equal(body, again) {
		t.Fatalf("%s changes in the log: %s became %s (%v)", kind, body, again, err)
	}
	return back
}

// settleAnswer refuses an unexpected refusal.
func (w *world) settleAnswer() {
	w.t.Helper()
	if w.asked && !w.answered && w.err != nil {
		w.fatalf("the command before was refused: %v", w.err)
	}
	w.asked = false
}

func (w *world) want(words []string) {
	w.t.Helper()
	w.answered = true
	if len(words) == 0 {
		w.fatalf("want what")
	}
	switch words[0] {
	case "无":
		if w.err != nil || len(w.events) > 0 {
			w.fatalf("got %v %v", w.err, names(w.events))
		}
		return
	case "拒绝":
		w.wantRefusal(words[1:])
		return
	}
	if w.err != nil {
		w.fatalf("refused: %v", w.err)
	}
	absent := words[0] == "没有"
	if absent {
		words = words[1:]
	}
	kind, ok := eventNames[words[0]]
	if !ok {
		w.fatalf("no event is called %s", words[0])
	}
	var tries []string
	for _, e := range w.events {
		if order.KindOf(e) != kind {
			continue
		}
		bad := ""
		for _, kv := range words[1:] {
			k, v, _ := strings.Cut(kv, "=")
			got, ok := valueOf(e, k)
			if !ok {
				w.fatalf("%s has no %s", words[0], k)
			}
			if got != v {
				bad += fmt.Sprintf(" %s=%s", k, got)
			}
		}
		if bad == "" {
			if absent {
				w.fatalf("it happened")
			}
			return
		}
		tries = append(tries, bad)
	}
	if !absent {
		w.fatalf("got %v%v", names(w.events), tries)
	}
}

func (w *world) wantRefusal(words []string) {
	w.t.Helper()
	var r *regulation.Refusal
	if !errors.As(w.err, &r) {
		w.fatalf("not refused: %v %v", w.err, names(w.events))
	}
	checkRefusal(w.t, r)
	if len(words) > 0 && r.Article.String() != words[0] {
		w.fatalf("refused by %s: %s %s", r.Article, r.Code, r.Reason)
	}
	for _, word := range words[min(1, len(words)):] {
		if r.Code != word && !strings.Contains(r.Reason, word) {
			w.fatalf("refused with %s: %s", r.Code, r.Reason)
		}
	}
}

// checkRefusal holds what every refusal owes: an article of the regulation, a code, a Chinese reason.
func checkRefusal(t tester, r *regulation.Refusal) {
	if _, err := regulation.ParseClause(r.Article.String()); err != nil || r.Code == "" {
		t.Fatalf("refusal without article or code: %+v", r)
	}
	if !strings.ContainsFunc(r.Reason, func(c rune) bool { return c >= 0x4e00 && c <= 0x9fff }) || strings.Contains(r.Reason, "%!") {
		t.Fatalf("refusal without a Chinese reason: %+v", r)
	}
}

func (w *world) see(words []string) {
	w.t.Helper()
	who, rest := label(words)
	s := w.load(who)
	for _, kv := range rest {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			w.fatalf("see needs 名=值, got %s", kv)
		}
		got, ok := seen(s, k)
		if !ok {
			got, ok = w.seenInLists(s, k)
		}
		if !ok {
			got, ok = w.seenInCrowd(who, s, k)
		}
		if !ok {
			w.fatalf("an order shows no %s", k)
		}
		if got != v {
			w.fatalf("%s=%s", k, got)
		}
	}
}

// seenInCrowd counts who spoke of an order and of those merged under it within the last seven days (Art. 21(6)).
func (w *world) seenInCrowd(who string, s order.State, name string) (string, bool) {
	all := [][]order.Spoken{order.SpokenIn(w.log[who])}
	for _, m := range s.Members {
		all = append(all, order.SpokenIn(w.log[w.labels[m.Order]]))
	}
	times, persons := order.Crowd(w.now.AddDate(0, 0, -7), all...)
	n, ok := map[string]int{"人次": times, "反映人数": persons}[name]
	return strconv.Itoa(n), ok
}

func (w *world) instant(date, clock string) time.Time {
	w.t.Helper()
	d, err := calendar.ParseDate(date)
	if err != nil {
		w.fatalf("%v", err)
	}
	if clock == "24:00" {
		return d.Next().Midnight()
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if c, err := time.Parse(layout, clock); err == nil {
			return d.Midnight().Add(time.Duration(c.Hour())*time.Hour + time.Duration(c.Minute())*time.Minute + time.Duration(c.Second())*time.Second)
		}
	}
	w.fatalf("%s is no time of day", clock)
	return time.Time{}
}

func names(events []order.Event) []string {
	var out []string
	for _, e := range events {
		for n, k := range eventNames {
			if k == order.KindOf(e) {
				out = append(out, n)
			}
		}
	}
	return out
}
