package papers

import (
	"archive/zip"
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiyin/internal/bulletin"
	"huiyin/internal/sheet"
)

var update = flag.Bool("update", false, "write golden files anew")

func parts(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(body)
	}
	return out
}

// paper is a bulletin of few figures with a table that fits and one that is too wide.
func paper(k bulletin.PeriodKind) Bulletin {
	d := bulletin.Draft{Period: bulletin.Period{Kind: k, From: "2026-11-23", To: "2026-11-29"}, Values: []bulletin.Value{{Token: "受理量", Text: "612", Metric: "registered", Num: 612}, {Token: "按期办结率", Text: "97.9%", Metric: "in_time", Num: 140, Den: 143}},
		Sections: []bulletin.Section{{ID: "overview", Title: "总体情况"}, {ID: "handling", Title: "办理情况"}, {ID: "cases", Title: "典型案例"}},
		Tables: []bulletin.Grid{{ID: "types", Section: "overview", Caption: "表1　按诉求类型", Heads: []string{"类型", "件数", "占比"}, Words: 1, Rows: []bulletin.Line{{Cells: []bulletin.Cell{{Text: "投诉"}, {Text: "306"}, {Text: "50.0%"}}}, {Cells: []bulletin.Cell{{Text: "=1+1"}, {Text: "24"}, {Text: "<3.9%>"}}}}},
			{ID: "units", Section: "handling", Caption: "表2　承办单位办理统计（乡镇街道）", Heads: strings.Split("序号 单位 交办 应办结 按期办结 逾期办结 逾期未办 按期办结率 满意率 排名", " "), Words: 2, Rows: []bulletin.Line{{Cells: []bulletin.Cell{{Text: "1"}, {Text: "庄周街道"}, {Text: "19"}, {Text: "16"}, {Text: "16"}, {Text: "0"}, {Text: "0"}, {Text: "100.0%"}, {Text: "93.8%"}, {Text: "1"}}}}}}}
	return Bulletin{Draft: d, Text: bulletin.Text{Title: "2026年第48周县长热线办理情况", Sections: []bulletin.SectionText{{ID: "overview", Sentences: []string{"本周共受理群众诉求【受理量】件，按期办结率【按期办结率】。"}}, {ID: "handling", Sentences: []string{"各单位应当在1个工作日内与诉求人取得联系。\x01"}}}},
		Number: "2026年第48期", Date: "2026年11月30日", Office: "蒙城县县长热线受理中心", Sender: "蒙城县人民政府办公室"}
}

// TestABulletinIsSetToTheStandard: GB/T 9704-2012: the pitch of 28.95 pt, the margins, the fonts by name, page numbers outside, tables with repeated heads, wide ones on a landscape page,
// the same bytes each time. The whole document is a golden file.
func TestABulletinIsSetToTheStandard(t *testing.T) {
	for name, p := range map[string]Bulletin{"week": paper(bulletin.Week), "days": paper(bulletin.Days)} {
		var a, b bytes.Buffer
		if err := p.WriteDocx(&a); err != nil {
			t.Fatal(err)
		}
		if err := p.WriteDocx(&b); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: written twice, two files: %v", name, err)
		}
		all := parts(t, a.Bytes())
		doc := all["word/document.xml"]
		path := filepath.Join("testdata", name+".document.xml")
		if *update {
			if err := os.WriteFile(path, []byte(strings.ReplaceAll(doc, "<w:p>", "\n<w:p>")+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != strings.ReplaceAll(doc, "<w:p>", "\n<w:p>")+"\n" {
			t.Errorf("%s has changed; see it with git diff after -update", path)
		}
		for _, x := range []string{`w:line="579" w:lineRule="exact"`, `w:eastAsia="仿宋_GB2312"`, `w:eastAsia="黑体"`, `w:eastAsia="方正小标宋简体"`, `<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"`,
			`<w:pgSz w:w="11906" w:h="16838"/>`, `w:orient="landscape"`, "<w:tblHeader/>", "<w:cantSplit/>", "受理群众诉求612件，按期办结率97.9%", "本周无。", "&lt;3.9%&gt;", "附件1", `<w:type w:val="evenPage"/>`} {
			if k := "本周无。"; x == k && name == "days" {
				x = "本期无。"
			}
			if !strings.Contains(doc, x) {
				t.Errorf("%s: nothing says %s", name, x)
			}
		}
		if strings.ContainsRune(doc, 0x01) || strings.Contains(doc, "【") {
			t.Errorf("%s: a control character or an unfilled figure is in the paper", name)
		}
		for foot, align := range map[string]string{"word/footer1.xml": "right", "word/footer2.xml": "left"} {
			if x := all[foot]; !strings.Contains(x, `<w:jc w:val="`+align+`"/>`) || !strings.Contains(x, " PAGE ") || !strings.Contains(x, "— ") || !strings.Contains(x, `w:eastAsia="宋体"`) || !strings.Contains(x, `<w:sz w:val="28"/>`) {
				t.Errorf("%s: %s", foot, x)
			}
		}
		if !strings.Contains(all["word/settings.xml"], "<w:evenAndOddHeaders/>") {
			t.Error("odd and even pages are alike")
		}
		if n := len(regexp.MustCompile(`<w:sectPr>`).FindAllString(doc, -1)); n != 3 {
			t.Errorf("%s: %d sections, want portrait, landscape, portrait", name, n)
		}
	}
}

// TestTheTablesAreAWorkbook: each table is a sheet, counts are numbers, what looks like a formula is text, and the last sheet says what was asked for and by whom.
func TestTheTablesAreAWorkbook(t *testing.T) {
	var b bytes.Buffer
	about := sheet.About{Title: "周简报", Criteria: [][2]string{{"时段", "2026年第48周"}}, At: time.Date(2026, 11, 30, 1, 0, 0, 0, time.UTC), Operator: "督办员01"}
	if err := paper(bulletin.Week).WriteXLSX(&b, about); err != nil {
		t.Fatal(err)
	}
	all := parts(t, b.Bytes())
	book := all["xl/workbook.xml"]
	for _, name := range []string{"数字", "按诉求类型", "承办单位办理统计（乡镇街道）", "导出说明"} {
		if !strings.Contains(book, `name="`+name+`"`) {
			t.Errorf("no sheet %s in %s", name, book)
		}
	}
	if !strings.Contains(all["xl/worksheets/sheet2.xml"], "<v>306</v>") {
		t.Errorf("counts are no numbers: %s", all["xl/worksheets/sheet2.xml"])
	}
	if s := all["xl/worksheets/sheet2.xml"]; strings.Contains(s, "<f>") || !strings.Contains(s, "&#39;=1+1") {
		t.Errorf("a formula got through: %s", s)
	}
}
