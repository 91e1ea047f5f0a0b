package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/papers"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// A volume holds so many files, and about so many bytes of attachments: it is made in one go and in memory.
const (
	volumeFiles = 200
	volumeBytes = 96 << 20
)

// AskTransfer asks for a year's package; the heads are told.
func (r *Reader) AskTransfer(ctx context.Context, year int, purpose, key string) (string, error) {
	if !access.May(r.actor.Post.Kind, access.Archiving) {
		return "", ErrForbidden
	}
	now := r.s.now()
	after, busy, err := r.s.transfersOf(ctx, year)
	if err != nil {
		return "", err
	}
	n, err := r.s.store.CountToPack(ctx, year, after, now)
	if err != nil {
		return "", err
	}
	return doRecord(ctx, r, recordDeed[office.Transfer]{kind: office.TransferRecord, key: key, need: access.Archiving, digest: fmt.Sprint(year), words: []string{purpose},
		decide: func(_ office.Transfer, w []office.Words, at time.Time) (any, error) {
			e, err := office.AskTransfer(r.actor, year, after, n, busy, purpose, at)
			e.Purpose = w[0]
			return e, err
		}, told: func(id string, _ office.Transfer) *store.ToldBody { return toldHeads(id, "/archives/transfers/"+id) }})
}

// transfersOf says up to when a year's files were handed over, and whether a package of the year is under way.
func (s *Service) transfersOf(ctx context.Context, year int) (after time.Time, busy bool, err error) {
	for _, open := range []bool{true, false} {
		ids, err := s.store.Records(ctx, store.RecordAsk{Kind: office.TransferRecord, Open: open, Limit: 1000})
		if err != nil {
			return after, busy, err
		}
		for _, id := range ids {
			t, _, _, err := record[office.Transfer](ctx, s, office.TransferRecord, id)
			if err != nil {
				return after, busy, err
			}
			if t.Asked.Year != year {
				continue
			}
			busy = busy || open
			if t.Handed != nil && t.Asked.UpTo.After(after) {
				after = t.Asked.UpTo
			}
		}
	}
	return after, busy, nil
}

func (r *Reader) onTransfer(ctx context.Context, id, key, digest, words string, need access.Permission, decide func(office.Transfer, office.Words, time.Time) (any, error), jobs func(string, office.Transfer) []store.Due) error {
	_, err := doRecord(ctx, r, recordDeed[office.Transfer]{kind: office.TransferRecord, id: id, key: key, need: need, digest: digest, words: []string{words}, jobs: jobs,
		decide: func(t office.Transfer, w []office.Words, now time.Time) (any, error) { return decide(t, w[0], now) }})
	return err
}

// DecideTransfer is the second person's word; what is approved is packed by a job.
func (r *Reader) DecideTransfer(ctx context.Context, id string, approve bool, opinion, key string) error {
	return r.onTransfer(ctx, id, key, fmt.Sprint("decide", approve), opinion, access.ArchiveDeciding, func(t office.Transfer, w office.Words, now time.Time) (any, error) {
		e, err := t.Decide(r.actor, approve, opinion, now)
		e.Opinion = w
		return e, err
	}, func(id string, t office.Transfer) []store.Due {
		if !t.Decided.Approved {
			return nil
		}
		return []store.Due{packageDue(id, 1, r.s.now())}
	})
}

func packageDue(id string, n int, at time.Time) store.Due {
	return store.Due{Key: fmt.Sprintf("package/%s/%d", id, n), Kind: "package", Stream: "package/" + id, Payload: id, At: at}
}

// HandTransfer puts the receiver's signature on record; the packed bytes go.
func (r *Reader) HandTransfer(ctx context.Context, id, day, receiver, person, key string) error {
	return r.onTransfer(ctx, id, key, fmt.Sprint("hand", day, receiver), person, access.Archiving, func(t office.Transfer, w office.Words, now time.Time) (any, error) {
		e, err := t.Hand(r.actor, day, receiver, person, now)
		e.Person = w
		return e, err
	}, r.dropping)
}

// DropTransfer gives a package up; its bytes go.
func (r *Reader) DropTransfer(ctx context.Context, id, reason, key string) error {
	return r.onTransfer(ctx, id, key, "drop", reason, access.Archiving, func(t office.Transfer, w office.Words, now time.Time) (any, error) {
		e, err := t.Drop(r.actor, reason, now)
		e.Reason = w
		return e, err
	}, r.dropping)
}

func (r *Reader) dropping(id string, _ office.Transfer) []store.Due {
	return []store.Due{{Key: "package_drop/" + id, Kind: "package_drop", Stream: "package/" + id, Payload: id, At: r.s.now()}}
}

// Volume opens a volume and puts the download on record (trust.md B3).
func (r *Reader) Volume(ctx context.Context, id string, n int) (name string, b []byte, err error) {
	if !access.May(r.actor.Post.Kind, access.Archiving) {
		return "", nil, ErrForbidden
	}
	t, _, _, err := record[office.Transfer](ctx, r.s, office.TransferRecord, id)
	if err != nil {
		return "", nil, err
	}
	if _, err := t.Take(r.actor, n, r.s.now()); err != nil {
		return "", nil, err
	}
	ct, err := r.s.blobs.Get(ctx, t.Parts[n-1].Blob)
	if err == nil {
		b, err = r.s.vault.OpenBlob(ct)
	}
	if err != nil {
		return "", nil, fmt.Errorf("open volume: %w", err)
	}
	if _, err := doRecord(ctx, r, recordDeed[office.Transfer]{kind: office.TransferRecord, id: id, need: access.Archiving,
		decide: func(t office.Transfer, _ []office.Words, now time.Time) (any, error) { return t.Take(r.actor, n, now) }}); err != nil {
		return "", nil, err
	}
	return volumeName(t, n), b, nil
}

func volumeName(t office.Transfer, n int) string {
	return fmt.Sprintf("%d年度档案移交包 第%d册.zip", t.Asked.Year, n)
}

// pack makes the next volume of a package, and plans the one after it. It may be interrupted and done again: a volume counts when its event stands.
func (s *Service) pack(ctx context.Context, it jobs.Item) error {
	finish := &store.Lease{ID: it.ID, Token: it.Token}
	t, version, _, err := record[office.Transfer](ctx, s, office.TransferRecord, it.Payload)
	if err != nil {
		return err
	}
	w := store.Append{Finish: finish}
	if t.Open() && t.Decided != nil && !t.Whole() {
		if err := s.packVolume(ctx, &w, it.Payload, t, version); err != nil {
			return err
		}
	}
	_, err = s.append(ctx, org.Actor{}, w)
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

func (s *Service) packVolume(ctx context.Context, w *store.Append, id string, t office.Transfer, version int64) error {
	last, n := "", len(t.Parts)+1
	if n > 1 {
		last = t.Parts[n-2].Last
	}
	lines, err := s.store.CaseFilesToPack(ctx, t.Asked.Year, last, t.Asked.After, t.Asked.UpTo, volumeFiles+1)
	if err != nil {
		return err
	}
	open, err := s.unseal(ctx, []string{t.Asked.Purpose.Ref})
	if err != nil {
		return err
	}
	now := s.now()
	v := papers.Volume{Office: "县热线办", Purpose: open[t.Asked.Purpose.Ref], Year: t.Asked.Year, N: n, At: now}
	r, err := s.Reader(ctx, org.Actor{})
	if err != nil {
		return err
	}
	size := 0
	for _, l := range lines[:min(len(lines), volumeFiles)] {
		c, bytes, err := r.packedCase(ctx, l)
		if err != nil {
			return err
		}
		if size += bytes; size > volumeBytes && len(v.Cases) > 0 {
			break
		}
		v.Cases = append(v.Cases, c)
	}
	var zip bytes.Buffer
	if err := papers.WriteVolume(&zip, v); err != nil {
		return err
	}
	sum := sha256.Sum256(zip.Bytes())
	e := office.TransferPacked{At: now, N: n, Files: len(v.Cases), SHA256: hex.EncodeToString(sum[:]), Size: int64(zip.Len()), Whole: len(v.Cases) == len(lines)}
	if len(v.Cases) > 0 {
		e.First, e.Last = v.Cases[0].Number, v.Cases[len(v.Cases)-1].Number
	}
	if e.Blob, err = s.blobs.Put(ctx, s.vault.SealBlob(zip.Bytes())); err != nil {
		return fmt.Errorf("keep volume: %w", err)
	}
	if err := addRecord(w, office.TransferRecord, id, t, version, e); err != nil {
		return err
	}
	if !e.Whole {
		w.Jobs = append(w.Jobs, packageDue(id, n+1, now))
		return nil
	}
	told, rows, err := store.ToldBeside(string(office.TransferRecord), len(w.Writes), store.ToldBody{About: id, Lines: []store.ToldLine{{Code: order.NoticePackageReady, To: order.ToAccount(t.Asked.Account), Page: "/archives/transfers/" + id}}}, now)
	if err != nil {
		return err
	}
	w.Writes, w.Rows = append(w.Writes, told), append(w.Rows, rows...)
	return nil
}

// dropPackage removes the packed bytes of a package that is over.
func (s *Service) dropPackage(ctx context.Context, it jobs.Item) error {
	t, _, _, err := record[office.Transfer](ctx, s, office.TransferRecord, it.Payload)
	if err != nil {
		return err
	}
	if !t.Open() {
		for _, p := range t.Parts {
			if err := s.blobs.Drop(ctx, p.Blob); err != nil {
				return err
			}
		}
	}
	_, err = s.append(ctx, org.Actor{}, store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}})
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

// packedCase is a file as it is handed over: whole, for the archives are the office's memory; of a secret order it says that it is.
func (r *Reader) packedCase(ctx context.Context, l store.CaseFileLine) (papers.PackedCase, int, error) {
	x, err := r.s.load(ctx, l.Order)
	if err != nil {
		return papers.PackedCase{}, 0, err
	}
	p, err := r.s.policyFor(ctx, x.state.Policy, x.state.Calendar)
	if err != nil {
		return papers.PackedCase{}, 0, err
	}
	open, err := r.wholeTexts(ctx, x)
	if err != nil {
		return papers.PackedCase{}, 0, err
	}
	at := r.then(x.records[len(x.records)-1].At())
	v := at.facts(x.state, p)
	q := x.state.Request
	c := papers.PackedCase{Number: l.Number, OrderNo: l.OrderNo, Title: v.Title, Class: l.Class.Name(), Closed: dayOf(l.Closed), Until: dayOf(l.Until), Unit: v.Unit, Secret: q.Secrecy == order.Secret}
	c.Term = termOf(l)
	c.Facts = [][2]string{{"诉求类型", v.Type}, {"诉求分类", v.Category}, {"来源渠道", v.Channel}, {"来件编号", v.OuterNo}, {"登记时间", fullTime(x.state.RegisteredAt)}, {"诉求人", open[q.Name.Ref]}, {"来电号码", open[q.Phone.Ref]}, {"联系电话", open[q.Contact.Ref]},
		{"地点", strings.TrimSpace(v.Town + " " + v.Place)}, {"诉求内容", open[q.Words.Ref]}, {"诉求人请求", open[q.Ask.Ref]}, {"被反映方", open[q.Reported.Ref]}, {"承办单位", v.Unit}, {"转办意见", x.state.DispatchText}, {"办理要求", x.state.Requirements}}
	if a := x.state.Reply; a != nil {
		c.Facts = append(c.Facts, [][2]string{{"调查情况", open[a.Investigation.Ref]}, {"处理措施", open[a.Measures.Ref]}, {"公开答复", a.Public}}...)
	}
	for i, rec := range x.records {
		if x.events[i] == nil {
			continue
		}
		item, ok := r.describe(rec, x.events[i], func(ref string, _ access.Field) string { return open[ref] })
		if !ok {
			continue
		}
		c.Items = append(c.Items, papers.PackedItem{At: fullTime(item.At), Verb: item.Verb, Text: item.Text, Words: item.Quote, By: item.By})
		c.Papers = append(c.Papers, papers.PackedPaper{Title: item.Verb + "　" + item.Text, By: item.By, Day: calendar.DateOf(item.At).String(), Kind: paperKind(item)})
	}
	size := 0
	for _, f := range x.state.Files {
		ct, err := r.s.blobs.Get(ctx, f.Blob)
		if errors.Is(err, fs.ErrNotExist) {
			return c, 0, regulation.RefuseState(regulation.Art6_3, "file_lost", "%s的附件丢失，请先用 huiyin check 核对。", l.OrderNo)
		}
		if err != nil {
			return c, 0, err
		}
		b, err := r.s.vault.OpenBlob(ct)
		if err != nil {
			return c, 0, err
		}
		c.Files, size = append(c.Files, papers.PackedBytes{Name: open[f.Name.Ref], Bytes: b}), size+len(b)
		c.Papers = append(c.Papers, papers.PackedPaper{Title: open[f.Name.Ref], Kind: "附件"})
	}
	return c, size, nil
}

// wholeTexts opens every sealed text of an order. Only the package of the archives is made of them.
func (r *Reader) wholeTexts(ctx context.Context, l loaded) (map[string]string, error) {
	var refs []string
	for _, e := range l.events {
		if e == nil {
			continue
		}
		for ref := range keptIn(e) {
			refs = append(refs, ref)
		}
	}
	for _, f := range l.state.Files {
		refs = append(refs, f.Name.Ref)
	}
	return r.s.unseal(ctx, refs)
}

func paperKind(i Item) string {
	switch {
	case i.Paper:
		return "签批单"
	case i.Words:
		return "批示意见"
	}
	return "记录"
}

func fullTime(t time.Time) string { return t.In(calendar.Beijing).Format("2006-01-02 15:04") }
