package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/auth"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// may says whether the actor may change the organisation; the program itself may.
func mayOrganise(who org.Actor) error {
	if !who.System() && !access.May(who.Post.Kind, access.Organising) {
		return ErrForbidden
	}
	return nil
}

// holdersOn counts who holds each post on a day.
func holdersOn(all []store.Account, day org.Day) map[org.PostID][]org.AccountID {
	out := map[org.PostID][]org.AccountID{}
	for _, a := range all {
		if a.Disabled {
			continue
		}
		for _, p := range a.PostsOn(day) {
			out[p] = append(out[p], a.ID)
		}
	}
	return out
}

func kindsHeld(h map[org.PostID][]org.AccountID, u org.UnitID) map[org.Kind]int {
	out := map[org.Kind]int{}
	for p, who := range h {
		if p.UnitOf() == u {
			out[p.KindOf()] += len(who)
		}
	}
	return out
}

// SaveUnit enters a unit, not yet active, or changes its names, telephone and group from a day on. Old orders keep the name of their time.
func (s *Service) SaveUnit(ctx context.Context, who org.Actor, u org.Unit, fresh bool, on org.Day, why, key string) error {
	if err := mayOrganise(who); err != nil {
		return err
	}
	ck := s.orgKey(who, "unit", key, u, fresh, on, why)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return err
	}
	u.Name, u.Short = strings.TrimSpace(u.Name), strings.TrimSpace(u.Short)
	if r := office.CheckUnit(dir, u, fresh, on, s.today()); r != nil {
		return r
	}
	if fresh {
		u.Pending = true
	} else {
		old, _ := dir.Unit(u.ID)
		u.Pending, u.Deputy, u.Parent, u.Place = old.Pending, old.Deputy, old.Parent, old.Place
		if u == old {
			return invalid("name", "没有改动，请改好再保存。")
		}
	}
	return s.changeOnce(ctx, who, ck, "", nil, nil, org.UnitChanged{On: on, Unit: u, Why: why})
}

// ActivateUnit lets orders be sent to a new unit: refused without its three posts filled (Art. 5(2)).
func (s *Service) ActivateUnit(ctx context.Context, who org.Actor, id org.UnitID, key string) error {
	if err := mayOrganise(who); err != nil {
		return err
	}
	ck := s.orgKey(who, "activate", key, id)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return err
	}
	u, ok := dir.Unit(id)
	if !ok {
		return ErrNotFound
	}
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return err
	}
	if r := office.CheckActivation(u, kindsHeld(holdersOn(all, s.today()), id)); r != nil {
		return r
	}
	u.Pending = false
	return s.changeOnce(ctx, who, ck, "", nil, nil, org.UnitChanged{On: s.today(), Unit: u, Why: "启用"})
}

// CloseUnit ends a unit that nobody carries on. It may not hold open orders: those go to a successor.
func (s *Service) CloseUnit(ctx context.Context, who org.Actor, id org.UnitID, on org.Day, why, key string) error {
	if err := mayOrganise(who); err != nil {
		return err
	}
	ck := s.orgKey(who, "close_unit", key, id, on, why)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return err
	}
	u, ok := dir.Unit(id)
	if !ok || u.Group == org.County {
		return ErrNotFound
	}
	open, err := s.store.OpenByUnit(ctx)
	if err != nil {
		return err
	}
	a := regulation.Art4
	switch {
	case u.Closed:
		return regulation.RefuseState(a, "closed", "%s已经撤销。", u.Name)
	case on == "" || on < s.today():
		return regulation.RefuseField(a, "past_day", "on", "生效日期没有填写或早于今天，请核对。")
	case strings.TrimSpace(why) == "":
		return regulation.RefuseField(a, "no_reason", "why", "没有填写撤销依据，例如机构调整文件的文号。")
	case open[id] > 0:
		return regulation.RefuseState(a, "open_orders", "%s还有%d件没有办结的工单，请指定承接单位（撤并），不能直接撤销。", u.Name, open[id])
	}
	u.Closed = true
	return s.changeOnce(ctx, who, ck, "", nil, nil, org.UnitChanged{On: on, Unit: u, Why: why})
}

// MapDeputy names the deputy in charge of a unit for a category, or its default; "" takes the mapping back. It warns nobody and blocks nothing (domain.md §13.19).
func (s *Service) MapDeputy(ctx context.Context, who org.Actor, unit org.UnitID, category string, deputy org.PostID, key string) error {
	if !access.May(who.Post.Kind, access.Heading) {
		return ErrForbidden
	}
	ck := s.orgKey(who, "deputy", key, unit, category, deputy)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return err
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	u, ok := dir.Unit(unit)
	if _, known := p.Category(category); category != "" && !known {
		return invalid("category", "没有这个分类，请重新选择。")
	}
	switch {
	case !ok || u.Group == org.County:
		return invalid("unit", "没有选择承办单位。")
	case deputy != "" && deputy.KindOf() != org.Deputy && deputy.KindOf() != org.HotlineDeputy:
		return regulation.RefuseField(regulation.Art24, "not_a_deputy", "deputy", "请选择一位副县长岗位。")
	}
	if _, ok := dir.Post(deputy); deputy != "" && !ok {
		return invalid("deputy", "没有这个岗位，请重新选择。")
	}
	return s.changeOnce(ctx, who, ck, "", nil, nil, org.DeputyMapped{On: s.today(), Unit: unit, Category: category, Deputy: deputy})
}

// accountEvent puts on record what was done to an account; it names nobody.
type accountEvent struct {
	Account org.AccountID `json:"account"`
	At      time.Time     `json:"at"`
}

func (s *Service) accountWrite(kind string, id org.AccountID) (store.StreamWrite, error) {
	body, err := json.Marshal(accountEvent{Account: id, At: s.now()})
	if err != nil {
		return store.StreamWrite{}, fmt.Errorf("encode account: %w", err)
	}
	return store.StreamWrite{Stream: accessStream, Expect: -1, Events: []store.NewEvent{{Kind: kind, V: 1, Body: body}}}, nil
}

// Person is somebody to be entered, with one post.
type Person struct {
	Login, Title string
	Post         org.PostID
	From         org.Day
}

// Entered is a person entered, with the password that he is told once.
type Entered struct {
	Login, Title, Post, Password string
	Waits                        bool // for the second person's confirmation
}

// letters of a first password: none that are taken for another.
const passwordLetters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"

// firstPassword is a password to be told once; auth's rules hold for it.
func firstPassword(login string) (string, error) {
	for range 20 {
		b := make([]byte, 12)
		if _, err := rand.Read(b); err != nil {
			return "", fmt.Errorf("make a password: %w", err)
		}
		for i := range b {
			b[i] = passwordLetters[int(b[i])%len(passwordLetters)]
		}
		p := string(b[:4]) + "-" + string(b[4:8]) + "-" + string(b[8:])
		if auth.Check(p, login) == nil {
			return p, nil
		}
	}
	return "", errors.New("make a password: twenty tries failed")
}

// earliestTenure is how far back an appointment may be dated.
const earliestTenure = 366 * 24 * time.Hour

func (s *Service) checkFrom(from org.Day) error {
	d, err := calendar.ParseDate(string(from))
	if err != nil {
		return invalid("from", "到任日期没有填写或不对，请写成 2026-03-02。")
	}
	if s.now().Sub(d.Midnight()) > earliestTenure {
		return invalid("from", "到任日期早于一年前，请核对。")
	}
	return nil
}

// AddPerson enters a person in a post from a day and answers the first password, which is told once.
func (s *Service) AddPerson(ctx context.Context, who org.Actor, p Person) (Entered, error) {
	if err := mayOrganise(who); err != nil {
		return Entered{}, err
	}
	out, err := s.addPeople(ctx, who, []Person{p})
	if err != nil {
		return Entered{}, err
	}
	return out[0], nil
}

// checkPerson refuses a person that cannot be entered; taken are the logins in use.
func (s *Service) checkPerson(dir org.Directory, p Person, taken map[string]bool) error {
	switch {
	case !loginForm.MatchString(p.Login):
		return invalid("login", "登录名应为3到32位小写字母、数字，以字母开头，现为“%s”。", p.Login)
	case taken[p.Login]:
		return invalid("login", "登录名“%s”已有人使用，请换一个。", p.Login)
	case strings.TrimSpace(p.Title) == "":
		return invalid("title", "没有填写姓名或显示名称。")
	}
	if r := office.CheckPosts(dir, []org.PostID{p.Post}); r != nil {
		return r
	}
	if u, _ := dir.Unit(p.Post.UnitOf()); u.Closed {
		return invalid("post", "%s已撤销，请选择承接单位。", u.Name)
	}
	return s.checkFrom(p.From)
}

// addPeople enters people who were checked, all in one write.
func (s *Service) addPeople(ctx context.Context, who org.Actor, people []Person) ([]Entered, error) {
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, err
	}
	taken, err := s.logins(ctx)
	if err != nil {
		return nil, err
	}
	var out []Entered
	w := store.Append{}
	house := store.StreamWrite{Stream: orgStream, Expect: -1}
	appoint, err := s.appointing(ctx, who)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		if err := s.checkPerson(dir, p, taken); err != nil {
			return nil, err
		}
		taken[p.Login] = true
		secret, err := firstPassword(p.Login)
		if err != nil {
			return nil, err
		}
		hash, err := auth.Hash(secret)
		if err != nil {
			return nil, err
		}
		id := org.AccountID(s.newID())
		made, err := s.accountWrite("account_made", id)
		if err != nil {
			return nil, err
		}
		e, rows := appoint.entered(org.PostTaken{Account: id, Post: p.Post, From: p.From})
		ev, err := store.OrgEvent(e)
		if err != nil {
			return nil, err
		}
		if len(w.Writes) == 0 {
			w.Writes = append(w.Writes, made)
		} else {
			w.Writes[0].Events = append(w.Writes[0].Events, made.Events...)
		}
		house.Events = append(house.Events, ev)
		w.Rows = append(append(w.Rows, store.AccountRow(store.Account{ID: id, Login: p.Login, Title: p.Title, Hash: hash})), rows...)
		out = append(out, Entered{Login: p.Login, Title: p.Title, Post: dir.Title(p.Post), Password: secret, Waits: len(rows) == 0})
	}
	w.Writes = append(w.Writes, house)
	if err := appoint.tell(&w); err != nil {
		return nil, err
	}
	if _, err := s.append(ctx, who, w); err != nil {
		return nil, s.known(err)
	}
	return out, nil
}

func (s *Service) logins(ctx context.Context) (map[string]bool, error) {
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, a := range all {
		out[a.Login] = true
	}
	return out, nil
}

// accountFor reads the account that somebody is about to change.
func (s *Service) accountFor(ctx context.Context, who org.Actor, id org.AccountID) (store.Account, error) {
	if err := mayOrganise(who); err != nil {
		return store.Account{}, err
	}
	a, err := s.store.AccountByID(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return a, ErrNotFound
	}
	return a, err
}

// TakePost lets a person hold a post from a day, once a second person has confirmed it (trust.md B3).
func (s *Service) TakePost(ctx context.Context, who org.Actor, id org.AccountID, post org.PostID, from org.Day, key string) error {
	a, err := s.accountFor(ctx, who, id)
	if err != nil {
		return err
	}
	ck := s.orgKey(who, "take_post", key, id, post, from)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	h, err := s.House(ctx)
	if err != nil {
		return err
	}
	dir := s.directoryOn(h, s.today())
	var have []org.PostID
	for _, p := range a.Posts {
		if d := a.Days[p]; d[1] == "" || d[1] >= from {
			have = append(have, p)
		}
	}
	if slices.Contains(have, post) {
		return invalid("post", "他已任这个岗位，不用重复登记。")
	}
	if r := office.CheckPosts(dir, append(have, post)); r != nil {
		return r
	}
	for _, d := range dir.Acting() {
		if d.To == id && post.KindOf().Administers() {
			return invalid("post", "他正受托代行%s，三员分立，不能再任管理岗位；请先收回授权。", dir.Title(d.Post))
		}
	}
	if u, _ := dir.Unit(post.UnitOf()); u.Closed {
		return invalid("post", "%s已撤销，请选择承接单位。", u.Name)
	}
	if err := s.checkFrom(from); err != nil {
		return err
	}
	for _, x := range h.Proposals() {
		if x.Account == id && x.Post == post {
			return invalid("post", "这个到任已经登记，正等第二人确认，不用重复登记。")
		}
	}
	return s.appoint(ctx, who, ck, org.PostTaken{Account: id, Post: post, From: from})
}

// LeavePost ends a person's time in a post; his last day may be today at the earliest or lie up to a year back. What he signed stays his. Pending steps wait for his
// successor: they belong to the post (domain.md §13.18).
func (s *Service) LeavePost(ctx context.Context, who org.Actor, id org.AccountID, post org.PostID, last org.Day, key string) error {
	a, err := s.accountFor(ctx, who, id)
	if err != nil {
		return err
	}
	ck := s.orgKey(who, "leave_post", key, id, post, last)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	d := a.Days[post]
	switch {
	case !slices.Contains(a.Posts, post) || d[1] != "" && d[1] < s.today():
		return invalid("post", "他不在这个岗位上，请刷新页面。")
	case last == "" || last < d[0]:
		return invalid("last", "离任日期没有填写或早于到任日期，请核对。")
	case id == who.Account:
		return invalid("post", "不能让自己离任，请由另一位系统管理员办理。")
	}
	if _, err := calendar.ParseDate(string(last)); err != nil {
		return invalid("last", "离任日期不对，请写成 2026-03-02。")
	}
	e := org.PostLeft{Account: id, Post: post, Last: last}
	return s.changeOnce(ctx, who, ck, "", []store.Exec{store.LeavePost(e)}, nil, e)
}

// RenameAccount changes what pages call an account from now on; earlier signatures keep the earlier name.
func (s *Service) RenameAccount(ctx context.Context, who org.Actor, id org.AccountID, title string) error {
	a, err := s.accountFor(ctx, who, id)
	if err != nil {
		return err
	}
	title = strings.TrimSpace(title)
	switch {
	case title == "":
		return invalid("title", "没有填写姓名或显示名称。")
	case title == a.Title:
		return invalid("title", "名称没有改动。")
	}
	was := a.Title
	a.Title = title
	w, err := s.accountWrite("account_renamed", id)
	if err != nil {
		return err
	}
	// The first name holds from the beginning; the second is put beside it, so that both are found by day.
	_, err = s.append(ctx, who, store.Append{Writes: []store.StreamWrite{w}, Rows: []store.Exec{store.NameRow(id, time.UnixMilli(1), was), store.NameRow(id, s.now(), title), store.AccountRow(a)}})
	return s.known(err)
}

// ShutAccount closes an account, or opens it again. A person's posts are left by LeavePost; a closed account can do nothing meanwhile.
func (s *Service) ShutAccount(ctx context.Context, who org.Actor, id org.AccountID, shut bool) error {
	a, err := s.accountFor(ctx, who, id)
	if err != nil {
		return err
	}
	if id == who.Account {
		return invalid("account", "不能停用自己的账号。")
	}
	return s.shutAccount(ctx, who, a, shut)
}

func (s *Service) shutAccount(ctx context.Context, who org.Actor, a store.Account, shut bool) error {
	kind := map[bool]string{true: "account_shut", false: "account_opened"}[shut]
	a.Disabled = shut
	w, err := s.accountWrite(kind, a.ID)
	if err != nil {
		return err
	}
	_, err = s.append(ctx, who, store.Append{Writes: []store.StreamWrite{w}, Rows: []store.Exec{store.AccountRow(a)}})
	return s.known(err)
}
