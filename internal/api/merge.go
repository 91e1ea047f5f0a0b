package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
)

type mergedOrder struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Status string `json:"status" doc:"状态名称"`
}

type mergingView struct {
	Leader  string        `json:"leader,omitempty" doc:"并入哪件（id）；没有并入的不写，承办单位不告知"`
	Number  string        `json:"leader_number,omitempty" doc:"那件的编号"`
	Count   int           `json:"count" doc:"本件下面并有几件"`
	Members []mergedOrder `json:"members" doc:"并入本件的；承办单位只知道件数"`
	Times   int           `json:"times,omitempty" doc:"连本件共反映几人次（第二十一条（六））"`
	Persons int           `json:"persons,omitempty" doc:"共几个人反映"`
	Answer  string        `json:"answer,omitempty" doc:"主办工单的公开答复，照此告诉本件诉求人；结果还没有到的不写"`
	Letters []letterView  `json:"letters" doc:"并办在本件的重点来件；承办单位只知道来源、截止和另外的要求"`
}

// letterView is a key letter that is handled with the order.
type letterView struct {
	ID      string `json:"id,omitempty"`
	Number  string `json:"number,omitempty"`
	Status  string `json:"status,omitempty"`
	Channel string `json:"channel"`
	Due     string `json:"due,omitempty" doc:"上级截止"`
	Ask     string `json:"ask,omitempty" doc:"另外要求承办单位的"`
}

func mergingOf(v desk.MergeView) mergingView {
	return mergingView{v.Leader, v.LeaderNumber, v.Count, list(v.Members, merged), v.Times, v.Persons, v.Answer,
		list(v.Letters, func(x desk.LetterView) letterView {
			return letterView{x.ID, x.Number, x.Status, x.Channel, x.Due, x.Ask}
		})}
}

// MergedOrder is embedded by an exported name: the document leaves out what is not.
type MergedOrder = mergedOrder

type joinableView struct {
	MergedOrder
	Version int64 `json:"version" doc:"并入时 If-Match 用"`
	Score   int   `json:"score" doc:"内容相似度，0—100"`
}

type gatheringView struct {
	Why string         `json:"why,omitempty" doc:"不能并入别的工单的原因；能并入的不写"`
	All []joinableView `json:"orders" doc:"近30天同地点、同分类，还没有转办的，相似的在前；用 POST /orders/{id}/merge 逐件并入"`
}

func merged(x desk.RoundView) mergedOrder { return mergedOrder{x.ID, x.Number, x.Title, x.Status} }

// mergings are what a program needs to know before and after a merge; the deeds themselves stand among the commands.
func (a *API) mergings() {
	register(a, asks("merging", "/orders/{id}/merging", access.Reading, "查询", "怎样并单：并入哪件，下面并有哪些（第十条（三））", http.StatusNotFound), func(ctx context.Context, c caller, in *OrderInput) (*out[mergingView], error) {
		if _, err := c.reader.Order(ctx, in.ID); err != nil {
			return nil, err
		}
		v, err := c.reader.Merging(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(mergingOf(v))
	})
	register(a, asks("mergeable", "/orders/{id}/mergeable", access.Intake, "查询", "可以并入这件的工单", http.StatusNotFound), func(ctx context.Context, c caller, in *OrderInput) (*out[gatheringView], error) {
		g, err := c.reader.Gather(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(gatheringView{g.Why, list(g.All, func(x desk.Joinable) joinableView { return joinableView{merged(x.RoundView), x.Version, x.Score} })})
	})
}
