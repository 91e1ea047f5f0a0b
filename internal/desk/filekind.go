package desk

import (
	"archive/zip"
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode"
)

// fileKind is what a file is by its bytes.
type fileKind struct {
	mime    string
	exts    []string // names that such a file may have; the first is given to one with another name
	picture bool     // decoded whole and written anew
}

var (
	jpegKind = fileKind{"image/jpeg", []string{".jpg", ".jpeg"}, true}
	pngKind  = fileKind{"image/png", []string{".png"}, true}
	heicKind = fileKind{"image/heic", []string{".heic", ".heif"}, false}
	pdfKind  = fileKind{"application/pdf", []string{".pdf"}, false}
	oleKind  = fileKind{"application/x-ole-storage", []string{".doc", ".xls", ".ppt", ".wps", ".et", ".dps"}, false}
)

// kindOf looks at the bytes alone. Unknown is refused: pages, scripts, programs and drawings that are pages (svg) among it.
func kindOf(b []byte) (fileKind, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return jpegKind, true
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return pngKind, true
	case bytes.HasPrefix(b, []byte("GIF87a")), bytes.HasPrefix(b, []byte("GIF89a")):
		return fileKind{"image/gif", []string{".gif"}, true}, true
	case len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return fileKind{"image/webp", []string{".webp"}, true}, true
	case len(b) > 16 && string(b[4:8]) == "ftyp" && slices.Contains([]string{"heic", "heix", "heim", "heis", "hevc", "mif1", "msf1"}, string(b[8:12])):
		return heicKind, true
	case bytes.HasPrefix(b, []byte("%PDF-")) && bytes.Contains(b, []byte("%%EOF")):
		return pdfKind, true
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return oleKind, true
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return packed(b)
	}
	return fileKind{}, false
}

// packed tells the office files by what is in the package; any other archive is refused.
func packed(b []byte) (fileKind, bool) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return fileKind{}, false
	}
	has := map[string]bool{}
	for _, f := range z.File {
		has[f.Name] = true
	}
	const office = "application/vnd.openxmlformats-officedocument."
	switch {
	case has["word/document.xml"] && has["[Content_Types].xml"]:
		return fileKind{office + "wordprocessingml.document", []string{".docx", ".wps"}, false}, true
	case has["xl/workbook.xml"] && has["[Content_Types].xml"]:
		return fileKind{office + "spreadsheetml.sheet", []string{".xlsx", ".et"}, false}, true
	case has["ppt/presentation.xml"] && has["[Content_Types].xml"]:
		return fileKind{office + "presentationml.presentation", []string{".pptx", ".dps"}, false}, true
	case has["OFD.xml"]:
		return fileKind{"application/ofd", []string{".ofd"}, false}, true
	}
	return fileKind{}, false
}

// cleanName is a name without folders, without signs that do not show or turn the reading direction, and of bearable length.
func cleanName(name string) string {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, name))
	if name == "" || name == "." || name == "/" || name == ".." {
		name = "附件"
	}
	ext := path.Ext(name)
	if stem := []rune(strings.TrimSuffix(name, ext)); len(stem) > longest {
		name = string(stem[:longest]) + ext
	}
	return name
}

// named gives a file the ending that its bytes have: 照片.jpg.exe that is a picture is saved as 照片.jpg.jpg, and nobody's double click runs it.
func (k fileKind) named(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if slices.Contains(k.exts, ext) {
		return name
	}
	return strings.TrimSuffix(name, path.Ext(name)) + k.exts[0]
}
