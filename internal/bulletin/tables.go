package bulletin

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"huiyin/internal/org"
)

func words(s string) Cell { return Cell{Text: s} }

func (c *compiler) grid(g Grid) {
	if len(g.Rows) > 0 {
		g.Caption = fmt.Sprintf("表%d　%s", len(c.d.Tables)+1, g.Caption)
		c.d.Tables = append(c.d.Tables, g)
	}
}

// tables are 表1 to 表6 (domain.md §5.2), and the months of a long period.
func (c *compiler) tables() {
	c.share("channels", "按渠道", "渠道", c.in.Channels, "channel.")
	c.share("types", "按诉求类型", "类型", c.in.Types, "type.")
	c.categories()
	c.towns()
	if len(c.in.Period.Dates()) > 31 {
		c.months()
	}
	for _, g := range []org.Group{org.Township, org.Department, org.Enterprise} {
		c.group(g)
	}
	c.key()
}

// share is registrations by a code: 件, 占比, 环比.
func (c *compiler) share(id, caption, head string, codes []Name, prefix string) {
	g := Grid{ID: id, Section: "intake", Caption: caption, Heads: []string{head, "件数", "占比", "环比"}, Words: 1}
	all := c.now.All["registered"]
	for _, x := range codes {
		n, was := c.now.All["registered."+prefix+x.Code], c.was.All["registered."+prefix+x.Code]
		if n == 0 && was == 0 {
			continue
		}
		g.Rows = append(g.Rows, Line{Cells: []Cell{words(x.Name), {Text: itoa(n), Metric: prefix + x.Code}, words(Share(n, all)), words(Moved(n, was))}})
	}
	if len(g.Rows) > 0 {
		g.Rows = append(g.Rows, c.total(all))
	}
	c.grid(g)
}

func (c *compiler) total(all int64) Line {
	return Line{Sum: true, Cells: []Cell{words("合计"), {Text: itoa(all), Metric: "registered"}, words(Share(all, all)), words(Moved(all, c.was.All["registered"]))}}
}

func (c *compiler) categories() {
	g := Grid{ID: "categories", Section: "intake", Caption: fmt.Sprintf("按诉求分类（前%d位）", topRows), Heads: []string{"分类", "件数", "占比", "环比"}, Words: 1}
	all := c.now.All["registered"]
	for _, x := range c.top(topRows) {
		g.Rows = append(g.Rows, Line{Where: Where{Category: x.code}, Cells: []Cell{words(x.name), {Text: itoa(x.n), Metric: "registered"}, words(Share(x.n, all)),
			words(Moved(x.n, c.was.Categories[x.code]["registered"]))}})
	}
	c.grid(g)
}

func (c *compiler) towns() {
	g := Grid{ID: "towns", Section: "intake", Caption: "按属地", Heads: []string{"乡镇街道", "件数", "占比", "环比"}, Words: 1}
	all := c.now.All["registered"]
	row := func(place, name string) {
		n, was := c.now.Places[place]["registered"], c.was.Places[place]["registered"]
		if n != 0 || was != 0 {
			g.Rows = append(g.Rows, Line{Where: Where{Place: place}, Cells: []Cell{words(name), {Text: itoa(n), Metric: "registered"}, words(Share(n, all)), words(Moved(n, was))}})
		}
	}
	for _, u := range c.in.Units {
		if u.Group == org.Township {
			row(string(u.ID), u.Label())
		}
	}
	row(NoPlace, "未写明属地")
	if len(g.Rows) > 0 {
		g.Rows = append(g.Rows, c.total(all))
	}
	c.grid(g)
}

func (c *compiler) months() {
	g := Grid{ID: "months", Section: "intake", Caption: "逐月情况", Heads: []string{"月份", "受理", "应办结", "按期办结率", "有效回访", "满意率"}, Words: 1}
	by := map[string]Counts{}
	var names []string
	for _, d := range c.in.Period.Dates() {
		key := d.String()[:7]
		if by[key] == nil {
			by[key] = Counts{}
			names = append(names, key)
		}
		for k, n := range c.now.Days[d.String()] {
			by[key][k] += n
		}
	}
	for _, key := range names {
		l := Line{Cells: []Cell{words(key[:4] + "年" + strconv.Itoa(atoi(key[5:])) + "月")}}
		for _, id := range []string{"registered", "due", "in_time", "heard", "satisfied"} {
			l.Cells = append(l.Cells, words(must(id).In(by[key]).Text()))
		}
		g.Rows = append(g.Rows, l)
	}
	c.grid(g)
}

// UnitColumns are the metrics of 承办单位办理统计, in the order of its columns.
func UnitColumns() []string {
	return []string{"sent", "due", "met", "late", "overdue", "in_time", "signed", "contacted", "returned", "extended", "reworked", "heard", "satisfied", "solved"}
}

var unitHeads = []string{"序号", "单位", "交办", "应办结", "按期办结", "逾期办结", "逾期未办", "按期办结率", "及时签收率", "及时联系率", "退回率", "延期率", "重办率", "有效回访", "满意率", "解决率", "排名"}

// group is 承办单位办理统计 of one group; groups are ranked apart (domain.md §2.2).
func (c *compiler) group(group org.Group) {
	g := Grid{ID: "units." + string(group), Section: "handling", Caption: "承办单位办理统计（" + group.Name() + "）", Heads: unitHeads, Words: 2}
	type row struct {
		u    org.Unit
		figs []Figure
	}
	var all []row
	for _, u := range c.in.Units {
		if u.Group != group {
			continue
		}
		r, some := row{u: u}, false
		for _, id := range UnitColumns() {
			f := c.figure(must(id), Where{Unit: string(u.ID)})
			r.figs = append(r.figs, f)
			some = some || f.Num != 0 || f.Den != 0
		}
		if some {
			all = append(all, r)
		}
	}
	rank := ranks(len(all), func(i int) (int64, int64, bool) {
		f := all[i].figs[5]
		n, ok := f.Tenths()
		return n, f.Den, ok && f.Den >= fewDue
	})
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		ra, rb := rank[a], rank[b]
		if (ra == 0) != (rb == 0) {
			return cmp.Compare(rb, ra) // those without a rank last
		}
		return cmp.Compare(ra, rb)
	})
	for n, i := range order {
		l := Line{Where: Where{Unit: string(all[i].u.ID)}, Cells: []Cell{words(strconv.Itoa(n + 1)), words(all[i].u.Name)}}
		for k, id := range UnitColumns() {
			f := all[i].figs[k]
			l.Cells = append(l.Cells, Cell{Text: f.Text(), Metric: id, Bad: (id == "overdue" || id == "late") && f.Num > 0})
		}
		r := "样本不足"
		if rank[i] > 0 {
			r = strconv.Itoa(rank[i])
		}
		l.Cells = append(l.Cells, words(r))
		g.Rows = append(g.Rows, l)
	}
	c.grid(g)
}

// ranks ranks by a rate, then by volume; equals share a rank (1, 2, 2, 4), and who has too small a sample has none: 0.
func ranks(n int, of func(int) (rate, volume int64, ok bool)) []int {
	out := make([]int, n)
	for i := range n {
		r, v, ok := of(i)
		if !ok {
			continue
		}
		out[i] = 1
		for k := range n {
			if r2, v2, ok2 := of(k); ok2 && (r2 > r || r2 == r && v2 > v) {
				out[i]++
			}
		}
	}
	return out
}

func (c *compiler) key() {
	g := Grid{ID: "key", Section: "key", Caption: "重点交办和督办事项", Heads: []string{"件号", "来源", "内容摘要", "承办单位", "时限", "进展", "督办方式"}, Words: 7}
	for _, x := range c.in.Key {
		g.Rows = append(g.Rows, Line{Order: x.ID, Cells: []Cell{words(x.Number), words(x.Channel), words(x.Title), words(x.Unit), words(x.Due), words(x.Progress), words(x.Means)}})
	}
	c.grid(g)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
