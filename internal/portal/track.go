package portal

import (
	"errors"
	"net/http"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// Progress by number and code, and what a caller may still say: more, hurry up, and whether it was well done.

func (p *Portal) trackRoutes(get, post, upload func(string, web.Handler) web.Route) []web.Route {
	open := post("/track", p.open)
	open.Handler = p.counted(p.looks, p.open)
	return []web.Route{
		get("/track", p.ask), open,
		get("/q/{link}", p.track),
		get("/q/{link}/add", p.showAdd), upload("/q/{link}/add", p.add),
		get("/q/{link}/urge", p.showUrge), post("/q/{link}/urge", p.urge),
		get("/q/{link}/judge", p.showJudge), post("/q/{link}/judge", p.judge),
	}
}

type askProps struct {
	v     view
	p     Profile
	f     *web.Form
	judge bool
	shut  bool
}

func (p *Portal) ask(r *http.Request) (web.Page, error) {
	a := askProps{v: viewOf(r), p: p.profile, f: web.NewForm(), judge: r.URL.Query().Get("for") == "judge"}
	return web.Show("查进度", askView(a)), nil
}

// open answers a wrong code and an unknown number with the same bytes.
func (p *Portal) open(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	number := f.Text("number", "编号", web.AtMost(40))
	secret := f.Text("code", "查询码", web.AtMost(40))
	judge := f.Text("for", "去处", web.Optional()) == "judge"
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	a := askProps{v: viewOf(r), p: p.profile, f: f, judge: judge}
	if f.OK() {
		link, err := p.desk.OpenByCode(r.Context(), number, secret)
		switch {
		case err == nil && judge:
			return web.Redirect(a.v.to("/q/" + link + "#judge")), nil
		case err == nil:
			return web.Redirect(a.v.to("/q/" + link)), nil
		case errors.Is(err, desk.ErrShut):
			a.shut = true
			f.Fail("", "这个编号试错5次，30分钟内不能再查。急着查，请打 "+p.profile.Phone+"。")
		case errors.Is(err, desk.ErrWrongCode):
			f.Fail("code", "编号或查询码不对，请对照回执再填一次。连错5次，30分钟内不能再查。")
		default:
			return web.Page{}, err
		}
	}
	return web.Show("查进度", askView(a)).Again(), nil
}

type trackProps struct {
	v    view
	p    Profile
	f    *web.Form
	link string
	t    desk.Track
	said string // what was just done
}

func (t trackProps) at(what string) string {
	if what != "" {
		what = "/" + what
	}
	return t.v.to("/q/" + t.link + what)
}

func (p *Portal) looked(r *http.Request) (trackProps, error) {
	t := trackProps{v: viewOf(r), p: p.profile, link: r.PathValue("link"), f: web.NewForm()}
	var err error
	t.t, err = p.desk.Track(r.Context(), t.link)
	return t, err
}

// saids are the words after an act, by what the address says.
var saids = map[string]string{"add": "已收到您补充的情况，会转给承办人。", "urge": "已经催了，单位和县热线办都看得到。", "judge": "谢谢您的评价，已经记下。"}

func (p *Portal) track(r *http.Request) (web.Page, error) {
	t, err := p.looked(r)
	if err != nil {
		return web.Page{}, err
	}
	t.said = saids[r.URL.Query().Get("done")]
	return web.Show("进度", trackView(t)), nil
}

// after leads back to the road once something was said.
func (t trackProps) after(what string) web.Page {
	return web.Redirect(t.v.to("/q/" + t.link + "?done=" + what))
}

func (p *Portal) showAdd(r *http.Request) (web.Page, error) {
	t, err := p.looked(r)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("补充情况", addView(t)), nil
}

func (p *Portal) add(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	words := f.Lines("words", "要补充的情况", web.Optional(), web.AtMost(order.SupplementMost))
	files := f.Files("files", "照片或文件", web.FileRule{Most: desk.LetterFiles})
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	t, err := p.looked(r)
	if err != nil {
		return web.Page{}, err
	}
	t.f = f
	if f.OK() {
		var ups []desk.Upload
		for _, h := range files {
			b, err := web.Open(h)
			if err != nil {
				return web.Page{}, err
			}
			ups = append(ups, desk.Upload{Name: h.Filename, Bytes: b})
		}
		err := p.desk.AddByCaller(r.Context(), t.link, words, ups, key)
		if err == nil {
			return t.after("add"), nil
		}
		if !refused(f, err) {
			return web.Page{}, err
		}
	}
	return web.Show("补充情况", addView(t)).Again(), nil
}

func (p *Portal) showUrge(r *http.Request) (web.Page, error) {
	t, err := p.looked(r)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("催一催", urgeView(t)), nil
}

func (p *Portal) urge(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	note := f.Lines("note", "想说的话", web.Optional(), web.AtMost(500))
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	t, err := p.looked(r)
	if err != nil {
		return web.Page{}, err
	}
	t.f = f
	if f.OK() {
		err := p.desk.UrgeByCaller(r.Context(), t.link, note, key)
		if err == nil {
			return t.after("urge"), nil
		}
		if !refused(f, err) {
			return web.Page{}, err
		}
	}
	return web.Show("催一催", urgeView(t)).Again(), nil
}

func (p *Portal) showJudge(r *http.Request) (web.Page, error) {
	t, err := p.looked(r)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("评价办理结果", judgeView(t)), nil
}

func (p *Portal) judge(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	j := desk.Judgement{Contacted: f.Text("contacted", "有没有人与您联系", web.Optional()), Solved: order.Solved(f.Text("solved", "解决了没有", web.Optional())),
		Satisfaction: order.Satisfaction(f.Text("satisfaction", "满意不满意", web.Optional())), Reason: f.Text("reason", "最主要的原因", web.Optional()),
		Words: f.Lines("words", "想说的话", web.Optional(), web.AtMost(1000))}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	t, err := p.looked(r)
	if err != nil {
		return web.Page{}, err
	}
	t.f = f
	if !hasOption(satisfactions(), string(j.Satisfaction)) {
		f.Fail("satisfaction", "请选一项")
	}
	if !hasOption(solveds(), string(j.Solved)) {
		f.Fail("solved", "请选一项")
	}
	if !hasOption(contacteds(), j.Contacted) {
		f.Fail("contacted", "请选一项")
	}
	if j.Satisfaction == order.Dissatisfied {
		if !hasOption(complaints(), j.Reason) {
			f.Fail("reason", "不满意的，请选一个最主要的原因")
		}
		if j.Words == "" {
			f.Fail("words", "不满意的，请写一句为什么")
		}
	}
	if f.OK() {
		err := p.desk.JudgeByCaller(r.Context(), t.link, j, key)
		if err == nil {
			return t.after("judge"), nil
		}
		if !refused(f, err) {
			return web.Page{}, err
		}
	}
	return web.Show("评价办理结果", judgeView(t)).Again(), nil
}

func hasOption(all []parts.Option, value string) bool { return value != "" && has(all, value) }

func satisfactions() []parts.Option {
	return parts.Options(string(order.Satisfied), "满意", string(order.Fairly), "基本满意", string(order.Dissatisfied), "不满意")
}

func solveds() []parts.Option {
	return parts.Options(string(order.SolvedYes), "解决了", string(order.SolvedPartly), "解决了一部分", string(order.SolvedNo), "没有解决", string(order.SolvedExplained), "没法解决，但说清了原因")
}

func contacteds() []parts.Option {
	return parts.Options("yes", "联系过", "no", "没有", "unsure", "记不清")
}

// complaints are the reasons of the office's form that a caller can give himself, in his words.
func complaints() []parts.Option {
	return parts.Options("A", "没有人与我联系", "B", "问题没有解决", "C", "办得太慢", "D", "态度不好", "E", "做的和说的不一样", "F", "对政策规定本身有意见")
}
