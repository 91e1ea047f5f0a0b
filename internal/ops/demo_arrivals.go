package ops

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/desk"
	knowledge "huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/server"
)

// seedArrivals shows what arrives beside the calls: a channel the county added, a key letter that is handled with an open order of the city's, signed and answered for itself, and
// another letter on it that nobody has disposed of.
func seedArrivals(ctx context.Context, s *server.Server, pl *player) error {
	as := func(login string, post org.PostID) org.Actor {
		p, _ := pl.dir.Post(post)
		return org.Actor{Account: pl.accounts[login], Post: p}
	}
	head, operator := as("rexianban", org.PostOfficeHead), as("huawu01", org.PostOf(org.HotlineOffice, org.Operator))
	if _, err := s.Desk.MakeChannel(ctx, head, knowledge.Channel{Name: "省营商环境投诉平台", Medium: "outer", Outer: true, Key: true, Due: true, Basis: "演示：投诉件由县热线办统一受理的工作安排"}, "demo-channel"); err != nil {
		return fmt.Errorf("channel: %w", err)
	}
	lead, matter := pl.orders["city-zaosheng"], pl.matters["city-zaosheng"]
	letter := func(channel, number, words string, wd int) (string, error) {
		due := s.Desk.Now().AddDate(0, 0, wd).Truncate(24 * time.Hour)
		c := s.Desk.NewRegister(order.Register{By: order.By{Actor: operator}, Link: &order.Link{Matter: matter, Score: 88}, Request: order.Request[order.Private]{Channel: channel, OuterNo: number, OuterDue: &due,
			TakenAt: s.Desk.Now(), Type: order.Complaint, Category: "0703", Town: "341622002", Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, CallerKind: order.Person, Sex: "m",
			Title: "凌晨工地打桩噪声", Name: order.Private{Text: "沙先生"}, Phone: order.Private{Text: "13800005008"}, Words: order.Private{Text: words}}})
		c.NewMatter = ""
		done, err := s.Desk.Do(ctx, desk.Ask{Actor: operator, Route: "demo", Commands: []order.Command{c}})
		return done.ID, err
	}
	id, err := letter("N1", "RMW-YS-0031", "网友留言：工地半夜打桩没人管，想知道有没有夜间施工许可，以后怎么管。", 18)
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	dispatcher := as("fenban01", org.PostOf(org.HotlineOffice, org.Dispatcher))
	join := order.Join{By: order.By{Actor: dispatcher}, Under: order.Leading{ID: lead}, Ask: "网友另问以后怎么管，请一并答复。"}
	if _, err := s.Desk.Do(ctx, desk.Ask{Actor: dispatcher, Order: id, Route: "demo", Commands: []order.Command{join}}); err != nil {
		return fmt.Errorf("submit the letter: %w", err)
	}
	chief := as("zhengfuban", org.PostGovHead)
	r, err := s.Desk.Reader(ctx, chief)
	if err != nil {
		return err
	}
	v, err := r.Order(ctx, id)
	if err != nil {
		return fmt.Errorf("read the letter: %w", err)
	}
	for _, p := range v.Acts {
		if p.Act != "sign_step" {
			continue
		}
		if _, err := s.Desk.Do(ctx, desk.Ask{Actor: chief, Order: id, Route: "demo", Commands: []order.Command{order.SignStep{By: order.By{Actor: chief}, Chain: p.Chain.ID, Step: p.Step,
			Opinion: order.Private{Text: "同意并办，请单位主要负责人抓紧查清。"}}}}); err != nil {
			return fmt.Errorf("sign the letter: %w", err)
		}
		break
	}
	if _, err := s.Desk.Do(ctx, desk.Ask{Actor: dispatcher, Order: id, Route: "demo", Commands: []order.Command{join}}); err != nil {
		return fmt.Errorf("join the letter: %w", err)
	}
	_, err = letter("C2", "BZDB-YS-0017", "市电子督办：群众反映工地夜间施工扰民，请查处并报结果。", 20)
	return err
}
