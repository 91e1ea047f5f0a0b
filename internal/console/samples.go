package console

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// Every page stands in the gallery in every state: normal, empty, error (422), conflict, long text, masked and revealed, no permission. `huiyin gallery`
// serves the list; the test of the gallery looks at each line in a browser. To add a page, write console/<stem>_samples.go:
//
//	func (k showroom) widgetSamples() []web.Sample {
//		s := k.as("cgj/handler")                                     // who looks at it: a post of room sample
//		p := web.Show("小部件", widgetView(widgetProps{…})).In("widget") // values of your own wording; nobody's real name or number
//		return []web.Sample{k.page(s, "部件", "widget", "正常", "GET /widgets", p).At(web.Phone, web.Laptop)}
//	}
//
// and one line in Samples below. The name is the group's part of the address and must be unique: widget, widget-empty, widget-error …
// A form that comes back: f := k.wrong(k.filled("field", "typed"), "field", "少2位，请补全").

// Samples is the gallery of the staff's pages. The desk is one on an archive without orders that holds the demo county and its accounts; the time of
// every page is its clock.
func Samples(ctx context.Context, d *desk.Service) ([]web.Sample, error) {
	k, err := newShowroom(ctx, d)
	if err != nil {
		return nil, err
	}
	catalogue := web.Sample{Group: "部件", Name: "parts", Title: "组件目录", State: "全部部件", Page: web.Whole(parts.Gallery())}
	return slices.Concat(
		[]web.Sample{catalogue.At(web.Phone, web.Laptop, web.Desktop)},
		k.loginSamples(),
		k.homeSamples(),
		k.listSamples(),
		k.batchSamples(),
		k.gatherSamples(),
		k.orderSamples(), k.coSamples(), k.secrecySamples(),
		k.intakeSamples(),
		k.knowledgeSamples(),
		k.meSamples(),
		k.signingSamples(),
		k.instructedSamples(),
		k.directiveSamples(),
		k.abuseSamples(),
		k.qualitySamples(),
		k.inspectionSamples(),
		k.shelfSamples(),
		k.archiveSamples(), k.exportSamples(), k.publicationSamples(),
		k.answeringSamples(),
		k.rosterSamples(),
		k.superviseSamples(),
		k.clusterSamples(),
		k.signSamples(),
		k.petitionSamples(),
		k.alarmSamples(),
		k.leadSamples(),
		k.recheckSamples(),
		k.figureSamples(), k.bulletinSamples(),
		k.unitHomeSamples(),
		k.slipSamples(),
		k.phonebookSamples(),
		k.folderSamples(),
		k.terminationSamples(),
		k.limitsSamples(),
		k.stampSamples(),
		k.messageSamples(),
		k.backfillSamples(),
		k.appointmentSamples(),
		k.searchSamples(),
		k.handoverSamples(),
		k.statementSamples(),
		k.dutySamples(),
		k.channelSamples(),
		k.referralSamples(),
		k.reconcileSamples(),
		k.calendarSamples(), k.lawSamples(), k.trialSamples(),
		k.organiseSamples(),
		k.orgImportSamples(),
		k.delegationSamples(),
		k.troubleSamples(),
	), nil
}

// showroom is the console with nobody at it.
type showroom struct {
	c        *Console
	ctx      context.Context // with an empty session, for page makers that look into it
	accounts []desk.Account
	dir      org.Directory
	now      time.Time
}

func newShowroom(ctx context.Context, d *desk.Service) (showroom, error) {
	p := sample.County().Profile
	k := showroom{now: d.Now()}
	k.c = newConsole(Options{Desk: d, Profile: Profile{System: p.System, Office: p.Office, Internal: p.OfficePhone, Public: p.PublicNumber, ReplyMost: p.ReplyMost}})
	var err error
	if k.ctx, err = k.c.sessions.Load(ctx, ""); err != nil {
		return k, fmt.Errorf("open showroom: %w", err)
	}
	if k.accounts, err = d.Accounts(ctx); err != nil {
		return k, fmt.Errorf("open showroom: %w", err)
	}
	if k.dir, err = d.Directory(ctx); err != nil {
		return k, fmt.Errorf("open showroom: %w", err)
	}
	return k, nil
}

// SampleLogins are the demo accounts that the samples of pages show at work; the desk of Samples holds them.
func SampleLogins() []string {
	return []string{"huawu01", "fenban01", "shenhe01", "huifang01", "duban01", "xiaoneng01", "rexianban", "zhengfuban", "fuxianzhang", "fuxianzhang1", "xianzhang", "chengguan1", "zhujian1", "chengguan2", "chengguan3", "chengguan4", "guanli", "anquan", "shenji"}
}

// as is somebody of the demo county at work in a post; a post without an account is a fault of the sample and panics.
func (k showroom) as(post org.PostID, more ...org.PostID) session {
	for _, a := range k.accounts {
		if len(a.Posts) != 1 || a.Posts[0].ID != post {
			continue
		}
		actor := k.dir.Whole(org.Actor{Account: a.ID, Post: a.Posts[0]})
		for _, id := range more {
			p, _ := k.dir.Post(id)
			a.Posts = append(a.Posts, p)
		}
		r, err := k.c.desk.Reader(k.ctx, actor)
		if err != nil {
			panic(err)
		}
		return session{actor: actor, account: a, reader: r}
	}
	panic("sample: nobody of SampleLogins holds " + string(post))
}

// request is a request of that person, for page makers that take one.
func (k showroom) request(s session) *http.Request {
	r, err := http.NewRequestWithContext(context.WithValue(k.ctx, sessionKey{}, s), http.MethodGet, "/", nil)
	if err != nil {
		panic(err)
	}
	return r
}

// page is a sample in the shell of that person.
func (k showroom) page(s session, group, name, state, route string, p web.Page) web.Sample {
	return web.Sample{Group: group, Name: name, Title: p.Head.Title, State: state, Route: route, Page: p, Frame: func(h web.Head, body templ.Component) templ.Component {
		l := k.c.layout(s)
		h0 := k.home()
		if len(s.reader.Lists()) == 0 {
			h0 = desk.Home{} // handles no orders
		}
		l.Menu = slices.Concat(k.c.menu(s, h0), k.c.officeMenu(k.request(s).Context(), s), organiseMenu(s.actor.Post.Kind, 0))
		return web.Within(parts.Shell(h.Fill(l)), body)
	}}
}

// home is what the menu counts.
func (k showroom) home() desk.Home {
	h := desk.Home{Todo: []desk.Counter{{Act: order.ActDispatch, N: 9}, {Act: order.ActReview, N: 14}, {Act: order.ActVisit, N: 3}},
		Lights: []desk.Counter{{Name: "超期", Light: "r", N: 2, Hot: true}, {Name: "今日到期", Light: "o", N: 4}, {Name: "剩1个工作日", Light: "y", N: 8}, {Name: "正常", Light: "g", N: 28}, {Name: "尚未计时", Light: "k", N: 6}}}
	for i, x := range h.Todo {
		h.Todo[i].Name = x.Act.Name()
		h.Total += x.N
	}
	return h
}

// filled is a form with what has been typed: name, value, name, value, …
func (k showroom) filled(pairs ...string) *web.Form { return web.NewForm(pairs...) }

// wrong adds a fault to a form.
func (k showroom) wrong(f *web.Form, field, message string) *web.Form {
	f.Fail(field, message)
	return f
}
