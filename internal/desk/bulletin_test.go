package desk_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"huiyin/internal/approval"
	"huiyin/internal/bulletin"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestBulletinRoad: on Monday at six the week's draft is there, once; the office edits it with the figures fixed, another person reviews, the head signs by his PIN, it gets its number and the units
// hear; figures lead to the orders they count, a correction afterwards moves nothing that is out; strangers see none of it. A replay finds the same (Art. 26).
func TestBulletinRoad(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(w.Desk.PlanBulletin(ctx))
		must(w.Desk.PlanBulletin(ctx))
		closed, open := w.Closed("cgj"), w.Dispatched("jyj")
		w.Clock.Set("2026-03-09 06:00")
		w.Tick()
		sup, rev, head, unit := reader(t, w, "hotline/supervisor"), reader(t, w, "hotline/reviewer"), reader(t, w, org.PostOfficeHead), reader(t, w, "jyj/handler")
		list, err := sup.Bulletins(ctx, "", false, "")
		if err != nil || len(list.Items) != 1 || list.Items[0].ID != "week-2026-03-02" || list.Work != 1 {
			t.Fatalf("on Monday: %+v %v", list, err)
		}
		id := list.Items[0].ID
		v, err := sup.Bulletin(ctx, id)
		must(err)
		value := func(token string) string {
			x, _ := v.Draft.Value(token)
			return x.Text
		}
		if value("受理量") != "2" || value("办结量") != "1" || value("满意率") != "100.0%" || value("交办量") != "2" || v.MadeBy != "系统按时编成" || !strings.HasSuffix(v.Cut, "24:00") {
			t.Errorf("the draft says 受理 %s, 办结 %s, 满意率 %s, 交办 %s; %s, until %s", value("受理量"), value("办结量"), value("满意率"), value("交办量"), v.MadeBy, v.Cut)
		}
		l, err := sup.Figure(ctx, desk.FigureAsk{Metric: "done", From: "2026-03-02", To: "2026-03-08", Pos: v.Draft.Pos})
		if err != nil || len(l.Rows) != 1 || l.Rows[0].ID != closed {
			t.Errorf("办结量 leads to %+v, %v", l.Rows, err)
		}
		if l, err = sup.Figure(ctx, desk.FigureAsk{Metric: "signed", Part: bulletin.Missed, From: "2026-03-02", To: "2026-03-08"}); err != nil || len(l.Rows) != 1 || l.Rows[0].ID != open {
			t.Errorf("not signed in time: %+v, %v", l.Rows, err)
		}

		// Who is none of the office sees neither the draft nor the county's figures.
		for _, post := range []org.PostID{"jyj/handler", "hotline/operator", "cgj/principal", "hotline/system_admin"} {
			x := reader(t, w, post)
			if _, err := x.Bulletin(ctx, id); !errors.Is(err, desk.ErrNotFound) && !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s opens a draft: %v", post, err)
			}
			if _, err := x.Figure(ctx, desk.FigureAsk{Metric: "done", From: "2026-03-02", To: "2026-03-08"}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s opens a figure: %v", post, err)
			}
			if _, err := x.Overview(ctx, desk.Last30); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s opens the overview: %v", post, err)
			}
			if err := x.SubmitBulletin(ctx, id, "x"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s submits: %v", post, err)
			}
		}
		for _, a := range []desk.FigureAsk{{Metric: "none", From: "2026-03-02", To: "2026-03-08"}, {Metric: "due", Part: bulletin.Missed, From: "2026-03-02", To: "2026-03-08"}} {
			if _, err := sup.Figure(ctx, a); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%+v: %v", a, err)
			}
		}
		var bad *desk.Invalid
		if _, err := sup.Figure(ctx, desk.FigureAsk{Metric: "done", From: "2026-03-08", To: "2026-03-02"}); !errors.As(err, &bad) || bad.Field != "to" {
			t.Errorf("backwards: %v", err)
		}

		if _, err := sup.MakeBulletin(ctx, v.Draft.Period, "again"); code(err) != "made_already" {
			t.Errorf("made twice: %v", err)
		}
		if _, err := sup.MakeBulletin(ctx, bulletin.Period{Kind: bulletin.Week, From: "2026-03-09", To: "2026-03-15"}, "early"); code(err) != "not_over" {
			t.Errorf("made too early: %v", err)
		}
		text := v.Text
		text.Sections[6].Sentences = []string{"城管局当日疏通下水道，按期办结率【按期办结率】。"}
		must(sup.EditBulletin(ctx, id, text, v.Version, "e1"))
		must(sup.EditBulletin(ctx, id, text, v.Version, "e1")) // the same form again
		var conflict *desk.Conflict
		if err := head.EditBulletin(ctx, id, text, v.Version, "e2"); !errors.As(err, &conflict) {
			t.Errorf("an old page wrote over a newer one: %v", err)
		}
		must(sup.SubmitBulletin(ctx, id, "s1"))
		if err := sup.ReviewBulletin(ctx, id, "r0"); code(err) != "own_work" {
			t.Errorf("reviewed by who wrote it: %v", err)
		}
		must(rev.SendBackBulletin(ctx, id, "王秀兰一案请再核。", "b1"))
		if v, err = sup.Bulletin(ctx, id); err != nil || v.Back != "王秀兰一案请再核。" || v.Duty != "edit" {
			t.Errorf("sent back: %+v %v", v.Back, err)
		}
		must(sup.SubmitBulletin(ctx, id, "s2"))
		must(rev.ReviewBulletin(ctx, id, "r1"))
		if err := head.SignBulletin(ctx, id, "", "g0"); code(err) != "not_confirmed" {
			t.Errorf("signed by a session alone: %v", err)
		}
		must(head.SignBulletin(ctx, id, approval.ByPIN, "g1"))
		if open, err := w.Desk.OpenFigures(ctx, 5); err != nil || len(open) != 0 {
			t.Errorf("figures are open before they are published: %+v, %v", open, err)
		}
		must(sup.PublishBulletin(ctx, id, "p1"))
		// Citizens see what is out, and no rate that rests on fewer than five.
		if open, err := w.Desk.OpenFigures(ctx, 5); err != nil || len(open) != 1 || len(open[0].Figures) == 0 {
			t.Errorf("published figures: %+v, %v", open, err)
		} else {
			said := map[string]string{}
			for _, f := range open[0].Figures {
				said[f.Name] = f.Text
			}
			if said["受理量"] != "2" || said["满意率"] != "样本不足" {
				t.Errorf("open figures say %v", said)
			}
		}
		out, err := unit.Bulletin(ctx, id)
		if err != nil || out.Number != "2026年第1期" || out.SignedTitle == "" {
			t.Errorf("out: %q by %q, %v", out.Number, out.SignedTitle, err)
		}
		told := 0
		m, err := unit.Messages(ctx, false, "")
		must(err)
		for _, x := range m.Rows {
			if strings.Contains(x.Text, "已印发") {
				told++
			}
		}
		if told != 1 {
			t.Errorf("the unit heard of it %d times", told)
		}

		// What is out stays, whatever is corrected; the catalogue counts the correction where it belongs.
		w.Do("hotline/dispatcher", open, order.Correct{By: testkit.By("hotline/dispatcher"), Category: "0101", Reason: order.Private{Text: "分类登记有误"}})
		if same, err := sup.Recount(ctx, id); err != nil || !same {
			t.Errorf("compiled again after a correction: %v %v", same, err)
		}
		now := func(category string) int64 {
			l, err := sup.Figure(ctx, desk.FigureAsk{Metric: "registered", From: "2026-03-02", To: "2026-03-08", Where: bulletin.Where{Category: category}})
			must(err)
			return l.Sum
		}
		if now("0101") != 1 || now("0204") != 1 {
			t.Errorf("after the correction %d and %d are registered", now("0101"), now("0204"))
		}
		var docx, xlsx bytes.Buffer
		f, err := unit.BulletinDocx(ctx, id, desk.BulletinNames{Office: "县热线办", Sender: "县政府办公室"})
		must(err)
		must(f.Write(&docx))
		g, err := unit.BulletinXLSX(ctx, id, desk.BulletinNames{})
		must(err)
		must(g.Write(&xlsx))
		if docx.Len() < 4000 || xlsx.Len() < 4000 || !strings.HasSuffix(f.Name, ".docx") || strings.ContainsAny(f.Name, `/\`) {
			t.Errorf("files: %s of %d, %d bytes", f.Name, docx.Len(), xlsx.Len())
		}
		w.Tick()
		if faults, err := w.Store.CheckProjections(ctx); err != nil || len(faults) > 0 {
			t.Errorf("the read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(ctx); err != nil {
			t.Fatal(err)
		}
		if faults, err := w.Store.CheckProjections(ctx); err != nil || len(faults) > 0 {
			t.Errorf("after a replay: %v %v", faults, err)
		}
		w.Clock.Set("2026-04-06 06:00") // the first Monday of a quarter
		w.Tick()
		if list, err = head.Bulletins(ctx, bulletin.Quarter, false, ""); err != nil || len(list.Items) != 1 || list.Items[0].ID != "quarter-2026-01-01" {
			t.Errorf("the quarter: %+v %v", list.Items, err)
		}
		// The wall shows no small number.
		wall, err := head.Wall(ctx)
		must(err)
		for _, r := range wall.Heat.Rows {
			for _, n := range r.N {
				if n != 0 && n < desk.WallLeast {
					t.Errorf("the wall shows a %d", n)
				}
			}
		}
	})
}
