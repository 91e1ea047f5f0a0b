package desk

import (
	"context"

	"huiyin/internal/access"
	"huiyin/internal/order"
)

// Difference is a fact of an order that is another now than when a page was shown.
type Difference struct {
	Name     string
	Was, Now string
}

// Since holds two versions of an order against each other as the reader may see them: what a person filled a form in by, and what holds now. A
// stranger's order and no order answer alike.
func (r *Reader) Since(ctx context.Context, id string, shown int64) ([]Difference, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	rel := Relate(r.actor, l.state, r.s.now())
	if rel == access.Stranger {
		return nil, ErrNotFound
	}
	p, err := r.s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return nil, err
	}
	var was order.State
	for i, e := range l.events {
		if e != nil && l.records[i].Version <= shown {
			was = order.Evolve(was, e)
		}
	}
	was.Matter = l.state.Matter
	words := access.Sees(r.actor.Post.Kind, rel, access.Grade(l.state.Request.Secrecy), access.Text) == access.Full
	facts := func(st order.State) [][2]string {
		v := r.facts(st, p)
		r.clocks(&v, st, p, r.s.now())
		due := ""
		if v.Head != nil {
			due = v.Head.Name + " " + v.Head.Last
		}
		out := [][2]string{{"状态", v.StatusName}, {"类型", v.Type}, {"分类", v.Category}, {"承办单位", v.Unit}, {"分管领导", v.Deputy}, {"牵头", v.Lead},
			{"具办人员", v.Handler}, {"时限", due}}
		if words {
			out = append(out, [2]string{"标题", st.Request.Title}, [2]string{"地点", v.Place}, [2]string{"办理要求", st.Requirements}, [2]string{"转办文本", st.DispatchText})
			reply := ""
			if st.Reply != nil && rel != access.Helper {
				reply = st.Reply.Public
			}
			out = append(out, [2]string{"公开答复", reply})
		}
		return out
	}
	before, after := facts(was), facts(l.state)
	var out []Difference
	for i := range after {
		if before[i][1] != after[i][1] {
			out = append(out, Difference{after[i][0], before[i][1], after[i][1]})
		}
	}
	return out, nil
}
