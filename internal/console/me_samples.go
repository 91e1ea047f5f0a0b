package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) meSamples() []web.Sample {
	page := func(name, state string, pin pinAsk, pinF, secretF *web.Form) web.Sample {
		s := k.as("cgj/principal")
		p := web.Show("我的设置", meView(meProps{who: s, pin: pin, pinF: pinF, secretF: secretF}))
		if !pinF.OK() || !secretF.OK() {
			p = p.Again()
		}
		return k.page(s, "我的设置", name, state, "GET /me", p).At(web.Phone, web.Laptop)
	}
	wrong := k.wrong(k.filled(), "pin", "不要用连号，例如123456")
	return []web.Sample{
		page("me", "还没有签名密码", pinAsk{}, k.filled(), k.filled()),
		page("me-shut", "签名密码停用", pinAsk{PINState: desk.PINState{Set: true, Shut: "10:12"}}, k.filled(), k.filled()),
		page("me-error", "有错", pinAsk{PINState: desk.PINState{Set: true}}, wrong, k.wrong(k.filled(), "fresh_again", "两次填的不一样")),
	}
}
