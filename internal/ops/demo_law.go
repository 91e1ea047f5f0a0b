package ops

import (
	"context"
	"fmt"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedLaw gives the demo's county living rules (Art. 29): a second version that has been in effect for some weeks, an explanation of a number, and a draft that waits for
// the head of the county government office.
func seedLaw(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory) error {
	head, ok := dir.Post(org.PostOfficeHead)
	gov, ok2 := dir.Post(org.PostGovHead)
	if !ok || !ok2 {
		return fmt.Errorf("no heads in the county")
	}
	drafter, approver := org.Actor{Account: accounts["rexianban"], Post: head}, org.Actor{Account: accounts["zhengfuban"], Post: gov}
	now := s.Desk.Now()
	for i, x := range sample.Rules() {
		at := now.AddDate(0, 0, -x.DaysAgo)
		id, err := s.Desk.DraftRulesAt(ctx, drafter, desk.RulesWish{Name: x.Name, Document: x.Document, From: calendar.DateOf(at).AddDays(x.InDays).String(), Reason: x.Reason, Values: x.Values}, at)
		if err == nil && x.Approved {
			err = s.Desk.ApproveRulesAt(ctx, approver, id, at.AddDate(0, 0, 1))
		}
		if err != nil {
			return fmt.Errorf("rules %d: %w", i, err)
		}
	}
	note := sample.RuleNote()
	return s.Desk.ExplainParamAt(ctx, approver, note.Key, note.Text, note.Document, now.AddDate(0, 0, -note.DaysAgo))
}
