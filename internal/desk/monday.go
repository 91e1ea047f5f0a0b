package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// On Mondays at nine the office is told what the week lacks (domain.md §6.4): an answering day (Art. 11), a shift of the roster (Art. 12), an article that is still
// valid (Art. 10(1)).

// mondayAt is when.
const mondayAt = 9 * time.Hour

// mondayDue is the first look after an instant.
func mondayDue(now time.Time) store.Due {
	week := calendar.DateOf(now).Monday()
	if !week.Midnight().Add(mondayAt).After(now) {
		week = week.AddDays(7)
	}
	return store.Due{Key: "monday/" + week.String(), Kind: "monday", Stream: "monday", Payload: week.String(), At: week.Midnight().Add(mondayAt)}
}

// PlanMonday plans the next look. Two processes plan the same one.
func (s *Service) PlanMonday(ctx context.Context) error {
	_, err := s.append(ctx, org.Actor{}, store.Append{Jobs: []store.Due{mondayDue(s.now())}})
	return err
}

// lookAtWeek tells what the week lacks and plans the next look, in one write. A look that comes in another week, because nothing ran, tells nobody.
func (s *Service) lookAtWeek(ctx context.Context, it jobs.Item) error {
	now := s.now()
	week, err := calendar.ParseDate(it.Payload)
	if err != nil {
		return fmt.Errorf("read week: %w", err)
	}
	w := store.Append{At: now, Finish: &store.Lease{ID: it.ID, Token: it.Token}, Jobs: []store.Due{mondayDue(now)}}
	if calendar.DateOf(now).Monday() == week {
		b := store.ToldBody{About: week.String()}
		if b.Lines, err = s.lackingOf(ctx, week); err != nil {
			return err
		}
		if len(b.Lines) > 0 {
			write, rows, err := store.ToldWrite("monday", b, now)
			if err != nil {
				return err
			}
			w.Writes, w.Rows = []store.StreamWrite{write}, rows
		}
	}
	if _, err := s.append(ctx, org.Actor{}, w); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		return err
	}
	return nil
}

// officeTold are the posts of the office that hear what the week lacks.
var officeTold = []org.PostID{org.PostOfficeHead, org.PostOf(org.HotlineOffice, org.Dispatcher)}

func (s *Service) lackingOf(ctx context.Context, week calendar.Date) ([]store.ToldLine, error) {
	var out []store.ToldLine
	tell := func(c order.NoticeCode, n int, to ...org.PostID) {
		for _, p := range to {
			out = append(out, store.ToldLine{Code: c, To: order.ToPost(p), Times: n})
		}
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	have, err := s.store.SessionWeeks(ctx, week.AddDays(-7), week.AddDays(6))
	if err != nil {
		return nil, err
	}
	per := p.Answering.PerWeekMin.Value
	if last := week.AddDays(-7); office.Lacking(p.Calendar, last, have[calendar.WeekKey(last)], per) {
		tell(order.NoticeNoSessionLast, 0, officeTold...)
	}
	if office.Lacking(p.Calendar, week, have[calendar.WeekKey(week)], per) {
		tell(order.NoticeNoSession, 0, officeTold...)
	}
	vacant := 0
	if err := s.vacant(ctx, org.Day(week.String()), func(org.UnitID, int, org.PostID) { vacant++ }); err != nil {
		return nil, err
	}
	if vacant > 0 {
		tell(order.NoticeNoHandlers, vacant, org.PostOfficeHead)
	}
	gaps, err := s.rosterGaps(ctx, p.Calendar, week)
	if err != nil {
		return nil, err
	}
	for _, g := range gaps {
		if g.Unit != org.HotlineOffice { // the office hears of its own with the others
			tell(order.NoticeRosterGap, g.N, org.PostOf(g.Unit, org.UnitHandler))
		}
	}
	if len(gaps) > 0 {
		tell(order.NoticeRosterGaps, len(gaps), officeTold...)
	}
	ending, sum, err := s.articlesEnding(ctx, p.Service.ArticleRemindDays.Value)
	if err != nil {
		return nil, err
	}
	for _, u := range sortedUnits(ending) {
		if u != org.HotlineOffice {
			tell(order.NoticeArticleEnds, ending[u], org.PostOf(u, org.UnitHandler))
		}
	}
	if sum > 0 {
		tell(order.NoticeArticlesEnd, sum, officeTold...)
	}
	due, err := s.store.RecordsDue(ctx, office.InspectionRecord, week.AddDays(6).String())
	if err != nil {
		return nil, err
	}
	for _, u := range sortedUnits(due) {
		tell(order.NoticeFindingsDue, due[u], org.PostOf(u, org.UnitHandler))
	}
	return out, nil
}

func sortedUnits(m map[org.UnitID]int) []org.UnitID { return slices.Sorted(maps.Keys(m)) }
