package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// BulletinLine is a line of the list.
type BulletinLine struct {
	ID, Title, Kind, Days, Number, Issued string
	Stage                                 bulletin.Stage
	Period                                bulletin.Period
}

// BulletinPage is the list: those at work, or those that are out.
type BulletinPage struct {
	Items []BulletinLine
	Next  string
	Edits bool // the reader may make one
	Work  int  // at work
}

// BulletinView is one bulletin as a reader may see it.
type BulletinView struct {
	ID                  string
	Version             int64
	Stage               bulletin.Stage
	Draft               bulletin.Draft
	Text                bulletin.Text
	Number              string
	Made, Cut           string // when it was compiled; until when the figures reach
	MadeBy              string // 系统按时编成, or who
	Sent, Looked        string
	Signed, SignedTitle string
	Issued, IssuedDay   string
	Back                string // why it was sent back
	BackBy              string
	Duty                string // edit, review, sign, publish
	Signer              string // the post that signs
}

// bulletin loads one; ErrNotFound where there is none.
func (s *Service) bulletin(ctx context.Context, id string) (bulletin.Bulletin, error) {
	b := bulletin.Bulletin{ID: id}
	recs, err := s.store.Load(ctx, store.BulletinStream(id))
	if err != nil {
		return b, fmt.Errorf("load bulletin %s: %w", id, err)
	}
	for _, r := range recs {
		if b, err = store.FoldBulletin(b, r); err != nil {
			return b, err
		}
	}
	if b.Version == 0 {
		return b, ErrNotFound
	}
	return b, nil
}

// compile makes the draft of a period at a position.
func (s *Service) compile(ctx context.Context, p bulletin.Period, pos int64) (bulletin.Draft, error) {
	in, err := s.bulletinInput(ctx, p, pos)
	if err != nil {
		return bulletin.Draft{}, err
	}
	return bulletin.Compile(in), nil
}

// closing is the position at which a period's figures stand: the end of its last day.
func (s *Service) closingPosition(ctx context.Context, p bulletin.Period) (int64, error) {
	end, err := calendar.ParseDate(p.To)
	if err != nil {
		return 0, invalid("to", "结束日期看不懂，请选日期。")
	}
	return s.store.PositionBefore(ctx, end.Next().Midnight())
}

// Bulletins lists them: out, or at work for the office and the signer.
func (r *Reader) Bulletins(ctx context.Context, kind bulletin.PeriodKind, out bool, before string) (BulletinPage, error) {
	var p BulletinPage
	k := r.actor.Post.Kind
	if !access.May(k, access.BulletinReading) {
		return p, ErrForbidden
	}
	p.Edits = access.May(k, access.BulletinEditing)
	to, id, ok := strings.Cut(before, "_")
	if before != "" && !ok {
		return p, ErrNotFound
	}
	rows, err := r.s.store.Bulletins(ctx, store.BulletinAsk{Kind: kind, Out: out, BeforeTo: to, BeforeID: id, Limit: pageSize + 1})
	if err != nil {
		return p, err
	}
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		p.Next = rows[pageSize-1].Period.To + "_" + rows[pageSize-1].ID
	}
	for _, x := range rows {
		if !(bulletin.Bulletin{Stage: x.Stage, Draft: bulletin.Draft{Period: x.Period}}).Reads(r.actor) {
			continue
		}
		l := BulletinLine{ID: x.ID, Title: x.Title, Kind: x.Period.Kind.Name(), Days: x.Period.Range(), Number: x.Number, Stage: x.Stage, Period: x.Period}
		if x.IssuedMS > 0 {
			l.Issued = calendar.DateOf(time.UnixMilli(x.IssuedMS)).ChineseShort()
		}
		p.Items = append(p.Items, l)
	}
	p.Work, err = r.CountBulletins(ctx)
	return p, err
}

// CountBulletins counts those that wait for the reader's kind of post.
func (r *Reader) CountBulletins(ctx context.Context) (int, error) {
	k := r.actor.Post.Kind
	n, err := r.s.store.BulletinStages(ctx)
	if err != nil {
		return 0, err
	}
	sum := 0
	if access.May(k, access.BulletinEditing) {
		sum += n[bulletin.Editing] + n[bulletin.Signed]
	}
	if access.May(k, access.BulletinReviewing) {
		sum += n[bulletin.Reviewing]
	}
	if k == org.OfficeHead || k == org.GovOfficeHead {
		rows, err := r.s.store.Bulletins(ctx, store.BulletinAsk{Limit: 100})
		if err != nil {
			return 0, err
		}
		for _, x := range rows {
			if x.Stage == bulletin.Signing && bulletin.Signer(x.Period.Kind) == k {
				sum++
			}
		}
	}
	return sum, nil
}

// Bulletin is one. None, and one that does not exist for the reader, answer alike.
func (r *Reader) Bulletin(ctx context.Context, id string) (BulletinView, error) {
	var v BulletinView
	if !access.May(r.actor.Post.Kind, access.BulletinReading) {
		return v, ErrForbidden
	}
	b, err := r.s.bulletin(ctx, id)
	if err != nil {
		return v, err
	}
	if !b.Reads(r.actor) {
		return v, ErrNotFound
	}
	v = BulletinView{ID: id, Version: b.Version, Stage: b.Stage, Draft: b.Draft, Text: b.Text, Number: b.Issued.Number, Made: clockTime(b.Made.At), MadeBy: "系统按时编成", Signer: bulletin.Signer(b.Draft.Period.Kind).Name(), Duty: b.Duty(r.actor)}
	if b.Made.Account != "" {
		v.MadeBy = r.account(b.Made.Account) + "编成"
	}
	if v.Cut, err = r.s.cutOf(ctx, b.Draft); err != nil {
		return v, err
	}
	said := func(a org.AccountID, at time.Time) string { return r.account(a) + "　" + clockTime(at) }
	if !b.Sent.At.IsZero() {
		v.Sent = said(b.Sent.Account, b.Sent.At)
	}
	if !b.Looked.At.IsZero() && b.Stage != bulletin.Editing && b.Stage != bulletin.Reviewing {
		v.Looked = said(b.Looked.Account, b.Looked.At)
	}
	if b.Stage == bulletin.Signed || b.Stage == bulletin.Published {
		v.Signed, v.SignedTitle = said(b.Signature.Account, b.Signature.At), r.dir.Title(b.Signature.Post)
	}
	if b.Stage == bulletin.Published {
		v.Issued, v.IssuedDay = said(b.Issued.Account, b.Issued.At), calendar.DateOf(b.Issued.At).Chinese()
	}
	if b.Back != nil && b.Stage == bulletin.Editing {
		open, err := r.s.unseal(ctx, []string{b.Back.Note.Ref})
		if err != nil {
			return v, err
		}
		v.Back, v.BackBy = open[b.Back.Note.Ref], said(b.Back.Account, b.Back.At)
	}
	return v, nil
}

// cutOf says until when the figures of a draft reach: the end of its period, or when they were taken anew.
func (s *Service) cutOf(ctx context.Context, d bulletin.Draft) (string, error) {
	pos, err := s.closingPosition(ctx, d.Period)
	if err != nil {
		return "", err
	}
	if pos == d.Pos {
		end, _ := calendar.ParseDate(d.Period.To)
		return end.ChineseShort() + " 24:00", nil
	}
	at, err := s.store.TimeOf(ctx, d.Pos)
	if err != nil {
		return "", err
	}
	return clockTime(at), nil
}

// MakeBulletin compiles one by hand, at the end of its period, and answers its id.
func (r *Reader) MakeBulletin(ctx context.Context, p bulletin.Period, key string) (string, error) {
	if !access.May(r.actor.Post.Kind, access.BulletinEditing) {
		return "", ErrForbidden
	}
	if err := p.Check(calendar.DateOf(r.s.now())); err != nil {
		return "", err
	}
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: "bulletin_make", Key: key, Digest: r.s.vault.Digest(p.ID())}
	if id, ok := r.s.answered(ctx, r.actor, ck); ok {
		return id, nil
	}
	return r.s.makeBulletin(ctx, r.actor, p, store.Append{At: r.s.now()}, ck)
}

// makeBulletin compiles and writes; w may carry a lease and jobs. A bulletin that is there already is a refusal.
func (s *Service) makeBulletin(ctx context.Context, actor org.Actor, p bulletin.Period, w store.Append, ck *store.CommandKey) (string, error) {
	have, err := s.bulletin(ctx, p.ID())
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", err
	}
	if have.Version > 0 { // before anything is summed
		_, err := bulletin.Make(have, actor, bulletin.Draft{Period: p}, w.At)
		return "", err
	}
	pos, err := s.closingPosition(ctx, p)
	if err != nil {
		return "", err
	}
	d, err := s.compile(ctx, p, pos)
	if err != nil {
		return "", err
	}
	e, err := bulletin.Make(have, actor, d, w.At)
	if err != nil {
		return "", err
	}
	told := store.ToldBody{About: p.ID(), Lines: []store.ToldLine{{Code: order.NoticeBulletinMade, To: order.ToPost(org.PostOf(org.HotlineOffice, org.Supervisor)), Page: "/bulletins/" + p.ID()},
		{Code: order.NoticeBulletinMade, To: order.ToPost(org.PostOfficeHead), Page: "/bulletins/" + p.ID()}}}
	if actor.Account != "" {
		told.Lines = nil // who makes it knows
	}
	return s.writeBulletin(ctx, actor, have, e, told, w, ck)
}

// writeBulletin appends an event with its row and who is told.
func (s *Service) writeBulletin(ctx context.Context, actor org.Actor, have bulletin.Bulletin, e any, told store.ToldBody, w store.Append, ck *store.CommandKey) (string, error) {
	ev, err := store.BulletinEvent(e)
	if err != nil {
		return "", err
	}
	after := bulletin.Evolve(have, e)
	after.Version = have.Version + 1
	w.Writes = append([]store.StreamWrite{{Stream: store.BulletinStream(have.ID), Expect: have.Version, Events: []store.NewEvent{ev}}}, w.Writes...)
	w.Rows = append(w.Rows, store.RowOfBulletin(after).Exec())
	if len(told.Lines) > 0 {
		write, rows, err := store.ToldBeside("bulletin", len(w.Writes), told, w.At)
		if err != nil {
			return "", err
		}
		w.Writes, w.Rows = append(w.Writes, write), append(w.Rows, rows...)
	}
	return s.finishOwn(ctx, actor, w, ck, have.ID)
}

// Recount compiles a bulletin again from its position and reports whether it is the same to the byte.
func (r *Reader) Recount(ctx context.Context, id string) (bool, error) {
	v, err := r.Bulletin(ctx, id)
	if err != nil {
		return false, err
	}
	if !access.May(r.actor.Post.Kind, access.Figures) {
		return false, ErrForbidden
	}
	d, err := r.s.compile(ctx, v.Draft.Period, v.Draft.Pos)
	if err != nil {
		return false, err
	}
	a, err := bulletin.Canonical(v.Draft)
	if err != nil {
		return false, err
	}
	b, err := bulletin.Canonical(d)
	return bytes.Equal(a, b), err
}

// bulletinAt is when the week's draft is compiled: the office finds it on Monday morning.
const bulletinAt = 6 * time.Hour

// bulletinDue is the compilation on a Monday.
func bulletinDue(monday calendar.Date) store.Due {
	return store.Due{Key: "bulletin/" + monday.String(), Kind: "bulletin", Stream: "bulletin", Payload: monday.String(), At: monday.Midnight().Add(bulletinAt)}
}

// PlanBulletin plans the next week's draft. Two processes plan the same one.
func (s *Service) PlanBulletin(ctx context.Context) error {
	monday := calendar.DateOf(s.now()).Monday()
	if !monday.Midnight().Add(bulletinAt).After(s.now()) {
		monday = monday.AddDays(7)
	}
	_, err := s.append(ctx, org.Actor{}, store.Append{Jobs: []store.Due{bulletinDue(monday)}})
	return err
}

// makeWeekly compiles the week that has ended, and the quarter where one has, and plans the week after. A draft that is there already stays as it is.
func (s *Service) makeWeekly(ctx context.Context, it jobs.Item) error {
	monday, err := calendar.ParseDate(it.Payload)
	if err != nil {
		return fmt.Errorf("read week: %w", err)
	}
	now := s.now()
	last := bulletin.PeriodOf(bulletin.Quarter, monday.AddDays(-7))
	if last.To < monday.String() { // the quarter ended within the week before
		if err := s.makeAlone(ctx, last); err != nil {
			return err
		}
	}
	w := store.Append{At: now, Finish: &store.Lease{ID: it.ID, Token: it.Token}, Jobs: []store.Due{bulletinDue(monday.AddDays(7))}} // weeks that passed while nothing ran come one after the other
	p := bulletin.PeriodOf(bulletin.Week, monday.AddDays(-7))
	_, err = s.makeBulletin(ctx, org.Actor{}, p, w, &store.CommandKey{})
	var lost *store.ErrConflict
	if madeAlready(err) || errors.As(err, &lost) {
		_, err = s.append(ctx, org.Actor{}, w)
	}
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

func (s *Service) makeAlone(ctx context.Context, p bulletin.Period) error {
	_, err := s.makeBulletin(ctx, org.Actor{}, p, store.Append{At: s.now()}, &store.CommandKey{})
	var lost *store.ErrConflict
	if madeAlready(err) || errors.As(err, &lost) {
		return nil
	}
	return err
}
