package console

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

type intakeProps struct {
	f            *web.Form
	side         sideProps
	draft        desk.DraftView
	drafts       []desk.DraftView
	rev          int64
	referrals    []Referral
	town, units  []parts.Option
	categories   []parts.Option
	channels     []parts.Option
	cats, places []string // last used
	more, link   []spec
	duty         Profile
	dir          org.Directory
	statements   []desk.StatementView
	sendsUp      bool
	day          *desk.SessionView  // the answering day that the call is taken on
	days         []desk.SessionView // today's others
}

func (c *Console) categories(ctx context.Context) []parts.Option {
	p, err := c.desk.Policy(ctx)
	if err != nil {
		return nil
	}
	var out []parts.Option
	for _, x := range p.Categories() {
		out = append(out, parts.Option{Value: x.Code, Label: x.Label()})
	}
	return out
}

// intakeSpecs are the fields of the 登记单 in the order of the conversation (ux C4).
func (c *Console) intakeSpecs(ctx context.Context, s session) []spec {
	var channels []parts.Option
	if p, err := c.desk.Policy(ctx); err == nil {
		today := calendar.DateOf(c.desk.Now()).String()
		for _, x := range p.Channels {
			if !x.Open(today) {
				continue
			}
			channels = append(channels, parts.Option{Value: x.Code, Label: x.Name})
		}
	}
	return []spec{
		{kind: "text", name: "phone", label: "来电号码", optional: true, max: 30, half: true}, {kind: "select", name: "channel", label: "来源渠道", options: channels, value: "D1", half: true},
		{kind: "text", name: "name", label: "姓名或单位", optional: true, max: 40, half: true}, {kind: "seg", name: "sex", label: "称呼", options: parts.Options("m", "先生", "f", "女士"), optional: true, half: true},
		{kind: "seg", name: "secrecy", label: "保密级别", options: parts.Options("ordinary", "一般", "secret", "保密", "anonymous", "匿名"), value: "ordinary", half: true},
		{kind: "seg", name: "type", label: "诉求类型", options: typeOptions(), value: "complaint"},
		{kind: "area", name: "words", label: "诉求内容（来电人的原话）", max: 20000, rows: 6},
		{kind: "text", name: "title", label: "标题（不写姓名、电话；空着就取内容开头）", optional: true, max: 60},
		{kind: "select", name: "town", label: "乡镇街道", options: townOptions(s), optional: true, half: true}, {kind: "text", name: "place", label: "村、社区、小区", optional: true, max: 40, half: true},
		{kind: "text", name: "address", label: "详细地址", optional: true, max: 80, half: true}, {kind: "select", name: "category", label: "诉求分类", options: c.categories(ctx), optional: true, half: true},
		{kind: "text", name: "ask", label: "诉求人请求", optional: true, max: 500},
	}
}

// moreSpecs are the fields an operator fills less often; they stand in a fold.
func (c *Console) moreSpecs(s session) []spec {
	return []spec{
		{kind: "text", name: "contact", label: "联系电话（与来电不同时）", optional: true, max: 30, half: true}, {kind: "text", name: "home", label: "住址", optional: true, max: 80, half: true},
		{kind: "select", name: "caller_kind", label: "主体", options: parts.Options("person", "个人", "company", "企业", "organisation", "其他组织"), value: "person", half: true},
		{kind: "text", name: "email", label: "邮箱", optional: true, max: 80, half: true}, {kind: "text", name: "employer", label: "单位名称", optional: true, max: 60, half: true},
		{kind: "select", name: "urgency", label: "紧急程度", options: parts.Options("routine", "平件", "urgent", "急件", "critical", "特急"), value: "routine", half: true},
		{kind: "check", name: "no_reply", label: "不需要回复", optional: true, half: true}, {kind: "check", name: "public", label: "同意公开案例", optional: true, half: true},
		{kind: "text", name: "persons", label: "涉及人数", optional: true, max: 6, half: true}, {kind: "text", name: "occurred", label: "发生时间（照原话）", optional: true, max: 40, half: true},
		{kind: "text", name: "reported", label: "被反映方名称", optional: true, max: 60, half: true}, {kind: "text", name: "reported_tel", label: "被反映方电话", optional: true, max: 30, half: true},
		{kind: "select", name: "reported_unit", label: "被反映的成员单位（转办时回避）", options: unitOptions(s), optional: true, half: true},
		{kind: "select", name: "reported_post", label: "被反映的人员（按岗位，所在单位回避）", options: reportedPosts(s), optional: true, half: true},
		{kind: "datetime", name: "taken_at", label: "来电（来件）时间", optional: true, hint: "空着就是现在；早于2小时为补录", half: true}, {kind: "text", name: "late_reason", label: "补录原因", optional: true, max: 200, half: true},
		{kind: "text", name: "outer_no", label: "上级工单编号", optional: true, max: 60, half: true}, {kind: "date", name: "outer_due", label: "上级截止日期", optional: true, half: true},
		{kind: "select", name: "instruction_post", label: "领导当场意见：哪位领导", options: leaderOptions(s), optional: true, half: true}, {kind: "text", name: "instruction", label: "领导的意见", optional: true, max: 500},
		{kind: "select", name: "flag", label: "特别标记", options: parts.Options("sudden", "突发", "budding", "苗头性", "trend", "趋势性", "media", "媒体曝光", "threat", "扬言", "unrest", "涉稳"), optional: true, half: true},
		{kind: "file", name: "files", label: "附件（照片、来件扫描）", optional: true, camera: true},
	}
}

func leaderOptions(s session) []parts.Option {
	var out []parts.Option
	for _, p := range s.reader.Directory().Posts() {
		if p.Kind.Leader() {
			out = append(out, parts.Option{Value: string(p.ID), Label: p.Title})
		}
	}
	return out
}

func linkSpecs() []spec {
	return []spec{{kind: "text", name: "under", label: "并入的主办工单编号（处置方式选并单）", optional: true, max: 40, half: true},
		{kind: "text", name: "link", label: "关联以前的工单编号", optional: true, max: 40, half: true}, {kind: "text", name: "link_reason", label: "认定理由（相似度不高时）", optional: true, max: 200, half: true},
		{kind: "check", name: "count_guidance", label: "此前电话引导过的，计为一次诉求", optional: true, value: "1"}}
}

// notSame is the reason for which a high likeness is set aside; it stands on the sheet itself where it is asked for.
var notSame = spec{kind: "text", name: "not_same", label: "不是同一件事的理由", optional: true, max: 200}

// onDay is the answering day that the call is taken on; the sheet shows it as a line of its own.
var onDay = spec{kind: "text", name: "session", label: "接听日", optional: true, max: 64}

func (c *Console) intakePage(r *http.Request) (web.Page, error) {
	f := web.NewForm()
	s := who(r)
	for _, x := range c.sheetSpecs(r.Context(), s) {
		if x.value != "" {
			f.Set(x.name, x.value)
		}
	}
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	id := q.Text("draft", "草稿", web.Optional(), web.AtMost(80))
	day := q.Text("session", "接听日", web.Optional(), web.AtMost(64))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if day != "" {
		if err := s.reader.StartOnDay(r.Context(), day, f.Set); err != nil {
			return web.Page{}, err
		}
	}
	if id == "" {
		return c.showIntake(r, f, desk.DraftView{})
	}
	d, err := s.reader.Draft(r.Context(), id)
	if errors.Is(err, desk.ErrNotFound) {
		c.flash(r, "这份草稿已经提交或删除")
		return web.Redirect("/intake"), nil
	}
	if err != nil {
		return web.Page{}, err
	}
	f.Resume(d.ID)
	for name, v := range d.Fields {
		f.Set(name, v...)
	}
	return c.showIntake(r, f, d)
}

// sheetSpecs is every field of the sheet.
func (c *Console) sheetSpecs(ctx context.Context, s session) []spec {
	dispose := disposeSpecs(ctx, c, s, desk.OrderView{})
	for i := range dispose {
		if dispose[i].name == "way" {
			dispose[i].options = append(dispose[i].options, parts.Option{Value: "merge", Label: "并单"})
		}
	}
	return slices.Concat(c.intakeSpecs(ctx, s), c.moreSpecs(s), linkSpecs(), []spec{notSame, onDay}, alarmSpecs(), dispose)
}

func (c *Console) showIntake(r *http.Request, f *web.Form, d desk.DraftView) (web.Page, error) {
	s := who(r)
	side, err := c.sideOf(r, f)
	if err != nil {
		return web.Page{}, err
	}
	p := c.intakeProps(r.Context(), s, f, d, side)
	if p.cats, p.places, err = s.reader.Used(r.Context()); err != nil {
		return web.Page{}, err
	}
	if p.drafts, err = s.reader.Drafts(r.Context()); err != nil {
		return web.Page{}, err
	}
	p.statements = c.runningStatements(r)
	if p.day, p.days, err = s.reader.DaysFor(r.Context(), f.Value("session")); err != nil {
		return web.Page{}, err
	}
	return web.Show("登记单", intakeView(p)).In("intake").As(parts.DeskFrame), nil
}

func (c *Console) intakeProps(ctx context.Context, s session, f *web.Form, d desk.DraftView, side sideProps) intakeProps {
	return intakeProps{sendsUp: access.May(s.actor.Post.Kind, access.SendingUp), f: f, side: side, draft: d, town: townOptions(s), units: unitOptions(s), duty: c.profile, referrals: c.referrals(ctx, s), rev: d.Rev, dir: s.reader.Directory(),
		categories: c.categories(ctx), channels: c.intakeSpecs(ctx, s)[1].options, more: c.moreSpecs(s), link: linkSpecs()}
}

func (c *Console) intake(r *http.Request) (web.Page, error) {
	s := who(r)
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	in := input{c: c, r: r, f: f, s: s, by: order.By{Actor: s.actor}, times: map[string]time.Time{}}
	specs := c.sheetSpecs(r.Context(), s)
	urge := f.Value("way") == "urge"
	if urge {
		specs = urgeSpecs(specs)
	}
	if f.Value("session") != "" {
		specs = withWay(specs, claimWay)
	}
	if err := in.read(specs); err != nil {
		return web.Page{}, err
	}
	persons := 0
	if f.Value("persons") != "" {
		persons = f.Int("persons", "涉及人数", 0, 100000, web.Optional())
	}
	key := f.Key()
	rev := f.Int("rev", "草稿版本", 0, 1<<30, web.Optional())
	statement := f.Text("statement", "事件口径", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	draft := desk.Draft{Phone: in.get("phone"), Name: in.get("name"), Town: in.get("town"), Place: in.get("place"), Category: in.get("category"), Words: in.get("words")}
	if f.OK() {
		var done desk.Done
		var err error
		said := "已登记，编号 "
		if urge {
			said = "已登记催办，工单 "
			done, err = c.urgeAgain(in, key)
		} else {
			done, err = c.register(in, key, draft, persons, statement)
		}
		if err == nil {
			if f.Value("way") == "merge" {
				said = "已登记并入 " + in.get("under") + " 一并办理，编号 "
			}
			c.flash(r, said+done.Number)
			return web.Redirect("/orders/" + done.ID), nil
		}
		if !f.Refuse(asInvalid(onSheet(err, in.under()))) {
			return web.Page{}, err
		}
	}
	page, err := c.showIntake(r, f, desk.DraftView{Rev: int64(rev)})
	return page.Again(), err
}

// urgeSpecs are the fields of the sheet where the call is only about an order under way: nothing need be written, and the way is one more.
func urgeSpecs(all []spec) []spec {
	for i := range all {
		all[i].optional = true
	}
	return withWay(all, parts.Option{Value: "urge", Label: "催办"})
}

// withWay adds one more way to the ways of the sheet.
func withWay(all []spec, o parts.Option) []spec {
	for i := range all {
		if all[i].name == "way" {
			all[i].options = append(all[i].options, o)
		}
	}
	return all
}

// urgeAgain records the caller's word as an urge on the order under way, not as a new appeal (Art. 10(4), 21).
func (c *Console) urgeAgain(in input, key string) (desk.Done, error) {
	id, err := in.s.reader.FindNumber(in.r.Context(), in.get("link"))
	if err != nil {
		return desk.Done{}, &desk.Invalid{Field: "link", Reason: "没有找到编号为“" + in.get("link") + "”的工单，请核对。"}
	}
	return c.desk.Do(in.r.Context(), desk.Ask{Actor: in.s.actor, Order: id, Route: desk.IntakeRoute, Key: key,
		Commands: []order.Command{order.Urge{By: in.by, Caller: true, Note: in.private("words")}}})
}

// register makes the registration and what is decided on the spot, in one append.
func (c *Console) register(in input, key string, draft desk.Draft, persons int, statement string) (desk.Done, error) {
	now := c.desk.Now()
	taken := in.times["taken_at"]
	if taken.IsZero() {
		taken = now
	}
	earlier := ""
	if n := in.get("link"); n != "" {
		var err error
		if earlier, err = in.s.reader.FindNumber(in.r.Context(), n); err != nil {
			return desk.Done{}, &desk.Invalid{Field: "link", Reason: "没有找到编号为“" + n + "”的工单，请核对。"}
		}
	}
	phone, err := in.s.reader.CallerOf(in.r.Context(), in.get("phone"), earlier)
	if err != nil {
		return desk.Done{}, err
	}
	title := in.get("title")
	if title == "" {
		title = desk.Headline(in.get("words"), in.get("name"))
	}
	q := order.Request[order.Private]{Channel: in.get("channel"), OuterNo: in.get("outer_no"), TakenAt: taken, Type: order.Type(in.get("type")), Category: in.get("category"),
		Urgency: order.Urgency(in.get("urgency")), Secrecy: order.Secrecy(in.get("secrecy")), NeedReply: !in.yes("no_reply"), Public: in.yes("public"), Persons: persons, Town: in.get("town"),
		Place: in.get("place"), Occurred: in.get("occurred"), Title: title, CallerKind: order.CallerKind(in.get("caller_kind")), Sex: in.get("sex"), Name: in.private("name"), Phone: phone,
		Contact: in.private("contact"), Email: in.private("email"), Employer: in.private("employer"), Home: in.private("home"), Address: in.private("address"), Words: in.private("words"), Ask: in.private("ask"),
		ReportedUnit: org.UnitID(in.get("reported_unit")), Reported: in.private("reported"), ReportedTel: in.private("reported_tel")}
	if in.alarm() != nil {
		q.Urgency = order.Critical // an emergency is urgent whatever was chosen (Art. 7)
	}
	if p := in.get("reported_post"); p != "" {
		q.ReportedPosts = []org.PostID{org.PostID(p)}
	}
	if fl := in.get("flag"); fl != "" {
		q.Flags = []string{fl}
	}
	if d := in.times["outer_due"]; !d.IsZero() {
		end := calendar.DateOf(d).Next().Midnight()
		q.OuterDue = &end
	}
	cmd := c.desk.NewRegister(order.Register{By: in.by, Request: q, LateReason: in.private("late_reason")})
	for i := range in.files {
		in.files[i].Purpose = "request"
	}
	cmd.Files = in.files
	if cmd.Answering, err = in.s.reader.TakenOn(in.r.Context(), in.get("session"), in.get("channel"), taken); err != nil {
		return desk.Done{}, err
	}
	if in.answering = cmd.Answering; in.answering != nil && in.answering.Post != "" && in.get("instruction_post") == "" {
		in.f.Set("instruction_post", string(in.answering.Post)) // who answers is who decides
	}
	in.text = desk.MaskedText(in.get("words"), in.get("ask"), in.get("name"), title, q.Secrecy)
	if in.get("instruction") != "" || in.get("instruction_post") != "" && in.answering == nil {
		cmd.Instruction = &order.Instruction[order.Private]{Post: org.PostID(in.get("instruction_post")), At: taken, Words: in.private("instruction")}
	}
	if earlier != "" {
		link, _, err := in.s.reader.LinkTo(in.r.Context(), earlier, draft, in.get("link_reason"), in.yes("count_guidance"))
		if err != nil {
			return desk.Done{}, err
		}
		cmd.Link = link
	}
	commands := []order.Command{cmd}
	if statement != "" {
		return c.desk.Do(in.r.Context(), desk.Ask{Actor: in.s.actor, Route: desk.IntakeRoute, Key: key, Commands: commands, Statement: statement, Alarm: in.alarm()})
	}
	more, err := disposeCommands(in)
	if err != nil {
		return desk.Done{}, err
	}
	for _, m := range more {
		if !access.May(in.s.actor.Post.Kind, access.Intake) {
			return desk.Done{}, desk.ErrForbidden
		}
		commands = append(commands, m)
	}
	ask := desk.Ask{Actor: in.s.actor, Route: desk.IntakeRoute, Key: key, Commands: commands, Alarm: in.alarm()}
	if cmd.Declined, err = in.s.reader.Overridden(in.r.Context(), draft, cmd.Link, in.under(), in.get("not_same")); err != nil {
		return desk.Done{}, err
	}
	if cmd.Declined != nil && in.get("not_same") == "" {
		// The order that is so alike may be this very sheet, sent before.
		if done, ok, err := c.desk.Again(in.r.Context(), ask); ok || err != nil {
			return done, err
		}
	}
	commands[0] = cmd
	return c.desk.Do(in.r.Context(), ask)
}

// under is the number of the order that the sheet is merged under, "" where it goes another way.
func (in input) under() string {
	if in.get("way") != "merge" {
		return ""
	}
	return in.get("under")
}

// onSheet puts what is wrong with a merge to the sheet's own field.
func onSheet(err error, under string) error {
	var no *regulation.Refusal
	if under != "" && errors.As(err, &no) && no.Field == "number" {
		out := *no
		out.Field = "under"
		return &out
	}
	return err
}
