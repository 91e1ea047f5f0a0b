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
	Kind    string // as the sheet's
	Sheet   string
	Blob    string
	MIME    string
	Size    int64
	At      time.Time
}

// How long a printed sheet may be on its way, and how long a photograph waits to be recorded, before both are forgotten.
const (
	sheetKept = 180 * 24 * time.Hour
	scanKept  = 30 * 24 * time.Hour
)

// FolderSheetRows keeps what a printed sheet stands for, and when it is forgotten.
func FolderSheetRows(x FolderSheet) ([]Exec, Due) {
	return []Exec{{Query: "folder_sheet_put", Args: []any{x.ID, x.Kind, x.Order, x.Chain, x.Step, string(x.By), ms(x.At)}}},
		Due{Key: "folder_sheet/" + x.ID, Kind: "folder_sheet", Stream: "folder", Payload: x.ID, At: x.At.Add(sheetKept)}
}

// FolderSheetForgotten forgets a printed sheet.
func FolderSheetForgotten(id string) Exec { return Exec{Query: "folder_sheet_forget", Args: []any{id}} }

// FolderSheet reads one, ErrNone where the name is not ours.
func (s *Store) FolderSheet(ctx context.Context, id string) (FolderSheet, error) {
	var x FolderSheet
	var by string
	var at int64
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("folder_sheet_get"), id).Scan(&x.ID, &x.Kind, &x.Order, &x.Chain, &x.Step, &by, &at)
	x.By, x.At = org.AccountID(by), time.UnixMilli(at).UTC()
	return x, none(err)
}

// FolderScanRows keeps a photograph until it is recorded, thrown away, or forgotten.
func FolderScanRows(x FolderScan) ([]Exec, Due) {
	return []Exec{{Query: "folder_scan_put", Args: []any{x.ID, string(x.Account), x.Kind, x.Sheet, x.Blob, x.MIME, x.Size, ms(x.At)}}},
		Due{Key: "folder_scan/" + x.ID, Kind: "folder_scan", Stream: "folder", Payload: x.ID, At: x.At.Add(scanKept)}
}

// FolderScanForgotten forgets a photograph.
func FolderScanForgotten(id string) Exec { return Exec{Query: "folder_scan_forget", Args: []any{id}} }

// FolderScans lists the photographs of a kind that an account has sent in and not recorded.
func (s *Store) FolderScans(ctx context.Context, id org.AccountID, kind string) ([]FolderScan, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("folder_scan_all"), func(scan func(...any) error) (FolderScan, error) {
		var x FolderScan
		var account string
		var at int64
		err := scan(&x.ID, &account, &x.Kind, &x.Sheet, &x.Blob, &x.MIME, &x.Size, &at)
		x.Account, x.At = org.AccountID(account), time.UnixMilli(at).UTC()
		return x, err
	}, string(id), kind)
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

// TakeFolderScan claims a photograph for an order's files: from now on its bytes are never swept. False where it is gone or claimed already.
func (s *Store) TakeFolderScan(ctx context.Context, account org.AccountID, id string) (bool, error) {
	res, err := s.db.Write.ExecContext(ctx, s.db.Q("folder_scan_take"), string(account), id)
	if err != nil {
		return false, fmt.Errorf("take scan: %w", err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// GiveFolderScanBack undoes the claim: the order refused the photograph.
func (s *Store) GiveFolderScanBack(ctx context.Context, account org.AccountID, id string) error {
	if _, err := s.db.Write.ExecContext(ctx, s.db.Q("folder_scan_back"), string(account), id); err != nil {
		return fmt.Errorf("give scan back: %w", err)
	}
	return nil
}

// WaitingScan is a photograph that nobody has claimed, by its id alone; ErrNone where it is claimed or gone.
func (s *Store) WaitingScan(ctx context.Context, id string) (FolderScan, error) {
	x := FolderScan{ID: id}
	var account string
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("folder_scan_waits"), id).Scan(&account, &x.Blob)
	x.Account = org.AccountID(account)
	return x, none(err)
}
