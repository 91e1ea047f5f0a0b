package desk

import (
	"context"
	"fmt"

	"huiyin/internal/access"
	"huiyin/internal/order"
)

// Limits of attachments (trust.md B5 #47).
const (
	MaxFile   = 20 << 20
	MaxFiles  = 9
	maxPixels = 40_000_000
	longest   = 120 // characters of a name
)

// Upload is a file as it came in.
type Upload struct {
	Name  string
	Bytes []byte
}

// Keep checks, re-encodes, strips and stores a file, and returns its attachment. The bytes are on disk before any event names them. What a file is, its
// bytes say; its name only helps people, and is mended where it claims something else.
func (s *Service) Keep(ctx context.Context, u Upload, purpose string) (order.Attachment[order.Private], error) {
	var a order.Attachment[order.Private]
	name := cleanName(u.Name)
	switch {
	case len(u.Bytes) == 0:
		return a, invalid("files", "文件“%s”是空的，请重新选择。", name)
	case len(u.Bytes) > MaxFile:
		return a, invalid("files", "文件“%s”超过20MB，请压缩后再上传。", name)
	}
	kind, ok := kindOf(u.Bytes)
	if !ok {
		return a, invalid("files", "不能上传“%s”这类文件；可以上传照片（jpg、png、gif、webp、heic）、pdf、Word、Excel、PPT、wps、ofd。", name)
	}
	b, held := u.Bytes, false
	if !kind.picture {
		var err error
		if held, err = s.scan(ctx, name, u.Bytes); err != nil {
			return a, err
		}
	} else {
		var err error
		if b, kind, err = s.reencode(u.Bytes); err != nil {
			return a, invalid("files", "照片“%s”打不开或太大（超过4000万像素），请换一张。", name)
		}
	}
	address, err := s.blobs.Put(ctx, s.vault.SealBlob(b))
	if err != nil {
		return a, fmt.Errorf("keep file: %w", err)
	}
	if held {
		if err := s.store.HoldBlob(ctx, address, s.now()); err != nil {
			return a, err
		}
	}
	return order.Attachment[order.Private]{ID: s.newID(), Blob: address, Purpose: purpose, MIME: kind.mime, Size: int64(len(b)),
		Name: order.Private{Text: kind.named(name)}}, nil
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
		if access.Sees(r.actor.Post.Kind, rel, access.Grade(st.Request.Secrecy), need) != access.Full && (rel != access.Helper || !mayOpenAsHelper(st, r.actor.Post, fileID)) {
			return "", "", nil, r.s.shut(ctx, r.actor, orderID, "file")
		}
		open, err := r.s.unseal(ctx, []string{f.Name.Ref})
		if err != nil {
			return "", "", nil, err
		}
		plain, err := r.s.openBlob(ctx, f.Blob)
		return open[f.Name.Ref], f.MIME, plain, err
	}
	return "", "", nil, ErrNotFound
}
