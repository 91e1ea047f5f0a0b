package console

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// exportRoutes are 导出: what a list shows, as a file (Art. 6(3)). The list's own address says what it is narrowed by; a job makes the file.
func (c *Console) exportRoutes() []web.Route {
	may := string(access.Exporting)
	return []web.Route{{Method: "GET", Pattern: "/exports", Permission: may, Handler: c.exports},
		{Method: "GET", Pattern: "/exports/new", Permission: may, Handler: c.newExport},
		{Method: "POST", Pattern: "/exports", Permission: may, Handler: c.askExport},
		{Method: "GET", Pattern: "/exports/{export}", Permission: may, Handler: c.export},
		{Method: "POST", Pattern: "/exports/{export}/file", Permission: may, Handler: c.exportFile}}
}

// exportHref leads from a list to its export: of is the kind of list, values what narrows it.
func exportHref(of string, values url.Values) string {
	v := url.Values{}
	for k, x := range values {
		if k != "after" && k != "before" && k != "size" {
			v[k] = x
		}
	}
	v.Set("of", of)
	return "/exports/new?" + v.Encode()
}

// ledgerExport is the kind that stands for 督办台账; every other is a work list.
const ledgerExport = "supervise"

var exportFormats = parts.Options(string(office.ExportXLSX), "Excel 工作簿，第二页写明条件和操作人", string(office.ExportCSV), "文本表格（逗号分隔）")

type exportProps struct {
	plan  desk.ExportPlan
	f     *web.Form
	query string // of the list, as it came
	back  string
}

// exportAsk reads what is to be exported from the address of its list.
func (c *Console) exportAsk(r *http.Request, raw string) (desk.ExportAsk, string, error) {
	v, err := url.ParseQuery(raw)
	if err != nil {
		return desk.ExportAsk{}, "", web.Malformed(err)
	}
	of := v.Get("of")
	v.Del("of")
	f, err := web.ReadValues(v)
	if err != nil {
		return desk.ExportAsk{}, "", err
	}
	if of == ledgerExport {
		p, err := readCaseFilter(f, caseUnits(who(r)))
		return desk.ExportAsk{Ledger: &p}, "/supervise?" + v.Encode(), err
	}
	kind := desk.ListKind(of)
	if kind.Name() == "" {
		return desk.ExportAsk{}, "", web.NotFound()
	}
	choices, err := who(r).reader.Choices(r.Context())
	if err != nil {
		return desk.ExportAsk{}, "", err
	}
	q, err := readListQuery(kind, f, choices, v)
	return desk.ExportAsk{List: kind, Act: q.act, Narrow: q.n}, "/list/" + of + "?" + v.Encode(), err
}

func (c *Console) newExport(r *http.Request) (web.Page, error) {
	return c.showNewExport(r, r.URL.RawQuery, web.NewForm("format", string(office.ExportXLSX)))
}

func (c *Console) showNewExport(r *http.Request, raw string, f *web.Form) (web.Page, error) {
	ask, back, err := c.exportAsk(r, raw)
	if err != nil {
		return web.Page{}, err
	}
	plan, err := who(r).reader.PlanExport(r.Context(), ask)
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("导出", newExportView(exportProps{plan: plan, f: f, query: raw, back: back})).In("exports")
	if !f.OK() {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) askExport(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	raw, format, key := f.Text("query", "清单", web.AtMost(2000)), f.Choice("format", "文件格式", exportFormats), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		ask, _, err := c.exportAsk(r, raw)
		if err != nil {
			return web.Page{}, err
		}
		id, err := who(r).reader.AskExport(r.Context(), ask, office.ExportFormat(format), key)
		if err == nil {
			return web.Redirect("/exports/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showNewExport(r, raw, f)
}

func (c *Console) exports(r *http.Request) (web.Page, error) {
	all, err := who(r).reader.Exports(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("我的导出", exportsView(all)).In("exports"), nil
}

func (c *Console) export(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Export(r.Context(), r.PathValue("export"))
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("导出", exportView(v, web.NewKey())).In("exports")
	if v.Running {
		page = page.Soon(2)
	}
	return page, nil
}

// exportFile gives a part. It is a form and no link: the download is put on record.
func (c *Console) exportFile(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	n := f.Int("n", "部分", 1, 9999)
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	name, kind, b, err := who(r).reader.ExportFile(r.Context(), r.PathValue("export"), n)
	if err != nil {
		return web.Page{}, err
	}
	return web.Download(name, kind, int64(len(b)), func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(b))
		return err
	}), nil
}

func exportTone(v desk.ExportView) parts.Badge {
	switch {
	case v.Ready:
		return parts.Badge{Text: v.Stage, Tone: parts.Green}
	case v.Running:
		return parts.Badge{Text: v.Stage, Tone: parts.Blue}
	case v.Why != "":
		return parts.Badge{Text: v.Stage, Tone: parts.Red}
	}
	return parts.Badge{Text: v.Stage}
}

func partName(v desk.ExportView, x desk.ExportPart) string {
	if len(v.Parts) == 1 && v.Ready {
		return "全部"
	}
	return "第" + strconv.Itoa(x.N) + "部分"
}

func exportFacts(title, rows string, criteria [][2]string) []parts.Pair {
	out := []parts.Pair{{Term: "清单", Text: title}, {Term: "件数", Text: rows}}
	for _, c := range criteria {
		out = append(out, parts.Pair{Term: c[0], Text: c[1]})
	}
	if len(criteria) == 0 {
		out = append(out, parts.Pair{Term: "条件", Text: "没有筛选"})
	}
	return out
}

// rowsWord is how many rows there are, or will be.
func rowsWord(v desk.ExportView) string {
	if v.Running && v.Over {
		return parts.Thousands(v.Total) + "行以上"
	}
	return parts.Thousands(max(v.Rows, v.Total)) + "行"
}

func tallyWord(t desk.Tally) string {
	if t.More {
		return strconv.Itoa(t.N) + "件以上"
	}
	return strconv.Itoa(t.N) + "件"
}

func (k showroom) exportSamples() []web.Sample {
	head := k.as("hotline/dispatcher")
	plan := desk.ExportPlan{Title: "在办", Criteria: [][2]string{{"灯", "超期"}, {"诉求类型", "投诉"}, {"承办单位", "县城市管理局"}}, Total: desk.Tally{N: 1000, More: true}}
	ready := desk.ExportView{ID: "a", Title: "办结", Format: "Excel 工作簿", Stage: "可以下载", At: "12月1日 09:40", Until: "12月8日 09:40", Criteria: [][2]string{{"时间范围", "近90天"}}, Rows: 230112, Total: 230112, Ready: true,
		Parts: []desk.ExportPart{{N: 1, Rows: 100000, SizeWord: "9.2 MB", Taken: 1}, {N: 2, Rows: 100000, SizeWord: "9.2 MB"}, {N: 3, Rows: 30112, SizeWord: "3.2 MB"}}}
	running := desk.ExportView{ID: "b", Title: "在办", Format: "文本表格", Stage: "正在导出（43%）", At: "12月1日 09:42", Until: "12月8日 09:42", Rows: 100000, Total: 230112, Running: true}
	failed := desk.ExportView{ID: "c", Title: "待办", Format: "文本表格", Stage: "没有做成", At: "11月30日 17:02", Until: "12月7日 17:02", Total: 12, Why: "您已不在原来的岗位，或这个岗位不能再看这个清单。"}
	page := func(v desk.ExportView) web.Page { return web.Show("导出", exportView(v, web.NewKey())).In("exports") }
	form := func(f *web.Form) web.Page {
		return web.Show("导出", newExportView(exportProps{plan: plan, f: f, query: "of=open&light=r", back: "/list/open?light=r"})).In("exports")
	}
	return []web.Sample{
		k.page(head, "导出", "export-new", "要导出什么", "GET /exports/new", form(k.filled("format", "xlsx"))).At(web.Laptop, web.Phone),
		k.page(head, "导出", "export-new-error", "没有内容可导", "POST /exports", form(k.wrong(k.filled("format", "xlsx"), "", "这个清单现在没有内容，不用导出；可以放宽条件再试。")).Again()),
		k.page(head, "导出", "exports", "我的导出", "GET /exports", web.Show("我的导出", exportsView([]desk.ExportView{running, ready, failed})).In("exports")).At(web.Laptop, web.Phone),
		k.page(head, "导出", "exports-empty", "没有导出", "GET /exports", web.Show("我的导出", exportsView(nil)).In("exports")),
		k.page(head, "导出", "export-ready", "可以下载", "GET /exports/{export}", page(ready)).At(web.Laptop, web.Phone),
		k.page(head, "导出", "export-running", "正在导出", "GET /exports/{export}", page(running)),
		k.page(head, "导出", "export-failed", "没有做成", "GET /exports/{export}", page(failed)),
	}
}
