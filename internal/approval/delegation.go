package approval

import (
	"slices"
	"strings"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Reaches says why an authority does not reach an act; the post's own holder needs none.
func Reaches(a org.Authority, act org.Scope, basis regulation.Clause) *regulation.Refusal {
	if a.Own() || a.Scope.Covers(act) {
		return nil
	}
	return regulation.RefuseState(basis, "beyond_authority", "授权文件（%s）只授权%s，这一步不在授权范围内，请由本岗位负责人办理或另行授权。", a.Document, a.Scope.Name())
}

// scopeOf is what a step signs. Steps of other articles (extension, refusal) are the whole post's.
func scopeOf(basis regulation.Clause) org.Scope {
	switch basis {
	case regulation.Art10_4:
		return org.ForDispatch
	case regulation.Art24:
		return org.ForResult
	}
	return org.WholePost
}

// Standing is what a delegation is judged by: the delegate's own posts, and who else acts in the post in those days.
type Standing struct {
	Today   org.Day
	By      org.AccountID    // who enters it
	Holders []org.AccountID  // who holds the post itself
	Posts   []org.PostID     // the delegate's own posts
	Others  []org.Delegation // of the same post, not yet over
	Unknown bool             // no such account, or a closed one
}

// single reports whether a post has one holder who signs: only such a post is delegated. Desk posts have several holders who stand in for each other.
func single(k org.Kind) bool {
	return k.Leader() || k == org.OfficeHead || k == org.UnitPrincipal || k == org.UnitDeputy
}

// related reports whether a delegate of this post is near enough to the one delegated: of the same unit, or both leaders of the county.
func related(p, own org.PostID) bool {
	if p.KindOf().Leader() {
		return own.KindOf().Leader()
	}
	return p.UnitOf() == own.UnitOf()
}

// CheckDelegation says why a delegation cannot be entered (AB角, Art. 5(2); domain.md §6.2): a dated paper with number, scan, days and scope; a delegate of
// the same unit; one delegate at a time; no chain of delegates.
func CheckDelegation(d org.Delegation, s Standing) *regulation.Refusal {
	a := regulation.Art5_2
	k := d.Post.KindOf()
	switch {
	case k.Administers():
		return regulation.RefuseField(a, "separate_duties", "post", "系统管理员、安全管理员、审计员三员分立，不能委托他人代行。")
	case !single(k):
		return regulation.RefuseField(a, "shared_post", "post", "只有负责人岗位才办授权；%s可由同岗位其他人员办理，或请系统管理员增加人员。", k.Name())
	case d.To == "" || s.Unknown:
		return regulation.RefuseField(a, "no_delegate", "to", "没有选择受托人，请从本单位人员中选择。")
	case slices.Contains(s.Holders, d.To):
		return regulation.RefuseField(a, "own_post", "to", "受托人本来就任这个岗位，不用授权。")
	case s.By == d.To:
		return regulation.RefuseField(a, "self_granted", "to", "受托人不能登记自己的授权，请由岗位负责人本人或另一位工作人员登记。")
	case d.Scope.Name() == "":
		return regulation.RefuseField(a, "no_scope", "scope", "没有选择授权范围。")
	case d.Presiding && d.Scope != org.WholePost:
		return regulation.RefuseField(a, "presiding_scope", "scope", "主持工作的，授权范围应为全部职责。")
	case strings.TrimSpace(d.Document) == "":
		return regulation.RefuseField(a, "no_document", "document", "没有填写授权文件的文号，例如“蒙城管〔2026〕3号”。")
	case d.Scan == "":
		return regulation.RefuseField(a, "no_scan", "scan", "授权须有书面文件，请上传扫描件或照片。")
	case d.From == "":
		return regulation.RefuseField(a, "no_from", "from", "没有填写起始日期。")
	case d.From < s.Today:
		return regulation.RefuseField(a, "past_from", "from", "起始日期早于今天；授权从登记之日起算，已签的不补授权。")
	case d.Until == "" && !d.Presiding:
		return regulation.RefuseField(a, "no_until", "until", "没有填写截止日期；不定期的只有主持工作。")
	case d.Until != "" && d.Until < d.From:
		return regulation.RefuseField(a, "until_before", "until", "截止日期早于起始日期，请核对。")
	}
	near := false
	for _, p := range s.Posts {
		if p.KindOf().Administers() {
			return regulation.RefuseField(a, "separate_duties", "to", "受托人是系统管理员、安全管理员或审计员，三员分立，不能代行业务岗位。")
		}
		near = near || related(d.Post, p)
	}
	if !near {
		return regulation.RefuseField(a, "stranger", "to", "受托人应是本单位人员（县领导之间可以互相委托），请重新选择。")
	}
	for _, o := range s.Others {
		if overlap(o, d) {
			return regulation.RefuseField(a, "overlap", "from", "这段时间已有授权（%s），请先收回或改日期。", o.Document)
		}
	}
	return nil
}

// overlap reports whether two delegations share a day.
func overlap(a, b org.Delegation) bool {
	end := a.Until
	if a.Ended != "" && (end == "" || a.Ended <= end) {
		if a.Ended <= b.From {
			return false
		}
	} else if end != "" && end < b.From {
		return false
	}
	return b.Until == "" || a.From <= b.Until
}

// CheckDelegate says whether a delegate's signature on paper may be recorded for step i: his paper reaches the step, he is not the applicant, and it is not he who
// records it.
func (c Chain) CheckDelegate(i int, a org.Authority, signer, clerk org.AccountID) *regulation.Refusal {
	if a.Own() {
		return nil
	}
	basis := c.Steps[i].Basis
	switch {
	case signer == c.Applicant:
		return regulation.Refuse(basis, "approver_is_applicant", "申请人不能受托签批自己的申请，请由同岗位的其他人签批。")
	case signer == clerk:
		return regulation.Refuse(basis, "registrar_is_signer", "您就是签批人，请直接在屏幕上签批，不用登记纸质件。")
	}
	return Reaches(a, scopeOf(basis), basis)
}
