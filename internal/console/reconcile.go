package console

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// reconcileRoutes are 对账: what each source sent on a day against what was registered (Art. 9).
func (c *Console) reconcileRoutes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/reconciliation", Permission: string(access.Clerking), Handler: c.reconciliation},
		{Method: "POST", Pattern: "/reconciliation", Permission: string(access.Reconciling), Handler: c.reconcile}}
}

type reconcileProps struct {
	v    desk.DayOfTallies
	form *web.Form     // of the source that is compared now; nil where none is
	row  desk.TallyRow // that source
	day  *web.Form     // the choice of another day
}

// tallyDay reads a day as the address has it; zero where it is none.
func tallyDay(t time.Time) calendar.Date {
	if t.IsZero() {
		return 0
	}
	return calendar.DateOf(t)
}

func (c *Console) reconcileProps(r *http.Request, day calendar.Date, channel string) (reconcileProps, error) {
	v, err := who(r).reader.Reconciliation(r.Context(), day)
	p := reconcileProps{v: v, day: web.NewForm("day", v.Day)}
	for _, row := range v.Rows {
		if row.Channel == channel && v.May {
			p.row = row
			received := strconv.Itoa(row.Registered)
			if row.Checked {
				received = strconv.Itoa(row.Received)
			}
			p.form = web.NewForm("received", received, "note", row.Note)
		}
	}
	return p, err
}

func (c *Console) reconciliation(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	day, channel := q.Date("day", "日期", web.Optional()), q.Text("channel", "来源", web.Optional(), web.AtMost(8))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	p, err := c.reconcileProps(r, tallyDay(day), channel)
	if err != nil {
		return web.Page{}, err
	}
	if !q.OK() {
		p.day = q
	}
	return web.Show("对账", reconcileView(p)).In("reconciliation"), nil
}

func (c *Console) reconcile(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	day, channel := f.Date("day", "日期"), f.Text("channel", "来源", web.AtMost(8))
	t := office.Tally{Channel: channel, Received: f.Int("received", "来件数", 0, 100_000), Note: f.Text("note", "说明", web.Optional(), web.AtMost(200))}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		t.Day = tallyDay(day).String()
		err := c.desk.Reconcile(r.Context(), who(r).actor, t, key)
		if err == nil {
			c.flash(r, "已对账。")
			return web.Redirect("/reconciliation?day=" + t.Day), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	p, err := c.reconcileProps(r, tallyDay(day), channel)
	if err != nil {
		return web.Page{}, err
	}
	p.form = f
	return web.Show("对账", reconcileView(p)).In("reconciliation").Again(), nil
}

// tallyState says how a source's day stands.
func tallyState(t desk.TallyRow) parts.Badge {
	switch n := t.Off(); {
	case !t.Checked && t.Outer:
		return parts.Badge{Text: "未对账", Tone: parts.Yellow}
	case !t.Checked:
		return parts.Badge{Text: "不用对账", Tone: parts.Line}
	case n > 0:
		return parts.Badge{Text: "少登记" + strconv.Itoa(n) + "件", Tone: parts.Red}
	case n < 0:
		return parts.Badge{Text: "多登记" + strconv.Itoa(-n) + "件", Tone: parts.Red}
	}
	return parts.Badge{Text: "一致", Tone: parts.Green}
}

// tallyList is the list of a source's orders of the day, open or done.
func tallyList(kind, day string, t desk.TallyRow) string {
	return "/list/" + kind + "?" + url.Values{"channel": {t.Channel}, "from": {day}, "to": {day}}.Encode()
}

func tallyHead(v desk.DayOfTallies) string {
	switch {
	case v.Unequal > 0:
		return strconv.Itoa(v.Unequal) + "个来源不一致"
	case v.Unchecked > 0:
		return strconv.Itoa(v.Unchecked) + "个外来渠道还没有对账"
	}
	return "各来源一致"
}
