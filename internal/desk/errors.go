package desk

import (
	"errors"
	"fmt"
)

// The kinds of answers a caller must tell apart; rule answers are *regulation.Refusal.
var (
	// ErrNotFound is both "unknown" and "not yours": the two are never told apart.
	ErrNotFound = errors.New("没有这件工单，或者它不在您的范围内")
	// ErrForbidden is an act that the post may never do.
	ErrForbidden = errors.New("您现在的岗位不能办理这一步")
	// ErrUnknown is an outcome that is not known: the write may have happened. Ask again with the same key.
	ErrUnknown = errors.New("正在确认，请勿重复办理")
)

// Conflict says that somebody else changed the order since the page was shown. What lists what happened meanwhile, in Chinese.
type Conflict struct {
	Have, Shown int64
	What        []string
}

// Error tells the person what to do.
func (c *Conflict) Error() string {
	return fmt.Sprintf("您打开页面以后，这件工单已被他人办理（%d步），您填写的内容没有保存，请核对后再提交。", len(c.What))
}

// Invalid is a field of a form that cannot be read.
type Invalid struct {
	Field, Reason string
}

// Error is the reason.
func (i *Invalid) Error() string { return i.Reason }

func invalid(field, format string, args ...any) error {
	return &Invalid{Field: field, Reason: fmt.Sprintf(format, args...)}
}
