// Package papers makes what is printed and reads what comes back on paper: bytes out, it stores nothing. Start reading at QR and ReadQR.
package papers

import (
	"fmt"
	"image"
	"image/color"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// Square is a square code as rows of modules, dark where true, without its quiet border.
type Square [][]bool

// QR is the square code of a short text, with a quarter of it spare: a sheet comes back folded, stamped and photographed askew.
func QR(text string) (Square, error) {
	m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0, map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_ERROR_CORRECTION: decoder.ErrorCorrectionLevel_Q, gozxing.EncodeHintType_MARGIN: 0})
	if err != nil {
		return nil, fmt.Errorf("make square code: %w", err)
	}
	out := make(Square, m.GetHeight())
	for y := range out {
		out[y] = make([]bool, m.GetWidth())
		for x := range out[y] {
			out[y][x] = m.Get(x, y)
		}
	}
	return out, nil
}

// Path is the code as the path of an SVG, one unit a module.
func (s Square) Path() string {
	out := ""
	for y, row := range s {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			n := x
			for n < len(row) && row[n] {
				n++
			}
			out += fmt.Sprintf("M%d %dh%dv1h-%dz", x, y, n-x, n-x)
			x = n
		}
	}
	return out
}

// widths are the sizes at which a photograph is looked at: a large one shrunk loses its noise, a small code needs the whole.
var widths = []int{1600, 1000, 2400, 700}

// ReadQR finds the square code in a photograph of a sheet, false where there is none that can be read.
func ReadQR(img image.Image) (string, bool) {
	w := img.Bounds().Dx()
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true, gozxing.DecodeHintType_POSSIBLE_FORMATS: []gozxing.BarcodeFormat{gozxing.BarcodeFormat_QR_CODE}}
	for i, want := range append([]int{w}, widths...) {
		if i > 0 && want >= w || i == 0 && w > 4000 {
			continue
		}
		src := gozxing.NewLuminanceSourceFromImage(shrink(img, want))
		for _, bin := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(src), gozxing.NewGlobalHistgramBinarizer(src)} {
			bmp, err := gozxing.NewBinaryBitmap(bin)
			if err != nil {
				continue
			}
			if got, err := qrcode.NewQRCodeReader().Decode(bmp, hints); err == nil {
				return got.GetText(), true
			}
		}
	}
	return "", false
}

// shrink averages a picture down to a width; it never enlarges.
func shrink(img image.Image, width int) image.Image {
	b := img.Bounds()
	if width >= b.Dx() {
		return img
	}
	height := max(1, b.Dy()*width/b.Dx())
	out := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		y0, y1 := b.Min.Y+y*b.Dy()/height, b.Min.Y+max((y+1)*b.Dy()/height, y*b.Dy()/height+1)
		for x := range width {
			x0, x1 := b.Min.X+x*b.Dx()/width, b.Min.X+max((x+1)*b.Dx()/width, x*b.Dx()/width+1)
			sum, n := 0, 0
			for yy := y0; yy < y1; yy++ {
				for xx := x0; xx < x1; xx++ {
					sum += int(color.GrayModel.Convert(img.At(xx, yy)).(color.Gray).Y)
					n++
				}
			}
			out.Pix[y*out.Stride+x] = uint8(sum / n)
		}
	}
	return out
}
