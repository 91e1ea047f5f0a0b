package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
)

type clusterListInput struct {
	After string `query:"after" maxLength:"80" pattern:"^[0-9]{1,18}-[0-9A-Za-z-]{1,60}$" doc:"上一页答复的 next"`
}

type clusterInput struct {
	ID string `path:"id" maxLength:"40" doc:"集中反映的 id"`
}

type clusterLineView struct {
	ID       string `json:"id"`
	Category string `json:"category"`
	Town     string `json:"town"`
	Place    string `json:"place"`
	Times    int    `json:"times" doc:"人次：诉求和诉求人的催办"`
	Persons  int    `json:"persons" doc:"人数；匿名的不算"`
	Formed   string `json:"formed"`
	Last     string `json:"last" doc:"最近一次反映"`
	Runs     bool   `json:"runs" doc:"还没有平息"`
	Case     string `json:"case,omitempty" doc:"督办的 id"`
}

type clusterOrderView struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Status string `json:"status"`
	Unit   string `json:"unit,omitempty"`
	Times  int    `json:"times"`
}

type clusterDayView struct {
	Day   string `json:"day"`
	Times int    `json:"times"`
	Total int    `json:"total" doc:"到这一天累计"`
}

// ClusterLine is embedded by an exported name: the document leaves out what is not.
type ClusterLine = clusterLineView

type clusterDetailView struct {
	ClusterLine
	Orders []clusterOrderView `json:"orders"`
	Days   []clusterDayView   `json:"days"`
}

type clusterListView struct {
	Items []clusterLineView `json:"items"`
	Next  string            `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
}

func clusterLine(v desk.ClusterView) clusterLineView {
	return clusterLineView{v.ID, v.Category, v.Town, v.Place, v.Times, v.Persons, v.Formed, v.Last, v.Runs, v.Case}
}

// clusters is 集中反映 (Art. 21(6)), to be read.
func (a *API) clusters() {
	register(a, asks("clusters", "/clusters", access.Gathered, "督办", "集中反映（第二十一条（六）），最近反映的在前", http.StatusNotFound, http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *clusterListInput) (*out[clusterListView], error) {
			p, err := c.reader.Clusters(ctx, in.After)
			if err != nil {
				return nil, err
			}
			return answer(clusterListView{list(p.Items, clusterLine), p.Next})
		})
	register(a, asks("cluster", "/clusters/{id}", access.Gathered, "督办", "一起集中反映：工单、每天人次", http.StatusNotFound, http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *clusterInput) (*out[clusterDetailView], error) {
			v, err := c.reader.Cluster(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return answer(clusterDetailView{clusterLine(v), list(v.Orders, func(o desk.ClusterOrder) clusterOrderView {
				return clusterOrderView{o.ID, o.Number, o.Title, o.Status, o.Unit, o.Times}
			}), list(v.Days, func(d desk.ClusterDay) clusterDayView { return clusterDayView{d.Day, d.N, d.Total} })})
		})
}
