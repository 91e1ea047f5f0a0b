package policy

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// File writes the whole policy as a policy file: the same bytes for the same policy. Parse reads it back.
func (p Policy) File() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# 蒙城县县长热线 · 规则参数 · 第%d版\n# 每个参数写明依据的条款；条款来自《蒙城县县长热线管理暂行办法》（蒙政办秘〔2022〕19号）。\n", p.Version)
	fmt.Fprintf(&b, "version = %d\nname = %s\ndocument = %s\neffective_from = %s\n", p.Version, quoted(p.Name), quoted(p.Document), quoted(p.EffectiveFrom))
	section := ""
	walk(reflect.ValueOf(p), nil, func(path []string, v reflect.Value) {
		if path[0] != section {
			section = path[0]
			fmt.Fprintf(&b, "\n[%s]\n", section)
		}
		val := ""
		switch x := v.FieldByName("Value"); x.Kind() {
		case reflect.String:
			val = quoted(x.String())
		default:
			val = fmt.Sprint(x.Interface())
		}
		fmt.Fprintf(&b, "%s = { value = %s, basis = %s }", path[1], val, quoted(v.FieldByName("Basis").String()))
		if w := words[strings.Join(path, ".")]; w.name != "" {
			fmt.Fprintf(&b, " # %s", w.name)
			if w.unit != "" {
				fmt.Fprintf(&b, "（%s）", strings.Trim(w.unit, "（）"))
			}
		}
		b.WriteByte('\n')
	})
	for _, x := range p.Scores {
		fmt.Fprintf(&b, "\n[[score]]\ncode = %s\nname = %s\nfull = %d\ntarget = %d\nper_point = %d\nfloor = %d\nbasis = %s\n", quoted(x.Code), quoted(x.Name), x.Full, x.Target, x.PerPoint, x.Floor, quoted(x.Basis))
	}
	for _, x := range p.Channels {
		if x.Own {
			continue // the county's own stand beside the rules (ADR 64)
		}
		fmt.Fprintf(&b, "\n[[channel]]\ncode = %s\nname = %s\nmedium = %s\n", quoted(x.Code), quoted(x.Name), quoted(x.Medium))
		for _, name := range x.flags() {
			fmt.Fprintf(&b, "%s = true\n", name)
		}
	}
	for _, x := range p.Families {
		fmt.Fprintf(&b, "\n[[family]]\ncode = %s\nname = %s\nleaves = %s\n", quoted(x.Code), quoted(x.Name), quoted(x.Leaves))
	}
	return b.String()
}

// flags are the marks of a channel that are set, by their keys in the file: a mark that is added later is written like the others.
func (c Channel) flags() []string {
	var out []string
	v := reflect.ValueOf(c)
	for i := range v.NumField() {
		if key := v.Type().Field(i).Tag.Get("toml"); v.Field(i).Kind() == reflect.Bool && key != "-" && v.Field(i).Bool() {
			out = append(out, key)
		}
	}
	return out
}

// flagWords say what a mark of a channel means.
var flagWords = map[string]string{"key": "重点交办", "outer": "上级来件", "leader": "领导当场交办", "due_needed": "须登记上级期限", "claim": "部门自行领办", "programme": "民生栏目，另回复编辑"}

// quoted is a TOML basic string: JSON's escapes, and no others.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// Restore reads a version from the archive. It never refuses for what a later program asks more: a parameter that did not exist then takes the
// value of the first version, one that exists no more is passed over, and no bound is checked again, since orders were promised by it (Art. 29).
func Restore(text string) (Policy, error) {
	var p Policy
	md, err := toml.Decode(text, &p)
	if err != nil {
		return Policy{}, fmt.Errorf("read archived policy: %w", err)
	}
	base, err := Parse(first)
	if err != nil {
		return Policy{}, err
	}
	from := map[string]reflect.Value{}
	walk(reflect.ValueOf(base), nil, func(path []string, v reflect.Value) { from[strings.Join(path, ".")] = v })
	walk(reflect.ValueOf(&p).Elem(), nil, func(path []string, v reflect.Value) {
		if !md.IsDefined(append(append([]string{}, path...), "value")...) {
			v.Set(from[strings.Join(path, ".")])
		}
	})
	if len(p.Scores) == 0 {
		p.Scores = base.Scores
	}
	if len(p.Channels) == 0 {
		p.Channels = base.Channels
	}
	if len(p.Families) == 0 {
		p.Families = base.Families
	}
	return p, nil
}

// Change is one difference between two versions.
type Change struct {
	Key      string // of a parameter, or score.A1, channel.D1, family.01
	Name     string
	Old, New string // as a page says them; "" where it is not there
	Basis    string
	Who      string // whom it touches
	Means    string
	Beyond   string // what the regulation fixes instead, where the new number leaves it
}

// Compare lists what differs from old to new, in the order of the file.
func Compare(old, new Policy) []Change {
	var out []Change
	was := map[string]Line{}
	for _, l := range old.Lines() {
		was[l.Key] = l
	}
	metas := map[string]Meta{}
	for _, m := range Params() {
		metas[m.Key] = m
	}
	for _, l := range new.Lines() {
		o, m := was[l.Key], metas[l.Key]
		if o.Value == l.Value && o.Basis == l.Basis {
			continue
		}
		c := Change{Key: l.Key, Name: m.Name, Old: m.Say(o.Value), New: m.Say(l.Value), Basis: l.Basis, Who: m.Who, Means: m.Means}
		if o.Value == l.Value {
			c.Old, c.New = "依据"+o.Basis, "依据"+l.Basis
		}
		if n, err := strconv.Atoi(l.Value); err == nil && m.Law != nil && !m.Law.Holds(n) {
			c.Beyond = m.Law.Words()
		}
		out = append(out, c)
	}
	type item struct{ key, name, text, basis, who string }
	list := func(p Policy) []item {
		var all []item
		for _, x := range p.Scores {
			all = append(all, item{"score." + x.Code, "考核 " + x.Code, fmt.Sprintf("%s，满分%s，目标%s%%，每个百分点%s分，保底%s", x.Name, cents(x.Full), cents(x.Target), cents(x.PerPoint), cents(x.Floor)), x.Basis, "承办单位"})
		}
		for _, x := range p.Channels {
			if x.Own {
				continue
			}
			text := x.Name + "，" + map[string]string{"phone": "电话", "web": "网络", "outer": "上级平台", "paper": "纸面"}[x.Medium]
			for _, name := range x.flags() {
				text += "，" + flagWords[name]
			}
			all = append(all, item{"channel." + x.Code, "渠道 " + x.Code, text, "第二条", "县热线办"})
		}
		for _, x := range p.Families {
			all = append(all, item{"family." + x.Code, "分类 " + x.Code, x.Name + "：" + strings.ReplaceAll(x.Leaves, "/", "、"), "第十条（三）", "县热线办、承办单位"})
		}
		return all
	}
	before := map[string]item{}
	for _, x := range list(old) {
		before[x.key] = x
	}
	for _, x := range list(new) {
		if o := before[x.key]; o.text != x.text || o.basis != x.basis {
			out = append(out, Change{Key: x.key, Name: x.name, Old: o.text, New: x.text, Basis: x.basis, Who: x.who})
		}
		delete(before, x.key)
	}
	for _, x := range list(old) {
		if _, gone := before[x.key]; gone {
			out = append(out, Change{Key: x.key, Name: x.name, Old: x.text, Basis: x.basis, Who: x.who})
		}
	}
	return out
}

func cents(n int) string {
	if n%100 == 0 {
		return strconv.Itoa(n / 100)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%02d", n/100, n%100), "0")
}

// Lost lists codes that old has and new would take away or give another meaning: orders and figures of years refer to them.
func Lost(old, new Policy) []string {
	var out []string
	for _, c := range old.Channels {
		if _, ok := new.Channel(c.Code); !ok && !c.Own {
			out = append(out, "渠道 "+c.Code+" "+c.Name)
		}
	}
	leaves := map[string]int{}
	for _, f := range new.Families {
		leaves[f.Code] = len(strings.Split(f.Leaves, "/"))
	}
	for _, f := range old.Families {
		if n := len(strings.Split(f.Leaves, "/")); leaves[f.Code] < n {
			out = append(out, fmt.Sprintf("分类 %s %s 下原有%d项", f.Code, f.Name, n))
		}
	}
	return out
}

var documentForm = regexp.MustCompile(`^[\p{Han}]{2,20}〔(19|20)\d\d〕[1-9]\d{0,4}号$`)

// IsDocument reports whether s is the number of an official paper: 蒙政办秘〔2022〕19号.
func IsDocument(s string) bool { return documentForm.MatchString(s) }

// TheMeasures is the number of the regulation itself.
const TheMeasures = "蒙政办秘〔2022〕19号"
