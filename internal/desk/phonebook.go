package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// PhoneUnit is a unit in the 通讯录.
type PhoneUnit struct {
	ID        org.UnitID
	Name      string
	Lines     map[office.LineKind]office.PhoneLine
	Own       bool   // the unit has written its list; else only the number of its registration stands there
	Confirmed bool   // this month
	By, At    string // who confirmed last, and when
}

// PhoneGroup is a kind of unit with its units.
type PhoneGroup struct {
	Name  string
	Units []PhoneUnit
}

// PhonebookPage is the 通讯录: all groups, or what a search finds.
type PhonebookPage struct {
	Groups         []PhoneGroup
	Month          string // 2026年12月
	Units, Missing int    // of the whole book
	Mine           *PhoneUnit
	MayEdit        bool
	Due            bool // the reader's own unit has not confirmed this month
}

// groupOrder is how the book is sorted: the office first, as on the wall.
var groupOrder = []org.Group{org.County, org.Township, org.Department, org.Enterprise}

// Phonebook reads the book. query is part of a name, of its pinyin or initials, or of a number; missing keeps the units that have not confirmed.
func (r *Reader) Phonebook(ctx context.Context, query string, missing bool) (PhonebookPage, error) {
	if !access.May(r.actor.Post.Kind, access.PhoneBook) {
		return PhonebookPage{}, ErrForbidden
	}
	books, err := r.s.store.Phonebooks(ctx)
	if err != nil {
		return PhonebookPage{}, err
	}
	now := r.s.now()
	by := map[org.UnitID]office.Phonebook{}
	for _, b := range books {
		by[b.Unit] = b
	}
	out := PhonebookPage{Month: now.In(calendar.Beijing).Format("2006年1月"), MayEdit: access.May(r.actor.Post.Kind, access.PhoneEdit)}
	groups := map[org.Group][]PhoneUnit{}
	for _, u := range r.dir.Units() {
		if u.Closed || u.Group == org.County && u.ID != org.HotlineOffice {
			continue
		}
		x := r.phoneUnit(u, by[u.ID])
		x.Confirmed = by[u.ID].Confirmed(now)
		out.Units++
		if !x.Confirmed {
			out.Missing++
		}
		if out.MayEdit && u.ID == r.actor.Post.Unit {
			out.Mine, out.Due = &x, !x.Confirmed
		}
		if missing && x.Confirmed || !phoneFound(x, u, query) {
			continue
		}
		groups[u.Group] = append(groups[u.Group], x)
	}
	for _, g := range groupOrder {
		if all := groups[g]; len(all) > 0 {
			slices.SortStableFunc(all, func(a, b PhoneUnit) int { return cmp.Compare(text.Syllables(a.Name), text.Syllables(b.Name)) })
			out.Groups = append(out.Groups, PhoneGroup{Name: g.Name(), Units: all})
		}
	}
	return out, nil
}

func (r *Reader) phoneUnit(u org.Unit, b office.Phonebook) PhoneUnit {
	x := PhoneUnit{ID: u.ID, Name: u.Name, Lines: map[office.LineKind]office.PhoneLine{}, Own: len(b.Lines) > 0}
	for _, l := range b.Lines {
		x.Lines[l.Kind] = l
	}
	if !x.Own && u.Phone != "" {
		x.Lines[office.LineOffice] = office.PhoneLine{Kind: office.LineOffice, Number: u.Phone}
	}
	if !b.ConfirmedAt.IsZero() {
		x.By, x.At = r.account(b.ConfirmedBy), clockTime(b.ConfirmedAt)
	}
	return x
}

func phoneFound(x PhoneUnit, u org.Unit, query string) bool {
	query = strings.TrimSpace(query)
	if query == "" || strings.Contains(u.Name, query) || strings.Contains(u.Short, query) || text.MatchPinyin(query, u.Name) || u.Short != "" && text.MatchPinyin(query, u.Short) {
		return true
	}
	for _, l := range x.Lines {
		if strings.Contains(l.Number, query) || strings.Contains(strings.ReplaceAll(l.Number, "-", ""), query) || strings.Contains(l.Note, query) {
			return true
		}
	}
	return false
}

// PhonesDue reports whether the reader's own unit has yet to confirm its numbers this month: the reminder in the menu.
func (r *Reader) PhonesDue(ctx context.Context) bool {
	b, err := r.s.store.Phonebook(ctx, r.actor.Post.Unit)
	return errors.Is(err, store.ErrNone) || err == nil && !b.Confirmed(r.s.now())
}

// SavePhones writes the reader's own unit's list, and never another's: the unit is that of his post. hotline is the citizens' number.
func (r *Reader) SavePhones(ctx context.Context, lines []office.PhoneLine, hotline, key string) error {
	listed, confirmed, err := office.ListPhones(r.actor, lines, hotline, r.s.now())
	if err != nil {
		return err
	}
	return r.writePhones(ctx, key, listed, confirmed)
}

// ConfirmPhones says that the reader's own unit has looked at its list this month and found it right.
func (r *Reader) ConfirmPhones(ctx context.Context, key string) error {
	return r.writePhones(ctx, key, office.ConfirmPhones(r.actor, r.s.now()))
}

func (r *Reader) writePhones(ctx context.Context, key string, events ...any) error {
	if !access.May(r.actor.Post.Kind, access.PhoneEdit) {
		return ErrForbidden
	}
	unit := r.actor.Post.Unit
	for try := 0; ; try++ {
		recs, err := r.s.store.Load(ctx, store.PhonebookStream(unit))
		if err != nil {
			return fmt.Errorf("load numbers of %s: %w", unit, err)
		}
		b := office.Phonebook{Unit: unit}
		for _, rec := range recs {
			if b, err = store.FoldPhonebook(b, rec); err != nil {
				return err
			}
		}
		w := store.StreamWrite{Stream: store.PhonebookStream(unit), Expect: b.Version}
		digest := ""
		for _, e := range events {
			n, err := store.OfficeEvent(e)
			if err != nil {
				return err
			}
			w.Events = append(w.Events, n)
			if l, ok := e.(office.PhonesListed); ok {
				body, err := json.Marshal(l.Lines)
				if err != nil {
					return fmt.Errorf("encode numbers: %w", err)
				}
				digest = string(body)
			}
			b = b.Evolve(e)
		}
		b.Version += int64(len(events))
		_, err = r.s.append(ctx, r.actor, store.Append{Writes: []store.StreamWrite{w}, Rows: []store.Exec{store.PhonebookRow(b)},
			Key: &store.CommandKey{Actor: string(r.actor.Account), Route: "phonebook", Key: key, Digest: r.s.vault.Digest("phones " + digest)}})
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return r.s.known(err)
	}
}
