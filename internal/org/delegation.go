package org

// Day is a date of Beijing as the log writes it: 2026-03-02. Days compare as text; "" means open.
type Day string

// within reports whether a day lies in a span; both ends belong to it, an empty end is open.
func within(d, from, until Day) bool { return (from == "" || d >= from) && (until == "" || d <= until) }

// Scope is what a delegate may sign in the post (授权范围).
type Scope string

// The scopes.
const (
	WholePost   Scope = "all"      // 全部职责
	ForDispatch Scope = "dispatch" // 转办前的签批（第十条（四））
	ForAssign   Scope = "assign"   // 单位分办签批（第十七条）
	ForResult   Scope = "result"   // 办理结果签字、签批（第二十四条）
)

// Scopes lists them in the order of a form.
func Scopes() []Scope { return []Scope{WholePost, ForDispatch, ForAssign, ForResult} }

// Name is the Chinese name, "" for an unknown scope.
func (s Scope) Name() string {
	return map[Scope]string{WholePost: "全部职责", ForDispatch: "转办签批", ForAssign: "单位分办签批", ForResult: "办理结果签字签批"}[s]
}

// Covers reports whether the scope reaches an act.
func (s Scope) Covers(act Scope) bool { return s == WholePost || s == act }

// Authority is the dated paper under which a person acts in a post that is not his own. The zero Authority is the post's own holder.
type Authority struct {
	ID        string `json:"id,omitempty"` // of the delegation
	Presiding bool   `json:"presiding,omitempty"`
	Scope     Scope  `json:"scope,omitempty"`
	Document  string `json:"document,omitempty"` // 文号
}

// Own reports whether the post's own holder acts.
func (a Authority) Own() bool { return a.ID == "" }

// Words say under what he acts: 主持工作（蒙政办〔2026〕3号）.
func (a Authority) Words() string {
	if a.Own() {
		return ""
	}
	if a.Presiding {
		return "主持工作，" + a.Document
	}
	return "受托代签，" + a.Document
}

// Signed is the authority as a signature keeps it: nil for the post's own holder.
func (a Authority) Signed() *Authority {
	if a.Own() {
		return nil
	}
	return &a
}

// Delegation hands a post's acts to another person by a dated paper: AB角, or 主持工作 while the post stands empty or its holder is away
// (Art. 5(2); domain.md §6.2, §13.18). It names an account, never a person.
type Delegation struct {
	ID        string    `json:"id"`
	Post      PostID    `json:"post"`
	To        AccountID `json:"to"`
	Presiding bool      `json:"presiding,omitempty"`
	Scope     Scope     `json:"scope"`
	From      Day       `json:"from"`
	Until     Day       `json:"until"` // the last day; empty only for 主持工作, which lasts until it is taken back
	Document  string    `json:"document"`
	Scan      string    `json:"scan"`            // blob of the paper
	ScanType  string    `json:"scan_type"`       // its kind of file
	Ended     Day       `json:"ended,omitempty"` // the first day on which it no longer holds, where it was taken back
}

// Holds reports whether it is in force on a day.
func (d Delegation) Holds(on Day) bool {
	return within(on, d.From, d.Until) && (d.Ended == "" || on < d.Ended)
}

// Authority is what the delegate shows.
func (d Delegation) Authority() Authority {
	return Authority{ID: d.ID, Presiding: d.Presiding, Scope: d.Scope, Document: d.Document}
}
