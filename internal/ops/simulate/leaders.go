package simulate

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// planLeaders: a leader signs once a day on most days; what stays too long is signed on paper and recorded by the office.
func planLeaders(s *sim) {
	r := s.rand("leaders")
	var posts []org.PostID
	for _, p := range s.county.dir.Posts() {
		if p.Kind.Leader() {
			posts = append(posts, p.ID)
		}
	}
	s.daily("leaders", 16*time.Hour+20*time.Minute, func(d calendar.Date) {
		if !s.workday(d) {
			return
		}
		for _, post := range posts {
			if !s.calm && chance(r, 35) {
				continue
			}
			s.works(r, post, 40, func(row desk.Row, st order.State) string {
				switch row.ActCode {
				case order.ActSignDispatch, order.ActSignResult, order.ActSignTerm, order.ActDecide, order.ActStatute:
					if !s.calm && chance(r, 20) {
						return ""
					}
					return "SignStep"
				case order.ActExtend:
					return "DecideExtension"
				}
				return ""
			})
		}
	})
	s.daily("papers", 11*time.Hour+15*time.Minute, func(d calendar.Date) {
		if s.calm || !s.workday(d) || !chance(r, 30) {
			return
		}
		clerk := s.holder(org.PostOf(org.HotlineOffice, org.Dispatcher))
		if clerk == nil {
			return
		}
		for _, l := range s.world.orders {
			st := s.world.state(l.id)
			if (st.Status == order.PendingApproval || st.Status == order.CountySigning) && chance(r, 20) {
				_ = s.do(r, "RecordPaper", l.id, s.as(clerk, clerk.posts[0]))
			}
		}
	})
}
