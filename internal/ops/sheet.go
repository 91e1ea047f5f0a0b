package ops

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

// sealedSheet draws what stands for scans and photographs in the demo: lines of writing and a round red seal.
func sealedSheet() []byte {
	const w, h = 300, 420
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			c := color.RGBA{250, 248, 242, 255}
			if y > 60 && y < 300 && y%24 < 3 && x > 40 && x < 260-(y*7)%60 {
				c = color.RGBA{120, 124, 132, 255}
			}
			if d := math.Hypot(float64(x-205), float64(y-330)); d > 42 && d < 47 || d < 9 {
				c = color.RGBA{192, 40, 42, 255}
			}
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic("ops: draw sheet: " + err.Error()) // a picture in memory
	}
	return b.Bytes()
}
