package papers

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

func packed(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	v := Volume{Office: "县热线办", Purpose: "年度移交", Year: 2025, N: 1, At: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), Cases: []PackedCase{{Number: "2025-000001", OrderNo: "MC202503020001", Title: "<b>路灯</b>", Class: "一般", Term: "10年",
		Papers: []PackedPaper{{"登记", "话务员", "2025-03-02", "记录"}}, Items: []PackedItem{{"3月2日", "登记", "受理登记", "=1+1", "话务员"}}, Files: []PackedBytes{{"../../坏:名.jpg", []byte("图")}, {"", []byte("二")}}}}}
	if err := WriteVolume(&b, v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rezip writes a volume again with its entries changed; nil drops one.
func rezip(t *testing.T, b []byte, change func(name string, b []byte) []byte, more map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, b []byte) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		x, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if x = change(f.Name, x); x != nil {
			put(f.Name, x)
		}
	}
	for n, x := range more {
		put(n, []byte(x))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestAPackageIsHeldAgainstItsList: what was changed, taken out, put in or is no package is found and named (Art. 6(3)).
func TestAPackageIsHeldAgainstItsList(t *testing.T) {
	whole := packed(t)
	check := func(b []byte) (PackageReport, error) { return CheckPackage(bytes.NewReader(b), int64(len(b))) }
	rep, err := check(whole)
	if err != nil || len(rep.Faults) > 0 || rep.Files != 5 || rep.Cases != 1 {
		t.Fatalf("a whole one: %+v %v", rep, err)
	}
	same := func(_ string, b []byte) []byte { return b }
	for name, x := range map[string]struct {
		b    []byte
		want string
	}{
		"changed": {rezip(t, whole, func(n string, b []byte) []byte {
			if strings.HasSuffix(n, ".html") {
				return append(b, ' ')
			}
			return b
		}, nil), "工单记录.html 与清单不符"},
		"missing": {rezip(t, whole, func(n string, b []byte) []byte {
			if strings.HasSuffix(n, ".csv") {
				return nil
			}
			return b
		}, nil), "卷内目录.csv 缺失"},
		"added":  {rezip(t, whole, same, map[string]string{"多的.txt": "x"}), "多的.txt 不在清单里"},
		"double": {rezip(t, whole, same, map[string]string{"案卷目录.xlsx": "x"}), "案卷目录.xlsx 有两份"},
	} {
		rep, err := check(x.b)
		if err != nil || !strings.Contains(strings.Join(rep.Faults, "；"), x.want) {
			t.Errorf("%s: %+v %v, want %s", name, rep.Faults, err, x.want)
		}
	}
	for _, b := range [][]byte{nil, []byte("x"), whole[:len(whole)/2], rezip(t, whole, func(n string, b []byte) []byte {
		if n == PackageList {
			return nil
		}
		return b
	}, nil), rezip(t, whole, func(n string, b []byte) []byte {
		if n == PackageList {
			return []byte("读不懂\n")
		}
		return b
	}, nil)} {
		if _, err := check(b); err == nil {
			t.Errorf("%d bytes that are no package pass", len(b))
		}
	}
	z, _ := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	for _, f := range z.File {
		if strings.Contains(f.Name, "..") || strings.ContainsAny(f.Name, `\:`) {
			t.Errorf("an unsafe name: %s", f.Name)
		}
		if strings.HasSuffix(f.Name, ".html") {
			r, _ := f.Open()
			b, _ := io.ReadAll(r)
			if bytes.Contains(b, []byte("<b>路灯")) {
				t.Error("a title is taken for markup")
			}
		}
	}
}

// FuzzCheckPackage: nothing that is sent makes the check fall over.
func FuzzCheckPackage(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(_ *testing.T, b []byte) {
		_, _ = CheckPackage(bytes.NewReader(b), int64(len(b)))
	})
}
