package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// id18 makes a citizen number with its right check digit, of nobody: the serial is free.
func id18(first17 string) string {
	for _, c := range "0123456789X" {
		if ValidID(first17 + string(c)) {
			return first17 + string(c)
		}
	}
	panic("no check digit for " + first17)
}

func TestFindIdentityFinds(t *testing.T) {
	id := id18("34162219900101123")
	card := "622202" + "1234567890" // completed below
	for d := range 10 {
		if c := card[:15] + string(rune('0'+d)); luhn(c) {
			card = c
		}
	}
	for _, c := range []struct {
		text, want string
		kind       Kind
		names      []string
	}{
		{"请打13812345678找我", "13812345678", KindPhone, nil},
		{"请打138 1234 5678找我", "138 1234 5678", KindPhone, nil},
		{"请打138-1234-5678找我", "138-1234-5678", KindPhone, nil},
		{"１３８１２３４５６７８", "１３８１２３４５６７８", KindPhone, nil},
		{"+86 13812345678", "+86 13812345678", KindPhone, nil},
		{"15日13812345678来电", "13812345678", KindPhone, nil},
		{"1 3 8 1 2 3 4 5 6 7 8", "1 3 8 1 2 3 4 5 6 7 8", KindPhone, nil},
		{"138\u200b1234\u200b5678", "138\u200b1234\u200b5678", KindPhone, nil},
		{"①③⑧①②③④⑤⑥⑦⑧", "①③⑧①②③④⑤⑥⑦⑧", KindPhone, nil},
		{"一三八一二三四五六七八", "一三八一二三四五六七八", KindPhone, nil},
		{"幺三八 幺二三四 五六七八", "幺三八 幺二三四 五六七八", KindPhone, nil},
		{"tel13812345678", "13812345678", KindPhone, nil},
		{"0558-7812399", "0558-7812399", KindPhone, nil},
		{"（0558）7812399", "（0558）7812399", KindPhone, nil},
		{"05587812399", "05587812399", KindPhone, nil},
		{"联系电话：7812399", "7812399", KindPhone, nil},
		{"手机号是1381234567", "1381234567", KindPhone, nil},
		{"身份证" + id, id, KindID, nil},
		{"身份证" + strings.ToLower(id), strings.ToLower(id), KindID, nil},
		{id[:6] + " " + id[6:14] + " " + id[14:], id[:6] + " " + id[6:14] + " " + id[14:], KindID, nil},
		{"证件341622900101123", "341622900101123", KindID, nil},
		{"转到" + card + "上", card, KindCard, nil},
		{"卡号：6222021234567890123", "6222021234567890123", KindCard, nil},
		{"车牌皖S12345违停", "皖S12345", KindPlate, nil},
		{"皖S·D12345堵门", "皖S·D12345", KindPlate, nil},
		{"皖s 1234学", "皖s 1234学", KindPlate, nil},
		{"皖SD12345新能源", "皖SD12345", KindPlate, nil},
		{"发到zhang.san@example.com吧", "zhang.san@example.com", KindEmail, nil},
		{"发到ｚｈａｎｇ＠example.com", "ｚｈａｎｇ＠example.com", KindEmail, nil},
		{"微信：zhang_san88", "zhang_san88", KindSocial, nil},
		{"加微信号是12345678", "12345678", KindSocial, nil},
		{"QQ:123456789", "123456789", KindSocial, nil},
		{"我叫张三，家住城关", "张三", KindName, nil},
		{"我叫张三丰家住城关", "张三丰", KindName, nil},
		{"本人李小四，反映", "李小四", KindName, nil},
		{"我是王五，", "王五", KindName, nil},
		{"我叫欧阳小修", "欧阳小修", KindName, nil},
		{"联系人：赵六", "赵六", KindName, nil},
		{"他说张 三丰 来过", "张 三丰", KindName, []string{"张三丰"}},
		{"Wang Wu said", "Wang Wu", KindName, []string{"wang wu"}},
		{"3号楼2单元501室漏水", "3号楼2单元501室", KindHome, nil},
		{"阳光花园12栋501", "12栋501", KindHome, nil},
		{"七幢二单元三楼东户", "七幢二单元三楼东户", KindHome, nil},
		{"2单元501", "2单元501", KindHome, nil},
		{"阳光小区3-2-501", "3-2-501", KindHome, nil},
		{"王庄村三组12号", "12号", KindHome, nil},
	} {
		got := FindIdentity(c.text, c.names...)
		if len(got) != 1 || got[0].Text != c.want || got[0].Kind != c.kind {
			t.Errorf("FindIdentity(%q) = %+v, want %s %q", c.text, got, c.kind, c.want)
		}
	}
}

func TestFindIdentityLeavesAlone(t *testing.T) {
	for _, s := range []string{
		"工单MC202603020012已转办", "MC2026030200123", "MC20260302 0012", "SX2026-000123", "蒙政办秘〔2022〕19号", "蒙热批〔2026〕3号",
		"欠工资138000元", "投资13812345678元", "共1380.12万元", "2026年3月2日12时09分38秒", "2020/1/6 12:09:38", "2019-12-05 10:22:00", "20200106",
		"2015-2019年", "2026-03-02 15:30:00", "请拨打12345或110", "热线电话7812345", "县长热线7812345", "3号楼2单元电梯坏了", "12栋楼顶漏水",
		"第19条第2款", "统一社会信用代码11341622003178357Q", "250912101108115409", "2023010700032", "人民路12号", "我是蒙城县的居民", "我是许疃镇人", "我是高中生，",
		"我是安徽人，在外打工", "本人于2020年购房", "本人于昨日，", "我是房东，", "我是方圆小区的业主", "张先生反映", "面积120.5平方米", "GB/T 9704-2012", "微信公众号", "微信20200106",
		"G206国道", "S307省道", "10kV", "电话通知20200106", "小组5号下午开会", "二组5号下午开会", "11栋1152套", "3栋08户型的厨房", "B栋6000多平方", "投诉人：李先生", "1-23-1-601 1-12-3-501", "二组5号楼",
	} {
		if got := FindIdentity(s); len(got) != 0 {
			t.Errorf("FindIdentity(%q) = %+v, want nothing", s, got)
		}
	}
	if got := FindIdentity("群众 匿名 张 张", "匿名", "群众", "张", "", "**", "电话"); len(got) != 0 {
		t.Errorf("names that name nobody: %+v", got)
	}
}

func checkFindings(t interface{ Errorf(string, ...any) }, s string, names ...string) {
	last := 0
	for _, f := range FindIdentity(s, names...) {
		if f.Start < last || f.End <= f.Start || f.End > len(s) || s[f.Start:f.End] != f.Text {
			t.Errorf("finding %+v is not a stretch of %q after %d", f, s, last)
			return
		}
		if utf8.ValidString(s) && !utf8.ValidString(f.Text) {
			t.Errorf("finding %+v splits a rune of %q", f, s)
		}
		last = f.End
	}
	if left := FindIdentity(AutoMask(s, names...), names...); len(left) > 0 {
		t.Errorf("AutoMask(%q) = %q leaves %+v", s, AutoMask(s, names...), left)
	}
}

func TestMaskLeavesNothing(t *testing.T) {
	pieces := []string{"我叫", "张三", "本人", "13812345678", "138 1234 5678", "①③⑧", "微信", "wx_abcdef1", "QQ", "12345678", "身份证", id18("34162219850505001"), "皖S", "12345", "3号楼", "2单元", "501室",
		"，", " ", "-", "\u200b", "a@b.cn", "0558", "7812399", "联系电话", "：", "张", "三", "元", "【", "】", "电话", "\xff", "一三八", "路", "\n", "+86", "6222", "MC20260302"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 14).Draw(t, "pieces"), "")
		name := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 2).Draw(t, "name"), "")
		checkFindings(t, s, name)
	})
}

func FuzzFindIdentity(f *testing.F) {
	for _, s := range []string{"我叫张三，电话138 1234 5678", "\xff138\xff12345678", "皖Ｓ１２３４５", "3号楼2单元501室", "①③⑧①②③④⑤⑥⑦⑧", "微信wx12345678"} {
		f.Add(s, "张三")
	}
	f.Fuzz(func(t *testing.T, s, name string) { checkFindings(t, s, name) })
}

func TestMasks(t *testing.T) {
	for _, c := range []struct{ what, got, want string }{
		{"mask", AutoMask("我叫张三，电话13812345678，住3号楼2单元501室。", "张三"), "我叫【姓名】，电话【电话】，住【门牌号】。"},
		{"name of two", MaskName("张三"), "张*"},
		{"name of three", MaskName("张三丰"), "张**"},
		{"double surname", MaskName("欧阳修"), "欧阳*"},
		{"one character", MaskName("张"), "张*"},
		{"a firm", MaskName("蒙城某某公司"), "蒙**"},
		{"letters", MaskName("A0007"), "A**"},
		{"nothing", MaskName(" "), ""},
		{"man", Salutation("张三", "m"), "张先生"},
		{"woman", Salutation("欧阳小修", "女"), "欧阳女士"},
		{"unknown", Salutation("张三", ""), "诉求人张某"},
		{"no name", Salutation("", "m"), "诉求人"},
		{"a code", Salutation("A0007", "m"), "诉求人"},
		{"anonymous", Salutation("匿名", "m"), "诉求人"},
		{"mobile", MaskPhone("138 1234 5678"), "138****5678"},
		{"land line", MaskPhone("05587812345"), "0558-****345"},
		{"local", MaskPhone("7812345"), "****345"},
		{"short", MaskPhone("12345"), "****45"},
		{"no phone", MaskPhone("张三"), "**"},
		{"id", MaskID("341622199001011234"), "3416**********1234"},
		{"old id", MaskID("341622900101123"), "3416*******1123"},
		{"short id", MaskID("1234"), "****"},
		{"village", CoarseAddress("蒙城县楚村镇王庄村三组12号"), "蒙城县楚村镇王庄村"},
		{"estate", CoarseAddress("城关街道庄子大道88号阳光小区3栋501"), "城关街道庄子大道88号阳光小区"},
		{"garden", CoarseAddress("玫瑰花园小区3号楼"), "玫瑰花园小区"},
		{"community", CoarseAddress("漆园街道逍遥社区漆园路12号"), "漆园街道逍遥社区"},
		{"township", CoarseAddress("许疃镇派出所对面12号"), "许疃镇"},
		{"road", CoarseAddress("庄子大道12号"), "庄子大道"},
		{"nothing coarse", CoarseAddress("3号楼2单元501室"), ""},
		{"empty", CoarseAddress(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
		}
	}
}
