package desk

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"path/filepath"
	"strings"

	_ "image/gif" // decoding only

	_ "golang.org/x/image/webp" // decoding only

	"huiyin/internal/access"
	"huiyin/internal/order"
)

// Limits of attachments (trust.md B5 #47).
const (
	MaxFile   = 20 << 20
	MaxFiles  = 9
	maxPixels = 40_000_000
)

// Upload is a file as it came in.
type Upload struct {
	Name  string
	Bytes []byte
}

// kinds of files by their first bytes; images are decoded whole and written anew, so that nothing but pixels stays in them.
func sniff(b []byte, name string) (mime string, picture bool) {
	ext := strings.ToLower(filepath.Ext(name))
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return "image/jpeg", true
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png", true
	case len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return "image/webp", true
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return "application/pdf", false
	case bytes.HasPrefix(b, []byte("PK\x03\x04")) && (ext == ".docx" || ext == ".xlsx" || ext == ".ofd"):
		return "application/octet-stream", false
	}
	return "", false
}

// Keep checks, re-encodes, strips and stores a file, and returns its attachment. The bytes are on disk before any event names them.
func (s *Service) Keep(ctx context.Context, u Upload, purpose string) (order.Attachment[order.Private], error) {
	var a order.Attachment[order.Private]
	switch {
	case len(u.Bytes) == 0:
		return a, invalid("files", "文件“%s”是空的，请重新选择。", u.Name)
	case len(u.Bytes) > MaxFile:
		return a, invalid("files", "文件“%s”超过20MB，请压缩后再上传。", u.Name)
	}
	mime, picture := sniff(u.Bytes, u.Name)
	if mime == "" {
		return a, invalid("files", "不能上传“%s”这类文件；可以上传照片（jpg、png、webp）、pdf、docx、xlsx、ofd。", u.Name)
	}
	b := u.Bytes
	if picture {
		var err error
		if b, mime, err = reencode(u.Bytes); err != nil {
			return a, invalid("files", "照片“%s”打不开或太大（超过4000万像素），请换一张。", u.Name)
		}
	}
	address, err := s.blobs.Put(ctx, s.vault.SealBlob(b))
	if err != nil {
		return a, fmt.Errorf("keep file: %w", err)
	}
	return order.Attachment[order.Private]{ID: s.newID(), Blob: address, Purpose: purpose, MIME: mime, Size: int64(len(b)),
		Name: order.Private{Text: filepath.Base(strings.ReplaceAll(u.Name, "\\", "/"))}}, nil
}

// reencode decodes a picture wholly and writes it anew: positions, thumbnails and whatever else hid in the file are gone.
func reencode(b []byte) ([]byte, string, error) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, "", err
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width*cfg.Height > maxPixels {
		return nil, "", fmt.Errorf("picture of %d × %d", cfg.Width, cfg.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	if format == "png" {
		if err := png.Encode(&out, img); err != nil {
			return nil, "", err
		}
		return out.Bytes(), "image/png", nil
	}
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 85}); err != nil {
		return nil, "", err
	}
	return out.Bytes(), "image/jpeg", nil
}

// File opens an attachment of an order for this reader.
func (r *Reader) File(ctx context.Context, orderID, fileID string) (name, mime string, b []byte, err error) {
	l, err := r.s.load(ctx, orderID)
	if err != nil {
		return "", "", nil, err
	}
	st := l.state
	rel := Relate(r.actor, st, r.s.now())
	for _, f := range st.Files {
		if f.ID != fileID {
			continue
		}
		need := access.Handling
		if f.Purpose == "request" {
			need = access.Files
		}
		if access.Sees(r.actor.Post.Kind, rel, access.Grade(st.Request.Secrecy), need) != access.Full {
			return "", "", nil, r.s.shut(ctx, r.actor, orderID, "file")
		}
		open, err := r.s.unseal(ctx, []string{f.Name.Ref})
		if err != nil {
			return "", "", nil, err
		}
		ct, err := r.s.blobs.Get(ctx, f.Blob)
		if err != nil {
			return "", "", nil, fmt.Errorf("open file: %w", err)
		}
		plain, err := r.s.vault.OpenBlob(ct)
		return open[f.Name.Ref], f.MIME, plain, err
	}
	return "", "", nil, ErrNotFound
}
