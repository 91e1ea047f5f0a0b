package office

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// The scenario files under testdata/spec are the specification of the office's own life, written as those of the order are (internal/order/spec_test.go):
//
//	at 2026-03-02 09:30 [谁] 命令 名=值 …   a command
//	want 事件 名=值 …                      what followed, with these values
//	want 拒绝 第十条（一） 词               a refusal by that article, whose code or reason holds the word
//	see 名=值 …                            how the article, the statement or the shift stands now
//
// A command without a want must not be refused.
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
	w := &world{t: t, answered: true, facts: map[string]string{}}
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
			w.hold(words[1:], w.seen())
			wants++
		}
	}
	w.settle()
	if steps == 0 || wants == 0 {
		t.Fatalf("%s: a scenario needs at least one at and one want or see", file)
	}
}

// world is one article, one statement and the shifts of one office.
type world struct {
	t     *testing.T
	where string
	now   time.Time

	article   Article
	statement Statement
	shift     Handover
	directive Directive
	session   Session
	abuse     Abuse
	record    Record
	roster    Roster
	serial    int
	law       lawWorld
	county    countyWorld

	facts    map[string]string // of the last event, by name
	event    string
	err      error
	answered bool
	about    string // what see looks at
}

func (w *world) fatalf(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("%s\n\t%s", w.where, fmt.Sprintf(format, args...))
}

// settle holds that a command nobody asked about was not refused.
func (w *world) settle() {
	w.t.Helper()
	if !w.answered && w.err != nil {
		w.fatalf("before this line: refused: %v", w.err)
	}
	w.answered = true
}

func (w *world) day(s string) time.Time {
	w.t.Helper()
	at, err := time.ParseInLocation("2006-01-02T15:04", s, calendar.Beijing)
	if err != nil {
		w.fatalf("%v", err)
	}
	return at
}

func post(u org.UnitID, k org.Kind) org.Actor {
	p := org.PostOf(u, k)
	return org.Actor{Account: org.AccountID(string(u) + "-" + string(k)), Post: org.Post{ID: p, Unit: u, Kind: k, Title: map[org.Kind]string{org.Operator: "话务员", org.UnitHandler: "具办人员"}[k]}}
}

// people of the scenarios; 话务员乙 is another operator.
var people = map[string]org.Actor{
	"分办员": post(org.HotlineOffice, org.Dispatcher), "话务员": post(org.HotlineOffice, org.Operator), "话务员乙": {Account: "operator-2", Post: post(org.HotlineOffice, org.Operator).Post},
	"负责人": post(org.HotlineOffice, org.OfficeHead), "负责人乙": {Account: "head-2", Post: post(org.HotlineOffice, org.OfficeHead).Post}, "城管局": post("cgj", org.UnitHandler), "教育局": post("jyj", org.UnitHandler),
	"督办员": post(org.HotlineOffice, org.Supervisor), "外包话务员": post(org.HotlineOffice, org.Outsourced),
}

var units = map[string]org.UnitID{"城管局": "cgj", "教育局": "jyj", "空": ""}

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

func (w *world) at(words []string) {
	w.t.Helper()
	if len(words) < 4 {
		w.fatalf("at needs a date, a time, a person and a command")
	}
	w.now = w.day(words[0] + "T" + words[1])
	who, ok := people[words[2]]
	do := commands[words[3]]
	if do == nil {
		do = dayCommands[words[3]]
	}
	if do == nil {
		do = abuseCommands[words[3]]
	}
	if do == nil {
		do = countyCommands[words[3]]
	}
	if do == nil {
		do = recordCommands[words[3]]
	}
	if do == nil {
		do = signCommands[words[3]]
	}
	if !ok || do == nil {
		w.fatalf("no person %s or no command %s", words[2], words[3])
	}
	a := args{}
	for _, kv := range words[4:] {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			w.fatalf("%s is not 名=值", kv)
		}
		a[k] = v
	}
	w.answered, w.event, w.facts = false, "", map[string]string{}
	w.err = do(w, who, a)
}

func (w *world) want(words []string) {
	w.t.Helper()
	w.answered = true
	if words[0] != "拒绝" {
		if w.err != nil || w.event != words[0] {
			w.fatalf("got %q %v", w.event, w.err)
		}
		w.hold(words[1:], w.facts)
		return
	}
	var no *regulation.Refusal
	if !errors.As(w.err, &no) {
		w.fatalf("not refused: %q %v", w.event, w.err)
	}
	if no.Article.String() != words[1] || no.Code == "" || !strings.ContainsFunc(no.Reason, func(c rune) bool { return c >= 0x4e00 }) {
		w.fatalf("refused by %s: %s %s", no.Article, no.Code, no.Reason)
	}
	for _, word := range words[2:] {
		if no.Code != word && !strings.Contains(no.Reason, word) {
			w.fatalf("refused with %s: %s", no.Code, no.Reason)
		}
	}
}

func (w *world) hold(words []string, facts map[string]string) {
	w.t.Helper()
	for _, kv := range words {
		k, v, _ := strings.Cut(kv, "=")
		if got, ok := facts[k]; !ok || got != v {
			w.fatalf("%s=%q of %v", k, got, facts)
		}
	}
}

func yes(b bool) string { return map[bool]string{true: "是", false: "否"}[b] }

func (w *world) seen() map[string]string {
	switch w.about {
	case "规则", "日历":
		return w.seenLaw()
	case "口径":
		return map[string]string{"版本": strconv.Itoa(w.statement.V), "有效": yes(w.statement.Runs(w.now)), "已答复": strconv.Itoa(w.statement.Uses), "口径": w.statement.Draft.Text}
	case "批示件":
		t, _ := w.directive.Task("cgj")
		return map[string]string{"未反馈": yes(w.directive.Open()), "已报齐": yes(w.directive.Answered()), "最近期限": w.directive.Due(), "城管局办结": yes(t.Done), "城管局期限": t.Due}
	case "记录":
		return w.seenRecord()
	case "占用":
		return w.seenAbuse()
	case "渠道", "去处", "对账":
		return w.seenCounty()
	case "接听":
		return map[string]string{"状态": w.session.State(calendar.DateOf(w.now)).Name(), "日期": w.session.Plan.Day, "已预告": yes(w.session.Notice != nil), "改过": strconv.Itoa(w.session.Changes)}
	case "值班表":
		week := w.roster.Weeks[calendar.DateOf(w.now).Monday().String()]
		return map[string]string{"已排": strconv.Itoa(len(week.Marks)), "缺": strconv.Itoa(len(Gaps(w.roster.Unit, calendar.Embedded(), calendar.DateOf(w.now).Monday(), calendar.DateOf(w.now), week.Marks)))}
	case "班":
		return map[string]string{"接着办": strconv.Itoa(len(w.shift.Out.Items)), "已接班": yes(w.shift.Taken())}
	}
	c := w.article.Content
	return map[string]string{"状态": w.article.Status.Name(), "版本": strconv.Itoa(w.article.Version), "答复口径": c.Answer, "有效期至": c.ValidTo, "待审核": yes(w.article.Proposal != nil), "公开": yes(w.article.Open(w.now)), "提醒": yes(Nearing(w.article.Status, c.ValidTo, 30, w.now))}
}

var eventWords = map[string]string{"article_proposed": "已提出", "article_published": "已发布", "article_returned": "已退回", "article_reviewed": "已复核", "article_withdrawn": "已停用",
	"article_asked": "已请起草", "article_offered": "已提出公开", "article_opened": "已公开", "article_shut": "已不公开"}

// decide asks the rule, writes what followed down as the log does and reads it again.
func (w *world) decide(c Command) error {
	w.t.Helper()
	w.about = "条目"
	before := w.article
	all, err := Decide(w.article, c, w.now)
	if err != nil {
		return err
	}
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
		w.article, w.event = Evolve(w.article, again), eventWords[kind]
	}
	w.facts = w.seen()
	w.facts["以前的版本"] = strconv.Itoa(before.Version)
	return nil
}

var commands = map[string]func(*world, org.Actor, args) error{
	"提出": func(w *world, who org.Actor, a args) error {
		return w.decide(Propose{Actor: who, ID: "a1", Number: "ZS0001", Content: Content{Title: a.get("标题", "居住证办理"), Words: a.get("别的问法", ""),
			Answer: a.get("答复口径", "带身份证和租房合同到派出所办理，十五个工作日领证。"), Unit: units[a.get("单位", "城管局")], ValidTo: a.get("有效期至", "2026-12-31")}})
	},
	"发布": func(w *world, who org.Actor, _ args) error { return w.decide(Publish{Actor: who}) },
	"退回": func(w *world, who org.Actor, a args) error {
		return w.decide(Return{Actor: who, Reason: a.get("理由", "请写明依据")})
	},
	"复核": func(w *world, who org.Actor, a args) error {
		return w.decide(Review{Actor: who, ValidTo: a.get("有效期至", "2027-06-30")})
	},
	"停用": func(w *world, who org.Actor, a args) error {
		return w.decide(Withdraw{Actor: who, Reason: a.get("理由", "政策已经废止")})
	},
	"请起草": func(w *world, who org.Actor, a args) error {
		return w.decide(Ask{Actor: who, ID: "a1", Number: "ZS0001", Unit: units[a.get("单位", "城管局")], Title: a.get("标题", "居住证办理"), Order: a.get("工单", "o1")})
	},
	"提出公开": func(w *world, who org.Actor, _ args) error { return w.decide(Offer{Actor: who}) },
	"核对公开": func(w *world, who org.Actor, _ args) error { return w.decide(Open{Actor: who}) },
	"不公开": func(w *world, who org.Actor, a args) error {
		return w.decide(Shut{Actor: who, Reason: a.get("理由", "政策正在修订")})
	},
	"引用": func(w *world, _ org.Actor, _ args) error {
		v, err := Cite(w.article, w.now)
		w.event, w.facts = "已引用", map[string]string{"版本": strconv.Itoa(v)}
		return err
	},
	"发布口径": func(w *world, who org.Actor, a args) error {
		w.about = "口径"
		e, err := w.statement.Publish(Draft{Title: a.get("事件", "城南片区停水"), Place: a.get("地点", ""), Text: a.get("口径", "城南主管道破裂，供水公司正在抢修，预计今晚八点恢复。"), Owner: units[a.get("责任单位", "城管局")],
			From: w.day(a.get("从", w.now.Format("2006-01-02T15:04"))), Until: w.day(a.get("到", "2026-03-02T20:00"))}, who.Account, w.now)
		if err == nil {
			w.statement, w.event = w.statement.Evolve(e), "口径已发布"
			w.facts = w.seen()
		}
		return err
	},
	"结束口径": func(w *world, who org.Actor, _ args) error {
		w.about = "口径"
		e, err := w.statement.End(who.Account, w.now)
		if err == nil {
			w.statement, w.event = w.statement.Evolve(e), "口径已结束"
		}
		return err
	},
	"按口径答复": func(w *world, _ org.Actor, _ args) error {
		w.about = "口径"
		e, err := w.statement.Use("o1", w.now)
		if err == nil {
			w.statement, w.event, w.facts = w.statement.Evolve(e), "已按口径答复", map[string]string{"版本": strconv.Itoa(e.V)}
		}
		return err
	},
	"登记批示件": func(w *world, who org.Actor, a args) error {
		w.about = "批示件"
		kind := map[string]SubjectKind{}
		for _, k := range SubjectKinds() {
			kind[k.Name()] = k
		}
		c := GiveDirective{Actor: who, Post: org.PostID(a.get("领导", string(org.PostMagistrate))), Day: w.day(a.get("日期", w.now.In(calendar.Beijing).Format("2006-01-02T15:04"))), Text: a.get("批示", "请城管局、教育局抓紧办好。"),
			Subject: Subject{Kind: kind[a.get("类别", "信息专报")], Order: a.get("工单", ""), Title: a.get("标题", "学校周边积水"), Source: a.get("出处", "热线信息专报第12期")}}
		if u := a.get("反映", ""); u != "" {
			c.About = []org.UnitID{units[u]}
		}
		for _, u := range strings.FieldsFunc(a.get("单位", "城管局、教育局"), func(r rune) bool { return r == '、' }) {
			c.Tasks, c.Whats = append(c.Tasks, DirectiveTask{Unit: units[u], Due: a.get("完成", "2026-03-10"), What: Words{Ref: "w"}}), append(c.Whats, a.get("要求", "查清原因，报结果。"))
		}
		if err := c.Check(w.now); err != nil {
			return err
		}
		w.directive = Directive{}.Evolve(DirectiveGiven{At: w.now, Post: c.Post, Day: c.Day, Subject: c.Subject, About: c.About, Tasks: c.Tasks})
		w.directive.ID, w.event = "d1", "批示件已登记"
		w.facts = w.seen()
		return nil
	},
	"报落实": func(w *world, who org.Actor, a args) error {
		w.about = "批示件"
		e, err := w.directive.Answer(who, a.get("情况", "已疏通。"), a.get("办结", "是") == "是", w.now)
		if err == nil {
			w.directive, w.event = w.directive.Evolve(e), "落实情况已报"
			w.facts = w.seen()
			w.facts["晚"] = yes(e.Late)
		}
		return err
	},
	"退回补充": func(w *world, who org.Actor, a args) error {
		w.about = "批示件"
		e, err := w.directive.SendBack(who, units[a.get("单位", "城管局")], a.get("理由", "请写明数量。"), a.get("完成", "2026-03-12"), w.now)
		if err == nil {
			w.directive, w.event = w.directive.Evolve(e), "已退回补充"
			w.facts = w.seen()
		}
		return err
	},
	"催落实": func(w *world, who org.Actor, a args) error {
		w.about = "批示件"
		e, err := w.directive.Urge(who, units[a.get("单位", "城管局")], a.get("内容", "请抓紧报落实情况。"), w.now)
		if err == nil {
			w.directive, w.event = w.directive.Evolve(e), "批示件已催办"
			w.facts = w.seen()
			w.facts["第几次"] = strconv.Itoa(e.Count)
		}
		return err
	},
	"反馈领导": func(w *world, who org.Actor, a args) error {
		w.about = "批示件"
		e, err := w.directive.Report(who, map[string]string{"书面呈报": "paper", "当面汇报": "told"}[a.get("方式", "书面呈报")], a.get("内容", "两家都已办完。"), w.now)
		if err == nil {
			w.directive, w.event = w.directive.Evolve(e), "已反馈领导"
			w.facts = w.seen()
			w.facts["晚"] = yes(e.Late)
		}
		return err
	},
	"交班": func(w *world, who org.Actor, a args) error {
		w.about = "班"
		c := HandOver{Account: who.Account, Post: who.Post.ID}
		c.Settled = strings.FieldsFunc(a.get("办完", ""), func(r rune) bool { return r == '、' })
		serial := w.serial
		for _, k := range ItemKinds() {
			n, _ := strconv.Atoi(a.get(k.Name(), "0"))
			for range n {
				serial++
				c.New = append(c.New, NewItem{ID: strconv.Itoa(serial), Kind: k, Words: Words{Ref: "w" + strconv.Itoa(serial)}})
			}
		}
		if a.get("没写内容", "否") == "是" {
			c.New = append(c.New, NewItem{ID: "x", Kind: ItemCall})
		}
		e, err := c.Do(w.shift, w.now)
		if err != nil {
			return err
		}
		most := 0
		w.serial = serial
		for _, i := range e.Items {
			most = max(most, i.Times)
		}
		w.shift, w.event = Handover{ID: "h" + strconv.Itoa(w.serial) + w.now.String(), Out: e}, "已交班"
		w.facts = map[string]string{"接着办": strconv.Itoa(len(e.Items)), "办完": strconv.Itoa(len(e.Settled)), "交接最多次": strconv.Itoa(most)}
		return nil
	},
	"接班": func(w *world, who org.Actor, _ args) error {
		w.about = "班"
		e, err := w.shift.Take(who.Account, who.Post.ID, w.now)
		if err == nil {
			w.shift.In, w.event = e, "已接班"
		}
		return err
	},
}
