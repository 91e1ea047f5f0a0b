package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) homeSamples() []web.Sample {
	page := func(s session, name, state string, p homeProps) web.Sample {
		p.who = s
		return k.page(s, "工作台", name, state, "GET /{$}", web.Show("工作台", homeView(p)).In("home"))
	}
	h := k.home()
	var acts []actList
	for _, x := range h.Todo {
		acts = append(acts, actList{counter: x, rows: workRows(k.rows()[:3]), more: true})
	}
	return []web.Sample{
		page(k.as("hotline/dispatcher"), "home", "正常", homeProps{home: h, acts: acts}),
		page(k.as("hotline/dispatcher", "hotline/visitor"), "home-posts", "两个岗位", homeProps{home: h, acts: acts[:1]}),
		page(k.as("cgj/handler"), "home-empty", "空", homeProps{home: desk.Home{Lights: h.Lights}}).At(web.Phone, web.Laptop),
		page(k.as(org.PostOf(org.HotlineOffice, org.SystemAdmin)), "home-admin", "不办件的岗位", homeProps{}),
	}
}
