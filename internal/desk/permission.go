package desk

import (
	"huiyin/internal/access"
	"huiyin/internal/order"
)

// permissions says which permission each command needs.
func permission(c order.Command) access.Permission {
	switch c.(type) {
	case order.Register, order.AnswerDirectly, order.TransferByPhone, order.TransferEmergency, order.CloseLogged, order.Refuse, order.SubmitForDispatch, order.LinkMatter, order.Explain, order.DeclineLink, order.Merge, order.Join, order.TakeMember, order.Claim:
		return access.Intake
	case order.Split, order.LoseMember, order.MoveMember:
		return access.Dispatching
	case order.ShareResult, order.Supplement:
		return "" // the program's and the caller's own
	case order.Urge, order.Withdraw:
		return access.Desking
	case order.Correct:
		return access.Correcting
	case order.SendUp:
		return access.SendingUp
	case order.Dispatch, order.Recall, order.Archive, order.DecideReturn:
		return access.Dispatching
	case order.MarkBackfilled:
		return access.FeedingBack
	case order.UpdateOuter:
		return access.Dispatching
	case order.Designate, order.ChangeDeputy, order.TakeOver:
		return access.Heading
	case order.SwitchKey:
		return access.Heading
	case order.Instruct:
		return access.Instructing
	case order.SignStep:
		return access.Signing
	case order.RecordPaper, order.ConfirmPaper:
		return access.Clerking
	case order.SignFor:
		return access.UnitWork
	case order.RecordContact, order.RecordProgress, order.SubmitReply, order.RecordUnitVisit, order.AskReturn, order.ObjectReturn:
		return access.UnitHandle
	case order.AssignInUnit, order.SignReply, order.SendBackReply:
		return access.UnitSign
	case order.SignCo:
		return access.UnitWork
	case order.ObjectCo, order.ReportCo, order.SettleCo, order.CallOffice:
		return access.UnitHandle
	case order.AskCo, order.UrgeCo, order.WithdrawCo:
		return access.Helping
	case order.DecideCo:
		return access.Dispatching
	case order.AnswerCall:
		return access.Coordinating
	case order.AskExtension:
		return access.Extending
	case order.TellExtension:
		return access.Telling
	case order.GiveSlip, order.RevokeSlip:
		return access.Slipping
	case order.AskTermination, order.WithdrawTermination:
		return access.Ending
	case order.Recheck:
		return access.Supervising
	case order.AskExemption:
		return access.Exempting
	case order.DecideExemption:
		return access.Heading
	case order.AskReclass:
		return access.Extending
	case order.AskStatute:
		return access.Statuting
	case order.DecideReclass:
		return access.Reviewing
	case order.PhoneUnit:
		return access.Desking
	case order.ReviewTermination, order.SubmitTermination:
		return access.EndReviewing
	case order.RecordCancellation:
		return access.Cancelling
	case order.PassReply, order.RejectReply, order.AskRefusal, order.DecideExtension, order.RecordConsent:
		return access.Reviewing
	case order.GiveFeedback:
		return access.FeedingBack
	case order.RecordVisit:
		return access.VisitingOut
	case order.AdoptCalendar:
		return "" // the program's, after two persons have agreed
	case order.Succeed:
		return "" // nobody's: the program's, on its day
	case order.LiftRecusal:
		return access.Heading
	case order.AskRelay:
		return access.UnitHandle
	case order.RecordRelay:
		return access.Relaying
	case order.AskSight:
		return access.Looking
	case order.DecideSight:
		return access.Consenting
	case order.Attach:
		return access.Reading
	}
	return ""
}

// permitted reports whether the post may give these commands at all.
func permitted(a Ask) bool {
	if a.Actor.System() {
		return true
	}
	for _, c := range a.Commands {
		if !access.May(a.Actor.Post.Kind, permission(c)) {
			return false
		}
	}
	return true
}
