package order_test

import (
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// args are the 名=值 of a line; whatever no command reads is a spelling mistake.
type args struct {
	w    *world
	m    map[string]string
	seen map[string]bool
}

func (w *world) args(words []string) args {
	a := args{w: w, m: map[string]string{}, seen: map[string]bool{}}
	for _, kv := range words {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			k, v = "", kv
		}
		a.m[k] = v
	}
	return a
}

// get is a value, or what goes without saying; 空 is empty.
func (a args) get(key, otherwise string) string {
	a.seen[key] = true
	v, ok := a.m[key]
	if !ok {
		return otherwise
	}
	if v == "空" {
		return ""
	}
	return v
}

func (a args) yes(key string, otherwise bool) bool {
	v := a.get(key, "")
	return v == "是" || v == "" && otherwise
}

func (a args) num(key string, otherwise int) int {
	n, err := strconv.Atoi(a.get(key, strconv.Itoa(otherwise)))
	if err != nil {
		a.w.fatalf("%s: %v", key, err)
	}
	return n
}

// private is text that a person said: it is kept apart and only its reference is in the log.
func (a args) private(key, otherwise string) order.Private { return a.w.private(a.get(key, otherwise)) }

func (w *world) private(text string) order.Private {
	if text == "" {
		return order.Private{}
	}
	w.serial++
	return order.Private{Ref: fmt.Sprintf("s%d", w.serial), Text: text, Digest: fmt.Sprintf("d%x", crc32.ChecksumIEEE([]byte(text)))}
}

// when reads 2026-03-02T09:30, 09:30 (today) or 空.
func (a args) when(key string, otherwise time.Time) time.Time {
	v := a.get(key, "-")
	switch {
	case v == "-":
		return otherwise
	case v == "":
		return time.Time{}
	}
	d, c, ok := strings.Cut(v, "T")
	if !ok {
		d, c = calendar.DateOf(a.w.now).String(), v
	}
	return a.w.instant(d, c)
}

func (a args) used() {
	for k := range a.m {
		if !a.seen[k] {
			a.w.fatalf("the command reads no %s", k)
		}
	}
}

func oneOf[T ~string](a args, key, otherwise string, all []T, name func(T) string) T {
	v := a.get(key, otherwise)
	for _, x := range all {
		if name(x) == v {
			return x
		}
	}
	return T(v)
}

func (a args) typ(otherwise string) order.Type {
	return oneOf(a, "类型", otherwise, order.Types(), order.Type.Name)
}

func (a args) satisfaction(key, otherwise string) order.Satisfaction {
	return oneOf(a, key, otherwise, []order.Satisfaction{order.Satisfied, order.Fairly, order.Dissatisfied}, order.Satisfaction.Name)
}

func (a args) solved(otherwise string) order.Solved {
	return oneOf(a, "解决", otherwise, []order.Solved{order.SolvedYes, order.SolvedPartly, order.SolvedNo, order.SolvedExplained}, order.Solved.Name)
}

func (a args) unit(otherwise string) org.UnitID {
	v := a.get("单位", otherwise)
	if u, ok := unitNames[v]; ok {
		return u
	}
	if v != "" {
		a.w.fatalf("no unit is called %s", v)
	}
	return ""
}

func (a args) post(key, otherwise string) org.PostID {
	v := a.get(key, otherwise)
	if v == "" {
		return ""
	}
	p, ok := actorOf(v)
	if !ok {
		a.w.fatalf("no post is called %s", v)
	}
	return p.Post.ID
}

// command is one entry of the registry: the post that usually gives it, and how its words are read.
type command struct {
	by   string
	make func(w *world, s order.State, by order.By, a args) order.Command
}

func (c command) command(w *world, s order.State, actor org.Actor, named bool, a args) order.Command {
	if !named {
		actor = usual(w, s, c.by)
	}
	return c.make(w, s, order.By{Actor: actor}, a)
}

// usual is who gives a command where the line names nobody: of a unit, the unit that holds the order.
func usual(w *world, s order.State, by string) org.Actor {
	switch by {
	case "具办人员":
		return inUnit(s.Lead, org.UnitHandler)
	case "主要负责人":
		return inUnit(s.Lead, org.UnitPrincipal)
	case "协办单位":
		return inUnit(aCoUnit(s), org.UnitHandler)
	case "签批人":
		for _, c := range s.OpenChains() {
			for _, i := range c.Open() {
				return holder(c.Steps[i].Post)
			}
		}
		return holder(org.PostOfficeHead)
	case "转办人":
		if s.Level == policy.ByOfficeHead {
			return holder(org.PostOfficeHead)
		}
		return fixedActors["分办员"]
	}
	a, ok := actorOf(by)
	if !ok {
		w.fatalf("nobody is called %s", by)
	}
	return a
}

// stepFor is the chain and step that an actor would sign: his own where one is open, else the first open one.
func stepFor(s order.State, post org.PostID) (string, int) {
	id, step := "", 0
	for _, c := range s.OpenChains() {
		if i := c.OpenFor(post); i >= 0 {
			return c.ID, i
		}
		if open := c.Open(); id == "" && len(open) > 0 {
			id, step = c.ID, open[0]
		}
	}
	return id, step
}

func (w *world) link(a args) *order.Link {
	to := a.get("关联", "")
	if to == "" {
		return nil
	}
	l := order.Link{Matter: w.states[to].MatterID, Score: a.num("相似度", 90), Reason: a.private("关联理由", "")}
	if to == "不存在" {
		l.Matter = "m-none"
	}
	if g := a.get("计引导", ""); g != "" {
		l.CountGuidance = w.states[g].ID
		if l.CountGuidance == "" {
			l.CountGuidance = g
		}
	}
	return &l
}

// decline is the word that a request is not the matter of an order.
func (w *world) decline(a args, of string) order.Decline {
	s := w.states[of]
	return order.Decline{Matter: s.MatterID, Order: s.ID, Score: a.num("相似度", 90), Reason: a.private("认定理由", "")}
}

func (w *world) request(a args) order.Request[order.Private] {
	secrecy := oneOf(a, "保密", "一般", []order.Secrecy{order.Ordinary, order.Secret, order.Anonymous}, order.Secrecy.Name)
	name, phone := "李某某", "13900000001"
	if secrecy == order.Anonymous {
		name, phone = "", ""
	}
	r := order.Request[order.Private]{
		Channel: a.get("渠道", "D1"), OuterNo: a.get("上级编号", ""), TakenAt: a.when("来件时间", w.now), Type: a.typ("投诉"), Category: a.get("分类", "0204"),
		Urgency: oneOf(a, "紧急", "平件", []order.Urgency{order.Routine, order.Urgent, order.Critical}, order.Urgency.Name), Secrecy: secrecy,
		NeedReply: a.yes("要答复", true), Persons: a.num("人数", 1), Title: a.get("标题", "下水道堵塞反复外溢"), CallerKind: order.Person,
		Name: a.private("姓名", name), Phone: a.private("电话", phone), Contact: a.private("联系电话", ""), Email: a.private("邮箱", ""), Home: a.private("住址", ""),
		Words: a.private("内容", "小区门口的下水道堵了半个月，污水漫到路上。"),
	}
	if due := a.when("上级截止", time.Time{}); !due.IsZero() {
		r.OuterDue = &due
	}
	party := a.party()
	r.ReportedUnit, r.ReportedPosts = party.Unit, party.Posts
	if r.OuterNo == "" && (strings.HasPrefix(r.Channel, "N") || strings.HasPrefix(r.Channel, "C") || r.Channel == "P1") && a.m["上级编号"] != "空" {
		r.OuterNo = "SJ" + strconv.Itoa(w.serial)
	}
	return r
}

// party is whom a line reports: a unit, or a post with 的人员.
func (a args) party() order.Party {
	var p order.Party
	for _, v := range strings.FieldsFunc(a.get("被反映", ""), func(r rune) bool { return r == '、' }) {
		if u, ok := unitNames[v]; ok {
			p.Unit = u
		} else if x, ok := actorOf(v); ok {
			p.Posts = append(p.Posts, x.Post.ID)
		} else {
			a.w.fatalf("nobody is called %s", v)
		}
	}
	return p
}

// caller is what the desk knows of the caller of the scenarios, for the detector.
func (a args) clearing() order.Clearing {
	c := order.Clearing{Parts: []string{"幸福里", "3栋2单元501室"}, Reason: a.private("放行理由", "")}
	if a.yes("放行", false) {
		for _, h := range order.DispatchHits(a.w.load(a.w.who), a.m["办理要求"], a.m["文本"], callerNames, c.Parts) {
			c.Cleared = append(c.Cleared, h.Code)
		}
		for _, h := range order.ReplyHits(a.w.load(a.w.who), callerNames, c.Parts) {
			c.Cleared = append(c.Cleared, h.Code)
		}
	}
	return c
}

var callerNames = []string{"李某某", "13900000001"}

const goodReply = "经现场核查，反映的下水道堵塞属实。我局已于当日组织疏通管道，清运淤泥，并安排专人每周巡查一次，依据《安徽省市政设施管理条例》落实养护责任。"

var means = map[string]string{"电话": "phone", "上门": "visit", "短信": "message", "告知": "told", "转接": "transferred", "三方": "three_way"}

func word(v string) string {
	if m, ok := means[v]; ok {
		return m
	}
	return v
}

func files(purpose string, n int) []order.Attachment[order.Private] {
	var out []order.Attachment[order.Private]
	for i := range n {
		out = append(out, order.Attachment[order.Private]{ID: fmt.Sprintf("f%d", i+1), Blob: "b", Purpose: purpose, MIME: "image/jpeg", Size: 1000,
			Name: order.Private{Ref: fmt.Sprintf("fn%d", i+1), Text: "现场.jpg", Digest: "d"}})
	}
	return out
}

// chainID is a new name for a chain.
func (w *world) chainID() string {
	w.serial++
	return fmt.Sprintf("chain-%d", w.serial)
}

// commands is the registry: a new command is one entry, a new case is a new file.
var commands = registry()

func registry() map[string]command {
	m := map[string]command{}
	for _, part := range []map[string]command{deskCommands(), signCommands(), unitCommands(), officeCommands(), coCommands()} {
		for k, c := range part {
			m[k] = c
		}
	}
	return m
}
