package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// TerminationView is an order's application to be terminated (Art. 20), the last one, as its readers may see it.
type TerminationView struct {
	Ground, Basis, Reason, Answers, Persuasion string
	By, At                                     string
	Signed                                     string // how the principal signed
	SheetFile                                  string // attachment id of the signed application
	Before                                     []RoundView
	Batch, Number                              string // the batch it stands on
	Agreed                                     string
	Report                                     bool // the city does not know the order: 报备
	Refused, Opinion                           string
	Receipt                                    string
	Withdrawn                                  string // when the unit took it back
	Waits                                      bool   // on its way: at the office, the magistrate or the city
}

// EndedView says that an order's matter was terminated before.
type EndedView struct {
	ID, Number, Day string
}

// termination fills in the application, and whether the matter of a new order was terminated before.
func (r *Reader) termination(ctx context.Context, v *OrderView, st order.State, sees func(access.Field) access.Sight, open map[string]string) error {
	if id := st.Matter.Ended(); id != "" && st.Status == order.Registered {
		row, err := r.s.store.OrderRow(ctx, id)
		if err != nil {
			return fmt.Errorf("read terminated order %s: %w", id, err)
		}
		v.Ended = &EndedView{ID: id, Number: row.Number, Day: DayWords(at(row.ClosedMS))}
	}
	t := st.Termination
	if t == nil {
		return nil
	}
	x := &TerminationView{Ground: string(t.Ground) + " " + t.Ground.Name(), Basis: t.Basis, By: r.account(t.Account), At: clockTime(t.At), Batch: t.Batch, Number: t.Number, Report: t.Report,
		Refused: order.RefusedName(t.Refused), Receipt: t.Receipt, Waits: st.Status == order.Terminating || st.Status == order.AwaitingCancel}
	if t.Refused == "" && !t.Agreed.IsZero() {
		x.Agreed = DayWords(t.Agreed)
	}
	if !t.Withdrawn.IsZero() {
		x.Withdrawn = clockTime(t.Withdrawn)
	}
	x.Signed = "主要负责人在屏幕上提交"
	if t.Confirmed == approval.ByPIN {
		x.Signed += "，签名密码确认"
	}
	x.Signed += underWords(t.Under)
	if t.Sheet != "" {
		x.Signed = "主要负责人签字的申请书（纸质）"
	}
	if sees(access.Handling) == access.Full {
		x.Reason, x.Answers, x.Persuasion, x.Opinion = open[t.Reason.Ref], open[t.Answers.Ref], open[t.Persuasion.Ref], open[t.Opinion.Ref]
		x.SheetFile = scanOf(st, t.Sheet)
	}
	for i, b := range t.Before {
		row, err := r.s.store.OrderRow(ctx, b.Order)
		if err != nil {
			return fmt.Errorf("read round %s: %w", b.Order, err)
		}
		if r.actor.Post.Kind.InUnit() && row.Lead != string(r.actor.Post.Unit) {
			continue
		}
		x.Before = append(x.Before, RoundView{ID: b.Order, Number: row.Number, Status: row.Status.Name(), Closed: DayWords(b.At), Title: r.dir.UnitName(org.UnitID(row.Lead)), N: t.Appeals - len(t.Before) + i})
	}
	v.Termination = x
	return nil
}

// terminationItem tells the events of a termination in the timeline.
func terminationItem(it Item, e order.Event, handling func(order.Kept) string) (Item, bool) {
	switch e := e.(type) {
	case order.TerminationAsked:
		it.Verb, it.Quote, it.Tag = "申请终结", handling(e.Ask.Reason), "第二十条"
		it.Text = fmt.Sprintf("第%d次诉求，%s；依据：%s，%s前审核，暂停计时", e.Ask.Appeals, e.Ask.Ground.Name(), e.Ask.Basis, dayWords(e.Review.LastDay)) + underWords(e.Ask.Under)
		it.Paper = e.Ask.Sheet != ""
	case order.TerminationReviewed:
		it.Verb, it.Text, it.Quote = "审核终结", "审核通过，汇总呈县长批示", handling(e.Note)
		it.Tag, it.Bad = inTime(e.Late)
	case order.TerminationSubmitted:
		it.Verb, it.Text = "终结呈批", "编入呈批表"+e.Number+"，呈县长批示"
	case order.TerminationAgreed:
		it.Verb, it.Text, it.Tag = "同意终结", "县长同意，"+dayWords(e.Cancel.LastDay)+"前报市热线办"+cancelWord(e.Report), "第二十条"
	case order.TerminationRefused:
		it.Verb, it.Quote, it.Bad, it.Mark = "终结未准", handling(e.Opinion), true, "sup"
		it.Text = order.RefusedName(e.By) + "不同意终结，退回继续办理，" + dayWords(e.Result.LastDay) + "前办结"
	case order.TerminationWithdrawn:
		it.Verb, it.Quote, it.Text = "撤回终结申请", handling(e.Reason), "承办单位撤回，按原时限继续办理，"+dayWords(e.Result.LastDay)+"前办结"
	case order.TerminatedEvent:
		it.Verb, it.Quote = "终结", handling(e.Note)
		it.Text = "市热线办已" + cancelWord(e.Report) + "（" + DayWords(e.On)
		if e.Receipt != "" {
			it.Text += "，回执" + e.Receipt
		}
		it.Text += "），终结办理"
		it.Tag, it.Bad = inTime(e.Late)
	default:
		return it, false
	}
	return it, true
}

func cancelWord(report bool) string {
	if report {
		return "报备"
	}
	return "销号"
}

// TerminationItem is an order on the page of terminations, or on a batch.
type TerminationItem struct {
	Row
	Ground, Reason string
	Appeals        int
	State          string // where it stands on the batch
	Opinion        string
	Waits          bool // for the reader's own word
	Chain          string
	Step           int
	Version        int64
}

// TerminationBatch is a 终结事项汇总呈批表.
type TerminationBatch struct {
	ID, Number, Day string
	Items           []TerminationItem
	Mine            bool // something on it waits for the reader's own word
	Done            bool // nothing on it waits for anybody
}

// TerminationHome is the page of terminations.
type TerminationHome struct {
	Review, Gather, Cancel []TerminationItem
	Batches                []TerminationBatch
}

// terminationLines is how many lines of batches the page looks back over.
const terminationLines = 200

// Terminations is what waits for review, for a batch, for the magistrate and for the city.
func (r *Reader) Terminations(ctx context.Context) (TerminationHome, error) {
	var h TerminationHome
	if !access.May(r.actor.Post.Kind, access.EndReading) {
		return h, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return h, err
	}
	yes := true
	rows, err := r.listed(ctx, store.ListFilter{Open: &yes, Statuses: []string{string(order.Terminating), string(order.AwaitingCancel)}, Limit: homeRows})
	if err != nil {
		return h, fmt.Errorf("list terminations: %w", err)
	}
	if r.actor.Post.Kind.Desk() {
		for _, row := range rows {
			l, err := r.s.load(ctx, row.ID)
			if err != nil {
				return h, err
			}
			st := l.state
			if st.Termination == nil {
				continue
			}
			it, err := r.terminationItem(ctx, l, st.Termination.Batch, r.row(p, ListOpen, row, r.s.now()))
			if err != nil {
				return h, err
			}
			switch {
			case st.Status == order.AwaitingCancel:
				it.State = "待" + cancelWord(st.Termination.Report)
				h.Cancel = append(h.Cancel, it)
			case !st.Termination.Reviewed:
				h.Review = append(h.Review, it)
			case st.Termination.Chain.Empty():
				h.Gather = append(h.Gather, it)
			}
		}
	}
	lines, err := r.s.store.NewestTerminations(ctx, terminationLines)
	if err != nil {
		return h, err
	}
	var seen []string
	for _, l := range lines {
		if slices.Contains(seen, l.Batch) {
			continue
		}
		seen = append(seen, l.Batch)
		b, err := r.TerminationBatch(ctx, l.Batch)
		if errors.Is(err, ErrNotFound) {
			continue // every order on it reports the reader
		}
		if err != nil {
			return h, err
		}
		h.Batches = append(h.Batches, b)
	}
	return h, nil
}

// TerminationBatch is one batch, ErrNotFound where there is none.
func (r *Reader) TerminationBatch(ctx context.Context, id string) (TerminationBatch, error) {
	if !access.May(r.actor.Post.Kind, access.EndReading) {
		return TerminationBatch{}, ErrForbidden
	}
	lines, err := r.s.store.TerminationBatch(ctx, id)
	if err != nil {
		return TerminationBatch{}, err
	}
	if len(lines) == 0 {
		return TerminationBatch{}, ErrNotFound
	}
	b := TerminationBatch{ID: id, Number: lines[0].Number, Day: DayWords(at(lines[0].AtMS)), Done: true}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return b, err
	}
	for _, line := range lines {
		l, err := r.s.load(ctx, line.Order)
		if err != nil {
			return b, err
		}
		if l.state.Recuses(r.actor) {
			continue // for whom an order reports, it stands on no batch (Art. 23(6))
		}
		row, err := r.s.store.OrderRow(ctx, line.Order)
		if err != nil {
			return b, fmt.Errorf("read order %s of batch: %w", line.Order, err)
		}
		it, err := r.terminationItem(ctx, l, id, r.row(p, ListOpen, store.Listed{OrderRow: row}, r.s.now()))
		if err != nil {
			return b, err
		}
		b.Mine, b.Done = b.Mine || it.Waits, b.Done && (it.State == "已终结" || it.State == "未同意" || it.State == "已撤出" || it.State == "单位已撤回")
		b.Items = append(b.Items, it)
	}
	if len(b.Items) == 0 {
		return TerminationBatch{}, ErrNotFound
	}
	return b, nil
}

// terminationItem is an order with what its application says, and what became of it on a batch ("" = on none).
func (r *Reader) terminationItem(ctx context.Context, l loaded, batch string, row Row) (TerminationItem, error) {
	st := l.state
	it := TerminationItem{Row: row, Version: l.version}
	line := order.BatchLine{}
	if batch != "" {
		line = order.BatchLineOf(l.events, batch)
	} else if t := st.Termination; t != nil {
		line = order.BatchLine{Unit: t.Unit, Ground: t.Ground, Appeals: t.Appeals, Reason: t.Reason}
	}
	open, err := r.s.unseal(ctx, []string{line.Reason.Ref, line.Opinion.Ref})
	if err != nil {
		return it, err
	}
	it.Ground, it.Reason, it.Opinion, it.Appeals = string(line.Ground)+" "+line.Ground.Name(), open[line.Reason.Ref], open[line.Opinion.Ref], line.Appeals
	it.Chain = line.Chain
	switch {
	case line.Back:
		it.State = "单位已撤回"
	case line.Left:
		it.State = "已撤出"
	case line.Refused != "":
		it.State, it.Opinion = "未同意", order.RefusedName(line.Refused)+"："+orDash(it.Opinion)
	case !line.Ended.IsZero():
		it.State = "已终结"
	case !line.Agreed.IsZero():
		it.State = "县长同意，待销号"
	case line.Waits:
		it.State = "待县长批示"
		for _, c := range st.OpenChains() {
			if i := c.OpenFor(r.actor.Post.ID); i >= 0 && st.Termination != nil && c.ID == st.Termination.Chain.ID {
				it.Waits, it.Step = c.Steps[i].Pending == nil, i
			}
		}
	}
	return it, nil
}

// SubmitTerminations makes a batch of reviewed applications for the magistrate. Each order is written by itself; the first that is allows the batch its
// number, so that none is burnt. key makes it safe to send again.
func (s *Service) SubmitTerminations(ctx context.Context, actor org.Actor, items []BatchItem, key string) (batch string, out []BatchOutcome, err error) {
	if len(items) == 0 || len(items) > batchMost {
		return "", nil, invalid("id", "请先勾选要呈批的件，一次最多100件。")
	}
	if !access.May(actor.Post.Kind, access.EndReviewing) {
		return "", nil, ErrForbidden
	}
	batch, number := key, ""
	if batch == "" {
		batch = s.newID()
	}
	for _, it := range items {
		o := BatchOutcome{ID: it.ID}
		cmd := order.SubmitTermination{By: order.By{Actor: actor}, ChainID: s.newID(), Batch: batch, Number: number}
		if number == "" {
			cmd.Number, cmd.Allot = s.newID(), true
		}
		ask := Ask{Actor: actor, Order: it.ID, Shown: it.Shown, Route: "terminations", Commands: []order.Command{cmd}}
		if key != "" {
			ask.Key = key + "/" + it.ID
		}
		done, err := s.Do(ctx, ask)
		if err != nil {
			if o.Why, o.Article = batchWhy(err); o.Why == "" {
				return batch, out, err
			}
		} else {
			o.OK, o.Number = true, done.Number
			if number == "" {
				l, err := s.load(ctx, it.ID)
				if err != nil {
					return batch, out, err
				}
				number = l.state.Termination.Number
			}
		}
		out = append(out, o)
	}
	if number == "" {
		return "", out, nil
	}
	return batch, out, nil
}

// TerminationWord is the magistrate's word on one line of a batch.
type TerminationWord struct {
	Order   string
	Refuses bool
	Opinion string
}

// SignTerminations gives the magistrate's words on a batch, each line by itself: some may be refused.
func (s *Service) SignTerminations(ctx context.Context, r *Reader, batch string, words []TerminationWord, also []org.PostID, how approval.Confirmed, key string) ([]BatchOutcome, error) {
	b, err := r.TerminationBatch(ctx, batch)
	if err != nil {
		return nil, err
	}
	var out []BatchOutcome
	for _, w := range words {
		i := slices.IndexFunc(b.Items, func(it TerminationItem) bool { return it.ID == w.Order })
		if i < 0 {
			return out, ErrNotFound
		}
		it := b.Items[i]
		o := BatchOutcome{ID: it.ID, Number: it.Number, Title: it.Title}
		_, err := s.Do(ctx, Ask{Actor: r.actor, Order: it.ID, Route: "terminations/sign", Key: key + "/" + it.ID, Commands: []order.Command{order.SignStep{By: order.By{Actor: r.actor}, Chain: it.Chain, Step: it.Step,
			Refuses: w.Refuses, Opinion: order.Private{Text: w.Opinion}, Also: also, Confirmed: how}}})
		var no *regulation.Refusal
		switch {
		case errors.As(err, &no):
			o.Why, o.Article = no.Reason, no.Article.String()
		case err != nil:
			return out, err
		default:
			o.OK = true
		}
		out = append(out, o)
	}
	return out, nil
}
