package console

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// qualityRoutes are 质检 and 培训 (Art. 9): a month's sample is drawn and scored, the operator reads his own and appeals, another person decides; who learnt what.
func (c *Console) qualityRoutes() []web.Route {
	see, check := string(access.QualityReading), string(access.Checking)
	return []web.Route{{Method: "GET", Pattern: "/quality", Permission: see, Handler: c.qualities},
		{Method: "POST", Pattern: "/quality/draw", Permission: check, Handler: c.drawQuality},
		{Method: "GET", Pattern: "/quality/{id}", Permission: see, Handler: c.quality},
		{Method: "POST", Pattern: "/quality/{id}/score", Permission: check, Handler: c.scoreQuality},
		{Method: "POST", Pattern: "/quality/{id}/appeal", Permission: see, Handler: c.appealQuality},
		{Method: "POST", Pattern: "/quality/{id}/decide", Permission: check, Handler: c.decideQuality},
		{Method: "GET", Pattern: "/trainings", Permission: see, Handler: c.trainings},
		{Method: "POST", Pattern: "/trainings", Permission: check, Handler: c.holdTraining},
		{Method: "POST", Pattern: "/trainings/{id}/strike", Permission: check, Handler: c.strikeTraining}}
}

type qualitiesProps struct {
	page      desk.QualityPage
	over, own bool
	next      string
	draw      *web.Form
}

type qualityProps struct {
	v desk.QualityView
	f *web.Form // of the one thing this reader may do now
}

type trainingsProps struct {
	page desk.TrainingPage
	f    *web.Form
}

// pageFrom reads where a page of records begins.
func pageFrom(before string) (time.Time, bool) {
	if before == "" {
		return time.Time{}, true
	}
	n, err := strconv.ParseInt(before, 10, 64)
	return time.UnixMilli(n), err == nil && n > 0
}

func (c *Console) qualities(r *http.Request) (web.Page, error) { return c.qualityList(r, nil) }

func (c *Console) qualityList(r *http.Request, draw *web.Form) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := qualitiesProps{over: q.Bool("over", "已了结"), own: q.Bool("own", "本人的"), draw: draw}
	before := q.Text("before", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	from, ok := pageFrom(before)
	if !ok {
		return web.Redirect("/quality"), nil
	}
	if p.page, err = who(r).reader.Qualities(r.Context(), p.over, p.own, from); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/quality?before=" + p.page.Next
		if p.over {
			p.next += "&over=1"
		}
		if p.own {
			p.next += "&own=1"
		}
	}
	if p.draw == nil {
		p.draw = web.NewForm()
	}
	page := web.Show("质检", qualitiesView(p)).In("quality")
	if draw != nil {
		page = page.Again()
	}
	return page, nil
}

func monthOptions(months []string) []parts.Option {
	var out []parts.Option
	for _, m := range months {
		if d, err := calendar.ParseDate(m + "-01"); err == nil {
			y, n, _ := d.Parts()
			out = append(out, parts.Option{Value: m, Label: fmt.Sprintf("%d年%d月", y, n)})
		}
	}
	return out
}

func (c *Console) drawQuality(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	month, key := f.Text("month", "月份", web.AtMost(7)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		n, err := who(r).reader.DrawQuality(r.Context(), month, key)
		if err == nil {
			c.flash(r, map[bool]string{true: fmt.Sprintf("抽出%d件，请评分。", n), false: "这个月已经抽过，没有新的。"}[n > 0])
			return web.Redirect("/quality"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.qualityList(r, f)
}

func (c *Console) quality(r *http.Request) (web.Page, error) { return c.showQuality(r, nil) }

func (c *Console) showQuality(r *http.Request, f *web.Form) (web.Page, error) {
	v, err := who(r).reader.Quality(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("质检评分单", qualityView(qualityProps{v, f}.filled())).In("quality")
	if f != nil {
		page = page.Again()
	}
	return page, nil
}

func (p qualityProps) filled() qualityProps {
	if p.f == nil {
		x := p.v.Points
		if !p.v.Scored {
			x = office.Points{Record: office.MostPoints, Manner: office.MostPoints, Language: office.MostPoints, Answer: office.MostPoints}
		}
		p.f = web.NewForm("record", itoa(x.Record), "manner", itoa(x.Manner), "language", itoa(x.Language), "answer", itoa(x.Answer))
	}
	return p
}

func readPoints(f *web.Form) office.Points {
	n := func(i int) int {
		x := office.PointNames()[i]
		return f.Int(x[0], x[1], 0, office.MostPoints)
	}
	return office.Points{Record: n(0), Manner: n(1), Language: n(2), Answer: n(3)}
}

// onQuality runs one of the sheet's forms.
func (c *Console) onQuality(r *http.Request, said string, read func(*web.Form) func(*desk.Reader, string) error) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Quality(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	do := read(f)
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := do(reader, id)
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/quality/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showQuality(r, f)
}

func (c *Console) scoreQuality(r *http.Request) (web.Page, error) {
	return c.onQuality(r, "已评分，已告知本人。", func(f *web.Form) func(*desk.Reader, string) error {
		p, remark, key := readPoints(f), f.Lines("remark", "扣分的理由", web.Optional(), web.AtMost(500)), f.Key()
		return func(x *desk.Reader, id string) error { return x.ScoreQuality(r.Context(), id, p, remark, key) }
	})
}

func (c *Console) appealQuality(r *http.Request) (web.Page, error) {
	return c.onQuality(r, "已申诉，由评分人以外的人复核。", func(f *web.Form) func(*desk.Reader, string) error {
		words, key := f.Lines("words", "申诉的理由", web.AtMost(500)), f.Key()
		return func(x *desk.Reader, id string) error { return x.AppealQuality(r.Context(), id, words, key) }
	})
}

func (c *Console) decideQuality(r *http.Request) (web.Page, error) {
	return c.onQuality(r, "复核意见已登记，已告知本人。", func(f *web.Form) func(*desk.Reader, string) error {
		p, words, key := readPoints(f), f.Lines("words", "复核意见", web.AtMost(500)), f.Key()
		return func(x *desk.Reader, id string) error { return x.DecideQuality(r.Context(), id, p, words, key) }
	})
}

func (c *Console) trainings(r *http.Request) (web.Page, error) { return c.showTrainings(r, nil) }

func (c *Console) showTrainings(r *http.Request, f *web.Form) (web.Page, error) {
	page, err := who(r).reader.Trainings(r.Context(), time.Time{})
	if err != nil {
		return web.Page{}, err
	}
	p := trainingsProps{page, f}
	if f == nil {
		p.f = web.NewForm("day", calendar.DateOf(c.desk.Now()).String())
	}
	out := web.Show("培训记录", trainingsView(p)).In("trainings")
	if f != nil {
		out = out.Again()
	}
	return out, nil
}

func (c *Console) holdTraining(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	day, topic, teacher := dateText(f.Date("day", "培训日期")), f.Text("topic", "培训内容", web.AtMost(100)), f.Text("teacher", "授课人", web.AtMost(40))
	minutes, key := f.Int("minutes", "时长", 10, 24*60), f.Key()
	page, err := who(r).reader.Trainings(r.Context(), time.Time{})
	if err != nil {
		return web.Page{}, err
	}
	var people []org.AccountID
	for _, p := range f.Many("people", "参加的人", staffOptions(page.Staff)) {
		people = append(people, org.AccountID(p))
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		_, err := who(r).reader.HoldTraining(r.Context(), day, topic, teacher, minutes, people, key)
		if err == nil {
			c.flash(r, "培训已登记。")
			return web.Redirect("/trainings"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showTrainings(r, f)
}

func (c *Console) strikeTraining(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason, key := f.Text("reason", "作废的理由", web.AtMost(200)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := who(r).reader.StrikeTraining(r.Context(), r.PathValue("id"), reason, key); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已作废，不再算时长。")
	return web.Redirect("/trainings"), nil
}

func staffOptions(all []desk.Staff) []parts.Option {
	var out []parts.Option
	for _, s := range all {
		out = append(out, parts.Option{Value: string(s.ID), Label: s.Name})
	}
	return out
}

// tenths writes an average, 96.5.
func tenths(n int) string {
	if n < 0 {
		return "—"
	}
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

// hours writes minutes as a person says them.
func hours(minutes int) string {
	switch {
	case minutes < 60:
		return itoa(minutes) + "分钟"
	case minutes%60 == 0:
		return itoa(minutes/60) + "小时"
	}
	return itoa(minutes/60) + "小时" + itoa(minutes%60) + "分钟"
}

func qualityTone(v desk.QualityView) parts.Badge {
	tone := parts.Green
	switch v.Stage {
	case "待评分":
		tone = parts.Yellow
	case "申诉待复核":
		tone = parts.Orange
	}
	return parts.Badge{Text: v.Stage, Tone: tone}
}
