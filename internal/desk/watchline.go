package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
)

// supervised tells in the order's timeline what supervision did (Art. 21, 22), each row only to whoever may read it, and says how hard the order is pressed. What was said
// stands on the row's own page.
func (r *Reader) supervised(ctx context.Context, v *OrderView, st order.State) error {
	if !access.May(r.actor.Post.Kind, access.SuperReading) {
		return nil
	}
	recs, err := r.s.store.Load(ctx, store.WatchStream(st.ID))
	if err != nil || len(recs) == 0 {
		return err
	}
	last, err := foldWatch(oversight.Watch{Order: st.ID}, recs)
	if err != nil {
		return err
	}
	may := map[int]bool{}
	for i := range last.Cases {
		c := &last.Cases[i]
		may[c.N] = r.mayReadCase(st, c)
		if may[c.N] && c.Open() {
			v.Pressed = max(v.Pressed, int(c.Level))
		}
	}
	w := oversight.Watch{Order: st.ID}
	var items []Item
	for _, rec := range recs {
		var e oversight.Event
		if w, e, err = store.FoldWatch(w, rec); err != nil {
			return err
		}
		c := w.Case(oversight.CaseOf(e))
		if c == nil || !may[c.N] {
			continue
		}
		if it, ok := r.watchItem(rec, *c, e); ok {
			items = append(items, it)
		}
	}
	slices.Reverse(items)
	// Newest first; what supervision answered to an event of the same instant stands above it.
	v.Items = append(items, v.Items...)
	slices.SortStableFunc(v.Items, func(a, b Item) int { return b.At.Compare(a.At) })
	return nil
}

// watchItem tells one event of the ledger; c is its row after it. A unit hears of what presses it and of its own sheets, not of the office's notes.
func (r *Reader) watchItem(rec ledger.Record, c oversight.Case, e oversight.Event) (Item, bool) {
	r = r.then(rec.At())
	it := Item{At: rec.At(), By: r.who(rec.Actor, org.PostID(rec.Post)), System: rec.Actor == "", Mark: "sup", Verb: "督办"}
	k := r.actor.Post.Kind
	mine := func(u org.UnitID) bool { return !k.InUnit() || u == r.actor.Post.Unit }
	number := func(n int) string {
		if n > 0 && n <= len(c.Sheets) {
			return c.Sheets[n-1].Number
		}
		return ""
	}
	switch e := e.(type) {
	case oversight.Opened:
		if e.Level == oversight.Track && k.InUnit() {
			return it, false
		}
		it.Ledger = true
		it.Text, it.Tag = "列入督办台账，"+e.Clause.String()+evidenceLine(e.Evidence), e.Level.Name()
	case oversight.Raised:
		it.Text, it.Tag, it.Bad = "升为"+e.Level.Name()+"督办"+evidenceLine(e.Evidence), e.Level.Name(), true
	case oversight.Acted:
		if k.InUnit() {
			return it, false
		}
		it.Text = e.Action.Means.Name() + "督办，" + e.Action.Result.Name()
	case oversight.SheetIssued:
		if !mine(e.Unit) {
			return it, false
		}
		it.Text, it.Tag = e.Number+"，书面督办"+r.dir.UnitName(e.Unit)+"，"+dayWords(e.Limit.LastDay)+"前反馈", e.Level.Name()
		if len(e.Joint) > 0 {
			it.Text += "，联合" + strings.Join(r.unitNames(e.Joint), "、")
		}
	case oversight.SheetAnswered:
		if !mine(e.Unit) {
			return it, false
		}
		it.Verb, it.Text = "督办反馈", fmt.Sprintf("%s反馈%s，用时%d个工作日", r.dir.UnitName(e.Unit), number(e.Sheet), e.Days)
		it.Tag, it.Bad = inTime(e.Late)
	case oversight.SheetMissed:
		if !mine(e.Unit) {
			return it, false
		}
		it.Text, it.Tag, it.Bad = number(e.Sheet)+"到期没有反馈", "逾期", true
	case oversight.SheetLapsed:
		if !mine(e.Unit) {
			return it, false
		}
		it.Text = number(e.Sheet) + "作废，" + map[string]string{"moved": "工单已转走", "closed": "已销号"}[e.Why]
	case oversight.Judged:
		if !mine(e.Unit) {
			return it, false
		}
		it.Verb, it.Text = "督办认定", number(e.Sheet)+"已落实"
		if !e.Solved {
			it.Text, it.Tag, it.Bad = number(e.Sheet)+"未落实，第"+strconv.Itoa(e.Unsolved)+"次", "未落实", true
		}
	case oversight.Closed:
		if c.Level == oversight.Track && k.InUnit() {
			return it, false
		}
		it.Verb, it.Text = "销号", c.Item.Clause().String()+"，"+e.Outcome.Name()
	default:
		return it, false
	}
	return it, true
}

func evidenceLine(all []oversight.Evidence) string {
	var out []string
	for _, e := range all {
		out = append(out, e.Words())
	}
	if len(out) == 0 {
		return ""
	}
	return "：" + strings.Join(out, "；")
}

// pressed marks the rows of a list that supervision presses, as far as the reader may know.
func (r *Reader) pressed(ctx context.Context, rows []Row) error {
	k := r.actor.Post.Kind
	if len(rows) == 0 || !access.May(k, access.SuperReading) {
		return nil
	}
	var ids []string
	for _, x := range rows {
		ids = append(ids, x.ID)
	}
	var unit org.UnitID
	if k.InUnit() {
		unit = r.actor.Post.Unit
	}
	levels, err := r.s.store.PressedLevels(ctx, ids, unit, k.Joint())
	for i := range rows {
		rows[i].Pressed = levels[rows[i].ID]
	}
	return err
}
