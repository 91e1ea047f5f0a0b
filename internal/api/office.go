package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
)

// What stands around the orders: what lists are narrowed by and their numbers, copies to read, messages, statements, knowledge, and what an upper
// platform waits for.

// ListNarrow is which list, and what it is narrowed by: codes only, so that it may stand in an address.
type ListNarrow struct {
	Kind        string `path:"kind" enum:"todo,read,open,mine,done,co,helped" doc:"待办、待阅、在办、已办、办结；单位还有协办、协办过"`
	Act         string `query:"act" maxLength:"40" doc:"待办：只要这一种事"`
	Status      string `query:"status" maxLength:"40" doc:"只要这个状态代码"`
	Light       string `query:"light" enum:"r,o,y,g,k" doc:"只要这种灯：超期、今日到期、剩1个工作日内、正常、暂停；待阅、已办、办结没有灯"`
	Provisional bool   `query:"provisional" doc:"只要时限暂定的"`
	Type        string `query:"type" maxLength:"20" doc:"诉求类型"`
	Channel     string `query:"channel" maxLength:"10" doc:"来源渠道代码"`
	Category    string `query:"category" maxLength:"10" doc:"诉求分类代码"`
	Town        string `query:"town" maxLength:"40" doc:"乡镇街道的单位编码"`
	Unit        string `query:"unit" maxLength:"40" doc:"承办单位编码"`
	Urgency     string `query:"urgency" enum:"routine,urgent,critical" doc:"紧急程度"`
	Secrecy     string `query:"secrecy" enum:"ordinary,secret,anonymous" doc:"保密级别"`
	Times       int    `query:"times" minimum:"0" maximum:"100" doc:"诉求次数至少几次"`
	Key         bool   `query:"key" doc:"只要重点交办"`
	Urged       bool   `query:"urged" doc:"只要催办过的"`
	Merge       string `query:"merge" enum:"leading,merged" doc:"并单：leading 主办工单，merged 已并入的"`
	Late        bool   `query:"late" doc:"只要答复逾期的"`
	CoLate      bool   `query:"co_late" doc:"只要协办单位逾期的；在“协办”“协办过”里是本单位协办逾期的"`
	From        string `query:"from" format:"date" doc:"登记日期，从这天起"`
	To          string `query:"to" format:"date" doc:"登记日期，到这天止"`
	Days        int    `query:"days" minimum:"0" maximum:"366" doc:"已办、办结往回看几天；有条件而不写是90天"`
}

func (in ListNarrow) narrow() (desk.Narrow, error) {
	n := desk.Narrow{Light: in.Light, Status: order.Status(in.Status), Type: order.Type(in.Type), Channel: in.Channel, Category: in.Category, Town: in.Town, Unit: in.Unit,
		Urgency: order.Urgency(in.Urgency), Secrecy: order.Secrecy(in.Secrecy), Times: in.Times, Key: in.Key, Urged: in.Urged, Late: in.Late, LastDays: in.Days, Temporary: in.Provisional, Merge: desk.MergeSide(in.Merge), CoLate: in.CoLate}
	for _, d := range []struct {
		name, typed string
		to          *calendar.Date
	}{{"from", in.From, &n.From}, {"to", in.To, &n.To}} {
		if d.typed == "" {
			continue
		}
		var err error
		if *d.to, err = queryDay(d.name, d.typed); err != nil {
			return n, err
		}
	}
	return n, nil
}

type numbersInput struct{ ListNarrow }

type tallyView struct {
	List  string `json:"list"`
	Name  string `json:"name"`
	Count int    `json:"count"`
	More  bool   `json:"more" doc:"true：不止这些，只数到1000"`
}

type numbersView struct {
	Lists  []tallyView   `json:"lists" doc:"各清单，不带条件"`
	Lights []counterView `json:"lights" doc:"在这些条件之内的各种灯"`
	Total  int           `json:"total" doc:"在这些条件之内的件数"`
	More   bool          `json:"more" doc:"true：不止这些，只数到1000"`
}

type readInput struct {
	Body struct {
		Orders []string `json:"orders" minItems:"1" maxItems:"100" doc:"工单的 id"`
	}
}

type markedView struct {
	Marked int `json:"marked" doc:"标为已阅的件数；不在可见范围的略过"`
}

func (a *API) numbers() {
	register(a, asks("list_counters", "/lists/{kind}/counters", access.Reading, "查询", "清单四周的数，每个数都等于它的清单", http.StatusNotFound, http.StatusUnprocessableEntity),
		func(ctx context.Context, c caller, in *numbersInput) (*out[numbersView], error) {
			n, err := in.narrow()
			if err != nil {
				return nil, err
			}
			got, err := c.reader.Numbers(ctx, desk.ListKind(in.Kind), order.Act(in.Act), n)
			if err != nil {
				return nil, err
			}
			return answer(numbersView{list(c.reader.Lists(), func(k desk.ListKind) tallyView {
				return tallyView{string(k), k.Name(), got.Lists[k].N, got.Lists[k].More}
			}),
				list(got.Lights, func(x desk.Counter) counterView { return counterView{x.Light, x.Name, x.N} }), got.Total.N, got.Total.More})
		})
	register(a, operation{id: "mark_read", method: http.MethodPost, path: "/lists/read", permission: access.Reading, tag: "办理", summary: "待阅标为已阅；再标一次没有变化", body: true, writes: true},
		func(ctx context.Context, c caller, in *readInput) (*out[markedView], error) {
			n, err := c.reader.MarkRead(ctx, in.Body.Orders)
			if err != nil {
				return nil, err
			}
			return answer(markedView{n})
		})
}

func (a *API) office() {
	a.messages()
	a.statements()
	a.knowledge()
	a.backfill()
	a.duties()
	a.referrals()
	a.reconciliation()
	a.phonebook()
	a.answering()
	a.abuse()
	a.roster()
	a.records()
	a.signs()
	a.shelf()
	a.archives()
	a.supervision()
	a.clusters()
	a.leads()
	a.rechecks()
}

type messagesInput struct {
	Unread bool   `query:"unread" doc:"只要未读的"`
	After  string `query:"after" maxLength:"40" pattern:"^[0-9]{1,18}-[0-9]{1,9}$" doc:"上一页答复的 next"`
}

type messageView struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Number string `json:"number,omitempty" doc:"工单编号"`
	Day    string `json:"day"`
	At     string `json:"at"`
	Urgent bool   `json:"urgent"`
	Read   bool   `json:"read"`
}

type messagesView struct {
	Messages []messageView `json:"messages"`
	Unread   int           `json:"unread" doc:"最多数到100"`
	Next     string        `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
}

type readMessagesInput struct {
	Body struct {
		Messages []string `json:"messages,omitempty" maxItems:"100" doc:"消息的 id"`
		UpTo     string   `json:"up_to,omitempty" maxLength:"40" pattern:"^[0-9]{1,18}-[0-9]{1,9}$" doc:"这一条和更早的全部"`
	}
}

type unreadView struct {
	Unread int `json:"unread" doc:"还有几条未读，最多数到100"`
}

// place reads the id of a message: what the pattern lets through is two numbers.
func place(id string) (pos, n int64, ok bool) {
	k, err := fmt.Sscanf(id, "%d-%d", &pos, &n)
	return pos, n, err == nil && k == 2 && fmt.Sprintf("%d-%d", pos, n) == id
}

func (a *API) messages() {
	register(a, asks("messages", "/messages", access.Reading, "查询", "本岗位和本人的消息，新的在前", http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *messagesInput) (*out[messagesView], error) {
		p, err := c.reader.Messages(ctx, in.Unread, in.After)
		if err != nil {
			return nil, err
		}
		return answer(messagesView{list(p.Rows, func(m desk.Message) messageView {
			return messageView{fmt.Sprintf("%d-%d", m.Pos, m.N), m.Text, m.Number, m.Day, m.At, m.Urgent, m.Read}
		}), p.Unread, p.Next})
	})
	register(a, operation{id: "read_messages", method: http.MethodPost, path: "/messages/read", permission: access.Reading, tag: "办理", summary: "消息标为已读；再标一次没有变化", body: true, writes: true,
		errors: []int{http.StatusNotFound}}, func(ctx context.Context, c caller, in *readMessagesInput) (*out[unreadView], error) {
		if len(in.Body.Messages) == 0 && in.Body.UpTo == "" {
			return nil, badField("messages", "没有写哪些消息：写 messages，或者 up_to。")
		}
		for i, id := range in.Body.Messages {
			pos, n, ok := place(id)
			if !ok {
				return nil, badField(fmt.Sprintf("messages[%d]", i), "不是消息的 id，应照抄 GET /messages 的。")
			}
			if _, err := a.desk.ReadMessage(ctx, c.reader, pos, n); err != nil {
				return nil, err
			}
		}
		if in.Body.UpTo != "" {
			pos, _, ok := place(in.Body.UpTo)
			if !ok {
				return nil, badField("up_to", "不是消息的 id，应照抄 GET /messages 的。")
			}
			if err := a.desk.ReadAllMessages(ctx, c.reader, pos); err != nil {
				return nil, err
			}
		}
		n, err := c.reader.Unread(ctx)
		if err != nil {
			return nil, err
		}
		return answer(unreadView{n})
	})
}

type statementView struct {
	ID       string    `json:"id"`
	Version  int       `json:"version"`
	Title    string    `json:"title"`
	Text     string    `json:"text" doc:"读给来电人听的"`
	Town     string    `json:"town,omitempty" doc:"乡镇街道的单位编码，没有是全县"`
	Place    string    `json:"place,omitempty"`
	Category string    `json:"category,omitempty" doc:"诉求分类代码，没有是不限"`
	Owner    string    `json:"owner" doc:"哪个单位的事件"`
	State    string    `json:"state"`
	Runs     bool      `json:"runs" doc:"现在可以用来答复"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	Uses     int       `json:"uses" doc:"答复过几件"`
	Orders   []named   `json:"orders,omitempty" doc:"看一条时：答复过的工单，编号和状态；只有县热线办看得到"`
}

func statementOf(s desk.StatementView) statementView {
	return statementView{s.ID, s.V, s.Title, s.Text, s.Draft.Town, s.Place, s.Draft.Category, string(s.Draft.Owner), s.State, s.Runs, s.Draft.From, s.Draft.Until, s.Uses, nil}
}

type runningInput struct {
	Town     string `query:"town" maxLength:"40" doc:"乡镇街道的单位编码"`
	Place    string `query:"place" maxLength:"40" doc:"村、社区"`
	Category string `query:"category" maxLength:"10" doc:"诉求分类代码"`
}

type statementInput struct {
	Statement string `path:"statement" maxLength:"64" doc:"口径的 id"`
}

func (a *API) statements() {
	register(a, asks("statements", "/statements", access.Intake, "查询", "事件口径，最近50条"), func(ctx context.Context, c caller, _ *none) (*out[items[statementView]], error) {
		all, err := c.reader.Statements(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[statementView]{list(all, statementOf)})
	})
	register(a, asks("running_statements", "/statements/running", access.Intake, "查询", "现在可以用来答复的口径，合适的在前"), func(ctx context.Context, c caller, in *runningInput) (*out[items[statementView]], error) {
		all, err := c.reader.RunningStatements(ctx, in.Town, in.Place, in.Category)
		if err != nil {
			return nil, err
		}
		return answer(items[statementView]{list(all, statementOf)})
	})
	register(a, asks("statement", "/statements/{statement}", access.Intake, "查询", "一条口径和它答复过的工单", http.StatusNotFound), func(ctx context.Context, c caller, in *statementInput) (*out[statementView], error) {
		v, err := c.reader.Statement(ctx, in.Statement)
		if err != nil {
			return nil, err
		}
		one := statementOf(v)
		one.Orders = list(v.Orders, func(o desk.StatementOrder) named { return named{o.Number, o.Status} })
		return answer(one)
	})
}

type knowledgeInput struct {
	Words string `query:"q" maxLength:"60" doc:"编号、标题、别的说法、口径里的字词或拼音；不要写来电人的话"`
	All   bool   `query:"all" doc:"连过期、停用、待审核、待起草的一起"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"几条"`
}

type articleView struct {
	ID       string `json:"id"`
	Number   string `json:"number"`
	Version  int    `json:"version" doc:"已发布的版本，0是还没有"`
	Title    string `json:"title"`
	Words    string `json:"words,omitempty" doc:"别的说法"`
	Answer   string `json:"answer" doc:"答复口径"`
	Category string `json:"category,omitempty"`
	Unit     string `json:"unit" doc:"负责的单位编码"`
	ValidTo  string `json:"valid_to" doc:"有效到这一天"`
	Status   string `json:"status"`
	Live     bool   `json:"live" doc:"现在可以引用"`
	Public   bool   `json:"public" doc:"经两人核对，可以给群众看"`
	Nearing  bool   `json:"nearing" doc:"快到期或已过期，应复核"`
}

func articleOf(v desk.ArticleView) articleView {
	return articleView{v.ID, v.Number, v.Version, v.Title, v.Words, v.Answer, v.Category, string(v.Unit), v.ValidTo, v.Status, v.Live, v.Public, v.Nearing}
}

type gapView struct {
	Order    string `json:"order" doc:"工单 id"`
	Number   string `json:"number"`
	Title    string `json:"title"`
	Category string `json:"category,omitempty"`
	Article  string `json:"article,omitempty" doc:"已请单位起草的条目编号"`
	State    string `json:"state,omitempty" doc:"那个条目的状态"`
}

type articleInput struct {
	Article string `path:"article" maxLength:"64" doc:"条目的 id"`
}

type articleVersion struct {
	Version  int       `json:"version"`
	At       time.Time `json:"at" doc:"发布时间"`
	Title    string    `json:"title"`
	Words    string    `json:"words,omitempty"`
	Answer   string    `json:"answer"`
	Category string    `json:"category,omitempty"`
	Unit     string    `json:"unit"`
	ValidTo  string    `json:"valid_to"`
}

func (a *API) knowledge() {
	register(a, asks("articles", "/knowledge", access.Knowing, "查询", "知识库"), func(ctx context.Context, c caller, in *knowledgeInput) (*out[items[articleView]], error) {
		all, err := c.reader.Knowledge(ctx, in.Words, !in.All, in.Limit)
		if err != nil {
			return nil, err
		}
		return answer(items[articleView]{list(all, articleOf)})
	})
	register(a, asks("article_gaps", "/knowledge/gaps", access.KnowEditing, "查询", "无库答复：近90天没有依据知识库的直接答复，还没有补上条目的"), func(ctx context.Context, c caller, _ *none) (*out[items[gapView]], error) {
		all, err := c.reader.Gaps(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[gapView]{list(all, func(g desk.Gap) gapView {
			return gapView{g.Order, g.Number, g.Title, g.Category, g.ArticleNumber, g.State}
		})})
	})
	register(a, asks("article", "/knowledge/{article}", access.Knowing, "查询", "知识库的一条", http.StatusNotFound), func(ctx context.Context, c caller, in *articleInput) (*out[articleView], error) {
		v, err := c.reader.Article(ctx, in.Article)
		if err != nil {
			return nil, err
		}
		return answer(articleOf(v))
	})
	register(a, asks("article_versions", "/knowledge/{article}/versions", access.Knowing, "查询", "这一条发布过的各版，新的在前", http.StatusNotFound), func(ctx context.Context, c caller, in *articleInput) (*out[items[articleVersion]], error) {
		v, err := c.reader.Article(ctx, in.Article)
		if err != nil {
			return nil, err
		}
		return answer(items[articleVersion]{list(v.Versions, func(x desk.ArticleVersion) articleVersion {
			k := x.Content
			return articleVersion{x.N, x.At, k.Title, k.Words, k.Answer, k.Category, string(k.Unit), k.ValidTo}
		})})
	})
}

type backfillInput struct {
	After string `query:"after" maxLength:"90" pattern:"^[0-9]{1,19}_[0-9A-Za-z-]{1,64}$" doc:"上一页答复的 next"`
	Most  int    `query:"most" minimum:"20" maximum:"2000" default:"500" doc:"上级平台的答复栏能写几个字"`
}

type toBackfillView struct {
	ID      string    `json:"id" doc:"工单 id；回填以后 POST /orders/{id}/mark_backfilled"`
	Number  string    `json:"number"`
	OuterNo string    `json:"outer_no"`
	Channel string    `json:"channel"`
	Title   string    `json:"title"`
	Due     string    `json:"due,omitempty" doc:"上级的时限"`
	Light   lightView `json:"light"`
	State   string    `json:"state,omitempty"`
	Reply   string    `json:"reply" doc:"公开答复，按栏的长度截短"`
	Cut     bool      `json:"cut" doc:"截短了"`
	Editor  bool      `json:"editor" doc:"百姓对话、聚焦行风来件：回复栏目编辑，不截短"`
	Version int64     `json:"version"`
	Done    string    `json:"done,omitempty" doc:"今天已回填的：什么时候"`
}

type backfillView struct {
	Rows  []toBackfillView `json:"rows"`
	Done  []toBackfillView `json:"done" doc:"今天已回填的"`
	Total int              `json:"total"`
	Next  string           `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
}

func (a *API) backfill() {
	register(a, asks("backfill", "/backfill", access.FeedingBack, "查询", "待回填：上级平台或栏目编辑在等答复的，时限近的在前", http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *backfillInput) (*out[backfillView], error) {
		p, err := c.reader.Backfill(ctx, in.After, in.Most)
		if err != nil {
			return nil, err
		}
		row := func(b desk.ToBackfill) toBackfillView {
			return toBackfillView{b.ID, b.Number, b.OuterNo, b.Channel, b.Title, b.Due, lightView(b.Light), b.State, b.Short, b.Cut, b.Programme, b.Version, b.Done}
		}
		return answer(backfillView{list(p.Rows, row), list(p.Done, row), p.Total, p.Next})
	})
}
