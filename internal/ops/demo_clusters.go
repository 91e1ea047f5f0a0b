package ops

import (
	"context"
	"fmt"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedClusters registers the calls of the morning: one cluster has formed, and one wants a call more.
func seedClusters(ctx context.Context, s *server.Server, pl *player) error {
	post, ok := pl.dir.Post(org.PostOf(org.HotlineOffice, org.Operator))
	if !ok {
		return fmt.Errorf("no operator in the county")
	}
	op := org.Actor{Account: pl.accounts["huawu01"], Post: post}
	for _, x := range sample.Callers() {
		c := s.Desk.NewRegister(order.Register{By: order.By{Actor: op}, Request: order.Request[order.Private]{Channel: "D1", TakenAt: s.Desk.Now(), Type: order.Complaint, Category: x.Category, Town: x.Town, Place: x.Place,
			Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, CallerKind: order.Person, Sex: x.Sex, Title: x.Title, Name: order.Private{Text: x.Name}, Phone: order.Private{Text: x.Phone},
			Words: order.Private{Text: x.Words}}})
		if _, err := s.Desk.Do(ctx, desk.Ask{Actor: op, Route: "demo", Commands: []order.Command{c}}); err != nil {
			return fmt.Errorf("call %s: %w", x.Title, err)
		}
	}
	return nil
}
