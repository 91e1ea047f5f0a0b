package office

import (
	"strconv"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

func dangerNames(all []Danger) string {
	var out []string
	for _, d := range all {
		out = append(out, d.Name())
	}
	return strings.Join(out, "；")
}

// signCommands are those of signs and of the media.
var signCommands = map[string]func(*world, org.Actor, args) error{
	"计数": func(w *world, _ org.Actor, a args) error {
		p, err := policy.Embedded()
		if err != nil {
			return err
		}
		r := Rise{}
		r.Now, _ = strconv.Atoi(a.get("本周", "0"))
		for _, x := range strings.Split(a.get("以前", ""), "/") {
			if n, err := strconv.Atoi(x); err == nil {
				r.Past = append(r.Past, n)
			}
		}
		town := Rise{}
		town.Now, _ = strconv.Atoi(a.get("一地", "0"))
		w.event, w.facts = "已计数", map[string]string{"趋势": yes(r.Rises(p)), "平均": strconv.Itoa(r.MeanTenths()), "全县": yes(r.Everywhere(town))}
		return nil
	},
	"往前看": func(w *world, _ org.Actor, a args) error {
		p, err := policy.Embedded()
		if err != nil {
			return err
		}
		first, err := calendar.ParseDate(a.get("第一件", "2025-01-01"))
		if err != nil {
			return err
		}
		from, to := WeekOf(calendar.DateOf(w.now), 0)
		before, _ := WeekOf(calendar.DateOf(w.now), 1)
		w.event, w.facts = "已看", map[string]string{"周数": strconv.Itoa(PastWeeks(calendar.DateOf(w.now), first, p)), "从": from.String(), "到": to.String(), "上周从": before.String()}
		return nil
	},
	"听": func(w *world, _ org.Actor, a args) error {
		w.about = "记录"
		if w.record == nil {
			w.record = NewRecord(ThreatRecord)
		}
		marked := DangersMarked(split(a.get("标记", "空")))
		heard := DangersIn(a.get("标题", "空"), strings.ReplaceAll(a.get("话", ""), "_", " "))
		var all []Danger
		for _, d := range Dangers() {
			for _, x := range append(heard, marked...) {
				if x == d && (len(all) == 0 || all[len(all)-1] != d) {
					all = append(all, d)
				}
			}
		}
		e, ok := as[Sign](w).Hear("o1", all, len(marked) > 0, w.now)
		if !ok {
			w.event, w.facts = "没有线索", w.seenRecord()
			return nil
		}
		if err := w.recorded(e, nil); err != nil {
			return err
		}
		w.facts["告知县政府办"] = yes(len(ToldOf(e.Dangers)) == 3)
		return nil
	},
	"处置线索": func(w *world, who org.Actor, a args) error {
		if w.record == nil {
			w.record = NewRecord(ThreatRecord)
		}
		ways := map[string]SignWay{}
		for _, x := range SignWays() {
			ways[x.Name()] = x
		}
		e, err := as[Sign](w).Settle(who, ways[a.get("怎么办", "列入督办")], a.get("督办", "o1.1"), a.get("集中反映", "k1"), a.get("理由", "已请公安到场。"), w.now)
		return w.recorded(e, err)
	},
	"收清单": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(PetitionRecord)
		n, _ := strconv.Atoi(a.get("件数", "2"))
		e, err := ReceivePetitions(who, a.get("日期", "2026-03-01"), a.get("文号", "蒙信函〔2026〕3号"), n, w.now)
		for i := range n {
			e.Lines = append(e.Lines, PetitionLine{N: i + 1})
		}
		return w.recorded(e, err)
	},
	"认定信访": func(w *world, who org.Actor, a args) error {
		ways := map[string]PetitionWay{}
		for _, x := range PetitionWays() {
			ways[x.Name()] = x
		}
		n, _ := strconv.Atoi(a.get("第", "1"))
		e, err := as[Petitions](w).Decide(who, n, ways[a.get("认定", "与热线工单是同一事项")], a.get("工单", "o1"), a.get("理由", ""), w.now)
		return w.recorded(e, err)
	},
	"移送清单": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(PetitionRecord)
		e, err := HandPetitions(who, a.get("用途", "已进入信访渠道，请并案处理"), split(a.get("工单", "o1、o2")), w.now)
		return w.recorded(e, err)
	},
	"下载清单": func(w *world, who org.Actor, _ args) error {
		e, err := as[Petitions](w).Fetch(who, w.now)
		return w.recorded(e, err)
	},
	"转警": func(w *world, who org.Actor, a args) error {
		if _, ok := w.record.(Alarm); !ok {
			w.record = NewRecord(AlarmRecord)
		}
		kinds := map[string]Emergency{}
		for _, x := range Scripts() {
			kinds[x.Name] = x.Kind
		}
		at := w.now
		if x := a.get("时间", ""); x != "" {
			at = w.day(x)
		}
		e, err := CallAlarm(who, kinds[a.get("情形", "轻生、自伤")], a.get("转给", "110"), at, a.get("接警人", "3027号"), w.now)
		return w.recorded(e, err)
	},
	"跟进": func(w *world, who org.Actor, a args) error {
		if w.record == nil {
			w.record = NewRecord(AlarmRecord)
		}
		e, err := as[Alarm](w).Follow(who, a.get("情况", "民警到场，人已劝下。"), a.get("了结", "否") == "是", w.now)
		return w.recorded(e, err)
	},
	"登记报道": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(MediaRecord)
		kinds := map[string]Outlet{}
		for _, o := range Outlets() {
			kinds[o.Name()] = o
		}
		e, err := RecordMedia(who, MediaWish{Outlet: kinds[a.get("类型", "短视频")], Source: a.get("媒体", "本地生活号"), Day: a.get("发布", "2026-03-01"), Due: a.get("期限", "2026-03-03"), Title: a.get("标题", "校门口的坑"),
			Link: a.get("链接", "https://example.com/v"), Gist: a.get("内容", "播放三万次。"), Orders: split(a.get("工单", "o1"))}, w.now)
		return w.recorded(e, err)
	},
	"关联工单": func(w *world, who org.Actor, a args) error {
		e, err := as[Media](w).Link(who, split(a.get("工单", "o2、o1、o2")), w.now)
		return w.recorded(e, err)
	},
	"登记回应": func(w *world, who org.Actor, a args) error {
		e, err := as[Media](w).Answer(who, a.get("日期", w.now.Format("2006-01-02")), a.get("哪里", "县城管局，县政府网站"), a.get("回应", "坑洼路段已修补。"), w.now)
		return w.recorded(e, err)
	},
	"不回应": func(w *world, who org.Actor, a args) error {
		e, err := as[Media](w).Close(who, a.get("理由", "发布者已删除并说明不实。"), w.now)
		return w.recorded(e, err)
	},
}
