package api

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/org"
)

// The views of the interface: what the desk's guarded reader hands out, field by field. Nothing is printed here that is not named here.

type named struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type lightView struct {
	Colour string `json:"colour" enum:"g,y,o,r,k," doc:"绿、黄、橙、红、灰"`
	Word   string `json:"word"`
}

// maskedView is a field that identifies somebody: only its masked form.
type maskedView struct {
	Shown  string `json:"shown" doc:"遮盖后的内容"`
	Sight  string `json:"sight" enum:"never,masked,salutation,second_person,reveal" doc:"能看到什么程度；reveal 可以凭事由查看"`
	Reveal bool   `json:"reveal" doc:"可以用 POST /orders/{id}/reveal 凭事由查看，查看会记录"`
}

var sights = map[access.Sight]string{access.Never: "never", access.Masked: "masked", access.Salutation: "salutation", access.RevealTwo: "second_person", access.Reveal: "reveal", access.Full: "reveal"}

type peopleView struct {
	Kind        string      `json:"kind" doc:"主体"`
	Name        *maskedView `json:"name,omitempty"`
	Phone       *maskedView `json:"phone,omitempty"`
	Contact     *maskedView `json:"contact,omitempty"`
	Home        *maskedView `json:"home,omitempty"`
	Address     *maskedView `json:"address,omitempty"`
	Employer    *maskedView `json:"employer,omitempty"`
	Email       *maskedView `json:"email,omitempty"`
	Words       *maskedView `json:"words,omitempty" doc:"诉求内容"`
	Ask         *maskedView `json:"ask,omitempty" doc:"诉求人请求"`
	Reported    *maskedView `json:"reported,omitempty" doc:"被反映方"`
	ReportedTel *maskedView `json:"reported_tel,omitempty"`
}

func masked(m desk.Masked) *maskedView {
	if !m.Has {
		return nil
	}
	return &maskedView{Shown: m.Shown, Sight: sights[m.Sight], Reveal: m.Reveal}
}

type clockView struct {
	Name        string    `json:"name"`
	Light       lightView `json:"light"`
	Last        string    `json:"last" doc:"截止，例如 12月8日 周二 24:00"`
	Due         time.Time `json:"due" doc:"到这一刻就是逾期"`
	Used        int       `json:"used"`
	Total       int       `json:"total" doc:"工作日"`
	Provisional bool      `json:"provisional" doc:"放假安排未公布，时限暂定"`
	Article     string    `json:"article"`
	Why         string    `json:"why"`
	Done        bool      `json:"done"`
}

type stepView struct {
	Step    int    `json:"step"`
	Label   string `json:"label"`
	State   string `json:"state" enum:"done,now,todo"`
	At      string `json:"at,omitempty"`
	By      string `json:"by,omitempty"`
	Paper   bool   `json:"paper,omitempty" doc:"纸质签批"`
	Waits   bool   `json:"waits,omitempty" doc:"等第二人核对"`
	Refused bool   `json:"refused,omitempty"`
	Scan    string `json:"scan,omitempty" doc:"扫描件的附件 id"`
}

type chainView struct {
	ID      string     `json:"id"`
	Title   string     `json:"title"`
	Article string     `json:"article"`
	Steps   []stepView `json:"steps"`
}

type roundView struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Round  int    `json:"round" doc:"第几次诉求，0是不计次"`
	Status string `json:"status"`
	Self   bool   `json:"self"`
}

type fileView struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Purpose string `json:"purpose"`
	Size    string `json:"size"`
	MIME    string `json:"mime"`
}

type replyView struct {
	Finding       string   `json:"finding"`
	Solved        string   `json:"solved"`
	Investigation string   `json:"investigation"`
	Measures      string   `json:"measures"`
	Basis         string   `json:"basis"`
	Unsolved      string   `json:"unsolved"`
	Opinion       string   `json:"opinion"`
	Contact       string   `json:"contact"`
	ContactPhone  string   `json:"contact_phone"`
	Public        string   `json:"public"`
	Warnings      []string `json:"warnings"`
}

// actView is something the caller may do now, with the commands that do it.
type actView struct {
	Title    string   `json:"title"`
	Article  string   `json:"article"`
	Owed     bool     `json:"owed" doc:"本岗位现在该办的"`
	Commands []string `json:"commands" doc:"POST /orders/{id}/… 的最后一段"`
	Chain    string   `json:"chain,omitempty"`
	Step     *int     `json:"step,omitempty"`
}

type unitRef struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// slipView is a slip for the field (外勤联系单), without its address.
type slipView struct {
	ID       string `json:"id"`
	Name     string `json:"name" doc:"外勤人员"`
	Body     string `json:"body" doc:"所在村、社区或单位"`
	Until    string `json:"until"`
	End      string `json:"end" enum:",revoked,expired,over" doc:"空是有效；已收回、已过期、随交办失效"`
	Contact  bool   `json:"contact"`
	Progress bool   `json:"progress"`
	Number   bool   `json:"number" doc:"可以查看诉求人号码"`
	Uses     int    `json:"uses"`
}

type orderView struct {
	Merging      mergingView `json:"merging" doc:"并单和并办：并入哪件、下面并有哪些、并办的重点来件，都在本岗位看得见的范围内"`
	ID           string      `json:"id"`
	Number       string      `json:"number"`
	Version      int64       `json:"version" doc:"也在 ETag 里；办理时写在 If-Match 里"`
	Title        string      `json:"title"`
	Status       named       `json:"status"`
	Type         named       `json:"type"`
	Category     named       `json:"category"`
	Channel      named       `json:"channel"`
	OuterNo      string      `json:"outer_no,omitempty"`
	OuterDue     string      `json:"outer_due,omitempty"`
	OldNo        string      `json:"old_no,omitempty"`
	Town         string      `json:"town"`
	Place        string      `json:"place"`
	Secrecy      string      `json:"secrecy"`
	Urgency      string      `json:"urgency"`
	Key          bool        `json:"key" doc:"重点交办"`
	Late         bool        `json:"late" doc:"答复逾期"`
	AutoAccepted bool        `json:"auto_accepted" doc:"视同接收"`
	NeedReply    bool        `json:"need_reply"`
	TakenAt      time.Time   `json:"taken_at" doc:"来电（来件）时间"`
	RegisteredAt time.Time   `json:"registered_at"`
	ReceivedAt   *time.Time  `json:"received_at,omitempty" doc:"承办单位接到的时间"`
	Unit         *unitRef    `json:"unit,omitempty" doc:"承办单位"`
	Deputy       string      `json:"deputy,omitempty"`
	Handler      string      `json:"handler,omitempty"`
	Matter       string      `json:"matter"`
	Appeals      int         `json:"appeals" doc:"第几次诉求"`
	Assigns      int         `json:"assigns" doc:"第几次交办"`
	Urges        int         `json:"urges"`
	Reworks      int         `json:"reworks"`
	People       peopleView  `json:"people"`
	DispatchText string      `json:"dispatch_text"`
	DraftText    string      `json:"draft_text,omitempty" doc:"拟转办文本：诉求内容自动遮盖身份"`
	Requirements string      `json:"requirements"`
	Clocks       []clockView `json:"clocks"`
	Chains       []chainView `json:"chains"`
	Rounds       []roundView `json:"rounds"`
	Files        []fileView  `json:"files"`
	Slips        []slipView  `json:"slips" doc:"外勤联系单"`
	Reply        *replyView  `json:"reply,omitempty"`
	CoUnits      []coView    `json:"co_units" doc:"协办单位；协办单位自己只看到请本单位的"`
	Relay        *relayView  `json:"relay,omitempty" doc:"保密件：等县热线办转达的请求（第十五条）"`
	Sight        *sightView  `json:"sight,omitempty" doc:"等您同意的查看申请"`
	Recused      *partyView  `json:"recused,omitempty" doc:"须回避的被反映方"`
	Acts         []actView   `json:"acts"`
}

type relayView struct {
	N     int    `json:"n" doc:"本次交办第几次"`
	At    string `json:"at"`
	Ask   string `json:"ask"`
	Due   string `json:"due"`
	Tries int    `json:"tries" doc:"已试几次没有联系上"`
}

type sightView struct {
	Who    string `json:"who"`
	Field  string `json:"field"`
	Reason string `json:"reason"`
	At     string `json:"at"`
}

type partyView struct {
	Unit   string   `json:"unit,omitempty"`
	Posts  []string `json:"posts"`
	Lifted bool     `json:"lifted" doc:"回避已由县热线办负责人解除"`
}

type hitView struct {
	Code  string `json:"code" doc:"放行时写进 clear"`
	Label string `json:"label" doc:"在哪一项里"`
	Kind  string `json:"kind"`
	Text  string `json:"text"`
	Own   bool   `json:"own" doc:"诉求人本人的信息，必须遮盖，不能放行"`
}

type hitsView struct {
	Items []hitView `json:"items"`
}

// moment is an instant that may not have come.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// list makes an array, empty where there is nothing: null is never printed.
func list[A, B any](in []A, f func(A) B) []B {
	out := make([]B, 0, len(in))
	for _, x := range in {
		out = append(out, f(x))
	}
	return out
}

func viewOf(v desk.OrderView, kind org.Kind) orderView {
	o := orderView{ID: v.ID, Number: v.Number, Version: v.Version, Title: v.Title, Status: named{string(v.Status), v.StatusName}, Type: named{v.TypeCode, v.Type},
		Category: named{v.CategoryCode, v.Category}, Channel: named{v.ChannelCode, v.Channel}, OuterNo: v.OuterNo, OuterDue: v.OuterDue, OldNo: v.OldNo, Town: v.Town, Place: v.Place,
		Secrecy: v.Secrecy, Urgency: v.Urgency, Key: v.Key, Late: v.Late, AutoAccepted: v.AutoAccepted, NeedReply: v.NeedReply, TakenAt: v.Taken, RegisteredAt: v.Registered, ReceivedAt: moment(v.Received),
		Deputy: v.Deputy, Handler: v.Handler, Matter: v.Matter, Appeals: v.Appeals, Assigns: v.Assigns, Urges: v.Urges, Reworks: v.Rework,
		DispatchText: v.DispatchText, DraftText: v.DraftText, Requirements: v.Requirements, Acts: list(v.Acts, func(p desk.Panel) actView { return actOf(p, kind) }), Files: list(v.Files, fileOf)}
	o.People = peopleView{Kind: v.CallerKind, Name: masked(v.Name), Phone: masked(v.Phone), Contact: masked(v.Contact), Home: masked(v.Home), Address: masked(v.Address),
		Employer: masked(v.Employer), Email: masked(v.Email), Words: masked(v.Words), Ask: masked(v.Ask), Reported: masked(v.Reported), ReportedTel: masked(v.ReportedTel)}
	if v.Relay.Waits {
		o.Relay = &relayView{v.Relay.N, v.Relay.At, v.Relay.Ask, v.Relay.Due, v.Relay.Tries}
	}
	if v.Sight.Field != "" {
		o.Sight = &sightView{v.Sight.Who, v.Sight.Field, v.Sight.Reason, v.Sight.At}
	}
	if v.Party.Unit != "" || len(v.Party.Posts) > 0 {
		o.Recused = &partyView{v.Party.Unit, list(v.Party.Posts, func(s string) string { return s }), v.Party.Lifted}
	}
	if v.UnitID != "" {
		o.Unit = &unitRef{string(v.UnitID), v.Unit, v.UnitPhone}
	}
	o.Clocks = list(v.Clocks, func(k desk.ClockView) clockView {
		return clockView{k.Name, lightView(k.Light), k.Last, k.Due, k.Used, k.Total, k.Provisional, k.Article, k.Why, k.Done}
	})
	o.Chains = list(v.Chains, func(c desk.ChainView) chainView {
		return chainView{c.ID, c.Title, c.Article, list(c.Steps, func(s desk.StepView) stepView {
			return stepView{s.Index, s.Label, s.State, s.At, s.By, s.Paper, s.Waits, s.Refused, s.Scan}
		})}
	})
	o.CoUnits = coOf(v)
	o.Rounds = list(v.Rounds, func(r desk.RoundView) roundView { return roundView{r.ID, r.Number, r.N, r.Status, r.Self} })
	o.Slips = list(v.Slips, func(x desk.SlipView) slipView {
		return slipView{x.ID, x.Name, x.Body, x.Until, string(x.End), x.Contact, x.Progress, x.Number, x.Uses}
	})
	if r := v.Reply; r != nil {
		o.Reply = &replyView{r.Finding, r.Solved, r.Investigation, r.Measures, r.Basis, r.Unsolved, r.Opinion, r.Contact, r.ContactPhone, r.Public, list(r.Warnings, func(s string) string { return s })}
	}
	return o
}

func actOf(p desk.Panel, kind org.Kind) actView {
	v := actView{Title: p.Title, Article: p.Article, Owed: p.Now, Commands: mayGive(kind, acts[p.Act])}
	if v.Commands == nil {
		v.Commands = []string{p.Act}
	}
	if p.Chain.ID != "" {
		step := p.Step
		v.Chain, v.Step = p.Chain.ID, &step
	}
	return v
}

func fileOf(f desk.FileView) fileView { return fileView{f.ID, f.Name, f.Purpose, f.Size, f.MIME} }

type itemView struct {
	At     time.Time `json:"at"`
	Verb   string    `json:"verb"`
	Text   string    `json:"text"`
	Quote  string    `json:"quote,omitempty" doc:"原文：意见、说明"`
	By     string    `json:"by"`
	Paper  bool      `json:"paper,omitempty"`
	Tag    string    `json:"tag,omitempty"`
	Bad    bool      `json:"bad,omitempty" doc:"标记表示逾期或违规"`
	System bool      `json:"system,omitempty" doc:"系统所为"`
}

func itemOf(it desk.Item) itemView {
	return itemView{it.At, it.Verb, it.Text, it.Quote, it.By, it.Paper, it.Tag, it.Bad, it.System}
}

type rowView struct {
	ID          string     `json:"id"`
	Number      string     `json:"number"`
	Title       string     `json:"title"`
	Type        string     `json:"type"`
	Channel     string     `json:"channel"`
	Unit        named      `json:"unit"`
	Status      named      `json:"status"`
	Place       string     `json:"place"`
	Act         named      `json:"act" doc:"待办：该办的事"`
	Appeals     int64      `json:"appeals"`
	Urges       int64      `json:"urges"`
	Key         bool       `json:"key"`
	Late        bool       `json:"late"`
	Secret      bool       `json:"secret"`
	Provisional bool       `json:"provisional"`
	Light       lightView  `json:"light"`
	Due         *time.Time `json:"due,omitempty" doc:"到这一刻就是逾期；暂停计时和办结的没有"`
	Registered  time.Time  `json:"registered_at"`
	Why         string     `json:"why,omitempty" doc:"待阅：为什么给您看"`
	CoLate      int64      `json:"co_late,omitempty" doc:"协办单位逾期的家数：首接单位和县热线办可见"`
	OwnLate     bool       `json:"own_co_late,omitempty" doc:"协办、协办过：本单位协办逾期"`
}

type pageView struct {
	Rows []rowView `json:"rows"`
	Prev string    `json:"prev,omitempty" doc:"上一页的 before；没有就是首页"`
	Next string    `json:"next,omitempty" doc:"下一页的 after；没有就是末页"`
}

func pageOf(l desk.List) pageView {
	return pageView{list(l.Rows, rowOf), l.Prev, l.Next}
}

func rowOf(r desk.Row) rowView {
	return rowView{r.ID, r.Number, r.Title, r.Type, r.Channel, named{string(r.UnitID), r.Unit}, named{string(r.StatusCode), r.Status}, r.Place, named{string(r.ActCode), r.Act}, r.Appeals, r.Urges, r.Key, r.Late, r.Secret, r.Provisional, lightView(r.Light), moment(r.DueAt), r.RegisteredAt, r.Why, r.CoLate, r.OwnLate}
}

// coded lists codes with names, sorted.
func coded(m map[string]string) []named {
	out := make([]named, 0, len(m))
	for k, v := range m {
		out = append(out, named{k, v})
	}
	slices.SortFunc(out, func(a, b named) int { return cmp.Compare(strings.ToLower(a.Code), strings.ToLower(b.Code)) })
	return out
}
