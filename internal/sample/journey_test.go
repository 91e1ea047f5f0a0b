package sample

import (
	"fmt"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// player carries the journey out as the desk would, in memory.
type player struct {
	p       policy.Policy
	dir     org.Directory
	stories map[string]Story
	states  map[string]order.State
	matters map[string]order.Matter
	serial  int
}

func (w *player) play(t *testing.T, s Step) {
	t.Helper()
	story, st := w.stories[s.Story], w.states[s.Story]
	h := Hand{ID: "o-" + story.ID, Matter: "m-" + story.ID, Account: func(login string) org.AccountID { return org.AccountID("a-" + login) },
		Scan: func(string) string { w.serial++; return fmt.Sprint("blob-", w.serial) },
		Slip: func() (string, string) { return "slip-" + story.ID, "hash-" + story.ID },
		File: func(name string) order.Attachment[order.Private] {
			w.serial++
			return order.Attachment[order.Private]{ID: fmt.Sprint("f-", w.serial), Blob: fmt.Sprint("blob-", w.serial), Purpose: "handling", MIME: "image/png", Size: 1,
				Name: private(name)}
		}}
	if s.Login != "" {
		post, ok := w.dir.Post(s.Post)
		if !ok {
			t.Fatalf("%s: no post %s", s.Story, s.Post)
		}
		h.Actor = org.Actor{Account: h.Account(s.Login), Post: post}
	}
	if story.LinkTo != "" {
		before := w.states[story.LinkTo]
		h.LinkMatter, h.LinkOrder = before.MatterID, before.ID
	}
	if st.Status == order.None && h.LinkMatter != "" {
		st.Matter = w.matters[h.LinkMatter]
	} else if st.MatterID != "" {
		st.Matter = w.matters[st.MatterID]
	}
	if story.MergeTo != "" {
		h.Lead = w.states[story.MergeTo].Leads()
	}
	c := w.sealed(s.Command(h))
	events, err := order.Decide(st, c, w.p, s.At)
	if err != nil {
		t.Fatalf("%s (%s) at %s by %s: %T refused: %v", s.Story, story.Fate, s.At.In(calendar.Beijing).Format(time.DateTime), s.Login, c, err)
	}
	for _, e := range events {
		if m := order.MatterOf(e); m != "" {
			w.matters[m] = order.EvolveMatter(w.matters[m], e)
		}
		st = order.Evolve(st, e)
	}
	w.states[s.Story] = st
	if _, ok := c.(order.Merge); ok { // both orders change, or neither
		lead := w.states[story.MergeTo]
		events, err := order.Decide(lead, st.Joins(order.By{Actor: h.Actor}), w.p, s.At)
		if err != nil {
			t.Fatalf("%s is not taken by %s: %v", s.Story, story.MergeTo, err)
		}
		for _, e := range events {
			lead = order.Evolve(lead, e)
		}
		w.states[story.MergeTo] = lead
	}
}

// Every story must reach its fate by the rules themselves, at any hour of any day: morning, night, weekend, after a holiday.
func TestJourneyReachesEveryFate(t *testing.T) {
	p := embedded(t)
	for _, now := range []string{"2026-11-24 14:56", "2026-11-24 07:30", "2026-11-25 23:40", "2026-11-29 11:00", "2026-10-12 09:10", "2026-07-15 16:00", "2026-12-31 10:00", "2026-11-24 00:20"} {
		t.Run(now, func(t *testing.T) {
			at, err := time.ParseInLocation("2006-01-02 15:04", now, calendar.Beijing)
			if err != nil {
				t.Fatal(err)
			}
			at = at.UTC()
			stories := Stories()
			steps, err := Journey(stories, p, at)
			if err != nil {
				t.Fatal(err)
			}
			w := &player{p: p, dir: County().Directory(), stories: map[string]Story{}, states: map[string]order.State{}, matters: map[string]order.Matter{}}
			for _, s := range stories {
				w.stories[s.ID] = s
			}
			for i, s := range steps {
				if s.At.After(at) || i > 0 && s.At.Before(steps[i-1].At) {
					t.Fatalf("step %d at %s is out of order", i, s.At)
				}
				w.play(t, s)
			}
			for _, s := range stories {
				st := w.states[s.ID]
				if got, want := st.Status, s.Fate.Status(); got != want && !(want == order.Closed && got == order.Archived) {
					t.Errorf("story %s: %s, its fate is %s", s.ID, got, s.Fate)
				}
				w.checkFate(t, s, st)
			}
		})
	}
}

// checkFate looks at what tells fates of one status apart.
func (w *player) checkFate(t *testing.T, s Story, st order.State) {
	t.Helper()
	bad := func(what string) { t.Errorf("story %s (%s): %s", s.ID, s.Fate, what) }
	late := st.Clocks.Get(order.LimitResult).Missed
	switch s.Fate {
	case FateAutoAccepted:
		if !st.AutoAccepted {
			bad("was not accepted by silence")
		}
	case FateNoContact:
		if !st.Clocks.Get(order.LimitContact).Missed {
			bad("contact is not late")
		}
	case FateOverdue:
		if !late {
			bad("is not late")
		}
	case FateReturned:
		if st.Returns != 1 || st.Lead != s.Unit || st.Assignments != 1 {
			bad("was not returned and sent on once")
		}
	case FateReturnRefused:
		if st.ReturnRefusedAt.IsZero() {
			bad("was not refused a return")
		}
	case FateTermGather:
		if !st.Termination.Reviewed || !st.Termination.Chain.Empty() {
			bad("does not wait for a batch")
		}
	case FateTermSigning:
		if len(st.OpenChains()) != 1 {
			bad("does not wait for the magistrate")
		}
	case FateTermRefused:
		if st.Termination.Refused != order.RefusedByMagistrate || late {
			bad("was not refused by the magistrate")
		}
	case FateDesignated:
		if !st.Designated || st.Returns != 2 {
			bad("was not designated")
		}
	case FateInProgress, FateUnitSigning, FateAssigning, FateRecalled, FateRefusalAsked:
		if late {
			bad("is late already")
		}
	case FateLate, FateReworkedLate:
		if !st.ReplyLate {
			bad("did not answer late")
		}
	case FateSatisfied, FateFairly, FateMended, FateObjective, FateDeclined, FateNoVisit, FateUnreachable:
		if st.ReplyLate {
			bad("answered late")
		}
	}
	results := map[Fate]order.Result{FateSatisfied: order.ResultSatisfied, FateFairly: order.ResultSatisfied, FateMended: order.ResultSatisfied, FateLate: order.ResultSatisfied,
		FateReworkedLate: order.ResultSatisfied, FateArchived: order.ResultSatisfied, FateObjective: order.ResultObjective, FateArchivedOther: order.ResultObjective,
		FateUnreachable: order.ResultUnreachable, FateNoVisit: order.ResultNoVisit, FateDeclined: order.ResultDeclined}
	if want, ok := results[s.Fate]; ok && st.Result != want {
		bad("result is " + string(st.Result))
	}
	switch s.Fate {
	case FateCountySigning, FateCountyPaper:
		signed, pending := 0, 0
		for _, step := range st.ResultChain.Steps {
			if step.Done != nil {
				signed++
			}
			if step.Pending != nil {
				pending++
			}
		}
		if signed != 1 || (pending == 1) != (s.Fate == FateCountyPaper) {
			bad(fmt.Sprintf("%d signed, %d on paper", signed, pending))
		}
	case FateRefusalAsked:
		if st.RefusalAsk == nil {
			bad("nobody asks to refuse")
		}
	}
	if len(s.Urges) > 0 && st.Urges != len(s.Urges) {
		bad(fmt.Sprintf("%d urges", st.Urges))
	}
}

func TestChainsClimbTheLevels(t *testing.T) {
	p := embedded(t)
	now := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	stories := Stories()
	steps, err := Journey(stories, p, now)
	if err != nil {
		t.Fatal(err)
	}
	w := &player{p: p, dir: County().Directory(), stories: map[string]Story{}, states: map[string]order.State{}, matters: map[string]order.Matter{}}
	for _, s := range stories {
		w.stories[s.ID] = s
	}
	for _, s := range steps {
		w.play(t, s)
	}
	for id, want := range map[string]policy.Level{"xiashui-1": policy.NoSigner, "xiashui-2": policy.ByOfficeHead, "xiashui-3": policy.ByGovHead, "xiashui-4": policy.ByDeputyChief,
		"laowu-2": policy.ByOfficeHead, "zhaiji-3": policy.ByGovHead, "jiuye-2": policy.ByOfficeHead, "key-shengzhang": policy.ByGovHead, "key-renmin": policy.ByGovHead} {
		if got := w.states[id].Level; got != want {
			t.Errorf("%s: level %s, want %s", id, got.Name(), want.Name())
		}
	}
}

func TestJourneyRefusesWhatDoesNotFit(t *testing.T) {
	s := Stories()[0]
	s.ID, s.DaysAgo, s.Fate, s.Unit, s.Requirements = "zu-kuai", 1, FateSatisfied, "cgj", "请核查。"
	if _, err := Journey([]Story{s}, embedded(t), time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)); err == nil {
		t.Error("a road of a week fits into a day")
	}
}
