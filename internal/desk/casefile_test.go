package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/blob"
	"huiyin/internal/desk"
	"huiyin/internal/jobs"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/papers"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
	"huiyin/internal/testkit/pgtest"
)

func staff(t *testing.T, w *testkit.World, posts ...org.PostID) map[org.PostID]org.AccountID {
	t.Helper()
	out := map[org.PostID]org.AccountID{}
	for i, p := range posts {
		id, err := w.Desk.NewAccount(t.Context(), fmt.Sprint("renyuan", i), fmt.Sprint("工作人员", i), ownPassword, []org.PostID{p})
		if err != nil {
			t.Fatal(err)
		}
		out[p] = id
	}
	return out
}

// TestAnArchivedOrderBecomesACaseFile: the class by rule, a number without gaps, an index of its papers; the office corrects the class with a reason; who may not, does
// not; an order that was not dispatched has no number (Art. 6(3)).
func TestAnArchivedOrderBecomesACaseFile(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		id := road(t, w)
		d := w.Do("hotline/operator", "", consult(w), order.AnswerDirectly{By: testkit.By("hotline/operator"), Answer: order.Private{Text: "营业到晚上六点"}})
		w.Tick()
		keep := reader(t, w, "hotline/dispatcher")
		v, err := keep.ArchivedFile(ctx, id)
		if err != nil || v.Number != "2026-000001" || v.ClassCode != office.KeptDispatched || v.Until != "2036年12月31日" || v.Stage != "在管" || !v.OrderOpen {
			t.Fatalf("the file: %+v %v", v, err)
		}
		kinds := map[string]int{}
		for _, x := range v.Index {
			kinds[x.Kind]++
			if strings.Contains(x.Title, "王秀兰") || strings.Contains(x.Title, "13800001234") {
				t.Errorf("the index names the caller: %s", x.Title)
			}
		}
		if kinds["附件"] != 2 || kinds["记录"] < 8 || v.Index[0].Title != "登记：受理登记" {
			t.Errorf("index: %v %+v", kinds, v.Index)
		}
		if v, err := keep.ArchivedFile(ctx, d.ID); err != nil || v.Number != "" || v.ClassCode != office.KeptDirect || v.Until != "2029年12月31日" {
			t.Errorf("not dispatched: %+v %v", v, err)
		}
		for _, p := range []org.PostID{"cgj/handler", "hotline/operator", "hotline/system_admin", "county/magistrate"} {
			r := reader(t, w, p)
			if _, err := r.ArchivedFile(ctx, id); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s reads a file: %v", p, err)
			}
			if _, err := r.Archives(ctx, desk.ArchivesAsk{}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s lists files: %v", p, err)
			}
			if err := r.HoldFile(ctx, id, "要留", "k"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s holds a file: %v", p, err)
			}
		}
		refusedWith(t, keep.ReclassFile(ctx, id, office.KeptDispatched, "一样", "k1"), "same_class")
		refusedWith(t, keep.ReclassFile(ctx, id, office.KeptKey, "", "k2"), "missing_reason")
		refusedWith(t, keep.ReclassFile(ctx, id, office.KeptDirect, "不要了", "k3"), "filed")
		for range 2 { // pressed twice
			if err := keep.ReclassFile(ctx, id, office.KeptKey, "王秀兰反映的全县首例", "k4"); err != nil {
				t.Fatal(err)
			}
		}
		if err := keep.ReclassFile(ctx, d.ID, office.KeptForever, "留作范例", "k5"); err != nil {
			t.Fatal(err)
		}
		p, err := keep.Archives(ctx, desk.ArchivesAsk{})
		if err != nil || len(p.Rows) != 2 || p.Rows[0].Class != "重点" || p.Rows[0].Term != "30年" || p.Rows[1].Number != "2026-000002" || p.Rows[1].Term != "永久" || p.Years[0].Files != 2 || p.Backlog {
			t.Errorf("the list: %+v %v", p, err)
		}
		if p, err := keep.Archives(ctx, desk.ArchivesAsk{Class: office.KeptForever}); err != nil || len(p.Rows) != 1 {
			t.Errorf("of a class: %+v %v", p.Rows, err)
		}
		if p, err := keep.Archives(ctx, desk.ArchivesAsk{Find: "MC202603020001"}); err != nil || len(p.Rows) != 1 || p.Rows[0].ID != id {
			t.Errorf("found: %+v %v", p.Rows, err)
		}
		if c := w.Order("cgj/handler", id).Case; c == nil || c.Link || !strings.Contains(c.Words, "30年") {
			t.Errorf("the unit reads of the file: %+v", c)
		}
		recordsHold(t, w, "王秀兰反映")
	})
}

// TestDestruction: a file whose term is over is proposed by one, approved by another, before a witness who is neither; a hold set by one and lifted by two keeps it; then
// nothing that identifies anybody is left, the figures are as they were, also after a replay, and the order takes no more words (Art. 6(3); trust.md B3).
func TestDestruction(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		acc := staff(t, w, "hotline/operator", "hotline/reviewer")
		id := road(t, w)
		other := w.Do("hotline/operator", "", consult(w), order.AnswerDirectly{By: testkit.By("hotline/operator"), Answer: order.Private{Text: "营业到晚上六点"}}).ID // the same caller
		w.Tick()
		keep, second, head, gov := reader(t, w, "hotline/dispatcher"), reader(t, w, "hotline/supervisor"), reader(t, w, "hotline/office_head"), reader(t, w, "gov/gov_head")
		if p, _ := keep.Archives(ctx, desk.ArchivesAsk{Tab: desk.FilesDue}); len(p.Rows) != 0 {
			t.Errorf("due too early: %+v", p.Rows)
		}
		refusedWith(t, failed(keep.ProposeDestruction(ctx, []string{id}, "期满", "k1")), "not_due")
		before := figures(t, w)
		w.Clock.Set("2036-12-31 23:00")
		refusedWith(t, failed(keep.ProposeDestruction(ctx, []string{id}, "期满", "k2")), "not_due")
		w.Clock.Set("2037-01-01 08:00")
		if p, _ := keep.Archives(ctx, desk.ArchivesAsk{Tab: desk.FilesDue}); len(p.Rows) != 2 || p.Due != 2 {
			t.Errorf("due: %+v", p.Rows)
		}

		// The hold.
		if err := keep.HoldFile(ctx, id, "法院调取", "h1"); err != nil {
			t.Fatal(err)
		}
		refusedWith(t, second.HoldFile(ctx, id, "再来一次", "h2"), "held_already")
		if p, _ := keep.Archives(ctx, desk.ArchivesAsk{Tab: desk.FilesDue}); len(p.Rows) != 1 || p.Rows[0].ID != other {
			t.Errorf("a held file is due: %+v", p.Rows)
		}
		if p, _ := keep.Archives(ctx, desk.ArchivesAsk{Tab: desk.FilesHeld}); len(p.Rows) != 1 {
			t.Errorf("held: %+v", p.Rows)
		}
		refusedWith(t, failed(keep.ProposeDestruction(ctx, []string{id}, "期满", "k3")), "not_due")
		refusedWith(t, head.DecideHoldEnd(ctx, id, true, "", "h3"), "not_asked")
		if err := head.AskHoldEnd(ctx, id, "案件已结", "h4"); err != nil {
			t.Fatal(err)
		}
		refusedWith(t, head.DecideHoldEnd(ctx, id, true, "", "h5"), "same_person")
		if err := keep.DecideHoldEnd(ctx, id, true, "", "h6"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a dispatcher lifts a hold: %v", err)
		}
		if err := gov.DecideHoldEnd(ctx, id, true, "同意", "h7"); err != nil {
			t.Fatal(err)
		}

		// The list.
		list, err := keep.ProposeDestruction(ctx, []string{id, id}, "已满10年，没有继续保存的价值", "k4")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := keep.ProposeDestruction(ctx, []string{id}, "已满10年，没有继续保存的价值", "k4"); err != nil || again != list {
			t.Errorf("pressed twice: %s %v", again, err)
		}
		refusedWith(t, failed(second.ProposeDestruction(ctx, []string{id}, "又一份", "k5")), "blocked")
		if err := keep.DecideDestruction(ctx, list, true, acc["hotline/operator"], "", "d0"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a dispatcher approves: %v", err)
		}
		refusedWith(t, head.DecideDestruction(ctx, list, true, "", "", "d1"), "no_witness")
		refusedWith(t, head.DecideDestruction(ctx, list, true, "nobody", "", "d2"), "bad_witness")
		refusedWith(t, head.DecideDestruction(ctx, list, false, "", "", "d3"), "missing_opinion")
		if err := head.DecideDestruction(ctx, list, true, acc["hotline/operator"], "同意", "d4"); err != nil {
			t.Fatal(err)
		}
		refusedWith(t, gov.DecideDestruction(ctx, list, true, acc["hotline/operator"], "同意", "d5"), "decided")
		addresses := attachmentsOf(t, w, id)
		w.Tick()
		v, err := head.Destruction(ctx, list)
		if err != nil || v.Stage != "已销毁" || v.Number != "蒙热销〔2037〕1号" || v.Destroyed != 1 || v.Blobs != 2 || v.Witness != "工作人员0" {
			t.Fatalf("the certificate: %+v %v", v, err)
		}

		erasedFrom(t, w, id, addresses)
		if x := w.Order("hotline/dispatcher", other); x.Words.Shown == "" {
			t.Error("another order of the caller went too")
		}
		x := w.Order("hotline/dispatcher", id)
		if x.Case == nil || !x.Case.Destroyed || len(x.Acts) != 0 || x.Words.Shown != "" || x.Name.Shown != "" {
			t.Errorf("the order's page: %+v %q %q", x.Case, x.Words.Shown, x.Name.Shown)
		}
		refusedWith(t, failed(w.Try("hotline/dispatcher", id, order.Attach{By: testkit.By("hotline/dispatcher"), Files: []order.Attachment[order.Private]{kept(t, w)}})), "destroyed")
		refusedWith(t, keep.HoldFile(ctx, id, "来不及了", "h9"), "destroyed")
		if after := figures(t, w); !maps.Equal(before, after) {
			t.Errorf("figures moved: %v, before %v", after, before)
		}
		recordsHold(t, w, "王秀兰")
		w.CheckArchive()
		if after := figures(t, w); !maps.Equal(before, after) {
			t.Errorf("figures moved by a replay: %v, before %v", after, before)
		}
		if _, err := w.Desk.Reindex(ctx); err != nil {
			t.Fatal(err)
		}
		erasedFrom(t, w, id, addresses)
		if again, err := w.Desk.KeepErasures(ctx); err != nil || again != 0 {
			t.Errorf("destroyed twice: %d %v", again, err)
		}
	})
}

// TestAHoldSetAfterApprovalSaves: what is held between the approval and the deed stays, and the certificate says so; who proposed cannot witness.
func TestAHoldSetAfterApprovalSaves(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	ctx := t.Context()
	acc := staff(t, w, "hotline/operator")
	id := road(t, w)
	w.Tick()
	w.Clock.Set("2037-01-01 08:00")
	keep, head := reader(t, w, "hotline/dispatcher"), reader(t, w, "hotline/office_head")
	list, err := keep.ProposeDestruction(ctx, []string{id}, "期满", "k1")
	if err != nil {
		t.Fatal(err)
	}
	if err := head.DecideDestruction(ctx, list, true, acc["hotline/operator"], "", "k2"); err != nil {
		t.Fatal(err)
	}
	if err := keep.HoldFile(ctx, id, "纪委来函", "k3"); err != nil {
		t.Fatal(err)
	}
	w.Tick()
	v, err := head.Destruction(ctx, list)
	if err != nil || v.Destroyed != 0 || v.Blobs != 0 || len(v.Files) != 1 || v.Files[0].Spared != "现为暂停销毁" {
		t.Fatalf("the certificate: %+v %v", v, err)
	}
	if x := w.Order("hotline/visitor", id); x.Name.Shown != "王秀兰" {
		t.Errorf("a held order lost its caller: %q", x.Name.Shown)
	}
	recordsHold(t, w)
}

// TestAnOlderCopyIsDestroyedAgain: an archive restored from a copy of before the destruction destroys again what the list beside the key names, attachments too, before
// anybody reads; and a list that was lost is made anew from the archive (design.md §5).
func TestAnOlderCopyIsDestroyedAgain(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		acc := staff(t, w, "hotline/operator")
		id := road(t, w)
		w.Tick()
		copied := filepath.Join(t.TempDir(), "copy")
		if err := os.Mkdir(copied, 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Store.Backup(ctx, w.Clock.Now(), copied, w.Blobs.(*blob.Dir).FS()); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set("2037-01-01 08:00")
		keep, head := reader(t, w, "hotline/dispatcher"), reader(t, w, "hotline/office_head")
		list, err := keep.ProposeDestruction(ctx, []string{id}, "期满", "k1")
		if err == nil {
			err = head.DecideDestruction(ctx, list, true, acc["hotline/operator"], "", "k2")
		}
		if err != nil {
			t.Fatal(err)
		}
		addresses := attachmentsOf(t, w, id)
		before := figures(t, w)
		w.Tick()

		to := filepath.Join(t.TempDir(), "new")
		if strings.HasPrefix(where, "postgres") {
			to = pgtest.URL(t)
		}
		blobs := filepath.Join(t.TempDir(), "blobs")
		if _, err := store.Restore(ctx, copied, to, blobs); err != nil {
			t.Fatal(err)
		}
		st, err := store.Open(ctx, to, "test")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
		dir, err := blob.OpenDir(blobs)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = dir.Close() })
		old := *w
		old.Store, old.Blobs = st, dir
		list2 := w.Erasures
		if old.Desk, err = desk.New(desk.Options{Store: st, Vault: w.Vault, Blobs: dir, Clock: w.Clock.Now, Erasures: list2}); err != nil {
			t.Fatal(err)
		}
		old.Jobs = jobs.New(st.Queue(), old.Desk.Handle, w.Clock.Now, jobs.Options{})
		if x := old.Order("hotline/visitor", id); x.Name.Shown != "王秀兰" {
			t.Fatalf("the copy does not hold the caller: %q", x.Name.Shown)
		}
		if n, err := old.Desk.KeepErasures(ctx); err != nil || n != 1 {
			t.Fatalf("destroyed again: %d %v", n, err)
		}
		erasedFrom(t, &old, id, addresses)
		if n, err := old.Desk.KeepErasures(ctx); err != nil || n != 0 {
			t.Errorf("and once more: %d %v", n, err)
		}
		if after := figures(t, &old); !maps.Equal(before, after) {
			t.Errorf("figures: %v, before %v", after, before)
		}
		recordsHold(t, &old)
		v, err := reader(t, &old, "hotline/dispatcher").ArchivedFile(ctx, id)
		if err != nil || v.Certificate != "蒙热销〔2037〕1号" || v.Lines[0].Verb != "再次销毁" {
			t.Errorf("the file: %+v %v", v, err)
		}

		lost := w.Vault.Erasures(filepath.Join(t.TempDir(), "other.list"))
		again, err := desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: w.Blobs, Clock: w.Clock.Now, Erasures: lost})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := again.KeepErasures(ctx); err != nil {
			t.Fatal(err)
		}
		if all, spoilt, err := lost.All(); err != nil || spoilt != 0 || len(all) != 1 || all[0].Order != id {
			t.Errorf("the list made anew: %+v %d %v", all, spoilt, err)
		}
	})
}

// TestTransfer: a year's files are packed once a second person agrees, downloads are on record, the volume holds against its sums and holds what the order held, and its
// bytes go when the receiver has signed; meanwhile nothing of it is destroyed (Art. 6(3)).
func TestTransfer(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		id := road(t, w)
		w.Tick()
		keep, head := reader(t, w, "hotline/dispatcher"), reader(t, w, "hotline/office_head")
		refusedWith(t, failed(keep.AskTransfer(ctx, 2026, "年度移交", "k1")), "running_year")
		w.Clock.Set("2027-03-01 09:00")
		refusedWith(t, failed(keep.AskTransfer(ctx, 2025, "年度移交", "k2")), "no_files")
		refusedWith(t, failed(keep.AskTransfer(ctx, 0, "年度移交", "k3")), "bad_year")
		refusedWith(t, failed(keep.AskTransfer(ctx, 2026, "", "k4")), "missing_purpose")
		var one string
		var err error
		for range 2 {
			if one, err = keep.AskTransfer(ctx, 2026, "年度移交", "k5"); err != nil {
				t.Fatal(err)
			}
		}
		refusedWith(t, failed(head.AskTransfer(ctx, 2026, "又一份", "k6")), "under_way")
		if err := keep.DecideTransfer(ctx, one, true, "", "k7"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a dispatcher agrees: %v", err)
		}
		refusedWith(t, keep.HandTransfer(ctx, one, "2027-03-01", "县档案馆", "陈科长", "k8"), "not_packed")
		if err := head.DecideTransfer(ctx, one, true, "同意", "k9"); err != nil {
			t.Fatal(err)
		}
		w.Tick()
		v, err := keep.Transfer(ctx, one)
		if err != nil || v.Stage != "待移交" || len(v.Parts) != 1 || v.Packed != 1 || v.Parts[0].First != "2026-000001" || !v.MayTake {
			t.Fatalf("packed: %+v %v", v, err)
		}
		for _, p := range []org.PostID{"hotline/reviewer", "gov/gov_head", "cgj/handler", "hotline/operator"} {
			if _, _, err := reader(t, w, p).Volume(ctx, one, 1); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s downloads: %v", p, err)
			}
		}
		refusedWith(t, failed3(keep.Volume(ctx, one, 2)), "no_volume")
		name, b, err := keep.Volume(ctx, one, 1)
		if err != nil || name != "2026年度档案移交包 第1册.zip" {
			t.Fatalf("volume: %s %v", name, err)
		}
		rep, err := papers.CheckPackage(bytes.NewReader(b), int64(len(b)))
		if err != nil || len(rep.Faults) > 0 || rep.Cases != 1 || rep.SHA256 != v.Parts[0].SHA256 {
			t.Errorf("checked: %+v %v", rep, err)
		}
		if rep.Files != 5 { // the catalogue, index, record, two attachments
			t.Errorf("%d files", rep.Files)
		}
		if v, _ := keep.Transfer(ctx, one); len(v.Taken) != 1 {
			t.Errorf("downloads on record: %v", v.Taken)
		}
		w.Clock.Set("2037-01-01 08:00")
		refusedWith(t, failed(keep.ProposeDestruction(ctx, []string{id}, "期满", "k10")), "blocked")
		w.Clock.Set("2037-01-01 09:00")
		refusedWith(t, keep.HandTransfer(ctx, one, "2026-01-01", "县档案馆", "陈科长", "k11"), "early_day")
		if err := keep.HandTransfer(ctx, one, "2027-03-05", "县档案馆", "陈科长", "k12"); err != nil {
			t.Fatal(err)
		}
		w.Tick()
		refusedWith(t, failed3(keep.Volume(ctx, one, 1)), "bytes_gone")
		var packed string
		for _, r := range bodiesOf(t, w, store.RecordStream(office.TransferRecord, one)) {
			if r.Kind == "transfer_packed" {
				packed = addressIn(r.Body)
			}
		}
		if ok, err := w.Blobs.Has(ctx, packed); err != nil || ok {
			t.Errorf("the packed bytes are still there: %v %v", ok, err)
		}
		if x, _ := keep.ArchivedFile(ctx, id); x.Handed != "2027年3月5日移交县档案馆" || x.Blocked != "" {
			t.Errorf("the file: %q %q", x.Handed, x.Blocked)
		}
		refusedWith(t, failed(keep.AskTransfer(ctx, 2026, "没有新的", "k13")), "no_files")
		recordsHold(t, w, "陈科长")
	})
}

func consult(w *testkit.World) order.Register {
	c := w.Complaint()
	c.Request.Type = order.Consult
	return c
}

func failed[T any](_ T, err error) error          { return err }
func failed3[A, B any](_ A, _ B, err error) error { return err }

func kept(t *testing.T, w *testkit.World) order.Attachment[order.Private] {
	t.Helper()
	a, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "迟到的.png", Bytes: testkit.PNG(t)}, "handling")
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// figures are the sums of every fact.
func figures(t *testing.T, w *testkit.World) map[[2]string]int64 {
	t.Helper()
	out, err := w.Store.FactSum(t.Context(), 1<<60, "0000", "9999")
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 5 {
		t.Fatalf("hardly any figures: %v", out)
	}
	return out
}

// addressIn is the address of the blob that a body names; refsIn are its references to sealed texts.
func addressIn(body []byte) string {
	return regexp.MustCompile(`"blob":"([0-9a-f]{64})"`).FindStringSubmatch(string(body))[1]
}

func refsIn(body []byte) []string {
	var out []string
	for _, m := range regexp.MustCompile(`"ref":"([^"]+)"`).FindAllStringSubmatch(string(body), -1) {
		out = append(out, m[1])
	}
	return out
}

func bodiesOf(t *testing.T, w *testkit.World, s store.Stream) []ledger.Record {
	t.Helper()
	recs, err := w.Store.Load(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return recs
}

// attachmentsOf are the addresses of an order's attachments, which are all there.
func attachmentsOf(t *testing.T, w *testkit.World, id string) []string {
	t.Helper()
	var out []string
	for _, r := range bodiesOf(t, w, store.Stream{Type: "order", ID: id}) {
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if x, ok := e.(order.Attached); ok {
			out = append(out, x.Files[0].Blob)
		}
		if x, ok := e.(order.ReplySubmitted); ok {
			out = append(out, x.Files[0].Blob)
		}
	}
	for _, a := range out {
		if ok, err := w.Blobs.Has(t.Context(), a); err != nil || !ok {
			t.Fatalf("an attachment is missing before: %v", err)
		}
	}
	if len(out) != 2 {
		t.Fatalf("attachments: %v", out)
	}
	return out
}

// erasedFrom proves that no key, no sealed text, no number and no attachment of an order is left.
func erasedFrom(t *testing.T, w *testkit.World, id string, addresses []string) {
	t.Helper()
	ctx := t.Context()
	if _, err := w.Store.WrappedKey(ctx, "o-"+id); !errors.Is(err, store.ErrNone) {
		t.Errorf("the key is still there: %v", err)
	}
	for _, r := range bodiesOf(t, w, store.Stream{Type: "order", ID: id}) {
		for _, ref := range refsIn(r.Body) {
			x, err := w.Store.SealedText(ctx, ref)
			if err == nil && len(x.Ciphertext) > 0 {
				t.Errorf("%s of %s is still there", ref, r.Kind)
			}
		}
	}
	ids, err := w.Store.OrdersByPhone(ctx, w.Vault.PhoneIndex("13800001234"), 100)
	if err != nil || slices.Contains(ids, id) {
		t.Errorf("still found by the number: %v %v", ids, err)
	}
	for _, a := range addresses {
		if _, err := w.Blobs.Get(ctx, a); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("an attachment is still there: %v", err)
		}
	}
	r := reader(t, w, "hotline/dispatcher")
	found, err := r.Search(ctx, desk.SearchAsk{Typed: "王秀兰"})
	if err == nil && slices.ContainsFunc(found.Hits, func(h desk.Hit) bool { return h.ID == id }) {
		t.Error("still found by the name")
	}
}
