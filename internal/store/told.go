package store

import (
	"encoding/json"
	"fmt"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/order"
)

// Told is the kind of a record in a notice stream that tells posts of something that is no order: a week without an answering day (Art. 11), a gap in a roster
// (Art. 12), the year that has no calendar (domain.md §6.4).
const Told = "office_told"

// ToldBody is that record: who is told what. About says of what, as the writer needs it later.
type ToldBody struct {
	About string     `json:"about"`
	Lines []ToldLine `json:"lines"`
}

// ToldLine is one message of it.
type ToldLine struct {
	Code  order.NoticeCode `json:"code"`
	To    order.Addressee  `json:"to"`
	Times int              `json:"times,omitempty"`
	Due   time.Time        `json:"due,omitzero"`   // first instant that is too late
	Page  string           `json:"page,omitempty"` // where it leads, where the code alone does not say
}

func (b ToldBody) notices() []order.Notice {
	var out []order.Notice
	for _, l := range b.Lines {
		out = append(out, order.Notice{Code: l.Code, To: l.To, Times: l.Times, Due: l.Due, Urgent: l.Code.Wording().Class == order.AtOnce})
	}
	return out
}

// rows are the messages of the record at a position, each leading to its page.
func (b ToldBody) rows(pos any, at time.Time) []Exec {
	out := messageRows(pos, "", b.notices(), at)
	for i, l := range b.Lines {
		out[i].Args[len(out[i].Args)-1] = l.Page
	}
	return out
}

// ToldWrite makes the record with its messages; it must be the first write of its append.
func ToldWrite(stream string, b ToldBody, at time.Time) (StreamWrite, []Exec, error) {
	return ToldBeside(stream, 0, b, at)
}

// ToldBeside is the same as another write of an append: write says which one it will be.
func ToldBeside(stream string, write int, b ToldBody, at time.Time) (StreamWrite, []Exec, error) {
	body, err := json.Marshal(b)
	if err != nil {
		return StreamWrite{}, nil, fmt.Errorf("encode what is told: %w", err)
	}
	at = at.Truncate(time.Millisecond)
	out := b.rows(PosOf{Write: write}, at)
	for _, n := range b.notices() {
		out = append(out, outboxRow("", n, at)...)
	}
	return StreamWrite{Stream: NoticeStream(stream), Expect: -1, Events: []NewEvent{{Kind: Told, V: 1, Body: body}}}, out, nil
}

func (f *folded) addTold(r ledger.Record) error {
	var b ToldBody
	if err := json.Unmarshal(r.Body, &b); err != nil {
		return fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	f.messages = append(f.messages, b.rows(r.Pos, r.At())...)
	return nil
}
