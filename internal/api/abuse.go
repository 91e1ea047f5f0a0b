package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"time"
)

type abuseInput struct {
	Stage string `query:"stage" enum:"waits,hints,over" default:"waits" doc:"待审批、提示中、已了结；单位看自己提出的全部"`
}

type abuseID struct {
	ID string `path:"id" maxLength:"64" doc:"记录"`
}

type abuseView struct {
	ID        string   `json:"id"`
	Stage     string   `json:"stage" enum:"waits,refused,hints,expired,lifted"`
	Behaviour string   `json:"behaviour" enum:"occupying,harassing,insulting,threatening,disturbing"`
	Unit      string   `json:"unit" doc:"提出的单位"`
	First     string   `json:"first"`
	Last      string   `json:"last"`
	Calls     int      `json:"calls"`
	Orders    []string `json:"orders" doc:"证据工单的编号，只列看得到的"`
	Warnings  int      `json:"warnings" doc:"告诫次数"`
	Until     string   `json:"until" doc:"提示到哪天；没有批准是空"`
	Number    string   `json:"number" doc:"移交函文号；没有移交是空"`
	To        string   `json:"to" doc:"移交给哪个部门"`
	Outcome   string   `json:"outcome" doc:"处理结果"`
}

func abuseRecord(v desk.AbuseView) abuseView {
	out := abuseView{ID: v.ID, Stage: string(v.Stage), Behaviour: string(v.Behaviour), Unit: v.Unit, First: v.First, Last: v.Last, Calls: v.Calls, Orders: []string{}, Warnings: len(v.Warnings), Until: v.Until,
		Number: v.Number, To: v.To, Outcome: v.Outcome}
	for _, o := range v.Orders {
		if o.Number != "" {
			out.Orders = append(out.Orders, o.Number)
		}
	}
	return out
}

// abuse is what is on record about callers who disturb the hotline, to be read; a caller's number is never in it.
func (a *API) abuse() {
	register(a, asks("abuse", "/abuse", access.Abuse, "查询", "恶意占用记录，不含号码（第十三条）"), func(ctx context.Context, c caller, in *abuseInput) (*out[items[abuseView]], error) {
		p, err := c.reader.Abuses(ctx, office.AbuseStage(in.Stage), time.Time{})
		if err != nil {
			return nil, err
		}
		return answer(items[abuseView]{list(p.Items, abuseRecord)})
	})
	register(a, asks("abuse_one", "/abuse/{id}", access.Abuse, "查询", "一件恶意占用记录，不含号码", http.StatusNotFound), func(ctx context.Context, c caller, in *abuseID) (*out[abuseView], error) {
		v, err := c.reader.Abuse(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(abuseRecord(v))
	})
}
