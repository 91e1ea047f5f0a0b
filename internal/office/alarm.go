package office

import (
	"slices"
	"strings"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Emergencies on the line (极端情形; Art. 7: the hotline takes what is not urgent, so what is goes to the alarm centres at once). An order's emergency is a record of its
// own: who was called, when, who took it there, and what became of it.

// Emergency is what happens on the line.
type Emergency string

// The emergencies, in the order of the script.
const (
	EmergencySelf    Emergency = "self"    // 轻生、自伤
	EmergencyAssault Emergency = "assault" // 家暴、伤人、持械
	EmergencyFire    Emergency = "fire"    // 火灾、爆炸、燃气泄漏
	EmergencyIll     Emergency = "ill"     // 急病、受伤
	EmergencyMinor   Emergency = "minor"   // 未成年人受害、走失
	EmergencyRoad    Emergency = "road"    // 交通事故
)

// Script is what an operator says, and whom he calls.
type Script struct {
	Kind   Emergency
	Name   string
	Say    []string
	Call   []string // numbers, the first one first
	NotDo  string
	Inform string // whom else
}

// Scripts are the scripts.
func Scripts() []Script {
	return []Script{
		{EmergencySelf, "轻生、自伤", []string{"我在听，您慢慢说。您现在在什么地方？身边有没有别人？", "您现在安全吗？手边的东西先放下，好吗？", "我请人过去帮您，电话不要挂，我一直在。"}, []string{"110", "120"}, "不劝对方“想开点”，不追问原因，不先挂电话。", "同事同时用另一部电话报警，说清地点和来电号码；报告值班负责人。"},
		{EmergencyAssault, "家暴、伤人、持械", []string{"您现在能方便说话吗？不方便就说“是”或“不是”。", "对方还在旁边吗？有没有刀具？有没有人受伤？", "请到能锁门的房间或邻居家，我马上报警。"}, []string{"110", "120"}, "不回拨可能被施暴者看到的号码，不转告对方。", "涉及妇女、儿童、老人的，报告值班负责人，通知属地乡镇街道。"},
		{EmergencyFire, "火灾、爆炸、燃气泄漏", []string{"在什么地方？有没有人困在里面？", "请立即离开，不坐电梯，不开关电器，不在屋里打电话。", "我马上转119，请在安全的地方等消防员。"}, []string{"119", "110", "120"}, "不让来电人回去取东西。", "燃气泄漏同时通知燃气公司；报告值班负责人。"},
		{EmergencyIll, "急病、受伤", []string{"人在什么地方？还有没有意识和呼吸？", "请不要随意搬动，我马上转120，照他们说的做。"}, []string{"120", "110"}, "不给用药建议。", "在公共场所的，请身边的人到路口接救护车。"},
		{EmergencyMinor, "未成年人受害、走失", []string{"你叫什么小名、几岁了？现在在哪里？身边有谁？", "你做得很对，不是你的错。我请警察叔叔阿姨去找你。"}, []string{"110"}, "不反复追问经过，不承诺替他保密。", "报告值班负责人，通知教育局、民政局和属地。"},
		{EmergencyRoad, "交通事故", []string{"在哪条路、什么方向？有没有人受伤？", "请打开双闪，人到路边护栏外面，我马上转122。"}, []string{"122", "120", "119"}, "不判断责任。", "车上有危险品的，先报119。"},
	}
}

// ScriptOf finds the script of an emergency.
func ScriptOf(k Emergency) (Script, bool) {
	all := Scripts()
	i := slices.IndexFunc(all, func(s Script) bool { return s.Kind == k })
	if i < 0 {
		return Script{}, false
	}
	return all[i], true
}

// AlarmServices are the centres that a call is handed to.
func AlarmServices() []string { return []string{"110", "119", "120", "122"} }

type (
	// AlarmCalled is a hand-over to a centre. Who took it there and what was said is sealed.
	AlarmCalled struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Kind     Emergency     `json:"kind"`
		Service  string        `json:"service"`
		CalledAt time.Time     `json:"called_at"`
		Taker    Words         `json:"taker"` // number or name of who took it
		Note     Words         `json:"note"`
	}
	// AlarmFollowed is what was heard since. Ended: nothing more is to be done.
	AlarmFollowed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Words   Words         `json:"words"`
		Ended   bool          `json:"ended,omitempty"`
	}
)

// Alarm is the emergency of an order, folded from its stream.
type Alarm struct {
	Calls    []AlarmCalled // the oldest first
	Followed []AlarmFollowed
}

func (a Alarm) evolve(e any) Record {
	switch e := e.(type) {
	case AlarmCalled:
		a.Calls = append(slices.Clone(a.Calls), e)
	case AlarmFollowed:
		a.Followed = append(slices.Clone(a.Followed), e)
	}
	return a
}

// Open reports whether something is still to be asked: until it is ended after the last call.
func (a Alarm) Open() bool {
	if len(a.Calls) == 0 {
		return false
	}
	last := a.Calls[len(a.Calls)-1].At
	return !slices.ContainsFunc(a.Followed, func(f AlarmFollowed) bool { return f.Ended && !f.At.Before(last) })
}

// Row is open until it is ended.
func (a Alarm) Row() RecordRow {
	if len(a.Calls) == 0 {
		return RecordRow{}
	}
	return RecordRow{Open: a.Open(), At: a.Calls[0].At}
}

const art7 = regulation.Art7

// alarmBack is how long after a call it may still be put on record.
const alarmBack = 24 * time.Hour

// CallAlarm hands it to a centre: which, when, and who took it.
func CallAlarm(a org.Actor, kind Emergency, service string, calledAt time.Time, taker string, now time.Time) (AlarmCalled, error) {
	var none AlarmCalled
	if _, ok := ScriptOf(kind); !ok {
		return none, regulation.RefuseField(art7, "no_kind", "alarm_kind", "没有选择是哪种极端情形，请选一种。")
	}
	if !slices.Contains(AlarmServices(), service) {
		return none, regulation.RefuseField(art7, "no_service", "alarm", "没有选择转给了哪里，请选110、119、120或122。")
	}
	if calledAt.After(now) || calledAt.Before(now.Add(-alarmBack)) {
		return none, regulation.RefuseField(art7, "bad_called", "alarm_at", "转接时间应在最近24小时以内，不晚于现在，请核对。")
	}
	if err := said(art7, "alarm_taker", "接警人（工号、姓名或警情编号）", taker, 60); err != nil {
		return none, err
	}
	return AlarmCalled{At: now, Account: a.Account, Kind: kind, Service: service, CalledAt: calledAt}, nil
}

// Follow puts on record what was heard since.
func (a Alarm) Follow(by org.Actor, words string, ended bool, now time.Time) (AlarmFollowed, error) {
	switch {
	case len(a.Calls) == 0:
		return AlarmFollowed{}, regulation.RefuseState(art7, "no_alarm", "这件工单没有转过110、119、120，请先登记转接。")
	case !a.Open():
		return AlarmFollowed{}, regulation.RefuseState(art7, "ended", "已经登记过结果；又有情况的，请再登记一次转接。")
	}
	if err := said(art7, "words", "跟进情况", strings.TrimSpace(words), 500); err != nil {
		return AlarmFollowed{}, err
	}
	return AlarmFollowed{At: now, Account: by.Account, Ended: ended}, nil
}
