package ops

import (
	"context"
	"fmt"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	knowledge "huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedDays gives the demo an answering day today, with a call that its leader decided on the spot and one that a department claimed last week's way, days to
// come, and rosters: one whole, one with gaps (Art. 11, 12).
func seedDays(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory, dispatcher, operator org.Actor) error {
	now := s.Desk.Now()
	today := calendar.DateOf(now)
	r, err := s.Desk.Reader(ctx, dispatcher)
	if err != nil {
		return err
	}
	plan := knowledge.SessionPlan{From: "08:30", Until: "11:30", Place: "县长热线受理中心", Contact: "县热线办综合股"}
	days := map[string]string{}
	for _, x := range sample.AnsweringDays() {
		p := plan
		p.Day, p.Kind, p.Post, p.Unit, p.Topic = today.AddDays(x.In).String(), knowledge.SessionKind(x.Kind), x.Post, x.Unit, x.Topic
		id, err := r.PlanSession(ctx, p, "demo-"+x.Name)
		if err != nil {
			return fmt.Errorf("answering day %s: %w", x.Name, err)
		}
		days[x.Name] = id
	}
	for _, x := range sample.AnsweringCalls() {
		if err := seedCall(ctx, s, operator, days[x.Day], x); err != nil {
			return fmt.Errorf("call %s: %w", x.Title, err)
		}
	}
	if err := r.AnnounceSessions(ctx, []string{days["leader"], days["department"]}, "县政府网站、微信公众号", "demo-notice"); err != nil {
		return err
	}
	return seedRosters(ctx, s, accounts, dir, today)
}

func seedCall(ctx context.Context, s *server.Server, operator org.Actor, session string, x sample.AnsweringCall) error {
	r, err := s.Desk.Reader(ctx, operator)
	if err != nil {
		return err
	}
	now := s.Desk.Now()
	channel := knowledge.ByDepartment.Channel()
	if x.Words != "" {
		channel = knowledge.ByLeader.Channel()
	}
	day, err := r.TakenOn(ctx, session, channel, now)
	if err != nil {
		return err
	}
	by := order.By{Actor: operator}
	c := s.Desk.NewRegister(order.Register{By: by, Answering: day, Request: order.Request[order.Private]{Channel: channel, TakenAt: now, Type: order.Complaint, Category: x.Category, Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true,
		Town: x.Town, Place: x.Place, Title: x.Title, CallerKind: order.Person, Name: order.Private{Text: x.Caller}, Phone: order.Private{Text: x.Phone}, Words: order.Private{Text: x.Said}}})
	var then order.Command = order.Claim{By: by, ChainID: "demo-claim", To: r.TargetOf(x.Unit), Requirements: "自行领办，按规定时限办结，并答复诉求人。", Text: x.Said}
	if x.Words != "" {
		c.Instruction = &order.Instruction[order.Private]{Post: day.Post, At: now, Words: order.Private{Text: x.Words}}
		then = order.SubmitForDispatch{By: by, ChainID: "demo-spot", Deputy: r.TargetOf(x.Unit).Deputy, Proposal: order.Proposal{Unit: x.Unit, Requirements: x.Words}}
	}
	_, err = s.Desk.Do(ctx, desk.Ask{Actor: operator, Route: "demo", Commands: []order.Command{c, then}})
	return err
}

// seedRosters fills this week of the office and of a township wholly, of a department by half.
func seedRosters(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory, today calendar.Date) error {
	monday := today.Monday()
	for login, x := range map[string]struct {
		post   org.PostID
		shifts []knowledge.Shift
		days   int
	}{"fenban01": {org.PostOf(org.HotlineOffice, org.Dispatcher), knowledge.Shifts(), 7}, "qiyuan1": {"341622001/handler", knowledge.Shifts(), 7}, "chengguan1": {"cgj/handler", []knowledge.Shift{knowledge.NightShift}, 5}} {
		post, ok := dir.Post(x.post)
		if !ok {
			return fmt.Errorf("no %s in the county", x.post)
		}
		u, _ := dir.Unit(post.Unit)
		r, err := s.Desk.Reader(ctx, org.Actor{Account: accounts[login], Post: post})
		if err != nil {
			return err
		}
		var all []knowledge.ShiftEntry
		for i := range x.days {
			for j, shift := range x.shifts {
				all = append(all, knowledge.ShiftEntry{Day: monday.AddDays(i).String(), Shift: shift, Name: sample.OnDuty()[(i+j)%len(sample.OnDuty())], Phone: u.Phone})
			}
		}
		if err := r.FillRoster(ctx, monday, all, sample.County().Profile.PublicNumber, "demo-roster-"+login); err != nil {
			return fmt.Errorf("roster of %s: %w", u.Name, err)
		}
	}
	return nil
}
