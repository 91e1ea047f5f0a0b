package sample

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// Step is one deed of a story: who, when, and the command that the desk is given.
type Step struct {
	Story string    // ID of the story
	At    time.Time // never after the demo's moment
	Post  org.PostID
	Login string // the account that acts; "" = the program itself

	make func(Hand) order.Command
}

// Hand is what the one who plays the stories lends a step: ids, scans, accounts. All are required, but LinkMatter and LinkOrder only for stories
// with LinkTo, Lead for those with MergeTo.
type Hand struct {
	Actor      org.Actor     // account and post of Step.Login and Step.Post
	ID         string        // the story's order
	Matter     string        // id for a new matter
	LinkMatter string        // the matter of the story in LinkTo
	LinkOrder  string        // its order
	Lead       order.Leading // the order of the story in MergeTo
	Account    func(login string) org.AccountID
	Scan       func(what string) string // stores a scan of what the words describe and answers its blob
	File       func(name string) order.Attachment[order.Private]
	Slip       func() (id, hash string) // the address of a slip for the field that the actor gives
}

// Command makes the step's command.
func (s Step) Command(h Hand) order.Command { return s.make(h) }

// Journey is what happened in all stories up to now, in order of time. Working days are counted by p's calendar. The roads end at now with
// TimerFired for the open ones, so that silent acceptance and missed limits are on record. It fails where a story does not fit before now.
func Journey(stories []Story, p policy.Policy, now time.Time) ([]Step, error) {
	c := County()
	logins := map[org.PostID]string{}
	for _, a := range Accounts() {
		for _, post := range a.Posts {
			if logins[post] == "" {
				logins[post] = a.Login
			}
		}
	}
	var out []Step
	for i, s := range stories {
		r := &road{story: s, all: stories, p: p, now: now, dir: c.Directory(), logins: logins, second: i%2 == 1}
		if err := r.walk(); err != nil {
			return nil, fmt.Errorf("story %s: %w", s.ID, err)
		}
		out = append(out, r.steps...)
	}
	slices.SortStableFunc(out, func(a, b Step) int { return cmp.Compare(a.At.UnixNano(), b.At.UnixNano()) })
	return out, nil
}

// road is one story on its way through time.
type road struct {
	story  Story
	all    []Story
	p      policy.Policy
	now    time.Time
	dir    org.Directory
	logins map[org.PostID]string
	second bool // the other operator's turn

	at    time.Time
	steps []Step
	err   error
}

// wait moves on by minutes. What would fall into the evening happens next morning.
func (r *road) wait(minutes int) {
	r.at = r.at.Add(time.Duration(minutes) * time.Minute)
	if d := calendar.DateOf(r.at); r.at.Sub(d.Midnight()) > 18*time.Hour && d.Before(calendar.DateOf(r.now)) {
		r.next(1, "08:40")
	}
}

// next moves on to a time of day n working days later; the same day again may not go back.
func (r *road) next(n int, clock string) {
	d := calendar.DateOf(r.at)
	if n > 0 {
		d = r.p.Calendar.AddWorkdays(d, n)
	}
	if t := onDay(d, clock); t.After(r.at) {
		r.at = t
	} else {
		r.at = r.at.Add(10 * time.Minute)
	}
}

// do adds a step of a post.
func (r *road) do(post org.PostID, make func(Hand) order.Command) {
	r.as(r.logins[post], post, make)
}

func (r *road) as(login string, post org.PostID, make func(Hand) order.Command) {
	if login == "" && post != "" && r.err == nil {
		r.err = fmt.Errorf("no demo account for %s", post)
	}
	at := squeeze(r.at, r.now)
	if at.After(r.now) && r.err == nil {
		r.err = fmt.Errorf("step %d at %s lies after the demo's moment", len(r.steps), r.at.In(calendar.Beijing).Format(time.DateTime))
	}
	r.steps = append(r.steps, Step{Story: r.story.ID, At: at, Post: post, Login: login, make: make})
}

// timer lets what time alone has brought about go on record at now.
func (r *road) timer() {
	r.at = r.now
	r.steps = append(r.steps, Step{Story: r.story.ID, At: r.now, make: func(Hand) order.Command { return order.TimerFired{} }})
}

// squeeze puts the hours 0 to 19 of the demo's own day into what has passed of it, so that today's stories have happened at any hour.
func squeeze(t, now time.Time) time.Time {
	day := calendar.DateOf(now).Midnight()
	passed := now.Sub(day)
	if t.Before(day) || passed >= 19*time.Hour {
		return t
	}
	return day.Add(time.Duration(float64(t.Sub(day)) / float64(19*time.Hour) * float64(passed))).Truncate(time.Millisecond)
}

// onDay is a time of day such as 09:12 in Beijing; tests hold every clock of the stories to that form.
func onDay(d calendar.Date, clock string) time.Time {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return d.Noon()
	}
	return d.Midnight().Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute)
}

// workdaysBack is the n-th working day before d; 0 is d itself.
func workdaysBack(c *calendar.Calendar, d calendar.Date, n int) calendar.Date {
	for n > 0 {
		d = d.AddDays(-1)
		if c.IsWorkday(d) {
			n--
		}
	}
	return d
}

func private(s string) order.Private { return order.Private{Text: s} }
