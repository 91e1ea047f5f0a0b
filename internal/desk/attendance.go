package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// seenKey is a unit's first log-in of a day, as this process has noted it.
type seenKey struct {
	unit org.UnitID
	day  org.Day
}

// sawUnit notes that somebody of a unit is here today (Art. 14: 每日登录). Once a day and unit it writes.
func (s *Service) sawUnit(ctx context.Context, who org.AccountID, p org.Post) error {
	if !p.Kind.InUnit() {
		return nil
	}
	now := s.now()
	k := seenKey{p.Unit, orgDay(now)}
	s.mu.Lock()
	known := s.seen[k]
	if s.seen == nil || len(s.seen) > 2000 {
		s.seen = map[seenKey]bool{}
	}
	s.mu.Unlock()
	if known {
		return nil
	}
	if err := s.store.UnitSeen(ctx, p.Unit, now, who); err != nil {
		return err
	}
	s.mu.Lock()
	s.seen[k] = true
	s.mu.Unlock()
	return nil
}

var attendanceStream = store.Stream{Type: "attendance", ID: "county"}

// unitsAbsent puts on record which active units nobody of whom logged in on a working day: what the assessment will count.
type unitsAbsent struct {
	Day   org.Day      `json:"day"`
	Units []org.UnitID `json:"units"`
	Of    int          `json:"of"` // units that should have
}

func attendanceDue(day calendar.Date) store.Due {
	return store.Due{Key: "attendance/" + day.String(), Kind: "attendance", Stream: "attendance", Payload: day.String(), At: day.Next().Midnight()}
}

// PlanAttendance plans the look at today's log-ins, at midnight. Two processes plan the same one.
func (s *Service) PlanAttendance(ctx context.Context) error {
	_, err := s.append(ctx, org.Actor{}, store.Append{Jobs: []store.Due{attendanceDue(calendar.DateOf(s.now()))}})
	return err
}

// lookAtAttendance closes a day: on a working day it puts on record who was not here, and it plans the next look. A day on which no unit at all was here says
// that the system was not in use, not that all were lazy.
func (s *Service) lookAtAttendance(ctx context.Context, it jobs.Item) error {
	day, err := calendar.ParseDate(it.Payload)
	if err != nil {
		return fmt.Errorf("read day of attendance: %w", err)
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	next := day.Next()
	if today := calendar.DateOf(s.now()); next.Before(today) {
		next = today
	}
	w := store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}, Jobs: []store.Due{attendanceDue(next)}}
	var lines []store.ToldLine
	if p.Calendar.IsWorkday(day) {
		e, used, err := s.absent(ctx, org.Day(day.String()))
		if err != nil {
			return err
		}
		if used && len(e.Units) > 0 {
			body, err := json.Marshal(e)
			if err != nil {
				return fmt.Errorf("encode attendance: %w", err)
			}
			w.Writes = []store.StreamWrite{{Stream: attendanceStream, Expect: -1, Events: []store.NewEvent{{Kind: "units_absent", V: 1, Body: body}}}}
			for _, u := range e.Units {
				lines = append(lines, told(order.NoticeAbsent, time.Time{}, 0, "/", staffOf(u)...)...)
			}
		}
		for _, look := range []func(context.Context, *calendar.Calendar, calendar.Date) ([]store.ToldLine, error){s.withoutHandler, s.unequal} {
			more, err := look(ctx, p.Calendar, day)
			if err != nil {
				return err
			}
			lines = append(lines, more...)
		}
	}
	if len(lines) > 0 {
		write, rows, err := store.ToldBeside("attendance", len(w.Writes), store.ToldBody{About: day.String(), Lines: lines}, s.now())
		if err != nil {
			return err
		}
		w.Writes, w.Rows = append(w.Writes, write), rows
	}
	if _, err := s.append(ctx, org.Actor{}, w); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		return err
	}
	return nil
}

// withoutHandler tells the next post of each unit that has open orders and nobody in its handlers' post (domain.md §13.9; Art. 5(2)): the unit keeps
// receiving, and who stands in hears of it every working day until somebody is appointed.
func (s *Service) withoutHandler(ctx context.Context, _ *calendar.Calendar, day calendar.Date) ([]store.ToldLine, error) {
	var out []store.ToldLine
	err := s.vacant(ctx, org.Day(day.Next().String()), func(u org.UnitID, open int, next org.PostID) {
		out = append(out, told(order.NoticeNoHandler, time.Time{}, open, "/", order.ToPost(next))...)
	})
	return out, err
}

// vacant names the units that have open orders and no handler on a day, and the post that stands in.
func (s *Service) vacant(ctx context.Context, day org.Day, say func(u org.UnitID, open int, next org.PostID)) error {
	h, err := s.House(ctx)
	if err != nil {
		return err
	}
	all, err := s.store.Accounts(ctx)
	if err != nil {
		return err
	}
	open, err := s.store.OpenByUnit(ctx)
	if err != nil {
		return err
	}
	held := holdersOn(all, day)
	for _, u := range s.directoryOn(h, day).Units() {
		handler := org.PostOf(u.ID, org.UnitHandler)
		if u.Group == org.County || open[u.ID] == 0 || len(held[handler]) > 0 {
			continue
		}
		say(u.ID, open[u.ID], office.Next(handler, func(p org.PostID) bool { return len(held[p]) > 0 }))
	}
	return nil
}

// unequal tells the office of the comparisons whose time to be made good ends with a day and that still differ (Art. 9). Each is told once.
func (s *Service) unequal(ctx context.Context, cal *calendar.Calendar, day calendar.Date) ([]store.ToldLine, error) {
	n, first := 0, calendar.Date(0)
	for _, month := range []calendar.Date{day.AddDays(-31), day} {
		if month != day && month.String()[:7] == day.String()[:7] {
			continue
		}
		all, _, _, err := s.tallies(ctx, month)
		if err != nil {
			return nil, err
		}
		for _, x := range all {
			d, err := calendar.ParseDate(x.Tally.Day)
			if err != nil || x.SettleBy(cal) != day {
				continue
			}
			counted, err := s.registeredOn(ctx, d)
			if err != nil {
				return nil, err
			}
			if counted[x.Tally.Channel] == x.Tally.Received {
				continue
			}
			if n++; first == 0 || d.Before(first) {
				first = d
			}
		}
	}
	if n == 0 {
		return nil, nil
	}
	return told(order.NoticeUnequal, time.Time{}, n, "/reconciliation?day="+first.String(), order.ToPost(org.PostOfficeHead), order.ToPost(org.PostOf(org.HotlineOffice, org.Dispatcher))), nil
}

// absent lists the active units of a day that were not here; used says whether any was.
func (s *Service) absent(ctx context.Context, day org.Day) (unitsAbsent, bool, error) {
	e := unitsAbsent{Day: day}
	h, err := s.House(ctx)
	if err != nil {
		return e, false, err
	}
	seen, err := s.store.SeenOn(ctx, string(day))
	if err != nil {
		return e, false, err
	}
	for _, u := range s.directoryOn(h, day).Units() {
		if !u.Open() {
			continue
		}
		e.Of++
		if _, ok := seen[u.ID]; !ok {
			e.Units = append(e.Units, u.ID)
		}
	}
	return e, len(seen) > 0, nil
}

// AttendanceRow is a unit that was not here, with what the office needs to ring it up.
type AttendanceRow struct {
	Unit  org.UnitID
	Name  string
	Phone string
	Open  int // orders that lie there
	Times int // working days of the last ten on which it was not here
}

// AttendanceDay is a working day that is over.
type AttendanceDay struct {
	Day    string
	Absent []string
	Of     int
}

// Attendance is what the office sees of the daily log-in (Art. 14).
type Attendance struct {
	Day     string
	Workday bool
	Here    int
	Missing []AttendanceRow
	Past    []AttendanceDay // newest first
}

// Attendance reads today's log-ins and the last ten working days.
func (r *Reader) Attendance(ctx context.Context) (Attendance, error) {
	var out Attendance
	if !access.May(r.actor.Post.Kind, access.Desking) {
		return out, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	today := calendar.DateOf(r.s.now())
	out.Day, out.Workday = today.Chinese(), p.Calendar.IsWorkday(today)
	past, err := r.s.absences(ctx, 10)
	if err != nil {
		return out, err
	}
	times := map[org.UnitID]int{}
	for _, e := range past {
		d := AttendanceDay{Day: string(e.Day), Of: e.Of}
		if day, err := calendar.ParseDate(string(e.Day)); err == nil {
			d.Day = day.ChineseShort()
		}
		for _, u := range e.Units {
			times[u]++
			d.Absent = append(d.Absent, r.dir.UnitName(u))
		}
		out.Past = append(out.Past, d)
	}
	now, _, err := r.s.absent(ctx, org.Day(today.String()))
	if err != nil {
		return out, err
	}
	open, err := r.s.store.OpenByUnit(ctx)
	if err != nil {
		return out, err
	}
	out.Here = now.Of - len(now.Units)
	for _, id := range now.Units {
		u, _ := r.dir.Unit(id)
		out.Missing = append(out.Missing, AttendanceRow{Unit: id, Name: u.Name, Phone: u.Phone, Open: open[id], Times: times[id]})
	}
	return out, nil
}

// absences reads the last entries, newest first.
func (s *Service) absences(ctx context.Context, n int) ([]unitsAbsent, error) {
	recs, err := s.store.Load(ctx, attendanceStream)
	if err != nil {
		return nil, fmt.Errorf("load attendance: %w", err)
	}
	var out []unitsAbsent
	for i := len(recs) - 1; i >= 0 && len(out) < n; i-- {
		var e unitsAbsent
		if err := json.Unmarshal(recs[i].Body, &e); err != nil {
			return nil, fmt.Errorf("read attendance at %d: %w", recs[i].Pos, err)
		}
		out = append(out, e)
	}
	return out, nil
}

// absentLately is the day before today on which the reader's own unit was not here, for its first page; empty where it was.
func (r *Reader) absentLately(ctx context.Context) (string, error) {
	past, err := r.s.absences(ctx, 1)
	if err != nil || len(past) == 0 {
		return "", err
	}
	e := past[0]
	day, err := calendar.ParseDate(string(e.Day))
	if err != nil {
		return "", fmt.Errorf("read day of attendance: %w", err)
	}
	for _, u := range e.Units {
		if u == r.actor.Post.Unit && r.s.now().Sub(day.Next().Midnight()) < 4*24*time.Hour {
			return day.ChineseShort(), nil
		}
	}
	return "", nil
}
