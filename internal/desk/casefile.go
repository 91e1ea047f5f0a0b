package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// Case files (归档; Art. 6(3)): every order that is over gets one, by a job that its last event leaves behind. The class is proposed by rule; the office corrects it with a
// reason, holds a file, and lifts a hold by two people.

// filing is the job that makes an order's file, or follows when it was archived again.
func filing(d decided) []store.Due {
	if d.before.Status == d.st.Status || !d.st.Status.Terminal() {
		return nil
	}
	return []store.Due{caseFileDue(d.st.ID, d.now)}
}

func caseFileDue(id string, at time.Time) store.Due {
	return store.Due{Key: "casefile/" + id, Kind: "casefile", Stream: id, Payload: id, At: at}
}

// makeCaseFile makes the file. It may be interrupted and done again.
func (s *Service) makeCaseFile(ctx context.Context, it jobs.Item) error {
	w := store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	l, err := s.load(ctx, it.Payload)
	if err != nil {
		return err
	}
	if l.state.Status.Terminal() && !l.unknown {
		if err := s.addCaseFile(ctx, &w, l); err != nil {
			return err
		}
	}
	if _, err = s.append(ctx, org.Actor{}, w); errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

func (s *Service) addCaseFile(ctx context.Context, w *store.Append, l loaded) error {
	st, id := l.state, l.state.ID
	have, version, _, err := record[office.CaseFile](ctx, s, office.CaseRecord, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	closed := st.ClosedAt
	if closed.IsZero() {
		closed = l.records[len(l.records)-1].At()
	}
	day := calendar.DateOf(closed)
	if have.Destroyed != nil || version > 0 && have.Filed.Closed == day.String() {
		return nil
	}
	facts, err := s.caseFacts(ctx, st)
	if err != nil {
		return err
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	class, why := office.ProposeClass(facts)
	now := s.now()
	y, _, _ := day.Parts()
	var e any
	if version == 0 {
		x := office.CaseFiled{At: now, Year: y, OrderNo: st.Number, Unit: st.Lead, Closed: day.String(), Class: class, Years: class.Years(p), Why: why}
		if class.Filed() {
			n := caseNumber(id, y)
			x.Number, w.Numbers = n.Slot, append(w.Numbers, n)
		}
		e = x
	} else {
		e = office.CaseFiledAgain{At: now, Unit: st.Lead, Closed: day.String(), Class: class, Years: class.Years(p), Why: why}
	}
	return addRecord(w, office.CaseRecord, id, have, version, e)
}

// addRecord adds an event of a record to a write.
func addRecord(w *store.Append, k office.RecordKind, id string, have office.Record, version int64, e any) error {
	ev, err := store.RecordEvent(e)
	if err != nil {
		return err
	}
	w.Writes = append(w.Writes, store.StreamWrite{Stream: store.RecordStream(k, id), Expect: version, Events: []store.NewEvent{ev}})
	w.Rows = append(w.Rows, store.RecordRows(k, id, office.EvolveRecord(have, e), version+1)...)
	return nil
}

// caseNumber is the next 卷号 of a year.
func caseNumber(id string, year int) store.NumberWant {
	y := fmt.Sprintf("%04d", year)
	return store.NumberWant{Slot: "juan-" + id, Kind: "casefile", Period: y, Prefix: y + "-", Digits: 6}
}

// caseFacts are what the class rests on.
func (s *Service) caseFacts(ctx context.Context, st order.State) (office.CaseFacts, error) {
	f := office.CaseFacts{Terminated: st.Status == order.Terminated, Key: st.Key, Appeals: st.Appeals(), Dispatched: st.Lead != "" || len(st.PastLeads) > 0 || st.Merged != nil,
		Leader: st.Instruction != nil || leaderSigned(st.DispatchChain) || leaderSigned(st.ResultChain)}
	f.Leader = f.Leader || slices.ContainsFunc(st.Instructed, func(p org.PostID) bool { return countyLeader(p) })
	w, err := s.watch(ctx, st.ID)
	if err != nil {
		return f, err
	}
	f.Supervised = slices.ContainsFunc(w.Cases, func(c oversight.Case) bool { return c.Level > oversight.Track })
	leads, err := s.store.LeadsOf(ctx, st.ID, 1, nil)
	f.Led = len(leads) > 0
	return f, err
}

func countyLeader(p org.PostID) bool { return p.KindOf().Leader() && p.KindOf() != org.GovOfficeHead }

func leaderSigned(c approval.Chain) bool {
	return slices.ContainsFunc(c.Steps, func(x approval.Step) bool { return x.Done != nil && countyLeader(x.Done.Post) })
}

// stillThere refuses acts on an order whose file was destroyed.
func (s *Service) stillThere(ctx context.Context, st order.State) error {
	if !st.Status.Terminal() {
		return nil
	}
	c, err := s.store.CaseFile(ctx, st.ID)
	if err == nil && c.Destroyed {
		return regulation.RefuseState(regulation.Art6_3, "destroyed", "这件工单的档案保管期满，已按规定销毁，只留编号和统计，不能再办理。")
	}
	if errors.Is(err, store.ErrNone) {
		return nil
	}
	return err
}

// inTheWay says what keeps a file from being destroyed beside its own term and hold; "" where nothing does.
func (s *Service) inTheWay(ctx context.Context, id string, c office.CaseFile, but string) (string, error) {
	l, err := s.load(ctx, id)
	if err != nil {
		return "", err
	}
	if !l.state.Status.Terminal() {
		return "正在重新办理", nil
	}
	w, err := s.watch(ctx, id)
	if err != nil {
		return "", err
	}
	if _, open := w.Highest(); open {
		return "的督办还没有销号", nil
	}
	leads, err := s.store.LeadsOf(ctx, id, 50, nil)
	if err != nil {
		return "", err
	}
	for _, x := range leads {
		recs, err := s.store.Load(ctx, store.LeadStream(x.ID))
		if err != nil {
			return "", err
		}
		var lead oversight.Lead
		for _, r := range recs {
			if lead, _, err = store.FoldLead(lead, r); err != nil {
				return "", err
			}
		}
		if lead.State.Open() {
			return "的问责线索还没有办结", nil
		}
	}
	return s.inPapers(ctx, id, c, but)
}

// inPapers says in which open package or list a file is; but is the list that asks.
func (s *Service) inPapers(ctx context.Context, id string, c office.CaseFile, but string) (string, error) {
	ids, err := s.store.Records(ctx, store.RecordAsk{Kind: office.TransferRecord, Open: true, Limit: 1000})
	if err != nil {
		return "", err
	}
	for _, x := range ids {
		t, _, _, err := record[office.Transfer](ctx, s, office.TransferRecord, x)
		if err != nil {
			return "", err
		}
		if t.Holds(c) {
			return "在没有办完的移交里", nil
		}
	}
	if ids, err = s.store.Records(ctx, store.RecordAsk{Kind: office.DestructionRecord, Open: true, Limit: 1000}); err != nil {
		return "", err
	}
	for _, x := range ids {
		d, _, _, err := record[office.Destruction](ctx, s, office.DestructionRecord, x)
		if err != nil {
			return "", err
		}
		if x != but && slices.ContainsFunc(d.Proposed.Files, func(f office.DoomedFile) bool { return f.Order == id }) {
			return "已在另一份销毁清册里", nil
		}
	}
	return "", nil
}

// FileBacklog makes the files of orders that were over before the program made any: at most a thousand at a time. It answers how many are on their way.
func (r *Reader) FileBacklog(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Archiving) {
		return 0, ErrForbidden
	}
	ids, err := r.s.store.Unfiled(ctx, 1000)
	if err != nil {
		return 0, err
	}
	w := store.Append{}
	for _, id := range ids {
		w.Jobs = append(w.Jobs, caseFileDue(id, r.s.now()))
	}
	if len(w.Jobs) == 0 {
		return 0, nil
	}
	_, err = r.s.append(ctx, r.actor, w)
	return len(ids), err
}

// seesCaseFile reports whether a file exists for the reader: for whom an order reports, it does not.
func (r *Reader) seesCaseFile(ctx context.Context, id string) error {
	gone, err := r.s.store.Recused(ctx, id, r.actor.Marks())
	if err == nil && gone {
		err = ErrNotFound
	}
	return err
}

func (r *Reader) onCaseFile(ctx context.Context, id, key, digest, words string, need access.Permission, told order.NoticeCode, decide func(office.CaseFile, office.Words, time.Time) (any, error)) error {
	if !access.May(r.actor.Post.Kind, need) {
		return ErrForbidden
	}
	if err := r.seesCaseFile(ctx, id); err != nil {
		return err
	}
	c, _, _, err := record[office.CaseFile](ctx, r.s, office.CaseRecord, id)
	if err != nil {
		return err
	}
	n := caseNumber(id, c.Filed.Year)
	d := recordDeed[office.CaseFile]{kind: office.CaseRecord, id: id, key: key, need: need, digest: digest, words: []string{words}, number: &n,
		decide: func(c office.CaseFile, w []office.Words, now time.Time) (any, error) { return decide(c, w[0], now) }}
	if told != "" {
		d.told = func(id string, _ office.CaseFile) *store.ToldBody { return toldHeads(id, "/archives/files/"+id) }
	}
	_, err = doRecord(ctx, r, d)
	return err
}

// toldHeads tells those who decide that something of the archives waits.
func toldHeads(about, page string) *store.ToldBody {
	b := &store.ToldBody{About: about}
	for _, p := range []org.PostID{org.PostOfficeHead, org.PostGovHead} {
		b.Lines = append(b.Lines, store.ToldLine{Code: order.NoticeArchiveAsked, To: order.ToPost(p), Page: page})
	}
	return b
}

// ReclassFile corrects the class of a file.
func (r *Reader) ReclassFile(ctx context.Context, id string, to office.RetentionClass, reason, key string) error {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return err
	}
	return r.onCaseFile(ctx, id, key, "class "+string(to), reason, access.Archiving, "", func(c office.CaseFile, w office.Words, now time.Time) (any, error) {
		e, err := c.Reclass(r.actor, to, reason, caseNumber(id, c.Filed.Year).Slot, p, now)
		e.Reason = w
		return e, err
	})
}

// HoldFile stops the destruction of a file.
func (r *Reader) HoldFile(ctx context.Context, id, reason, key string) error {
	return r.onCaseFile(ctx, id, key, "hold", reason, access.Archiving, "", func(c office.CaseFile, w office.Words, now time.Time) (any, error) {
		e, err := c.Hold(r.actor, reason, now)
		e.Reason = w
		return e, err
	})
}

// AskHoldEnd proposes to lift a hold; the heads are told.
func (r *Reader) AskHoldEnd(ctx context.Context, id, reason, key string) error {
	return r.onCaseFile(ctx, id, key, "ask", reason, access.Archiving, order.NoticeArchiveAsked, func(c office.CaseFile, w office.Words, now time.Time) (any, error) {
		e, err := c.AskHoldEnd(r.actor, reason, now)
		e.Reason = w
		return e, err
	})
}

// DecideHoldEnd is the second person's word on it.
func (r *Reader) DecideHoldEnd(ctx context.Context, id string, lift bool, opinion, key string) error {
	return r.onCaseFile(ctx, id, key, fmt.Sprint("decide", lift), opinion, access.ArchiveDeciding, "", func(c office.CaseFile, w office.Words, now time.Time) (any, error) {
		e, err := c.DecideHoldEnd(r.actor, lift, opinion, now)
		e.Opinion = w
		return e, err
	})
}
