package console

import (
	"io"
	"net/http"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// delegationRoutes are 授权 (AB角、主持工作): entered with the dated paper by the post's holder or the office (Art. 5(2)).
func (c *Console) delegationRoutes() []web.Route {
	route := func(method, p string, h web.Handler) web.Route {
		return web.Route{Method: method, Pattern: p, Permission: string(access.Delegating), Handler: h}
	}
	add := route("POST", "/delegations", c.delegate)
	add.MaxBody = 30 << 20
	return []web.Route{route("GET", "/delegations", c.delegations), add, route("GET", "/delegations/{delegation}/scan", c.delegationScan), route("POST", "/delegations/{delegation}/end", c.endDelegation)}
}

type delegationProps struct {
	page   desk.DelegationPage
	f      *web.Form
	posts  []parts.Option
	people []parts.Option
	key    string
}

var scopeOptions = func() []parts.Option {
	var out []parts.Option
	for _, s := range org.Scopes() {
		out = append(out, parts.Option{Value: string(s), Label: s.Name()})
	}
	return out
}()

var delegationKinds = parts.Options("ab", "授权（AB角）", "presiding", "主持工作")

func (c *Console) delegations(r *http.Request) (web.Page, error) {
	return c.showDelegations(r, web.NewForm("kind", "ab", "scope", string(org.WholePost), "from", c.today(), "post", string(who(r).actor.Post.ID)))
}

func (c *Console) showDelegations(r *http.Request, f *web.Form) (web.Page, error) {
	page, err := who(r).reader.Delegations(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := web.Show("授权", delegationView(delegationOf(page, f))).In("delegations")
	if !f.OK() {
		return p.Again(), nil
	}
	return p, nil
}

func delegationOf(page desk.DelegationPage, f *web.Form) delegationProps {
	p := delegationProps{page: page, f: f, key: web.NewKey()}
	for _, x := range page.Posts {
		p.posts = append(p.posts, parts.Option{Value: string(x.ID), Label: x.Title})
	}
	for _, x := range page.People {
		label := x.Name
		if x.Posts != x.Name {
			label += "（" + x.Posts + "）"
		}
		p.people = append(p.people, parts.Option{Value: string(x.Account), Label: label})
	}
	return p
}

func (c *Console) delegate(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	d := org.Delegation{Post: org.PostID(f.Text("post", "岗位", web.AtMost(60))), To: org.AccountID(f.Text("to", "受托人", web.Optional(), web.AtMost(60))),
		Presiding: f.Choice("kind", "方式", delegationKinds) == "presiding", Scope: org.Scope(f.Choice("scope", "授权范围", scopeOptions)), Document: f.Text("document", "文号", web.AtMost(40)),
		From: dayField(f, "from", "起始日期"), Until: dayField(f, "until", "截止日期", web.Optional())}
	files := f.Files("scan", "授权文件", web.FileRule{Required: true, Most: 1, Each: desk.MaxFile})
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		var scan *desk.Upload
		if len(files) > 0 {
			b, err := web.Open(files[0])
			if err != nil {
				return web.Page{}, err
			}
			scan = &desk.Upload{Name: files[0].Filename, Bytes: b}
		}
		_, err := c.desk.Delegate(r.Context(), who(r).actor, d, scan, key)
		if err == nil {
			c.flash(r, "授权已登记。受托人登录后在“换岗”里选择这个岗位办理，签批上注明文号。")
			return web.Redirect("/delegations"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showDelegations(r, f)
}

func (c *Console) endDelegation(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := c.desk.EndDelegation(r.Context(), who(r).actor, r.PathValue("delegation"), key); err != nil {
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
		return c.showDelegations(r, f)
	}
	c.flash(r, "授权已收回，今天起不再有效；已签的照旧。")
	return web.Redirect("/delegations"), nil
}

// delegationScan gives the paper: a picture that was written anew may stand in a page, everything else is only saved.
func (c *Console) delegationScan(r *http.Request) (web.Page, error) {
	mime, b, err := who(r).reader.DelegationScan(r.Context(), r.PathValue("delegation"))
	if err != nil {
		return web.Page{}, err
	}
	write := func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
	if (desk.FileView{MIME: mime}).Picture() {
		return web.Inline("授权文件", mime, int64(len(b)), write), nil
	}
	return web.Download("授权文件", "application/octet-stream", int64(len(b)), write), nil
}

// delegationEnd is the end of a delegation in the record.
func delegationEnd(until string) string {
	if strings.HasSuffix(until, "日") {
		return until + "止"
	}
	return until
}
