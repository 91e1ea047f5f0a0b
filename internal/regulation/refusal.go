package regulation

import "fmt"

// Refusal is the answer of a rule that says no. It is a value: a page cites it, an interface returns it, a scenario names it.
type Refusal struct {
	Article Clause // the article that forbids it
	Code    string // stable snake_case name of the rule, for tests and interfaces
	Reason  string // Chinese: what is wrong and what to do next; never holds private text
	Field   string // the field to mend, where one field is at fault
	State   bool   // the order is in the wrong state for the command (409), not the content at fault (422)
}

// Refuse makes a refusal of content. The reason is a Chinese format string.
func Refuse(a Clause, code, reason string, args ...any) *Refusal {
	return &Refusal{Article: a, Code: code, Reason: fmt.Sprintf(reason, args...)}
}

// RefuseField is Refuse about one field of a form.
func RefuseField(a Clause, code, field, reason string, args ...any) *Refusal {
	return &Refusal{Article: a, Code: code, Field: field, Reason: fmt.Sprintf(reason, args...)}
}

// RefuseState is a refusal because of the state that the order is in.
func RefuseState(a Clause, code, reason string, args ...any) *Refusal {
	return &Refusal{Article: a, Code: code, Reason: fmt.Sprintf(reason, args...), State: true}
}

// Error prints the reason with its article.
func (r *Refusal) Error() string { return r.Reason + "（" + r.Article.String() + "）" }
