package ops

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/auth"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/server"
	"huiyin/internal/sqldb"
	"huiyin/internal/text"
)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

//go:embed bare
var bareFiles embed.FS

// bareEngine is the same database with one table and nothing else: an INSERT in a transaction of its own, durable like ours.
type bareEngine struct{ db *sqldb.DB }

func openBare(ctx context.Context, where string) (*bareEngine, error) {
	queries, err := fs.Sub(bareFiles, "bare/queries")
	if err != nil {
		return nil, fmt.Errorf("open the bare engine: %w", err)
	}
	tables, err := fs.Sub(bareFiles, "bare/migrations")
	if err != nil {
		return nil, fmt.Errorf("open the bare engine: %w", err)
	}
	db, err := sqldb.Open(ctx, where, queries)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, tables); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &bareEngine{db}, nil
}

var bareValue = strings.Repeat("水", 100)

func (b *bareEngine) insert(ctx context.Context) error {
	return b.db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "put", bareValue)
		return err
	})
}

func (b *bareEngine) close() { _ = b.db.Close() }

// answerSink takes a page.
type answerSink struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answerSink) Header() http.Header         { return a.header }
func (a *answerSink) WriteHeader(code int)        { a.status = code }
func (a *answerSink) Write(p []byte) (int, error) { return a.body.Write(p) }

// seat is somebody logged in, talking to the handler in this process.
type seat struct {
	h      http.Handler
	cookie string
}

func (s *seat) ask(ctx context.Context, method, path string, form url.Values) (*answerSink, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://127.0.0.1"+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.RemoteAddr = "127.0.0.1:1"
	if s.cookie != "" {
		r.Header.Set("Cookie", s.cookie)
	}
	a := &answerSink{header: http.Header{}, status: http.StatusOK}
	s.h.ServeHTTP(a, r)
	if c := a.header.Get("Set-Cookie"); c != "" {
		s.cookie, _, _ = strings.Cut(c, ";")
	}
	return a, nil
}

func logIn(ctx context.Context, s *server.Server, post org.PostID) (*seat, error) {
	const password = "Ce-Liang-2026-Bench"
	hash, err := auth.Hash(password)
	if err != nil {
		return nil, err
	}
	login := "bench-" + strings.NewReplacer("/", "-", "_", "-").Replace(string(post))
	if _, err := s.Desk.PutDemoAccount(ctx, login, "测量员", hash, []org.PostID{post}); err != nil {
		return nil, err
	}
	seat := &seat{h: s.App}
	a, err := seat.ask(ctx, http.MethodPost, "/login", url.Values{"login": {login}, "password": {password}})
	if err == nil && a.status != http.StatusSeeOther {
		err = fmt.Errorf("log in for the figures: answered %d", a.status)
	}
	return seat, err
}

// reads are what people ask for, each as a page or as one call on the desk.
func (g *loadgen) reading(ctx context.Context, s *server.Server, h *hands) ([]readFigure, error) {
	if h.seat == nil {
		seat, err := logIn(ctx, s, "hotline/dispatcher")
		if err != nil {
			return nil, err
		}
		h.seat = seat
	}
	if h.intake == nil {
		seat, err := logIn(ctx, s, "hotline/operator")
		if err != nil {
			return nil, err
		}
		h.intake = seat
	}
	reader := func(post org.PostID) *desk.Reader {
		r, err := s.Desk.Reader(ctx, h.actor(post))
		if err != nil {
			panic(err) // the county is our own
		}
		return r
	}
	office, unit := reader("hotline/dispatcher"), reader(org.PostOf(h.units[0].ID, org.UnitHandler))
	mine, head, deputy := reader("hotline/operator"), reader("hotline/office_head"), reader(h.units[0].Deputy)
	some, err := office.List(ctx, desk.ListAsk{Kind: desk.ListDone, Limit: 1})
	if err != nil || len(some.Rows) == 0 {
		return nil, errors.Join(err, errors.New("the archive holds no closed order"))
	}
	id, number := some.Rows[0].ID, some.Rows[0].Number
	// What is searched for is in an order of the middle, whatever the size.
	middle := h.n.Load()/2 | 1
	_, _, _, mark := benchWords(middle)
	place, thing, fault := benchAbout(middle)
	_, other, _ := benchAbout(middle + 24)
	_, initials := text.Pinyin(place + thing)
	four := string([]rune(fault)[:4])
	list := func(r *desk.Reader, k desk.ListKind) func() error {
		return func() error { _, err := r.List(ctx, desk.ListAsk{Kind: k}); return err }
	}
	met := ""
	search := func(r *desk.Reader, a desk.SearchAsk, some bool) func() error {
		return func() error {
			f, err := r.Search(ctx, a)
			if err == nil && some && len(f.Hits) == 0 {
				err = fmt.Errorf("a search of the figures finds nothing")
			}
			if met = strconv.Itoa(len(f.Hits)); f.More {
				met += ", goes on"
			}
			return err
		}
	}
	find := func(r *desk.Reader, typed string, some bool) func() error {
		return search(r, desk.SearchAsk{Typed: typed}, some)
	}
	// The number as the exchange sends it, the card at the seat, the history in the panel.
	ring := func() error {
		if err := s.Desk.Rang(benchCaller, "1", ""); err != nil {
			return err
		}
		cards, _, err := mine.Rings(ctx, "bench")
		if err == nil && (len(cards) != 1 || cards[0].Known == 0) {
			err = fmt.Errorf("a ring of the figures shows %d cards", len(cards))
		}
		if err != nil {
			return err
		}
		_, err = mine.Side(ctx, desk.Draft{Phone: benchCaller}, "", order.Complaint)
		return err
	}
	side := func(form url.Values) func() error {
		return func() error {
			a, err := h.intake.ask(ctx, "POST", "/intake/side", form)
			if err == nil && a.status != http.StatusOK {
				err = fmt.Errorf("/intake/side answered %d", a.status)
			}
			return err
		}
	}
	page := func(method, path string, form url.Values) func() error {
		return func() error {
			a, err := h.seat.ask(ctx, method, path, form)
			if err == nil && a.status != http.StatusOK {
				err = fmt.Errorf("%s %s answered %d", method, path, a.status)
			}
			return err
		}
	}
	phone := benchPhone(middle)
	var out []readFigure
	for _, q := range []struct {
		name string
		run  func() error
	}{
		{"list 待办, office", list(office, desk.ListTodo)}, {"list 在办, office", list(office, desk.ListOpen)}, {"list 办结, office", list(office, desk.ListDone)},
		{"list 已办, operator who registered all", list(mine, desk.ListMine)}, {"list 在办, unit", list(unit, desk.ListOpen)}, {"list 办结, unit", list(unit, desk.ListDone)},
		{"counters of the first page, office", func() error { _, err := office.Home(ctx); return err }}, {"counters, unit", func() error { _, err := unit.Home(ctx); return err }},
		{"order, desk reader", func() error { _, err := office.Order(ctx, id); return err }},
		{"order page, HTTP handler", page("GET", "/orders/"+id, nil)}, {"list 办结, HTTP handler", page("GET", "/list/done", nil)},
		{"search: number", find(office, number, true)}, {"search: whole phone", find(mine, phone, false)}, {"search: last four digits", find(mine, phone[7:], false)},
		{"search: four rare characters in a letter", find(office, mark, true)}, {"search: two or three frequent characters", find(office, thing, true)},
		{"search: four frequent characters", find(office, four, true)}, {"search: one character", find(office, thing[:3], true)},
		{"search: two terms, frequent", find(office, thing+" "+place, true)}, {"search: two frequent terms that never meet", find(office, thing+" "+other, false)},
		{"search: a word that no order holds", find(office, "葡萄", false)}, {"search: pinyin initials", find(office, initials, true)},
		{"search: frequent word, unit", find(unit, thing, false)}, {"search: two terms that never meet, unit", find(unit, thing+" "+other, false)},
		{"search: frequent word of letters, operator who sees only his own", find(mine, "附近", false)}, {"search: frequent word, deputy", find(deputy, thing, false)},
		{"search: caller's name, head", find(head, "测梧", false)}, {"search: frequent word, done only", search(office, desk.SearchAsk{Typed: thing, Which: "done"}, true)},
		{"search page, HTTP handler", page("POST", "/search", url.Values{"q": {thing}})},
		{"a call rings: hook, card, caller's history", ring}, {"beside the sheet: caller's history, alike, categories for what is typed, HTTP handler", side(url.Values{"phone": {benchCaller}, "town": {h.town(middle)}, "category": {benchLeaf(middle)}, "place": {place}, "words": {thing + fault}})},
		{"beside the sheet: place and categories alone", side(url.Values{"town": {h.town(middle)}, "category": {benchLeaf(middle)}, "place": {place}, "words": {thing + fault}})},
	} {
		met = ""
		f, err := g.timed(q.name, q.run)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.name, err)
		}
		f.met = met
		out = append(out, f)
	}
	return out, nil
}

// timed runs a reading some times and answers the middle and the 95th hundredth, after five runs that warm up.
func (g *loadgen) timed(name string, run func() error) (readFigure, error) {
	const warm, times = 5, 60
	var took []time.Duration
	for i := range warm + times {
		start := g.now()
		if err := run(); err != nil {
			return readFigure{}, err
		}
		if i >= warm {
			took = append(took, g.now().Sub(start))
		}
	}
	slices.Sort(took)
	return readFigure{name: name, p50: took[times/2], p95: took[times*95/100]}, nil
}
