package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// newReminders are the reminders that a write has brought about and whose time is still to come, as rows of the due table.
func newReminders(before, after order.State, p policy.Policy, now time.Time) []store.Due {
	old := map[string]bool{}
	// Another calendar may move a reminder of the same limit to another day: then all are put anew.
	if before.ID != "" && before.Calendar == after.Calendar {
		for _, r := range order.Reminders(before, p) {
			old[r.Key()] = true
		}
	}
	var out []store.Due
	for _, r := range order.Reminders(after, p) {
		if !old[r.Key()] && r.At.After(now) {
			out = append(out, reminderDue(after.ID, r))
		}
	}
	return out
}

func reminderDue(id string, r order.Reminder) store.Due {
	return store.Due{Key: id + "/remind/" + r.Key(), Kind: "remind", Stream: id, Payload: r.Key(), At: r.At}
}

// remind does one reminder: the rules look again, and may say nothing. Its record, its messages and its completion are one write.
func (s *Service) remind(ctx context.Context, it jobs.Item) error {
	w := store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	l, err := s.load(ctx, it.Stream)
	if err != nil {
		return err
	}
	p, err := s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return err
	}
	now := s.now().Truncate(time.Millisecond)
	if r, ok := order.Remind(l.state, it.Payload, p, now); ok && !l.unknown {
		body, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("encode reminder: %w", err)
		}
		w.At = now
		w.Writes = []store.StreamWrite{{Stream: store.NoticeStream(it.Stream), Expect: -1, Events: []store.NewEvent{{Kind: store.Reminded, V: 1, Body: body}}}}
		w.Rows = store.ReminderRows(l.state, r, now)
	}
	if _, err := s.append(ctx, org.Actor{}, w); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		return err
	}
	return nil
}

// digestStream is where digests are put on record.
var digestStream = store.Stream{Type: "notice", ID: "digest"}

// digestPlan is the payload of a planned digest: its slot, and the position after which it gathers.
type digestPlan struct {
	Slot  time.Time `json:"slot"`
	After int64     `json:"after"`
}

// digested is its record.
type digested struct {
	Slot  time.Time        `json:"slot"`
	After int64            `json:"after"`
	UpTo  int64            `json:"up_to"`
	Told  map[string]int64 `json:"told"`
}

// The moments of the digests on a working day (office.md: notices).
var digestTimes = []time.Duration{8*time.Hour + 30*time.Minute, 14*time.Hour + 30*time.Minute}

// NextDigest is the first moment of a digest after t: 8:30 and 14:30 of working days.
func NextDigest(c *calendar.Calendar, t time.Time) time.Time {
	for d := calendar.DateOf(t); ; d = d.Next() {
		if !c.IsWorkday(d) {
			continue
		}
		for _, at := range digestTimes {
			if slot := d.Midnight().Add(at); slot.After(t) {
				return slot
			}
		}
	}
}

func digestDue(p digestPlan) (store.Due, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return store.Due{}, fmt.Errorf("encode digest: %w", err)
	}
	return store.Due{Key: fmt.Sprintf("digest/%d", p.Slot.UnixMilli()), Kind: "digest", Stream: "digest", Payload: string(body), At: p.Slot}, nil
}

// PlanDigest plans the next digest where none is planned. Two processes plan the same one.
func (s *Service) PlanDigest(ctx context.Context) error {
	if waits, err := s.store.DigestWaits(ctx); err != nil || waits {
		return err
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	plan := digestPlan{Slot: NextDigest(p.Calendar, s.now())}
	recs, err := s.store.Load(ctx, digestStream)
	if err != nil {
		return fmt.Errorf("load digests: %w", err)
	}
	if len(recs) > 0 {
		var last digested
		if err := json.Unmarshal(recs[len(recs)-1].Body, &last); err != nil {
			return fmt.Errorf("read digest: %w", err)
		}
		plan.After = last.UpTo
	}
	due, err := digestDue(plan)
	if err != nil {
		return err
	}
	_, err = s.append(ctx, org.Actor{}, store.Append{Jobs: []store.Due{due}})
	return err
}

// digest queues one row for each addressee who has something that did not go at once, and plans the next one; all in one write.
func (s *Service) digest(ctx context.Context, it jobs.Item) error {
	var plan digestPlan
	if err := json.Unmarshal([]byte(it.Payload), &plan); err != nil {
		return fmt.Errorf("read digest: %w", err)
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	upTo, err := s.store.Head(ctx)
	if err != nil {
		return err
	}
	told, err := s.store.ToDigest(ctx, plan.After, upTo)
	if err != nil {
		return err
	}
	now := s.now()
	w := store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	next := digestPlan{Slot: NextDigest(p.Calendar, now), After: upTo}
	if len(told) > 0 {
		body, err := json.Marshal(digested{Slot: plan.Slot, After: plan.After, UpTo: upTo, Told: told})
		if err != nil {
			return fmt.Errorf("encode digest: %w", err)
		}
		w.Writes = []store.StreamWrite{{Stream: digestStream, Expect: -1, Events: []store.NewEvent{{Kind: "digested", V: 1, Body: body}}}}
		for to, n := range told {
			w.Rows = append(w.Rows, store.DigestRow(plan.Slot.In(calendar.Beijing).Format("2006-01-02T15:04"), to, n, now))
		}
	}
	due, err := digestDue(next)
	if err != nil {
		return err
	}
	w.Jobs = []store.Due{due}
	if _, err := s.append(ctx, org.Actor{}, w); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		return err
	}
	return nil
}

// reminded finds which reminders are on record, by order and key.
func (s *Service) reminded(ctx context.Context, id string) (map[string]bool, error) {
	recs, err := s.store.Load(ctx, store.NoticeStream(id))
	if err != nil {
		return nil, fmt.Errorf("load reminders of %s: %w", id, err)
	}
	out := map[string]bool{}
	for _, r := range recs {
		var x order.Reminder
		if err := json.Unmarshal(r.Body, &x); err != nil {
			return nil, fmt.Errorf("read reminder at %d: %w", r.Pos, err)
		}
		out[x.Key()] = true
	}
	return out, nil
}

// owedReminders are the reminders still to come of every open order, as the rules and each order's own calendar have them.
func (s *Service) owedReminders(ctx context.Context) ([]store.Due, error) {
	ids, err := s.store.OpenOrders(ctx)
	if err != nil {
		return nil, err
	}
	var out []store.Due
	for _, id := range ids {
		l, err := s.load(ctx, id)
		if err != nil {
			return nil, err
		}
		p, err := s.policyFor(ctx, l.state.Policy, l.state.Calendar)
		if err != nil {
			return nil, err
		}
		done, err := s.reminded(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, r := range order.Reminders(l.state, p) {
			if r.At.After(s.now()) && !done[r.Key()] {
				out = append(out, reminderDue(id, r))
			}
		}
	}
	return out, nil
}

// PlaceReminders derives the waiting reminders anew: part of a replay.
func (s *Service) PlaceReminders(ctx context.Context) error {
	all, err := s.owedReminders(ctx)
	if err != nil {
		return err
	}
	return s.store.PlaceReminders(ctx, all)
}

// CheckReminders finds reminders that are owed and not planned. One too many is harmless: it will say nothing.
func (s *Service) CheckReminders(ctx context.Context) ([]string, error) {
	want, err := s.owedReminders(ctx)
	if err != nil {
		return nil, err
	}
	got, err := s.store.Reminders(ctx)
	if err != nil {
		return nil, err
	}
	have := map[string]time.Time{}
	for _, d := range got {
		have[d.Key] = d.At
	}
	var bad []string
	for _, d := range want {
		if at, ok := have[d.Key]; !ok || !at.Equal(d.At.Truncate(time.Millisecond)) {
			bad = append(bad, "没有排定的提醒 "+d.Key)
		}
	}
	return bad, nil
}

// HangUp ends every feed: the program stops.
func (s *Service) HangUp() { s.hangUp.Do(func() { close(s.hung) }) }

// Hung is closed when the program stops.
func (s *Service) Hung() <-chan struct{} { return s.hung }

// Message is one message as its reader may see it: words of the catalogue, and the order where it is still his to open.
type Message struct {
	Pos, N       int64
	Text, Number string
	Href         string // "" where the order is no longer within his scope
	At           string
	Day          string
	Urgent, Read bool
}

// MessagePage is a page of them.
type MessagePage struct {
	Rows   []Message
	Unread int
	Next   string // cursor
}

const messagePage = 30

func (r *Reader) person() string { return string(order.ToAccount(r.actor.Account)) }

// Messages reads a page of the reader's own messages, the newest first. The text tells a number and a limit, never whom it concerns.
func (r *Reader) Messages(ctx context.Context, unread bool, after string) (MessagePage, error) {
	var out MessagePage
	pos, n := int64(1)<<62, int64(0)
	if after != "" {
		if _, err := fmt.Sscanf(after, "%d-%d", &pos, &n); err != nil {
			return out, invalid("after", "页码不对，请从第一页看起。")
		}
	}
	rows, err := r.s.store.Messages(ctx, r.audience(), r.person(), string(r.actor.Account), pos, n, unread, messagePage+1, r.actor.Marks())
	if err != nil {
		return out, err
	}
	if len(rows) > messagePage {
		rows = rows[:messagePage]
		out.Next = fmt.Sprintf("%d-%d", rows[messagePage-1].Pos, rows[messagePage-1].N)
	}
	for _, m := range rows {
		v := Message{Pos: m.Pos, N: m.N, Text: m.Notice.Text(m.Number, ""), Number: m.Number, At: clockTime(m.At), Day: calendar.DateOf(m.At).Chinese(), Urgent: m.Notice.Urgent, Read: m.Read}
		if m.About != "" {
			v.Href = m.About // the page itself asks who may see it
		} else if m.Order == "" {
			v.Href = toldAt[m.Notice.Code]
		} else if r.mayOpen(m) {
			v.Href = "/orders/" + m.Order
		}
		out.Rows = append(out.Rows, v)
	}
	out.Unread, err = r.Unread(ctx)
	return out, err
}

// mayOpen guesses by the order's row whether the page would open; the page itself asks exactly.
func (r *Reader) mayOpen(m store.Message) bool {
	k := r.actor.Post.Kind
	switch {
	case k == org.Outsourced:
		return m.OrderRegisterer == string(r.actor.Account)
	case k.InUnit():
		return m.OrderLead == string(r.actor.Post.Unit) || tellsHelper(m.Notice)
	case k == org.Deputy:
		return m.OrderDeputy == string(r.actor.Post.ID) || m.Notice.Code == order.NoticeToSign || m.Notice.Code == order.NoticeStillSign
	}
	return access.May(k, access.Reading)
}

// Unread counts the reader's unread messages, up to 100.
func (r *Reader) Unread(ctx context.Context) (int, error) {
	return r.s.store.Unread(ctx, r.audience(), r.person(), string(r.actor.Account), r.actor.Marks())
}

// toldAt is where a message leads that speaks of no order and names no page.
var toldAt = map[order.NoticeCode]string{order.NoticeNoSession: "/answering", order.NoticeNoSessionLast: "/answering", order.NoticeRosterGap: "/roster", order.NoticeRosterGaps: "/roster?missing=1",
	order.NoticeArticleEnds: "/knowledge", order.NoticeArticlesEnd: "/knowledge", order.NoticeArticleAsked: "/knowledge",
	order.NoticeFindingsDue: "/inspections"}

// ReadMessage marks one of the reader's own messages as read and says where it leads: the order it speaks of, or a page of the office. Somebody else's does not exist.
func (s *Service) ReadMessage(ctx context.Context, r *Reader, pos, n int64) (string, error) {
	id, about, code, err := s.store.MessageSubject(ctx, pos, n, r.audience(), r.person(), r.actor.Marks())
	if errors.Is(err, store.ErrNone) {
		return "", ErrNotFound
	}
	if err != nil {
		return "", err
	}
	_, err = s.append(ctx, r.actor, store.Append{Rows: []store.Exec{store.ReadOne(string(r.actor.Account), pos, n, r.audience(), r.person(), s.now())}})
	switch {
	case about != "":
		return about, err
	case id == "":
		return toldAt[code], err
	}
	return "/orders/" + id, err
}

// ReadAllMessages marks everything the page could show as read, up to the newest position it showed: what came meanwhile stays unread.
func (s *Service) ReadAllMessages(ctx context.Context, r *Reader, upTo int64) error {
	head, err := s.store.Head(ctx)
	if err != nil {
		return err
	}
	_, err = s.append(ctx, r.actor, store.Append{Rows: []store.Exec{store.ReadAll(string(r.actor.Account), min(upTo, head))}})
	return err
}

// Outgoing is a row of the outbox as the head sees it: whom as a post or 诉求人, never a number.
type Outgoing struct {
	ID, Channel, To, Text, Number, Href, State, Made, Send string
	Fault                                                  string // why the last try failed
	N, Attempts                                            int
	Urgent                                                 bool
	Dead                                                   bool // nothing more is tried until somebody sends it again
}

// OutboxPage is the queue.
type OutboxPage struct {
	Rows       []Outgoing
	SMS, Robot int // how many wait
	Dead, Sent int
	OnlyDead   bool
	Works      bool // a gateway is set up
	Next       string
}

// Outbox shows the head of the office what waits to go out, or what did not go.
func (r *Reader) Outbox(ctx context.Context, dead bool, after string, hotline string) (OutboxPage, error) {
	out := OutboxPage{OnlyDead: dead, Works: r.s.Delivers()}
	state := map[bool]string{false: "queued", true: "dead"}[dead]
	if !r.actor.Is(org.OfficeHead) {
		return out, ErrForbidden
	}
	var from int64
	var id string
	if after != "" {
		if _, err := fmt.Sscanf(after, "%d-%s", &from, &id); err != nil {
			return out, invalid("after", "页码不对，请从第一页看起。")
		}
	}
	rows, err := r.s.store.Outbox(ctx, state, at(from), id, messagePage+1)
	if err != nil {
		return out, err
	}
	if len(rows) > messagePage {
		rows = rows[:messagePage]
		last := rows[messagePage-1]
		out.Next = fmt.Sprintf("%d-%s", last.Send.UnixMilli(), last.ID)
	}
	duty, err := r.dutyByPost(ctx, rows)
	if err != nil {
		return out, err
	}
	for _, o := range rows {
		v := Outgoing{ID: o.ID, Channel: map[string]string{"sms": "短信", "robot": "群机器人"}[o.Channel], To: r.addressee(o.Audience), Text: o.Notice.Text(o.Number, hotline),
			Number: o.Number, State: "待发", Made: clockTime(o.Made), Send: clockTime(o.Send), N: o.N, Urgent: o.Notice.Urgent, Attempts: o.Attempts, Fault: o.Fault, Dead: dead}
		if dead {
			v.State = "没有发出"
		} else if o.Attempts > 0 {
			v.State = fmt.Sprintf("试过%d次，再发", o.Attempts)
		}
		if string(o.Notice.Code) == store.PhonesCode {
			v.Text = "本单位通讯录本月还没有核对，请登录系统，在“通讯录”里核对号码。"
		}
		if o.N > 1 || string(o.Notice.Code) == store.DigestCode {
			v.Text, v.Number = fmt.Sprintf("您有%d条新消息，请登录系统查看。", o.N), ""
		}
		if v.Number != "" {
			v.Href = "/orders/" + o.Order
		}
		v.To += duty[o.Audience]
		out.Rows = append(out.Rows, v)
	}
	counts, err := r.s.store.OutboxCounts(ctx)
	for _, c := range counts {
		switch {
		case c.State == "dead":
			out.Dead += c.N
		case c.State == "sent":
			out.Sent += c.N
		case c.State != "queued":
		case c.Channel == "sms":
			out.SMS += c.N
		default:
			out.Robot += c.N
		}
	}
	return out, err
}

// dutyByPost says behind a duty post who holds it now by the unit's roster (Art. 12): the telephone is looked up when the message is sent.
func (r *Reader) dutyByPost(ctx context.Context, rows []store.Outgoing) (map[string]string, error) {
	out := map[string]string{}
	var on []OnDuty
	for _, o := range rows {
		post := org.PostID(o.Audience)
		if post.KindOf() != org.UnitDuty || out[o.Audience] != "" {
			continue
		}
		if on == nil {
			var err error
			if on, err = r.onDuty(ctx); err != nil {
				return nil, err
			}
		}
		for _, x := range on {
			switch {
			case org.PostOf(x.Unit, org.UnitDuty) != post:
			case x.Name != "":
				out[o.Audience] = "（" + x.From + " " + x.Name + "）"
			default:
				out[o.Audience] = "（值班表没有排，按通讯录）"
			}
		}
	}
	return out, nil
}

func (r *Reader) addressee(a string) string {
	switch {
	case a == string(order.ToCaller):
		return "诉求人"
	case len(a) > 1 && a[0] == '@':
		return r.account(org.AccountID(a[1:]))
	}
	return r.dir.Title(org.PostID(a))
}
