package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func rowsOf(list ...[]any) Rows {
	return func(yield func([]any, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

var nasty = []string{"=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "'=1", "''=1", "\x00=cmd|' /C calc'!A0", "\n=1"}

func TestExportReadsBackAsItWas(t *testing.T) {
	at := time.Date(2026, 3, 2, 7, 30, 5, 0, time.UTC)
	columns := []Column{{Title: "编号", Width: 20}, {Title: "电话"}, {Title: "时间"}, {Title: "次数"}, {Title: "内容"}, {Title: "督办"}}
	rows := rowsOf(
		[]any{"MC202603020012", "05587812345", at, 3, "第一行\n第二行，\"引号\"", true},
		[]any{"341622199001011234", "13812345678", time.Time{}, int64(-2), "=HYPERLINK(\"http://x\")", nil},
	)
	var x bytes.Buffer
	n, err := WriteXLSX(&x, About{Title: "超期工单", Criteria: [][2]string{{"单位", "=城管局"}}, At: at, Operator: "值班员"}, columns, rows)
	if err != nil || n != 2 {
		t.Fatal(n, err)
	}
	wantRows(t, x.Bytes(), "1: 编号|电话|时间|次数|内容|督办\n2: MC202603020012|05587812345|2026-03-02 15:30:05|3|第一行\n第二行，\"引号\"|是\n"+
		"3: 341622199001011234|13812345678||-2|=HYPERLINK(\"http://x\")\n")
	got, err := readAll(x.Bytes(), Options{Sheet: "导出说明"})
	if want := "1: 内容|超期工单\n2: 单位|=城管局\n3: 导出时间|2026-03-02 15:30:05\n4: 操作人|值班员\n5: 记录数|2\n"; err != nil || got != want {
		t.Errorf("about: %q %v", got, err)
	}
	f, err := excelize.OpenReader(&x)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeInlineString, "D2": excelize.CellTypeUnset} {
		if kind, err := f.GetCellType("数据", cell); err != nil || kind != want {
			t.Errorf("%s has type %v %v, want %v", cell, kind, err, want)
		}
	}
	if p, err := f.GetPanes("数据"); err != nil || !p.Freeze || p.YSplit != 1 {
		t.Errorf("panes %+v %v", p, err)
	}

	var c bytes.Buffer
	if n, err := WriteCSV(&c, columns, rows); err != nil || n != 2 {
		t.Fatal(n, err)
	}
	if !strings.HasPrefix(c.String(), "\uFEFF编号") || !strings.Contains(c.String(), "\r\n") || !strings.Contains(c.String(), "05587812345\t") {
		t.Errorf("csv %q", c.String())
	}
	wantRows(t, c.Bytes(), "1: 编号|电话|时间|次数|内容|督办\n2: MC202603020012|05587812345|2026-03-02 15:30:05|3|第一行\n第二行，\"引号\"|是\n"+
		"4: 341622199001011234|13812345678||-2|=HYPERLINK(\"http://x\")\n")
}

func TestNoExportHoldsAFormula(t *testing.T) {
	var list [][]any
	for _, s := range nasty {
		list = append(list, []any{s, "x"})
	}
	columns := []Column{{Title: "=A"}, {Title: "乙"}}
	var x, c bytes.Buffer
	if _, err := WriteXLSX(&x, About{Title: "=1", Operator: "@x", At: time.Unix(0, 0)}, columns, rowsOf(list...)); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(x.Bytes()), int64(x.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil || bytes.Contains(b, []byte("<f>")) || bytes.Contains(b, []byte("<f ")) {
			t.Errorf("%s holds a formula (%v)", f.Name, err)
		}
	}
	if _, err := WriteCSV(&c, columns, rowsOf(list...)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&x)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all [][]string
	for _, title := range f.GetSheetList() {
		rows, err := f.GetRows(title)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rows...)
	}
	records, err := csv.NewReader(&c).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, records...)
	seen := 0
	for _, row := range all {
		for _, text := range row {
			if text = strings.TrimPrefix(text, "\uFEFF"); risky(text) {
				if seen++; text[0] != '\'' {
					t.Errorf("%q can be run", text)
				}
			}
		}
	}
	if want := 2*(len(nasty)+1) + 2; seen != want { // each in both files, a title in both, two lines about it
		t.Errorf("%d risky texts came out, want %d", seen, want)
	}
}

func TestSafeIsUndone(t *testing.T) {
	for _, s := range append(nasty, "", "路灯", "'x", "a=b", "5") {
		if got := restore(Safe(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	if Safe("路灯") != "路灯" || Safe("=1") != "'=1" || Safe("＝1") != "'＝1" {
		t.Error("Safe")
	}
}

func TestWritingStopsWithTheError(t *testing.T) {
	stop := errors.New("stop")
	rows := func(yield func([]any, error) bool) {
		if yield([]any{"a"}, nil) {
			yield(nil, stop)
		}
	}
	if n, err := WriteXLSX(io.Discard, About{}, []Column{{Title: "a"}}, rows); n != 1 || !errors.Is(err, stop) {
		t.Error(n, err)
	}
	if n, err := WriteCSV(io.Discard, []Column{{Title: "a"}}, rows); n != 1 || !errors.Is(err, stop) {
		t.Error(n, err)
	}
	for _, v := range []any{struct{}{}, math.NaN()} {
		if _, err := WriteXLSX(io.Discard, About{}, nil, rowsOf([]any{v})); err == nil {
			t.Errorf("%v was written", v)
		}
		if _, err := WriteCSV(io.Discard, nil, rowsOf([]any{v})); err == nil {
			t.Errorf("%v was written", v)
		}
	}
}

func TestTextLongerThanACellSaysSo(t *testing.T) {
	for _, s := range []string{strings.Repeat("路", 40_000), strings.Repeat("😀", 20_000), "=" + strings.Repeat("a", 40_000)} {
		got := safeText(s)
		units := 0
		for _, r := range got {
			if units++; r > 0xFFFF {
				units++
			}
		}
		if units > longestText+1 || !strings.Contains(got, "后文过长") {
			t.Errorf("%d units", units)
		}
	}
	if s := strings.Repeat("路", longestText); safeText(s) != s {
		t.Error("a text that just fits was cut")
	}
}
