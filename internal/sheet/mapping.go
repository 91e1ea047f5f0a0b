package sheet

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Mapping says which columns hold which fields; it is kept in a TOML file:
//
//	sheet = "Sheet1"                       # "" is the first
//	required = ["received", "content"]
//	[columns]
//	received = ["留言时间", "反映时间"]     # the first that the header has is taken
//	content = ["留言详情"]
type Mapping struct {
	Sheet    string              `toml:"sheet"`
	Required []string            `toml:"required"`
	Columns  map[string][]string `toml:"columns"`
}

// Columns answers where each field stands; fields that the header lacks are absent.
type Columns map[string]int

// Get answers a field's cell, a blank one where the table has no such column.
func (c Columns) Get(r Row, field string) Cell {
	i, ok := c[field]
	if !ok {
		return Cell{}
	}
	return r.Cell(i)
}

// Has says whether the table has a column for the field.
func (c Columns) Has(field string) bool { _, ok := c[field]; return ok }

// Check refuses a mapping that cannot work with any header. The error is a [Problem].
func (m Mapping) Check() error {
	if len(m.Columns) == 0 {
		return problem("对应关系里没有任何栏目（[columns]），请补上")
	}
	taken := map[string]string{}
	for _, field := range slices.Sorted(maps.Keys(m.Columns)) {
		if len(m.Columns[field]) == 0 {
			return problem("对应关系里“%s”没有写表头名称，请补上", clip(field))
		}
		for _, title := range m.Columns[field] {
			key := headerKey(title)
			if key == "" {
				return problem("对应关系里“%s”有空的表头名称，请删去", clip(field))
			}
			if other, ok := taken[key]; ok && other != field {
				return problem("对应关系里表头“%s”同时对应“%s”和“%s”，请只留一个", clip(title), clip(other), clip(field))
			}
			taken[key] = field
		}
	}
	for _, field := range m.Required {
		if len(m.Columns[field]) == 0 {
			return problem("对应关系里必填栏目“%s”没有写表头名称，请补上", clip(field))
		}
	}
	return nil
}

// Resolve finds the fields in a header. Blanks, width, letter case and marks such as "*" or "（必填）" do not matter. A required field without a column, or a title that stands
// twice, is a [Problem] that names it, every one at once.
func (m Mapping) Resolve(header []string) (Columns, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	at := map[string]int{}
	twice := map[string]bool{}
	for i, title := range header {
		key := headerKey(title)
		if _, seen := at[key]; seen && key != "" {
			twice[key] = true
			continue
		}
		at[key] = i
	}
	out := Columns{}
	var missing, doubled []string
	for _, field := range slices.Sorted(maps.Keys(m.Columns)) {
		for _, title := range m.Columns[field] {
			i, ok := at[headerKey(title)]
			if !ok {
				continue
			}
			if twice[headerKey(title)] {
				doubled = append(doubled, "“"+clip(title)+"”")
			}
			out[field] = i
			break
		}
		if !out.Has(field) && slices.Contains(m.Required, field) {
			missing = append(missing, orList(m.Columns[field]))
		}
	}
	switch {
	case len(missing) > 0:
		return nil, problem("表头缺少：%s。现有的列：%s。请改好表头，或换一份对应关系", strings.Join(missing, "、"), cmp.Or(headerList(header), "（无）"))
	case len(doubled) > 0:
		return nil, problem("表头里%s出现了不止一次，请改名或删去多余的一列", strings.Join(doubled, "、"))
	}
	return out, nil
}

// orList names the titles that would do: “留言时间”（或“反映时间”）.
func orList(titles []string) string {
	s := "“" + clip(titles[0]) + "”"
	if len(titles) > 1 {
		var others []string
		for _, t := range titles[1:] {
			others = append(others, "“"+clip(t)+"”")
		}
		s += "（或" + strings.Join(others, "、") + "）"
	}
	return s
}

func headerList(header []string) string {
	var out []string
	for _, t := range header[:min(len(header), 30)] {
		if t != "" {
			out = append(out, "“"+clip(t)+"”")
		}
	}
	return strings.Join(out, "、")
}

// headerKey answers a title as it is compared.
func headerKey(title string) string {
	s := strings.ToLower(width.Fold.String(title))
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '*' || r == 0xFEFF || r == 0x200B {
			return -1
		}
		return r
	}, s)
	for _, mark := range []string{"(必填)", "(选填)", "[必填]", ":"} {
		s = strings.TrimSuffix(s, mark)
	}
	return s
}
