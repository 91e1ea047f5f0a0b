package ops

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	knowledge "huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/regulation"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedWatch gives the demo's office something to watch: two calls that give to fear, two reports of the media, a list of the 信访局 half decided and one of its own, a
// caller who occupies the line, a lead that waits for its approval, and a draw of look-backs.
func seedWatch(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory) error {
	as := func(login string, k org.Kind) (*desk.Reader, org.Actor, error) {
		post, ok := dir.Post(org.PostOf(org.HotlineOffice, k))
		if !ok {
			return nil, org.Actor{}, fmt.Errorf("no %s in the county", k)
		}
		a := org.Actor{Account: accounts[login], Post: post}
		r, err := s.Desk.Reader(ctx, a)
		return r, a, err
	}
	op, actor, err := as("huawu01", org.Operator)
	if err != nil {
		return err
	}
	clerk, _, err := as("fenban01", org.Dispatcher)
	if err != nil {
		return err
	}
	sup, _, err := as("duban01", org.Supervisor)
	if err != nil {
		return err
	}
	if err := seedDangers(ctx, s, op, actor); err != nil {
		return err
	}
	if err := seedMedia(ctx, s, clerk, sup); err != nil {
		return fmt.Errorf("media: %w", err)
	}
	if err := seedPetitions(ctx, s, clerk); err != nil {
		return fmt.Errorf("petitions: %w", err)
	}
	if err := seedAbuse(ctx, s, op, sup); err != nil {
		return fmt.Errorf("abuse: %w", err)
	}
	if err := seedLead(ctx, sup); err != nil {
		return fmt.Errorf("lead: %w", err)
	}
	_, err = sup.DrawRechecks(ctx, "demo-recheck")
	return unlessRefused(err, "look-backs")
}

// unlessRefused lets a story pass whose day has nothing for it.
func unlessRefused(err error, what string) error {
	var no *regulation.Refusal
	if err == nil || errors.As(err, &no) {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func seedDangers(ctx context.Context, s *server.Server, op *desk.Reader, actor org.Actor) error {
	for i, x := range sample.Dangers() {
		q := order.Request[order.Private]{Channel: "D1", TakenAt: s.Desk.Now(), Type: order.Help, Category: x.Category, Town: x.Town, Urgency: order.Urgent, Secrecy: order.Ordinary, NeedReply: true, CallerKind: order.Person, Sex: x.Sex,
			Title: x.Title, Name: order.Private{Text: x.Name}, Phone: order.Private{Text: x.Phone}, Words: order.Private{Text: x.Words}}
		ask := desk.Ask{Actor: actor, Route: "demo"}
		if x.Alarm {
			q.Urgency = order.Critical
			ask.Alarm = &desk.AlarmWish{Kind: knowledge.EmergencySelf, Service: "110", Taker: "110接警员3027号", Note: "说清楼栋和来电号码，一直没有挂机"}
		}
		ask.Commands = []order.Command{s.Desk.NewRegister(order.Register{By: order.By{Actor: actor}, Request: q})}
		done, err := s.Desk.Do(ctx, ask)
		if err != nil {
			return fmt.Errorf("call %s: %w", x.Title, err)
		}
		if x.Alarm {
			if err := op.FollowAlarm(ctx, done.ID, "民警到场，正在劝说；已通知人社局派人。", false, fmt.Sprint("demo-alarm-", i)); err != nil {
				return fmt.Errorf("follow %s: %w", x.Title, err)
			}
		}
	}
	return nil
}

func seedMedia(ctx context.Context, s *server.Server, clerk, sup *desk.Reader) error {
	page, err := sup.Cases(ctx, desk.CaseFilter{Level: -1})
	if err != nil {
		return err
	}
	today := calendar.DateOf(s.Desk.Now())
	for i, x := range sample.Reports() {
		numbers := ""
		if i < len(page.Items) {
			numbers = page.Items[i].Number
		}
		outlet := knowledge.OutletVideo
		if x.Answer != "" {
			outlet = knowledge.OutletTV
		}
		key := fmt.Sprint("demo-media-", i)
		id, err := clerk.RecordMedia(ctx, knowledge.MediaWish{Outlet: outlet, Source: x.Source, Day: today.AddDays(-1 - i).String(), Due: today.Next().String(), Title: x.Title, Link: x.Link, Gist: x.Gist}, numbers, key)
		if err != nil {
			return err
		}
		if x.Answer == "" {
			continue
		}
		if err := clerk.AnswerMedia(ctx, id, today.String(), x.Where, x.Answer, key+"-answer"); err != nil {
			return err
		}
	}
	return nil
}

func seedPetitions(ctx context.Context, s *server.Server, clerk *desk.Reader) error {
	rows, err := clerk.ReadPetitions(ctx, strings.NewReader(sample.PetitionTable), int64(len(sample.PetitionTable)))
	if err != nil {
		return err
	}
	list, err := clerk.ReceivePetitions(ctx, calendar.DateOf(s.Desk.Now()).String(), "蒙信函〔2026〕31号", rows, "demo-petitions")
	if err != nil {
		return err
	}
	v, err := clerk.Petitions(ctx, list)
	if err != nil {
		return err
	}
	if m := v.Lines[2].Matches; len(m) > 0 {
		if err := clerk.DecidePetition(ctx, list, 3, knowledge.PetitionSame, m[0].Number, "", "demo-petition-3"); err != nil {
			return err
		}
		_, err = clerk.HandPetitions(ctx, sample.PetitionPurpose, m[0].Number, nil, "demo-petitions-out")
	}
	return err
}

func seedAbuse(ctx context.Context, s *server.Server, op, sup *desk.Reader) error {
	today := calendar.DateOf(s.Desk.Now())
	id, err := op.ProposeAbuse(ctx, desk.AbuseWish{Behaviour: knowledge.Insulting, Phone: "13800006401", Calls: 23, First: today.AddDays(-10).String(), Last: today.AddDays(-1).String(), Facts: sample.AbuseFacts}, "demo-abuse")
	if err != nil {
		return err
	}
	return op.WarnAbuse(ctx, id, s.Desk.Now(), sample.AbuseWarning, "demo-abuse-warn")
}

// seedLead takes up the first suggestion there is and submits it.
func seedLead(ctx context.Context, sup *desk.Reader) error {
	hints, err := sup.LeadHints(ctx, "")
	if err != nil || len(hints.Items) == 0 {
		return err
	}
	h := hints.Items[0]
	id, err := sup.FileLead(ctx, desk.LeadWish{Hint: h.ID, Number: h.Number, Fault: oversight.FaultLate, Unit: h.UnitID, Posts: []org.Kind{org.UnitPrincipal}, Facts: "督办两次没有落实，逾期仍未办结，诉求人多次催问。", Proof: "督办台账、督办单、诉求人催办记录。",
		Handling: "建议约谈该单位主要负责人，限期办结并报整改情况。"}, "demo-lead")
	if err != nil {
		return err
	}
	return sup.SubmitLead(ctx, id, "demo-lead-submit")
}
