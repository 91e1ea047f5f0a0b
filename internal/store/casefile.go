package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/office"
	"huiyin/internal/org"
)

// CaseFileLine is a file's row.
type CaseFileLine struct {
	Order, OrderNo, Number string
	V                      int64
	Year                   int
	Class                  office.RetentionClass
	Closed, Until          string
	Unit                   org.UnitID
	Held, Destroyed        bool
	Filed                  time.Time
}

// caseFileRow is the row of a file at a version of its stream.
func caseFileRow(id string, c office.CaseFile, v int64) Exec {
	return Exec{Query: "casefile_put", Args: []any{id, v, c.Filed.OrderNo, int64(c.Filed.Year), c.Filed.Number, string(c.Class), c.Filed.Closed, c.Until(), string(c.Filed.Unit), c.Held != nil, c.Destroyed != nil, ms(c.Filed.At)}}
}

func scanCaseFile(scan func(...any) error) (CaseFileLine, error) {
	var l CaseFileLine
	var class, unit string
	var at int64
	err := scan(&l.Order, &l.V, &l.OrderNo, &l.Year, &l.Number, &class, &l.Closed, &l.Until, &unit, &l.Held, &l.Destroyed, &at)
	l.Class, l.Unit = office.RetentionClass(class), org.UnitID(unit)
	if at > 0 {
		l.Filed = time.UnixMilli(at).UTC()
	}
	return l, err
}

func (s *Store) caseFiles(ctx context.Context, text string, args []any) ([]CaseFileLine, error) {
	out, err := rows(ctx, s.db.Read, text, scanCaseFile, args...)
	if err != nil {
		return nil, fmt.Errorf("read case files: %w", err)
	}
	return out, nil
}

// CaseFile is an order's file, or ErrNone.
func (s *Store) CaseFile(ctx context.Context, id string) (CaseFileLine, error) {
	all, err := s.caseFiles(ctx, s.db.Q("casefile_get"), []any{id})
	if err == nil && len(all) == 0 {
		err = ErrNone
	}
	if err != nil {
		return CaseFileLine{}, err
	}
	return all[0], nil
}

// CaseFileAsk says which files of a year, by number. Find is a 卷号 or an order's number.
type CaseFileAsk struct {
	Year  int
	Class office.RetentionClass
	Find  string
	After string // 卷号
	Limit int
	Marks []string
}

// CaseFiles reads a page of numbered files.
func (s *Store) CaseFiles(ctx context.Context, a CaseFileAsk) ([]CaseFileLine, error) {
	text, args := s.sparing("casefile_page", a.Marks, int64(a.Year), a.After, string(a.Class), a.Find, a.Limit)
	return s.caseFiles(ctx, text, args)
}

// CaseFilesDue lists what is due before a day and neither held nor gone, the longest due first.
func (s *Store) CaseFilesDue(ctx context.Context, today, afterDay, afterOrder string, limit int, marks []string) ([]CaseFileLine, error) {
	text, args := s.sparing("casefile_due", marks, today, afterDay, afterOrder, limit)
	return s.caseFiles(ctx, text, args)
}

// CaseFilesHeld lists what must not be destroyed.
func (s *Store) CaseFilesHeld(ctx context.Context, after string, limit int, marks []string) ([]CaseFileLine, error) {
	text, args := s.sparing("casefile_held", marks, after, limit)
	return s.caseFiles(ctx, text, args)
}

// CountCaseFilesDue counts them.
func (s *Store) CountCaseFilesDue(ctx context.Context, today string) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("casefile_due_count"), today).Scan(&n); err != nil {
		return 0, fmt.Errorf("count case files: %w", err)
	}
	return n, nil
}

// CaseSum counts a year's files of a class.
type CaseSum struct {
	Year                   int
	Class                  office.RetentionClass
	Files, Held, Destroyed int
	Last                   time.Time // when the last was filed
}

// CaseFileYears counts the files by year and class, the newest year first.
func (s *Store) CaseFileYears(ctx context.Context) ([]CaseSum, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("casefile_years"), func(scan func(...any) error) (CaseSum, error) {
		var x CaseSum
		var class string
		var at int64
		err := scan(&x.Year, &class, &x.Files, &x.Held, &x.Destroyed, &at)
		x.Class, x.Last = office.RetentionClass(class), time.UnixMilli(at).UTC()
		return x, err
	})
	if err != nil {
		return nil, fmt.Errorf("count case files: %w", err)
	}
	return out, nil
}

// CaseFilesToPack lists a year's files that were filed after one instant up to another, by number.
func (s *Store) CaseFilesToPack(ctx context.Context, year int, number string, after, upTo time.Time, limit int) ([]CaseFileLine, error) {
	return s.caseFiles(ctx, s.db.Q("casefile_pack"), []any{int64(year), number, ms(after), ms(upTo), limit})
}

// CountToPack counts them.
func (s *Store) CountToPack(ctx context.Context, year int, after, upTo time.Time) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("casefile_pack_count"), int64(year), ms(after), ms(upTo)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count case files: %w", err)
	}
	return n, nil
}

// Unfiled lists orders that are over and have no file: they were closed before the program made files.
func (s *Store) Unfiled(ctx context.Context, limit int) ([]string, error) {
	return s.ids(ctx, "casefile_unfiled", limit)
}

// DestroyedFiles lists the orders whose files were destroyed.
func (s *Store) DestroyedFiles(ctx context.Context) ([]string, error) {
	return s.ids(ctx, "casefile_destroyed")
}

// EraseRows destroy what identifies people in an order: its key, the sealed texts named, their words in the search and the numbers it is found by. subject
// is the order's own; seq the position of its first event, 0 where this archive does not know the order.
func EraseRows(order, subject string, seq int64, refs []string) []Exec {
	out := []Exec{{Query: "person_key_drop", Args: []any{subject}}, {Query: "phone_drop", Args: []any{order}}}
	for _, r := range refs {
		out = append(out, Exec{Query: "sealed_empty", Args: []any{r, subject, []byte{}}})
	}
	if seq > 0 {
		out = append(out, SearchText(seq, TextSealed, nil), SearchText(seq, TextName, nil))
	}
	return out
}

func (f *officeFold) caseFileRows() []Exec {
	var out []Exec
	for k, x := range f.records {
		if c, ok := x.x.(office.CaseFile); ok {
			out = append(out, caseFileRow(k.id, c, x.v))
		}
	}
	return out
}

// checkCaseFiles holds the rows of files against the log.
func (s *Store) checkCaseFiles(ctx context.Context, f *folded, say func(string, ...any)) error {
	want := map[string]bool{}
	for _, x := range f.office.caseFileRows() {
		want[fmt.Sprint(x.Args...)] = true
	}
	have, err := s.caseFiles(ctx, s.db.Q("casefile_all"), nil)
	if err != nil {
		return fmt.Errorf("check case files: %w", err)
	}
	for _, l := range have {
		key := fmt.Sprint(l.Order, l.V, l.OrderNo, int64(l.Year), l.Number, string(l.Class), l.Closed, l.Until, string(l.Unit), l.Held, l.Destroyed, ms(l.Filed))
		if !want[key] {
			say("案卷 %s 行与日志不符", l.Order)
		}
		delete(want, key)
	}
	if len(want) > 0 {
		say("案卷缺%d行", len(want))
	}
	return nil
}
