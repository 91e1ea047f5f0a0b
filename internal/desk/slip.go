package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// SlipView is a slip for the field (外勤联系单) as the order's page tells of it.
type SlipView struct {
	ID                        string
	Name, Body, Purpose       string // as far as the reader may see them
	By, At, Until             string
	End                       order.SlipEnd
	Uses                      int
	LastUse                   string
	Contact, Progress, Number bool
}

// SlipAddress is the secret part of a slip's address, with what the log keeps of it.
type SlipAddress struct{ Token, ID, Hash string }

// NewSlip makes the address of a slip from the submission that gives it, so that the same form sent twice opens the same door; the archive keeps its
// hash alone.
func (s *Service) NewSlip(by org.Actor, orderID, key string) SlipAddress {
	t := s.vault.Token(strings.Join([]string{"slip", orderID, string(by.Account), key}, "\x00"))
	h := hashToken(t)
	return SlipAddress{Token: t, ID: h[:16], Hash: h}
}

// SlipUntil is the end of a slip that runs so many days, today not counted.
func (s *Service) SlipUntil(days int) time.Time {
	return calendar.DateOf(s.now()).AddDays(days + 1).Midnight()
}

func (r *Reader) slips(v *OrderView, st order.State, p policy.Policy, now time.Time, sees func(access.Field) access.Sight, open map[string]string) {
	v.SlipDays, v.GivesNumber = p.Contact.SlipDays.Value, st.MayGiveNumber(r.actor)
	if sees(access.Handling) != access.Full {
		return
	}
	for _, n := range slices.Backward(st.Slips) {
		x := SlipView{ID: n.ID, Name: open[n.Name.Ref], Body: open[n.Body.Ref], Purpose: open[n.Purpose.Ref], By: r.account(n.Account), At: clockTime(n.At), Until: dueWords(n.Until),
			End: st.SlipEnded(n, now), Uses: n.Uses, Contact: n.Contact, Progress: n.Progress, Number: n.Number}
		if !n.LastUse.IsZero() {
			x.LastUse = clockTime(n.LastUse)
		}
		v.Slips = append(v.Slips, x)
	}
}

// slipItem tells of a slip in the timeline.
func slipItem(it Item, e order.Event, handling func(order.Kept) string) (Item, bool) {
	it.Verb = "外勤联系单"
	switch e := e.(type) {
	case order.SlipGiven:
		it.Text, it.Quote = "给外勤人员，"+dueWords(e.Slip.Until)+"前有效", handling(e.Slip.Purpose)
		if name := handling(e.Slip.Name); name != "" {
			it.Text = "给" + handling(e.Slip.Body) + name + "，" + dueWords(e.Slip.Until) + "前有效"
		}
		if e.Slip.Number {
			it.Tag = "可看号码"
		}
	case order.SlipUsed:
		it.Text = "打开联系单"
		if e.What == order.SlipNumber {
			it.Text, it.Tag = "查看诉求人号码", "已登记"
		}
	case order.SlipRevoked:
		it.Text, it.Quote = "收回", handling(e.Reason)
	}
	return it, true
}

// inField names the holder of a slip as the doer of what was done by it: nobody was logged in.
func inField(it Item, st order.State, e order.Event, quote func(string, access.Field) string) Item {
	slip := ""
	switch e := e.(type) {
	case order.SlipUsed:
		slip = e.Slip
	case order.Contacted:
		slip = e.Slip
	case order.Progressed:
		slip = e.Slip
	}
	if n, ok := st.FindSlip(slip); ok {
		it.System, it.By = false, "外勤"+quote(n.Name.Ref, access.Handling)
	}
	return it
}

// slipHolder names the holder of a slip where it is told who saw what.
func (r *Reader) slipHolder(ctx context.Context, orderID, slip string) (string, error) {
	l, err := r.s.load(ctx, orderID)
	if err != nil {
		return "", err
	}
	n, _ := l.state.FindSlip(slip)
	open, err := r.s.unseal(ctx, []string{n.Name.Ref, n.Body.Ref})
	return "外勤 " + open[n.Body.Ref] + open[n.Name.Ref], err
}

// FieldView is all that the holder of a slip sees.
type FieldView struct {
	Number, Title, Place       string
	Text, Requirements         string
	Due                        string
	Unit, UnitPhone            string
	Name, Body, Purpose, Until string // of the slip
	Caller                     string // how to address the caller; empty where that is kept secret
	Secrecy                    string
	Reachable                  bool // there is somebody to call
	Contact, Progress, Phone   bool // what the slip allows; Phone: to look at the number
	Left                       []FieldNote
}

// FieldNote is something that the holder has left before.
type FieldNote struct {
	At, What, Text string
	Photos         int
}

// fieldDoor is the order behind a slip's address. Whatever opens nothing – unknown, misspelt, expired, revoked, the order moved on – is ErrNotFound: one
// answer, so that nobody learns which it was.
func (s *Service) fieldDoor(ctx context.Context, token string) (loaded, order.SlipNote, error) {
	if len(token) > 64 {
		return loaded{}, order.SlipNote{}, ErrNotFound
	}
	id, orderID, err := s.store.SlipOrder(ctx, hashToken(token))
	if errors.Is(err, store.ErrNone) {
		return loaded{}, order.SlipNote{}, ErrNotFound
	}
	if err != nil {
		return loaded{}, order.SlipNote{}, fmt.Errorf("find slip: %w", err)
	}
	l, err := s.load(ctx, orderID)
	if err != nil {
		return l, order.SlipNote{}, err
	}
	n, ok := l.state.FindSlip(id)
	if !ok || l.unknown || l.state.SlipEnded(n, s.now()) != order.SlipRuns {
		return l, n, ErrNotFound
	}
	return l, n, nil
}

// field gives one command of a slip's holder.
func (s *Service) field(ctx context.Context, orderID, key string, c order.UseSlip, let *revealed) error {
	_, err := s.Do(ctx, Ask{Order: orderID, Route: "field/" + c.Slip, Key: key, Commands: []order.Command{c}, reveal: let})
	if no, ok := errors.AsType[*regulation.Refusal](err); ok && no.Code == "no_slip" {
		return ErrNotFound // it ended between the look and the deed
	}
	return err
}

// OpenSlip opens a slip: the look is on record before anything is shown.
func (s *Service) OpenSlip(ctx context.Context, token string) (FieldView, error) {
	l, n, err := s.fieldDoor(ctx, token)
	if err != nil {
		return FieldView{}, err
	}
	if err := s.field(ctx, l.state.ID, "", order.UseSlip{Slip: n.ID, What: order.SlipOpened}, nil); err != nil {
		return FieldView{}, err
	}
	return s.fieldView(ctx, l, n)
}

func (s *Service) fieldView(ctx context.Context, l loaded, n order.SlipNote) (FieldView, error) {
	st := l.state
	q := st.Request
	dir, err := s.Directory(ctx)
	if err != nil {
		return FieldView{}, err
	}
	sees := func(f access.Field) access.Sight {
		return access.SlipSees(access.Grade(q.Secrecy), st.SlipShowsNumber(n), f)
	}
	refs := []string{n.Name.Ref, n.Body.Ref, n.Purpose.Ref}
	if sees(access.Name) == access.Salutation {
		refs = append(refs, q.Name.Ref)
	}
	for _, e := range l.events {
		switch e := e.(type) {
		case order.Contacted:
			if e.Slip == n.ID {
				refs = append(refs, e.Note.Ref)
			}
		case order.Progressed:
			if e.Slip == n.ID {
				refs = append(refs, e.Text.Ref)
			}
		}
	}
	open, err := s.unseal(ctx, refs)
	if err != nil {
		return FieldView{}, err
	}
	u, _ := dir.Unit(st.Lead)
	v := FieldView{Number: st.Number, Title: q.Title, Text: st.DispatchText, Requirements: st.Requirements, Due: dueWords(st.Clocks.Get(order.LimitResult).Due), Unit: u.Name, UnitPhone: u.Phone,
		Name: open[n.Name.Ref], Body: open[n.Body.Ref], Purpose: open[n.Purpose.Ref], Until: dueWords(n.Until), Secrecy: q.Secrecy.Name(), Reachable: st.Reachable(),
		Contact: n.Contact && st.Reachable(), Progress: n.Progress, Phone: sees(access.Phone) == access.Reveal}
	if q.Town != "" {
		v.Place = dir.UnitName(org.UnitID(q.Town))
	}
	v.Place = strings.TrimSpace(v.Place + " " + q.Place)
	if name := open[q.Name.Ref]; name != "" && sees(access.Name) == access.Salutation {
		v.Caller = text.Salutation(name, q.Sex)
	}
	for _, e := range l.events {
		switch e := e.(type) {
		case order.Contacted:
			if e.Slip == n.ID {
				v.Left = append(v.Left, FieldNote{At: clockTime(e.Recorded), What: map[bool]string{true: "已联系诉求人", false: "联系诉求人未果"}[e.Reached], Text: open[e.Note.Ref], Photos: len(e.Files)})
			}
		case order.Progressed:
			if e.Slip == n.ID {
				v.Left = append(v.Left, FieldNote{At: clockTime(e.At), What: "现场情况", Text: open[e.Text.Ref], Photos: len(e.Files)})
			}
		}
	}
	slices.Reverse(v.Left)
	return v, nil
}

// FieldPage is the page again, after something went wrong or the number was shown; it is no new look.
func (s *Service) FieldPage(ctx context.Context, token string) (FieldView, error) {
	l, n, err := s.fieldDoor(ctx, token)
	if err != nil {
		return FieldView{}, err
	}
	return s.fieldView(ctx, l, n)
}

// FieldLeft records what a slip's holder leaves: a contact, or word and photographs. Files must be pictures.
func (s *Service) FieldLeft(ctx context.Context, token, key string, c order.UseSlip) error {
	l, n, err := s.fieldDoor(ctx, token)
	if err != nil {
		return err
	}
	c.By, c.Slip = order.By{}, n.ID
	return s.field(ctx, l.state.ID, key, c, nil)
}

// FieldKeep checks and keeps a photograph that a slip's holder sends.
func (s *Service) FieldKeep(ctx context.Context, token string, u Upload) (order.Attachment[order.Private], error) {
	if _, _, err := s.fieldDoor(ctx, token); err != nil {
		return order.Attachment[order.Private]{}, err
	}
	if kind, ok := kindOf(u.Bytes); !ok || !kind.picture {
		return order.Attachment[order.Private]{}, invalid("files", "“%s”不是照片；这里只收照片。", cleanName(u.Name))
	}
	return s.Keep(ctx, u, "handling")
}

// FieldNumber lets the caller's number out to the holder of a slip that allows it; the look is on record in the same append, in the order's log and in
// that of who saw what (Art. 23(6)).
func (s *Service) FieldNumber(ctx context.Context, token string) (Revealed, error) {
	l, n, err := s.fieldDoor(ctx, token)
	if err != nil {
		return Revealed{}, err
	}
	now := s.now()
	q, field, kept := l.state.Request, "contact", l.state.Request.Contact
	if kept.Empty() {
		field, kept = "phone", q.Phone
	}
	if access.SlipSees(access.Grade(q.Secrecy), l.state.SlipShowsNumber(n), access.Phone) != access.Reveal || kept.Empty() {
		return Revealed{}, ErrNotFound
	}
	open, err := s.unseal(ctx, []string{kept.Ref})
	if err != nil {
		return Revealed{}, err
	}
	body, err := json.Marshal(revealEvent{Order: l.state.ID, Field: field, Reason: string(access.ToContact), Slip: n.ID, At: now})
	if err != nil {
		return Revealed{}, fmt.Errorf("encode reveal: %w", err)
	}
	w := store.StreamWrite{Stream: accessStream, Expect: -1, Events: []store.NewEvent{{Kind: "revealed", V: 1, Body: body}}}
	if err := s.field(ctx, l.state.ID, "", order.UseSlip{Slip: n.ID, What: order.SlipNumber}, &revealed{write: w}); err != nil {
		return Revealed{}, err
	}
	return Revealed{Value: open[kept.Ref], Until: now.Add(showForContact)}, nil
}
