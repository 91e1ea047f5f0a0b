package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) phonebookSamples() []web.Sample {
	const group = "通讯录"
	unit, desker := k.as("cgj/handler"), k.as("hotline/dispatcher")
	line := func(kind office.LineKind, number, note string) office.PhoneLine {
		return office.PhoneLine{Kind: kind, Number: number, Note: note}
	}
	full := func(name string, n string, ok bool) desk.PhoneUnit {
		u := desk.PhoneUnit{Name: name, Own: true, Confirmed: ok, By: name + "承办人员", At: "12月1日 08:50", Lines: map[office.LineKind]office.PhoneLine{
			office.LineOffice: line(office.LineOffice, "0558-9990-1"+n, "办公室"), office.LineDay: line(office.LineDay, "0558-9990-2"+n, "值班室"), office.LineNight: line(office.LineNight, "0558-9990-3"+n, "值班室"),
			office.LineDesk: line(office.LineDesk, "0558-9990-4"+n, "督查股")}}
		if !ok {
			u.By, u.At = "", ""
		}
		return u
	}
	mine := full("县城市管理局", "21", false)
	var towns, bureaus []desk.PhoneUnit
	for i, u := range k.dir.Units() {
		n := string(rune('0'+i%10)) + string(rune('0'+(i/10)%10))
		switch u.Group {
		case org.Township:
			towns = append(towns, full(u.Name, n, i%5 != 0))
		case org.Department:
			bureaus = append(bureaus, full(u.Name, n, i%4 != 0))
		}
	}
	page := desk.PhonebookPage{Month: "2026年12月", Units: 82, Missing: 17, Mine: &mine, MayEdit: true, Due: true, Groups: []desk.PhoneGroup{
		{Name: "县级机关", Units: []desk.PhoneUnit{full("县县长热线受理中心", "00", true)}}, {Name: "乡镇街道", Units: towns}, {Name: "县直部门", Units: bureaus}}}
	calm := page
	calm.Due = false
	one := calm
	one.Groups = []desk.PhoneGroup{{Name: "县直部门", Units: []desk.PhoneUnit{mine}}}
	none := calm
	none.Groups = nil
	show := func(s session, name, state string, p phonebookProps) web.Sample {
		return k.page(s, group, name, state, "GET /phonebook", web.Show("通讯录", phonebookView(p)).In("phonebook"))
	}
	form := k.filled("number_office", "0558-9990-121", "note_office", "办公室", "number_night", "0558-9990-321", "note_night", "值班室")
	own := func(name, state string, f *web.Form) web.Sample {
		return k.page(unit, group, name, state, "GET /phonebook/own", web.Show("本单位号码", phonesForm(page, f)).In("phonebook"))
	}
	return []web.Sample{
		show(unit, "phonebook", "本单位未核对", phonebookProps{page: page}).At(web.Phone, web.Laptop, web.Desktop),
		show(desker, "phonebook-found", "按拼音首字母查到", phonebookProps{page: one, query: "cgj"}),
		show(desker, "phonebook-none", "没有找到", phonebookProps{page: none, query: "zzz", missing: true}),
		own("phonebook-own", "改本单位号码", form).At(web.Phone, web.Laptop),
		own("phonebook-own-error", "写成热线号码", k.wrong(k.filled("number_office", "7812345"), "number_office", "7812345是群众拨打的热线，不能当单位电话；请写内部号码。")),
		{Group: group, Name: "phonebook-paper", Title: "通讯录", State: "打印", Route: "GET /phonebook/print", Page: web.Show("通讯录", phonebookBody(k.c.profile, calm, "打印人 分办员01　2026年12月1日 09:42")), Frame: k.outside},
	}
}
