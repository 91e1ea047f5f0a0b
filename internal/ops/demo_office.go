package ops

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	knowledge "huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedOffice gives the demo's office a day: a running statement that has answered callers, a shift taken over, and one that waits for its taker.
func seedOffice(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory) error {
	as := func(login string, k org.Kind) (org.Actor, error) {
		post, ok := dir.Post(org.PostOf(org.HotlineOffice, k))
		if !ok {
			return org.Actor{}, fmt.Errorf("no %s in the county", k)
		}
		return org.Actor{Account: accounts[login], Post: post}, nil
	}
	dispatcher, err := as("fenban01", org.Dispatcher)
	if err != nil {
		return err
	}
	first, err := as("huawu01", org.Operator)
	if err != nil {
		return err
	}
	second, err := as("huawu02", org.Operator)
	if err != nil {
		return err
	}
	if err := seedStatement(ctx, s, dispatcher, first); err != nil {
		return fmt.Errorf("statement: %w", err)
	}
	if err := seedHandover(ctx, s, first, second); err != nil {
		return fmt.Errorf("hand-over: %w", err)
	}
	if err := seedDirective(ctx, s, accounts, dir, dispatcher); err != nil {
		return fmt.Errorf("directive: %w", err)
	}
	if err := seedDays(ctx, s, accounts, dir, dispatcher, first); err != nil {
		return fmt.Errorf("answering days and rosters: %w", err)
	}
	if err := seedRecords(ctx, s, accounts, dir); err != nil {
		return fmt.Errorf("records: %w", err)
	}
	return seedPhones(ctx, s, accounts, dir)
}

// seedDirective is a leader's word on a 专报, split to two units: one has answered, the other has yet to.
func seedDirective(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory, dispatcher org.Actor) error {
	x := sample.PaperDirective()
	now := s.Desk.Now()
	wish := desk.DirectiveWish{Post: org.PostMagistrate, Day: now.Add(-2 * time.Hour), Kind: knowledge.OnReport, Title: x.Title, Source: x.Source, Words: x.Words}
	for _, t := range x.Tasks {
		wish.Tasks = append(wish.Tasks, desk.DirectiveTaskWish{Unit: t.Unit, What: t.What, Due: calendar.DateOf(now).AddDays(7).String()})
	}
	r, err := s.Desk.Reader(ctx, dispatcher)
	if err != nil {
		return err
	}
	id, err := r.GiveDirective(ctx, wish, "demo-directive")
	if err != nil {
		return err
	}
	post, ok := dir.Post(org.PostOf(x.Tasks[0].Unit, org.UnitHandler))
	if !ok {
		return fmt.Errorf("nobody handles in %s", x.Tasks[0].Unit)
	}
	if r, err = s.Desk.Reader(ctx, org.Actor{Account: accounts["chengguan1"], Post: post}); err != nil {
		return err
	}
	return r.AnswerDirective(ctx, id, x.Answer, true, "demo-answer")
}

// seedPhones lets some units write and confirm their numbers; the others have yet to.
func seedPhones(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory) error {
	for login, id := range map[string]org.PostID{"qiyuan1": "341622001/handler", "fenban01": org.PostOf(org.HotlineOffice, org.Dispatcher)} {
		post, ok := dir.Post(id)
		if !ok {
			return fmt.Errorf("no %s in the county", id)
		}
		u, _ := dir.Unit(post.Unit)
		r, err := s.Desk.Reader(ctx, org.Actor{Account: accounts[login], Post: post})
		if err != nil {
			return err
		}
		lines := []knowledge.PhoneLine{{Kind: knowledge.LineOffice, Number: u.Phone, Note: "办公室"}, {Kind: knowledge.LineNight, Number: u.Phone, Note: "值班室"}}
		if err := r.SavePhones(ctx, lines, sample.County().Profile.PublicNumber, "demo-"+login); err != nil {
			return fmt.Errorf("numbers of %s: %w", u.Name, err)
		}
	}
	return nil
}

func seedStatement(ctx context.Context, s *server.Server, dispatcher, operator org.Actor) error {
	now := s.Desk.Now()
	st := sample.OutageStatement()
	d := knowledge.Draft{Title: st.Title, Town: string(st.Town), Category: st.Category, Text: st.Text, Owner: st.Owner, From: now, Until: now.Add(18 * time.Hour)}
	id, err := s.Desk.PublishStatement(ctx, dispatcher, "", d, "")
	if err != nil {
		return err
	}
	for _, c := range sample.OutageCalls() {
		reg := s.Desk.NewRegister(order.Register{By: order.By{Actor: operator}, Request: order.Request[order.Private]{Channel: "D1", TakenAt: now.Add(-3 * time.Minute), Type: c.Type, Category: st.Category,
			Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: d.Town, Place: c.Place, Title: c.Title, CallerKind: order.Person,
			Name: order.Private{Text: c.Name}, Phone: order.Private{Text: c.Phone}, Words: order.Private{Text: c.Words}}})
		if _, err := s.Desk.Do(ctx, desk.Ask{Actor: operator, Route: desk.IntakeRoute, Commands: []order.Command{reg}, Statement: id}); err != nil {
			return err
		}
	}
	return nil
}

func seedHandover(ctx context.Context, s *server.Server, first, second org.Actor) error {
	lines := func(now []sample.ShiftItem) map[knowledge.ItemKind]string {
		out := map[knowledge.ItemKind]string{}
		for _, i := range now {
			k := knowledge.ItemKind(i.Kind)
			if out[k] != "" {
				out[k] += "\n"
			}
			out[k] += i.Words
		}
		return out
	}
	night, day := sample.Shifts()
	id, err := s.Desk.HandOver(ctx, first, desk.HandOverAsk{Lines: lines(night)})
	if err != nil {
		return err
	}
	if err := s.Desk.TakeHandover(ctx, second, id); err != nil {
		return err
	}
	r, err := s.Desk.Reader(ctx, second)
	if err != nil {
		return err
	}
	v, err := r.OneHandover(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.Desk.HandOver(ctx, second, desk.HandOverAsk{Settled: []string{v.Items[0].ID}, Lines: lines(day)})
	return err
}
