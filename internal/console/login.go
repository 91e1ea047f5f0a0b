package console

import (
	"errors"
	"fmt"
	"net/http"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (c *Console) loginPage(r *http.Request) (web.Page, error) {
	return web.Whole(loginView(c.profile, web.NewForm())), nil
}

func (c *Console) login(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	name, password := f.Text("login", "登录名", web.AtMost(64)), f.Secret("password", "密码")
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		a, err := c.desk.LogIn(r.Context(), name, password)
		var bad *desk.Invalid
		switch {
		case errors.As(err, &bad):
			f.Fail(bad.Field, bad.Reason)
		case err != nil:
			return web.Page{}, err
		case len(a.Posts) == 0:
			// He has left his posts, or has not begun; a delegation alone opens no door.
			f.Fail("login", "您今天没有在任的岗位：可能已离任、到任日期未到，或到任登记还没有确认。请联系本单位负责人或县热线办。")
		default:
			if err := c.sessions.RenewToken(r.Context()); err != nil {
				return web.Page{}, fmt.Errorf("renew session: %w", err)
			}
			c.sessions.Put(r.Context(), "account", string(a.ID))
			c.sessions.Put(r.Context(), "post", string(a.Posts[0].ID))
			return web.Redirect("/"), nil
		}
	}
	return web.Whole(loginView(c.profile, f)).Again(), nil
}

func (c *Console) logout(r *http.Request) (web.Page, error) {
	if err := c.sessions.Destroy(r.Context()); err != nil {
		return web.Page{}, fmt.Errorf("end session: %w", err)
	}
	return web.Redirect("/login"), nil
}

// changePost lets a person with several posts act in another one (换岗).
func (c *Console) changePost(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	post := org.PostID(f.Text("post", "岗位", web.AtMost(80)))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if _, _, err := c.desk.ActorOf(r.Context(), who(r).actor.Account, post); err != nil || post == "" {
		return web.Page{}, web.NotFound()
	}
	c.sessions.Put(r.Context(), "post", string(post))
	return web.Redirect("/"), nil
}
