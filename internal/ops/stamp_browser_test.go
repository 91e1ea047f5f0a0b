package ops

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/papers"
)

// forSeal is an order of 城管局 whose result waits for signature and seal.
func (o *office) forSeal(title string) string {
	o.t.Helper()
	id := o.atUnit(title)
	as := func(login string) order.By { return order.By{Actor: o.actorOf(login)} }
	o.give("chengguan1", id, order.SignFor{By: as("chengguan1")})
	o.give("chengguan3", id, order.AssignInUnit{By: as("chengguan3"), Lead: org.UnitDeputy, Handler: o.actorOf("chengguan1").Account})
	o.give("chengguan1", id, order.RecordContact{By: as("chengguan1"), At: o.clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	o.give("chengguan1", id, order.SubmitReply{By: as("chengguan1"), Reply: order.Reply[order.Private]{Finding: "no", Solved: order.SolvedExplained, Investigation: order.Private{Text: "到现场查看，设施完好"},
		Measures: order.Private{Text: "已说明情况"}, Opinion: order.Private{Text: "诉求人认可"}, Contact: "市容管理股", ContactPhone: "0558-7000201",
		Public: "您好，关于" + title + "，我局已到现场核查，设施完好，前日因检修短时停用，已恢复。依据《城市市容和环境卫生管理条例》办理，感谢监督。"}})
	return id
}

// sheetPictures are the printed sheets as pictures: the page rendered for print at 1.5 dots a CSS dot, one picture each.
func (o *office) sheetPictures(c context.Context) []image.Image {
	o.t.Helper()
	type box struct{ X, Y, W, H float64 }
	boxes := eval[[]box](o, c, `[...document.querySelectorAll('.folder-sheet')].filter(e=>e.querySelector('.folder-code')).map(e=>{const r=e.getBoundingClientRect();return {X:r.left+scrollX,Y:r.top+scrollY,W:r.width,H:r.height}})`)
	var out []image.Image
	whole := true
	for _, b := range boxes {
		var data []byte
		o.do(c, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			shot, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatPng, CaptureBeyondViewport: &whole, Clip: &page.Viewport{X: b.X, Y: b.Y, Width: b.W, Height: b.H, Scale: 1.5}})
			data = shot.Data
			return err
		}))
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			o.t.Fatal(err)
		}
		out = append(out, img)
	}
	return out
}

// pages prints what is open as the browser does, and counts the pages. With HUIYIN_PRINTS set the PDF is kept there to be looked at.
func (o *office) pages(c context.Context, name string) int {
	o.t.Helper()
	var data []byte
	sized := true
	o.do(c, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		r, err := cdp.Call(ctx, t, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &sized})
		data = r.Data
		return err
	}))
	if dir := os.Getenv("HUIYIN_PRINTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), data, 0o600); err != nil {
			o.t.Error(err)
		}
	}
	return bytes.Count(data, []byte("/Type /Page\n"))
}

// distorted is a sheet as a telephone takes it: on a dark table, turned by degrees, narrower at the top, darker towards a corner, with noise.
func distorted(src image.Image, degrees, narrow, dark float64, noise int) image.Image {
	rnd := rand.New(rand.NewPCG(7, uint64(degrees*10)))
	b := src.Bounds()
	// The frame holds the sheet however it is turned.
	w := int(math.Hypot(float64(b.Dx()), float64(b.Dy())) * 1.1)
	h := w
	out := image.NewGray(image.Rect(0, 0, w, h))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for y := range h {
		for x := range w {
			dx, dy := float64(x)-float64(w)/2, float64(y)-float64(h)/2
			sx, sy := dx*cos+dy*sin, dy*cos-dx*sin
			sx /= 1 - narrow*(0.5-(sy/float64(b.Dy())+0.5))
			px, py := int(sx+float64(b.Dx())/2), int(sy+float64(b.Dy())/2)
			v := 40.0
			if px >= 0 && py >= 0 && px < b.Dx() && py < b.Dy() {
				v = float64(color.GrayModel.Convert(src.At(b.Min.X+px, b.Min.Y+py)).(color.Gray).Y)
			}
			v = v*(1-dark*float64(x+y)/float64(w+h)) + float64(rnd.IntN(2*noise+1)-noise)
			out.SetGray(x, y, color.Gray{uint8(max(0, min(255, v)))})
		}
	}
	return out
}

// TestBrowserAUnitsStackIsPrintedStampedAndComesBack: three results printed in a real browser, their codes read from the print however the
// telephone holds it, the stack sent back in another order, and each order reported with its own sheet.
func TestBrowserAUnitsStackIsPrintedStampedAndComesBack(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	if err := o.s.Desk.SetPIN(t.Context(), o.actorOf("chengguan3"), DemoPassword, DemoPIN); err != nil {
		t.Fatal(err)
	}
	ids := []string{o.forSeal("公厕夜间不开门"), o.forSeal("路灯连续几夜不亮"), o.forSeal("垃圾清运不及时")}
	c := o.tab("chengguan3")
	o.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/stamp"), chromedp.WaitVisible(chromedp.CSS(`[name=id]`)))
	o.press(c, "打印盖章页")
	o.says(c, "办理结果反馈表")
	if got := eval[float64](o, c, `Math.min(...[...document.querySelectorAll('.folder-code')].map(e=>e.getBoundingClientRect().width/96*25.4))`); got < 25 {
		t.Errorf("the code is %.1f mm wide, want 25 at least", got)
	}
	if n := o.pages(c, "stamp"); n != 3 {
		t.Errorf("three sheets are printed on %d pages", n)
	}
	sheets := o.sheetPictures(c)
	if len(sheets) != 3 {
		t.Fatalf("%d sheets", len(sheets))
	}
	plain, ok := papers.ReadQR(sheets[0])
	if !ok || !strings.HasPrefix(plain, "HY1:") {
		t.Fatalf("the code of the print itself reads %q", plain)
	}
	for _, x := range []struct {
		degrees, narrow, dark float64
		noise                 int
	}{{3, 0, 0, 8}, {-12, 0.08, 0.3, 12}, {180, 0.1, 0.4, 10}, {-80, 0.1, 0.6, 20}, {90, 0, 0.2, 10}, {27, 0.12, 0.6, 12}} {
		if got, ok := papers.ReadQR(distorted(sheets[0], x.degrees, x.narrow, x.dark, x.noise)); !ok || got != plain {
			t.Errorf("%+v: read %q", x, got)
		}
	}
	// The stack comes back in another order, with a page that has no code.
	var files []string
	for i, img := range []image.Image{distorted(sheets[2], 8, 0.06, 0.3, 10), distorted(sheets[0], 185, 0.05, 0.2, 10), distorted(sheets[1], -5, 0, 0.3, 10), image.NewGray(image.Rect(0, 0, 300, 400))} {
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		files = append(files, filepath.Join(o.dataDir, fmt.Sprintf("IMG_%d.png", i)))
		if err := os.WriteFile(files[i], b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o.do(c, chromedp.EmulateViewport(390, 844), chromedp.Navigate("http://"+o.s.Addr()+"/stamp/back"), chromedp.WaitVisible(chromedp.CSS(`[name=photos]`)), chromedp.SetUploadFiles(`[name=photos]`, files))
	o.press(c, "上传并归件")
	o.says(c, "收到4张照片")
	if n := eval[int](o, c, `document.querySelectorAll('[name=scan]:checked').length`); n != 3 {
		t.Fatalf("%d photographs were sorted: %s", n, o.text(c))
	}
	if w := eval[int](o, c, `document.documentElement.scrollWidth`); w > 390 {
		t.Errorf("the page is %d wide on a phone", w)
	}
	o.do(c, chromedp.SendKeys(`[name=pin]`, DemoPIN))
	o.press(c, "签字盖章并报送勾选的件")
	o.says(c, "3件，报送3件，没有报送0件")
	for i, id := range ids {
		if got := o.state(id); got != order.Submitted.Name() {
			t.Errorf("order %d is %s", i+1, got)
		}
	}
	o.says(c, "没有读出二维码")
	o.press(c, "不要这张")
	o.says(c, "没有待确认的照片")
}
