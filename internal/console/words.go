package console

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func postOptions(a desk.Account) []parts.Option {
	var out []parts.Option
	for _, p := range a.Posts {
		out = append(out, parts.Option{Value: string(p.ID), Label: p.Title})
	}
	for _, x := range a.Acting {
		out = append(out, parts.Option{Value: string(x.Post.ID), Label: "代行：" + x.Post.Title})
	}
	return out
}

// greeting is the first line of the day: post, date, what presses.
func greeting(p homeProps) string {
	out := p.who.actor.Post.Title
	if p.now.IsZero() {
		return out
	}
	d := calendar.DateOf(p.now)
	out += "　" + d.Chinese() + " " + d.ChineseWeekday() + "　"
	switch h := p.now.In(calendar.Beijing).Hour(); {
	case h < 5, h >= 18:
		out += "晚上好"
	case h < 11:
		out += "上午好"
	case h < 14:
		out += "中午好"
	default:
		out += "下午好"
	}
	for _, x := range p.home.Lights {
		if x.Light == "o" && x.N > 0 {
			out += "，今天到期" + strconv.Itoa(x.N) + "件"
		}
	}
	return out + "。"
}

// homeStats are the numbers of the first page: what there is to do, to read and on the way, drafts, and the lights of the scope. Each equals its list.
func homeStats(p homeProps) []parts.StatProps {
	var out []parts.StatProps
	for _, t := range p.work.tabs {
		if t.Href != "/list/todo" && t.Href != "/list/read" && t.Href != "/list/open" {
			continue
		}
		n := strconv.Itoa(t.Count)
		if t.More {
			n += "+"
		}
		out = append(out, parts.StatProps{Label: t.Label, Value: n, Unit: "件", Href: t.Href})
	}
	if len(p.drafts) > 0 {
		out = append(out, parts.StatProps{Label: "草稿", Value: strconv.Itoa(len(p.drafts)), Unit: "份", Href: "#drafts"})
	}
	if access.May(p.who.actor.Post.Kind, access.Supervising) {
		out = append(out, parts.StatProps{Label: "督办待办", Value: strconv.Itoa(p.supervise), Unit: "件", Href: owedCases(p.who.actor.Post.Kind), Red: p.supervise > 0})
	}
	return append(out, lightStats(p.home)...)
}

func lightStats(h desk.Home) []parts.StatProps {
	var out []parts.StatProps
	for _, x := range h.Lights {
		out = append(out, parts.StatProps{Label: x.Name, Lit: true, Lamp: lamp(desk.Light{Colour: x.Light}), Value: strconv.Itoa(x.N), Unit: "件", Href: "/list/open?light=" + x.Light, Red: x.Hot && x.N > 0})
	}
	return out
}

func width(x spec) parts.Width {
	if x.half {
		return parts.Half
	}
	return parts.Full
}

func hintOf(x spec) string {
	if x.hint != "" {
		return x.hint
	}
	return "照片、PDF、Word、Excel，每个不超过 20 MB"
}

func keyOf(f *web.Form) string { return f.Key() }

func yesWord(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func roundWords(x desk.RoundView) string {
	switch {
	case x.N > 0:
		return "第" + strconv.Itoa(x.N) + "次"
	case x.Guided:
		return "电话引导"
	}
	return "未计次"
}

func revealPath(p orderProps, m desk.Masked) string {
	if !m.Reveal {
		return ""
	}
	return "/orders/" + p.v.ID + "/reveal/" + m.Field
}

func secondsLeft(p orderProps, out desk.Revealed) int { return int(out.Until.Sub(p.now).Seconds()) }

func fieldWord(f string) string {
	return map[string]string{"name": "姓名", "phone": "来电号码", "contact": "联系电话", "home": "住址", "address": "详细地址", "email": "邮箱", "employer": "单位", "words": "原话", "ask": "请求"}[f]
}

// fileRows are the attachments that are no pictures; a picture stands as a small one.
func fileRows(v desk.OrderView) []parts.FileRow {
	var out []parts.FileRow
	for _, f := range v.Files {
		if !f.Picture() {
			out = append(out, parts.FileRow{Name: f.Name, Href: fileAt(v, f), Meta: purposeWord(f.Purpose) + " · " + f.Size, Held: f.Held})
		}
	}
	return out
}

func headProps(v desk.OrderView) parts.OrderHeadProps {
	p := parts.OrderHeadProps{Crumbs: []parts.Anchor{{Text: "工作台", Href: "/"}}, Number: v.Number, Title: v.Title, Tags: orderTags(v), State: v.StatusName,
		Facts: strings.Join(nonEmpty(v.Type, v.Category, v.Channel, v.Unit, coFacts(v)), " · ")}
	if v.Head != nil && v.Status != order.Archived {
		p.Lamp, p.Left, p.Due = lamp(v.Head.Light), v.Head.Light.Word, v.Head.Last+" 截止"
		if v.Head.Provisional {
			p.Due += "（暂定）"
		}
	}
	return p
}

func nonEmpty(all ...string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// hidden reports whether a field is not shown at all, so that the dispatch text stands in its place.
func hidden(m desk.Masked) bool { return m.Sight == access.Never || m.Sight == access.RevealTwo }

// attrs tells the script when a field is needed; without script every field is shown.
func attrs(x spec) templ.Attributes {
	if x.when == "" {
		return nil
	}
	return templ.Attributes{"data-when": x.when}
}

func secrecyWords(v desk.OrderView) string {
	if v.Secrecy == "匿名" {
		return "匿名件，不保存诉求人身份。"
	}
	return "保密件：诉求人信息不向承办单位显示，由县热线办转告（第二十三条（六））。"
}

// emptyHome is the first page of somebody who owes nothing, or whose post handles no orders at all.
func emptyHome(p homeProps) parts.EmptyProps {
	if p.who.actor.Post.Kind.Joint() {
		return parts.EmptyProps{Title: "联合督办", Text: "会同县热线办督办的事项列在督办台账（第二十二条）。", Actions: []parts.Button{parts.Go("督办台账", "/supervise")}}
	}
	if len(p.who.reader.Lists()) == 0 {
		e := parts.EmptyProps{Title: "本岗位不办理工单", Text: "系统、安全、审计三员分立，不接触业务内容。"}
		if access.May(p.who.actor.Post.Kind, access.Organising) {
			e.Text += "单位、岗位、人员和登录账号在这里管理。"
			e.Actions = []parts.Button{parts.Go("机构", "/org"), parts.Go("人员", "/org/people")}
		}
		return e
	}
	return parts.EmptyProps{Title: "现在没有要您办的", Text: "新的工单到了会出现在这里。"}
}
