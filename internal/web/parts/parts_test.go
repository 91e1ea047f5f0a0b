package parts_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"huiyin/internal/web/parts"
)

var update = flag.Bool("update", false, "write the golden files anew")

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var buf bytes.Buffer
	if err := c.Render(context.Background(), &buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// golden compares with testdata/name.html, a tag a line, hashes of static files left out.
func golden(t *testing.T, name string, c templ.Component) {
	t.Helper()
	got := regexp.MustCompile(`\.[0-9a-f]{16}\.`).ReplaceAllString(render(t, c), ".HASH.")
	got = strings.ReplaceAll(got, "><", ">\n<") + "\n"
	file := filepath.Join("testdata", name+".html")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			t.Fatalf("%s line %d:\n got %s\nwant %s\n(go test -update writes it anew)", file, i+1, g[i], append(w, "")[min(i, len(w))])
		}
	}
	t.Fatalf("%s: %d lines, want %d", file, len(g), len(w))
}

func TestPartsPrintAsTheGoldenFilesSay(t *testing.T) {
	golden(t, "gallery", parts.Gallery())
	golden(t, "login", parts.Login(parts.LoginProps{Office: "蒙城县人民政府办公室", Title: []string{"蒙城县县长热线", "工单管理系统"}, Phone: "7812345"}))
	golden(t, "order", parts.OrderSample())
	golden(t, "public", parts.PublicShell(parts.PublicLayout{Title: "我要写信", System: "蒙城县县长热线", Phone: "7812345", TextSize: parts.ElderText, Contrast: true}))
	narrow := parts.GalleryLayout()
	narrow.Frame, narrow.Flush, narrow.NoKeys, narrow.TextSize = parts.NarrowMenu, true, true, parts.LargeText
	narrow.Banners = []parts.NoteProps{{Tone: parts.Yellow, Text: "线路故障，正在用备用线路"}}
	narrow.Flash = &parts.Flash{Text: "已转办", Undo: "/undo", Key: "k", Seconds: 10}
	golden(t, "shell-narrow", parts.Shell(narrow))
	desk := parts.GalleryLayout()
	desk.Frame = parts.DeskFrame
	golden(t, "shell-desk", parts.Shell(desk))
}

// Whatever text a part is given, it prints it escaped: no element, attribute or address of script gets through.
func TestPartsEscapeWhatTheyAreGiven(t *testing.T) {
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	const script = "javascript:alert(1)"
	layout := parts.Layout{System: evil, Title: evil, User: evil, Unit: evil, Home: script, Query: evil, Search: "/s", Messages: script, Menu: []parts.MenuGroup{{Title: evil, Items: []parts.MenuItem{{Label: evil, Href: script, Icon: parts.Icon(evil)}}}}, Tabs: []parts.OpenTab{{Label: evil, Href: script, Close: script}}, Flash: &parts.Flash{Text: evil, Undo: script}}
	all := map[string]templ.Component{
		"shell":    parts.Shell(layout),
		"button":   parts.Btn(parts.Button{Label: evil, Name: evil, Value: evil, Key: evil, Why: evil, ID: evil, Action: script}),
		"link":     parts.Btn(parts.Button{Label: evil, Href: script}),
		"input":    parts.TextField(parts.Input{Bound: parts.Bound{Name: evil, Value: evil, Error: evil}, Label: evil, Hint: evil, Placeholder: evil, List: []string{evil}}),
		"area":     parts.TextArea(parts.Area{Bound: parts.Bound{Name: "a", Value: "</textarea>" + evil}, Label: evil, Phrases: []string{evil}}),
		"select":   parts.Select(parts.Choice{Bound: parts.Bind("s", evil), Label: evil, Options: parts.Options(evil, evil)}),
		"picks":    parts.Picks(parts.Choice{Bound: parts.Bind("s", evil), Label: evil, Options: []parts.Option{{Value: evil, Label: evil, Extra: evil, Key: evil}}}),
		"summary":  parts.ErrorSummary([]parts.FieldError{{Name: evil, Label: evil, Message: evil, Article: evil}}),
		"worklist": parts.Worklist(parts.WorklistProps{Box: evil, Rows: []parts.WorkRow{{ID: evil, Number: evil, Href: script, Left: evil, Title: evil, Tags: []parts.Badge{{Text: evil, Tone: parts.Tone(evil), Href: script}}, Unit: evil}}}),
		"timeline": parts.Timeline([]parts.Moment{{Verb: evil, What: evil, Text: evil, At: evil, Stamp: evil, Links: []parts.Anchor{{Text: evil, Href: script}}, Pishi: &parts.Pishi{Text: evil, Signer: evil}}}),
		"chain":    parts.Chain([]parts.Step{{State: parts.StepState(evil), Label: evil, Detail: evil, At: evil, Paper: true, Href: script}}),
		"files":    parts.Files([]parts.FileRow{{Name: evil, Href: script, Meta: evil, Held: evil}}),
		"thumbs":   parts.Thumbs([]parts.Thumb{{Name: evil, Href: script, Src: script}}),
		"phone":    parts.Phone(parts.PhoneProps{Masked: evil, Shown: evil, Relay: script}),
		"trouble":  parts.Trouble(parts.TroubleProps{Tag: evil, Title: evil, Say: evil, Article: evil, Quote: evil, Next: []parts.Anchor{{Text: evil, Href: script}}, Request: evil}),
		"form":     parts.PostForm(parts.FormProps{Action: script, Key: evil, Hidden: map[string]string{evil: evil}}),
		"confirm":  parts.Confirm(parts.ConfirmProps{ID: evil, Title: evil, Text: evil, Form: parts.FormProps{Action: script}, Back: script, Shown: true}),
	}
	inline := regexp.MustCompile(`(?i)<script>|<img src=x|\son[a-z]+=["a]|(href|src|action|formaction)="javascript:|\sstyle=`)
	for name, c := range all {
		// what stands between quotes or as text is harmless once < and " are gone; look for real markup only
		html := render(t, c)
		if found := inline.FindString(regexp.MustCompile(`&#3[49];|&lt;[^<]*?&gt;`).ReplaceAllString(html, "")); found != "" {
			t.Errorf("%s lets through %q:\n%s", name, found, html)
		}
	}
}

func TestALampIsShapeWordAndColour(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range []parts.Lamp{parts.LampGreen, parts.LampYellow, parts.LampOrange, parts.LampRed, parts.LampGrey} {
		html := render(t, parts.Light(l, "今日 24:00"))
		if !strings.Contains(html, l.Name()) || !strings.Contains(html, "今日 24:00") || seen[html] {
			t.Errorf("%s: %s", l.Name(), html)
		}
		seen[html] = true
	}
}

// A field's error is told at the field, in the summary with a link to it, and to a screen reader.
func TestAFieldErrorIsToldThreeTimes(t *testing.T) {
	html := render(t, parts.ErrorSummary([]parts.FieldError{{Name: "phone", Label: "电话", Message: "少 2 位"}})) +
		render(t, parts.TextField(parts.Input{Bound: parts.Bound{Name: "phone", Value: "138", Error: "少 2 位"}, Label: "电话", Hint: "任何写法都行"}))
	for _, want := range []string{`href="#f-phone"`, `id="f-phone"`, `aria-invalid="true"`, `aria-describedby="f-phone-hint f-phone-err"`, `id="f-phone-err">少 2 位`, `value="138"`, `role="alert"`} {
		if !strings.Contains(html, want) {
			t.Errorf("lacks %s", want)
		}
	}
}

// Chinese readers count in groups of three as the reports of the county do.
func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1874: "1,874", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := parts.Thousands(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
