package console

import (
	"fmt"
	"net/http"

	"huiyin/internal/desk"
	"huiyin/internal/web"
)

// A stack is what goes through paper: chosen, printed together, signed by hand, photographed and sorted back by the codes on its sheets. 呈批夹 and 盖章件
// are stacks; what they share stands here.

// stackProps is the page a stack is chosen and printed on.
type stackProps struct {
	title, sub string
	back       string // label of the way to what came back
	href       string // /folder; printing and the way back stand under it
	list       string // 待签批
	count      string // 3份
	empty      string
	emptyNext  string // what to do then
	field      string // name of the boxes
	columns    []string
	rows       []stackRow
	print      string
	hint       string
	f          *web.Form
}

// stackRow is one sheet to be.
type stackRow struct {
	value, label string
	light        desk.Light
	order        desk.OrderView
	cells        []string
}

// backLabel is the label of the way back, with how many photographs wait there.
func backLabel(word string, n int, wait string) string {
	if n == 0 {
		return word
	}
	return fmt.Sprintf("%s（%d张%s）", word, n, wait)
}

// photoTitle heads a photograph: which order it shows, where its code was read.
func photoTitle(i int, v *desk.OrderView) string {
	if v == nil {
		return fmt.Sprintf("第%d张　待选择", i+1)
	}
	return fmt.Sprintf("第%d张　%s　%s", i+1, v.Number, v.Title)
}

// takeStack takes the photographs of a stack, up to fifty at once, by take; done is where they are seen, again the page with what was wrong.
func (c *Console) takeStack(r *http.Request, take func([]desk.Upload) error, done string, again func(*web.Form) (web.Page, error)) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	all, err := photographs(f)
	if err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := take(all)
		if err == nil {
			c.flash(r, fmt.Sprintf("收到%d张照片，已按二维码归到各件", len(all)))
			return web.Redirect(done), nil
		}
		if !failPhotos(f, err) {
			return web.Page{}, err
		}
	}
	return again(f)
}

// printStack prints what was chosen: sheets makes them, again is the page with what was wrong.
func printStack(r *http.Request, field, label string, sheets func([]string) (web.Page, error), again func(*web.Form) (web.Page, error)) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	chosen := f.IDs(field, label)
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		page, err := sheets(chosen)
		if err == nil {
			return page, nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return again(f)
}
