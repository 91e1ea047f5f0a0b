package office

import (
	"errors"
	"testing"
	"time"

	"huiyin/internal/regulation"
)

func refused(t *testing.T, err error, code string) {
	t.Helper()
	var no *regulation.Refusal
	if !errors.As(err, &no) || no.Code != code {
		t.Errorf("got %v, want the refusal %s", err, code)
	}
}

var monday = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

func TestOpenItemsGoOnUntilSomebodySettlesThem(t *testing.T) {
	first, err := HandOver{Account: "a", New: []NewItem{{ID: "1", Kind: ItemCallback, Words: Words{Ref: "r1"}}, {ID: "2", Kind: ItemEquipment, Words: Words{Ref: "r2"}}}}.Do(Handover{}, monday)
	if err != nil || len(first.Items) != 2 {
		t.Fatalf("the first hand-over: %+v, %v", first, err)
	}
	h := Handover{ID: "h1", Out: first}
	_, err = HandOver{Account: "b"}.Do(h, monday)
	refused(t, err, "not_taken")
	_, err = h.Take("a", "", monday)
	refused(t, err, "same_person")
	if h.In, err = h.Take("b", "p", monday.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	_, err = h.Take("c", "", monday)
	refused(t, err, "taken_already")
	next, err := HandOver{Account: "b", Settled: []string{"1"}}.Do(h, monday.Add(8*time.Hour))
	if err != nil || len(next.Items) != 1 || next.Items[0].ID != "2" || next.Items[0].Times != 2 || next.Items[0].Since != monday || len(next.Settled) != 1 || next.Before != "h1" {
		t.Errorf("the next shift: %+v, %v", next, err)
	}
	_, err = HandOver{Account: "b", Settled: []string{"9"}}.Do(h, monday)
	refused(t, err, "no_item")
	_, err = HandOver{Account: "b", New: []NewItem{{ID: "3", Kind: "x", Words: Words{Ref: "r"}}}}.Do(h, monday)
	refused(t, err, "bad_item")
	h.Next = "h2"
	_, err = HandOver{Account: "b"}.Do(h, monday)
	refused(t, err, "handed_over_already")
	_, err = Handover{}.Take("b", "", monday)
	refused(t, err, "no_handover")
	many := HandOver{Account: "a"}
	for range MostItems + 1 {
		many.New = append(many.New, NewItem{ID: "x", Kind: ItemCall, Words: Words{Ref: "r"}})
	}
	_, err = many.Do(Handover{}, monday)
	refused(t, err, "too_many")
}

func outage() Draft {
	return Draft{Title: "城南片区停水", Town: "341622001", Category: "0201", Text: "城南主管道破裂，供水公司正在抢修，预计今晚八点恢复。", Owner: "gsgs", From: monday, Until: monday.Add(12 * time.Hour)}
}

func TestAStatementRunsItsTimeAndNoLonger(t *testing.T) {
	e, err := Statement{}.Publish(outage(), "a", monday)
	if err != nil {
		t.Fatal(err)
	}
	s := Statement{ID: "s"}.Evolve(e)
	for at, runs := range map[time.Duration]bool{-time.Millisecond: false, 0: true, 12*time.Hour - 1: true, 12 * time.Hour: false} {
		if got := s.Runs(monday.Add(at)); got != runs {
			t.Errorf("%s after its beginning it runs: %t", at, got)
		}
		_, err := s.Use("o", monday.Add(at))
		if (err == nil) != runs {
			t.Errorf("%s after its beginning it answers: %v", at, err)
		}
	}
	d := outage()
	d.Until = monday.Add(20 * time.Hour)
	later, err := s.Publish(d, "b", monday.Add(time.Hour))
	if err != nil || later.V != 2 {
		t.Fatalf("the second version: %+v, %v", later, err)
	}
	s = s.Evolve(later)
	u, err := s.Use("o", monday.Add(13*time.Hour))
	if err != nil || u.V != 2 {
		t.Errorf("used %+v, %v", u, err)
	}
	if s = s.Evolve(u); s.Uses != 1 {
		t.Errorf("used %d times", s.Uses)
	}
	end, err := s.End("a", monday.Add(14*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	s = s.Evolve(end)
	_, err = s.Use("o", monday.Add(14*time.Hour))
	refused(t, err, "not_running")
	_, err = s.End("a", monday.Add(14*time.Hour))
	refused(t, err, "ended")
	_, err = s.Publish(outage(), "a", monday)
	refused(t, err, "ended")
}

func TestAStatementNamesNobody(t *testing.T) {
	for code, change := range map[string]func(*Draft){
		"missing_title": func(d *Draft) { d.Title = " " }, "short_text": func(d *Draft) { d.Text = "停水" }, "missing_owner": func(d *Draft) { d.Owner = "" },
		"bad_until": func(d *Draft) { d.Until = monday }, "too_long": func(d *Draft) { d.Until = monday.AddDate(0, 2, 0) },
		"identity": func(d *Draft) { d.Text = "城南主管道破裂，有事找老王，电话13800001234。" },
	} {
		d := outage()
		change(&d)
		_, err := Statement{}.Publish(d, "a", monday)
		refused(t, err, code)
	}
	d := outage()
	d.Text += "抢修电话0558-7622345。"
	if _, err := (Statement{}).Publish(d, "a", monday); err != nil {
		t.Errorf("the number of the repair service: %v", err)
	}
}

func TestAStatementFitsItsPlaceAndCategory(t *testing.T) {
	s := Statement{Draft: outage()}
	for _, x := range []struct {
		town, place, category string
		want                  int
	}{{"341622001", "北城社区", "0201", 5}, {"341622001", "", "", 3}, {"", "", "", 1}, {"341622002", "", "0201", 0}, {"341622001", "", "0301", 0}} {
		if got := s.Matches(x.town, x.place, x.category); got != x.want {
			t.Errorf("%v fits %d, want %d", x, got, x.want)
		}
	}
	s.Draft.Place = "北城"
	if s.Matches("341622001", "南城社区", "") != 0 || s.Matches("341622001", "北城社区", "") != 4 {
		t.Error("the place's words do not count")
	}
}
