package web

import (
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"huiyin/internal/regulation"
	"huiyin/internal/web/parts"
)

// keyField carries the idempotency key.
const keyField = "_key"

// Form reads the fields of a form by name. Reading a field declares it: what was sent and never read is refused by Done, as is a
// field sent twice. What is wrong with a field is kept in Chinese beside what was typed, so that the same page can come back (422)
// with every character.
//
//	f, err := web.ReadForm(r)
//	if err != nil { return web.Page{}, err }
//	days := f.Int("days", "延长天数", 1, 15)
//	reason := f.Lines("reason", "原因", web.AtMost(500))
//	if err := f.Done(); err != nil { return web.Page{}, err }
//	if f.OK() {
//		err := desk.Extend(…, f.Key())
//		if err == nil { return web.Redirect("/orders/" + id), nil }
//		if !f.Refuse(err) { return web.Page{}, err }
//	}
//	return web.Show("延期", extensionPage(f)).Again(), nil
type Form struct {
	values url.Values
	files  map[string][]*multipart.FileHeader
	read   map[string]field
	errs   []parts.FieldError
	key    string
	posted bool
	broken []string // what makes the request malformed: names of fields, never what they hold
}

type field struct {
	label  string
	many   bool
	secret bool
}

// NewForm is a form shown for the first time, with a fresh key and what is filled in already: name, value, name, value, …
func NewForm(filled ...string) *Form {
	f := &Form{values: url.Values{}, read: map[string]field{}, key: NewKey()}
	for i := 0; i+1 < len(filled); i += 2 {
		f.values.Add(filled[i], filled[i+1])
	}
	return f
}

// ReadForm reads the body of a POST. Query parameters are not looked at. Errors: 400, 413.
func ReadForm(r *http.Request) (*Form, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, Malformed(fmt.Errorf("read content type: %w", err))
	}
	f := &Form{read: map[string]field{}, posted: true}
	switch kind {
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return nil, formError(err)
		}
		f.values = r.PostForm
	case "multipart/form-data":
		// As much memory as the route lets in: nothing that a citizen sends touches the disk in clear.
		if err := r.ParseMultipartForm(visitOf(r).limit); err != nil {
			return nil, formError(err)
		}
		f.values, f.files = r.MultipartForm.Value, r.MultipartForm.File
	default:
		return nil, Malformed(fmt.Errorf("content type %s is not a form", kind))
	}
	if err := f.checkBytes(); err != nil {
		return nil, err
	}
	if keys := f.values[keyField]; len(keys) == 1 && validKey(keys[0]) {
		f.key = keys[0]
	} else if len(keys) > 0 {
		return nil, Malformed(errors.New("form key"))
	}
	return f, nil
}

// ReadQuery reads the query of a GET by the same rules: a list's filters. It has no key.
func ReadQuery(r *http.Request) (*Form, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, Malformed(errors.New("query cannot be read"))
	}
	return ReadValues(values)
}

// ReadValues reads parameters that were carried along in a field. Errors: 400.
func ReadValues(values url.Values) (*Form, error) {
	f := &Form{values: values, read: map[string]field{}}
	return f, f.checkBytes()
}

func formError(err error) error {
	if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return TooLarge(big.Limit)
	}
	return Malformed(fmt.Errorf("read form: %w", err))
}

func (f *Form) checkBytes() error {
	broken := func(s string) bool { return !utf8.ValidString(s) || strings.ContainsRune(s, 0) }
	for name, all := range f.values {
		if broken(name) || slices.ContainsFunc(all, broken) {
			return Malformed(errors.New("form holds bytes that are no text"))
		}
	}
	return nil
}

// Key is the idempotency key of the form, the same when it comes back. A posted form without one is malformed: Done says so.
func (f *Form) Key() string {
	if f.posted && f.key == "" && !slices.Contains(f.broken, keyField) {
		f.broken = append(f.broken, keyField)
	}
	return f.key
}

// Resume gives a form that is shown again the key that it was begun with: a draft goes on where it was left.
func (f *Form) Resume(key string) {
	if validKey(key) {
		f.key = key
	}
}

// All is every field as it was sent but the key, for a draft that keeps a form whole. It declares nothing.
func (f *Form) All() url.Values {
	out := url.Values{}
	for name, v := range f.values {
		if name != keyField {
			out[name] = v
		}
	}
	return out
}

// take declares a field and returns what was sent.
func (f *Form) take(name, label string) string {
	f.declare(name, field{label: label})
	return f.values.Get(name)
}

func (f *Form) declare(name string, as field) {
	if known, ok := f.read[name]; ok && as.label == "" {
		as.label = known.label
	}
	f.read[name] = as
}

// Done refuses a form with a field that no reader asked for, or with a field sent twice (400). Call it when all fields are read.
func (f *Form) Done() error {
	broken := slices.Clone(f.broken)
	for name, all := range f.values {
		if name == keyField {
			continue
		}
		as, ok := f.read[name]
		if !ok || (len(all) > 1 && !as.many) {
			broken = append(broken, name)
		}
	}
	for name := range f.files {
		if _, ok := f.read[name]; !ok {
			broken = append(broken, name)
		}
	}
	if len(broken) == 0 {
		return nil
	}
	slices.Sort(broken)
	return Malformed(fmt.Errorf("form fields unknown or sent twice: %q", broken))
}

// OK reports whether nothing is wrong so far.
func (f *Form) OK() bool { return len(f.errs) == 0 }

// Errors lists what is wrong, in the order in which it was found, for parts.ErrorSummary.
func (f *Form) Errors() []parts.FieldError {
	if f == nil {
		return nil
	}
	return f.errs
}

// Fail records what is wrong with a field; with an empty name, with the form as a whole. The first fault of a field is kept.
func (f *Form) Fail(name, message string) { f.fail(name, message, "") }

func (f *Form) fail(name, message, article string) {
	if name != "" && f.errorOf(name) != "" {
		return
	}
	f.errs = append(f.errs, parts.FieldError{Name: name, Label: f.read[name].label, Message: message, Article: article})
}

// Refuse takes up an error that a person can mend on this form: a refusal of content by a rule, or invalid fields. It reports
// whether it did; any other error belongs to the adapter.
func (f *Form) Refuse(err error) bool {
	if no, ok := errors.AsType[*regulation.Refusal](err); ok && !no.State {
		article := ""
		if no.Article != 0 {
			article = no.Article.String()
		}
		f.fail(f.known(no.Field), no.Reason, article)
		return true
	}
	if known, ok := errors.AsType[Answerer](err); ok {
		if a := known.HTTPAnswer(); a.Kind == KindInvalid {
			for _, e := range a.Fields {
				f.fail(f.known(e.Name), e.Message, e.Article)
			}
			return len(a.Fields) > 0
		}
	}
	return false
}

// known drops the name of a field that this form does not have: the message then stands for the form as a whole.
func (f *Form) known(name string) string {
	if _, ok := f.read[name]; ok {
		return name
	}
	return ""
}

func (f *Form) errorOf(name string) string {
	for _, e := range f.errs {
		if e.Name == name {
			return e.Message
		}
	}
	return ""
}

// Value is what was typed, as it was typed.
func (f *Form) Value(name string) string {
	if f == nil || f.read[name].secret {
		return ""
	}
	return f.values.Get(name)
}

// Bind is a field for a page: name, what was typed, what is wrong. It works on a nil Form too.
func (f *Form) Bind(name string) parts.Bound {
	b := parts.Bound{Name: name}
	if f == nil {
		return b
	}
	b.Value, b.Error = f.Value(name), f.errorOf(name)
	if !f.read[name].secret {
		b.Values = f.values[name]
	}
	return b
}

// Set fills a field that has not been sent: what a page shows at first.
func (f *Form) Set(name string, values ...string) { f.values[name] = values }
