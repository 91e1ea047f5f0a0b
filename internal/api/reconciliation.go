package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
)

type tallyInput struct {
	Day string `query:"day" format:"date" doc:"哪一天登记的，如 2026-11-24；不写是昨天"`
}

type tallyLine struct {
	Channel    string `json:"channel" doc:"来源代码，见 GET /channels"`
	Name       string `json:"name"`
	Registered int    `json:"registered" doc:"登记了几件"`
	Checked    bool   `json:"checked" doc:"已对账"`
	Received   int    `json:"received" doc:"来源说发来几件；未对账的是0"`
	Note       string `json:"note,omitempty" doc:"不一致的说明"`
}

// reconciliation is 对账 to be read: by source, what was sent and what was registered on a day (Art. 9).
func (a *API) reconciliation() {
	register(a, asks("reconciliation", "/reconciliation", access.Clerking, "查询", "对账：某一天各来源发来几件、登记几件（第九条）", http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *tallyInput) (*out[items[tallyLine]], error) {
		var day calendar.Date
		if in.Day != "" {
			d, err := calendar.ParseDate(in.Day)
			if err != nil {
				return nil, badField("day", "日期应写成 2026-03-02。")
			}
			day = d
		}
		v, err := c.reader.Reconciliation(ctx, day)
		if err != nil {
			return nil, err
		}
		return answer(items[tallyLine]{list(v.Rows, func(t desk.TallyRow) tallyLine {
			return tallyLine{Channel: t.Channel, Name: t.Name, Registered: t.Registered, Checked: t.Checked, Received: t.Received, Note: t.Note}
		})})
	})
}
