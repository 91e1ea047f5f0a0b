package console

import (
	"fmt"
	"strings"

	"huiyin/internal/desk"
	"huiyin/internal/web/parts"
)

func changeLinks(sees bool, id string) []parts.Anchor {
	if !sees {
		return nil
	}
	return []parts.Anchor{{Text: "看清单", Href: "/calendar/changes/" + id}}
}

func moveTone(m desk.MoveLine) parts.Tone {
	switch {
	case m.Sooner:
		return parts.Orange
	case m.Way == "转为确定":
		return parts.Green
	case m.Way == "暂定" || m.Way == "转为暂定":
		return parts.Yellow
	}
	return parts.Blue
}

func changePairs(v desk.ChangeView) []parts.Pair {
	out := []parts.Pair{parts.P("变动", v.Why), parts.P("文号", orNone(v.Document))}
	if len(v.Papers) > 0 {
		out = append(out, parts.P("通知网址", strings.Join(v.Papers, "　")))
	}
	if v.Open {
		days := "没有一天变"
		if len(v.Days) > 0 {
			days = strings.Join(v.Days[:min(len(v.Days), 40)], "；")
		}
		out = append(out, parts.P("哪些天变", days))
	}
	if v.Second != "" {
		out = append(out, parts.P(v.State, v.Second))
	}
	if v.Version > 0 {
		out = append(out, parts.P("结果", fmt.Sprintf("日历第%d版；确认时清单上有%d件工单%d个时限", v.Version, v.Orders, v.Limits)))
	}
	return out
}
