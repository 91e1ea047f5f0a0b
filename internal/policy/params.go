package policy

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/regulation"
)

// Meta says what a parameter is: its name and unit, whom a change touches, what it does, and what it may be.
type Meta struct {
	Key, Name, Unit string
	Who             string      // whom a change touches
	Means           string      // one plain sentence
	Least, Most     int         // range of a number; both 0 for words
	Choices         [][2]string // value and label, where it is one of a few
	Form            string      // pattern of a word that is none of a few
	Law             *Bound      // what the regulation itself fixes
}

// Bound is what the regulation fixes: beyond it a number needs a document of its own (Art. 18: 法律法规规章等另有规定的从其规定; Art. 29).
type Bound struct {
	Least, Most int // 0: open
	Clause      regulation.Clause
}

// Words print the bound.
func (b Bound) Words() string {
	switch {
	case b.Least > 0 && b.Least == b.Most:
		return fmt.Sprintf("%s规定为%d", b.Clause, b.Most)
	case b.Most > 0:
		return fmt.Sprintf("%s规定不超过%d", b.Clause, b.Most)
	}
	return fmt.Sprintf("%s规定不少于%d", b.Clause, b.Least)
}

// Holds reports whether a number keeps to the bound.
func (b Bound) Holds(n int) bool {
	return (b.Least == 0 || n >= b.Least) && (b.Most == 0 || n <= b.Most)
}

// bounds are the numbers that the regulation writes itself.
var bounds = map[string]Bound{
	"limit.consult_wd": {0, 3, regulation.Art18}, "limit.other_wd": {0, 10, regulation.Art18}, "limit.total_max_wd": {0, 15, regulation.Art19},
	"limit.sealed_ext_over_wd": {0, 10, regulation.Art19}, "limit.contact_wd": {0, 1, regulation.Art15}, "limit.return_wd": {1, 1, regulation.Art16},
	"limit.sign_wd":                    {0, 1, regulation.Art16},
	"approval.office_head_from_appeal": {0, 2, regulation.Art10_4}, "approval.gov_head_from_appeal": {0, 3, regulation.Art10_4}, "approval.leader_from_appeal": {0, 4, regulation.Art10_4},
	"approval.gov_head_from_key": {0, 1, regulation.Art10_4}, "approval.leader_from_key": {0, 2, regulation.Art10_4},
	"approval.result_from_assignment": {0, 3, regulation.Art24}, "approval.principal_from_assignment": {0, 2, regulation.Art17},
	"cluster.person_times": {0, 5, regulation.Art21_6}, "cluster.same_person_repeat": {0, 3, regulation.Art21_6}, "answering.per_week_min": {1, 0, regulation.Art11},
}

var yesNo = [][2]string{{"true", "是"}, {"false", "否"}}

// choices are the parameters that are one of a few words.
var choices = map[string][][2]string{
	"repeat.count_phone_transfer": yesNo, "repeat.rework_counts_as_assignment": yesNo, "repeat.key_sticky": yesNo, "clock.after_hours_as_next_day": yesNo, "commitment.enabled": yesNo,
	"approval.l3_signer":      {{"hotline", "分管热线工作的副县长"}, {"unit", "分管承办单位的副县长"}, {"both", "两位副县长"}},
	"approval.deputies_order": {{"parallel", "同时签批"}, {"serial", "先后签批"}},
	"report.weekly_first_day": {{"monday", "周一"}, {"sunday", "周日"}},
	"report.weekly_publish":   {{"monday", "周一"}, {"tuesday", "周二"}, {"wednesday", "周三"}, {"thursday", "周四"}, {"friday", "周五"}},
}

// forms are the patterns of the other words, with an example.
var forms = map[string][2]string{
	"clock.cutoff":       {`^(24:00|([01]\d|2[0-3]):[0-5]\d)$`, "24:00 或 17:30"},
	"report.annual_from": {`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`, "02-01"},
	"report.annual_to":   {`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`, "02-10"},
}

// ranges are the numbers that may be 0 or large; every other number of days or times is 1 to 365.
var ranges = map[string][2]int{
	"limit.coop_before_main_wd": {0, 5}, "limit.key_leader_buffer_wd": {0, 10}, "limit.ext_max_times": {0, 5}, "limit.urgent_progress_h": {1, 240}, "limit.critical_call_min": {5, 1440},
	"repeat.window_days": {1, 3650}, "repeat.propose_score": {0, 100}, "repeat.override_score": {0, 100}, "repeat.phone_score": {0, 100}, "repeat.address_score": {0, 100},
	"repeat.category_score": {0, 100}, "repeat.text_score": {0, 100}, "visit.sampling_percent": {0, 100}, "review.sample_percent": {0, 100}, "visit.merged_all_up_to": {0, 1000},
	"report.quarter_freeze_day": {1, 28}, "score_caps.deduct": {0, 10000}, "score_caps.bonus": {0, 10000}, "cluster.min_persons": {1, 100}, "archive.after_days": {1, 3650}, "recheck.percent": {0, 100}, "trend.weeks": {4, 52}, "trend.percent": {0, 1000}, "trend.spread": {0, 10},
	"retention.direct_years": {1, 100}, "retention.dispatched_years": {1, 100}, "retention.key_years": {1, 100}, "retention.recording_years": {1, 100}, "retention.recording_key_years": {1, 100},
	"retention.log_years": {1, 100}, "answering.per_week_min": {0, 7}, "contact.half_days": {1, 10}, "contact.attempts": {1, 20}, "visit.attempts": {1, 20},
}

// Params lists what is known of every parameter, in the order of the file.
func Params() []Meta {
	var out []Meta
	walk(reflect.ValueOf(Policy{}), nil, func(path []string, v reflect.Value) {
		key := strings.Join(path, ".")
		w := words[key]
		m := Meta{Key: key, Name: w.name, Unit: w.unit, Who: w.who, Means: w.means, Choices: choices[key], Form: forms[key][1]}
		if v.FieldByName("Value").Kind() == reflect.Int {
			m.Least, m.Most = 1, 365
			if r, ok := ranges[key]; ok {
				m.Least, m.Most = r[0], r[1]
			}
		}
		if b, ok := bounds[key]; ok {
			m.Law = &b
		}
		out = append(out, m)
	})
	return out
}

// Param finds what is known of a parameter.
func ParamOf(key string) (Meta, bool) {
	all := Params()
	i := slices.IndexFunc(all, func(m Meta) bool { return m.Key == key })
	if i < 0 {
		return Meta{}, false
	}
	return all[i], true
}

// Number reports whether the parameter is a number.
func (m Meta) Number() bool { return m.Most > 0 }

// Field is the parameter's name in a form.
func (m Meta) Field() string { return strings.ReplaceAll(m.Key, ".", "-") }

// Say prints a value with its unit, as a page says it.
func (m Meta) Say(value string) string {
	for _, c := range m.Choices {
		if c[0] == value {
			return c[1]
		}
	}
	return value + m.Unit
}

// check says in Chinese what is wrong with a value, "" where nothing is.
func (m Meta) check(value string) string {
	if m.Number() {
		if n, err := strconv.Atoi(value); err != nil || n < m.Least || n > m.Most {
			return fmt.Sprintf("%s应是%d到%d之间的整数，现为%s", m.Name, m.Least, m.Most, value)
		}
		return ""
	}
	if len(m.Choices) > 0 {
		var names []string
		for _, c := range m.Choices {
			if c[0] == value {
				return ""
			}
			names = append(names, c[1])
		}
		return fmt.Sprintf("%s应是%s之一", m.Name, strings.Join(names, "、"))
	}
	if f, ok := forms[m.Key]; ok && !regexp.MustCompile(f[0]).MatchString(value) {
		return fmt.Sprintf("%s应写成 %s 的样子", m.Name, f[1])
	}
	return ""
}

// Value reads one parameter as text.
func (p Policy) Value(key string) string {
	for _, l := range p.Lines() {
		if l.Key == key {
			return l.Value
		}
	}
	return ""
}

// With is the policy with parameters set by key; what is not named stays. Errors are in Chinese, by key.
func (p Policy) With(values map[string]string) (Policy, map[string]string) {
	bad := map[string]string{}
	for k := range values {
		if _, ok := ParamOf(k); !ok {
			bad[k] = "不认识的参数 " + k
		}
	}
	metas := map[string]Meta{}
	for _, m := range Params() {
		metas[m.Key] = m
	}
	set(reflect.ValueOf(&p).Elem(), nil, func(path []string, v reflect.Value) {
		key := strings.Join(path, ".")
		text, ok := values[key]
		if !ok {
			return
		}
		text = strings.TrimSpace(text)
		if why := metas[key].check(text); why != "" {
			bad[key] = why
			return
		}
		switch val := v.FieldByName("Value"); val.Kind() {
		case reflect.Int:
			n, _ := strconv.Atoi(text)
			val.SetInt(int64(n))
		case reflect.Bool:
			val.SetBool(text == "true")
		default:
			val.SetString(text)
		}
	})
	return p, bad
}

// set is walk over values that may be set.
func set(v reflect.Value, path []string, visit func([]string, reflect.Value)) { walk(v, path, visit) }

// Beyond lists the parameters whose number the regulation fixes otherwise: they need a document.
func (p Policy) Beyond() []Meta {
	var out []Meta
	for _, m := range Params() {
		if m.Law == nil {
			continue
		}
		if n, err := strconv.Atoi(p.Value(m.Key)); err == nil && !m.Law.Holds(n) {
			out = append(out, m)
		}
	}
	return out
}
