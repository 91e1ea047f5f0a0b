package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

const twoColumns = `<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row>`

func TestLimitsHold(t *testing.T) {
	csv := "a,b\n1,2\n3,4\n5,6\n"
	for _, c := range []struct {
		what   string
		file   []byte
		limits Limits
		says   string
	}{
		{"file", []byte(csv), Limits{File: 10}, "超过1KB"},
		{"rows", []byte(csv), Limits{Rows: 2}, "超过2行"},
		{"columns", []byte(csv), Limits{Columns: 1}, "超过1列"},
		{"cell of csv", []byte("a,b\n路灯不亮,2"), Limits{Cell: 3}, "第2行“A列”：单元格超过3个字"},
		{"cell", workbook(t, twoColumns+`<row r="7"><c r="B7" t="str"><v>路灯不亮</v></c></row>`), Limits{Cell: 3}, "第7行“B列”：单元格超过3个字"},
		{"long cell", pack(t, zip.Store, part{"xl/worksheets/sheet1.xml", "<s>" + twoColumns + `<row><c t="str"><v>` + strings.Repeat("路", 500_000) + "</v></c></row></s>"}), Limits{}, "单元格超过32767个字"},
		{"long shared text", pack(t, zip.Store, part{"xl/worksheets/sheet1.xml", "<s/>"}, part{"xl/sharedStrings.xml", "<sst><si><t>" + strings.Repeat("路", 500_000) + "</t></si></sst>"}), Limits{}, "超过32767个字"},
		{"columns of xlsx", workbook(t, twoColumns+`<row><c r="ZZ2"><v>1</v></c></row>`), Limits{}, "超过256列"},
		{"sheets", workbook(t, twoColumns, part{"xl/workbook.xml", "<workbook><sheets>" + strings.Repeat(`<sheet name="x"/>`, 101) + "</sheets></workbook>"}), Limits{}, "工作表超过100个"},
		{"all hidden", workbook(t, twoColumns, part{"xl/workbook.xml", `<workbook><sheets><sheet name="x" state="veryHidden"/></sheets></workbook>`}), Limits{}, "没有可见"},
		{"entries", workbook(t, twoColumns), Limits{Entries: 3}, "超过3个部件"},
		{"texts together", workbook(t, twoColumns, part{"xl/sharedStrings.xml", "<sst>" + strings.Repeat("<si><t>路灯</t></si>", 100) + "</sst>"}), Limits{Strings: 500}, "表中文字超过"},
		{"unpacked", workbook(t, twoColumns+strings.Repeat("<row/>", 1000)), Limits{Unpacked: 2000}, "展开后超过"},
		{"missing text", workbook(t, twoColumns+`<row><c t="s"><v>7</v></c></row>`), Limits{}, "缺少文字"},
		{"missing sheet", workbook(t, twoColumns, part{"xl/_rels/workbook.xml.rels", "<R/>"}), Limits{}, "缺少工作表"},
		{"sheet outside", workbook(t, twoColumns, part{"xl/_rels/workbook.xml.rels", `<R><Relationship Id="rId1" TargetMode="External" Target="http://example.com"/></R>`}), Limits{}, "缺少工作表"},
		{"document type", workbook(t, "<!DOCTYPE x [<!ENTITY a 'b'>]>"+twoColumns), Limits{}, "DOCTYPE"},
		{"own entity", workbook(t, `<row><c t="str"><v>&a;</v></c></row>`), Limits{}, "转义"},
		{"encoding", workbook(t, `<?xml version="1.0" encoding="GBK"?>`), Limits{}, "UTF-8"},
		{"cut xml", pack(t, zip.Deflate, part{"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + twoColumns}), Limits{}, "内容中断"},
		{"deep xml", workbook(t, strings.Repeat("<x>", 100)), Limits{}, "嵌套过深"},
		{"unpaired", pack(t, zip.Deflate, part{"xl/worksheets/sheet1.xml", "</a>"}), Limits{}, "不配对"},
		{"long tag", workbook(t, "<row "+strings.Repeat("a='b' ", 20_000)+">"), Limits{}, "标签过长"},
		{"two parts of one name", pack(t, zip.Store, part{`XL\workbook.xml`, "x"}), Limits{}, "同名"},
	} {
		_, err := readAll(c.file, Options{Limits: c.limits})
		if err == nil {
			t.Errorf("%s: read without complaint", c.what)
			continue
		}
		t.Run(c.what, func(t *testing.T) { wantProblem(t, err, c.says) })
	}
}

func TestErrorStaysAfterAnError(t *testing.T) {
	in, err := open([]byte("a,b\n1,2\n3,4\n"), Options{Limits: Limits{Rows: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := in.Next(); err != nil {
		t.Fatal(err)
	}
	_, first := in.Next()
	_, second := in.Next()
	if first == nil || !errors.Is(second, first) {
		t.Errorf("%v, then %v", first, second)
	}
}

// bomb makes a workbook whose sheet repeats a piece until it has so many bytes.
func bomb(t *testing.T, name, head, piece string, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range []part{{"xl/workbook.xml", workbookXML}, {"xl/_rels/workbook.xml.rels", relsXML}, {"xl/worksheets/sheet1.xml", ""}, {name, ""}} {
		if p.name == name && p.body == "" {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(w, head); err != nil {
				t.Fatal(err)
			}
			many := strings.Repeat(piece, 1<<20/len(piece)+1)
			for n := 0; n < size; n += len(many) {
				if _, err := io.WriteString(w, many); err != nil {
					t.Fatal(err)
				}
			}
			break
		}
		w, err := z.Create(p.name)
		if err == nil {
			_, err = io.WriteString(w, p.body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Bombs stop early and within 256 MiB (trust.md B5 no. 41); the minute only catches one that is read to its end, on a slow machine too.
func TestBombsAreDefused(t *testing.T) {
	for _, c := range []struct {
		what string
		file []byte
	}{
		{"rows without end", bomb(t, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>", "<row/>", 160<<20)},
		{"rows that differ", bomb(t, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>", differing(), 200<<20)},
		{"one text without end", bomb(t, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c t='inlineStr'><is><t>", "路灯", 160<<20)},
		{"one tag without end", bomb(t, "xl/worksheets/sheet1.xml", "<worksheet ", "a='b' ", 160<<20)},
		{"comment without end", bomb(t, "xl/worksheets/sheet1.xml", "<worksheet><!--", "a", 160<<20)},
		{"shared texts without end", bomb(t, "xl/sharedStrings.xml", "<sst>", "<si><t>路灯</t></si>", 160<<20)},
		{"csv without line end", bytes.Repeat([]byte(`"a,`), 6<<20)},
		{"csv of quoted line ends", bytes.Repeat([]byte("\"\n\","), 4<<20)},
		{"csv of commas", bytes.Repeat([]byte(","), 19<<20)},
	} {
		runtime.GC()
		start := time.Now()
		_, err := readAll(c.file, Options{})
		took := time.Since(start)
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		t.Logf("%s: %d KiB, %v, %v, heap from system %d MiB", c.what, len(c.file)>>10, took, err, (mem.HeapSys-mem.HeapReleased)>>20)
		if p := new(Problem); !errors.As(err, &p) {
			t.Errorf("%s: got %T %v", c.what, err, err)
		}
		if took > time.Minute {
			t.Errorf("%s took %v", c.what, took)
		}
	}
	if rss := residentMiB(); rss > 400 { // the bombs themselves and the tests before are in it
		t.Errorf("resident %d MiB", rss)
	}
}

// differing is a stretch of rows that packs worse than 200 to 1.
func differing() string {
	var b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&b, `<row r="%d"                                                                                ><c r="A%d" s="1"/><c t="n"><v></v></c></row>`, i*7919%100_003, i*104729%1_000_003)
	}
	return b.String()
}

func residentMiB() int {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident int
	if _, err := fmt.Sscan(string(b), &size, &resident); err != nil {
		return 0
	}
	return resident * os.Getpagesize() >> 20
}
