package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/org"
)

// FolderSheet is a printed sheet: what the opaque name in its square code stands for. Kind is sign (签批页) or seal (反馈表).
type FolderSheet struct {
	ID, Kind, Order, Chain string
	Step                   int
	By                     org.AccountID
	At                     time.Time
}

// FolderScan is a photograph of a sheet on its way to its order. Sheet is empty where the code could not be read.
type FolderScan struct {
	ID      string
	Account org.AccountID
	Sheet   string
	Blob    string
	MIME    string
	Size    int64
	At      time.Time
}

// PutFolderSheet keeps what a printed sheet stands for.
func (s *Store) PutFolderSheet(ctx context.Context, x FolderSheet) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("folder_sheet_put"), x.ID, x.Kind, x.Order, x.Chain, x.Step, string(x.By), ms(x.At)); err != nil {
		return fmt.Errorf("put sheet: %w", err)
	}
	return nil
}

// FolderSheet reads one, ErrNone where the name is not ours.
func (s *Store) FolderSheet(ctx context.Context, id string) (FolderSheet, error) {
	var x FolderSheet
	var by string
	var at int64
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("folder_sheet_get"), id).Scan(&x.ID, &x.Kind, &x.Order, &x.Chain, &x.Step, &by, &at)
	x.By, x.At = org.AccountID(by), time.UnixMilli(at).UTC()
	return x, none(err)
}

// PutFolderScan keeps a photograph until it is recorded or thrown away.
func (s *Store) PutFolderScan(ctx context.Context, x FolderScan) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("folder_scan_put"), x.ID, string(x.Account), x.Sheet, x.Blob, x.MIME, x.Size, ms(x.At)); err != nil {
		return fmt.Errorf("put scan: %w", err)
	}
	return nil
}

// FolderScans lists the photographs that an account has sent in and not recorded.
func (s *Store) FolderScans(ctx context.Context, id org.AccountID) ([]FolderScan, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("folder_scan_all"), func(scan func(...any) error) (FolderScan, error) {
		var x FolderScan
		var account string
		var at int64
		err := scan(&x.ID, &account, &x.Sheet, &x.Blob, &x.MIME, &x.Size, &at)
		x.Account, x.At = org.AccountID(account), time.UnixMilli(at).UTC()
		return x, err
	}, string(id))
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	return out, nil
}

// DropFolderScan forgets a photograph of an account's.
func (s *Store) DropFolderScan(ctx context.Context, account org.AccountID, id string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("folder_scan_drop"), string(account), id); err != nil {
		return fmt.Errorf("drop scan: %w", err)
	}
	return nil
}
