package office

import (
	"strings"
	"time"

	"huiyin/internal/org"
)

// Behaviour says how a caller disturbs the hotline, in the words of Art. 13.
type Behaviour string

// The behaviours, in the order of the form.
const (
	Occupying   Behaviour = "occupying"   // 无正当理由反复使用、长时间占用
	Harassing   Behaviour = "harassing"   // 骚扰
	Insulting   Behaviour = "insulting"   // 侮辱
	Threatening Behaviour = "threatening" // 威胁
	Disturbing  Behaviour = "disturbing"  // 扰乱正常工作秩序
)

// Behaviours lists them.
func Behaviours() []Behaviour {
	return []Behaviour{Occupying, Harassing, Insulting, Threatening, Disturbing}
}

// Name is the Chinese name, "" for none of them.
func (b Behaviour) Name() string {
	return map[Behaviour]string{Occupying: "反复、长时间占用", Harassing: "骚扰", Insulting: "侮辱", Threatening: "威胁", Disturbing: "扰乱工作秩序"}[b]
}

// AbuseOutcome is what the body that got the letter did.
type AbuseOutcome string

// The outcomes.
const (
	OutcomeEducated AbuseOutcome = "educated" // 批评教育、训诫
	OutcomePunished AbuseOutcome = "punished" // 依法处罚
	OutcomeHelped   AbuseOutcome = "helped"   // 转入救助、就医、帮扶
	OutcomeNone     AbuseOutcome = "none"     // 不构成，不作处理
)

// AbuseOutcomes lists them.
func AbuseOutcomes() []AbuseOutcome {
	return []AbuseOutcome{OutcomeEducated, OutcomePunished, OutcomeHelped, OutcomeNone}
}

// Name is the Chinese name, "" for none of them.
func (o AbuseOutcome) Name() string {
	return map[AbuseOutcome]string{OutcomeEducated: "批评教育", OutcomePunished: "依法处罚", OutcomeHelped: "转入救助、帮扶", OutcomeNone: "不构成，不作处理"}[o]
}

// AbuseEvidence is the pack: the orders that show it, how many calls there were, and when. What was said is sealed elsewhere.
type AbuseEvidence struct {
	Behaviour Behaviour `json:"behaviour"`
	Orders    []string  `json:"orders,omitempty"` // ids
	Calls     int       `json:"calls"`            // times, calls that became no order included
	First     string    `json:"first"`            // the first day, 2026-03-01
	Last      string    `json:"last"`
}

// The events of an abuse record's stream. None of them refuses a request: a caller under one is registered as anybody is (Art. 13).
type (
	// AbuseProposed opens it. Caller is the blind index of the number; the number itself and the facts are sealed under the caller's own key.
	AbuseProposed struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Unit     org.UnitID    `json:"unit"` // that proposes: the hotline office or a unit
		Caller   string        `json:"caller"`
		Number   Words         `json:"number"`
		Facts    Words         `json:"facts"`
		Evidence AbuseEvidence `json:"evidence"`
	}
	// AbuseWarned says that the caller was told to stop.
	AbuseWarned struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"` // who warned
		Unit    org.UnitID    `json:"unit"`
		When    time.Time     `json:"when"`
		Words   Words         `json:"words"`
	}
	// AbuseDecided is the word of the head of the hotline office. Approved, operators get a hint until a day, and the matter may be handed over.
	AbuseDecided struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Approved bool          `json:"approved"`
		Words    Words         `json:"words"`
		Until    time.Time     `json:"until,omitzero"` // the hint ends then
		Days     int           `json:"days,omitempty"` // by the rules in force
	}
	// AbuseHanded is the letter to the body that deals with it.
	AbuseHanded struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Number  string        `json:"number"` // 蒙热移〔2026〕1号
		To      org.UnitID    `json:"to"`
		Basis   string        `json:"basis"`
	}
	// AbuseReceived says that the body has the letter.
	AbuseReceived struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Day     string        `json:"day"`
		Words   Words         `json:"words"` // who signed for it, under which number
	}
	// AbuseResulted says what the body did.
	AbuseResulted struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Day     string        `json:"day"`
		Outcome AbuseOutcome  `json:"outcome"`
		Words   Words         `json:"words"`
	}
	// AbuseEnded ends the hint before its day.
	AbuseEnded struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Words   Words         `json:"words"`
	}
)

// AbuseStage says where a record stands.
type AbuseStage string

// The stages.
const (
	AbuseWaits   AbuseStage = "waits"   // 待审批
	AbuseRefused AbuseStage = "refused" // 未批准
	AbuseHints   AbuseStage = "hints"   // 提示中
	AbuseExpired AbuseStage = "expired" // 提示到期
	AbuseLifted  AbuseStage = "lifted"  // 提前解除
)

// Name is the Chinese name.
func (s AbuseStage) Name() string {
	return map[AbuseStage]string{AbuseWaits: "待审批", AbuseRefused: "未批准", AbuseHints: "提示中", AbuseExpired: "提示已到期", AbuseLifted: "已提前解除"}[s]
}

// Abuse is a record, folded from its stream.
type Abuse struct {
	ID       string
	Version  int64
	Proposed AbuseProposed
	Warnings []AbuseWarned
	Decided  *AbuseDecided
	Handed   *AbuseHanded
	Received *AbuseReceived
	Result   *AbuseResulted
	Ended    *AbuseEnded
}

// Evolve applies an event.
func (a Abuse) Evolve(e any) Abuse {
	switch e := e.(type) {
	case AbuseProposed:
		a.Proposed = e
	case AbuseWarned:
		a.Warnings = append(a.Warnings[:len(a.Warnings):len(a.Warnings)], e)
	case AbuseDecided:
		a.Decided = &e
	case AbuseHanded:
		a.Handed = &e
	case AbuseReceived:
		a.Received = &e
	case AbuseResulted:
		a.Result = &e
	case AbuseEnded:
		a.Ended = &e
	}
	return a
}

// Stage says where the record stands at an instant. The hint ends by itself: nobody has to think of it.
func (a Abuse) Stage(now time.Time) AbuseStage {
	switch {
	case a.Decided == nil:
		return AbuseWaits
	case !a.Decided.Approved:
		return AbuseRefused
	case a.Ended != nil:
		return AbuseLifted
	case now.Before(a.Decided.Until):
		return AbuseHints
	}
	return AbuseExpired
}

// HintUntil is when the hint ends or ended; zero where there never was one.
func (a Abuse) HintUntil() time.Time {
	switch {
	case a.Decided == nil || !a.Decided.Approved:
		return time.Time{}
	case a.Ended != nil:
		return a.Ended.At
	}
	return a.Decided.Until
}

// needsWarning reports whether the hand-over lacks a warning: a threat is handed over without one, since a person may be in danger.
func (a Abuse) needsWarning() bool {
	return len(a.Warnings) == 0 && a.Proposed.Evidence.Behaviour != Threatening
}

// MayHand reports whether the letter may go out.
func (a Abuse) MayHand() bool {
	return a.Decided != nil && a.Decided.Approved && a.Ended == nil && a.Handed == nil && !a.needsWarning()
}

// AbuseBasis is the basis that the letter names where nobody writes another; its writer adds the number of the law's article.
func AbuseBasis(b Behaviour) string {
	basis := []string{"《蒙城县县长热线管理暂行办法》第十三条"}
	if b != Occupying {
		basis = append(basis, "《中华人民共和国治安管理处罚法》关于侵犯人身权利、扰乱单位秩序行为的规定")
	}
	return strings.Join(basis, "；")
}
