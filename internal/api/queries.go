package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

type out[B any] struct{ Body B }

func answer[B any](b B) (*out[B], error) { return &out[B]{b}, nil }

type none struct{}

type OrderInput struct {
	ID string `path:"id" maxLength:"64" doc:"工单的 id（不是编号）"`
}

// asks makes a line of the table for a query.
func asks(id, path string, p access.Permission, tag, summary string, errors ...int) operation {
	errors = append(errors, http.StatusBadRequest, http.StatusUnprocessableEntity)
	if strings.Contains(path, "{") {
		errors = append(errors, http.StatusNotFound)
	}
	slices.Sort(errors)
	return operation{id: id, method: http.MethodGet, path: path, permission: p, tag: tag, summary: summary, errors: slices.Compact(errors)}
}

func (a *API) queries() {
	a.lists()
	a.instructed()
	a.numbers()
	a.office()
	a.orders()
	a.registering()
	a.county()
	a.mergings()
	a.directives()
}

type listInput struct {
	ListNarrow
	After  string `query:"after" maxLength:"100" doc:"往后翻：上一页答复的 next"`
	Before string `query:"before" maxLength:"100" doc:"往前翻：答复的 prev；与 after 只写一个"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"一页几行"`
}

type searchInput struct {
	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"100" doc:"编号、电话、电话后四位、姓名、字词、地点、分类、拼音首字母；在本岗位的可见范围内"`
		Kind  string `json:"kind,omitempty" enum:"open,done" doc:"在办或已办结，不写是两者"`
		After string `json:"after,omitempty" maxLength:"20" pattern:"^[0-9]{1,18}$" doc:"上一页答复的 next；有 next 而行数不足一页，是还没有找完"`
	}
}

type hitsInput struct {
	OrderInput
	Body struct {
		Requirements string `json:"requirements,omitempty" maxLength:"500" doc:"办理要求"`
		Text         string `json:"text,omitempty" maxLength:"20000" doc:"转办文本"`
	}
}

type counterView struct {
	Code  string `json:"code" doc:"GET /lists/todo?act=… 或 GET /lists/open?light=…"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

type countersView struct {
	Todo     []counterView `json:"todo"`
	Total    int           `json:"total"`
	Lights   []counterView `json:"lights"`
	Unread   int           `json:"unread" doc:"未读消息，最多数到100"`
	Backfill int           `json:"backfill" doc:"待回填到上级平台的"`
}

var cursorForm = regexp.MustCompile(`^-?[0-9]{1,18}~[0-9A-Za-z-]{1,64}(~[a-z_]{1,40})?$`)

// goesOn checks a cursor: the store reads only its own.
func goesOn(name, cursor, kind string) error {
	acts := slices.Contains([]desk.ListKind{desk.ListTodo, desk.ListRead, desk.ListCo, desk.ListHelped}, desk.ListKind(kind))
	if cursor == "" || cursorForm.MatchString(cursor) && acts == (strings.Count(cursor, "~") == 2) {
		return nil
	}
	return problem(http.StatusBadRequest, "bad_cursor", "读不懂", "after 应照抄同一清单答复的 next，before 应照抄它的 prev。", FieldFault{name, "不是这个清单的"})
}

func (a *API) lists() {
	register(a, asks("list", "/lists/{kind}", access.Reading, "查询", "工作清单", http.StatusNotFound, http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *listInput) (*out[pageView], error) {
		if err := goesOn("after", in.After, in.Kind); err != nil {
			return nil, err
		}
		if err := goesOn("before", in.Before, in.Kind); err != nil {
			return nil, err
		}
		if in.After != "" && in.Before != "" {
			return nil, problem(http.StatusBadRequest, "bad_cursor", "读不懂", "after 和 before 只写一个。", FieldFault{"before", "已经写了 after"})
		}
		n, err := in.narrow()
		if err != nil {
			return nil, err
		}
		l, err := c.reader.List(ctx, desk.ListAsk{Kind: desk.ListKind(in.Kind), Act: order.Act(in.Act), Narrow: n, After: in.After, Before: in.Before, Limit: in.Limit})
		if err != nil {
			return nil, err
		}
		return answer(pageOf(l))
	})
	search := operation{id: "search", method: http.MethodPost, path: "/search", permission: access.Reading, tag: "查询", summary: "按编号、电话、文字查找；内容在请求体里，不进地址", body: true}
	register(a, search, func(ctx context.Context, c caller, in *searchInput) (*out[pageView], error) {
		found, err := c.reader.Search(ctx, desk.SearchAsk{Typed: in.Body.Words, Which: in.Body.Kind, After: in.Body.After})
		if err != nil {
			return nil, err
		}
		return answer(pageOf(desk.List{Rows: list(found.Hits, func(h desk.Hit) desk.Row { return h.Row }), Next: found.Next}))
	})
	register(a, asks("counters", "/counters", access.Reading, "查询", "待办数和灯的数，与清单一致"), func(ctx context.Context, c caller, _ *none) (*out[countersView], error) {
		h, err := c.reader.Home(ctx)
		if err != nil {
			return nil, err
		}
		unread, err := c.reader.Unread(ctx)
		if err != nil {
			return nil, err
		}
		backfill, err := c.reader.CountToBackfill(ctx)
		if err != nil {
			return nil, err
		}
		return answer(countersView{list(h.Todo, func(x desk.Counter) counterView { return counterView{string(x.Act), x.Name, x.N} }), h.Total,
			list(h.Lights, func(x desk.Counter) counterView { return counterView{x.Light, x.Name, x.N} }), unread, backfill})
	})
}

type instructedInput struct {
	Done   bool   `query:"done" doc:"true：已办结的；不写是未办结的"`
	After  string `query:"after" maxLength:"100" pattern:"^[0-9]{1,18}~[0-9A-Za-z-]{1,64}$" doc:"往后翻：上一页答复的 next"`
	Before string `query:"before" maxLength:"100" pattern:"^[0-9]{1,18}~[0-9A-Za-z-]{1,64}$" doc:"往前翻：答复的 prev；与 after 只写一个"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20" doc:"一页几行"`
}

// OrderRow is embedded by an exported name: the document leaves out what is not.
type OrderRow = rowView

type instructedView struct {
	OrderRow
	Words string `json:"words" doc:"本岗位最近一次的批示、签批意见"`
	On    string `json:"words_on" doc:"哪一天"`
	Last  string `json:"last" doc:"此后最近的进展"`
}

type instructedBody struct {
	Rows []instructedView `json:"rows"`
	Open int              `json:"open" doc:"未办结的件数"`
	Prev string           `json:"prev,omitempty"`
	Next string           `json:"next,omitempty"`
}

// instructed is 批示落实: what became of the words of whoever signs.
func (a *API) instructed() {
	register(a, asks("instructions", "/instructions", access.Signing, "查询", "批示落实：本岗位批示、签批过的件办到哪一步", http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *instructedInput) (*out[instructedBody], error) {
		l, err := c.reader.Instructed(ctx, desk.InstructedAsk{Done: in.Done, After: in.After, Before: in.Before, Limit: in.Limit})
		if err != nil {
			return nil, err
		}
		return answer(instructedBody{list(l.Items, func(x desk.Instructed) instructedView { return instructedView{rowOf(x.Row), x.Words, x.On, x.Last} }), l.Open.N, l.Prev, l.Next})
	})
}

type orderOutput struct {
	ETag string `header:"ETag" doc:"版本，写在 If-Match 里"`
	Body orderView
}

type timelineView struct {
	Items []itemView `json:"items" doc:"新的在前"`
}

type filesView struct {
	Files []fileView `json:"files"`
}

type fileInput struct {
	OrderInput
	File string `path:"file" maxLength:"64" doc:"附件 id"`
}

type fileOutput struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

type revealInput struct {
	OrderInput
	Body struct {
		Field  string `json:"field" enum:"name,phone,contact,home,address,email,employer,words,ask,reported,reported_tel" doc:"查看哪一项"`
		Reason string `json:"reason" enum:"contact,verify,connect,visit,other" doc:"事由：联系诉求人、核实情况、转接、回访、其他"`
		Note   string `json:"note,omitempty" maxLength:"200" doc:"事由是其他的，写明原因"`
	}
}

type revealView struct {
	Value string    `json:"value"`
	Until time.Time `json:"until" doc:"到这时须停止显示，不得存留"`
}

type seenView struct {
	At     time.Time `json:"at"`
	Who    string    `json:"who"`
	Field  string    `json:"field"`
	Reason string    `json:"reason"`
}

type seenList struct {
	Seen []seenView `json:"seen"`
}

func (a *API) orders() {
	one := func(id, path, summary string, p access.Permission) operation {
		return asks(id, path, p, "查询", summary, http.StatusNotFound)
	}
	register(a, one("order", "/orders/{id}", "一件工单，身份只有遮盖后的内容", access.Reading), func(ctx context.Context, c caller, in *OrderInput) (*orderOutput, error) {
		v, err := c.reader.Order(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		body := viewOf(v, c.actor.Post.Kind)
		if v.Co.Mine == nil { // a co-unit knows its own part alone
			m, err := c.reader.Merging(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			body.Merging = mergingOf(m)
		} else {
			body.Merging = mergingOf(desk.MergeView{})
		}
		return &orderOutput{`"` + strconv.FormatInt(v.Version, 10) + `"`, body}, nil
	})
	register(a, one("timeline", "/orders/{id}/timeline", "流转过程", access.Reading), func(ctx context.Context, c caller, in *OrderInput) (*out[timelineView], error) {
		v, err := c.reader.Order(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(timelineView{list(v.Items, itemOf)})
	})
	register(a, one("files", "/orders/{id}/files", "附件清单", access.Reading), func(ctx context.Context, c caller, in *OrderInput) (*out[filesView], error) {
		v, err := c.reader.Order(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(filesView{list(v.Files, fileOf)})
	})
	register(a, one("file", "/orders/{id}/files/{file}", "下载附件", access.Reading), func(ctx context.Context, c caller, in *fileInput) (*fileOutput, error) {
		name, mime, b, err := c.reader.File(ctx, in.ID, in.File)
		if err != nil {
			return nil, err
		}
		return &fileOutput{mime, "attachment; filename*=UTF-8''" + url.PathEscape(name), b}, nil
	})
	hits := operation{id: "hits", method: http.MethodPost, path: "/orders/{id}/hits", permission: access.Intake, tag: "查询", summary: "保密、匿名件转出前的检测结果；内容在请求体里，不进地址", body: true, errors: []int{http.StatusNotFound}}
	register(a, hits, func(ctx context.Context, c caller, in *hitsInput) (*out[hitsView], error) {
		found, err := c.reader.DispatchHits(ctx, in.ID, in.Body.Requirements, in.Body.Text)
		if err != nil {
			return nil, err
		}
		return answer(hitsView{list(found, func(h desk.HitView) hitView { return hitView(h) })})
	})
	a.fileTypes("/orders/{id}/files/{file}")
	reveal := operation{id: "reveal", method: http.MethodPost, path: "/orders/{id}/reveal", permission: access.Revealing, tag: "办理", body: true, writes: true,
		summary: "凭事由查看一项身份信息；查看在同一事务里记录，承办人首次查看号码视为签收（第二十三条（六））", errors: []int{http.StatusNotFound, http.StatusConflict}}
	register(a, reveal, func(ctx context.Context, c caller, in *revealInput) (*out[revealView], error) {
		got, err := a.desk.Reveal(ctx, c.actor, in.ID, in.Body.Field, access.Reason(in.Body.Reason), in.Body.Note)
		if err != nil {
			return nil, err
		}
		return answer(revealView{got.Value, got.Until})
	})
	register(a, one("seen", "/orders/{id}/seen", "谁查看过身份信息", access.Heading), func(ctx context.Context, c caller, in *OrderInput) (*out[seenList], error) {
		if _, err := c.reader.Order(ctx, in.ID); err != nil {
			return nil, err
		}
		all, err := c.reader.WhoSaw(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(seenList{list(all, func(s desk.Seen) seenView { return seenView{s.At, s.Who, s.Field, s.Reason.Name()} })})
	})
}

// fileTypes documents what a file under a path may be.
func (a *API) fileTypes(path string) {
	content := map[string]*huma.MediaType{}
	for _, t := range []string{"image/jpeg", "image/png", "application/pdf", "application/octet-stream"} {
		content[t] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	a.huma.OpenAPI().Paths[path].Get.Responses["200"].Content = content
}

type meView struct {
	Account  string    `json:"account"`
	Title    string    `json:"title"`
	Post     string    `json:"post"`
	PostName string    `json:"post_name"`
	ReadOnly bool      `json:"read_only"`
	Expires  time.Time `json:"expires" doc:"令牌到什么时候"`
}

type unitView struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Short  string `json:"short,omitempty"`
	Group  string `json:"group" enum:"township,department,enterprise,county"`
	Phone  string `json:"phone,omitempty"`
	Deputy string `json:"deputy,omitempty" doc:"分管副县长的岗位"`
	Closed bool   `json:"closed,omitempty"`
}

type postView struct {
	Post  string `json:"post"`
	Unit  string `json:"unit"`
	Kind  string `json:"kind"`
	Title string `json:"title"`
}

type channelView struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Medium string `json:"medium"`
	Key    bool   `json:"key" doc:"重点交办"`
	Outer  bool   `json:"outer" doc:"上级和留言平台"`
	Leader bool   `json:"leader" doc:"县领导当场定办法"`
	Claim  bool   `json:"claim" doc:"县直部门接听，可以自行领办"`
	Due    bool   `json:"due_needed" doc:"登记时必须有上级截止日期"`
	Own    bool   `json:"own" doc:"本县自设的渠道"`
	From   string `json:"from,omitempty" doc:"启用日期"`
	Until  string `json:"until,omitempty" doc:"从这一天起停用"`
}

type categoryView struct {
	Code   string `json:"code"`
	Family string `json:"family"`
	Name   string `json:"name"`
}

type paramView struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Article string `json:"article"`
}

type policyView struct {
	Version    int         `json:"version"`
	Calendar   int         `json:"calendar" doc:"工作日历的版本"`
	Parameters []paramView `json:"parameters"`
}

type staffView struct {
	Account string `json:"account"`
	Title   string `json:"title"`
}

type codesView struct {
	Statuses     []named `json:"statuses"`
	Grounds      []named `json:"grounds" doc:"第八条的依据"`
	Logged       []named `json:"logged" doc:"登记办结原因"`
	Rejects      []named `json:"rejects" doc:"审核退回原因"`
	Dissatisfied []named `json:"dissatisfied" doc:"不满意的原因"`
}

type items[T any] struct {
	Items []T `json:"items"`
}

func (a *API) county() {
	get := func(id, summary string, p access.Permission) operation { return asks(id, "/"+id, p, "本县", summary) }
	register(a, get("me", "令牌代表谁", access.AnyStaff), func(_ context.Context, c caller, _ *none) (*out[meView], error) {
		return answer(meView{c.account.Login, c.account.Title, string(c.actor.Post.ID), c.actor.Post.Title, c.token.ReadOnly, c.token.Expires})
	})
	register(a, get("units", "成员单位和县级机关", access.Reading), func(_ context.Context, c caller, _ *none) (*out[items[unitView]], error) {
		return answer(items[unitView]{list(c.reader.Directory().Units(), func(u org.Unit) unitView {
			return unitView{string(u.ID), u.Name, u.Short, string(u.Group), u.Phone, string(u.Deputy), u.Closed}
		})})
	})
	register(a, get("posts", "岗位", access.Reading), func(_ context.Context, c caller, _ *none) (*out[items[postView]], error) {
		return answer(items[postView]{list(c.reader.Directory().Posts(), func(p org.Post) postView { return postView{string(p.ID), string(p.Unit), string(p.Kind), p.Title} })})
	})
	register(a, get("staff", "本单位的具办人员", access.UnitSign), func(ctx context.Context, c caller, _ *none) (*out[items[staffView]], error) {
		all, err := c.reader.UnitStaff(ctx, c.actor.Post.Unit, org.UnitHandler)
		if err != nil {
			return nil, err
		}
		return answer(items[staffView]{list(all, func(x desk.Account) staffView { return staffView{string(x.ID), x.Title} })})
	})
	a.organisation(get)
	a.rules(get)
	a.days()
}

func (a *API) rules(get func(id, summary string, p access.Permission) operation) {
	register(a, get("channels", "来源渠道（第二条）", access.Reading), func(ctx context.Context, _ caller, _ *none) (*out[items[channelView]], error) {
		p, err := a.desk.Policy(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[channelView]{list(p.Channels, func(c policy.Channel) channelView {
			return channelView{Code: c.Code, Name: c.Name, Medium: c.Medium, Key: c.Key, Outer: c.Outer, Leader: c.Leader, Claim: c.Claim, Due: c.DueNeeded, Own: c.Own, From: c.From, Until: c.Until}
		})})
	})
	register(a, get("categories", "诉求分类", access.Reading), func(ctx context.Context, _ caller, _ *none) (*out[items[categoryView]], error) {
		p, err := a.desk.Policy(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[categoryView]{list(p.Categories(), func(c policy.Category) categoryView { return categoryView(c) })})
	})
	register(a, get("policy", "现行规则参数，每个都写明条款", access.Reading), func(ctx context.Context, _ caller, _ *none) (*out[policyView], error) {
		p, err := a.desk.Policy(ctx)
		if err != nil {
			return nil, err
		}
		return answer(policyView{p.Version, p.Calendar.Version, list(p.Lines(), func(l policy.Line) paramView { return paramView{l.Key, l.Value, l.Basis} })})
	})
	register(a, get("codes", "各处用到的代码", access.Reading), func(context.Context, caller, *none) (*out[codesView], error) {
		reason := func(r order.RejectReason) named { return named(r) }
		return answer(codesView{Statuses: list(order.Statuses(), func(s order.Status) named { return named{string(s), s.Name()} }),
			Grounds: list(order.Grounds(), func(g order.Ground) named { return named{g.Code, g.Clause.String() + " " + g.Name} }), Logged: coded(order.LoggedReasons()),
			Rejects: list(order.RejectReasons(), reason), Dissatisfied: list(order.DissatisfiedReasons(), reason)})
	})
}

type calendarInput struct {
	From string `query:"from" required:"true" format:"date" doc:"第一天"`
	To   string `query:"to" required:"true" format:"date" doc:"最后一天，最多往后366天"`
}

type dayView struct {
	Date string `json:"date"`
	Work bool   `json:"work"`
	Name string `json:"name,omitempty" doc:"节日、调休或本县特殊日"`
}

type calendarView struct {
	Version     int       `json:"version"`
	Announced   []int     `json:"announced" doc:"放假安排已公布的年份"`
	Provisional bool      `json:"provisional" doc:"这段日子里有未公布的年份，暂定"`
	Workdays    int       `json:"workdays" doc:"from 之后到 to 的工作日数"`
	Days        []dayView `json:"days"`
}

type workdaysInput struct {
	From string `query:"from" required:"true" format:"date" doc:"收到的那一天，不计入"`
	Days int    `query:"days" required:"true" minimum:"0" maximum:"250" doc:"加几个工作日"`
}

type workdaysView struct {
	Last        string    `json:"last" doc:"最后一天，到24:00"`
	Due         time.Time `json:"due" doc:"到这一刻就是逾期"`
	Provisional bool      `json:"provisional"`
}

// range of dates that make sense for an order.
const firstYear, lastYear = 2015, 2099

func queryDay(field, s string) (calendar.Date, error) {
	d, err := calendar.ParseDate(s)
	if err != nil || d.Year() < firstYear || d.Year() > lastYear {
		return 0, problem(http.StatusBadRequest, "bad_query", "读不懂", "请求的参数不对，请看 fields。", FieldFault{field, fmt.Sprintf("应是%d年到%d年间存在的日期，例如 2026-03-02", firstYear, lastYear)})
	}
	return d, nil
}

func (a *API) days() {
	register(a, asks("calendar", "/calendar", access.Reading, "本县", "工作日历"), func(ctx context.Context, _ caller, in *calendarInput) (*out[calendarView], error) {
		from, err := queryDay("from", in.From)
		if err != nil {
			return nil, err
		}
		to, err := queryDay("to", in.To)
		if err != nil {
			return nil, err
		}
		if to.Before(from) || to.After(from.AddDays(366)) {
			return nil, problem(http.StatusBadRequest, "bad_query", "读不懂", "请求的参数不对，请看 fields。", FieldFault{"to", "应在 from 当天到之后366天之间"})
		}
		p, err := a.desk.Policy(ctx)
		if err != nil {
			return nil, err
		}
		v := calendarView{Version: p.Calendar.Version, Announced: []int{}, Provisional: p.Calendar.Provisional(from, to), Workdays: p.Calendar.WorkdaysBetween(from, to), Days: []dayView{}}
		for _, y := range p.Calendar.Years() {
			if p.Calendar.Announced(y) {
				v.Announced = append(v.Announced, y)
			}
		}
		for d := from; !d.After(to); d = d.Next() {
			v.Days = append(v.Days, dayView{d.String(), p.Calendar.IsWorkday(d), p.Calendar.DayName(d)})
		}
		return answer(v)
	})
	register(a, asks("workdays", "/calendar/workdays", access.Reading, "本县", "从某天起加几个工作日"), func(ctx context.Context, _ caller, in *workdaysInput) (*out[workdaysView], error) {
		from, err := queryDay("from", in.From)
		if err != nil {
			return nil, err
		}
		p, err := a.desk.Policy(ctx)
		if err != nil {
			return nil, err
		}
		last := p.Calendar.AddWorkdays(from, in.Days)
		return answer(workdaysView{last.String(), last.Next().Midnight(), p.Calendar.Provisional(from, last)})
	})
}
