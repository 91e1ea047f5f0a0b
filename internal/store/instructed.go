package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// InstructedRows says which posts gave their word on an order by an event: a leader's instruction (Art. 6(4), 11), or a signature with words
// (Art. 10(4), 24). s is the state after it.
func InstructedRows(s order.State, e order.Event, at time.Time) []Exec {
	var posts []org.PostID
	switch e := e.(type) {
	case order.RegisteredEvent:
		if e.Instruction != nil {
			posts = []org.PostID{e.Instruction.Post}
		}
	case order.Instructed:
		posts = []org.PostID{e.Instruction.Post}
	case order.StepSigned:
		if e.Sign.Opinion != "" {
			posts = append([]org.PostID{e.Sign.Post}, e.Also...)
		}
	}
	var out []Exec
	for _, p := range posts {
		out = append(out, Exec{Query: "instructed_put", Args: []any{string(p), s.ID, ms(at)}})
	}
	return out
}

// word folds an event into who gave his word.
func (f *folded) word(after order.State, e order.Event, atMS int64) {
	for _, x := range InstructedRows(after, e, time.UnixMilli(atMS)) {
		f.words[[2]string{x.Args[0].(string), x.Args[1].(string)}] = x.Args[2].(int64)
	}
}

// checkInstructed holds the words of posts against the fold.
func (s *Store) checkInstructed(ctx context.Context, f *folded, say func(string, ...any)) error {
	type line struct {
		key [2]string
		at  int64
	}
	all, err := rows(ctx, s.db.Read, s.db.Q("instructed_all"), func(scan func(...any) error) (line, error) {
		var l line
		err := scan(&l.key[0], &l.key[1], &l.at)
		return l, err
	})
	if err != nil {
		return fmt.Errorf("list words of posts: %w", err)
	}
	for _, l := range all {
		if want, ok := f.words[l.key]; !ok || want != l.at {
			say("批示落实 %s %s 与日志不符", l.key[0], l.key[1])
		}
	}
	if len(all) != len(f.words) {
		say("批示落实有%d条，日志里有%d条", len(all), len(f.words))
	}
	return nil
}
