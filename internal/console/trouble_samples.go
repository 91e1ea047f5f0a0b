package console

import (
	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// troubleSamples are the answers of refusal and failure, each as the App shows it.
func (k showroom) troubleSamples() []web.Sample {
	s := k.as("cgj/handler")
	const request = "R-1201-0942-7F3AC2"
	page := func(name, state string, a web.Answer) web.Sample {
		p := web.TroublePage(a, k.c.profile.Internal, request)
		p.Head.Title = "出错页"
		out := k.page(s, "出错", name, state, "", p).At(web.Phone, web.Laptop)
		if a.Kind == web.KindSurprise || a.Kind == web.KindUnavailable {
			out.Frame = func(h web.Head, body templ.Component) templ.Component {
				return web.Within(parts.Bare(h.Fill(k.c.outside())), body)
			}
		}
		return out
	}
	of := func(err error) web.Answer { return web.AnswerTo(err, true, explain) }
	results, _ := regulation.ParseClause("第二十四条")
	invalid := web.Standard(web.KindInvalid, "")
	invalid.Fields = []parts.FieldError{{Label: "手机号码", Message: "少2位，请补全"}, {Label: "诉求内容", Message: "请填写"}}
	return []web.Sample{
		page("trouble-403", "无权限", of(desk.ErrForbidden)),
		page("trouble-404", "没有这一页", of(desk.ErrNotFound)),
		page("trouble-405", "不能直接打开", web.Standard(web.KindMethod, "")),
		page("trouble-409", "刚被别人办过", of(&desk.Conflict{What: []string{"12月1日 09:41　审核员01　审核通过"}})),
		page("trouble-422", "需要改正", invalid),
		page("trouble-refused", "按规定不能办", of(&regulation.Refusal{Article: results, Reason: "单位主要负责人还没有签字盖章，不能报送办理结果。"})),
		page("trouble-413", "太大", web.Standard(web.KindTooLarge, "")),
		page("trouble-400", "读不懂", web.Standard(web.KindMalformed, "")),
		page("trouble-500", "出了错", web.Standard(web.KindSurprise, "")),
		page("trouble-503", "忙不过来", web.Standard(web.KindUnavailable, "")),
		page("trouble-unknown", "正在确认", of(desk.ErrUnknown)),
	}
}
