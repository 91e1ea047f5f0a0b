package oversight

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// drawWorld is the draws of a scenario.
type drawWorld struct {
	rechecks Rechecks
	drawn    *RechecksDrawn
}

func init() {
	orderCommands["回头看"] = desking("督办员", func(w *world, by order.By, a args) order.Command {
		c := order.Recheck{By: by, Draw: a.num("第几次抽取", 0), On: w.now, Means: order.RecheckPhone, Result: order.RecheckHolds, Rework: a.yes("重办"), Words: w.private("再次核实。")}
		if a.yes("反弹") {
			c.Result, c.Note = order.RecheckRebound, w.private("重新清掏，查明原因。")
		}
		return c
	})
	// 抽取 draws from so many orders, all closed on one day.
	orderCommands["抽取"] = func(w *world, by org.Actor, named bool, a args) {
		w.t.Helper()
		if !named {
			by = people["督办员"]
		}
		day, err := calendar.ParseDate(a.get("办结", calendar.DateOf(w.now).AddDays(-30).String()))
		if err != nil {
			w.fatalf("%v", err)
		}
		c := DrawRechecks{By: By{by}, Lot: "chance"}
		put := func(n int, key, supervised bool) {
			for range n {
				c.Pool = append(c.Pool, Candidate{Order: "x" + strconv.Itoa(len(c.Pool)), Unit: "cgj", ClosedAt: day.Noon(), Key: key, Supervised: supervised})
			}
		}
		put(a.num("普通", 0), false, false)
		put(a.num("重点", 0), true, true)
		put(a.num("督办", 0), false, true)
		w.draws.drawn = nil
		e, err := Draw(w.draws.rechecks, c, w.p, w.now)
		if err != nil {
			w.err = err
			return
		}
		b, err := EncodeRechecks(e)
		if err != nil {
			w.fatalf("%v", err)
		}
		if e, err = DecodeRechecks(RechecksKind, Version, b); err != nil {
			w.fatalf("%v", err)
		}
		w.draws.drawn, w.draws.rechecks = &e, EvolveRechecks(w.draws.rechecks, e)
	}
}

// wantDraw answers lines about draws; false where a line is about something else.
func (w *world) wantDraw(words []string) bool {
	w.t.Helper()
	if words[0] != "抽中" {
		return false
	}
	e := w.draws.drawn
	if e == nil {
		w.fatalf("nothing was drawn")
	}
	n, dues := map[Pick]int{}, map[string]bool{}
	for _, l := range e.Lines {
		n[l.Why]++
		dues[l.Due] = true
	}
	facts := map[string]string{"共": strconv.Itoa(len(e.Lines)), "从": e.From, "到": e.To, "全部": strconv.Itoa(e.Pool), "第几次": strconv.Itoa(e.Draw), "截止": fmt.Sprint(slices.Sorted(maps.Keys(dues)))}
	for _, p := range []Pick{PickKey, PickSupervised, PickSample} {
		facts[p.Name()] = strconv.Itoa(n[p])
	}
	if bad := miss(words[1:], facts); bad != "" {
		w.fatalf("%s", bad)
	}
	return true
}

// TestDrawIsReadAsItWasWritten holds the event against its first JSON (UPDATE=1 writes it).
func TestDrawIsReadAsItWasWritten(t *testing.T) {
	var e RechecksDrawn
	fill(reflect.ValueOf(&e).Elem())
	b, err := EncodeRechecks(e)
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/events/" + RechecksKind + ".v1.json"
	golden, err := os.ReadFile(file)
	if os.IsNotExist(err) && os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err != nil || !bytes.Equal(bytes.TrimSpace(golden), b) {
		t.Errorf("written as\n%s\nand was\n%s%v", b, golden, err)
	}
	if back, err := DecodeRechecks(RechecksKind, Version, golden); err != nil || !reflect.DeepEqual(back, e) {
		t.Errorf("read as %+v %v", back, err)
	}
	if _, err := DecodeRechecks(RechecksKind, Version+1, golden); err == nil {
		t.Error("an event of a newer program is read")
	}
}

// TestALotIsFair: the same chance and orders draw the same, however the orders come; over many chances every order is drawn about as often as the percentage says, so no
// unit can count on its place.
func TestALotIsFair(t *testing.T) {
	p, err := policy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 5, 4, 1, 0, 0, 0, time.UTC)
	by := By{org.Actor{Account: "a", Post: org.Post{ID: "hotline/supervisor", Unit: "hotline", Kind: org.Supervisor}}}
	var pool []Candidate
	for i := range 101 {
		pool = append(pool, Candidate{Order: strconv.Itoa(i), Unit: "cgj", ClosedAt: now.AddDate(0, 0, -40)})
	}
	times := map[string]int{}
	const draws = 4000
	for i := range draws {
		a, err := Draw(Rechecks{}, DrawRechecks{By: by, Pool: pool, Lot: strconv.Itoa(i)}, p, now)
		if err != nil || len(a.Lines) != 6 { // five in a hundred of 101, the broken one rounded up
			t.Fatalf("%d %v", len(a.Lines), err)
		}
		back := slices.Clone(pool)
		slices.Reverse(back)
		if b, err := Draw(Rechecks{}, DrawRechecks{By: by, Pool: back, Lot: strconv.Itoa(i)}, p, now); err != nil || !reflect.DeepEqual(a, b) {
			t.Fatalf("the order of the pool moves the draw: %v", err)
		}
		for _, l := range a.Lines {
			times[l.Order]++
		}
	}
	want := draws * 6 / 101
	for i := range 101 {
		if n := times[strconv.Itoa(i)]; n < want*3/4 || n > want*5/4 {
			t.Errorf("order %d was drawn %d times of %d, about %d would be fair", i, n, draws, want)
		}
	}
	var no *regulation.Refusal
	if _, err := Draw(Rechecks{To: "2026-04-04"}, DrawRechecks{By: by, Pool: pool}, p, now); !errors.As(err, &no) || no.Code != "nothing_to_draw" {
		t.Errorf("drawn twice: %v", err)
	}
}
