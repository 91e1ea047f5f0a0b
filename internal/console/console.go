// Package console is the staff's pages: log-in, work lists, the 登记单, the order's page with every act of the road. A handler parses, makes one call
// on the desk and chooses the page; it holds no rule and sees no store. Start reading at Routes, then acts.go.
package console

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/alexedwards/scs/v2"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// Profile is what of the county stands on the pages.
type Profile struct {
	System    string                  // 蒙城县县长热线工单管理系统
	Office    string                  // 蒙城县人民政府办公室 · 县长热线受理中心
	Internal  string                  // the office's internal phone, for staff; never the citizens' number
	Public    string                  // the hotline's number
	ReplyMost int                     // characters that the upper platform's reply field takes; 500 where 0
	Places    map[org.UnitID][]string // villages and communities by township
	Referrals []Referral              // the referral directory that the county began with (Art. 8)
	Base      string                  // where people reach the program: http://127.0.0.1:7812; printed in square codes
	RingHash  string                  // SHA-256 of the exchange's token, in hex; empty: the hook is shut
}

// Options of a Console; all but TLS are required.
type Options struct {
	Desk    *desk.Service
	Profile Profile
	Log     *slog.Logger
	TLS     bool
}

// Console is the staff's pages.
type Console struct {
	desk     *desk.Service
	profile  Profile
	sessions *scs.SessionManager
	o        Options

	knocks, slipKnocks *web.Limiter // at the door of the field, by address and by slip
}

// New makes the console.
func New(o Options) (*web.App, error) {
	c := newConsole(o)
	return web.New(web.Options{Now: o.Desk.Now, Log: o.Log, Frame: c.frame, Around: c.around, Wrap: c.wrap, Explain: explain, System: o.Profile.System,
		Phone: o.Profile.Internal, TLS: o.TLS}, c.Routes())
}

func newConsole(o Options) *Console {
	c := &Console{desk: o.Desk, profile: o.Profile, o: o, sessions: scs.New(), knocks: web.NewLimiter(fieldByAddress), slipKnocks: web.NewLimiter(fieldBySlip)}
	c.sessions.Store = o.Desk.Sessions()
	c.sessions.Lifetime = 12 * time.Hour
	c.sessions.IdleTimeout = 8 * time.Hour
	c.sessions.Cookie.Name = "huiyin"
	c.sessions.Cookie.HttpOnly = true
	c.sessions.Cookie.SameSite = http.SameSiteLaxMode
	c.sessions.Cookie.Path = "/"
	if o.TLS {
		c.sessions.Cookie.Name, c.sessions.Cookie.Secure = "__Host-huiyin", true
	}
	return c
}

// Routes is the table of everything that can be reached, each with its permission.
func (c *Console) Routes() []web.Route {
	const upload = 100 << 20
	get := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(perm), Handler: h}
	}
	post := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(perm), Handler: h}
	}
	big := func(r web.Route) web.Route {
		r.MaxBody, r.Timeout = upload, time.Minute
		return r
	}
	routes := []web.Route{
		get("/login", access.Public, c.loginPage), post("/login", access.Public, c.login),
		post("/logout", access.AnyStaff, c.logout), post("/post", access.AnyStaff, c.changePost),
		get("/{$}", access.AnyStaff, c.home),
		get("/intake", access.Intake, c.intakePage), big(post("/intake", access.Intake, c.intake)),
		get("/orders/{id}", access.Reading, c.orderPage),
		post("/orders/{id}/reveal/{field}", access.Revealing, c.reveal), get("/orders/{id}/seen", access.Heading, c.seen),
	}
	routes = append(routes, c.meRoutes()...)
	routes = append(routes, c.heldRoutes()...)
	routes = append(routes, c.filesRoutes()...)
	routes = append(routes, c.messageRoutes()...)
	routes = append(routes, c.backfillRoutes()...)
	routes = append(routes, c.appointmentRoutes()...)
	routes = append(routes, c.searchRoutes()...)
	routes = append(routes, c.signingRoutes()...)
	routes = append(routes, c.instructedRoutes()...)
	routes = append(routes, c.directiveRoutes()...)
	routes = append(routes, c.answeringRoutes()...)
	routes = append(routes, c.rosterRoutes()...)
	routes = append(routes, c.abuseRoutes()...)
	routes = append(routes, c.worklistRoutes()...)
	routes = append(routes, c.unitRoutes()...)
	routes = append(routes, c.folderRoutes()...)
	routes = append(routes, c.terminationRoutes()...)
	routes = append(routes, c.stampRoutes()...)
	routes = append(routes, c.handoverRoutes()...)
	routes = append(routes, c.statementRoutes()...)
	routes = append(routes, c.dutyRoutes()...)
	routes = append(routes, c.channelRoutes()...)
	routes = append(routes, c.referralRoutes()...)
	routes = append(routes, c.reconcileRoutes()...)
	routes = append(routes, c.qualityRoutes()...)
	routes = append(routes, c.inspectionRoutes()...)
	routes = append(routes, c.shelfRoutes()...)
	routes = append(routes, c.archiveRoutes()...)
	routes = append(routes, c.exportRoutes()...)
	routes = append(routes, c.publicationRoutes()...)
	routes = append(routes, c.batchRoutes()...)
	routes = append(routes, c.gatherRoutes()...)
	routes = append(routes, c.fieldRoutes()...)
	routes = append(routes, c.coRoutes()...)
	routes = append(routes, c.phonebookRoutes()...)
	for _, name := range actNames() {
		routes = append(routes, big(post("/orders/{id}/"+name, acts[name].permission, c.act(name))))
	}
	routes = append(routes, c.intakeRoutes()...)
	routes = append(routes, c.knowledgeRoutes()...)
	routes = append(routes, c.organiseRoutes()...)
	routes = append(routes, c.orgImportRoutes()...)
	routes = append(routes, c.delegationRoutes()...)
	routes = append(routes, c.calendarRoutes()...)
	routes = append(routes, c.lawRoutes()...)
	routes = append(routes, c.trialRoutes()...)
	routes = append(routes, c.superviseRoutes()...)
	routes = append(routes, c.clusterRoutes()...)
	routes = append(routes, c.signRoutes()...)
	routes = append(routes, c.petitionRoutes()...)
	routes = append(routes, c.alarmRoutes()...)
	routes = append(routes, c.leadRoutes()...)
	routes = append(routes, c.recheckRoutes()...)
	routes = append(routes, c.figureRoutes()...)
	routes = append(routes, c.bulletinRoutes()...)
	return citing(routes)
}

type session struct {
	actor   org.Actor
	account desk.Account
	reader  *desk.Reader
}

type sessionKey struct{}

func who(r *http.Request) session {
	s, _ := r.Context().Value(sessionKey{}).(session)
	return s
}

// wrap loads and saves the session around a route.
func (c *Console) wrap(rt web.Route, h http.Handler) http.Handler {
	if rt.Live {
		return c.listening(h)
	}
	return c.sessions.LoadAndSave(h)
}

// around asks who it is and whether the post may; a stranger is sent to the log-in page, a wrong post is told openly.
func (c *Console) around(rt web.Route, h web.Handler) web.Handler {
	if rt.Permission == string(access.Public) || rt.Permission == string(access.Hook) {
		return h
	}
	return func(r *http.Request) (web.Page, error) {
		id := c.sessions.GetString(r.Context(), "account")
		if id == "" {
			return web.Redirect("/login"), nil
		}
		actor, account, err := c.desk.ActorOf(r.Context(), org.AccountID(id), org.PostID(c.sessions.GetString(r.Context(), "post")))
		if errors.Is(err, desk.ErrForbidden) {
			if err := c.sessions.Destroy(r.Context()); err != nil {
				return web.Page{}, fmt.Errorf("end session: %w", err)
			}
			return web.Redirect("/login"), nil
		}
		if err != nil {
			return web.Page{}, err
		}
		reader, err := c.desk.Reader(r.Context(), actor)
		if err != nil {
			return web.Page{}, err
		}
		*r = *r.WithContext(context.WithValue(r.Context(), sessionKey{}, session{actor, account, reader}))
		if !access.May(actor.Post.Kind, access.Permission(rt.Permission)) {
			return web.Page{}, web.Forbidden("")
		}
		return h(r)
	}
}

// explain turns the desk's errors into answers.
func explain(err error) (web.Answer, bool) {
	var conflict *desk.Conflict
	var bad *desk.Invalid
	switch {
	case errors.Is(err, desk.ErrNotFound):
		return web.Standard(web.KindNotFound, ""), true
	case errors.Is(err, desk.ErrForbidden):
		return web.Standard(web.KindForbidden, ""), true
	case errors.Is(err, desk.ErrUnknown):
		return web.Standard(web.KindUnknown, ""), true
	case errors.As(err, &conflict):
		a := web.Standard(web.KindConflict, conflict.Error()+"\n"+strings.Join(conflict.What, "\n"))
		return a, true
	case errors.As(err, &bad):
		a := web.Standard(web.KindInvalid, "")
		a.Fields = []parts.FieldError{{Name: bad.Field, Message: bad.Reason}}
		return a, true
	}
	return web.Answer{}, false
}

// frame puts a page into the staff shell.
func (c *Console) frame(r *http.Request, h web.Head, body templ.Component) (templ.Component, error) {
	s := who(r)
	if s.reader == nil {
		return web.Within(parts.Bare(h.Fill(c.outside())), body), nil
	}
	l := c.layout(s)
	if !h.Trouble && access.May(s.actor.Post.Kind, access.Reading) {
		if n, err := s.reader.Unread(r.Context()); err == nil {
			l.Messages, l.Feed, l.Unread = "/messages", "/messages/feed", n
		}
	}
	if !h.Trouble {
		home, err := s.reader.Home(r.Context())
		if err == nil {
			l.Menu = slices.Concat(c.menu(s, home), c.officeMenu(r.Context(), s), organiseMenu(s.actor.Post.Kind, s.reader.CountAppointments()))
			rules, days := s.reader.LawWaits(r.Context())
			lawCounts(rules, days, l.Menu)
		}
		l.Tabs = c.openTabs(r, s)
		if b := s.reader.Banner(r.Context()); b != "" {
			n := parts.NoteProps{Tone: parts.Red, Text: b}
			if access.May(s.actor.Post.Kind, access.Reading) {
				n.Links = []parts.Anchor{{Text: "工作日历", Href: "/calendar"}}
			}
			l.Banners = append(l.Banners, n)
		}
	}
	if t := c.sessions.PopString(r.Context(), "flash"); t != "" {
		h.Flash = &parts.Flash{Tone: parts.Green, Text: t}
	}
	if !h.Trouble {
		held, err := s.reader.Held(r.Context())
		if err != nil {
			return nil, err
		}
		heldTold(held, &h, &l)
	}
	return web.Within(parts.Shell(h.Fill(l)), body), nil
}

// outside is what the shell shows to whoever is not logged in.
func (c *Console) outside() parts.Layout {
	return parts.Layout{System: c.profile.System, Office: c.profile.Office, Home: "/", DutyPhone: c.profile.Internal}
}

// layout is what the shell shows of a person without asking the archive.
func (c *Console) layout(s session) parts.Layout {
	l := c.outside()
	l.User, l.Unit, l.Logout, l.Settings = s.account.Title, s.actor.Post.Title, "/logout", "/me"
	if w := s.actor.Under.Words(); w != "" {
		l.Banners = append(l.Banners, parts.NoteProps{Tone: parts.Yellow, Lead: "您正代行" + s.actor.Post.Title, Text: w + "。签批上注明文号。"})
	}
	if l.User == l.Unit {
		l.Unit = ""
	}
	if access.May(s.actor.Post.Kind, access.Reading) {
		l.Search = "/search"
	}
	return l
}

func (c *Console) menu(s session, h desk.Home) []parts.MenuGroup {
	var out []parts.MenuGroup
	k := s.actor.Post.Kind
	first := parts.MenuGroup{Items: []parts.MenuItem{{ID: "home", Label: "工作台", Href: "/", Icon: parts.IconHome, Count: h.Total}}}
	if access.May(k, access.Intake) {
		first.Items = append(first.Items, parts.MenuItem{ID: "intake", Label: "登记单", Href: "/intake", Icon: parts.IconPen})
	}
	if access.May(k, access.Knowing) {
		first.Items = append(first.Items, parts.MenuItem{ID: "knowledge", Label: "知识库", Href: "/knowledge", Icon: parts.IconBook, Count: h.Articles})
	}
	if access.May(k, access.Signing) {
		first.Items = append(first.Items, parts.MenuItem{ID: "sign", Label: "待我签批", Href: "/sign", Icon: parts.IconStamp},
			parts.MenuItem{ID: "instructions", Label: "批示落实", Href: "/instructions", Icon: parts.IconFlag})
	}
	if access.May(k, access.Clerking) {
		first.Items = append(first.Items, parts.MenuItem{ID: "folder", Label: "呈批夹", Href: "/folder", Icon: parts.IconPrint})
	}
	if access.May(k, access.UnitSign) {
		first.Items = append(first.Items, parts.MenuItem{ID: "stamp", Label: "盖章件", Href: "/stamp", Icon: parts.IconStamp})
	}
	out = append(out, first)
	icons := map[order.Act]parts.Icon{order.ActDispatch: parts.IconInbox, order.ActReview: parts.IconCheck, order.ActVisit: parts.IconChat, order.ActUnitVisit: parts.IconChat,
		order.ActSignDispatch: parts.IconStamp, order.ActSignResult: parts.IconStamp, order.ActSignReply: parts.IconStamp, order.ActContact: parts.IconPhone, order.ActReply: parts.IconPen}
	todo := parts.MenuGroup{Title: "待办"}
	for _, x := range h.Todo {
		icon := icons[x.Act]
		if icon == "" {
			icon = parts.IconInbox
		}
		todo.Items = append(todo.Items, parts.MenuItem{ID: "act-" + string(x.Act), Label: x.Name, Href: "/list/todo?act=" + string(x.Act), Icon: icon, Count: x.N})
	}
	if len(todo.Items) > 0 {
		out = append(out, todo)
	}
	if len(s.reader.Lists()) > 0 {
		lists := parts.MenuGroup{Title: "清单", Items: []parts.MenuItem{
			{ID: "list-read", Label: "待阅", Href: "/list/read", Icon: parts.IconInfo}, {ID: "list-open", Label: "在办", Href: "/list/open", Icon: parts.IconList}, {ID: "list-mine", Label: "已办", Href: "/list/mine", Icon: parts.IconHistory},
			{ID: "list-done", Label: "办结", Href: "/list/done", Icon: parts.IconFile}}}
		if k.InUnit() {
			lists.Items = append(lists.Items, parts.MenuItem{ID: "list-co", Label: "协办", Href: "/list/co", Icon: parts.IconUsers})
		}
		out = append(out, lists,
			parts.MenuGroup{Title: "规则", Items: []parts.MenuItem{{ID: "calendar", Label: "工作日历", Href: "/calendar", Icon: parts.IconClock}, {ID: "rules", Label: "规则参数", Href: "/rules", Icon: parts.IconBook}}})
	}
	return out
}

// flash says with the next page what was done.
func (c *Console) flash(r *http.Request, text string) { c.sessions.Put(r.Context(), "flash", text) }
