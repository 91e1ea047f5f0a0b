package console

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/policy"
	"huiyin/internal/web/parts"
)

func draftHref(id string) string { return "/rules/drafts/" + url.PathEscape(id) }

func paramHref(key string) templ.SafeURL {
	return templ.SafeURL("/rules/param/" + url.PathEscape(key))
}

func hundredths(n int) string {
	if n%100 == 0 {
		return fmt.Sprint(n / 100)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%02d", n/100, n%100), "0")
}

func leavesOf(s string) string { return strings.ReplaceAll(s, "/", "、") }

func orNone(s string) string {
	if s == "" {
		return "（没有）"
	}
	return s
}

func paramPairs(l desk.RuleLine) []parts.Pair {
	out := []parts.Pair{parts.P("值", l.Value), parts.P("依据", l.Basis), parts.P("从哪天起", l.Since), parts.P("影响谁", l.Who)}
	if l.Law != nil {
		out = append(out, parts.P("办法写明", l.Law.Words()+"；越过须有新的文件"))
	} else {
		out = append(out, parts.P("办法写明", "没有，由本县定"))
	}
	if l.Planned != "" {
		out = append(out, parts.P("将要变", l.Planned))
	}
	return out
}

func draftPairs(v desk.RuleDraftView) []parts.Pair {
	out := []parts.Pair{parts.P("名称", v.Name), parts.P("施行日期", v.From), parts.P("文号", orNone(v.Document)), parts.P("起草", v.Author+" "+v.AuthorAt), parts.P("修改理由", v.Reason)}
	if v.Approver != "" {
		out = append(out, parts.P("批准", v.Approver+" "+v.ApprAt))
	}
	if v.Opinion != "" {
		out = append(out, parts.P("意见", v.Opinion))
	}
	if v.Withdrawn != "" {
		out = append(out, parts.P("撤回", v.Withdrawn))
	}
	return out
}

func draftHead(v desk.RuleDraftView) string {
	if v.Version > 0 {
		return versionName(v.VersionView) + " " + v.Name
	}
	return v.Name
}

func waitsWords(v desk.RuleDraftView) string {
	if v.Own {
		return "等县政府办负责人批准。您是起草人，不能批准自己的草案。"
	}
	return "等县政府办负责人批准；批准以前现行规则不变。"
}

func draftHidden(draft string) map[string]string {
	if draft == "" {
		return nil
	}
	return map[string]string{"_draft": draft}
}

func paramLabel(m policy.Meta) string {
	if m.Unit == "" {
		return m.Name
	}
	return m.Name + "（" + strings.TrimPrefix(strings.Trim(m.Unit, "（）"), "个") + "）"
}

// paramHint says what holds now, and what the regulation fixes.
func paramHint(l desk.RuleLine) string {
	out := "现在：" + l.Value
	if l.Law != nil {
		out += "；" + l.Law.Words()
	}
	return out
}

func numericMode(m policy.Meta) string {
	if m.Number() {
		return "numeric"
	}
	return ""
}

// lawCounts says in the menu what of the rules and the calendar waits for this person's word.
func lawCounts(rules, days int, menu []parts.MenuGroup) {
	for _, g := range menu {
		for i := range g.Items {
			switch g.Items[i].ID {
			case "rules":
				g.Items[i].Count = rules
			case "calendar":
				g.Items[i].Count = days
			}
		}
	}
}
