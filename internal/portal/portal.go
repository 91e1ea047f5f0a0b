// Package portal is the citizens' pages (县长信箱, Art. 2): the telephone first, a letter one question a page, progress by number and code, the caller's own judgement,
// answers that two people opened. It needs no account, no cookie and no script, stands on a listener of its own, and knows nobody's name: what a page shows, the desk
// handed out for whoever holds the draft's token or an order's link. Start reading at Routes, then letter.go.
package portal

import (
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// Profile is what of the county stands on the pages.
type Profile struct {
	System string   // 蒙城县县长热线
	Office string   // 蒙城县人民政府办公室
	Phone  string   // the hotline's number, first of all
	Base   string   // where citizens reach the pages: printed in square codes
	Leave  string   // where 快速离开 leads; a page that says nothing of us
	Hosts  []string // lines of the footer
}

// Options of a Portal; all but TLS are required.
type Options struct {
	Desk    *desk.Service
	Profile Profile
	Log     *slog.Logger
	TLS     bool
	Proxies []netip.Prefix // who may say for whom they ask
}

// Portal is the citizens' pages.
type Portal struct {
	desk    *desk.Service
	profile Profile

	looks, posts, files *web.Limiter // by address: looks by number and code, forms, uploads
	letters             *web.Limiter // of everybody together: more than these is pressure
	proxies             []netip.Prefix

	mu       sync.Mutex
	pressure time.Time // until when a letter must prove that a person sends it
}

// What one address may do in a minute. Behind one address of a mobile network stand hundreds of people.
const (
	looksAMinute = 120
	postsAMinute = 240
	filesAMinute = 60
	// lettersAMinute is more than a county of a million writes; beyond it letters must prove themselves for as long as the press lasts, and two minutes more.
	lettersAMinute = 120
	pressureLasts  = 2 * time.Minute
)

// pressed counts a letter that is begun or sent, and reports whether robots press.
func (p *Portal) pressed() bool {
	now := p.desk.Now()
	wait := p.letters.Take("", now)
	p.mu.Lock()
	defer p.mu.Unlock()
	if wait > 0 {
		p.pressure = now.Add(pressureLasts)
	}
	return now.Before(p.pressure)
}

// New makes the portal.
func New(o Options) (*web.App, error) {
	p := newPortal(o)
	return web.New(web.Options{Now: o.Desk.Now, Log: o.Log, Frame: p.frame, Around: p.around, Explain: p.explain, System: o.Profile.System, Phone: o.Profile.Phone, TLS: o.TLS}, p.Routes())
}

func newPortal(o Options) *Portal {
	return &Portal{desk: o.Desk, profile: o.Profile, looks: web.NewLimiter(looksAMinute), posts: web.NewLimiter(postsAMinute), files: web.NewLimiter(filesAMinute), letters: web.NewLimiter(lettersAMinute), proxies: o.Proxies}
}

// Routes is the table of everything that can be reached: all of it is public, and what belongs to somebody is opened by a token in the address.
func (p *Portal) Routes() []web.Route {
	get := func(at string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: at, Permission: web.Public, Handler: h}
	}
	post := func(at string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: at, Permission: web.Public, Handler: p.counted(p.posts, h)}
	}
	upload := func(at string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: at, Permission: web.Public, Handler: p.counted(p.files, h), MaxBody: 64 << 20, Timeout: 2 * time.Minute}
	}
	routes := []web.Route{get("/{$}", p.home), get("/privacy", p.privacy), get("/privacy/{version}", p.oldPrivacy)}
	routes = append(routes, p.letterRoutes(get, post, upload)...)
	routes = append(routes, p.trackRoutes(get, post, upload)...)
	routes = append(routes, p.answerRoutes(get)...)
	routes = append(routes, p.openRoutes(get)...)
	for i := range routes {
		routes[i].Articles = articles[routes[i].Pattern]
	}
	return routes
}

// articles are what is carried out where.
var articles = map[string][]string{
	"/write": {"第二条"}, "/write/{draft}/check": {"第二条", "第九条"}, "/track": {"第十八条"}, "/q/{link}": {"第十八条"}, "/q/{link}/urge": {"第二十一条（六）"}, "/q/{link}/judge": {"第二十五条"},
	"/write/{draft}/who": {"第二十三条（六）"}, "/answers": {"第十条（一）"}, "/open": {"第二十六条"}, "/q/{link}/add": {"第九条"},
}

// counted shuts a form for an address that sends too many, with honest words and the telephone.
func (p *Portal) counted(l *web.Limiter, h web.Handler) web.Handler {
	return func(r *http.Request) (web.Page, error) {
		if wait := l.Take(p.addressOf(r), p.desk.Now()); wait > 0 {
			return web.Page{}, web.Unavailable(wait, errBusy)
		}
		return h(r)
	}
}

var errBusy = errors.New("too many requests from one address")

// addressOf is who asks: the peer, or where the peer is a proxy of ours the last one in X-Forwarded-For that is none. An IPv6 address stands for the network that is one
// customer's. What anybody else writes into that header is not looked at (trust.md B5 #18).
func (p *Portal) addressOf(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	ours := func(a netip.Addr) bool {
		return slices.ContainsFunc(p.proxies, func(x netip.Prefix) bool { return x.Contains(a) })
	}
	at := peer.Addr().Unmap()
	if ours(at) {
		said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		for _, s := range slices.Backward(said) {
			a, err := netip.ParseAddr(strings.TrimSpace(s))
			if err != nil {
				break
			}
			if at = a.Unmap(); !ours(at) {
				break
			}
		}
	}
	if at.Is6() {
		net, err := at.Prefix(64)
		if err == nil {
			return net.String()
		}
	}
	return at.String()
}

// frame puts a page into the citizens' shell.
func (p *Portal) frame(r *http.Request, h web.Head, body templ.Component) (templ.Component, error) {
	v := viewOf(r)
	if h.Trouble || h.Middle {
		v.here = "/"
	}
	return web.Within(parts.PublicShell(p.layout(v, h)), body), nil
}

func (p *Portal) layout(v view, h web.Head) parts.PublicLayout {
	l := parts.PublicLayout{Title: h.Title, System: p.profile.System, Office: p.profile.Office, Home: v.to("/"), Phone: p.profile.Phone, TextSize: v.size, Contrast: v.contrast, Hosts: p.profile.Hosts,
		Foot: []parts.Anchor{{Text: "隐私告知与您的权利", Href: v.to("/privacy")}, {Text: "公开答复", Href: v.to("/answers")}, {Text: "办得怎么样", Href: v.to("/open")}}}
	elder, contrast := view{size: parts.ElderText, contrast: v.contrast}, view{size: v.size, contrast: !v.contrast}
	if v.size == parts.ElderText {
		l.Tools = []parts.Anchor{{Text: "普通版", Href: view{contrast: v.contrast}.at(v.here)}}
	} else {
		l.Tools = []parts.Anchor{{Text: "长辈版", Href: elder.at(v.here)}}
	}
	l.More = []parts.Anchor{{Text: map[bool]string{false: "高对比", true: "普通对比"}[v.contrast], Href: contrast.at(v.here)}, {Text: "查进度", Href: v.to("/track")}}
	if h.Current == leaving {
		l.Leave = p.profile.Leave
	}
	return l
}

// leaving marks the pages that somebody may have to leave at once.
const leaving = "leave"

// explain turns errors into answers that a citizen understands.
func (p *Portal) explain(err error) (web.Answer, bool) {
	call := parts.Anchor{Text: "打电话 " + p.profile.Phone, Href: "tel:" + p.profile.Phone}
	home := parts.Anchor{Text: "回到首页", Href: "/"}
	with := func(k web.Kind, title, say string) (web.Answer, bool) {
		a := web.Standard(k, say)
		a.Title, a.Next = title, []parts.Anchor{home, call}
		return a, true
	}
	var bad *desk.Invalid
	switch {
	case errors.Is(err, desk.ErrNotFound):
		return with(web.KindNotFound, "没有这一页", "网址可能不全，也可能已经过期。查进度请用编号和查询码；没写完的信保存7天，过期后请重新写。")
	case errors.Is(err, errBusy):
		return with(web.KindUnavailable, "现在写信、查询的人太多", "请过几秒再试。您写过的内容还在。着急的事请直接打电话，24小时有人接听。")
	case errors.Is(err, desk.ErrUnknown):
		return with(web.KindUnknown, "正在确认，请勿重复提交", "您的内容可能已经收到，系统正在核对。请过几秒按“后退”再提交一次：同一封信只会记一件。")
	case errors.As(err, &bad):
		a, _ := with(web.KindInvalid, "有一处需要改正", "")
		a.Fields = []parts.FieldError{{Name: bad.Field, Message: bad.Reason}}
		return a, true
	}
	var known web.Answerer
	if errors.As(err, &known) {
		a := known.HTTPAnswer()
		switch a.Kind {
		case web.KindNotFound:
			return with(web.KindNotFound, "没有这一页", "网址可能不全，也可能已经过期。请从首页重新进入。")
		case web.KindUnavailable:
			b, _ := with(web.KindUnavailable, "现在忙不过来", "请过几秒再试。您写过的内容还在。着急的事请直接打电话，24小时有人接听。")
			b.Retry = a.Retry
			return b, true
		}
		a.Next = []parts.Anchor{home, call}
		return a, true
	}
	return web.Answer{}, false
}

// view is how a citizen wants his pages: kept in a cookie, and carried in every address where cookies are lost.
type view struct {
	size     parts.TextSize
	contrast bool
	here     string // the path of this page
}

const viewCookie = "huiyin_look"

// readView takes the address's word first, then the cookie's.
func readView(r *http.Request) (v view, asked bool) {
	v.here = r.URL.Path
	code := r.URL.Query().Get("v")
	asked = code != ""
	if !asked {
		if c, err := r.Cookie(viewCookie); err == nil {
			code = c.Value
		}
	}
	if strings.HasPrefix(code, "e") {
		v.size = parts.ElderText
	} else if strings.HasPrefix(code, "l") {
		v.size = parts.LargeText
	}
	v.contrast = strings.HasSuffix(code, "c")
	return v, asked
}

func (v view) code() string {
	c := map[parts.TextSize]string{parts.ElderText: "e", parts.LargeText: "l"}[v.size]
	if v.contrast {
		c += "c"
	}
	if c == "" {
		return "n"
	}
	return c
}

// to is an address of ours in the same look.
func (v view) to(path string) string {
	if v.code() == "n" {
		return path
	}
	return v.at(path)
}

// at is an address that asks for this look whatever the cookie says.
func (v view) at(path string) string {
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	path, anchor, has := strings.Cut(path, "#")
	path += sep + "v=" + v.code()
	if has {
		path += "#" + anchor
	}
	return path
}

func viewOf(r *http.Request) view {
	v, _ := readView(r)
	return v
}

// around reads the look and remembers it.
func (p *Portal) around(_ web.Route, h web.Handler) web.Handler {
	return func(r *http.Request) (web.Page, error) {
		v, asked := readView(r)
		page, err := h(r)
		if err == nil && asked {
			page = page.SetCookie(&http.Cookie{Name: viewCookie, Value: v.code(), Path: "/", MaxAge: 365 * 24 * 3600})
		}
		return page, err
	}
}
