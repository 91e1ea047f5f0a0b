package papers

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/sheet"
)

// The hand-over package of the archives (档案移交包; Art. 6(3)): volumes, each a zip that can be read with nothing but a file manager: a catalogue, a folder for each case
// file with its index, its record and its attachments, and a list of SHA-256 sums that `sha256sum -c` reads.

// PackageList is the name of the list of sums in a volume.
const PackageList = "清单.sha256"

// PackedPaper is a line of a file's index (卷内目录).
type PackedPaper struct{ Title, By, Day, Kind string }

// PackedItem is a line of a file's record.
type PackedItem struct{ At, Verb, Text, Words, By string }

// PackedBytes is an attachment.
type PackedBytes struct {
	Name  string
	Bytes []byte
}

// PackedCase is a case file as it is handed over.
type PackedCase struct {
	Number, OrderNo, Title, Class, Term, Closed, Until, Unit string
	Secret                                                   bool
	Facts                                                    [][2]string
	Papers                                                   []PackedPaper
	Items                                                    []PackedItem
	Files                                                    []PackedBytes
}

// Volume is one zip of a package.
type Volume struct {
	Office, Purpose string
	Year, N         int
	At              time.Time
	Cases           []PackedCase
}

// WriteVolume writes it.
func WriteVolume(w io.Writer, v Volume) error {
	z := zip.NewWriter(w)
	var sums []string
	put := func(name string, b []byte) error {
		h := sha256.Sum256(b)
		sums = append(sums, hex.EncodeToString(h[:])+"  "+name)
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: v.At.UTC()})
		if err == nil {
			_, err = f.Write(b)
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		return nil
	}
	var cat bytes.Buffer
	about := sheet.About{Title: fmt.Sprintf("%d年度档案移交 第%d册", v.Year, v.N), Criteria: [][2]string{{"移交单位", v.Office}, {"说明", v.Purpose}}, At: v.At}
	cols := []sheet.Column{{Title: "卷号", Width: 14}, {Title: "工单编号", Width: 18}, {Title: "题名", Width: 44}, {Title: "承办单位", Width: 22}, {Title: "办结日期", Width: 12}, {Title: "类别", Width: 10}, {Title: "保管期限", Width: 10}, {Title: "保管到", Width: 12},
		{Title: "文件数", Width: 8}, {Title: "附件数", Width: 8}, {Title: "密级", Width: 14}}
	if _, err := sheet.WriteXLSX(&cat, about, cols, func(yield func([]any, error) bool) {
		for _, c := range v.Cases {
			secret := ""
			if c.Secret {
				secret = "诉求人信息保密"
			}
			if !yield([]any{c.Number, c.OrderNo, c.Title, c.Unit, c.Closed, c.Class, c.Term, c.Until, len(c.Papers), len(c.Files), secret}, nil) {
				return
			}
		}
	}); err != nil {
		return fmt.Errorf("write catalogue: %w", err)
	}
	if err := put("案卷目录.xlsx", cat.Bytes()); err != nil {
		return err
	}
	for _, c := range v.Cases {
		dir := entryName(c.Number+" "+c.OrderNo, "卷")
		var idx bytes.Buffer
		if _, err := sheet.WriteCSV(&idx, []sheet.Column{{Title: "顺序号"}, {Title: "题名"}, {Title: "责任者"}, {Title: "日期"}, {Title: "种类"}}, func(yield func([]any, error) bool) {
			for i, p := range c.Papers {
				if !yield([]any{i + 1, p.Title, p.By, p.Day, p.Kind}, nil) {
					return
				}
			}
		}); err != nil {
			return fmt.Errorf("write index of %s: %w", c.Number, err)
		}
		if err := put(dir+"/卷内目录.csv", idx.Bytes()); err != nil {
			return err
		}
		if err := put(dir+"/工单记录.html", recordPage(c)); err != nil {
			return err
		}
		for i, f := range c.Files {
			if err := put(fmt.Sprintf("%s/附件/%02d %s", dir, i+1, entryName(f.Name, "附件")), f.Bytes); err != nil {
				return err
			}
		}
	}
	f, err := z.CreateHeader(&zip.FileHeader{Name: PackageList, Method: zip.Deflate, Modified: v.At.UTC()})
	if err == nil {
		_, err = io.WriteString(f, strings.Join(sums, "\n")+"\n")
	}
	if err != nil {
		return fmt.Errorf("pack %s: %w", PackageList, err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("close volume: %w", err)
	}
	return nil
}

// entryName makes a name of what people typed that every system can unpack.
func entryName(s, empty string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == utf8.RuneError || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.TrimSpace(s))
	if s = strings.Trim(strings.ReplaceAll(s, "..", "_"), ". "); s == "" {
		return empty
	}
	return s
}

func recordPage(c PackedCase) []byte {
	var b bytes.Buffer
	e := html.EscapeString
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>%s</title>\n<style>body{font:16px/1.7 SimSun,serif;max-width:800px;margin:2em auto;padding:0 1em}h1{font-size:22px;text-align:center}table{border-collapse:collapse;width:100%%}td,th{border:1px solid #888;padding:4px 8px;text-align:left;vertical-align:top}th{white-space:nowrap;font-weight:normal;background:#f3f3f3}.secret{text-align:center;color:#b00}</style></head><body>\n<h1>%s</h1>\n", e(c.Number), e(c.Title))
	if c.Secret {
		b.WriteString("<p class=\"secret\">诉求人信息保密</p>\n")
	}
	b.WriteString("<table>\n")
	for _, f := range append([][2]string{{"卷号", c.Number}, {"工单编号", c.OrderNo}, {"类别和保管期限", c.Class + "　" + c.Term}, {"办结日期", c.Closed}}, c.Facts...) {
		if f[1] != "" {
			fmt.Fprintf(&b, "<tr><th>%s</th><td>%s</td></tr>\n", e(f[0]), strings.ReplaceAll(e(f[1]), "\n", "<br>"))
		}
	}
	b.WriteString("</table>\n<h2>办理过程</h2>\n<table><tr><th>时间</th><th>事项</th><th>内容</th><th>办理人</th></tr>\n")
	for _, x := range c.Items {
		words := e(x.Text)
		if x.Words != "" {
			words += "<br>" + strings.ReplaceAll(e(x.Words), "\n", "<br>")
		}
		fmt.Fprintf(&b, "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", e(x.At), e(x.Verb), words, e(x.By))
	}
	b.WriteString("</table>\n</body></html>\n")
	return b.Bytes()
}

// PackageReport is what a look into a volume found. A whole one has no Faults.
type PackageReport struct {
	Files, Cases int
	SHA256       string   // of the zip
	Faults       []string // Chinese
}

// mostUnpacked bounds what a volume may unpack to: a zip of zeros must not fill the memory.
const mostUnpacked = 8 << 30

// CheckPackage holds a volume against its own list of sums: what was changed, is missing, or was added. An error means that it could not be read as a volume.
func CheckPackage(r io.ReaderAt, size int64) (PackageReport, error) {
	var rep PackageReport
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, size)); err != nil {
		return rep, fmt.Errorf("read package: %w", err)
	}
	rep.SHA256 = hex.EncodeToString(h.Sum(nil))
	z, err := zip.NewReader(r, size)
	if err != nil {
		return rep, fmt.Errorf("这不是移交包，或者文件不完整，请重新下载：%w", err)
	}
	i := slices.IndexFunc(z.File, func(f *zip.File) bool { return f.Name == PackageList })
	if i < 0 {
		return rep, fmt.Errorf("这个压缩文件里没有%s，不是本系统做的移交包", PackageList)
	}
	want, err := readList(z.File[i])
	if err != nil {
		return rep, err
	}
	say := func(format string, a ...any) { rep.Faults = append(rep.Faults, fmt.Sprintf(format, a...)) }
	dirs, seen, left := map[string]bool{}, map[string]bool{}, int64(mostUnpacked)
	for _, f := range z.File {
		if f.Name == PackageList && !seen[f.Name] {
			seen[f.Name] = true
			continue
		}
		sum, ok := want[f.Name]
		switch {
		case seen[f.Name]:
			say("%s 有两份", f.Name)
			continue
		case !ok:
			say("%s 不在清单里", f.Name)
			continue
		}
		seen[f.Name] = true
		if d := path.Dir(f.Name); d != "." {
			dirs[strings.SplitN(d, "/", 2)[0]] = true
		}
		rep.Files++
		n, got, err := sumOf(f, left)
		left -= n
		switch {
		case err != nil:
			say("%s 读不出来，已损坏", f.Name)
		case got != sum:
			say("%s 与清单不符，被改动过", f.Name)
		}
	}
	for name := range want {
		if !seen[name] {
			say("%s 缺失", name)
		}
	}
	slices.Sort(rep.Faults)
	rep.Cases = len(dirs)
	return rep, nil
}

func sumOf(f *zip.File, most int64) (int64, string, error) {
	r, err := f.Open()
	if err != nil {
		return 0, "", err
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(r, most+1))
	if err == nil && n > most {
		err = fmt.Errorf("more than %d bytes", most)
	}
	return n, hex.EncodeToString(h.Sum(nil)), err
}

func readList(f *zip.File) (map[string]string, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("读不出%s，文件已损坏：%w", PackageList, err)
	}
	defer r.Close()
	out := map[string]string{}
	in := bufio.NewScanner(io.LimitReader(r, 64<<20))
	in.Buffer(nil, 64<<10)
	for in.Scan() {
		sum, name, ok := strings.Cut(in.Text(), "  ")
		if b, err := hex.DecodeString(sum); !ok || err != nil || len(b) != sha256.Size || name == "" {
			return nil, fmt.Errorf("%s里有读不懂的一行，文件已损坏", PackageList)
		}
		out[name] = sum
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("读不出%s，文件已损坏：%w", PackageList, err)
	}
	return out, nil
}
