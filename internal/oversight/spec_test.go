package oversight

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// The scenario files under testdata/spec are the specification of supervision, written as those of the order are (internal/order/spec_test.go):
//
//	at 2026-03-02 09:30 [甲|乙|丙|丁|戊|己|庚] [岗位] 命令 名=值 …   a command on an order or on the watch over it
//	want 事件 名=值 …                                  an event of the ledger that followed, with these values; 没有 事件 that none did; 无 that nothing did
//	want 拒绝 第二十二条 词                              a refusal by that article, whose code or reason holds the word
//	want 集中反映 人次=… 人数=… 工单=…                   a cluster that formed; 集中反映增加 that one grew; 没有集中反映 that neither happened
//	want 抽中 共=… 重点件=… 督办件=… 抽样=…              a draw of look-backs
//	see [甲] [n] 名=值 …                                how row n of the ledger stands, without n how many there are
//
// The orders go through the rules of room order, every append through React.
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
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(b), "\n")
	if !strings.HasPrefix(head, "条款：") {
		t.Fatalf("%s: the first line must be 条款：第…条", file)
	}
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, p: p, answered: true, orders: map[string]order.State{}, matters: map[string]order.Matter{}, watches: map[string]Watch{}, callers: map[string]string{}}
	steps, wants := 0, 0
	for i, line := range strings.Split(rest, "\n") {
		w.where = fmt.Sprintf("%s:%d: %s", file, i+2, strings.TrimSpace(line))
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "at":
			w.settle()
			w.at(words[1:])
			steps++
		case "want":
			w.want(words[1:])
			wants++
		case "see":
			w.settle()
			w.see(words[1:])
			wants++
		}
	}
	w.settle()
	if steps == 0 || wants == 0 {
		t.Fatalf("%s: a scenario needs at least one at and one want or see", file)
	}
}

// world is three orders, some of one matter, and the watches over them.
type world struct {
	t        *testing.T
	where    string
	now      time.Time
	p        policy.Policy
	orders   map[string]order.State
	matters  map[string]order.Matter
	watches  map[string]Watch
	serial   int
	numbers  int
	events   []Event
	err      error
	answered bool
	who      string
	area     Area
	callers  map[string]string // the number behind each order
	gathered []ClusterEvent
	leads    leadWorld
	draws    drawWorld
}

func (w *world) fatalf(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("%s\n\t%s", w.where, fmt.Sprintf(format, args...))
}

func (w *world) settle() {
	w.t.Helper()
	if !w.answered && w.err != nil {
		w.fatalf("before this line: refused: %v", w.err)
	}
	w.answered = true
}

var units = map[string]org.UnitID{"城管局": "cgj", "住建局": "zjj", "教育局": "jyj"}

func actor(u org.UnitID, k org.Kind) org.Actor {
	return org.Actor{Account: org.AccountID(string(u) + "-" + string(k)), Post: org.Post{ID: org.PostOf(u, k), Unit: u, Kind: k}}
}

var people = func() map[string]org.Actor {
	m := map[string]org.Actor{"县政府办负责人": {Account: "gov", Post: org.Post{ID: org.PostGovHead, Unit: org.GovOffice, Kind: org.GovOfficeHead}},
		"县长": {Account: "xz", Post: org.Post{ID: org.PostMagistrate, Unit: org.Government, Kind: org.Magistrate}}}
	for _, k := range []org.Kind{org.Operator, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead} {
		m[k.Name()] = actor(org.HotlineOffice, k)
	}
	for n, u := range units {
		for _, k := range []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal} {
			m[n+k.Name()] = actor(u, k)
		}
	}
	return m
}()

type args map[string]string

func (a args) get(name, unset string) string {
	switch v, ok := a[name]; {
	case !ok:
		return unset
	case v == "空":
		return ""
	case strings.HasPrefix(v, "字×"):
		n, _ := strconv.Atoi(strings.TrimPrefix(v, "字×"))
		return strings.Repeat("字", n)
	default:
		return v
	}
}

func (a args) yes(name string) bool { return a[name] == "是" }

func (a args) num(name string, unset int) int {
	if n, err := strconv.Atoi(a[name]); err == nil {
		return n
	}
	return unset
}

func (w *world) private(text string) order.Private {
	if text == "" {
		return order.Private{}
	}
	w.serial++
	return order.Private{Ref: fmt.Sprintf("s%d", w.serial), Text: text, Digest: fmt.Sprintf("d%d", w.serial)}
}

func (w *world) load(label string) order.State {
	s := w.orders[label]
	s.Matter = w.matters[s.MatterID]
	return s
}

func (w *world) at(words []string) {
	w.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", words[0]+" "+strings.Replace(words[1], "24:00", "23:59", 1), calendar.Beijing)
	if err != nil {
		w.fatalf("%v", err)
	}
	if words[1] == "24:00" {
		now = now.Add(time.Minute)
	}
	w.now, words = now, words[2:]
	w.who = "甲"
	if slices.Contains([]string{"甲", "乙", "丙", "丁", "戊", "己", "庚"}, words[0]) {
		w.who, words = words[0], words[1:]
	}
	var by org.Actor
	named := false
	if x, ok := people[words[0]]; ok {
		by, named, words = x, true, words[1:]
	}
	a := args{}
	for _, kv := range words[1:] {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			w.fatalf("%s is not 名=值", kv)
		}
		a[k] = v
	}
	w.answered, w.err, w.events, w.gathered = false, nil, nil, nil
	if words[0] == "时间到" {
		w.onOrder(order.TimerFired{})
		if w.err == nil {
			w.onWatch(Look{})
		}
		return
	}
	if do, ok := orderCommands[words[0]]; ok {
		do(w, by, named, a)
		return
	}
	make, ok := watchCommands[words[0]]
	if !ok {
		w.fatalf("no command %s", words[0])
	}
	if !named {
		by = people["督办员"]
	}
	w.onWatch(make(w, By{by}, a))
}

// onOrder decides about the order and lets the watch react, as the desk does in one append.
func (w *world) onOrder(cs ...order.Command) {
	w.t.Helper()
	before := w.load(w.who)
	if r, ok := cs[0].(order.Register); ok && r.Link != nil {
		before.Matter = w.matters[r.Link.Matter]
	}
	st := before
	var all []order.Event
	for _, c := range cs {
		out, err := order.Decide(st, c, w.p, w.now)
		if err != nil {
			w.err = err
			return
		}
		for _, e := range out {
			st = order.Evolve(st, e)
			if m := order.MatterOf(e); m != "" {
				w.matters[m] = order.EvolveMatter(w.matters[m], e)
			}
		}
		all = append(all, out...)
	}
	w.orders[w.who] = st
	past := 0
	for l, x := range w.orders {
		if l != w.who && x.MatterID == st.MatterID {
			past += x.CallerUrges
		}
	}
	for _, e := range all {
		w.leads.hints = append(w.leads.hints, HintsOfOrder(w.load(w.who), e)...)
	}
	w.keep(React(w.watches[w.who], Story{Before: before, After: w.load(w.who), Events: all, PastUrges: past, Formed: w.gather(before, st)}, w.p, w.now))
}

func (w *world) onWatch(c Command) {
	w.t.Helper()
	out, err := Decide(w.watches[w.who], w.load(w.who), c, w.p, w.now)
	if err != nil {
		w.err = err
		return
	}
	w.keep(out)
}

// keep writes events down as the log does and reads them again.
func (w *world) keep(all []Event) {
	w.t.Helper()
	for _, e := range all {
		kind, body, err := Encode(e)
		if err != nil {
			w.fatalf("%v", err)
		}
		again, err := Decode(kind, Version, body)
		if err != nil {
			w.fatalf("%v", err)
		}
		if _, second, err := Encode(again); err != nil || !bytes.Equal(body, second) {
			w.fatalf("%s reads back as %s: %v", body, second, err)
		}
		x := Evolve(w.watches[w.who], again)
		x.Order = w.orders[w.who].ID
		w.watches[w.who] = x
		w.events = append(w.events, again)
		w.leads.hints = append(w.leads.hints, HintsOfWatch(x, again)...)
		seen := map[string]bool{}
		for _, c := range x.Cases {
			if seen[c.Cause] {
				w.fatalf("two rows of cause %s", c.Cause)
			}
			seen[c.Cause] = true
		}
	}
}

var eventWords = map[string]string{"列入督办": "supervision_opened", "督办升级": "supervision_raised", "督办记录": "supervision_acted", "督办单": "sheet_issued", "已反馈督办": "sheet_answered", "督办未反馈": "sheet_missed",
	"督办单作废": "sheet_lapsed", "已认定": "sheet_judged", "问责线索": "lead_proposed", "重新计时": "supervision_paced", "已销号": "supervision_closed"}

func yes(b bool) string { return map[bool]string{true: "是", false: "否"}[b] }

func (w *world) unitName(u org.UnitID) string {
	for n, x := range units {
		if x == u {
			return n
		}
	}
	return string(u)
}

func evidenceWords(all []Evidence) string {
	var out []string
	for _, e := range all {
		out = append(out, e.Words())
	}
	return strings.Join(out, "；")
}

func (w *world) facts(e Event) map[string]string {
	switch e := e.(type) {
	case Opened:
		return map[string]string{"条款": e.Clause.String(), "级别": e.Level.Name(), "方式": e.Means.Name(), "单位": w.unitName(e.Unit), "联合": yes(e.Joint), "证据": evidenceWords(e.Evidence), "行": strconv.Itoa(e.Case)}
	case Raised:
		return map[string]string{"级别": e.Level.Name(), "单位": w.unitName(e.Unit), "联合": yes(e.Joint), "证据": evidenceWords(e.Evidence), "行": strconv.Itoa(e.Case), "时间": e.At.In(calendar.Beijing).Format("2006-01-02T15:04")}
	case SheetIssued:
		return map[string]string{"字号": e.Number, "单位": w.unitName(e.Unit), "级别": e.Level.Name(), "期限": e.Limit.LastDay, "联合": strconv.Itoa(len(e.Joint)), "第几份": strconv.Itoa(e.Sheet), "行": strconv.Itoa(e.Case)}
	case SheetAnswered:
		return map[string]string{"晚": yes(e.Late), "用时": strconv.Itoa(e.Days), "附件": strconv.Itoa(len(e.Files))}
	case SheetLapsed:
		return map[string]string{"为何": map[string]string{"moved": "转走", "closed": "销号"}[e.Why], "单位": w.unitName(e.Unit)}
	case Judged:
		return map[string]string{"落实": yes(e.Solved), "未落实": strconv.Itoa(e.Unsolved)}
	case LeadProposed:
		return map[string]string{"条款": e.Cause.String(), "单位": w.unitName(e.Unit), "次数": strconv.Itoa(e.Unsolved), "依据": strings.Join(e.Sheets, "、")}
	case Closed:
		return map[string]string{"结论": e.Outcome.Name(), "行": strconv.Itoa(e.Case), "级别": e.Level.Name(), "天数": strconv.Itoa(e.Days)}
	}
	return map[string]string{}
}

func (w *world) want(words []string) {
	w.t.Helper()
	w.answered = true
	if w.wantCluster(words) {
		return
	}
	if words[0] != "拒绝" && w.err == nil && w.wantDraw(words) {
		return
	}
	if words[0] == "拒绝" {
		var no *regulation.Refusal
		if !errors.As(w.err, &no) {
			w.fatalf("not refused: %v %v", w.events, w.err)
		}
		if no.Article.String() != words[1] || no.Code == "" || !strings.ContainsFunc(no.Reason, func(c rune) bool { return c >= 0x4e00 }) {
			w.fatalf("refused by %s: %s %s", no.Article, no.Code, no.Reason)
		}
		for _, word := range words[2:] {
			if no.Code != word && !strings.Contains(no.Reason, word) {
				w.fatalf("refused with %s: %s", no.Code, no.Reason)
			}
		}
		return
	}
	if w.err != nil {
		w.fatalf("refused: %v", w.err)
	}
	if w.wantLead(words) {
		return
	}
	var kinds []string
	for _, e := range w.events {
		kinds = append(kinds, e.kind())
	}
	switch words[0] {
	case "无":
		if len(w.events) > 0 {
			w.fatalf("followed: %v", kinds)
		}
		return
	case "没有":
		if slices.Contains(kinds, eventWords[words[1]]) {
			w.fatalf("followed: %v", kinds)
		}
		return
	}
	kind := eventWords[words[0]]
	if kind == "" {
		w.fatalf("no event is called %s", words[0])
	}
	var last string
	for _, e := range w.events {
		if e.kind() != kind {
			continue
		}
		f := w.facts(e)
		if last = miss(words[1:], f); last == "" {
			return
		}
	}
	w.fatalf("followed: %v %s", kinds, last)
}

// miss says what of the wanted values differs.
func miss(words []string, facts map[string]string) string {
	for _, kv := range words {
		k, v, _ := strings.Cut(kv, "=")
		if got, ok := facts[k]; !ok || got != v {
			return fmt.Sprintf("%s=%q of %v", k, got, facts)
		}
	}
	return ""
}

func (w *world) see(words []string) {
	w.t.Helper()
	who := "甲"
	if _, ok := w.orders[words[0]]; ok {
		who, words = words[0], words[1:]
	}
	if w.seeLead(words) {
		return
	}
	x := w.watches[who]
	facts := map[string]string{"督办": strconv.Itoa(len(x.Cases)), "未销号": "0", "定时": ""}
	open := 0
	for _, c := range x.Cases {
		if c.Open() {
			open++
		}
	}
	facts["未销号"] = strconv.Itoa(open)
	timers := map[string]bool{}
	for _, t := range Timers(x, w.load(who)) {
		timers[t.Key()+"@"+t.At.Add(-time.Second).In(calendar.Beijing).Format("2006-01-02")] = true
	}
	facts["定时"] = strings.Join(slices.Sorted(maps.Keys(timers)), "、")
	if n, err := strconv.Atoi(words[0]); err == nil {
		words = words[1:]
		c := x.Case(n)
		if c == nil {
			w.fatalf("no row %d", n)
		}
		maps.Copy(facts, map[string]string{"级别": c.Level.Name(), "单位": w.unitName(c.Unit), "等": StepName(c.Step()), "联合": yes(c.Joint), "条款": c.Item.Clause().String(), "未落实": strconv.Itoa(c.Unsolved),
			"记录": strconv.Itoa(len(c.Actions)), "督办单": strconv.Itoa(len(c.Sheets)), "问责线索": yes(c.Lead)})
	}
	if bad := miss(words, facts); bad != "" {
		w.fatalf("%s", bad)
	}
}
