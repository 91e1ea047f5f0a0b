package simulate

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/regulation"
)

var supervisorPost, headPost, govPost = org.PostOf(org.HotlineOffice, org.Supervisor), org.PostOfficeHead, org.PostGovHead

// planSupervisors: the office goes through its ledger of supervision every working day, the units answer their sheets as is their temper, and once a month what was
// closed is drawn from for a look back (Art. 21 to 23).
func planSupervisors(s *sim) {
	r := s.rand("supervisors")
	s.daily("supervisors", 10*time.Hour+5*time.Minute, func(d calendar.Date) {
		if s.workday(d) {
			s.supervises(r)
			s.looksBack(r, d)
		}
	})
	for _, u := range s.county.units {
		ru := s.rand("sheets " + string(u.ID))
		s.daily("sheets", 16*time.Hour+minutes(ru, 0, 60), func(d calendar.Date) {
			if !u.closed && s.workday(d) {
				s.answersSheets(ru, u)
			}
		})
	}
}

// overseer is somebody who may work on an order's supervision: the first post's, the next one's where the order reports him.
func (s *sim) overseer(st *order.State, posts ...org.PostID) (org.Actor, bool) {
	for _, post := range posts {
		if p := s.holder(post); p != nil {
			if who := s.as(p, post); !st.Recuses(who) {
				return who, true
			}
		}
	}
	return org.Actor{}, false
}

// acts lets somebody do what is no command on an order, with the key of his form; after a death he presses again. What was tried is counted by the state of what it was
// tried on.
func (s *sim) acts(who org.Actor, state, what string, f func(by *desk.Reader, key string) error) error {
	key := s.newKey()
	err := s.deed(what, func() error {
		by, err := s.reader(who)
		if err != nil {
			return err
		}
		return f(by, key)
	})
	var no *regulation.Refusal
	c := s.report.Beside[state+": "+what]
	switch {
	case err == nil:
		s.report.Commands++
		c.Taken++
	case errors.As(err, &no):
		s.report.Refused++
		c.Refused++
	default:
		c.Shut++
	}
	s.report.Beside[state+": "+what] = c
	return err
}

func (s *sim) supervises(r *rand.Rand) {
	for _, l := range slices.Clone(s.world.pressed) {
		st := s.world.state(l.id)
		for _, c := range slices.Clone(l.watch.Cases) {
			if !c.Open() || !s.calm && chance(r, 45) {
				continue
			}
			if who, ok := s.overseer(&st, supervisorPost, headPost); ok {
				s.presses(r, l, c, who)
			}
		}
	}
	if s.calm || len(s.world.orders) == 0 || !chance(r, 12) {
		return
	}
	// Items 6 to 8 by hand: what the media showed, what the head thinks worth it.
	x := one(r, s.world.orders)
	if x.st.Status.Done() {
		return
	}
	if who, ok := s.overseer(&x.st, supervisorPost); ok {
		item, level := oversight.Item(6+r.IntN(3)), oversight.Level(1+r.IntN(3))
		_ = s.acts(who, "order "+statusKey(x.st.Status), "list case", func(by *desk.Reader, key string) error {
			_, err := by.ListCase(s.ctx, x.id, item, level, "几家媒体在问，请盯住。", key)
			return err
		})
	}
}

// presses does what a row of the ledger waits for.
func (s *sim) presses(r *rand.Rand, l *life, c oversight.Case, who org.Actor) {
	id := l.id + "." + strconv.Itoa(c.N)
	do := func(what string, f func(by *desk.Reader, key string) error) {
		_ = s.acts(who, "case "+c.Step(), what, f)
	}
	end := func(o oversight.Outcome) {
		do("close case", func(by *desk.Reader, key string) error {
			return by.CloseCase(s.ctx, id, o, "已核实，予以销号。", key)
		})
	}
	call := func(means oversight.Means) {
		a := desk.ActionWish{Means: means, On: s.wall().Add(-2 * time.Minute), Person: "承办单位值班人员", Content: "请抓紧办理，今天报进展。", Response: "答应按期办好。", Result: one(r, oversight.Results())}
		if means == oversight.OnSite {
			a.Place, a.Participants, a.Files = l.st.Request.Place, "县热线办、承办单位", []desk.Upload{{Name: "现场.png", Bytes: picture(9)}}
		}
		do("act on case", func(by *desk.Reader, key string) error { return by.ActOnCase(s.ctx, id, a, key) })
	}
	over := l.st.Status.Done()
	switch c.Step() {
	case "to_urge":
		if over {
			end(oversight.Explained)
			return
		}
		call(oversight.ByPhone)
	case "to_issue":
		switch {
		case over:
			end(oversight.Solved)
		case l.st.Lead == "" || l.st.Merged != nil:
			if len(c.Actions) < 3 {
				call(oversight.ByMeeting)
			}
		case len(c.Actions) == 0 && chance(r, 30):
			call(oversight.OnSite)
		default:
			days, joint := 1+r.IntN(4), c.Joint || chance(r, 10)
			do("issue sheet", func(by *desk.Reader, key string) error {
				return by.IssueSheet(s.ctx, id, "请查清原因，按期办结，并报结果。", days, joint, key)
			})
		}
	case "waiting":
		if c.Sheet().Missed && chance(r, 50) {
			do("judge sheet", func(by *desk.Reader, key string) error {
				return by.JudgeSheet(s.ctx, id, false, "过了期限没有反馈，认定未落实。", key)
			})
		}
	case "to_judge":
		solved := s.calm || chance(r, 70)
		do("judge sheet", func(by *desk.Reader, key string) error {
			return by.JudgeSheet(s.ctx, id, solved, "已核对反馈和现场照片。", key)
		})
	case "to_close":
		end(oversight.Solved)
	case "following":
		switch {
		case over:
			end(oversight.Explained)
		case !s.calm && chance(r, 4):
			level := min(c.Level+1, oversight.LevelThree)
			do("lift case", func(by *desk.Reader, key string) error {
				return by.LiftCase(s.ctx, id, level, "拖得太久，升级督办。", key)
			})
		case c.Level == oversight.LevelOne && chance(r, 15), !s.calm && chance(r, 3):
			end(one(r, oversight.Outcomes())) // what must not end yet is refused
		}
	}
}

// answersSheets: a unit answers what it owes, by its principal or with a sealed sheet.
func (s *sim) answersSheets(r *rand.Rand, u *unit) {
	willing := map[temper]int{prompt: 70, lazy: 15, pingPong: 45, forgetful: 35}[u.temper]
	for _, l := range slices.Clone(s.world.pressed) {
		for _, c := range slices.Clone(l.watch.Cases) {
			if sh := c.Sheet(); !c.Owes() || sh.Unit != u.ID || !s.calm && !chance(r, willing) {
				continue
			}
			var files []desk.Upload
			post := org.PostOf(u.ID, org.UnitPrincipal)
			if chance(r, 40) {
				post = org.PostOf(u.ID, org.UnitHandler)
				if !chance(r, 10) { // one in ten forgets the seal, and is refused
					files = []desk.Upload{{Name: "盖章件.png", Bytes: picture(4)}}
				}
			}
			who, ok := s.overseer(&l.st, post)
			if !ok {
				continue
			}
			id := l.id + "." + strconv.Itoa(c.N)
			_ = s.acts(who, "case "+c.Step(), "answer sheet", func(by *desk.Reader, key string) error {
				return by.AnswerSheet(s.ctx, id, "已到现场处理，照片附后，原因已经查清。", files, key)
			})
		}
	}
}

// looksBack: on the first working days of a month what was closed is drawn from; then each is looked back on, and now and then the matter is back.
func (s *sim) looksBack(r *rand.Rand, d calendar.Date) {
	p := s.holder(supervisorPost)
	if p == nil {
		return
	}
	who := s.as(p, supervisorPost)
	if _, _, day := d.Parts(); day <= 3 && !s.calm {
		_ = s.acts(who, "look-backs", "draw", func(by *desk.Reader, key string) error {
			_, err := by.DrawRechecks(s.ctx, key)
			return err
		})
	}
	if s.calm || !chance(r, 40) {
		return
	}
	by, err := s.reader(who)
	if err != nil {
		return
	}
	page, err := by.Rechecks(s.ctx, desk.RecheckFilter{})
	if err != nil {
		s.broken("I11", "look-backs", "the list does not open: %v", err)
		return
	}
	for _, x := range page.Items[:min(4, len(page.Items))] {
		_ = s.do(r, "Recheck", x.Order, who)
	}
}
