package console

import (
	"context"
	"net/http"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/auth"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// meRoutes are 我的设置: a person's own password and PIN.
func (c *Console) meRoutes() []web.Route {
	const anybody = "any_staff"
	return []web.Route{{Method: "GET", Pattern: "/me", Permission: anybody, Handler: c.me},
		{Method: "POST", Pattern: "/me/password", Permission: anybody, Handler: c.changePassword},
		{Method: "POST", Pattern: "/me/pin", Permission: anybody, Handler: c.setPIN}}
}

// pinAt is where a session keeps when its PIN was entered rightly.
const pinAt = "pin_at"

// pinAsk is what a page of signatures shows of the PIN: nothing while the last one is fresh, a field, or the way to set one.
type pinAsk struct {
	desk.PINState
	Fresh bool
}

// pinOf says how it stands with the PIN of the session's person.
func (c *Console) pinOf(ctx context.Context, s session) (pinAsk, error) {
	st, err := c.desk.PIN(ctx, s.actor.Account)
	if err != nil {
		return pinAsk{}, err
	}
	return pinAsk{st, st.Set && c.pinFresh(ctx)}, nil
}

// pinFresh reports whether the session's PIN was entered within the last minutes.
func (c *Console) pinFresh(ctx context.Context) bool {
	last := c.sessions.GetInt64(ctx, pinAt)
	age := c.desk.Now().Sub(time.UnixMilli(last))
	return last > 0 && age >= 0 && age < auth.PINFresh
}

// confirmPIN is how a signature on screen is confirmed: by a PIN still fresh, or by what was typed. Nobody signs by his session alone (ADR 13).
// Errors: *desk.Invalid of pin, pin_again or password.
func (c *Console) confirmPIN(ctx context.Context, s session, typed desk.Proof) (approval.Confirmed, error) {
	if typed == (desk.Proof{}) {
		ask, err := c.pinOf(ctx, s)
		if err != nil {
			return "", err
		}
		if ask.Fresh {
			return approval.ByPIN, nil
		}
	}
	how, err := c.desk.Prove(ctx, s.actor, typed)
	if err == nil {
		c.sessions.Put(ctx, pinAt, c.desk.Now().UnixMilli())
	}
	return how, err
}

type meProps struct {
	who           session
	pin           pinAsk
	pinF, secretF *web.Form
}

func (c *Console) me(r *http.Request) (web.Page, error) { return c.showMe(r, nil, nil) }

func (c *Console) showMe(r *http.Request, pinF, secretF *web.Form) (web.Page, error) {
	s := who(r)
	ask, err := c.pinOf(r.Context(), s)
	if err != nil {
		return web.Page{}, err
	}
	p := meProps{who: s, pin: ask, pinF: pinF, secretF: secretF}
	if pinF == nil {
		p.pinF = web.NewForm()
	}
	if secretF == nil {
		p.secretF = web.NewForm()
	}
	page := web.Show("我的设置", meView(p)).In("me")
	if pinF != nil || secretF != nil {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) setPIN(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	password, pin, again := f.Secret("password", "登录密码"), f.Secret("pin", "签名密码"), f.Secret("pin_again", "签名密码")
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() && pin != again {
		f.Fail("pin_again", "两次填写的签名密码不一样，请重新填写")
	}
	if f.OK() {
		err := c.desk.SetPIN(r.Context(), who(r).actor, password, pin)
		if err == nil {
			c.sessions.Remove(r.Context(), pinAt)
			c.flash(r, "签名密码已设置，签批时使用")
			return web.Redirect("/me"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showMe(r, f, nil)
}

func (c *Console) changePassword(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	old, fresh, again := f.Secret("old", "原密码"), f.Secret("fresh", "新密码"), f.Secret("fresh_again", "新密码")
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() && fresh != again {
		f.Fail("fresh_again", "两次填写的新密码不一样，请重新填写")
	}
	if f.OK() {
		err := c.desk.ChangePassword(r.Context(), who(r).actor, old, fresh)
		if err == nil {
			if err := c.sessions.RenewToken(r.Context()); err != nil {
				return web.Page{}, err
			}
			c.flash(r, "登录密码已修改")
			return web.Redirect("/me"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showMe(r, nil, f)
}

// pinHint is said at the field of the PIN.
const pinHint = "6位数字，5分钟内连续签批只问一次"

// pinInputs are the fields that a form of signatures asks of its signer: nothing while the last PIN is fresh, the PIN, or, where none is set yet, what
// sets it. It is set on the same form, so nothing else that was typed is lost.
func pinInputs(a pinAsk) []parts.Input {
	switch {
	case a.Fresh:
		return nil
	case a.Set:
		return []parts.Input{{Bound: parts.Bind("pin", ""), Label: "签名密码", Hint: pinHint, Complete: "one-time-code", Mode: "numeric"}}
	}
	return []parts.Input{{Bound: parts.Bind("password", ""), Label: "登录密码", Hint: "首次签字，先设置签名密码", Complete: "current-password"},
		{Bound: parts.Bind("pin", ""), Label: "新的签名密码", Hint: newPINHint, Complete: "new-password", Mode: "numeric"},
		{Bound: parts.Bind("pin_again", ""), Label: "再填一次签名密码", Complete: "new-password", Mode: "numeric"}}
}

// newPINHint is said where a PIN is chosen.
const newPINHint = "6位数字，不用连号、重复、生日和门牌号"

// pinFields are these fields bound to a form, with what was wrong.
func pinFields(f *web.Form, a pinAsk) []parts.Input {
	out := pinInputs(a)
	for i := range out {
		out[i].Bound, out[i].Kind = f.Bind(out[i].Name), "password"
	}
	return out
}

// pinSpecs are the same fields in a form of specs.
func pinSpecs(ctx context.Context, c *Console, s session) []spec {
	ask, err := c.pinOf(ctx, s)
	if err != nil {
		return nil
	}
	var out []spec
	for _, x := range pinInputs(ask) {
		out = append(out, spec{kind: "pin", name: x.Name, label: x.Label, hint: x.Hint, mode: x.Mode, complete: x.Complete, half: true})
	}
	return out
}

// readProof reads what a signer typed, of the fields that the form sent.
func readProof(f *web.Form) desk.Proof {
	var p desk.Proof
	for _, x := range []struct {
		name, label string
		to          *string
	}{{"password", "登录密码", &p.Password}, {"pin", "签名密码", &p.PIN}, {"pin_again", "签名密码", &p.Again}} {
		if _, sent := f.All()[x.name]; sent {
			*x.to = f.Secret(x.name, x.label)
		}
	}
	return p
}

func pinState(a pinAsk) parts.NoteProps {
	switch {
	case a.Shut != "":
		return parts.NoteProps{Tone: parts.Red, Text: "签名密码连续输错，停用到" + a.Shut + "。凭登录密码重新设置后立即可用。"}
	case a.Set:
		return parts.NoteProps{Tone: parts.Green, Icon: parts.IconCheck, Text: "已设置。屏幕签批、签字时要填，5分钟内连续签批只问一次。"}
	}
	return parts.NoteProps{Tone: parts.Yellow, Text: "还没有设置。签批、签字前须设置，证明是本人签的。"}
}

// confirmSigner is how the act's signature on screen is confirmed: "" for acts that are none, and for a clerk who brings paper.
func (c *Console) confirmSigner(in input, act string) (approval.Confirmed, error) {
	switch act {
	case "sign_step", "decide_extension":
	case "assign", "sign_reply", "ask_termination":
		if in.s.actor.Post.Kind != org.UnitPrincipal {
			return "", nil
		}
	default:
		return "", nil
	}
	return c.confirmPIN(in.r.Context(), in.s, in.proof)
}
