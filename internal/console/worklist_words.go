package console

import (
	"fmt"
	"strconv"

	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func bound(f *web.Form, name string) parts.Bound { return f.Bind(name) }

func filterChoice(p worklistProps, name, label, empty string, options []parts.Option) parts.Choice {
	return parts.Choice{Bound: bound(p.f, name), Label: label, Empty: empty, Options: options, Bare: true}
}

func labelled(p worklistProps, name, label string, options []parts.Option) parts.Choice {
	return parts.Choice{Bound: bound(p.f, name), Label: label, Empty: "不限", Options: options}
}

func viewBadge(p worklistProps, v view) parts.Badge {
	b := parts.Badge{Text: v.Name, Href: v.href(), Tone: parts.Line}
	if v.is(p.query) {
		b.Tone = parts.Blue
	}
	return b
}

func renameBound(p viewsProps, v view) parts.Bound {
	if f := p.failed[v.ID]; f != nil {
		return f.Bind("name")
	}
	return parts.Bind("name", v.Name)
}

// deepNarrow reports whether something is chosen that only 高级查询 shows.
func deepNarrow(n desk.Narrow) bool {
	n.Light, n.Type, n.Channel, n.Unit, n.Times = "", "", "", "", 0
	return n != desk.Narrow{}
}

func clearHref(p worklistProps) string {
	if p.query.act != "" {
		return "/list/" + string(p.kind) + "?act=" + string(p.query.act)
	}
	return "/list/" + string(p.kind)
}

func pageNote(p worklistProps) string {
	return fmt.Sprintf("本页 %d 件，%s", len(p.rows), map[bool]string{true: "新的在前", false: "按剩余时间排序"}[p.kind.Newest()])
}

func foundWords(p worklistProps) string {
	more := ""
	if p.total.More {
		more = "以上"
	}
	s := fmt.Sprintf("符合条件 %d 件%s", p.total.N, more)
	if p.days > 0 {
		s += fmt.Sprintf("（近%d天）", p.days)
	}
	return s
}

func sizeLinks(p worklistProps) []parts.Anchor {
	var out []parts.Anchor
	for _, n := range []int{20, 50, 100} {
		a := parts.Anchor{Text: strconv.Itoa(n)}
		if n != p.query.size {
			a.Href = p.query.with("size", strconv.Itoa(n))
		}
		out = append(out, a)
	}
	return out
}

func emptyWords(k desk.ListKind) string {
	return map[desk.ListKind]string{desk.ListTodo: "现在没有等您办的事，可以看看在办清单。", desk.ListRead: "有催办、批示、退回、逾期等与您有关的事，会出现在这里。",
		desk.ListCo: "现在没有单位请本单位协办。", desk.ListHelped: "本单位报送过的协办会出现在这里。",
		desk.ListOpen: "有新的工单转来，会出现在这里；要找以前的，可以看看办结清单或用上面的搜索。", desk.ListMine: "您经手过的工单会出现在这里；别人经手的，用上面的搜索找。",
		desk.ListDone: "办结了的工单会出现在这里；正在办的，看在办清单。"}[k]
}
