package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"mime"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// document is the served openapi.json, read as any client would read it: nothing of the program's own types helps here.
type document struct {
	Paths      map[string]map[string]docOp `json:"paths"`
	Components struct {
		Schemas map[string]schema `json:"schemas"`
	} `json:"components"`
}

type docOp struct {
	ID          string     `json:"operationId"`
	Permission  string     `json:"x-permission"`
	Parameters  []docParam `json:"parameters"`
	RequestBody *struct {
		Required bool               `json:"required"`
		Content  map[string]docBody `json:"content"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Description string             `json:"description"`
		Content     map[string]docBody `json:"content"`
	} `json:"responses"`

	method, path string
}

type docParam struct {
	Name, In string
	Required bool
	Schema   schema
}

type docBody struct {
	Schema schema `json:"schema"`
}

type schema struct {
	Ref        string            `json:"$ref"`
	Type       any               `json:"type"`
	Properties map[string]schema `json:"properties"`
	Required   []string          `json:"required"`
	Items      *schema           `json:"items"`
	Enum       []any             `json:"enum"`
	Pattern    string            `json:"pattern"`
	Format     string            `json:"format"`
	Encoding   string            `json:"contentEncoding"`
	MinLength  *int              `json:"minLength"`
	MaxLength  *int              `json:"maxLength"`
	MinItems   *int              `json:"minItems"`
	MaxItems   *int              `json:"maxItems"`
	Minimum    *float64          `json:"minimum"`
	Maximum    *float64          `json:"maximum"`
	Additional any               `json:"additionalProperties"`
}

// operations lists every operation by its name.
func (d *document) operations() []docOp {
	var out []docOp
	for path, methods := range d.Paths {
		for method, op := range methods {
			op.method, op.path = strings.ToUpper(method), path
			out = append(out, op)
		}
	}
	slices.SortFunc(out, func(a, b docOp) int { return strings.Compare(a.ID, b.ID) })
	return out
}

func (d *document) resolve(s schema) schema {
	for s.Ref != "" {
		s = d.Components.Schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]]
	}
	return s
}

// types of a schema; null may be one of them.
func (s schema) types() []string {
	switch t := s.Type.(type) {
	case string:
		return []string{t}
	case []any:
		var out []string
		for _, x := range t {
			out = append(out, fmt.Sprint(x))
		}
		return out
	}
	return nil
}

// fault is what is wrong with a value, "" where it fits.
func (d *document) fault(s schema, v any, at string) string {
	s = d.resolve(s)
	if len(s.types()) > 0 && !slices.ContainsFunc(s.types(), func(t string) bool { return isType(t, v) }) {
		return fmt.Sprintf("%s: %T is none of %v", at, v, s.types())
	}
	if s.Enum != nil && !slices.ContainsFunc(s.Enum, func(e any) bool { return fmt.Sprint(e) == fmt.Sprint(v) }) {
		return fmt.Sprintf("%s: %v is none of %v", at, v, s.Enum)
	}
	switch x := v.(type) {
	case string:
		return s.faultOfText(x, at)
	case float64:
		if s.Minimum != nil && x < *s.Minimum || s.Maximum != nil && x > *s.Maximum {
			return fmt.Sprintf("%s: %v out of range", at, x)
		}
	case []any:
		for i, e := range x {
			if s.Items == nil {
				return at + ": a list that the document does not describe"
			}
			if f := d.fault(*s.Items, e, fmt.Sprintf("%s[%d]", at, i)); f != "" {
				return f
			}
		}
	case map[string]any:
		for _, r := range s.Required {
			if _, ok := x[r]; !ok {
				return at + "." + r + ": missing"
			}
		}
		for k, e := range x {
			p, ok := s.Properties[k]
			if !ok {
				return at + "." + k + ": not in the document"
			}
			if f := d.fault(p, e, at+"."+k); f != "" {
				return f
			}
		}
	}
	return ""
}

func (s schema) faultOfText(x, at string) string {
	n := utf8.RuneCountInString(x)
	if s.MinLength != nil && n < *s.MinLength || s.MaxLength != nil && n > *s.MaxLength {
		return fmt.Sprintf("%s: %d characters", at, n)
	}
	if s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(x) {
		return at + ": does not match " + s.Pattern
	}
	if s.Format == "date-time" {
		if _, err := time.Parse(time.RFC3339, x); err != nil {
			return at + ": no date-time"
		}
	}
	return ""
}

func isType(t string, v any) bool {
	switch x := v.(type) {
	case nil:
		return t == "null"
	case bool:
		return t == "boolean"
	case string:
		return t == "string"
	case float64:
		return t == "number" || t == "integer" && x == math.Trunc(x)
	case []any:
		return t == "array"
	case map[string]any:
		return t == "object"
	}
	return false
}

// undocumented says what of an answer the document does not promise: its status, its kind, or its content.
func (d *document) undocumented(op docOp, r reply) string {
	res, ok := op.Responses[fmt.Sprint(r.status)]
	if !ok {
		return fmt.Sprintf("status %d", r.status)
	}
	kind, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil {
		return "content type " + r.header.Get("Content-Type")
	}
	body, ok := res.Content[kind]
	if !ok {
		return fmt.Sprintf("content type %s with status %d", kind, r.status)
	}
	if !strings.HasSuffix(kind, "json") {
		return ""
	}
	var v any
	if err := json.Unmarshal(r.body, &v); err != nil {
		return "no JSON: " + err.Error()
	}
	return d.fault(body.Schema, v, "body")
}

// maker makes values that a schema allows. Names give hints, as a person reading the document would take them; nothing else of the program is known.
type maker struct {
	d    *document
	r    *rand.Rand
	now  func() time.Time
	hint func(name string) (any, bool)
	keen bool            // nearly everything that may be said is said
	omit map[string]bool // but for these
}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

var sentences = []string{"已到现场查看。", "请尽快办理", "诉求人说路灯坏了三天，晚上看不清路", "同意", "经查，该路段路灯控制箱故障，我局已于当日修复并加强巡查，今后每周检查一次，依据《安徽省市政设施管理条例》办理。", "e\u0301😀", "\u202e倒着写", "'; DROP TABLE orders; --", "<b>x</b>"}

func (m *maker) value(name string, s schema) any {
	s = m.d.resolve(s)
	if m.hint != nil {
		if v, ok := m.hint(name); ok {
			return v
		}
	}
	if len(s.Enum) > 0 {
		return pick(m.r, s.Enum)
	}
	switch t := s.types(); {
	case slices.Contains(t, "object"):
		out := map[string]any{}
		for _, k := range slices.Sorted(maps.Keys(s.Properties)) {
			p := s.Properties[k]
			if slices.Contains(s.Required, k) || m.keen && !m.omit[k] && m.r.IntN(12) > 0 || !m.keen && m.r.IntN(3) == 0 {
				out[k] = m.value(k, p)
			}
		}
		return out
	case slices.Contains(t, "array"):
		n := 1
		if s.MinItems != nil {
			n = max(n, *s.MinItems)
		}
		var out []any
		for range n {
			out = append(out, m.value(name, *s.Items))
		}
		return out
	case slices.Contains(t, "boolean"):
		return m.r.IntN(2) == 0
	case slices.Contains(t, "integer"), slices.Contains(t, "number"):
		return float64(m.r.IntN(4))
	}
	return m.text(s)
}

func (m *maker) text(s schema) string {
	switch {
	case s.Format == "date":
		return m.now().AddDate(0, 0, -m.r.IntN(3)).Format("2006-01-02")
	case s.Format == "date-time":
		return m.now().Add(-time.Duration(m.r.IntN(100)) * time.Minute).Format(time.RFC3339)
	case s.Pattern == "^[0-9]{6}$":
		return fmt.Sprintf("%06d", m.r.IntN(1000000))
	}
	x := []rune(pick(m.r, sentences))
	if s.MaxLength != nil && len(x) > *s.MaxLength {
		x = x[:*s.MaxLength]
	}
	return string(x)
}
