package console

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/policy"
	"huiyin/internal/web"
)

// Referral is a public body to which a caller is sent, with the ground of Art. 8 it answers.
type Referral struct{ Body, Phone, Ground string }

func (c *Console) intakeRoutes() []web.Route {
	post := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(access.Intake), Handler: h}
	}
	return []web.Route{post("/intake/side", c.side), post("/intake/draft", c.keepDraft), post("/intake/draft/drop", c.dropDraft), post("/intake/take", c.takeRing),
		{Method: "GET", Pattern: "/intake/rings", Permission: string(access.Intake), Handler: c.ringFeed, Live: true},
		{Method: "POST", Pattern: "/hook/ring", Permission: string(access.Hook), Handler: c.ringHook, MaxBody: 4 << 10}}
}

// textModule is a phrase that an operator calls up with two letters after a semicolon.
type textModule struct{ Code, Text string }

func textModules() []textModule {
	return []textModule{{"fy", "来电人反映的事项应当通过诉讼解决，要求县里处理。"}, {"zc", "来电人反映上述情况，要求有关部门尽快核实处理并答复。"}, {"zx", "来电人咨询相关政策和办理流程，希望得到答复。"},
		{"zf", "来电人再次反映同一事项，称问题仍未解决，要求继续办理。"}, {"cb", "来电人询问办理进展，要求尽快办理。"}, {"bm", "来电人要求对其身份保密。"}}
}

func syllables(s string) string { return desk.Syllables(s) }

// rank is where a value stands among the last used ones, "" where it does not.
func rank(used []string, v string) string {
	if i := slices.Index(used, v); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	return ""
}

type sideProps struct {
	v    desk.Side
	link string
	way  string
	spot bool   // a leader decides on the spot
	into string // number of the order it is merged under
	cat  string
	unit string
}

// side is the panel beside the 登记单 as it stands while somebody types. The body is the form itself: nothing personal is in an address.
func (c *Console) side(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p, err := c.sideOf(r, f)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("参考", sideView(p)), nil
}

func (c *Console) sideOf(r *http.Request, f *web.Form) (sideProps, error) {
	get := func(name string) string {
		return strings.TrimSpace(f.Text(name, name, web.Optional(), web.AtMost(20000)))
	}
	d := desk.Draft{Phone: get("phone"), Name: get("name"), Town: get("town"), Place: get("place"), Category: get("category"), Words: f.Lines("words", "words", web.Optional(), web.AtMost(20000))}
	p := sideProps{link: get("link"), way: get("way"), into: get("under"), cat: d.Category, unit: get("unit"), spot: get("session") != "" && get("instruction") != ""}
	var err error
	p.v, err = who(r).reader.Side(r.Context(), d, p.link, order.Type(get("type")))
	return p, err
}

// hint is the rule that holds for this request, with its article.
func (p sideProps) hint() (title, textOf string) {
	if p.spot {
		return "", "" // the leader's word is the signature (Art. 11)
	}
	n := strconv.Itoa(p.v.Appeals)
	switch p.v.Level {
	case policy.ByOfficeHead:
		return "第" + n + "次诉求，须县热线办负责人分办", "第十条（四）“对二次诉求事项由县热线办负责人分办”。签收后由单位主要负责人直接办理（第十七条）。"
	case policy.ByGovHead:
		return "第" + n + "次诉求，须县政府办负责人签批后转办", "第十条（四）“对三次诉求事项……由县政府办负责人签批后转办”。签收后由单位主要负责人直接办理（第十七条）。"
	case policy.ByDeputyChief:
		return "第" + n + "次诉求，须县政府分管领导签批后转办", "第十条（四）“三次以上诉求事项……由县政府分管领导签批后转办”。签收后由单位主要负责人直接办理（第十七条）。"
	}
	return "", ""
}

// plan is the sentence at the foot: what will become of it.
func (p sideProps) plan() (bold, rest, button string) {
	days := strconv.Itoa(p.v.Days) + "个工作日"
	switch p.way {
	case "urge":
		return "催办 " + p.link, "同一事项还没有办结，不另立一次诉求（第十条（四））", "催办"
	case "claim":
		return "自行领办", "交给接听的部门，当场视同签收；次数多的先签批（第十一条）", "登记并领办"
	case "merge":
		return "并入 " + orText(p.into, "主办工单"), "一件主办，编号不变，结果单独反馈、回访（第十条（三））", "登记并并单"
	case "direct":
		return "直接答复", "只限咨询类，依据知识库（第十条（一））", "直接答复"
	case "phone":
		return "电话转办", "告知单位联系方式，或转接、三方通话（第十条（二））", "电话转办"
	case "refuse":
		return "不予受理", "告知依据和应找的单位，如实记录（第八条）", "不予受理"
	case "log":
		return "登记办结", "只限表扬和无效来电（第九条）", "登记办结"
	case "emergency":
		return "紧急转接", "立即转110、119、120、122", "紧急转接"
	case "up":
		return "退回上级", "只限上级来件", "退回上级"
	case "later":
		return "先登记", "一个工作日内处置", "登记"
	}
	bold = "转办"
	if len(p.v.Units) > 0 {
		bold = "转 " + p.v.Units[0].Name
		if p.v.Units[0].Phone != "" {
			rest = "电话 " + p.v.Units[0].Phone + " · "
		}
	}
	switch {
	case p.spot:
		return bold, rest + "领导的当场意见就是签批，直接待转办（第十一条）", "当场分办"
	case p.v.Level >= policy.ByGovHead:
		return bold, rest + "签批后起算，" + days, "提交呈批"
	case p.v.Level == policy.ByOfficeHead:
		return bold, rest + "县热线办负责人分办后起算，" + days, "提交分办"
	}
	return bold, rest + "送达后起算，" + days, "提交转办"
}

// draftFields is everything on the form that a draft keeps: not the key, not files.
func draftFields(f *web.Form) map[string][]string {
	out := map[string][]string{}
	for name, v := range f.All() {
		if name != "rev" && slices.ContainsFunc(v, func(s string) bool { return s != "" }) {
			out[name] = v
		}
	}
	return out
}

type savedProps struct {
	d     desk.DraftView
	other bool
}

func (c *Console) keepDraft(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	key := f.Key()
	rev := f.Int("rev", "草稿版本", 0, 1<<30, web.Optional())
	if key == "" || !f.OK() {
		return web.Page{}, web.Malformed(errors.New("draft without key or revision"))
	}
	d, other, err := who(r).reader.KeepDraft(r.Context(), key, int64(rev), draftFields(f), web.NewKey())
	if errors.Is(err, desk.ErrGone) {
		return web.Page{}, desk.ErrNotFound
	}
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("已保存", savedView(savedProps{d, other})), nil
}

func (c *Console) dropDraft(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := who(r).reader.DropDraft(r.Context(), key); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "草稿已删除")
	return web.Redirect("/"), nil
}

func (c *Console) takeRing(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id, key := f.Text("ring", "来电", web.AtMost(40)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	s := who(r)
	err = s.reader.TakeRing(r.Context(), id, s.account.Login, key)
	if errors.Is(err, desk.ErrNotFound) {
		c.flash(r, "这个来电已由他人接听，或者已经挂断")
		return web.Redirect("/intake"), nil
	}
	if err != nil {
		return web.Page{}, err
	}
	return web.Redirect("/intake?draft=" + key), nil
}

// ringFeed tells a seat what rings. The page shows a card and never takes the focus.
func (c *Console) ringFeed(r *http.Request) (web.Page, error) {
	s := who(r)
	return web.Live(func(ctx context.Context, send func(web.Event) error) error {
		for {
			all, changed, err := s.reader.Rings(ctx, s.account.Login)
			if err != nil {
				return err
			}
			if err := send(web.Event{Name: "ring", Body: ringCards(all)}); err != nil {
				return err
			}
			select {
			case <-ctx.Done():
				return nil
			case <-changed:
			}
		}
	}), nil
}

// ringHook is told by an exchange that a number rings. It proves itself by a bearer token of which the program knows the SHA-256 alone; without one configured
// the hook is shut.
func (c *Console) ringHook(r *http.Request) (web.Page, error) {
	want, err := hex.DecodeString(c.profile.RingHash)
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	got := sha256.Sum256([]byte(token))
	if err != nil || len(want) != sha256.Size || !ok || subtle.ConstantTimeCompare(got[:], want) != 1 {
		return web.Page{}, web.Forbidden("来电通知的令牌不对，或者没有启用来电通知。")
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	number, line, seat := f.Text("number", "来电号码", web.AtMost(30)), f.Text("line", "线路", web.Optional(), web.AtMost(30)), f.Text("seat", "座席", web.Optional(), web.AtMost(40))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if !f.OK() {
		return web.Page{}, &desk.Invalid{Field: "number", Reason: "没有来电号码，或者太长。"}
	}
	if err := c.desk.Rang(number, line, seat); err != nil {
		return web.Page{}, err
	}
	return web.Done(), nil
}

func percent(n int) string { return strconv.Itoa(n) + "%" }
