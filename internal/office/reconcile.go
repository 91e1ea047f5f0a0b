package office

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Reconciliation (对账): what a source says that it sent on a day against what was registered, since every request in whatever form becomes an order (Art. 9,
// Art. 6(3)). A month is one stream.

// mostReceived is more than any source sends in a day.
const mostReceived = 100_000

// Tally is one source's word for one day.
type Tally struct {
	Day      string `json:"day"` // 2026-11-24, the day of registration
	Channel  string `json:"channel"`
	Received int    `json:"received"`   // how many the source sent
	Counted  int    `json:"registered"` // how many were registered when it was compared
	Note     string `json:"note,omitempty"`
}

// Differs reports whether the two sides did not agree when they were compared.
func (t Tally) Differs() bool { return t.Received != t.Counted }

// Reconciled puts a comparison on record; a later one of the same day and source takes its place.
type Reconciled struct {
	At    time.Time `json:"at"`
	Tally Tally     `json:"tally"`
}

// Tallies are a month's comparisons, the newest of each day and source.
type Tallies []Reconciled

// Evolve applies a comparison.
func (all Tallies) Evolve(e Reconciled) Tallies {
	out := slices.Clone(all)
	if i := slices.IndexFunc(out, func(x Reconciled) bool { return x.Tally.Day == e.Tally.Day && x.Tally.Channel == e.Tally.Channel }); i >= 0 {
		out[i] = e
		return out
	}
	return append(out, e)
}

// Of finds the comparison of a day and source.
func (all Tallies) Of(day, channel string) (Reconciled, bool) {
	for _, x := range all {
		if x.Tally.Day == day && x.Tally.Channel == channel {
			return x, true
		}
	}
	return Reconciled{}, false
}

// Reconcile compares. channel tells whether there is such a source. Where the sides differ, the note says what is missing or too many. Errors: *regulation.Refusal.
func Reconcile(a org.Actor, t Tally, channel func(string) bool, now time.Time) (Reconciled, error) {
	bad := func(code, field, reason string, args ...any) (Reconciled, error) {
		return Reconciled{}, regulation.RefuseField(regulation.Art9, code, field, reason, args...)
	}
	if k := a.Post.Kind; k != org.Dispatcher && k != org.Supervisor && k != org.OfficeHead && !a.System() {
		return Reconciled{}, regulation.RefuseState(regulation.Art9, "not_reconciler", "对账由县热线办分办员、督办员或负责人登记，%s可以查看。", a.Post.Title)
	}
	t.Note = strings.TrimSpace(t.Note)
	day, err := calendar.ParseDate(t.Day)
	switch {
	case err != nil:
		return bad("bad_day", "day", "日期看不懂，请按“2026-11-24”的样式填写。")
	case day.After(calendar.DateOf(now)):
		return bad("future_day", "day", "还没有到%s，不能对账，请选今天或以前的日期。", day.ChineseShort())
	case !channel(t.Channel):
		return bad("bad_channel", "channel", "没有这个来源，请从列表中选。")
	case t.Received < 0 || t.Received > mostReceived:
		return bad("bad_received", "received", "来件数应是0到%d的整数，请核对。", mostReceived)
	}
	if t.Differs() && t.Note == "" {
		return bad("missing_note", "note", "来件%d件、登记%d件，不一致，请写明差在哪里、怎么补。", t.Received, t.Counted)
	}
	if t.Note != "" {
		if err := clearBy(regulation.Art9, "note", "说明", t.Note, 2, 200); err != nil {
			return Reconciled{}, err
		}
	}
	return Reconciled{At: now, Tally: t}, nil
}

// SettleBy is the last day on which a difference may still be made good by itself, by orders that are entered late: the working day after it was compared.
// What differs then is looked at by the head (Art. 6(3), 9).
func (e Reconciled) SettleBy(cal *calendar.Calendar) calendar.Date {
	return cal.AddWorkdays(calendar.DateOf(e.At), 1)
}

// EncodeReconciled writes the event's kind and body.
func EncodeReconciled(e Reconciled) (string, []byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return "", nil, fmt.Errorf("encode reconciled: %w", err)
	}
	return "reconciled", bytes.TrimRight(b.Bytes(), "\n"), nil
}

// DecodeReconciled reads an event's body; a kind or version of a newer program is an error.
func DecodeReconciled(kind string, v int, body []byte) (Reconciled, error) {
	var e Reconciled
	if kind != "reconciled" || v != Version {
		return e, fmt.Errorf("event %s version %d of reconciliation is not known to this program", kind, v)
	}
	return e, json.Unmarshal(body, &e)
}
