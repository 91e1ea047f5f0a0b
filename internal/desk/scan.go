package desk

import (
	"context"
	"errors"
	"fmt"

	"huiyin/internal/blob"
	"huiyin/internal/order"
)

// Files and malware (trust.md B5 #49). Pictures are written anew and carry nothing. Any other file goes by the scanner, where one is attached: what it knows is refused; where
// it does not answer, the file is kept and opened to nobody until it has.

// scan looks at what was uploaded; held says that nobody may open it yet.
func (s *Service) scan(ctx context.Context, name string, b []byte) (held bool, err error) {
	if s.scanner == nil {
		return false, nil
	}
	switch err := s.scanner.Scan(ctx, b); {
	case errors.Is(err, blob.ErrInfected):
		return false, invalid("files", "文件“%s”里查出病毒，没有收下。请先杀毒，或者换一份。", name)
	case ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		return true, nil
	}
	return false, nil
}

// openBlob opens the bytes of a file that somebody may see, unless it is held.
func (s *Service) openBlob(ctx context.Context, address string) ([]byte, error) {
	switch state, err := s.store.HeldBlob(ctx, address); {
	case err != nil:
		return nil, fmt.Errorf("look whether a file is held: %w", err)
	case state == "waits":
		return nil, invalid("files", "这个文件还没有查毒，查完就能打开。文件没有丢，请过一会儿再来。")
	case state != "":
		return nil, invalid("files", "这个文件里查出病毒，不能打开。需要的话，请传的人重新传一份。")
	}
	ct, err := s.blobs.Get(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return s.vault.OpenBlob(ct)
}

// Scans reports whether a scanner is attached.
func (s *Service) Scans() bool { return s.scanner != nil }

// Rescan looks again at files that wait; it answers how many are open now. It stops at the first that the scanner does not answer about.
func (s *Service) Rescan(ctx context.Context) (int, error) {
	if s.scanner == nil {
		return 0, nil
	}
	all, err := s.store.HeldBlobs(ctx, 20)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, a := range all {
		ct, err := s.blobs.Get(ctx, a)
		if err != nil { // thrown away meanwhile
			if err := s.store.ClearBlob(ctx, a); err != nil {
				return n, err
			}
			continue
		}
		b, err := s.vault.OpenBlob(ct)
		if err != nil {
			return n, err
		}
		switch err := s.scanner.Scan(ctx, b); {
		case err == nil:
			if err := s.store.ClearBlob(ctx, a); err != nil {
				return n, err
			}
			n++
		case errors.Is(err, blob.ErrInfected):
			if err := s.store.TriedBlob(ctx, a, "bad", s.now()); err != nil {
				return n, err
			}
		default:
			return n, s.store.TriedBlob(ctx, a, "waits", s.now())
		}
	}
	return n, nil
}

// markHeld says on an order's page which files wait for the scanner.
func (r *Reader) markHeld(ctx context.Context, v *OrderView, st order.State) error {
	if r.s.scanner == nil {
		return nil
	}
	for i := range v.Files {
		if v.Files[i].Picture() {
			continue
		}
		for _, f := range st.Files {
			if f.ID != v.Files[i].ID {
				continue
			}
			state, err := r.s.store.HeldBlob(ctx, f.Blob)
			if err != nil {
				return fmt.Errorf("look whether a file is held: %w", err)
			}
			v.Files[i].Held = map[string]string{"waits": "正在查毒", "bad": "查出病毒"}[state]
		}
	}
	return nil
}
