package sample

import (
	"slices"

	"huiyin/internal/office"
	"huiyin/internal/org"
)

// ArticleSample is an article of the demo county's knowledge base: what its direct answers rest on.
type ArticleSample struct {
	Title, Words, Answer, Category string
	Unit                           org.UnitID
}

// Articles makes the knowledge base out of the answers that the stories cite, each once, owned by the unit whose duty the category is; and a few more.
func Articles() []ArticleSample {
	var out []ArticleSample
	add := func(title, words, answer, category string) {
		duty := office.Suggest(category, "", nil, Duties())
		if title == "" || len(duty) == 0 || slices.ContainsFunc(out, func(a ArticleSample) bool { return a.Title == title }) {
			return
		}
		out = append(out, ArticleSample{Title: title, Words: words, Answer: answer, Category: category, Unit: duty[0].Unit})
	}
	for _, s := range Stories() {
		add(s.Knowledge, s.Title, s.Answer, s.Category)
	}
	add("排水管网由谁管护", "下水道堵塞 污水外溢 窨井盖", "城区主次道路的排水管网由县城市管理局管护，建成小区红线内的由物业或业主共同维护，乡镇驻地的由乡镇政府管护。遇到堵塞外溢，县长热线转责任单位现场处置。", "0204")
	add("路灯不亮怎样报修", "路灯坏了 不亮 报修", "城区道路路灯由县城市管理局维护，报修时请说明路名、灯杆编号或最近的门牌；乡村路灯由所在乡镇、街道维护。", "0203")
	return out
}
