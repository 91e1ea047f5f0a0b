package desk_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/sheet"
	"huiyin/internal/testkit"
)

// tableOf is a workbook with these rows under the titles of a kind.
func tableOf(t *testing.T, k desk.ImportKind, rows ...[]any) *bytes.Reader {
	t.Helper()
	var cols []sheet.Column
	for _, c := range k.Columns() {
		cols = append(cols, sheet.Column{Title: c})
	}
	var b bytes.Buffer
	if _, err := sheet.WriteXLSX(&b, sheet.About{}, cols, func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(b.Bytes())
}

// TestAPreviewStoresNothingAndSaysWhatToDo: every bad row has a word of its own; the good ones alone are stored, in one write.
func TestAPreviewStoresNothingAndSaysWhatToDo(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		r := reader(t, w, "hotline/system_admin")
		read := func(k desk.ImportKind, rows ...[]any) []desk.ImportRow {
			before := w.Head()
			f := tableOf(t, k, rows...)
			out, err := r.ReadImport(t.Context(), k, f, f.Size())
			if err != nil {
				t.Fatal(err)
			}
			if w.Head() != before {
				t.Error("the preview stored something")
			}
			return out
		}
		faults := func(rows []desk.ImportRow, want ...string) {
			t.Helper()
			for i, x := range rows {
				if want[i] == "" && x.Fault != "" || !strings.Contains(x.Fault, want[i]) || want[i] != "" && x.Fault == "" {
					t.Errorf("row %d says %q, want %q", x.Line, x.Fault, want[i])
				}
			}
		}
		units := read(desk.ImportUnits, []any{"sjj", "县数据资源管理局", "数据局", "县直部门", "0558-7000301"}, []any{"数据", "县某局", "", "县直部门", ""}, []any{"cgj", "县新局", "", "县直部门", ""},
			[]any{"abj", "县城市管理局", "", "县直部门", ""}, []any{"abk", "县甲局", "", "委办局", ""}, []any{"sjj", "县乙局", "", "县直部门", ""})
		faults(units, "", "单位编码应为", "已是县城市管理局", "已有单位叫", "没有选择考核组别", "与第2行重复")
		n, _, err := w.Desk.Import(t.Context(), r, desk.ImportUnits, units)
		if err != nil || n != 1 {
			t.Fatalf("imported %d: %v", n, err)
		}
		u, _ := reader(t, w, "hotline/system_admin").Directory().Unit("sjj")
		if !u.Pending || u.Phone != "0558-7000301" {
			t.Errorf("the unit is %+v", u)
		}
		r = reader(t, w, "hotline/system_admin")
		people := read(desk.ImportPeople, []any{"甲", "sjj1", "数据局", "具办人员", "2026-03-01"}, []any{"乙", "sjj2", "sjj", "主要负责人", ""}, []any{"丙", "sjj3", "县数据资源管理局", "局长", ""}, []any{"丁", "sjj1", "sjj", "具办人员", ""},
			[]any{"戊", "sjj5", "县没有局", "具办人员", ""}, []any{"", "sjj6", "sjj", "具办人员", ""}, []any{"己", "sjj7", "sjj", "具办人员", "明天"}, []any{"庚", "sjj8", "hotline", "系统管理员", ""})
		faults(people, "", "", "没有岗位“局长”", "与第2行重复", "没有单位“县没有局”", "没有填写姓名", "到任日期", "管理岗位不能批量导入")
		n, entered, err := w.Desk.Import(t.Context(), r, desk.ImportPeople, people)
		if err != nil || n != 2 || len(entered) != 2 {
			t.Fatalf("imported %d, %d passwords: %v", n, len(entered), err)
		}
		for _, e := range entered {
			if _, err := w.Desk.LogIn(t.Context(), e.Login, e.Password); err != nil {
				t.Errorf("%s: %v", e.Login, err)
			}
		}
		recs, err := w.Store.LogFrom(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			for _, e := range entered {
				if bytes.Contains(rec.Body, []byte(e.Password)) || bytes.Contains(rec.Body, []byte(`"`+e.Title+`"`)) {
					t.Errorf("position %d holds a person's name or password", rec.Pos)
				}
			}
		}
		// The same rows again: everything is there already, so nothing is left to take.
		if _, _, err := w.Desk.Import(t.Context(), reader(t, w, "hotline/system_admin"), desk.ImportPeople, people); err == nil {
			t.Error("the same table twice")
		}
		w.CheckArchive()
	})
}

func TestATableThatIsNoneIsRefusedByItsWords(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	r := reader(t, w, "hotline/system_admin")
	for what, b := range map[string][]byte{"空": nil, "表头缺少": tableBytes(t, tableOf(t, desk.ImportUnits, []any{"a", "b", "c", "d", "e"})), "文件": []byte("PK\x03\x04 no zip at all")} {
		_, err := r.ReadImport(t.Context(), desk.ImportPeople, bytes.NewReader(b), int64(len(b)))
		var bad *desk.Invalid
		if !errors.As(err, &bad) || bad.Field != "file" {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := reader(t, w, "hotline/office_head").ReadImport(t.Context(), desk.ImportUnits, bytes.NewReader(nil), 0); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("the head imports: %v", err)
	}
	var b bytes.Buffer
	if err := r.Template(&b, desk.ImportPeople); err != nil {
		t.Fatal(err)
	}
	rows, err := r.ReadImport(t.Context(), desk.ImportPeople, bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || len(rows) != 2 {
		t.Errorf("our own template is not read: %v %v", rows, err)
	}
}

func tableBytes(t *testing.T, r *bytes.Reader) []byte {
	t.Helper()
	b := make([]byte, r.Len())
	if _, err := r.Read(b); err != nil {
		t.Fatal(err)
	}
	return b
}

// TestNobodyGrantsHimself: the registrar is not the delegate, and administrators neither give nor take.
func TestNobodyGrantsHimself(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	who := people(t, w, map[string]org.PostID{"clerk": "hotline/dispatcher", "admin": "hotline/system_admin", "head": org.PostOfficeHead})
	clerk := acting(t, w, who["clerk"], "hotline/dispatcher")
	d := org.Delegation{Post: org.PostOfficeHead, To: who["clerk"], Scope: org.WholePost, From: "2026-03-02", Until: "2026-03-06", Document: "文"}
	_, err := w.Desk.Delegate(t.Context(), clerk, d, paper(t), "")
	refusal(t, err, "self_granted")
	d.To = who["admin"]
	_, err = w.Desk.Delegate(t.Context(), clerk, d, paper(t), "")
	refusal(t, err, "separate_duties")
	if _, err := w.Desk.Delegate(t.Context(), acting(t, w, who["admin"], "hotline/system_admin"), d, paper(t), ""); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("the administrator delegates: %v", err)
	}
	d.To = who["clerk"]
	if _, err := w.Desk.Delegate(t.Context(), acting(t, w, who["head"], org.PostOfficeHead), d, paper(t), ""); err != nil {
		t.Errorf("the head himself: %v", err)
	}
	if err := w.Desk.TakePost(t.Context(), testkit.As("hotline/system_admin"), who["clerk"], "hotline/system_admin", "2026-03-02", ""); err == nil {
		t.Error("a delegate became an administrator")
	}
}
