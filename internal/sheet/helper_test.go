package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

const (
	workbookXML = `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns:r="r"><workbookPr/><sheets><sheet name="隐藏" sheetId="1" state="hidden" r:id="rId9"/><sheet name="数据" sheetId="2" r:id="rId1"/></sheets></workbook>`
	relsXML     = `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId9" Target="/xl/worksheets/sheet9.xml"/></Relationships>`
	// Styles: 0 general, 1 built-in date-time, 2 own Chinese date, 3 an amount in red, 4 elapsed time.
	stylesXML = `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="177" formatCode="[Red]#,##0.00&quot;days&quot;"/><numFmt numFmtId="178" formatCode="[h]:mm"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="178"/></cellXfs></styleSheet>`
)

// part is one entry of a workbook made for a test.
type part struct{ name, body string }

// pack zips parts; those given replace the usual ones, an empty body leaves one out.
func pack(t testing.TB, method uint16, parts ...part) []byte {
	t.Helper()
	all := []part{{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", workbookXML}, {"xl/_rels/workbook.xml.rels", relsXML}, {"xl/styles.xml", stylesXML}}
	for _, p := range parts {
		found := false
		for i := range all {
			if all[i].name == p.name {
				all[i], found = p, true
			}
		}
		if !found {
			all = append(all, p)
		}
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range all {
		if p.body == "" {
			continue
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
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

// workbook makes a workbook of one sheet out of the inside of sheetData.
func workbook(t testing.TB, rows string, more ...part) []byte {
	return pack(t, zip.Deflate, append(more, part{"xl/worksheets/sheet1.xml", `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`})...)
}

func open(b []byte, o Options) (*Reader, error) { return Open(bytes.NewReader(b), int64(len(b)), o) }

// readAll answers header and rows in one string a line, cells parted by |.
func readAll(b []byte, o Options) (string, error) {
	in, err := open(b, o)
	if err != nil {
		return "", err
	}
	header, line := in.Header()
	var out strings.Builder
	fmt.Fprintf(&out, "%d: %s\n", line, strings.Join(header, "|"))
	for {
		row, err := in.Next()
		if errors.Is(err, io.EOF) {
			return out.String(), nil
		}
		if err != nil {
			return out.String(), err
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, c.Text)
		}
		fmt.Fprintf(&out, "%d: %s\n", row.Line, strings.Join(cells, "|"))
	}
}

func wantRows(t *testing.T, b []byte, want string) {
	t.Helper()
	got, err := readAll(b, Options{})
	if err != nil || got != want {
		t.Errorf("got %q, %v\nwant %q", got, err, want)
	}
}

// wantProblem asks for a Problem whose text holds says.
func wantProblem(t *testing.T, err error, says string) {
	t.Helper()
	p := new(Problem)
	if !errors.As(err, &p) || !strings.Contains(err.Error(), says) {
		t.Errorf("got %T %v, want a problem with %q", err, err, says)
	}
}
