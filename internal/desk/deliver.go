package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/notify"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// Messages on their way out (domain.md §6.4, ux C6). The outbox holds ids; number and words are put together here, when a message is sent. A message is taken under a
// lease, tried, and marked; one that fails waits longer each time and is dead in the end, for a person to send again. Every try has the same number, by which a gateway
// knows a repetition: a process that dies between sending and marking sends once more.

const (
	deliverLease = 2 * time.Minute
	deliverBatch = 50
	robotPerMin  = 18 // of the twenty that a group robot takes
	robotWait    = 70 * time.Second
	robotTogther = 20 // addressees in one message of a robot
)

// deliverWaits are the pauses after the first, second … failure; after the last one a message is dead.
var deliverWaits = []time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour}

// robotBudget counts what the group robots were told of late.
type robotBudget struct {
	mu   sync.Mutex
	told []time.Time
}

// take reports whether one more may be told now.
func (b *robotBudget) take(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := b.told[:0]
	for _, t := range b.told {
		if now.Sub(t) < time.Minute {
			kept = append(kept, t)
		}
	}
	b.told = kept
	if len(b.told) >= robotPerMin {
		return false
	}
	b.told = append(b.told, now)
	return true
}

// Delivers reports whether messages go out at all.
func (s *Service) Delivers() bool { return s.gateways != nil }

// Deliver sends what is due, once; the server calls it again and again. hotline is the number that callers are told. It answers how many messages it took.
func (s *Service) Deliver(ctx context.Context, hotline string, log *slog.Logger) (int, error) {
	if s.gateways == nil {
		return 0, nil
	}
	now := s.now()
	all, err := s.store.ClaimOutbox(ctx, now, deliverLease, deliverBatch)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	r, err := s.Reader(ctx, org.Actor{})
	if err != nil {
		return 0, err
	}
	d := delivery{s: s, r: r, g: s.gateways, hotline: hotline, now: now}
	var together []store.Claimed
	for _, c := range all {
		if c.Channel == "robot" {
			together = append(together, c)
			continue
		}
		road, receipt, err := d.one(ctx, c)
		if errors.Is(err, errRobot) {
			together = append(together, c)
			continue
		}
		if err := d.mark(ctx, c, road, receipt, err, log); err != nil {
			return 0, err
		}
	}
	return len(all), d.robots(ctx, together, log)
}

type delivery struct {
	s       *Service
	r       *Reader
	g       *notify.Gateways
	hotline string
	now     time.Time
}

// errRobot says that a message has no road of its own and goes to the group.
var errRobot = errors.New("goes to the group robot")

// one sends a message to one person: to a caller by SMS, to a post by SMS or mail, else to the group.
func (d delivery) one(ctx context.Context, c store.Claimed) (road, receipt string, err error) {
	m := notify.Message{ID: d.s.vault.Token("message|" + c.ID), Text: d.words(c), At: d.now}
	if c.Audience == string(order.ToCaller) {
		if m.To, err = d.callerNumber(ctx, c.Order); err != nil {
			return "", "", err
		}
		if string(c.Notice.Code) == string(order.NoticeRegistered) {
			m.Text = strings.TrimSuffix(m.Text, "。") + "，查询码" + d.s.codeOf(c.Order) + "。"
		}
		receipt, err = d.g.SMS(ctx, m)
		return "sms", receipt, err
	}
	to := d.g.Target(c.Audience)
	switch {
	case to.Phone != "" && d.g.HasSMS():
		m.To = to.Phone
		receipt, err = d.g.SMS(ctx, m)
		return "sms", receipt, err
	case to.Mail != "" && d.g.HasMail():
		m.To, m.Title = to.Mail, "县长热线：您有新消息"
		return "mail", "", d.g.Mail(ctx, m)
	case d.g.HasRobot():
		return "", "", errRobot
	}
	return "", "", &notify.Failure{Permanent: true, Say: "这个岗位没有手机号、邮箱，也没有群机器人"}
}

// words are what a message says. It names orders by number and nobody.
func (d delivery) words(c store.Claimed) string {
	switch {
	case string(c.Notice.Code) == store.PhonesCode:
		return "本单位通讯录本月还没有核对，请登录系统核对号码。"
	case c.N > 1 || string(c.Notice.Code) == store.DigestCode:
		return fmt.Sprintf("您有%d条新消息，请登录系统查看。", c.N)
	}
	return c.Notice.Text(c.Number, d.hotline)
}

// callerNumber is the mobile of an order's caller: the one to be called, else the one that called.
func (d delivery) callerNumber(ctx context.Context, id string) (string, error) {
	l, err := d.s.load(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return "", &notify.Failure{Permanent: true, Say: "工单已经不在"}
	}
	if err != nil {
		return "", err
	}
	if !l.state.Reachable() {
		return "", &notify.Failure{Permanent: true, Say: "诉求人没有留电话"}
	}
	q := l.state.Request
	open, err := d.s.unseal(ctx, []string{q.Contact.Ref, q.Phone.Ref})
	if err != nil {
		return "", err
	}
	for _, ref := range []string{q.Contact.Ref, q.Phone.Ref} {
		if n, err := text.ParsePhone(open[ref]); ref != "" && err == nil && len(n) == 11 && n[0] == '1' {
			return n, nil
		}
	}
	return "", &notify.Failure{Permanent: true, Say: "诉求人留的不是手机号，收不到短信"}
}

// robots tell the group what has no other road, many addressees in one message, away from the full and half hours, within what a robot takes.
func (d delivery) robots(ctx context.Context, all []store.Claimed, log *slog.Logger) error {
	var due []store.Claimed
	for _, c := range all {
		if wait := c.Send.Add(robotWait); c.Channel == "robot" && d.now.Before(wait) {
			if err := d.s.store.WaitOutbox(ctx, c, wait); err != nil {
				return err
			}
			continue
		}
		due = append(due, c)
	}
	for len(due) > 0 {
		part := due[:min(len(due), robotTogther)]
		due = due[len(part):]
		if !d.s.robotTold.take(d.now) {
			for _, c := range append(part, due...) {
				if err := d.s.store.WaitOutbox(ctx, c, d.now.Add(time.Minute)); err != nil {
					return err
				}
			}
			return nil
		}
		var lines []string
		for _, c := range part {
			lines = append(lines, d.r.addressee(c.Audience)+"："+d.words(c))
		}
		var err error = &notify.Failure{Permanent: true, Say: "没有配置群机器人"}
		if d.g.HasRobot() {
			err = d.g.Robot(ctx, notify.Message{ID: d.s.vault.Token("message|" + part[0].ID), Text: "县长热线提醒\n" + strings.Join(lines, "\n"), At: d.now})
		}
		for _, c := range part {
			if err := d.mark(ctx, c, "robot", "", err, log); err != nil {
				return err
			}
		}
	}
	return nil
}

// mark writes down what came of a try. A fault of our own is one of the message's: the others go on.
func (d delivery) mark(ctx context.Context, c store.Claimed, road, receipt string, err error, log *slog.Logger) error {
	if err == nil {
		d.hook(ctx, c, road, log)
		return d.s.store.SentOutbox(ctx, c, d.now, road, receipt)
	}
	say := "程序出了没有料到的错"
	var f *notify.Failure
	if errors.As(err, &f) {
		say = f.Say
	}
	log.Warn("message not sent", "message", c.ID, "try", c.Attempts, "error", err)
	if f != nil && f.Permanent || c.Attempts > len(deliverWaits) {
		return d.s.store.FailedOutbox(ctx, c, time.Time{}, say)
	}
	again := d.now.Add(deliverWaits[max(c.Attempts, 1)-1])
	if !pressing(c) {
		again = store.Quiet(again)
	}
	return d.s.store.FailedOutbox(ctx, c, again, say)
}

// pressing reports whether a message may ring at night: what is urgent to staff, nothing to a caller.
func pressing(c store.Claimed) bool {
	return c.Audience != string(order.ToCaller) && c.Notice.Urgent
}

// hook tells the webhooks that a message went. What cannot be told now is a job's, which tells it again with the same number until it is taken.
func (d delivery) hook(ctx context.Context, c store.Claimed, road string, log *slog.Logger) {
	if !d.g.HasHooks() {
		return
	}
	id := d.s.vault.Token("message|" + c.ID)
	body, err := json.Marshal(map[string]any{"id": id, "code": c.Notice.Code, "to": c.Audience, "number": c.Number, "road": road, "at": d.now.In(calendar.Beijing).Format(time.RFC3339)})
	if err == nil {
		if err = d.g.Hook(ctx, notify.Message{ID: id, Text: string(body), At: d.now}); err == nil {
			return
		}
		log.Warn("webhook not told, a job goes on", "message", c.ID, "error", err)
		_, err = d.s.append(ctx, org.Actor{}, store.Append{Jobs: []store.Due{{Key: "hook/" + id, Kind: "hook", Stream: "hook/" + id, Payload: string(body), At: d.now.Add(deliverWaits[0])}}})
	}
	if err != nil {
		log.Error("webhook not told", "message", c.ID, "error", err)
	}
}

// tellHooks tells the webhooks what they could not be told when the message went. An error gives the item back, to be told later; one that is never taken is put aside.
func (s *Service) tellHooks(ctx context.Context, it jobs.Item) error {
	if s.gateways != nil && s.gateways.HasHooks() {
		if err := s.gateways.Hook(ctx, notify.Message{ID: strings.TrimPrefix(it.Stream, "hook/"), Text: it.Payload, At: s.now()}); err != nil {
			return err
		}
	}
	_, err := s.append(ctx, org.Actor{}, store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}})
	return lostIsFine(err)
}

// Resend queues a dead message anew at the head's word.
func (s *Service) Resend(ctx context.Context, r *Reader, id string) error {
	if !r.actor.Is(org.OfficeHead) {
		return ErrForbidden
	}
	_, err := s.append(ctx, r.actor, store.Append{Rows: []store.Exec{store.ResendOutbox(id, s.now())}})
	return err
}

// ToldView is one message to the caller, for the order's page.
type ToldView struct {
	What, State, At, Fault string
	Bad                    bool
}

// toldCaller is what an order's caller was told outside the pages.
func (r *Reader) toldCaller(ctx context.Context, id string) ([]ToldView, error) {
	all, err := r.s.store.ToldCaller(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read messages to the caller: %w", err)
	}
	var out []ToldView
	for _, t := range all {
		v := ToldView{What: order.NoticeCode(t.Code).Wording().Event, At: clockTime(t.Made), State: "待发", Fault: t.Fault}
		switch t.State {
		case "sent":
			v.State, v.At = "已发", clockTime(t.Sent)
		case "sending":
			v.State = "正在发"
		case "dead":
			v.State, v.Bad = "没有发出", true
		}
		out = append(out, v)
	}
	return out, nil
}
