package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/store"
)

// listed is an order as the oracle knows it.
type listed struct {
	id, status, lead, deputy, own string
	open, paused, provisional     bool
	waits                         bool
	due, closed, registered       int64
	calendar                      int64
	acts                          map[string]int64 // audience+"|"+act → due
	took                          map[string]int64 // account → last
	copies                        map[string]int64 // post → when
	words                         map[string]int64 // post → when it gave its word
	co                            map[string]helped
	kind, channel, category, town string
	urgency, secrecy              string
	key, late                     bool
	urges, appeals                int64
	members, coLate               int64
	ledBy                         string
}

// helped is what a co-unit was asked and how it stands.
type helped struct {
	status     string
	owes, part bool
	due, ended int64
	late       bool
}

func (l listed) rows() []store.Exec {
	out := []store.Exec{{Query: "order_put", Args: []any{l.id, "MC-" + l.id, int64(1), l.status, l.open, "m-" + l.id[:2], l.channel, "out-" + l.id, int64(0), l.kind,
		l.category, l.town, "东关路", "路灯不亮", l.urgency, l.secrecy, l.key, int64(1), l.appeals, int64(3), int64(4), l.urges, int64(6), l.lead, l.deputy, "", l.own,
		l.registered, l.registered, l.closed, l.due, "result", l.due, l.paused, l.provisional, l.late, "", l.calendar, false, l.waits, l.members, l.ledBy, l.coLate}}}
	for k, due := range l.acts {
		audience, act, _ := strings.Cut(k, "|")
		out = append(out, store.Exec{Query: "todo_put", Args: []any{audience, l.id, act, due}})
	}
	for account, last := range l.took {
		out = append(out, store.Exec{Query: "took_part_put", Args: []any{account, l.id, last}})
	}
	for unit, h := range l.co {
		out = append(out, store.Exec{Query: "co_put", Args: []any{l.id, unit, int64(1), l.lead, h.status, h.owes, h.part, h.due, h.ended, h.late}})
	}
	for post, at := range l.copies {
		out = append(out, store.Exec{Query: "reading_put", Args: []any{post, l.id, "urged", at}})
	}
	for post, at := range l.words {
		out = append(out, store.Exec{Query: "instructed_put", Args: []any{post, l.id, at}})
	}
	return out
}

// county makes sixty orders in which every column takes several values and many ties.
func county() []listed {
	var out []listed
	for i := range 60 {
		l := listed{id: fmt.Sprintf("o%02d", i), status: []string{"dispatched", "in_progress", "closed", "archived"}[i%4], lead: []string{"cgj", "jyj", ""}[i%3],
			deputy: []string{"d1", "d2"}[i%2], own: []string{"u1", "u2", "u3"}[i%3], paused: i%5 == 0, provisional: i%6 == 0, due: int64(1000 + i/4*10),
			registered: int64(500 + i/3), calendar: int64(1 + i%2), acts: map[string]int64{}, took: map[string]int64{}, copies: map[string]int64{}, words: map[string]int64{}, co: map[string]helped{}, waits: i%3 == 1,
			kind: []string{"consult", "complaint", "help"}[i%3], channel: []string{"phone", "web"}[i/2%2], category: []string{"0101", "0204", "0301"}[i/3%3],
			town: []string{"t1", "t2", "t3", ""}[i/4%4], urgency: []string{"routine", "urgent"}[i/5%2], secrecy: []string{"ordinary", "secret", "anonymous"}[i/6%3],
			key: i%7 == 0, late: i%9 == 0, urges: int64(i % 4), appeals: int64(1 + i%3), members: int64(max(i%5-2, 0)), coLate: int64(max(i%6-3, 0)), ledBy: []string{"", "", "", "o-led"}[i%4]}
		l.open = i%4 < 2
		if !l.open {
			l.closed = int64(2000 + i/5)
		} else {
			l.acts["p1|reply"] = l.due + 1
			if i%8 == 0 {
				l.acts["p1|contact"] = l.due + 1
			}
			l.acts["p2|sign"] = l.due
		}
		if i%5 < 2 {
			l.copies["p1"] = int64(4000 + i/3)
		}
		if i%4 < 3 {
			l.words["p3"] = int64(5000 + i/2)
		}
		switch i % 6 {
		case 0, 1:
			l.co["zjj"] = helped{"working", true, true, int64(900 + i/5), 0, i%4 == 0}
		case 2:
			l.co["zjj"] = helped{"taken", false, true, 950, int64(1900 + i/9), i%4 == 2}
			l.co["jtj"] = helped{"waiting", true, true, int64(905 + i), 0, false}
		case 3:
			l.co["zjj"] = helped{"withdrawn", false, false, 950, int64(1900 + i), true}
		}
		if i%2 == 0 {
			l.took["u1"] = int64(3000 + i/4)
		}
		out = append(out, l)
	}
	return out
}

// want is the oracle: the lines of a list, in order.
func want(all []listed, sf store.ListFilter) []string {
	f := filter{sf}
	type line struct {
		key int64
		id  string
		act string
	}
	var lines []line
	for _, l := range all {
		if f.Lead != "" && l.lead != f.Lead || f.Deputy != "" && l.deputy != f.Deputy || f.Own != "" && l.own != f.Own || f.Open != nil && l.open != *f.Open ||
			f.Paused != nil && l.paused != *f.Paused || f.Provisional && !l.provisional || len(f.Statuses) > 0 && !slices.Contains(f.Statuses, l.status) ||
			len(f.IDs) > 0 && !slices.Contains(f.IDs, l.id) || f.narrower(l) {
			continue
		}
		var mine []line
		switch {
		case f.Audience != "":
			for k, due := range l.acts {
				if audience, act, _ := strings.Cut(k, "|"); audience == f.Audience && (f.Act == "" || f.Act == act) {
					mine = append(mine, line{due, l.id, act})
				}
			}
		case f.Co != "":
			if h, ok := l.co[f.Co]; ok && h.owes == f.CoOwes && h.part {
				m := line{h.due, l.id, h.status}
				if !f.CoOwes {
					m.key = h.ended
				}
				mine = []line{m}
			}
		case f.Copies != "":
			if at, ok := l.copies[f.Copies]; ok {
				mine = []line{{at, l.id, "urged"}}
			}
		case f.Instructed != "":
			if at, ok := l.words[f.Instructed]; ok {
				mine = []line{{at, l.id, ""}}
			}
		case f.Account != "":
			if last, ok := l.took[f.Account]; ok {
				mine = []line{{last, l.id, ""}}
			}
		case f.Own != "":
			mine = []line{{l.registered, l.id, ""}}
		case f.Open != nil && !*f.Open:
			mine = []line{{l.closed, l.id, ""}}
		default:
			mine = []line{{l.due, l.id, ""}}
		}
		for _, m := range mine {
			waits := l.waits && m.key == l.due
			if f.NotWaits && waits {
				continue
			}
			if f.OrWaits > 0 && waits && m.key >= 1 && m.key < f.OrWaits && m.key < f.DueBefore {
				lines = append(lines, m)
				continue
			}
			if m.key >= max(f.DueFrom, f.Since) && (f.DueBefore == 0 || m.key < f.DueBefore) && (!f.NoDue || m.key == 0) {
				lines = append(lines, m)
			}
		}
	}
	newest := f.Audience == "" && (f.Copies != "" || f.Account != "" || f.Co != "" && !f.CoOwes || f.Instructed != "" || f.Own != "" || f.Open != nil && !*f.Open)
	slices.SortFunc(lines, func(a, b line) int {
		c := 0
		switch {
		case a.key != b.key:
			c = 1 - 2*b2i(a.key < b.key)
		case a.id != b.id:
			c = strings.Compare(a.id, b.id)
		default:
			c = strings.Compare(a.act, b.act)
		}
		if newest {
			c = -c
		}
		return c
	})
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimSuffix(fmt.Sprint(l.id, " ", l.act), " ")
	}
	return out
}

// filter is the oracle's own reading of the page's filters.
type filter struct{ store.ListFilter }

func (f filter) narrower(l listed) bool {
	out := func(want []string, have string) bool { return len(want) > 0 && !slices.Contains(want, have) }
	return out(f.Types, l.kind) || out(f.Channels, l.channel) || out(f.Categories, l.category) || out(f.Towns, l.town) || out(f.Units, l.lead) ||
		out(f.Urgencies, l.urgency) || out(f.Secrecies, l.secrecy) || f.Key && !l.key || f.Late && !l.late || f.Urged && l.urges == 0 || f.Leading && l.members == 0 || f.Merged && l.ledBy == "" || f.CoLate && f.Co == "" && l.coLate == 0 || f.CoLate && f.Co != "" && !l.co[f.Co].late ||
		f.Times > 0 && l.appeals < int64(f.Times) || l.registered < f.RegFrom || f.RegBefore > 0 && l.registered >= f.RegBefore
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func lists(t *testing.T, where string) {
	s := open(t, where)
	all := county()
	seed := store.Append{At: start}
	for _, l := range all {
		seed.Rows = append(seed.Rows, l.rows()...)
	}
	mustAppend(t, s, seed)
	yes, no := true, false
	for name, f := range map[string]store.ListFilter{
		"all":                     {},
		"what a post owes":        {Audience: "p1"},
		"one act":                 {Audience: "p1", Act: "contact"},
		"another post":            {Audience: "p2", Lead: "cgj"},
		"what presses":            {Audience: "p1", DueBefore: 1060},
		"a unit's open":           {Lead: "cgj", Open: &yes},
		"a unit's done":           {Lead: "cgj", Open: &no},
		"a deputy's":              {Deputy: "d1", Open: &yes},
		"took part":               {Account: "u1"},
		"took part, open":         {Account: "u1", Open: &yes},
		"registered":              {Own: "u2"},
		"paused":                  {Paused: &yes, Open: &yes},
		"running":                 {Paused: &no, Open: &yes},
		"provisional":             {Provisional: true},
		"statuses":                {Statuses: []string{"dispatched", "archived"}},
		"overdue, none waits":     {Open: &yes, DueFrom: 1, DueBefore: 1061, NotWaits: true},
		"near, or it waits":       {Open: &yes, DueFrom: 1080, DueBefore: 1100, OrWaits: 1041},
		"owed, or it waits":       {Audience: "p2", DueFrom: 1080, DueBefore: 1100, OrWaits: 1041},
		"owed by another limit":   {Audience: "p1", DueFrom: 1080, DueBefore: 1100, OrWaits: 1041},
		"on whose word":           {Instructed: "p3"},
		"on whose word, open":     {Instructed: "p3", Open: &yes},
		"due between":             {Open: &yes, DueFrom: 1020, DueBefore: 1100},
		"some":                    {IDs: []string{"o07", "o03", "o55", "zz"}},
		"everything at once":      {Lead: "cgj", Deputy: "d1", Open: &yes, Paused: &no, Statuses: []string{"dispatched"}, DueFrom: 1000},
		"copies to read":          {Copies: "p1"},
		"a unit's copies":         {Copies: "p1", Lead: "cgj"},
		"nobody's copies":         {Copies: "p9"},
		"what a co-unit owes":     {Co: "zjj", CoOwes: true},
		"owes soon":               {Co: "zjj", CoOwes: true, DueFrom: 902, DueBefore: 906, Types: []string{"consult"}},
		"what a co-unit gave":     {Co: "zjj"},
		"another co-unit's":       {Co: "jtj", CoOwes: true},
		"no co-unit's":            {Co: "cgj", CoOwes: true},
		"types":                   {Open: &yes, Types: []string{"consult", "help"}},
		"channel and category":    {Open: &yes, Channels: []string{"web"}, Categories: []string{"0204"}},
		"towns of what I did":     {Account: "u1", Towns: []string{"t2", "t3"}, Since: 3003},
		"a unit's share of done":  {Open: &no, Units: []string{"jyj"}, Since: 2002},
		"key and late":            {Open: &no, Key: true},
		"late":                    {Open: &no, Late: true},
		"leading":                 {Open: &yes, Leading: true},
		"merged":                  {Open: &yes, Merged: true},
		"a co-unit was late":      {Open: &yes, CoLate: true},
		"what it gave late":       {Co: "zjj", CoLate: true},
		"urged again and again":   {Audience: "p1", Urged: true, Times: 2},
		"secret and urgent":       {Open: &yes, Secrecies: []string{"secret", "anonymous"}, Urgencies: []string{"urgent"}},
		"registered between":      {Open: &yes, RegFrom: 505, RegBefore: 512},
		"no limit runs":           {Open: &yes, NoDue: true},
		"quotes are only letters": {Lead: "cgj' OR '1'='1"},
	} {
		expected := want(all, f)
		for _, limit := range []int{1, 3, 7, 100} {
			var got []string
			f.After, f.Limit = "", limit
			for range len(all)*2 + 2 {
				rows, err := s.List(t.Context(), f)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				for _, r := range rows {
					got = append(got, strings.TrimSuffix(fmt.Sprint(r.ID, " ", r.Act), " "))
				}
				if len(rows) < limit {
					break
				}
				f.After = rows[len(rows)-1].Cursor()
			}
			if !slices.Equal(got, expected) {
				t.Errorf("%s by %d:\ngot  %v\nwant %v", name, limit, got, expected)
			}
			backward(t, s, name, f, expected)
		}
		counted(t, s, name, f, len(expected))
	}
	if len(want(all, store.ListFilter{Audience: "p1", Act: "contact"})) < 3 {
		t.Error("the oracle's county is too small to page through")
	}
	for _, after := range []string{"x", "12", "~", "a~b"} {
		if _, err := s.List(t.Context(), store.ListFilter{After: after}); err == nil {
			t.Errorf("the cursor %q was believed", after)
		}
	}
	singles(t, s, all)
}

// backward walks a list from its end to its beginning.
func backward(t *testing.T, s *store.Store, name string, f store.ListFilter, expected []string) {
	t.Helper()
	limit := f.Limit
	f.After, f.Limit = "", 101
	rows, err := s.List(t.Context(), f)
	if err != nil || len(rows) == 0 {
		return
	}
	got := []string{expected[len(expected)-1]}
	f.Before, f.Limit = rows[len(rows)-1].Cursor(), limit
	for range len(expected) + 2 {
		rows, err := s.List(t.Context(), f)
		if err != nil {
			t.Fatalf("%s backward: %v", name, err)
		}
		var page []string
		for _, r := range rows {
			page = append(page, strings.TrimSuffix(fmt.Sprint(r.ID, " ", r.Act), " "))
		}
		got = append(page, got...)
		if len(rows) < limit {
			break
		}
		f.Before = rows[0].Cursor()
	}
	if !slices.Equal(got, expected) {
		t.Errorf("%s backward by %d:\ngot  %v\nwant %v", name, limit, got, expected)
	}
}

// counted holds the count of a list to its rows, and to its bound.
func counted(t *testing.T, s *store.Store, name string, f store.ListFilter, rows int) {
	t.Helper()
	f.After, f.Before = "", ""
	for _, most := range []int{0, 5, 1000} {
		want := rows
		if most > 0 {
			want = min(rows, most)
		}
		if n, err := s.CountList(t.Context(), f, most); err != nil || n != want {
			t.Errorf("%s counts %d of at most %d, want %d, %v", name, n, most, want, err)
		}
	}
}

// singles are the small reads beside the lists.
func singles(t *testing.T, s *store.Store, all []listed) {
	ctx := t.Context()
	r, err := s.OrderRow(ctx, "o06")
	if err != nil || r.Number != "MC-o06" || r.Version != 1 || r.Status != order.Closed || r.Open || !r.Provisional || r.Paused || r.DueMS != 1010 ||
		r.ClosedMS != 2001 || r.Lead != "cgj" || r.Deputy != "d1" || r.RegisteredBy != "u1" || r.Reworks != 6 || r.Appeals != 1 || r.Title != "路灯不亮" {
		t.Errorf("got %+v, %v", r, err)
	}
	if _, err := s.OrderRow(ctx, "none"); !errors.Is(err, store.ErrNone) {
		t.Errorf("got %v", err)
	}
	if id, err := s.OrderByNumber(ctx, "MC-o09"); err != nil || id != "o09" {
		t.Errorf("by number got %s, %v", id, err)
	}
	if id, err := s.OrderByOuter(ctx, "phone", "out-o08"); err != nil || id != "o08" {
		t.Errorf("by outer number got %s, %v", id, err)
	}
	if _, err := s.OrderByOuter(ctx, "web", "out-o08"); !errors.Is(err, store.ErrNone) {
		t.Errorf("got %v", err)
	}
	if ids, err := s.OrdersOfMatter(ctx, "m-o1"); err != nil || len(ids) != 10 || ids[0] != "o10" {
		t.Errorf("matter got %v, %v", ids, err)
	}
	acts, err := s.CountActs(ctx, "p1", nil)
	if err != nil || acts["reply"] != 30 || acts["contact"] != 8 {
		t.Errorf("acts got %v, %v", acts, err)
	}
	provisional, behind := 0, 0
	for _, l := range all {
		if l.open && l.provisional {
			provisional++
		}
		if l.open && l.calendar < 2 {
			behind++
		}
	}
	if ids, err := s.ProvisionalOrders(ctx, 1000); err != nil || len(ids) != provisional {
		t.Errorf("provisional got %d, want %d, %v", len(ids), provisional, err)
	}
	if ids, err := s.ProvisionalOrders(ctx, 1); err != nil || len(ids) != min(1, provisional) {
		t.Errorf("the first provisional: %v, %v", ids, err)
	}
	if ids, err := s.OrdersBehind(ctx, 2, "", 1000); err != nil || len(ids) != behind {
		t.Errorf("behind the calendar got %d, want %d, %v", len(ids), behind, err)
	}
	if n, err := s.CountBehind(ctx, 2); err != nil || n != behind {
		t.Errorf("counted behind the calendar %d, want %d, %v", n, behind, err)
	}
	if provisional == 0 || behind == 0 {
		t.Error("no order is provisional or behind: nothing was looked at")
	}
}
