package ops

import (
	"slices"
	"testing"

	"huiyin/internal/access"
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
)

// TestEveryFigureIsItsList: over the demo county, on both databases, each metric of the catalogue is the number of its orders, as a whole and by unit, category and township,
// in every part; and the bulletin of a week, compiled twice, is the same to the byte and says the same figures as the lists (domain.md §1.5).
func TestEveryFigureIsItsList(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s, r, _ := p.open(t, org.PostOfficeHead)
		defer stop(t, s)
		ctx := t.Context()
		if _, err := Populate(ctx, s); err != nil {
			t.Fatal(err)
		}
		today := calendar.DateOf(s.Desk.Now())
		from, to := today.AddDays(-89).String(), today.String()
		held := map[string]bool{}
		check := func(m bulletin.Metric, w bulletin.Where) {
			t.Helper()
			want := map[bulletin.Part]int64{}
			for _, part := range []bulletin.Part{bulletin.Counted, bulletin.Whole, bulletin.Missed} {
				if part != bulletin.Counted && m.Form != bulletin.Rate {
					continue
				}
				a := desk.FigureAsk{Metric: m.ID, Part: part, From: from, To: to, Where: w}
				l, err := r.Figure(ctx, a)
				if err != nil {
					t.Fatalf("%s %s: %v", m.ID, part, err)
				}
				switch {
				case m.Form == bulletin.Mean:
					want[part] = l.Figure.Den
				case part == bulletin.Counted:
					want[part] = l.Figure.Num
				case part == bulletin.Whole:
					want[part] = l.Figure.Den
				default:
					want[part] = l.Figure.Den - l.Figure.Num
				}
				var sum, hidden int64
				orders := 0
				for {
					for _, x := range l.Rows {
						if x.Times < 0 && m.ID != "returned" {
							t.Errorf("%s %s %+v: %s is counted %d times", m.ID, part, w, x.Number, x.Times)
						}
						sum += x.Times
						orders++
					}
					hidden += l.Hidden
					if l.Next == "" {
						break
					}
					a.After = l.Next
					if l, err = r.Figure(ctx, a); err != nil {
						t.Fatal(err)
					}
				}
				if sum+hidden != want[part] || l.Sum != want[part] || orders != l.Orders {
					t.Errorf("%s %s %+v: the figure is %d; %d rows count %d, the sum is %d, hidden %d", m.ID, part, w, want[part], orders, sum, l.Sum, hidden)
				}
				held[m.ID] = held[m.ID] || want[part] > 0
			}
			if m.Form == bulletin.Rate && m.ID != "returned" && m.ID != "answered" && want[bulletin.Counted] > want[bulletin.Whole] {
				t.Errorf("%s %+v counts %d of %d", m.ID, w, want[bulletin.Counted], want[bulletin.Whole])
			}
		}
		for _, m := range bulletin.Metrics() {
			check(m, bulletin.Where{})
		}
		for id, some := range held {
			m, _ := bulletin.Find(id)
			if !some && m.Absent == "" && !slices.Contains([]string{"way.refused", "way.merged", "reworked", "answered", "supervised", "rejected", "extended", "waiting"}, id) {
				t.Errorf("the demo county has nothing of %s: the test proves nothing of it", id)
			}
		}
		for _, w := range []bulletin.Where{{Unit: "cgj"}, {Unit: "zjj"}, {Category: "0204"}, {Place: "341622001"}, {Place: bulletin.NoPlace}} {
			for _, id := range []string{"registered", "sent", "due", "overdue", "in_time", "signed", "contacted", "done", "satisfied"} {
				m, _ := bulletin.Find(id)
				check(m, w)
			}
		}
		checkBulletin(t, r, today)
	})
}

func checkBulletin(t *testing.T, r *desk.Reader, today calendar.Date) {
	ctx := t.Context()
	period := bulletin.PeriodOf(bulletin.Week, today.AddDays(-7))
	id, err := r.MakeBulletin(ctx, period, "k")
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.Bulletin(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if same, err := r.Recount(ctx, id); err != nil || !same {
		t.Errorf("compiled again: %v, %v", same, err)
	}
	for _, x := range v.Draft.Values {
		if x.Metric == "" {
			continue
		}
		l, err := r.Figure(ctx, desk.FigureAsk{Metric: x.Metric, Part: x.Part, From: period.From, To: period.To, Where: x.Where, Pos: v.Draft.Pos})
		if err != nil || l.Figure.Num != x.Num || l.Figure.Den != x.Den || l.Figure.Text() != x.Text {
			t.Errorf("【%s】 says %s (%d/%d), its list %s (%d/%d): %v", x.Token, x.Text, x.Num, x.Den, l.Figure.Text(), l.Figure.Num, l.Figure.Den, err)
		}
	}
	for _, g := range v.Draft.Tables {
		for _, row := range g.Rows {
			for _, c := range row.Cells {
				if c.Metric == "" {
					continue
				}
				l, err := r.Figure(ctx, desk.FigureAsk{Metric: c.Metric, From: period.From, To: period.To, Where: row.Where, Pos: v.Draft.Pos})
				if err != nil || l.Figure.Text() != c.Text {
					t.Errorf("%s %v: %s %s, its list says %s: %v", g.Caption, row.Where, c.Metric, c.Text, l.Figure.Text(), err)
				}
			}
		}
	}
	if !access.May(org.OfficeHead, access.Figures) || access.May(org.UnitHandler, access.Figures) {
		t.Error("who may see the county's figures")
	}
}
