package console

import (
	"flag"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

var countSeed = flag.Uint64("countseed", 29, "seed of the random orders behind the counted lists")

// life leads orders to random places of the road, each deed by who may do it; what the rules refuse at that place is a deed that did not happen.
type life struct {
	*site
	r    *rand.Rand
	seal string
	file order.Attachment[order.Private]
	ids  []string
	done map[string]int
}

func newLife(s *site, seed uint64) *life {
	f, err := s.Desk.Keep(s.Context(), desk.Upload{Name: "现场.png", Bytes: testkit.PNG(s.T)}, "seal")
	if err != nil {
		s.Fatal(err)
	}
	return &life{site: s, r: rand.New(rand.NewPCG(seed, 3)), seal: f.Blob, file: f, done: map[string]int{}}
}

func oneOf[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }

func (l *life) try(by org.PostID, id string, cs ...order.Command) {
	if _, err := l.Try(by, id, cs...); err == nil {
		l.done[fmt.Sprintf("%T", cs[0])]++
	}
}

// order registers a request: now and then of a secret caller, one that comes again, one that reports the unit, its handler or a leader.
func (l *life) order() string {
	c := l.Complaint()
	by := oneOf[org.PostID](l.r, "hotline/operator", "hotline/operator", "hotline/outsourced")
	c.By = testkit.By(by)
	c.Request.Type = oneOf(l.r, order.Complaint, order.Consult, order.Help)
	c.Request.Secrecy = oneOf(l.r, order.Ordinary, order.Ordinary, order.Ordinary, order.Secret)
	unit := oneOf[org.UnitID](l.r, "cgj", "cgj", "cgj", "jyj")
	switch l.r.IntN(10) {
	case 0:
		c.Request.ReportedUnit, unit = "cgj", "jyj"
	case 1:
		unit = "jyj"
		c.Request.ReportedPosts = []org.PostID{oneOf[org.PostID](l.r, "hotline/dispatcher", "county/deputy.1", "cgj/handler", org.PostGovHead)}
	}
	if n := len(l.ids); n > 0 && l.r.IntN(2) == 0 { // it comes again: the second and third are signed by leaders
		row, err := l.Store.OrderRow(l.Context(), l.ids[l.r.IntN(n)])
		if err != nil {
			l.Fatal(err)
		}
		if !row.Open {
			c.NewMatter, c.NewMatterNo, c.Link = "", "", &order.Link{Matter: row.Matter, Score: 90, Reason: order.Private{Text: "同一地点同一件事"}}
		}
	}
	if l.r.IntN(6) == 0 {
		post := oneOf[org.PostID](l.r, org.PostMagistrate, "county/deputy.1")
		c.Request.Channel, c.Instruction = "L1", &order.Instruction[order.Private]{Post: post, At: l.Clock.Now(), Words: order.Private{Text: "请城管局三日内办结。"}}
	}
	d, err := l.Try(by, "", c, order.SubmitForDispatch{By: c.By, ChainID: web.NewKey(), Proposal: order.Proposal{Unit: unit}})
	if err != nil {
		l.Fatalf("register: %v", err)
	}
	l.ids = append(l.ids, d.ID)
	return d.ID
}

// live leads one order so many deeds along the road, with turnings taken by chance.
func (l *life) live(id string, deeds int) {
	unit := oneOf[org.UnitID](l.r, "cgj", "cgj", "cgj", "jyj")
	other := map[org.UnitID]org.UnitID{"cgj": "jyj", "jyj": "cgj"}[unit]
	handler, principal := org.PostOf(unit, org.UnitHandler), org.PostOf(unit, org.UnitPrincipal)
	text := func(s string) order.Private { return order.Private{Text: s} }
	files := []order.Attachment[order.Private]{l.file}
	// signs lets whoever is to sign next do so.
	signs := func() {
		for _, p := range []org.PostID{"hotline/office_head", org.PostGovHead, "county/deputy.1", "county/deputy.2", org.PostHotlineDeputy, org.PostMagistrate} {
			rd, err := l.Desk.Reader(l.Context(), testkit.As(p))
			if err != nil {
				l.Fatal(err)
			}
			v, err := rd.Order(l.Context(), id)
			if err != nil {
				continue
			}
			for _, a := range v.Acts {
				if a.Chain.ID != "" {
					l.try(p, id, order.SignStep{By: testkit.By(p), Chain: a.Chain.ID, Step: a.Step, Refuses: l.r.IntN(5) == 0, Opinion: text("请抓紧办理")})
					l.try(p, id, order.DecideExtension{By: testkit.By(p), Chain: a.Chain.ID, Refuses: l.r.IntN(3) == 0, Opinion: text("请抓紧办理")})
				}
			}
		}
	}
	turnings := []func(){
		func() {
			l.try("hotline/operator", id, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: text("又来电催问")})
		},
		func() {
			l.try(handler, id, order.AskCo{By: testkit.By(handler), To: order.Target{Unit: other}, Task: "请核查管网的管护单位。"})
		},
		func() {
			l.try(org.PostOf(other, org.UnitHandler), id, order.SignCo{By: testkit.By(org.PostOf(other, org.UnitHandler))})
		},
		func() {
			by := testkit.By(org.PostOf(other, org.UnitHandler))
			l.try(org.PostOf(other, org.UnitHandler), id, order.ReportCo{By: by, Result: text("管网属小区业主共有。"), Files: files})
		},
		func() {
			l.try(handler, id, order.AskReturn{By: testkit.By(handler), Reason: text("管护单位不是我们"), Basis: "三定方案", Right: other})
		},
		func() {
			l.try(handler, id, order.AskExtension{By: testkit.By(handler), ChainID: web.NewKey(), Days: 3, Done: text("已开挖"), Reason: text("管段要定做"), Seal: strings.Repeat("a", 64)})
		},
		func() {
			l.try("hotline/dispatcher", id, order.Correct{By: testkit.By("hotline/dispatcher"), Party: &order.Party{Unit: unit}, Reason: text("反映的就是承办人员")})
		},
		func() { l.try(handler, id, order.AskRelay{By: testkit.By(handler), Ask: text("几点最严重")}) },
		signs,
	}
	road := []func(){
		func() {
			l.try("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: unit, Deputy: "county/deputy.1"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
		},
		signs,
		func() { l.try(handler, id, order.SignFor{By: testkit.By(handler)}) },
		func() {
			l.try(principal, id, order.AssignInUnit{By: testkit.By(principal), Lead: org.UnitDeputy, Handler: testkit.As(handler).Account, Opinion: text("请办")})
		},
		func() {
			l.try(handler, id, order.RecordContact{By: testkit.By(handler), At: l.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
		},
		func() {
			l.try(handler, id, order.SubmitReply{By: testkit.By(handler), Files: files, Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes, Investigation: text("现场查看，主管网被建筑垃圾堵塞"),
				Measures: text("当日疏通并清运"), Opinion: text("诉求人认可"), Contact: "市政管理股", ContactPhone: "0558-7000201",
				Public: "经查，北城社区东侧路口下水道主管网被建筑垃圾堵塞，我局组织疏通并清运完毕，已加装防护网，今后每周巡查一次。依据《安徽省市政设施管理条例》办理。"}})
		},
		func() { l.try(principal, id, order.SignReply{By: testkit.By(principal), Seal: l.seal}) },
		func() {
			l.try("hotline/reviewer", id, order.PassReply{By: testkit.By("hotline/reviewer"), ChainID: web.NewKey()})
		},
		signs,
		func() {
			l.try("hotline/visitor", id, order.GiveFeedback{By: testkit.By("hotline/visitor"), At: l.Clock.Now(), Means: "phone"})
		},
		func() {
			l.try(handler, id, order.RecordUnitVisit{By: testkit.By(handler), At: l.Clock.Now(), Reached: true, Satisfaction: order.Satisfied})
		},
		func() {
			l.try("hotline/visitor", id, order.RecordVisit{By: testkit.By("hotline/visitor"), At: l.Clock.Now(), Reached: true, Contacted: "yes", Solved: order.SolvedYes, Satisfaction: oneOf(l.r, order.Satisfied, order.Dissatisfied)})
		},
	}
	for _, deed := range road[:min(deeds, len(road))] {
		if l.r.IntN(7) == 0 {
			oneOf(l.r, turnings...)()
		}
		deed()
		l.Clock.Add(time.Duration(l.r.IntN(40)) * time.Minute)
	}
	if deeds > 3 && l.r.IntN(3) == 0 {
		oneOf(l.r, turnings...)()
	}
}

var (
	countedLink = regexp.MustCompile(`(?s)<a[^>]* href="([^"]+)"[^>]*>((?:[^<]|<span[^>]*>[^<]*</span>)*)<em[^>]*>\s*([\d,]+)(\+?)\s*</em>`)
	drawings    = regexp.MustCompile(`(?s)<svg.*?</svg>`)
	actLink     = regexp.MustCompile(`<a class="[^"]*" href="(/list/todo[^"]*)">[^<\d]* (\d+)</a>`)
	bigLink     = regexp.MustCompile(`(?s)<a class="big[^"]*" href="#(\w+)">\s*<b>(\d+)</b>`)
	doingLink   = regexp.MustCompile(`<a class="small push" href="(/list/open[^"]*)">在办 (\d+) 件</a>`)
	noted       = regexp.MustCompile(`(\d+)件</span>`)
)

// sectionRows is how many rows the table of a card on a page has.
func sectionRows(page, id string) int {
	_, rest, ok := strings.Cut(page, ` id="`+id+`"`)
	if !ok {
		return 0
	}
	rest, _, _ = strings.Cut(rest, "</section>")
	_, rest, _ = strings.Cut(rest, "<tbody>")
	return strings.Count(rest, "<tr")
}

// counts holds every number that stands on a page over a list against the rows of the list.
func (b *browser) counts(at, path string, seen map[string]int) {
	b.Helper()
	r := b.get(path)
	status(b, at+path, r, http.StatusOK)
	page := r.Body.String()
	hold := func(what, href, n string) {
		b.Helper()
		want, err := strconv.Atoi(strings.ReplaceAll(n, ",", ""))
		if err != nil {
			b.Fatal(err)
		}
		href = html.UnescapeString(href)
		if got := b.length(href); got != want {
			b.Errorf("%s%s: %s says %d, %s lists %d", at, path, what, want, href, got)
		}
		seen[what] += want
	}
	for _, x := range countedLink.FindAllStringSubmatch(drawings.ReplaceAllString(page, ""), -1) {
		if href := x[1]; x[4] == "" && (href == "/" || strings.HasPrefix(href, "/list/") || strings.HasPrefix(href, "/instructions") || strings.HasPrefix(href, "/backfill")) {
			what, _, _ := strings.Cut(href, "?")
			if strings.Contains(href, "wait=") {
				what = "在等别人"
			}
			hold("menu and tabs "+what, href, x[3])
		}
	}
	for _, x := range statLink.FindAllStringSubmatch(page, -1) {
		hold("light", x[1], x[2])
	}
	for _, x := range actLink.FindAllStringSubmatch(page, -1) {
		hold("act", x[1], x[2])
	}
	for _, x := range doingLink.FindAllStringSubmatch(page, -1) {
		hold("在办", x[1], x[2])
	}
	// A unit's first page: the three big numbers, and the notes over its cards.
	due := 0
	for _, x := range bigLink.FindAllStringSubmatch(page, -1) {
		n, _ := strconv.Atoi(x[2])
		seen["big"] += n
		if x[1] == "due" {
			due += n
			continue
		}
		if got := sectionRows(page, x[1]); got != n {
			b.Errorf("%s%s: #%s says %d and lists %d", at, path, x[1], n, got)
		}
	}
	if got := sectionRows(page, "due"); strings.Contains(page, `class="big3"`) && got != due {
		b.Errorf("%s%s: 今日到期和超期 say %d and list %d", at, path, due, got)
	}
	for _, id := range []string{"signing", "helping"} {
		if _, rest, ok := strings.Cut(page, ` id="`+id+`"`); ok {
			n, _ := strconv.Atoi(noted.FindStringSubmatch(rest)[1])
			if got := sectionRows(page, id); got != n {
				b.Errorf("%s%s: #%s says %d and lists %d", at, path, id, n, got)
			}
			if id == "helping" {
				hold("协办", "/list/co", strconv.Itoa(n))
			}
			seen[id] += n
		}
	}
}

var (
	cardLink = regexp.MustCompile(`<article[^>]*class="mcard`)
	fillCard = regexp.MustCompile(`<section[^>]* id="b-`)
)

// length is how many entries the page of a number has, over all its leaves.
func (b *browser) length(path string) int {
	b.Helper()
	switch {
	case path == "/":
		path = "/list/todo"
	case strings.HasPrefix(path, "/instructions"):
		n := 0
		for range 50 {
			page := b.get(path).Body.String()
			n += len(cardLink.FindAllString(page, -1))
			next := nextPage.FindStringSubmatch(page)
			if next == nil {
				return n
			}
			path = html.UnescapeString(next[1])
		}
		b.Fatal("批示落实 never ends")
	case strings.HasPrefix(path, "/backfill"):
		return len(fillCard.FindAllString(b.get(path).Body.String(), -1))
	}
	n := 0
	for range 50 {
		page := b.get(path).Body.String()
		n += len(rowID.FindAllString(page, -1))
		next := nextPage.FindStringSubmatch(page)
		if next == nil {
			return n
		}
		path = html.UnescapeString(next[1])
	}
	b.Fatalf("%s never ends", path)
	return 0
}

// TestEveryNumberIsTheRowsBehindItWhateverHappened: random orders at random places of the road, with helpers, returns, extensions, secret callers, corrections
// and reported people, looked at by everybody: every number in the menu, over a list, on a first page opens just so many rows.
func TestEveryNumberIsTheRowsBehindItWhateverHappened(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		l := newLife(s, *countSeed)
		t.Logf("go test ./internal/console -run WhateverHappened -countseed %d", *countSeed)
		for i := range 44 {
			l.live(l.order(), l.r.IntN(17))
			if i%6 == 5 {
				l.Clock.Add(time.Duration(1+l.r.IntN(30)) * time.Hour)
				l.Tick()
			}
		}
		// One order is helped with to the end, and one waits to be signed for by the person who looks afterwards: 协办过 and 已办 hold something whatever happened.
		helped, signed := s.dispatched(), s.dispatched()
		s.Do("cgj/handler", helped, order.SignFor{By: testkit.By("cgj/handler")})
		s.Do("cgj/principal", helped, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: testkit.As("cgj/handler").Account})
		s.Do("cgj/handler", helped, order.AskCo{By: testkit.By("cgj/handler"), To: order.Target{Unit: "jyj"}, Task: "请核查管网的管护单位。"})
		s.Do("jyj/handler", helped, order.SignCo{By: testkit.By("jyj/handler")})
		s.Do("jyj/handler", helped, order.ReportCo{By: testkit.By("jyj/handler"), Result: order.Private{Text: "管网属小区业主共有。"}, Files: []order.Attachment[order.Private]{l.file}})
		t.Log(l.done)
		for _, deed := range []string{"order.AskCo", "order.AskReturn", "order.AskExtension", "order.Correct", "order.SubmitReply", "order.SignStep", "order.Urge"} {
			if l.done[deed] == 0 {
				t.Errorf("no %s ever happened: the lists are poorer than the test says", deed)
			}
		}
		seen := map[string]int{}
		for _, post := range []org.PostID{"hotline/operator", "hotline/outsourced", "hotline/dispatcher", "hotline/reviewer", "hotline/visitor", "hotline/office_head", org.PostGovHead, "cgj/handler",
			"cgj/principal", "jyj/handler", "county/deputy.1", org.PostHotlineDeputy, org.PostMagistrate} {
			b := s.as(post)
			if post == "cgj/handler" {
				status(t, "sign for one", b.post("/unit/sign", url.Values{"_key": {web.NewKey()}, "id": {signed}}), http.StatusSeeOther)
			}
			pages := []string{"/", "/list/todo", "/list/open", "/list/read", "/list/mine", "/list/done"}
			if post.KindOf().InUnit() {
				pages = append(pages, "/list/co", "/list/helped")
			}
			if slices.Contains([]org.PostID{"county/deputy.1", org.PostHotlineDeputy, org.PostMagistrate, org.PostGovHead}, post) {
				pages = append(pages, "/instructions")
			}
			for _, path := range pages {
				b.counts(string(post)+" ", path, seen)
			}
		}
		t.Log(seen)
		for _, what := range []string{"menu and tabs /list/todo", "menu and tabs /list/open", "menu and tabs /list/co", "menu and tabs /list/read", "menu and tabs /list/done", "menu and tabs /instructions", "menu and tabs /", "menu and tabs /list/mine", "menu and tabs /list/helped", "menu and tabs 在等别人", "light", "act", "在办", "big", "协办"} {
			if seen[what] == 0 {
				t.Errorf("%s was never more than 0: the test looks at nothing", what)
			}
		}
	})
}
