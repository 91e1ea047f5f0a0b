package desk

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/text"
)

// What people write in passing – an urge, a contact, an opinion – names the caller sooner or later. Whoever may not see his name or number in full does not
// read it there either (Art. 23(6)): of such words the caller's own name and numbers are masked, whatever else they hold.

// namesOf are the references of the caller's names and numbers, those of before a correction too.
func namesOf(l loaded) (names, numbers []string) {
	add := func(to *[]string, all ...order.Kept) {
		for _, k := range all {
			if k.Ref != "" {
				*to = append(*to, k.Ref)
			}
		}
	}
	for _, e := range l.events {
		switch e := e.(type) {
		case order.RegisteredEvent:
			add(&names, e.Request.Name)
			add(&numbers, e.Request.Phone, e.Request.Contact)
		case order.TakenOver:
			add(&names, e.Request.Name)
			add(&numbers, e.Request.Phone, e.Request.Contact)
		case order.Corrected:
			if e.Name != nil {
				add(&names, *e.Name)
			}
			for _, k := range []*order.Kept{e.Phone, e.Contact} {
				if k != nil {
					add(&numbers, *k)
				}
			}
		}
	}
	return names, numbers
}

// maskOwn masks the caller in words that others wrote, for a reader who does not see him in full. mask are the references of such words.
func (r *Reader) maskOwn(ctx context.Context, l loaded, sees func(access.Field) access.Sight, open map[string]string, mask []string) error {
	names, numbers := namesOf(l)
	var refs []string
	if sees(access.Name) != access.Full {
		refs = append(refs, names...)
	}
	if sees(access.Phone) != access.Full {
		refs = append(refs, numbers...)
	}
	if len(refs) == 0 || len(mask) == 0 {
		return nil
	}
	known, err := r.s.unseal(ctx, refs)
	if err != nil {
		return err
	}
	var own []string
	for _, x := range known {
		own = append(own, x)
	}
	for _, ref := range mask {
		if s, ok := open[ref]; ok {
			open[ref] = withoutOwn(s, own)
		}
	}
	return nil
}

// withoutOwn masks given names and numbers in a text, however they are written there.
func withoutOwn(s string, own []string) string {
	for {
		var hits []text.Finding
		for _, f := range text.FindIdentity(s, own...) {
			if holds(f.Text, own) {
				hits = append(hits, f)
			}
		}
		if len(hits) == 0 {
			return s
		}
		s = text.Mask(s, hits)
	}
}

func holds(words string, own []string) bool {
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, text.Fold(s))
	}
	w := bare(words)
	for _, n := range own {
		if n = bare(n); utf8.RuneCountInString(n) > 1 && strings.Contains(w, n) {
			return true
		}
	}
	return false
}
