package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/org"
)

// DutyStream is the stream of one line of the dispatch directory.
func DutyStream(key string) Stream { return Stream{Type: "duty", ID: key} }

// DutyRow writes the row of a line at a version of its stream.
func DutyRow(l office.DutyLine, at int64) Exec {
	units := make([]string, len(l.Units))
	for i, u := range l.Units {
		units[i] = string(u)
	}
	return Exec{Query: "duty_put", Args: []any{l.Key(), at, l.Category, string(l.Town), strings.Join(units, " "), l.Department, l.Basis, l.Ended, ms(l.Changed)}}
}

// Duties reads the county's lines of the dispatch directory, those out of use among them.
func (s *Store) Duties(ctx context.Context) ([]office.DutyLine, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("duty_all"), func(scan func(...any) error) (office.DutyLine, error) {
		var l office.DutyLine
		var key, town, units string
		var at, changed int64
		err := scan(&key, &at, &l.Category, &town, &units, &l.Department, &l.Basis, &l.Ended, &changed)
		l.Town, l.Changed = org.UnitID(town), time.UnixMilli(changed).UTC()
		for _, u := range strings.Fields(units) {
			l.Units = append(l.Units, org.UnitID(u))
		}
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("read the dispatch directory: %w", err)
	}
	return out, nil
}

// FoldDuty applies a record of a line's stream.
func FoldDuty(l office.DutyLine, r ledger.Record) (office.DutyLine, error) {
	e, err := office.DecodeDuty(r.Kind, r.V, r.Body)
	if err != nil {
		return l, fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	return l.Evolve(e), nil
}

type dutyFold struct {
	lines map[string]office.DutyLine
	at    map[string]int64
}

func (f *dutyFold) add(r ledger.Record) (err error) {
	if f.lines == nil {
		f.lines, f.at = map[string]office.DutyLine{}, map[string]int64{}
	}
	f.lines[r.StreamID], err = FoldDuty(f.lines[r.StreamID], r)
	f.at[r.StreamID] = r.Version
	return err
}

func (f *dutyFold) rows() []Exec {
	var out []Exec
	for _, k := range sorted(f.lines) {
		out = append(out, DutyRow(f.lines[k], f.at[k]))
	}
	return out
}

func (s *Store) checkDuties(ctx context.Context, f *folded, say func(string, ...any)) error {
	want := map[string]bool{}
	for _, x := range f.duties.rows() {
		want[fmt.Sprint(x.Args...)] = true
	}
	_, err := rows(ctx, s.db.Read, s.db.Q("duty_all"), func(scan func(...any) error) (struct{}, error) {
		var key, category, town, units, basis string
		var at, changed int64
		var department, ended bool
		err := scan(&key, &at, &category, &town, &units, &department, &basis, &ended, &changed)
		line := fmt.Sprint(key, at, category, town, units, department, basis, ended, changed)
		if !want[line] {
			say("派单目录的 %s 行与日志不符", key)
		}
		delete(want, line)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("check the dispatch directory: %w", err)
	}
	if len(want) > 0 {
		say("派单目录缺%d行", len(want))
	}
	return nil
}
