package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/text"
)

// CopyText is a text for a chat group: nothing in it identifies a person. Warn says what the detector took out.
type CopyText struct {
	Text string
	Warn string
}

// CopyOrder is one order as it may be pasted into a group of units: number, unit, category, place down to the village, limit. Words of the caller are never in it.
func (r *Reader) CopyOrder(ctx context.Context, id string) (CopyText, error) {
	v, err := r.Order(ctx, id)
	if err != nil {
		return CopyText{}, err
	}
	if !r.mayCopy() {
		return CopyText{}, ErrForbidden
	}
	var b strings.Builder
	if v.Unit != "" {
		fmt.Fprintf(&b, "@%s ", v.Unit)
	}
	fmt.Fprintf(&b, "工单%s（%s）\n", v.Number, v.Type)
	if v.Secrecy != order.Ordinary.Name() {
		// The title of a secret order may say more than its number; the unit reads it in the system.
		b.WriteString("内容请登录系统查看。\n")
	} else {
		fmt.Fprintf(&b, "事项：%s\n", v.Title)
		if v.Town != "" || v.Place != "" {
			fmt.Fprintf(&b, "地点：%s\n", strings.TrimSpace(v.Town+" "+v.Place))
		}
	}
	if v.Head != nil && !v.Head.Done {
		fmt.Fprintf(&b, "%s时限：%s（%s）\n", v.Head.Name, v.Head.Last, v.Head.Light.Word)
	}
	if v.Urges > 0 {
		fmt.Fprintf(&b, "已催办%d次。\n", v.Urges)
	}
	b.WriteString("请登录系统办理，群内不要发诉求人姓名、电话。")
	return r.s.cleaned(ctx, b.String(), id)
}

func (r *Reader) mayCopy() bool {
	k := r.actor.Post.Kind
	return k.Desk() && k != org.Outsourced || k.InUnit()
}

// cleaned masks whatever the detector still finds; the caller's own name and numbers are known to it.
func (s *Service) cleaned(ctx context.Context, raw string, ids ...string) (CopyText, error) {
	var names []string
	for _, id := range ids {
		more, err := s.callerNames(ctx, id)
		if err != nil {
			return CopyText{}, err
		}
		names = append(names, more...)
	}
	var lines []string
	hits := 0
	for _, line := range strings.Split(raw, "\n") {
		// Numbers of orders and limits are ours; everything else is looked at.
		found := text.FindIdentity(line, names...)
		found = slices.DeleteFunc(found, func(f text.Finding) bool { return ours(line[f.Start:f.End]) })
		hits += len(found)
		lines = append(lines, text.Mask(line, found))
	}
	out := CopyText{Text: strings.Join(lines, "\n")}
	if hits > 0 {
		out.Warn = fmt.Sprintf("已遮盖%d处可能的个人信息，发出前请再看一遍。", hits)
	}
	return out, nil
}

func ours(s string) bool { return numberForm.MatchString(s) }

// CopyDay is the list for the group of all units: who owes what today. It names units and numbers only.
func (r *Reader) CopyDay(ctx context.Context) (CopyText, error) {
	if !r.actor.Post.Kind.Desk() || r.actor.Is(org.Outsourced) || !access.May(r.actor.Post.Kind, access.Reading) {
		return CopyText{}, ErrForbidden
	}
	rows, err := r.s.store.OwedByUnits(ctx, calendar.DateOf(r.s.now()).Next().Midnight(), r.actor.Marks())
	if err != nil {
		return CopyText{}, err
	}
	type owes struct{ sign, today, late []string }
	units := map[string]*owes{}
	var order_ []string
	now := r.s.now()
	for _, x := range rows {
		u := units[x.Lead]
		if u == nil {
			u = &owes{}
			units[x.Lead] = u
			order_ = append(order_, x.Lead)
		}
		switch {
		case x.Status == order.Dispatched && at(x.DueMS).After(now):
			u.sign = append(u.sign, x.Number)
		case !at(x.DueMS).After(now):
			u.late = append(u.late, x.Number)
		default:
			u.today = append(u.today, x.Number)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "【县长热线】%s待办提醒\n", calendar.DateOf(now).ChineseShort())
	if len(order_) == 0 {
		b.WriteString("今天没有到期和超期的工单。\n")
	}
	for _, id := range order_ {
		u := units[id]
		var owed []string
		for _, p := range []struct {
			word string
			nos  []string
		}{{"超期", u.late}, {"今日到期", u.today}, {"待签收", u.sign}} {
			if len(p.nos) > 0 {
				owed = append(owed, fmt.Sprintf("%s%d件：%s", p.word, len(p.nos), strings.Join(p.nos, "、")))
			}
		}
		fmt.Fprintf(&b, "@%s %s\n", r.dir.UnitName(org.UnitID(id)), strings.Join(owed, "；"))
	}
	b.WriteString("请登录系统办理，群内不要发诉求人姓名、电话。")
	return CopyText{Text: b.String()}, nil
}
