package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/bulletin"
	"huiyin/internal/store"
)

// OpenFigure is a figure of the catalogue as it stands in a bulletin that was signed and published.
type OpenFigure struct {
	Name, Text, Of, Over string
	Rate                 int // tenths of a percent, 0 where it is none or nothing to show
}

// OpenPeriod is one published bulletin's figures about the county as a whole; nothing of a unit, a place or a person.
type OpenPeriod struct {
	Title, Days, Number, Issued string
	Week                        bool
	Figures                     []OpenFigure
}

// opened are the figures that citizens are shown, in their order.
var openMetrics = []string{"registered", "sent", "in_time", "finished", "days", "satisfied", "solved"}

// openLeast is how many cases a rate must rest on: fewer say nothing, and could point at somebody.
const openLeast = 5

// OpenFigures lists the figures of the last bulletins that are out (Art. 26), the newest first. What is not published is not open.
func (s *Service) OpenFigures(ctx context.Context, most int) ([]OpenPeriod, error) {
	rows, err := s.store.Bulletins(ctx, store.BulletinAsk{Out: true, Limit: most})
	if err != nil {
		return nil, fmt.Errorf("list published bulletins: %w", err)
	}
	var out []OpenPeriod
	for _, x := range rows {
		b, err := s.bulletin(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		p := OpenPeriod{Title: x.Title, Days: x.Period.Range(), Number: x.Number, Week: x.Period.Kind == bulletin.Week}
		if x.IssuedMS > 0 {
			p.Issued = chineseDay(time.UnixMilli(x.IssuedMS))
		}
		for _, id := range openMetrics {
			if f, ok := openFigure(b.Draft, id); ok {
				p.Figures = append(p.Figures, f)
			}
		}
		if len(p.Figures) > 0 {
			out = append(out, p)
		}
	}
	return out, nil
}

func openFigure(d bulletin.Draft, id string) (OpenFigure, bool) {
	m, known := bulletin.Find(id)
	if !known {
		return OpenFigure{}, false
	}
	for _, v := range d.Values {
		if v.Metric != id || v.Where != (bulletin.Where{}) || v.Part != "" && v.Part != bulletin.Counted {
			continue
		}
		f := OpenFigure{Name: m.Name, Text: v.Text, Of: citizenWords(m.Of), Over: citizenWords(m.Over)}
		if m.Form != bulletin.Count && v.Den < openLeast {
			f.Text = "样本不足"
		} else if m.Form == bulletin.Rate {
			n, _ := bulletin.Figure{Form: m.Form, Num: v.Num, Den: v.Den}.Tenths()
			f.Rate = int(n)
		}
		return f, true
	}
	return OpenFigure{}, false
}

// citizenWords are a definition in words that a citizen knows.
func citizenWords(s string) string {
	return strings.NewReplacer("工单", "事项", "诉求人", "反映人").Replace(s)
}
