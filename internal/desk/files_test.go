package desk_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// flood is a PNG of a few bytes that claims to be w × h.
func flood(w, h uint32) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	head := make([]byte, 13)
	binary.BigEndian.PutUint32(head, w)
	binary.BigEndian.PutUint32(head[4:], h)
	head[8], head[9] = 8, 2
	chunk := append([]byte("IHDR"), head...)
	_ = binary.Write(&b, binary.BigEndian, uint32(13))
	b.Write(chunk)
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(chunk))
	return b.Bytes()
}

func photo(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 60, 40))
	for x := range 60 {
		for y := range 40 {
			c := color.RGBA{20, 20, 20, 255}
			if x < 20 && y < 20 { // the upper left corner is white
				c = color.RGBA{255, 255, 255, 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts a place and how the camera was held into a photo.
func withEXIF(jpg []byte, how uint16) []byte {
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	binary.BigEndian.PutUint16(tiff[18:], how)
	seg := append([]byte("Exif\x00\x00"), tiff...)
	seg = append(seg, []byte("GPSLatitude 33.268331 iPhone of 王秀兰")...)
	out := append([]byte{}, jpg[:2]...)
	out = append(out, 0xff, 0xe1, byte((len(seg)+2)>>8), byte(len(seg)+2))
	return append(append(out, seg...), jpg[2:]...)
}

func packedFile(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write([]byte("<x/>"))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestHostileFilesAreRefused(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	for name, b := range map[string][]byte{
		"空.jpg":               {},
		"洪水.png":              flood(60000, 60000),
		"溢出.png":              flood(1<<31-1, 1<<31-1),
		"半张.jpg":              photo(t)[:200],
		"页面.html":             []byte("<!doctype html><script>alert(1)</script>"),
		"页面.jpg":              []byte("<!doctype html><script>alert(1)</script>"),
		"图.svg":               []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"程序.exe":              []byte("MZ\x90\x00\x03"),
		"照片.jpg.exe":          []byte("MZ\x90\x00\x03"),
		"脚本.sh":               []byte("#!/bin/sh\n"),
		"压缩包.docx":            packedFile(t, "evil.exe"),
		"压缩包.zip":             packedFile(t, "a.txt"),
		"断.docx":              []byte("PK\x03\x04broken"),
		"假.pdf":               []byte("%PDF-1.7 and then nothing"),
		"假.webp":              []byte("RIFF\x10\x00\x00\x00WEBPVP8 \x00\x00\x00\x00"),
		"假.gif":               []byte("GIF89a"),
		"大.pdf":               append([]byte("%PDF-1.7 %%EOF"), make([]byte, desk.MaxFile)...),
		"BM.bmp":              []byte("BM\x00\x00\x00\x00\x00\x00"),
		"xml.xml":             []byte("<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"),
		"video.mp4":           []byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isom"),
		"照片\u202egpj.exe":     []byte("MZ\x90\x00"),
		"../../../etc/passwd": []byte("root:x:0:0"),
	} {
		_, err := w.Desk.Keep(t.Context(), desk.Upload{Name: name, Bytes: b}, "handling")
		if bad, ok := errors.AsType[*desk.Invalid](err); !ok || bad.Field != "files" || !strings.Contains(bad.Reason, "请") && !strings.Contains(bad.Reason, "可以") {
			t.Errorf("%s: %v, want a refusal that says what to do", name, err)
		}
	}
}

// opened keeps a file on an order and opens it as the unit does.
func opened(t *testing.T, w *testkit.World, u desk.Upload) (name, mime string, b []byte) {
	t.Helper()
	a, err := w.Desk.Keep(t.Context(), u, "handling")
	if err != nil {
		t.Fatalf("%s: %v", u.Name, err)
	}
	id := w.Do("hotline/operator", "", w.Complaint()).ID
	w.Do("hotline/operator", id, order.Attach{By: testkit.By("hotline/operator"), Files: []order.Attachment[order.Private]{a}})
	r, err := w.Desk.Reader(t.Context(), testkit.As("hotline/reviewer"))
	if err != nil {
		t.Fatal(err)
	}
	if name, mime, b, err = r.File(t.Context(), id, a.ID); err != nil {
		t.Fatal(err)
	}
	small, err := r.Thumb(t.Context(), id, a.ID)
	if picture := strings.HasPrefix(mime, "image/jpeg") || strings.HasPrefix(mime, "image/png"); picture != (err == nil && len(small) > 0) {
		t.Errorf("%s: small picture %d bytes, %v", u.Name, len(small), err)
	}
	return name, mime, b
}

func TestAPhotoKeepsItsPixelsAndNothingElse(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	evil := append(withEXIF(photo(t), 6), []byte("<script>alert(document.cookie)</script>PK\x03\x04")...) // a picture that is a page and an archive too
	name, mime, b := opened(t, w, desk.Upload{Name: `C:\照片\现场.jpg.html`, Bytes: evil})
	if name != "现场.jpg.jpg" || mime != "image/jpeg" {
		t.Errorf("kept as %q, %s", name, mime)
	}
	for _, trace := range []string{"GPS", "iPhone", "王秀兰", "script", "Exif", "PK\x03\x04"} {
		if bytes.Contains(b, []byte(trace)) {
			t.Errorf("%s is still in it", trace)
		}
	}
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	// Held on its side: 60 × 40 becomes 40 × 60, and the white corner moves from the left to the right.
	if img.Bounds().Dx() != 40 || img.Bounds().Dy() != 60 {
		t.Fatalf("it lies on its side: %v", img.Bounds())
	}
	if r, _, _, _ := img.At(35, 5).RGBA(); r < 0xc000 {
		t.Error("it is turned the wrong way")
	}
}

func TestEachOrientationPutsTheCornerWhereItBelongs(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	// Where the white upper left corner of 60 × 40 stands when the picture is upright: left/right, top/bottom.
	for how, want := range map[uint16][2]bool{1: {true, true}, 2: {false, true}, 3: {false, false}, 4: {true, false}, 5: {true, true}, 6: {false, true}, 7: {false, false}, 8: {true, false}, 9: {true, true}} {
		_, _, b := opened(t, w, desk.Upload{Name: "现场.jpg", Bytes: withEXIF(photo(t), how)})
		img, err := jpeg.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		size := img.Bounds()
		x, y := 5, 5
		if !want[0] {
			x = size.Dx() - 6
		}
		if !want[1] {
			y = size.Dy() - 6
		}
		if r, _, _, _ := img.At(x, y).RGBA(); r < 0xc000 {
			t.Errorf("orientation %d: no white at %d,%d of %v", how, x, y, size)
		}
	}
}

func TestOtherFilesAreKeptUnderTheirOwnKind(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	var moving bytes.Buffer
	if err := gif.Encode(&moving, image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White}), nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, keptAs, mime string
		b                  []byte
	}{
		{"动图.gif", "动图.png", "image/png", moving.Bytes()},
		{"现场.png", "现场.png", "image/png", testkit.PNG(t)},
		{"手机照片.HEIC", "手机照片.HEIC", "image/heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")},
		{"盖章件.pdf", "盖章件.pdf", "application/pdf", []byte("%PDF-1.7\n1 0 obj\n%%EOF\n")},
		{"盖章件.exe", "盖章件.pdf", "application/pdf", []byte("%PDF-1.7\n1 0 obj\n%%EOF\n")},
		{"反馈表.docx", "反馈表.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", packedFile(t, "[Content_Types].xml", "word/document.xml")},
		{"清单.docx", "清单.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", packedFile(t, "[Content_Types].xml", "xl/workbook.xml")},
		{"文件.ofd", "文件.ofd", "application/ofd", packedFile(t, "OFD.xml")},
		{"旧表.xls", "旧表.xls", "application/x-ole-storage", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00")},
		{"a\u202eb\x01.png", "ab.png", "image/png", testkit.PNG(t)},
	} {
		name, mime, _ := opened(t, w, desk.Upload{Name: c.name, Bytes: c.b})
		if name != c.keptAs || mime != c.mime {
			t.Errorf("%q: kept as %q, %s; want %q, %s", c.name, name, mime, c.keptAs, c.mime)
		}
	}
}

func FuzzKeep(f *testing.F) {
	for _, b := range [][]byte{flood(3, 3), []byte("GIF89a"), []byte("%PDF-%%EOF"), []byte("PK\x03\x04"), []byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff\xff\xff\xff"), []byte("RIFF\x10\x00\x00\x00WEBPVP8L")} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		w := fuzzWorld(t)
		a, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "x.jpg", Bytes: b}, "handling")
		if err == nil && (a.MIME == "" || a.Size == 0) {
			t.Errorf("kept as nothing: %+v", a)
		}
		if _, ok := errors.AsType[*desk.Invalid](err); err != nil && !ok {
			t.Errorf("%v", err)
		}
	})
}

func fuzzWorld(t *testing.T) *testkit.World { return testkit.NewWorld(t, t.TempDir()) }
