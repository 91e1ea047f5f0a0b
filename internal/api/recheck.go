package api

import (
	"context"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
)

type recheckListInput struct {
	Done   bool   `query:"done" doc:"true：已看的；不写是待看的"`
	Why    string `query:"why" enum:"key,supervised,sample" doc:"缘由：重点件、督办件、抽样"`
	Result string `query:"result" enum:"holds,rebound" doc:"结果：属实、反弹"`
	Unit   string `query:"unit" maxLength:"40" doc:"承办单位编码"`
	Draw   int    `query:"draw" minimum:"0" maximum:"100000" doc:"第几次抽取；0 是全部"`
	After  string `query:"after" maxLength:"120" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9A-Za-z-]{1,60}$" doc:"上一页答复的 next"`
}

type recheckLineView struct {
	Order  string `json:"order" doc:"工单的 id"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Unit   string `json:"unit"`
	Why    string `json:"why" doc:"重点件、督办件、抽样"`
	Draw   int    `json:"draw" doc:"第几次抽取"`
	Closed string `json:"closed" doc:"办结日期"`
	Due    string `json:"due" doc:"看完日期"`
	Result string `json:"result,omitempty" enum:"holds,rebound" doc:"属实、反弹；没有就是待看"`
	Done   string `json:"done,omitempty" doc:"什么时候看的"`
}

type recheckListView struct {
	Items   []recheckLineView `json:"items"`
	Next    string            `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
	Open    int               `json:"open" doc:"待看"`
	Late    int               `json:"late" doc:"过了看完日期的"`
	Holds   int               `json:"holds" doc:"属实"`
	Rebound int               `json:"rebound" doc:"反弹"`
	Pool    int               `json:"pool" doc:"办结满期、还没有抽过的"`
}

type recheckBody struct {
	On     *time.Time `json:"on,omitempty" doc:"什么时候看的；不写就是现在"`
	Means  string     `json:"means" enum:"site,phone,papers" doc:"现场查看、电话核实、查阅资料"`
	Result string     `json:"result" enum:"holds,rebound" doc:"属实、反弹"`
	Words  string     `json:"words" minLength:"1" maxLength:"2000" doc:"看到、听到的情况"`
	Rework bool       `json:"rework,omitempty" doc:"反弹的发回重办"`
	Note   string     `json:"note,omitempty" maxLength:"2000" doc:"重办要求；反弹又不重办的，写明理由"`
	Files  []upload   `json:"files,omitempty" maxItems:"9" doc:"照片、材料；现场查看的必须有"`
}

// recheckLines are the one command on an order.
func recheckLines() []line {
	return []line{does("recheck", access.Supervising, "登记回头看（第二十三条（八））", func(c call, b recheckBody) ([]order.Command, error) {
		files, err := c.keep("files", "handling", b.Files...)
		return []order.Command{order.Recheck{By: c.by, On: c.when(b.On), Means: order.RecheckMeans(b.Means), Result: order.RecheckResult(b.Result), Words: private(b.Words), Rework: b.Rework, Note: private(b.Note), Files: files}}, err
	})}
}

func recheckLine(v desk.RecheckView) recheckLineView {
	return recheckLineView{v.Order, v.Number, v.Title, string(v.UnitID), v.Why, v.Draw, v.Closed, v.Due, string(v.Result), v.Done}
}

// rechecks are the look-backs that wait or were done, to be read. The draw is a person's at the screen: nobody draws by a program until it suits him.
func (a *API) rechecks() {
	register(a, asks("rechecks", "/rechecks", access.Supervising, "督办", "回头看（第二十三条（八））：待看的按看完日期，已看的", http.StatusNotFound, http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *recheckListInput) (*out[recheckListView], error) {
			p, err := c.reader.Rechecks(ctx, desk.RecheckFilter{Done: in.Done, Why: oversight.Pick(in.Why), Result: order.RecheckResult(in.Result), Unit: org.UnitID(in.Unit), Draw: in.Draw, Before: in.After})
			if err != nil {
				return nil, err
			}
			return answer(recheckListView{list(p.Items, recheckLine), p.Next, p.Open, p.Late, p.Holds, p.Rebound, p.Pool})
		})
}
