package desk

import (
	"context"
	"fmt"
	"regexp"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/text"
)

// endForm is what an operator types for somebody who called before: the last four digits, quicker than the whole number and enough to find him.
var endForm = regexp.MustCompile(`^[0-9]{4}$`)

// callersMost is how many of a caller's orders are looked at.
const callersMost = 30

// caller is whom a number typed on the 登记单 means; bad says what to do where it means nobody.
type caller struct{ number, bad string }

// ordersOf finds the orders of a caller by the whole number or by its last four digits, the newest first. Where several people have the same end, none is
// chosen. Who may not find by the number (access) does not find by its end, and a look by the end goes on record as a search does (trust.md B5, 19).
func (r *Reader) ordersOf(ctx context.Context, typed string) ([]string, caller, error) {
	var who caller
	typed = text.Fold(typed)
	if typed == "" {
		return nil, who, nil
	}
	end := endForm.MatchString(typed)
	hash := ""
	if end {
		if !r.ever(access.Phone, mayFindByPhone) {
			who.bad = "请输入完整号码"
			return nil, who, nil
		}
		if err := r.searched(ctx, "按来电号码后四位"); err != nil {
			return nil, who, err
		}
		hash = r.s.vault.TailIndex(typed)
	} else {
		n, err := text.ParsePhone(typed)
		if err != nil {
			who.bad = err.Error()
			return nil, who, nil
		}
		who.number, hash = n, r.s.vault.PhoneIndex(n)
	}
	ids, err := r.s.store.OrdersByPhone(ctx, hash, callersMost)
	if err != nil {
		return nil, who, fmt.Errorf("find the caller's orders: %w", err)
	}
	if !end {
		return ids, who, nil
	}
	numbers := map[string]bool{}
	var out []string
	for _, id := range ids {
		n, err := r.numberEnding(ctx, id, typed)
		if err != nil {
			return nil, who, err
		}
		if n != "" {
			numbers[n], who.number = true, n
			out = append(out, id)
		}
	}
	switch len(numbers) {
	case 0:
		who.bad = "没有尾号" + typed + "的来电人，请输入完整号码"
	case 1:
		return out, who, nil
	default:
		who.bad = fmt.Sprintf("尾号%s有%d个号码来过电，请输入完整号码", typed, len(numbers))
	}
	who.number = ""
	return nil, who, nil
}

// numberEnding is the number under which an order was made, where it ends so and this reader may find orders by it.
func (r *Reader) numberEnding(ctx context.Context, id, end string) (string, error) {
	x, ok, err := r.look(ctx, id, r.s.now())
	if err != nil || !ok || !mayFindByPhone(x.sees(access.Phone)) {
		return "", err
	}
	open, err := r.s.unseal(ctx, []string{x.st.Request.Phone.Ref})
	if err != nil {
		return "", err
	}
	n, err := text.ParsePhone(open[x.st.Request.Phone.Ref])
	if err != nil || r.s.vault.TailIndex(n) != r.s.vault.TailIndex(end) {
		return "", nil // the other number of the order ends so, or it was corrected since
	}
	return n, nil
}

// CallerOf is the number a new request of the same caller is registered under, where the operator typed its last four digits and said that it repeats an
// earlier order. The whole number goes from seal to seal: he sees it as he sees that of any call he has registered himself (trust.md B2), not before.
func (r *Reader) CallerOf(ctx context.Context, typed, earlier string) (order.Private, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return order.Private{}, ErrForbidden
	}
	if !endForm.MatchString(text.Fold(typed)) {
		return order.Private{Text: typed}, nil
	}
	if earlier == "" {
		return order.Private{}, invalid("phone", "只有后四位。请输入完整号码；是同一位来电人再次反映的，按Alt+R关联以前的工单。")
	}
	ids, who, err := r.ordersOf(ctx, typed)
	if err != nil {
		return order.Private{}, err
	}
	for _, id := range ids {
		if id == earlier {
			return order.Private{Text: who.number}, nil
		}
	}
	return order.Private{}, invalid("phone", "关联的工单不是尾号%s的来电人登记的，请输入完整号码。", typed)
}
