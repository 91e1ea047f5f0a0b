package web

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"huiyin/internal/web/parts"
)

// The widths at which a sample is looked at, in CSS pixels.
const (
	Phone   = 390  // × 844
	Laptop  = 1366 // × 768, the office's screens
	Desktop = 1920 // × 1080
)

// Sample is one page in one state, filled with sample values: a line of the gallery and a case of its test.
type Sample struct {
	Group  string // 工单, 登记 …: heading of the index
	Name   string // unique, made of a-z, 0-9 and '-': address in the gallery, name of the screenshot
	Title  string // 工单页
	State  string // 正常, 空, 有错, 冲突, 长文字, 已显示号码, 无权限 …
	Route  string // pattern of the route that shows such a page: GET /orders/{id}; empty for a part or an error
	Widths []int  // Laptop and Desktop where empty; a page for the phone adds Phone
	Page   Page
	// Frame puts the page into its shell; nil for a page that brings its own document.
	Frame func(Head, templ.Component) templ.Component
}

// Sizes is where the sample is looked at.
func (s Sample) Sizes() []int {
	if len(s.Widths) == 0 {
		return []int{Laptop, Desktop}
	}
	return s.Widths
}

// At sets the widths.
func (s Sample) At(widths ...int) Sample { s.Widths = widths; return s }

// Status is what the page answers.
func (s Sample) Status() int {
	if s.Page.status == 0 {
		return http.StatusOK
	}
	return s.Page.status
}

// Render writes the whole document in a look.
func (s Sample) Render(ctx context.Context, w io.Writer, look parts.Look) error {
	body := s.Page.body
	if body == nil {
		return errors.New("sample " + s.Name + ": shows nothing")
	}
	if !s.Page.whole {
		if s.Frame == nil {
			return errors.New("sample " + s.Name + ": has no frame")
		}
		body = s.Frame(s.Page.Head, body)
	}
	return body.Render(parts.WithLook(ctx, look), w)
}
