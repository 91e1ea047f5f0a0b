package sheet

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestCellsKeepTheirType(t *testing.T) {
	shared := part{"xl/sharedStrings.xml", `<sst><si><t xml:space="preserve"> 标题 </t></si><si><r><t>路</t></r><r><t>灯&amp;&#65;</t></r><rPh sb="0"><t>ludeng</t></rPh></si><si><t>一_x000D_
二</t></si><si/></sst>`}
	b := workbook(t, `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>时间</t></is></c><c r="D2" t="str"><f>1</f><v>金额</v></c></row>`+
		`<row r="3"><c r="A3" s="1"/></row>`+
		`<row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5" s="1"><v>43836.506689814814</v></c><c r="C5" s="2"><v>43836</v></c><c r="D5" s="3"><v>1234.5</v></c></row>`+
		`<row><c t="s"><v>2</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><v>1.3800000001E10</v></c><c t="s"><v>3</v></c></row>`+
		`<row r="9"><c r="A9"><v>0.1</v></c><c r="C9" s="4"><v>0.5</v></c><c r="D9" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c></row>`+
		`<row r="10"><c r="B10" t="inlineStr"><is><t><![CDATA[<&amp;>]]>&lt;</t></is></c><c r="C10" t="d"><v>2020-01-06T12:00:00</v></c></row>`, shared)
	wantRows(t, b, "2: 标题|时间||金额\n5: 路灯&A|2020-01-06 12:09:38|2020-01-06|1234.5\n6: 一\r\n二|TRUE|#N/A|13800000001\n9: 0.1||12:00:00|富文本\n10: |<&amp;><|2020-01-06T12:00:00\n")

	in, err := open(b, Options{})
	if err != nil {
		t.Fatal(err)
	}
	row, err := in.Next()
	if err != nil || row.Cell(0).Kind != Text || row.Cell(1).Kind != Date || row.Cell(3).Kind != Number || row.Cell(9).Kind != Blank || row.Cell(-1).Kind != Blank {
		t.Errorf("got %+v, %v", row, err)
	}
	if in.Title(0) != "标题" || in.Title(2) != "C列" || in.Title(27) != "AB列" {
		t.Errorf("titles %s %s %s", in.Title(0), in.Title(2), in.Title(27))
	}
	if sheets := in.Sheets(); len(sheets) != 2 || sheets[1] != "数据" {
		t.Errorf("sheets %q", sheets)
	}
	_, err = open(b, Options{Sheet: "没有"})
	wantProblem(t, err, "现有：隐藏、数据")
}

func TestWorkbookThatCountsFrom1904(t *testing.T) {
	b := workbook(t, `<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row r="2"><c s="2"><v>42374</v></c></row>`,
		part{"xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="x" r:id="rId1"/></sheets></workbook>`})
	wantRows(t, b, "1: a|b\n2: 2020-01-06\n")
}

func TestTitleAboveTheTableIsPassedOver(t *testing.T) {
	wantRows(t, []byte("热线台账\n\n编号,内容\n1,路灯\n"), "3: 编号|内容\n4: 1|路灯\n")
	wantRows(t, []byte("内容\n路灯\n井盖\n"), "1: 内容\n2: 路灯\n3: 井盖\n")
}

func TestExcelizeFilesAreRead(t *testing.T) {
	f := excelize.NewFile()
	at := time.Date(2020, 1, 6, 12, 9, 38, 0, time.UTC)
	for cell, v := range map[string]any{"A1": "时间", "B1": "内容", "A2": at, "B2": "第一行\n第二行", "A3": 43836, "B3": "x"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	in, err := open(b.Bytes(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	row, err := in.Next()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseTime(row.Cell(0))
	if want := time.Date(2020, 1, 6, 4, 9, 38, 0, time.UTC); err != nil || !got.Equal(want) || row.Cell(1).Text != "第一行\n第二行" {
		t.Errorf("got %v %v %q", got, err, row.Cell(1).Text)
	}
}

func TestCSVInItsEncodings(t *testing.T) {
	const table = "编号,内容,电话\r\n1,\"有逗号,和\"\"引号\"\"\r\n以及换行\",\"=\"\"05587812345\"\"\"\r\n,,\r\n\r\n2,'=1+1,'+86138\r\n"
	const want = "1: 编号|内容|电话\n2: 1|有逗号,和\"引号\"\n以及换行|05587812345\n6: 2|=1+1|+86138\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	gb18030, err := simplifiedchinese.GB18030.NewEncoder().String("编号,内容\n1,𠮷字\n")
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []string{table, "\uFEFF" + table, gbk, utf16} {
		wantRows(t, []byte(b), want)
	}
	wantRows(t, []byte(gb18030), "1: 编号|内容\n2: 1|𠮷字\n")
	wantRows(t, []byte("编号\t内容\n1\ta,b;c\n"), "1: 编号|内容\n2: 1|a,b;c\n")
	wantRows(t, []byte("编号;内容\n1;a,b\n"), "1: 编号|内容\n2: 1|a,b\n")
}

func TestWhatIsNoTableIsRefusedInChinese(t *testing.T) {
	for _, c := range []struct {
		what, body, says string
	}{
		{"nothing", "", "空的"},
		{"blank", "\n\n ,\n", "没有内容"},
		{"old excel", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + "xxxx", "另存为“Excel 工作簿（.xlsx）”"},
		{"very old excel", "\x09\x08\x10\x00\x00\x06\x05\x00", "另存为"},
		{"a page called xls", "\xEF\xBB\xBF <html><table>", "网页"},
		{"pdf", "%PDF-1.7", "PDF"},
		{"picture", "\x89PNG\r\n", "图片"},
		{"rar", "Rar!\x1a\x07", "压缩包"},
		{"binary", "abc\x00def", "不是文本"},
		{"broken quotes", "a,b\n\"x,y\nz,\"q\" r\n", "引号不配对"},
		{"wrong encoding", "a,b\n\xC4\xE3\xFF,\xFF\n", "无法识别"},
		{"cut zip", "PK\x03\x04abcdefghijklmnopqrstuvwxyz", "损坏"},
	} {
		_, err := readAll([]byte(c.body), Options{})
		if err == nil {
			t.Errorf("%s was read", c.what)
			continue
		}
		wantProblem(t, err, c.says)
	}
	for _, c := range []struct{ part, says string }{
		{"xl/workbook.bin", "xlsb"}, {"word/document.xml", "Word"}, {"content.xml", "ods"}, {"a.txt", "压缩包"}, {"ppt/presentation.xml", "演示"},
	} {
		_, err := open(pack(t, 0, part{"xl/workbook.xml", ""}, part{c.part, "<x/>"}), Options{})
		wantProblem(t, err, c.says)
	}
}

func sharedFile(t *testing.T, parts ...string) *os.File {
	t.Helper()
	root := os.Getenv("HUIYIN_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	name := filepath.Join(append([]string{root}, parts...)...)
	f, err := os.Open(name)
	if err != nil {
		t.Skipf("skipped: real messages absent (%s)", filepath.Join(parts...))
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// 65,203 rows, of which 495 say something below the header.
func TestRealMessagesAreReadWhole(t *testing.T) {
	f := sharedFile(t, "data", "messages", "messages-sample.xlsx")
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	in, err := Open(f, info.Size(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	header, _ := in.Header()
	columns, err := Mapping{Required: []string{"no", "user", "title", "at", "text"}, Columns: map[string][]string{
		"no": {"留言编号"}, "user": {"留言用户"}, "title": {"留言主题"}, "at": {"反映时间", "留言时间"}, "text": {"留言详情"}, "category": {"一级分类"},
	}}.Resolve(header)
	if err != nil {
		t.Fatal(err)
	}
	n, longest := 0, 0
	for {
		row, err := in.Next()
		if err != nil {
			if err.Error() != "EOF" {
				t.Fatal(err)
			}
			break
		}
		n++
		if at, err := ParseTime(columns.Get(row, "at")); err != nil || at.Year() < 2005 || at.Year() > 2025 {
			t.Errorf("line %d: %v %v", row.Line, at, err)
		}
		for field := range columns {
			if columns.Get(row, field).Kind == Blank {
				t.Errorf("line %d has no %s", row.Line, field)
			}
		}
		longest = max(longest, len([]rune(columns.Get(row, "text").Text)))
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	t.Logf("%d rows, longest text %d characters, %v, %d KiB allocated", n, longest, took, (after.TotalAlloc-before.TotalAlloc)>>10)
	if n != 495 || longest < 2000 {
		t.Errorf("%d rows, longest %d", n, longest)
	}
	if took > 5*time.Second || after.TotalAlloc-before.TotalAlloc > 32<<20 {
		t.Errorf("took %v and %d bytes", took, after.TotalAlloc-before.TotalAlloc)
	}
}
