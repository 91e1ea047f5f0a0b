package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"huiyin/internal/order"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// Imported reports whether a message of a channel, or an order of an earlier platform, is here already.
func (s *Service) Imported(ctx context.Context, channel, number string, takeover bool) (bool, error) {
	var err error
	if takeover {
		_, err = s.store.OrderByNumber(ctx, number)
	} else {
		_, err = s.store.OrderByOuter(ctx, channel, number)
	}
	if errors.Is(err, store.ErrNone) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for %s %s: %w", channel, number, err)
	}
	return true, nil
}

// Rehearse decides a registration without writing anything: the dry run of an import.
func (s *Service) Rehearse(ctx context.Context, c order.Command) error {
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	_, err = order.Decide(order.State{}, c, p, s.now())
	return err
}

// CleanText is a text as it is stored: normalised, paragraphs kept.
func CleanText(s string) string { return text.Normalize(s) }

// ClearTitle makes a title fit to stand in clear: one line, at most 60 characters, identities masked; the beginning of the words where there is none.
func ClearTitle(title, words string, names ...string) string {
	t := text.OneLine(title)
	if t == "" {
		t = text.Cut(text.OneLine(words), 30)
	}
	t = text.AutoMask(t, names...)
	if utf8.RuneCountInString(t) > 60 {
		t = strings.TrimRight(text.Cut(t, 59), " ") + "…"
	}
	return t
}
