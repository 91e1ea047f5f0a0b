package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
)

// NoticeStream is where reminders of an order are put on record: beside the order's own stream, so that they are no change of it.
func NoticeStream(orderID string) Stream { return Stream{Type: "notice", ID: orderID} }

// Reminded is the kind of event in it; its body is an order.Reminder.
const Reminded = "reminded"

// NoticeRows are the messages that a list of events brings, as rows: those to staff for their pages, and those that go out. Each stands at the
// position of its own event, so that a replay finds the same.
func NoticeRows(before order.State, events []order.Event, at time.Time) []Exec {
	var out []Exec
	var told *order.Notice
	st, own, id := before, 0, before.ID
	at = at.Truncate(time.Millisecond) // as the log keeps it
	for _, e := range events {
		after := order.Evolve(st, e)
		id = after.ID
		switch x := e.(type) {
		case order.Recalled:
			if x.Recused {
				out = append(out, Exec{Query: "outbox_unsay", Args: []any{id}})
			}
		case order.SignersRecused:
			out = append(out, Exec{Query: "outbox_unsay", Args: []any{id}})
		}
		if order.MatterOf(e) == "" {
			all := order.Notices(st, after, e, at)
			out = append(out, messageRows(PosOf{Event: own}, id, all, at)...)
			for _, n := range all {
				// One append is one moment to the caller: the last word of it says all.
				if n.To == order.ToCaller {
					told = &n
				} else {
					out = append(out, outboxRow(id, n, at)...)
				}
			}
			own++
		}
		st = after
	}
	if told != nil {
		out = append(out, outboxRow(id, *told, at)...)
	}
	return out
}

// ReminderRows are the messages of a reminder that is the first event of the first write.
func ReminderRows(s order.State, r order.Reminder, at time.Time) []Exec {
	all := r.Notices(s, at)
	out := messageRows(PosOf{}, s.ID, all, at)
	for _, n := range all {
		out = append(out, outboxRow(s.ID, n, at)...)
	}
	return out
}

func messageRows(pos any, id string, all []order.Notice, at time.Time) []Exec {
	var out []Exec
	for i, n := range all {
		if n.To != order.ToCaller {
			out = append(out, Exec{Query: "message_put", Args: []any{pos, int64(i), string(n.To), id, string(n.Code), string(n.Limit), ms(n.Due), int64(n.Times), n.Urgent, ms(at), ""}})
		}
	}
	return out
}

// window is how long messages to one addressee gather into one: a robot takes twenty a minute, and nobody reads ten in a row.
const window = 10 * time.Minute

// The day in which telephones may ring for what is not urgent.
const (
	quietUntil = 7*time.Hour + 30*time.Minute
	quietFrom  = 21 * time.Hour
)

// outboxRow queues a message. What is urgent has a row of its own and goes at once; the rest gathers: one row an addressee and ten minutes, or, for
// what waits for the digest, none here (Digest makes it). The key makes a second copy harmless.
func outboxRow(id string, n order.Notice, at time.Time) []Exec {
	if n.To == order.ToCaller {
		key := fmt.Sprintf("caller/%s/%s/%s", id, n.Code, calendar.DateOf(at))
		return outboxExec(key, "sms", id, n, at, Quiet(at))
	}
	if !n.Urgent {
		return nil
	}
	if n.Code.Wording().Class == order.AtOnce && pressingCodes[n.Code] {
		key := fmt.Sprintf("now/%s/%s/%s/%d/%d", n.To, id, n.Code, n.Times, ms(n.Due))
		return outboxExec(key, "sms", id, n, at, at)
	}
	from := at.Truncate(window)
	h := fnv.New32a()
	_, _ = h.Write([]byte(n.To))
	// Everybody's messages at :00 and :30 would meet the gateway's limit together.
	send := from.Add(window + 7*time.Second + time.Duration(h.Sum32()%50)*time.Second)
	return outboxExec(fmt.Sprintf("window/%s/%d", n.To, ms(from)), "sms", id, n, at, Quiet(send))
}

// pressingCodes never wait for company.
var pressingCodes = map[order.NoticeCode]bool{order.NoticeNight: true, order.NoticeFlagged: true, order.NoticeSoon: true, order.NoticeUrged: true}

// Quiet moves a time out of the hours in which telephones may not ring for what is not urgent.
func Quiet(t time.Time) time.Time {
	d := calendar.DateOf(t)
	switch since := t.Sub(d.Midnight()); {
	case since < quietUntil:
		return d.Midnight().Add(quietUntil)
	case since >= quietFrom:
		return d.Next().Midnight().Add(quietUntil)
	}
	return t
}

func outboxExec(key, channel, id string, n order.Notice, at, send time.Time) []Exec {
	return []Exec{{Query: "outbox_put", Args: []any{key, channel, string(n.To), id, string(n.Code), string(n.Limit), ms(n.Due), int64(n.Times), int64(1), n.Urgent, ms(at), ms(send)}}}
}

// DigestCode is the code of a digest in the outbox; its n says how many messages it stands for.
const DigestCode = "digest"

// DigestRow queues one addressee's digest of a slot.
func DigestRow(slot, audience string, count int64, at time.Time) Exec {
	return Exec{Query: "outbox_put", Args: []any{"digest/" + audience + "/" + slot, "robot", audience, "", DigestCode, "", int64(0), int64(0), count, false, ms(at), ms(at)}}
}

// PhonesCode is the code of a month's reminder to confirm the unit's numbers in the 通讯录.
const PhonesCode = "phones"

// PhonesRow queues one unit's reminder of a month.
func PhonesRow(month, audience string, at time.Time) Exec {
	return Exec{Query: "outbox_put", Args: []any{"phones/" + audience + "/" + month, "robot", audience, "", PhonesCode, "", int64(0), int64(0), int64(1), false, ms(at), ms(at)}}
}

// Message is one message of a reader's page.
type Message struct {
	Pos, N                                  int64
	Audience, Order, Number                 string
	Notice                                  order.Notice
	At                                      time.Time
	Read                                    bool
	OrderLead, OrderDeputy, OrderRegisterer string
	About                                   string // the page it is about, where it is about no order
}

// Messages reads a page of the messages to one of two audiences, newest first, before a position.
func (s *Store) Messages(ctx context.Context, audience, person, account string, pos, n int64, unread bool, limit int, marks []string) ([]Message, error) {
	mark, err := s.readUpTo(ctx, account)
	if err != nil {
		return nil, err
	}
	text, args := s.sparing("message_page", marks, audience, person, mark, account, pos, n, unread, limit)
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (Message, error) {
		var m Message
		var code, kind string
		var due, times, at int64
		err := scan(&m.Pos, &m.N, &m.Audience, &m.Order, &code, &kind, &due, &times, &m.Notice.Urgent, &at, &m.Number, &m.OrderLead, &m.OrderDeputy, &m.OrderRegisterer, &m.Read, &m.About)
		m.Notice = noticeOf(m.Audience, code, kind, due, times, m.Notice.Urgent)
		m.At = time.UnixMilli(at).UTC()
		return m, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read messages of %s: %w", audience, err)
	}
	return out, nil
}

func noticeOf(to, code, kind string, due, times int64, urgent bool) order.Notice {
	n := order.Notice{Code: order.NoticeCode(code), To: order.Addressee(to), Limit: order.LimitKind(kind), Times: int(times), Urgent: urgent}
	if due != 0 {
		n.Due = time.UnixMilli(due).UTC()
	}
	return n
}

func (s *Store) readUpTo(ctx context.Context, account string) (int64, error) {
	var mark int64
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("message_mark"), account).Scan(&mark); err != nil {
		return 0, fmt.Errorf("read mark of %s: %w", account, err)
	}
	return mark, nil
}

// Unread counts a reader's unread messages, up to 100.
func (s *Store) Unread(ctx context.Context, audience, person, account string, marks []string) (int, error) {
	mark, err := s.readUpTo(ctx, account)
	if err != nil {
		return 0, err
	}
	var n int
	text, args := s.sparing("message_unread", marks, audience, person, mark, account)
	if err := s.db.Read.QueryRowContext(ctx, text, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count messages of %s: %w", audience, err)
	}
	return n, nil
}

// MessageSubject is what a message to one of the audiences speaks of: an order, or else a page or what its code says. ErrNone where there is no such message.
func (s *Store) MessageSubject(ctx context.Context, pos, n int64, audience, person string, marks []string) (orderID, about string, code order.NoticeCode, err error) {
	text, args := s.sparing("message_order", marks, pos, n, audience, person)
	all, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) ([3]string, error) {
		var m [3]string
		err := scan(&m[0], &m[1], &m[2])
		return m, err
	}, args...)
	if err != nil {
		return "", "", "", fmt.Errorf("read message %d/%d: %w", pos, n, err)
	}
	if len(all) == 0 {
		return "", "", "", ErrNone
	}
	return all[0][0], all[0][1], order.NoticeCode(all[0][2]), nil
}

// ReadOne marks one message as read by an account.
func ReadOne(account string, pos, n int64, audience, person string, at time.Time) Exec {
	return Exec{Query: "message_read_put", Args: []any{account, pos, n, audience, ms(at), person}}
}

// ReadAll marks everything up to a position as read by an account.
func ReadAll(account string, pos int64) Exec {
	return Exec{Query: "message_mark_put", Args: []any{account, pos}}
}

// ToDigest counts, by addressee, what a digest from one position to another gathers.
func (s *Store) ToDigest(ctx context.Context, after, upTo int64) (map[string]int64, error) {
	out := map[string]int64{}
	_, err := rows(ctx, s.db.Read, s.db.Q("message_since"), func(scan func(...any) error) (struct{}, error) {
		var a string
		var n int64
		err := scan(&a, &n)
		out[a] = n
		return struct{}{}, err
	}, after, upTo)
	if err != nil {
		return nil, fmt.Errorf("gather digest: %w", err)
	}
	return out, nil
}

// Outgoing is a row of the outbox.
type Outgoing struct {
	ID, Channel, Audience, Order, Number, State string
	Notice                                      order.Notice
	N                                           int
	Made, Send                                  time.Time
	Attempts                                    int
	Fault                                       string // why the last try failed
}

// Outbox reads a page of the queue in a state, by the time of sending.
func (s *Store) Outbox(ctx context.Context, state string, after time.Time, id string, limit int) ([]Outgoing, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("outbox_page"), func(scan func(...any) error) (Outgoing, error) {
		var o Outgoing
		var code, kind string
		var due, times, made, send int64
		var urgent bool
		err := scan(&o.ID, &o.Channel, &o.Audience, &o.Order, &code, &kind, &due, &times, &o.N, &urgent, &made, &send, &o.State, &o.Attempts, &o.Fault, &o.Number)
		o.Notice, o.Made, o.Send = noticeOf(o.Audience, code, kind, due, times, urgent), time.UnixMilli(made).UTC(), time.UnixMilli(send).UTC()
		return o, err
	}, state, ms(after), id, limit)
	if err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	return out, nil
}

// OutboxCount is how many rows stand in a channel and state.
type OutboxCount struct {
	Channel, State string
	N              int
}

// OutboxCounts counts the outbox.
func (s *Store) OutboxCounts(ctx context.Context) ([]OutboxCount, error) {
	return rows(ctx, s.db.Read, s.db.Q("outbox_count"), func(scan func(...any) error) (OutboxCount, error) {
		var c OutboxCount
		err := scan(&c.Channel, &c.State, &c.N)
		return c, err
	})
}

// Reminders are the reminders that wait in the due table.
func (s *Store) Reminders(ctx context.Context) ([]Due, error) { return s.dues(ctx, "due_reminders") }

// DigestWaits reports whether a digest is planned.
func (s *Store) DigestWaits(ctx context.Context) (bool, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("due_digest")).Scan(&n); err != nil {
		return false, fmt.Errorf("look for the digest: %w", err)
	}
	return n > 0, nil
}

// PlaceReminders throws the waiting reminders away and puts these in their place, in one transaction: after a replay.
func (s *Store) PlaceReminders(ctx context.Context, all []Due) error {
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("place reminders: %w", err)
	}
	_, err = tx.ExecContext(ctx, s.db.Q("replay_reminders"))
	for _, d := range all {
		if err == nil {
			_, err = tx.ExecContext(ctx, s.db.Q("due_put"), d.Key, d.Kind, d.Stream, d.Payload, ms(d.At))
		}
	}
	if err != nil {
		return errors.Join(fmt.Errorf("place reminders: %w", err), ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

// addNotice folds a reminder on record into the messages.
func (f *folded) addNotice(r ledger.Record) error {
	if r.Kind == Told {
		return f.addTold(r)
	}
	if r.Kind != Reminded {
		return nil
	}
	var x order.Reminder
	if err := json.Unmarshal(r.Body, &x); err != nil {
		return fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	f.messages = append(f.messages, messageRows(r.Pos, r.StreamID, x.Notices(f.states[r.StreamID], r.At()), r.At())...)
	return nil
}

// checkMessages holds the messages against the log, row by row, and the outbox against the orders it speaks of.
func (s *Store) checkMessages(ctx context.Context, f *folded, say func(string, ...any)) error {
	got, err := rows(ctx, s.db.Read, s.db.Q("message_all"), func(scan func(...any) error) (string, error) {
		var pos, n, due, times, at int64
		var audience, id, code, kind, about string
		var urgent bool
		err := scan(&pos, &n, &audience, &id, &code, &kind, &due, &times, &urgent, &at, &about)
		return fmt.Sprint(pos, n, audience, id, code, kind, due, times, urgent, at, about), err
	})
	if err != nil {
		return fmt.Errorf("read messages: %w", err)
	}
	have := map[string]bool{}
	for _, g := range got {
		have[g] = true
	}
	for _, x := range f.messages {
		key := fmt.Sprint(x.Args...)
		if !have[key] {
			say("消息 %v/%v 缺失或与日志不符", x.Args[0], x.Args[1])
		}
		delete(have, key)
	}
	if len(have) > 0 {
		say("多出的消息%d条", len(have))
	}
	stray, err := s.ids(ctx, "outbox_stray")
	if err != nil {
		return fmt.Errorf("check outbox: %w", err)
	}
	if len(stray) > 0 {
		say("待发消息里有%d条指向不存在的工单：%s", len(stray), strings.Join(stray[:min(3, len(stray))], "、"))
	}
	return nil
}

// OpenOrders lists every open order.
func (s *Store) OpenOrders(ctx context.Context) ([]string, error) {
	out, err := s.ids(ctx, "orders_open")
	if err != nil {
		return nil, fmt.Errorf("list open orders: %w", err)
	}
	return out, nil
}
