package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) homeSamples() []web.Sample {
	page := func(s session, name, state string, p homeProps) web.Sample {
		p.who, p.now = s, k.now
		return k.page(s, "工作台", name, state, "GET /{$}", web.Show("工作台", homeView(p)).In("home"))
	}
	h := k.home()
	return []web.Sample{
		page(k.as("hotline/dispatcher"), "home", "正常", homeProps{home: h, work: k.homeWork(k.rows())}),
		page(k.as("hotline/dispatcher", "hotline/visitor"), "home-posts", "两个岗位", homeProps{home: h, work: k.homeWork(k.rows()[:3])}),
		page(k.as("hotline/operator"), "home-empty", "空", homeProps{home: desk.Home{Lights: h.Lights}, work: k.homeWork(nil)}).At(web.Phone, web.Laptop),
		page(k.as(org.PostOf(org.HotlineOffice, org.SystemAdmin)), "home-admin", "不办件的岗位", homeProps{}),
	}
}

// homeWork is 待办 as the first page shows it.
func (k showroom) homeWork(rows []desk.Row) worklistProps {
	p := k.worklist(desk.ListTodo, listRows(desk.ListTodo, rows))
	p.lights, p.acts, p.next = nil, nil, ""
	return p
}
