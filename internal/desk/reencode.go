package desk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	_ "image/gif" // decoding only

	_ "golang.org/x/image/webp" // decoding only
)

// reencode decodes a picture wholly and writes it anew: positions, small pictures and whatever else hid in the file are gone. How the camera was held is
// applied first, or the picture would lie on its side. Of a moving gif the first picture stays.
func (s *Service) reencode(b []byte) (out []byte, kind fileKind, err error) {
	// A decoder that falls over a hostile file is that file's fault.
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("decode picture: %v", p)
		}
	}()
	cfg, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, kind, err
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || int64(cfg.Width)*int64(cfg.Height) > maxPixels {
		return nil, kind, fmt.Errorf("picture of %d × %d", cfg.Width, cfg.Height)
	}
	s.thumbs.decode.Lock() // a large picture takes much memory while it is open
	defer s.thumbs.decode.Unlock()
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, kind, err
	}
	var buf bytes.Buffer
	if format == "png" || format == "gif" {
		err = png.Encode(&buf, img)
		return buf.Bytes(), pngKind, err
	}
	if format == "jpeg" {
		img = upright(img, orientation(b))
	}
	err = jpeg.Encode(&buf, img, &jpeg.Options{Quality: 85})
	return buf.Bytes(), jpegKind, err
}

// orientation is the EXIF note of how the camera was held, 1 to 8; 1 where there is none or it cannot be read.
func orientation(b []byte) int {
	for i := 2; i+4 <= len(b) && b[i] == 0xff && b[i+1] != 0xda; {
		size := int(binary.BigEndian.Uint16(b[i+2:]))
		if size < 2 || i+2+size > len(b) {
			return 1
		}
		if seg := b[i+4 : i+2+size]; b[i+1] == 0xe1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")) {
			if n, err := orientationTag(seg[6:]); err == nil {
				return n
			}
			return 1
		}
		i += 2 + size
	}
	return 1
}

var errNoTag = errors.New("no orientation")

// orientationTag reads tag 0x0112 of the first directory of a TIFF header.
func orientationTag(t []byte) (int, error) {
	if len(t) < 8 {
		return 0, errNoTag
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(t[:2]) == "II" {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at+2 > int64(len(t)) {
		return 0, errNoTag
	}
	n := int64(order.Uint16(t[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(t)) {
			break
		}
		if order.Uint16(t[e:]) == 0x0112 {
			if v := int(order.Uint16(t[e+8:])); v >= 1 && v <= 8 {
				return v, nil
			}
			break
		}
	}
	return 0, errNoTag
}

// upright turns a picture as its orientation says.
func upright(img image.Image, how int) image.Image {
	if how <= 1 || how > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	size := image.Rect(0, 0, w, h)
	if how >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	to := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			nx, ny := x, y
			switch how {
			case 2:
				nx = w - 1 - x
			case 3:
				nx, ny = w-1-x, h-1-y
			case 4:
				ny = h - 1 - y
			case 5:
				nx, ny = y, x
			case 6:
				nx, ny = h-1-y, x
			case 7:
				nx, ny = h-1-y, w-1-x
			case 8:
				nx, ny = y, w-1-x
			}
			to.Set(nx, ny, img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return to
}
