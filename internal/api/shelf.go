package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
)

type shelfInput struct {
	Day  string `query:"day" format:"date" doc:"哪一天有效的；不写是今天"`
	Past bool   `query:"past" doc:"true：连已废止的"`
}

type documentVersion struct {
	N       int      `json:"n"`
	Number  string   `json:"number" doc:"文号"`
	From    string   `json:"from" doc:"施行日期"`
	To      string   `json:"to" doc:"最后一天；没有下一版、没有废止是空"`
	InForce bool     `json:"in_force" doc:"那一天有效的一版"`
	Note    string   `json:"note" doc:"改了什么"`
	Files   []string `json:"files" doc:"文件名；内容在页面上下载"`
}

type documentView struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Kind     string            `json:"kind"`
	State    string            `json:"state" enum:"有效,待施行,已废止"`
	Versions []documentVersion `json:"versions" doc:"新的在前"`
}

func documentOf(v desk.DocumentView) documentView {
	return documentView{v.ID, v.Title, v.Kind, v.State, list(v.Versions, func(x desk.DocumentVersionView) documentVersion {
		return documentVersion{x.N, x.Number, x.From, x.To, x.InForce, x.Note, list(x.Files, func(f desk.DocumentFileView) string { return f.Name })}
	})}
}

// shelf is 制度汇编 to be read (Art. 6(1), 6(2)).
func (a *API) shelf() {
	register(a, asks("shelf", "/shelf", access.Shelf, "查询", "制度汇编：县热线办的规划、制度和服务标准，某一天有效的（第六条）", http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *shelfInput) (*out[items[documentView]], error) {
		if in.Day != "" {
			if _, err := queryDay("day", in.Day); err != nil {
				return nil, err
			}
		}
		p, err := c.reader.Shelf(ctx, in.Day, in.Past)
		if err != nil {
			return nil, err
		}
		all := []documentView{}
		for _, g := range p.Groups {
			all = append(all, list(g.Docs, documentOf)...)
		}
		return answer(items[documentView]{all})
	})
	register(a, asks("shelf_document", "/shelf/{id}", access.Shelf, "查询", "一份制度和它的各版", http.StatusNotFound), func(ctx context.Context, c caller, in *recordID) (*out[documentView], error) {
		v, err := c.reader.Document(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(documentOf(v))
	})
}
