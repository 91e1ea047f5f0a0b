package desk_test

import (
	"bytes"
	"errors"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/testkit"
)

// TestShelf: a document is put on the shelf with its file, replaced from a day on, and repealed; a unit reads what is in force on a day, and the old version
// still; who may not keeps nothing; a file's name stands sealed and its bytes are held by the check (Art. 6(1), 6(2)).
func TestShelf(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		ctx := t.Context()
		keep, unit := reader(t, w, "hotline/dispatcher"), reader(t, w, "cgj/handler")
		png := testkit.PNG(t)
		wish := desk.DocumentWish{Kind: office.RuleDocument, Title: "热线工单办理工作制度", Number: "蒙热〔2026〕1号", From: "2026-03-10", Files: []desk.Upload{{Name: "王秀兰起草稿.png", Bytes: png}}}
		for _, r := range []*desk.Reader{unit, reader(t, w, "hotline/operator")} {
			if _, err := r.Shelve(ctx, wish, "k0"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("who may not shelves: %v", err)
			}
		}
		bare := wish
		bare.Files = nil
		refusedWith(t, second(keep.Shelve(ctx, bare, "k1")), "no_file")
		var id string
		var err error
		for range 2 { // pressed twice
			if id, err = keep.Shelve(ctx, wish, "k2"); err != nil {
				t.Fatal(err)
			}
		}
		find := func(day string, past bool) []desk.DocumentView {
			t.Helper()
			p, err := unit.Shelf(ctx, day, past)
			if err != nil {
				t.Fatal(err)
			}
			var out []desk.DocumentView
			for _, g := range p.Groups {
				out = append(out, g.Docs...)
			}
			return out
		}
		if all := find("", false); len(all) != 1 || all[0].State != "待施行" || all[0].MayKeep {
			t.Errorf("before its day: %+v", all)
		}
		next := desk.DocumentWish{Number: "蒙热〔2026〕2号", From: "2026-06-01", Note: "加了催办一节", Files: wish.Files}
		for range 2 {
			if err := keep.Revise(ctx, id, next, "k3"); err != nil {
				t.Fatal(err)
			}
		}
		refusedWith(t, keep.Revise(ctx, id, next, "k4"), "not_later")
		if err := unit.Revise(ctx, id, next, "k5"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit revises: %v", err)
		}
		if all := find("2026-05-31", false); len(all) != 1 || all[0].Now().N != 1 || all[0].Now().To != "2026年5月31日" {
			t.Errorf("the old version on its last day: %+v", all)
		}
		if all := find("2026-06-01", false); len(all) != 1 || all[0].Now().N != 2 || all[0].State != "有效" {
			t.Errorf("the new version on its first day: %+v", all)
		}
		v, err := unit.Document(ctx, id)
		if err != nil || len(v.Versions) != 2 || len(v.Versions[1].Files) != 1 || v.Versions[1].Files[0].Name != "王秀兰起草稿.png" {
			t.Fatalf("the document: %+v %v", v, err)
		}
		name, mime, b, err := unit.DocumentFile(ctx, id, v.Versions[1].Files[0].ID)
		if err != nil || name != "王秀兰起草稿.png" || mime != "image/png" || !bytes.HasPrefix(b, []byte("\x89PNG")) {
			t.Errorf("the file: %s %s %d %v", name, mime, len(b), err)
		}
		if _, _, _, err := unit.DocumentFile(ctx, id, "none"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("no such file: %v", err)
		}
		if _, _, _, err := reader(t, w, "hotline/system_admin").DocumentFile(ctx, id, v.Versions[1].Files[0].ID); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an administrator opens a file: %v", err)
		}
		if err := keep.Repeal(ctx, id, "2026-12-31", "并入新制度", "k6"); err != nil {
			t.Fatal(err)
		}
		if all := find("2027-01-01", false); len(all) != 0 {
			t.Errorf("after its last day: %+v", all)
		}
		if all := find("2027-01-01", true); len(all) != 1 || all[0].State != "已废止" {
			t.Errorf("with what is repealed: %+v", all)
		}
		recordsHold(t, w, "王秀兰")
	})
}
