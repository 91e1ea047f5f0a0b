package desk

import (
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// panels lists what this reader may do now; what he owes comes first.
func (r *Reader) panels(st order.State, rel access.Relation, p policy.Policy, now time.Time) []Panel {
	var out []Panel
	k := r.actor.Post.Kind
	owes := map[order.Act]bool{}
	for _, d := range order.Duties(st) {
		if d.Post == r.actor.Post.ID || d.Post.UnitOf() == r.actor.Post.Unit && d.Post.KindOf() == k {
			owes[d.Act] = true
		}
	}
	add := func(act, title string, article string, p access.Permission, now bool) {
		if access.May(k, p) {
			out = append(out, Panel{Act: act, Title: title, Article: article, Now: now})
		}
	}
	unitSide := rel == access.Handler || rel == access.Unit
	switch st.Status {
	case order.Registered:
		add("dispose", "处置", "第十条", access.Intake, true)
		if k == org.OfficeHead && st.Matter.Appeals() > 0 {
			add("explain", "解释办结", "第十条（四）", access.Heading, false)
		}
		add("link", "关联以前的诉求", "第十条（四）", access.Intake, false)
	case order.PendingDispatch:
		if st.Level != policy.ByOfficeHead || k == org.OfficeHead {
			add("dispatch", "转办", "第十条（三）", access.Dispatching, true)
		}
		if st.Outer {
			add("send_up", "退回上级", "第十条（三）", access.SendingUp, false)
		}
	case order.ReturnReview:
		add("decide_return", "审核退回申请", "第十六条", access.Dispatching, true)
	case order.Coordination:
		add("designate", "会商指定", "第二十一条（三）", access.Heading, true)
	}
	if unitSide {
		switch st.Status {
		case order.Dispatched:
			add("sign_for", "签收", "第十四条", access.UnitWork, true)
		case order.UnitAssigning:
			if k == org.UnitPrincipal || k == org.UnitHandler || k == org.UnitDeputy {
				add("assign", "签批分办", "第十七条", access.UnitSign, k == org.UnitPrincipal)
			}
		case order.InProgress:
			add("reply", "报送办理结果", "第二十四条", access.UnitHandle, owes[order.ActReply])
		case order.UnitSigning:
			add("sign_reply", "签字盖章", "第二十四条", access.UnitSign, k == org.UnitPrincipal)
			if k == org.UnitPrincipal || k == org.UnitDeputy {
				add("send_back_reply", "退回修改", "第二十四条", access.UnitSign, false)
			}
		case order.Visiting:
			if !st.UnitVisit {
				add("unit_visit", "登记单位回访", "第二十五条", access.UnitHandle, true)
			}
		}
		if k != org.UnitDuty && order.MayReturn(st, p, now) {
			add("ask_return", "申请退回", "第十六条", access.UnitHandle, false)
		}
		if k != org.UnitDuty && order.MayObject(st, p, now) {
			add("object_return", "对退回审核提出异议", "第二十一条（三）", access.UnitHandle, false)
		}
		if (st.Status.AtUnit() || st.Status == order.ReturnReview) && st.Reachable() {
			add("contact", "登记联系", "第十五条", access.UnitHandle, owes[order.ActContact] && st.Status != order.Dispatched)
		}
		if st.Status == order.InProgress || st.Status == order.UnitAssigning {
			add("progress", "反馈进展", "第十八条", access.UnitHandle, false)
			add("ask_extension", "申请延期", "第十九条", access.Extending, false)
		}
	}
	switch st.Status {
	case order.Submitted:
		add("review", "审核办理结果", "第二十四条", access.Reviewing, true)
	case order.ToFeedback:
		add("feedback", "反馈", "第二十四条", access.FeedingBack, k == org.Visitor)
	case order.Visiting:
		add("visit", "回访", "第二十五条", access.VisitingOut, k == org.Visitor)
	case order.Closed:
		add("archive", "归档", "第六条（三）", access.Dispatching, false)
	}
	for _, c := range st.OpenChains() {
		for _, i := range c.Open() {
			step := c.Steps[i]
			p := Panel{Chain: c, Step: i, Article: step.Basis.String()}
			switch {
			case step.Pending != nil && access.May(k, access.Clerking):
				p.Act, p.Title, p.Now = "confirm_paper", "核对"+step.Label+"的纸质签批", r.actor.Account != step.Pending.RecordedBy
			case step.Pending == nil && step.Post == r.actor.Post.ID && st.Extension != nil && c.ID == st.Extension.Chain.ID:
				p.Act, p.Title, p.Now = "decide_extension", "审批延期申请", true
			case step.Pending == nil && step.Post == r.actor.Post.ID:
				p.Act, p.Title, p.Now = "sign_step", step.Label+"签批", true
			case step.Pending == nil && access.May(k, access.Clerking):
				p.Act, p.Title = "record_paper", "登记"+step.Label+"的纸质签批"
			default:
				continue
			}
			out = append(out, p)
		}
	}
	if !st.Status.Done() {
		if st.Status.AtUnit() {
			if st.Extension != nil {
				add("record_consent", "登记上级同意延期", "第十九条", access.Reviewing, false)
			}
			if st.TellExtension && (k.Desk() || st.Request.Secrecy != order.Secret) {
				add("tell_extension", "告知诉求人延期", "第十九条", access.Telling, owes[order.ActTellExtend])
			}
			add("recall", "撤回改派", "第六条（三）", access.Dispatching, false)
			if st.RefusalAsk == nil && !st.Outer {
				add("ask_refusal", "转不予受理", "第八条", access.Reviewing, false)
			}
		}
		add("urge", "催办", "第二十一条", access.Desking, false)
		add("correct", "更正", "第九条", access.Correcting, false)
		if !st.Outer {
			add("withdraw", "诉求人撤回", "第九条", access.Desking, false)
		}
		if st.Lead != "" && st.Status != order.ToFeedback && st.Status != order.Visiting {
			add("change_deputy", "变更分管领导", "第二十四条", access.Heading, false)
		}
	}
	slices.SortStableFunc(out, func(a, b Panel) int {
		switch {
		case a.Now == b.Now:
			return 0
		case a.Now:
			return -1
		}
		return 1
	})
	return out
}
