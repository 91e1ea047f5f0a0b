package testkit

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"huiyin/internal/testkit/pgtest"
)

// OnBoth runs a test on SQLite and on PostgreSQL.
func OnBoth(t *testing.T, f func(t *testing.T, where string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, t.TempDir()) })
	t.Run("postgres", func(t *testing.T) { f(t, pgtest.URL(t)) })
}

// PNG is a small picture.
func PNG(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		for y := range 30 {
			img.Set(x, y, color.RGBA{uint8(x * 6), uint8(y * 8), 90, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
