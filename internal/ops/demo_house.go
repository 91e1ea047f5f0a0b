package ops

import (
	"context"
	"fmt"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
)

// seedHouse gives the demo county what changes in a year: delegations with their papers, a new unit that is not yet active, a category with a deputy of its own.
func seedHouse(ctx context.Context, s *server.Server, pl *player) error {
	as := func(login string, post org.PostID) (org.Actor, error) {
		p, ok := pl.dir.Post(post)
		if !ok {
			return org.Actor{}, fmt.Errorf("no post %s in the county", post)
		}
		return org.Actor{Account: pl.accounts[login], Post: p}, nil
	}
	h := sample.House(s.Desk.Now())
	for _, d := range h.Delegations {
		who, err := as(d.By, d.Post)
		if err != nil {
			return err
		}
		scan := desk.Upload{Name: d.Document + ".jpg", Bytes: pl.picture()}
		if _, err := s.Desk.Delegate(ctx, who, org.Delegation{Post: d.Post, To: pl.accounts[d.To], Presiding: d.Presiding, Scope: org.WholePost, From: d.From, Until: d.Until, Document: d.Document}, &scan, ""); err != nil {
			return fmt.Errorf("delegation %s: %w", d.Document, err)
		}
	}
	admin, err := as("guanli", org.PostOf(org.HotlineOffice, org.SystemAdmin))
	if err != nil {
		return err
	}
	if err := s.Desk.SaveUnit(ctx, admin, h.NewUnit, true, h.Today, h.Why, ""); err != nil {
		return fmt.Errorf("new unit: %w", err)
	}
	head, err := as("rexianban", org.PostOfficeHead)
	if err != nil {
		return err
	}
	return s.Desk.MapDeputy(ctx, head, h.Mapped.Unit, h.Mapped.Category, h.Mapped.Deputy, "")
}
