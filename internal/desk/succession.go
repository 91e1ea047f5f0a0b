package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// SucceedUnit enters that another unit carries on a unit's work from a day: merger, or a new body for an old one (Art. 4). From that day the old unit is closed; its
// handlers and duty officers hold the same post in the successor; and a job moves every open order. What is closed stays as it was.
func (s *Service) SucceedUnit(ctx context.Context, who org.Actor, e org.UnitSucceeded, people bool, key string) error {
	if !access.May(who.Post.Kind, access.Organising) {
		return ErrForbidden
	}
	ck := s.orgKey(who, "succeed", key, e, people)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return err
	}
	if r := office.CheckSuccession(dir, e, s.today()); r != nil {
		return r
	}
	events, rows := []any{e}, []store.Exec(nil)
	if people {
		all, err := s.store.Accounts(ctx)
		if err != nil {
			return err
		}
		for _, a := range all {
			for _, k := range []org.Kind{org.UnitHandler, org.UnitDuty} {
				if had := a.PostsOn(e.On); !a.Disabled && slices.Contains(had, org.PostOf(e.From, k)) && !slices.Contains(had, org.PostOf(e.To, k)) {
					taken := org.PostTaken{Account: a.ID, Post: org.PostOf(e.To, k), From: e.On}
					events, rows = append(events, taken), append(rows, store.TakePost(taken))
				}
			}
		}
	}
	body, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode succession: %w", err)
	}
	day, err := calendar.ParseDate(string(e.On))
	if err != nil {
		return invalid("on", "生效日期不对，请按 2026-03-02 的样子填写。")
	}
	due := store.Due{Key: "succession/" + string(e.From) + "/" + string(e.On), Kind: "succession", Stream: "org", Payload: string(body), At: day.Midnight()}
	return s.changeOnce(ctx, who, ck, "", rows, []store.Due{due}, events...)
}

// carryOn moves the open orders on the day of a succession. It may be interrupted and done again: an order that has moved says nothing.
func (s *Service) carryOn(ctx context.Context, it jobs.Item) error {
	var e org.UnitSucceeded
	if err := json.Unmarshal([]byte(it.Payload), &e); err != nil {
		return fmt.Errorf("read succession: %w", err)
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return err
	}
	ids, err := s.store.OpenOrders(ctx)
	if err != nil {
		return err
	}
	to := dir.Current(e.To)
	for _, id := range ids {
		row, err := s.store.OrderRow(ctx, id)
		if err != nil {
			return fmt.Errorf("read order %s: %w", id, err)
		}
		c := order.Succeed{From: e.From, To: to, Deputy: dir.DeputyOf(to, row.Category), ChainID: s.newID()}
		if _, err := s.Do(ctx, Ask{Order: id, Route: "succession", Commands: []order.Command{c}}); err != nil {
			return fmt.Errorf("hand order %s on: %w", id, err)
		}
	}
	_, err = s.append(ctx, org.Actor{}, store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}})
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}
