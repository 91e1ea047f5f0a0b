package simulate

import (
	"math/rand/v2"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// planOffice: the desk's people look at their work lists several times a working day; the visit desk makes its calls.
func planOffice(s *sim) {
	r := s.rand("office")
	for _, clock := range []time.Duration{8*time.Hour + 20*time.Minute, 10*time.Hour + 40*time.Minute, 14*time.Hour + 50*time.Minute, 17 * time.Hour} {
		s.daily("office", clock, func(d calendar.Date) {
			if s.workday(d) {
				s.office(r)
			}
		})
	}
	s.daily("duty desk", 21*time.Hour, func(calendar.Date) {
		s.works(r, org.PostOf(org.HotlineOffice, org.Dispatcher), 20, s.dispatcher(r, true))
	})
}

func (s *sim) office(r *rand.Rand) {
	post := func(k org.Kind) org.PostID { return org.PostOf(org.HotlineOffice, k) }
	s.works(r, post(org.Operator), 60, func(row desk.Row, _ order.State) string {
		if row.ActCode == order.ActDispose {
			return "SubmitForDispatch"
		}
		return ""
	})
	s.works(r, post(org.Dispatcher), 60, s.dispatcher(r, false))
	s.works(r, post(org.Reviewer), 60, func(row desk.Row, st order.State) string {
		switch row.ActCode {
		case order.ActReview:
			if !s.calm && chance(r, 12) {
				return "RejectReply"
			}
			return "PassReply"
		case order.ActExtend:
			return "DecideExtension"
		case order.ActTermReview:
			return "ReviewTermination"
		case order.ActConfirmPaper:
			return "ConfirmPaper"
		case order.ActSignDispatch, order.ActSignResult, order.ActDecide, order.ActStatute:
			return "SignStep"
		}
		return ""
	})
	s.works(r, post(org.Visitor), 60, func(row desk.Row, st order.State) string {
		switch row.ActCode {
		case order.ActFeedback:
			return "GiveFeedback"
		case order.ActVisit:
			if s.now.Sub(st.FedBackAt) > 20*time.Hour || chance(r, 10) {
				return "RecordVisit"
			}
		case order.ActRelay:
			return "RecordRelay"
		case order.ActTellExtend:
			return "TellExtension"
		}
		return ""
	})
	s.works(r, post(org.OfficeHead), 60, func(row desk.Row, st order.State) string {
		switch row.ActCode {
		case order.ActDispatch:
			return "Dispatch"
		case order.ActDesignate:
			return "Designate"
		case order.ActExtend:
			return "DecideExtension"
		case order.ActTermBatch:
			return "SubmitTermination"
		case order.ActSight:
			return "DecideSight"
		case order.ActExempt:
			return "DecideExemption"
		case order.ActConfirmPaper:
			return "ConfirmPaper"
		case order.ActSignDispatch, order.ActSignResult, order.ActDecide, order.ActStatute, order.ActSignTerm:
			return "SignStep"
		}
		return ""
	})
}

// dispatcher is what a dispatcher does with each line of his list; by night only what is urgent.
func (s *sim) dispatcher(r *rand.Rand, night bool) func(desk.Row, order.State) string {
	return func(row desk.Row, st order.State) string {
		if night && st.Request.Urgency == order.Routine {
			return ""
		}
		switch row.ActCode {
		case order.ActDispose:
			return "SubmitForDispatch"
		case order.ActDispatch:
			// Several people about one event are handled once.
			if !s.calm && st.Merged == nil && chance(r, 4) {
				return "Merge"
			}
			return "Dispatch"
		case order.ActReturn:
			return "DecideReturn"
		case order.ActPhone:
			return "PhoneUnit"
		case order.ActReclass:
			return "DecideReclass"
		case order.ActCancel:
			return "RecordCancellation"
		case order.ActCoDecide:
			return "DecideCo"
		case order.ActCoUrge:
			return "UrgeCo"
		case order.ActCall:
			return "AnswerCall"
		case order.ActRelay:
			return ""
		case order.ActConfirmPaper:
			return "ConfirmPaper"
		}
		return ""
	}
}
