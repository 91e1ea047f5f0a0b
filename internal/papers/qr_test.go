package papers

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

const token = "HY1:7QK2M4ZT9XW3B6HD"

// sheetOf is a white page with grey lines of writing and the code in its corner, s dots a module.
func sheetOf(t *testing.T, s int) *image.Gray {
	t.Helper()
	code, err := QR(token)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, 1240, 1754))
	for i := range img.Pix {
		img.Pix[i] = 250
	}
	for line := 300; line < 1600; line += 46 {
		for y := line; y < line+18; y++ {
			for x := 120; x < 1100; x++ {
				if (x/9+line/46)%3 != 0 && (x*7+y*3)%5 != 0 {
					img.SetGray(x, y, color.Gray{60})
				}
			}
		}
	}
	for y, row := range code {
		for x, dark := range row {
			for dy := range s {
				for dx := range s {
					if dark {
						img.SetGray(950+x*s+dx, 90+y*s+dy, color.Gray{25})
					}
				}
			}
		}
	}
	return img
}

// photo is the page as a camera sees it: turned, askew, dark, noisy. Each dot of the photograph is looked up on the page.
func photo(page *image.Gray, turn, lean float64, light, noise float64) *image.Gray {
	r := rand.New(rand.NewPCG(7, 11))
	w, h := 2000, 2000
	out := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(turn * math.Pi / 180)
	pw, ph := float64(page.Bounds().Dx()), float64(page.Bounds().Dy())
	for y := range h {
		for x := range w {
			u, v := float64(x)-float64(w)/2, float64(y)-float64(h)/2
			k := 1 + lean*v/float64(h) // far edge smaller than the near one
			u, v = u*k, v*k
			px, py := cos*u+sin*v+pw/2, -sin*u+cos*v+ph/2
			g := 90.0
			if px >= 0 && py >= 0 && px < pw && py < ph {
				g = float64(page.GrayAt(int(px), int(py)).Y)
			}
			shade := light * (0.75 + 0.25*float64(x)/float64(w))
			g = g*shade + r.NormFloat64()*noise
			out.SetGray(x, y, color.Gray{uint8(min(255, max(0, g)))})
		}
	}
	return out
}

func TestACodeIsReadFromPhotographsTakenAtTheDesk(t *testing.T) {
	page := sheetOf(t, 8)
	for name, p := range map[string]*image.Gray{"flat": photo(page, 0, 0, 1, 0), "turned 7°": photo(page, 7, 0, 1, 6), "turned 90°": photo(page, 90, 0, 1, 6), "upside down": photo(page, 180, 0, 1, 6),
		"askew": photo(page, 4, 0.25, 1, 6), "dark": photo(page, -3, 0.1, 0.35, 5), "noisy": photo(page, 2, 0.1, 0.8, 28)} {
		if got, ok := ReadQR(p); !ok || got != token {
			t.Errorf("%s: read %q, %v", name, got, ok)
		}
	}
	blank := image.NewGray(image.Rect(0, 0, 900, 1200))
	if got, ok := ReadQR(blank); ok {
		t.Errorf("read %q from a blank page", got)
	}
	if got, ok := ReadQR(photo(page, 0, 0, 0.02, 30)); ok {
		t.Errorf("read %q from a photograph taken in the dark", got)
	}
}
