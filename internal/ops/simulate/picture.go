package simulate

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
)

// picture is a small sheet with a red spot.
func picture(n int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 32, 32))
	for i := range 32 * 32 {
		img.Set(i%32, i/32, color.White)
	}
	img.Set(n%32, 7, color.RGBA{R: 200, A: 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic("simulate: " + err.Error())
	}
	return b.Bytes()
}
