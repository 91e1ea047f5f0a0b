package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// StampSheet is a result that waits for signature and seal (Art. 24), as its unit prints it. Nth counts the versions of the result: a sheet printed
// of an older one no longer says what is reported.
type StampSheet struct {
	Order OrderView
	Light Light
	Nth   int
	Printed
}

// StampSheets lists the results of the reader's unit that wait for signature and seal, the most urgent first. ErrForbidden for anybody else.
func (r *Reader) StampSheets(ctx context.Context) ([]StampSheet, error) {
	if !r.actor.Post.Kind.InUnit() || !access.May(r.actor.Post.Kind, access.UnitSign) {
		return nil, ErrForbidden
	}
	yes := true
	rows, err := r.listed(ctx, store.ListFilter{Lead: string(r.actor.Post.Unit), Open: &yes, Statuses: []string{string(order.UnitSigning)}, Limit: homeRows})
	if err != nil {
		return nil, fmt.Errorf("list what waits for the seal: %w", err)
	}
	var out []StampSheet
	for _, row := range rows {
		v, err := r.Order(ctx, row.ID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if v.Reply == nil || !slices.ContainsFunc(v.Acts, func(p Panel) bool { return p.Act == "sign_reply" }) {
			continue
		}
		l, err := r.s.load(ctx, row.ID)
		if err != nil {
			return nil, err
		}
		x := StampSheet{Order: v}
		for _, e := range l.events {
			if _, ok := e.(order.ReplySubmitted); ok {
				x.Nth++
			}
		}
		for _, k := range v.Clocks {
			if k.Kind == order.LimitResult && !k.Done {
				x.Light = k.Light
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// PrintStamps makes the sheets of the chosen orders, each with an opaque name that says nothing of the order.
func (r *Reader) PrintStamps(ctx context.Context, ids []string) ([]StampSheet, error) {
	all, err := r.StampSheets(ctx)
	if err != nil {
		return nil, err
	}
	var out []StampSheet
	for _, x := range all {
		if !slices.Contains(ids, x.Order.ID) {
			continue
		}
		if x.Printed, err = r.nameSheet(ctx, store.FolderSheet{Kind: sealSheet, Order: x.Order.ID, Step: x.Nth}); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	if len(out) == 0 {
		return nil, invalid("id", "所选的件现在都不用签字盖章：可能已经报送或退回修改，请刷新后重选。")
	}
	return out, nil
}

// Stamped is a photograph of a stamped sheet that waits. Sheet is nil where it must be chosen by hand, or is of no use; Why says so.
type Stamped struct {
	ID    string
	Sheet *StampSheet
	Why   string
}

// TakeStamps keeps the photographs of a unit's stamped stack and finds for each which order it belongs to.
func (r *Reader) TakeStamps(ctx context.Context, all []Upload) error {
	if !r.actor.Post.Kind.InUnit() || !access.May(r.actor.Post.Kind, access.UnitSign) {
		return ErrForbidden
	}
	return r.takeScans(ctx, sealSheet, all)
}

// Stamps lists the reader's own photographs, each at its sheet. Another unit's sheet is told in the same words as a code that is not ours.
func (r *Reader) Stamps(ctx context.Context) ([]Stamped, []StampSheet, error) {
	sheets, err := r.StampSheets(ctx)
	if err != nil {
		return nil, nil, err
	}
	rows, err := r.s.store.FolderScans(ctx, r.actor.Account, sealSheet)
	if err != nil {
		return nil, nil, err
	}
	var out []Stamped
	for _, x := range rows {
		sc := Stamped{ID: x.ID, Why: "没有读出二维码，请看照片选择是哪一件"}
		if x.Sheet != "" {
			if err := r.stampOf(ctx, x.Sheet, sheets, &sc); err != nil {
				return nil, nil, err
			}
		}
		out = append(out, sc)
	}
	return out, sheets, nil
}

func (r *Reader) stampOf(ctx context.Context, name string, sheets []StampSheet, sc *Stamped) error {
	sc.Why = "二维码不是本单位的盖章页，请看照片选择是哪一件"
	sheet, err := r.s.store.FolderSheet(ctx, name)
	if errors.Is(err, store.ErrNone) || err == nil && sheet.Kind != sealSheet {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read sheet: %w", err)
	}
	l, err := r.s.load(ctx, sheet.Order)
	if err != nil {
		return err
	}
	if l.state.Lead != r.actor.Post.Unit || Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return nil
	}
	sc.Why = "这一件已经报送或退回修改，不用再盖章"
	for i := range sheets {
		switch {
		case sheets[i].Order.ID != sheet.Order:
		case sheets[i].Nth != sheet.Step:
			sc.Why = "办理结果后来改过，这一页印的是旧稿，请重新打印、签字盖章"
		default:
			sc.Sheet, sc.Why = &sheets[i], ""
		}
	}
	return nil
}

// StampImage opens one of the reader's own photographs.
func (r *Reader) StampImage(ctx context.Context, id string) (mime string, b []byte, err error) {
	return r.scanImage(ctx, sealSheet, id)
}

// DropStamp throws away one of the reader's own photographs.
func (r *Reader) DropStamp(ctx context.Context, id string) error {
	return r.dropScan(ctx, sealSheet, id)
}

// StampItem is a photograph and the order whose stamped sheet it shows.
type StampItem struct{ Scan, Order string }

// StampAsk signs results with the photographs of their stamped sheets: the principal's own signature, confirmed by his PIN, or a colleague's record of
// the paper, with its date (Art. 24).
type StampAsk struct {
	Items     []StampItem
	On        time.Time // on the paper; of a colleague's record
	Confirmed approval.Confirmed
	Key       string
}

// SignStamped signs each on its own: what one meets stands in its outcome and the rest goes on.
func (r *Reader) SignStamped(ctx context.Context, a StampAsk) ([]BatchOutcome, error) {
	scans, sheets, err := r.Stamps(ctx)
	if err != nil {
		return nil, err
	}
	var out []BatchOutcome
	seen := map[string]bool{}
	for _, it := range a.Items {
		o := BatchOutcome{ID: it.Order}
		i := slices.IndexFunc(sheets, func(s StampSheet) bool { return s.Order.ID == it.Order })
		if i >= 0 {
			o.Number, o.Title = sheets[i].Order.Number, sheets[i].Order.Title
		} else {
			o.ID = ""
		}
		switch err := r.signOne(ctx, a, it, scans, i >= 0 && !seen[it.Order]); {
		case err == nil:
			o.OK, seen[it.Order] = true, true
		default:
			if o.Why, o.Article = batchWhy(err); o.Why == "" {
				return out, err
			}
		}
		out = append(out, o)
	}
	return out, nil
}

func (r *Reader) signOne(ctx context.Context, a StampAsk, it StampItem, scans []Stamped, waits bool) error {
	i := slices.IndexFunc(scans, func(s Stamped) bool { return s.ID == it.Scan })
	if i < 0 {
		return invalid("scan", "这张照片已经用过或去掉了。")
	}
	if !waits {
		return invalid("order", "这一件现在不用签字盖章，或有两张照片选了同一件，请核对后重选。")
	}
	x, err := r.scan(ctx, sealSheet, it.Scan)
	if err != nil {
		return err
	}
	by := order.By{Actor: r.actor}
	own := r.actor.Post.Kind == org.UnitPrincipal
	sign := order.SignReply{By: by, Seal: x.Blob, Paper: !own, Confirmed: a.Confirmed}
	if !own {
		sign.On = a.On
	}
	att := order.Attachment[order.Private]{ID: r.s.newID(), Blob: x.Blob, Purpose: "seal", MIME: x.MIME, Size: x.Size, Name: order.Private{Text: "办理结果反馈表（盖章）" + ending(x.MIME)}}
	return r.fileScan(ctx, x, func() error {
		_, err := r.s.Do(ctx, Ask{Actor: r.actor, Order: it.Order, Route: "console/stamp", Key: a.Key + "/" + it.Scan, Commands: []order.Command{sign,
			order.Attach{By: by, Files: []order.Attachment[order.Private]{att}}}})
		return err
	})
}

// ending is the ending of a picture's name.
func ending(mime string) string {
	if mime == "image/png" {
		return ".png"
	}
	return ".jpg"
}

// OrderView is the order that the photograph shows, nil where its code does not say.
func (s Stamped) OrderView() *OrderView {
	if s.Sheet == nil {
		return nil
	}
	return &s.Sheet.Order
}
