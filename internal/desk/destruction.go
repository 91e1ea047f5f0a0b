package desk

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/vault"
)

// ProposeDestruction makes a list of files whose term is over; the heads are told.
func (r *Reader) ProposeDestruction(ctx context.Context, ids []string, reason, key string) (string, error) {
	if !access.May(r.actor.Post.Kind, access.Archiving) {
		return "", ErrForbidden
	}
	s := r.s
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	digest := strings.Join(ids, " ")
	fresh := r.freshRecord(office.DestructionRecord, key)
	if again, ok := s.answered(ctx, r.actor, r.recordKey(office.DestructionRecord, fresh, key, digest, []string{reason})); ok {
		return again, nil
	}
	var files []office.CaseFile
	var orders []string
	why := map[string]string{}
	for _, id := range ids[:min(len(ids), office.MostDestroyed+1)] {
		if r.seesCaseFile(ctx, id) != nil {
			continue
		}
		c, _, _, err := record[office.CaseFile](ctx, s, office.CaseRecord, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err == nil {
			why[id], err = s.inTheWay(ctx, id, c, "")
		}
		if err != nil {
			return "", err
		}
		files, orders = append(files, c), append(orders, id)
	}
	return doRecord(ctx, r, recordDeed[office.Destruction]{kind: office.DestructionRecord, key: key, need: access.Archiving, digest: digest, words: []string{reason},
		decide: func(_ office.Destruction, w []office.Words, now time.Time) (any, error) {
			e, err := office.Doom(r.actor, files, orders, reason, func(id string) string { return why[id] }, now)
			e.Reason = w[0]
			return e, err
		}, told: func(id string, _ office.Destruction) *store.ToldBody {
			return toldHeads(id, "/archives/destructions/"+id)
		}})
}

// DecideDestruction is the approver's word; what is approved is destroyed by a job at once.
func (r *Reader) DecideDestruction(ctx context.Context, id string, approve bool, witness org.AccountID, opinion, key string) error {
	if !access.May(r.actor.Post.Kind, access.ArchiveDeciding) {
		return ErrForbidden
	}
	staff, err := r.staffOf(ctx)
	if err != nil {
		return err
	}
	known := func(a org.AccountID) bool {
		return slices.ContainsFunc(staff, func(x Staff) bool { return x.ID == a })
	}
	y, _, _ := calendar.DateOf(r.s.now()).Parts()
	n := store.NumberWant{Slot: "xiao-" + id, Kind: "destruction", Period: fmt.Sprintf("%04d", y), Prefix: fmt.Sprintf("蒙热销〔%04d〕", y), Suffix: "号"}
	_, err = doRecord(ctx, r, recordDeed[office.Destruction]{kind: office.DestructionRecord, id: id, key: key, need: access.ArchiveDeciding, digest: fmt.Sprint("decide", approve, witness), words: []string{opinion}, number: &n,
		decide: func(d office.Destruction, w []office.Words, now time.Time) (any, error) {
			e, err := d.Decide(r.actor, approve, witness, opinion, n.Slot, known, now)
			e.Opinion = w[0]
			return e, err
		}, jobs: func(id string, d office.Destruction) []store.Due {
			if !d.Decided.Approved {
				return nil
			}
			return []store.Due{{Key: "destroy/" + id, Kind: "destroy", Stream: "destroy/" + id, Payload: id, At: r.s.now()}}
		}})
	return err
}

// destroy carries an approved list out: each file by itself, in one write with the end of its keys; then the attachments; then the word that it is done. It may be
// interrupted anywhere and done again. What was held since stays.
func (s *Service) destroy(ctx context.Context, it jobs.Item) error {
	id := it.Payload
	finish := &store.Lease{ID: it.ID, Token: it.Token}
	d, version, _, err := record[office.Destruction](ctx, s, office.DestructionRecord, id)
	if err != nil {
		return err
	}
	w := store.Append{Finish: finish}
	if d.Done == nil && d.Decided != nil && d.Decided.Approved {
		done := office.DestructionDone{}
		blobs := map[string]bool{}
		gone := map[string]bool{}
		for _, f := range d.Proposed.Files {
			why, err := s.destroyFile(ctx, id, d, f, blobs)
			if err != nil {
				return err
			}
			if why != "" {
				done.Spared = append(done.Spared, office.SparedFile{Order: f.Order, Why: why})
				continue
			}
			gone[f.Order] = true
			done.Files++
		}
		if done.Blobs, err = s.dropBlobs(ctx, blobs, gone); err != nil {
			return err
		}
		done.At = s.now()
		if err := addRecord(&w, office.DestructionRecord, id, d, version, done); err != nil {
			return err
		}
		told, rows, err := store.ToldBeside(string(office.DestructionRecord), len(w.Writes), store.ToldBody{About: id, Lines: []store.ToldLine{{Code: order.NoticeDestroyed, To: order.ToAccount(d.Proposed.Account), Times: done.Files, Page: "/archives/destructions/" + id}}}, done.At)
		if err != nil {
			return err
		}
		w.Writes, w.Rows = append(w.Writes, told), append(w.Rows, rows...)
	}
	if _, err = s.append(ctx, org.Actor{}, w); errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

// destroyFile destroys one file of a list, or says why it stays. The addresses of its attachments are added to blobs.
func (s *Service) destroyFile(ctx context.Context, id string, d office.Destruction, f office.DoomedFile, blobs map[string]bool) (string, error) {
	for try := 0; ; try++ {
		c, version, _, err := record[office.CaseFile](ctx, s, office.CaseRecord, f.Order)
		if err != nil {
			return "", err
		}
		l, err := s.load(ctx, f.Order)
		if err != nil {
			return "", err
		}
		if c.Destroyed != nil && c.Destroyed.Destruction == id { // before this try was interrupted
			return "", s.noteErased(ctx, f.Order, c.Destroyed, l, blobs)
		}
		if today := calendar.DateOf(s.now()).String(); !c.Due(today) {
			return "现为" + c.Stage(today), nil
		}
		if why, err := s.inTheWay(ctx, f.Order, c, id); err != nil || why != "" {
			return strings.TrimPrefix(why, "的"), err
		}
		e := office.CaseDestroyed{At: s.now(), Destruction: id, Certificate: d.Decided.Number}
		err = s.eraseOrder(ctx, f.Order, l, c, version, e)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		if err != nil {
			return "", err
		}
		return "", s.noteErased(ctx, f.Order, &e, l, blobs)
	}
}

// eraseOrder ends the keys of an order in one write with the event that says so. The order's own stream guards it: nobody writes to it meanwhile.
func (s *Service) eraseOrder(ctx context.Context, id string, l loaded, c office.CaseFile, version int64, e office.CaseDestroyed) error {
	var refs []string
	for _, x := range l.events {
		if x == nil {
			continue
		}
		for ref := range keptIn(x) {
			refs = append(refs, ref)
		}
	}
	slices.Sort(refs)
	w := store.Append{Rows: store.EraseRows(id, subjectOf(id), l.records[0].Pos, slices.Compact(refs))}
	if err := addRecord(&w, office.CaseRecord, id, c, version, e); err != nil {
		return err
	}
	w.Writes = append(w.Writes, store.StreamWrite{Stream: store.Stream{Type: "order", ID: id}, Expect: l.version})
	_, err := s.append(ctx, org.Actor{}, w)
	return err
}

// noteErased writes the order down outside the archive, and gathers the addresses of its attachments.
func (s *Service) noteErased(ctx context.Context, id string, e *office.CaseDestroyed, l loaded, blobs map[string]bool) error {
	if err := s.gatherBlobs(ctx, id, l, blobs); err != nil || s.erased == nil {
		return err
	}
	return s.erased.Add(vault.Erasure{Order: id, Destruction: e.Destruction, Certificate: e.Certificate, AtMS: e.At.UnixMilli()})
}

func (s *Service) gatherBlobs(ctx context.Context, id string, l loaded, blobs map[string]bool) error {
	watch, err := s.store.Load(ctx, store.WatchStream(id))
	if err != nil {
		return err
	}
	for _, r := range slices.Concat(l.records, watch) {
		for _, a := range addresses.FindAllString(string(r.Body), -1) {
			blobs[a] = true
		}
	}
	return nil
}

// addresses finds the addresses of blobs in what the log holds.
var addresses = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// dropBlobs removes attachments that nothing else in the log names. It answers how many were there.
func (s *Service) dropBlobs(ctx context.Context, blobs, gone map[string]bool) (int, error) {
	if len(blobs) == 0 {
		return 0, nil
	}
	of := func(r ledger.Record) bool {
		return (r.StreamType == "order" || r.StreamType == "supervision") && gone[r.StreamID]
	}
	for pos := int64(0); ; {
		recs, err := s.store.LogFrom(ctx, pos, 1000)
		if err != nil {
			return 0, fmt.Errorf("read log after %d: %w", pos, err)
		}
		for _, r := range recs {
			if pos = r.Pos; of(r) {
				continue
			}
			for _, a := range addresses.FindAllString(string(r.Body), -1) {
				delete(blobs, a)
			}
		}
		if len(recs) < 1000 {
			break
		}
	}
	n := 0
	for a := range blobs {
		ok, err := s.blobs.Has(ctx, a)
		if err != nil {
			return n, err
		}
		if !ok {
			continue
		}
		if err := s.blobs.Drop(ctx, a); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// KeepErasures brings the archive and the list of what was destroyed together, before anybody is let in: what the list names and this archive still holds, because an
// older copy was restored, is destroyed again; what the archive destroyed and the list does not name is added to it. It answers how many orders were destroyed again.
func (s *Service) KeepErasures(ctx context.Context) (int, error) {
	if s.erased == nil {
		return 0, nil
	}
	all, _, err := s.erased.All()
	if err != nil {
		return 0, err
	}
	blobs, gone, listed := map[string]bool{}, map[string]bool{}, map[string]bool{}
	var again []vault.Erasure
	for _, x := range all {
		listed[x.Order] = true
		row, err := s.store.CaseFile(ctx, x.Order)
		if err != nil && !errors.Is(err, store.ErrNone) {
			return 0, err
		}
		if err == nil && row.Destroyed {
			continue
		}
		l, err := s.load(ctx, x.Order)
		if errors.Is(err, ErrNotFound) {
			continue // the copy is older than the order
		}
		if err != nil {
			return 0, err
		}
		if err := s.gatherBlobs(ctx, x.Order, l, blobs); err != nil {
			return 0, err
		}
		gone[x.Order], again = true, append(again, x)
	}
	// Attachments first: an order that was destroyed again is not looked at once more.
	if _, err := s.dropBlobs(ctx, blobs, gone); err != nil {
		return 0, err
	}
	for _, x := range again {
		l, err := s.load(ctx, x.Order)
		if err != nil {
			return 0, err
		}
		c, version, _, err := record[office.CaseFile](ctx, s, office.CaseRecord, x.Order)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return 0, err
		}
		if err := s.eraseOrder(ctx, x.Order, l, c, version, office.CaseDestroyed{At: s.now(), Destruction: x.Destruction, Certificate: x.Certificate, Again: true}); err != nil {
			return 0, fmt.Errorf("destroy %s again: %w", x.Order, err)
		}
	}
	ids, err := s.store.DestroyedFiles(ctx)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if listed[id] {
			continue
		}
		c, _, _, err := record[office.CaseFile](ctx, s, office.CaseRecord, id)
		if err != nil {
			return 0, err
		}
		if err := s.erased.Add(vault.Erasure{Order: id, Destruction: c.Destroyed.Destruction, Certificate: c.Destroyed.Certificate, AtMS: c.Destroyed.At.UnixMilli()}); err != nil {
			return 0, err
		}
	}
	return len(gone), nil
}
