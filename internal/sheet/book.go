package sheet

import (
	"archive/zip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// book is the zip around a workbook, with what it may still unpack to.
type book struct {
	parts  map[string]*zip.File
	left   int64
	limits Limits
}

func openBook(r io.ReaderAt, size int64, limits Limits) (*book, error) {
	if err := checkDirectory(r, size, limits.Entries); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			return nil, damaged("压缩目录")
		}
		return nil, fmt.Errorf("read zip directory: %w", err)
	}
	if len(z.File) > limits.Entries {
		return nil, tooManyEntries(limits.Entries)
	}
	b := &book{parts: make(map[string]*zip.File, len(z.File)), left: limits.Unpacked, limits: limits}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := b.parts[name]; twice {
			return nil, damaged("压缩包内有同名文件")
		}
		b.parts[name] = f
	}
	return b, nil
}

func tooManyEntries(n int) *Problem {
	return problem("文件内部有超过%d个部件，不像普通表格，请复制内容到新表格后再上传", n)
}

// checkDirectory looks at the end record before the directory is read, since reading keeps every entry in memory.
func checkDirectory(r io.ReaderAt, size int64, entries int) error {
	tail := make([]byte, min(size, 22+65535))
	at := size - int64(len(tail))
	if n, err := r.ReadAt(tail, at); n < len(tail) {
		return fmt.Errorf("read zip end: %w", err)
	}
	for i := len(tail) - 22; i >= 0; i-- {
		if string(tail[i:i+4]) != "PK\x05\x06" || i+22+int(binary.LittleEndian.Uint16(tail[i+20:])) > len(tail) {
			continue
		}
		count := binary.LittleEndian.Uint16(tail[i+10:])
		length := int64(binary.LittleEndian.Uint32(tail[i+12:]))
		start := int64(binary.LittleEndian.Uint32(tail[i+16:]))
		if count == 0xFFFF || length == 0xFFFFFFFF || start == 0xFFFFFFFF || int(count) > entries {
			return tooManyEntries(entries)
		}
		// The directory must end where the end record begins, so that nothing more than it is read.
		if start+length != at+int64(i) {
			return damaged("压缩目录")
		}
		return nil
	}
	return damaged("压缩目录")
}

// partName answers the form under which parts are looked up; writers differ in case and slashes.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// open answers a part's bytes, counted against the limits; nil without error if there is no such part.
func (b *book) open(name string) (io.ReadCloser, error) {
	f := b.parts[partName(path.Clean("/"+name))]
	if f == nil {
		return nil, nil
	}
	if f.Flags&1 != 0 {
		return nil, problem("文件加了密码，请取消密码后再上传")
	}
	rc, err := f.Open()
	if err != nil {
		return nil, damaged("部件 " + clip(f.Name))
	}
	return &counted{ReadCloser: rc, book: b, packed: int64(f.CompressedSize64)}, nil
}

// counted is a part being unpacked.
type counted struct {
	io.ReadCloser
	book   *book
	packed int64
	read   int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.read += int64(n)
	c.book.left -= int64(n)
	switch {
	case c.book.left < 0:
		return 0, problem("表格展开后超过%s，请分成几个文件再上传", megabytes(c.book.limits.Unpacked))
	case c.read > 1<<20 && c.read > c.packed*c.book.limits.Ratio:
		return 0, problem("文件展开后大得不正常（超过%d倍），为安全起见不予读取。请把内容复制到新表格后再上传", c.book.limits.Ratio)
	case err != nil && err != io.EOF:
		return n, damaged("压缩内容")
	}
	return n, err
}
