package ops

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedSupervision lets the demo's ledger live: the rows have opened by themselves with the stories; the office calls, issues sheets, units answer.
func seedSupervision(ctx context.Context, s *server.Server, accounts map[string]org.AccountID, dir org.Directory) error {
	as := func(login string, id org.PostID) (*desk.Reader, error) {
		post, ok := dir.Post(id)
		if !ok {
			return nil, fmt.Errorf("no %s in the county", id)
		}
		return s.Desk.Reader(ctx, org.Actor{Account: accounts[login], Post: post})
	}
	sup, err := as("duban01", org.PostOf(org.HotlineOffice, org.Supervisor))
	if err != nil {
		return err
	}
	var taken []string
	for i, st := range sample.CaseStories() {
		page, err := sup.Cases(ctx, desk.CaseFilter{Level: -1, Item: int(st.Item)})
		if err != nil {
			return err
		}
		at := slices.IndexFunc(page.Items, func(v desk.CaseView) bool {
			return v.Level > 0 && v.UnitID != "" && !slices.Contains(taken, v.ID) && (st.Demand == "" || v.MayIssue)
		})
		if at < 0 {
			continue // the story's day has none
		}
		v := page.Items[at]
		taken = append(taken, v.ID)
		key := fmt.Sprintf("demo-case-%d", i)
		if st.Call[0] != "" {
			a := desk.ActionWish{Means: oversight.ByPhone, On: s.Desk.Now().Add(-time.Minute), Person: st.Call[0], Content: st.Call[1], Response: st.Call[2], Result: oversight.Promised}
			if err := sup.ActOnCase(ctx, v.ID, a, key+"-act"); err != nil {
				return fmt.Errorf("call on %s: %w", v.Number, err)
			}
		}
		if st.Demand == "" {
			continue
		}
		if err := sup.IssueSheet(ctx, v.ID, st.Demand, v.ReplyDays, v.JointDefault, key+"-issue"); err != nil {
			return fmt.Errorf("sheet on %s: %w", v.Number, err)
		}
		if st.Reply == "" {
			continue
		}
		unit, err := as("", org.PostOf(v.UnitID, org.UnitPrincipal))
		if err != nil {
			return err
		}
		if err := unit.AnswerSheet(ctx, v.ID, st.Reply, nil, key+"-answer"); err != nil {
			return fmt.Errorf("answer on %s: %w", v.Number, err)
		}
		if st.Verdict != "" {
			if err := sup.JudgeSheet(ctx, v.ID, !st.Unsolved, st.Verdict, key+"-judge"); err != nil {
				return fmt.Errorf("verdict on %s: %w", v.Number, err)
			}
		}
	}
	return nil
}
