package api

import (
	"context"

	"huiyin/internal/access"
	"huiyin/internal/desk"
)

type dutyInput struct {
	Words string `query:"words" maxLength:"30" doc:"分类名称、编码或单位；不写是全部"`
}

type dutyLine struct {
	Category   string   `json:"category" doc:"诉求分类编码；两位的是一整类"`
	Name       string   `json:"name"`
	Town       string   `json:"town,omitempty" doc:"只对这个乡镇街道有效"`
	Units      []string `json:"units" doc:"承办单位编码，最可能的在前；@town 是属地乡镇街道"`
	Department bool     `json:"department" doc:"部门职责，不得推给乡镇街道"`
	Basis      string   `json:"basis" doc:"职责依据"`
	Own        bool     `json:"own" doc:"县热线办核定的，不是参考目录的"`
}

// duties is the dispatch directory (派单目录) to be read.
func (a *API) duties() {
	register(a, asks("directory", "/directory", access.Intake, "查询", "派单目录：哪类诉求归谁办"), func(ctx context.Context, c caller, in *dutyInput) (*out[items[dutyLine]], error) {
		all, err := c.reader.Duties(ctx, in.Words)
		if err != nil {
			return nil, err
		}
		return answer(items[dutyLine]{list(all, func(v desk.DutyView) dutyLine {
			x := dutyLine{Category: v.Category, Name: v.Label, Town: string(v.Town), Department: v.Department, Basis: v.Basis, Own: v.Own}
			for _, u := range v.Units {
				x.Units = append(x.Units, string(u))
			}
			return x
		})})
	})
}
