package web

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/internal/web/parts"
)

// Rule is a condition on a field.
type Rule func(*rules)

type rules struct {
	optional bool
	least    int
	most     int
}

// Optional lets a field be empty.
func Optional() Rule { return func(r *rules) { r.optional = true } }

// AtLeast is the least number of characters.
func AtLeast(n int) Rule { return func(r *rules) { r.least = n } }

// AtMost is the greatest number of characters; 200 for a line and 4000 for a text where it is not said.
func AtMost(n int) Rule { return func(r *rules) { r.most = n } }

func (f *Form) rules(most int, all []Rule) rules {
	r := rules{most: most}
	for _, set := range all {
		set(&r)
	}
	return r
}

// Text reads a line: spaces around it are dropped, control characters refused.
func (f *Form) Text(name, label string, all ...Rule) string {
	v := strings.TrimSpace(f.take(name, label))
	if strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) }) {
		f.Fail(name, "含有换行或不能识别的字符，请删去")
		return ""
	}
	return f.measured(name, label, v, f.rules(200, all))
}

// Lines reads a text of several lines; line ends become \n.
func (f *Form) Lines(name, label string, all ...Rule) string {
	v := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(f.take(name, label))
	v = strings.TrimSpace(v)
	if strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }) {
		f.Fail(name, "含有不能识别的字符，请删去")
		return ""
	}
	return f.measured(name, label, v, f.rules(4000, all))
}

// Secret reads a password: nothing is trimmed, and it is never shown again.
func (f *Form) Secret(name, label string) string {
	v := f.take(name, label)
	f.declare(name, field{label: label, secret: true})
	switch {
	case v == "":
		f.Fail(name, "请填写"+label)
	case utf8.RuneCountInString(v) > 256:
		f.Fail(name, "太长，最多 256 个字符")
		return ""
	}
	return v
}

func (f *Form) measured(name, label, v string, r rules) string {
	n := utf8.RuneCountInString(v)
	switch {
	case n == 0 && !r.optional:
		f.Fail(name, "请填写"+label)
	case n > r.most:
		f.Fail(name, fmt.Sprintf("最多 %d 字，现在 %d 字，请删去 %d 字", r.most, n, n-r.most))
		return ""
	case n > 0 && n < r.least:
		f.Fail(name, fmt.Sprintf("至少 %d 字，现在 %d 字", r.least, n))
		return ""
	}
	return v
}

// Int reads a whole number from least to most; full-width digits are taken too. 0 where it is wrong or, if optional, empty.
func (f *Form) Int(name, label string, least, most int, all ...Rule) int {
	v := halfWidth(f.Text(name, label, all...))
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		f.Fail(name, "请填写整数，如 "+strconv.Itoa(max(least, 1)))
		return 0
	}
	if n < least || n > most {
		f.Fail(name, fmt.Sprintf("请填写 %d 到 %d 之间的数", least, most))
		return 0
	}
	return n
}

func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '－':
			return '-'
		}
		return r
	}, s)
}

// Choice reads one of the values offered. A value that was not offered is no slip of a person: it is malformed.
func (f *Form) Choice(name, label string, offered []parts.Option, all ...Rule) string {
	v := f.take(name, label)
	if v == "" {
		if !f.rules(0, all).optional {
			f.Fail(name, "请选择"+label)
		}
		return ""
	}
	if !slices.ContainsFunc(offered, func(o parts.Option) bool { return o.Value == v && !o.Disabled }) {
		f.broken = append(f.broken, name)
		return ""
	}
	return v
}

// Many reads any number of the values offered, each once.
func (f *Form) Many(name, label string, offered []parts.Option, all ...Rule) []string {
	f.declare(name, field{label: label, many: true})
	got := f.values[name]
	if len(got) == 0 && !f.rules(0, all).optional {
		f.Fail(name, "请至少选一项"+label)
	}
	for i, v := range got {
		if slices.Contains(got[:i], v) || !slices.ContainsFunc(offered, func(o parts.Option) bool { return o.Value == v && !o.Disabled }) {
			f.broken = append(f.broken, name)
			return nil
		}
	}
	return slices.Clone(got)
}

// IDs reads any number of identifiers, as the boxes of a list send them: each once, at most 200.
func (f *Form) IDs(name, label string) []string {
	f.declare(name, field{label: label, many: true})
	got := f.values[name]
	if len(got) == 0 {
		f.Fail(name, "请先在列表里勾选"+label)
	}
	for i, v := range got {
		if !plainID(v) || slices.Contains(got[:i], v) || len(got) > 200 {
			f.broken = append(f.broken, name)
			return nil
		}
	}
	return slices.Clone(got)
}

// ID reads an identifier that the page itself put in: anything else is malformed.
func (f *Form) ID(name string) string {
	v := f.take(name, "")
	if !plainID(v) {
		f.broken = append(f.broken, name)
		return ""
	}
	return v
}

// plainID takes what identifiers of ours are made of.
func plainID(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.')
	})
}

// Version reads the version of the record that the page showed; 0 where it is missing is malformed as well.
func (f *Form) Version(name string) int64 {
	n, err := strconv.ParseInt(f.take(name, ""), 10, 64)
	if err != nil || n < 0 {
		f.broken = append(f.broken, name)
		return 0
	}
	return n
}

// Bool reads a box: ticked or not.
func (f *Form) Bool(name, label string) bool {
	v := f.take(name, label)
	if v != "" && v != "1" {
		f.broken = append(f.broken, name)
	}
	return v == "1"
}

// Date reads a day and answers its first instant in Beijing; the zero time where it is wrong or, if optional, empty.
func (f *Form) Date(name, label string, all ...Rule) time.Time {
	return f.instant(name, label, "如 2026-03-02", all, "2006-01-02", "2006/1/2", "2006.1.2", "2006年1月2日")
}

// DateTime reads a day and a time of Beijing.
func (f *Form) DateTime(name, label string, all ...Rule) time.Time {
	return f.instant(name, label, "如 2026-03-02 14:05", all, "2006-01-02T15:04", "2006-01-02 15:04", "2006/1/2 15:04", "2006年1月2日 15:04")
}

func (f *Form) instant(name, label, example string, all []Rule, layouts ...string) time.Time {
	v := halfWidth(f.Text(name, label, all...))
	if v == "" {
		return time.Time{}
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, v, beijing()); err == nil {
			return t.UTC()
		}
	}
	f.Fail(name, "没有这个日期，请写成"+example)
	return time.Time{}
}

// Parse reads a field by a parser of another room, as a telephone number by text. The parser's error must be Chinese.
func Parse[T any](f *Form, name, label string, parse func(string) (T, error), all ...Rule) T {
	var none T
	v := f.Text(name, label, all...)
	if v == "" {
		return none
	}
	got, err := parse(v)
	if err != nil {
		f.Fail(name, err.Error())
		return none
	}
	return got
}

// FileRule is what a field of files takes.
type FileRule struct {
	Required bool
	Most     int      // how many; 9 where 0
	Each     int64    // bytes of one; 20 MB where 0
	Endings  []string // lower case with the dot; whether the bytes are what the ending says is checked where they are stored
}

// Files reads what was uploaded. A file that was not chosen sends an empty part, which is dropped.
func (f *Form) Files(name, label string, rule FileRule) []*multipart.FileHeader {
	f.declare(name, field{label: label, many: true})
	if rule.Most == 0 {
		rule.Most = 9
	}
	if rule.Each == 0 {
		rule.Each = 20 << 20
	}
	var out []*multipart.FileHeader
	for _, h := range f.files[name] {
		if h.Filename != "" || h.Size > 0 {
			out = append(out, h)
		}
	}
	if len(out) == 0 && rule.Required {
		f.Fail(name, "请选择"+label)
	}
	if len(out) > rule.Most {
		f.Fail(name, fmt.Sprintf("最多 %d 个文件，现在 %d 个", rule.Most, len(out)))
	}
	for _, h := range out {
		switch ending := strings.ToLower(path.Ext(h.Filename)); {
		case h.Size == 0:
			f.Fail(name, "有一个文件是空的，请重新选择")
		case h.Size > rule.Each:
			f.Fail(name, "有一个文件超过 "+bytesInWords(rule.Each)+"，请压缩后再传")
		case len(rule.Endings) > 0 && !slices.Contains(rule.Endings, ending):
			f.Fail(name, "不收这种文件，请传 "+strings.Join(rule.Endings, " "))
		}
	}
	if f.errorOf(name) != "" {
		return nil
	}
	return out
}

// Open reads an uploaded file whole; the form's own limits have been checked.
func Open(h *multipart.FileHeader) (body []byte, err error) {
	r, err := h.Open()
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	if body, err = io.ReadAll(r); err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	return body, nil
}
