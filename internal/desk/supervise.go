package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
)

// CaseView is a row of the ledger (跟踪台账) as its reader may see it.
type CaseView struct {
	ID                   string
	N                    int
	Order, Number, Title string // Order is empty where the reader may not open it
	Status               string
	Clause, Item         string
	Level                int
	LevelName, Means     string
	Unit                 string
	UnitID               org.UnitID
	Joint                []string // names of the bodies that supervise along
	Opened, By           string   // when, and who listed it; empty By: the program
	Reason               string
	Evidence             []CaseLine
	Step, StepName       string
	Light                Light  // of the reply that is owed
	Due                  string // its limit in words
	Sheet                string // number of the last sheet that the reader may see
	Raised               []CaseLine
	Actions              []ActionView
	Sheets               []SheetView
	Unsolved             int
	Lead                 bool
	Closed               *CaseLine
	Outcome              string
	Inside               bool // the reader belongs to the office or the county, not to a unit
	MayManage, MayReply  bool
	MayIssue             bool
	JointDefault         bool
	ReplyDays            int
	OpenedMS             int64
}

// CaseLine is one dated line: who, and what.
type CaseLine struct{ At, By, Text, Words string }

// ActionView is one deed of the office (Art. 22).
type ActionView struct {
	At, By, Means, Person, Content, Due, Response, Result, Place, Participants string
	Files                                                                      []FileView
}

// SheetView is a 督办单 with what came of it.
type SheetView struct {
	N                             int
	Number, At, By, Unit, Level   string
	Joint                         []string
	Demand, Due                   string
	Light                         Light
	State                         oversight.SheetState
	StateName                     string
	Missed                        bool
	Reply, ReplyBy, ReplyAt       string
	Late                          bool
	Days                          int
	Files                         []FileView
	Verdict, VerdictBy, VerdictAt string
	Waits                         bool
}

// CaseFilter is what the ledger's page asks for. Level -1 and Item 0 are all.
type CaseFilter struct {
	Closed bool
	Level  int
	Item   int
	Step   string
	Unit   org.UnitID
	Before string // cursor
}

// CasePage is a page of the ledger.
type CasePage struct {
	Items []CaseView
	Next  string
	Steps map[string]int // open rows by what they wait for; the office and the two bodies alone
	Units bool           // the reader may choose a unit
}

// caseID takes the name of a row apart.
func caseID(id string) (string, int, bool) {
	o, n, ok := strings.Cut(id, ".")
	k, err := strconv.Atoi(n)
	return o, k, ok && err == nil && k > 0 && o != ""
}

// mayReadCase says who sees a row: the office and the county's leaders as far as the order exists for them, the two bodies what is joint, a unit what presses it
// above mere following. For whom the order reports there is none (回避).
func (r *Reader) mayReadCase(st order.State, c *oversight.Case) bool {
	k := r.actor.Post.Kind
	if c == nil || st.Recuses(r.actor) || !access.May(k, access.SuperReading) {
		return false
	}
	if k.Joint() {
		return c.Joint
	}
	if Relate(r.actor, st, r.s.now()) == access.Stranger {
		return false
	}
	if k.InUnit() {
		sh := c.Sheet()
		return c.Unit == r.actor.Post.Unit && c.Level > oversight.Track || sh != nil && sh.Unit == r.actor.Post.Unit
	}
	return true
}

// loadCase reads a row with its order; a stranger's and none answer alike.
func (r *Reader) loadCase(ctx context.Context, id string) (order.State, oversight.Watch, *oversight.Case, error) {
	orderID, n, ok := caseID(id)
	if !ok {
		return order.State{}, oversight.Watch{}, nil, ErrNotFound
	}
	l, err := r.s.load(ctx, orderID)
	if err != nil {
		return order.State{}, oversight.Watch{}, nil, err
	}
	w, err := r.s.watch(ctx, orderID)
	if err != nil {
		return order.State{}, w, nil, err
	}
	c := w.Case(n)
	if !r.mayReadCase(l.state, c) {
		return order.State{}, w, nil, ErrNotFound
	}
	return l.state, w, c, nil
}

// Case is one row.
func (r *Reader) Case(ctx context.Context, id string) (CaseView, error) {
	st, _, c, err := r.loadCase(ctx, id)
	if err != nil {
		return CaseView{}, err
	}
	return r.caseView(ctx, st, *c, true)
}

// Cases reads a page of the ledger: the office and the leaders all, the two bodies what is joint, a unit its own.
func (r *Reader) Cases(ctx context.Context, f CaseFilter) (CasePage, error) {
	k := r.actor.Post.Kind
	out := CasePage{Units: !k.InUnit()}
	if !access.May(k, access.SuperReading) {
		return out, ErrForbidden
	}
	ask := store.CaseAsk{Open: !f.Closed, Level: f.Level, Item: f.Item, Step: f.Step, Unit: f.Unit, Limit: pageSize + 1, Marks: r.actor.Marks()}
	switch {
	case k.Joint():
		ask.Joint = true
	case k.InUnit():
		ask.Unit, ask.Least = r.actor.Post.Unit, oversight.LevelOne
	}
	if ms, id, ok := strings.Cut(f.Before, "-"); ok {
		n, err := strconv.ParseInt(ms, 10, 64)
		if err != nil {
			return out, ErrNotFound
		}
		ask.BeforeMS, ask.BeforeID = n, id
	}
	refs, err := r.s.store.Cases(ctx, ask)
	if err != nil {
		return out, err
	}
	for i, x := range refs {
		if i == pageSize {
			last := refs[i-1]
			out.Next = fmt.Sprintf("%d-%s", last.OpenedMS, store.CaseID(last.Order, last.N))
			break
		}
		v, err := r.shortCase(ctx, x)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, v)
	}
	if !k.InUnit() {
		out.Steps, err = r.s.store.CaseSteps(ctx, k.Joint(), r.actor.Marks())
	}
	return out, err
}

func (r *Reader) shortCase(ctx context.Context, x store.CaseRef) (CaseView, error) {
	st, _, c, err := r.loadCase(ctx, store.CaseID(x.Order, x.N))
	if err != nil {
		return CaseView{}, err
	}
	return r.caseView(ctx, st, *c, false)
}

// CasesOf lists the rows of an order that its reader may see, for the order's page.
func (r *Reader) CasesOf(ctx context.Context, orderID string) ([]CaseView, error) {
	w, err := r.s.watch(ctx, orderID)
	if err != nil || len(w.Cases) == 0 {
		return nil, err
	}
	l, err := r.s.load(ctx, orderID)
	if err != nil {
		return nil, err
	}
	var out []CaseView
	for i := range w.Cases {
		if !r.mayReadCase(l.state, &w.Cases[i]) {
			continue
		}
		v, err := r.caseView(ctx, l.state, w.Cases[i], false)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// OwedSheets are the 督办单 that the reader's unit has to answer, by their limit.
func (r *Reader) OwedSheets(ctx context.Context) ([]CaseView, error) {
	if !r.actor.Post.Kind.InUnit() {
		return nil, nil
	}
	refs, err := r.s.store.OwedSheets(ctx, r.actor.Post.Unit, homeRows, r.actor.Marks())
	if err != nil {
		return nil, err
	}
	var out []CaseView
	for _, x := range refs {
		v, err := r.shortCase(ctx, x)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// CountCases counts what the reader owes in the ledger: a unit its replies, the office its next steps.
func (r *Reader) CountCases(ctx context.Context) (int, error) {
	k := r.actor.Post.Kind
	if k.InUnit() {
		all, err := r.s.store.OwedSheets(ctx, r.actor.Post.Unit, homeRows, r.actor.Marks())
		return len(all), err
	}
	if !access.May(k, access.Supervising) {
		return 0, nil
	}
	steps, err := r.s.store.CaseSteps(ctx, false, r.actor.Marks())
	n := 0
	for _, x := range oversight.OwedSteps() {
		n += steps[x]
	}
	return n, err
}

func (r *Reader) caseView(ctx context.Context, st order.State, c oversight.Case, whole bool) (CaseView, error) {
	now, k := r.s.now(), r.actor.Post.Kind
	p, err := r.s.policyFor(ctx, st.Policy, st.Calendar)
	if err != nil {
		return CaseView{}, err
	}
	v := CaseView{ID: store.CaseID(st.ID, c.N), N: c.N, Number: st.Number, Title: st.Request.Title, Status: st.Status.Name(), Clause: c.Item.Clause().String(), Item: c.Item.Name(), Level: int(c.Level),
		LevelName: c.Level.Name(), Means: c.Means.Name(), UnitID: c.Unit, Opened: clockTime(c.OpenedAt), Step: c.Step(), StepName: oversight.StepName(c.Step()), Unsolved: c.Unsolved, Lead: c.Lead,
		Inside: !k.InUnit(), ReplyDays: p.Supervision.ReplyWD.Value, OpenedMS: c.OpenedAt.UnixMilli(),
		JointDefault: c.Joint || st.Key || st.Matter.Assigns() >= p.Supervision.JointFromAssignment.Value || c.Level >= oversight.LevelThree}
	if c.Unit != "" {
		v.Unit = r.dir.UnitName(c.Unit)
	}
	if !k.Joint() {
		v.Order = st.ID
	} else if st.Request.Secrecy != order.Ordinary {
		v.Title = "保密件"
	}
	if c.By != "" {
		v.By = r.account(c.By)
	}
	if c.Joint {
		v.Joint = r.unitNames(oversight.JointBodies())
	}
	if sh := c.Sheet(); sh != nil && (!k.InUnit() || sh.Unit == r.actor.Post.Unit) {
		v.Sheet = sh.Number
	}
	if sh := c.Sheet(); c.Owes() {
		v.Light, v.Due = LightOf(p.Calendar, sh.Limit.Due, now), dueWords(sh.Limit.Due)
		v.MayReply = access.May(k, access.SuperReply) && sh.Unit == r.actor.Post.Unit
	}
	v.MayManage = c.Open() && access.May(k, access.Supervising)
	sh := c.Sheet()
	v.MayIssue = v.MayManage && !st.Status.Done() && (sh == nil || sh.State == oversight.Accepted || sh.State == oversight.Unsolved || sh.State == oversight.Lapsed)
	for _, e := range c.Evidence {
		l := CaseLine{Text: e.Words()}
		if !e.At.IsZero() {
			l.At = clockTime(e.At)
		}
		v.Evidence = append(v.Evidence, l)
	}
	if x := c.Closed; x != nil {
		v.Outcome = x.Outcome.Name()
		v.Closed = &CaseLine{At: clockTime(x.At), Text: v.Outcome}
		if x.Account != "" {
			v.Closed.By = r.account(x.Account)
		}
	}
	if !whole {
		return v, nil
	}
	return v, r.caseWords(ctx, &v, c, p.Calendar, now)
}

func (r *Reader) unitNames(all []org.UnitID) []string {
	var out []string
	for _, u := range all {
		out = append(out, r.dir.UnitName(u))
	}
	return out
}

// caseWords opens what was said. A unit reads its sheets and what it answered; what the office noted down beside them is the office's.
func (r *Reader) caseWords(ctx context.Context, v *CaseView, c oversight.Case, cal *calendar.Calendar, now time.Time) error {
	inside := v.Inside
	mine := func(u org.UnitID) bool { return inside || u == r.actor.Post.Unit }
	var refs []string
	add := func(all ...order.Kept) {
		for _, k := range all {
			if k.Ref != "" {
				refs = append(refs, k.Ref)
			}
		}
	}
	names := func(fs []order.Attachment[order.Kept]) {
		for _, f := range fs {
			add(f.Name)
		}
	}
	if inside {
		add(c.Reason)
		for _, x := range c.Raised {
			add(x.Reason)
		}
		for _, a := range c.Actions {
			add(a.Person, a.Content, a.Response, a.Place, a.Participants)
			names(a.Files)
		}
		if c.Closed != nil {
			add(c.Closed.Words)
		}
	}
	for _, s := range c.Sheets {
		if !mine(s.Unit) {
			continue
		}
		add(s.Demand)
		if s.Reply != nil {
			add(s.Reply.Words)
			names(s.Reply.Files)
		}
		if s.Verdict != nil {
			add(s.Verdict.Words)
		}
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return err
	}
	word := func(k order.Kept) string { return open[k.Ref] }
	v.Reason = word(c.Reason)
	if v.Closed != nil {
		v.Closed.Words = word(c.Closed.Words)
	}
	for _, x := range c.Raised {
		l := CaseLine{At: clockTime(x.At), Text: "升为" + x.Level.Name(), Words: word(x.Reason)}
		if x.Account != "" && inside {
			l.By = r.account(x.Account)
		}
		v.Raised = append(v.Raised, l)
	}
	if inside {
		for _, a := range c.Actions {
			x := ActionView{At: clockTime(a.On), By: r.account(a.Account), Means: a.Means.Name(), Person: word(a.Person), Content: word(a.Content), Response: word(a.Response), Result: a.Result.Name(), Place: word(a.Place),
				Participants: word(a.Participants), Files: fileViews(a.Files, open)}
			if d, err := calendar.ParseDate(a.Due); err == nil {
				x.Due = d.ChineseShort()
			}
			v.Actions = append(v.Actions, x)
		}
	}
	for _, s := range c.Sheets {
		if !mine(s.Unit) {
			continue
		}
		v.Sheets = append(v.Sheets, r.sheetView(s, word, open, cal, now))
	}
	return nil
}

func (r *Reader) sheetView(s oversight.Sheet, word func(order.Kept) string, open map[string]string, cal *calendar.Calendar, now time.Time) SheetView {
	x := SheetView{N: s.Sheet, Number: s.Number, At: clockTime(s.At), By: r.dir.Title(s.Post), Unit: r.dir.UnitName(s.Unit), Level: s.Level.Name(), Joint: r.unitNames(s.Joint), Demand: word(s.Demand),
		Due: dueWords(s.Limit.Due), State: s.State, StateName: s.State.Name(), Missed: s.Missed, Waits: s.State == oversight.Waiting}
	if x.Waits {
		x.Light = LightOf(cal, s.Limit.Due, now)
	}
	if a := s.Reply; a != nil {
		x.Reply, x.ReplyBy, x.ReplyAt, x.Late, x.Days, x.Files = word(a.Words), r.dir.Title(a.Post), clockTime(a.At), a.Late, a.Days, fileViews(a.Files, open)
	}
	if j := s.Verdict; j != nil {
		x.Verdict, x.VerdictBy, x.VerdictAt = word(j.Words), r.account(j.Account), clockTime(j.At)
	}
	return x
}

func fileViews(all []order.Attachment[order.Kept], open map[string]string) []FileView {
	var out []FileView
	for _, f := range all {
		out = append(out, FileView{ID: f.ID, Name: open[f.Name.Ref], MIME: f.MIME, Size: sizeWords(f.Size), Purpose: f.Purpose})
	}
	return out
}

// CaseFile opens an attachment of a row for whoever may read it.
func (r *Reader) CaseFile(ctx context.Context, id, file string) (name, mime string, b []byte, err error) {
	_, _, c, err := r.loadCase(ctx, id)
	if err != nil {
		return "", "", nil, err
	}
	var all []order.Attachment[order.Kept]
	if !r.actor.Post.Kind.InUnit() {
		for _, a := range c.Actions {
			all = append(all, a.Files...)
		}
	}
	for _, s := range c.Sheets {
		if s.Reply != nil && (!r.actor.Post.Kind.InUnit() || s.Unit == r.actor.Post.Unit) {
			all = append(all, s.Reply.Files...)
		}
	}
	i := slices.IndexFunc(all, func(f order.Attachment[order.Kept]) bool { return f.ID == file })
	if i < 0 {
		return "", "", nil, ErrNotFound
	}
	open, err := r.s.unseal(ctx, []string{all[i].Name.Ref})
	if err != nil {
		return "", "", nil, err
	}
	plain, err := r.s.openBlob(ctx, all[i].Blob)
	return open[all[i].Name.Ref], all[i].MIME, plain, err
}

// onCase gives a command of the office or a unit on a row.
func (r *Reader) onCase(ctx context.Context, p access.Permission, id, route, key string, make func(oversight.By, *oversight.Case) (oversight.Command, error)) error {
	if !access.May(r.actor.Post.Kind, p) {
		return ErrForbidden
	}
	st, _, c, err := r.loadCase(ctx, id)
	if err != nil {
		return err
	}
	cmd, err := make(oversight.By{Actor: r.actor}, c)
	if err != nil {
		return err
	}
	_, err = r.s.onWatch(ctx, r.actor, st.ID, &store.CommandKey{Actor: string(r.actor.Account), Route: route, Key: key}, cmd, nil)
	return err
}

// ListCase puts an order into the ledger by hand: items 6 to 8 of Art. 21.
func (r *Reader) ListCase(ctx context.Context, orderID string, item oversight.Item, level oversight.Level, reason, key string) (string, error) {
	if !access.May(r.actor.Post.Kind, access.SuperListing) {
		return "", ErrForbidden
	}
	l, err := r.s.load(ctx, orderID)
	if err != nil {
		return "", err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return "", ErrNotFound
	}
	id := key
	if id == "" {
		id = r.s.newID()
	}
	return r.s.onWatch(ctx, r.actor, orderID, &store.CommandKey{Actor: string(r.actor.Account), Route: "case_list", Key: key},
		oversight.List{By: oversight.By{Actor: r.actor}, ID: r.s.vault.Token("case " + id)[:16], Item: item, Level: level, Reason: order.Private{Text: strings.TrimSpace(reason)}}, nil)
}

// ActionWish is the form of one deed.
type ActionWish struct {
	Means                                          oversight.Means
	On                                             time.Time
	Person, Content, Response, Place, Participants string
	Due                                            string
	Result                                         oversight.Result
	Files                                          []Upload
}

// ActOnCase records one deed of the office.
func (r *Reader) ActOnCase(ctx context.Context, id string, a ActionWish, key string) error {
	return r.onCase(ctx, access.Supervising, id, "case_act", key, func(by oversight.By, c *oversight.Case) (oversight.Command, error) {
		files, err := r.keepAll(ctx, a.Files)
		return oversight.Act{By: by, Case: c.N, Means: a.Means, On: a.On, Person: private(a.Person), Content: private(a.Content), Response: private(a.Response), Place: private(a.Place), Participants: private(a.Participants),
			Due: a.Due, Result: a.Result, Files: files}, err
	})
}

func private(s string) order.Private { return order.Private{Text: strings.TrimSpace(s)} }

func (r *Reader) keepAll(ctx context.Context, all []Upload) ([]order.Attachment[order.Private], error) {
	var out []order.Attachment[order.Private]
	for _, u := range all {
		f, err := r.s.Keep(ctx, u, "handling")
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

// LiftCase raises a row by hand.
func (r *Reader) LiftCase(ctx context.Context, id string, level oversight.Level, reason, key string) error {
	return r.onCase(ctx, access.Supervising, id, "case_lift", key, func(by oversight.By, c *oversight.Case) (oversight.Command, error) {
		return oversight.Lift{By: by, Case: c.N, Level: level, Reason: private(reason)}, nil
	})
}

// IssueSheet writes a 督办单 to the unit.
func (r *Reader) IssueSheet(ctx context.Context, id, demand string, days int, joint bool, key string) error {
	return r.onCase(ctx, access.Supervising, id, "case_issue", key, func(by oversight.By, c *oversight.Case) (oversight.Command, error) {
		x := oversight.Issue{By: by, Case: c.N, Number: "sheet-" + r.s.newID(), Demand: private(demand), Days: days, Above: r.dir.Above(c.Unit)}
		if joint {
			x.Joint = oversight.JointBodies()
		}
		return x, nil
	})
}

// AnswerSheet is the unit's reply to the sheet it owes one to.
func (r *Reader) AnswerSheet(ctx context.Context, id, words string, files []Upload, key string) error {
	return r.onCase(ctx, access.SuperReply, id, "case_answer", key, func(by oversight.By, c *oversight.Case) (oversight.Command, error) {
		kept, err := r.keepAll(ctx, files)
		return oversight.Answer{By: by, Case: c.N, Words: private(words), Files: kept}, err
	})
}

// JudgeSheet is the office's word on a reply.
func (r *Reader) JudgeSheet(ctx context.Context, id string, solved bool, words, key string) error {
	return r.onCase(ctx, access.Supervising, id, "case_judge", key, func(by oversight.By, c *oversight.Case) (oversight.Command, error) {
		return oversight.Judge{By: by, Case: c.N, Solved: solved, Words: private(words)}, nil
	})
}

// CloseCase is 销号.
func (r *Reader) CloseCase(ctx context.Context, id string, outcome oversight.Outcome, words, key string) error {
	return r.onCase(ctx, access.Supervising, id, "case_close", key, func(by oversight.By, c *oversight.Case) (oversight.Command, error) {
		return oversight.Close{By: by, Case: c.N, Outcome: outcome, Words: private(words)}, nil
	})
}
