package desk

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"sync"

	"golang.org/x/image/draw"
)

// A small picture is made when it is first looked at and kept in memory: a few kilobytes each, forgotten all at once when there are too many.
const (
	thumbSide  = 320
	mostThumbs = 400
)

// thumbs keeps small pictures by the id of their attachment. Large pictures take much memory while they are decoded: one at a time.
type thumbs struct {
	mu     sync.Mutex
	kept   map[string][]byte
	decode sync.Mutex
}

// Thumb is a small picture of an attachment that this reader may open; ErrNotFound for what is no picture.
func (r *Reader) Thumb(ctx context.Context, orderID, fileID string) ([]byte, error) {
	_, mime, b, err := r.File(ctx, orderID, fileID)
	if err != nil {
		return nil, err
	}
	if !(FileView{MIME: mime}).Picture() {
		return nil, ErrNotFound
	}
	t := &r.s.thumbs
	t.mu.Lock()
	small, ok := t.kept[fileID]
	t.mu.Unlock()
	if ok {
		return small, nil
	}
	t.decode.Lock()
	small, err = shrink(b)
	t.decode.Unlock()
	if err != nil {
		return nil, fmt.Errorf("shrink file %s: %w", fileID, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil || len(t.kept) >= mostThumbs {
		t.kept = map[string][]byte{}
	}
	t.kept[fileID] = small
	return small, nil
}

func shrink(b []byte) ([]byte, error) {
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	side := min(thumbSide, max(w, h))
	to := image.NewRGBA(image.Rect(0, 0, max(1, w*side/max(w, h)), max(1, h*side/max(w, h))))
	draw.Draw(to, to.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(to, to.Bounds(), img, img.Bounds(), draw.Over, nil)
	var out bytes.Buffer
	err = jpeg.Encode(&out, to, &jpeg.Options{Quality: 75})
	return out.Bytes(), err
}
