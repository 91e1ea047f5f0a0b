package desk

import (
	"context"
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
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// Past is an earlier order of the caller.
type Past struct {
	Likely
	Light          Light
	Day, Unit      string // 10月21日, 县城管局
	Satisfaction   string
	Type, Category string
	Town, Place    string
	Sex, Name      string // name masked
}

// AlikeView is an order of others at the same place about the same, of late.
type AlikeView struct {
	ID, Number, Title, Status string
	Light                     Light
	Open                      bool
}

// Pick is a category proposed.
type Pick struct {
	Code, Label string
	Percent     int
}

// Side is what stands beside the 登记单 while it is being written.
type Side struct {
	Phone    string // masked; empty where no whole number was typed yet
	PhoneBad string // what is wrong with it
	Name     string // the caller may be …, masked
	Place    string // where the caller's last order was
	Past     []Past
	Others   []Likely // from other numbers
	Alike    []AlikeView
	Times    int // person-times within seven days, this one not counted
	Override int // from which likeness on setting a proposal aside takes a reason
	Gather   Together
	Trigger  int // at how many supervision begins by itself (Art. 21(6))
	Picks    []Pick
	Hits     []ArticleView
	Appeals  int          // the appeal this would be, where it is linked
	Level    policy.Level // who signs its dispatch then
	Units    []org.Unit   // the duty units
	Why      []string     // why each of them
	Type     order.Type
	Days     int // working days the unit gets
	Hint     *AbuseHint
}

// alikeSpan is within how many days requests count as coming together.
const alikeSpan = 7 * 24 * time.Hour

// Side reads all that helps while a request is being written. linked is the id of the earlier order that a person said it repeats.
func (r *Reader) Side(ctx context.Context, d Draft, linked string, typ order.Type) (Side, error) {
	var v Side
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return v, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return v, err
	}
	v.Override = p.Repeat.OverrideScore.Value
	v.Type, v.Trigger, v.Days = typ, p.Cluster.PersonTimes.Value, p.Limit.OtherWD.Value
	if typ == order.Consult {
		v.Days = p.Limit.ConsultWD.Value
	}
	if d.Phone != "" {
		_, who, err := r.ordersOf(ctx, d.Phone)
		if err != nil {
			return v, err
		}
		if v.PhoneBad = who.bad; who.bad == "" {
			v.Phone = text.MaskPhone(who.number)
		}
		if v.Hint, err = r.abuseHint(ctx, who.number); err != nil {
			return v, err
		}
	}
	if err := r.past(ctx, &v, d, p); err != nil {
		return v, err
	}
	if err := r.alike(ctx, &v, d, p); err != nil {
		return v, err
	}
	if v.Gather, err = r.gathering(ctx, d, p); err != nil {
		return v, err
	}
	if v.Picks, err = r.s.suggest(ctx, p, d.Words); err != nil {
		return v, err
	}
	if v.Hits, err = r.Hits(ctx, d.Words, d.Category, 4); err != nil && !errors.Is(err, ErrForbidden) {
		return v, err
	}
	if d.Category != "" {
		units, err := r.suggest(ctx, d.Category, d.Town, func(org.UnitID) bool { return false }, "")
		if err != nil {
			return v, err
		}
		for _, x := range units {
			u, _ := r.dir.Unit(x.Unit)
			v.Units, v.Why = append(v.Units, u), append(v.Why, x.Reason)
		}
	}
	return v, r.round(ctx, &v, linked, p)
}

// round says which appeal it would be and who has to sign (Art. 10(4)).
func (r *Reader) round(ctx context.Context, v *Side, linked string, p policy.Policy) error {
	v.Appeals = 1
	if linked == "" {
		return nil
	}
	id, err := r.FindNumber(ctx, linked)
	if err != nil {
		return nil // a number not yet whole
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return err
	}
	v.Appeals = l.state.Matter.Appeals() + 1
	v.Level = p.DispatchLevel(v.Appeals, 0, false)
	return nil
}

func (r *Reader) past(ctx context.Context, v *Side, d Draft, p policy.Policy) error {
	likely, err := r.Likely(ctx, d)
	if err != nil {
		return err
	}
	var newest time.Time
	for _, x := range likely {
		if x.Other {
			v.Others = append(v.Others, x)
			continue
		}
		l, err := r.s.load(ctx, x.Order)
		if err != nil {
			return err
		}
		st := l.state
		q := Past{Likely: x, Day: st.RegisteredAt.In(calendar.Beijing).Format("1月2日"), Satisfaction: st.Satisfaction.Name(), Type: string(st.Request.Type), Category: st.Request.Category,
			Town: string(st.Request.Town), Place: st.Request.Place, Sex: st.Request.Sex}
		if u, ok := r.dir.Unit(st.Lead); ok {
			q.Unit = u.Label()
		}
		if c, ok := st.Limit(); ok {
			q.Light = lightOfRow(p, store.RowOf(st, 0), c.Due, r.s.now())
		}
		if newest.Before(st.RegisteredAt) {
			newest = st.RegisteredAt
			open, err := r.s.unseal(ctx, []string{st.Request.Name.Ref})
			if err != nil {
				return err
			}
			if n := open[st.Request.Name.Ref]; n != "" && st.Request.Secrecy == order.Ordinary {
				v.Name = text.MaskName(n) + map[string]string{"m": " 先生", "f": " 女士"}[q.Sex]
			}
			v.Place = strings.TrimSpace(r.dir.UnitName(org.UnitID(q.Town)) + " " + q.Place)
		}
		v.Past = append(v.Past, q)
	}
	slices.SortStableFunc(v.Past, func(a, b Past) int {
		switch {
		case a.Open == b.Open:
			return 0
		case a.Open:
			return -1
		}
		return 1
	})
	return nil
}

func (r *Reader) alike(ctx context.Context, v *Side, d Draft, p policy.Policy) error {
	if d.Category == "" || d.Town == "" {
		return nil
	}
	all, err := r.near(ctx, d, alikeSpan)
	if err != nil {
		return err
	}
	times, err := r.spokenOf(ctx, d, p, all)
	if err != nil {
		return err
	}
	v.Times = times
	for _, a := range all {
		if len(v.Alike) < 4 {
			x := AlikeView{ID: a.ID, Number: a.Number, Title: a.Title, Status: order.Status(a.Status).Name(), Open: a.Open}
			if a.Open && a.DueMS > 0 {
				x.Light = LightOf(p.Calendar, at(a.DueMS), r.s.now())
			}
			v.Alike = append(v.Alike, x)
		}
	}
	return nil
}

// spokenOf counts how often people spoke of orders alike (人次; Art. 21(6), domain.md §13.21): each registration, and each urge by a caller within the window.
func (r *Reader) spokenOf(ctx context.Context, d Draft, p policy.Policy, all []store.Alike) (int, error) {
	times := map[string]int{}
	for _, a := range all {
		times[a.ID] = 1 // heard, whatever its place
	}
	if r.actor.Post.Kind != org.Outsourced { // whose window ends with his own calls
		heard, err := r.s.store.ContactsNear(ctx, d.Category, d.Town, r.s.now().AddDate(0, 0, -p.Cluster.WindowDays.Value), nearContacts, r.actor.Marks())
		if err != nil {
			return 0, err
		}
		spoke := map[string]int{}
		for _, c := range heard {
			if c.Order != d.Self && atPlace(d.Place, c.Place) {
				spoke[c.Order]++
			}
		}
		for id, n := range spoke {
			times[id] = max(times[id], n)
		}
	}
	n := 0
	for _, x := range times {
		n += x
	}
	return n, nil
}

// tutor is a suggester taught from the county's own history; it is taught anew when the county has moved on.
type tutor struct {
	model text.Suggester
	at    time.Time
	head  int64
}

// How long a tutor is good for.
const (
	tutorLife = 10 * time.Minute
	tutorSpan = 200 // records of the log

)

// suggest proposes three categories for what was said: from titles and categories of registered orders, and from the names of the categories where
// history knows nothing yet. A person chooses.
func (s *Service) suggest(ctx context.Context, p policy.Policy, words string) ([]Pick, error) {
	if len([]rune(strings.TrimSpace(words))) < 2 {
		return nil, nil
	}
	head, err := s.store.Head(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	t := s.tutor
	s.mu.Unlock()
	if t == nil || s.now().Sub(t.at) > tutorLife || head-t.head > tutorSpan {
		if t, err = s.teach(ctx, p, head); err != nil {
			return nil, err
		}
		s.mu.Lock()
		s.tutor = t
		s.mu.Unlock()
	}
	var out []Pick
	for _, x := range t.model.Suggest(words, 3) {
		if c, ok := p.Category(x.Category); ok {
			out = append(out, Pick{Code: c.Code, Label: c.Label(), Percent: x.Percent})
		}
	}
	return out, nil
}

func (s *Service) teach(ctx context.Context, p policy.Policy, head int64) (*tutor, error) {
	past, err := s.store.Taught(ctx)
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	t := &tutor{at: s.now(), head: head}
	for _, c := range p.Categories() {
		t.model.Learn(text.Labelled{Category: c.Code, Text: c.Family + " " + c.Name})
	}
	for _, x := range past {
		t.model.Learn(text.Labelled{Category: x[0], Text: x[1]})
	}
	return t, nil
}

// Used says which categories, and which places (town|place), this person wrote down last, the newest first.
func (r *Reader) Used(ctx context.Context) (categories, places []string, err error) {
	all, err := r.s.store.Used(ctx, string(r.actor.Account))
	if err != nil {
		return nil, nil, fmt.Errorf("read last used: %w", err)
	}
	for _, x := range all {
		if x[0] != "" && !slices.Contains(categories, x[0]) {
			categories = append(categories, x[0])
		}
		if k := x[1] + "|" + x[2]; x[1] != "" && !slices.Contains(places, k) {
			places = append(places, k)
		}
	}
	return categories, places, nil
}

// Syllables are the sounds of a name, parted by blanks, by which a page finds it from what is typed.
func Syllables(s string) string { return text.Syllables(s) }
