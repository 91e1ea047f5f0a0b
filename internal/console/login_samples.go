package console

import "huiyin/internal/web"

func (k showroom) loginSamples() []web.Sample {
	page := func(name, state string, f *web.Form) web.Sample {
		p := web.Whole(loginView(k.c.profile, f))
		if !f.OK() {
			p = p.Again()
		}
		return web.Sample{Group: "登录", Name: name, Title: "登录", State: state, Route: "GET /login", Page: p}.At(web.Phone, web.Laptop, web.Desktop)
	}
	return []web.Sample{
		page("login", "正常", k.filled()),
		page("login-error", "有错", k.wrong(k.wrong(k.filled("login", "huawu01"), "", "登录名或密码不对，还可以试4次。"), "password", "请填写密码")),
	}
}
