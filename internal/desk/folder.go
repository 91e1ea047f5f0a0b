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
	Order   OrderView
	Chain   string
	Step    int
	Signer  string
	What    string
	Summary string
	Light   Light
	Printed
}

// Printed is the opaque name of a printed sheet, with its square code.
type Printed struct {
	SheetID    string
	Square     string // the code as the path of an SVG
	SquareSize int    // its modules a side
}

// The kinds of sheets and of their photographs.
const (
	signSheet = "sign" // 签批页, of the office
	sealSheet = "seal" // 盖章页, of a unit
)

// Key names the step on a form.
func (f FolderStep) Key() string { return fmt.Sprintf("%s_%d", f.Order.ID, f.Step) }

// FolderSteps lists the signatures that wait and can be asked for on paper (呈批夹), the most urgent first. For clerks of the office.
func (r *Reader) FolderSteps(ctx context.Context) ([]FolderStep, error) {
	if !r.actor.Post.Kind.Desk() {
		return nil, ErrForbidden
	}
	yes := true
	rows, err := r.listed(ctx, store.ListFilter{Open: &yes, Statuses: []string{string(order.PendingApproval), string(order.CountySigning), string(order.Terminating)}, Limit: homeRows})
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
	if v.Status == order.Terminating && v.Termination != nil {
		f.What, f.Summary = "终结呈批", unit+"提请终结："+v.Termination.Ground+"。"+v.Termination.Reason+"（依据："+v.Termination.Basis+"）"
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
		if f.Printed, err = r.nameSheet(ctx, store.FolderSheet{Kind: signSheet, Order: f.Order.ID, Chain: f.Chain, Step: f.Step}); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		return nil, invalid("key", "所选的件现在都不用签批：可能已经签过或已撤回，请刷新后重选。")
	}
	return out, nil
}

// Square is the square code of a text as the path of an SVG, and its modules a side.
func Square(text string) (path string, size int, err error) {
	code, err := papers.QR(text)
	if err != nil {
		return "", 0, err
	}
	return code.Path(), len(code), nil
}

// nameSheet gives a sheet its name and keeps what it stands for.
func (r *Reader) nameSheet(ctx context.Context, x store.FolderSheet) (Printed, error) {
	var b [10]byte
	if _, err := rand.Read(b[:]); err != nil {
		return Printed{}, fmt.Errorf("name a sheet: %w", err)
	}
	x.ID, x.By, x.At = base32.StdEncoding.EncodeToString(b[:]), r.actor.Account, r.s.now()
	square, size, err := Square(sheetPrefix + x.ID)
	if err != nil {
		return Printed{}, err
	}
	rows, due := store.FolderSheetRows(x)
	if _, err := r.s.append(ctx, r.actor, store.Append{Rows: rows, Jobs: []store.Due{due}}); err != nil {
		return Printed{}, err
	}
	return Printed{SheetID: x.ID, Square: square, SquareSize: size}, nil
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
	return r.takeScans(ctx, signSheet, all)
}

// takeScans keeps photographs with what their codes say; each is swept where nobody records it.
func (r *Reader) takeScans(ctx context.Context, kind string, all []Upload) error {
	for _, u := range all {
		a, err := r.s.Keep(ctx, u, "paper")
		if err != nil {
			return err
		}
		x := store.FolderScan{ID: r.s.newID(), Account: r.actor.Account, Kind: kind, Blob: a.Blob, MIME: a.MIME, Size: a.Size, At: r.s.now()}
		if img, _, err := image.Decode(bytes.NewReader(u.Bytes)); err == nil {
			if got, ok := papers.ReadQR(img); ok && strings.HasPrefix(got, sheetPrefix) {
				x.Sheet = strings.TrimPrefix(got, sheetPrefix)
			}
		}
		rows, due := store.FolderScanRows(x)
		if _, err := r.s.append(ctx, r.actor, store.Append{Rows: rows, Jobs: []store.Due{due}}); err != nil {
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
	rows, err := r.s.store.FolderScans(ctx, r.actor.Account, signSheet)
	if err != nil {
		return nil, nil, err
	}
	var out []Scan
	for _, x := range rows {
		sc := Scan{ID: x.ID, Why: "没有读出二维码，请看照片选择是哪一件"}
		if x.Sheet != "" {
			sheet, err := r.s.store.FolderSheet(ctx, x.Sheet)
			switch {
			case errors.Is(err, store.ErrNone) || err == nil && sheet.Kind != signSheet:
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
	return r.scanImage(ctx, signSheet, id)
}

func (r *Reader) scanImage(ctx context.Context, kind, id string) (mime string, b []byte, err error) {
	x, err := r.scan(ctx, kind, id)
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

func (r *Reader) scan(ctx context.Context, kind, id string) (store.FolderScan, error) {
	rows, err := r.s.store.FolderScans(ctx, r.actor.Account, kind)
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

// fileScan gives a photograph to its order by give. It is claimed first, so that no sweep takes the bytes from under the order; only what was
// refused for a reason comes back, for then the log surely does not name it.
func (r *Reader) fileScan(ctx context.Context, x store.FolderScan, give func() error) error {
	ok, err := r.s.store.TakeFolderScan(ctx, r.actor.Account, x.ID)
	if err != nil {
		return err
	}
	if !ok {
		return ErrNotFound
	}
	err = give()
	if why, _ := batchWhy(err); err != nil && why != "" {
		return errors.Join(err, r.s.store.GiveFolderScanBack(ctx, r.actor.Account, x.ID))
	}
	if err != nil {
		return err
	}
	return r.s.store.DropFolderScan(ctx, r.actor.Account, x.ID)
}

// RecordScan records what a photographed sheet says as a signature on paper; a second person confirms it (domain.md §13.18). The scan goes to the
// order's files in the same append.
func (r *Reader) RecordScan(ctx context.Context, id, stepKey string, on time.Time, refuses bool, opinion, key string) error {
	x, err := r.scan(ctx, signSheet, id)
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
	return r.fileScan(ctx, x, func() error {
		_, err := r.s.Do(ctx, Ask{Actor: r.actor, Order: f.Order.ID, Route: "console/folder", Key: key, Commands: []order.Command{
			order.RecordPaper{By: by, Chain: f.Chain, Step: f.Step, Refuses: refuses, On: on, Opinion: order.Private{Text: opinion}, Blob: x.Blob},
			order.Attach{By: by, Files: []order.Attachment[order.Private]{att}}}})
		return err
	})
}

// DropScan throws away one of the reader's own photographs.
func (r *Reader) DropScan(ctx context.Context, id string) error {
	return r.dropScan(ctx, signSheet, id)
}

func (r *Reader) dropScan(ctx context.Context, kind, id string) error {
	x, err := r.scan(ctx, kind, id)
	if err != nil {
		return err
	}
	return r.fileScan(ctx, x, func() error { return r.s.blobs.Drop(ctx, x.Blob) })
}

// OrderView is the order that the photograph shows, nil where its code does not say.
func (s Scan) OrderView() *OrderView {
	if s.Step == nil {
		return nil
	}
	return &s.Step.Order
}
