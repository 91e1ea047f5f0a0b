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
	add(access.EndReading, parts.MenuItem{ID: "terminations", Label: "终结办理", Href: "/terminations", Icon: parts.IconStamp})
	add(access.Desking, parts.MenuItem{ID: "copy-day", Label: "群发待办", Href: "/copy/day", Icon: parts.IconCopy})
	add(access.Desking, parts.MenuItem{ID: "handover", Label: "交接班", Href: "/handover", Icon: parts.IconHistory})
	add(access.Intake, parts.MenuItem{ID: "statements", Label: "事件口径", Href: "/statements", Icon: parts.IconChat})
	add(access.Intake, parts.MenuItem{ID: "directory", Label: "派单目录", Href: "/directory", Icon: parts.IconList})
	add(access.Intake, parts.MenuItem{ID: "referrals", Label: "引导去处", Href: "/referrals", Icon: parts.IconPhone})
	add(access.Clerking, parts.MenuItem{ID: "reconciliation", Label: "对账", Href: "/reconciliation", Icon: parts.IconHistory})
	add(access.Intake, parts.MenuItem{ID: "channels", Label: "来源渠道", Href: "/channels", Icon: parts.IconMerge})
	if access.May(k, access.Answering) && !k.Leader() { // a leader's are under 批示落实
		left, _ := s.reader.CountDirectives(ctx)
		add(access.Answering, parts.MenuItem{ID: "directives", Label: "批示件", Href: "/directives", Icon: parts.IconFlag, Count: left})
	}
	unsaid, _ := s.reader.UnminutedSessions(ctx)
	add(access.Sessions, parts.MenuItem{ID: "answering", Label: "接听日", Href: "/answering", Icon: parts.IconPhoneIn, Count: unsaid})
	add(access.Rosters, parts.MenuItem{ID: "roster", Label: "值班表", Href: "/roster", Icon: parts.IconClock, Count: s.reader.RosterGaps(ctx)})
	if access.May(k, access.SuperReading) {
		owes, _ := s.reader.CountCases(ctx)
		href := "/supervise"
		if owes > 0 {
			href = owedCases(k)
		}
		add(access.SuperReading, parts.MenuItem{ID: "supervise", Label: "督办台账", Short: "督办", Href: href, Icon: parts.IconFlag, Count: owes, Hot: owes > 0 && k.InUnit()})
	}
	if access.May(k, access.Supervising) {
		back, _ := s.reader.CountRechecks(ctx)
		add(access.Supervising, parts.MenuItem{ID: "rechecks", Label: "回头看", Href: "/rechecks", Icon: parts.IconUndo, Count: back})
	}
	if access.May(k, access.Gathered) {
		runs, _ := s.reader.CountClusters(ctx)
		add(access.Gathered, parts.MenuItem{ID: "clusters", Label: "集中反映", Href: "/clusters", Icon: parts.IconMerge, Count: runs})
	}
	if access.May(k, access.Signs) {
		waits, _ := s.reader.CountSigns(ctx)
		add(access.Signs, parts.MenuItem{ID: "signs", Label: "苗头和舆情", Href: "/signs", Icon: parts.IconAlert, Count: waits, Hot: waits > 0})
	}
	if access.May(k, access.Petitioning) {
		left, _ := s.reader.CountPetitions(ctx)
		add(access.Petitioning, parts.MenuItem{ID: "petitions", Label: "信访清单", Href: "/petitions", Icon: parts.IconSwap, Count: left})
	}
	if access.May(k, access.LeadReading) {
		waits, _ := s.reader.CountLeads(ctx)
		add(access.LeadReading, parts.MenuItem{ID: "leads", Label: "问责线索", Href: "/leads", Icon: parts.IconStamp, Count: waits})
	}
	abuses, _ := s.reader.CountAbuses(ctx)
	add(access.Abuse, parts.MenuItem{ID: "abuse", Label: "恶意占用", Href: "/abuse", Icon: parts.IconShield, Count: abuses})
	sheets, _ := s.reader.CountQuality(ctx)
	add(access.QualityReading, parts.MenuItem{ID: "quality", Label: "质检培训", Href: "/quality", Icon: parts.IconHistory, Count: sheets})
	mend, _ := s.reader.CountInspections(ctx)
	add(access.Inspections, parts.MenuItem{ID: "inspections", Label: "到单位检查", Href: "/inspections", Icon: parts.IconFlag, Count: mend})
	add(access.Shelf, parts.MenuItem{ID: "shelf", Label: "制度汇编", Href: "/shelf", Icon: parts.IconBook})
	papers, _ := s.reader.CountArchives(ctx)
	add(access.Archives, parts.MenuItem{ID: "archives", Label: "档案", Href: "/archives", Icon: parts.IconFile, Count: papers})
	due := 0
	if access.May(k, access.PhoneEdit) && s.reader.PhonesDue(ctx) {
		due = 1 // the unit has not confirmed its numbers this month
	}
	add(access.PhoneBook, parts.MenuItem{ID: "phonebook", Label: "通讯录", Href: "/phonebook", Icon: parts.IconPhone, Count: due})
	var out []parts.MenuGroup
	if see := c.figuresMenu(ctx, s); len(see.Items) > 0 {
		out = append(out, see)
	}
	if len(g.Items) > 0 {
		out = append(out, g)
	}
	return out
}

// figuresMenu is what the county's numbers say (Art. 26).
func (c *Console) figuresMenu(ctx context.Context, s session) parts.MenuGroup {
	k := s.actor.Post.Kind
	g := parts.MenuGroup{Title: "分析"}
	if access.May(k, access.Figures) {
		g.Items = append(g.Items, parts.MenuItem{ID: "overview", Label: "全县总览", Href: "/overview", Icon: parts.IconChart})
		if k.Leader() {
			g.Items = append(g.Items, parts.MenuItem{ID: "overview-leader", Label: "一张图", Href: "/overview/leader", Icon: parts.IconStar})
		}
	}
	if access.May(k, access.BulletinReading) {
		waits, _ := s.reader.CountBulletins(ctx)
		g.Items = append(g.Items, parts.MenuItem{ID: "bulletins", Label: "简报通报", Href: "/bulletins", Icon: parts.IconFile, Count: waits})
	}
	return g
}
