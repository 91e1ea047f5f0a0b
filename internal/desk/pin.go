package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/auth"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// PINState is what a person may know of his own PIN (签名密码).
type PINState struct {
	Set  bool
	Shut string // until when it is shut, in words; empty: open
}

// PIN says whether a person has set a PIN and whether it is shut.
func (s *Service) PIN(ctx context.Context, id org.AccountID) (PINState, error) {
	p, err := s.store.PIN(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return PINState{}, nil
	}
	if err != nil {
		return PINState{}, fmt.Errorf("read pin: %w", err)
	}
	out := PINState{Set: true}
	if s.now().Before(p.ShutUntil) {
		out.Shut = clockTime(p.ShutUntil)
	}
	return out, nil
}

// secretChanged says on the access stream that a person changed his own password or PIN. It holds neither.
type secretChanged struct {
	Account org.AccountID `json:"account"`
	What    string        `json:"what"` // password, pin
	At      time.Time     `json:"at"`
}

func (s *Service) recordChange(ctx context.Context, who org.Actor, what string) error {
	body, err := json.Marshal(secretChanged{Account: who.Account, What: what, At: s.now()})
	if err != nil {
		return fmt.Errorf("encode change: %w", err)
	}
	_, err = s.append(ctx, who, store.Append{Writes: []store.StreamWrite{{Stream: accessStream, Expect: -1, Events: []store.NewEvent{{Kind: "secret_changed", V: 1, Body: body}}}}})
	if err != nil {
		return fmt.Errorf("record change: %w", err)
	}
	return nil
}

// own checks the password of the person himself before he changes a secret of his; failures count as at the log-in and shut the same door.
func (s *Service) own(ctx context.Context, who org.Actor, password string) (store.Account, error) {
	a, err := s.store.AccountByID(ctx, who.Account)
	if errors.Is(err, store.ErrNone) {
		return a, ErrForbidden
	}
	if err != nil {
		return a, fmt.Errorf("read account: %w", err)
	}
	_, err = s.LogIn(ctx, a.Login, password)
	var bad *Invalid
	if errors.As(err, &bad) && bad.Reason == wrongLogin {
		return a, invalid("password", "登录密码不对，请核对后重填；连续输错%d次，账号停用15分钟。", auth.MaxFailures)
	}
	return a, err
}

// SetPIN sets or changes the actor's own PIN after his password. Errors: *Invalid of password or pin.
func (s *Service) SetPIN(ctx context.Context, who org.Actor, password, pin string) error {
	if err := auth.CheckPIN(pin); err != nil {
		return invalid("pin", "%s", err.Error())
	}
	if _, err := s.own(ctx, who, password); err != nil {
		return err
	}
	hash, err := auth.Hash(pin)
	if err != nil {
		return err
	}
	if err := s.store.PutPIN(ctx, who.Account, hash); err != nil {
		return err
	}
	return s.recordChange(ctx, who, "pin")
}

// ChangePassword changes the actor's own password after the old one. Errors: *Invalid of old or fresh.
func (s *Service) ChangePassword(ctx context.Context, who org.Actor, old, fresh string) error {
	a, err := s.own(ctx, who, old)
	var bad *Invalid
	if errors.As(err, &bad) {
		return invalid("old", "%s", bad.Reason)
	}
	if err != nil {
		return err
	}
	if old == fresh {
		return invalid("fresh", "新密码和原密码一样，请另选一个。")
	}
	if err := auth.Check(fresh, a.Login); err != nil {
		return invalid("fresh", "%s", err.Error())
	}
	if a.Hash, err = auth.Hash(fresh); err != nil {
		return err
	}
	if _, err := s.putAccount(ctx, a); err != nil {
		return err
	}
	return s.recordChange(ctx, who, "password")
}

// CheckPIN checks the actor's PIN for a signature. The fifth wrong one in a row shuts it for 15 minutes; while it is shut the right one is refused
// too. Errors: *Invalid of pin. The try is counted before it is checked, so tries side by side are counted each.
func (s *Service) CheckPIN(ctx context.Context, who org.Actor, pin string) error {
	now := s.now()
	p, err := s.store.TryPIN(ctx, who.Account, auth.MaxFailures, now.Add(auth.ShutFor), now)
	if errors.Is(err, store.ErrNone) {
		auth.Verify("", pin)
		st, err := s.PIN(ctx, who.Account)
		if err != nil {
			return err
		}
		if !st.Set {
			return invalid("pin", noPIN)
		}
		return invalid("pin", "签名密码连续输错%d次，停用到%s；请到时再签，或改用纸质签批。", auth.MaxFailures, st.Shut)
	}
	if err != nil {
		return fmt.Errorf("try pin: %w", err)
	}
	if auth.Verify(p.Hash, pin) {
		return s.store.RightPIN(ctx, who.Account, p.Hash)
	}
	if now.Before(p.ShutUntil) {
		return invalid("pin", "签名密码连续输错%d次，停用到%s；请到时再签，或改用纸质签批。", auth.MaxFailures, clockTime(p.ShutUntil))
	}
	return invalid("pin", "%s", auth.PINLeft(p.Failures))
}

// noPIN is what a person is told who signs and has set no PIN yet.
const noPIN = "还没有设置签名密码，不能签字。请先到“我的设置”里凭登录密码设置。"

// Proof is what a signer types to show that it is he who signs: his PIN. Where he has none yet, the log-in password, typed afresh, and the PIN that he
// sets by it.
type Proof struct{ PIN, Password, Again string }

// Prove is the one way to a signature on screen (ADR 13): by the PIN, and where none is set, by setting it first. Nobody signs by a session alone.
// Errors: *Invalid of pin, pin_again or password.
func (s *Service) Prove(ctx context.Context, who org.Actor, p Proof) (approval.Confirmed, error) {
	st, err := s.PIN(ctx, who.Account)
	switch {
	case err != nil:
		return "", err
	case st.Set && p.PIN == "":
		return "", invalid("pin", "签字时要填签名密码。")
	case st.Set:
		err = s.CheckPIN(ctx, who, p.PIN)
	case p.Password == "":
		err = invalid("pin", noPIN)
	case p.PIN != p.Again:
		err = invalid("pin_again", "两次填写的签名密码不一样，请重新填写。")
	default:
		err = s.SetPIN(ctx, who, p.Password, p.PIN)
	}
	if err != nil {
		return "", err
	}
	return approval.ByPIN, nil
}

// PutDemoPIN gives a demo account a PIN by a hash made once; nothing but the demo calls it.
func (s *Service) PutDemoPIN(ctx context.Context, id org.AccountID, hash string) error {
	return s.store.PutPIN(ctx, id, hash)
}
