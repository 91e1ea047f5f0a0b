package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
)

type onDutyInput struct {
	Words   string `query:"words" maxLength:"40" doc:"单位名称的一部分或拼音首字母；不写是全部"`
	Missing bool   `query:"missing" doc:"只要本周有空班的"`
}

type onDutyView struct {
	Unit  string `json:"unit"`
	Name  string `json:"name"`
	Who   string `json:"who" doc:"值班人；没有排是空"`
	Phone string `json:"phone"`
	From  string `json:"from" doc:"班次；没有排班、取自通讯录的写“通讯录”"`
	Gaps  int    `json:"gaps" doc:"本周还有几个空班"`
}

type shiftsInput struct {
	Unit  string `query:"unit" maxLength:"40" doc:"单位编码；不写是本单位。单位只看自己的"`
	Month string `query:"month" maxLength:"7" pattern:"^$|^[0-9]{4}-[0-9]{2}$" doc:"月份，如 2026-03；不写是本月"`
}

type shiftCount struct {
	Name   string `json:"name" doc:"值班人"`
	Days   int    `json:"days" doc:"白班"`
	Nights int    `json:"nights" doc:"夜班"`
	Free   int    `json:"free" doc:"其中节假日"`
}

type shiftLine struct {
	Day   string `json:"day"`
	Shift string `json:"shift" enum:"day,night" doc:"白班8点到18点，夜班18点到次日8点"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

type shiftsView struct {
	Unit   string       `json:"unit"`
	Month  string       `json:"month"`
	People []shiftCount `json:"people" doc:"每人班次"`
	Shifts []shiftLine  `json:"shifts" doc:"每一个班"`
}

type fillRosterInput struct {
	Keyed
	Body struct {
		Week   string      `json:"week" format:"date" doc:"那一周的任一天；整周一起写，没有写的班就是空班"`
		Shifts []shiftLine `json:"shifts" maxItems:"14"`
	}
}

type weekView struct {
	Week   string      `json:"week" doc:"那一周的周一"`
	Gaps   int         `json:"gaps" doc:"还有几个空班"`
	Shifts []shiftLine `json:"shifts"`
}

// roster is 值班表 (Art. 12): who is on duty, a unit's month, and its own week written as a whole. No address names whose week is written.
func (a *API) roster() {
	register(a, asks("on_duty", "/roster", access.Rosters, "查询", "现在谁值班，各单位本周空班（第十二条）"), func(ctx context.Context, c caller, in *onDutyInput) (*out[items[onDutyView]], error) {
		p, err := c.reader.Roster(ctx, 0, in.Words, in.Missing)
		if err != nil {
			return nil, err
		}
		return answer(items[onDutyView]{list(p.Units, func(x desk.OnDuty) onDutyView {
			return onDutyView{string(x.Unit), x.UnitName, x.Name, x.Phone, x.From, x.Gaps}
		})})
	})
	register(a, asks("shifts", "/roster/shifts", access.Rostering, "查询", "一个月的班次和每人班次", http.StatusNotFound, http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *shiftsInput) (*out[shiftsView], error) {
		if in.Month != "" {
			if _, err := queryDay("month", in.Month+"-01"); err != nil {
				return nil, err
			}
		}
		x, err := c.reader.Shifts(ctx, org.UnitID(in.Unit), in.Month)
		if err != nil {
			return nil, err
		}
		return answer(shiftsView{string(x.Unit), x.Month, list(x.Counts, func(n office.ShiftCount) shiftCount { return shiftCount{n.Name, n.Days, n.Nights, n.Free} }),
			list(x.Lines, func(l desk.ShiftView) shiftLine { return shiftLine{l.Day, string(l.Shift), l.Name, l.Phone} })})
	})
	register(a, operation{id: "fill_roster", method: http.MethodPost, path: "/roster", permission: access.Rostering, tag: "办理", summary: "排本单位的一周", body: true, writes: true, errors: []int{http.StatusConflict}},
		func(ctx context.Context, c caller, in *fillRosterInput) (*out[weekView], error) {
			d, err := calendar.ParseDate(in.Body.Week)
			if err != nil {
				return nil, badField("week", "日期应写成 2026-03-02。")
			}
			monday := d.Monday()
			var all []office.ShiftEntry
			for _, l := range in.Body.Shifts {
				all = append(all, office.ShiftEntry{Day: l.Day, Shift: office.Shift(l.Shift), Name: l.Name, Phone: l.Phone})
			}
			if err := c.reader.FillRoster(ctx, monday, all, a.o.Public, in.Key); err != nil {
				return nil, err
			}
			v, entries, err := c.reader.RosterForm(ctx, monday, false)
			if err != nil {
				return nil, err
			}
			return answer(weekView{v.Monday, v.Gaps, list(entries, func(e office.ShiftEntry) shiftLine { return shiftLine{e.Day, string(e.Shift), e.Name, e.Phone} })})
		})
}
