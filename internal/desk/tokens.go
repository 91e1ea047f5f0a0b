package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/store"
)

// Token is a token of the JSON interface as it may be shown: never the token itself.
type Token struct {
	ID       string
	Login    string
	Post     org.PostID
	Label    string
	ReadOnly bool
	Created  time.Time
	Expires  time.Time
	Revoked  time.Time
	LastUse  time.Time
}

// Limits of a token's life.
const (
	TokenDays    = 365
	tokenPrefix  = "hy_"
	tokenBytes   = 32
	useNotedEach = time.Minute
)

// tokenEvent puts the making or the end of a token on record.
type tokenEvent struct {
	Token    string        `json:"token"`
	Account  org.AccountID `json:"account"`
	Post     org.PostID    `json:"post"`
	ReadOnly bool          `json:"read_only,omitempty"`
	Expires  time.Time     `json:"expires"`
	At       time.Time     `json:"at"`
}

// NewToken makes a token for an account in one of its posts and returns it; it can never be read again. by is who makes it, the zero Actor on the
// command line. days is how long it holds, 1 to TokenDays. Errors are *Invalid in Chinese.
func (s *Service) NewToken(ctx context.Context, by org.Actor, login string, post org.PostID, label string, readOnly bool, days int) (string, Token, error) {
	a, err := s.store.AccountByLogin(ctx, strings.TrimSpace(login))
	if errors.Is(err, store.ErrNone) {
		return "", Token{}, invalid("login", "没有登录名为“%s”的账号，请先用 huiyin user add 建立。", login)
	}
	if err != nil {
		return "", Token{}, fmt.Errorf("read account: %w", err)
	}
	switch {
	case a.Disabled:
		return "", Token{}, invalid("login", "账号“%s”已停用，不能发令牌。", login)
	case post == "":
		return "", Token{}, invalid("post", "没有指定岗位：令牌只代表账号的一个岗位，例如 --post hotline/dispatcher。")
	case days < 1 || days > TokenDays:
		return "", Token{}, invalid("days", "有效期应为1到%d天，现为%d天。", TokenDays, days)
	case utf8.RuneCountInString(label) > 60:
		return "", Token{}, invalid("label", "用途不能超过60个字。")
	}
	if _, _, err := s.ActorOf(ctx, a.ID, post); err != nil {
		if errors.Is(err, ErrForbidden) {
			return "", Token{}, invalid("post", "账号“%s”没有岗位“%s”，请核对。", login, post)
		}
		return "", Token{}, err
	}
	raw := make([]byte, tokenBytes)
	if _, err := rand.Read(raw); err != nil {
		return "", Token{}, fmt.Errorf("make token: %w", err)
	}
	secret := tokenPrefix + base64.RawURLEncoding.EncodeToString(raw)
	now := s.now()
	t := store.APIToken{ID: s.newID(), Account: a.ID, Post: post, Label: label, ReadOnly: readOnly, Created: now, Expires: now.AddDate(0, 0, days)}
	if err := s.recordToken(ctx, by, "token_made", t, store.NewAPIToken(t, hashToken(secret))); err != nil {
		return "", Token{}, err
	}
	return secret, tokenView(t, a.Login), nil
}

// recordToken writes a change of a token and its record in one append.
func (s *Service) recordToken(ctx context.Context, by org.Actor, kind string, t store.APIToken, row store.Exec) error {
	body, err := json.Marshal(tokenEvent{Token: t.ID, Account: t.Account, Post: t.Post, ReadOnly: t.ReadOnly, Expires: t.Expires, At: s.now()})
	if err != nil {
		return fmt.Errorf("encode token: %w", err)
	}
	_, err = s.append(ctx, by, store.Append{Rows: []store.Exec{row},
		Writes: []store.StreamWrite{{Stream: accessStream, Expect: -1, Events: []store.NewEvent{{Kind: kind, V: 1, Body: body}}}}})
	if err != nil {
		return fmt.Errorf("record token: %w", err)
	}
	return nil
}

// hashToken is what the archive keeps of a token: with 256 random bits behind it a plain hash is enough.
func hashToken(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(h[:])
}

func tokenView(t store.APIToken, login string) Token {
	return Token{ID: t.ID, Login: login, Post: t.Post, Label: t.Label, ReadOnly: t.ReadOnly, Created: t.Created, Expires: t.Expires, Revoked: t.Revoked, LastUse: t.LastUse}
}

// Tokens lists all tokens, those that have ended too, the oldest first.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) {
	all, err := s.store.APITokens(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	logins := map[org.AccountID]string{}
	for _, a := range accounts {
		logins[a.ID] = a.Login
	}
	var out []Token
	for _, t := range all {
		out = append(out, tokenView(t, logins[t.Account]))
	}
	return out, nil
}

// RevokeToken ends a token by its id; the next request with it is refused.
func (s *Service) RevokeToken(ctx context.Context, by org.Actor, id string) error {
	all, err := s.store.APITokens(ctx)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.ID != id {
			continue
		}
		if !t.Revoked.IsZero() {
			return nil
		}
		return s.recordToken(ctx, by, "token_revoked", t, store.RevokeAPIToken(id, s.now()))
	}
	return invalid("id", "没有编号为“%s”的令牌，请用 huiyin token list 核对。", id)
}

// ActorByToken is who a token stands for. A token that is unknown, ended, expired, or whose account or post is gone, is ErrForbidden: one answer for
// all, and at the next request. The last use is noted once a minute.
func (s *Service) ActorByToken(ctx context.Context, secret string) (org.Actor, Account, Token, error) {
	if !strings.HasPrefix(secret, tokenPrefix) || len(secret) > 100 {
		return org.Actor{}, Account{}, Token{}, ErrForbidden
	}
	t, err := s.store.APIToken(ctx, hashToken(secret))
	if errors.Is(err, store.ErrNone) {
		return org.Actor{}, Account{}, Token{}, ErrForbidden
	}
	if err != nil {
		return org.Actor{}, Account{}, Token{}, fmt.Errorf("read token: %w", err)
	}
	now := s.now()
	if !t.Revoked.IsZero() || !now.Before(t.Expires) {
		return org.Actor{}, Account{}, Token{}, ErrForbidden
	}
	actor, account, err := s.ActorOf(ctx, t.Account, t.Post)
	if err != nil {
		return org.Actor{}, Account{}, Token{}, err
	}
	if now.Sub(t.LastUse) >= useNotedEach {
		if err := s.store.UsedAPIToken(ctx, t.ID, now); err != nil {
			return org.Actor{}, Account{}, Token{}, err
		}
	}
	return actor, account, tokenView(t, account.Login), nil
}
