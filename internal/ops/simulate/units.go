package simulate

import (
	"math/rand/v2"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// planUnits: each unit looks at its lists on working days, the prompt twice, the lazy when it pleases them.
func planUnits(s *sim) {
	for _, u := range s.county.units {
		r := s.rand("unit " + string(u.ID))
		for n, clock := range []time.Duration{9 * time.Hour, 15*time.Hour + 30*time.Minute} {
			s.daily("unit", clock+minutes(r, 0, 80), func(d calendar.Date) {
				if u.closed || !s.workday(d) {
					return
				}
				if !s.calm && (u.temper == lazy && !chance(r, 25) || u.temper == forgetful && n == 1) {
					return
				}
				s.unitWorks(r, u)
			})
		}
	}
}

func (s *sim) unitWorks(r *rand.Rand, u *unit) {
	slow := !s.calm
	s.works(r, org.PostOf(u.ID, org.UnitHandler), 40, func(row desk.Row, st order.State) string {
		if slow && u.temper == forgetful && chance(r, 25) {
			return ""
		}
		switch row.ActCode {
		case order.ActSignFor:
			if slow && u.temper == pingPong && chance(r, 60) || slow && chance(r, 4) {
				return "AskReturn"
			}
			return "SignFor"
		case order.ActContact:
			if st.Request.Secrecy == order.Secret {
				if st.Relay != nil {
					return ""
				}
				return "AskRelay"
			}
			return "RecordContact"
		case order.ActReply:
			return s.handles(r, u, st, slow)
		case order.ActProgress:
			return "RecordProgress"
		case order.ActTellExtend:
			return "TellExtension"
		case order.ActUnitVisit:
			return "RecordUnitVisit"
		case order.ActCoSign:
			if slow && chance(r, 20) {
				return "ObjectCo"
			}
			return "SignCo"
		case order.ActCo:
			return "ReportCo"
		case order.ActCoTake:
			return "SettleCo"
		}
		return ""
	})
	s.works(r, org.PostOf(u.ID, org.UnitPrincipal), 40, func(row desk.Row, st order.State) string {
		switch row.ActCode {
		case order.ActAssign:
			return "AssignInUnit"
		case order.ActSignReply:
			if slow && chance(r, 8) {
				return "SendBackReply"
			}
			return "SignReply"
		}
		return ""
	})
	// The deputy stands in where nobody handles (domain.md §13.9).
	if s.holder(org.PostOf(u.ID, org.UnitHandler)) == nil {
		s.works(r, org.PostOf(u.ID, org.UnitDeputy), 40, func(row desk.Row, st order.State) string {
			switch row.ActCode {
			case order.ActContact:
				return "RecordContact"
			case order.ActReply:
				return "SubmitReply"
			}
			return ""
		})
	}
}

// handles is what a handler does with an order in his hands: it takes days.
func (s *sim) handles(r *rand.Rand, u *unit, st order.State, slow bool) string {
	if !slow {
		if st.Relaying() && st.Answerable() && len(st.Contacts) == 0 {
			return ""
		}
		return "SubmitReply"
	}
	age := s.now.Sub(st.ReceivedAt)
	switch {
	case u.temper == pingPong && !st.ReturnRefusedAt.IsZero() && !st.ReturnDisputed && chance(r, 40):
		return "ObjectReturn"
	case st.Appeals() > 1 && chance(r, 6):
		return "" // the principal's application, by the probers
	case chance(r, 5):
		return one(r, []string{"AskExtension", "AskCo", "AskStatute", "AskReclass", "CallOffice", "GiveSlip", "RecordProgress"})
	case age > 6*24*time.Hour && st.Extension == nil && chance(r, 15):
		return "AskExtension"
	case age < 30*time.Hour:
		return ""
	case u.temper == prompt && chance(r, 60), chance(r, 25):
		return "SubmitReply"
	}
	return ""
}
