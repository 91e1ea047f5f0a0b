package sheet

import (
	"archive/zip"
	"errors"
	"io"
	"testing"
)

// reads checks what holds for any file: it ends, and with a Problem or nothing.
func reads(t *testing.T, b []byte) {
	in, err := open(b, Options{Limits: Limits{Unpacked: 1 << 20}})
	last := 0
	for err == nil {
		var row Row
		if row, err = in.Next(); err == nil {
			if row.Line <= last || filled(row) == 0 || len(row.Cells) > 256 {
				t.Fatalf("row %+v after line %d", row, last)
			}
			last = row.Line
			for _, c := range row.Cells {
				if _, err := ParseTime(c); err != nil && err.Error() == "" {
					t.Fatal("an error without words")
				}
			}
		}
	}
	if p := new(Problem); !errors.Is(err, io.EOF) && !errors.As(err, &p) {
		t.Fatalf("%T %v", err, err)
	}
}

func FuzzSheetXML(f *testing.F) {
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>&lt;x&#65;</t></is></c></row></sheetData></worksheet>`), []byte(`<sst><si><t>a</t></si></sst>`))
	f.Add([]byte(`<?xml version="1.0"?><!-- x --><a:row r='2'/><row><c r="B2" s="1"><v>43836.5</v></c></row>`), []byte(`<sst><si><r><t><![CDATA[a&]]></t></r><rPh><t>b</t></rPh></si></sst>`))
	f.Fuzz(func(t *testing.T, sheetXML, shared []byte) {
		reads(t, pack(t, zip.Store, part{"xl/worksheets/sheet1.xml", string(sheetXML)}, part{"xl/sharedStrings.xml", string(shared)}))
	})
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("编号,内容\n1,\"a\nb\"\n"))
	f.Add([]byte("\xB1\xE0\xBA\xC5,\xC4\xDA\n1,2\n"))
	f.Add(workbook(f, twoColumns))
	f.Add([]byte("\xFF\xFEa\x00,\x00b\x00\n\x00"))
	f.Fuzz(func(t *testing.T, b []byte) { reads(t, b) })
}
