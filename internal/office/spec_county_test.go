package office

import (
	"strconv"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// countyWorld is what the county writes for itself: its channels, its referral directory, its comparisons with each source.
type countyWorld struct {
	channels  Channels
	referrals Referrals
	tallies   Tallies
}

// grounds of the scenarios stand for those of the order (order.Grounds), which this room does not know.
func groundKnown(code string) bool { return code == "8-1" || code == "8-2a" || code == "8-2f" }

func (w *world) seenCounty() map[string]string {
	day := calendar.DateOf(w.now).String()
	switch w.about {
	case "渠道":
		out := map[string]string{"几个": strconv.Itoa(len(w.county.channels))}
		for _, c := range w.county.channels.Rules() {
			if c.Code == "K01" {
				out["名称"], out["重点"], out["上级"], out["按对方时限"], out["可用"], out["停用"] = c.Name, yes(c.Key), yes(c.Outer), yes(c.DueNeeded), yes(c.Open(day)), c.Until
			}
		}
		return out
	case "去处":
		out := map[string]string{"几行": strconv.Itoa(len(w.county.referrals))}
		for _, l := range w.county.referrals {
			if l.Code == "Y01" {
				out["单位"], out["联系方式"], out["可告知"] = l.Body, l.Phone, yes(!l.Ended && l.Holds(day))
			}
		}
		return out
	}
	x, ok := w.county.tallies.Of("2026-03-02", "D1")
	out := map[string]string{"已对账": yes(ok), "一致": yes(ok && !x.Tally.Differs())}
	if ok {
		out["补齐期限"] = x.SettleBy(calendar.Embedded()).String()
	}
	return out
}

func (w *world) wrote(e any, err error, name string) error {
	if err != nil {
		return err
	}
	switch e := e.(type) {
	case ChannelMade, ChannelChanged, ChannelEnded:
		w.county.channels = w.county.channels.Evolve(e)
	case ReferralSet, ReferralEnded:
		w.county.referrals = w.county.referrals.Evolve(e)
	case Reconciled:
		w.county.tallies = w.county.tallies.Evolve(e)
	}
	w.event, w.facts = name, w.seenCounty()
	return nil
}

// countyCommands are those of the lists that the county writes for itself (Art. 2, 8, 9).
var countyCommands = map[string]func(*world, org.Actor, args) error{
	"立渠道": func(w *world, who org.Actor, a args) error {
		w.about = "渠道"
		medium := map[string]string{}
		for k, v := range Mediums() {
			medium[v] = k
		}
		e, err := MakeChannel(who, Channel{Name: a.get("名称", "县委书记信箱"), Medium: medium[a.get("方式", "网络留言")], Outer: a.get("上级", "否") == "是", Key: a.get("重点", "否") == "是", Due: a.get("按对方时限", "否") == "是",
			From: a.get("启用", ""), Basis: a.get("依据", "蒙办〔2026〕3号")}, w.county.channels, []policy.Channel{{Code: "D1", Name: "县长热线电话"}}, w.now)
		return w.wrote(e, err, "渠道已设立")
	},
	"改渠道": func(w *world, who org.Actor, a args) error {
		w.about = "渠道"
		e, err := ChangeChannel(who, a.get("渠道", "K01"), a.get("名称", "县委书记信箱"), a.get("重点", "否") == "是", a.get("理由", "县委办公室来函。"), w.county.channels, []policy.Channel{{Code: "D1", Name: "县长热线电话"}}, w.now)
		return w.wrote(e, err, "渠道已修改")
	},
	"停渠道": func(w *world, who org.Actor, a args) error {
		w.about = "渠道"
		e, err := EndChannel(who, a.get("渠道", "K01"), a.get("停用", ""), a.get("理由", "并入市平台。"), w.county.channels, w.now)
		return w.wrote(e, err, "渠道已停用")
	},
	"写去处": func(w *world, who org.Actor, a args) error {
		w.about = "去处"
		e, err := SetReferral(who, Referral{Code: a.get("行", ""), Ground: a.get("依据", "8-2a"), Body: a.get("单位", "县人民法院"), Phone: a.get("联系方式", "12368"), Until: a.get("有效期", "")}, w.county.referrals, groundKnown, w.now)
		return w.wrote(e, err, "去处已写")
	},
	"停去处": func(w *world, who org.Actor, a args) error {
		w.about = "去处"
		e, err := EndReferral(who, a.get("行", "Y01"), a.get("理由", "单位已撤并。"), w.county.referrals, w.now)
		return w.wrote(e, err, "去处已停用")
	},
	"对账": func(w *world, who org.Actor, a args) error {
		w.about = "对账"
		n := func(name, unset string) int { v, _ := strconv.Atoi(a.get(name, unset)); return v }
		e, err := Reconcile(who, Tally{Day: a.get("日期", "2026-03-02"), Channel: a.get("来源", "D1"), Received: n("来件", "3"), Counted: n("登记", "3"), Note: a.get("说明", "")}, func(c string) bool { return c == "D1" }, w.now)
		return w.wrote(e, err, "已对账")
	},
}
