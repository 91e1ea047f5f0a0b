package console

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/web"
)

func (c *Console) referralRoutes() []web.Route {
	read, write := string(access.Intake), string(access.Dispatching)
	return []web.Route{{Method: "GET", Pattern: "/referrals", Permission: read, Handler: c.referralList}, {Method: "GET", Pattern: "/referrals/new", Permission: write, Handler: c.newReferral},
		{Method: "GET", Pattern: "/referrals/{code}", Permission: read, Handler: c.referral}, {Method: "POST", Pattern: "/referrals", Permission: write, Handler: c.setReferral},
		{Method: "POST", Pattern: "/referrals/{code}/end", Permission: write, Handler: c.endReferral}}
}

type referralListProps struct {
	own   []desk.ReferralView
	given []Referral // the reference's lines of grounds of which the county has written none
	q     string
	may   bool
}

type referralProps struct {
	v         desk.ReferralView
	history   []desk.ReferralHistory
	form, end *web.Form // nil for who may not
}

// referrals are what the register sheet proposes: the county's lines that hold today, and the reference's of grounds of which the county has none.
func (c *Console) referrals(ctx context.Context, s session) []Referral {
	own, err := s.reader.Referrals(ctx, "")
	if err != nil {
		return nil
	}
	var out []Referral
	for _, v := range own {
		if !v.Lapsed {
			out = append(out, Referral{Body: v.Body, Phone: v.Phone, Ground: v.Ground})
		}
	}
	return append(out, unwritten(c.profile.Referrals, own)...)
}

// unwritten are the reference's lines of grounds of which the county has written none.
func unwritten(given []Referral, own []desk.ReferralView) []Referral {
	return slices.DeleteFunc(slices.Clone(given), func(r Referral) bool {
		return slices.ContainsFunc(own, func(v desk.ReferralView) bool { return v.Ground == r.Ground })
	})
}

// bodyPhone is the number of the body a caller is sent to: as typed, or the directory's where nothing was.
func (in input) bodyPhone() string {
	if typed := in.get("referral_phone"); typed != "" {
		return typed
	}
	for _, r := range in.c.referrals(in.r.Context(), in.s) {
		if r.Body == in.get("referral") {
			return r.Phone
		}
	}
	return ""
}

// bodies are the names that a field for a body proposes.
func (c *Console) bodies(ctx context.Context, s session) []string {
	var out []string
	for _, r := range c.referrals(ctx, s) {
		out = append(out, r.Body)
	}
	return out
}

// referralList is the referral directory (引导去处).
func (c *Console) referralList(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	q := f.Text("q", "检索词", web.Optional(), web.AtMost(30))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	s := who(r)
	own, err := s.reader.Referrals(r.Context(), q)
	if err != nil {
		return web.Page{}, err
	}
	p := referralListProps{own: own, q: q, may: access.May(s.actor.Post.Kind, access.Dispatching)}
	if q == "" {
		p.given = unwritten(c.profile.Referrals, own)
	}
	return web.Show("引导去处", referralListView(p)).In("referrals"), nil
}

func (c *Console) newReferral(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	ground, body, phone := q.Text("ground", "依据", web.Optional(), web.AtMost(8)), q.Text("body", "单位", web.Optional(), web.AtMost(60)), q.Text("phone", "联系方式", web.Optional(), web.AtMost(40))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	return web.Show("新增一行", referralFormPage(web.NewForm("ground", ground, "body", body, "phone", phone), nil)).In("referrals"), nil
}

func (c *Console) referralProps(r *http.Request) (referralProps, error) {
	s := who(r)
	v, history, err := s.reader.Referral(r.Context(), r.PathValue("code"))
	p := referralProps{v: v, history: history}
	mark := versionOf(v.Mark)
	if err == nil && access.May(s.actor.Post.Kind, access.Dispatching) {
		p.form, p.end = web.NewForm("code", v.Code, "ground", v.Ground, "body", v.Body, "phone", v.Phone, "until", v.Until, "_shown", mark), web.NewForm("_shown", mark)
	}
	return p, err
}

func (c *Console) referral(r *http.Request) (web.Page, error) {
	p, err := c.referralProps(r)
	return web.Show("引导去处", referralPage(p)).In("referrals"), err
}

func (c *Console) setReferral(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	line := office.Referral{Code: f.Text("code", "行号", web.Optional(), web.AtMost(8)), Ground: f.Choice("ground", "依据", groundOptions()), Body: f.Text("body", "应找的单位", web.AtMost(60)), Phone: f.Text("phone", "联系方式", web.AtMost(40))}
	if d := f.Date("until", "有效期", web.Optional()); !d.IsZero() {
		line.Until = d.Format("2006-01-02")
	}
	key, shown := f.Key(), f.Version("_shown")
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	var now *desk.ReferralView
	if f.OK() {
		_, err := c.desk.SetReferral(r.Context(), who(r).actor, line, shown, key)
		if err == nil {
			c.flash(r, "引导去处已更新，登记单上按它提示。")
			return web.Redirect("/referrals"), nil
		}
		if now, err = c.referralNow(r, line.Code, f, err); err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("引导去处", referralFormPage(f, now)).In("referrals").Again(), nil
}

// referralNow answers a change of a line that somebody else was faster with: the line as it stands now, beside all that was typed, which goes on the new
// version when it is sent again. Any other error comes back.
func (c *Console) referralNow(r *http.Request, code string, f *web.Form, err error) (*desk.ReferralView, error) {
	var lost *desk.Conflict
	if !errors.As(err, &lost) {
		return nil, err
	}
	v, _, err := who(r).reader.Referral(r.Context(), code)
	if err != nil {
		return nil, err
	}
	f.Set("_shown", versionOf(v.Mark))
	f.Fail("", "您填写期间，这一行已由他人修改，还没有保存您的。请对照后再保存，保存后以您填的为准。")
	return &v, nil
}

func (c *Console) endReferral(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason, key, shown := f.Text("reason", "停用的理由", web.AtMost(200)), f.Key(), f.Version("_shown")
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		_, err := c.desk.EndReferral(r.Context(), who(r).actor, r.PathValue("code"), reason, shown, key)
		if err == nil {
			c.flash(r, "已停用。")
			return web.Redirect("/referrals"), nil
		}
		if _, err = c.referralNow(r, r.PathValue("code"), f, err); err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	p, err := c.referralProps(r)
	p.end = f
	return web.Show("引导去处", referralPage(p)).In("referrals").Again(), err
}

func groundWords(code string) string {
	g, _ := order.GroundOf(code)
	return g.Clause.String() + "　" + g.Name
}

// shownOr0 is the version of a line that its form goes on; 0 is a new line's.
func shownOr0(f *web.Form) string {
	if v := f.Value("_shown"); v != "" {
		return v
	}
	return "0"
}

func untilOr(day string) string {
	if day == "" {
		return "长期"
	}
	return day
}

func referralTitle(f *web.Form) string {
	if f.Value("code") != "" {
		return "修改"
	}
	return "新增一行"
}

func referralHidden(f *web.Form) map[string]string {
	return map[string]string{"code": f.Value("code"), "_shown": shownOr0(f)}
}
