package console

import (
	"context"

	"huiyin/internal/access"
	"huiyin/internal/web/parts"
)

// officeMenu is the office's daily life beside the orders.
func (c *Console) officeMenu(ctx context.Context, s session) []parts.MenuGroup {
	k := s.actor.Post.Kind
	g := parts.MenuGroup{Title: "日常"}
	add := func(p access.Permission, m parts.MenuItem) {
		if access.May(k, p) {
			g.Items = append(g.Items, m)
		}
	}
	waits, _ := s.reader.CountToBackfill(ctx) // a menu without the number still leads there
	add(access.FeedingBack, parts.MenuItem{ID: "backfill", Label: "待回填", Href: "/backfill", Icon: parts.IconUpload, Count: waits})
	add(access.Desking, parts.MenuItem{ID: "copy-day", Label: "群发待办", Href: "/copy/day", Icon: parts.IconCopy})
	add(access.Desking, parts.MenuItem{ID: "handover", Label: "交接班", Href: "/handover", Icon: parts.IconHistory})
	add(access.Intake, parts.MenuItem{ID: "statements", Label: "事件口径", Href: "/statements", Icon: parts.IconChat})
	if len(g.Items) == 0 {
		return nil
	}
	return []parts.MenuGroup{g}
}
