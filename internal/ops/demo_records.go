package ops

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	knowledge "huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedRecords gives the demo's office what it does beside the orders: last month's sample, partly scored; trainings; a unit that was inspected; an article that
// waits to be opened to citizens, and a gap that a unit was asked about (Art. 6, 9, 10(1)).
func seedRecords(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory) error {
	reader := func(login string, post org.PostID) (*desk.Reader, org.Actor, error) {
		p, ok := dir.Post(post)
		if !ok {
			return nil, org.Actor{}, fmt.Errorf("no %s in the county", post)
		}
		a := org.Actor{Account: accounts[login], Post: p}
		r, err := s.Desk.Reader(ctx, a)
		return r, a, err
	}
	check, _, err := reader("duban01", org.PostOf(org.HotlineOffice, org.Supervisor))
	if err != nil {
		return err
	}
	today := calendar.DateOf(s.Desk.Now())
	if err := seedQuality(ctx, check, today, accounts); err != nil {
		return err
	}
	for i, x := range sample.Inspections() {
		if err := seedInspection(ctx, check, reader, today, x, fmt.Sprint("demo-inspection-", i)); err != nil {
			return fmt.Errorf("inspection of %s: %w", x.Unit, err)
		}
	}
	if err := seedShelf(ctx, check, today); err != nil {
		return fmt.Errorf("shelf: %w", err)
	}
	return seedPublic(ctx, s, check, reader)
}

// seedShelf puts the office's own rules on the shelf; their pages are the demo's picture of a sealed sheet.
func seedShelf(ctx context.Context, keep *desk.Reader, today calendar.Date) error {
	for i, x := range sample.Shelf() {
		id := ""
		for n, v := range x.Versions {
			wish := desk.DocumentWish{Kind: knowledge.DocumentKind(x.Kind), Title: x.Title, Number: v.Number, Note: v.Note, From: today.AddDays(-v.Ago).String(), Files: []desk.Upload{{Name: x.Title + ".jpg", Bytes: sealedSheet()}}}
			key := fmt.Sprint("demo-shelf-", i, "-", n)
			var err error
			if n == 0 {
				id, err = keep.Shelve(ctx, wish, key)
			} else {
				err = keep.Revise(ctx, id, wish, key)
			}
			if err != nil {
				return fmt.Errorf("%s, version %d: %w", x.Title, n+1, err)
			}
		}
	}
	return nil
}

func seedQuality(ctx context.Context, check *desk.Reader, today calendar.Date, accounts map[string]org.AccountID) error {
	y, m, _ := today.Parts()
	if _, err := check.DrawQuality(ctx, calendar.NewDate(y, m-1, 1).String()[:7], "demo-draw"); err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	p, err := check.Qualities(ctx, false, false, time.Time{})
	if err != nil {
		return err
	}
	for i, v := range p.Items {
		if i%2 == 1 || !v.MayScore {
			continue
		}
		points, remark := knowledge.Points{Record: 25, Manner: 25, Language: 25, Answer: 25}, ""
		if i%4 == 2 {
			points.Record, remark = 21, "地点只写到小区，没有问清几号楼。"
		}
		if err := check.ScoreQuality(ctx, v.ID, points, remark, "demo-score-"+v.ID); err != nil {
			return fmt.Errorf("score: %w", err)
		}
	}
	for i, x := range sample.Trainings() {
		if _, err := check.HoldTraining(ctx, today.AddDays(-x.Ago).String(), x.Topic, x.Teacher, x.Minutes, []org.AccountID{accounts["huawu01"], accounts["huawu02"]}, fmt.Sprint("demo-training-", i)); err != nil {
			return fmt.Errorf("training %s: %w", x.Topic, err)
		}
	}
	return nil
}

type readerOf func(login string, post org.PostID) (*desk.Reader, org.Actor, error)

func seedInspection(ctx context.Context, check *desk.Reader, reader readerOf, today calendar.Date, x sample.InspectionSample, key string) error {
	day := today.AddDays(-x.Ago).String()
	id, err := check.PlanInspection(ctx, x.Unit, day, x.Purpose, key)
	if err != nil || x.Ago < 0 {
		return err
	}
	wish := desk.InspectionWish{Day: day, Met: x.Met, Seen: x.Seen, What: x.Findings}
	for i := range x.Findings {
		wish.Due = append(wish.Due, today.AddDays(i*7).String())
	}
	if err := check.MakeInspection(ctx, id, wish, key+"-made"); err != nil {
		return err
	}
	unit, _, err := reader("chengguan1", org.PostOf(x.Unit, org.UnitHandler))
	if err != nil {
		return err
	}
	return unit.AnswerFinding(ctx, id, 1, x.Answer, key+"-answer")
}

// seedPublic opens articles by two people, proposes another, and asks a unit about a gap where there is one.
func seedPublic(ctx context.Context, s *server.Server, check *desk.Reader, reader readerOf) error {
	_, clerk, err := reader("fenban01", org.PostOf(org.HotlineOffice, org.Dispatcher))
	if err != nil {
		return err
	}
	_, second, err := reader("shenhe01", org.PostOf(org.HotlineOffice, org.Reviewer))
	if err != nil {
		return err
	}
	live, err := check.Knowledge(ctx, "", true, 6)
	if err != nil {
		return err
	}
	for i, a := range live {
		if _, err := s.Desk.Know(ctx, clerk, a.ID, 0, knowledge.Offer{Actor: clerk}, "", time.Time{}); err != nil {
			return fmt.Errorf("offer %s: %w", a.Number, err)
		}
		if i != 1 {
			if _, err := s.Desk.Know(ctx, second, a.ID, 0, knowledge.Open{Actor: second}, "", time.Time{}); err != nil {
				return fmt.Errorf("open %s: %w", a.Number, err)
			}
		}
	}
	gaps, err := check.Gaps(ctx)
	if err != nil || len(gaps) == 0 || gaps[0].Unit == "" {
		return err
	}
	_, err = check.AskForArticle(ctx, gaps[0].Order, gaps[0].Unit, gaps[0].Title, "demo-gap")
	return err
}
