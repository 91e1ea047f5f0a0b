package console

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// The acts of 外勤联系单 on the order's page (adr/0033): to give one, which answers with the paper and the address, and to take one back.
var (
	giveSlip = act{permission: access.Slipping, button: "给联系单", done: "外勤联系单已给出", specs: giveSlipSpecs, commands: func(in input) ([]order.Command, error) {
		a := in.c.desk.NewSlip(in.s.actor, in.v.ID, in.f.Key())
		c := order.GiveSlip{By: in.by, ID: a.ID, Hash: a.Hash, Name: in.private("name"), Body: in.private("body"), Purpose: in.private("purpose"), Contact: in.yes("contact"), Progress: in.yes("progress"),
			Number: in.yes("number")}
		if days, err := strconv.Atoi(in.get("days")); err == nil {
			c.Until = in.c.desk.SlipUntil(days)
		}
		return []order.Command{c}, nil
	}, answer: slipGiven}
	revokeSlip = act{permission: access.Slipping, button: "收回", style: parts.RedText, done: "外勤联系单已收回，链接和二维码都打不开了",
		specs: func(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
			var options []parts.Option
			for _, x := range v.Slips {
				if x.End == order.SlipRuns {
					options = append(options, parts.Option{Value: x.ID, Label: x.Body + " " + x.Name + "（" + x.At + " 给出，" + x.Until + " 前有效）"})
				}
			}
			out := spec{kind: "select", name: "slip", label: "收回哪一张", options: options}
			if len(options) == 1 {
				out.value = options[0].Value
			}
			return []spec{out, {kind: "area", name: "reason", label: "收回的原因", optional: true, max: 500, rows: 2}}
		}, commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.RevokeSlip{By: in.by, Slip: in.get("slip"), Reason: in.private("reason")}}, nil
		}}
)

func giveSlipSpecs(_ context.Context, c *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	var options []parts.Option
	for _, d := range []int{0, 1, 3, 5, 7, 10, 15, 30} {
		if d <= v.SlipDays {
			last := calendar.LastDay(c.desk.SlipUntil(d)).ChineseShort() + " 24:00"
			options = append(options, parts.Option{Value: strconv.Itoa(d), Label: map[bool]string{true: "今天，", false: ""}[d == 0] + last + " 前"})
		}
	}
	value := ""
	if len(options) > 2 {
		value = options[2].Value
	}
	out := []spec{{kind: "text", name: "name", label: "外勤人员姓名", max: 20, half: true}, {kind: "text", name: "body", label: "所在村、社区或单位", max: 40, half: true},
		{kind: "area", name: "purpose", label: "交办事由", max: 500, rows: 2, phrases: []string{"请到现场核实并拍照。", "请上门联系诉求人，说明受理情况。", "请完成维修并拍照。"}},
		{kind: "select", name: "days", label: "有效到", options: options, value: value},
		{kind: "check", name: "contact", label: "可以登记与诉求人的联系", value: "1", optional: true},
		{kind: "check", name: "progress", label: "可以留现场情况和照片", value: "1", optional: true}}
	if v.GivesNumber {
		out = append(out, spec{kind: "check", name: "number", label: "可以查看诉求人号码（登记为向外提供，每次查看都有记录）", optional: true})
	}
	return out
}

// slipProps is a slip as it is printed.
type slipProps struct {
	v                          desk.OrderView
	name, body, purpose, until string
	contact, progress, number  bool
	link                       string
	square                     string
	size                       int
	by                         string
}

// slipGiven is the paper with the square code, and the address to send: the only time that it is seen.
func slipGiven(in input, _ desk.Done) (web.Page, error) {
	a := in.c.desk.NewSlip(in.s.actor, in.v.ID, in.f.Key())
	days, _ := strconv.Atoi(in.get("days"))
	p := slipProps{v: in.v, name: in.get("name"), body: in.get("body"), purpose: in.get("purpose"), until: calendar.LastDay(in.c.desk.SlipUntil(days)).ChineseShort() + " 24:00",
		contact: in.yes("contact"), progress: in.yes("progress"), number: in.yes("number"), link: in.c.profile.Base + "/field/" + a.Token, by: in.c.printedBy(in.r)}
	var err error
	if p.square, p.size, err = desk.Square(p.link); err != nil {
		return web.Page{}, err
	}
	return web.Whole(slipPaper(p)), nil
}

func slipMay(contact, progress, number bool) string {
	out := []string{"看这一件的地点、内容和要求"}
	if contact {
		out = append(out, "登记与诉求人的联系")
	}
	if number {
		out = append(out, "查看诉求人号码（有记录）")
	}
	if progress {
		out = append(out, "留现场情况和照片")
	}
	return strings.Join(out, "；")
}

// slipState is how a slip stands, for the order's page.
func slipState(x desk.SlipView) parts.Badge {
	switch x.End {
	case order.SlipBack:
		return parts.Badge{Text: "已收回", Tone: parts.Line}
	case order.SlipExpired:
		return parts.Badge{Text: "已过期", Tone: parts.Line}
	case order.SlipOver:
		return parts.Badge{Text: "已失效", Tone: parts.Line}
	}
	return parts.Badge{Text: "有效", Tone: parts.Green}
}

func slipUse(x desk.SlipView) string {
	if x.Uses == 0 {
		return "还没有打开过"
	}
	return fmt.Sprintf("用过%d次，最近 %s", x.Uses, x.LastUse)
}

// slipRates are what the door of the field lets through in a minute: by address of the asker, and by the slip that is asked for, real or not.
const (
	fieldByAddress = 300
	fieldBySlip    = 60
)

// fieldRoutes are what the holder of a slip reaches without an account.
func (c *Console) fieldRoutes() []web.Route {
	perm := string(access.Public)
	get := web.Route{Method: "GET", Pattern: "/field/{token}", Permission: perm, Handler: c.atDoor(c.fieldOpen)}
	post := func(what string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: "/field/{token}/" + what, Permission: perm, Handler: c.atDoor(h)}
	}
	left := post("progress", c.fieldProgress)
	left.MaxBody, left.Timeout = 100<<20, time.Minute
	return []web.Route{get, post("number", c.fieldNumber), post("contact", c.fieldContact), left}
}

// atDoor counts the knock, and gives whatever opens nothing the same page: the same bytes for a slip that never was and for one that has ended.
func (c *Console) atDoor(h web.Handler) web.Handler {
	return func(r *http.Request) (web.Page, error) {
		now := c.desk.Now()
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		wait := max(c.knocks.Take("from "+host, now), c.slipKnocks.Take(r.PathValue("token"), now))
		if wait > 0 {
			a := web.Standard(web.KindUnavailable, "打开得太密了，请稍等再试。")
			a.Status, a.Retry = http.StatusTooManyRequests, wait
			return web.Page{}, &web.Failure{Answer: a}
		}
		p, err := h(r)
		if errors.Is(err, desk.ErrNotFound) {
			return fieldGone(), nil
		}
		return p, err
	}
}

func fieldGone() web.Page {
	p := web.Show("打不开", fieldGoneView()).Status(http.StatusNotFound)
	p.Head.Middle = true
	return p
}

// fieldProps is the page of a slip's holder.
type fieldProps struct {
	v                 desk.FieldView
	path              string
	number            *desk.Revealed
	seconds           int
	said              string // what has just been done
	key               string // of the forms that hold nothing
	contact, progress *web.Form
}

func (c *Console) fieldPage(v desk.FieldView, p fieldProps, token string) web.Page {
	p.v, p.path, p.key = v, "/field/"+token, web.NewKey()
	if p.contact == nil {
		p.contact = web.NewForm("at", c.desk.Now().In(calendar.Beijing).Format("2006-01-02T15:04"), "means", "visit", "reached", "yes")
	}
	if p.progress == nil {
		p.progress = web.NewForm()
	}
	if p.number != nil {
		p.seconds = int(p.number.Until.Sub(c.desk.Now()).Seconds())
	}
	return web.Show("外勤联系单 "+v.Number, fieldView(p))
}

func (c *Console) fieldOpen(r *http.Request) (web.Page, error) {
	token := r.PathValue("token")
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	done := q.Text("done", "已办", web.Optional())
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	v, err := c.desk.OpenSlip(r.Context(), token)
	if err != nil {
		return web.Page{}, err
	}
	return c.fieldPage(v, fieldProps{said: map[string]string{"contact": "联系情况已登记，承办单位已收到。", "progress": "现场情况已提交，承办单位已收到。"}[done]}, token), nil
}

func (c *Console) fieldNumber(r *http.Request) (web.Page, error) {
	token := r.PathValue("token")
	v, err := c.desk.FieldPage(r.Context(), token)
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	out, err := c.desk.FieldNumber(r.Context(), token)
	if err != nil {
		return web.Page{}, err
	}
	return c.fieldPage(v, fieldProps{number: &out}, token), nil
}

var fieldMeans = parts.Options("visit", "上门", "phone", "电话")
var fieldReached = parts.Options("yes", "已联系上", "no", "没有联系上")

func (c *Console) fieldContact(r *http.Request) (web.Page, error) {
	token := r.PathValue("token")
	v, err := c.desk.FieldPage(r.Context(), token)
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	at, means, reached := f.DateTime("at", "联系时间"), f.Choice("means", "方式", fieldMeans), f.Choice("reached", "结果", fieldReached)
	told, note, key := f.Bool("told", "已告知"), f.Lines("note", "联系情况", web.Optional(), web.AtMost(2000)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := c.desk.FieldLeft(r.Context(), token, key, order.UseSlip{What: order.SlipContact, At: at, Means: means, Reached: reached == "yes", ToldTaken: told, ToldHow: told, Text: order.Private{Text: strings.TrimSpace(note)}})
		if err == nil {
			return web.Redirect("/field/" + token + "?done=contact"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.fieldPage(v, fieldProps{contact: f}, token).Again(), nil
}

func (c *Console) fieldProgress(r *http.Request) (web.Page, error) {
	token := r.PathValue("token")
	v, err := c.desk.FieldPage(r.Context(), token)
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	text, photos, key := f.Lines("text", "现场情况", web.Optional(), web.AtMost(2000)), f.Files("files", "照片", web.FileRule{}), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	use := order.UseSlip{What: order.SlipProgress, Text: order.Private{Text: strings.TrimSpace(text)}}
	for _, h := range photos {
		if !f.OK() {
			break
		}
		b, err := web.Open(h)
		if err != nil {
			return web.Page{}, err
		}
		a, err := c.desk.FieldKeep(r.Context(), token, desk.Upload{Name: h.Filename, Bytes: b})
		if bad, ok := errors.AsType[*desk.Invalid](err); ok {
			f.Fail("files", bad.Reason)
			continue
		}
		if err != nil {
			return web.Page{}, err
		}
		use.Files = append(use.Files, a)
	}
	if f.OK() {
		err := c.desk.FieldLeft(r.Context(), token, key, use)
		if err == nil {
			return web.Redirect("/field/" + token + "?done=progress"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.fieldPage(v, fieldProps{progress: f}, token).Again(), nil
}
