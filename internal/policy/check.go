package policy

import (
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"huiyin/internal/regulation"
)

// check walks every parameter: each must be written in the file, rest on a real article and be in range.
func (p Policy) check(md toml.MetaData) []error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	walk(reflect.ValueOf(p), nil, func(path []string, v reflect.Value) {
		name := strings.Join(path, ".")
		if !md.IsDefined(append(slices.Clone(path), "value")...) {
			bad("缺少参数 %s", name)
			return
		}
		if _, err := regulation.ParseClause(v.FieldByName("Basis").String()); err != nil {
			bad("参数 %s 的依据“%s”不是本办法的条款", name, v.FieldByName("Basis").String())
		}
		if val := v.FieldByName("Value"); val.Kind() == reflect.Int && val.Int() < 0 {
			bad("参数 %s 不能是负数", name)
		}
	})
	return append(errs, p.Faults()...)
}

// Faults says in Chinese what is wrong with the values, whatever they were read from.
func (p Policy) Faults() []error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	for _, m := range Params() {
		if why := m.check(p.Value(m.Key)); why != "" {
			bad("参数 %s：%s", m.Key, why)
		}
	}
	if p.Version < 1 {
		bad("version 必须是正整数")
	}
	if p.EffectiveFrom != "" && !regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(p.EffectiveFrom) {
		bad("effective_from 应为 2022-05-30 这样的日期")
	}
	l := p.Limit
	if l.TotalMaxWD.Value < l.OtherWD.Value {
		bad("累计办理总时长 limit.total_max_wd（%d）不能短于非咨询类时限（%d）", l.TotalMaxWD.Value, l.OtherWD.Value)
	}
	a := p.Approval
	if !(a.OfficeHeadFromAppeal.Value < a.GovHeadFromAppeal.Value && a.GovHeadFromAppeal.Value < a.LeaderFromAppeal.Value) || a.GovHeadFromKey.Value >= a.LeaderFromKey.Value {
		bad("签批层级必须逐级升高：approval 的诉求次数 %d、%d、%d，重点次数 %d、%d", a.OfficeHeadFromAppeal.Value, a.GovHeadFromAppeal.Value,
			a.LeaderFromAppeal.Value, a.GovHeadFromKey.Value, a.LeaderFromKey.Value)
	}
	errs = append(errs, p.checkLists()...)
	slices.SortFunc(errs, func(x, y error) int { return cmp.Compare(x.Error(), y.Error()) })
	return errs
}

func (p Policy) checkLists() []error {
	var errs []error
	bad := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	seen := map[string]bool{}
	for _, c := range p.Channels {
		if c.Code == "" || c.Name == "" || seen[c.Code] {
			bad("渠道编码 %q 重复或没有名称", c.Code)
		}
		seen[c.Code] = true
		if !slices.Contains([]string{"phone", "web", "outer", "paper"}, c.Medium) {
			bad("渠道 %s 的 medium 应为 phone、web、outer 或 paper", c.Code)
		}
	}
	if len(p.Channels) == 0 {
		bad("没有渠道")
	}
	families := map[string]bool{}
	for _, f := range p.Families {
		if !regexp.MustCompile(`^\d\d$`).MatchString(f.Code) || families[f.Code] || f.Name == "" || f.Leaves == "" {
			bad("分类 %q 的编码须为两位数字、不重复，并有名称和下级", f.Code)
		}
		families[f.Code] = true
	}
	if len(families) == 0 {
		bad("没有分类")
	}
	total := 0
	for _, s := range p.Scores {
		total += s.Full
		if _, err := regulation.ParseClause(s.Basis); err != nil {
			bad("考核项 %s 的依据“%s”不是本办法的条款", s.Code, s.Basis)
		}
		if s.Floor < 0 || s.Floor > s.Full {
			bad("考核项 %s 的保底分应在 0 与满分之间", s.Code)
		}
	}
	if total != 10000 {
		bad("考核各项满分合计应为 100 分，现为 %d.%02d", total/100, total%100)
	}
	return errs
}

// walk visits every Param below v with its path of TOML keys.
func walk(v reflect.Value, path []string, visit func([]string, reflect.Value)) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		key := f.Tag.Get("toml")
		if f.Type.Kind() != reflect.Struct || key == "-" {
			continue
		}
		at := append(slices.Clone(path), key)
		if _, ok := f.Type.FieldByName("Basis"); ok && f.Type.NumField() == 2 {
			visit(at, v.Field(i))
			continue
		}
		walk(v.Field(i), at, visit)
	}
}

// Line is one parameter as a page shows it.
type Line struct{ Key, Value, Basis string }

// Lines lists every parameter with its value and article, in the order of the file.
func (p Policy) Lines() []Line {
	var out []Line
	walk(reflect.ValueOf(p), nil, func(path []string, v reflect.Value) {
		out = append(out, Line{Key: strings.Join(path, "."), Value: fmt.Sprint(v.FieldByName("Value").Interface()), Basis: v.FieldByName("Basis").String()})
	})
	return out
}
