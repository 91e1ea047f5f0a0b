package office

import (
	"strings"

	"huiyin/internal/org"
	"huiyin/internal/text"
)

// Danger is what a caller's words give to fear (威胁、极端言行、安全隐患; Art. 21(6)).
type Danger string

// The dangers, the gravest first.
const (
	DangerSelf   Danger = "self"   // 轻生、自伤
	DangerOthers Danger = "others" // 扬言伤人、毁物
	DangerCrowd  Danger = "crowd"  // 聚集、堵路、越级
	DangerHazard Danger = "hazard" // 可能伤人的安全隐患
)

// Dangers lists them, the gravest first.
func Dangers() []Danger { return []Danger{DangerSelf, DangerOthers, DangerCrowd, DangerHazard} }

// Name is the Chinese name, "" for an unknown danger.
func (d Danger) Name() string {
	return map[Danger]string{DangerSelf: "轻生、自伤", DangerOthers: "扬言伤人、毁物", DangerCrowd: "聚集、堵路", DangerHazard: "安全隐患"}[d]
}

// dangerWords are what is listened for. A hit is a clue for a person to look at, never a judgement: nothing follows from it by itself (PIPL 24).
var dangerWords = map[Danger][]string{
	DangerSelf:   {"自杀", "轻生", "跳楼", "跳河", "喝农药", "喝药死", "割腕", "上吊", "不想活", "活不下去", "活着没意思", "死给你们看", "死给你看", "一死了之"},
	DangerOthers: {"砍死", "捅死", "杀了他", "杀了你", "杀人", "弄死", "打死他", "同归于尽", "跟你们拼命", "和你们拼命", "跟他拼命", "和他拼命", "炸掉", "炸药", "放火", "烧了他", "泼汽油", "报复社会", "血债血偿", "走着瞧"},
	DangerCrowd:  {"堵路", "堵门", "堵大门", "拉横幅", "集体上访", "越级上访", "进京上访", "去北京告", "去省里告", "聚众", "几十人一起去", "围住政府"},
	DangerHazard: {"漏电", "电线裸露", "裸露电线", "裸露的电线", "漏气", "燃气泄漏", "煤气泄漏", "要塌", "快塌", "坍塌", "墙体开裂", "井盖丢失", "没有井盖", "电梯坠落", "电梯困人", "爆炸", "砸伤"},
}

// DangersIn names the dangers that texts speak of, the gravest first, each once. Spaces and marks between the characters do not hide a word.
func DangersIn(texts ...string) []Danger {
	var b strings.Builder
	for _, s := range texts {
		b.WriteString(squeezed(s))
		b.WriteByte('\n') // a word does not reach from one text into the next
	}
	all := b.String()
	var out []Danger
	for _, d := range Dangers() {
		for _, w := range dangerWords[d] {
			if strings.Contains(all, w) {
				out = append(out, d)
				break
			}
		}
	}
	return out
}

// squeezed leaves of a text what is read: 跳 楼 and 跳、楼 are 跳楼.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(" \t\r\n　、，。,.·*-—_~…！!？?“”\"'《》", r):
			return -1
		}
		return r
	}, text.Fold(s))
}

// markedDanger is what an operator's mark says without any word; "" where it says nothing of the kind.
var markedDanger = map[string]Danger{"扬言": DangerOthers, "涉稳": DangerCrowd, "突发": DangerHazard}

// ToldOf says who hears of dangers at once: the head of the hotline office and the supervising officer of all, the head of the county government office of
// what is more than a hazard (domain.md §6.4: 扬言、涉稳).
func ToldOf(all []Danger) []org.PostID {
	out := []org.PostID{org.PostOfficeHead, org.PostOf(org.HotlineOffice, org.Supervisor)}
	for _, d := range all {
		if d != DangerHazard {
			return append(out, org.PostGovHead)
		}
	}
	return out
}

// DangersMarked are the dangers that the operator's marks name, as words (扬言, 涉稳, 突发).
func DangersMarked(flags []string) []Danger {
	var out []Danger
	for _, d := range Dangers() {
		for _, f := range flags {
			if markedDanger[f] == d {
				out = append(out, d)
				break
			}
		}
	}
	return out
}
