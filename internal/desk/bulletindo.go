package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

func madeAlready(err error) bool {
	var no *regulation.Refusal
	return errors.As(err, &no) && no.Code == "made_already"
}

// bulletinDeed is a command on a bulletin.
type bulletinDeed struct {
	id, key string
	digest  string
	version int64 // what the page showed; 0: whatever stands
	need    access.Permission
	words   string // to be sealed
	number  bool   // it gets its number
	decide  func(b bulletin.Bulletin, kept bulletin.Kept, number string, now time.Time) (any, error)
	told    func(b bulletin.Bulletin) []store.ToldLine
}

func (r *Reader) doBulletin(ctx context.Context, d bulletinDeed) error {
	if !access.May(r.actor.Post.Kind, d.need) {
		return ErrForbidden
	}
	s := r.s
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: "bulletin", Key: d.key, Digest: s.vault.Digest(d.id + "\x00" + d.digest + "\x00" + d.words)}
	if _, ok := s.answered(ctx, r.actor, ck); ok {
		return nil
	}
	b, err := s.bulletin(ctx, d.id)
	if err != nil {
		return err
	}
	if !b.Reads(r.actor) {
		return ErrNotFound
	}
	if d.version > 0 && d.version != b.Version {
		return &Conflict{What: []string{"另一人刚刚改过这一份，请复制您写的内容，刷新页面后再改。"}}
	}
	now := s.now()
	w := store.Append{At: now}
	slot := ""
	if d.number {
		slot = "bulletin-" + s.newID()
	}
	if _, err := d.decide(b, bulletin.Kept{}, slot, now); err != nil { // before anything is sealed
		return err
	}
	var kept bulletin.Kept
	if strings.TrimSpace(d.words) != "" {
		one, err := s.sealOwn(ctx, &w, officeSubject, "note", strings.TrimSpace(d.words))
		if err != nil {
			return err
		}
		kept = bulletin.Kept{Ref: one[0].Ref, Digest: one[0].Digest}
	}
	if d.number {
		w.Numbers = []store.NumberWant{bulletinNumber(slot, b.Draft.Period, now)}
	}
	e, err := d.decide(b, kept, slot, now)
	if err != nil {
		return err
	}
	told := store.ToldBody{About: b.ID}
	if d.told != nil {
		told.Lines = d.told(bulletin.Evolve(b, e))
	}
	_, err = s.writeBulletin(ctx, r.actor, b, e, told, w, ck)
	var lost *store.ErrConflict
	if errors.As(err, &lost) {
		return &Conflict{What: []string{"另一人刚刚办过这一份，请刷新页面。"}}
	}
	return err
}

// bulletinNumber is the next number of the year: a 简报 counts its issues, a 通报 its documents (domain.md §13.23).
func bulletinNumber(slot string, p bulletin.Period, now time.Time) store.NumberWant {
	y := now.In(calendar.Beijing).Format("2006")
	if p.Short() {
		return store.NumberWant{Slot: slot, Kind: "bulletin_issue", Period: y, Prefix: y + "年第", Suffix: "期"}
	}
	return store.NumberWant{Slot: slot, Kind: "bulletin", Period: y, Prefix: "蒙热通〔" + y + "〕", Suffix: "号"}
}

func bulletinTold(code order.NoticeCode, id string, to ...org.PostID) []store.ToldLine {
	var out []store.ToldLine
	for _, p := range to {
		out = append(out, store.ToldLine{Code: code, To: order.ToPost(p), Page: "/bulletins/" + id})
	}
	return out
}

// EditBulletin puts another prose in place. Figures stand in it by name.
func (r *Reader) EditBulletin(ctx context.Context, id string, t bulletin.Text, version int64, key string) error {
	return r.doBulletin(ctx, bulletinDeed{id: id, key: key, digest: fmt.Sprint("edit", t), version: version, need: access.BulletinEditing,
		decide: func(b bulletin.Bulletin, _ bulletin.Kept, _ string, now time.Time) (any, error) {
			return b.Edit(r.actor, t, now)
		}})
}

// RetakeBulletin takes the figures anew, from the log as it stands.
func (r *Reader) RetakeBulletin(ctx context.Context, id string, key string) error {
	if !access.May(r.actor.Post.Kind, access.BulletinEditing) {
		return ErrForbidden
	}
	b, err := r.s.bulletin(ctx, id)
	if err != nil {
		return err
	}
	head, err := r.s.store.Head(ctx)
	if err != nil {
		return err
	}
	d, err := r.s.compile(ctx, b.Draft.Period, head)
	if err != nil {
		return err
	}
	return r.doBulletin(ctx, bulletinDeed{id: id, key: key, digest: "retake", need: access.BulletinEditing,
		decide: func(b bulletin.Bulletin, _ bulletin.Kept, _ string, now time.Time) (any, error) {
			return b.Retake(r.actor, d, now)
		}})
}

// SubmitBulletin asks another person to look.
func (r *Reader) SubmitBulletin(ctx context.Context, id, key string) error {
	return r.doBulletin(ctx, bulletinDeed{id: id, key: key, digest: "submit", need: access.BulletinEditing,
		decide: func(b bulletin.Bulletin, _ bulletin.Kept, _ string, now time.Time) (any, error) {
			return b.Submit(r.actor, now)
		}, told: func(b bulletin.Bulletin) []store.ToldLine {
			return bulletinTold(order.NoticeBulletinReview, b.ID, org.PostOf(org.HotlineOffice, org.Reviewer), org.PostOfficeHead)
		}})
}

// ReviewBulletin is the other person's yes.
func (r *Reader) ReviewBulletin(ctx context.Context, id, key string) error {
	return r.doBulletin(ctx, bulletinDeed{id: id, key: key, digest: "review", need: access.BulletinReviewing,
		decide: func(b bulletin.Bulletin, _ bulletin.Kept, _ string, now time.Time) (any, error) {
			return b.Review(r.actor, now)
		}, told: func(b bulletin.Bulletin) []store.ToldLine {
			to := org.PostOfficeHead
			if bulletin.Signer(b.Draft.Period.Kind) == org.GovOfficeHead {
				to = org.PostGovHead
			}
			return bulletinTold(order.NoticeBulletinSign, b.ID, to)
		}})
}

// SendBackBulletin gives it back to the editors.
func (r *Reader) SendBackBulletin(ctx context.Context, id, reason, key string) error {
	return r.doBulletin(ctx, bulletinDeed{id: id, key: key, digest: "back", need: access.BulletinReviewing, words: reason,
		decide: func(b bulletin.Bulletin, k bulletin.Kept, _ string, now time.Time) (any, error) {
			e, err := b.SendBack(r.actor, reason, now)
			e.Note = k
			return e, err
		}, told: func(b bulletin.Bulletin) []store.ToldLine {
			if b.Sent.Account == "" {
				return nil
			}
			return []store.ToldLine{{Code: order.NoticeBulletinBack, To: order.ToAccount(b.Sent.Account), Page: "/bulletins/" + b.ID}}
		}})
}

// SignBulletin is the signature; how says that the signer's PIN was checked (ADR 13).
func (r *Reader) SignBulletin(ctx context.Context, id string, how approval.Confirmed, key string) error {
	return r.doBulletin(ctx, bulletinDeed{id: id, key: key, digest: "sign", need: access.BulletinReviewing,
		decide: func(b bulletin.Bulletin, _ bulletin.Kept, _ string, now time.Time) (any, error) {
			return b.Sign(r.actor, how, now)
		}})
}

// PublishBulletin issues it with its number, and tells the units.
func (r *Reader) PublishBulletin(ctx context.Context, id, key string) error {
	return r.doBulletin(ctx, bulletinDeed{id: id, key: key, digest: "publish", need: access.BulletinEditing, number: true,
		decide: func(b bulletin.Bulletin, _ bulletin.Kept, number string, now time.Time) (any, error) {
			return b.Publish(r.actor, number, now)
		}, told: func(b bulletin.Bulletin) []store.ToldLine {
			var out []store.ToldLine
			for _, u := range r.dir.Units() {
				if u.Group != org.County && !u.Closed && !u.Pending {
					out = append(out, store.ToldLine{Code: order.NoticeBulletinOut, To: order.ToPost(org.PostOf(u.ID, org.UnitHandler)), Page: "/bulletins/" + b.ID})
				}
			}
			return out
		}})
}
