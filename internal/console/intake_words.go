package console

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web/parts"
)

// mainWays are the four ways with keys, in the order of the keyboard; otherWays stand in the fold, 退回上级 only for whom it is (access).
func mainWays() []parts.Option {
	return []parts.Option{{Value: "direct", Label: "直接答复", Key: "F6"}, {Value: "phone", Label: "电话转办", Key: "F7"}, {Value: "dispatch", Label: "转办", Key: "F8"}, {Value: "refuse", Label: "不予受理", Key: "F9"}}
}

func otherWays(sendsUp bool) []parts.Option {
	all := parts.Options("emergency", "紧急转接", "log", "登记办结（表扬、无效来电）", "up", "退回上级", "later", "先登记，稍后处置", "merge", "并单（填上面的主办工单编号）", "urge", "催办（填上面关联的工单编号）")
	if !sendsUp {
		all = slices.DeleteFunc(all, func(o parts.Option) bool { return o.Value == "up" })
	}
	return all
}

func loggedOptions() []parts.Option {
	var out []parts.Option
	for _, k := range []string{"silent", "wrong_number", "dropped", "praise", "duplicate_entry"} {
		out = append(out, parts.Option{Value: k, Label: order.LoggedReasons()[k]})
	}
	return out
}

func sheetKeys() []parts.KeyHint {
	return []parts.KeyHint{{Key: "F6", Name: "直接答复"}, {Key: "F7", Name: "电话转办"}, {Key: "F8", Name: "转办"}, {Key: "F9", Name: "不予受理"}, {Key: "Alt+B", Name: "保密"}, {Key: "Alt+L", Name: "上次地址"},
		{Key: "Alt+R", Name: "重复"}, {Key: "Alt+U", Name: "并单"}, {Key: "Alt+M", Name: "相似"}, {Key: "Alt+K", Name: "知识库"}, {Key: "F4", Name: "无声、错号"}, {Key: "?", Name: "全部"}}
}

// ownName is a category without its family: three proposals stand in one row.
func ownName(label string) string {
	if _, own, ok := strings.Cut(label, " / "); ok {
		return own
	}
	return label
}

// trimmed is the fold without the fields that stand on the sheet itself; on an answering day the leader's word does too.
func trimmed(all []spec, day bool) []spec {
	return slices.DeleteFunc(slices.Clone(all), func(x spec) bool {
		return day && (x.name == "instruction" || x.name == "instruction_post") || slices.Contains([]string{"contact", "caller_kind", "urgency", "no_reply"}, x.name)
	})
}

func referralOf(all []Referral, ground string) Referral {
	for _, r := range all {
		if r.Ground == ground {
			return r
		}
	}
	return Referral{}
}

func orText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func planBold(p sideProps) string { a, _, _ := p.plan(); return a }
func planRest(p sideProps) string { _, a, _ := p.plan(); return a }
func goWord(p sideProps) string   { _, _, a := p.plan(); return a }

func firstUnit(p sideProps) string {
	if len(p.v.Units) == 0 {
		return ""
	}
	return string(p.v.Units[0].ID)
}

// whyUnit is the reason for which a unit is proposed.
func whyUnit(p sideProps, i int) string {
	if i < len(p.v.Why) {
		return p.v.Why[i]
	}
	return ""
}

func lastTown(p sideProps) string  { return latest(p).Town }
func lastPlace(p sideProps) string { return latest(p).Place }

// latest is the caller's newest order that names a place.
func latest(p sideProps) desk.Past {
	var out desk.Past
	for _, x := range p.v.Past {
		if x.Town != "" && x.Number > out.Number {
			out = x
		}
	}
	return out
}

func clusterWords(n, trigger int) string {
	if n+1 >= trigger {
		return "加上这一次达到" + strconv.Itoa(trigger) + "人次，属集中反映，应列入督办（第二十一条（六））"
	}
	return "再有" + strconv.Itoa(trigger-n) + "人次即达" + strconv.Itoa(trigger) + "人次，属集中反映（第二十一条（六））"
}

// likeliest is the earlier order that one key takes: the most alike; of equals the one under way, which stands first.
func likeliest(past []desk.Past) desk.Past {
	var out desk.Past
	for _, x := range past {
		if out.Order == "" || x.Score > out.Score {
			out = x
		}
	}
	return out
}

// asksWhy reports whether the sheet has the line for the reason why a likeness is set aside.
func asksWhy(p intakeProps) bool {
	return p.f.Bind("not_same").Error != "" || p.f.Value("not_same") != "" || likeliest(p.side.v.Past).Score >= p.side.v.Override && p.side.v.Override > 0 && p.f.Value("link") == ""
}

func whyAlike(x desk.Likely) string { return strings.Join(x.Why, "、") }

// mergeAttrs carry to the sheet what one key of a merge fills in.
func mergeAttrs(number, title string) templ.Attributes {
	return templ.Attributes{"data-under": number, "data-title": title}
}

// firstMerge is the proposal that the key takes, -1 where none is another caller's.
func firstMerge(all []desk.Likely) int {
	return slices.IndexFunc(all, desk.Likely.Merges)
}

// crowdWords tell how often and by how many people one event was reported (Art. 21(6)).
func crowdWords(v desk.MergeView) string {
	if v.Times == 0 {
		return ""
	}
	return strconv.Itoa(v.Persons) + "人反映，共" + strconv.Itoa(v.Times) + "次"
}

func againShort(x desk.Likely) string {
	if x.Open {
		return "催办"
	}
	return "是同一件"
}

func againWord(x desk.Past) string {
	if x.Open {
		return "是同一件事，催办"
	}
	return "是同一件事，第" + strconv.Itoa(x.Appeals+1) + "次诉求"
}

func againAttrs(x desk.Past) templ.Attributes {
	open := ""
	if x.Open {
		open = "1"
	}
	return templ.Attributes{"data-number": x.Number, "data-under-way": open, "data-category": x.Category, "data-type": x.Type, "data-town": x.Town, "data-place": x.Place, "data-sex": x.Sex, "data-title": x.Title, "data-score": strconv.Itoa(x.Score)}
}

func pastWords(x desk.Past) string {
	s := x.Status
	if x.Closed != "" {
		s = strings.TrimSpace(x.Unit + " " + x.Closed + " " + x.Status)
	} else if x.Unit != "" {
		s = x.Unit + " " + x.Status
	}
	if x.Appeals > 1 {
		s += " · 共" + strconv.Itoa(x.Appeals) + "次诉求"
	}
	if x.Guided {
		s += " · 此前电话引导过"
	}
	return s
}

func ringWords(x desk.RingView) string {
	if x.Known == 0 {
		return "首次来电"
	}
	return "有" + strconv.Itoa(x.Known) + "件以前的诉求"
}

func versionWord(a desk.ArticleView) string {
	if a.Version == 0 {
		return "未发布"
	}
	return "第" + strconv.Itoa(a.Version) + "版"
}

func dayTime(t time.Time) string { return t.In(calendar.Beijing).Format("2006年1月2日 15:04") }
