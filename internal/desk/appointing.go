package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// appointments turn what one person enters into what takes effect at once or waits for a second person (trust.md B3).
type appointments struct {
	s    *Service
	who  org.Actor
	held map[org.PostID][]org.AccountID
	asks map[org.PostID]int // how many wait for which post
}

// appointing prepares the entry of appointments by an actor.
func (s *Service) appointing(ctx context.Context, who org.Actor) (*appointments, error) {
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	return &appointments{s: s, who: who, held: holdersOn(all, s.today()), asks: map[org.PostID]int{}}, nil
}

// entered is the event of an appointment with its rows: a proposal has none. The program itself, and a county where nobody could confirm yet, appoint at once.
func (a *appointments) entered(took org.PostTaken) (any, []store.Exec) {
	if !a.who.System() {
		if p := org.Confirmer(took.Post, a.who.Account, took.Account, func(p org.PostID) []org.AccountID { return a.held[p] }); p != "" {
			a.asks[p]++
			return org.PostProposed{ID: a.s.newID(), Account: took.Account, Post: took.Post, From: took.From}, nil
		}
	}
	return took, []store.Exec{store.TakePost(took)}
}

// tell adds the messages to those who are asked.
func (a *appointments) tell(w *store.Append) error {
	var lines []store.ToldLine
	for p, n := range a.asks {
		lines = append(lines, told(order.NoticeAppoint, time.Time{}, n, "/org/appointments", order.ToPost(p))...)
	}
	if len(lines) == 0 {
		return nil
	}
	slices.SortFunc(lines, func(x, y store.ToldLine) int { return strings.Compare(string(x.To), string(y.To)) })
	write, rows, err := store.ToldBeside("appointment", len(w.Writes), store.ToldBody{About: "appointment", Lines: lines}, a.s.now())
	if err != nil {
		return err
	}
	w.Writes, w.Rows = append(w.Writes, write), append(w.Rows, rows...)
	return nil
}

// appoint writes one appointment.
func (s *Service) appoint(ctx context.Context, who org.Actor, ck *store.CommandKey, took org.PostTaken) error {
	a, err := s.appointing(ctx, who)
	if err != nil {
		return err
	}
	e, rows := a.entered(took)
	ev, err := store.OrgEvent(e)
	if err != nil {
		return err
	}
	w := store.Append{Writes: []store.StreamWrite{{Stream: orgStream, Expect: -1, Events: []store.NewEvent{ev}}}, Rows: rows}
	if err := a.tell(&w); err != nil {
		return err
	}
	if _, err := s.finishOwn(ctx, who, w, ck, ""); err != nil {
		return fmt.Errorf("appoint: %w", err)
	}
	return nil
}

// Appointment is one that waits for its second person.
type Appointment struct {
	ID, Name, Login, Post, From, By, At string
	Own                                 bool // the reader entered it or is appointed by it: another must answer
	Past                                bool // its first day has gone by
}

// mayConfirm reports whether a post answers for an appointment to a post.
func mayConfirm(who org.Actor, post org.PostID) bool {
	return access.May(who.Post.Kind, access.Appointing) && slices.Contains(org.Confirmers(post), who.Post.ID)
}

// Appointments lists what waits for the actor's confirmation, the oldest first.
func (r *Reader) Appointments(ctx context.Context) ([]Appointment, error) {
	if !access.May(r.actor.Post.Kind, access.Appointing) {
		return nil, ErrForbidden
	}
	all, err := r.s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	logins := map[org.AccountID]string{}
	for _, a := range all {
		logins[a.ID] = a.Login
	}
	var out []Appointment
	for _, p := range r.house.Proposals() {
		if mayConfirm(r.actor, p.Post) {
			out = append(out, Appointment{ID: p.ID, Name: r.account(p.Account), Login: logins[p.Account], Post: r.dir.Title(p.Post), From: dayWord(p.From), By: r.account(p.By), At: dayWord(p.At),
				Own: r.actor.Account == p.By || r.actor.Account == p.Account, Past: p.From < r.s.today()})
		}
	}
	return out, nil
}

// CountAppointments counts what the actor may answer; 0 for posts that have nothing to do with it.
func (r *Reader) CountAppointments() int {
	n := 0
	for _, p := range r.house.Proposals() {
		if mayConfirm(r.actor, p.Post) && r.actor.Account != p.By && r.actor.Account != p.Account {
			n++
		}
	}
	return n
}

// AnswerAppointments confirms proposed appointments, or declines them with a reason. All of them are answered or none: who has read a list means that list.
func (s *Service) AnswerAppointments(ctx context.Context, who org.Actor, ids []string, declines bool, why, key string) error {
	if !access.May(who.Post.Kind, access.Appointing) {
		return ErrForbidden
	}
	why = strings.TrimSpace(why)
	ck := s.orgKey(who, "appointments", key, ids, declines, why)
	if _, before := s.answered(ctx, who, ck); before {
		return nil
	}
	switch {
	case len(ids) == 0:
		return invalid("id", "没有选择要办理的到任登记，请先勾选。")
	case declines && why == "":
		return invalid("why", "不同意的，请写明原因，登记的人要据此更正。")
	case !declines && why != "":
		return invalid("why", "写了不同意的原因，却是确认：同意的请清空原因再确认，不同意的请按“不同意”。")
	}
	var err error
	for range 5 { // somebody else changes the house at the same moment: what waits is read anew
		err = s.answerAppointments(ctx, who, ck, ids, declines, why)
		var lost *store.ErrConflict
		if !errors.As(err, &lost) {
			return err
		}
	}
	return err
}

func (s *Service) answerAppointments(ctx context.Context, who org.Actor, ck *store.CommandKey, ids []string, declines bool, why string) error {
	h, version, err := s.houseAt(ctx)
	if err != nil {
		return err
	}
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return err
	}
	dir := s.directoryOn(h, s.today())
	waits := map[string]org.Proposal{}
	for _, p := range h.Proposals() {
		waits[p.ID] = p
	}
	w, gets := store.Append{}, map[org.AccountID][]org.PostID{}
	house := store.StreamWrite{Stream: orgStream, Expect: version}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		p, ok := waits[id]
		switch {
		case !ok || !mayConfirm(who, p.Post):
			return invalid("id", "有到任登记已经办理过，或不归您确认；请看新的列表后再办。")
		case who.Account == p.By || who.Account == p.Account:
			return invalid("id", "自己登记的和自己的任职，须由另一人确认。")
		}
		var e any = org.PostDeclined{ID: id, Why: why}
		if !declines {
			gets[p.Account] = append(gets[p.Account], p.Post)
			if err := s.mayHold(dir, all, p, gets[p.Account]); err != nil {
				return err
			}
			took := org.PostTaken{Account: p.Account, Post: p.Post, From: p.From, Proposal: id}
			e, w.Rows = took, append(w.Rows, store.TakePost(took))
		}
		ev, err := store.OrgEvent(e)
		if err != nil {
			return err
		}
		house.Events = append(house.Events, ev)
	}
	w.Writes = []store.StreamWrite{house}
	_, err = s.finishOwn(ctx, who, w, ck, "")
	return err
}

// mayHold asks again, on the day of the confirmation, whether an account may hold what it is given: posts have changed meanwhile.
func (s *Service) mayHold(dir org.Directory, all []store.Account, p org.Proposal, gets []org.PostID) error {
	i := slices.IndexFunc(all, func(a store.Account) bool { return a.ID == p.Account })
	if i < 0 {
		return ErrNotFound
	}
	if all[i].Disabled {
		return invalid("id", "%s的账号已停用，不能确认；请先恢复账号，或不同意。", all[i].Title)
	}
	have := slices.Clone(gets)
	for _, x := range all[i].Posts {
		if d := all[i].Days[x]; (d[1] == "" || d[1] >= p.From) && !slices.Contains(have, x) {
			have = append(have, x)
		}
	}
	if r := office.CheckPosts(dir, have); r != nil {
		return invalid("id", "%s：%s", all[i].Title, r.Reason)
	}
	if u, _ := dir.Unit(p.Post.UnitOf()); u.Closed {
		return invalid("id", "%s已撤销，不能确认%s的任职；请不同意后由系统管理员另行登记。", u.Name, all[i].Title)
	}
	return nil
}
