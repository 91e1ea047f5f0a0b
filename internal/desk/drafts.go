package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/store"
)

// IntakeRoute is where the 登记单 is sent; a draft is kept under the key that the form will be sent with, and goes with it.
const IntakeRoute = "console/intake"

// draftLife is how long a draft waits for its writer.
const draftLife = 30 * 24 * time.Hour

// draftMost is the most that a draft may hold, in bytes: the longest letter fits.
const draftMost = 256 << 10

// DraftView is one's own draft. Fields is what was typed, by field.
type DraftView struct {
	ID     string
	Rev    int64
	Saved  string // 14:03:22
	Day    string // 11月24日, empty today
	Title  string // the beginning of what was written
	Fields map[string][]string
}

// KeepDraft keeps what somebody is writing, sealed, under the form's key. rev is the revision the page had, 0 at first. Where another place kept a later one,
// nothing is overwritten: the text is kept as a draft of its own under fresh, and other says so. ErrGone where the form was sent meanwhile.
func (r *Reader) KeepDraft(ctx context.Context, id string, rev int64, fields map[string][]string, fresh string) (d DraftView, other bool, err error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return d, false, ErrForbidden
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return d, false, fmt.Errorf("encode draft: %w", err)
	}
	if len(body) > draftMost {
		return d, false, invalid("words", "内容太长，草稿没有保存；请把长材料作为附件上传。")
	}
	now := r.s.now()
	put := func(id string, rev int64) (bool, error) {
		return r.s.store.PutDraft(ctx, store.Draft{ID: id, Account: string(r.actor.Account), Rev: rev, Saved: now,
			Ciphertext: r.s.vault.SealDraft(id, string(r.actor.Account), body)}, IntakeRoute)
	}
	done, err := put(id, rev)
	if err == nil && !done {
		_, sent := r.s.store.Draft(ctx, id, string(r.actor.Account))
		if errors.Is(sent, store.ErrNone) && rev == 0 {
			return d, false, ErrGone
		}
		if errors.Is(sent, store.ErrNone) {
			// It was thrown away or sent elsewhere; what is typed here is still somebody's work.
			if done, err = put(id, 0); err == nil && !done {
				return d, false, ErrGone
			}
			rev = 0
		} else {
			id, rev, other = fresh, 0, true
			_, err = put(id, 0)
		}
	}
	if err != nil {
		return d, false, err
	}
	if rev == 0 {
		if err := r.s.store.SweepDrafts(ctx, now.Add(-draftLife)); err != nil {
			return d, false, err
		}
	}
	return r.draftView(store.Draft{ID: id, Rev: rev + 1, Saved: now}, nil), other, nil
}

// ErrGone says that the form of a draft was sent already.
var ErrGone = errors.New("这张登记单已经提交")

func (r *Reader) draftView(d store.Draft, fields map[string][]string) DraftView {
	t := d.Saved.In(calendar.Beijing)
	v := DraftView{ID: d.ID, Rev: d.Rev, Saved: t.Format("15:04:05"), Fields: fields}
	if calendar.DateOf(d.Saved) != calendar.DateOf(r.s.now()) {
		v.Day = t.Format("1月2日")
	}
	first := func(name string) string {
		if x := fields[name]; len(x) > 0 {
			return x[0]
		}
		return ""
	}
	if v.Title = first("title"); v.Title == "" {
		v.Title = first("words")
	}
	if w := []rune(v.Title); len(w) > 24 {
		v.Title = string(w[:24]) + "…"
	}
	if v.Title == "" {
		v.Title = "（还没有写内容）"
	}
	v.Title = MaskTitle(v.Title, first("name"))
	return v
}

// Draft opens one's own draft; somebody else's and none answer alike.
func (r *Reader) Draft(ctx context.Context, id string) (DraftView, error) {
	d, err := r.s.store.Draft(ctx, id, string(r.actor.Account))
	if errors.Is(err, store.ErrNone) {
		return DraftView{}, ErrNotFound
	}
	if err != nil {
		return DraftView{}, fmt.Errorf("read draft: %w", err)
	}
	return r.openDraft(d)
}

func (r *Reader) openDraft(d store.Draft) (DraftView, error) {
	b, err := r.s.vault.OpenDraft(d.ID, string(r.actor.Account), d.Ciphertext)
	if err != nil {
		return DraftView{}, fmt.Errorf("open draft: %w", err)
	}
	var fields map[string][]string
	if err := json.Unmarshal(b, &fields); err != nil {
		return DraftView{}, fmt.Errorf("read draft: %w", err)
	}
	return r.draftView(d, fields), nil
}

// Drafts lists one's own drafts, the newest first.
func (r *Reader) Drafts(ctx context.Context) ([]DraftView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, nil
	}
	all, err := r.s.store.Drafts(ctx, string(r.actor.Account))
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	var out []DraftView
	for _, d := range all {
		v, err := r.openDraft(d)
		if err != nil {
			return nil, err
		}
		v.Fields = nil
		out = append(out, v)
	}
	return out, nil
}

// DropDraft throws one's own draft away.
func (r *Reader) DropDraft(ctx context.Context, id string) error {
	return r.s.store.DropDraft(ctx, id, string(r.actor.Account))
}
