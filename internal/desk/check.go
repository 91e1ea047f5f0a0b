package desk

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
	"huiyin/internal/vault"
)

// PrivateReport is what a walk through the private texts and attachments found.
type PrivateReport struct {
	Texts, Erased, Files int
	Faults               []string // Chinese; names the record, never the text
}

// CheckPrivate holds every sealed text against the keyed digest that its event keeps, and every attachment against its address: a text that was
// changed, exchanged or lost is found. A text whose key was destroyed counts as erased.
func (s *Service) CheckPrivate(ctx context.Context) (PrivateReport, error) {
	var rep PrivateReport
	keys := map[string]*vault.Key{}
	blobs := map[string]bool{}
	ids, err := s.store.DestroyedFiles(ctx)
	if err != nil {
		return rep, err
	}
	gone := map[string]bool{} // orders whose attachments were destroyed (Art. 6(3))
	for _, id := range ids {
		gone[id] = true
	}
	for pos := int64(0); ; {
		recs, err := s.store.LogFrom(ctx, pos, 500)
		if err != nil {
			return rep, fmt.Errorf("read log after %d: %w", pos, err)
		}
		for _, r := range recs {
			pos = r.Pos
			if r.StreamType == "handover" {
				if err := s.checkKept(ctx, r.Pos, ownWords(r.Kind, r.Body), keys, &rep); err != nil {
					return rep, err
				}
			}
			if r.StreamType == "directive" {
				if err := s.checkKept(ctx, r.Pos, directiveWords(r.Kind, r.Body), keys, &rep); err != nil {
					return rep, err
				}
			}
			if dayStreams[r.StreamType] {
				if err := s.checkKept(ctx, r.Pos, wordsIn(r.Body), keys, &rep); err != nil {
					return rep, err
				}
			}
			if r.StreamType == string(office.ShelfRecord) {
				if err := s.checkFiles(ctx, r.Pos, documentFiles(r.Kind, r.V, r.Body), blobs, &rep); err != nil {
					return rep, err
				}
			}
			if r.StreamType == "supervision" {
				if err := s.checkWatch(ctx, r, keys, unlessGone(gone, r.StreamID, blobs), &rep); err != nil {
					return rep, err
				}
			}
			if r.StreamType != "order" {
				continue
			}
			e, err := order.Decode(r.Kind, r.V, r.Body)
			var newer *order.UnknownKind
			if errors.As(err, &newer) {
				continue
			}
			if err != nil {
				return rep, err
			}
			if err := s.checkEvent(ctx, r.Pos, e, keys, unlessGone(gone, r.StreamID, blobs), &rep); err != nil {
				return rep, err
			}
		}
		if len(recs) < 500 {
			return rep, nil
		}
	}
}

// checkWatch holds what supervision has said and attached as checkEvent does with the order's own.
func (s *Service) checkWatch(ctx context.Context, r ledger.Record, keys map[string]*vault.Key, blobs map[string]bool, rep *PrivateReport) error {
	e, err := oversight.Decode(r.Kind, r.V, r.Body)
	var newer *order.UnknownKind
	if errors.As(err, &newer) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.checkEvent(ctx, r.Pos, e, keys, blobs, rep)
}

func (s *Service) checkEvent(ctx context.Context, pos int64, e any, keys map[string]*vault.Key, blobs map[string]bool, rep *PrivateReport) error {
	var kept []order.Kept
	var files []string
	collect(reflect.ValueOf(e), &kept, &files)
	if err := s.checkKept(ctx, pos, kept, keys, rep); err != nil {
		return err
	}
	return s.checkFiles(ctx, pos, files, blobs, rep)
}

func (s *Service) checkFiles(ctx context.Context, pos int64, files []string, blobs map[string]bool, rep *PrivateReport) error {
	for _, address := range files {
		if blobs == nil || blobs[address] {
			continue
		}
		blobs[address] = true
		rep.Files++
		ct, err := s.blobs.Get(ctx, address)
		if err == nil {
			_, err = s.vault.OpenBlob(ct)
		}
		if err != nil {
			rep.say(pos, "附件丢失或被改动（%s）", address)
		}
	}
	return nil
}

// unlessGone is no map for an order that was destroyed: its attachments are not looked for.
func unlessGone(gone map[string]bool, order string, blobs map[string]bool) map[string]bool {
	if gone[order] {
		return nil
	}
	return blobs
}

func (rep *PrivateReport) say(pos int64, format string, args ...any) {
	rep.Faults = append(rep.Faults, fmt.Sprintf("日志第%d条："+format, append([]any{pos}, args...)...))
}

// checkKept holds kept texts against their digests.
func (s *Service) checkKept(ctx context.Context, pos int64, kept []order.Kept, keys map[string]*vault.Key, rep *PrivateReport) error {
	say := func(format string, args ...any) { rep.say(pos, format, args...) }
	for _, k := range kept {
		x, err := s.store.SealedText(ctx, k.Ref)
		if errors.Is(err, store.ErrNone) {
			say("封存的文字丢失（%s）", k.Ref)
			continue
		}
		if err != nil {
			return fmt.Errorf("read sealed %s: %w", k.Ref, err)
		}
		key, ok := keys[x.Subject]
		if !ok {
			wrapped, err := s.store.WrappedKey(ctx, x.Subject)
			switch {
			case errors.Is(err, store.ErrNone):
			case err != nil:
				return fmt.Errorf("read key: %w", err)
			default:
				if k, err := s.vault.Unwrap(x.Subject, wrapped); err == nil {
					key = &k
				} else {
					say("封存文字的密钥打不开（%s）", x.Subject)
				}
			}
			keys[x.Subject] = key
		}
		if key == nil {
			rep.Erased++
			continue
		}
		rep.Texts++
		if text, err := key.Open(x.Ref, x.Class, x.Ciphertext); err != nil || s.vault.Digest(text) != k.Digest && s.vault.Digest(canonical(x.Class, text)) != k.Digest {
			say("封存的文字被改动（%s）", k.Ref)
		}
	}
	return nil
}

var attachmentType = reflect.TypeOf(order.Attachment[order.Kept]{})

// collect finds the kept texts and the attachments of an event.
func collect(v reflect.Value, kept *[]order.Kept, files *[]string) {
	switch v.Kind() {
	case reflect.Struct:
		switch v.Type() {
		case keptType:
			if k := v.Interface().(order.Kept); k.Ref != "" {
				*kept = append(*kept, k)
			}
			return
		case attachmentType:
			*files = append(*files, v.Interface().(order.Attachment[order.Kept]).Blob)
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				collect(v.Field(i), kept, files)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			collect(v.Elem(), kept, files)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), kept, files)
		}
	}
}
