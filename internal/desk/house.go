package desk

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// today is the day in Beijing as the organisation's history writes it.
func (s *Service) today() org.Day { return orgDay(s.now()) }

func orgDay(t time.Time) org.Day { return org.Day(calendar.DateOf(t).String()) }

// House is the county's organisation with its history, as far as it is written.
func (s *Service) House(ctx context.Context) (org.House, error) {
	h, _, err := s.houseAt(ctx)
	return h, err
}

// houseAt is the house with the version of its stream.
func (s *Service) houseAt(ctx context.Context) (org.House, int64, error) {
	recs, err := s.since(ctx, orgStream, &s.dirAt)
	if err != nil {
		return org.House{}, 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range recs {
		if r.Version <= s.dirAt {
			continue
		}
		if s.house, err = store.FoldHouse(s.house, r); err != nil {
			return org.House{}, 0, err
		}
		s.dirAt, s.dirs = r.Version, nil
	}
	return s.house, s.dirAt, nil
}

// Directory is the county's units and posts as they are now.
func (s *Service) Directory(ctx context.Context) (org.Directory, error) {
	h, err := s.House(ctx)
	if err != nil {
		return org.Directory{}, err
	}
	return s.directoryOn(h, s.today()), nil
}

// directoryOn is the directory of a day. After the last change all days are alike, so that few are kept.
func (s *Service) directoryOn(h org.House, day org.Day) org.Directory {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d, ok := s.dirs[day]; ok {
		return d
	}
	d := h.At(day)
	if s.dirs == nil || len(s.dirs) > 400 {
		s.dirs = map[org.Day]org.Directory{}
	}
	s.dirs[day] = d
	return d
}

// SaveDirectory adds units and posts as they stand from the beginning: the first directory of a county.
func (s *Service) SaveDirectory(ctx context.Context, units []org.Unit, posts []org.Post) error {
	return s.change(ctx, org.Actor{}, nil, nil, org.DirectorySaved{Units: units, Posts: posts})
}

// change writes entries of the organisation's history with what goes along, in one append.
func (s *Service) change(ctx context.Context, who org.Actor, rows []store.Exec, jobs []store.Due, events ...any) error {
	return s.changeOnce(ctx, who, &store.CommandKey{}, "", rows, jobs, events...)
}

// changeOnce is change under an idempotency key, whose outcome is an id or "".
func (s *Service) changeOnce(ctx context.Context, who org.Actor, ck *store.CommandKey, id string, rows []store.Exec, jobs []store.Due, events ...any) error {
	w := store.StreamWrite{Stream: orgStream, Expect: -1}
	for _, e := range events {
		ev, err := store.OrgEvent(e)
		if err != nil {
			return err
		}
		w.Events = append(w.Events, ev)
	}
	if _, err := s.finishOwn(ctx, who, store.Append{Writes: []store.StreamWrite{w}, Rows: rows, Jobs: jobs}, ck, id); err != nil {
		return fmt.Errorf("change the organisation: %w", err)
	}
	return nil
}

// orgKey is the idempotency record of an act of the organisation: a form sent twice, or a request repeated after a lost line, is answered as the first was. What
// was sent is kept as a digest only.
func (s *Service) orgKey(who org.Actor, act, key string, sent ...any) *store.CommandKey {
	return &store.CommandKey{Actor: string(who.Account), Route: "org/" + act, Key: key, Digest: s.vault.Digest(fmt.Sprintf("%+v", sent))}
}

// then is the reader on an earlier day: units and accounts bear the names of their time (domain.md §13.18).
func (r *Reader) then(t time.Time) *Reader {
	if t.IsZero() || len(r.oldNames) == 0 && orgDay(t) >= r.house.LastChange() {
		return r
	}
	old := *r
	old.dir = r.s.directoryOn(r.house, orgDay(t))
	if len(r.oldNames) > 0 {
		old.names = make(map[org.AccountID]string, len(r.names))
		for id, n := range r.names {
			old.names[id] = n
		}
		for id, list := range r.oldNames {
			for i, n := range list {
				if i == 0 || !n.From.After(t) {
					old.names[id] = n.Title
				}
			}
		}
	}
	return &old
}
