package order_test

import (
	"reflect"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
)

// tried holds that an order tried by its own rules ends up where it really was: every limit and every signer, whatever happened to it (Art. 29).
func (w *world) tried() {
	w.t.Helper()
	for who, log := range w.log {
		var all []order.Happened
		at := time.Time{}
		for _, e := range log {
			if f := reflect.ValueOf(e).FieldByName("At"); f.IsValid() {
				if x, ok := f.Interface().(time.Time); ok && x.After(at) {
					at = x
				}
			}
			all = append(all, order.Happened{At: at, Event: e})
		}
		p := w.rules[w.states[who].Policy]
		got := order.Try(all, p, p, func(v int) *calendar.Calendar { return w.cals[v] }, w.now)
		for _, c := range got.Clocks {
			if !c.Was.Equal(c.Would) || c.WasLate != c.WouldLate {
				w.t.Fatalf("%s tried by its own rules: %s was due %s, would be %s", who, c.Kind.Name(), c.Was, c.Would)
			}
		}
		for _, s := range got.Signs {
			if !s.Same() {
				w.t.Fatalf("%s tried by its own rules: %v signed, %v would", who, s.Was, s.Would)
			}
		}
	}
}
