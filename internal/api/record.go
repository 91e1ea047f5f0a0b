package api

import (
	"context"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
)

type overInput struct {
	Over bool `query:"over" doc:"true：已了结的；不写是在办的"`
}

type qualityInput struct {
	Over bool `query:"over" doc:"true：已评分的；不写是待评分、待复核的。话务员看自己的全部"`
	Own  bool `query:"own" doc:"true：只看本人被评的"`
}

type pointsView struct {
	Record   int `json:"record" doc:"记录详实无误，0到25"`
	Manner   int `json:"manner" doc:"接听态度热情，0到25"`
	Language int `json:"language" doc:"语言文明规范，0到25"`
	Answer   int `json:"answer" doc:"解答准确恰当，0到25"`
}

type qualitySheet struct {
	ID       string     `json:"id"`
	Month    string     `json:"month"`
	Stage    string     `json:"stage"`
	Operator string     `json:"operator" doc:"登记的人"`
	Number   string     `json:"number" doc:"工单编号；不在查看范围内是空"`
	Refused  bool       `json:"refused" doc:"不予受理件"`
	Scored   bool       `json:"scored"`
	Sum      int        `json:"sum" doc:"得分，没有评是0"`
	Points   pointsView `json:"points"`
	Appealed bool       `json:"appealed"`
	Until    string     `json:"until" doc:"申诉期的最后一天；没有评是空"`
}

func qualityOf(v desk.QualityView) qualitySheet {
	return qualitySheet{v.ID, v.Month, v.Stage, v.Operator, v.Order.Number, v.Refused, v.Scored, v.Sum, pointsView(v.Points), v.Appeal != nil, v.Until}
}

type recordID struct {
	ID string `path:"id" maxLength:"64" doc:"记录"`
}

type trainingView struct {
	ID      string   `json:"id"`
	Day     string   `json:"day"`
	Topic   string   `json:"topic"`
	Minutes int      `json:"minutes"`
	People  []string `json:"people" doc:"参加的人；话务员只看到自己"`
	Struck  string   `json:"struck" doc:"作废的理由；没有作废是空"`
}

type findingView struct {
	N      int    `json:"n"`
	What   string `json:"what" doc:"问题"`
	Due    string `json:"due" doc:"整改期限"`
	Mended bool   `json:"mended" doc:"已销号"`
	Waits  bool   `json:"waits" doc:"单位已报告，待认定"`
	Late   bool   `json:"late" doc:"已超期"`
}

type inspectionView struct {
	ID       string        `json:"id"`
	Unit     string        `json:"unit"`
	Name     string        `json:"name"`
	Day      string        `json:"day"`
	Purpose  string        `json:"purpose"`
	State    string        `json:"state"`
	Left     int           `json:"left" doc:"未销号的问题"`
	Findings []findingView `json:"findings"`
}

func inspectionOf(v desk.InspectionView) inspectionView {
	return inspectionView{v.ID, string(v.Unit), v.UnitName, v.Day, v.Purpose, v.State, v.Left, list(v.Findings, func(f desk.FindingView) findingView {
		return findingView{f.N, f.What, f.Due, f.Mended, f.Waits, f.Late}
	})}
}

// records are the office's own records to be read (Art. 6, 9); they are written on the pages.
func (a *API) records() {
	register(a, asks("quality", "/quality", access.QualityReading, "查询", "质检评分单：督办员、负责人看全部，话务员看自己的（第九条）"), func(ctx context.Context, c caller, in *qualityInput) (*out[items[qualitySheet]], error) {
		p, err := c.reader.Qualities(ctx, in.Over, in.Own, time.Time{})
		if err != nil {
			return nil, err
		}
		return answer(items[qualitySheet]{list(p.Items, qualityOf)})
	})
	register(a, asks("trainings", "/trainings", access.QualityReading, "查询", "培训记录：督办员、负责人看全部，话务员看自己的（第九条）"), func(ctx context.Context, c caller, _ *none) (*out[items[trainingView]], error) {
		p, err := c.reader.Trainings(ctx, time.Time{})
		if err != nil {
			return nil, err
		}
		return answer(items[trainingView]{list(p.Items, func(v desk.TrainingView) trainingView {
			return trainingView{v.ID, v.Day, v.Topic, v.Minutes, append([]string{}, v.People...), v.Struck}
		})})
	})
	register(a, asks("inspections", "/inspections", access.Inspections, "查询", "到单位检查：县热线办看全部，单位看自己的（第六条）"), func(ctx context.Context, c caller, in *overInput) (*out[items[inspectionView]], error) {
		p, err := c.reader.Inspections(ctx, in.Over, time.Time{})
		if err != nil {
			return nil, err
		}
		return answer(items[inspectionView]{list(p.Items, inspectionOf)})
	})
	register(a, asks("inspection", "/inspections/{id}", access.Inspections, "查询", "一次检查和发现的问题", http.StatusNotFound), func(ctx context.Context, c caller, in *recordID) (*out[inspectionView], error) {
		v, err := c.reader.Inspection(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(inspectionOf(v))
	})
}
