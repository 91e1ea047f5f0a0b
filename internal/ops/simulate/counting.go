package simulate

import (
	"fmt"
	"maps"
	"slices"

	"huiyin/internal/order"
)

// lawsOfCounting: the counters of a matter and every figure are recounted from the events.
func lawsOfCounting() []law {
	return []law{
		{name: "I14", says: "appeals, assignments, key rounds and urges are what the events say", rest: func(s *sim, last bool) {
			// What nothing happened to counts as it did yesterday; at the very end all are counted once more.
			by := map[string][]*life{}
			moved := s.world.moved
			for _, l := range s.world.orders {
				if last || s.world.dirty[l] {
					s.checkUrges(l)
					moved[l.st.MatterID] = true
				}
			}
			for _, l := range s.world.orders {
				if last || moved[l.st.MatterID] {
					by[l.st.MatterID] = append(by[l.st.MatterID], l)
				}
			}
			for _, id := range slices.Sorted(maps.Keys(by)) {
				s.checkMatter(id, by[id])
			}
		}},
		{name: "I15", says: "every figure is the sum of its events", rest: func(s *sim, last bool) {
			if days := int(s.now.Sub(dayOf(s.o.Size.From).Midnight()).Hours() / 24); !last && days%7 != 0 {
				return
			}
			s.checkFigures()
		}},
	}
}

func (s *sim) checkUrges(l *life) {
	n := 0
	for _, h := range l.log {
		switch e := h.e.(type) {
		case order.TakenOver:
			n = e.Urges
		case order.Urged:
			if n++; e.Count != n {
				s.broken("I14", l.st.Number, "the %dth urge was counted as %d", n, e.Count)
			}
		}
	}
	if l.st.Urges != n {
		s.broken("I14", l.st.Number, "%d urges happened, %d are counted", n, l.st.Urges)
	}
}

// checkMatter counts a matter's appeals, assignments and key rounds from the events of its orders.
func (s *sim) checkMatter(id string, orders []*life) {
	m := s.world.matters[id]
	appeals, assigns, keys := m.BaseAppeals, m.BaseAssigns, m.BaseKeys
	for _, l := range orders {
		counted, sent := false, false
		for _, h := range l.log {
			switch e := h.e.(type) {
			case order.TakenOver:
				counted = true
				if e.Status != order.PendingDispatch {
					assigns += max(1, e.Assignments)
					sent = true
				}
			case order.ExplainedEvent:
				counted = e.Ended == ""
			case order.SubmittedForDispatch:
				counted = true
			case order.Linked:
				counted = false
			case order.MergedEvent:
				counted = counted || e.Counted
			case order.SplitOff:
				counted = counted && !e.Uncounted
			case order.DispatchedEvent:
				if sent = true; !e.Again {
					assigns++
				}
			case order.Reworked:
				if e.Counted {
					assigns++
				}
			case order.WithdrawnEvent, order.SentUp, order.AnsweredDirectly, order.TransferredEmergency, order.LoggedClosedEvent:
				counted = counted && sent
			case order.Refused:
				counted = false
			case order.TransferredByPhone:
				counted = false
			}
		}
		if l.st.Status == order.PhoneClosed { // a guidance counts when the second call says so
			for _, h := range s.world.rounds[id] {
				switch e := h.e.(type) {
				case order.RoundCounted:
					counted = counted || e.Order == l.id
				case order.RoundUncounted:
					counted = counted && e.Order != l.id
				}
			}
		}
		if counted {
			appeals++
			if l.st.Key {
				keys++
			}
		}
	}
	if m.Appeals() != appeals || m.Assigns() != assigns || m.Keys() != keys {
		var all string
		for _, l := range orders {
			all += "\n" + l.course()
		}
		s.broken("I14", m.Number, "counts %d appeals, %d assignments, %d key rounds; its orders say %d, %d, %d%s", m.Appeals(), m.Assigns(), m.Keys(), appeals, assigns, keys, all)
	}
}

// checkFigures sums what the events say and holds the archive's figures against it.
func (s *sim) checkFigures() {
	have, err := s.srv.Store.FactSum(s.ctx, s.world.pos, "0000-00-00", "9999-99-99")
	if err != nil {
		s.broken("I15", "figures", "%v", err)
		return
	}
	want := map[[2]string]int64{}
	for _, l := range s.world.orders {
		figures(l, func(kind, unit string, n int64) { want[[2]string{kind, unit}] += n })
	}
	for _, k := range slices.SortedFunc(maps.Keys(want), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		if have[k] != want[k] {
			s.broken("I15", fmt.Sprint(k), "the figure is %d, the events say %d", have[k], want[k])
		}
	}
	counted := map[string]bool{}
	for k := range want {
		counted[k[0]] = true
	}
	for k, n := range have {
		if counted[k[0]] && want[k] == 0 && n != 0 {
			s.broken("I15", fmt.Sprint(k), "the figure is %d, no event says so", n)
		}
	}
}

// figures are the counts that bulletins and scores rest on, from the events of one order.
func figures(l *life, add func(kind, unit string, n int64)) {
	yes := func(kind, unit string, is bool) {
		if is {
			add(kind, unit, 1)
		}
	}
	reworks := 0
	merged := false
	for _, h := range l.log {
		switch e := h.e.(type) {
		case order.RegisteredEvent:
			add("registered", "", 1)
			add("registered.channel."+e.Request.Channel, "", 1)
			yes("registered.key", "", e.Key)
		case order.MergedEvent:
			merged = true
			add("merged", string(e.Unit), 1)
		case order.SplitOff:
			merged = false
		case order.DispatchedEvent:
			if e.Again {
				add("dispatched_again", string(e.Unit), 1)
			} else {
				add("dispatched", string(e.Unit), 1)
			}
		case order.AutoAcceptedEvent:
			add("auto_accepted", string(e.Unit), 1)
		case order.SignedFor:
			add("signed", string(e.Unit), 1)
		case order.ReturnAccepted:
			add("return_accepted", string(e.Unit), 1)
		case order.ReturnRefused:
			add("return_refused", string(e.Unit), 1)
		case order.LimitMissed:
			add("missed."+string(e.Limit), e.Unit, 1)
		case order.ReplyRejected:
			add("rejected", string(e.Unit), 1)
		case order.ExtensionGranted:
			add("extension.granted", string(e.Unit), 1)
		case order.Rechecked:
			add("recheck.done", string(e.Unit), 1)
			add("recheck."+string(e.Result), string(e.Unit), 1)
			yes("recheck.named", string(e.Unit), e.Draw == 0)
			yes("reopened", string(e.Unit), e.Rework)
		case order.Reworked:
			reworks++
			add("reworked", string(e.Unit), 1)
		case order.Refused:
			add("refused", string(e.Unit), 1)
		case order.WithdrawnEvent:
			add("withdrawn", string(e.Unit), 1)
		case order.ClosedEvent:
			if merged {
				break
			}
			add("closed", string(e.Unit), 1)
			yes("closed.late", string(e.Unit), e.Late)
			yes("closed.in_time", string(e.Unit), !e.Late)
			yes("closed.first_time", string(e.Unit), reworks == 0)
		}
	}
}
