package ops

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/sqldb"
	"huiyin/internal/store"
)

func TestImportSaysLineByLineWhatToMend(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		file := table(t, "留言编号,留言用户,来电号码,留言主题,留言时间,留言详情,乡镇街道",
			"X1,张三丰,13800001111,路灯不亮,2025-03-03 08:00,北街路灯一直不亮，请派人修理。,",
			"X2,李四光,13800002222,水管漏水,前天,巷口水管漏水。,",
			"X1,张三丰,13800001111,路灯不亮,2025-03-03 08:00,北街路灯一直不亮，请派人修理。,",
			",王五,13800003333,没有编号,2025-03-03 09:00,没有编号的留言。,",
			"X3,赵六,13800004444,垃圾未清,2025-03-03 10:00,垃圾三天没有清运。,火星乡",
			"X4,钱七,13800005555,公交改线,2025/3/4 11:30,请增加早班车。,")
		report := []string{"第3行：来件时间", "第4行：编号X1与第2行重复", "第5行：没有编号", "第6行：没有单位“火星乡”"}
		out, err := p.run(t, "", "import", "--dry-run", file)
		refused(t, "dry run", err, "有3行没有导入")
		for _, want := range append(report, "可以登记2件") {
			if !strings.Contains(out, want) {
				t.Errorf("dry run says nothing of %q:\n%s", want, out)
			}
		}
		s, _, _ := p.open(t, "hotline/dispatcher")
		n := registered(t, s.Store)
		stop(t, s)
		if n != 0 {
			t.Fatalf("a dry run registered %d orders", n)
		}
		out, err = p.run(t, "", "import", file)
		refused(t, "import", err, "有3行没有导入")
		for _, want := range append(report, "登记2件", "表内重复1行") {
			if !strings.Contains(out, want) {
				t.Errorf("import says nothing of %q:\n%s", want, out)
			}
		}
		out, err = p.run(t, "", "import", file)
		refused(t, "second run", err, "有3行没有导入")
		if !strings.Contains(out, "登记0件，以前已导入2件") {
			t.Errorf("second run:\n%s", out)
		}
		s, r, _ := p.open(t, "hotline/dispatcher")
		defer stop(t, s)
		if n := registered(t, s.Store); n != 2 {
			t.Errorf("%d orders registered", n)
		}
		for _, id := range firstOrders(t, r, 2) {
			v, err := r.Order(t.Context(), id)
			if err != nil || v.OuterNo == "" || !strings.Contains(v.Words.Shown+v.Title, map[string]string{"X1": "路灯", "X4": "班车"}[v.OuterNo]) {
				t.Errorf("order %s: %q, %v", v.OuterNo, v.Words.Shown, err)
			}
		}
		if out := p.must(t, "check"); !strings.Contains(out, "核对无误") {
			t.Errorf("check = %s", out)
		}
	})
}

func registered(t *testing.T, s *store.Store) int {
	t.Helper()
	recs, err := s.LogFrom(t.Context(), 0, 10000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range recs {
		if r.Kind == "registered" || r.Kind == "taken_over" {
			n++
		}
	}
	return n
}

func TestAWorkbookIsReadLikeATable(t *testing.T) {
	p := place{data: t.TempDir()}
	f := excelize.NewFile()
	for i, row := range [][]any{{"编号", "来电号码", "标题", "来电时间", "内容", "诉求类型"},
		{"X7", "13800001111", "路灯不亮", time.Date(2025, 3, 3, 8, 30, 0, 0, time.UTC), "北街路灯一直不亮。", "求助"},
		{"X8", "13800001111", "路灯不亮", time.Date(2025, 3, 3, 8, 30, 0, 0, time.UTC), "南街路灯也不亮。", "抱怨"}} {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = f.SetSheetRow("Sheet1", cell, &row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "表.xlsx")
	if err := errors.Join(f.SaveAs(file), f.Close()); err != nil {
		t.Fatal(err)
	}
	out, err := p.run(t, "", "import", file)
	refused(t, "import", err, "有1行没有导入")
	if !strings.Contains(out, "第3行：诉求类型“抱怨”") || !strings.Contains(out, "登记1件") {
		t.Errorf("import says:\n%s", out)
	}
	s, r, _ := p.open(t, "hotline/dispatcher")
	defer stop(t, s)
	v, err := r.Order(t.Context(), firstOrders(t, r, 1)[0])
	if err != nil || !strings.Contains(v.TakenAt, "3月3日 08:30") || v.Type != "求助" {
		t.Errorf("taken %q, type %q, %v", v.TakenAt, v.Type, err)
	}
}

func TestATableWithoutItsColumnsIsRefused(t *testing.T) {
	p := place{data: t.TempDir()}
	_, err := p.run(t, "", "import", table(t, "留言编号,留言主题", "X1,路灯"))
	refused(t, "no columns", err, "表")
	_, err = p.run(t, "", "import", filepath.Join(t.TempDir(), "无.csv"))
	refused(t, "no file", err, "读不了文件")
	for content, says := range map[string]string{"[columns\n": "不是有效的 TOML", "strange = 1\n": "不认识的项 strange", "required = []\n": "没有任何栏目"} {
		m := filepath.Join(t.TempDir(), "m.toml")
		if err := os.WriteFile(m, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err = p.run(t, "", "import", "--map", m, table(t, "留言编号", "X1"))
		refused(t, content, err, says)
	}
	if _, err := os.Stat(filepath.Join(p.data, sqldb.File)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a table that cannot be read opened the archive: %v", err)
	}
}

func TestAMendedRowBelowABadOneIsImported(t *testing.T) {
	p := place{data: t.TempDir()}
	file := table(t, "留言编号,留言主题,留言时间,留言详情",
		"X1,路灯不亮,2999-03-03 08:00,北街路灯一直不亮。",
		"X1,路灯不亮,2025-03-03 08:00,北街路灯一直不亮。")
	out, err := p.run(t, "", "import", file)
	refused(t, "import", err, "有1行没有导入")
	if !strings.Contains(out, "第2行：") || !strings.Contains(out, "登记1件") {
		t.Errorf("import says:\n%s", out)
	}
}

// The orders of the earlier platform: one running, one closed, one to dispatch, and what is wrong with others.
var takeoverLines = []string{"原工单编号,标题,内容,姓名,联系电话,来电时间,登记时间,状态,承办单位,接到时间,办结截止,办结时间,是否逾期,满意度,解决情况,诉求次数,交办次数,催办次数,转办文本",
	"OLD202503001,北街污水外溢,北街污水外溢三天，孩子上学绕路。,王秀兰,13800001234,2025-03-03 08:00,2025-03-03 08:30,办理中,县城管局,2025-03-03 10:00,2025-03-12,,,,,2,3,1,北街污水外溢，请查清原因。",
	"OLD202502001,南街噪音扰民,南街夜里施工噪音。,李四光,13800002222,2025-02-10 08:00,2025-02-10 08:30,已办结,县城管局,2025-02-10 10:00,,2025-02-17 16:00,是,不满意,未解决,2,2,,南街夜里施工，请制止。",
	"OLD202503009,请增设站台,东街没有公交站台。,钱七,13800003333,2025-03-04 08:00,2025-03-04 08:30,待转办,,,,,,,,,,,",
	"OLD202503010,没有状态,内容一。,钱七,13800003333,2025-03-04 08:00,2025-03-04 08:30,飞行中,,,,,,,,,,,",
	"OLD202503011,没有单位,内容二。,钱七,13800003333,2025-03-04 08:00,2025-03-04 08:30,办理中,,,,,,,,,,,",
	"OLD202503012,满意度写错,内容三。,钱七,13800003333,2025-03-04 08:00,2025-03-04 08:30,已办结,县城管局,2025-03-04 10:00,,2025-03-06 10:00,,很好,,,,,",
	"OLD202503013,次数写错,内容四。,钱七,13800003333,2025-03-04 08:00,2025-03-04 08:30,待转办,,,,,,,,两次,,,",
}

func TestTakingOverKeepsDatesLimitsNumbersAndCounts(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		file := table(t, takeoverLines...)
		out, err := p.run(t, "", "import --takeover", file)
		refused(t, "takeover", err, "有4行没有导入")
		for _, want := range []string{"登记3件", "第5行：状态“飞行中”", "第6行：在办工单没有承办单位", "第7行：满意度“很好”", "第8行：次数“两次”"} {
			if !strings.Contains(out, want) {
				t.Errorf("takeover says nothing of %q:\n%s", want, out)
			}
		}
		if out, _ := p.run(t, "", "import --takeover", file); !strings.Contains(out, "登记0件，以前已导入3件") {
			t.Errorf("second run:\n%s", out)
		}
		v := p.order(t, "OLD202503001")
		if v.Status != order.InProgress || v.OldNo != "OLD202503001" || v.UnitID != "cgj" || !strings.HasPrefix(v.ReceivedAt, "3月3日") && !strings.Contains(v.ReceivedAt, "3月3日") ||
			v.Appeals != 2 || v.Assigns != 3 || v.Urges != 1 {
			t.Errorf("running: %s %s %s received %s, appeals %d, assigned %d, urged %d", v.StatusName, v.OldNo, v.UnitID, v.ReceivedAt, v.Appeals, v.Assigns, v.Urges)
		}
		if len(v.Clocks) == 0 || !strings.Contains(v.Clocks[0].Last, "3月12日") || v.Clocks[0].Light.Colour != "r" {
			t.Errorf("clocks = %+v", v.Clocks)
		}
		c := p.order(t, "OLD202502001")
		if c.Status != order.Closed || !c.Late || c.Appeals != 2 || c.Assigns != 2 {
			t.Errorf("closed: %s, late %t, appeals %d, assigned %d", c.StatusName, c.Late, c.Appeals, c.Assigns)
		}
		if d := p.order(t, "OLD202503009"); d.Status != order.PendingDispatch || d.Appeals != 1 {
			t.Errorf("to dispatch: %s, appeals %d", d.StatusName, d.Appeals)
		}
		appealAgain(t, p, c.ID)
		if out := p.must(t, "check"); !strings.Contains(out, "核对无误") {
			t.Errorf("check = %s", out)
		}
		p.must(t, "replay")
		if out := p.must(t, "check"); !strings.Contains(out, "核对无误") {
			t.Errorf("check after replay = %s", out)
		}
		if again := p.order(t, "OLD202502001"); again.Appeals != 2 { // it stays the second appeal; the new one is the third
			t.Errorf("after replay it is appeal %d", again.Appeals)
		}
	})
}

// appealAgain registers the caller's next call and links it: the counts of the earlier platform go on.
func appealAgain(t *testing.T, p place, earlier string) {
	t.Helper()
	s, r, actor := p.open(t, "hotline/operator")
	defer stop(t, s)
	q := order.Request[order.Private]{Channel: "D1", TakenAt: s.Desk.Now(), Type: order.Complaint, Category: "0204", Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true,
		CallerKind: order.Person, Title: "南街噪音又来了", Phone: order.Private{Text: "13800002222"}, Words: order.Private{Text: "南街夜里施工噪音，又开始了。"}}
	link, _, err := r.LinkTo(t.Context(), earlier, desk.Draft{Phone: q.Phone.Text, Words: q.Words.Text}, "同一件事", false)
	if err != nil {
		t.Fatal(err)
	}
	reg := s.Desk.NewRegister(order.Register{By: order.By{Actor: actor}, Request: q, Link: link})
	done, err := s.Desk.Do(t.Context(), desk.Ask{Actor: actor, Order: reg.ID, Route: "test", Commands: []order.Command{reg,
		order.SubmitForDispatch{By: order.By{Actor: actor}, ChainID: "c-" + reg.ID, Proposal: order.Proposal{Unit: "cgj"}}}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.Order(t.Context(), done.ID)
	if err != nil || v.Appeals != 3 || len(v.Rounds) < 2 {
		t.Errorf("the next appeal counts %d, %d rounds, %v", v.Appeals, len(v.Rounds), err)
	}
}
