package simulate

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// planLookers: people of units log in and look at pages, which name no caller; and into orders that are not theirs, which do not open.
func planLookers(s *sim) {
	r := s.rand("lookers")
	span := time.Duration(s.o.Size.Days) * 24 * time.Hour
	from := s.now
	for range s.o.Size.Looks {
		s.at(from.Add(time.Duration(r.Int64N(int64(span)))), "look", func() {
			open := s.county.open()
			u := one(r, open)
			kind := one(r, []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.UnitDuty})
			p := s.holder(org.PostOf(u.ID, kind))
			if p == nil || len(p.posts) != 1 {
				return
			}
			seat, err := s.logIn(p)
			if errors.Is(err, errSlow) {
				return
			}
			if err != nil {
				s.broken("canary", p.login, "%v", err)
				return
			}
			for _, page := range []string{"/", "/list/todo", "/list/open", "/list/done", "/list/read", "/list/co", "/messages"} {
				s.page(seat, page, u.ID)
			}
			var mine, others []string
			for _, l := range s.world.orders {
				switch {
				case l.st.Lead == u.ID || slices.ContainsFunc(l.st.Co, func(c order.CoUnit) bool { return c.Unit == u.ID && c.Status.Part() }):
					mine = append(mine, l.id)
				default:
					others = append(others, l.id)
				}
			}
			for range min(len(mine), 6) {
				s.page(seat, "/orders/"+one(r, mine), u.ID)
			}
			for range min(len(others), 3) {
				id := one(r, others)
				code, body := seat.get("/orders/" + id)
				s.report.Pages++
				s.report.Checks["I16"]++
				if code == http.StatusOK {
					s.broken("I16", s.world.state(id).Number, "%s opens an order of %s", p.login, s.world.state(id).Lead)
				}
				s.lookThrough("page", "/orders/"+id, body)
			}
		})
	}
}

// page looks through one page of a unit.
func (s *sim) page(seat *seat, path string, u org.UnitID) {
	code, body := seat.get(path)
	s.report.Pages++
	if code == http.StatusServiceUnavailable {
		s.report.Slow++
	} else if code != http.StatusOK && code != http.StatusSeeOther && code != http.StatusForbidden {
		s.broken("page", path, "answers %d to %s", code, u)
	}
	s.lookThrough("page", path+" of "+string(u), body)
}

// seat is somebody logged in.
type seat struct {
	h      http.Handler
	cookie string
}

// answer takes a page.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header, WriteHeader and Write take it.
func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(code int)        { a.status = code }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

// errSlow says that a page met the deadline that every request has by the real clock: the machine of the run was too slow, which is no fault of the county's.
var errSlow = errors.New("the machine is too slow")

func (s *sim) logIn(p *person) (*seat, error) {
	if old := s.seats[p.id]; old != nil {
		old.h = s.srv.App // the session outlives the program
		if code, _ := old.get("/"); code == http.StatusOK {
			return old, nil
		}
	}
	seat := &seat{h: s.srv.App}
	code, body := seat.ask(http.MethodPost, "/login", url.Values{"login": {p.login}, "password": {password}})
	if code == http.StatusServiceUnavailable {
		s.report.Slow++
		return nil, errSlow
	}
	if code != http.StatusSeeOther {
		return nil, fmt.Errorf("log in as %s: answered %d %.200s", p.login, code, body)
	}
	s.seats[p.id] = seat
	return seat, nil
}

func (s *seat) get(path string) (int, []byte) { return s.ask(http.MethodGet, path, nil) }

func (s *seat) ask(method, path string, form url.Values) (int, []byte) {
	r, err := http.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, nil
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.RemoteAddr = "127.0.0.1:1"
	if s.cookie != "" {
		r.Header.Set("Cookie", s.cookie)
	}
	a := &answer{header: http.Header{}, status: http.StatusOK}
	s.h.ServeHTTP(a, r)
	if c := a.header.Get("Set-Cookie"); c != "" {
		s.cookie, _, _ = strings.Cut(c, ";")
	}
	return a.status, a.body.Bytes()
}
