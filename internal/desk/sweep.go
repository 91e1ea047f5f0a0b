package desk

import (
	"context"
	"errors"

	"huiyin/internal/jobs"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// sweepPaper forgets a printed sheet that never came back, or a photograph that nobody recorded, with its bytes. What an order's files name is
// never touched: its photograph was claimed before the log named it.
func (s *Service) sweepPaper(ctx context.Context, it jobs.Item) error {
	gone := store.FolderSheetForgotten(it.Payload)
	if it.Kind == "folder_scan" {
		gone = store.FolderScanForgotten(it.Payload)
		x, err := s.store.WaitingScan(ctx, it.Payload)
		if err != nil && !errors.Is(err, store.ErrNone) {
			return err
		}
		if err == nil {
			ok, err := s.store.TakeFolderScan(ctx, x.Account, x.ID)
			if err != nil {
				return err
			}
			if ok {
				if err := s.blobs.Drop(ctx, x.Blob); err != nil {
					return err
				}
			}
		}
	}
	_, err := s.append(ctx, org.Actor{}, store.Append{Rows: []store.Exec{gone}, Finish: &store.Lease{ID: it.ID, Token: it.Token}})
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}
