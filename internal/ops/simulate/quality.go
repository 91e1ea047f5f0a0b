package simulate

import (
	"math/rand/v2"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// planQuality: on the fifth of a month the supervisor draws from last month's registrations and scores them; some operators appeal, and the head decides (Art. 9).
func planQuality(s *sim) {
	r := s.rand("quality")
	s.daily("quality", 15*time.Hour+40*time.Minute, func(d calendar.Date) {
		if y, m, day := d.Parts(); day == 5 && !s.calm {
			first := calendar.NewDate(y, m, 1).AddDays(-1)
			s.checksQuality(r, first.String()[:7])
		}
	})
}

func (s *sim) checksQuality(r *rand.Rand, month string) {
	p, head := s.holder(supervisorPost), s.holder(headPost)
	if p == nil || head == nil {
		return
	}
	who := s.as(p, supervisorPost)
	_ = s.acts(who, "quality", "draw", func(by *desk.Reader, key string) error {
		_, err := by.DrawQuality(s.ctx, month, key)
		return err
	})
	by, err := s.reader(who)
	if err != nil {
		return
	}
	page, err := by.Qualities(s.ctx, false, false, time.Time{})
	if err != nil {
		s.broken("I23", "quality", "the sheets do not open: %v", err)
		return
	}
	points := func() office.Points {
		return office.Points{Record: 15 + r.IntN(11), Manner: 15 + r.IntN(11), Language: 15 + r.IntN(12), Answer: 15 + r.IntN(11)} // now and then one too many
	}
	for _, x := range page.Items[:min(8, len(page.Items))] {
		n := points()
		if s.acts(who, "quality", "score", func(by *desk.Reader, key string) error {
			return by.ScoreQuality(s.ctx, x.ID, n, "听了录音，核对了登记单。", key)
		}) != nil || !chance(r, 30) {
			continue
		}
		op := s.operatorOf(x.Order.ID)
		if op == nil {
			continue
		}
		if s.acts(s.as(op, operatorPost), "quality", "appeal", func(by *desk.Reader, key string) error {
			return by.AppealQuality(s.ctx, x.ID, "来电人情绪激动，记录已经补全。", key)
		}) == nil {
			n := points()
			_ = s.acts(s.as(head, headPost), "quality", "decide", func(by *desk.Reader, key string) error {
				return by.DecideQuality(s.ctx, x.ID, n, "复听录音，重新评分。", key)
			})
		}
	}
}

// operatorOf is who registered an order, nil where he is gone.
func (s *sim) operatorOf(id string) *person {
	l := s.world.by[id]
	if l == nil {
		return nil
	}
	if _, ok := l.log[0].e.(order.RegisteredEvent); !ok {
		return nil
	}
	for _, p := range s.county.people[operatorPost] {
		if p.id == org.AccountID(l.log[0].rec.Actor) && !p.away {
			return p
		}
	}
	return nil
}
