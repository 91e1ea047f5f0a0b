package office

import (
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Media (新闻媒体曝光, Art. 21(7), 23(4)): a report or a post that the office has put on record, with the orders it speaks of, until it was answered.

// Outlet says where something was published.
type Outlet string

// The outlets.
const (
	OutletPaper Outlet = "paper" // 报刊、通讯社
	OutletTV    Outlet = "tv"    // 广播电视
	OutletNews  Outlet = "news"  // 新闻网站、客户端
	OutletVideo Outlet = "video" // 短视频
	OutletPost  Outlet = "post"  // 论坛、微博、公众号、朋友圈
)

// Outlets lists them.
func Outlets() []Outlet {
	return []Outlet{OutletPaper, OutletTV, OutletNews, OutletVideo, OutletPost}
}

// Name is the Chinese name, "" for an unknown outlet.
func (o Outlet) Name() string {
	return map[Outlet]string{OutletPaper: "报刊、通讯社", OutletTV: "广播电视", OutletNews: "新闻网站、客户端", OutletVideo: "短视频", OutletPost: "论坛、微博、公众号"}[o]
}

// MostMediaOrders is how many orders one report may be linked with.
const MostMediaOrders = 30

type (
	// MediaRecorded puts it on record. Its title, link and what it says are sealed: they may name people.
	MediaRecorded struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Outlet  Outlet        `json:"outlet"`
		Source  string        `json:"source"` // name of the medium, never of a person
		Day     string        `json:"day"`
		Due     string        `json:"due"` // by when the county should have answered
		Title   Words         `json:"title"`
		Link    Words         `json:"link"`
		Gist    Words         `json:"gist"`
		Orders  []string      `json:"orders,omitempty"`
	}
	// MediaLinked adds orders to it.
	MediaLinked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Orders  []string      `json:"orders"`
	}
	// MediaAnswered is the county's answer.
	MediaAnswered struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Day     string        `json:"day"`
		Where   string        `json:"where"` // by whom and where it was published
		Words   Words         `json:"words"`
		Late    bool          `json:"late,omitempty"`
	}
	// MediaClosed ends it without an answer.
	MediaClosed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  Words         `json:"reason"`
	}
)

// Media is one, folded from its stream.
type Media struct {
	Recorded MediaRecorded
	Orders   []string
	Answered *MediaAnswered
	Closed   *MediaClosed
}

func (m Media) evolve(e any) Record {
	switch e := e.(type) {
	case MediaRecorded:
		m.Recorded, m.Orders = e, slices.Clone(e.Orders)
	case MediaLinked:
		m.Orders = append(slices.Clone(m.Orders), e.Orders...)
	case MediaAnswered:
		m.Answered = &e
	case MediaClosed:
		m.Closed = &e
	}
	return m
}

// Row is open until it was answered, or somebody has said why it needs no answer.
func (m Media) Row() RecordRow {
	r := RecordRow{Open: m.Answered == nil && m.Closed == nil, At: m.Recorded.At}
	if r.Open {
		r.Due = m.Recorded.Due
	}
	return r
}

const art21media = regulation.Art21_7

func (m Media) mustRun(a org.Actor) error {
	switch {
	case !checker(a) && !a.Is(org.Dispatcher):
		return regulation.RefuseState(art21media, "not_office", "媒体报道由县热线办分办员、督办员或负责人登记。")
	case m.Recorded.At.IsZero():
		return regulation.RefuseState(art21media, "no_media", "没有这条报道，请刷新页面。")
	case m.Answered != nil || m.Closed != nil:
		return regulation.RefuseState(art21media, "over", "这条报道已经了结，请刷新页面。")
	}
	return nil
}

// MediaWish is a report as it was typed.
type MediaWish struct {
	Outlet                              Outlet
	Source, Day, Due, Title, Link, Gist string
	Orders                              []string
}

// RecordMedia puts a report on record; it may be a month old.
func RecordMedia(a org.Actor, w MediaWish, now time.Time) (MediaRecorded, error) {
	var none MediaRecorded
	if !checker(a) && !a.Is(org.Dispatcher) {
		return none, regulation.RefuseState(art21media, "not_office", "媒体报道由县热线办分办员、督办员或负责人登记。")
	}
	if w.Outlet.Name() == "" {
		return none, regulation.RefuseField(art21media, "no_outlet", "outlet", "没有选择媒体类型，请选一项。")
	}
	if err := plain(art21media, "source", "媒体名称", w.Source, 2, 60); err != nil {
		return none, err
	}
	today := calendar.DateOf(now)
	if err := dayIn(art21media, "day", "发布日期", w.Day, today.AddDays(-31), today); err != nil {
		return none, err
	}
	if err := dayIn(art21media, "due", "回应期限", w.Due, today, today.AddDays(60)); err != nil {
		return none, err
	}
	if err := said(art21media, "title", "标题", w.Title, 200); err != nil {
		return none, err
	}
	if err := webLink(w.Link); err != nil {
		return none, err
	}
	if err := said(art21media, "gist", "主要内容", w.Gist, 1000); err != nil {
		return none, err
	}
	if len(w.Orders) > MostMediaOrders {
		return none, regulation.RefuseField(art21media, "many_orders", "orders", "一条报道最多关联%d件工单。", MostMediaOrders)
	}
	return MediaRecorded{At: now, Account: a.Account, Outlet: w.Outlet, Source: strings.TrimSpace(w.Source), Day: w.Day, Due: w.Due, Orders: w.Orders}, nil
}

// webLink refuses what is no address of a page. It may be left out: a broadcast has none.
func webLink(s string) error {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil
	}
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	host, _, _ := strings.Cut(rest, "/")
	if !ok || !strings.Contains(host, ".") || strings.ContainsFunc(s, func(c rune) bool { return c <= ' ' || strings.ContainsRune("<>\"'\\", c) }) || len(s) > 500 {
		return regulation.RefuseField(art21media, "bad_link", "link", "链接应以 http:// 或 https:// 开头，不超过500个字符；没有链接的空着。")
	}
	return nil
}

// Link adds orders that it speaks of. Those that it has are passed over.
func (m Media) Link(a org.Actor, orders []string, now time.Time) (MediaLinked, error) {
	var none MediaLinked
	if err := m.mustRun(a); err != nil {
		return none, err
	}
	var fresh []string
	for _, o := range orders {
		if !slices.Contains(m.Orders, o) && !slices.Contains(fresh, o) {
			fresh = append(fresh, o)
		}
	}
	switch {
	case len(fresh) == 0:
		return none, regulation.RefuseField(art21media, "no_order", "orders", "没有新的工单可关联：编号空着，或者已经关联过。")
	case len(m.Orders)+len(fresh) > MostMediaOrders:
		return none, regulation.RefuseField(art21media, "many_orders", "orders", "一条报道最多关联%d件工单。", MostMediaOrders)
	}
	return MediaLinked{At: now, Account: a.Account, Orders: fresh}, nil
}

// Answer puts the county's answer on record.
func (m Media) Answer(a org.Actor, day, where, words string, now time.Time) (MediaAnswered, error) {
	var none MediaAnswered
	if err := m.mustRun(a); err != nil {
		return none, err
	}
	from, _ := calendar.ParseDate(m.Recorded.Day)
	if err := dayIn(art21media, "day", "回应日期", day, from, calendar.DateOf(now)); err != nil {
		return none, err
	}
	if err := plain(art21media, "where", "由谁、在哪里回应", where, 2, 100); err != nil {
		return none, err
	}
	if err := said(art21media, "words", "回应内容", words, 2000); err != nil {
		return none, err
	}
	return MediaAnswered{At: now, Account: a.Account, Day: day, Where: strings.TrimSpace(where), Late: day > m.Recorded.Due}, nil
}

// Close ends it without an answer, for a reason.
func (m Media) Close(a org.Actor, reason string, now time.Time) (MediaClosed, error) {
	if err := m.mustRun(a); err != nil {
		return MediaClosed{}, err
	}
	if err := said(art21media, "reason", "不回应的理由", reason, 500); err != nil {
		return MediaClosed{}, err
	}
	return MediaClosed{At: now, Account: a.Account}, nil
}
