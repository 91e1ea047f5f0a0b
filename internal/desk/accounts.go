package desk

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"huiyin/internal/auth"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

var loginForm = regexp.MustCompile(`^[a-z][a-z0-9._-]{2,31}$`)

// NewAccount adds an account with its posts. Errors are *Invalid in Chinese.
func (s *Service) NewAccount(ctx context.Context, login, title, password string, posts []org.PostID) (org.AccountID, error) {
	login = strings.TrimSpace(login)
	if !loginForm.MatchString(login) {
		return "", invalid("login", "登录名应为3到32位小写字母、数字，以字母开头，现为“%s”。", login)
	}
	if title == "" {
		return "", invalid("title", "没有填写显示名称，例如“话务员06”。")
	}
	if err := auth.Check(password, login); err != nil {
		return "", invalid("password", "%s", err.Error())
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return "", err
	}
	if len(posts) == 0 {
		return "", invalid("post", "没有指定岗位，例如 hotline/operator 或 cgj/handler。")
	}
	if r := office.CheckPosts(dir, posts); r != nil {
		return "", invalid("post", "%s", r.Reason)
	}
	hash, err := auth.Hash(password)
	if err != nil {
		return "", err
	}
	if _, err := s.store.AccountByLogin(ctx, login); !errors.Is(err, store.ErrNone) {
		if err != nil {
			return "", err
		}
		return "", invalid("login", "登录名“%s”已有人使用，请换一个。", login)
	}
	id := org.AccountID(s.newID())
	rows, events := []store.Exec{store.AccountRow(store.Account{ID: id, Login: login, Title: title, Hash: hash})}, []any(nil)
	for _, p := range posts {
		e := org.PostTaken{Account: id, Post: p, From: s.today()}
		rows, events = append(rows, store.TakePost(e)), append(events, e)
	}
	return id, s.change(ctx, org.Actor{}, rows, nil, events...)
}

func (s *Service) putAccount(ctx context.Context, a store.Account) (org.AccountID, error) {
	if err := s.store.PutAccount(ctx, a); err != nil {
		if errors.Is(err, store.ErrTaken) {
			return "", invalid("login", "登录名“%s”已有人使用，请换一个。", a.Login)
		}
		return "", err
	}
	return a.ID, nil
}

// PutDemoAccount adds an account with a hash made once for all demo accounts; nothing but the demo calls it.
func (s *Service) PutDemoAccount(ctx context.Context, login, title, hash string, posts []org.PostID) (org.AccountID, error) {
	return s.putAccount(ctx, store.Account{ID: org.AccountID(s.newID()), Login: login, Title: title, Hash: hash, Posts: posts})
}

// SetPassword changes a password; SetDisabled closes or opens an account. Both by login.
func (s *Service) SetPassword(ctx context.Context, login, password string) error {
	a, err := s.store.AccountByLogin(ctx, login)
	if errors.Is(err, store.ErrNone) {
		return invalid("login", "没有登录名为“%s”的账号。", login)
	}
	if err != nil {
		return err
	}
	if err := auth.Check(password, login); err != nil {
		return invalid("password", "%s", err.Error())
	}
	if a.Hash, err = auth.Hash(password); err != nil {
		return err
	}
	_, err = s.putAccount(ctx, a)
	return err
}

// SetDisabled closes or opens an account by its login.
func (s *Service) SetDisabled(ctx context.Context, login string, off bool) error {
	a, err := s.store.AccountByLogin(ctx, login)
	if errors.Is(err, store.ErrNone) {
		return invalid("login", "没有登录名为“%s”的账号。", login)
	}
	if err != nil {
		return err
	}
	return s.shutAccount(ctx, org.Actor{}, a, off)
}

// Accounts lists all accounts.
func (s *Service) Accounts(ctx context.Context) ([]Account, error) {
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, a := range all {
		out = append(out, s.accountView(dir, a))
	}
	return out, nil
}

func (s *Service) accountView(dir org.Directory, a store.Account) Account {
	v := Account{ID: a.ID, Login: a.Login, Title: a.Title, Off: a.Disabled}
	for _, p := range a.PostsOn(s.today()) {
		v.Posts = append(v.Posts, postOf(dir, p))
	}
	for _, d := range dir.Acting() {
		if d.To == a.ID {
			v.Acting = append(v.Acting, Acting{Post: postOf(dir, d.Post), Under: d.Authority(), Until: d.Until})
		}
	}
	return v
}

func postOf(dir org.Directory, p org.PostID) org.Post {
	post, ok := dir.Post(p)
	if !ok {
		post = org.Post{ID: p, Unit: p.UnitOf(), Kind: p.KindOf()}
	}
	return post
}

func (s *Service) accountTitles(ctx context.Context) (map[org.AccountID]string, error) {
	all, err := s.store.Accounts(ctx)
	return titlesOf(all), err
}

func titlesOf(all []store.Account) map[org.AccountID]string {
	out := make(map[org.AccountID]string, len(all))
	for _, a := range all {
		out[a.ID] = a.Title
	}
	return out
}

// wrongLogin is one answer for an unknown name, a wrong password and a closed account.
const wrongLogin = "登录名或密码不对，请核对后重试；忘记密码请联系县热线办。"

// LogIn checks a password and returns the account. The answer and its time are the same whether the account exists or not.
func (s *Service) LogIn(ctx context.Context, login, password string) (Account, error) {
	a, err := s.store.AccountByLogin(ctx, strings.TrimSpace(login))
	if err != nil && !errors.Is(err, store.ErrNone) {
		return Account{}, err
	}
	now := s.now()
	shut := now.Before(a.ShutUntil)
	hash := a.Hash
	if shut {
		hash = ""
	}
	ok := auth.Verify(hash, password)
	if shut {
		return Account{}, invalid("password", "连续输错%d次，账号暂停登录15分钟；请稍后再试，或联系县热线办。", auth.MaxFailures)
	}
	if !ok || a.Disabled {
		if a.ID != "" {
			n := a.Failures + 1
			if err := s.store.SetFailures(ctx, a.ID, n, auth.ShutUntil(n, now)); err != nil {
				return Account{}, err
			}
		}
		return Account{}, invalid("password", wrongLogin)
	}
	if a.Failures > 0 {
		if err := s.store.SetFailures(ctx, a.ID, 0, a.ShutUntil); err != nil {
			return Account{}, err
		}
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return Account{}, err
	}
	return s.accountView(dir, a), nil
}

// ActorOf is who an account acts as, in one of its posts; a change of posts or a closed account takes effect with the next request.
func (s *Service) ActorOf(ctx context.Context, id org.AccountID, post org.PostID) (org.Actor, Account, error) {
	a, err := s.store.AccountByID(ctx, id)
	if errors.Is(err, store.ErrNone) || err == nil && a.Disabled {
		return org.Actor{}, Account{}, ErrForbidden
	}
	if err != nil {
		return org.Actor{}, Account{}, fmt.Errorf("read account: %w", err)
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return org.Actor{}, Account{}, err
	}
	v := s.accountView(dir, a)
	var holds []org.PostID
	for _, x := range v.Posts {
		holds = append(holds, x.ID)
	}
	for _, p := range v.Posts {
		if p.ID == post || post == "" {
			return dir.Whole(org.Actor{Account: id, Post: p}, holds...), v, s.sawUnit(ctx, id, p)
		}
	}
	for _, x := range v.Acting {
		if x.Post.ID == post {
			return dir.Whole(org.Actor{Account: id, Post: x.Post, Under: x.Under}, holds...), v, s.sawUnit(ctx, id, x.Post)
		}
	}
	return org.Actor{}, Account{}, ErrForbidden
}

// OtherPosts are the posts of a person beside the one he acts in: one person in two posts signs once. They are his own; what he signs for another he signs
// under that other's paper.
func OtherPosts(a Account, acting org.PostID) []org.PostID {
	var out []org.PostID
	for _, p := range a.Posts {
		if p.ID != acting {
			out = append(out, p.ID)
		}
	}
	return out
}

// UnitStaff lists the accounts that hold a post in a unit, for choosing a handler.
func (r *Reader) UnitStaff(ctx context.Context, unit org.UnitID, kinds ...org.Kind) ([]Account, error) {
	all, err := r.s.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, a := range all {
		for _, p := range a.Posts {
			if p.Unit == unit && !a.Off {
				for _, k := range kinds {
					if p.Kind == k {
						out = append(out, a)
					}
				}
			}
		}
	}
	return out, nil
}
