package portal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// The second half of a letter: photographs, secrecy and telephone, the check, the sending, the receipt.

func (p *Portal) showPhoto(r *http.Request, g page) (web.Page, error) {
	return p.show(r, g, "有照片吗", photoView), nil
}

func (p *Portal) savePhoto(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	g := page{v: viewOf(r), p: p.profile, token: r.PathValue("draft"), f: f}
	more := f.Text("more", "按钮", web.Optional()) != ""
	files := f.Files("files", "照片或文件", web.FileRule{Most: desk.LetterFiles})
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if g.l, err = p.desk.Letter(r.Context(), g.token); errors.Is(err, desk.ErrNotFound) {
		return p.gone(r, g)
	} else if err != nil {
		return web.Page{}, err
	}
	if f.OK() && len(files) > 0 {
		var ups []desk.Upload
		for _, h := range files {
			b, err := web.Open(h)
			if err != nil {
				return web.Page{}, err
			}
			ups = append(ups, desk.Upload{Name: h.Filename, Bytes: b})
		}
		g.l, err = p.desk.AddToLetter(r.Context(), g.token, ups)
		if !refused(f, err) && err != nil {
			return web.Page{}, err
		}
	}
	switch {
	case !f.OK():
		return p.show(r, g, "有照片吗", photoView).Again(), nil
	case more:
		return web.Redirect(g.at(desk.StepPhoto)), nil
	}
	return web.Redirect(g.at(desk.StepWho)), nil
}

// refused puts a field's fault of the desk into the form.
func refused(f *web.Form, err error) bool {
	var bad *desk.Invalid
	if errors.As(err, &bad) {
		f.Fail(bad.Field, bad.Reason)
		return true
	}
	return err != nil && f.Refuse(err)
}

func (p *Portal) dropPhoto(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	g := page{v: viewOf(r), token: r.PathValue("draft")}
	if _, err := p.desk.DropFromLetter(r.Context(), g.token, r.PathValue("file")); errors.Is(err, desk.ErrNotFound) {
		return p.gone(r, g)
	} else if err != nil {
		return web.Page{}, err
	}
	return web.Redirect(g.at(desk.StepPhoto)), nil
}

func (p *Portal) picture(r *http.Request) (web.Page, error) {
	x, b, err := p.desk.LetterPicture(r.Context(), r.PathValue("draft"), r.PathValue("file"))
	if err != nil {
		return web.Page{}, err
	}
	write := func(w io.Writer) error { _, err := io.Copy(w, bytes.NewReader(b)); return err }
	if strings.HasPrefix(x.MIME, "image/") {
		return web.Inline(x.Name, x.MIME, int64(len(b)), write), nil
	}
	return web.Download(x.Name, x.MIME, int64(len(b)), write), nil
}

func (p *Portal) showWho(r *http.Request, g page) (web.Page, error) {
	g.f.Set("secrecy", string(g.l.Secrecy))
	if g.l.Secrecy == "" {
		g.f.Set("secrecy", string(order.Ordinary))
	}
	g.f.Set("name", g.l.Name)
	g.f.Set("phone", g.l.Phone)
	return p.show(r, g, "您愿意让承办单位知道您是谁吗", whoView), nil
}

func (p *Portal) saveWho(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	secrecy := f.Text("secrecy", "保密选择", web.Optional())
	name := f.Text("name", "怎么称呼您", web.Optional(), web.AtMost(20))
	phone := f.Text("phone", "电话", web.Optional(), web.AtMost(40))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	g, out, ok, err := p.saved(r, f, func(l *desk.Letter) {
		l.Secrecy, l.Name, l.Phone = order.Secrecy(secrecy), name, phone
	})
	if !ok {
		return out, err
	}
	if g.faults(desk.StepWho) {
		return p.show(r, g, "您愿意让承办单位知道您是谁吗", whoView).Again(), nil
	}
	return web.Redirect(g.at(desk.StepCheck)), nil
}

func (p *Portal) showCheck(r *http.Request, g page) (web.Page, error) {
	if g.l.Public {
		g.f.Set("public", "1")
	}
	return p.checkPage(r, g)
}

func (p *Portal) checkPage(r *http.Request, g page) (web.Page, error) {
	towns, units, err := p.towns(r.Context())
	name := func(all []parts.Option, id string) string {
		for _, o := range all {
			if o.Value == id {
				return o.Label
			}
		}
		return ""
	}
	town, unit := name(towns, g.l.Town), name(units, g.l.PartyUnit)
	return p.show(r, g, "请核对，再寄出", func(g page) templ.Component { return checkView(g, town, unit) }), err
}

// send hands the letter in. What is missing leads back to its page with everything else kept; a letter that was sent gives its receipt.
func (p *Portal) send(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	public := f.Text("public", "公开", web.Optional()) != ""
	proof := f.Text("proof", "验证", web.Optional(), web.AtMost(64))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	g, out, ok, err := p.saved(r, f, func(l *desk.Letter) { l.Public = public && l.Secrecy != order.Anonymous })
	if !ok {
		return out, err
	}
	if faults := g.l.Faults(); len(faults) > 0 {
		for _, x := range faults {
			f.Fail("", fmt.Sprintf("%s（在“%s”里改）", x.Reason, stepName(x.At)))
		}
		out, err := p.checkPage(r, g)
		return out.Again(), err
	}
	if p.pressed() && !p.desk.Proved(g.token, proof) && !p.desk.Waited(g.l) {
		return p.askProof(r, g)
	}
	_, err = p.desk.SendLetter(r.Context(), g.token)
	if errors.Is(err, desk.ErrTooMany) {
		f.Fail("", fmt.Sprintf("这个电话今天已经写了%d封信。信都留着，明天可以再寄；着急的事请直接打 %s。", desk.LettersADay, p.profile.Phone))
	} else if !refused(f, err) && err != nil {
		return web.Page{}, err
	}
	if !f.OK() {
		out, err := p.checkPage(r, g)
		return out.Again(), err
	}
	return web.Redirect(g.at(desk.StepFinish)).SetCookie(&http.Cookie{Name: draftCookie, Path: "/", MaxAge: -1}), nil
}

// askProof shows the page to check with a riddle that the telephone solves by itself; whoever cannot waits a minute, or calls.
func (p *Portal) askProof(r *http.Request, g page) (web.Page, error) {
	var err error
	if g.l.Asked == 0 {
		at := p.desk.Now().Unix()
		if g.l, err = p.desk.ChangeLetter(r.Context(), g.token, func(l *desk.Letter) { l.Asked = at }); err != nil {
			return web.Page{}, err
		}
	}
	g.riddle = p.desk.ProofRiddle(g.token)
	out, err := p.checkPage(r, g)
	return out.Status(http.StatusServiceUnavailable), err
}

func stepName(s desk.Step) string {
	return map[desk.Step]string{desk.StepWhat: "类型", desk.StepSay: "事情和地点", desk.StepParty: "反映的人", desk.StepWho: "保密和电话"}[s]
}

func (p *Portal) done(r *http.Request) (web.Page, error) {
	g := page{v: viewOf(r), p: p.profile, token: r.PathValue("draft")}
	rec, err := p.desk.LetterReceipt(r.Context(), g.token)
	if errors.Is(err, desk.ErrNotFound) {
		// Not sent yet: there is still something to check.
		if _, err := p.desk.Letter(r.Context(), g.token); err == nil {
			return web.Redirect(g.at(desk.StepCheck)), nil
		}
	}
	if err != nil {
		return web.Page{}, err
	}
	square, size, err := desk.Square(p.profile.Base + "/q/" + rec.Link)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("已收到您的来信", doneView(g, rec, square, size)), nil
}

// code prints ten digits as people read them: 3-3-4.
func code(c string) string {
	if len(c) != 10 {
		return c
	}
	return c[:3] + " " + c[3:6] + " " + c[6:]
}
