package desk_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestExport: what a list shows is what its file holds, row for row, as workbook and as text; nobody else has it, the caller's identity is not in it, a form sent
// twice is one export, every download stands in the log, and after its days the bytes are gone. Over both databases and a replay.
func TestExport(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		for i := range 7 {
			c := w.Complaint()
			c.Request.Title = fmt.Sprintf("=HYPERLINK(第%d件)", i)
			if i%2 == 0 {
				c.Request.Secrecy = order.Secret
			}
			w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: fmt.Sprint("c", i), Proposal: order.Proposal{Unit: "cgj"}})
		}
		hash := "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$aGFzaA"
		person, err := w.Desk.PutDemoAccount(ctx, "fenban", "分办员甲", hash, []org.PostID{"hotline/dispatcher"})
		if err != nil {
			t.Fatal(err)
		}
		actor, _, err := w.Desk.ActorOf(ctx, person, "hotline/dispatcher")
		if err != nil {
			t.Fatal(err)
		}
		r := readerOf(t, w, actor)
		list := func(n desk.Narrow) []desk.Row {
			t.Helper()
			l, err := r.List(ctx, desk.ListAsk{Kind: desk.ListOpen, Narrow: n, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			return l.Rows
		}
		for _, n := range []desk.Narrow{{}, {Secrecy: order.Secret, Type: order.Complaint}} {
			rows := list(n)
			ask := desk.ExportAsk{List: desk.ListOpen, Narrow: n}
			plan, err := r.PlanExport(ctx, ask)
			if err != nil || plan.Total.N != len(rows) || len(rows) < 4 {
				t.Fatalf("the plan: %+v %v, the list has %d", plan, err, len(rows))
			}
			for _, f := range []office.ExportFormat{office.ExportXLSX, office.ExportCSV} {
				key := fmt.Sprint(f, n.Secrecy)
				id, err := r.AskExport(ctx, ask, f, key)
				if err != nil {
					t.Fatal(err)
				}
				if again, err := r.AskExport(ctx, ask, f, key); err != nil || again != id {
					t.Errorf("the same form again: %s %v", again, err)
				}
				if _, _, _, err := r.ExportFile(ctx, id, 1); code(err) != "no_part" {
					t.Errorf("fetched before it is made: %v", err)
				}
				w.Tick()
				v, err := r.Export(ctx, id)
				if err != nil || !v.Ready || v.Rows != len(rows) || len(v.Parts) != 1 {
					t.Fatalf("made: %+v %v", v, err)
				}
				name, _, b, err := r.ExportFile(ctx, id, 1)
				if err != nil || !strings.HasPrefix(name, "在办 2026-03-02.") {
					t.Fatalf("fetched: %s %v", name, err)
				}
				var got [][]string
				if f == office.ExportCSV {
					if got, err = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF")))).ReadAll(); err != nil {
						t.Fatal(err)
					}
				} else {
					book, err := excelize.OpenReader(bytes.NewReader(b))
					if err != nil {
						t.Fatal(err)
					}
					if got, err = book.GetRows("数据"); err != nil {
						t.Fatal(err)
					}
					about, err := book.GetRows("导出说明")
					said := fmt.Sprint(about)
					if err != nil || !strings.Contains(said, "分办员甲") || !strings.Contains(said, fmt.Sprint(len(rows))) || n.Type != "" && !strings.Contains(said, "投诉") {
						t.Errorf("the second sheet: %v %v", about, err)
					}
				}
				if len(got) != len(rows)+1 {
					t.Fatalf("%s has %d lines, the list %d", name, len(got), len(rows))
				}
				for i, x := range rows {
					if line := got[i+1]; strings.TrimSpace(line[0]) != x.Number || !strings.Contains(line[1], x.Title) || strings.HasPrefix(line[1], "=") || line[5] != x.Status {
						t.Errorf("line %d: %q, the list says %s %s", i, line, x.Number, x.Title)
					}
				}
				for _, secret := range []string{"王秀兰", "13800001234", "138 0000 1234", "北城社区东边路口"} {
					if strings.Contains(fmt.Sprint(got), secret) {
						t.Errorf("the file says %s", secret)
					}
				}
				if v, err := r.Export(ctx, id); err != nil || v.Parts[0].Taken != 1 {
					t.Errorf("the download is not on record: %+v %v", v, err)
				}
				for _, p := range []org.PostID{"hotline/office_head", "cgj/handler", "hotline/dispatcher"} { // the last is another account in the same post
					if _, err := reader(t, w, p).Export(ctx, id); !errors.Is(err, desk.ErrNotFound) {
						t.Errorf("%s sees it: %v", p, err)
					}
					if _, _, _, err := reader(t, w, p).ExportFile(ctx, id, 1); !errors.Is(err, desk.ErrNotFound) {
						t.Errorf("%s fetches it: %v", p, err)
					}
				}
			}
		}
		was := w.Head()
		for _, p := range []org.PostID{"hotline/outsourced", "hotline/system_admin"} {
			if _, err := reader(t, w, p).AskExport(ctx, desk.ExportAsk{List: desk.ListOpen}, office.ExportCSV, "x"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s exports: %v", p, err)
			}
		}
		if _, err := r.AskExport(ctx, desk.ExportAsk{List: desk.ListOpen, Narrow: desk.Narrow{Town: "341622001", Urged: true}}, office.ExportCSV, "x"); code(err) != "no_rows" {
			t.Errorf("an empty list: %v", err)
		}
		if _, err := r.AskExport(ctx, desk.ExportAsk{List: desk.ListOpen}, "pdf", "x"); code(err) != "no_format" {
			t.Errorf("another format: %v", err)
		}
		if w.Head() != was {
			t.Error("something was stored")
		}
		if all, err := r.Exports(ctx); err != nil || len(all) != 4 {
			t.Errorf("his exports: %d %v", len(all), err)
		}
		w.CheckArchive()
		one, err := r.AskExport(ctx, desk.ExportAsk{List: desk.ListOpen}, office.ExportCSV, "last")
		if err != nil {
			t.Fatal(err)
		}
		w.Tick()
		w.Clock.Add(7*24*time.Hour + time.Minute)
		if _, _, _, err := r.ExportFile(ctx, one, 1); code(err) != "bytes_gone" {
			t.Errorf("after its days: %v", err)
		}
		w.Tick()
		all, err := r.Exports(ctx)
		if err != nil || len(all) != 5 {
			t.Fatalf("after their days: %d %v", len(all), err)
		}
		for _, v := range all {
			if v.Ready || v.Running || len(v.Parts) != 0 || v.Stage != "已过期" {
				t.Errorf("after its days: %+v", v)
			}
		}
		w.CheckArchive()
	})
}

// TestExportGoesOn: a list longer than what is read at a time is in the file whole, each order once.
func TestExportGoesOn(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	ctx := t.Context()
	const many = 230
	for i := range many {
		c := w.Complaint()
		c.Request.Title, c.Request.Phone.Text = fmt.Sprintf("第%d件", i), fmt.Sprintf("1380000%04d", i)
		if _, err := w.Try("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}}); err != nil {
			t.Fatal(err)
		}
	}
	person, err := w.Desk.PutDemoAccount(ctx, "fenban", "分办员甲", "x", []org.PostID{"hotline/dispatcher"})
	if err != nil {
		t.Fatal(err)
	}
	actor, _, err := w.Desk.ActorOf(ctx, person, "hotline/dispatcher")
	if err != nil {
		t.Fatal(err)
	}
	r := readerOf(t, w, actor)
	id, err := r.AskExport(ctx, desk.ExportAsk{List: desk.ListOpen}, office.ExportCSV, "k")
	if err != nil {
		t.Fatal(err)
	}
	w.Tick()
	_, _, b, err := r.ExportFile(ctx, id, 1)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(lines) != many+1 {
		t.Fatalf("%d lines: %v", len(lines), err)
	}
	seen := map[string]bool{}
	for _, l := range lines[1:] {
		if seen[l[0]] {
			t.Errorf("%s stands there twice", l[0])
		}
		seen[l[0]] = true
	}
}
