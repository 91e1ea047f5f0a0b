package store

import (
	"context"
	"fmt"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// DirectoryLine is what a meeting decided about a category at a place: a line of the dispatch directory (派单目录).
type DirectoryLine struct {
	Order, Category, Town string
	Unit                  org.UnitID
	Grounds               string
	AtMS                  int64
}

// directoryExec is the line of an order that was designated; it stands as long as the designation does.
func directoryExec(s order.State) Exec {
	return Exec{Query: "directory_put", Args: []any{s.ID, s.Designated, s.Request.Category, s.Request.Town, string(s.Proposal.Unit), s.Grounds, ms(s.DesignatedAt)}}
}

// Directory reads the newest lines of a category.
func (s *Store) Directory(ctx context.Context, category string, limit int) ([]DirectoryLine, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("directory_of"), func(scan func(...any) error) (DirectoryLine, error) {
		var l DirectoryLine
		var unit string
		err := scan(&l.Order, &l.Category, &l.Town, &unit, &l.Grounds, &l.AtMS)
		l.Unit = org.UnitID(unit)
		return l, err
	}, category, limit)
	if err != nil {
		return nil, fmt.Errorf("read directory of %s: %w", category, err)
	}
	return out, nil
}

func (s *Store) checkDirectory(ctx context.Context, f *folded, say func(string, ...any)) error {
	have := map[string]string{}
	_, err := rows(ctx, s.db.Read, s.db.Q("directory_all"), func(scan func(...any) error) (struct{}, error) {
		var id, category, town, unit, grounds string
		var stands bool
		var at int64
		err := scan(&id, &stands, &category, &town, &unit, &grounds, &at)
		have[id] = fmt.Sprint(id, stands, category, town, unit, grounds, at)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("read directory: %w", err)
	}
	for _, id := range sorted(f.states) {
		st := f.states[id]
		if st.DesignatedAt.IsZero() {
			continue
		}
		if want := fmt.Sprint(directoryExec(st).Args...); have[id] != want {
			say("工单 %s 的派单目录行与日志不符", st.Number)
		}
		delete(have, id)
	}
	if len(have) > 0 {
		say("多出的派单目录行%d条", len(have))
	}
	return nil
}
