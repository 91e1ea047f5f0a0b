package store

import (
	"context"
	"fmt"

	"huiyin/internal/bulletin"
	"huiyin/internal/ledger"
)

// BulletinStream is one 简报 or 通报 (Art. 26).
func BulletinStream(id string) Stream { return Stream{Type: "bulletin", ID: id} }

// BulletinEvent makes an event of one.
func BulletinEvent(e any) (NewEvent, error) {
	kind, body, err := bulletin.Encode(e)
	return NewEvent{Kind: kind, V: bulletin.Version, Body: body}, err
}

// FoldBulletin applies a record of its stream.
func FoldBulletin(b bulletin.Bulletin, r ledger.Record) (bulletin.Bulletin, error) {
	e, err := bulletin.Decode(r.Kind, r.V, r.Body)
	if err != nil {
		return b, fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	b = bulletin.Evolve(b, e)
	b.ID, b.Version = r.StreamID, r.Version
	return b, nil
}

// BulletinRow is a line of the list.
type BulletinRow struct {
	ID       string
	Version  int64
	Period   bulletin.Period
	Stage    bulletin.Stage
	Title    string
	Number   string
	IssuedMS int64
}

// RowOfBulletin is the line of a bulletin.
func RowOfBulletin(b bulletin.Bulletin) BulletinRow {
	return BulletinRow{ID: b.ID, Version: b.Version, Period: b.Draft.Period, Stage: b.Stage, Title: b.Text.Title, Number: b.Issued.Number, IssuedMS: ms(b.Issued.At)}
}

// Exec writes the line.
func (r BulletinRow) Exec() Exec {
	return Exec{Query: "bulletin_put", Args: []any{r.ID, r.Version, string(r.Period.Kind), r.Period.From, r.Period.To, string(r.Stage), r.Title, r.Number, r.IssuedMS}}
}

func scanBulletin(scan func(...any) error) (BulletinRow, error) {
	var r BulletinRow
	var kind, stage string
	err := scan(&r.ID, &r.Version, &kind, &r.Period.From, &r.Period.To, &stage, &r.Title, &r.Number, &r.IssuedMS)
	r.Period.Kind, r.Stage = bulletin.PeriodKind(kind), bulletin.Stage(stage)
	return r, err
}

// BulletinAsk says which bulletins: those that are out, or those at work; of one kind, or all.
type BulletinAsk struct {
	Kind     bulletin.PeriodKind
	Out      bool
	BeforeTo string // the last row of the page before
	BeforeID string
	Limit    int
}

// Bulletins reads a page, the latest period first.
func (s *Store) Bulletins(ctx context.Context, a BulletinAsk) ([]BulletinRow, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("bulletin_page"), scanBulletin, string(a.Kind), a.Out, a.BeforeTo, a.BeforeID, a.Limit)
	if err != nil {
		return nil, fmt.Errorf("list bulletins: %w", err)
	}
	return out, nil
}

// BulletinStages counts bulletins at work by stage.
func (s *Store) BulletinStages(ctx context.Context) (map[bulletin.Stage]int, error) {
	out := map[bulletin.Stage]int{}
	_, err := rows(ctx, s.db.Read, s.db.Q("bulletin_stages"), func(scan func(...any) error) (struct{}, error) {
		var stage string
		var n int
		err := scan(&stage, &n)
		out[bulletin.Stage(stage)] = n
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("count bulletins: %w", err)
	}
	return out, nil
}

func (f *folded) addBulletin(r ledger.Record) error {
	if f.bulletins == nil {
		f.bulletins = map[string]bulletin.Bulletin{}
	}
	b, err := FoldBulletin(f.bulletins[r.StreamID], r)
	f.bulletins[r.StreamID] = b
	return err
}

// checkBulletins holds the lines against the log.
func (s *Store) checkBulletins(ctx context.Context, f *folded, say func(string, ...any)) error {
	have, err := rows(ctx, s.db.Read, s.db.Q("bulletin_all"), scanBulletin)
	if err != nil {
		return fmt.Errorf("check bulletins: %w", err)
	}
	seen := 0
	for _, r := range have {
		if b, ok := f.bulletins[r.ID]; !ok || RowOfBulletin(b) != r {
			say("通报 %s 的清单行与日志不符", r.ID)
			continue
		}
		seen++
	}
	if n := len(f.bulletins) - seen; n > 0 {
		say("通报清单缺%d行", n)
	}
	return nil
}
