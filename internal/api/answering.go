package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
)

type answeringInput struct {
	From string `query:"from" maxLength:"10" doc:"从哪天所在的一周起，共6周，例如 2026-03-02；不写是上周起"`
}

type sessionInput struct {
	ID string `path:"id" maxLength:"64" doc:"接听日"`
}

type sessionView struct {
	ID        string            `json:"id"`
	Day       string            `json:"day"`
	From      string            `json:"from"`
	Until     string            `json:"until"`
	Kind      string            `json:"kind" enum:"magistrate,leader,department" doc:"县长、县领导、县直部门"`
	Who       string            `json:"who" doc:"接听的领导岗位或部门"`
	Place     string            `json:"place"`
	Topic     string            `json:"topic"`
	Contact   string            `json:"contact"`
	State     string            `json:"state" enum:"planned,today,unminuted,held,cancelled"`
	Announced string            `json:"announced" doc:"预告发布在哪里；没有发布是空"`
	Cancelled string            `json:"cancelled" doc:"取消的原因"`
	Calls     int               `json:"calls" doc:"登记的来电数"`
	Register  []sessionCallView `json:"register" doc:"来电登记表，只列看得到的；列表里是空"`
}

type sessionCallView struct {
	N      int    `json:"n"`
	ID     string `json:"id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Way    string `json:"way" doc:"当场分办、自行领办、转其他单位……"`
	Words  string `json:"words" doc:"领导的当场意见"`
	Unit   string `json:"unit"`
	Status string `json:"status"`
}

func answeringDay(v desk.SessionView) sessionView {
	return sessionView{ID: v.ID, Day: v.Date, From: v.Plan.From, Until: v.Plan.Until, Kind: string(v.Plan.Kind), Who: v.Who, Place: v.Place, Topic: v.Topic, Contact: v.Contact, State: string(v.State), Announced: v.Noticed,
		Cancelled: v.Cancelled, Calls: v.Count, Register: list(v.Calls, func(c desk.SessionCall) sessionCallView {
			return sessionCallView{N: c.N, ID: c.ID, Number: c.Number, Title: c.Title, Way: c.Way, Words: c.Words, Unit: c.Unit, Status: c.Status}
		})}
}

// answering is the schedule of the answering days and a day's register, to be read.
func (a *API) answering() {
	register(a, asks("answering", "/answering", access.Sessions, "查询", "接听日安排（第十一条）", http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *answeringInput) (*out[items[sessionView]], error) {
		var from calendar.Date
		if in.From != "" {
			var err error
			if from, err = calendar.ParseDate(in.From); err != nil {
				return nil, badField("from", "日期应写成 2026-03-02。")
			}
		}
		p, err := c.reader.AnsweringDays(ctx, from)
		if err != nil {
			return nil, err
		}
		all := []sessionView{}
		for _, w := range p.Weeks {
			all = append(all, list(w.Sessions, answeringDay)...)
		}
		return answer(items[sessionView]{all})
	})
	one := asks("answering_day", "/answering/{id}", access.Sessions, "查询", "一次接听日和来电登记表", http.StatusNotFound)
	register(a, one, func(ctx context.Context, c caller, in *sessionInput) (*out[sessionView], error) {
		v, err := c.reader.Session(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(answeringDay(v))
	})
}
