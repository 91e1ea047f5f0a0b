// Package approval is the one mechanism of signing: a frozen chain of posts that sign one after another or side by side. Dispatch,
// results, refusals after dispatch (and later extension and termination) differ only in the chain that policy returns.
//
// A chain never changes its posts once asked. A step belongs to a post; whoever holds the post signs. The applicant never signs his own
// application, one person signs once though he holds two posts, and a signature on paper counts when a second person has confirmed the
// scan (domain.md §13.18). Start reading at Chain.
package approval

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Means says how a signature was given.
type Means string

// The means.
const (
	Screen Means = "screen" // 屏幕签批
	Paper  Means = "paper"  // 纸质签批，扫描登记
)

// Confirmed says what the signer did beyond being logged in, to show that it is he who signs.
type Confirmed string

// ByPIN is a PIN entered within the last minutes (签名密码); an empty Confirmed is a session alone, as before PINs were kept.
const ByPIN Confirmed = "pin"

// Signature is one given signature. Opinion is a reference to sealed text; Blob addresses the scan.
type Signature struct {
	Means       Means         `json:"means"`
	Account     org.AccountID `json:"account,omitempty"`      // the signer's account; empty on paper
	Post        org.PostID    `json:"post"`                   // the post that signs
	At          time.Time     `json:"at"`                     // when it was signed (on paper: the date on the sheet)
	Opinion     string        `json:"opinion,omitempty"`      // reference to the sealed words
	Digest      string        `json:"digest,omitempty"`       // keyed digest of the words
	Blob        string        `json:"blob,omitempty"`         // the scanned sheet; mandatory on paper
	RecordedBy  org.AccountID `json:"recorded_by,omitempty"`  // the clerk who recorded the paper
	ConfirmedBy org.AccountID `json:"confirmed_by,omitempty"` // the second person who compared scan and record
	Refuses     bool          `json:"refuses,omitempty"`      // 不同意
	Confirmed   Confirmed     `json:"confirmed,omitempty"`    // on screen: by the signer's PIN

	Under *org.Authority `json:"under,omitempty"` // the dated paper of a delegate, or of whoever presides over the post's work
}

// Step is one signature that the chain waits for. Steps of the same Stage are asked side by side.
type Step struct {
	Post    org.PostID        `json:"post"`
	Label   string            `json:"label"` // as the paper prints it: 分管热线工作的副县长
	Stage   int               `json:"stage"`
	Basis   regulation.Clause `json:"basis"`
	Done    *Signature        `json:"done,omitempty"`
	Pending *Signature        `json:"pending,omitempty"` // recorded from paper, not yet confirmed
	SameAs  int               `json:"same_as,omitempty"` // 1-based step whose signature counts here too (one person, two posts)
}

// Chain is a frozen list of steps.
type Chain struct {
	ID        string        `json:"id"`
	Applicant org.AccountID `json:"applicant,omitempty"`
	Steps     []Step        `json:"steps"`
	Refused   bool          `json:"refused,omitempty"`
}

// Empty reports a chain that nobody need sign.
func (c Chain) Empty() bool { return len(c.Steps) == 0 }

// Done reports whether every step is signed and none refused.
func (c Chain) Done() bool {
	if c.Refused {
		return false
	}
	for _, s := range c.Steps {
		if s.Done == nil {
			return false
		}
	}
	return true
}

// Open lists the steps (0-based) that may be signed now: those of the lowest stage not yet complete.
func (c Chain) Open() []int {
	if c.Refused {
		return nil
	}
	stage, open := 0, []int(nil)
	for i, s := range c.Steps {
		if s.Done != nil {
			continue
		}
		if open == nil || s.Stage < stage {
			stage, open = s.Stage, []int{i}
		} else if s.Stage == stage {
			open = append(open, i)
		}
	}
	return open
}

// OpenFor is the open step of a post, or -1.
func (c Chain) OpenFor(p org.PostID) int {
	for _, i := range c.Open() {
		if c.Steps[i].Post == p {
			return i
		}
	}
	return -1
}

// Basis is the article of the first open step, or of the first step.
func (c Chain) Basis() regulation.Clause {
	if open := c.Open(); len(open) > 0 {
		return c.Steps[open[0]].Basis
	}
	if len(c.Steps) > 0 {
		return c.Steps[0].Basis
	}
	return regulation.Art10_4
}

// CheckScreen says whether the actor may sign step i on screen now.
func (c Chain) CheckScreen(i int, a org.Actor) *regulation.Refusal {
	if r := c.checkOpen(i); r != nil {
		return r
	}
	s := c.Steps[i]
	if s.Post != a.Post.ID {
		return regulation.RefuseState(s.Basis, "not_the_signer", "这一步由%s签批，您的岗位不能代签。", s.Label)
	}
	if a.Account == c.Applicant {
		return regulation.Refuse(s.Basis, "approver_is_applicant", "申请人不能签批自己的申请，请由同岗位的其他人签批，或按主持工作的授权办理。")
	}
	if r := Reaches(a.Under, scopeOf(s.Basis), s.Basis); r != nil {
		return r
	}
	if s.Pending != nil {
		return regulation.RefuseState(s.Basis, "paper_waits", "%s的纸质签批已登记，等第二人核对；核对不符退回后方可在屏幕上签批。", s.Label)
	}
	return nil
}

// CheckPaper says whether the clerk may record a paper signature for step i.
func (c Chain) CheckPaper(i int, clerk org.Actor, s Signature, now time.Time) *regulation.Refusal {
	if r := c.checkOpen(i); r != nil {
		return r
	}
	step := c.Steps[i]
	switch {
	case step.Pending != nil:
		return regulation.RefuseState(step.Basis, "paper_waits", "%s的纸质签批已经登记，等第二人核对。", step.Label)
	case s.Blob == "":
		return regulation.RefuseField(step.Basis, "scan_missing", "scan", "登记纸质签批必须附扫描件，请上传签批页的扫描件或照片。")
	case s.At.IsZero() || s.At.After(now):
		return regulation.RefuseField(step.Basis, "paper_date", "signed_on", "签批日期没有填写或晚于今天，请按纸面日期填写。")
	case clerk.Account == c.Applicant:
		return regulation.Refuse(step.Basis, "registrar_is_applicant", "申请人不能登记自己申请的签批，请由另一位工作人员登记。")
	case clerk.Post.ID == step.Post:
		return regulation.Refuse(step.Basis, "registrar_is_signer", "您就是签批人，请直接在屏幕上签批，不用登记纸质件。")
	}
	return nil
}

// CheckConfirm says whether the second person may confirm the paper recorded for step i.
func (c Chain) CheckConfirm(i int, a org.Actor) *regulation.Refusal {
	if i < 0 || i >= len(c.Steps) || c.Steps[i].Pending == nil {
		return regulation.RefuseState(c.Basis(), "no_paper_waits", "没有等待核对的纸质签批，可能已由他人核对，请刷新页面。")
	}
	s := c.Steps[i]
	if a.Account == s.Pending.RecordedBy || a.Account == c.Applicant {
		return regulation.Refuse(s.Basis, "second_person", "纸质签批须由登记人和申请人以外的第二人核对，请转给另一位工作人员。")
	}
	return nil
}

func (c Chain) checkOpen(i int) *regulation.Refusal {
	if !slices.Contains(c.Open(), i) {
		return regulation.RefuseState(c.Basis(), "step_not_open", "这一步现在不能签批：前面的步骤没有完成，或已经签过，请刷新页面。")
	}
	return nil
}

// Record keeps a paper signature of step i until it is confirmed. The chain itself is not changed; a new one is returned.
func (c Chain) Record(i int, s Signature) Chain {
	c.Steps = slices.Clone(c.Steps)
	c.Steps[i].Pending = &s
	return c
}

// Reject drops the paper recorded for step i.
func (c Chain) Reject(i int) Chain {
	c.Steps = slices.Clone(c.Steps)
	c.Steps[i].Pending = nil
	return c
}

// Sign completes step i, and every other open step that waits for the same person (one person, two posts, signs once). A signature that
// refuses closes the chain.
func (c Chain) Sign(i int, s Signature) Chain {
	c.Steps = slices.Clone(c.Steps)
	c.Steps[i].Done, c.Steps[i].Pending = &s, nil
	if s.Refuses {
		c.Refused = true
	}
	return c
}

// Also completes steps that the signer of step i could sign as well, in posts listed: posts that he holds himself. A post in which he acts by another's
// paper is signed by an act of its own, under that paper.
func (c Chain) Also(i int, posts []org.PostID) Chain {
	c.Steps = slices.Clone(c.Steps)
	for j := range c.Steps {
		if j != i && c.Steps[j].Done == nil && slices.Contains(posts, c.Steps[j].Post) {
			s := *c.Steps[i].Done
			s.Post, s.Under = c.Steps[j].Post, nil // the other posts are his own, whatever paper he acts under here
			c.Steps[j].Done, c.Steps[j].SameAs = &s, i+1
		}
	}
	return c
}
