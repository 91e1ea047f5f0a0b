package api

import (
	"context"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
)

type threatView struct {
	Order   string   `json:"order" doc:"工单编号"`
	ID      string   `json:"id"`
	Dangers []string `json:"dangers" doc:"听到了什么"`
	Found   string   `json:"found"`
	Open    bool     `json:"open" doc:"待处置"`
	Way     string   `json:"way" doc:"怎么处置的；没有处置是空"`
}

type trendView struct {
	ID       string `json:"id"`
	Category string `json:"category" doc:"分类编码"`
	Town     string `json:"town" doc:"乡镇街道；全县是空"`
	Day      string `json:"day" doc:"最近七天的最后一天"`
	Weeks    []int  `json:"weeks" doc:"各周件数，最近七天在前"`
	Found    string `json:"found"`
	Open     bool   `json:"open" doc:"待处置"`
	Way      string `json:"way" doc:"怎么处置的；没有处置是空"`
}

type signsView struct {
	Threats []threatView `json:"threats"`
	Trends  []trendView  `json:"trends"`
}

type mediaView struct {
	ID     string   `json:"id"`
	Outlet string   `json:"outlet"`
	Source string   `json:"source"`
	Title  string   `json:"title"`
	Link   string   `json:"link"`
	Due    string   `json:"due" doc:"回应期限"`
	State  string   `json:"state"`
	Orders []string `json:"orders" doc:"关联的工单编号"`
	Answer string   `json:"answer" doc:"回应内容；没有回应是空"`
}

func mediaOf(v desk.MediaView) mediaView {
	return mediaView{v.ID, v.Outlet, v.Source, v.Title, v.Link, v.DueDay, v.State, list(v.Orders, func(o desk.MediaOrder) string { return o.Number }), v.Answer}
}

// signs are 苗头和舆情 to be read (Art. 21(6), 21(7)); they are settled on the pages.
func (a *API) signs() {
	register(a, asks("signs", "/signs", access.Signs, "查询", "苗头线索：威胁和极端言行、趋势（第二十一条（六））"), func(ctx context.Context, c caller, in *overInput) (*out[signsView], error) {
		p, err := c.reader.Signs(ctx, in.Over, time.Time{}, time.Time{})
		if err != nil {
			return nil, err
		}
		return answer(signsView{list(p.Threats, func(v desk.SignView) threatView {
			return threatView{v.Order.Number, v.ID, append([]string{}, v.Dangers...), v.Found, v.Open, v.Way}
		}), list(p.Trends, func(v desk.SignView) trendView {
			return trendView{v.ID, v.CategoryCode, v.TownCode, v.Day, list(v.Weeks, func(w desk.SignWeek) int { return w.N }), v.Found, v.Open, v.Way}
		})})
	})
	register(a, asks("media", "/media", access.Signs, "查询", "媒体报道和回应（第二十一条（七））"), func(ctx context.Context, c caller, in *overInput) (*out[items[mediaView]], error) {
		p, err := c.reader.MediaList(ctx, in.Over, time.Time{})
		if err != nil {
			return nil, err
		}
		return answer(items[mediaView]{list(p.Items, mediaOf)})
	})
	register(a, asks("media_one", "/media/{id}", access.Signs, "查询", "一条媒体报道", http.StatusNotFound), func(ctx context.Context, c caller, in *recordID) (*out[mediaView], error) {
		v, err := c.reader.Media(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(mediaOf(v))
	})
}
