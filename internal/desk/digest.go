package desk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"time"

	"huiyin/internal/order"
)

// digestOfAsk is the digest under which a key is remembered: of the document where one came, else of the commands.
func (s *Service) digestOfAsk(a Ask) string {
	if a.Content == nil {
		return s.digestOf(a.Commands)
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d:%s", len(a.Order), a.Order)
	_, _ = h.Write(a.Content)
	return s.vault.Digest(hex.EncodeToString(h.Sum(nil)))
}

// digestOf is the digest of what was submitted, keyed, so that the record of a command says nothing of its content. References and stamps that
// differ between two submissions of the same form are left out, and so is what likeness had proposed.
func (s *Service) digestOf(cs []order.Command) string {
	h := sha256.New()
	for _, c := range cs {
		fmt.Fprintf(h, "%T", c)
		digestValue(h.Write, reflect.ValueOf(c))
	}
	return s.vault.Digest(hex.EncodeToString(h.Sum(nil)))
}

func digestValue(w func([]byte) (int, error), v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		switch x := v.Interface().(type) {
		case order.Private:
			_, _ = w([]byte(x.Text + "\x00"))
			return
		case time.Time:
			_, _ = w([]byte(x.UTC().Format(time.RFC3339)))
			return
		case order.Matter, order.Leading:
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() || slices.Contains([]string{"ID", "Number", "NewMatter", "NewMatterNo", "ChainID", "Declined", "Batch", "Blob", "Seal", "Paper", "Sheet"}, f.Name) {
				continue
			}
			_, _ = w([]byte(f.Name))
			digestValue(w, v.Field(i))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			digestValue(w, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			digestValue(w, v.Index(i))
		}
	default:
		_, _ = fmt.Fprintf(writer(w), "%v\x00", v.Interface())
	}
}

type writer func([]byte) (int, error)

func (f writer) Write(p []byte) (int, error) { return f(p) }
