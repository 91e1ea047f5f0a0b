package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/store"
)

// DocumentVersionView is a version of a document on the shelf.
type DocumentVersionView struct {
	N                      int
	Number, From, To, Note string // To is empty while it is open
	InForce, Planned       bool
	Files                  []DocumentFileView
}

// DocumentFileView is a file of it.
type DocumentFileView struct{ ID, Name, MIME, Size string }

// DocumentView is a document of the office's own rules (Art. 6(1), 6(2)). All who work with the hotline may read it.
type DocumentView struct {
	ID, Title, Kind string
	KindCode        office.DocumentKind
	State           string                // 有效, 待施行, 已废止
	Versions        []DocumentVersionView // the newest first
	Repealed        string                // why
	RepealedTo      string
	MayKeep         bool
	Made            time.Time
}

// Now is the version in force, else the newest.
func (v DocumentView) Now() DocumentVersionView {
	for _, x := range v.Versions {
		if x.InForce {
			return x
		}
	}
	if len(v.Versions) == 0 {
		return DocumentVersionView{}
	}
	return v.Versions[0]
}

// ShelfPage is the shelf by kind.
type ShelfPage struct {
	Groups []ShelfGroup
	Day    string // as of, 2026-03-02
	Today  string
	Past   bool // what is repealed
	May    bool
}

// ShelfGroup is the documents of a kind.
type ShelfGroup struct {
	Name string
	Docs []DocumentView
}

// Shelf reads the shelf as it stands on a day: empty is today; past shows what is repealed by then, with the rest.
func (r *Reader) Shelf(ctx context.Context, day string, past bool) (ShelfPage, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Shelf) {
		return ShelfPage{}, ErrForbidden
	}
	out := ShelfPage{Today: calendar.DateOf(r.s.now()).String(), Day: day, Past: past, May: access.May(k, access.Shelving)}
	if _, err := calendar.ParseDate(day); err != nil {
		out.Day = out.Today
	}
	var all []DocumentView
	for _, open := range []bool{true, false} {
		ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.ShelfRecord, Open: open, Limit: 500})
		if err != nil {
			return out, err
		}
		for _, id := range ids {
			d, _, _, err := record[office.Document](ctx, r.s, office.ShelfRecord, id)
			if err != nil {
				return out, err
			}
			v, err := r.documentView(ctx, id, d, out.Day)
			if err != nil {
				return out, err
			}
			if v.State != "已废止" || past {
				all = append(all, v)
			}
		}
	}
	for _, k := range office.DocumentKinds() {
		g := ShelfGroup{Name: k.Name()}
		for _, v := range all {
			if v.KindCode == k {
				g.Docs = append(g.Docs, v)
			}
		}
		if len(g.Docs) > 0 {
			out.Groups = append(out.Groups, g)
		}
	}
	return out, nil
}

// Document is one.
func (r *Reader) Document(ctx context.Context, id string) (DocumentView, error) {
	if !access.May(r.actor.Post.Kind, access.Shelf) {
		return DocumentView{}, ErrForbidden
	}
	d, _, _, err := record[office.Document](ctx, r.s, office.ShelfRecord, id)
	if err != nil {
		return DocumentView{}, err
	}
	return r.documentView(ctx, id, d, calendar.DateOf(r.s.now()).String())
}

func (r *Reader) documentView(ctx context.Context, id string, d office.Document, day string) (DocumentView, error) {
	v := DocumentView{ID: id, Title: d.Title, Kind: d.Kind.Name(), KindCode: d.Kind, Made: d.At, MayKeep: access.May(r.actor.Post.Kind, access.Shelving) && d.Repealed == nil}
	now, ok := d.InForce(day)
	switch {
	case ok:
		v.State = "有效"
	case d.Repealed != nil && day > d.Repealed.To:
		v.State = "已废止"
	default:
		v.State = "待施行"
	}
	if d.Repealed != nil {
		v.Repealed, v.RepealedTo = d.Repealed.Reason, dayOf(d.Repealed.To)
	}
	var refs []string
	for _, x := range d.Versions {
		for _, f := range x.Files {
			refs = append(refs, f.Name.Ref)
		}
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return v, err
	}
	for _, x := range slices.Backward(d.Versions) {
		y := DocumentVersionView{N: x.N, Number: x.Number, From: dayOf(x.From), To: dayOf(d.LastDay(x.N)), Note: x.Note, InForce: ok && now.N == x.N, Planned: x.From > day}
		for _, f := range x.Files {
			y.Files = append(y.Files, DocumentFileView{ID: f.ID, Name: open[f.Name.Ref], MIME: f.MIME, Size: sizeWords(f.Size)})
		}
		v.Versions = append(v.Versions, y)
	}
	return v, nil
}

// DocumentFile opens a file of a document.
func (r *Reader) DocumentFile(ctx context.Context, id, file string) (name, mime string, b []byte, err error) {
	if !access.May(r.actor.Post.Kind, access.Shelf) {
		return "", "", nil, ErrForbidden
	}
	d, _, _, err := record[office.Document](ctx, r.s, office.ShelfRecord, id)
	if err != nil {
		return "", "", nil, err
	}
	for _, v := range d.Versions {
		for _, f := range v.Files {
			if f.ID != file {
				continue
			}
			open, err := r.s.unseal(ctx, []string{f.Name.Ref})
			if err != nil {
				return "", "", nil, err
			}
			plain, err := r.s.openBlob(ctx, f.Blob)
			return open[f.Name.Ref], f.MIME, plain, err
		}
	}
	return "", "", nil, ErrNotFound
}

// DocumentWish is the form of a version, with its files.
type DocumentWish struct {
	Kind               office.DocumentKind
	Title              string
	Number, From, Note string
	Files              []Upload `json:"-"`
}

func (a DocumentWish) version() office.DocumentVersion {
	return office.DocumentVersion{Number: a.Number, From: a.From, Note: a.Note}
}

// keptFiles keeps the files of a version: their bytes stand on disk before the event names them. Their names become words to be sealed.
func (r *Reader) keptFiles(ctx context.Context, all []Upload) (files []office.DocumentFile, names []string, err error) {
	if len(all) > MaxFiles {
		return nil, nil, invalid("files", "最多上传%d个文件。", MaxFiles)
	}
	for _, u := range all {
		a, err := r.s.Keep(ctx, u, "shelf")
		if err != nil {
			return nil, nil, err
		}
		files = append(files, office.DocumentFile{ID: a.ID, Blob: a.Blob, MIME: a.MIME, Size: a.Size})
		names = append(names, a.Name.Text)
	}
	return files, names, nil
}

func named(files []office.DocumentFile, w []office.Words) []office.DocumentFile {
	out := slices.Clone(files)
	for i := range out {
		out[i].Name = w[i]
	}
	return out
}

// Shelve puts a document on the shelf.
func (r *Reader) Shelve(ctx context.Context, a DocumentWish, key string) (string, error) {
	return r.shelved(ctx, "", a, key, func(_ office.Document, now time.Time) (any, error) {
		return office.Shelve(r.actor, a.Kind, a.Title, a.version(), len(a.Files), now)
	})
}

// Revise adds a version.
func (r *Reader) Revise(ctx context.Context, id string, a DocumentWish, key string) error {
	_, err := r.shelved(ctx, id, a, key, func(d office.Document, now time.Time) (any, error) {
		return d.Revise(r.actor, a.version(), len(a.Files), now)
	})
	return err
}

func (r *Reader) shelved(ctx context.Context, id string, a DocumentWish, key string, decide func(office.Document, time.Time) (any, error)) (string, error) {
	if !access.May(r.actor.Post.Kind, access.Shelving) {
		return "", ErrForbidden
	}
	digest := fmt.Sprint(a.Kind, a.Title, a.version())
	for _, u := range a.Files {
		digest += "\x00" + u.Name + "\x00" + r.s.vault.Digest(string(u.Bytes))
	}
	fresh := id
	if id == "" {
		fresh = r.freshRecord(office.ShelfRecord, key)
	}
	if again, ok := r.s.answered(ctx, r.actor, r.recordKey(office.ShelfRecord, fresh, key, digest, nil)); ok {
		return again, nil
	}
	// What the rule refuses is refused before any file is kept.
	have := office.Document{}
	if id != "" {
		var err error
		if have, _, _, err = record[office.Document](ctx, r.s, office.ShelfRecord, id); err != nil {
			return "", err
		}
	}
	if _, err := decide(have, r.s.now()); err != nil {
		return "", err
	}
	files, names, err := r.keptFiles(ctx, a.Files)
	if err != nil {
		return "", err
	}
	return doRecord(ctx, r, recordDeed[office.Document]{kind: office.ShelfRecord, id: id, key: key, need: access.Shelving, digest: digest, words: names, hidden: true,
		decide: func(d office.Document, w []office.Words, now time.Time) (any, error) {
			e, err := decide(d, now)
			switch x := e.(type) {
			case office.DocumentShelved:
				x.Version.Files = named(files, w)
				return x, err
			case office.DocumentRevised:
				x.Version.Files = named(files, w)
				return x, err
			}
			return e, err
		}})
}

// Repeal ends a document on a day.
func (r *Reader) Repeal(ctx context.Context, id, to, reason, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Document]{kind: office.ShelfRecord, id: id, key: key, need: access.Shelving, digest: to + reason,
		decide: func(d office.Document, _ []office.Words, now time.Time) (any, error) {
			return d.Repeal(r.actor, to, reason, now)
		}})
	return err
}

// documentFiles are the addresses of the files that an event of the shelf names, for the check of what is kept.
func documentFiles(kind string, v int, body []byte) []string {
	e, err := office.DecodeRecord(kind, v, body)
	if err != nil {
		return nil
	}
	var files []office.DocumentFile
	switch e := e.(type) {
	case office.DocumentShelved:
		files = e.Version.Files
	case office.DocumentRevised:
		files = e.Version.Files
	}
	var out []string
	for _, f := range files {
		out = append(out, f.Blob)
	}
	return out
}
