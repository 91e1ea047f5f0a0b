package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/papers"
	"huiyin/internal/store"
)

// sheetPrefix tells our codes from any other that a photograph may hold.
const sheetPrefix = "HY1:"

// FolderStep is a signature that may be asked for on paper: the order as its clerk sees it, and whose word is asked.
type FolderStep struct {
	Order      OrderView
	Chain      string
	Step       int
	Signer     string
	What       string
	Summary    string
	Light      Light
	SheetID    string
	Square     string // the code as the path of an SVG
	SquareSize int    // its modules a side
}

// Key names the step on a form.
func (f FolderStep) Key() string { return fmt.Sprintf("%s_%d", f.Order.ID, f.Step) }

// FolderSteps lists the signatures that wait and can be asked for on paper (呈批夹), the most urgent first. For clerks of the office.
func (r *Reader) FolderSteps(ctx context.Context) ([]FolderStep, error) {
	if !r.actor.Post.Kind.Desk() {
		return nil, ErrForbidden
	}
	yes := true
	rows, err := r.s.store.List(ctx, store.ListFilter{Open: &yes, Statuses: []string{string(order.PendingApproval), string(order.CountySigning)}, Limit: homeRows})
	if err != nil {
		return nil, fmt.Errorf("list what waits for signatures: %w", err)
	}
	var out []FolderStep
	for _, row := range rows {
		v, err := r.Order(ctx, row.ID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, p := range v.Acts {
			if p.Act == "record_paper" && p.Chain.Steps[p.Step].Done == nil {
				out = append(out, r.folderStep(v, p.Chain, p.Step))
			}
		}
	}
	return out, nil
}

func (r *Reader) folderStep(v OrderView, c approval.Chain, step int) FolderStep {
	f := FolderStep{Order: v, Chain: c.ID, Step: step, Signer: c.Steps[step].Label, What: "转办呈批"}
	unit := v.Unit
	if unit == "" {
		unit = r.dir.UnitName(v.Proposal.Unit)
	}
	f.Summary = "转" + orDash(unit) + "。" + v.Proposal.Requirements
	if v.Status == order.CountySigning && v.Reply != nil {
		f.What, f.Summary = "办理结果呈批", unit+"："+v.Reply.Public
	}
	for _, k := range v.Clocks {
		if k.Kind == order.LimitSigner && !k.Done {
			f.Light = k.Light
		}
	}
	return f
}

// PrintFolder makes the sheets of the chosen steps: each gets an opaque name for its square code, which says nothing of the order.
func (r *Reader) PrintFolder(ctx context.Context, keys []string) ([]FolderStep, error) {
	all, err := r.FolderSteps(ctx)
	if err != nil {
		return nil, err
	}
	var out []FolderStep
	for _, f := range all {
		if !slices.Contains(keys, f.Key()) {
			continue
		}
		var b [10]byte
		if _, err := rand.Read(b[:]); err != nil {
			return nil, fmt.Errorf("name a sheet: %w", err)
		}
		f.SheetID = base32.StdEncoding.EncodeToString(b[:])
		code, err := papers.QR(sheetPrefix + f.SheetID)
		if err != nil {
			return nil, err
		}
		f.Square, f.SquareSize = code.Path(), len(code)
		x := store.FolderSheet{ID: f.SheetID, Kind: "sign", Order: f.Order.ID, Chain: f.Chain, Step: f.Step, By: r.actor.Account, At: r.s.now()}
		if err := r.s.store.PutFolderSheet(ctx, x); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		return nil, invalid("key", "所选的件现在都不用签批：可能已经签过或已撤回，请刷新后重选。")
	}
	return out, nil
}

// Scan is a photograph of a sheet that waits for its clerk. Step is nil where the code could not be read, or the step is signed already.
type Scan struct {
	ID   string
	Step *FolderStep
	Why  string // why there is no step, in Chinese
}

// TakeScans keeps the photographs of a stack and finds for each which sheet it is. What cannot be read is kept too and chosen by hand.
func (r *Reader) TakeScans(ctx context.Context, all []Upload) error {
	if !r.actor.Post.Kind.Desk() {
		return ErrForbidden
	}
	for _, u := range all {
		a, err := r.s.Keep(ctx, u, "paper")
		if err != nil {
			return err
		}
		x := store.FolderScan{ID: r.s.newID(), Account: r.actor.Account, Blob: a.Blob, MIME: a.MIME, Size: a.Size, At: r.s.now()}
		if img, _, err := image.Decode(bytes.NewReader(u.Bytes)); err == nil {
			if got, ok := papers.ReadQR(img); ok && strings.HasPrefix(got, sheetPrefix) {
				x.Sheet = strings.TrimPrefix(got, sheetPrefix)
			}
		}
		if err := r.s.store.PutFolderScan(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// Scans lists the reader's own photographs that wait to be recorded, each at its step.
func (r *Reader) Scans(ctx context.Context) ([]Scan, []FolderStep, error) {
	steps, err := r.FolderSteps(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows, err := r.s.store.FolderScans(ctx, r.actor.Account)
	if err != nil {
		return nil, nil, err
	}
	var out []Scan
	for _, x := range rows {
		sc := Scan{ID: x.ID, Why: "没有读出二维码，请看照片选择是哪一件"}
		if x.Sheet != "" {
			sheet, err := r.s.store.FolderSheet(ctx, x.Sheet)
			switch {
			case errors.Is(err, store.ErrNone):
				sc.Why = "二维码不是本系统印的呈批页，请看照片选择是哪一件"
			case err != nil:
				return nil, nil, fmt.Errorf("read sheet: %w", err)
			default:
				sc.Why = "这一页的签批已经登记或签过，不用再登记"
				for i := range steps {
					if steps[i].Order.ID == sheet.Order && steps[i].Chain == sheet.Chain && steps[i].Step == sheet.Step {
						sc.Step, sc.Why = &steps[i], ""
					}
				}
			}
		}
		out = append(out, sc)
	}
	return out, steps, nil
}

// ScanImage opens one of the reader's own photographs.
func (r *Reader) ScanImage(ctx context.Context, id string) (mime string, b []byte, err error) {
	x, err := r.scan(ctx, id)
	if err != nil {
		return "", nil, err
	}
	sealed, err := r.s.blobs.Get(ctx, x.Blob)
	if err != nil {
		return "", nil, fmt.Errorf("open scan: %w", err)
	}
	if b, err = r.s.vault.OpenBlob(sealed); err != nil {
		return "", nil, fmt.Errorf("open scan: %w", err)
	}
	return x.MIME, b, nil
}

func (r *Reader) scan(ctx context.Context, id string) (store.FolderScan, error) {
	rows, err := r.s.store.FolderScans(ctx, r.actor.Account)
	if err != nil {
		return store.FolderScan{}, err
	}
	for _, x := range rows {
		if x.ID == id {
			return x, nil
		}
	}
	return store.FolderScan{}, ErrNotFound
}

// RecordScan records what a photographed sheet says as a signature on paper; a second person confirms it (domain.md §13.18). The scan goes to the
// order's files in the same append.
func (r *Reader) RecordScan(ctx context.Context, id, stepKey string, on time.Time, refuses bool, opinion, key string) error {
	x, err := r.scan(ctx, id)
	if err != nil {
		return err
	}
	steps, err := r.FolderSteps(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(steps, func(f FolderStep) bool { return f.Key() == stepKey })
	if i < 0 {
		return invalid("step", "这一件现在不用登记：可能已由他人登记，请刷新后再看。")
	}
	f, by := steps[i], order.By{Actor: r.actor}
	att := order.Attachment[order.Private]{ID: r.s.newID(), Blob: x.Blob, Purpose: "paper", MIME: x.MIME, Size: x.Size, Name: order.Private{Text: f.Signer + "签批页.jpg"}}
	_, err = r.s.Do(ctx, Ask{Actor: r.actor, Order: f.Order.ID, Route: "console/folder", Key: key, Commands: []order.Command{
		order.RecordPaper{By: by, Chain: f.Chain, Step: f.Step, Refuses: refuses, On: on, Opinion: order.Private{Text: opinion}, Blob: x.Blob},
		order.Attach{By: by, Files: []order.Attachment[order.Private]{att}}}})
	if err != nil {
		return err
	}
	return r.s.store.DropFolderScan(ctx, r.actor.Account, id)
}

// DropScan throws away one of the reader's own photographs.
func (r *Reader) DropScan(ctx context.Context, id string) error {
	if _, err := r.scan(ctx, id); err != nil {
		return err
	}
	return r.s.store.DropFolderScan(ctx, r.actor.Account, id)
}
