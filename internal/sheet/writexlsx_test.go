package sheet

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// TestWhatASheetDoesNotHoldGoesOnTheNext: no row is lost or doubled at the seam, each sheet has its header, and what was asked for stays on sheet 2.
func TestWhatASheetDoesNotHoldGoesOnTheNext(t *testing.T) {
	for _, n := range []int{0, 1, 3, 4, 6, 7} {
		var list [][]any
		for i := range n {
			list = append(list, []any{fmt.Sprintf("MC%d", i), i})
		}
		var x bytes.Buffer
		got, err := writeXLSX(&x, About{Title: "清单", At: time.Unix(0, 0)}, []Column{{Title: "编号"}, {Title: "次数"}}, rowsOf(list...), 3)
		if err != nil || got != n {
			t.Fatal(got, err)
		}
		f, err := excelize.OpenReader(&x)
		if err != nil {
			t.Fatal(err)
		}
		names := f.GetSheetList()
		if want := 1 + max(1, (n+2)/3); len(names) != want || names[0] != "数据" || names[1] != "导出说明" {
			t.Errorf("%d rows stand on %v", n, names)
		}
		next := 0
		for i, name := range names {
			if i == 1 {
				continue
			}
			rows, err := f.GetRows(name)
			if err != nil || len(rows) == 0 || rows[0][0] != "编号" {
				t.Fatalf("%s: %v %v", name, rows, err)
			}
			for _, r := range rows[1:] {
				if r[0] != fmt.Sprintf("MC%d", next) {
					t.Errorf("%s has %s where MC%d should be", name, r[0], next)
				}
				next++
			}
		}
		if next != n {
			t.Errorf("%d of %d rows read back", next, n)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// Rows like those of a work list: `go test ./internal/sheet -bench . -run ^$`. It prints rows a second.
func BenchmarkXLSX(b *testing.B) {
	benchmarkRows(b, func(w io.Writer, c []Column, r Rows) (int, error) { return WriteXLSX(w, About{}, c, r) })
}

func BenchmarkCSV(b *testing.B) { benchmarkRows(b, WriteCSV) }

func benchmarkRows(b *testing.B, write func(io.Writer, []Column, Rows) (int, error)) {
	at := time.Date(2026, 3, 2, 7, 30, 5, 0, time.UTC)
	columns := make([]Column, 14)
	rows := func(yield func([]any, error) bool) {
		for i := range b.N {
			if !yield([]any{fmt.Sprintf("MC20260302%05d", i), "路口下水道反复堵塞，污水漫上路面", "投诉", "县长热线电话", "城关街道 建设路与蒙城路交叉口", 2, "县城市管理局", "办理中", "普通", "普通", at, at, 1, "剩1个工作日"}, nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	if n, err := write(io.Discard, columns, rows); err != nil || n != b.N {
		b.Fatal(n, err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
